"""The playhead: a widget over the tracks, so that playing repaints a few pixels only."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF
from PySide6.QtWidgets import QWidget

from widgets.parts import Painted
from widgets.theme import colour

HALF = 7
_GRIP = QPolygonF([QPointF(-6, 3), QPointF(6, 3), QPointF(6, 12), QPointF(0, 19), QPointF(-6, 12)])


class Playhead(Painted):
    """A grip in the ruler and a line down; the mouse goes through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setObjectName("timeline-playhead")

    def stand(self, x: float, wide: int, tall: int) -> None:
        """Stand at a pixel of a viewport of this size; out of sight there is nothing."""
        at = round(x)
        seen = 0 <= at <= wide
        if seen:
            self.setGeometry(at - HALF, 0, 2 * HALF + 1, tall)
        if seen == self.isHidden():
            self.setVisible(seen)

    def draw(self, painter: QPainter, w: float, h: float) -> None:
        """The grip and the line, with a dark rim that shows on bright pictures."""
        painter.translate(HALF + 0.5, 0)
        painter.fillRect(QRectF(-1.5, 17, 3, h - 17), colour("void", 0.45))
        painter.fillRect(QRectF(-0.5, 17, 1, h - 17), colour("hi"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("hi"))
        painter.drawPolygon(_GRIP)
