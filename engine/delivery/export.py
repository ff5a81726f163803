"""Writes a finished season for one or more profiles: whole files only, only those that changed.

Every file is made and inspected in a folder of its own and then moved to its place; an episode
whose picture or sound the gate refuses stays out until the lead releases it. The manifest comes
last, so a reader never meets a torn file or a promise of what is not there.
"""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from engine.base.errors import StudioError, UserInputError
from engine.base.fs import disk_fault, publish, write_atomic
from engine.delivery.credentials import Identity
from engine.delivery.crew import Crew
from engine.delivery.expected import from_json
from engine.delivery.gate.cues import judge_file
from engine.delivery.gate.types import Expected, Finding, Inspection
from engine.delivery.ledger import MANIFEST, STUDIO, Ledger, gone, read_ledger
from engine.delivery.manifest import Delivered, manifest
from engine.delivery.orders import Order, Package
from engine.delivery.packing import pack
from engine.delivery.performing import Job, Outcome, Written
from engine.delivery.profiles import Profile, profiles
from engine.delivery.season import FinishedSeason
from engine.writer.contract import check_episode

_STAGE = ".being-written"
_NEEDED = ("video", "enlarged", "cover", "sidecar")
"""Without these an episode is not delivered; what fails of the rest is reported and left out."""


@dataclass(frozen=True, slots=True)
class Progress:
    """News of an export. done, total: orders of all profiles; number: the episode, 0 for none."""

    profile: str
    number: int
    done: int
    total: int
    files: tuple[str, ...] = ()
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """An episode that stays out, and why; without findings a file of it could not be made."""

    profile: str
    number: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Exported:
    """What came of an export. folders: by profile id. notes: what the gate says of the season as a
    whole, which keeps nothing out."""

    folders: Mapping[str, Path]
    written: tuple[str, ...] = ()
    kept: int = 0
    refused: tuple[Refused, ...] = ()
    failed: tuple[str, ...] = ()
    notes: tuple[Finding, ...] = ()
    cancelled: bool = False

    @property
    def whole(self) -> bool:
        """Whether everything that was wanted is there."""
        return not (self.refused or self.failed or self.cancelled)


@dataclass(frozen=True)
class Wish:
    """How to export. release: (profile id or "", episode number) that go out although the gate
    found something. force: episodes that break the contract go out too. by: who signs.
    workers: processes, 0 to work in this one.
    """

    force: bool = False
    release: frozenset[tuple[str, int]] = frozenset()
    by: Identity | None = None
    workers: int = 0
    studio: str = ""
    say: Callable[[Progress], None] = field(default=lambda _: None)
    cancel: threading.Event = field(default_factory=threading.Event)


def ready_folder(out: Path) -> None:
    """Check, before any work, that a season can be written to `out`.

    Raises:
        UserInputError: a file, or a folder with other things in it.
        EnvironmentFault: it cannot be written.
    """
    if out.exists() and not out.is_dir():
        raise UserInputError("not-folder", f"{out} is a file.", "Name a folder with --out.")
    if out.is_dir() and any(out.iterdir()) and not _ours(out):
        raise UserInputError(
            "not-empty", f"{out} holds other things.", "Name an empty or new folder with --out."
        )
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / f".{os.getpid()}.tmp"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as exc:
        raise disk_fault(exc, out) from exc


def export_season(
    season: FinishedSeason, wanted: Collection[Profile], out: Path, wish: Wish | None = None
) -> Exported:
    """Write a season for each profile: into `out` itself for one, into a folder each for several.

    Raises:
        StudioError: nothing is finished, or the contract is broken (unless forced).
        UserInputError, EnvironmentFault: see `ready_folder`.
    """
    wish = wish or Wish()
    if not season.episodes:
        raise StudioError("nothing", "No episode is finished.", "Make the season first: render.")
    ready_folder(out)
    if not wish.force:
        _contract(season)
    packages = [pack(season, p, p.id if len(wanted) > 1 else "", wish.studio) for p in wanted]
    run = _Run(season, {p.id: p for p in wanted}, packages, out, wish)
    try:
        run.work()
    finally:
        shutil.rmtree(out / _STAGE, ignore_errors=True)
    return run.report()


