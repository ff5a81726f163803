"""The engine's side of its worker processes: start, hand out, cancel, notice death, start again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import IO

from engine.work.protocol import Cancel, Failed, Job, Message, Stopped, receive, send

CANCEL_GRACE_S = 0.7
"""After this a worker that does not answer a cancel is killed; Ctrl-C promises one second."""

NICE, NICE_QUICK = 10, 4

_ROOT = Path(__file__).resolve().parents[2]
_ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",  # frames and planes come and go: fewer arenas, less held back
}


@dataclass
class Worker:
    """One process and the job it is at. cancelled_at: when it was asked to stop, or 0."""

    process: subprocess.Popen[bytes]
    pipe: Connection
    errors: IO[bytes]
    job: Job | None = None
    cancelled_at: float = 0.0


@dataclass
class Pool:
    """`size` workers, started when first needed. Not thread-safe: the engine thread owns it.

    spare: workers beyond `size` that only quick jobs may use, so that a new word is not kept
    waiting by a picture.
    """

    size: int
    spare: int = 0
    workers: list[Worker] = field(default_factory=list)

    def free(self, quick: bool = False) -> bool:
        """Whether a job could be handed out now."""
        return len(self.busy()) < self.size + (self.spare if quick else 0)

    def idle(self, quick: bool = False) -> Worker:
        """A worker with nothing to do, started if there is none. Ask `free` before.

        Quick jobs take the last worker and others the first: what a worker keeps in memory is then
        of use to its next job.
        """
        for worker in reversed(self.workers) if quick else self.workers:
            if worker.job is None:
                return worker
        self._add()
        return self.workers[-1]

    def warm(self) -> None:
        """Start every worker that there may be."""
        while len(self.workers) < self.size + self.spare:
            self._add()

    def _add(self) -> None:
        """Beside a window the workers yield to it; the one for quick jobs only a little."""
        nice = (NICE if len(self.workers) < self.size else NICE_QUICK) if self.spare else 0
        self.workers.append(_start(nice))

    def busy(self) -> list[Worker]:
        """Workers that have a job."""
        return [w for w in self.workers if w.job is not None]

    def give(self, worker: Worker, job: Job) -> None:
        """Hand a job to an idle worker; its death is reported by `collect`."""
        worker.job, worker.cancelled_at = job, 0.0
        try:
            send(worker.pipe, job)
        except OSError:
            worker.process.kill()

    def cancel(self, jobs: Iterable[int]) -> None:
        """Ask running jobs to stop."""
        wanted = set(jobs)
        for worker in self.busy():
            if worker.job is not None and worker.job.id in wanted and not worker.cancelled_at:
                worker.cancelled_at = time.monotonic()
                try:
                    send(worker.pipe, Cancel(worker.job.id))
                except OSError:
                    worker.process.kill()

    def collect(
        self, timeout: float, extra: Iterable[Connection] = ()
    ) -> list[tuple[Job, Message]]:
        """Replies that arrive within `timeout` seconds; `extra` having something ends the wait."""
        pipes: list[Connection] = [w.pipe for w in self.busy()]
        ready = set(wait([*pipes, *extra], timeout))
        replies: list[tuple[Job, Message]] = []
        for worker in self.busy():
            if worker.pipe in ready:
                replies.append(self._reply(worker))
            elif worker.cancelled_at and time.monotonic() - worker.cancelled_at > CANCEL_GRACE_S:
                worker.process.kill()
        return replies

    def _reply(self, worker: Worker) -> tuple[Job, Message]:
        job = worker.job
        assert job is not None
        worker.job = None
        try:
            return job, receive(worker.pipe)
        except (EOFError, OSError):
            self.workers.remove(worker)
            worker.pipe.close()
            code = worker.process.wait()
            detail = _tail(worker.errors)
            if worker.cancelled_at:
                return job, Stopped(job.id)
            how = signal.Signals(-code).name if code < 0 else f"exit {code}"
            return job, Failed(
                job.id, "worker-died", f"A worker process ended ({how}).", "", True, detail
            )

    def close(self) -> None:
        """End all workers; those that are busy are killed."""
        for worker in self.workers:
            worker.pipe.close()
            if worker.job is not None:
                worker.process.kill()
        for worker in self.workers:
            try:
                worker.process.wait(2)
            except subprocess.TimeoutExpired:
                worker.process.kill()
                worker.process.wait()
            worker.errors.close()
        self.workers.clear()


def _start(nice: int) -> Worker:
    ours, theirs = socket.socketpair()
    path = os.pathsep.join(p for p in (str(_ROOT), os.environ.get("PYTHONPATH", "")) if p)
    env = {**os.environ, **_ONE_THREAD, "PYTHONPATH": path}
    with theirs:
        fd = theirs.fileno()
        command = [sys.executable, "-m", "engine.work.worker", str(fd), str(nice)]
        errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the worker
        process = subprocess.Popen(
            command,
            pass_fds=(fd,),
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=errors,
            stderr=subprocess.STDOUT,
        )
    return Worker(process, Connection(ours.detach()), errors)


def _tail(errors: IO[bytes]) -> str:
    """The last words of a dead worker."""
    errors.seek(0, os.SEEK_END)
    errors.seek(max(0, errors.tell() - 4000))
    text = errors.read().decode("utf-8", "replace")
    errors.close()
    return text
