"""``library.json``: what is installed, accepted and preferred on this machine.

Two processes may write it: every change is a read, a change and an atomic write under one lock.
Fields that this version does not know stay as they are. Knows no manifest and opens no weights.
"""

from __future__ import annotations

import fcntl
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from engine.base.errors import EnvironmentFault
from engine.base.fs import disk_fault, write_atomic
from engine.models.types import ModelFile

SCHEMA = 1
ADDED, FETCHED, CONVERTED = "added", "fetched", "converted"
Raw = dict[str, object]


@dataclass(frozen=True, slots=True)
class Installed:
    """A model that is here. files: as pinned when it came, paths relative to `folder`.

    origin: ``added`` where it lay, ``fetched`` or ``converted`` into the library's own folder.
    role: of a model that no manifest knows. when: ISO 8601, UTC.
    damaged: files that the last verification found changed.
    """

    id: str
    folder: str
    origin: str
    files: tuple[ModelFile, ...]
    repo: str = ""
    commit: str = ""
    when: str = ""
    role: str = ""
    damaged: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return sum(file.size for file in self.files)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Who accepted a licence (the account's name as typed) and when (ISO 8601)."""

    who: str
    when: str
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A server that writes. model: "" for the only one it has. remote: the lead said that it may
    be another machine than one of this network."""

    url: str = ""
    model: str = ""
    remote: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """The whole record. hourly_price: US dollars for an hour of the machine, 0 for one's own."""

    installed: Mapping[str, Installed] = field(default_factory=dict)
    licences: Mapping[str, Acceptance] = field(default_factory=dict)
    hourly_price: float = 0.0
    endpoint: Endpoint = Endpoint()


def read_record(path: Path) -> Record:
    """The record as it stands; an empty one where there is none.

    Raises:
        EnvironmentFault: it cannot be read.
    """
    raw = _raw(path)
    try:
        return Record(
            MappingProxyType({id: _installed(id, row) for id, row in _objects(raw, "models")}),
            MappingProxyType({id: _acceptance(row) for id, row in _objects(raw, "licences")}),
            _price(raw),
            _endpoint(raw),
        )
    except (KeyError, TypeError, ValueError) as exc:
        raise _unreadable(path, str(exc)) from exc


def change_record(path: Path, change: Callable[[Raw], None]) -> None:
    """Change the record: `change` gets it as JSON and alters what it means to.

    Raises:
        EnvironmentFault: it cannot be read or written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise disk_fault(exc, path.parent) from exc
    with locked(path.with_name("library.lock")):
        raw = _raw(path)
        raw["schema"] = SCHEMA
        try:
            change(raw)
        except ValueError as exc:
            raise _unreadable(path, str(exc)) from exc
        text = json.dumps(raw, ensure_ascii=False, indent=1, sort_keys=True)
        write_atomic(path, f"{text}\n".encode())


def put_installed(raw: Raw, model: Installed) -> None:
    """Set a model in the record's JSON; fields of its row that are not ours stay."""
    row = table(table(raw, "models"), model.id)
    row.update(
        folder=model.folder, origin=model.origin, repo=model.repo, commit=model.commit,
        when=model.when, role=model.role, damaged=list(model.damaged),
        files=[{"path": f.path, "size": f.size, "sha256": f.sha256} for f in model.files],
    )  # fmt: skip


def table(raw: Raw, name: str) -> Raw:
    """The object under a name, made where there is none."""
    found = raw.setdefault(name, {})
    if not isinstance(found, dict):
        raise ValueError(f"{name} must be an object")
    return found


@contextmanager
def locked(path: Path, wait: bool = True) -> Iterator[None]:
    """Hold a lock file; the system frees it when its holder dies.

    Raises:
        BlockingIOError: somebody else holds it and we do not wait. EnvironmentFault: no such file.
    """
    try:
        file = path.open("a+b")
    except OSError as exc:
        raise disk_fault(exc, path) from exc
    with file:
        fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def _raw(path: Path) -> Raw:
    try:
        found = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as exc:
        raise _unreadable(path, str(exc)) from exc
    if not isinstance(found, dict):
        raise _unreadable(path, "it is no object")
    return found


def _unreadable(path: Path, why: str) -> EnvironmentFault:
    return EnvironmentFault(
        "bad-record", f"{path} cannot be read: {why}.", "Move it away, then add the models again."
    )


def _objects(raw: Raw, name: str) -> list[tuple[str, Raw]]:
    rows = raw.get(name, {})
    if not isinstance(rows, dict):
        raise ValueError(f"{name} must be an object")
    for id, row in rows.items():
        if not isinstance(row, dict):
            raise ValueError(f"{name}.{id} must be an object")
    return list(rows.items())


def _installed(id: str, row: Raw) -> Installed:
    return Installed(
        id=id,
        folder=_text(row, "folder"),
        origin=_text(row, "origin"),
        files=tuple(_file(item) for item in _rows(row, "files")),
        repo=_text(row, "repo", ""),
        commit=_text(row, "commit", ""),
        when=_text(row, "when", ""),
        role=_text(row, "role", ""),
        damaged=tuple(str(item) for item in _rows(row, "damaged")),
    )


def _file(row: object) -> ModelFile:
    if not isinstance(row, dict) or type(row["size"]) is not int:
        raise ValueError("a file must have a path, a size and a hash")
    return ModelFile(_text(row, "path"), row["size"], _text(row, "sha256"))


def _acceptance(row: Raw) -> Acceptance:
    return Acceptance(_text(row, "who"), _text(row, "when"), _text(row, "licence", ""))


def _endpoint(raw: Raw) -> Endpoint:
    found = dict(_objects(raw, "servers")).get("writer", {})
    remote = found.get("remote", False)
    return Endpoint(_text(found, "url", ""), _text(found, "model", ""), remote is True)


def _price(raw: Raw) -> float:
    found = raw.get("hourly_price", 0.0)
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise ValueError("hourly_price must be a number")
    return float(found)


def _text(row: Raw, name: str, default: str | None = None) -> str:
    found = row.get(name, default)
    if not isinstance(found, str):
        raise ValueError(f"{name} must be a text")
    return found


def _rows(row: Raw, name: str) -> list[object]:
    found = row.get(name, [])
    if not isinstance(found, list):
        raise ValueError(f"{name} must be a list")
    return found
