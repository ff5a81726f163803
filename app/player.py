"""The player: one playhead, the sound as its clock, pictures from the preview process.

Pictures arrive on another thread and are only queued there. While it plays, the newest picture that
is not ahead of the sound is shown; others go back unseen.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage

from app.sound import RATE, SoundClock
from engine.editor.types import FPS
from engine.preview.client import Preview
from engine.preview.reel import Reel
from engine.preview.types import STILL, Shown, Sound

TICK_MS = 8
SAMPLES = RATE // FPS
SPEEDS = (1.0, 2.0, 4.0)


class Player(QObject):
    """Shows and plays what `load` gave it."""

    framed = Signal(QImage, bool)  # picture, whether it is final
    moved = Signal(int)
    state_changed = Signal()
    still_ready = Signal(str, QImage)  # cut id, picture
    faulted = Signal(str)
    spoke = Signal(str)  # episode whose sound is ready
    _arrived = Signal()
    _sounded = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sound = SoundClock(self)
        self.frame, self.frames = 0, 0
        self.speed = 0.0
        self.loop: tuple[int, int] | None = None
        self.shown_frames = 0
        self._preview: Preview | None = None
        self._queue: deque[Shown] = deque()
        self._reel: Reel | None = None
        self._base = 0
        self._timer = QElapsedTimer()
        self._scrubbing = False
        self._audition: Callable[[], None] | None = None
        self._stems: dict[str, Path] = {}
        self._tick = QTimer(self)
        self._tick.setTimerType(Qt.TimerType.PreciseTimer)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._advance)
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._sounded.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    # -- what to show ----------------------------------------------------------------------------

    def open(self, cache: Path) -> None:
        """Start the preview of a project; what the workers drew is in its cache already."""
        self.shut()
        self._preview = Preview(cache, self._on_frame, self._on_sound, self._on_fault)

    def shut(self) -> None:
        """End the preview of the project that was open."""
        self.pause()
        self._reel, self.frames = None, 0
        self._drop()
        if self._preview is not None:
            self._preview.close()
            self._preview = None

    def load(self, reel: Reel | None, frames: int) -> bool:
        """Change to this reel; the playhead stays when it is the same episode.

        False when it is shown already. What `still` was asked for before is forgotten otherwise.
        """
        preview = self._preview
        if preview is None or (reel == self._reel and frames == self.frames):
            return False
        same = reel is not None and self._reel is not None and reel.episode == self._reel.episode
        if not same:
            self.pause()
            self.frame = 0
            self.loop = None
        self._reel, self.frames = reel, frames
        self.frame = min(self.frame, max(0, frames - 1))
        if reel is not None:
            preview.load(reel)
            if not same:
                preview.show(self.frame)
        self.moved.emit(self.frame)
        return True

    def still(self, cut: str, frame: int, wide: int) -> None:
        """Ask for a small picture of a cut."""
        if self._preview is not None:
            self._preview.still(cut, frame, wide)

    def close(self) -> None:
        """Stop sound, pictures and their process."""
        self._tick.stop()
        self.sound.stop()
        self.shut()

    # -- transport -------------------------------------------------------------------------------

    @property
    def playing(self) -> bool:
        """Whether the playhead moves by itself."""
        return self.speed != 0

    def toggle(self) -> None:
        """Play or pause."""
        if self.playing:
            self.pause()
        else:
            self.play(1.0)

    def play(self, speed: float) -> None:
        """Play from here. Only at speed 1 there is sound."""
        preview = self._preview
        if preview is None or self._reel is None or self.frames < 1:
            return
        self._end_audition()
        if self.frame >= self.frames - 1 and speed > 0:
            self.frame = 0
        self.speed = speed
        self._base = self.frame
        self._timer.start()
        if speed == 1.0:
            preview.play(self.frame)
            self.sound.start(self.frame * SAMPLES, self.frames * SAMPLES)
        else:
            self.sound.stop()
        self._tick.start()
        self.state_changed.emit()

    def shuttle(self, direction: int) -> None:
        """J and L: in this direction, again for faster."""
        speeds = [s * direction for s in SPEEDS]
        at = speeds.index(self.speed) + 1 if self.speed in speeds else 0
        self.play(speeds[min(at, len(speeds) - 1)])

    def pause(self) -> None:
        """Stop here and show exactly this frame."""
        if not self.speed:
            return
        self.speed = 0.0
        self._tick.stop()
        self.sound.stop()
        self._drop()
        if self._preview is not None:
            self._preview.pause()
            self._preview.show(self.frame)
        self.state_changed.emit()

    def seek(self, frame: int) -> None:
        """Go to a frame; playing goes on from there."""
        frame = min(max(0, frame), max(0, self.frames - 1))
        if self.playing:
            speed = self.speed
            self.frame = frame
            self._drop()
            self.play(speed)
        elif self._preview is not None:
            self._move(frame)
            self._preview.show(frame, exact=not self._scrubbing)

    def scrub(self, on: bool) -> None:
        """While a hand drags the playhead, near pictures do; the exact one comes at the end."""
        self._scrubbing = on
        if on:
            self.pause()
        elif self._preview is not None:
            self._preview.show(self.frame)

    def mute(self, track: str, on: bool) -> None:
        """Leave a track out."""
        (self.sound.muted.add if on else self.sound.muted.discard)(track)
        self.state_changed.emit()

    def audition(self, file: Path, ended: Callable[[], None] | None = None) -> bool:
        """Play one recording alone; False when it cannot be read."""
        self.pause()
        samples = self.sound.load_wave(file)
        if not samples:
            return False
        self._audition = ended or (lambda: None)
        self.sound.start(0, samples, self._end_audition)
        return True

    def _end_audition(self) -> None:
        if self._audition is not None:
            ended, self._audition = self._audition, None
            self.sound.stop()
            self.sound.load(self._stems)
            ended()

    # -- the clock -------------------------------------------------------------------------------

    def _now(self) -> int:
        if self.speed == 1.0:
            return self.sound.position() // SAMPLES
        return self._base + int(self._timer.elapsed() * FPS * self.speed / 1000)

    def _advance(self) -> None:
        now = self._now()
        if self.loop is not None and not self.loop[0] <= now < self.loop[1]:
            self.frame = self.loop[0]
            self._drop()
            self.play(self.speed)
            return
        if not 0 <= now < self.frames:
            self.frame = min(max(0, now), self.frames - 1)
            self.pause()
            self.moved.emit(self.frame)
            return
        if now != self.frame:
            self._move(now)
            if self._preview is not None and self.speed == 1.0:
                self._preview.clock(now)
            elif self._preview is not None:
                self._preview.show(now, exact=False)
        if self.speed == 1.0:
            self._show_due(now)

    def _move(self, frame: int) -> None:
        if frame != self.frame:
            self.frame = frame
            self.moved.emit(frame)

    # -- pictures --------------------------------------------------------------------------------

    def _on_frame(self, shown: Shown) -> None:
        """On the reader's thread."""
        self._queue.append(shown)
        self._arrived.emit()

    def _take(self) -> None:
        """Stills and answers to `show` are shown at once; frames of a play wait for their time."""
        waiting: list[Shown] = []
        while self._queue:
            shown = self._queue.popleft()
            if shown.kind == STILL:
                self.still_ready.emit(shown.cut, _image(shown))
            elif self.speed == 1.0:
                waiting.append(shown)
            else:
                self._draw(shown)
        self._queue.extend(waiting)
        if self.speed == 1.0:
            self._show_due(self._now())

    def _show_due(self, now: int) -> None:
        due: Shown | None = None
        while self._queue and self._queue[0].frame <= now:
            if due is not None:
                self._release(due)
            due = self._queue.popleft()
        if due is not None:
            self._draw(due)

    def _draw(self, shown: Shown) -> None:
        image = _image(shown)
        final = shown.final
        self._release(shown)
        self.shown_frames += 1
        self.framed.emit(image, final)

    def _drop(self) -> None:
        while self._queue:
            self._release(self._queue.popleft())

    def _release(self, shown: Shown) -> None:
        if self._preview is not None:
            self._preview.release(shown)

    def _on_sound(self, sound: Sound) -> None:
        """On the reader's thread."""
        self._sounded.emit(sound)

    def _hear(self, sound: Sound) -> None:
        if self._reel is None or sound.episode != self._reel.episode:
            return
        self._stems = {
            "dialogue": sound.dialogue, "music": sound.music, "effects": sound.effects,
        }  # fmt: skip
        if self._audition is None:
            self.sound.load(self._stems)
        self.spoke.emit(sound.episode)

    def _on_fault(self, text: str) -> None:
        """On the reader's thread; the signal is queued to the window's."""
        self.faulted.emit(text)


def _image(shown: Shown) -> QImage:
    """A picture with memory of its own."""
    view = QImage(
        shown.data, shown.width, shown.height, shown.stride, QImage.Format.Format_RGB32
    )  # fmt: skip
    return view.copy()
