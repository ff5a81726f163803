"""Delivery: what stands in the way, what passed, and the export."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from widgets import icons
from widgets.data import DeliverView, EpisodeCard, Finding
from widgets.line_row import StateMark
from widgets.paint import picture, put, state_glyph
from widgets.parts import (
    Painted,
    button,
    clear,
    column,
    frame,
    hairline,
    label,
    restyle,
    row,
    scrolled,
    set_tone,
)
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
        inside = row(_Thumb(finding.picture, pictures), margins=(10, 8, 10, 8), spacing=12)
        inside.addLayout(words, 1)
        if finding.remedy:
            kind = "primary" if finding.id == "missing" else "small"
            act = button(finding.remedy, lambda: self.asked.emit(finding.id), kind=kind)
            inside.addWidget(act, 0, Qt.AlignmentFlag.AlignBottom)
        self.setLayout(inside)


class _Thumb(Painted):
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


class GatePanel(QWidget):
    """Findings and what passed. Emits `asked(verb, id)`: fix (finding), open (episode)."""

    asked = Signal(str, str)

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._pictures = pictures
        self._findings, self._passed = QVBoxLayout(), QVBoxLayout()
        self._episodes = _Episodes(pictures)
        self._episodes.opened.connect(lambda id: self.asked.emit("open", id))
        self._head = label("", "mid")
        self._shown: tuple[object, ...] = ()
        body = QWidget()
        inside = column(margins=(12, 12, 12, 12), spacing=10)
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
        self.setLayout(column(scrolled(body)))

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


class ExportPanel(QWidget):
    """What is written and where. Emits `export_asked(folder, force)` and `folder_asked`."""

    export_asked = Signal(str, bool)
    folder_asked = Signal()
    open_asked = Signal(str)

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._cover = _Thumb("", pictures, 92, 164)
        self._title, self._facts = label("", "lead", wrap=True), QVBoxLayout()
        self.folder = QLineEdit()
        self.folder.setObjectName("export-folder")
        self.folder.setAccessibleName(t("Folder"))
        self._force = QCheckBox(t("Export although rules are broken"))
        self._go = button(t("Export"), self._export, kind="big", icon="export", name="export-now")
        self._note = label("", "low", wrap=True)
        self._show = button(t("Show the folder"), lambda: self.open_asked.emit(self.folder.text()),
                            kind="link", name="show-folder")  # fmt: skip
        self._show.hide()
        self._notice = frame(
            column(
                row(_label_icon(), label(t("Every file says that it is AI-made"), "strong"), None),
                label(t("A visible label for the first two seconds and a record in the file. "
                        "Chinese law asks for both."), "mid", wrap=True),
                margins=(12, 10, 12, 10), spacing=4,
            ), "notice",
        )  # fmt: skip
        top = row(self._cover, spacing=14)
        top.addLayout(column(self._title, None), 1)
        inside = column(margins=(16, 14, 16, 14), spacing=10)
        inside.addLayout(top)
        inside.addLayout(self._facts)
        inside.addWidget(self._notice)
        inside.addStretch(1)
        inside.addWidget(hairline())
        place = row(label(t("Folder"), "mid"))
        place.addWidget(self.folder, 1)
        place.addWidget(button(t("Change"), self.folder_asked.emit, kind="small"))
        inside.addLayout(place)
        for each in (self._force, self._go, self._note, self._show):
            inside.addWidget(each)
        body = QWidget()
        body.setLayout(inside)
        self.setLayout(column(scrolled(body)))

    def show_view(self, view: DeliverView) -> None:
        """Show what is ready."""
        self._cover.show_file(view.picture)
        self._title.setText(view.title)
        clear(self._facts)
        for name, value, detail in view.facts:
            self._facts.addLayout(
                row(label(name, "mid"), label(value, "strong"), None, label(detail, "low"))
            )
        if not self.folder.isModified():
            self.folder.setText(view.folder)
            self.folder.setToolTip(view.folder)
            self.folder.setCursorPosition(0)
        broken = any(f.state == "failed" for f in view.findings)
        self._force.setVisible(broken)
        self._go.setText(t("Export {n} of {all} episodes", n=view.ready, all=view.total))
        self._go.setAccessibleName(self._go.text())
        self._go.setEnabled(view.ready > 0)
        kind = "big" if view.ready == view.total else "wide"  # a part of a season is second best
        if self._go.property("kind") != kind:
            self._go.setProperty("kind", kind)
            self._go.setIcon(icons.icon("export", "on_accent" if kind == "big" else "hi", 14))
            restyle(self._go)

    def say(self, text: str, tone: str = "low", done: bool = False) -> None:
        """What came of it."""
        set_tone(self._note, tone)
        self._note.setText(text)
        self._show.setVisible(done)

    def _export(self) -> None:
        self.export_asked.emit(self.folder.text(), self._force.isChecked())


def _label_icon() -> QWidget:
    found = label()
    found.setPixmap(icons.pixmap("label", "rendering", 16))
    return found
