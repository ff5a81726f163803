"""The worker that owns the graphics card: takes batches of one kind, answers each job by itself.

There is one of it. Libraries for models are loaded here and nowhere else, from folders on this
machine; the process refuses to open any connection.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
import traceback
from collections.abc import Sequence
from multiprocessing.connection import Connection

from engine.base.errors import Cancelled, StudioError
from engine.base.offline import refuse_network
from engine.models.energy import Energy
from engine.work.device_makers import DeviceWorkshop
from engine.work.made import Check, Made
from engine.work.protocol import Batch, Job, Message, Stopped, receive, send
from engine.work.worker import Control, connect, done, failure

_BROKEN = ("CUDA error", "HIP error", "CUBLAS_STATUS_EXECUTION_FAILED")
_BROKEN_EXIT = 70  # EX_SOFTWARE of sysexits.h


def run(pipe: Connection) -> None:
    """Serve batches until the engine closes the pipe."""
    workshop, energy = DeviceWorkshop(), Energy()
    while True:
        try:
            message = receive(pipe)
        except EOFError:
            return
        if isinstance(message, Batch):
            check = Control(pipe, *(job.id for job in message.jobs)).check
            for reply in _replies(workshop, energy, message.jobs, check):
                with contextlib.suppress(BrokenPipeError):
                    send(pipe, reply)


def _replies(
    workshop: DeviceWorkshop, energy: Energy, jobs: Sequence[Job], check: Check
) -> list[Message]:
    """Make a batch; a bug in it is narrowed down to the job that has it."""
    wall, cpu, used = time.monotonic(), time.process_time(), energy.read_mj()
    try:
        found = workshop.make_all(jobs, check)
    except Cancelled:
        return [Stopped(job.id) for job in jobs]
    except Exception as exc:  # noqa: BLE001 - whatever it is, it belongs to one job of the batch
        leave_if_broken(exc)
        if len(jobs) == 1:
            return [failure(jobs[0], exc)]
        return [reply for job in jobs for reply in _replies(workshop, energy, (job,), check)]
    share = (
        round((time.process_time() - cpu) * 1000) // len(jobs),
        round((time.monotonic() - wall) * 1000) // len(jobs),
        max(0, energy.read_mj() - used) // len(jobs),
    )
    return [_reply(job, made, share) for job, made in zip(jobs, found, strict=True)]


def leave_if_broken(exc: Exception) -> None:
    """End the process when the card's context is gone: nothing works in it any more.

    Each job of the batch is then tried once more, alone, in a fresh process. Being out of memory
    leaves the context whole.
    """
    text = str(exc)
    if type(exc).__name__ != "OutOfMemoryError" and any(mark in text for mark in _BROKEN):
        traceback.print_exception(exc)
        sys.stderr.flush()
        os._exit(_BROKEN_EXIT)


def _reply(job: Job, made: Made | StudioError, share: tuple[int, int, int]) -> Message:
    return failure(job, made) if isinstance(made, StudioError) else done(job, made, *share)


if __name__ == "__main__":
    engine = connect()
    refuse_network()
    run(engine)
