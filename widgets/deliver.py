"""The export: what is ready, what the files say about themselves, where they go, and the run."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from widgets import icons
from widgets.deliver_gate import Thumb
from widgets.deliver_labels import LabelsSection, Tick
from widgets.deliver_run import RunPanel
from widgets.deliver_view import DeliverView, RunView
from widgets.parts import button, clear, column, hairline, label, restyle, row, scrolled, set_tone
from widgets.pictures import Pictures
from widgets.words import t


class ExportPanel(QWidget):
    """What is written and where. Emits `export_asked(folder, force)`, `stop_asked`,
    `folder_asked`, `open_asked(folder)`, `verify_asked(folder)`, `found_asked` (show what the gate
    found) and `queue_asked`."""

    export_asked = Signal(str, bool)
    stop_asked = Signal()
    folder_asked = Signal()
    open_asked = Signal(str)
    verify_asked = Signal(str)
    found_asked = Signal()
    queue_asked = Signal()

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._cover = Thumb("", pictures, 64, 114)
        self._title, self._facts = label("", "lead", wrap=True), QVBoxLayout()
        self._facts.setSpacing(3)
        self.labels = LabelsSection()
        self.folder = QLineEdit()
        self.folder.setObjectName("export-folder")
        self.folder.setAccessibleName(t("Folder"))
        self.run = RunPanel()
        self.run.stop_asked.connect(self.stop_asked)
        self._force = Tick(t("Export although rules are broken"))
        self._first = label("", "stale", wrap=True, name="make-first")
        self._go = button(t("Export"), self._export, kind="big", icon="export", name="export-now")
        self._note = label("", "low", wrap=True, name="export-note")
        self._after = QWidget()
        self._busy = self._done = False
        self._build()

    def _build(self) -> None:
        facts = column(self._title, spacing=6)
        facts.addLayout(self._facts)
        facts.addStretch(1)
        top = row(self._cover, spacing=14)
        top.addLayout(facts, 1)
        inside = column(margins=(14, 12, 14, 12), spacing=12)
        inside.addLayout(top)
        inside.addWidget(self.labels)
        inside.addStretch(1)
        body = QWidget()
        body.setLayout(inside)
        place = row(label(t("Folder"), "mid"))
        place.addWidget(self.folder, 1)
        place.addWidget(button(t("Change"), self.folder_asked.emit, kind="small"))
        self._found = button(t("See what was found"), self.found_asked.emit, kind="small",
                             name="show-found")  # fmt: skip
        shown = self.folder.text
        self._after.setLayout(row(
            button(t("Show the folder"), lambda: self.open_asked.emit(shown()), kind="small",
                   name="show-folder"),
            button(t("Check the files"), lambda: self.verify_asked.emit(shown()), kind="small",
                   name="verify-files",
                   tip=t("Reads every written file: bytes, labels, content credentials")),
            self._found, None, spacing=6,
        ))  # fmt: skip
        self._after.hide()
        self._found.hide()
        queue = button(t("Several seasons one after the other…"), self.queue_asked.emit,
                       kind="link", name="open-queue")  # fmt: skip
        foot = column(hairline(), margins=(14, 0, 14, 10), spacing=8)
        foot.addLayout(place)
        for each in (self._first, self._force, self.run, self._go, self._note, self._after):
            foot.addWidget(each)
        foot.addLayout(row(queue, None))
        outer = column(spacing=0)
        outer.addWidget(scrolled(body), 1)
        outer.addLayout(foot)
        self.setLayout(outer)

    def show_view(self, view: DeliverView) -> None:
        """Show what is ready."""
        self._cover.show_file(view.picture)
        self._title.setText(view.title)
        clear(self._facts)
        for name, value, detail in view.facts:
            more = label(detail, "low", wrap=True)
            more.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            line = row(label(name, "mid"), label(value, "strong"))
            line.addWidget(more, 1)
            self._facts.addLayout(line)
        self.labels.show_labels(view.labels)
        self.labels.show_fields(view.fields)
        if not self.folder.isModified():
            self.folder.setText(view.folder)
            self.folder.setToolTip(view.folder)
            self.folder.setCursorPosition(0)
        broken = any(f.state == "failed" for f in view.findings)
        self._force.setVisible(broken and not self._busy)
        self._after.setVisible((view.exported or self._done) and not self._busy)
        self._first.setText(view.make_first)
        self._first.setVisible(bool(view.make_first) and not self._busy)
        if view.make_first:
            text = t("Make them and export")
        else:
            text = t("Export {n} of {all} episodes", n=view.ready, all=view.total)
        self._go.setText(text)
        self._go.setAccessibleName(text)
        self._go.setEnabled(view.ready > 0 or bool(view.make_first))
        kind = "big" if view.ready == view.total else "wide"  # a part of a season is second best
        if self._go.property("kind") != kind:
            self._go.setProperty("kind", kind)
            self._go.setIcon(icons.icon("export", "on_accent" if kind == "big" else "hi", 14))
            restyle(self._go)

    def show_run(self, view: RunView) -> None:
        """Show how far an export is; while it runs no second one can be asked for."""
        self._busy = view.running
        self.run.show_view(view)
        self._go.setVisible(not view.running)
        if view.running:
            for each in (self._note, self._after, self._first, self._force):
                each.hide()

    def say(self, text: str, tone: str = "low", *, done: bool = False, found: bool = False) -> None:
        """What came of it. done: there is a folder to show; found: something wants a look."""
        set_tone(self._note, tone)
        self._note.setText(text)
        self._note.setVisible(bool(text))
        self._done = done
        self._after.setVisible(done)
        self._found.setVisible(found)

    def _export(self) -> None:
        self.export_asked.emit(self.folder.text(), self._force.isChecked())
