"""A small episode and a mouse for the tests of the timeline."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from widgets.data import ShotClip, SpeechClip, TextClip, TimelineView
from widgets.pictures import Pictures
from widgets.timeline import TimelinePanel
from widgets.timeline.rows import RULER

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE = Qt.KeyboardModifier.NoModifier
CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
KEY = Qt.Key
VIEW = TimelineView(
    "ep1",
    300,
    30,
    (
        ShotClip("cut0", "shot0", 1, 0, 60, "fresh"),
        ShotClip("cut1", "shot1", 2, 60, 90, "stale", True, fixed=True),
        ShotClip("cut2", "shot2", 3, 150, 60, "rendering", rule="breath", share=400),
        ShotClip("cut3", "shot3", 4, 210, 90, "waiting"),
    ),
    (
        SpeechClip(
            "line0", "Mira", "speaker0", 5, 63, "Say it again.", "fresh", (20, 80) * 12, (40,)
        ),
        SpeechClip("line1", "Hale", "speaker2", 160, 44, "<b>No.</b>", "waiting"),
    ),
    (TextClip("cue0", 5, 63, "Say it again."), TextClip("cue1", 160, 44, "No.", "stale")),
    (TextClip("fx0", 100, 12, "Glass breaks"),),
    tuple(range(100)),
    "fresh",
)


def shown(qtbot, pictures: Pictures) -> TimelinePanel:
    """A timeline in a window that shows `VIEW`."""
    found = TimelinePanel(pictures)
    qtbot.addWidget(found)
    found.resize(1011, 312)
    found.show_view(VIEW)
    found.show()
    qtbot.waitExposed(found)
    found.setFocus()
    return found


def port(panel: TimelinePanel) -> QWidget:
    """Where the mouse works."""
    return panel.canvas.viewport()


def spot(panel: TimelinePanel, frame: float, track: str) -> QPoint:
    """The pixel of a frame in the middle of a track."""
    y = RULER / 2
    if track != "ruler":
        row = panel.canvas.stage.rows[track]
        y = row.y + row.h / 2 + panel.canvas.top()
    return QPointF(panel.canvas.pixel_of(frame), y).toPoint()


def move(panel: TimelinePanel, to: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
    """Move the pressed mouse."""
    view = port(panel)
    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(to), QPointF(view.mapToGlobal(to)),
        Qt.MouseButton.NoButton, LEFT, keys,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def take_edge(
    panel: TimelinePanel, frame: int, by: int, keys: Qt.KeyboardModifier = NONE
) -> QPoint:
    """Press on the end of a shot and drag it by pixels, without letting go."""
    start = spot(panel, frame, "picture")
    QTest.mousePress(port(panel), LEFT, NONE, start)
    end = start + QPoint(by, 0)
    move(panel, start + QPoint(by // 2, 0), keys)
    move(panel, end, keys)
    return end


def wheel(panel: TimelinePanel, at: QPoint, notches: int, keys: Qt.KeyboardModifier = NONE) -> None:
    """Turn the wheel."""
    view = port(panel)
    event = QWheelEvent(
        QPointF(at), QPointF(view.mapToGlobal(at)), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def said(signal: object) -> list[object]:
    """Everything a signal says from now on."""
    found: list[object] = []
    signal.connect(lambda *args: found.append(args[0] if len(args) == 1 else args))
    return found


def hover(panel: TimelinePanel, to: QPoint) -> None:
    """Move the mouse with no button pressed; an event comes wherever it was before."""
    view, none = port(panel), Qt.MouseButton.NoButton
    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(to), QPointF(view.mapToGlobal(to)), none, none, NONE
    )
    QApplication.sendEvent(view, event)
