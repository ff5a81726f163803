"""``models``: what is on this machine, getting it, checking it, forgetting it.

Needs no project and no window. Ctrl-C asks to stop; a cut download keeps its part.
"""

from __future__ import annotations

import argparse
import getpass
import json
import signal
import sys
import threading
import time
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from app.cli import models_try
from engine.base.errors import Cancelled, UserInputError

if TYPE_CHECKING:
    from engine.models.library import Library
    from engine.models.overview import EngineRow, ModelRow

_PLAIN_EVERY_S = 10.0
_LINE_EVERY_S = 0.2


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """What can be typed after ``models``."""
    top = commands.add_parser("models", help="models on this machine: list, fetch, add, verify ...")
    doing = top.add_subparsers(dest="doing", metavar="WHAT", required=True)
    shown = doing.add_parser("list", help="what there is, what is here, what fits this machine")
    shown.add_argument("--json", action="store_true", help="everything, as one JSON object")
    accept = doing.add_parser("accept", help="accept the licence of a model or of an engine's")
    accept.add_argument("name")
    accept.add_argument("--who", metavar="NAME", help="who accepts (default: this account's name)")
    fetch = doing.add_parser("fetch", help="download a model, or all that an engine needs")
    fetch.add_argument("name")
    fetch.add_argument("--optional", action="store_true", help="and what the engine can use too")
    fetch.add_argument(
        "--newest", action="store_true", help="not the pinned commit, if there is one"
    )
    add = doing.add_parser("add", help="use a folder that is on disk already")
    add.add_argument("name")
    add.add_argument("folder")
    add.add_argument("--convert", action="store_true", help="make safetensors of pickled weights")
    add.add_argument(
        "--as", dest="role", default="", choices=("writer", "speaker", "artist", "lora"),
        help="for a model that is not in the list",
    )  # fmt: skip
    for name, text in (
        ("verify", "read all files and compare with what came"),
        ("remove", "forget a model; delete it if the studio fetched it"),
    ):
        doing.add_parser(name, help=text).add_argument("name")
    server = doing.add_parser("endpoint", help="the server that writes for --writer endpoint")
    server.add_argument("url", nargs="?", metavar="http://127.0.0.1:11434/v1")
    server.add_argument("model", nargs="?", default="", help="its name there, if it has several")
    server.add_argument("--key", action="store_true", help="ask for a key; the keyring keeps it")
    server.add_argument("--remote", action="store_true",
                        help="it may be outside this network: premises are sent to it")  # fmt: skip
    server.add_argument("--forget", action="store_true", help="forget the server and its key")
    models_try.add_parser(doing)
    price = doing.add_parser("price", help="US dollars for an hour of this machine")
    price.add_argument("dollars", type=float, nargs="?", metavar="3.50")


def models(options: Namespace) -> int:
    """Models on this machine."""
    from engine.models.library import Library

    return DOING[options.doing](Library(), options)


def listed(library: Library, options: Namespace) -> int:
    """Engines and models in two tables, or all of it as JSON."""
    from engine.models.hardware import look
    from engine.models.overview import engine_rows, model_rows

    hardware = look()
    engines, known = engine_rows(library, hardware), model_rows(library)
    if options.json:
        from engine.base.codec import encode

        found = {
            "folder": str(library.root), "hourly_price": library.hourly_price,
            "card": encode(hardware.card) if hardware.card else None,
            "engines": [encode(row) for row in engines], "models": [encode(row) for row in known],
        }  # fmt: skip
        print(json.dumps(found, ensure_ascii=False))
        return 0
    print(f"{hardware.words()}; models in {library.root}\n")
    print(_table([("engine", "role", "state", "fits", "languages", "needs"),
                  *map(_engine_cells, engines)]))  # fmt: skip
    print()
    print(_table([("model", "state", "size", "licence", "accepted", "from"),
                  *map(_model_cells, known)]))  # fmt: skip
    troubles = [f"{row.id}: {row.trouble}. models verify {row.id}" for row in known if row.trouble]
    print("\n".join(["", *troubles]) if troubles else "", end="\n" if troubles else "")
    return 0


def accepted(library: Library, options: Namespace) -> int:
    """Record who accepts a licence, now."""
    from engine.models import manifest

    who = options.who if options.who is not None else getpass.getuser()
    for name in _models_of(options.name, optional=True):
        made = library.accept_licence(name, who)
        url = manifest.models()[name].licence_url
        print(f"{name}: {made.licence}, accepted by {made.who} on {made.when[:10]}  {url}".rstrip())
    return 0


def fetched(library: Library, options: Namespace) -> int:
    """Download, one model after another."""
    from engine.models.fetch import fetch, may_fetch

    names = _models_of(options.name, options.optional)
    for name in names:  # all of them before hours go by
        may_fetch(library, name)
    with _stoppable(f"models fetch {options.name}") as (check, line):
        for name in names:
            found = fetch(library, name, check=check, tell=line.of(name), newest=options.newest)
            line.say(f"{name} is here: {found.size / 1e9:.2f} GB in {found.folder}")
    return 1 if line.stopped else 0


def added(library: Library, options: Namespace) -> int:
    """Register a folder."""
    folder = Path(options.folder)
    with _stoppable(f"models add {options.name} {folder}") as (check, line):
        found = library.add(
            options.name, folder, convert=options.convert, role=options.role, check=check,
            tell=line.of(options.name),
        )  # fmt: skip
        line.say(f"{found.id} is here: {found.size / 1e9:.2f} GB in {found.folder}")
    return 1 if line.stopped else 0


