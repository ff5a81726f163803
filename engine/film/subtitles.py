"""Subtitles: one picture for each highlighted word of a cue, drawn once and blended every frame.

They stay inside `SAFE`, bold and white with a dark round outline; the spoken word is warm yellow.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.editor.types import Cue
from engine.film.planes import Planes, convert, ink_box
from engine.film.text import WHITE, Colour, Paragraph, Run, Sheet, Style, balanced
from engine.film.types import SAFE

HIGHLIGHT: Colour = (255, 226, 72)
_SIZES = (64, 58, 52, 46)  # the largest in which the cue takes no more than `_MAX_LINES`
_MAX_LINES = 2
_OUTLINE = 6
_MARGIN = 12  # for outline and shadow
FLOORS = (1516, 1216)
"""Where the last line's box may end. The first is below the chin even in close shots and above the
rows that players cover with their own words (the lowest fifth of the picture); the other is for
split pictures, which have a face there."""
TALL = 186
"""No cue stands higher above its floor: two lines of the largest size."""
_WIDTH = 830  # pixels; a player's buttons stand to the right of it


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A picture and its even place in the frame."""

    planes: Planes
    x: int
    y: int


def word_at(cue: Cue, frame: int) -> int:
    """Index of the word highlighted in `frame`, -1 before the first."""
    found = -1
    for i, word in enumerate(cue.words):
        if word.frame <= frame:
            found = i
    return found


def cue_text(cue: Cue) -> str:
    """The words as shown."""
    return cue.glue.join(w.text for w in cue.words)


class CueSheet:
    """One cue laid out: shadow and outline are drawn once, the letters for every state.

    Raises:
        EnvironmentFault: a letter has no font.
    """

    def __init__(self, cue: Cue, floor: int = FLOORS[0]) -> None:
        """floor: where the last line's box ends, pixels from the top."""
        self._cue = cue
        width = _WIDTH - 2 * _MARGIN
        laid = next(
            p
            for p in (balanced(self._runs(-1), _style(size), width) for size in _SIZES)
            if p.size == _SIZES[-1] or (p.lines <= _MAX_LINES and p.widest_word <= width)
        )
        self._style, self._width = _style(laid.size), laid.width
        height = min(laid.height, SAFE[3] - SAFE[1] - 2 * _MARGIN)
        self._place = (
            (SAFE[0] + SAFE[2] - laid.width) // 2 - _MARGIN,
            floor - height - _MARGIN,
        )
        self._under = Sheet(laid.width + 2 * _MARGIN, height + 2 * _MARGIN)
        laid.paint_under(self._under.canvas, _MARGIN, _MARGIN)

    def draw(self, word: int) -> Placed | None:
        """The picture with one word highlighted (-1: none); None where there is no ink."""
        sheet = Sheet(self._under.picture.shape[1], self._under.picture.shape[0])
        sheet.picture[:] = self._under.picture
        laid = Paragraph(self._runs(word), self._style, self._width)
        laid.paint_fill(sheet.canvas, _MARGIN, _MARGIN)
        return trimmed(sheet, *self._place)

    def _runs(self, word: int) -> list[Run]:
        last = len(self._cue.words) - 1
        return [
            Run(w.text + (self._cue.glue if i < last else ""), HIGHLIGHT if i == word else WHITE)
            for i, w in enumerate(self._cue.words)
        ]


def _style(size: int) -> Style:
    return Style(size, outline=_OUTLINE, shadow=6)


def trimmed(sheet: Sheet, left: int, top: int) -> Placed | None:
    """A sheet's ink as planes, at its even place in the frame."""
    left, top = left & ~1, top & ~1
    box = ink_box(sheet.picture[..., 3])
    if box is None:
        return None
    part = sheet.picture[box.top : box.bottom, box.left : box.right]
    return Placed(convert(part), left + box.left, top + box.top)


class Subtitles:
    """The cues of one cut. `at` gives the picture of a frame; pictures are kept."""

    def __init__(self, cues: tuple[Cue, ...], floor: int = FLOORS[0]) -> None:
        self._cues, self._floor = cues, floor
        self._sheets: dict[int, CueSheet] = {}
        self._drawn: dict[tuple[int, int], Placed | None] = {}

    def at(self, frame: int) -> Placed | None:
        """The subtitle of `frame`, if there is one."""
        for i, cue in enumerate(self._cues):
            if cue.first <= frame < cue.last:
                key = (i, word_at(cue, frame))
                if key not in self._drawn:
                    if i not in self._sheets:
                        self._sheets[i] = CueSheet(cue, self._floor)
                    self._drawn[key] = self._sheets[i].draw(key[1])
                return self._drawn[key]
        return None
