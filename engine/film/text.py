"""Words as pictures: shaped by skia's paragraph layout (HarfBuzz, ICU), outlined and filled.

Two passes of the same layout are drawn, a wide round stroke and then the fill, so that outlines
never cover a neighbouring letter. What is written where is not decided here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import skia

from engine.artist.types import Picture
from engine.film.fonts import collection, families, require_glyphs

Colour = tuple[int, int, int]
"""Red, green, blue."""

WHITE: Colour = (255, 255, 255)
INK: Colour = (14, 10, 20)


@dataclass(frozen=True, slots=True)
class Style:
    """How words look. size and outline in pixels; line: line height in per cent of the size;
    tracking: extra space between letters, pixels; align: left, center or right."""

    size: int
    outline: int = 0
    ink: Colour = INK
    serif: bool = False
    align: str = "center"
    line: int = 122
    tracking: int = 0
    shadow: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one colour."""

    text: str
    fill: Colour = WHITE


@cache
def _unicode() -> skia.Unicode:
    return skia.Unicodes.ICU.Make()


def _colour(rgb: Colour, alpha: int = 255) -> int:
    return alpha << 24 | rgb[0] << 16 | rgb[1] << 8 | rgb[2]


class Paragraph:
    """Runs laid out in a box of `width` pixels. EnvironmentFault for a letter without a font."""

    def __init__(self, runs: Sequence[Run], style: Style, width: int) -> None:
        require_glyphs("".join(r.text for r in runs))
        self._runs, self._style = tuple(runs), style
        self.width = width
        self._fill = self._build(None)
        self._fill.layout(float(width))

    @property
    def size(self) -> int:
        """Of the letters, pixels."""
        return self._style.size

    @property
    def height(self) -> int:
        """Of all lines, pixels."""
        return int(np.ceil(self._fill.Height))

    @property
    def lines(self) -> int:
        """Number of lines."""
        return max(1, round(float(self._fill.Height) / (self._style.size * self._style.line / 100)))

    @property
    def longest(self) -> int:
        """Width of the longest line, pixels."""
        return int(np.ceil(self._fill.LongestLine))

    @property
    def widest_word(self) -> int:
        """The narrowest width at which no word is broken, pixels."""
        return int(np.ceil(self._fill.MinIntrinsicWidth))

    def paint(self, canvas: skia.Canvas, x: float, y: float) -> None:
        """Draw with the upper left corner at (x, y) on a skia canvas."""
        self.paint_under(canvas, x, y)
        self.paint_fill(canvas, x, y)

    def paint_fill(self, canvas: skia.Canvas, x: float, y: float) -> None:
        """Draw the letters alone."""
        self._fill.paint(canvas, x, y)

    def paint_under(self, canvas: skia.Canvas, x: float, y: float) -> None:
        """Draw shadow and outline alone: they do not depend on the colours of the runs."""
        style = self._style
        if style.shadow:
            blur = skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, style.shadow / 2)
            self._stroke(canvas, x, y + style.shadow, blur, 130)
        if style.outline:
            self._stroke(canvas, x, y, None, 255)

    def _stroke(
        self, canvas: skia.Canvas, x: float, y: float, blur: skia.MaskFilter | None, alpha: int
    ) -> None:
        paint = skia.Paint(AntiAlias=True, Color=_colour(self._style.ink, alpha))
        paint.setStyle(skia.Paint.kStrokeAndFill_Style)
        paint.setStrokeWidth(max(1, 2 * self._style.outline))
        paint.setStrokeJoin(skia.Paint.kRound_Join)
        if blur is not None:
            paint.setMaskFilter(blur)
        laid = self._build(paint)
        laid.layout(float(self.width))
        laid.paint(canvas, x, y)

    def _build(self, paint: skia.Paint | None) -> skia.textlayout.Paragraph:
        layout = skia.textlayout
        whole = layout.ParagraphStyle()
        whole.setTextAlign(
            {
                "left": layout.TextAlign.kLeft,
                "center": layout.TextAlign.kCenter,
                "right": layout.TextAlign.kRight,
            }[self._style.align]
        )
        builder = layout.ParagraphBuilder(whole, collection(), _unicode())
        for run in self._runs:
            style = layout.TextStyle()
            style.setFontSize(self._style.size)
            style.setFontFamilies(list(families(self._style.serif)))
            style.setFontStyle(skia.FontStyle.Bold())
            style.setHeight(self._style.line / 100)
            style.setHeightOverride(True)
            if self._style.tracking:
                style.setLetterSpacing(self._style.tracking)
            style.setForegroundPaint(paint or skia.Paint(AntiAlias=True, Color=_colour(run.fill)))
            builder.pushStyle(style)
            builder.addText(run.text)
            builder.pop()
        return builder.Build()


class Sheet:
    """A transparent skia surface over a numpy picture (premultiplied BGRA)."""

    def __init__(self, width: int, height: int) -> None:
        self.picture: Picture = np.zeros((height, width, 4), np.uint8)
        info = skia.ImageInfo.Make(width, height, skia.kBGRA_8888_ColorType, skia.kPremul_AlphaType)
        # the surface shares the array's memory: both live as long as this object
        self._surface = skia.Surface.MakeRasterDirect(info, self.picture, width * 4)
        self.canvas: skia.Canvas = self._surface.getCanvas()


def balanced(runs: Sequence[Run], style: Style, width: int) -> Paragraph:
    """The layout whose lines are as equal in length as the words allow, in as few lines as fit."""
    first = Paragraph(runs, style, width)
    lines = first.lines
    if lines == 1:
        return first
    low, high = first.widest_word, width
    while high - low > 8:
        middle = (low + high) // 2
        if Paragraph(runs, style, middle).lines <= lines:
            high = middle
        else:
            low = middle
    return Paragraph(runs, style, high)
