"""The preview's process: takes wishes from its pipe and answers them until the pipe breaks.

Importing this module is cheap, because the client does it too to start the process.
"""

from __future__ import annotations

import ctypes
import os
import signal
import threading
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.shared_memory import SharedMemory

from engine.preview.messages import Bye, Command, Reply, Setup

_THREADS = 2
"""Of OpenCV: more gain nothing on pictures of this size, and workers need the other cores."""


_REST_S = 1.0  # with nothing to do, before freed memory goes back
_M_ARENA_MAX = -8  # of glibc's malloc.h


class _Libc:
    """Keeps freed frames and planes from piling up in the allocator, where it is glibc's."""

    def __init__(self) -> None:
        found = ctypes.CDLL(None)
        self._trim = getattr(found, "malloc_trim", None)
        option = getattr(found, "mallopt", None)
        if option is not None:
            option(_M_ARENA_MAX, 2)

    def give_back(self) -> None:
        """Return freed memory to the system."""
        if self._trim is not None:
            self._trim(0)


def serve(pipe: Connection, setup: Setup) -> None:
    """Entry of the process. Ends when told to, or when the client is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the client's business
    os.nice(2)  # the window comes first: it has to show what is made here
    with suppress(EOFError, BrokenPipeError, ConnectionResetError, FileNotFoundError):
        memory = SharedMemory(name=setup.memory)
        try:
            _serve(pipe, setup, memory)
        finally:
            with suppress(BufferError):  # the process ends anyway, and the client unlinks
                memory.close()


def _serve(pipe: Connection, setup: Setup, memory: SharedMemory) -> None:
    import cv2

    from engine.preview.desk import Desk

    cv2.setNumThreads(min(_THREADS, os.cpu_count() or 1))
    lock = threading.Lock()

    def post(reply: Reply) -> None:
        with lock:
            pipe.send(reply)

    assert memory.buf is not None
    libc = _Libc()
    desk = Desk(setup, memory.buf, post)
    try:
        while True:
            wait = desk.step()
            if wait is None and not pipe.poll(_REST_S):
                libc.give_back()
            while pipe.poll(wait):
                command: Command = pipe.recv()
                if isinstance(command, Bye):
                    return
                desk.take(command)
                wait = 0
    finally:
        desk.close()
