"""Titles beside the subtitles: AI label, episode card, name, place and note.

Each kind has its place, so that none covers another, the subtitles or the label. The label stands
perfectly still and is never smaller than `LABEL_HEIGHT`; the others slide in and fade.
"""

from __future__ import annotations

from dataclasses import dataclass

import skia

from engine.editor.types import Cut, Title
from engine.film.planes import faded
from engine.film.subtitles import Placed, trimmed
from engine.film.text import Colour, Paragraph, Run, Sheet, Style, balanced
from engine.film.types import SAFE, WIDTH

LABEL_HEIGHT = 58
"""Least height of the label's capitals: GB 45438-2025 asks for 5 % of the shorter side (54 px)."""

GOLD: Colour = (255, 214, 102)
_INK: Colour = (16, 12, 24)
_LABEL_SIZE = 84  # capitals of Noto Sans CJK are 0.733 of the size: 61 px
_LABEL_PLACE = (60, 132)
_FLOOR = SAFE[1] - 34  # titles end above the subtitles
_FADE = 6  # frames


@dataclass(frozen=True, slots=True)
class _Drawn:
    title: Title
    placed: Placed
    still: bool
    slide: int  # pixels that it comes from the left (negative) or right


class Titles:
    """The titles of one cut; pictures are drawn once, fades kept."""

    def __init__(self, titles: tuple[Title, ...], cut: Cut) -> None:
        self._drawn = _laid_out(titles, cut)
        self._faded: dict[tuple[int, int], Placed] = {}

    def at(self, frame: int) -> list[Placed]:
        """The titles to blend in `frame`, in drawing order."""
        seen = []
        for i, drawn in enumerate(self._drawn):
            if drawn.title.first <= frame < drawn.title.last:
                seen.append(self._stage(i, drawn, frame))
        return seen

    def _stage(self, index: int, drawn: _Drawn, frame: int) -> Placed:
        if drawn.still:
            return drawn.placed
        age, rest = frame - drawn.title.first + 1, drawn.title.last - frame
        # a title that goes on into the next cut does not fade there: cuts are hard
        level = round(255 * min(1.0, age / _FADE, rest / _FADE))
        key = (index, level)
        if key not in self._faded:
            planes = faded(drawn.placed.planes, level)
            self._faded[key] = Placed(planes, drawn.placed.x, drawn.placed.y)
        placed = self._faded[key]
        late = max(0.0, 1 - age / _FADE) ** 2
        shift = 2 * round(drawn.slide * late / 2)
        return Placed(placed.planes, placed.x + shift, placed.y) if shift else placed


def _laid_out(titles: tuple[Title, ...], cut: Cut) -> list[_Drawn]:
    """Draw every title; those at the lower left that are seen together are stacked upwards."""
    found: list[_Drawn] = []
    lower: list[tuple[Title, int]] = []
    for title in titles:
        if not title.text.strip() or title.last <= title.first:
            continue
        if title.kind == "label":
            placed, slide = draw_label(title.text), 0
        elif title.kind == "place":
            placed, slide = _place(title.text), 40
        elif title.kind == "note":
            placed, slide = _note(title.text, cut), 0
        else:
            floor = min(
                [_FLOOR, *(y for t, y in lower if t.first < title.last and title.first < t.last)]
            )
            card = _card(title.text, floor) if title.kind == "title" else _name(title.text, floor)
            placed, slide = card, -60
            if placed is not None:
                lower.append((title, placed.y - 24))
        if placed is not None:
            found.append(_Drawn(title, placed, title.kind == "label", slide))
    return found


def _paint(colour: Colour, alpha: int) -> skia.Paint:
    return skia.Paint(AntiAlias=True, Color=skia.ColorSetARGB(alpha, *colour))


def draw_label(text: str) -> Placed | None:
    """The AI label: outlined, over a soft dark pad, at the upper left."""
    style = Style(_LABEL_SIZE, outline=5, ink=_INK, align="left", line=100)
    laid = Paragraph([Run(text)], style, WIDTH - 2 * _LABEL_PLACE[0])
    width, height = laid.longest, laid.height
    sheet = Sheet((width + 100) & ~1, (height + 80) & ~1)
    pad = _paint(_INK, 120)
    pad.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 7))
    box = skia.Rect.MakeLTRB(18, 20, width + 82, height + 60)
    sheet.canvas.drawRoundRect(box, 26, 26, pad)
    laid.paint(sheet.canvas, 50, 40)
    return trimmed(sheet, _LABEL_PLACE[0] - 18, _LABEL_PLACE[1] - 20)


def _card(text: str, floor: int) -> Placed | None:
    """The episode card: a small first line in gold, the title large in serif, a rule between."""
    small, _, large = text.partition("\n")
    if not large:
        small, large = "", small
    width = 900
    head = Paragraph([Run(small, GOLD)], Style(44, outline=4, ink=_INK, tracking=6), width)
    size = next(
        s
        for s in (118, 104, 92, 80, 68, 56)
        if s == 56
        or _fits(Paragraph([Run(large)], Style(s, serif=True, line=112), width), width, 2)
    )
    style = Style(size, outline=6, ink=_INK, serif=True, line=112, shadow=14)
    body = balanced([Run(large)], style, width)
    upper = head.height + 22 if small else 0
    sheet = Sheet(WIDTH, upper + body.height + 80)
    if small:
        head.paint(sheet.canvas, (WIDTH - width) / 2, 20)
        _rules(sheet, head, 20 + head.height / 2)
    body.paint(sheet.canvas, (WIDTH - body.width) / 2, 20 + upper)
    return trimmed(sheet, 0, floor - upper - body.height - 40)


