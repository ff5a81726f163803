"""The gate: every episode at a glance, what stands in the way, what was found, what passed."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from widgets.data import EpisodeCard
from widgets.deliver_found import FoundList
from widgets.deliver_view import DeliverView, Finding, ResultView
from widgets.line_row import StateMark
from widgets.paint import picture, put, state_glyph
from widgets.parts import Painted, button, clear, column, label, row, scrolled
from widgets.pictures import Pictures
from widgets.words import t


class _Finding(QFrame):
    """One thing to look at, with its remedy."""

    asked = Signal(str)

    def __init__(self, finding: Finding, pictures: Pictures) -> None:
        super().__init__()
        self.setObjectName("fault" if finding.state == "failed" else "warning")
        mark = StateMark(13)
        mark.show_state(finding.state)
        tone = "failed" if finding.state == "failed" else "stale"
        words = column(
            row(mark, label(finding.where, "mid"), None, spacing=6),
            label(finding.text, "strong", wrap=True), label(finding.effect, tone, wrap=True),
            spacing=2,
        )  # fmt: skip
        inside = row(Thumb(finding.picture, pictures), margins=(10, 8, 10, 8), spacing=12)
        inside.addLayout(words, 1)
        if finding.remedy:
            kind = "primary" if finding.id == "missing" else "small"
            act = button(finding.remedy, lambda: self.asked.emit(finding.id), kind=kind)
            inside.addWidget(act, 0, Qt.AlignmentFlag.AlignBottom)
        self.setLayout(inside)


class Thumb(Painted):
    """A small picture of a file."""

    def __init__(self, file: str, pictures: Pictures, wide: int = 36, tall: int = 52) -> None:
        super().__init__()
        self.setFixedSize(wide, tall)
        self._file, self._pictures = file, pictures
        pictures.arrived.connect(self.update)

    def show_file(self, file: str) -> None:
        """Another picture."""
        self._file = file
        self.update()

    def draw(self, painter: QPainter, w: float, h: float) -> None:
        """The picture."""
        image = self._pictures.get(self._file, round(w) * 2)
        picture(painter, image, QRectF(0, 0, w, h), 4, centre=0.38)


class _Episodes(Painted):
    """All episodes as small pictures with their state."""

    opened = Signal(str)

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._pictures = pictures
        self._cards: tuple[EpisodeCard, ...] = ()
        pictures.arrived.connect(self.update)

    def show_cards(self, cards: tuple[EpisodeCard, ...]) -> None:
        """The season."""
        if cards != self._cards:
            self._cards = cards
            self._fit()
            self.update()

    def _columns(self) -> int:
        return max(4, min(10, self.width() // 64))

    def _fit(self) -> None:
        rows = -(-len(self._cards) // self._columns())
        self.setFixedHeight(max(1, rows) * 78)

    def resizeEvent(self, _event: object) -> None:  # noqa: N802 - Qt's name
        """Rows follow the width."""
        self._fit()

    def draw(self, painter: QPainter, w: float, h: float) -> None:
        """A grid."""
        columns = self._columns()
        wide = w / columns
        for at, card in enumerate(self._cards):
            x, y = at % columns * wide, at // columns * 78
            area = QRectF(x, y, wide - 8, 52)
            dim = 0.62 if card.state == "waiting" else 0.0
            picture(painter, self._pictures.get(card.picture, 160), area, 4, centre=0.36, dim=dim)
            if card.state != "fresh":
                state_glyph(painter, card.state, area.right() - 11, y + 11, 11, on_picture=True)
            tone = "hi" if card.faults else "mid"
            put(painter, str(card.number), x, y + 55, wide - 8, 11, tone, align="centre",
                bold=bool(card.faults))  # fmt: skip

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Go to the episode."""
        columns = self._columns()
        at = int(event.position().y() // 78) * columns + int(
            event.position().x() // (self.width() / columns)
        )
        if 0 <= at < len(self._cards):
            self.opened.emit(self._cards[at].id)


class GatePage(QWidget):
    """Findings and what passed. Emits `asked(verb, id)`: fix (finding), open (episode)."""

    asked = Signal(str, str)

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._pictures = pictures
        self._findings, self._passed = QVBoxLayout(), QVBoxLayout()
        self._episodes = _Episodes(pictures)
        self._episodes.opened.connect(lambda id: self.asked.emit("open", id))
        self.found = FoundList()
        self._head = label("", "mid")
        self._shown: tuple[object, ...] = ()
        body = QWidget()
        inside = column(margins=(12, 12, 12, 12), spacing=10)
        inside.addWidget(self.found)
        inside.addLayout(row(label(t("Every episode"), "strong"), None, self._head))
        inside.addWidget(self._episodes)
        inside.addWidget(label(t("To look at"), "strong"))
        self._findings.setSpacing(6)
        inside.addLayout(self._findings)
        inside.addSpacing(6)
        inside.addWidget(label(t("What passed"), "strong"))
        inside.addLayout(self._passed)
        inside.addStretch(1)
        body.setLayout(inside)
        self._scroll = scrolled(body)
        self.setLayout(column(self._scroll))

    def show_result(self, view: ResultView) -> None:
        """What came of the last export, above everything else."""
        self.found.show_result(view)
        if view.worth_a_look:
            self._scroll.verticalScrollBar().setValue(0)

    def show_view(self, view: DeliverView) -> None:
        """Show what an export would meet."""
        self._episodes.show_cards(view.episodes)
        self._head.setText(t("{ready} of {all} ready", ready=view.ready, all=view.total))
        if (view.findings, view.passed) == self._shown:
            return
        self._shown = (view.findings, view.passed)
        clear(self._findings)
        clear(self._passed)
        for finding in view.findings:
            each = _Finding(finding, self._pictures)
            each.asked.connect(lambda id: self.asked.emit("fix", id))
            self._findings.addWidget(each)
        if not view.findings:
            self._findings.addWidget(label(t("Nothing stands in the way."), "mid"))
        for text in view.passed:
            mark = StateMark()
            mark.show_state("fresh")
            line = row(mark, spacing=6)
            line.addWidget(label(text, wrap=True), 1)
            self._passed.addLayout(line)
