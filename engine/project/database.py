"""The SQLite file of a project: opening, checking, migrating, and turning its faults into ours.

Exactly one connection writes, and nothing else has the file open: SQLite before 3.51.3 can damage a
WAL database when two connections check-point at the same instant.
"""

from __future__ import annotations

import errno
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.resources import files
from pathlib import Path

from engine.base.errors import EnvironmentFault, ProjectError
from engine.base.fs import disk_fault

_FULL = ("database or disk is full", "disk i/o error")


def migrations() -> tuple[tuple[int, str], ...]:
    """(number, SQL) of every step of the schema, in order."""
    folder = files("resources").joinpath("schema")
    steps = [
        (int(hit[1]), item.read_text("utf-8"))
        for item in folder.iterdir()
        if (hit := re.fullmatch(r"(\d{4})\.sql", item.name))
    ]
    return tuple(sorted(steps))


def connect(path: Path) -> sqlite3.Connection:
    """Open and check a database.

    Raises:
        ProjectError: it is damaged or of a newer version.
        EnvironmentFault: it cannot be written.
    """
    with faults(path):
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("PRAGMA foreign_keys=ON")
            _check(connection, path)
            migrate(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def _check(connection: sqlite3.Connection, path: Path) -> None:
    rows = connection.execute("PRAGMA quick_check(3)").fetchall()
    if rows != [("ok",)]:
        raise sqlite3.DatabaseError(f"quick_check of {path.name}: {rows[0][0]}")


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the schema to the newest version, each step whole or not at all."""
    at = int(connection.execute("PRAGMA user_version").fetchone()[0])
    steps = migrations()
    if at > steps[-1][0]:
        raise ProjectError(
            "too-new",
            f"{path.parent.name} was written by a newer version of the studio.",
            "Install that version to open it.",
        )
    for number, script in steps:
        if number > at:
            connection.executescript(
                f"BEGIN IMMEDIATE;{script};PRAGMA user_version={number};COMMIT;"
            )


@contextmanager
def transaction(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """All or nothing; after an error the database is as before and can be used again."""
    with faults(path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


@contextmanager
def faults(path: Path) -> Iterator[None]:
    """SQLite's errors as faults with a remedy."""
    try:
        yield
    except sqlite3.OperationalError as exc:
        text = str(exc).lower()
        if any(part in text for part in _FULL):
            raise disk_fault(OSError(errno.ENOSPC, str(exc)), path) from exc
        if "readonly" in text or "unable to open" in text:
            raise disk_fault(OSError(errno.EACCES, str(exc)), path) from exc
        if "could not decode" in text:
            raise damaged(path.parent, "it holds text that is not UTF-8") from exc
        raise EnvironmentFault("database", f"{path} failed: {exc}.", "Check the disk.") from exc
    except sqlite3.DatabaseError as exc:
        raise damaged(path.parent, f"{exc}") from exc


def damaged(folder: Path, why: str) -> ProjectError:
    """The fault of a project that cannot be read, with the backup to go back to."""
    text = f"{folder.name} is damaged: {why}."
    return ProjectError("damaged", text, restore_hint(folder))


def restore_hint(folder: Path) -> str:
    """Which backup to restore, and how: the newest that does not hold damage itself."""
    kept = sorted((folder / "backups").glob("*.db"), reverse=True)
    whole = next((path for path in kept if _whole(path)), None)
    if whole is None:
        return "There is no backup yet; media in it can still be copied out of media/."
    return f"Restore the newest backup: restore {folder.name} {whole.name}"


def _whole(backup: Path) -> bool:
    """Whether everything in a backup can be read: it may have been copied with the damage."""
    try:
        with closing(sqlite3.connect(f"{backup.resolve().as_uri()}?mode=ro", uri=True)) as found:
            _check(found, backup)
            for column in ("json FROM part", "json FROM take", "forward FROM journal",
                           "inverse FROM journal"):  # fmt: skip
                for (text,) in found.execute(f"SELECT {column}"):
                    json.loads(text)
    except (sqlite3.Error, ValueError, TypeError):
        return False
    return True
