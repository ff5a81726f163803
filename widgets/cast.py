"""The cast: a board of who can speak, and the voice of the one that is chosen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from widgets import icons
from widgets.data import Audition, VoiceCard
from widgets.paint import badge, box, picture, put, state_glyph, wave
from widgets.parts import (
    Choice,
    Dial,
    Painted,
    button,
    clear,
    column,
    frame,
    label,
    row,
    scrolled,
    tool,
)
from widgets.pictures import Pictures
from widgets.theme import colour
from widgets.words import t


class CastCard(Painted):
    """Portrait, name, voice, and how it sounds. A click chooses, the play mark plays."""

    chosen = Signal(str)
    play_asked = Signal(str, str)

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._pictures = pictures
        self._card = VoiceCard("", "", "", "mid", "", "", "waiting", "")
        self._selected = False
        self.setMinimumSize(200, 260)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        pictures.arrived.connect(self.update)

    def show_card(self, card: VoiceCard, selected: bool) -> None:
        """Show this person."""
        if (card, selected) != (self._card, self._selected):
            self._card, self._selected = card, selected
            self.setAccessibleName(f"{card.name}, {card.role}, {card.voice}, {card.state_label}")
            self.setToolTip(card.standin)
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A third of a board."""
        return QSize(300, 370)

    def _play_area(self) -> QRectF:
        return QRectF(12, self.height() - 76, self.width() - 24, 38)

    def draw(self, painter: QPainter, w: float, h: float) -> None:
        """The card."""
        card = self._card
        box(painter, QRectF(0, 0, w, h), 8, "card2" if self._selected else "card")
        tall = h - 138
        image = self._pictures.get(card.picture, 480)
        picture(painter, image, QRectF(0, 0, w, tall), 8, centre=0.3, top_only=True)
        state_glyph(painter, card.state, w - 18, 18, 14, on_picture=True)
        used = put(painter, card.name, 12, tall + 8, w - 24, 15, card.tint, bold=True)
        put(painter, card.role, 12 + used + 8, tall + 11, w - used - 32, 11, "mid")
        icons.draw(painter, "mic", "mid", 12, tall + 34, 14)
        put(painter, card.voice, 30, tall + 32, w - 42, 12, "hi", bold=True)
        area = self._play_area()
        box(painter, area, 6, "void")
        first = next((a for a in card.auditions if a.file), None)
        box(painter, QRectF(area.x() + 6, area.y() + 6, 26, 26), 13, "card2")
        icons.draw(painter, "play", "hi" if first else "disabled", area.x() + 13, area.y() + 12, 14)
        if first is None:
            text = t("No reading yet")
            put(painter, text, area.x() + 42, area.y() + 10, area.width() - 50, 12, "low")
        else:
            room = QRectF(area.x() + 42, area.y() + 8, area.width() - 92, 22)
            wave(painter, first.levels, room, card.tint)
            put(painter, first.length, area.right() - 44, area.y() + 11, 36, 11, "mid",
                align="right")  # fmt: skip
        if card.standin:
            icons.draw(painter, "warn", "stale", 12, h - 26, 13)
            put(painter, card.standin, 30, h - 28, w - 42, 11, "stale")
        else:
            icons.draw(painter, "mic" if card.cloned else "cpu", "low", 12, h - 26, 13)
            put(painter, card.source, 30, h - 28, w - 42, 11, "mid")
        if self._selected or self.hasFocus():
            box(painter, QRectF(0, 0, w, h), 8, "", "accent_hi", thick=2 if self._selected else 1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Choose, or play."""
        self.chosen.emit(self._card.id)
        if self._play_area().contains(event.position()):
            self._play()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter chooses, P plays."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self._card.id)
        elif event.key() == Qt.Key.Key_P:
            self._play()
        else:
            super().keyPressEvent(event)

    def _play(self) -> None:
        first = next((a for a in self._card.auditions if a.file), None)
        if first is not None:
            self.play_asked.emit(self._card.id, first.line)


class CastBoard(QWidget):
    """Emits who is chosen and what shall be heard."""

    chosen = Signal(str)
    play_asked = Signal(str, str)

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._pictures = pictures
        self._cards: dict[str, CastCard] = {}
        self._grid = QGridLayout()
        self._grid.setContentsMargins(12, 12, 12, 12)
        self._grid.setSpacing(10)
        self._empty = label(t("The people of your story will stand here once it is written."),
                            "mid", wrap=True)  # fmt: skip
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        holder = QWidget()
        holder.setLayout(self._grid)
        self._scroll = scrolled(holder)
        self.setLayout(column(self._empty, self._scroll, spacing=0))

    def show_cards(self, cards: list[VoiceCard], current: str) -> None:
        """Show the cast; current: id of the chosen one."""
        self._empty.setVisible(not cards)
        self._scroll.setVisible(bool(cards))
        if list(self._cards) != [c.id for c in cards]:
            for old in self._cards.values():
                self._grid.removeWidget(old)
                old.hide()
                old.deleteLater()
            self._cards = {}
            for at, card in enumerate(cards):
                each = CastCard(self._pictures)
                each.chosen.connect(self.chosen)
                each.play_asked.connect(self.play_asked)
                self._grid.addWidget(each, at // 3, at % 3)
                self._cards[card.id] = each
        for card in cards:
            self._cards[card.id].show_card(card, card.id == current)


class VoiceMap(Painted):
    """Who is told apart by ear: pitch across, brightness up."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(170)
        self._cards: list[VoiceCard] = []
        self._current = ""

    def show_cards(self, cards: list[VoiceCard], current: str) -> None:
        """All voices with the chosen one marked."""
        self._cards, self._current = cards, current
        self.update()

    def draw(self, painter: QPainter, w: float, h: float) -> None:
        """Dots with names."""
        box(painter, QRectF(0, 0, w, h - 18), 6, "void")
        painter.setPen(QPen(colour("line"), 1))
        for at in (0.25, 0.5, 0.75):
            painter.drawLine(QPointF(w * at, 8), QPointF(w * at, h - 26))
        put(painter, t("bright"), 8, 4, 80, 11, "low")
        put(painter, t("low"), 0, h - 17, 60, 11, "low")
        put(painter, t("pitch"), 0, h - 17, w, 11, "low", align="centre")
        put(painter, t("high"), w - 60, h - 17, 60, 11, "low", align="right")
        for card in self._cards:
            x, y = 24 + card.pitch * (w - 48), (1 - card.bright) * (h - 66) + 22
            painter.setPen(QPen(colour("accent_hi"), 2) if card.id == self._current
                           else Qt.PenStyle.NoPen)  # fmt: skip
            painter.setBrush(colour(card.tint))
            painter.drawEllipse(QPointF(x, y), 6, 6)
            left = min(max(x - 50, 4), w - 104)
            put(painter, card.name, left, y + 7, 100, 11, "mid", align="centre")


class _AuditionRow(Painted):
    """A line that can be heard in this voice."""

    play_asked = Signal(str)

    def __init__(self, audition: Audition, tint: str) -> None:
        super().__init__()
        self._audition, self._tint = audition, tint
        self.setFixedHeight(36)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(t("Hear: {text}", text=audition.text))

    def draw(self, painter: QPainter, w: float, h: float) -> None:
        """Play mark, words, emotion, wave."""
        line = "accent_hi" if self.hasFocus() else ""
        box(painter, QRectF(0, 0, w, h), 6, "card2" if self.underMouse() else "card", line)
        icons.draw(painter, "play" if self._audition.file else "dots",
                   "hi" if self._audition.file else "low", 10, 11, 14)  # fmt: skip
        put(painter, self._audition.text, 34, 8, w - 190, 12)
        put(painter, self._audition.emotion, w - 148, 9, 60, 11, "mid", align="right")
        wave(painter, self._audition.levels, QRectF(w - 80, 7, 70, 22), self._tint)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Play it."""
        self.play_asked.emit(self._audition.line)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter plays it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.play_asked.emit(self._audition.line)
        else:
            super().keyPressEvent(event)


class _Subject(Painted):
    """Portrait, name, role, state of the chosen one."""

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self.setFixedHeight(122)
        self._pictures = pictures
        self._card = VoiceCard("", "", "", "mid", "", "", "waiting", "")
        pictures.arrived.connect(self.update)

    def show_card(self, card: VoiceCard) -> None:
        """Whose voice it is."""
        self._card = card
        self.update()

    def draw(self, painter: QPainter, w: float, h: float) -> None:
        """Picture left, words right."""
        card = self._card
        image = self._pictures.get(card.picture, 320)
        picture(painter, image, QRectF(0, 0, 86, 118), 6, centre=0.34)
        put(painter, card.name, 100, 2, w - 104, 20, card.tint, bold=True)
        put(painter, f"{card.role} · {card.lines}", 100, 36, w - 104, 12, "mid")
        badge(painter, card.state, card.state_label, 100, 60)
        put(painter, card.source, 100, 90, w - 104, 11, "mid")


class _Given(QFrame):
    """The recording that a voice is taken from, and the way to take it away."""

    def __init__(self, ask: Callable[[str], None]) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._text = label("", "mid", wrap=True, name="cloned-from")
        away = button(t("Take it away"), lambda: ask("unclone"), kind="small", name="unclone")
        inside = row(margins=(10, 6, 8, 6))
        inside.addWidget(self._text, 1)
        inside.addWidget(away)
        self.setLayout(inside)

    def show_card(self, card: VoiceCard) -> None:
        """Only where there is one."""
        self.setVisible(card.cloned)
        self._text.setText(card.source)


class VoicePanel(QWidget):
    """The voice of one cast member. Emits `asked(cast id, verb, value)`.

    verbs: base, pitch, pace, energy, brightness, hear (value: line id), clone, unclone, look,
    reset, backend and artist (value: an engine, "" for the series' own), models.
    """

    asked = Signal(str, str, str)

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._id = ""
        self._subject, self._map = _Subject(pictures), VoiceMap()
        self._voice = Choice()
        self._voice.setAccessibleName(t("Voice"))
        self._dials: dict[str, tuple[Dial, QLabel]] = {}
        self._sliders, self._auditions = QVBoxLayout(), QVBoxLayout()
        self._cost = label("", "low", wrap=True)
        self._voice.picked.connect(lambda value: self._ask("base", value))
        look = button(t("Another look"), lambda: self._ask("look"), icon="spark",
                      tip=t("Draw this person anew"), name="another-look")  # fmt: skip
        self._clone = button(t("Clone a voice…"), lambda: self._ask("clone"), icon="mic",
                             name="clone-voice")  # fmt: skip
        self._given = _Given(self._ask)
        self._engines = {"backend": Choice(), "artist": Choice()}
        self._trouble = label("", "stale", wrap=True)
        models = button(t("Models…"), lambda: self._ask("models"), kind="small",
                        name="voice-models")  # fmt: skip
        self._warning = frame(
            column(self._trouble, row(models, None), margins=(10, 8, 10, 8), spacing=6), "warning"
        )
        reset = tool("undo", t("Back to the voice's own values"), lambda: self._ask("reset"))
        body = QWidget()
        inside = column(
            self._subject, row(self._voice, reset, self._clone), self._given,
            margins=(16, 14, 16, 14), spacing=10,
        )  # fmt: skip
        for verb, text in (("backend", t("Speaks")), ("artist", t("Draws"))):
            inside.addLayout(self._engine(verb, text))
        inside.addWidget(self._warning)
        inside.addLayout(self._sliders)
        inside.addWidget(self._cost)
        inside.addLayout(row(label(t("Audition"), "strong"), None, look))
        inside.addLayout(self._auditions)
        inside.addSpacing(8)
        inside.addWidget(label(t("Told apart by ear"), "strong"))
        inside.addWidget(self._map)
        inside.addStretch(1)
        body.setLayout(inside)
        self._shown: tuple[Audition, ...] = ()
        self._scroll = scrolled(body)
        self.setLayout(column(self._scroll))
        self._scroll.hide()

    def show_card(self, card: VoiceCard | None, every: list[VoiceCard]) -> None:
        """Show one voice among all."""
        self._scroll.setVisible(card is not None)
        if card is None:
            return
        self._id = card.id
        self._subject.show_card(card)
        self._voice.offer([(str(n), name) for n, name in card.voices], str(card.base))
        self._show_sliders(card)
        self._cost.setText(card.cost)
        self._engines["backend"].offer(card.speakers, card.speaker)
        self._engines["artist"].offer(card.artists, card.artist)
        text = card.standin or card.trouble
        self._trouble.setText(text)
        self._warning.setVisible(bool(text))
        self._given.show_card(card)
        self._map.show_cards(every, card.id)
        if card.auditions != self._shown:
            self._shown = card.auditions
            clear(self._auditions)
            for audition in card.auditions:
                each = _AuditionRow(audition, card.tint)
                each.play_asked.connect(lambda line: self._ask("hear", line))
                self._auditions.addWidget(each)

    def _engine(self, verb: str, text: str) -> QHBoxLayout:
        """The choice of an engine for this member."""
        choice, caption = self._engines[verb], label(text, "mid")
        choice.setObjectName(f"member-{verb}")
        choice.setAccessibleName(text)
        choice.picked.connect(lambda value: self._ask(verb, value))
        caption.setFixedWidth(86)
        line = row(caption)
        line.addWidget(choice, 1)
        return line

    def _show_sliders(self, card: VoiceCard) -> None:
        for slider in card.sliders:
            if slider.name not in self._dials:
                self._add_dial(slider.name, slider.label, slider.low, slider.high)
            dial, value = self._dials[slider.name]
            dial.show_value(slider.value)
            if not dial.isSliderDown():
                value.setText(f"{slider.value} %")

    def _add_dial(self, name: str, text: str, low: int, high: int) -> None:
        dial, value = Dial(low, high, 100), label("100 %", "mid")
        dial.setObjectName(f"voice-{name}")
        dial.setAccessibleName(text)
        dial.valueChanged.connect(lambda v: value.setText(f"{v} %"))
        dial.settled.connect(lambda v: self._ask(name, str(v)))
        value.setFixedWidth(48)
        value.setAlignment(Qt.AlignmentFlag.AlignRight)
        caption = label(text, "mid")
        caption.setFixedWidth(86)
        line = row(caption)
        line.addWidget(dial, 1)
        line.addWidget(value)
        self._sliders.addLayout(line)
        self._dials[name] = (dial, value)

    def _ask(self, verb: str, value: str = "") -> None:
        self.asked.emit(self._id, verb, value)
