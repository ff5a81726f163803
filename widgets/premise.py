"""The premise page: the paragraph, its settings, and live what the studio understood."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from widgets import icons
from widgets.data import EngineRow, PremiseCard, PremiseView
from widgets.parts import Choice, button, clear, column, frame, label, row, scrolled, set_tone
from widgets.theme import COLOURS, colour
from widgets.words import t

MARKS = {"read": "read", "inferred": "inferred", "default": "default", "human": "yours"}
PAUSE_MS = 250
"""How long the hand must rest before the premise is read again."""


class _Underline(QSyntaxHighlighter):
    """Shows in the paragraph which words a card was read from."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.spans: tuple[tuple[str, str], ...] = ()

    def highlightBlock(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Solid under what was read, dashed under what was inferred."""
        for words, mark in self.spans:
            for hit in re.finditer(re.escape(words), text, re.IGNORECASE):
                look = QTextCharFormat()
                dashed = mark == "inferred"
                style = QTextCharFormat.UnderlineStyle
                look.setUnderlineStyle(style.DashUnderline if dashed else style.SingleUnderline)
                look.setUnderlineColor(QColor(COLOURS.get(mark, COLOURS["read"])))
                before = len(text[: hit.start()].encode("utf-16-le")) // 2
                self.setFormat(before, len(hit[0].encode("utf-16-le")) // 2, look)


class Card(QFrame):
    """One thing understood; a click turns its value into a field."""

    corrected = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._card = PremiseCard("", "user", "", "", "", "default")
        self._icon, self._name, self._mark = label(), label("", "low"), label("", "low")
        self._value, self._detail = label("", "strong", wrap=True), label("", "low", wrap=True)
        self._line, self._choice = QLineEdit(), Choice()
        self._line.hide()
        self._choice.hide()
        self._icon.setFixedWidth(18)
        self._icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        body = column(
            row(self._name, None, self._mark), self._value, self._line, self._choice, self._detail,
            spacing=1,
        )  # fmt: skip
        outer = row(self._icon, margins=(10, 7, 10, 8), spacing=8)
        outer.addLayout(body, 1)
        self.setLayout(outer)
        self._line.editingFinished.connect(self._finish)
        self._line.installEventFilter(self)
        self._choice.picked.connect(self._choose)

    def show_card(self, card: PremiseCard) -> None:
        """Show this card; an open field is left alone."""
        self._card = card
        self.setAccessibleName(f"{card.name}: {card.value}, {t(MARKS[card.mark])}")
        self._icon.setPixmap(icons.pixmap(card.icon, "mid", 16))
        self._name.setText(card.name)
        self._mark.setText(("● ", "◐ ", "○ ", "◆ ")[list(MARKS).index(card.mark)]
                           + t(MARKS[card.mark]))  # fmt: skip
        palette = self._mark.palette()
        palette.setColor(self._mark.foregroundRole(), colour(card.mark))
        self._mark.setPalette(palette)
        labels = dict(card.choices)
        self._value.setText(labels.get(card.value, card.value))
        self._detail.setText(card.detail)
        self._detail.setVisible(bool(card.detail))

    def mouseReleaseEvent(self, _event: object) -> None:  # noqa: N802 - Qt's name
        """Correct it."""
        self.edit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter and F2 correct it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.edit()
        else:
            super().keyPressEvent(event)

    def edit(self) -> None:
        """Open the field."""
        self._value.hide()
        if self._card.choices:
            self._choice.offer(self._card.choices, self._card.value)
            self._choice.show()
            self._choice.setFocus()
            self._choice.showPopup()
        else:
            self._line.setText(self._card.value)
            self._line.show()
            self._line.setFocus()
            self._line.selectAll()

    def eventFilter(self, target: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Esc leaves the field as it was."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
        ):
            self._line.setText(self._card.value)
            self._close()
            return True
        return super().eventFilter(target, event)

    def _finish(self) -> None:
        text = self._line.text().strip()
        if self._line.isHidden():
            return
        self._close()
        if text and text != self._card.value:
            self.corrected.emit(self._card.id, text)

    def _choose(self, value: str) -> None:
        self._close()
        if value != self._card.value:
            self.corrected.emit(self._card.id, value)

    def _close(self) -> None:
        self._line.hide()
        self._choice.hide()
        self._value.show()
        self.setFocus()


class PremisePanel(QWidget):
    """Emits the settings while they change, and what to begin."""

    changed = Signal()
    corrected = Signal(str, str)
    engine_chosen = Signal(str, str)  # field of the series, engine
    models_asked = Signal()
    write_asked = Signal()
    stop_asked = Signal()
    make_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.text = QPlainTextEdit()
        self.text.setObjectName("premise-text")
        self.text.setAccessibleName(t("Premise"))
        self.text.setPlaceholderText(t("Who wants what, and who stands in the way?"))
        self.text.setFixedHeight(118)
        self.text.setTabChangesFocus(True)
        self._underline = _Underline(self.text.document())
        self.language, self.style_choice = Choice(), Choice()
        self.episodes, self.words, self.seed = QSpinBox(), QSpinBox(), QSpinBox()
        for box, low, high, name in (
            (self.episodes, 1, 24, t("Episodes")), (self.words, 35, 120, t("Words an episode")),
            (self.seed, 1, 9999, t("Seed")),
        ):  # fmt: skip
            box.setRange(low, high)
            box.setAccessibleName(name)
            box.setToolTip(name)
            box.valueChanged.connect(lambda _=0: self._later())
        self.language.setAccessibleName(t("Language"))
        self.style_choice.setAccessibleName(t("Style"))
        self.language.picked.connect(lambda _="": self._later())
        self._cards: list[Card] = []
        self._list = QVBoxLayout()
        self._estimate, self._fault = label("", "low", wrap=True), label("", "failed", wrap=True)
        self._write = button(t("Write"), self.write_asked.emit, icon="spark", name="propose")
        self._stop = button(t("Stop writing"), self.stop_asked.emit, icon="x", name="stop-writing")
        self._engines: dict[str, Choice] = {}
        self._engine_rows = QVBoxLayout()
        self._trouble = label("", "stale", wrap=True)
        self._warning = frame(
            column(self._trouble, row(button(t("Models…"), self.models_asked.emit, kind="small",
                                             name="premise-models"), None),
                   margins=(10, 8, 10, 8), spacing=6), "warning",
        )  # fmt: skip
        self._make = button(t("Make season"), self.make_asked.emit, kind="primary", icon="film",
                            name="make-season")  # fmt: skip
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.changed)
        self.text.textChanged.connect(self._later)
        self._build()

    def _build(self) -> None:
        for rows in (self._list, self._engine_rows):
            rows.setContentsMargins(0, 0, 0, 0)
            rows.setSpacing(6)
        self._warning.hide()
        self._stop.hide()
        inside, engines = QWidget(), QWidget()
        engines.setLayout(self._engine_rows)
        self.style_choice.offer([("comic", t("2D Chinese comic"))], "comic")
        top = column(
            self.text,
            self._fault,
            row(self.language, self.style_choice),
            self._numbers(),
            engines,
            self._warning,
            6,
            label(t("What the studio understood"), "strong"),
            label(t("Click a card to correct it. A correction stays."), "low", wrap=True),
        )  # fmt: skip
        top.addLayout(self._list)
        top.addStretch(1)
        top.setContentsMargins(12, 12, 12, 12)
        inside.setLayout(top)
        foot = QWidget()
        foot.setLayout(
            column(
                self._estimate, row(self._write, self._stop, self._make),
                label(t("A proposal never overwrites what you wrote."), "low", wrap=True),
                margins=(12, 8, 12, 12),
            )
        )  # fmt: skip
        self.setLayout(column(scrolled(inside), foot, spacing=0))
        for each in (self._write, self._stop):
            each.setSizePolicy(self._make.sizePolicy())

    def _numbers(self) -> QHBoxLayout:
        """Three small fields below their names."""
        found = row(spacing=8)
        for name, field in (
            (t("Episodes"), self.episodes), (t("Words an episode"), self.words),
            (t("Seed"), self.seed),
        ):  # fmt: skip
            field.setMinimumWidth(40)
            found.addLayout(column(label(name, "low"), field, spacing=2), 1)
        return found

    def show_view(self, view: PremiseView) -> None:
        """Show settings and cards; a field that is being typed in is left alone."""
        typing = self.text.hasFocus() or self._timer.isActive()
        for box in (self.episodes, self.words, self.seed, self.text):
            box.blockSignals(True)
        if not typing and self.text.toPlainText() != view.text:
            self.text.setPlainText(view.text)
        if not typing:
            self.episodes.setValue(view.episodes)
            self.words.setValue(view.words)
            self.seed.setValue(view.seed)
            self.language.offer(view.languages, view.language)
        for box in (self.episodes, self.words, self.seed, self.text):
            box.blockSignals(False)
        self._fault.setText(view.fault)
        self._fault.setVisible(bool(view.fault))
        self._estimate.setText(view.estimate)
        self._write.setText(t("Write again") if view.written else t("Write"))
        self._write.setVisible(not view.busy)
        self._stop.setVisible(view.busy)
        self._show_engines(view.engines)
        self._trouble.setText(view.trouble)
        self._warning.setVisible(bool(view.trouble))
        self._show_cards(view.cards)
        spans = tuple((c.span, c.mark) for c in view.cards if c.span)
        if spans != self._underline.spans:
            self._underline.spans = spans
            self.text.blockSignals(True)
            self._underline.rehighlight()
            self.text.blockSignals(False)

    def show_fault(self, text: str) -> None:
        """Why the premise cannot be used, and what helps."""
        self._fault.setText(text)
        self._fault.setVisible(bool(text))
        set_tone(self._fault, "failed")

    def _show_engines(self, rows: tuple[EngineRow, ...]) -> None:
        """Who writes, speaks and draws; made once, then followed."""
        for item in rows:
            if item.field not in self._engines:
                self._add_engine(item)
            self._engines[item.field].offer(item.choices, item.value)

    def _add_engine(self, item: EngineRow) -> None:
        choice = Choice()
        choice.setObjectName(f"engine-{item.field}")
        choice.setAccessibleName(item.label)
        choice.picked.connect(lambda value: self.engine_chosen.emit(item.field, value))
        name = label(item.label, "mid")
        name.setFixedWidth(64)
        line = row(name)
        line.addWidget(choice, 1)
        self._engine_rows.addLayout(line)
        self._engines[item.field] = choice

    def _show_cards(self, cards: tuple[PremiseCard, ...]) -> None:
        if len(cards) != len(self._cards):
            clear(self._list)
            self._cards = [Card() for _ in cards]
            for each in self._cards:
                each.corrected.connect(self.corrected)
                self._list.addWidget(each)
        for widget, card in zip(self._cards, cards, strict=True):
            widget.show_card(card)

    def _later(self) -> None:
        self._timer.start()
