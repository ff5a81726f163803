"""The engine as everybody else sees it: one class, used alike by the command line and the window.

All methods may be called from any thread; each returns when its effect is durable.
"""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from engine.base.errors import UserInputError
from engine.base.version import VERSION
from engine.delivery.credentials import default_folder, identity
from engine.delivery.export import Exported, Progress, Wish, export_season
from engine.delivery.labels import off
from engine.delivery.profiles import chosen
from engine.delivery.season import FinishedSeason
from engine.edits.change import Change
from engine.edits.takes import another_take, pin, unpin
from engine.graph.explain import explain
from engine.graph.plan import Planner, out_of_date
from engine.models.library import Library
from engine.project.project import Project
from engine.series.document import Document
from engine.series.invariants import check
from engine.series.takes import Slot, Take
from engine.work.backends import cut_loader, installed_engines, makers_for
from engine.work.costs import WRITING_NOTE, Cost, season_cost, writing_cost
from engine.work.demand import Demand, episode_demand
from engine.work.events import Event, Look, Report, SlotStatus
from engine.work.finished import finished_season
from engine.work.loop import EngineThread
from engine.work.refusals import refuse_bad
from engine.writer.contract import check_season


def default_workers() -> int:
    """One worker a core that this process may use."""
    return max(1, len(os.sched_getaffinity(0)))


def _planner(project: Project, library: Library) -> Planner:
    """A planner that knows the engines of this machine."""
    engines = installed_engines(library, lambda id: project.read_meta(f"engine:{id}"))
    return Planner(makers_for(project.document, engines), cut_loader(project.media))


