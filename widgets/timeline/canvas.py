"""The part of the timeline that scrolls: a graphics view with frames on x."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QStyle, QToolTip

from widgets.theme import colour
from widgets.timeline.clips import Dialogue, Effects, Music, Picture, Subtitles
from widgets.timeline.items import Cuts, Floor, Ghost, Layer, Ruler
from widgets.timeline.playhead import Playhead
from widgets.timeline.rows import PAD, Rows
from widgets.timeline.stage import Stage

MOST = 40.0  # pixels a frame
_NOTCH = 120  # of a wheel, in eighths of a degree
_STEP = 1.25  # zoom a notch


class Canvas(QGraphicsView):
    """Zooms, scrolls and shows. What a hand does is told to the events of `Hands`.

    The scene is painted into a picture of the viewport, and that is shown: a playhead that
    moves over it uncovers pixels, not clips.
    """

    moved = Signal()  # scrolled, zoomed or resized
    pressed = Signal(QMouseEvent)
    dragged = Signal(QMouseEvent)
    let_go = Signal(QMouseEvent)
    doubled = Signal(QMouseEvent)

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage = stage
        self.fitted = True
        self.asked: Callable[[QPointF], str] = lambda _point: ""  # what to say about a point
        self.paints = 0  # how often the scene was painted
        self._whole: QPixmap | None = None
        self._scene = QGraphicsScene(self)
        self._scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self._ruler = Ruler(stage)
        self._layers: list[Layer] = [
            Floor(stage), Picture(stage), Cuts(stage), Dialogue(stage), Subtitles(stage),
            Music(stage), Effects(stage), Ghost(stage), self._ruler,
        ]  # fmt: skip
        for depth, layer in enumerate(self._layers):
            layer.setZValue(depth)
            self._scene.addItem(layer)
        self.setScene(self._scene)
        self._set_up()
        self.playhead = Playhead(self)

    def _set_up(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setInteractive(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.NoViewportUpdate)
        view = self.viewport()
        view.setMouseTracking(True)
        view.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.horizontalScrollBar().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumSize(160, 120)

    # scale and place

    def fit_scale(self) -> float:
        """Pixels a frame at which the whole episode is seen."""
        wide = self.viewport().width()
        if self.stage.rows.height > self._room():
            wide = min(wide, self.width() - self._bar())
        room = wide - 2 * PAD - 1
        return max(1.0, room) / max(1, self.stage.episode.view.frames)

    def _bar(self) -> int:
        # what Qt reckons with, whatever the style sheet makes of the scroll bars
        return self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self)

    def _room(self) -> int:
        return self.height() - self._bar()

    def most_scale(self) -> float:
        """The closest zoom."""
        return max(MOST, self.fit_scale())

    def set_scale(self, scale: float, anchor: float | None = None) -> None:
        """Zoom; the frame at the pixel `anchor`, or in the middle, stays where it is."""
        if anchor is None:
            anchor = self.viewport().width() / 2
        frame = self.frame_at(anchor)
        least = self.fit_scale()
        self.fitted = scale <= least * 1.001
        self.stage.scale = least if self.fitted else min(scale, self.most_scale())
        self.settle()
        self.horizontalScrollBar().setValue(round(frame * self.stage.scale - anchor))

    def fit(self) -> None:
        """Show the whole episode, and keep doing so when the room changes."""
        self.fitted = True
        self.settle()

    def settle(self) -> None:
        """Take over a new episode, scale or size."""
        stage = self.stage
        stage.rows = Rows(self._room())
        least = self.fit_scale()
        if self.fitted or stage.scale < least:
            stage.scale, self.fitted = least, True
        pad = PAD / stage.scale
        frames = stage.episode.view.frames
        for layer in self._layers:
            layer.place()
        self.setSceneRect(QRectF(-pad, 0, frames + 2 * pad, stage.rows.height))
        self.setTransform(QTransform.fromScale(stage.scale, 1))
        self._follow_scroll()

    def frame_at(self, x: float) -> float:
        """The frame under a pixel of the viewport."""
        return (x - self.viewportTransform().dx()) / self.stage.scale

    def pixel_of(self, frame: float) -> float:
        """The pixel of the viewport at which a frame starts."""
        return frame * self.stage.scale + self.viewportTransform().dx()

    def top(self) -> float:
        """The pixel of the viewport at which the tracks start; less than 0 when scrolled."""
        return self.viewportTransform().dy()

    def reveal(self, first: float, last: float, *, page: bool = False) -> None:
        """Scroll until these frames are in sight; `page` puts them near the left edge."""
        wide = self.viewport().width()
        low, high = self.pixel_of(first), self.pixel_of(last)
        bar = self.horizontalScrollBar()
        if page and not 0 <= low < wide:
            bar.setValue(bar.value() + round(low - wide * 0.08))
        elif low < 0 or high - low > wide - 2 * PAD:
            if not 0 <= low < wide - 2 * PAD:
                bar.setValue(bar.value() + round(low) - PAD)
        elif high > wide:
            bar.setValue(bar.value() + round(high - wide) + PAD)

    # painting

    def refresh(self) -> None:
        """Paint the scene again."""
        self._whole = None
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Show the picture of the scene; make it first when something has changed."""
        view = self.viewport()
        ratio = view.devicePixelRatioF()
        if self._whole is None or self._whole.size() != view.size() * ratio:
            self._whole = self._painted(ratio)
        shown = event.rect()
        source = QRectF(shown.x() * ratio, shown.y() * ratio,
                        shown.width() * ratio, shown.height() * ratio)  # fmt: skip
        painter = QPainter(view)
        painter.drawPixmap(QRectF(shown), self._whole, source)
        painter.end()

    def _painted(self, ratio: float) -> QPixmap:
        self.paints += 1
        view = self.viewport()
        found = QPixmap(view.size() * ratio)
        found.setDevicePixelRatio(ratio)
        found.fill(colour("panel"))
        painter = QPainter(found)
        self.render(painter, QRectF(view.rect()), view.rect())
        painter.end()
        return found

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Share the height out anew."""
        super().resizeEvent(event)
        self.settle()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802 - Qt's name
        """The ruler stays, the playhead goes along."""
        super().scrollContentsBy(dx, dy)
        self._follow_scroll()

    def _follow_scroll(self) -> None:
        self._ruler.setPos(0, -self.top())
        self.refresh()
        self.moved.emit()

    # input: passed on, or none of ours

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Scroll through time; Ctrl zooms at the pointer; Shift scrolls the tracks."""
        turned, fine = event.angleDelta(), event.pixelDelta()
        delta = turned.y() or turned.x()  # Alt and some systems' Shift swap the axes
        keys = event.modifiers()
        if keys & Qt.KeyboardModifier.ControlModifier:
            self.set_scale(self.stage.scale * _STEP ** (delta / _NOTCH), event.position().x())
        elif keys & Qt.KeyboardModifier.ShiftModifier:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() - round(delta / _NOTCH * 24))
        else:
            exact = fine.x() if abs(fine.x()) > abs(fine.y()) else fine.y()
            if abs(turned.x()) > abs(turned.y()):
                delta = turned.x()
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - (exact or round(delta / _NOTCH * 96)))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Told to the hands."""
        self.pressed.emit(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Told to the hands."""
        self.dragged.emit(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Told to the hands."""
        self.let_go.emit(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Told to the hands."""
        self.doubled.emit(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The panel's: arrows step through frames, they do not scroll."""
        event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """The hands ask for the menu when the button is let go."""
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Say what is under a pointer that rests."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            text = self.asked(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        return super().viewportEvent(event)
