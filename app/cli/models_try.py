"""``models try``: a sheet of one character by an artist, made in a process that may load models."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from engine.base.errors import EnvironmentFault, StudioError, UserInputError
from engine.base.offline import without_keys

if TYPE_CHECKING:
    from engine.models.library import Library
    from engine.series.document import CastMember, Place

MODES = ("fast8", "fast4", "full")
COMIC = "comic"
"""The artist that needs no model."""


def add_parser(doing: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """What can be typed after ``models try``."""
    tried = doing.add_parser(
        "try", help="a sheet of drawings, faces and shots of one character, to judge an artist by",
        description="Paints one character in two views, all faces, a plate and shots, on one PNG.",
    )  # fmt: skip
    tried.add_argument("engine", help=f"an artist, such as sdxl; {COMIC} needs no model")
    tried.add_argument("--out", metavar="FILE.png", default="try.png")
    tried.add_argument("--project", metavar="DIR.cliff", help="take the character from it")
    tried.add_argument("--member", metavar="NAME|ID", help="by default the first of the cast")
    tried.add_argument("--mode", choices=MODES, default=MODES[0], help="steps a picture")
    tried.add_argument("--seed", type=int, default=1)


def tried(library: Library, options: Namespace) -> int:
    """Make the sheet that was asked for."""
    return run(
        library, options.engine, options.project, options.member, options.out,
        mode=options.mode, seed=options.seed,
    )  # fmt: skip


def run(
    library: Library, engine: str, project: str | None, member: str | None, out: str, *,
    mode: str = "fast8", seed: int = 1,
) -> int:  # fmt: skip
    """Make a sheet; returns 0.

    Raises:
        StudioError: the engine is not ready, nobody has that name, or what the painter raises.
    """
    from engine.base.codec import encode

    models = _models(library, engine)
    who, place = _chosen(project, member)
    request = {
        "models": models, "mode": mode, "look": encode(who.look), "gender": who.gender,
        "age": who.age, "plate": place.plate, "time": place.time_of_day, "mood": place.mood,
        "seed": seed, "out": str(Path(out).expanduser().absolute()),
    }  # fmt: skip
    return _child(request, out)


def _models(library: Library, engine: str) -> Mapping[str, str]:
    if engine == COMIC:
        return {}
    spec = library.engines().get(engine)
    if spec is None or spec.role != "artist":
        known = [e.id for e in library.engines().values() if e.role == "artist"]
        raise UserInputError("no-artist", f"{engine!r} is no artist.", f"Try {', '.join(known)}.")
    found = library.resolve(engine)
    if not found.ready:
        raise EnvironmentFault("no-model", found.missing, found.remedy)
    return dict(found.folders)


def _chosen(project: str | None, name: str | None) -> tuple[CastMember, Place]:
    """A member of a project's cast and the first of its places; without one, somebody."""
    from engine.series.document import CastMember, Look, Place

    somewhere = Place("place/rooftop", "", "rooftop", "night", "neutral", 1)
    if project is None:
        if name is not None:
            raise UserInputError(
                "no-project", "A member is looked up in a project.", "Use --project DIR.cliff too."
            )
        return CastMember("cast/hero", "", "hero", "f", "young", look=Look(3)), somewhere
    from engine.api import Engine

    with Engine.open(Path(project)) as engine:
        document = engine.document
    if not document.cast:
        raise UserInputError("no-cast", f"{project} has no cast yet.", "Write the season first.")
    wanted = (name or document.cast[0].id).casefold()
    for member in document.cast:
        ids = (member.id, member.id.removeprefix("cast/"), member.name)
        if wanted in (id.casefold() for id in ids):
            return member, document.places[0] if document.places else somewhere
    known = ", ".join(member.name for member in document.cast)
    raise UserInputError("no-member", f"Nobody is called {name!r}.", f"The cast: {known}.")


def _child(request: Mapping[str, object], out: str) -> int:
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-m", "engine.artist.try_sheet"]
    last: Mapping[str, object] = {}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        cwd=root, env=without_keys(os.environ),
    ) as child:  # fmt: skip
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            child.stdin.write(json.dumps(request))
            child.stdin.close()
            for line in child.stdout:
                event = _event(line)
                last = event or last
                if "doing" in event:
                    print(f"{event['doing']} ...", file=sys.stderr, flush=True)
            code = child.wait()
        except BaseException:
            child.terminate()
            raise
    if last.get("done"):
        notes = last.get("notes")
        for note in notes if isinstance(notes, list) else ():
            print(f"note: {note}")
        print(f"{out}: {last['seconds']} s, models loaded anew")
        return 0
    if "code" in last:
        kind = UserInputError if code == UserInputError.exit_code else StudioError
        raise kind(str(last["code"]), str(last["message"]), str(last["remedy"]))
    raise EnvironmentFault("try-died", f"The painter ended with {code}.", "See above.")


def _event(line: str) -> Mapping[str, object]:
    """A line of the child; empty for what a library printed."""
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
