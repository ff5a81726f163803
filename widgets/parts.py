"""Small controls that every panel uses, made from Qt's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from widgets import icons
from widgets.paint import smooth


def label(text: str = "", tone: str = "", *, wrap: bool = False, name: str = "") -> QLabel:
    """Plain text; what the lead wrote is never taken for markup."""
    found = QLabel(text)
    found.setTextFormat(Qt.TextFormat.PlainText)
    found.setWordWrap(wrap)
    if tone:
        found.setProperty("tone", tone)
    if wrap:
        found.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    if name:
        found.setObjectName(name)
    return found


def set_tone(widget: QWidget, tone: str) -> None:
    """Change the tone of a label."""
    if widget.property("tone") != tone:
        widget.setProperty("tone", tone)
        restyle(widget)


def restyle(widget: QWidget) -> None:
    """Apply the style sheet again after a property changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def button(
    text: str, act: Callable[[], object] | None = None, *, kind: str = "", icon: str = "",
    name: str = "", tip: str = "",
) -> QPushButton:  # fmt: skip
    """A push button. name: object name, by which the tests and the style find it."""
    found = QPushButton(text)
    if kind:
        found.setProperty("kind", kind)
    if icon:
        tint = "on_accent" if kind in ("primary", "big") else "hi"
        px = 12 if kind == "small" else 14
        found.setIcon(icons.icon(icon, tint, px))
        found.setIconSize(QSize(px, px))
    found.setAccessibleName(text)
    if tip:
        found.setToolTip(tip)
    if name:
        found.setObjectName(name)
    if act is not None:
        found.clicked.connect(lambda _checked=False: act())
    return found


def tool(
    icon: str, tip: str, act: Callable[[], object] | None = None, *, checkable: bool = False,
    name: str = "", px: int = 16,
) -> QToolButton:  # fmt: skip
    """A button with an icon only; its tip is also its name for assistive technology."""
    found = QToolButton()
    found.setIcon(icons.icon(icon, "mid", px))
    found.setIconSize(QSize(px, px))
    found.setFixedSize(26, 26)
    found.setToolTip(tip)
    found.setAccessibleName(tip)
    found.setCheckable(checkable)
    if name:
        found.setObjectName(name)
    if act is not None:
        found.clicked.connect(lambda _checked=False: act())
    return found


def row(*items: QWidget | int | None, margins: tuple[int, int, int, int] = (0, 0, 0, 0),
        spacing: int = 8) -> QHBoxLayout:  # fmt: skip
    """Widgets side by side; None stretches, a number is a gap in pixels."""
    found = QHBoxLayout()
    _fill(found, items, margins, spacing)
    return found


def column(
    *items: QWidget | QHBoxLayout | int | None,
    margins: tuple[int, int, int, int] = (0, 0, 0, 0),
    spacing: int = 8,
) -> QVBoxLayout:
    """Widgets below each other; None stretches, a number is a gap in pixels."""
    found = QVBoxLayout()
    _fill(found, items, margins, spacing)
    return found


def _fill(
    layout: QHBoxLayout | QVBoxLayout,
    items: Sequence[QWidget | QHBoxLayout | int | None],
    margins: tuple[int, int, int, int],
    spacing: int,
) -> None:
    layout.setContentsMargins(*margins)
    layout.setSpacing(spacing)
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, QWidget):
            layout.addWidget(item)
        else:
            layout.addLayout(item)


def frame(layout: QHBoxLayout | QVBoxLayout, name: str = "card") -> QFrame:
    """A styled surface around a layout."""
    found = QFrame()
    found.setObjectName(name)
    found.setLayout(layout)
    return found


def hairline() -> QFrame:
    """A separator one pixel high."""
    found = QFrame()
    found.setObjectName("rule")
    found.setFixedHeight(1)
    return found


