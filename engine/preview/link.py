"""The thread-safe way to the server process, which is started again once when it dies.

Two threads: one starts the process and reads what it says, one writes to it, so that no caller
ever waits for a busy server.
"""

from __future__ import annotations

import logging
import multiprocessing
import threading
import time
from collections import deque
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from engine.preview.messages import Bye, Clock, Command, Reply, Setup, Show
from engine.preview.server import serve

_AGAIN_S = 60.0
"""Two deaths within this time are one too many."""

_LEAVE_S = 0.5  # that a server has to end by itself

Greeting = Callable[[], tuple[Setup, list[Command]]]


class Link:
    """A server and what is said to it and by it.

    lock: held while `greet` is called and commands are queued; the owner's own, so that what it
    knows and what is queued never differ.
    greet: how a fresh server starts and what it must be told first.
    heard: called on the reading thread with every reply. lost: called there, with words, when the
    server died twice; it is then started again by `revive`.
    """

    def __init__(
        self,
        lock: threading.RLock,
        greet: Greeting,
        heard: Callable[[Reply], None],
        lost: Callable[[str], None],
    ) -> None:
        self._greet, self._heard, self._lost = greet, heard, lost
        self._news = threading.Condition(lock)
        self._queue: deque[Command] = deque()
        self._pipe: Connection | None = None
        self._process: SpawnProcess | None = None
        self._dead = self._closing = False
        self._threads = [
            threading.Thread(target=run, name=f"preview-{name}", daemon=True)
            for name, run in (("reader", self._read), ("writer", self._write))
        ]
        for thread in self._threads:
            thread.start()

    def send(self, command: Command) -> None:
        """Queue a command; while no server runs it is dropped, for `greet` will say it."""
        with self._news:
            if self._pipe is None:
                return
            if isinstance(command, Show | Clock):  # the newest is enough
                kind = type(command)
                self._queue = deque(c for c in self._queue if not isinstance(c, kind))
            self._queue.append(command)
            self._news.notify_all()

    def revive(self) -> None:
        """Try again after the server was given up."""
        with self._news:
            self._dead = False
            self._news.notify_all()

    @property
    def pid(self) -> int | None:
        """Process id of the server, None when there is none."""
        with self._news:
            return None if self._process is None else self._process.pid

    def close(self) -> None:
        """End the server and both threads; takes at most a second."""
        with self._news:
            self._closing = True
            self._queue = deque([Bye()])
            self._news.notify_all()
        waiting = [t for t in self._threads if t is not threading.current_thread()]
        for thread in waiting:
            thread.join(_LEAVE_S)
            while thread.is_alive():
                self._kill()
                thread.join(0.05)
        self._kill()

    def _kill(self) -> None:
        with self._news:
            if self._process is not None and self._process.pid is not None:
                self._process.kill()

    # -- the reading thread ---------------------------------------------------------------------

    def _read(self) -> None:
        died = -_AGAIN_S
        while True:
            code = self._live()
            with self._news:
                if self._closing:
                    return
            now = time.monotonic()
            if now - died < _AGAIN_S:
                self._give_up(code)
                now = -_AGAIN_S
            died = now

    def _give_up(self, code: int | None) -> None:
        with self._news:
            self._dead = True
        self._lost(
            f"The preview stopped twice (exit {code}). It starts again with the next change "
            "of the episode."
        )
        with self._news:
            self._news.wait_for(lambda: self._closing or not self._dead)

    def _live(self) -> int | None:
        """Start a server and listen until its pipe breaks; returns its exit code."""
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        with self._news:
            if self._closing:
                return None
            setup, first = self._greet()
            process = context.Process(
                target=serve, args=(theirs, setup), name="preview", daemon=True
            )
            self._process = process
            self._queue, self._pipe = deque(first), ours
            self._news.notify_all()
        try:
            process.start()
        except OSError:
            logging.getLogger(__name__).exception("the preview cannot be started")
        theirs.close()
        self._listen(ours)
        with self._news:
            self._pipe = None
            self._queue.clear()
        code = _end(process)
        with self._news:
            self._process = None
            ours.close()
            self._news.notify_all()
        return code

    def _listen(self, pipe: Connection) -> None:
        while True:
            try:
                reply: Reply = pipe.recv()
            except (EOFError, OSError):
                return
            try:
                self._heard(reply)
            except Exception:
                logging.getLogger(__name__).exception("a callback of the preview failed")

    # -- the writing thread ---------------------------------------------------------------------

    def _write(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(
                    lambda: (self._pipe and self._queue) or (self._closing and not self._process)
                )
                pipe = self._pipe
                if pipe is None or not self._queue:
                    return
                command = self._queue.popleft()
            try:
                pipe.send(command)
            except (OSError, ValueError):
                continue  # it is dead, and the reader knows


def _end(process: SpawnProcess) -> int | None:
    """Wait for a process whose pipe is broken; returns its exit code, None if it never began."""
    if process.pid is None:
        return None
    process.join(_LEAVE_S)
    if process.exitcode is None:
        process.kill()
        process.join()
    return process.exitcode