class _Run:
    """One export. Orders with equal keys are carried out once; episodes are moved to their places
    as soon as all their files are there."""

    def __init__(
        self, season: FinishedSeason, wanted: Mapping[str, Profile], packages: list[Package],
        out: Path, wish: Wish,
    ) -> None:  # fmt: skip
        self._season, self._profiles, self._packages = season, wanted, packages
        self._out, self._wish = out, wish
        self._before = {p.profile: read_ledger(out / p.folder) for p in packages}
        self._placed: dict[str, dict[str, tuple[Written, str]]] = {p.profile: {} for p in packages}
        self._findings: dict[tuple[str, int], list[Finding]] = {}
        self._refused: dict[tuple[str, int], list[Finding]] = {}
        self._inspected: dict[int, tuple[Expected, Inspection]] = {}
        self._written: list[str] = []
        self._failed: list[str] = []
        self._kept = self._done = 0
        self._total = sum(len(p.orders) for p in packages)

    def work(self) -> None:
        """Everything, episode by episode."""
        numbers = sorted({o.number for p in self._packages for o in p.orders}, key=_last_zero)
        with closing(Crew(self._wish.workers)) as crew:
            for number in numbers:
                if self._wish.cancel.is_set():
                    return
                self._episode(number, crew)
        for package in self._packages:
            self._close(package)

    def report(self) -> Exported:
        """What came of it."""
        refused = tuple(
            Refused(profile, number, tuple(found))
            for (profile, number), found in sorted(self._refused.items())
        )
        return Exported(
            {p.profile: self._out / p.folder for p in self._packages}, tuple(self._written),
            self._kept, refused, tuple(self._failed), self._notes(), self._wish.cancel.is_set(),
        )  # fmt: skip

    def _notes(self) -> tuple[Finding, ...]:
        """The season's own findings, once all its episodes were inspected in this export."""
        numbers = {item.number for item in self._season.episodes}
        if len(numbers) < 2 or self._inspected.keys() != numbers:
            return ()
        from engine.delivery.gate.season import inspect_season  # loads what decodes pictures

        pairs = [self._inspected[number] for number in sorted(numbers)]
        found = inspect_season(pairs, len(self._season.document.episodes))
        return tuple(f for f in found if f.check != "numbering")  # some of a season may be exported

    def _episode(self, number: int, crew: Crew) -> None:
        """All profiles' orders of one episode (0: of the season), then their moves."""
        due: dict[str, list[Order]] = {}
        asked: list[tuple[Package, Order]] = []
        for package in self._packages:
            for order in package.orders:
                if order.number != number:
                    continue
                kept = self._before[package.profile].kept(order, self._out / package.folder)
                if kept is not None:
                    self._keep(package, order, kept)
                else:
                    asked.append((package, order))
                    due.setdefault(order.key, []).append(order)
        outcomes = self._carry_out(due, crew)
        for package in self._packages:
            mine = [(o, outcomes[o.key]) for p, o in asked if p is package and o.key in outcomes]
            self._place(package, number, mine)
        shutil.rmtree(self._out / _STAGE, ignore_errors=True)

    def _keep(self, package: Package, order: Order, files: tuple[Written, ...]) -> None:
        self._kept += len(files)
        self._placed[package.profile] |= {w.path: (w, order.key) for w in files}
        self._tell(package.profile, order, kept=True)

    def _carry_out(
        self, due: Mapping[str, list[Order]], crew: Crew
    ) -> dict[str, tuple[Path, Outcome]]:
        """Orders of the same pictures go to one worker, one after the other."""
        groups: dict[str, list[str]] = {}
        for key, orders in due.items():
            pictures = dict(orders[0].inputs).get("pictures")
            shared = pictures is not None and bool(orders[0].gate)
            groups.setdefault(f"pictures {pictures}" if shared else key, []).append(key)
        work = [[self._job(key, due[key]) for key in keys] for keys in groups.values()]
        done = crew.carry_out(work, self._wish.by, self._wish.cancel)
        return {
            key: (job.folder, outcome)
            for keys, jobs, outcomes in zip(groups.values(), work, done, strict=True)
            for key, job, outcome in zip(keys, jobs, outcomes or (), strict=outcomes is not None)
        }

    def _job(self, key: str, orders: list[Order]) -> Job:
        gates = tuple(dict.fromkeys(o.gate for o in orders if o.gate))
        return Job(orders[0], self._out / _STAGE / key, gates)

    def _place(
        self, package: Package, number: int, mine: list[tuple[Order, tuple[Path, Outcome]]]
    ) -> None:
        """Move an episode's files to their places, unless the gate or a fault keeps it out."""
        profile = package.profile
        found: list[Finding] = []
        for order, (_, outcome) in mine:
            if outcome.error:
                text = f"{profile}: {', '.join(order.files[:2])}: {outcome.error} {outcome.remedy}"
                self._failed.append(text.strip())
            if order.gate in outcome.inspections:
                seen = outcome.inspections[order.gate]
                found += seen.findings
                self._inspected.setdefault(number, (from_json(order.gate), seen))
        found += self._misread(mine)
        if found:
            self._findings[profile, number] = found
        held = any(finding.severity == "stop" for finding in found)
        stopped = any(done.error for order, (_, done) in mine if order.kind in _NEEDED)
        let = {(profile, number), ("", number)} & self._wish.release
        if (held and not let) or stopped:
            self._refused[profile, number] = found
            return
        for order, (folder, outcome) in mine:
            if outcome.error:
                continue
            for item, target in zip(outcome.files, order.files, strict=True):
                _moved(folder / item.path, self._out / package.folder / target)
                whole = Written(target, item.sha256, item.bytes)
                self._placed[profile][target] = whole, order.key
                self._written.append(f"{package.folder}/{target}".lstrip("/"))
            self._tell(profile, order)

    def _misread(self, mine: list[tuple[Order, tuple[Path, Outcome]]]) -> list[Finding]:
        """What is wrong with the subtitle files as they were written, against what the gate was
        told of the picture; nothing where the picture was not made again."""
        told = next((o.gate for o, (_, done) in mine if o.gate in done.inspections), "")
        if not told:
            return []
        expected = from_json(told)
        return [
            one
            for order, (folder, outcome) in mine
            if order.kind == "sidecar" and not outcome.error
            for name in order.files
            if name.endswith(".srt")
            for one in judge_file(folder / name, expected)
        ]

    def _tell(self, profile: str, order: Order, *, kept: bool = False) -> None:
        self._done += 1
        news = Progress(profile, order.number, self._done, self._total, order.files, kept)
        self._wish.say(news)

    def _close(self, package: Package) -> None:
        """Write the manifest, then remove what is no longer part of the season."""
        profile, before = package.profile, self._before[package.profile]
        folder, placed = self._out / package.folder, dict(self._placed[package.profile])
        held = {n for p, n in self._refused if p == profile}
        for name, (recipe, sha, size) in before.files.items():
            if _number_of(name, package) in held and (folder / name).is_file():
                placed.setdefault(name, (Written(name, sha, size), recipe))
        released = {
            number: [_plain(finding) for finding in found]
            for (p, number), found in self._findings.items()
            if p == profile and number not in held and any(f.severity == "stop" for f in found)
        }
        text = manifest(
            self._season, self._profiles[profile],
            Delivered(
                files=tuple((w.path, w.sha256, w.bytes, key) for w, key in placed.values()),
                held={n: before.episodes[n] for n in held if n in before.episodes},
                left_out=frozenset(held - before.episodes.keys()),
                released=released | {
                    n: r["findings"] for n, r in before.released.items()
                    if n not in released and n not in held and self._same(package, before, n)
                },
            ),
        )  # fmt: skip
        path = folder / MANIFEST
        if not path.is_file() or path.read_text("utf-8") != text:
            folder.mkdir(parents=True, exist_ok=True)
            write_atomic(path, text.encode("utf-8"))
        for name in gone(before, placed):
            (folder / name).unlink(missing_ok=True)
            _prune((folder / name).parent, folder)

    def _same(self, package: Package, before: Ledger, number: int) -> bool:
        """Whether an episode's inspected files are those of the earlier export."""
        gated = [o for o in package.orders if o.number == number and o.gate]
        return all(before.files.get(o.files[0], ("",))[0] == o.key for o in gated)


