"""Painting shared by every drawn widget: text, rounded shapes, pictures, waves."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QIcon,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPolygonF,
    QTextLayout,
    QTextOption,
)

from widgets import icons
from widgets.theme import colour
from widgets.words import family

Align = Qt.AlignmentFlag
CLIFF_ICONS = {
    "threat": "bolt", "decision": "fork", "question": "q", "arrival": "door", "reveal": "mask",
    "discovery": "lens", "reversal": "flip",
}  # fmt: skip
"""Icon of each type of cliffhanger: told by shape and word, never by colour."""


def smooth(painter: QPainter) -> QPainter:
    """Switch on what every drawing here expects."""
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing
        | QPainter.RenderHint.TextAntialiasing
        | QPainter.RenderHint.SmoothPixmapTransform
    )
    return painter


def font(px: int, bold: bool = False, italic: bool = False) -> QFont:
    """The window's font in `px` pixels."""
    return _font(family(), px, bold, italic)


@lru_cache(128)
def _font(name: str, px: int, bold: bool, italic: bool) -> QFont:
    found = QFont([name, "Noto Sans CJK SC", "Noto Sans", "Sans Serif"])
    found.setPixelSize(px)
    found.setBold(bold)
    found.setItalic(italic)
    found.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return found


@lru_cache(64)
def _metrics(name: str, px: int, bold: bool, italic: bool) -> QFontMetricsF:
    return QFontMetricsF(_font(name, px, bold, italic))


def width(text: str, px: int, bold: bool = False) -> float:
    """How wide one line of text is drawn."""
    return _metrics(family(), px, bold, False).horizontalAdvance(text)


def wrapped(text: str, room: float, px: int, bold: bool = False, most: int = 9) -> list[str]:
    """Text broken into at most `most` lines; the last one holds the rest."""
    return list(_wrapped(family(), text, round(room), px, bold, most))


@lru_cache(1024)
def _wrapped(name: str, text: str, room: int, px: int, bold: bool, most: int) -> tuple[str, ...]:
    layout = QTextLayout(text, _font(name, px, bold, False))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    starts: list[int] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(8, room))
        starts.append(line.textStart())
    layout.endLayout()
    # Qt counts UTF-16 units, Python counts characters
    units = text.encode("utf-16-le")
    cuts = [len(units[: 2 * at].decode("utf-16-le", "ignore")) for at in starts[:most]]
    ends = [*cuts[1:], len(text)]
    return tuple(text[a:b].strip() for a, b in zip(cuts, ends, strict=True)) or ("",)


def put(
    painter: QPainter, text: str, x: float, y: float, room: float, px: int, tone: str = "hi",
    *, bold: bool = False, align: str = "left", italic: bool = False,
) -> float:  # fmt: skip
    """One elided line in a box 1.5 px high whose top is y; returns the advance drawn."""
    metrics = _metrics(family(), px, bold, italic)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room + 0.5)
    advance = metrics.horizontalAdvance(shown)
    shift = {"left": 0.0, "right": room - advance, "centre": (room - advance) / 2}[align]
    painter.setFont(font(px, bold, italic))
    painter.setPen(colour(tone))
    painter.drawText(QPointF(x + shift, y + px * 0.75 + metrics.capHeight() / 2), shown)
    return advance


def para(
    painter: QPainter, text: str, x: float, y: float, room: float, px: int, tone: str = "hi",
    *, bold: bool = False, most: int = 9, leading: float = 0,
) -> float:  # fmt: skip
    """Wrapped text; returns the height used."""
    step = leading or round(px * 1.5)
    found = wrapped(text, room, px, bold, most)
    for at, line in enumerate(found):
        put(painter, line, x, y + at * step + (step - px * 1.5) / 2, room, px, tone, bold=bold)
    return len(found) * step


def box(
    painter: QPainter, area: QRectF, radius: float = 6, fill: str = "", line: str = "",
    *, thick: float = 1.0, alpha: float = 1.0,
) -> None:  # fmt: skip
    """A rounded rectangle; its outline lies inside the area."""
    painter.setPen(QPen(colour(line), thick) if line else Qt.PenStyle.NoPen)
    painter.setBrush(colour(fill, alpha) if fill else Qt.BrushStyle.NoBrush)
    inset = thick / 2 if line else 0
    painter.drawRoundedRect(area.adjusted(inset, inset, -inset, -inset), radius, radius)


