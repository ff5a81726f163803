"""The lettering of each kind of title, drawn at its own place in the frame.

Sizes and ornaments only: when a title is seen and what it must keep clear of is decided in
`titles`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import skia

from engine.film.subtitles import Placed, trimmed
from engine.film.text import Colour, Paragraph, Run, Sheet, Style, balanced
from engine.film.types import WIDTH

LABEL_HEIGHT = 58
"""Least height of the label's capitals: GB 45438-2025 asks for 5 % of the shorter side (54 px)."""

GOLD: Colour = (255, 214, 102)
_INK: Colour = (16, 12, 24)
_CRIMSON: Colour = (120, 20, 40)
_PALE: Colour = (255, 236, 120)
_LABEL_SIZE = 84  # capitals of Noto Sans CJK are 0.733 of the size: 61 px
_NUMBER_SIZE = 38
LABEL_PLACE = (60, 132)
_TITLE_WIDTH, _NAME_WIDTH, _NOTE_WIDTH = 830, 700, 520
_RULE = 130
_PARTINGS = ("\n", " — ", " – ", " | ", "｜", " · ", "：", ": ", "，", ", ")
"""What may stand between a name and its caption."""
_SLANT = 18
SIDES = (84, 936)
"""Where lettering may begin and end across: beyond lie the platforms' own marks and buttons."""
_SHOUT_WIDTH = 560
_SHOUT: Colour = (255, 232, 64)
_SPIKES = 13


def _paint(colour: Colour, alpha: int = 255) -> skia.Paint:
    return skia.Paint(AntiAlias=True, Color=skia.ColorSetARGB(alpha, *colour))


def _quad(points: Sequence[tuple[float, float]]) -> skia.Path:
    path = skia.Path()
    path.addPoly([skia.Point(x, y) for x, y in points], True)
    return path


def _largest(text: str, sizes: Sequence[int], width: int, lines: int, *, serif: bool) -> int:
    """The first of `sizes` in which the text takes at most `lines` lines; the last if none."""
    for size in sizes[:-1]:
        laid = Paragraph([Run(text)], Style(size, serif=serif, line=112), width)
        if laid.lines <= lines and laid.widest_word <= width:
            return size
    return sizes[-1]


def draw_label(text: str) -> Placed | None:
    """The AI label: outlined, over a soft dark pad, at the upper left.

    What follows the first row (a registration number) is smaller: no size is asked of it.
    """
    text, _, number = text.partition("\n")
    style = Style(_LABEL_SIZE, outline=5, ink=_INK, align="left", line=100)
    laid = Paragraph([Run(text)], style, WIDTH - 2 * LABEL_PLACE[0])
    small = Style(_NUMBER_SIZE, outline=4, ink=_INK, align="left", line=124)
    below = Paragraph([Run(number)], small, WIDTH - 2 * LABEL_PLACE[0]) if number else None
    width, height = laid.longest, laid.height
    if below is not None:
        width, height = max(width, below.longest), height + 8 + below.height
    sheet = Sheet((width + 100) & ~1, (height + 80) & ~1)
    pad = _paint(_INK, 120)
    pad.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 7))
    box = skia.Rect.MakeLTRB(18, 20, width + 82, height + 60)
    sheet.canvas.drawRoundRect(box, 26, 26, pad)
    laid.paint(sheet.canvas, 50, 40)
    if below is not None:
        below.paint(sheet.canvas, 50, 48 + laid.height)
    return trimmed(sheet, LABEL_PLACE[0] - 18, LABEL_PLACE[1] - 20)


def draw_episode(text: str, top: int) -> Placed | None:
    """The episode card: a small first line in gold between rules, the title large in serif."""
    small, _, large = text.partition("\n")
    if not large:
        small, large = "", small
    size = _largest(large, (118, 104, 92, 80, 68, 56), _TITLE_WIDTH, 2, serif=True)
    style = Style(size, outline=6, ink=_INK, serif=True, line=112, shadow=14)
    body = balanced([Run(large)], style, _TITLE_WIDTH)
    head = Paragraph([Run(small, GOLD)], Style(44, outline=4, ink=_INK, tracking=6), _TITLE_WIDTH)
    upper = head.height + 18 if small else 0
    sheet = Sheet(WIDTH, upper + body.height + 60)
    if small:
        head.paint(sheet.canvas, (WIDTH - _TITLE_WIDTH) / 2, 16)
        _rules(sheet.canvas, head.longest, 16 + head.height / 2)
    body.paint(sheet.canvas, (WIDTH - body.width) / 2, 16 + upper)
    return trimmed(sheet, 0, top - 16)


def _rules(canvas: skia.Canvas, gap: int, y: float) -> None:
    """Thin gold rules left and right of a gap in the middle."""
    for side in (-1, 1):
        inner = WIDTH / 2 + side * (gap / 2 + 34)
        outer = inner + side * _RULE
        line = skia.Rect.MakeLTRB(min(inner, outer), y - 2, max(inner, outer), y + 2)
        canvas.drawRect(line.makeOutset(2, 2), _paint(_INK, 150))
        canvas.drawRect(line, _paint(GOLD))


