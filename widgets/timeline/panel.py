"""The timeline: everything in an episode against time, and the hand's tools on it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from widgets.data import TimelineView
from widgets.paint import box, smooth
from widgets.parts import column, label, row
from widgets.pictures import Pictures
from widgets.theme import RADIUS
from widgets.timeline.bar import Bar
from widgets.timeline.canvas import Canvas
from widgets.timeline.describe import whole
from widgets.timeline.hands import Hands
from widgets.timeline.heads import Heads
from widgets.timeline.lanes import Episode
from widgets.timeline.stage import Stage
from widgets.timeline.tiles import Tiles
from widgets.words import t


class TimelinePanel(QWidget):
    """The episode timeline.

    Frames are counted from 0. A shot is known by the id of the cut before it, a line and a cue
    by their own. Nothing here changes the document: what a hand did is told by signals.
    """

    selected = Signal(str)
    opened = Signal(str)
    sought = Signal(int)
    trimmed = Signal(str, int)
    menu_asked = Signal(str, QPoint)
    muted = Signal(str, bool)

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._frame = 0
        self._stage = Stage(Tiles(pictures))
        self.canvas = Canvas(self._stage)
        self.heads = Heads(self._stage)
        self.bar = Bar()
        self._hands = Hands(self.canvas)
        self._empty = label("", "low", wrap=True, name="timeline-empty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedWidget()
        self._lay_out()
        self._connect()
        pictures.arrived.connect(self.canvas.refresh)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(t("Timeline"))
        self.show_view(TimelineView())

    def _lay_out(self) -> None:
        tracks = QWidget()
        tracks.setLayout(row(self.heads, self.canvas, spacing=0))
        page = QWidget()
        page.setLayout(column(self._empty, margins=(24, 0, 24, 24)))
        self._pages.addWidget(tracks)
        self._pages.addWidget(page)
        self.setLayout(column(self.bar, self._pages, margins=(1, 0, 1, 1), spacing=0))

    def _connect(self) -> None:
        hands, canvas, bar = self._hands, self.canvas, self.bar
        hands.clicked.connect(self._click)
        hands.opened.connect(self.opened)
        hands.sought.connect(self._seek)
        hands.trimmed.connect(self.trimmed)
        hands.menu_asked.connect(self.menu_asked)
        canvas.pressed.connect(lambda _: self.setFocus(Qt.FocusReason.MouseFocusReason))
        canvas.moved.connect(self._moved)
        canvas.asked = hands.words_at
        bar.fit_asked.connect(self.zoom_to_fit)
        bar.zoomed.connect(self._zoom)
        bar.snapped.connect(self._snap)
        self.heads.muted.connect(self._mute)

    # what presenters say

    def show_view(self, view: TimelineView) -> None:
        """Show an episode. The same one keeps its zoom, its place and its playhead."""
        stage = self._stage
        if view == stage.episode.view and view.frames:
            return
        same = view.episode == stage.episode.view.episode
        if not same:
            self._hands.cancel()
            stage.selected, self._frame = "", 0
            self.canvas.fitted = True
        stage.episode = Episode(view)
        self._hands.keep_trim()
        self._frame = min(self._frame, stage.episode.last())
        self._hands.start_at(self._frame)
        self._pages.setCurrentIndex(0 if view.frames > 0 else 1)
        self._empty.setText(view.note if view.frames <= 0 else "")
        self.bar.show_note(view.note if view.frames > 0 else "")
        self.bar.set_usable(view.frames > 0)
        self.canvas.settle()
        if not same:
            self.canvas.horizontalScrollBar().setValue(0)
        self._describe()

    def set_playhead(self, frame: int) -> None:
        """Stand at a frame and keep it in sight. A hand on the playhead is stronger."""
        if frame != self._frame and not self._hands.scrubbing():
            self._stand(frame, page=True)

    def select(self, id: str) -> None:
        """Mark the clip with this id and bring it into sight; tells nobody."""
        if id == self._stage.selected:
            return
        self._stage.selected = id
        found = self._stage.episode.find(id)
        if found is not None:
            clip = found[1]
            self.canvas.reveal(clip.first, clip.first + clip.frames)
        self.canvas.refresh()
        self._describe()

    def set_muted(self, track: str, on: bool) -> None:
        """Show a track as muted; tells nobody."""
        button = self.heads.buttons[track]
        self.heads.blockSignals(True)
        button.setChecked(on)
        self.heads.blockSignals(False)
        self._dim()

    def zoom_to_fit(self) -> None:
        """Show the whole episode."""
        self.canvas.fit()

    def playhead(self) -> int:
        """The frame at which the playhead stands."""
        return self._frame

    # what hands do

    def _click(self, id: str) -> None:
        if id != self._stage.selected:
            self._stage.selected = id
            self.canvas.refresh()
            self._describe()
        self.selected.emit(id)

    def _seek(self, frame: int, always: bool) -> None:
        if frame != self._frame or always:
            self._stand(frame, page=False)
            self.sought.emit(self._frame)

    def _step_to(self, frame: int | None) -> None:
        if frame is not None:
            self._seek(min(max(0, frame), self._stage.episode.last()), always=False)

    def _stand(self, frame: int, *, page: bool) -> None:
        frame = min(max(0, frame), self._stage.episode.last())
        moved = frame != self._frame
        self._frame = frame
        self._hands.start_at(frame)
        self.canvas.reveal(frame, frame, page=page)
        self._show_playhead()
        if moved:
            self._describe()

    def _show_playhead(self) -> None:
        view = self.canvas.viewport()
        self.canvas.playhead.stand(self.canvas.pixel_of(self._frame), view.width(), view.height())

    def _moved(self) -> None:
        canvas = self.canvas
        self.heads.settle(canvas.top())
        self.bar.show_scale(self._stage.scale, canvas.fit_scale(), canvas.most_scale())
        self._show_playhead()

    def _zoom(self, scale: float) -> None:
        at = self.canvas.pixel_of(self._frame)
        seen = 0 <= at <= self.canvas.viewport().width()
        self.canvas.set_scale(scale, at if seen else None)

    def _snap(self, on: bool) -> None:
        self._stage.snap = on

    def _mute(self, track: str, on: bool) -> None:
        self._dim()
        self.muted.emit(track, on)

    def _dim(self) -> None:
        self.heads.update()
        self.canvas.refresh()

    def _describe(self) -> None:
        stage = self._stage
        view = stage.episode.view
        found = stage.episode.find(stage.selected)
        text = whole(found, self._frame, view.frames, view.rate) if view.frames > 0 else view.note
        self.setAccessibleDescription(text)

    # keys and focus

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Frames, cuts, ends; snapping; open and menu of what is selected; Esc takes back."""
        keys = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        menu = event.key() == Qt.Key.Key_Menu or (
            event.key() == Qt.Key.Key_F10 and keys == Qt.KeyboardModifier.ShiftModifier
        )
        if menu:
            self._ask_menu()
        elif keys not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier):
            event.ignore()
        elif event.key() == Qt.Key.Key_Escape:
            event.setAccepted(self._hands.cancel())
        elif keys != Qt.KeyboardModifier.NoModifier or not self._key(Qt.Key(event.key())):
            event.ignore()

    def _key(self, key: Qt.Key) -> bool:
        if self._stage.episode.view.frames <= 0:
            return False
        shots, frame, keys = self._stage.episode.shots, self._frame, Qt.Key
        to: dict[Qt.Key, Callable[[], int | None]] = {
            keys.Key_Left: lambda: frame - 1,
            keys.Key_Right: lambda: frame + 1,
            keys.Key_Up: lambda: shots.first_before(frame),
            keys.Key_Down: lambda: shots.next_first(frame),
            keys.Key_Home: lambda: 0,
            keys.Key_End: lambda: self._stage.episode.last(),
        }
        if key in to:
            self._step_to(to[key]())
        elif key == keys.Key_S:
            self.bar.snap.toggle()
        elif key in (keys.Key_Return, keys.Key_Enter) and self._known():
            self.opened.emit(self._stage.selected)
        else:
            return False
        return True

    def _known(self) -> bool:
        return self._stage.episode.find(self._stage.selected) is not None

    def _ask_menu(self) -> None:
        found = self._stage.episode.find(self._stage.selected)
        if found is None:
            return
        track, clip = found
        view, rows = self.canvas.viewport(), self._stage.rows
        x = self.canvas.pixel_of(clip.first + clip.frames / 2)
        point = QPointF(min(max(0.0, x), view.width() - 1), rows[track].bottom + self.canvas.top())
        self.menu_asked.emit(clip.id, view.mapToGlobal(point.toPoint()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Already asked for by the key or the button that made this event."""
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Hide the ring."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The ring of the focus."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = smooth(QPainter(self))
            box(painter, QRectF(self.rect()), RADIUS["m"], line="accent_hi")
            painter.end()
