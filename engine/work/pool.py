"""The engine's side of its worker processes: start, hand out, cancel, notice death, start again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import IO

from engine.base.offline import without_keys
from engine.work.protocol import (
    Batch,
    Cancel,
    Done,
    Failed,
    Job,
    Message,
    Progress,
    Stopped,
    receive,
    send,
)

CANCEL_GRACE_S = 0.7
"""After this a worker that does not answer a cancel is killed; Ctrl-C promises one second."""

NICE, NICE_QUICK = 10, 4
WORKER, DEVICE_WORKER = "engine.work.worker", "engine.work.device_worker"

_ROOT = Path(__file__).resolve().parents[2]
_ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",  # frames and planes come and go: fewer arenas, less held back
}
DEVICE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TOKENIZERS_PARALLELISM": "false",  # it warns when a process that used it forks
    "OMP_WAIT_POLICY": "PASSIVE",  # threads that spin while others work cost more than they bring
    "PYTORCH_ALLOC_CONF": "expandable_segments:True",  # batches of many shapes leave holes
}


@dataclass
class Worker:
    """One process and what it is at. cancelled_at: when it was asked to stop, or 0; grace_s: how
    long it may take."""

    process: subprocess.Popen[bytes]
    pipe: Connection
    errors: IO[bytes]
    jobs: dict[int, Job] = field(default_factory=dict)
    cancelled_at: float = 0.0
    grace_s: float = 0.0


@dataclass
class Pool:
    """`size` workers, started when first needed. Not thread-safe: the engine thread owns it.

    spare: workers beyond `size` that only quick jobs may use, so that a new word is not kept
    waiting by a picture. device: the one worker that may use the graphics card, if it was needed.
    """

    size: int
    spare: int = 0
    workers: list[Worker] = field(default_factory=list)
    device: Worker | None = None

    def free(self, quick: bool = False) -> bool:
        """Whether a job could be handed out now."""
        busy = sum(1 for worker in self.workers if worker.jobs)
        return busy < self.size + (self.spare if quick else 0)

    def idle(self, quick: bool = False) -> Worker:
        """A worker with nothing to do, started if there is none. Ask `free` before.

        Quick jobs take the last worker and others the first: what a worker keeps in memory is then
        of use to its next job.
        """
        for worker in reversed(self.workers) if quick else self.workers:
            if not worker.jobs:
                return worker
        self._add()
        return self.workers[-1]

    def idle_device(self) -> Worker | None:
        """The worker that owns the graphics card, started if there is none; None while it works."""
        if self.device is None:
            nice = NICE if self.spare else 0
            self.device = start_worker(DEVICE_WORKER, nice, DEVICE)
        return None if self.device.jobs else self.device

    def release_device(self) -> None:
        """End the device's worker if it is idle: the memory of the card is free then."""
        if self.device is not None and not self.device.jobs:
            self.device.pipe.close()
            _end(self.device)
            self.device = None

    def warm(self) -> None:
        """Start every worker that there may be."""
        while len(self.workers) < self.size + self.spare:
            self._add()

    def _add(self) -> None:
        """Beside a window the workers yield to it; the one for quick jobs only a little."""
        nice = (NICE if len(self.workers) < self.size else NICE_QUICK) if self.spare else 0
        self.workers.append(start_worker(WORKER, nice, _ONE_THREAD))

    def busy(self) -> list[Worker]:
        """Workers that have a job."""
        everybody = [*self.workers, *([self.device] if self.device else [])]
        return [w for w in everybody if w.jobs]

    def give(self, worker: Worker, jobs: Sequence[Job]) -> None:
        """Hand jobs to an idle worker, several to the device's only; its death is reported by
        `collect`."""
        worker.jobs, worker.cancelled_at = {job.id: job for job in jobs}, 0.0
        try:
            send(worker.pipe, Batch(tuple(jobs)) if worker is self.device else jobs[0])
        except OSError:
            worker.process.kill()

    def cancel(self, jobs: Iterable[int], grace_s: float | None = None) -> None:
        """Ask running jobs to stop. grace_s: after this they are made to; None: as Ctrl-C promises.

        Asking again counts only when it is more urgent.
        """
        wanted, grace = set(jobs), CANCEL_GRACE_S if grace_s is None else grace_s
        for worker in self.busy():
            urgent = not worker.cancelled_at or grace < worker.grace_s
            if wanted & set(worker.jobs) and urgent:
                worker.cancelled_at, worker.grace_s = time.monotonic(), grace
                try:
                    send(worker.pipe, Cancel(min(wanted & set(worker.jobs))))
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
                replies += self._replies(worker)
            elif worker.cancelled_at and time.monotonic() - worker.cancelled_at > worker.grace_s:
                worker.process.kill()
        return replies

    def _replies(self, worker: Worker) -> list[tuple[Job, Message]]:
        """One message of a worker, or its death, which answers all it had."""
        try:
            message = receive(worker.pipe)
        except (EOFError, OSError):
            return self._death(worker)
        assert isinstance(message, Done | Failed | Stopped | Progress)
        if isinstance(message, Progress):
            return [(worker.jobs[message.job], message)]
        return [(worker.jobs.pop(message.job), message)]

    def _death(self, worker: Worker) -> list[tuple[Job, Message]]:
        jobs = list(worker.jobs.values())
        worker.jobs = {}
        if worker is self.device:
            self.device = None
        else:
            self.workers.remove(worker)
        worker.pipe.close()
        code = worker.process.wait()
        detail = _tail(worker.errors)
        if worker.cancelled_at:
            return [(job, Stopped(job.id)) for job in jobs]
        how = signal.Signals(-code).name if code < 0 else f"exit {code}"
        text = f"A worker process ended ({how})."
        return [(job, Failed(job.id, "worker-died", text, "", True, detail)) for job in jobs]

    def close(self) -> None:
        """End all workers; those that are busy are killed."""
        everybody = [*self.workers, *([self.device] if self.device else [])]
        for worker in everybody:
            worker.pipe.close()
            if worker.jobs:
                worker.process.kill()
        for worker in everybody:
            _end(worker)
        self.workers.clear()
        self.device = None


def start_worker(
    module: str, nice: int, settings: Mapping[str, str], keys: Collection[str] = ()
) -> Worker:
    """Start ``python -m module FD NICE``. settings: environment variables of its own; keys: of the
    variables that hold keys those it is handed."""
    ours, theirs = socket.socketpair()
    path = os.pathsep.join(p for p in (str(_ROOT), os.environ.get("PYTHONPATH", "")) if p)
    env = {**without_keys(os.environ, keys), **settings, "PYTHONPATH": path}
    with theirs:
        fd = theirs.fileno()
        command = [sys.executable, "-m", module, str(fd), str(nice)]
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


def _end(worker: Worker) -> None:
    """Wait for a worker whose pipe is closed; one that does not go is killed."""
    try:
        worker.process.wait(2)
    except subprocess.TimeoutExpired:
        worker.process.kill()
        worker.process.wait()
    worker.errors.close()


def _tail(errors: IO[bytes]) -> str:
    """The last words of a dead worker."""
    errors.seek(0, os.SEEK_END)
    errors.seek(max(0, errors.tell() - 4000))
    text = errors.read().decode("utf-8", "replace")
    errors.close()
    return text