def draw_name(text: str, floor: int, *, right: bool) -> Placed | None:
    """A name card that ends at `floor`: name large, caption beneath, a gold bar at the edge.

    right: at the right edge of what platforms leave free instead of the left.
    """
    name, caption = _parted(text)
    align = "right" if right else "left"
    upper = Paragraph(
        [Run(name)], Style(60, outline=5, ink=_INK, align=align, line=108), _NAME_WIDTH
    )
    lower = Paragraph(
        [Run(caption, GOLD)], Style(40, outline=4, ink=_INK, align=align, line=112), _NAME_WIDTH
    )
    height = upper.height + (lower.height if caption else 0) + 28
    widest = max(upper.longest, lower.longest if caption else 0)
    sheet = Sheet(WIDTH, height + 4)
    edge, sign = (SIDES[1], -1) if right else (SIDES[0], 1)
    far = edge + sign * (widest + 150)
    pad = skia.Paint(
        AntiAlias=True,
        Shader=skia.GradientShader.MakeLinear(
            [skia.Point(edge, 0), skia.Point(far, 0)],
            [skia.ColorSetARGB(200, *_INK), skia.ColorSetARGB(0, *_INK)],
        ),
    )
    sheet.canvas.drawRect(skia.Rect.MakeLTRB(min(edge, far), 2, max(edge, far), height), pad)
    bar = sorted((edge, edge + sign * 10))
    sheet.canvas.drawRect(skia.Rect.MakeLTRB(bar[0], 2, bar[1], height), _paint(GOLD))
    left = edge - 34 - _NAME_WIDTH if right else edge + 34
    upper.paint(sheet.canvas, left, 12)
    if caption:
        lower.paint(sheet.canvas, left, 12 + upper.height)
    return trimmed(sheet, 0, floor - height - 4)


def _parted(text: str) -> tuple[str, str]:
    """Name and caption of a name card; the caption may be empty."""
    for mark in _PARTINGS:
        name, found, caption = text.strip().partition(mark)
        if found and name.strip():
            return name.strip(), caption.strip()
    return text.strip(), ""


def draw_place(text: str, top: int) -> Placed | None:
    """A place card at the left: a slanted dark plate with a gold edge."""
    style = Style(48, ink=_INK, align="left", line=112, tracking=2)
    laid = Paragraph([Run(text)], style, 800)
    width, foot = laid.longest + 90, laid.height + 40
    sheet = Sheet((width + 70) & ~1, (foot + 10) & ~1)
    top_left, low_left = 10 + _SLANT, 10
    sheet.canvas.drawPath(
        _quad([(top_left, 10), (width + _SLANT, 10), (width - _SLANT, foot), (low_left, foot)]),
        _paint(_INK, 205),
    )
    sheet.canvas.drawPath(
        _quad([(top_left, 10), (top_left + 12, 10), (low_left + 12, foot), (low_left, foot)]),
        _paint(GOLD),
    )
    laid.paint(sheet.canvas, 56, 24)
    return trimmed(sheet, SIDES[0] - 24, top - 10)


def draw_note(text: str, top: int, *, right: bool) -> Placed | None:
    """A note (花字) at one side: slanted, yellow on crimson, with a white halo."""
    size = _largest(text, (84, 72, 62, 52, 44), _NOTE_WIDTH, 3, serif=False)
    style = Style(size, outline=8, ink=_CRIMSON, line=108, shadow=10)
    laid = balanced([Run(text, _PALE)], style, _NOTE_WIDTH)
    halo = Paragraph(
        [Run(text)], Style(size, outline=12, ink=(255, 255, 255), line=108), laid.width
    )
    width, height = laid.width + 120, laid.height + 160
    sheet = Sheet(width, height)
    sheet.canvas.translate(width / 2, height / 2)
    sheet.canvas.rotate(5 if right else -5)
    for layer in (halo, laid):
        layer.paint(sheet.canvas, -laid.width / 2, -laid.height / 2)
    return trimmed(sheet, SIDES[1] + 40 - width if right else SIDES[0] - 40, top - 60)


def draw_sound(text: str, scale: float, *, right: bool) -> Placed | None:
    """A noise lettered on a burst, at (0, 0). scale: 1 is its full size; right: leaning so."""
    size = _largest(text, (220, 190, 160, 132, 108), _SHOUT_WIDTH, 1, serif=False)
    size = round(size * scale)
    style = Style(size, outline=max(4, size // 14), ink=_INK, line=108)
    laid = Paragraph([Run(text, _SHOUT)], style, 2 * _SHOUT_WIDTH)
    wide, high = laid.longest + size, laid.height + size
    sheet = Sheet((wide + 80) & ~1, (high + 80) & ~1)
    canvas = sheet.canvas
    canvas.translate(sheet.picture.shape[1] / 2, sheet.picture.shape[0] / 2)
    canvas.rotate(9 if right else -9)
    burst = skia.Path()
    points = []
    for i in range(2 * _SPIKES):
        reach = 1.0 if i % 2 == 0 else 0.72 + 0.06 * (i % 3)
        turn = math.pi * i / _SPIKES
        points.append((wide / 2 * reach * math.cos(turn), high / 2 * reach * math.sin(turn)))
    burst.addPoly([skia.Point(*p) for p in points], True)
    canvas.drawPath(burst, _paint((255, 255, 255)))
    edge = _paint(_INK)
    edge.setStyle(skia.Paint.kStroke_Style)
    edge.setStrokeWidth(max(4, size / 22))
    canvas.drawPath(burst, edge)
    laid.paint(canvas, -_SHOUT_WIDTH, -laid.height / 2)
    return trimmed(sheet, 0, 0)