def _plain(finding: Finding) -> dict[str, object]:
    """A finding for the manifest, without its picture."""
    return {
        "check": finding.check, "at_ms": finding.at_ms, "text": finding.text,
        "measured": finding.measured, "limit": finding.limit,
    }  # fmt: skip


def _last_zero(number: int) -> tuple[bool, int]:
    return number == 0, number


def _number_of(name: str, package: Package) -> int:
    """The episode to which a file of the folder belongs, by today's orders; -1 for none."""
    return next((o.number for o in package.orders if name in o.files), -1)


def _prune(folder: Path, root: Path) -> None:
    """Remove folders that have become empty, up to the root."""
    while folder != root and root in folder.parents:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent


def _moved(source: Path, target: Path) -> None:
    """Put a staged file in its place; it may be wanted in more places than one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        temporary.unlink(missing_ok=True)
        try:
            os.link(source, temporary)
        except OSError:  # a file system without links
            shutil.copyfile(source, temporary)
        publish(temporary, target)
    except OSError as exc:
        temporary.unlink(missing_ok=True)
        raise disk_fault(exc, target) from exc


def _contract(season: FinishedSeason) -> None:
    series = season.document.series
    for item in season.episodes:
        episode = season.document.episode(item.id)
        for broken in check_episode(episode, series.language, series.words):
            raise StudioError(
                "contract",
                f"{broken.where} breaks the contract: {broken.message}.",
                "Edit it, or export with --force.",
            )


def _ours(out: Path) -> bool:
    """Whether a folder is an earlier export, of one profile or of several, or as good as empty."""
    try:
        found = json.loads((out / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        known = profiles()
        return all(
            item.name.startswith(".") or (item.name in known and item.is_dir() and _ours(item))
            for item in out.iterdir()
        )
    return isinstance(found, dict) and found.get("studio") == STUDIO
