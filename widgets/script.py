"""The script of one episode: lines, contract, proposals. Emits intents; never edits by itself."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from widgets.data import Check, ScriptView
from widgets.line_row import ActionRow, LineRow, StateMark
from widgets.paint import put, word_bar
from widgets.parts import Choice, Painted, button, clear, column, hairline, label, row, scrolled
from widgets.pictures import Pictures
from widgets.words import t


class _Budget(Painted):
    """Words used of words allowed, always in sight."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(20)
        self._words, self._limit = 0, 60

    def show_words(self, words: int, limit: int) -> None:
        """Both counted in the language's own measure."""
        self._words, self._limit = words, limit
        self.setAccessibleName(t("{n} of {limit} spoken words", n=words, limit=limit))
        self.update()

    def draw(self, painter: QPainter, w: float, h: float) -> None:
        """Bar and figures."""
        word_bar(painter, self._words, self._limit, QRectF(0, 8, w - 56, 4))
        over = self._words > self._limit
        put(painter, f"{self._words}/{self._limit}", w - 56, 1.5, 56, 11,
            "failed" if over else "mid", bold=over, align="right")  # fmt: skip


class ScriptPanel(QWidget):
    """Emits `asked(id, verb, value)`.

    verbs of a line: select, speak, take, import, text, speaker, emotion, intensity, split, merge,
    merge-back, move-up, move-down, add, remove, accept, keep; of the episode: title, cliff,
    add-first, propose, accept-all, keep-all, lock.
    """

    asked = Signal(str, str, str)
    typed = Signal(str, str)

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._pictures = pictures
        self._view = ScriptView()
        self._rows: dict[str, LineRow | ActionRow] = {}
        self._order: list[tuple[str, str]] = []
        self._number, self._title, self._kind = label("", "lead"), QLineEdit(), Choice("flat")
        self._budget, self._length = _Budget(), label("", "low")
        self._list, self._checks = QVBoxLayout(), QVBoxLayout()
        self._all = self._proposal_bar()
        self._add = button(t("Add a line"), self._add_line, kind="ghost", icon="plus",
                           name="add-line")  # fmt: skip
        self._empty = label(
            t("The script of the chosen episode will stand here."), "mid", wrap=True
        )
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._body = QWidget()
        self._build()

    def _proposal_bar(self) -> QWidget:
        bar = QWidget()
        accept = button(t("Accept all"), lambda: self._ask("accept-all"), kind="small",
                        name="accept-all")  # fmt: skip
        keep = button(t("Keep all mine"), lambda: self._ask("keep-all"), kind="small",
                      name="keep-all")  # fmt: skip
        self._proposed = label("", "rendering")
        bar.setLayout(row(self._proposed, None, keep, accept, margins=(12, 4, 12, 4)))
        bar.hide()
        return bar

    def _build(self) -> None:
        self._title.setObjectName("episode-title")
        self._title.setAccessibleName(t("Title of the episode"))
        self._kind.setAccessibleName(t("Type of the cliffhanger"))
        self._title.editingFinished.connect(self._retitle)
        self._kind.picked.connect(lambda kind: self._ask("cliff", kind))
        self._list.setContentsMargins(8, 8, 8, 8)
        self._list.setSpacing(4)
        rows = QWidget()
        rows.setLayout(column(spacing=0))
        inner = rows.layout()
        assert isinstance(inner, QVBoxLayout)
        inner.addLayout(self._list)
        inner.addWidget(self._add)
        inner.addStretch(1)
        head = QWidget()
        head.setLayout(
            column(row(self._number, self._title, self._kind), self._budget,
                   margins=(12, 8, 12, 6), spacing=4)
        )  # fmt: skip
        foot = QWidget()
        self._checks.setSpacing(2)
        under = column(row(label(t("Contract"), "strong"), None, self._length),
                       margins=(12, 8, 12, 8), spacing=4)  # fmt: skip
        under.addLayout(self._checks)
        foot.setLayout(under)
        self._scroll = scrolled(rows)
        self._body.setLayout(
            column(head, hairline(), self._all, self._scroll, hairline(), foot, spacing=0)
        )
        self.setLayout(column(self._empty, self._body, spacing=0))
        self._body.hide()

    def show_view(self, view: ScriptView) -> None:
        """Show an episode; rows are kept where their line is, so that typing goes on."""
        before, self._view = self._view, view
        self._empty.setVisible(not view.episode)
        self._body.setVisible(bool(view.episode))
        if view == before:
            return
        self._number.setText(t("EP {n}", n=view.number))
        if not self._title.hasFocus() or view.episode != before.episode:
            self._title.setText(view.title)
        self._kind.offer(view.kinds, view.kind)
        self._length.setText(view.length)
        self._show_rows(view)
        self.show_checks(view.words, view.limit, view.checks)
        proposed = sum(bool(r.proposal) for r in view.rows)
        self._all.setVisible(proposed > 0)
        self._proposed.setText(t("{n} proposals", n=proposed))
        if view.episode != before.episode:
            self._scroll.verticalScrollBar().setValue(0)

    def show_checks(self, words: int, limit: int, checks: tuple[Check, ...]) -> None:
        """The contract, counted now."""
        self._budget.show_words(words, limit)
        clear(self._checks)
        for check in checks:
            mark = StateMark()
            mark.show_state(check.state)
            tone = {"fresh": "", "stale": "stale", "failed": "failed"}[check.state]
            text = label(check.text, tone, wrap=True)
            text.setToolTip(check.text)
            line = row(mark, spacing=6)
            line.addWidget(text, 1)
            if check.value:
                line.addWidget(label(check.value, "low"))
            self._checks.addLayout(line)

    def show_faults(self, faults: dict[str, tuple[str, ...]]) -> None:
        """Broken rules of lines while they are typed: by line id."""
        for id, row_ in self._rows.items():
            if isinstance(row_, LineRow):
                row_.show_faults(faults.get(id, ()))

    def select(self, id: str) -> None:
        """Mark a line as the subject."""
        for key, row_ in self._rows.items():
            if isinstance(row_, LineRow):
                row_.select(key == id)
        if id in self._rows:
            self._scroll.ensureWidgetVisible(self._rows[id], 0, 24)

    def edit(self, id: str) -> None:
        """Put the cursor into a line."""
        row_ = self._rows.get(id)
        if isinstance(row_, LineRow):
            row_.text.setFocus()

    def row_of(self, id: str) -> LineRow | ActionRow | None:
        """The row that shows a line or a beat."""
        return self._rows.get(id)

    def store(self) -> None:
        """Store whatever is being typed: before anything is read from the document."""
        for row_ in self._rows.values():
            if isinstance(row_, LineRow):
                row_.text.store()

    def _show_rows(self, view: ScriptView) -> None:
        order = [(line.id, line.kind) for line in view.rows]
        if order != self._order:
            self._arrange(order)
        for line in view.rows:
            found = self._rows[line.id]
            if isinstance(found, LineRow):
                found.show_line(line, view)
            else:
                found.show_line(line)
        self._add.setVisible(not view.locked)

    def _arrange(self, order: list[tuple[str, str]]) -> None:
        wanted = dict(order)
        for id in [i for i in self._rows if i not in wanted]:
            gone = self._rows.pop(id)
            self._list.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for at, (id, kind) in enumerate(order):
            if id not in self._rows:
                self._rows[id] = self._new(id, kind)
            self._list.removeWidget(self._rows[id])
            self._list.insertWidget(at, self._rows[id])
        self._order = order

    def _new(self, id: str, kind: str) -> LineRow | ActionRow:
        if kind == "action":
            beat = ActionRow()
            beat.asked.connect(lambda verb, value: self.asked.emit(id, verb, value))
            return beat
        line = LineRow(self._pictures)
        line.asked.connect(lambda verb, value: self._line_asked(id, verb, value))
        line.typed.connect(lambda text: self.typed.emit(id, text))
        return line

    def _line_asked(self, id: str, verb: str, value: str) -> None:
        if verb not in ("up", "down"):
            self.asked.emit(id, verb, value)
            return
        lines = [i for i, kind in self._order if kind == "line"]
        at = lines.index(id) + (1 if verb == "down" else -1)
        if 0 <= at < len(lines):
            self.edit(lines[at])

    def _add_line(self) -> None:
        lines = [i for i, kind in self._order if kind == "line"]
        self.asked.emit(lines[-1] if lines else self._view.episode, "add", "")

    def _retitle(self) -> None:
        title = self._title.text().strip()
        if title and title != self._view.title:
            self._ask("title", title)

    def _ask(self, verb: str, value: str = "") -> None:
        self.asked.emit(self._view.episode, verb, value)
