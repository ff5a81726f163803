"""Subtitles: one picture for each highlighted word of a cue, drawn once and blended every frame.

They stay inside `SAFE`, bold and white with a dark round outline; the spoken word is warm yellow.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.editor.types import Cue
from engine.film.planes import Planes, convert, ink_box
from engine.film.text import WHITE, Colour, Run, Sheet, Style, balanced
from engine.film.types import SAFE

HIGHLIGHT: Colour = (255, 226, 72)
_SIZES = (64, 58, 52, 46)  # the largest in which the cue takes no more than `_MAX_LINES`
_MAX_LINES = 2
_OUTLINE = 6
_FLOOR = SAFE[3] - 28
"""Where the last line's box ends: low, clear of the chin even in close shots."""


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


def draw_cue(cue: Cue, word: int) -> Placed | None:
    """The picture of a cue with one word highlighted; None for a cue without ink.

    Raises:
        EnvironmentFault: a letter has no font.
    """
    last = len(cue.words) - 1
    runs = [
        Run(w.text + (cue.glue if i < last else ""), HIGHLIGHT if i == word else WHITE)
        for i, w in enumerate(cue.words)
    ]
    margin = _OUTLINE + 6
    width = SAFE[2] - SAFE[0] - 2 * margin
    laid = next(
        p
        for p in (balanced(runs, Style(s, outline=_OUTLINE, shadow=6), width) for s in _SIZES)
        if p.size == _SIZES[-1] or (p.lines <= _MAX_LINES and p.widest_word <= width)
    )
    height = min(laid.height, SAFE[3] - SAFE[1] - 2 * margin)
    left = (SAFE[0] + SAFE[2] - laid.width) // 2 - margin
    sheet = Sheet(laid.width + 2 * margin, height + 2 * margin)
    laid.paint(sheet.canvas, margin, margin)
    return trimmed(sheet, left, _FLOOR - height - margin)


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

    def __init__(self, cues: tuple[Cue, ...]) -> None:
        self._cues = cues
        self._drawn: dict[tuple[int, int], Placed | None] = {}

    def at(self, frame: int) -> Placed | None:
        """The subtitle of `frame`, if there is one."""
        for i, cue in enumerate(self._cues):
            if cue.first <= frame < cue.last:
                key = (i, word_at(cue, frame))
                if key not in self._drawn:
                    self._drawn[key] = draw_cue(cue, key[1])
                return self._drawn[key]
        return None
