"""One function a command. Each opens what it needs, does one thing through the engine, prints."""

from __future__ import annotations

import json
import signal
import threading
from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType

from app.cli.inputs import episode_numbers, premise_text, slot_of, values_of
from app.cli.progress import Progress
from app.cli.show import nothing_stale, script_text, status_text
from engine.api import Engine
from engine.base.errors import StudioError, UserInputError
from engine.delivery.export import export_season, ready_folder
from engine.delivery.manifest import script_json
from engine.delivery.names import slug
from engine.edits.fields import set_fields
from engine.project.project import Project
from engine.series.address import normal
from engine.series.document import Document
from engine.series.takes import Slot
from engine.work.events import Report
from engine.writer.dossier import dossier_from_json, dossier_to_json, read_premise
from engine.writer.season import write_season
from engine.writer.types import SeasonDraft


def make(options: Namespace) -> int:
    """Premise to finished season."""
    premise = premise_text(options.premise)
    only = episode_numbers(options.only, options.episodes)
    draft = _draft(premise, options)
    out = Path(options.out or slug(draft.series.title))
    folder = Path(options.project) if options.project else out.with_name(f"{out.name}.cliff")
    ready_folder(out)
    say = Progress(options.json)
    with _opened(folder, draft, options, say) as engine:
        report = _work(engine, only, say)
        wanted = only or {e.number for e in engine.document.episodes}
        finished = [item for item in engine.finished() if item.number in wanted]
        if finished:
            path = export_season(engine.document, finished, out)
            say.say(f"{len(finished)} episodes in {path.parent}")
    return _closed(report, say, f"render {folder}")


def write(options: Namespace) -> int:
    """Premise to scripts."""
    if options.dossier:
        text = premise_text(options.dossier, must_be_file=True)
        dossier = dossier_from_json(text)
        draft = write_season(
            dossier, episodes=options.episodes, words=options.words, seed=options.seed
        )
    elif options.premise:
        draft = _draft(premise_text(options.premise), options)
    else:
        raise UserInputError("no-premise", "There is no premise.", "Write one, or use --dossier.")
    if options.form == "json":
        print(script_json(draft.series, draft.cast, list(draft.episodes)), end="")
    else:
        print(script_text(draft))
    if options.project:
        Project.create(Path(options.project), _document(draft)).close()
    return 0


def dossier(options: Namespace) -> int:
    """How a premise is understood."""
    text = premise_text(options.premise)
    print(dossier_to_json(read_premise(text, options.language, options.seed)))
    return 0


def render(options: Namespace) -> int:
    """Make what is missing."""
    say = Progress(options.json)
    with Engine.open(Path(options.project), options.workers) as engine:
        only = episode_numbers(options.only, len(engine.document.episodes))
        report = _work(engine, only, say)
    return _closed(report, say, f"render {options.project}")


def export(options: Namespace) -> int:
    """Write the finished episodes to a folder."""
    with Engine.open(Path(options.project)) as engine:
        finished = engine.finished()
        path = export_season(engine.document, finished, Path(options.out), force=options.force)
        whole = len(engine.document.episodes)
    print(f"{len(finished)} of {whole} episodes in {path.parent}")
    return 0 if len(finished) == whole else 1


def status(options: Namespace) -> int:
    """The state of every slot."""
    with Engine.open(Path(options.project)) as engine:
        found = engine.status()
    if options.json:
        for item in found:
            row = {"slot": str(item.slot), "state": item.state, "reason": item.reason,
                   "take": item.take}  # fmt: skip
            print(json.dumps(row, ensure_ascii=False))
    else:
        print(status_text(found))
    return 0


def edit(options: Namespace) -> int:
    """Change fields of an entity."""
    with Engine.open(Path(options.project)) as engine:
        change = set_fields(engine.document, options.address, values_of(options.values))
        if not change.forward:
            print(f"{normal(options.address)} is like that already")
            return 0
        return _stale(engine, engine.apply(change), normal(options.address))


def pin(options: Namespace) -> int:
    """Use a file or a take in a slot."""
    with Engine.open(Path(options.project)) as engine:
        slot, file = slot_of(options.slot), Path(options.what)
        if file.exists() or "/" in options.what or "." in options.what:
            return _stale(engine, engine.pin_file(slot, file), slot.owner)
        return _stale(engine, engine.pin_take(slot, options.what), slot.owner)


def unpin(options: Namespace) -> int:
    """Back to automatic."""
    with Engine.open(Path(options.project)) as engine:
        slot = slot_of(options.slot)
        return _stale(engine, engine.unpin(slot), slot.owner)


