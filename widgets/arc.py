"""The arc board: a card an episode, a curve of tension above, filters and what to do with many."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QLinearGradient, QMouseEvent, QPainter, QPainterPath, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from widgets import icons
from widgets.data import EpisodeCard
from widgets.paint import (
    box,
    cliff_tag,
    para,
    picture,
    put,
    smooth,
    state_glyph,
    tag,
    word_bar,
)
from widgets.parts import Choice, Painted, button, column, label, row
from widgets.pictures import Pictures
from widgets.theme import colour
from widgets.words import t

CARD_GAP, CARD_TEXT = 8, 104
Index = QModelIndex | QPersistentModelIndex


class EpisodeModel(QAbstractListModel):
    """Episode cards as rows; only rows that changed are painted again."""

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[EpisodeCard] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's names
        """Number of cards."""
        return 0 if parent.isValid() else len(self.cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The card for the painter; a sentence for assistive technology."""
        if not index.isValid():
            return None
        card = self.cards[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return card
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return t("Episode {n}, {title}, {state}, {words} of {limit} words", n=card.number,
                     title=card.title, state=card.state_label, words=card.words,
                     limit=card.limit)  # fmt: skip
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join((card.title, card.hook, card.ending, *card.faults))
        return None

    def show_cards(self, cards: list[EpisodeCard]) -> None:
        """Take new cards over, telling only what differs."""
        if [c.id for c in cards] != [c.id for c in self.cards]:
            self.beginResetModel()
            self.cards = cards
            self.endResetModel()
            return
        old, self.cards = self.cards, cards
        for at, (a, b) in enumerate(zip(old, cards, strict=True)):
            if a != b:
                self.dataChanged.emit(self.index(at), self.index(at))


class CardPainter(QStyledItemDelegate):
    """Draws one card."""

    def __init__(self, pictures: Pictures, size: Callable[[], QSize]) -> None:
        super().__init__()
        self._pictures, self._size = pictures, size

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        """All cards have one size, worked out from the room."""
        return self._size()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Picture, title, hook, cliffhanger, words."""
        card = index.data(Qt.ItemDataRole.UserRole)
        assert isinstance(card, EpisodeCard)
        painter.save()
        smooth(painter)
        area = QRectF(option.rect).adjusted(0, 0, -CARD_GAP, -CARD_GAP)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hover = bool(option.state & QStyle.StateFlag.State_MouseOver)
        box(painter, area, 6, "card2" if chosen or hover else "card")
        self._picture(painter, card, area)
        self._words(painter, card, area)
        if chosen:
            box(painter, area, 6, "", "accent_hi", thick=2)
        painter.restore()

    def _picture(self, painter: QPainter, card: EpisodeCard, area: QRectF) -> None:
        tall = max(24.0, area.height() - CARD_TEXT)
        x, y, w = area.x(), area.y(), area.width()
        image = self._pictures.get(card.picture, 320)
        dim = 0.5 if card.state in ("waiting", "failed") else 0.0
        picture(painter, image, QRectF(x, y, w, tall), 6, centre=0.36, dim=dim, top_only=True)
        tag(painter, f"{card.number:02d}", x + 6, y + 6)
        if card.proposal:
            box(painter, QRectF(x + w - 52, y + 6, 20, 18), 4, "void", alpha=0.82)
            icons.draw(painter, "spark", "rendering", x + w - 49, y + 8, 14)
        if card.locked:
            icons.draw(painter, "lock", "hi", x + 36, y + 8, 14)
        state_glyph(painter, card.state, x + w - 15, y + 15, 13, on_picture=True)
        if card.state == "rendering":
            painter.fillRect(QRectF(x, y + tall - 3, w, 3), colour("void", 0.6))
            painter.fillRect(QRectF(x, y + tall - 3, w * card.share / 1000, 3), colour("rendering"))

    def _words(self, painter: QPainter, card: EpisodeCard, area: QRectF) -> None:
        x, room = area.x() + 8, area.width() - 16
        y = area.bottom() - CARD_TEXT + 6
        put(painter, card.title, x, y, room - 18, 13, "hi", bold=True)
        broken = bool(card.faults)
        icons.draw(painter, "warn" if broken else "shield", "failed" if broken else "low",
                   area.right() - 21, y + 3, 13)  # fmt: skip
        narrow = room < 160  # the cliffhanger needs the room: the hook is in the tip
        if not narrow:
            put(painter, card.hook, x, y + 20, room, 11, "mid")
        top, most = (y + 22, 3) if narrow else (y + 37, 2)
        para(painter, card.ending, x, top, room, 11, "accent_hi", most=most, leading=15)
        cliff_tag(painter, card.kind, card.kind_label, x, y + 71, "mid")
        over = card.words > card.limit
        put(painter, f"{card.words}/{card.limit}", x, y + 68.8, room, 11,
            "failed" if over else "mid", bold=over, align="right")  # fmt: skip
        word_bar(painter, card.words, card.limit, QRectF(x, y + 88, room, 4))


class Tension(Painted):
    """The season's curve: a dot an episode; a click goes there."""

    clicked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(54)
        self._cards: list[EpisodeCard] = []
        self._current = ""

    def show_cards(self, cards: list[EpisodeCard], current: str) -> None:
        """current: id of the chosen episode."""
        if self._cards != cards or self._current != current:
            self._cards, self._current = cards, current
            levels = ", ".join(str(c.tension) for c in cards)
            self.setAccessibleName(t("Tension by episode: {levels}", levels=levels))
            self.update()

    def _points(self, w: float) -> list[QPointF]:
        left, wide = 66.0, w - 78.0
        count = max(1, len(self._cards))
        return [
            QPointF(left + wide * (at + 0.5) / count, 44 - card.tension / 10 * 34)
            for at, card in enumerate(self._cards)
        ]

    def draw(self, painter: QPainter, w: float, h: float) -> None:
        """A smooth line over a soft fill."""
        put(painter, t("Tension"), 12, 6, 60, 11, "low")
        points = self._points(w)
        if not points:
            return
        path = QPainterPath(points[0])
        for a, b in pairwise(points):
            middle = (a.x() + b.x()) / 2
            path.cubicTo(middle, a.y(), middle, b.y(), b.x(), b.y())
        fill = QPainterPath(path)
        fill.lineTo(points[-1].x(), 52)
        fill.lineTo(points[0].x(), 52)
        shade = QLinearGradient(0, 8, 0, 52)
        shade.setColorAt(0, colour("accent_hi", 0.3))
        shade.setColorAt(1, colour("accent_hi", 0.0))
        painter.fillPath(fill, shade)
        painter.setPen(QPen(colour("accent_hi", 0.8), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        painter.setPen(Qt.PenStyle.NoPen)
        for card, point in zip(self._cards, points, strict=True):
            here = card.id == self._current
            painter.setBrush(colour("hi" if here else "accent_hi"))
            painter.drawEllipse(point, 4 if here else 2.2, 4 if here else 2.2)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Choose the nearest episode."""
        points = self._points(float(self.width()))
        if points:
            x = event.position().x()
            self.clicked.emit(min(range(len(points)), key=lambda i: abs(points[i].x() - x)))


class _Board(QListView):
    """Cards in rows that fill the width."""

    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("arc-board")
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setSpacing(0)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(t("Episodes"))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setViewportMargins(12, 0, 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Cards take their share of the new width."""
        super().resizeEvent(event)
        self.resized.emit()


class ArcPanel(QWidget):
    """Emits which episode is chosen or opened and what to do with the selected ones."""

    chosen = Signal(str)
    opened = Signal(str)
    asked = Signal(str, list)  # make, lock, unlock, retake; ids
    menu_asked = Signal(list, QPoint)

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self.model = EpisodeModel()
        self.board = _Board()
        self._all: list[EpisodeCard] = []
        self._current = ""
        self._curve = Tension()
        self._filter = Choice()
        self._count = label("", "low")
        self._size = QSize(150, 190)
        self._delegate = CardPainter(pictures, lambda: self._size)
        self.board.setModel(self.model)
        self.board.setItemDelegate(self._delegate)
        pictures.arrived.connect(self.board.viewport().update)
        self._empty = label(t("Your episodes will stand here, one card each. "
                              "Write a premise and press Write."), "mid", wrap=True)  # fmt: skip
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._tools = [
            self._tool("make", t("Make"), "film"),
            self._tool("lock", t("Lock"), "lock"),
            self._tool("retake", t("New takes"), "spark"),
        ]
        self._accept = button("", lambda: self.asked.emit("accept", []), kind="small",
                              icon="spark", name="arc-accept")  # fmt: skip
        self._accept.hide()
        bar = row(
            self._filter, self._count, None, self._accept, *self._tools, margins=(12, 8, 12, 0)
        )
        self.setLayout(column(bar, self._curve, self._empty, self.board, spacing=2))
        self._connect()

    def _tool(self, verb: str, text: str, icon: str) -> QPushButton:
        def act() -> None:
            self.asked.emit(verb, self.selected())

        return button(text, act, kind="small", icon=icon, name=f"arc-{verb}")

    def _connect(self) -> None:
        self._filter.setMinimumContentsLength(14)
        self._filter.setAccessibleName(t("Show episodes"))
        self._filter.picked.connect(lambda _: self._fill())
        self.board.resized.connect(self._fit)
        self.board.selectionModel().selectionChanged.connect(lambda *_: self._selected())
        self.board.activated.connect(
            lambda index: self.opened.emit(self.model.cards[index.row()].id)
        )
        self.board.customContextMenuRequested.connect(self._menu)
        self._curve.clicked.connect(self._go)

    def show_cards(self, cards: list[EpisodeCard], current: str) -> None:
        """Show the season; the filter and the selection stay."""
        self._all = cards
        states = dict.fromkeys((c.state, c.state_label) for c in cards)
        offers = [("all", t("All episodes")), ("faults", t("Breaks the contract")), *states]
        value = self._filter.value() if self._filter.count() else "all"
        self._filter.offer(offers, value if value in dict(offers) else "all")
        proposed = sum(card.proposal for card in cards)
        self._accept.setVisible(proposed > 0)
        self._accept.setText(t("Accept proposals for {n} episodes", n=proposed))
        self._accept.setAccessibleName(self._accept.text())
        self._empty.setVisible(not cards)
        self.board.setVisible(bool(cards))
        self._curve.setVisible(bool(cards))
        self._fill()
        self._curve.show_cards(cards, current)
        if current != self._current:
            self._current = current
            self.select(current)

    def select(self, id: str) -> None:
        """Mark an episode as the one that is worked on, without telling."""
        row_ = next((i for i, c in enumerate(self.model.cards) if c.id == id), -1)
        model = self.board.selectionModel()
        if row_ >= 0 and self.selected() != [id]:
            model.blockSignals(True)
            index = self.model.index(row_)
            model.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            model.blockSignals(False)
            self.board.viewport().update()
            self.board.scrollTo(index)
        self._tell_tools()

    def selected(self) -> list[str]:
        """Ids of the selected episodes, in order."""
        rows = sorted(i.row() for i in self.board.selectionModel().selectedIndexes())
        return [self.model.cards[r].id for r in rows]

    def _selected(self) -> None:
        ids = self.selected()
        self._tell_tools()
        if len(ids) == 1 and ids[0] != self._current:
            self._current = ids[0]
            self._curve.show_cards(self._all, ids[0])
            self.chosen.emit(ids[0])

    def _tell_tools(self) -> None:
        count = len(self.selected())
        for each, text in zip(self._tools, (t("Make"), t("Lock"), t("New takes")), strict=True):
            each.setEnabled(count > 0)
            each.setText(f"{text} {count}" if count > 1 else text)

    def _go(self, at: int) -> None:
        self.select(self._all[at].id)
        self._selected()

    def _fill(self) -> None:
        wanted = self._filter.value() if self._filter.count() else "all"
        shown = [
            c for c in self._all
            if wanted == "all" or c.state == wanted or (wanted == "faults" and c.faults)
        ]  # fmt: skip
        kept = self.selected()
        self.model.show_cards(shown)
        if kept != self.selected():
            self._current = ""
            if kept:
                self.select(kept[0])
                self._current = kept[0]
        self._count.setText("" if len(shown) == len(self._all)
                            else t("{n} of {all}", n=len(shown), all=len(self._all)))  # fmt: skip

    def _fit(self) -> None:
        room = self.board.viewport().width() - 16  # Qt keeps room for a scroll bar
        columns = max(2, min(5, room // 132))
        rows = -(-max(1, len(self._all)) // columns)
        tall = max(156, min(300, (self.board.viewport().height() - 4) // max(1, min(rows, 4))))
        size = QSize(room // columns, tall)
        if size != self._size:
            self._size = size
            self.board.setGridSize(size)

    def _menu(self, at: QPoint) -> None:
        if ids := self.selected():
            self.menu_asked.emit(ids, self.board.viewport().mapToGlobal(at))
