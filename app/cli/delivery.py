"""Exports on the command line: for which profiles, what the gate found, and checking them later."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Collection
from pathlib import Path

from app.cli.inputs import episode_numbers
from app.cli.progress import Progress
from app.cli.working import closed, stopping, work
from engine.api import Engine
from engine.base.errors import UserInputError
from engine.delivery.export import Exported
from engine.delivery.profiles import chosen
from engine.delivery.verify import verify
from engine.edits.fields import set_fields
from engine.graph.plan import SETTLED


def export(options: Namespace) -> int:
    """Write the finished episodes to a folder, for one delivery profile or for several."""
    say, out = Progress(options.json), Path(options.out)
    with Engine.open(Path(options.project), options.workers) as engine:
        whole = len(engine.document.episodes)
        only = episode_numbers(options.only, whole)
        release = {("", n) for n in episode_numbers(options.release, whole) or ()}
        if options.profiles:
            profiled(engine, options.profiles, say)
        count = len(engine.finished().episodes)
        done = exported(engine, out, say, only=only, release=release, force=options.force)
    return 0 if done.whole and count == whole else 1


def profiled(engine: Engine, ids: str, say: Progress) -> None:
    """Give the series these profiles, and make of its finished episodes what they want more."""
    choose_profiles(engine, ids)
    settled = {str(s.slot) for s in engine.status() if s.state in SETTLED}
    ready = {e.number for e in engine.document.episodes if f"{e.id}:master" in settled}
    if len(engine.finished().episodes) < len(ready):
        closed(work(engine, ready, say), say, f"render {engine.folder}")


def choose_profiles(engine: Engine, ids: str) -> None:
    """Make these the series' own profiles."""
    wanted = ",".join(profile.id for profile in chosen(ids))
    if wanted != engine.document.series.profile:
        engine.edit(lambda document: set_fields(document, "series", (("profile", wanted),)))


def exported(
    engine: Engine, out: Path, say: Progress, *, only: set[int] | None = None,
    release: Collection[tuple[str, int]] = (), force: bool = False,
) -> Exported:  # fmt: skip
    """Export with news of it; Ctrl-C stops after the pieces under way."""
    with stopping() as cancel:
        try:
            done = engine.export(
                out, only=only, release=release, force=force, say=say.delivered, cancel=cancel
            )
        finally:
            say.close()
    for refused in done.refused:
        for finding in refused.findings:
            at = f" at {finding.at_ms / 1000:.1f} s" if finding.at_ms >= 0 else ""
            figure = f" ({finding.measured}; wanted: {finding.limit})"
            say.say(f"episode {refused.number}{at}: {finding.text}{figure} {finding.remedy}")
    if done.refused:
        numbers = ",".join(str(n) for n in sorted({r.number for r in done.refused}))
        say.say(f"kept out: {numbers}. To send them out all the same: export --release {numbers}")
    for note in done.notes:
        say.say(f"season: {note.text} ({note.measured}; wanted: {note.limit})")
    for text in done.failed:
        say.say(text)
    ready = {item.number for item in engine.finished().episodes}
    ready = ready if only is None else ready & only
    for profile, folder in done.folders.items():
        out_of_it = {r.number for r in done.refused if r.profile == profile}
        say.say(f"{len(ready - out_of_it)} episodes in {folder}")
    say.say(f"{len(done.written)} files written, {done.kept} unchanged")
    return done


def verify_export(place: Path) -> int:
    """Check the files of an export, or a single file: bytes, labels, credentials."""
    try:
        found = verify(place)
    except ValueError as exc:
        raise UserInputError(
            "no-export", f"{exc}.", "Name a project, an exported folder, or a file of one."
        ) from exc
    for problem in found.problems:
        print(f"{problem.file}: {problem.text} {problem.remedy}".rstrip())
    print(f"{found.files} files, {found.marked} with the record AIGC, {found.signed} signed")
    print(f"{len(found.problems)} problems" if found.problems else "everything is whole")
    return 1 if found.problems else 0
