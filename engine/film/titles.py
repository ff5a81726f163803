"""Titles beside the subtitles: where each stands, and how it comes and goes.

Each kind has places that it likes, the best first, and takes the first in which it lies over no
face, no other title and no subtitle; where all are taken, the one that hides least. The label never
moves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.editor.types import Cut, Title
from engine.film.cards import (
    LABEL_PLACE,
    draw_episode,
    draw_label,
    draw_name,
    draw_note,
    draw_place,
    draw_sound,
)
from engine.film.heads import Low, heads, words_floor
from engine.film.planes import Box, faded
from engine.film.subtitles import FLOORS, TALL, Placed
from engine.film.types import HEIGHT, WIDTH

_GAP = 20
_FADE = 6  # frames
_FACE, _HEAD, _WORDS = 40, 2, 25
"""How bad it is to hide a pixel of a face, of hair, of other words."""
_NAME_FLOORS = (FLOORS[0] - TALL - 16, 1600, 1120, 860, 470)
_EPISODE_TOPS = (1110, 1180, 1250, 1040, 980, 860, 700, 560, 296)
_PLACE_TOPS = (296, 490, 1080, 1150, 1240, 132)
_NOTE_TOPS = (420, 300, 980, 1100, 640)
_SOUND_PLACES = ((0.74, 0.2), (0.26, 0.2), (0.74, 0.62), (0.26, 0.62), (0.5, 0.16))
"""Middles of lettered noises, shares of width and height."""
_POP = (0.72, 1.16, 1.05)
"""Size of a lettered noise in its first frames, each held for two."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    title: Title
    placed: Placed
    slide: int = 0  # pixels from which it comes: negative from the left
    grown: tuple[Placed, ...] = ()  # how it looks in its first frames