def _rules(sheet: Sheet, head: Paragraph, y: float) -> None:
    """Thin gold rules left and right of the small line."""
    for side in (-1, 1):
        inner = WIDTH / 2 + side * (head.longest / 2 + 34)
        outer = inner + side * 130
        line = skia.Rect.MakeLTRB(min(inner, outer), y - 2, max(inner, outer), y + 2)
        sheet.canvas.drawRect(line.makeOutset(2, 2), _paint(_INK, 150))
        sheet.canvas.drawRect(line, _paint(GOLD, 255))


def _fits(laid: Paragraph, width: int, lines: int) -> bool:
    return laid.lines <= lines and laid.widest_word <= width


def _name(text: str, floor: int) -> Placed | None:
    """A name card at the lower left: name large, caption beneath, a gold bar beside them."""
    name, _, caption = text.partition("\n")
    width = 760
    upper = Paragraph(
        [Run(name.strip())], Style(66, outline=5, ink=_INK, align="left", line=112), width
    )
    lower = Paragraph(
        [Run(caption.strip(), GOLD)], Style(42, outline=4, ink=_INK, align="left"), width
    )
    height = upper.height + (lower.height if caption else 0)
    sheet = Sheet(WIDTH, height + 80)
    left = SAFE[0] + 34
    widest = max(upper.longest, lower.longest if caption else 0)
    pad = skia.Paint(
        AntiAlias=True,
        Shader=skia.GradientShader.MakeLinear(
            [skia.Point(SAFE[0], 0), skia.Point(left + widest + 120, 0)],
            [skia.ColorSetARGB(190, *_INK), skia.ColorSetARGB(0, *_INK)],
        ),
    )
    sheet.canvas.drawRect(skia.Rect.MakeLTRB(SAFE[0], 22, left + widest + 120, height + 58), pad)
    sheet.canvas.drawRect(
        skia.Rect.MakeLTRB(SAFE[0], 22, SAFE[0] + 10, height + 58), _paint(GOLD, 255)
    )
    upper.paint(sheet.canvas, left, 38)
    if caption:
        lower.paint(sheet.canvas, left, 38 + upper.height)
    return trimmed(sheet, 0, floor - height - 58)


def _place(text: str) -> Placed | None:
    """A place card at the upper left below the label: a slanted plate with the name."""
    style = Style(48, ink=_INK, align="left", line=112, tracking=2)
    laid = Paragraph([Run(text)], style, 800)
    width, height = laid.longest, laid.height
    sheet = Sheet((width + 160) & ~1, (height + 60) & ~1)
    slant = 18
    plate = skia.Path()
    plate.addPoly(
        [
            skia.Point(10 + slant, 10),
            skia.Point(width + 90 + slant, 10),
            skia.Point(width + 90 - slant, height + 40),
            skia.Point(10 - slant + 18, height + 40),
        ],
        True,
    )
    sheet.canvas.drawPath(plate, _paint(_INK, 205))
    edge = skia.Path()
    edge.addPoly(
        [
            skia.Point(10 + slant, 10),
            skia.Point(22 + slant, 10),
            skia.Point(22 - slant + 18, height + 40),
            skia.Point(10 - slant + 18, height + 40),
        ],
        True,
    )
    sheet.canvas.drawPath(edge, _paint(GOLD, 255))
    laid.paint(sheet.canvas, 56, 24)
    return trimmed(sheet, SAFE[0] - 10, 296)


def _note(text: str, cut: Cut) -> Placed | None:
    """A note (花字) beside the subject's head: slanted, yellow, thickly outlined."""
    front = [f for f in cut.figures if not f.back]
    left_free = bool(front) and front[0].x > 50
    width = 520
    size = next(
        s
        for s in (84, 72, 62, 52, 44)
        if s == 44 or _fits(Paragraph([Run(text)], Style(s, line=108), width), width, 3)
    )
    style = Style(size, outline=8, ink=(120, 20, 40), line=108, shadow=10)
    laid = balanced([Run(text, (255, 236, 120))], style, width)
    sheet = Sheet(laid.width + 120, laid.height + 160)
    canvas = sheet.canvas
    canvas.translate((laid.width + 120) / 2, (laid.height + 160) / 2)
    canvas.rotate(-5 if left_free else 5)
    edge = Style(size, outline=12, ink=(255, 255, 255), line=108)
    halo = Paragraph([Run(text)], edge, laid.width)
    halo.paint(canvas, -laid.width / 2, -laid.height / 2)
    laid.paint(canvas, -laid.width / 2, -laid.height / 2)
    x = SAFE[0] - 40 if left_free else SAFE[2] + 40 - laid.width - 120
    return trimmed(sheet, x, 400)