def take(options: Namespace) -> int:
    """Ask for another take."""
    with Engine.open(Path(options.project)) as engine:
        slot = slot_of(options.slot)
        return _stale(engine, engine.another_take(slot), slot.owner)


def takes(options: Namespace) -> int:
    """All takes of a slot."""
    with Engine.open(Path(options.project)) as engine:
        found = engine.takes(slot_of(options.slot))
    for item in found:
        print(f"{item.id}  {item.origin:9}  {item.created}  {item.mime}  {item.blob[:12]}")
    if not found:
        print("no takes yet")
    return 0


def explain(options: Namespace) -> int:
    """Why a slot is as it is."""
    with Engine.open(Path(options.project)) as engine:
        print("\n".join(engine.explain(slot_of(options.slot))))
    return 0


def undo(options: Namespace) -> int:
    """Take the last edit back."""
    with Engine.open(Path(options.project)) as engine:
        return _stepped(engine, engine.undo(), "nothing to undo", "undone")


def redo(options: Namespace) -> int:
    """Do again what was undone."""
    with Engine.open(Path(options.project)) as engine:
        return _stepped(engine, engine.redo(), "nothing to redo", "done again")


def restore(options: Namespace) -> int:
    """Put a backup in place of the database."""
    aside = Project.restore(Path(options.project), options.backup)
    print(f"{options.backup} is in place; the old database lies in {aside}")
    return 0


def verify(options: Namespace) -> int:
    """Check files and rules."""
    with Engine.open(Path(options.project)) as engine:
        problems = engine.verify()
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problems" if problems else "everything is whole")
    return 1 if problems else 0


COMMANDS: Mapping[str, Callable[[Namespace], int]] = {
    command.__name__: command
    for command in (
        make, write, dossier, render, export, status, edit, pin, unpin, take, takes, explain, undo,
        redo, restore, verify,
    )
}  # fmt: skip


def _draft(premise: str, options: Namespace) -> SeasonDraft:
    found = read_premise(premise, options.language, options.seed)
    return write_season(found, episodes=options.episodes, words=options.words, seed=options.seed)


def _document(draft: SeasonDraft) -> Document:
    return Document(draft.series, draft.cast, draft.places, draft.episodes)


def _opened(folder: Path, draft: SeasonDraft, options: Namespace, say: Progress) -> Engine:
    """A new project, or the one that an earlier run of the same command began."""
    from dataclasses import replace

    series = replace(draft.series, quality=options.quality)
    try:
        engine = Engine.open(folder, options.workers)
    except StudioError as exc:
        if exc.code not in ("no-project", "unfinished"):
            raise
        document = Document(series, draft.cast, draft.places, draft.episodes)
        return Engine.create(folder, document, options.workers)
    now = engine.document.series
    same = (now.premise, now.language, now.episodes, now.words, now.seed)
    if same != (series.premise, series.language, series.episodes, series.words, series.seed):
        engine.close()
        raise UserInputError(
            "other-project",
            f"{folder} is the project of another premise or other settings.",
            "Name another with --project, or change that one with edit and render.",
        )
    say.say(f"continues {folder}")
    return engine


def _work(engine: Engine, only: set[int] | None, say: Progress) -> Report:
    """Make, with Ctrl-C as a request to stop."""
    cancel = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        cancel.set()

    before = signal.signal(signal.SIGINT, stop)
    try:
        return engine.make(only, say, cancel)
    finally:
        signal.signal(signal.SIGINT, before)
        say.close()


def _closed(report: Report, say: Progress, again: str) -> int:
    if report.cancelled:
        say.say(f"stopped; everything finished is kept. Go on with: {again}")
    for failure in report.failed:
        if failure.detail:
            say.say(failure.detail.strip().splitlines()[-1])
    if report.failed:
        say.say(f"{len(report.failed)} things failed; the rest is kept")
    return 1 if report.cancelled or report.failed else 0


def _stale(engine: Engine, slots: tuple[Slot, ...], address: str) -> int:
    rows = [str(slot) for slot in slots] or [nothing_stale(engine.status(), address)]
    print("\n".join(rows))
    return 0


def _stepped(
    engine: Engine, step: tuple[str, tuple[Slot, ...]] | None, nothing: str, done: str
) -> int:
    if step is None:
        print(nothing)
        return 0
    print(f"{done}: {step[0]}")
    return _stale(engine, step[1], "series")
