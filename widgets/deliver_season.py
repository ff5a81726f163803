"""The season page: a contact sheet, totals, and a list that can be sorted."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from widgets import icons
from widgets.deliver_view import SeasonRow, SeasonView
from widgets.paint import CLIFF_ICONS, picture, put, state_glyph, state_icon, tag
from widgets.parts import Painted, clear, column, label, row, scrolled
from widgets.pictures import Pictures
from widgets.theme import colour
from widgets.words import t

Index = QModelIndex | QPersistentModelIndex
_ROW, _HEAD = 32, 30
_RIGHT = (0, 2, 3, 6)
_SORT = Qt.ItemDataRole.UserRole


class ContactSheet(Painted):
    """Every episode's picture with its number, title below. Emits `opened(id)`."""

    opened = Signal(str)

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._pictures = pictures
        self._rows: tuple[SeasonRow, ...] = ()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        pictures.arrived.connect(self.update)

    def show_rows(self, rows: tuple[SeasonRow, ...]) -> None:
        """The season, in order."""
        if rows != self._rows:
            self._rows = rows
            self._fit()
            self.update()

    def _cell(self) -> tuple[int, float, float]:
        columns = max(5, min(10, self.width() // 92))
        wide = min(116.0, self.width() / columns)
        return columns, wide, (wide - 8) * 16 / 9 + 24

    def _fit(self) -> None:
        columns, _, tall = self._cell()
        self.setFixedHeight(round(max(1, -(-len(self._rows) // columns)) * tall))

    def resizeEvent(self, _event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Columns follow the width."""
        self._fit()

    def draw(self, painter: QPainter, w: float, h: float) -> None:
        """A grid of pictures."""
        columns, wide, tall = self._cell()
        for at, each in enumerate(self._rows):
            x, y = at % columns * wide, at // columns * tall
            area = QRectF(x, y, wide - 8, tall - 24)
            dim = 0.6 if each.state == "waiting" else 0.0
            picture(painter, self._pictures.get(each.picture, 240), area, 5, centre=0.36, dim=dim)
            tag(painter, str(each.number), x + 5, y + 5)
            if each.state != "fresh":
                state_glyph(painter, each.state, area.right() - 12, y + 13, 12, on_picture=True)
            put(painter, each.title, x, y + tall - 22, wide - 8, 11, "mid")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Go to the episode."""
        columns, wide, tall = self._cell()
        across = int(event.position().x() // wide)
        at = int(event.position().y() // tall) * columns + across
        if across < columns and 0 <= at < len(self._rows):
            self.opened.emit(self._rows[at].id)


class SeasonModel(QAbstractTableModel):
    """The list. Columns: number, title, length, words, cliffhanger, last sentence, cost, state."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[SeasonRow, ...] = ()
        self._order = 0, "↑"
        self._names = (
            "#", t("Title"), t("Length"), t("Words"), t("Cliffhanger"), t("Last sentence"),
            t("Cost"), t("State"),
        )  # fmt: skip

    def show_order(self, at: int, order: Qt.SortOrder) -> None:
        """Tell in the heads by which column the list is sorted."""
        self._order = at, "↑" if order == Qt.SortOrder.AscendingOrder else "↓"
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._names) - 1)

    def show_rows(self, rows: tuple[SeasonRow, ...]) -> None:
        """Other rows."""
        if rows != self.rows:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()

    def rowCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        """Episodes."""
        return len(self.rows)

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        """What is told of each."""
        return len(self._names)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Names of the columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            at, arrow = self._order
            return f"{self._names[section]} {arrow}" if at == section else self._names[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _align(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell."""
        each, at = self.rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return _texts(each)[at]
        if role == _SORT:
            return (
                each.number, each.title, each.seconds, each.words, each.kind_label, each.ending,
                each.cost, each.state_label,
            )[at]  # fmt: skip
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _align(at)
        if role == Qt.ItemDataRole.DecorationRole and at == 4:
            return icons.icon(CLIFF_ICONS.get(each.kind, "q"), "mid", 13)
        if role == Qt.ItemDataRole.DecorationRole and at == 7:
            return state_icon(each.state)
        if role == Qt.ItemDataRole.ForegroundRole:
            over = (at == 3 and each.words > each.limit) or (at == 1 and each.broken)
            return colour("failed") if over else colour("hi" if at == 1 else "mid")
        return None


def _align(at: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if at in _RIGHT else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _texts(each: SeasonRow) -> tuple[str, ...]:
    return (
        str(each.number), each.title, each.length, f"{each.words} / {each.limit}", each.kind_label,
        each.ending, each.cost_label, each.state_label,
    )  # fmt: skip


class _Table(QTableView):
    """The list in full height: the page scrolls, not the list. Enter opens an episode."""

    opened = Signal(str)

    def __init__(self, model: SeasonModel) -> None:
        super().__init__()
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(model)
        self._sorted.setSortRole(_SORT)
        self.setModel(self._sorted)
        self.setObjectName("season-list")
        self.setAccessibleName(t("Every episode"))
        self.horizontalHeader().sortIndicatorChanged.connect(model.show_order)
        self.setSortingEnabled(True)
        self.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        bar = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(bar)
        self.setHorizontalScrollBarPolicy(bar)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setFixedHeight(_HEAD)
        mode = QHeaderView.ResizeMode
        head.setSectionResizeMode(mode.ResizeToContents)
        for at in (1, 5):
            head.setSectionResizeMode(at, mode.Stretch)
        self.doubleClicked.connect(lambda at: self.opened.emit(self.id_at(at)))
        self.clicked.connect(lambda at: self.opened.emit(self.id_at(at)))

    def id_at(self, index: Index) -> str:
        """The episode of a row as it is sorted now."""
        source = self._sorted.mapToSource(index)
        model = self._sorted.sourceModel()
        return model.rows[source.row()].id if isinstance(model, SeasonModel) else ""

    def fit(self, rows: int) -> None:
        """As high as its rows."""
        self.setFixedHeight(_HEAD + rows * _ROW + 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.id_at(self.currentIndex()))
        else:
            super().keyPressEvent(event)


class SeasonPage(QWidget):
    """Emits `opened(id)`."""

    opened = Signal(str)

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._sheet, self._model = ContactSheet(pictures), SeasonModel()
        self.table = _Table(self._model)
        self._totals = row(spacing=28)
        body = QWidget()
        inside = column(margins=(14, 14, 14, 14), spacing=12)
        inside.addLayout(self._totals)
        inside.addWidget(self._sheet)
        inside.addWidget(self.table)
        inside.addStretch(1)
        body.setLayout(inside)
        self.setLayout(column(scrolled(body)))
        self._sheet.opened.connect(self.opened)
        self.table.opened.connect(self.opened)
        self._shown: tuple[tuple[str, str], ...] = ()

    def show_view(self, view: SeasonView) -> None:
        """Show the season as it is."""
        self._sheet.show_rows(view.rows)
        self._model.show_rows(view.rows)
        self.table.fit(len(view.rows))
        if view.totals != self._shown:
            self._shown = view.totals
            clear(self._totals)
            for name, value in view.totals:
                each = QWidget()
                each.setLayout(column(label(value, "lead"), label(name, "low"), spacing=0))
                self._totals.addWidget(each)
            self._totals.addStretch(1)
