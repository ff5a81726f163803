"""The take strip: all that was made for a slot, side by side."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from widgets import icons
from widgets.data import TakeCard
from widgets.paint import box, picture, put, smooth, tag, wave
from widgets.pictures import Pictures
from widgets.words import t

Index = QModelIndex | QPersistentModelIndex
ORIGINS = {"generated": "spark", "human": "hand", "imported": "import"}
SIZE = QSize(96, 154)


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.takes: tuple[TakeCard, ...] = ()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's names
        """Number of takes."""
        return 0 if parent.isValid() else len(self.takes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The take for the painter; words for assistive technology."""
        if not index.isValid():
            return None
        take = self.takes[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return take
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            used = f", {t('in use')}" if take.in_use else ""
            return f"{take.number} · {take.label}{used}\n{take.detail}"
        return None

    def show_takes(self, takes: tuple[TakeCard, ...]) -> None:
        """Take over another row of takes."""
        self.beginResetModel()
        self.takes = takes
        self.endResetModel()


class _Painter(QStyledItemDelegate):
    def __init__(self, pictures: Pictures, marks: dict[str, str]) -> None:
        super().__init__()
        self._pictures, self._marks = pictures, marks

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        """All alike."""
        return SIZE

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Picture or wave, origin, letters of the comparison, pin."""
        take = index.data(Qt.ItemDataRole.UserRole)
        assert isinstance(take, TakeCard)
        painter.save()
        smooth(painter)
        area = QRectF(option.rect.x() + 2, option.rect.y() + 2, 84, 124)
        if take.media == "sound":
            box(painter, area, 6, "card")
            wave(painter, take.levels, area.adjusted(8, 34, -8, -34), "speaker0")
        else:
            image = self._pictures.get(take.picture, 200)
            picture(painter, image, area, 6, centre=0.4, dim=0.0 if take.in_use else 0.35)
        box(painter, QRectF(area.x() + 5, area.bottom() - 23, 18, 18), 4, "void", alpha=0.82)
        icons.draw(painter, ORIGINS.get(take.origin, "spark"), "hi", area.x() + 8,
                   area.bottom() - 20, 12)  # fmt: skip
        if letter := self._marks.get(take.id):
            tag(painter, letter, area.x() + 5, area.y() + 5)
        if take.pinned:
            box(painter, QRectF(area.right() - 23, area.y() + 5, 18, 18), 4, "void", alpha=0.82)
            icons.draw(painter, "pin", "pinned", area.right() - 20, area.y() + 8, 12)
        if option.state & QStyle.StateFlag.State_Selected:
            box(painter, area.adjusted(-2, -2, 2, 2), 8, "", "accent_hi", thick=2)
        tone = "hi" if take.in_use else "mid"
        put(painter, f"{take.number} · {take.label}", area.x() - 2, area.bottom() + 6, 90, 11, tone,
            align="centre")  # fmt: skip
        painter.restore()


class TakeStrip(QListView):
    """Emits what to hear or see and what to do with a take."""

    looked_at = Signal(str)
    pin_asked = Signal(str)
    menu_asked = Signal(str, QPoint)
    dropped = Signal(str)  # a file from outside

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self.setObjectName("takes")
        self.setAccessibleName(t("Takes"))
        self._model = _Model()
        self.marks: dict[str, str] = {}
        self.setModel(self._model)
        self._delegate = _Painter(pictures, self.marks)
        self.setItemDelegate(self._delegate)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(SIZE.height() + 10)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        self.clicked.connect(lambda index: self.looked_at.emit(self._id(index)))
        self.doubleClicked.connect(lambda index: self.pin_asked.emit(self._id(index)))
        pictures.arrived.connect(self.viewport().update)

    def show_takes(self, takes: tuple[TakeCard, ...]) -> None:
        """Show a slot's takes with the one in use selected."""
        if takes == self._model.takes:
            return
        before = next((take.id for take in self._model.takes if take.in_use), "")
        chosen = self.current()
        self._model.show_takes(takes)
        ids = [take.id for take in takes]
        used = next((take.id for take in takes if take.in_use), "")
        wanted = chosen if chosen in ids and used == before else used or chosen
        if wanted in ids:
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(self._model.index(ids.index(wanted)), flag)

    def current(self) -> str:
        """Id of the selected take, "" for none."""
        found = self.selectionModel().selectedIndexes()
        return self._id(found[0]) if found else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter pins, Space looks or listens."""
        if self.current() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pin_asked.emit(self.current())
        elif self.current() and event.key() == Qt.Key.Key_Space:
            self.looked_at.emit(self.current())
        else:
            super().keyPressEvent(event)

    def _id(self, index: Index) -> str:
        return self._model.takes[index.row()].id if index.isValid() else ""

    def _menu(self, at: QPoint) -> None:
        if id := self._id(self.indexAt(at)):
            self.menu_asked.emit(id, self.viewport().mapToGlobal(at))
