"""A worker process: takes jobs from the engine, makes them, says what came of it.

Run as ``python -m engine.work.worker FD``. It never opens the project: it reads the files it is
given and writes into the job's scratch folder. Ctrl-C is the engine's business, not its own.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import resource
import signal
import sys
import time
import traceback
from multiprocessing.connection import Connection
from pathlib import Path

from engine.base.errors import Cancelled, StudioError
from engine.base.fs import disk_fault
from engine.work.made import Made
from engine.work.protocol import Cancel, Done, Failed, Job, Message, Stopped, receive, send

CHECK_EVERY_S = 0.05


class Control:
    """Tells running jobs whether to go on. Looks at the pipe at most every 50 ms."""

    def __init__(self, pipe: Connection, *jobs: int) -> None:
        self._pipe = pipe
        self._jobs = jobs
        self._next = 0.0

    def check(self) -> None:
        """Raise `Cancelled` when the engine asked for it or is gone."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + CHECK_EVERY_S
        while self._pipe.poll():
            try:
                message = receive(self._pipe)
            except EOFError:
                raise Cancelled from None
            if isinstance(message, Cancel) and message.job in self._jobs:
                raise Cancelled


def run(pipe: Connection) -> None:
    """Serve jobs until the engine closes the pipe."""
    from engine.work.makers import Workshop

    workshop = Workshop()
    while True:
        try:
            message = receive(pipe)
        except EOFError:
            return
        if isinstance(message, Job):
            with contextlib.suppress(BrokenPipeError):
                send(pipe, _make(workshop, message, Control(pipe, message.id)))
            _give_back()


def _make(workshop: object, job: Job, control: Control) -> Message:
    from engine.work.makers import Workshop

    assert isinstance(workshop, Workshop)
    before = time.process_time()
    try:
        made = workshop.make(job, control.check)
    except Cancelled:
        return Stopped(job.id)
    except Exception as exc:  # noqa: BLE001 - a bug in one maker must fail its own slot only
        return failure(job, exc)
    return done(job, made, round((time.process_time() - before) * 1000))


def failure(job: Job, exc: Exception) -> Failed:
    """What is told of a job that raised: a known fault with its remedy, or a bug with its trace."""
    if isinstance(exc, StudioError):
        return Failed(job.id, exc.code, exc.message, exc.remedy)
    if isinstance(exc, MemoryError):
        return Failed(job.id, "memory", "Not enough memory.", "Close other programs and run again.")
    if isinstance(exc, OSError):
        fault = disk_fault(exc, Path(job.scratch))
        return Failed(job.id, fault.code, fault.message, fault.remedy)
    text = f"{type(exc).__name__}: {exc}"
    return Failed(job.id, "bug", text, "", True, "".join(traceback.format_exception(exc)))


def done(job: Job, made: Made, cpu_ms: int, device_ms: int = 0, energy_mj: int = 0) -> Done:
    """What is told of a finished job."""
    parts = tuple((name, str(path)) for name, path in made.parts)
    return Done(job.id, str(made.file), made.mime, parts, made.meta, cpu_ms, device_ms, energy_mj)


def _give_back() -> None:
    """Return freed memory to the system: a job's frames and planes leave holes that glibc keeps."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def connect() -> Connection:
    """Set the process up; its arguments are the inherited socket and how much it yields."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    fd, nice = int(sys.argv[1]), int(sys.argv[2])
    if nice:
        os.nice(nice)
    os.set_inheritable(fd, False)
    with contextlib.suppress(ValueError, OSError):
        os.nice(int(os.environ.get("CLIFF_NICE", "0")))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.freeze()
    return Connection(fd)


if __name__ == "__main__":
    run(connect())
