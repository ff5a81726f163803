"""AI labels as switches, and who answers for the season: what the files say about themselves."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from widgets import icons
from widgets.asking import confirm
from widgets.deliver_profiles import keeps_space
from widgets.deliver_view import LabelSwitch, SeriesField
from widgets.parts import column, frame, label, row
from widgets.words import t


class Tick(QCheckBox):
    """A check box with a tick in it: being on is told by a shape, not by a colour alone."""

    def event(self, event: QEvent) -> bool:
        """The space bar switches it while it has the keyboard."""
        return keeps_space(event) or super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Qt's box from the style sheet, the tick from the icon set."""
        super().paintEvent(event)
        if self.isChecked():
            painter = QPainter(self)
            icons.draw(painter, "check", "on_accent", 3, (self.height() - 12) / 2, 12)
            painter.end()


class LabelsSection(QWidget):
    """Emits `switched(label, on)` after a warning, and `typed(field, value)`."""

    switched = Signal(str, bool)
    typed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._switches: dict[str, Tick] = {}
        self._fields: dict[str, QLineEdit] = {}
        self._laws: dict[str, tuple[str, str]] = {}
        mark = label()
        mark.setPixmap(icons.pixmap("label", "rendering", 16))
        self._head = label(t("Every file says that it is AI-made"), "strong")
        self._note = label(t("China and the European Union ask for it."), "mid", wrap=True)
        self._list, self._form = column(spacing=0), column(spacing=6)
        inside = column(row(mark, self._head, None), self._note, margins=(12, 10, 12, 8), spacing=4)
        inside.addLayout(self._list)
        outer = column(frame(inside, "notice"), spacing=10)
        outer.addLayout(self._form)
        self.setLayout(outer)

    def show_labels(self, labels: tuple[LabelSwitch, ...]) -> None:
        """Show which labels the files carry."""
        for each in labels:
            switch = self._switches.get(each.id) or self._switch(each.id, each.name)
            self._laws[each.id] = (each.name, each.law)
            switch.setChecked(each.on)
            more = "" if each.wanted else "\n" + t("The chosen profiles do not carry it.")
            switch.setToolTip(each.law + more)
        off = [each.name for each in labels if not each.on]
        self._head.setText(
            t("Labels are switched off") if off else t("Every file says that it is AI-made")
        )
        self._note.setText(
            t("Not written: {names}. The manifest says so.", names=", ".join(off)) if off
            else t("China and the European Union ask for it.")
        )  # fmt: skip

    def show_fields(self, fields: tuple[SeriesField, ...]) -> None:
        """Show who produced it; a field with the keyboard in it is left alone."""
        for each in fields:
            field = self._fields.get(each.field) or self._field(each)
            if not field.hasFocus() and field.text() != each.value:
                field.setText(each.value)
                field.setCursorPosition(0)
            field.setProperty("kept", each.value)

    def _switch(self, id: str, name: str) -> Tick:
        made = Tick(name)
        made.setObjectName(f"label-{id}")
        made.clicked.connect(lambda on: self._clicked(id, on))
        self._switches[id] = made
        self._list.addWidget(made)
        return made

    def _field(self, view: SeriesField) -> QLineEdit:
        made = QLineEdit()
        made.setObjectName(f"series-{view.field}")
        made.setAccessibleName(view.label)
        made.setPlaceholderText(view.hint)
        made.setToolTip(view.hint)
        made.editingFinished.connect(lambda: self._typed(view.field))
        self._fields[view.field] = made
        name = label(view.label, "mid")
        name.setFixedWidth(104)
        line = row(name)
        line.addWidget(made, 1)
        self._form.addLayout(line)
        return made

    def _typed(self, field: str) -> None:
        text = self._fields[field].text().strip()
        if text != self._fields[field].property("kept"):
            self._fields[field].setProperty("kept", text)
            self.typed.emit(field, text)

    def _clicked(self, id: str, on: bool) -> None:
        if on:
            self.switched.emit(id, True)
            return
        self._switches[id].setChecked(True)  # until the question is answered
        name, law = self._laws[id]
        confirm(
            self, t("Switch off “{name}”?", name=name),
            t("It concerns this law:\n{law}\n\nThe manifest will say that you switched it off.",
              law=law),
            t("Switch off"), lambda: self.switched.emit(id, False), keep=t("Keep the label"),
            name="label-off",
        )  # fmt: skip