def clear(layout: QHBoxLayout | QVBoxLayout) -> None:
    """Remove and delete everything in a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif isinstance(inner, (QHBoxLayout, QVBoxLayout)):
            clear(inner)


def scrolled(body: QWidget) -> QScrollArea:
    """A body that scrolls up and down and is as wide as there is room."""
    found = QScrollArea()
    found.setWidgetResizable(True)
    found.setFrameShape(QFrame.Shape.NoFrame)
    found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    found.setWidget(body)
    return found


class Segments(QFrame):
    """A row of buttons of which one is chosen."""

    chosen = Signal(str)

    def __init__(self, items: Sequence[tuple[str, str]], name: str = "segments") -> None:
        """items: (value, label) pairs."""
        super().__init__()
        self.setObjectName(name)
        self._group = QButtonGroup(self)
        self._values = [value for value, _ in items]
        inside = row(margins=(2, 2, 2, 2), spacing=2)
        for at, (value, text) in enumerate(items):
            each = button(text, name=f"{name}-{value}")
            each.setCheckable(True)
            self._group.addButton(each, at)
            inside.addWidget(each)
        self.setLayout(inside)
        self._group.idClicked.connect(lambda at: self.chosen.emit(self._values[at]))

    def choose(self, value: str) -> None:
        """Mark a value without telling anybody."""
        found = self._group.button(self._values.index(value))
        if found is not None:
            found.setChecked(True)

    def at(self, value: str) -> QAbstractButton:
        """The button of a value."""
        found = self._group.button(self._values.index(value))
        assert found is not None
        return found


class Choice(QComboBox):
    """A combo box that the wheel does not change in passing."""

    picked = Signal(str)

    def __init__(self, kind: str = "") -> None:
        super().__init__()
        if kind:
            self.setProperty("kind", kind)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QComboBox.SizeAdjustPolicy
        flat = kind == "flat"
        self.setSizeAdjustPolicy(
            policy.AdjustToContents if flat else policy.AdjustToMinimumContentsLengthWithIcon
        )
        if not flat:
            self.setMinimumContentsLength(6)
        self.activated.connect(lambda at: self.picked.emit(self.itemData(at)))

    def offer(self, choices: Sequence[tuple[str, str]], value: str) -> None:
        """Show these (value, label) pairs with one of them chosen; an unknown value is added."""
        every = list(choices)
        if value not in [v for v, _ in every]:
            every.insert(0, (value, value))
        self.blockSignals(True)
        if [(self.itemData(i), self.itemText(i)) for i in range(self.count())] != every:
            self.clear()
            for each, text in every:
                self.addItem(text, each)
        self.setCurrentIndex([v for v, _ in every].index(value))
        self.blockSignals(False)

    def value(self) -> str:
        """What is chosen."""
        return str(self.currentData())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The style sheet takes Qt's arrow away; this one is of the icon set."""
        super().paintEvent(event)
        painter = QPainter(self)
        tint = "low" if self.isEnabled() else "disabled"
        icons.draw(painter, "down", tint, self.width() - 18, (self.height() - 12) / 2, 12)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Scroll the page, unless the box has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class Dial(QSlider):
    """A slider that the wheel does not change in passing. Signals `settled` when let go."""

    settled = Signal(int)

    def __init__(self, low: int, high: int, value: int) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(low, high)
        self.setValue(value)
        self.setPageStep(10)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._told = value
        self.sliderReleased.connect(self._tell)
        self.actionTriggered.connect(lambda _: None if self.isSliderDown() else self._later())

    def show_value(self, value: int) -> None:
        """Follow the document, unless a hand is on the slider."""
        if not self.isSliderDown():
            self.blockSignals(True)
            self.setValue(value)
            self._told = value
            self.blockSignals(False)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Scroll the page, unless the slider has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _later(self) -> None:
        # the value is set after the action: tell when the event loop comes round
        from PySide6.QtCore import QTimer

        QTimer.singleShot(0, self, self._tell)

    def _tell(self) -> None:
        if self.value() != self._told:
            self._told = self.value()
            self.settled.emit(self._told)


class Painted(QWidget):
    """A widget that is only a drawing."""

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the whole of it."""
        painter = smooth(QPainter(self))
        self.draw(painter, float(self.width()), float(self.height()))
        painter.end()

    def draw(self, painter: QPainter, w: float, h: float) -> None:
        """Paint into w x h logical pixels."""
        raise NotImplementedError