def picture(
    painter: QPainter, image: QPixmap | None, area: QRectF, radius: float = 4,
    *, centre: float = 0.4, dim: float = 0.0, top_only: bool = False,
) -> None:  # fmt: skip
    """Fill an area with a picture, cropped around `centre` of its height; faces sit at 0.4."""
    path = QPainterPath()
    if top_only:
        path.addRoundedRect(area.adjusted(0, 0, 0, radius), radius, radius)
        clip = QPainterPath()
        clip.addRect(area)
        path = path.intersected(clip)
    else:
        path.addRoundedRect(area, radius, radius)
    if image is None or image.isNull():
        painter.fillPath(path, colour("card3"))
        return
    painter.save()
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
    painter.drawPixmap(area, image, cropped(image, area.width() / area.height(), centre))
    if dim:
        painter.fillRect(area, colour("void", dim))
    painter.restore()


def cropped(image: QPixmap, aspect: float, centre: float) -> QRectF:
    """The largest part of a picture with this aspect, centred at `centre` of its height."""
    w, h = float(image.width()), float(image.height())
    if w / h > aspect:
        return QRectF((w - h * aspect) / 2, 0, h * aspect, h)
    tall = w / aspect
    return QRectF(0, min(max(0.0, h * centre - tall / 2), h - tall), w, tall)


def badge(painter: QPainter, state: str, label: str, x: float, y: float, tall: float = 20) -> float:
    """A pill with glyph and word; returns its width."""
    wide = width(label, 11) + tall + 10
    box(painter, QRectF(x, y, wide, tall), tall / 2, state, alpha=0.14)
    state_glyph(painter, state, x + tall / 2 + 1, y + tall / 2, 11)
    put(painter, label, x + tall + 1, y + (tall - 16.5) / 2, wide, 11, state)
    return wide


def word_bar(painter: QPainter, words: int, limit: int, area: QRectF) -> None:
    """How much of the word budget is used; a tick stands at the limit."""
    box(painter, area, area.height() / 2, "card3")
    tone = "failed" if words > limit else ("hi" if words > limit - 3 else "mid")
    share = min(1.0, words / max(1.0, limit * 1.1))
    box(painter, QRectF(area.x(), area.y(), area.width() * share, area.height()),
        area.height() / 2, tone)  # fmt: skip
    tick = area.x() + area.width() / 1.1
    painter.setPen(QPen(colour("hi"), 1))
    painter.drawLine(QPointF(tick, area.y() - 2), QPointF(tick, area.bottom() + 2))


def level_bars(painter: QPainter, level: int, x: float, y: float, tone: str = "mid") -> None:
    """Intensity 1 to 5 as rising bars, 19 x 11."""
    for at in range(5):
        tall = 3 + at * 2
        painter.fillRect(
            QRectF(x + at * 4, y + 11 - tall, 3, tall), colour(tone if at < level else "card3")
        )


def wave(painter: QPainter, levels: Sequence[int], area: QRectF, tone: str) -> None:
    """A mirrored envelope. levels: 0 to 100, evenly spaced over the area."""
    if not levels:
        return
    step = area.width() / len(levels)
    middle, half = area.center().y(), area.height() / 2
    points = [
        QPointF(area.x() + (at + 0.5) * step, max(0.6, level / 100 * half))
        for at, level in enumerate(levels)
    ]
    upper = [QPointF(p.x(), middle - p.y()) for p in points]
    lower = [QPointF(p.x(), middle + p.y()) for p in reversed(points)]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(tone))
    painter.drawPolygon(QPolygonF(upper + lower))


def tag(painter: QPainter, text: str, x: float, y: float, tall: float = 18) -> float:
    """A dark tag on a picture; returns its width."""
    wide = width(text, 11, True) + 12
    box(painter, QRectF(x, y, wide, tall), 4, "void", alpha=0.82)
    put(painter, text, x, y + (tall - 16.5) / 2, wide, 11, "hi", bold=True, align="centre")
    return wide


