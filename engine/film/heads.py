"""Where the heads are in a cut's frame, so that nothing written lies over a face. Geometry only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from engine.artist.types import FRAME_H, FRAME_W
from engine.editor.types import Cut, Figure
from engine.film.camera import HEAD_HEIGHT, HEAD_Y, LEFT, TOP, Path
from engine.film.panels import shift_of
from engine.film.planes import Box
from engine.film.subtitles import FLOORS, TALL

_WORDS = (126, 954)  # how far subtitles reach across
_WIDE = 0.74
"""Width of a head with its hair, of its height."""
_BROW, _CHIN, _CHEEKS = 0.30, 1.02, 0.58
"""The face in its head: from above the brows to below the chin, of the height; its width too."""
_TURNED = ((0, 50, 85, 100), (0.0, 0.06, 0.10, 0.20))
"""How far a face lies beside the middle of its head, of the height, by the turn in per cent."""


Low = Sequence[int]
"""Canvas pixels by which the head of each figure of a cut stands lower than its framing says
(`artist.types.Artist.lowered`); empty where all are of one height."""


def heads(cut: Cut, first: int, last: int, low: Low = ()) -> list[tuple[Box, Box]]:
    """(head, face) of everybody seen from the front in frames first..last-1, as boxes of pixels."""
    found = []
    hidden = {i for panel in cut.panels for i in panel.figures}
    for panel in cut.panels:
        figures = tuple(cut.figures[i] for i in panel.figures)
        own = replace(cut, figures=figures, camera=panel.camera)
        lower = lower_of(low, panel.figures[0])
        shift = shift_of(cut, panel, lower)
        found.append(_union(own, (figures[0], lower), first, last, shift))
    for i, figure in enumerate(cut.figures):
        if not figure.back and i not in hidden:
            found.append(_union(cut, (figure, lower_of(low, i)), first, last, (0, 0)))
    return found


def lower_of(low: Low, figure: int) -> int:
    """By how much one figure's head stands lower."""
    return low[figure] if low else 0


def words_floor(cut: Cut, low: Low = ()) -> int:
    """Where the subtitles of a cut end: in a split picture, where they hide least of a face."""
    if not cut.panels or cut.panels[0].push:
        return FLOORS[0]
    faces = [face for _, face in heads(cut, 0, cut.frames, low)]

    def hidden(floor: int) -> int:
        words = Box(_WORDS[0], floor - TALL, _WORDS[1], floor)
        return sum(words.meet(face).area for face in faces)

    return min(FLOORS, key=lambda floor: (hidden(floor), -floor))


def _union(
    cut: Cut, who: tuple[Figure, int], first: int, last: int, shift: tuple[int, int]
) -> tuple[Box, Box]:
    """A head and its face over some frames. who: figure, and by how much it is lower; shift: as
    `panels.shift_of`."""
    path = Path(cut)
    frames = sorted({first, (first + last) // 2, max(first, last - 1)})
    each = [_seen(path, *who, n, shift) for n in frames]
    head, face = each[0]
    for other_head, other_face in each[1:]:
        head, face = head.join(other_head), face.join(other_face)
    return head, face


def _seen(
    path: Path, figure: Figure, lower: int, frame: int, shift: tuple[int, int]
) -> tuple[Box, Box]:
    view = path.view(frame)
    x = (LEFT + FRAME_W * figure.x / 100 - view.left) * view.zoom - shift[0]
    y = (TOP + FRAME_H * HEAD_Y[figure.framing] + lower - view.top) * view.zoom - shift[1]
    height = HEAD_HEIGHT[figure.framing] * FRAME_H * view.zoom
    top, half, cheek = y - height / 2, height * _WIDE / 2, height * _CHEEKS / 2
    aside = height * float(np.interp(abs(figure.yaw), *_TURNED)) * (1 if figure.yaw > 0 else -1)
    return (
        _box(x - half, top, x + half, top + height),
        _box(x + aside - cheek, top + height * _BROW, x + aside + cheek, top + height * _CHIN),
    )


def _box(left: float, top: float, right: float, bottom: float) -> Box:
    return Box(*(2 * round(side / 2) for side in (left, top, right, bottom)))