def verified(library: Library, options: Namespace) -> int:
    """Read everything; name what is not as it was."""
    troubles: tuple[tuple[str, str], ...] = ()
    with _stoppable(f"models verify {options.name}") as (check, line):
        troubles = library.verify(options.name, check, line.of(options.name))
        for model, trouble in troubles:
            line.say(f"{model}: {trouble}")
        line.say(f"{len(troubles)} problems" if troubles else f"{options.name} is whole")
    return 1 if troubles or line.stopped else 0


def removed(library: Library, options: Namespace) -> int:
    """Forget a model."""
    deleted = library.remove(options.name)
    print(f"{options.name} is {'deleted' if deleted else 'forgotten; its files stay'}")
    return 0


def priced(library: Library, options: Namespace) -> int:
    """Set the price of an hour, or show it."""
    if options.dollars is not None:
        library.hourly_price = options.dollars
    print(f"${library.hourly_price:.2f} an hour")
    return 0


def named(library: Library, options: Namespace) -> int:
    """Name the server that writes, and keep its key in the machine's keyring."""
    from engine.base import secrets
    from engine.models.record import Endpoint
    from engine.writer.endpoint import EndpointWriter

    if options.forget:
        server = library.endpoint
        if server.url:
            secrets.forget(EndpointWriter(server.url, allow_remote=server.remote).origin)
        library.endpoint = Endpoint()
        print("no server writes")
        return 0
    if options.url:
        server = Endpoint(options.url, options.model, options.remote)
        writer = EndpointWriter(server.url, server.model, allow_remote=server.remote)
        if options.key:
            secrets.keep(writer.origin, getpass.getpass("Key: ") if sys.stdin.isatty()
                         else sys.stdin.readline().strip())  # fmt: skip
        library.endpoint = server
    server = library.endpoint
    print(f"{server.url or 'no server'} {server.model}".rstrip())
    return 0


DOING: Mapping[str, Callable[[Library, Namespace], int]] = {
    "list": listed, "accept": accepted, "fetch": fetched, "add": added, "verify": verified,
    "remove": removed, "price": priced, "endpoint": named, "try": models_try.tried,
}  # fmt: skip


class Line:
    """Progress in bytes on the error stream: a rewritten line on a terminal, else now and then."""

    def __init__(self) -> None:
        self.stopped = False
        self._rewrites = sys.stderr.isatty()
        self._open = False
        self._next = time.monotonic() + (0 if self._rewrites else _PLAIN_EVERY_S)

    def of(self, name: str) -> Callable[[int, int], None]:
        """What shows the bytes of one model."""
        return lambda done, whole: self._show(f"{name}: {_gb(done)} of {_gb(whole)}")

    def say(self, text: str) -> None:
        """A line that stays, on stdout."""
        self.close()
        print(text, flush=True)

    def close(self) -> None:
        """End the rewritten line."""
        if self._open:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
            self._open = False

    def _show(self, text: str) -> None:
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + (_LINE_EVERY_S if self._rewrites else _PLAIN_EVERY_S)
        self._open = self._rewrites
        start, end = ("\r\x1b[K", "") if self._rewrites else ("", "\n")
        print(f"{start}{text}", end=end, file=sys.stderr, flush=True)


@contextmanager
def _stoppable(again: str) -> Iterator[tuple[Callable[[], None], Line]]:
    """Ctrl-C as a request to stop, which long work meets at its next step; twice, stop as it is."""
    asked = threading.Event()
    line = Line()

    def stop(_number: int, _frame: FrameType | None) -> None:
        if asked.is_set():  # a connection that stalls: a part is whole at every moment
            raise KeyboardInterrupt
        asked.set()

    def check() -> None:
        if asked.is_set():
            raise Cancelled

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield check, line
    except Cancelled:
        line.stopped = True
        line.say(f"stopped; what is here is kept. Go on with: {again}")
    finally:
        line.close()
        signal.signal(signal.SIGINT, before)


def _models_of(name: str, optional: bool) -> tuple[str, ...]:
    """The models that a name stands for: itself, or what an engine needs (and can use)."""
    from engine.models import manifest

    if name in manifest.models():
        return (name,)
    spec = manifest.engines().get(name)
    if spec is None:
        raise UserInputError("unknown-model", f"No model is called {name}.", "See models list.")
    if not spec.needs:
        raise UserInputError("no-weights", f"{name} needs no weights.", "Choose it as it is.")
    more = [model for model in spec.optional if manifest.models()[model].repo] if optional else []
    return (*spec.needs, *more)


def _engine_cells(row: EngineRow) -> tuple[str, ...]:
    languages = " ".join(row.languages) or "any"
    return row.id, row.role, row.state, row.fits, languages, ", ".join(row.needs) or "nothing"


def _model_cells(row: ModelRow) -> tuple[str, ...]:
    size = _gb(row.bytes) if row.bytes else f"({_gb(row.download_mb * 1_000_000)})"
    size = size if row.bytes or row.download_mb else "-"
    who = f"{row.accepted_by}, {row.accepted_when[:10]}" if row.accepted_by else "nobody"
    return row.id, row.state, size, row.licence, who, row.folder or row.repo or "your own"


def _gb(size: int) -> str:
    return f"{size / 1e9:.2f} GB" if size >= 10_000_000 else f"{size / 1e6:.2f} MB"


def _table(rows: list[tuple[str, ...]]) -> str:
    wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, wide, strict=True)).rstrip()
        for row in rows
    )
