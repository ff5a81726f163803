"""The strip above the tracks: snapping, fitting, legend, zoom."""

from __future__ import annotations

from math import exp, log

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from widgets import icons
from widgets.parts import Dial, label, row, tool
from widgets.timeline.marks import Legend
from widgets.words import t

HEIGHT = 36
_FINE = 1000  # steps of the zoom slider
_CLICK = 80  # of them a click on - or +


class Bar(QWidget):
    """Tools of the timeline."""

    snapped = Signal(bool)
    fit_asked = Signal()
    zoomed = Signal(float)  # pixels a frame

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self._least, self._most = 1.0, 1.0
        self.snap = tool("magnet", t("Snap to speech, stressed words and cuts (S)"),
                         checkable=True, name="timeline-snap")  # fmt: skip
        face = QIcon(icons.pixmap("magnet", "mid", 16))
        face.addPixmap(icons.pixmap("magnet", "accent_hi", 16), QIcon.Mode.Normal, QIcon.State.On)
        self.snap.setIcon(face)
        self.snap.setChecked(True)
        self.snap.toggled.connect(self.snapped)
        self.fit = tool("blade", t("Show the whole episode"), self.fit_asked.emit,
                        name="timeline-fit")  # fmt: skip
        self.legend = Legend()
        self.note = label("", "low", name="timeline-note")
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.zoom = Dial(0, _FINE, 0)
        self.zoom.setFixedWidth(112)
        self.zoom.setObjectName("timeline-zoom")
        self.zoom.setAccessibleName(t("Zoom"))
        self.zoom.setToolTip(t("Zoom (Ctrl+wheel)"))
        self.zoom.valueChanged.connect(lambda value: self.zoomed.emit(self._scale(value)))
        self._out = self._step("−", t("Zoom out"), -_CLICK, "timeline-out")
        self._in = self._step("+", t("Zoom in"), _CLICK, "timeline-in")
        inside = row(self.snap, self.fit, 4, self.legend, margins=(8, 0, 8, 0), spacing=4)
        inside.addWidget(self.note, 1)
        inside.addSpacing(8)
        for each in (self._out, self.zoom, self._in):
            inside.addWidget(each)
        self.setLayout(inside)

    def _step(self, sign: str, tip: str, by: int, name: str) -> QToolButton:
        found = QToolButton()
        found.setText(sign)
        found.setFixedSize(26, 26)
        found.setToolTip(tip)
        found.setAccessibleName(tip)
        found.setObjectName(name)
        found.setAutoRepeat(True)
        found.clicked.connect(lambda: self.zoom.setValue(self.zoom.value() + by))
        return found

    def show_scale(self, scale: float, least: float, most: float) -> None:
        """Follow the zoom of the tracks. The slider is even in ratios, not in pixels."""
        self._least, self._most = least, most
        span = log(most / least) if most > least else 1.0
        self.zoom.show_value(round(_FINE * log(max(1e-9, scale / least)) / span))

    def show_note(self, text: str) -> None:
        """Something worth knowing about what is shown."""
        self.note.setText(text)
        self.note.setToolTip(text)

    def set_usable(self, on: bool) -> None:
        """Nothing can be zoomed where there is nothing."""
        for each in (self.snap, self.fit, self.zoom, self._in, self._out):
            each.setEnabled(on)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """A narrow strip has no room for the legend."""
        super().resizeEvent(event)
        self.legend.setVisible(self.width() >= self.legend.width() + 270)

    def _scale(self, value: int) -> float:
        return self._least * exp(log(self._most / self._least) * value / _FINE)
