"""The preview as the window sees it: wishes in, pictures and stems out, from a process of its own.

Imports nothing heavy: the artist, OpenCV and libav live in the server process only.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path

from engine.preview.link import Link
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
)
from engine.preview.reel import Reel
from engine.preview.types import PLAY, RATE, STILL, Shown, Sound


class Preview:
    """An episode as it stands. Every method may be called from any thread and returns at once.

    cache: the project's cache folder, shared with the workers. size: width and height of the
    pictures in pixels, both even. slots: pictures that may be in use at a time.
    on_frame, on_sound, on_fault are called on a thread of the preview's own, one after the other.
    Every picture that on_frame gets must be released, or there will be no more after `slots`.

    Raises:
        OSError: there is no shared memory left.
    """

    def __init__(
        self,
        cache: Path,
        on_frame: Callable[[Shown], None],
        on_sound: Callable[[Sound], None],
        on_fault: Callable[[str], None],
        size: tuple[int, int] = (540, 960),
        slots: int = 8,
    ) -> None:
        self._on_frame, self._on_sound, self._on_fault = on_frame, on_sound, on_fault
        self._cache, self._size, self._slots = cache, size, slots
        self._bytes = size[0] * size[1] * 4
        self._memory = SharedMemory(create=True, size=self._bytes * slots)
        self._lock = threading.RLock()
        self._held: dict[int, Shown] = {}
        self._load: Load | None = None
        self._aim: Show | Play | None = None
        self._session = 0
        self._stills: dict[Still, None] = {}
        self._closed = False
        self._link = Link(self._lock, self._greeting, self._heard, self._lost)

    # -- wishes ---------------------------------------------------------------------------------

    def load(self, reel: Reel) -> None:
        """Change to this reel; its sound comes by itself, pictures when they are asked for.

        With the same episode as before a play goes on, and the frame shown last is shown again
        if it looks different now. Stills that were asked for and have not come are forgotten.
        """
        with self._lock:
            before = self._load
            self._load = Load(reel, before.generation + 1 if before else 1)
            if before is not None and before.reel.episode != reel.episode:
                self._session += 1
                self._aim = None
            self._stills.clear()
            self._link.revive()
            self._link.send(self._load)

    def show(self, frame: int, exact: bool = True) -> None:
        """Show this frame of the episode; the newest request wins. Ends a play.

        exact: False while scrubbing. A close frame may then come first (kind "near"), and the
        frame itself when no other is asked for.
        """
        with self._lock:
            if isinstance(self._aim, Play):
                self._session += 1
            self._aim = Show(frame, exact, self._session)
            self._link.send(self._aim)

    def play(self, frame: int) -> None:
        """Stream frames from this one on (kind "play"), as many ahead as there are free slots."""
        with self._lock:
            self._session += 1
            self._aim = Play(frame, self._session)
            self._link.send(self._aim)

    def clock(self, frame: int) -> None:
        """The sound is at this frame now: frames of a play that would come late are left out."""
        with self._lock:
            if isinstance(self._aim, Play):
                self._aim = replace(self._aim, frame=max(frame, self._aim.frame))
            self._link.send(Clock(frame))

    def pause(self) -> None:
        """Stop streaming. Frames that have not been handed out yet never are."""
        with self._lock:
            if isinstance(self._aim, Play):
                self._session += 1
                self._aim = None
            self._link.send(Pause())

    def release(self, shown: Shown) -> None:
        """Give a picture's place back; its data must not be read any more. Twice does no harm."""
        with self._lock:
            if self._held.get(shown.slot) is not shown:
                return
            del self._held[shown.slot]
            _let_go(shown)
            self._link.send(Release(shown.slot))

    def still(self, cut_id: str, frame: int, wide: int) -> None:
        """Ask for a picture of a cut's own frame, `wide` pixels wide (at most the preview's).

        It comes after frames, as kind "still" with bytes of its own; never for an unknown cut.
        """
        with self._lock:
            wish = Still(cut_id, frame, wide)
            if wish not in self._stills:
                self._stills[wish] = None
                self._link.send(wish)

    def close(self) -> None:
        """End the server, both threads and the shared memory; takes at most a second.

        No callback comes afterwards, and no picture's data may be read.
        """
        with self._lock:
            if self._closed:
                return
            self._closed = True
        self._link.close()
        for shown in self._held.values():
            _let_go(shown)
        self._held.clear()
        self._memory.unlink()
        with suppress(BufferError):  # somebody still looks at it: gone when they let go
            self._memory.close()

    @property
    def pid(self) -> int | None:
        """Process id of the server, None while there is none."""
        return self._link.pid

    # -- on the reading thread ------------------------------------------------------------------

    def _greeting(self) -> tuple[Setup, list[Command]]:
        """What a fresh server needs to know."""
        busy = tuple(self._held)
        setup = Setup(self._memory.name, self._size, self._slots, busy, self._cache)
        told = [self._load, self._aim, *self._stills]
        return setup, [command for command in told if command is not None]

    def _heard(self, reply: Reply) -> None:
        with self._lock:
            if self._closed:
                return
        match reply:
            case Framed():
                shown = self._accepted(reply)
                if shown is not None:
                    self._on_frame(shown)
            case Stilled():
                with self._lock:
                    if reply.still not in self._stills:
                        return
                    del self._stills[reply.still]
                self._on_frame(_still(reply))
            case Sounded(episode, frames, files, generation):
                if self._load is not None and generation == self._load.generation:
                    self._on_sound(Sound(episode, RATE, frames, *files, generation))
            case _:
                self._on_fault(reply.text)

    def _accepted(self, reply: Framed) -> Shown | None:
        """The picture in a slot, or None when it is of an old session and goes back."""
        with self._lock:
            if reply.session != self._session:
                self._link.send(Release(reply.slot))
                return None
            if reply.kind == PLAY and isinstance(self._aim, Play):
                self._aim = replace(self._aim, frame=reply.frame + 1)
            first = reply.slot * self._bytes
            width, height = self._size
            assert self._memory.buf is not None
            data = self._memory.buf[first : first + self._bytes].toreadonly()
            shown = Shown(
                reply.frame, width, height, width * 4, data, reply.final, reply.slot,
                reply.generation, reply.kind, reply.cut, reply.asked,
            )  # fmt: skip
            self._held[reply.slot] = shown
            return shown

    def _lost(self, words: str) -> None:
        with self._lock:
            if self._closed:
                return
        self._on_fault(words)


def _let_go(shown: Shown) -> None:
    with suppress(BufferError):  # somebody still has an image on it
        shown.data.release()


def _still(reply: Stilled) -> Shown:
    frame = reply.still.frame
    return Shown(
        frame, reply.width, reply.height, reply.width * 4, memoryview(reply.data), reply.final,
        -1, reply.generation, STILL, reply.still.cut, frame,
    )  # fmt: skip
