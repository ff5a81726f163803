"""What is answered when: shows before frames of a play, then what makes the next answer quicker.

One unit of work a step, so that a newer wish never waits for more than one picture.
"""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.base.errors import StudioError
from engine.editor.types import FPS, CutList
from engine.preview.messages import (
    Clock,
    Command,
    Framed,
    Load,
    Pause,
    Play,
    Release,
    Reply,
    Setup,
    Show,
    Sounded,
    Still,
    Stilled,
    Trouble,
)
from engine.preview.stage import Picture, Stage
from engine.preview.stems import Stems
from engine.preview.types import FRAME, NEAR, PLAY

_CALM_S, _QUIET_S = 0.06, 0.25  # without a wish: before an exact answer, before preparing
_AHEAD = 3  # live cuts to prepare
_SLOW = 6  # frames: scrubbing so slowly, every frame is wanted, and the next is quickly decoded
_BACK = 30  # frames: whoever goes back less is stepping, and will want those between
_FAR = 1 << 30
_DRIFT_S = 0.1  # by which a clock is carried on between two messages


class Desk:
    """Serves one client. post: sends a reply, from any thread; memory: the slots' pixels."""

    def __init__(self, setup: Setup, memory: memoryview, post: Callable[[Reply], None]) -> None:
        width, height = setup.size
        pixels = np.frombuffer(memory, np.uint8, setup.slots * height * width * 4)
        self._slots: NDArray[np.uint8] = pixels.reshape(setup.slots, height, width, 4)
        self._free = [s for s in range(setup.slots) if s not in setup.busy]
        self._post = post
        self._stage = Stage(setup.cache, setup.size, self._trouble)
        self._sounds = _Sounds(Stems(setup.cache / "stems", self._trouble), post)
        self._load: Load | None = None
        self._show: Show | None = None  # not answered yet
        self._rough: Show | None = None  # answered with a neighbour
        self._shown: tuple[Show, tuple[str, int]] | None = None  # answered, and by what
        self._last = -_FAR  # the frame that was answered last
        self._play: Play | None = None
        self._next = 0
        self._clock: tuple[float, float] | None = None  # frame, when
        self._cost_s = 0.0  # of a frame of the play
        self._stills: deque[Still] = deque()
        self._work: Iterator[None] | None = None
        self._wished = 0.0  # when the last wish came
        self._where = 0  # the frame that it was for

    def take(self, command: Command) -> None:
        """Note what the client wants."""
        match command:
            case Release(slot):
                self._free.append(slot)
            case Clock(frame):
                self._clock = (frame, time.monotonic())
            case Still():
                self._stills.append(command)
            case Load():
                self._change(command)
            case Show():
                self._show, self._rough, self._play = command, None, None
                self._wish(command.frame)
            case Play():
                self._show = self._rough = self._shown = self._clock = None
                self._play, self._next, self._cost_s = command, max(0, command.frame), 0.0
                self._wish(command.frame)
            case Pause():
                self._play = None

    def step(self) -> float | None:
        """Do one thing. Returns the seconds after which there is more to do, None for never."""
        if not self._stage.frames:
            return None
        if self._free and self._show is not None:
            self._answer(self._show)
            return 0
        if self._free and self._play is not None:
            self._stream(self._play)
            return 0
        calm = time.monotonic() - self._wished
        if self._play is None:
            if self._free and self._rough is not None:
                if calm < _CALM_S:
                    return _CALM_S - calm
                self._settle(self._rough)
                return 0
            if self._stills:
                self._still(self._stills.popleft())
                return 0
            if self._work is not None and calm < _QUIET_S:
                return _QUIET_S - calm
        return self._prepare()

    def close(self) -> None:
        """Let go of the memory and of all files."""
        self._slots = np.zeros((0, 0, 0, 4), np.uint8)
        self._stage.close()

    def _wish(self, frame: int) -> None:
        self._wished, self._where = time.monotonic(), frame
        if self._stage.frames:
            self._work = self._stage.prepare(self._within(frame), _AHEAD)

    def _change(self, load: Load) -> None:
        before = self._load
        same = before is not None and before.reel.episode == load.reel.episode
        try:
            self._stage.load(load.reel)
        except (StudioError, OSError) as exc:
            self._trouble(f"The cut of {load.reel.episode} cannot be read. {exc}")
            return
        self._load = load
        self._stills.clear()
        assert self._stage.cuts is not None
        self._sounds.want(load, self._stage.cuts)
        if before is None:
            pass  # whatever was wished for is for this reel
        elif not same:
            self._rough = self._shown = self._play = None
        elif self._shown is not None and self._stage.frames:
            show, name = self._shown
            if self._show is None and self._stage.name(self._within(show.frame)) != name:
                self._show = show  # what is on the screen has changed
        self._wish(self._next if self._play else self._where)

    def _prepare(self) -> float | None:
        """One drawing for the cuts to come."""
        if self._work is not None and next(self._work, self) is self:
            self._work = None
        return None if self._work is None else 0

    def _answer(self, show: Show) -> None:
        self._show = None
        frame = self._within(show.frame)
        step, self._last = frame - self._last, frame
        if show.exact or abs(step) <= _SLOW:
            picture = self._stage.picture(frame, passing=-_BACK < step < 0)
        else:
            picture = self._stage.nearby(frame)
        if picture.frame != frame:
            self._rough = show
            self._send(picture, frame, NEAR, show.session)
            return
        self._shown = (show, self._stage.name(frame))
        self._send(picture, frame, FRAME, show.session)

    def _settle(self, show: Show) -> None:
        self._rough = None
        self._answer(Show(show.frame, True, show.session))

    def _stream(self, play: Play) -> None:
        self._catch_up()
        if self._next >= self._stage.frames:
            self._play = None
            return
        start = time.monotonic()
        frame, self._next = self._next, self._next + 1
        self._send(self._stage.picture(frame), frame, PLAY, play.session)
        took = time.monotonic() - start
        self._cost_s = took if not self._cost_s else 0.7 * self._cost_s + 0.3 * took
        if frame % FPS == 0:
            self._work = self._stage.prepare(frame, _AHEAD)

    def _catch_up(self) -> None:
        """Leave out the frames that would come after their sound."""
        if self._clock is None:
            return
        frame, when = self._clock
        now = frame + min(_DRIFT_S, time.monotonic() - when) * FPS
        if self._next <= now:
            self._next = math.floor(now) + 1 + math.ceil(min(1.0, self._cost_s) * FPS)

    def _still(self, still: Still) -> None:
        made = self._stage.still(still.cut, still.frame, still.wide)
        if made is None or self._load is None:
            return
        image, final = made
        wide = cv2.cvtColor(image, cv2.COLOR_BGR2BGRA)
        height, width = wide.shape[:2]
        data = wide.tobytes()
        self._post(Stilled(still, width, height, data, final, self._load.generation))

    def _send(self, picture: Picture, asked: int, kind: str, session: int) -> None:
        assert self._load is not None
        slot = self._free.pop(0)
        cv2.cvtColor(picture.image, cv2.COLOR_BGR2BGRA, dst=self._slots[slot])
        self._post(
            Framed(
                slot, picture.frame, asked, picture.final, kind, picture.cut,
                self._load.generation, session,
            )
        )  # fmt: skip

    def _within(self, frame: int) -> int:
        return min(max(0, frame), self._stage.frames - 1)

    def _trouble(self, text: str) -> None:
        self._post(Trouble(text))


class _Sounds:
    """Makes stems beside the pictures, so that an edit does not halt a play. The newest wins."""

    def __init__(self, stems: Stems, post: Callable[[Reply], None]) -> None:
        self._stems, self._post = stems, post
        self._wanted: tuple[Load, CutList] | None = None
        self._news = threading.Condition()
        threading.Thread(target=self._run, name="stems", daemon=True).start()

    def want(self, load: Load, cuts: CutList) -> None:
        """Make the stems of this reel next."""
        with self._news:
            self._wanted = load, cuts
            self._news.notify()

    def _run(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._wanted is not None)
                assert self._wanted is not None
                (load, cuts), self._wanted = self._wanted, None
            reel = load.reel
            try:
                files = self._stems.make(cuts, dict(reel.speech), reel.music)
                self._post(Sounded(reel.episode, cuts.frames, files, load.generation))
            except BrokenPipeError:
                return
            except Exception as exc:  # noqa: BLE001 - pictures go on without sound
                self._post(Trouble(f"The sound of {reel.episode} cannot be made. {exc}"))
