"""The inspector: whatever is selected, its slots, takes, why it is out of date, what can be set."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPainter
from PySide6.QtWidgets import QFormLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from widgets.data import InspectorView, Property
from widgets.paint import badge, picture, put, state_icon
from widgets.parts import Choice, Painted, button, clear, column, frame, label, row, scrolled, tool
from widgets.pictures import Pictures
from widgets.takes import TakeStrip
from widgets.words import t


class _Subject(Painted):
    """Picture, name, state."""

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self.setFixedHeight(60)
        self.setMinimumWidth(150)
        self._pictures, self._view = pictures, InspectorView()
        pictures.arrived.connect(self.update)

    def show_view(self, view: InspectorView) -> None:
        """Show the subject."""
        self._view = view
        self.setAccessibleName(f"{view.title}, {view.place}, {view.state_label}")
        self.update()

    def draw(self, painter: QPainter, w: float, h: float) -> None:
        """In one row."""
        view = self._view
        left = 0.0
        if view.picture:
            image = self._pictures.get(view.picture, 160)
            picture(painter, image, QRectF(0, 1, 42, 57), 4, centre=0.38)
            left = 54
        put(painter, view.title, left, -1, w - left, 15, "hi", bold=True)
        put(painter, view.place, left, 20, w - left, 12, "mid")
        badge(painter, view.state, view.state_label, left, 40, 18)


class InspectorPanel(QWidget):
    """Emits `asked(verb, value)`.

    verbs: slot (show another slot), look (take id), pin, unpin, take, import (path or ""), edit
    (external program), lock, update, set (value "address|field|value"), reset ("address|field"),
    save (take id), a, b, compare, models.
    """

    asked = Signal(str, str)

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self._view = InspectorView()
        self._subject, self.takes = _Subject(pictures), TakeStrip(pictures)
        self._take = button(t("New take"), lambda: self._ask("take"), icon="spark", name="new-take",
                            tip=t("Make another one (T)"))  # fmt: skip
        self._import = button(t("Import…"), lambda: self._ask("import"), icon="import",
                              name="import-take")  # fmt: skip
        self._tabs = row(spacing=4)
        self._count, self._spent = label("", "low"), label("", "low", wrap=True, name="spent")
        self._standin = label("", "stale", wrap=True, name="standin")
        models = button(t("Models…"), lambda: self._ask("models"), kind="small",
                        name="inspector-models")  # fmt: skip
        stands = row(margins=(10, 6, 8, 6))
        stands.addWidget(self._standin, 1)
        stands.addWidget(models)
        self._stands = frame(stands, "warning")
        self._compare = button(t("Compare A/B"), lambda: self._ask("compare"), kind="small",
                               icon="ab", name="compare")  # fmt: skip
        self._why, self._why_rows = QWidget(), QVBoxLayout()
        self._why_title, self._update_cost = label("", "stale"), label("", "low", wrap=True)
        self._form = QFormLayout()
        self._unpin = button(t("Back to automatic"), lambda: self._ask("unpin"), icon="undo",
                             name="unpin")  # fmt: skip
        self._note = label(t("Nothing is selected. Click a card, a line, a clip or a person."),
                           "mid", wrap=True)  # fmt: skip
        self._note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._body = QWidget()
        self._fields: dict[tuple[str, str], _Field] = {}
        self._build()

    def _build(self) -> None:
        self.takes.looked_at.connect(lambda id: self._ask("look", id))
        self.takes.pin_asked.connect(lambda id: self._ask("pin", id))
        self.takes.menu_asked.connect(self._take_menu)
        head = row(spacing=8)
        head.addWidget(self._subject, 1)
        more = tool(
            "dots", t("More for this slot"), lambda: self._slot_menu(more), name="slot-more"
        )
        for each in (self._take, self._import, more):
            head.addWidget(each, 0, Qt.AlignmentFlag.AlignTop)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setSpacing(6)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        update = button(t("Update"), lambda: self._ask("update"), kind="primary", name="update")
        self._why_rows.setSpacing(4)
        why = column(self._why_title, spacing=6, margins=(14, 8, 10, 10))
        why.addLayout(self._why_rows)
        last = row(spacing=8)
        last.addWidget(self._update_cost, 1)
        last.addWidget(update)
        why.addLayout(last)
        self._why = frame(why, "warning")
        body = column(head, margins=(16, 12, 16, 12), spacing=8)
        body.addLayout(self._tabs)
        body.addLayout(row(label(t("Takes"), "strong"), self._count, None, self._unpin,
                           self._compare))  # fmt: skip
        body.addWidget(self.takes)
        body.addWidget(self._spent)
        body.addWidget(self._stands)
        body.addWidget(self._why)
        body.addLayout(self._form)
        body.addStretch(1)
        self._body.setLayout(body)
        self._scroll = scrolled(self._body)
        self.setLayout(column(self._note, self._scroll, spacing=0))
        self._scroll.hide()

    def show_view(self, view: InspectorView) -> None:
        """Show a subject."""
        before, self._view = self._view, view
        self._note.setVisible(not view.subject)
        self._scroll.setVisible(bool(view.subject))
        if view == before:
            return
        self._subject.show_view(view)
        if (view.tabs, view.slot) != (before.tabs, before.slot):
            self._show_tabs(view)
        self.takes.show_takes(view.takes)
        self.takes.setVisible(bool(view.takes))
        self._count.setText(str(len(view.takes)) if view.takes else t("none yet"))
        self._take.setEnabled(bool(view.slot) and view.can_vary)
        self._import.setEnabled(bool(view.slot) and view.can_import)
        self._unpin.setVisible(view.pinned)
        self._spent.setText(view.cost)
        self._spent.setVisible(bool(view.cost))
        self._standin.setText(view.standin)
        self._stands.setVisible(bool(view.standin))
        self._compare.setVisible(len(view.takes) > 1)
        self._show_why(view)
        self._show_properties(view.properties, view.subject != before.subject)

    def _show_tabs(self, view: InspectorView) -> None:
        clear(self._tabs)
        for tab in view.tabs:
            each = button(tab.label, partial(self._ask, "slot", tab.slot), kind="tab")
            each.setCheckable(True)
            each.setChecked(tab.slot == view.slot)
            each.setIcon(state_icon(tab.state))
            each.setAccessibleName(f"{tab.label}, {t(tab.state)}")
            self._tabs.addWidget(each)
        self._tabs.addStretch(1)

    def _show_why(self, view: InspectorView) -> None:
        self._why.setVisible(bool(view.why))
        clear(self._why_rows)
        self._why_title.setText(view.why_title)
        for cause, detail in view.why:
            self._why_rows.addWidget(label(cause, wrap=True))
            if detail:
                self._why_rows.addWidget(label(detail, "low", wrap=True))
        self._update_cost.setText(view.update)

    def _show_properties(self, properties: tuple[Property, ...], anew: bool) -> None:
        keys = [(p.address, p.field) for p in properties]
        if anew or keys != list(self._fields):
            while self._form.rowCount():
                self._form.removeRow(0)
            self._fields = {}
            for item in properties:
                self._fields[item.address, item.field] = self._field(item)
        for item in properties:
            self._fields[item.address, item.field].show_property(item)

    def _field(self, item: Property) -> _Field:
        key = f"{item.address}|{item.field}"
        editor: QWidget
        if item.choices:
            box_ = Choice()
            box_.picked.connect(lambda value: self._ask("set", f"{key}|{value}"))
            editor = box_
        else:
            line = QLineEdit()
            line.editingFinished.connect(lambda: self._typed(key, line))
            editor = line
        editor.setObjectName(f"set-{item.field}")
        editor.setAccessibleName(item.label)
        reset = tool("undo", t("Give it back to the rules"), lambda: self._ask("reset", key), px=14)
        holder = _Field(editor, reset)
        self._form.addRow(label(item.label, "mid"), holder)
        return holder

    def _typed(self, key: str, line: QLineEdit) -> None:
        if line.isModified():
            line.setModified(False)
            self._ask("set", f"{key}|{line.text()}")

    def _take_menu(self, id: str, at: QPoint) -> None:
        menu = QMenu(self)
        for verb, text in (
            ("pin", t("Use this take")), ("a", t("Compare as A")), ("b", t("Compare as B")),
            ("edit", t("Edit in another program…")), ("save", t("Save as a file…")),
        ):  # fmt: skip
            menu.addAction(text, partial(self._ask, verb, id))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    def _slot_menu(self, anchor: QWidget) -> None:
        menu = QMenu(self)
        lock = t("Unlock the episode") if self._view.locked else t("Lock the episode")
        for verb, text in (
            ("take-note", t("New take with a note…")), ("edit", t("Edit in another program…")),
            ("unpin", t("Back to automatic")), ("lock", lock), ("copy", t("Copy the recipe")),
        ):  # fmt: skip
            act = menu.addAction(text, partial(self._ask, verb))
            act.setEnabled(verb != "unpin" or self._view.pinned)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(anchor.mapToGlobal(QPoint(0, anchor.height())))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """A file from outside can be dropped here."""
        if event.mimeData().hasUrls() and self._view.slot:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """It becomes a take and is used."""
        file = event.mimeData().urls()[0].toLocalFile()
        if file and Path(file).is_file():
            self._ask("import", file)

    def _ask(self, verb: str, value: str = "") -> None:
        self.asked.emit(verb, value)


class _Field(QWidget):
    """An editor with a note and a way back to the rule."""

    def __init__(self, editor: QWidget, reset: QWidget) -> None:
        super().__init__()
        self._editor, self._reset, self._note = editor, reset, label("", "low")
        inside = row(spacing=6)
        inside.addWidget(editor, 1)
        inside.addWidget(self._note)
        inside.addWidget(reset)
        self.setLayout(inside)

    def show_property(self, item: Property) -> None:
        """Follow the document, unless the lead is typing here."""
        if isinstance(self._editor, Choice):
            self._editor.offer(item.choices, item.value)
        elif isinstance(self._editor, QLineEdit) and not self._editor.hasFocus():
            self._editor.setText(item.value)
        self._note.setText(item.note)
        self._note.setVisible(bool(item.note))
        self._reset.setVisible(item.reset)
