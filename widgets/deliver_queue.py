"""The batch: several seasons made and exported one after the other, in an order of the lead's."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QMenu, QProgressBar, QPushButton, QVBoxLayout, QWidget

from widgets.deliver_view import QueueRow, QueueView
from widgets.line_row import StateMark
from widgets.models_parts import Page
from widgets.parts import button, clear, column, hairline, label, row, scrolled, set_tone, tool
from widgets.words import t


class _Row(QFrame):
    """One season of the batch. Emits `asked(verb, path)`: up, down, remove, folder."""

    asked = Signal(str, str)

    def __init__(self, view: QueueRow, at: int, last: bool, running: bool) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(f"{view.title}. {view.text}")
        self._mark, self._text = StateMark(14), label("", "mid", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        path = view.path

        def act(icon: str, tip: str, verb: str, on: bool) -> QWidget:
            made = tool(icon, tip, lambda: self.asked.emit(verb, path), name=f"queue-{verb}-{at}",
                        px=14)  # fmt: skip
            made.setEnabled(on)
            return made

        busy = view.state == "rendering"
        title = label(view.title, "strong")
        title.setToolTip(path)
        head = row(self._mark, title, label(view.out, "low"), None, spacing=8)
        if view.state == "fresh":
            head.addWidget(button(t("Show the folder"), lambda: self.asked.emit("folder", path),
                                  kind="small", name=f"queue-folder-{at}"))  # fmt: skip
        head.addWidget(act("up", t("Earlier"), "up", at > 0 and not running))
        head.addWidget(act("down", t("Later"), "down", not last and not running))
        head.addWidget(act("trash", t("Take out of the list"), "remove", not busy))
        self.setLayout(column(head, self._text, self._bar, margins=(12, 6, 6, 10), spacing=4))
        self.show_row(view)

    def show_row(self, view: QueueRow) -> None:
        """How far this season is."""
        self._mark.show_state(view.state)
        set_tone(self._text, "failed" if view.state == "failed" else "mid")
        self._text.setText(view.text)
        self._text.setVisible(bool(view.text))
        self._bar.setVisible(view.state == "rendering")
        self._bar.setRange(0, 0 if view.share < 0 else 1000)
        self._bar.setValue(max(0, view.share))


class QueueDialog(Page):
    """Emits `asked(verb, path)`: add (path, "" to be asked for one), up, down, remove, folder,
    start, stop."""

    asked = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("queue")
        self.setWindowTitle(t("Several seasons"))
        self.setModal(False)
        self._rows: list[_Row] = []
        self._shown: tuple[object, ...] = ()
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        text = t("Nothing is in the list yet. Add seasons; each is made and exported for its own "
                 "profiles, one after the other.")  # fmt: skip
        self._empty = label(text, "mid", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._current = button(t("Add this season"), lambda: self.asked.emit("add", self._open),
                               icon="plus", name="queue-add-current")  # fmt: skip
        self._recent = QPushButton(t("Add a recent one"))
        self._recent.setObjectName("queue-add-recent")
        self._recent.setAccessibleName(self._recent.text())
        self._menu = QMenu(self._recent)
        self._recent.setMenu(self._menu)
        self._other = button(t("Add a folder…"), lambda: self.asked.emit("add", ""),
                             icon="folder", name="queue-add-folder")  # fmt: skip
        self.start = button(t("Make and export all"), lambda: self.asked.emit("start", ""),
                            kind="primary", icon="export", name="queue-start")  # fmt: skip
        tip = t("Stop; everything finished is kept")
        self.stop = button(
            t("Stop"), lambda: self.asked.emit("stop", ""), icon="x", name="queue-stop", tip=tip
        )
        self._open = ""
        self._build()
        self.resize(720, 520)

    def _build(self) -> None:
        body = QWidget()
        inside = column(spacing=6)
        inside.addWidget(self._empty)
        inside.addLayout(self._list)
        inside.addStretch(1)
        body.setLayout(inside)
        outer = column(
            label(t("Several seasons one after the other"), "title"),
            label(t("The list is kept when the studio is closed; what is finished is not made "
                    "again."), "mid", wrap=True),
            row(self._current, self._recent, self._other, None),
            margins=(20, 16, 20, 16), spacing=10,
        )  # fmt: skip
        outer.addWidget(scrolled(body), 1)
        outer.addWidget(hairline())
        outer.addLayout(row(None, self.stop, self.start))
        self.setLayout(outer)

    def show_view(self, view: QueueView) -> None:
        """Show the batch; while it only moves on, rows stay where they are."""
        self._open = view.current
        self._empty.setVisible(not view.rows)
        listed = {each.path for each in view.rows}
        self._current.setEnabled(bool(view.current) and view.current not in listed)
        left = [(path, title) for path, title in view.recent if path not in listed]
        self._recent.setEnabled(bool(left))
        self._menu.clear()
        for path, title in left:
            self._menu.addAction(title).triggered.connect(partial(self._add, path))
        self.start.setEnabled(bool(view.rows) and not view.running)
        self.stop.setVisible(view.running)
        shape = (view.running, [(each.path, each.state, each.out) for each in view.rows])
        if shape != self._shown:
            self._shown = shape
            clear(self._list)
            self._rows = []
            for at, each in enumerate(view.rows):
                made = _Row(each, at, at == len(view.rows) - 1, view.running)
                made.asked.connect(self.asked)
                self._rows.append(made)
                self._list.addWidget(made)
        for made, each in zip(self._rows, view.rows, strict=True):
            made.show_row(each)

    def _add(self, path: str, _checked: bool = False) -> None:
        self.asked.emit("add", path)
