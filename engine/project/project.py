"""A series on disk. What `commit` and `add_take` return from is durable, whatever happens next.

Owned by one thread. The document in memory is what the database holds, never ahead of it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from engine.base.canon import exact
from engine.base.codec import decode, encode
from engine.base.errors import ProjectError, UserInputError
from engine.base.fs import disk_fault
from engine.edits.change import Change, Patch, apply_patch, diff, empty, parts
from engine.project import backups
from engine.project.database import connect, damaged, faults, transaction
from engine.project.lock import Lock
from engine.project.media import MediaStore
from engine.series.document import Document
from engine.series.invariants import check, dangling
from engine.series.takes import Slot, Take

SUFFIX = ".cliff"


class Project:
    """An open project. Use `create` or `open`; close it, or use it as a context manager."""

    def __init__(self, folder: Path, lock: Lock, connection: sqlite3.Connection) -> None:
        self.folder = folder
        self.media = MediaStore(folder / "media")
        self.cache = folder / "cache"
        self._lock = lock
        self._database = connection
        self._path = folder / "project.db"
        self._by_id: dict[str, Take] = {}
        self._by_key: dict[str, Take] = {}
        self._by_slot: dict[Slot, list[Take]] = {}
        self.document = empty()

    @classmethod
    def create(cls, folder: Path, document: Document) -> Project:
        """Make a project. Raises UserInputError when something else is in the folder.

        What a process left that died while it made a project here does not count.
        """
        if folder.exists() and (not folder.is_dir() or not _only_begun(folder)):
            raise _taken(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise disk_fault(exc, folder) from exc
        project = cls._enter(folder)
        try:
            project._write(tuple(parts(document)))
            project.document = document
        except BaseException:
            project.close()
            raise
        return project

    @classmethod
    def open(cls, folder: Path) -> Project:
        """Open a project. Raises ProjectError when it is none, locked, damaged or too new."""
        if not (folder / "project.db").is_file():
            raise UserInputError(
                "no-project", f"{folder} is not a project.", "Name a folder that ends in .cliff."
            )
        project = cls._enter(folder)
        try:
            project._load()
            project.back_up()
        except BaseException:
            project.close()
            raise
        return project

    @classmethod
    def _enter(cls, folder: Path) -> Project:
        folder = folder.resolve()
        lock = Lock(folder / "LOCK")
        lock.acquire()
        backups.sweep(folder)
        try:
            project = cls(folder, lock, connect(folder / "project.db"))
        except BaseException:
            lock.release()
            raise
        try:
            project.media.prepare()
        except BaseException:
            project.close()
            raise
        return project

    @staticmethod
    def restore(folder: Path, backup: str) -> Path:
        """Put a backup in place of the database; returns where the old files were set aside."""
        if not (folder / "backups").is_dir():
            raise UserInputError(
                "no-backups", f"{folder} holds no backups.", "Name a folder that ends in .cliff."
            )
        lock = Lock(folder / "LOCK")
        lock.acquire()
        try:
            return backups.restore(folder, backup)
        finally:
            lock.release()

    @property
    def scratch(self) -> Path:
        """A folder on the same disk as the media, swept at every opening."""
        return self.media.scratch

    # -- edits ------------------------------------------------------------

    def commit(self, change: Change) -> None:
        """Make an edit durable; what could be redone before can not be any more."""
        head = self._head()
        with transaction(self._database, self._path):
            self._database.execute("DELETE FROM journal WHERE seq > ?", (head,))
            self._database.execute(
                "INSERT INTO journal VALUES (?, ?, ?, ?, ?)",
                (
                    head + 1,
                    change.label,
                    _patch_json(change.forward),
                    _patch_json(change.inverse),
                    datetime.now(UTC).isoformat(timespec="seconds"),
                ),
            )
            self._store(change.forward)
            self._set("head", str(head + 1))
            self._count()
        self.document = change.document

    def undo(self) -> Change | None:
        """Take the last edit back; None when there is none."""
        head = self._head()
        return self._travel(head, head - 1, "inverse")

    def redo(self) -> Change | None:
        """Do again what was undone last; None when there is nothing."""
        head = self._head()
        return self._travel(head + 1, head + 1, "forward")

    def history(self) -> tuple[str, str]:
        """Names of the edits that `undo` and `redo` would act on, "" for none."""
        head = self._head()
        query = "SELECT seq, label FROM journal WHERE seq IN (?, ?)"
        found = dict(self._database.execute(query, (head, head + 1)))
        return str(found.get(head, "")), str(found.get(head + 1, ""))

    def first_document(self) -> Document:
        """The document that the project was made with, before any edit that is not undone."""
        document = self.document
        query = "SELECT inverse FROM journal WHERE seq <= ? ORDER BY seq DESC"
        with self._reading("an edit in its history is unreadable, "):
            for (text,) in self._rows(query, self._head()):
                document = apply_patch(document, _patch(text))
        return document

    def _travel(self, row: int, head: int, column: str) -> Change | None:
        found = self._rows(f"SELECT label, {column} FROM journal WHERE seq = ?", row)
        if not found:
            return None
        with self._reading("an edit in its history is unreadable, "):
            patch = _patch(found[0][1])
            after = apply_patch(self.document, patch)
            for broken in set(check(after)) - set(check(self.document)):
                raise ValueError(broken)
        change = Change(str(found[0][0]), after, patch, diff(after, self.document))
        with transaction(self._database, self._path):
            self._store(patch)
            self._set("head", str(head))
            self._count()
        self.document = after
        return change

    def _write(self, patch: Patch) -> None:
        with transaction(self._database, self._path):
            if self._database.execute("SELECT 1 FROM part").fetchone():
                raise _taken(self.folder)
            self._store(patch)
            self._set("head", "0")

    def _store(self, patch: Patch) -> None:
        for path, text in patch:
            if text:
                self._database.execute("INSERT OR REPLACE INTO part VALUES (?, ?)", (path, text))
            else:
                self._database.execute("DELETE FROM part WHERE path = ?", (path,))

    def _head(self) -> int:
        return self._number("head")

    # -- takes ------------------------------------------------------------

    def add_take(self, take: Take, files: Mapping[str, Path]) -> Take:
        """Store a take. files: ``blob`` is its main file, every other name a part of it."""
        stored = {name: self.media.put(path) for name, path in files.items()}
        whole = replace(
            take,
            blob=stored["blob"][0],
            parts=tuple((n, sha) for n, (sha, _) in sorted(stored.items()) if n != "blob"),
        )
        with transaction(self._database, self._path):
            for sha, size in stored.values():
                self._database.execute("INSERT OR IGNORE INTO blob VALUES (?, ?)", (sha, size))
            self._database.execute(
                "INSERT INTO take (id, owner, role, key, blob, json) VALUES (?, ?, ?, ?, ?, ?)",
                (
                    whole.id, whole.slot.owner, whole.slot.role, whole.key, whole.blob,
                    exact(encode(whole)),
                ),
            )  # fmt: skip
            self._count()
        self._index(whole)
        return whole

    def take(self, id: str) -> Take:
        """The take called `id`; raises KeyError."""
        return self._by_id[id]

    def take_for_key(self, key: str) -> Take | None:
        """The newest take made from exactly this recipe."""
        return self._by_key.get(key)

    def takes(self, slot: Slot) -> tuple[Take, ...]:
        """All takes of a slot, oldest first."""
        return tuple(self._by_slot.get(slot, ()))

    def all_takes(self) -> tuple[Take, ...]:
        """Every take, oldest first."""
        return tuple(self._by_id.values())

    def _index(self, take: Take) -> None:
        self._by_id[take.id] = take
        self._by_slot.setdefault(take.slot, []).append(take)
        if take.key:
            self._by_key[take.key] = take

    # -- the rest ------------------------------------------------------------

    def read_meta(self, name: str) -> str | None:
        """A small fact kept with the project, None when it was never written."""
        rows = self._rows("SELECT value FROM meta WHERE name = ?", name)
        return str(rows[0][0]) if rows else None

    def write_meta(self, name: str, value: str) -> None:
        """Keep a small fact durably."""
        with transaction(self._database, self._path):
            self._set(name, value)

    def verify(self) -> tuple[str, ...]:
        """Everything that is wrong: database, media against their hashes, broken invariants."""
        problems = [
            str(row[0]) for row in self._rows("PRAGMA integrity_check(20)") if row[0] != "ok"
        ]
        problems += [f"edit {seq} of its history is unreadable" for seq in self._unreadable()]
        blobs = dict(self._rows("SELECT sha, size FROM blob"))
        wrong = (self.media.fault(sha, size) for sha, size in blobs.items())
        problems += [fault for fault in wrong if fault]
        for take in self.all_takes():
            missing = {take.blob, *(sha for _, sha in take.parts)} - set(blobs)
            problems += [f"take {take.id} names unknown media {sha[:12]}" for sha in missing]
        return (*problems, *self._lost_pins(), *check(self.document))

    def back_up(self) -> Path | None:
        """Copy the database aside when something was edited or made since the last copy."""
        return backups.back_up(self._database, self.folder, self._number("revision"))

    def close(self) -> None:
        """Give database and lock back. Nothing is written that was not durable before."""
        self._database.close()
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _unreadable(self) -> Iterator[int]:
        """Edits that could not be taken back or done again."""
        with faults(self._path):
            for seq, *patches in self._database.execute(
                "SELECT seq, forward, inverse FROM journal"
            ):
                try:
                    for text in patches:
                        _patch(text)
                except (ValueError, TypeError):
                    yield seq

    @contextmanager
    def _reading(self, what: str = "") -> Iterator[None]:
        """What cannot be read as damage of this project, with the backup to go back to."""
        try:
            yield
        except (ValueError, TypeError) as exc:
            raise damaged(self.folder, f"{what}{exc}") from exc
        except ProjectError as exc:
            if exc.code != "damaged":
                raise
            raise damaged(self.folder, f"{what}{exc.message.rstrip('.')}") from exc

    def _rows(self, statement: str, *values: object) -> list[Any]:
        """All rows of a query; raises ProjectError when they cannot be read."""
        with faults(self._path):
            return self._database.execute(statement, values).fetchall()

    def _number(self, name: str) -> int:
        text = self.read_meta(name) or "0"
        if not text.isdecimal():
            raise damaged(self.folder, f"{name} is {text!r} instead of a number")
        return int(text)

    def _count(self) -> None:
        """Number this state; numbers only grow, also when edits are taken back."""
        self._set("revision", str(self._number("revision") + 1))

    def _set(self, name: str, value: str) -> None:
        self._database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def _load(self) -> None:
        found = dict(self._rows("SELECT path, json FROM part"))
        takes = self._rows("SELECT json FROM take ORDER BY seq")
        with self._reading():
            if "series" in found:
                self.document = apply_patch(empty(), tuple(found.items()))
            for (text,) in takes:
                self._index(decode(Take, json.loads(text)))
            for problem in (*dangling(self.document), *self._lost_pins()):
                raise ValueError(problem)
        if "series" not in found:
            if any((self.folder / "backups").glob("*.db")):
                raise damaged(self.folder, "its script is missing")
            raise ProjectError(
                "unfinished", f"{self.folder.name} was never finished.", "Delete it and start anew."
            )

    def _lost_pins(self) -> list[str]:
        pinned = [id for _, id in self.document.pins if id not in self._by_id]
        return [f"a pin names the unknown take {id}" for id in pinned]


def _taken(folder: Path) -> UserInputError:
    return UserInputError("exists", f"{folder} already exists.", "Choose another name, or open it.")


def _only_begun(folder: Path) -> bool:
    """Whether nothing is in the folder but what making a project begins with."""
    names = {item.name for item in folder.iterdir()}
    return names <= {"LOCK", "project.db", "project.db-wal", "project.db-shm", "media"}


def _patch(text: str) -> Patch:
    return decode(Patch, json.loads(text), "the edit")


def _patch_json(patch: Patch) -> str:
    return json.dumps([list(item) for item in patch], ensure_ascii=False)