class Titles:
    """The titles of one cut; pictures are drawn once, fades kept."""

    def __init__(self, titles: tuple[Title, ...], cut: Cut, low: Low = ()) -> None:
        """low: by how much each figure's head stands lower, see `heads`."""
        self._cut, self._low, self._floor = cut, low, words_floor(cut, low)
        front = [f for f in cut.figures if not f.back]
        self._right = bool(front) and front[0].x <= 50  # the side that is free
        shown = [t for t in titles if t.text.strip() and t.last > t.first]
        self._drawn: list[_Drawn] = []
        # labels first: the others make way for them
        for title in sorted(shown, key=lambda t: t.kind != "label"):
            drawn = self._draw(title)
            if drawn is not None:
                self._drawn.append(drawn)
        self._faded: dict[tuple[int, int], Placed] = {}

    def at(self, frame: int) -> list[Placed]:
        """The titles to blend in `frame`, in drawing order."""
        return [
            self._stage(i, drawn, frame)
            for i, drawn in enumerate(self._drawn)
            if drawn.title.first <= frame < drawn.title.last
        ]

    def _draw(self, title: Title) -> _Drawn | None:
        text = title.text
        sides = (self._right, not self._right)
        options: list[Placed | None]
        match title.kind:
            case "label":
                label = draw_label(text)
                return None if label is None else _Drawn(title, label)
            case "title":
                card = draw_episode(text, 0)
                options = [_moved(card, None, top) for top in _EPISODE_TOPS]
            case "place":
                card = draw_place(text, 0)
                options = [_moved(card, None, top) for top in _PLACE_TOPS]
            case "name":
                cards = [draw_name(text, HEIGHT, right=right) for right in sides]
                options = [_floored(card, floor) for floor in _NAME_FLOORS for card in cards]
            case "sound":
                return self._sound(title)
            case _:
                cards = [draw_note(text, 60, right=right) for right in sides]
                options = [_moved(card, None, top) for top in _NOTE_TOPS for card in cards]
        placed = self._best(title, options)
        if placed is None:
            return None
        left = placed.x + placed.planes.width / 2 < WIDTH / 2
        slides = {"name": -60 if left else 60, "place": -60}
        return _Drawn(title, placed, slides.get(title.kind, 0))

    def _sound(self, title: Title) -> _Drawn | None:
        """A noise, clear of faces, that bursts out and stays."""
        right = bool(self._cut.seed % 2)
        card = draw_sound(title.text, 1.0, right=right)
        if card is None:
            return None
        options = [_centred(card, x * WIDTH, y * HEIGHT) for x, y in _SOUND_PLACES]
        placed = self._best(title, list(options))
        if placed is None:
            return None
        x, y = placed.x + placed.planes.width / 2, placed.y + placed.planes.height / 2
        sizes = (draw_sound(title.text, scale, right=right) for scale in _POP)
        return _Drawn(title, placed, 0, tuple(_centred(s, x, y) for s in sizes if s))

    def _best(self, title: Title, options: list[Placed | None]) -> Placed | None:
        """The first place in which nothing is hidden, else the one that hides least."""
        hidden = self._taken(title)
        best: Placed | None = None
        least = 0
        for option in options:
            if option is None:
                continue
            cost = _cost(option, hidden)
            if best is None or cost < least:
                best, least = option, cost
            if not least:
                break
        return best

    def _taken(self, title: Title) -> list[tuple[Box, int]]:
        """What must not be hidden while a title is seen, and how much it matters."""
        found = []
        last = min(title.last, self._cut.frames)
        for head, face in heads(self._cut, title.first, last, self._low):
            found += [(head, _HEAD), (face, _FACE)]
        for other in self._drawn:
            if other.title.first < title.last and title.first < other.title.last:
                found.append((_grown(other.placed), _WORDS))
        if any(c.first < title.last and title.first < c.last for c in self._cut.cues):
            found.append((Box(0, self._floor - TALL, WIDTH, self._floor + 4), _WORDS))
        return found

    def _stage(self, index: int, drawn: _Drawn, frame: int) -> Placed:
        title = drawn.title
        if title.kind == "label":
            return drawn.placed
        since = frame - title.first
        if title.first > 0 and since // 2 < len(drawn.grown):
            return drawn.grown[since // 2]
        # a title that touches an end of its cut comes from or goes on into the neighbour
        age = since + 1 if title.first > 0 and not drawn.grown else _FADE
        rest = title.last - frame if title.last < self._cut.frames else _FADE
        level = round(255 * min(1.0, age / _FADE, rest / _FADE))
        key = (index, level)
        if key not in self._faded:
            planes = faded(drawn.placed.planes, level)
            self._faded[key] = replace(drawn.placed, planes=planes)
        placed = self._faded[key]
        late = max(0.0, 1 - age / _FADE) ** 2
        shift = 2 * round(drawn.slide * late / 2)
        return replace(placed, x=placed.x + shift) if shift else placed


def _grown(placed: Placed) -> Box:
    return Box(
        placed.x - _GAP, placed.y - _GAP,
        placed.x + placed.planes.width + _GAP, placed.y + placed.planes.height + _GAP,
    )  # fmt: skip


def _moved(placed: Placed | None, x: int | None, y: int) -> Placed | None:
    if placed is None:
        return None
    return replace(placed, x=placed.x if x is None else x & ~1, y=max(LABEL_PLACE[1], y) & ~1)


def _floored(placed: Placed | None, floor: int) -> Placed | None:
    return placed and _moved(placed, None, floor - placed.planes.height)


def _centred(placed: Placed, x: float, y: float) -> Placed:
    left, top = x - placed.planes.width / 2, y - placed.planes.height / 2
    left = min(max(20.0, left), WIDTH - placed.planes.width - 20.0)
    return replace(placed, x=2 * round(left / 2), y=2 * round(max(20.0, top) / 2))


def _cost(placed: Placed, hidden: list[tuple[Box, int]]) -> int:
    own = Box(placed.x, placed.y, placed.x + placed.planes.width, placed.y + placed.planes.height)
    return sum(weight * own.meet(box).area for box, weight in hidden)
