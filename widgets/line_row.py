"""One row of the script: a spoken line with all that can be done to it, or an action beat."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QTextCursor
from PySide6.QtWidgets import QFrame, QMenu, QPlainTextEdit, QWidget

from widgets import icons
from widgets.data import Person, ScriptLine, ScriptView
from widgets.paint import level_bars, picture, state_glyph
from widgets.parts import (
    Choice,
    Painted,
    button,
    column,
    frame,
    label,
    restyle,
    row,
    set_tone,
    tool,
)
from widgets.pictures import Pictures
from widgets.theme import colour
from widgets.words import t

ON_ITS_WAY_MS = 1500
SETTLE_MS = 900
"""A pause in typing after which the text is stored; leaving the line stores it at once."""


class Face(Painted):
    """A round portrait."""

    def __init__(self, pictures: Pictures, size: int = 30) -> None:
        super().__init__()
        self.setFixedSize(size, size)
        self._pictures, self._person = pictures, Person("", "", "mid")
        pictures.arrived.connect(self.update)

    def show_person(self, person: Person) -> None:
        """Whose face."""
        if person != self._person:
            self._person = person
            self.setToolTip(person.name)
            self.update()

    def draw(self, painter: QPainter, w: float, h: float) -> None:
        """Portrait in a ring of the speaker's tint."""
        image = self._pictures.get(self._person.picture, 2 * self.width())
        picture(painter, image, QRectF(0, 0, w, h), w / 2, centre=0.34)
        painter.setPen(colour(self._person.tint))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(0.5, 0.5, w - 1, h - 1))


