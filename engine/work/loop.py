"""The engine thread: plans, hands out, commits. The only thread that touches the project.

Others speak to it by `call`, which runs a function on it and returns the result. Demand is
replaced, never queued. A finished result is always kept as a take, also when it came too late.
"""

from __future__ import annotations

import itertools
import json
import queue
import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing import Pipe
from pathlib import Path
from typing import TypeVar

from engine.base.errors import MakeError, StudioError
from engine.base.fs import disk_fault
from engine.graph.node import Node
from engine.graph.plan import Plan, Planner
from engine.project.project import Project
from engine.series.takes import Slot, Take
from engine.work.costs import WRITING_NOTE, facts, writing_cost
from engine.work.demand import Demand, complete, next_batch, wanted
from engine.work.events import Event, Failure, Look
from engine.work.pool import Pool, Worker
from engine.work.progress import Meter, remaining
from engine.work.protocol import Done, Failed, Job, Message
from engine.work.runs import Run, Running, episode_number

T = TypeVar("T")
REPORT_EVERY_S = 0.2
LOOK_EVERY_S = 1 / 30
MAKE_WAY_GRACE_S = 120.0
QUICK = ("speech", "performance", "cut")
"""Roles whose jobs take a moment: they may use the spare worker, as imports may."""


class EngineThread(threading.Thread):
    """Owns project, plan and workers from `start` to `shut`."""

    def __init__(
        self, project: Project, planner: Planner, workers: int,
        watcher: Callable[[Look], None] | None = None, hourly_price: float = 0.0,
    ) -> None:  # fmt: skip
        """watcher: is shown what changed, at most 30 times a second, on this thread.

        hourly_price: what an hour of the graphics card costs, kept with every take it made.
        """
        super().__init__(name="engine", daemon=True)
        self.project = project
        self._planner = planner
        self.hourly_price = hourly_price
        self._watcher = watcher
        self._pool = Pool(workers, spare=1 if watcher else 0)
        self._calls: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._heard, self._bell = Pipe(duplex=False)
        self._ids = itertools.count(1)
        self._running: dict[int, Running] = {}
        self._waiting: list[Running] = []
        self._failed: dict[str, Failure] = {}
        self._standing: tuple[Demand, Callable[[Event], None]] | None = None
        self._changed = watcher is not None
        self._looked_s = 0.0
        self._edited = False  # since work was handed out last
        self._plan: Plan | None = None
        self._run: Run | None = None
        self._open = True
        self._lent = False  # the graphics card, to a model that writes
        try:
            self._scratch = Path(tempfile.mkdtemp(prefix="make-", dir=project.scratch))
        except OSError as exc:
            raise disk_fault(exc, project.scratch) from exc

    # -- called from other threads ------------------------------------------------------------

    def call(self, action: Callable[[], T]) -> T:
        """Run `action` on the engine thread and return what it returns or raises."""
        result: Future[T] = Future()

        def perform() -> None:
            try:
                result.set_result(action())
            except BaseException as exc:  # noqa: BLE001 - belongs to the caller, whatever it is
                result.set_exception(exc)

        self._calls.put(perform)
        self._bell.send_bytes(b"!")
        return result.result()

    def shut(self) -> None:
        """Stop at once, keep what is finished, close the project."""

        def stop() -> None:
            self._open = False

        if self.is_alive():
            self.call(stop)
            self.join()

    # -- called on the engine thread ------------------------------------------------------------

    def plan(self) -> Plan:
        """The plan of the document as it is now."""
        if self._plan is None:
            failed = {key: failure.message for key, failure in self._failed.items()}
            self._plan = self._planner.plan(self.project.document, self.project, failed)
        return self._plan

    def stale(self) -> None:
        """Forget the plan: document, pins or takes have changed."""
        self._plan = None
        self._changed = self._edited = True

    def replan(self, planner: Planner) -> None:
        """Plan with other engines from now on; what failed is tried again."""
        self._planner = planner
        self._failed.clear()
        self.stale()

    def lend_device(self, lent: bool) -> None:
        """Keep off the graphics card, or use it again. From any thread, and returns at once."""
        self._lent = lent
        self._bell.send_bytes(b"!")

    @property
    def device_is_free(self) -> bool:
        """Whether no worker holds the graphics card. From any thread."""
        return self._pool.device is None

    def warm(self) -> None:
        """Start the workers now, so that the first job does not wait for them."""
        self._pool.warm()

    def aim(self, demand: Demand, listener: Callable[[Event], None], *, retry: bool) -> None:
        """Want this from now on, also after later edits, until `stop`.

        Work that is under way and still wanted goes on. retry: try again what failed before.
        """
        self._standing = demand, listener
        if retry:
            self._failed.clear()
            self.stale()
        run = self._run
        if run is None or run.over.is_set() or run.cancelled:
            self._run = Run(demand, listener, Meter(time.monotonic(), self._left(demand)))
        elif run.demand.slots == demand.slots:
            run.demand = demand
        else:
            run.demand, run.meter = demand, Meter(time.monotonic(), self._left(demand))
        self._changed = True

    def begin(self, demand: Demand, listener: Callable[[Event], None]) -> Run:
        """Start a run; it replaces one that is under way. Earlier failures are tried again."""
        if self._run is not None:
            self._run.over.set()
        self._failed.clear()
        self.stale()
        self._run = Run(demand, listener, Meter(time.monotonic(), self._left(demand)))
        return self._run

    def stop(self) -> None:
        """Cancel the run: workers are asked to stop, then made to."""
        self._standing = None
        if self._run is not None:
            self._run.cancelled = True
        self._changed = True
        self._waiting.clear()
        self._pool.cancel(list(self._running))

    def fetch(self, slot: Slot, file: Path, facts: str = "") -> Future[Take]:
        """Have a worker check and convert a file; it becomes an imported take of the slot.

        facts: JSON that the importer needs beside the file (a consent), "" for none.
        """
        item = self.plan().nodes[slot]
        known = self._files(self.plan(), item) if self.plan().ready(item) else ()
        inputs = (("file", str(file)), *known)
        job = self._job(
            f"import-{slot.role}", slot.owner, item.params, facts or item.payload, inputs
        )
        future: Future[Take] = Future()
        self._waiting.append(Running(job, slot, None, future=future))
        return future

    # -- the loop -------------------------------------------------------------------------------

    def run(self) -> None:
        """Serve calls and keep the workers busy until `shut`."""
        try:
            while self._serve():
                self._dispatch()
                self._dispatch_device()
                self._settle()
                timeout = 0.1 if self._running else None
                if self._changed and self._watcher is not None:
                    timeout = LOOK_EVERY_S
                for job, message in self._pool.collect(timeout or 3600.0, (self._heard,)):
                    self._finish(job, message)
                self._tell()
                self._show()
        finally:
            self._pool.close()
            for running in (*self._running.values(), *self._waiting):
                if running.future is not None:
                    running.future.cancel()
            shutil.rmtree(self._scratch, ignore_errors=True)
            self.project.close()
            if self._run is not None:
                self._run.over.set()

    def _serve(self) -> bool:
        """Answer calls; False when one of them was `shut`."""
        while self._heard.poll():
            self._heard.recv_bytes()
        while not self._calls.empty():
            self._calls.get()()
        return self._open

    def _dispatch(self) -> None:
        if self._run is None and self._edited and self._standing is not None:
            demand, listener = self._standing
            self._run = Run(demand, listener, Meter(time.monotonic(), self._left(demand)))
        self._edited = False
        while self._has_work() and self._pool.free(quick=True):
            quick = not self._pool.free()
            try:
                running = self._retried() or self._next(quick)
            except StudioError as exc:
                self._broken(exc)
                return
            if running is None:
                return
            self._begin(self._pool.idle(quick), (running,))

    def _dispatch_device(self) -> None:
        """Hand the device's worker its next batch: jobs of one kind for one engine."""
        if self._lent:
            self._vacate()
            return
        retries = [r for r in self._waiting if r.node is not None and r.node.engine]
        if not retries and (self._run is None or self._run.cancelled):
            return
        try:
            # what brought a worker down is tried again alone, so that it fails nobody else
            batch = retries[:1] or self._next_batch()
        except StudioError as exc:
            self._broken(exc)
            return
        worker = self._pool.idle_device() if batch else None
        if worker is not None:
            self._waiting = [r for r in self._waiting if r not in batch]
            self._begin(worker, batch)

    def _vacate(self) -> None:
        """The card is lent: what is being made on it makes way, and its worker ends."""
        device = self._pool.device
        if device is not None and device.jobs and not device.cancelled_at:
            self._pool.cancel(list(device.jobs), MAKE_WAY_GRACE_S)
        self._pool.release_device()

    def _next_batch(self) -> list[Running]:
        assert self._run is not None
        if self._pool.device is not None and self._pool.device.jobs:
            self._make_way(self._pool.device)
            return []
        plan = self.plan()
        busy = {r.key for r in self._running.values()}
        return [self._asked(plan, item) for item in next_batch(plan, self._run.demand, busy)]

    def _make_way(self, device: Worker) -> None:
        """Give up the device's batch when nothing of it is on screen and something there waits.

        What it had not finished is wanted again afterwards. Without a window nothing is on screen.
        """
        assert self._run is not None
        tiers = self._run.demand.tiers
        if self._watcher is None or not tiers or device.cancelled_at:
            return
        plan = self.plan()
        first = Demand(tiers[:1])
        seen = set(plan.closure(tiers[0]))
        if not any(self._running[id].slot in seen for id in device.jobs):
            busy = {r.key for r in self._running.values()}
            if next_batch(plan, first, busy):
                # models that are being loaded are not thrown away: it answers at its first step
                self._pool.cancel(list(device.jobs), MAKE_WAY_GRACE_S)

    def _begin(self, worker: Worker, batch: Sequence[Running]) -> None:
        self._running.update({running.job.id: running for running in batch})
        self._changed = True
        self._pool.give(worker, [running.job for running in batch])

    def _has_work(self) -> bool:
        return bool(self._waiting) or (self._run is not None and not self._run.cancelled)

    def _next(self, quick: bool) -> Running | None:
        assert self._run is not None
        plan = self.plan()
        busy = {r.key for r in self._running.values()}
        for item in wanted(plan, self._run.demand):
            asset = plan.assets[item.slot]
            if item.engine or (quick and item.slot.role not in QUICK):
                continue
            if asset.key is not None and asset.key not in busy:
                return self._asked(plan, item)
        return None

    def _retried(self) -> Running | None:
        """An import, or a job whose worker died, if any worker can do it."""
        for at, running in enumerate(self._waiting):
            if running.node is None or not running.node.engine:
                return self._waiting.pop(at)
        return None

    def _asked(self, plan: Plan, item: Node) -> Running:
        """A job for a node that can be made."""
        asset = plan.assets[item.slot]
        assert asset.key is not None
        files = self._files(plan, item)
        job = self._job(item.slot.role, item.slot.owner, item.params, item.payload, files)
        return Running(job, item.slot, item, asset.key, item.recipe(asset.values))

    def _files(self, plan: Plan, item: Node) -> tuple[tuple[str, str], ...]:
        """Paths of the inputs' files; a part is named ``input.part``."""
        found: list[tuple[str, str]] = []
        for name, source in (*item.inputs, *item.reads):
            take = plan.assets[source].take
            assert take is not None
            found.append((name, str(self.project.media.path(take.blob))))
            found += [
                (f"{name}.{part}", str(self.project.media.path(sha))) for part, sha in take.parts
            ]
        return tuple(found)

    def _job(
        self, kind: str, owner: str, params: str, payload: str, inputs: tuple[tuple[str, str], ...]
    ) -> Job:
        number = next(self._ids)
        folder = self._scratch / str(number)
        try:
            folder.mkdir(parents=True)
        except OSError as exc:
            raise disk_fault(exc, folder) from exc
        cache = str(self.project.cache)
        return Job(number, kind, owner, params, payload, inputs, str(folder), cache)

    def _finish(self, job: Job, message: Message) -> None:
        running = self._running.pop(job.id)
        self._changed = True
        try:
            if isinstance(message, Done):
                self._done(running, message)
            elif isinstance(message, Failed):
                self._lost(running, message)
            elif running.future is not None:
                running.future.cancel()
        except StudioError as exc:
            self._broken(exc)
        finally:
            shutil.rmtree(job.scratch, ignore_errors=True)

    def _done(self, running: Running, message: Done) -> None:
        take = self._keep(running, message)
        if running.future is not None:
            running.future.set_result(take)
        elif self._run is not None:
            self._run.made.append(running.slot)
            name = str(running.slot)
            self._run.listener(
                Event("take", running.slot.role, episode_number(running.slot), slot=name)
            )

    def _keep(self, running: Running, done: Done) -> Take:
        take = Take(
            id=secrets.token_hex(8),
            slot=running.slot,
            key=running.key,
            blob="",
            mime=done.mime,
            origin="generated" if running.node else "imported",
            meta=facts(done, self.hourly_price),
            recipe=running.recipe,
            backend=running.node.engine if running.node else "",
            cost_ms=done.cpu_ms,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        files = {"blob": Path(done.file), **{name: Path(p) for name, p in done.parts}}
        kept = self.project.add_take(take, files)
        self._remember(running)
        self.stale()
        return kept

    def _remember(self, running: Running) -> None:
        """Which weights were used: where they are missing one day, old takes are known by it."""
        if running.node is None or not running.node.engine:
            return
        name = f"engine:{running.node.engine}"
        used = str(json.loads(running.node.payload).get("fingerprint", ""))
        if self.project.read_meta(name) != used:
            self.project.write_meta(name, used)

    def _lost(self, running: Running, message: Failed) -> None:
        if message.code == "worker-died" and running.tries == 1:
            again = self._job(
                running.job.kind, running.job.owner, running.job.params, running.job.payload,
                running.job.inputs,
            )  # fmt: skip
            self._waiting.append(replace(running, job=again, tries=2))
            return
        if running.future is not None:
            running.future.set_exception(MakeError(message.code, message.message, message.remedy))
            return
        failure = Failure(running.slot, message.message, message.remedy, message.detail)
        self._failed[running.key] = failure
        self.stale()
        self._fail(failure)

    def _fail(self, failure: Failure) -> None:
        if self._run is not None:
            self._run.failures.append(failure)
            text = f"{failure.message} {failure.remedy}".strip()
            slot = str(failure.slot) if failure.slot else ""
            self._run.listener(Event("failed", message=text, slot=slot))

    def _broken(self, exc: StudioError) -> None:
        """A result could not be stored: nothing further will be, so the run ends here."""
        self._fail(Failure(None, exc.message, exc.remedy))
        self.stop()

    def _settle(self) -> None:
        """Tell of finished episodes; end the run when nothing is left to do."""
        run = self._run
        if run is None or run.over.is_set():
            return
        if self._plan is None or not self._running:
            self._announce(run, self.plan())
        lent = self._lent and not run.cancelled
        waits = lent and bool(next_batch(self.plan(), run.demand, ()))
        if not self._running and not self._waiting and not waits:
            run.over.set()
            self._run = None
            self._changed = True

    def _announce(self, run: Run, plan: Plan) -> None:
        for tier in run.demand.tiers:
            owner = tier[0].owner
            number = episode_number(tier[0])
            if number and owner not in run.finished and complete(plan, tier):
                run.finished.add(owner)
                run.listener(Event("episode", "master", number))

    def _left(self, demand: Demand) -> int:
        return remaining(self.plan(), demand)

    def _tell(self) -> None:
        run, now = self._run, time.monotonic()
        if run is None or now - run.last_report_s < REPORT_EVERY_S:
            return
        run.last_report_s = now
        share, eta = run.meter.read(now, self._left(run.demand))
        first = next((r.slot for r in self._running.values()), None)
        stage, episode = (first.role, episode_number(first)) if first else ("", 0)
        run.listener(Event("progress", stage, episode, share, 1000, eta))

    def _show(self) -> None:
        """Let the watcher see what changed, unless it saw something a moment ago."""
        now = time.monotonic()
        if self._watcher is None or not self._changed or now - self._looked_s < LOOK_EVERY_S:
            return
        self._changed, self._looked_s = False, now
        run = self._run
        share, eta = run.meter.read(now, self._left(run.demand)) if run else (1000, 0)
        undo, redo = self.project.history()
        self._watcher(Look(
            self.project.document, self.plan(), tuple(r.slot for r in self._running.values()),
            tuple(self._failed.values()), undo, redo,
            working=run is not None and not run.cancelled, share=share, eta_s=eta,
            writing=writing_cost(self.project.read_meta(f"note:{WRITING_NOTE}") or ""),
        ))  # fmt: skip
