"""The three marks of a timeline, told by shape: by rule, by hand, stressed word."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from widgets.paint import put, width
from widgets.parts import Painted
from widgets.theme import TEXT, colour
from widgets.words import t

_DIAMOND = QPolygonF([QPointF(0, -6.5), QPointF(6.5, 0), QPointF(0, 6.5), QPointF(-6.5, 0)])
_WEDGE = QPolygonF([QPointF(-5, -4), QPointF(5, -4), QPointF(0, 5)])


def mark(painter: QPainter, kind: str, x: float, y: float) -> None:
    """One mark around a point. kind: rule, hand or stress."""
    painter.save()
    painter.translate(x, y)
    if kind == "rule":  # hollow: it is the rule's and may move again
        painter.setPen(QPen(colour("mid"), 1.5))
        painter.setBrush(colour("panel"))
        painter.drawRect(QRectF(-4, -4, 8, 8))
    elif kind == "hand":  # the pin's shape, because it is a pin
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("pinned"))
        painter.drawPolygon(_DIAMOND)
    else:
        painter.setPen(QPen(colour("void"), 1))
        painter.setBrush(colour("accent_hi"))
        painter.drawPolygon(_WEDGE)
    painter.restore()


@lru_cache(64)
def mixed(name: str, alpha: float) -> QColor:
    """A token as it looks through on a track: a narrow fill that is not solid is slow."""
    over, under = colour(name), colour("card")
    parts = [
        round(a * alpha + b * (1 - alpha))
        for a, b in (
            (over.red(), under.red()), (over.green(), under.green()), (over.blue(), under.blue()),
        )
    ]  # fmt: skip
    return QColor(*parts)


@lru_cache(8)
def dots(tall: int, ratio: float) -> QPixmap:
    """A dotted column: drawing a dotted line anew for every cut is slow."""
    found = QPixmap(max(1, round(ratio)), max(1, round(tall * ratio)))
    found.setDevicePixelRatio(ratio)
    found.fill(Qt.GlobalColor.transparent)
    painter = QPainter(found)
    tone = colour("low", 0.65)
    for y in range(0, tall, 4):
        painter.fillRect(QRectF(0, y, 1, 2), tone)
    painter.end()
    return found


class Legend(Painted):
    """What the marks mean."""

    def __init__(self) -> None:
        super().__init__()
        self._items = (
            ("rule", t("By rule")),
            ("hand", t("By hand")),
            ("stress", t("Stressed word")),
        )
        self.setAccessibleName(t("Marks: {all}", all=", ".join(text for _, text in self._items)))
        self._px = TEXT["caption"]
        wide = sum(16 + width(text, self._px) + 14 for _, text in self._items)
        self.setFixedSize(QSize(round(wide), 26))

    def draw(self, painter: QPainter, w: float, h: float) -> None:
        """Mark and word, three times."""
        x = 6.0
        for kind, text in self._items:
            mark(painter, kind, x, h / 2)
            x += 11
            room = width(text, self._px) + 1
            put(painter, text, x, h / 2 - self._px * 0.75, room, self._px, "mid")
            x += room + 19