class Level(Painted):
    """Intensity as five bars; a click on a bar sets it, keys 1 to 5 too."""

    changed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(28, 22)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.level = 3

    def show_level(self, level: int) -> None:
        """level: 1 to 5."""
        self.level = level
        text = t("Intensity {n} of 5", n=level)
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.update()

    def draw(self, painter: QPainter, w: float, h: float) -> None:
        """The bars."""
        level_bars(painter, self.level, 4, 6, "accent_hi" if self.hasFocus() else "mid")

    def mouseReleaseEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """The bar below the pointer."""
        from PySide6.QtGui import QMouseEvent

        assert isinstance(event, QMouseEvent)
        self.changed.emit(max(1, min(5, int((event.position().x() - 4) // 4) + 1)))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Digits set it, arrows move it."""
        keys = {Qt.Key.Key_Left: self.level - 1, Qt.Key.Key_Right: self.level + 1}
        wanted = keys.get(Qt.Key(event.key()), event.key() - Qt.Key.Key_0)
        if 1 <= wanted <= 5:
            self.changed.emit(wanted)
        else:
            super().keyPressEvent(event)


class LineText(QPlainTextEdit):
    """The spoken words; as tall as they need."""

    stored = Signal(str)
    typed = Signal(str)
    left_up = Signal()
    left_down = Signal()
    merge_back = Signal()
    focused = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "line")
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self._kept = ""
        self._sent = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self.store)
        self.textChanged.connect(self._changed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._grow())

    def show_text(self, text: str) -> None:
        """Follow the document, unless the lead is typing here."""
        if self._sent.isValid() and self._sent.elapsed() < ON_ITS_WAY_MS and text != self._kept:
            return  # an older look: what was stored a moment ago is still on its way
        self._sent.invalidate()
        if text == self._kept:
            return
        untouched = self.toPlainText() == self._kept
        self._kept = text
        if untouched:
            self.blockSignals(True)
            at = self.textCursor().position()
            self.setPlainText(text)
            cursor = self.textCursor()
            cursor.setPosition(min(at, len(self.document().toPlainText())))
            self.setTextCursor(cursor)
            self.blockSignals(False)
            self._grow()

    def store(self) -> None:
        """Hand over what was typed, if anything."""
        self._timer.stop()
        text = " ".join(self.toPlainText().split())
        if text != self._kept and text:
            self._kept = text
            self._sent.start()
            self.stored.emit(text)

    def cursor_at(self) -> int:
        """Characters before the cursor (Qt counts UTF-16 units)."""
        units = self.toPlainText().encode("utf-16-le")[: 2 * self.textCursor().position()]
        return len(units.decode("utf-16-le", "ignore"))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As tall as the words."""
        lines = max(1, self.document().size().height())
        tall = lines * self.fontMetrics().lineSpacing() + 10
        return QSize(120, round(tall))

    def focusOutEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Leaving stores."""
        from PySide6.QtGui import QFocusEvent

        assert isinstance(event, QFocusEvent)
        super().focusOutEvent(event)
        self.store()

    def focusInEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """The line becomes the subject."""
        from PySide6.QtGui import QFocusEvent

        assert isinstance(event, QFocusEvent)
        super().focusInEvent(event)
        self.focused.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter goes to the next line; arrows leave at the ends; backspace at the start merges."""
        key, cursor = event.key(), self.textCursor()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.store()
            self.left_down.emit()
        elif key == Qt.Key.Key_Escape:
            self._timer.stop()
            self.setPlainText(self._kept)
            self.clearFocus()
        elif key == Qt.Key.Key_Backspace and cursor.atStart() and not cursor.hasSelection():
            self.merge_back.emit()
        elif key == Qt.Key.Key_Up and not _moved(cursor, QTextCursor.MoveOperation.Up):
            self.left_up.emit()
        elif key == Qt.Key.Key_Down and not _moved(cursor, QTextCursor.MoveOperation.Down):
            self.left_down.emit()
        else:
            super().keyPressEvent(event)

    def _changed(self) -> None:
        self._timer.start()
        self.typed.emit(" ".join(self.toPlainText().split()))

    def _grow(self) -> None:
        tall = self.sizeHint().height()
        if tall != self.height():
            self.setFixedHeight(tall)


def _moved(cursor: QTextCursor, where: QTextCursor.MoveOperation) -> bool:
    return QTextCursor(cursor).movePosition(where)


class LineRow(QFrame):
    """A spoken line. `asked` carries what to do with it: see `ScriptPanel.asked`."""

    asked = Signal(str, str)  # verb, value
    typed = Signal(str)

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self.setObjectName("card")
        self.id = ""
        self._face = Face(pictures)
        self._speaker, self._emotion, self._level = Choice("flat"), Choice("flat"), Level()
        self._state = StateMark()
        self.text = LineText()
        self._direction, self._ending = label("", "low", wrap=True), label("", "cliff")
        self._faults = label("", "failed", wrap=True)
        self._play = tool("play", t("Speak this line"), lambda: self._ask("speak"), px=14)
        self._more = tool("dots", t("More for this line"), self._menu, px=14)
        self._old, self._new = label("", "removed", wrap=True), label("", "body", wrap=True)
        self._proposal = self._proposal_box()
        head = row(
            self._speaker, self._emotion, self._level, None, self._state, self._play, self._more,
            spacing=2,
        )  # fmt: skip
        body = column(
            head, self.text, self._proposal, self._faults, self._ending, self._direction, spacing=2
        )
        side = column(self._face, None, margins=(0, 2, 0, 0))
        outer = row(margins=(8, 4, 6, 6), spacing=8)
        outer.addLayout(side)
        outer.addLayout(body, 1)
        self.setLayout(outer)
        self._connect()

    def _proposal_box(self) -> QFrame:
        keep = button(t("Keep mine"), lambda: self._ask("keep"), kind="small", name="keep-mine")
        accept = button(t("Accept"), lambda: self._ask("accept"), kind="small", name="accept")
        title = row(_icon("spark"), label(t("Proposal from the writer"), "rendering"), None)
        inside = column(
            title, self._old, self._new, row(None, keep, accept), margins=(8, 6, 8, 8), spacing=4
        )
        return frame(inside, "well")

    def _connect(self) -> None:
        self._speaker.picked.connect(lambda value: self._ask("speaker", value))
        self._emotion.picked.connect(lambda value: self._ask("emotion", value))
        self._level.changed.connect(lambda level: self._ask("intensity", str(level * 20 - 10)))
        self.text.stored.connect(lambda text: self._ask("text", text))
        self.text.typed.connect(self.typed)
        self.text.left_up.connect(lambda: self._ask("up"))
        self.text.left_down.connect(lambda: self._ask("down"))
        self.text.merge_back.connect(lambda: self._ask("merge-back"))
        self.text.focused.connect(lambda: self._ask("select"))
        self.text.installEventFilter(self)

    def show_line(self, line: ScriptLine, view: ScriptView) -> None:
        """Show this line of this episode."""
        self.id = line.id
        person = next((p for p in view.people if p.id == line.speaker), Person("", "?", "mid"))
        self._face.show_person(person)
        self._speaker.offer([(p.id, p.name) for p in view.people], line.speaker)
        self._speaker.setAccessibleName(t("Speaker: {name}", name=person.name))
        self._emotion.offer(view.emotions, line.emotion)
        self._emotion.setAccessibleName(t("Emotion"))
        self._level.show_level(line.level)
        self._state.show_state(line.state)
        self.text.show_text(line.text)
        self.text.setReadOnly(view.locked)
        self.text.setAccessibleName(t("Line of {name}", name=person.name))
        self._direction.setText(line.direction)
        self._direction.setVisible(bool(line.direction))
        self._ending.setText(t("Last line · {kind}", kind=line.ending) if line.ending else "")
        self._ending.setVisible(bool(line.ending))
        self.show_faults(line.faults)
        self._proposal.setVisible(bool(line.proposal))
        self._old.setText(line.text)
        self._new.setText(line.proposal)

    def show_faults(self, faults: tuple[str, ...]) -> None:
        """Broken rules below the words."""
        self._faults.setText("\n".join(faults))
        self._faults.setVisible(bool(faults))
        set_tone(self._faults, "failed")

    def select(self, on: bool) -> None:
        """Mark the row as the subject."""
        if self.property("selected") != on:
            self.setProperty("selected", on)
            restyle(self)

    def mousePressEvent(self, _event: object) -> None:  # noqa: N802 - Qt's name
        """A click on the row makes it the subject."""
        self._ask("select")

    def eventFilter(self, target: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Alt+Up and Alt+Down move the line; Ctrl+Enter and Ctrl+Backspace answer a proposal."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            verb = _KEYS.get((event.modifiers(), Qt.Key(event.key())), "")
            if verb in ("accept", "keep") and self._proposal.isHidden():
                verb = ""
            if verb:
                self._ask(verb)
                return True
        return super().eventFilter(target, event)

    def _ask(self, verb: str, value: str = "") -> None:
        self.asked.emit(verb, value)

    def _menu(self) -> None:
        menu = QMenu(self)
        for verb, text in (
            ("speak", t("Speak this line")), ("take", t("Another reading")),
            ("import", t("Import a recording…")), ("", ""),
            ("split", t("Split at the cursor")), ("merge", t("Merge with the next line")),
            ("move-up", t("Move up (Alt+Up)")), ("move-down", t("Move down (Alt+Down)")), ("", ""),
            ("add", t("Add a line after it")), ("remove", t("Remove the line")),
        ):  # fmt: skip
            if not verb:
                menu.addSeparator()
                continue
            value = str(self.text.cursor_at()) if verb == "split" else ""
            menu.addAction(text, partial(self._ask, verb, value))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height())))


_ALT, _CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
_KEYS = {
    (_ALT, Qt.Key.Key_Up): "move-up",
    (_ALT, Qt.Key.Key_Down): "move-down",
    (_CTRL, Qt.Key.Key_Return): "accept",
    (_CTRL, Qt.Key.Key_Backspace): "keep",
}


class StateMark(Painted):
    """The state of one thing as its silhouette."""

    def __init__(self, size: int = 12) -> None:
        super().__init__()
        self.setFixedSize(size + 6, size + 6)
        self._size, self.state = size, "fresh"

    def show_state(self, state: str, words: str = "") -> None:
        """One of the theme's states; words name it for assistive technology."""
        if state != self.state or words:
            self.state = state
            self.setAccessibleName(words or t(state))
            self.setToolTip(words or t(state))
            self.update()

    def draw(self, painter: QPainter, w: float, h: float) -> None:
        """The silhouette."""
        state_glyph(painter, self.state, w / 2, h / 2, self._size)


class ActionRow(QWidget):
    """What is seen without words."""

    asked = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.id = ""
        self._text = label("", "low", wrap=True)
        outer = row(margins=(14, 2, 12, 2), spacing=12)
        outer.addWidget(_icon("film", "low"), 0, Qt.AlignmentFlag.AlignTop)
        outer.addWidget(self._text, 1)
        self.setLayout(outer)

    def show_line(self, line: ScriptLine) -> None:
        """Show this beat."""
        self.id = line.id
        self._text.setText(line.text)

    def mousePressEvent(self, _event: object) -> None:  # noqa: N802 - Qt's name
        """A click makes it the subject."""
        self.asked.emit("select", "")


def _icon(name: str, tint: str = "rendering") -> QWidget:
    found = label()
    found.setPixmap(icons.pixmap(name, tint, 13))
    found.setFixedSize(14, 16)
    return found