def cliff_tag(painter: QPainter, kind: str, label: str, x: float, y: float, tone: str) -> None:
    """Icon and word of a cliffhanger's type."""
    icons.draw(painter, CLIFF_ICONS.get(kind, "q"), tone, x, y, 12)
    put(painter, label, x + 16, y - 2.2, 90, 11, tone)


def state_glyph(
    painter: QPainter,
    state: str,
    cx: float,
    cy: float,
    size: float = 16,
    *,
    on_picture: bool = False,
) -> None:
    """One of six silhouettes; none of them needs its colour to be told from the others."""
    painter.save()
    if on_picture:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("void", 0.82))
        painter.drawEllipse(QPointF(cx, cy), size * 0.72, size * 0.72)
    painter.translate(cx, cy)
    _GLYPHS[state](painter, size, size / 2)
    painter.restore()


@lru_cache(32)
def state_icon(state: str) -> QIcon:
    """The silhouette as an icon of a button, 16 px."""
    image = QPixmap(32, 32)
    image.fill(Qt.GlobalColor.transparent)
    painter = smooth(QPainter(image))
    state_glyph(painter, state, 16, 16, 24)
    painter.end()
    image.setDevicePixelRatio(2)
    return QIcon(image)


def _line_pen(tone: str, thick: float) -> QPen:
    return QPen(
        colour(tone), thick, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap,
        Qt.PenJoinStyle.RoundJoin,
    )  # fmt: skip


def _solid(painter: QPainter, tone: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(tone))


def _fresh(painter: QPainter, size: float, r: float) -> None:
    painter.setPen(_line_pen("fresh", max(1.6, size * 0.115)))
    painter.drawPolyline(
        [QPointF(-r * 0.6, r * 0.05), QPointF(-r * 0.15, r * 0.5), QPointF(r * 0.65, -r * 0.45)]
    )


def _waiting(painter: QPainter, size: float, r: float) -> None:
    _solid(painter, "waiting")
    for at in (-1, 0, 1):
        painter.drawEllipse(QPointF(at * r * 0.62, 0), size * 0.1, size * 0.1)


def _rendering(painter: QPainter, size: float, r: float) -> None:
    thick = max(1.6, size * 0.115)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour("rendering", 0.3), thick))
    painter.drawEllipse(QPointF(0, 0), r * 0.78, r * 0.78)
    painter.setPen(_line_pen("rendering", thick * 1.25))
    painter.drawArc(QRectF(-r * 0.78, -r * 0.78, r * 1.56, r * 1.56), 90 * 16, -230 * 16)


def _pinned(painter: QPainter, _size: float, r: float) -> None:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(0, -r), QPointF(r, 0), QPointF(0, r), QPointF(-r, 0)]))
    path.closeSubpath()
    path.addEllipse(QPointF(0, 0), r * 0.28, r * 0.28)
    _solid(painter, "pinned")
    painter.drawPath(path)


def _stale(painter: QPainter, size: float, r: float) -> None:
    _solid(painter, "stale")
    painter.drawPolygon(
        QPolygonF([QPointF(0, -r * 0.95), QPointF(r, r * 0.8), QPointF(-r, r * 0.8)])
    )
    painter.setPen(_line_pen("void", max(1.6, size * 0.125)))
    painter.drawLine(QPointF(0, -r * 0.25), QPointF(0, r * 0.2))
    painter.drawPoint(QPointF(0, r * 0.52))


def _failed(painter: QPainter, size: float, r: float) -> None:
    k, c = r * 0.42, r * 0.36
    corners = ((-k, -r), (k, -r), (r, -k), (r, k), (k, r), (-k, r), (-r, k), (-r, -k))
    _solid(painter, "failed")
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
    painter.setPen(_line_pen("void", max(1.6, size * 0.125)))
    painter.drawLine(QPointF(-c, -c), QPointF(c, c))
    painter.drawLine(QPointF(c, -c), QPointF(-c, c))


_GLYPHS = {
    "fresh": _fresh, "waiting": _waiting, "rendering": _rendering, "pinned": _pinned,
    "stale": _stale, "failed": _failed,
}  # fmt: skip
