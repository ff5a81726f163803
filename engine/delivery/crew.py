"""The processes in which an export works: as many as there are cores, renewed when one dies."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, ProcessPoolExecutor, wait
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait as wait_for

from engine.delivery.credentials import Identity
from engine.delivery.performing import Job, Outcome, perform_all

_NICE, _LOOK_S = 10, 0.2


class Crew:
    """Carries out jobs; with 0 processes in this one."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None

    def close(self) -> None:
        """End the processes once they are done with what they have."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def carry_out(
        self, work: Sequence[list[Job]], by: Identity | None, cancel: threading.Event
    ) -> list[list[Outcome] | None]:
        """The outcomes of each row of jobs, in their order; None for rows that were not done
        because `cancel` was set. A process that dies costs the rows that were out."""
        if self._processes < 1:
            return [None if cancel.is_set() else perform_all(jobs, by) for jobs in work]
        found: list[list[Outcome] | None] = [None] * len(work)
        running: dict[Future[list[Outcome]], int] = {}
        for at, jobs in enumerate(work):
            running[self._submitted(jobs, by)] = at
        while running:
            done, _ = wait(running, timeout=_LOOK_S, return_when=FIRST_COMPLETED)
            for future in done:
                at = running.pop(future)
                found[at] = self._taken(future, len(work[at]))
            if cancel.is_set():
                for future in running:
                    future.cancel()
                wait(running)
                return [None] * len(work)
        return found

    def _taken(self, future: Future[list[Outcome]], count: int) -> list[Outcome]:
        try:
            return future.result()
        except BrokenExecutor:
            self._pool = None
            lost = Outcome(
                error="The process that made it ended before it was done.",
                remedy="Close other programs, if memory is short, and export again.",
            )
            return [lost] * count

    def _submitted(self, jobs: list[Job], by: Identity | None) -> Future[list[Outcome]]:
        try:
            return self._hands().submit(perform_all, jobs, by)
        except BrokenExecutor:  # one died while there was nothing to do
            self._pool = None
            return self._hands().submit(perform_all, jobs, by)

    def _hands(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = get_context("spawn")
            self._pool = ProcessPoolExecutor(
                self._processes, mp_context=context, initializer=_begun
            )
        return self._pool


def _begun() -> None:
    """In a new process: yield to the window, keep libraries' remarks to itself, and end when
    whoever started it is gone.

    A process that waits for work holds its own end of the queue open and would wait for ever after
    a kill of the studio.
    """
    if hasattr(os, "nice"):
        os.nice(_NICE)
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stderr__.fileno() if sys.__stderr__ else 2)
    parent = parent_process()
    if parent is not None:

        def watch() -> None:
            wait_for([parent.sentinel])
            os._exit(1)

        threading.Thread(target=watch, daemon=True).start()
