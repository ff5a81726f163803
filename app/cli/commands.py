"""One function a command. Each opens what it needs, does one thing through the engine, prints."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from app.cli.delivery import choose_profiles, export, exported, verify_export
from app.cli.inputs import engines_of, episode_numbers, premise_text, slot_of, values_of
from app.cli.insight import insight
from app.cli.progress import Progress
from app.cli.rules import rules
from app.cli.show import cost_text, nothing_stale, script_text, status_text
from app.cli.voices import voices
from app.cli.working import closed, stopping, work
from engine.api import Engine
from engine.base.errors import Cancelled, StudioError, UserInputError
from engine.delivery.export import ready_folder
from engine.delivery.labels import LAWS, off
from engine.delivery.manifest import script_json
from engine.delivery.names import slug
from engine.edits.fields import set_fields
from engine.models.library import Library
from engine.project.project import Project
from engine.series.address import normal
from engine.series.document import Document
from engine.series.takes import Slot
from engine.work.costs import WRITING_NOTE
from engine.work.writing import Order, Proposal, propose
from engine.writer.dossier import dossier_from_json, dossier_to_json, read_premise
from engine.writer.types import Dossier, SeasonDraft


def make(options: Namespace) -> int:
    """Premise to finished season."""
    premise = premise_text(options.premise)
    only = episode_numbers(options.only, options.episodes)
    say = Progress(options.json)
    found = read_premise(premise, options.language, options.seed)
    chosen = engines_of(options)
    known = options.out or options.project
    engine = _begun(_folders(options, "")[1], found, options, say) if known else None
    if engine is None:
        written = _written(found, options, say)
        out, folder = _folders(options, written.draft.series.title)
        ready_folder(out)
        engine = _begun(folder, found, options, say) or _created(folder, written, chosen, options)
    out, folder = _folders(options, engine.document.series.title)
    with engine:
        ready_folder(out)
        if options.profiles:
            choose_profiles(engine, options.profiles)
        _stand_ins(engine, say)
        report = work(engine, only, say)
        if any(only is None or item.number in only for item in engine.finished().episodes):
            release = {("", n) for n in episode_numbers(options.release, options.episodes) or ()}
            done = exported(engine, out, say, only=only, release=release)
            return closed(report, say, f"render {folder}") or (0 if done.whole else 1)
    return closed(report, say, f"render {folder}")


def write(options: Namespace) -> int:
    """Premise to scripts."""
    if options.dossier:
        dossier = dossier_from_json(premise_text(options.dossier, must_be_file=True))
    elif options.premise:
        text = premise_text(options.premise)
        dossier = read_premise(text, options.language, options.seed)
    else:
        raise UserInputError("no-premise", "There is no premise.", "Write one, or use --dossier.")
    chosen, say = engines_of(options), Progress(False, sys.stderr)
    written = _written(dossier, options, say)
    draft = written.draft
    if options.form == "json":
        print(script_json(draft.series, draft.cast, list(draft.episodes)), end="")
    else:
        print(script_text(draft))
    if options.project:
        with Project.create(Path(options.project), _document(draft, chosen)) as project:
            project.write_meta(f"note:{WRITING_NOTE}", written.record)
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
        _stand_ins(engine, say)
        report = work(engine, only, say)
    return closed(report, say, f"render {options.project}")


def status(options: Namespace) -> int:
    """The state of every slot."""
    with Engine.open(Path(options.project)) as engine:
        found, costs, missing = engine.status(), engine.costs(), engine.stand_ins()
    if options.json:
        for item in found:
            row = {"slot": str(item.slot), "state": item.state, "reason": item.reason,
                   "take": item.take}  # fmt: skip
            print(json.dumps(row, ensure_ascii=False))
    else:
        print(status_text(found))
        for text in (*missing, *cost_text(costs)):
            print(text)
    return 0


def edit(options: Namespace) -> int:
    """Change fields of an entity."""
    with Engine.open(Path(options.project)) as engine:
        change = set_fields(engine.document, options.address, values_of(options.values))
        if not change.forward:
            print(f"{normal(options.address)} is like that already")
            return 0
        before = off(engine.document.series)
        slots = engine.apply(change)
        for name in sorted(off(engine.document.series) - before):
            print(f"the label {name} is off; this concerns {LAWS[name]}", file=sys.stderr)
        return _stale(engine, slots, normal(options.address))


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
    """Check files and rules of a project, or the labels and files of an export."""
    place = Path(options.project)
    if not (place / "project.db").exists() and place.exists():
        return verify_export(place)
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
        redo, restore, verify, voices, insight, rules,
    )
}  # fmt: skip


def _written(dossier: Dossier, options: Namespace, say: Progress) -> Proposal:
    """Have the season written; Ctrl-C stops it."""
    order = Order(
        dossier, options.episodes, options.words, options.seed, options.writer or "planner",
        options.candidates,
    )  # fmt: skip
    with stopping() as cancel:
        try:
            found = propose(order, Library(), say.written, cancel)
        except Cancelled:
            raise KeyboardInterrupt from None
        finally:
            say.close()
    if found.note:
        say.say(found.note)
    return found


def _document(draft: SeasonDraft, chosen: Mapping[str, str], quality: str = "final") -> Document:
    series = replace(
        draft.series, quality=quality, writer=chosen.get("writer", "planner"),
        speaker=chosen.get("speaker", "espeak"), artist=chosen.get("artist", "comic"),
    )  # fmt: skip
    return Document(series, draft.cast, draft.places, draft.episodes)


def _folders(options: Namespace, title: str) -> tuple[Path, Path]:
    """Where the season and the project go. title: names them when nothing was said."""
    project = Path(options.project) if options.project else None
    out = Path(options.out or slug(title)) if options.out or title or not project else project
    return out, project or out.with_name(f"{out.name}.cliff")


def _created(
    folder: Path, written: Proposal, chosen: Mapping[str, str], options: Namespace
) -> Engine:
    """A new project of what was written."""
    document = _document(written.draft, chosen, options.quality)
    engine = Engine.create(folder, document, options.workers)
    engine.set_note(WRITING_NOTE, written.record)
    return engine


def _begun(folder: Path, found: Dossier, options: Namespace, say: Progress) -> Engine | None:
    """The project that an earlier run of the same command began, if there is one."""
    try:
        engine = Engine.open(folder, options.workers)
    except StudioError as exc:
        if exc.code not in ("no-project", "unfinished"):
            raise
        return None
    now = engine.document.series
    same = (now.premise, now.language, now.episodes, now.words, now.seed)
    wanted = (found.premise, found.language, options.episodes, options.words, options.seed)
    other = [f"{r}={id}" for r, id in engines_of(options).items() if getattr(now, r) != id]
    if same != wanted or other:
        engine.close()
        change = f"edit {folder} series {' '.join(other)}" if other else "edit"
        raise UserInputError(
            "other-project",
            f"{folder} is the project of another premise or other settings.",
            f"Name another with --project, or change that one with {change} and render.",
        )
    say.say(f"continues {folder}")
    return engine


def _stand_ins(engine: Engine, say: Progress) -> None:
    """Say what the embedded engines make in place of the ones that were chosen."""
    for text in engine.stand_ins():
        say.say(text)


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
