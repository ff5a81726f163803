"""Where the tracks stand. Knows nothing of Qt."""

from __future__ import annotations

from dataclasses import dataclass

HEADS = 112  # width of the column of track names
PAD = 8  # pixels before the first and after the last frame
RULER = 22
GAP = 3
_FIXED = {"cuts": 20, "subtitles": 28, "effects": 26}
_LEAST = {"picture": 46, "dialogue": 32, "music": 26}
_SHARE = {"dialogue": 0.29, "music": 0.2}  # the picture takes the rest
TRACKS = (
    # (name, label, icon); a label is the English text that `t` translates
    ("cuts", "Cuts", "split"),
    ("picture", "Picture", "film"),
    ("dialogue", "Dialogue", "mic"),
    ("subtitles", "Subtitles", "cc"),
    ("music", "Music", "music"),
    ("effects", "Effects", "wave"),
)
HEARD = ("dialogue", "music", "effects")


@dataclass(frozen=True, slots=True)
class Row:
    """A track's place."""

    name: str
    y: int
    h: int

    @property
    def bottom(self) -> int:
        """The first pixel below it."""
        return self.y + self.h


class Rows:
    """All tracks in a height; below the least height they scroll."""

    def __init__(self, height: int) -> None:
        gaps = GAP * (len(TRACKS) - 1)
        rest = height - RULER - sum(_FIXED.values()) - gaps
        heights = dict(_FIXED)
        if rest <= sum(_LEAST.values()):
            heights.update(_LEAST)
        else:
            for name in ("music", "dialogue"):
                heights[name] = max(_LEAST[name], int(rest * _SHARE[name]))
            heights["picture"] = rest - heights["music"] - heights["dialogue"]
        self.rows: dict[str, Row] = {}
        y = RULER
        for name, _, _ in TRACKS:
            self.rows[name] = Row(name, y, heights[name])
            y += heights[name] + GAP
        self.height = y - GAP

    def __getitem__(self, name: str) -> Row:
        """The place of a track."""
        return self.rows[name]

    def at(self, y: float) -> str:
        """The track at a height, "" between two."""
        for row in self.rows.values():
            if row.y <= y < row.bottom:
                return row.name
        return ""
