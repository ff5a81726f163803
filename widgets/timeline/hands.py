"""What a hand does on the tracks: click, scrub, trim, ask for a menu."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent

from widgets.data import ShotClip
from widgets.timeline.canvas import Canvas
from widgets.timeline.describe import tip
from widgets.timeline.lanes import Trim, trimmed
from widgets.timeline.rows import RULER

EDGE = 5  # pixels at either side of a shot's end where it can be taken
_MARK = 7  # the same for the mark of a cut
SNAP = 6
_STILL = 3  # pixels a hand may tremble before a click becomes a drag
_LEFT, _RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


@dataclass(frozen=True, slots=True)
class Hit:
    """What is under a point: a clip, the edge of a shot, or a bare place in time."""

    track: str
    id: str = ""
    edge: ShotClip | None = None


class Hands(QObject):
    """Turns the mouse into intents."""

    clicked = Signal(str)
    opened = Signal(str)
    sought = Signal(int, bool)  # frame, whether to tell even if it is the same
    trimmed = Signal(str, int)
    menu_asked = Signal(str, QPoint)

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._stage = canvas.stage
        self._from = QPointF()
        self._hit: Hit | None = None  # what the left button went down on
        self._doing = ""  # scrub, edge, trim, clip or ""
        self._home = 0
        canvas.pressed.connect(self._press)
        canvas.dragged.connect(self._move)
        canvas.let_go.connect(self._release)
        canvas.doubled.connect(self._double)

    def scrubbing(self) -> bool:
        """Whether the playhead is in a hand."""
        return self._doing == "scrub"

    def hit(self, point: QPointF) -> Hit:
        """What is under a point of the viewport."""
        if point.y() < RULER:
            return Hit("ruler")
        stage, episode = self._stage, self._stage.episode
        track = stage.rows.at(point.y() - self._canvas.top())
        frame = self._canvas.frame_at(point.x())
        if track == "cuts":
            shot = episode.ending_near(frame, _MARK / stage.scale)
            follower = shot and episode.shots.at(shot.first + shot.frames)
            return Hit(track, follower.id, shot) if follower else Hit(track)
        clip = episode.on(track, frame)
        edge = self._edge(frame) if track == "picture" else None
        return Hit(track, clip.id if clip else "", edge)

    def _edge(self, frame: float) -> ShotClip | None:
        stage = self._stage
        found = stage.episode.ending_near(frame, EDGE / stage.scale)
        if found is None:
            return None
        # in a short shot the middle must stay free for a click
        under = stage.episode.shots.at(frame) or found
        near = abs(found.first + found.frames - frame)
        return found if near <= under.frames / 4 or under.frames <= 1 else None

    def words_at(self, point: QPointF) -> str:
        """What to say about a point, safe to be shown as rich text."""
        found = self._stage.episode.find(self.hit(point).id)
        if found is None:
            return ""
        text = tip(*found, self._stage.episode.view.rate)
        return f"<qt>{escape(text).replace(chr(10), '<br>')}</qt>"

    def cancel(self) -> bool:
        """Take back what is being dragged; False when nothing is."""
        doing, self._doing = self._doing, ""
        self._hit = None
        if doing == "trim":
            self._stage.trim = None
            self._canvas.refresh()
        elif doing == "scrub":
            self.sought.emit(self._home, False)
        return doing in ("trim", "scrub")

    def keep_trim(self) -> None:
        """After new data came: go on only if the shot is as it was."""
        trim = self._stage.trim
        if trim is None:
            return
        shot = self._stage.episode.shot(trim.shot.id)
        if shot is None or (shot.first, shot.frames) != (trim.shot.first, trim.shot.frames):
            self.cancel()
        else:
            self._stage.trim = Trim(shot, trim.change, trim.snapped)

    def start_at(self, frame: int) -> None:
        """Remember where the playhead is, to which Esc takes it back."""
        if self._doing != "scrub":
            self._home = frame

    def _press(self, event: QMouseEvent) -> None:
        if event.button() != _LEFT:
            return
        self._from = event.position()
        self._hit = hit = self.hit(self._from)
        if hit.edge is not None:
            self._doing = "edge"
        elif hit.id:
            self._doing = "clip"
            self.clicked.emit(hit.id)
        else:
            self._doing = "scrub"
            self._seek(self._from, True)

    def _move(self, event: QMouseEvent) -> None:
        point = event.position()
        if not event.buttons() & _LEFT:
            self._show_cursor(self.hit(point))
            return
        if self._doing == "scrub":
            self._seek(point, False)
        elif self._doing == "edge" and abs(point.x() - self._from.x()) >= _STILL:
            self._doing = "trim"
        if self._doing == "trim":
            self._trim(point, bool(event.modifiers() & Qt.KeyboardModifier.AltModifier))

    def _release(self, event: QMouseEvent) -> None:
        if event.button() == _RIGHT:
            self._ask_menu(event)
            return
        if event.button() != _LEFT:
            return
        doing, hit, trim = self._doing, self._hit, self._stage.trim
        self._doing, self._hit = "", None
        if doing == "edge" and hit is not None and hit.id:
            self.clicked.emit(hit.id)
        elif doing == "trim" and trim is not None:
            self._stage.trim = None
            self._canvas.refresh()
            if trim.change:
                self.trimmed.emit(trim.shot.id, trim.change)

    def _double(self, event: QMouseEvent) -> None:
        if event.button() != _LEFT:
            return
        hit = self.hit(event.position())
        if hit.id:
            self._doing = "clip"
            self.clicked.emit(hit.id)
            self.opened.emit(hit.id)
        else:
            self._press(event)

    def _ask_menu(self, event: QMouseEvent) -> None:
        hit = self.hit(event.position())
        if hit.id:
            self.clicked.emit(hit.id)
            self.menu_asked.emit(hit.id, event.globalPosition().toPoint())

    def _seek(self, point: QPointF, always: bool) -> None:
        frame = round(self._canvas.frame_at(point.x()))
        self.sought.emit(min(max(0, frame), self._stage.episode.last()), always)

    def _trim(self, point: QPointF, free: bool) -> None:
        stage = self._stage
        assert self._hit is not None
        assert self._hit.edge is not None
        shot = self._hit.edge
        own = shot.first + shot.frames
        edge = own + (point.x() - self._from.x()) / stage.scale
        reach = SNAP / stage.scale if stage.snap and not free else 0
        found = trimmed(shot, edge, stage.episode.targets, reach)
        if found != stage.trim:
            stage.trim = found
            self._canvas.refresh()

    def _show_cursor(self, hit: Hit) -> None:
        shape = Qt.CursorShape.ArrowCursor
        if hit.edge is not None:
            shape = Qt.CursorShape.SplitHCursor
        elif hit.track == "ruler":
            shape = Qt.CursorShape.PointingHandCursor
        view = self._canvas.viewport()
        if view.cursor().shape() != shape:
            view.setCursor(shape)