class Engine:
    """One open project and the workers that make its assets."""

    def __init__(
        self, project: Project, workers: int, watcher: Callable[[Look], None] | None = None
    ) -> None:
        """watcher: called on the engine thread with what changed, at most 30 times a second."""
        try:
            self.library = Library()
            planner = _planner(project, self.library)
            price = self.library.hourly_price
            self._workers = workers
            self._thread = EngineThread(project, planner, workers, watcher, price)
        except BaseException:
            project.close()
            raise
        self._thread.start()

    @classmethod
    def create(
        cls, folder: Path, document: Document, workers: int | None = None,
        watcher: Callable[[Look], None] | None = None,
    ) -> Engine:  # fmt: skip
        """Make a new project in `folder` (must not exist or be empty)."""
        return cls(Project.create(folder, document), workers or default_workers(), watcher)

    @classmethod
    def open(
        cls, folder: Path, workers: int | None = None,
        watcher: Callable[[Look], None] | None = None,
    ) -> Engine:  # fmt: skip
        """Open the project in `folder`."""
        return cls(Project.open(folder), workers or default_workers(), watcher)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop workers and close the project. Everything acknowledged is already on disk."""
        self._thread.shut()

    @property
    def document(self) -> Document:
        """The document as it is now, a frozen snapshot."""
        return self._thread.project.document

    # -- edits ------------------------------------------------------------------------------------

    def apply(self, change: Change) -> tuple[Slot, ...]:
        """Commit an edit; returns the slots that it put out of date.

        Raises UserInputError for a value that no room could work with.
        """
        refuse_bad(self.document, change.document, self.library.engines())
        return self._thread.call(lambda: self._changed(lambda: self._commit(change)))

    def edit(self, build: Callable[[Document], Change]) -> tuple[Slot, ...]:
        """Commit the edit that `build` makes of the document as it is when its turn comes.

        Raises what `build` raises, and UserInputError as `apply` does.
        """

        def act() -> tuple[Slot, ...]:
            change = build(self.document)
            refuse_bad(self.document, change.document, self.library.engines())
            return self._changed(lambda: self._commit(change)) if change.forward else ()

        return self._thread.call(act)

    def undo(self) -> tuple[str, tuple[Slot, ...]] | None:
        """Take the last edit back: its label and the slots now out of date, if there was one."""
        return self._thread.call(lambda: self._step(self._thread.project.undo))

    def redo(self) -> tuple[str, tuple[Slot, ...]] | None:
        """Do again what was undone last."""
        return self._thread.call(lambda: self._step(self._thread.project.redo))

    def pin_take(self, slot: Slot, take_id: str) -> tuple[Slot, ...]:
        """Use this take in this slot, whatever its recipe says."""

        def act() -> tuple[Slot, ...]:
            self._known(slot)
            known = [t.id for t in self._thread.project.takes(slot)]
            full = [id for id in known if id.startswith(take_id)] if take_id else []
            if len(full) != 1:
                listed = ", ".join(known) or "none yet"
                raise UserInputError(
                    "unknown-take", f"{slot} has no take {take_id!r}.", f"Its takes: {listed}."
                )
            return self._changed(lambda: self._commit(pin(self.document, slot, full[0])))

        return self._thread.call(act)

    def pin_file(self, slot: Slot, file: Path, facts: str = "") -> tuple[Slot, ...]:
        """Import a file as a human take of this slot and use it.

        facts: JSON that belongs to the file, such as the consent to a recording of somebody.
        """
        if not file.is_file():
            raise UserInputError("no-file", f"{file} is not a file.", "Name a file to import.")
        self._thread.call(lambda: self._known(slot))
        take = self._thread.call(lambda: self._thread.fetch(slot, file.resolve(), facts)).result()
        return self._thread.call(
            lambda: self._changed(lambda: self._commit(pin(self.document, slot, take.id)))
        )

    def unpin(self, slot: Slot) -> tuple[Slot, ...]:
        """Back to automatic."""
        return self._thread.call(
            lambda: self._changed(lambda: self._commit(unpin(self.document, slot)))
        )

    def another_take(self, slot: Slot) -> tuple[Slot, ...]:
        """Ask for another take of a slot."""

        def act() -> tuple[Slot, ...]:
            self._known(slot)
            return self._changed(lambda: self._commit(another_take(self.document, slot)))

        return self._thread.call(act)

    # -- looking --------------------------------------------------------------------------------

    def takes(self, slot: Slot) -> tuple[Take, ...]:
        """All takes of a slot, oldest first."""
        return self._thread.call(lambda: self._thread.project.takes(slot))

    def status(self) -> tuple[SlotStatus, ...]:
        """The state of every slot, inputs first."""
        plan = self._thread.call(self._thread.plan)
        return tuple(
            SlotStatus(a.slot, a.state, a.reason, a.take.id if a.take else "")
            for a in plan.assets.values()
        )

    def explain(self, slot: Slot) -> tuple[str, ...]:
        """Why a slot is as it is, in words."""

        def act() -> tuple[str, ...]:
            self._known(slot)
            return explain(self._thread.plan(), self._thread.project, slot)

        return self._thread.call(act)

    def finished(self) -> FinishedSeason:
        """The episodes that can be exported, with the files that they are made of."""
        writing = writing_cost(self.note(WRITING_NOTE))

        def act() -> FinishedSeason:
            plan, project = self._thread.plan(), self._thread.project
            costs = season_cost(project.document, plan, writing)
            return finished_season(project.document, plan, project, project.media.path, costs)

        return self._thread.call(act)

    def export(
        self, out: Path, ids: str = "", *, only: Collection[int] | None = None,
        release: Collection[tuple[str, int]] = (), force: bool = False,
        say: Callable[[Progress], None] = lambda _: None, cancel: threading.Event | None = None,
    ) -> Exported:  # fmt: skip
        """Write the finished episodes to a folder, as the delivery profiles want them.

        ids: profiles, separated by commas; "" those of the series. only: these episodes' numbers.
        release: (profile or "", number) of episodes that go out although the gate found something.
        say: called on the caller's thread. Setting `cancel` stops after the pieces under way.

        Raises:
            StudioError: nothing is finished, the contract is broken, or a profile wants pictures
                that the series' own profiles do not.
        """
        season = self.finished()
        wanted = chosen(ids or season.document.series.profile)
        for profile in wanted:
            if profile.textless and any(item.clean is None for item in season.episodes):
                raise UserInputError(
                    "no-clean", f"{profile.name} wants pictures without words, none are made.",
                    f"Add {profile.id} to the series' profiles and render.",
                )  # fmt: skip
        if only is not None:
            kept = tuple(item for item in season.episodes if item.number in only)
            season = FinishedSeason(season.document, kept)
        signed = any("credentials" in p.labels - off(season.document.series) for p in wanted)
        wish = Wish(
            force=force, release=frozenset(release), workers=self._workers, studio=VERSION,
            by=identity(default_folder()) if signed else None, say=say,
            cancel=cancel or threading.Event(),
        )  # fmt: skip
        return export_season(season, wanted, out, wish)

    def verify(self) -> tuple[str, ...]:
        """Every fault found: damaged or missing media, broken invariants, broken contract."""
        problems = list(self._thread.call(self._thread.project.verify))
        document = self.document
        problems += [p for p in check(document) if p not in problems]
        series = document.series
        problems += [
            f"{v.where}: {v.message}"
            for v in check_season(document.episodes, series.language, series.words)
        ]
        return tuple(problems)

    # -- making -----------------------------------------------------------------------------------

    def make(
        self,
        episodes: Collection[int] | None,
        on_event: Callable[[Event], None],
        cancel: threading.Event,
    ) -> Report:
        """Make what is missing of these episodes (None: all) and return when done or cancelled.

        on_event is called on the engine thread. Setting `cancel` stops within a second; every
        finished take is kept and the next call goes on from there.
        """
        known = {e.number: e.id for e in self.document.episodes}
        numbers = sorted(known) if episodes is None else sorted(episodes)
        absent = [n for n in numbers if n not in known]
        if absent:
            raise UserInputError(
                "no-episode",
                f"There is no episode {absent[0]}.",
                f"The season has episodes 1 to {max(known, default=0)}.",
            )
        cast = [member.id for member in self.document.cast]
        demand = episode_demand(self.document.series, [known[n] for n in numbers], cast)
        run = self._thread.call(lambda: self._thread.begin(demand, on_event))
        while not run.over.wait(0.1):
            if cancel.is_set() and not run.cancelled:
                self._thread.call(self._thread.stop)
        return run.report()

    def aim(
        self, demand: Demand, on_event: Callable[[Event], None], *, retry: bool = False
    ) -> None:
        """Want this from now on, in this order, and return at once. Replaces what was wanted.

        on_event is called on the engine thread. retry: try again what failed before.
        """
        self._thread.call(lambda: self._thread.aim(demand, on_event, retry=retry))

    def stop(self) -> None:
        """Want nothing more; everything finished is kept."""
        self._thread.call(self._thread.stop)

    def refresh_models(self) -> None:
        """Look anew at which models are installed and what the graphics card costs."""

        def act() -> None:
            self.library = Library()
            self._thread.hourly_price = self.library.hourly_price
            self._thread.replan(_planner(self._thread.project, self.library))

        self._thread.call(act)

    def stand_ins(self) -> Mapping[str, int]:
        """What is made by an embedded engine because the chosen one is missing: why, how many."""
        plan = self._thread.call(self._thread.plan)
        return Counter(item.standin for item in plan.nodes.values() if item.standin)

    def costs(self) -> Mapping[str, Cost]:
        """What the takes in use cost, by episode id; what all share is divided among them."""
        writing = writing_cost(self.note(WRITING_NOTE))
        return season_cost(self.document, self._thread.call(self._thread.plan), writing)

    @contextmanager
    def lent_device(self, cancel: threading.Event) -> Iterator[None]:
        """Have the graphics card for something else, a model that writes.

        What is being made on it makes way at its next step and is made afterwards; meanwhile
        everything that needs no card goes on. Returns as soon as its memory is free, or `cancel`
        is set.
        """
        self._thread.lend_device(True)
        try:
            while not self._thread.device_is_free and not cancel.wait(0.05):
                pass
            yield
        finally:
            self._thread.lend_device(False)

    def warm(self) -> None:
        """Start the worker processes before they are needed."""
        self._thread.call(self._thread.warm)

    def path(self, sha: str) -> Path:
        """Where the media file with this content hash lies. Never write to it."""
        return self._thread.project.media.path(sha)

    def made(self, slot: Slot) -> tuple[Take, ...]:
        """All takes of a slot, oldest first, without waiting for the engine thread.

        Takes are only ever added, so a reader sees the newest one now or a moment later.
        """
        return self._thread.project.takes(slot)

    def first_document(self) -> Document:
        """The document that the project was made with, before any edit."""
        return self._thread.call(self._thread.project.first_document)

    def note(self, name: str) -> str:
        """A small fact kept with the project, "" when it was never written."""
        return self._thread.call(lambda: self._thread.project.read_meta(f"note:{name}")) or ""

    def set_note(self, name: str, value: str) -> None:
        """Keep a small fact durably; it is no edit and cannot be undone."""
        self._thread.call(lambda: self._thread.project.write_meta(f"note:{name}", value))

    @property
    def folder(self) -> Path:
        """The project's folder."""
        return self._thread.project.folder

    # -- on the engine thread ---------------------------------------------------------------------

    def _commit(self, change: Change) -> None:
        self._thread.project.commit(change)

    def _known(self, slot: Slot) -> None:
        if slot not in self._thread.plan().assets:
            raise UserInputError(
                "no-slot", f"There is no slot {slot}.", "`status` lists every slot of the project."
            )

    def _step(self, action: Callable[[], Change | None]) -> tuple[str, tuple[Slot, ...]] | None:
        labels: list[str] = []

        def act() -> None:
            change = action()
            if change is not None:
                labels.append(change.label)

        slots = self._changed(act)
        return (labels[0], slots) if labels else None

    def _changed(self, action: Callable[[], None]) -> tuple[Slot, ...]:
        before = self._thread.plan()
        action()
        self._thread.stale()
        return out_of_date(before, self._thread.plan())
