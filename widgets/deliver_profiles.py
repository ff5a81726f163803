"""Delivery profiles as cards: what each makes, how large, how long. Several can be chosen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from widgets import icons
from widgets.deliver_view import ProfileCard
from widgets.paint import box, para, put, smooth, width, wrapped
from widgets.parts import column, label, scrolled
from widgets.words import t

WIDE, TALL, GAP = 288, 194, 10
"""Least width of a card, its height and the distance of two, in pixels."""
_CHIP = 20


def keeps_space(event: QEvent) -> bool:
    """Claim the space bar for the widget with the keyboard: the window plays the film with it."""
    if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
        mine = event.key() == Qt.Key.Key_Space
        if mine:
            event.accept()
        return mine
    return False


class ProfileTile(QAbstractButton):
    """One profile; a click or the space bar chooses it or leaves it out."""

    def __init__(self, card: ProfileCard) -> None:
        super().__init__()
        self._card = card
        self.setObjectName(f"profile-{card.id}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.show_card(card)

    def show_card(self, card: ProfileCard) -> None:
        """Show the profile as it is now."""
        self._card = card
        self.setChecked(card.chosen)
        self.setAccessibleName(card.name)
        self.setAccessibleDescription(". ".join((card.note, *card.makes, *self._figures())))
        self.setToolTip(f"{card.note}\n{' · '.join(card.makes)}")
        self.update()

    def event(self, event: QEvent) -> bool:
        """The space bar is this card's own while it has the keyboard, not the player's."""
        return keeps_space(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter chooses as the space bar does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As drawn."""
        return QSize(WIDE, TALL)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Name, note, what it makes, figures."""
        painter = smooth(QPainter(self))
        w, card, pad = float(self.width()), self._card, 14.0
        on, lit = self.isChecked(), self.underMouse() or self.isDown()
        area = QRectF(0, 0, w, self.height())
        line = "accent_hi" if on else ("mid" if self.hasFocus() else "line")
        box(painter, area, 8, "card2" if on or lit else "card", line, thick=2 if on else 1)
        if on and self.hasFocus():
            box(painter, area.adjusted(4, 4, -4, -4), 5, "", "accent_hi")
        tick = QRectF(w - pad - 18, 13, 18, 18)
        box(painter, tick, 4, "accent" if on else "", "accent" if on else "edge")
        if on:
            icons.draw(painter, "check", "on_accent", tick.x() + 3, tick.y() + 3, 12)
        room = w - 2 * pad
        put(painter, card.name, pad, 12, room - 28, 15, bold=True)
        note = wrapped(card.note, room, 12, most=2)
        para(painter, card.note, pad, 38, room, 12, "mid", most=2, leading=17)
        self._chips(painter, pad, 38 + 17 * len(note) + 8, room)
        self._bottom(painter, pad, w)
        painter.end()

    def _chips(self, painter: QPainter, left: float, top: float, room: float) -> None:
        """As many as there is room for; the last place tells how many more there are."""
        x, y, last = left, top, self.height() - 42 - _CHIP
        for at, text in enumerate(self._card.makes):
            wide = min(room, width(text, 11) + 14)
            rest = len(self._card.makes) - at
            more = 30 if rest > 1 and y + _CHIP + 4 > last else 0
            if x > left and x + wide + more > left + room:
                if more or y + _CHIP + 4 > last:
                    put(painter, f"+{rest}", x + 2, y + (_CHIP - 16.5) / 2, 32, 11, "mid")
                    return
                x, y = left, y + _CHIP + 4
            box(painter, QRectF(x, y, wide, _CHIP), 4, "void", alpha=0.55)
            put(painter, text, x + 7, y + (_CHIP - 16.5) / 2, wide - 12, 11)
            x += wide + 5

    def _figures(self) -> tuple[str, ...]:
        card = self._card
        return tuple(part for part in (card.size, card.make, card.export, card.cost) if part)

    def _bottom(self, painter: QPainter, left: float, w: float) -> None:
        card, y = self._card, self.height() - 30.0
        box(
            painter,
            QRectF(left, y - 8, w - 2 * left, 1),
            0,
            "card3" if self.isChecked() else "line",
        )
        advance = put(painter, card.size, left, y, 90, 12, bold=True) if card.size else 0
        tail = " · ".join(part for part in (card.make, card.export, card.cost) if part)
        put(painter, tail, left + advance + 10, y + 0.75, w - 2 * left - advance - 10, 11, "mid",
            align="right")  # fmt: skip


class _Grid(QWidget):
    """Cards in as many columns as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self.tiles: list[ProfileTile] = []

    def arrange(self) -> None:
        """Put every card into its place."""
        columns = max(1, (self.width() + GAP) // (WIDE + GAP))
        wide = (self.width() - GAP * (columns - 1)) / columns
        for at, tile in enumerate(self.tiles):
            x, y = at % columns * (wide + GAP), at // columns * (TALL + GAP)
            tile.setGeometry(round(x), y, round(wide), TALL)
        rows = -(-len(self.tiles) // columns)
        self.setFixedHeight(max(0, rows * (TALL + GAP) - GAP))

    def resizeEvent(self, _event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Columns follow the width."""
        self.arrange()


class ProfilesPage(QWidget):
    """All profiles. Emits `toggled(id, on)`."""

    toggled = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self._grid = _Grid()
        self._head = label(t("Where does the season go?"), "lead")
        self._note = label(t("Choose as many as you like. Pictures that several of them share are "
                             "made once."), "mid", wrap=True)  # fmt: skip
        body = QWidget()
        body.setLayout(column(self._head, self._note, 2, self._grid, None,
                              margins=(14, 14, 14, 14), spacing=6))  # fmt: skip
        self.setLayout(column(scrolled(body)))

    def show_cards(self, cards: tuple[ProfileCard, ...]) -> None:
        """Show the profiles; cards are reused."""
        tiles = self._grid.tiles
        if [tile.objectName() for tile in tiles] != [f"profile-{card.id}" for card in cards]:
            for old in tiles:
                old.hide()
                old.deleteLater()
            tiles.clear()
            for card in cards:
                tile = ProfileTile(card)
                tile.setParent(self._grid)
                tile.clicked.connect(lambda on, id=card.id: self.toggled.emit(id, on))
                tile.show()
                tiles.append(tile)
            self._grid.arrange()
        for tile, card in zip(tiles, cards, strict=True):
            tile.show_card(card)
