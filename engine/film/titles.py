"""Titles beside the subtitles: where each stands, and how it comes and goes.

None covers another, the subtitles or the label. Episode and place cards stand in a column at the
top, under the label; name cards just above the subtitles, on the side that the subject leaves
free; notes beside the subject's head. In wide shots, where heads are at the top, the episode card
goes down to the name cards. The label stands perfectly still.
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
)
from engine.film.planes import faded
from engine.film.subtitles import Placed
from engine.film.types import SAFE

_FLOOR = SAFE[1] - 10  # name cards end above the subtitles
_NOTE_TOP = 400
_WIDE = ("cowboy", "full")
_GAP = 24
_FADE = 6  # frames


@dataclass(frozen=True, slots=True)
class _Drawn:
    title: Title
    placed: Placed
    slide: int  # pixels from which it comes: negative from the left


class Titles:
    """The titles of one cut; pictures are drawn once, fades kept."""

    def __init__(self, titles: tuple[Title, ...], cut: Cut) -> None:
        self._frames = cut.frames
        front = [f for f in cut.figures if not f.back]
        self._wide = any(f.framing in _WIDE for f in front)
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
        if title.kind == "label":
            placed, slide = draw_label(title.text), 0
        elif title.kind == "title":
            placed, slide = self._episode(title), 0
        elif title.kind == "place":
            placed, slide = draw_place(title.text, self._top(title)), -60
        elif title.kind == "name":
            placed = draw_name(title.text, self._floor(title), right=self._right)
            slide = 60 if self._right else -60
        else:
            top = max(_NOTE_TOP, self._top(title))
            placed, slide = draw_note(title.text, top, right=self._right), 0
        return None if placed is None else _Drawn(title, placed, slide)

    def _episode(self, title: Title) -> Placed | None:
        if not self._wide:
            return draw_episode(title.text, self._top(title))
        card = draw_episode(title.text, 0)
        if card is None:
            return None
        return replace(card, y=(self._floor(title) - card.planes.height) & ~1)

    def _seen_with(self, title: Title, kinds: tuple[str, ...]) -> list[Placed]:
        return [
            d.placed
            for d in self._drawn
            if d.title.kind in kinds and d.title.first < title.last and title.first < d.title.last
        ]

    def _top(self, title: Title) -> int:
        """Where the column at the top goes on."""
        kinds = ("label", "place") if self._wide else ("label", "title", "place")
        above = self._seen_with(title, kinds)
        return max([LABEL_PLACE[1], *(p.y + p.planes.height + _GAP for p in above)])

    def _floor(self, title: Title) -> int:
        """Where the column above the subtitles goes on upwards."""
        kinds = ("name", "title") if self._wide else ("name",)
        return min([_FLOOR, *(p.y - _GAP for p in self._seen_with(title, kinds))])

    def _stage(self, index: int, drawn: _Drawn, frame: int) -> Placed:
        if drawn.title.kind == "label":
            return drawn.placed
        # a title that touches an end of its cut comes from or goes on into the neighbour
        age = frame - drawn.title.first + 1 if drawn.title.first > 0 else _FADE
        rest = drawn.title.last - frame if drawn.title.last < self._frames else _FADE
        level = round(255 * min(1.0, age / _FADE, rest / _FADE))
        key = (index, level)
        if key not in self._faded:
            planes = faded(drawn.placed.planes, level)
            self._faded[key] = replace(drawn.placed, planes=planes)
        placed = self._faded[key]
        late = max(0.0, 1 - age / _FADE) ** 2
        shift = 2 * round(drawn.slide * late / 2)
        return replace(placed, x=placed.x + shift) if shift else placed
