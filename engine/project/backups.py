"""Copies of the database, made when something changed, thinned with age. Restoring keeps all."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from engine.base.errors import UserInputError
from engine.base.fs import disk_fault, publish
from engine.project.database import faults

KEEP_NEWEST = 5
KEEP_DAYS = 7
_RESTORED = ".project.db.tmp"


def back_up(connection: sqlite3.Connection, folder: Path, revision: int) -> Path | None:
    """Write ``backups/<revision>-<time>.db`` unless this revision is there; returns its path."""
    target = folder / "backups"
    try:
        target.mkdir(exist_ok=True)
    except OSError as exc:
        raise disk_fault(exc, target) from exc
    if any(target.glob(f"{revision:08d}-*.db")):
        return None
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    final = target / f"{revision:08d}-{stamp}.db"
    temporary = target / f".{final.name}.tmp"
    try:
        temporary.unlink(missing_ok=True)
        with faults(target):
            connection.execute("VACUUM INTO ?", (str(temporary),))
        publish(temporary, final)
        _thin(target)
    except OSError as exc:
        raise disk_fault(exc, target) from exc
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return final


def sweep(folder: Path) -> None:
    """Remove what a process left that died while it copied; only for the holder of the lock."""
    for left in (*(folder / "backups").glob(".*.db.tmp*"), folder / _RESTORED):
        with contextlib.suppress(OSError):
            left.unlink(missing_ok=True)


def _thin(target: Path) -> None:
    """Keep the newest few, and the newest of each of the last days. Order is the revision's."""
    kept = sorted(target.glob("*.db"), reverse=True)
    days: dict[str, Path] = {}
    for path in kept:
        days.setdefault(path.stem.partition("-")[2][:8], path)
    wanted = {*kept[:KEEP_NEWEST], *list(days.values())[:KEEP_DAYS]}
    for path in kept:
        if path not in wanted:
            path.unlink(missing_ok=True)


def restore(folder: Path, name: str) -> Path:
    """Put a backup in the database's place; the old files are set aside in the folder returned."""
    source = folder / "backups" / Path(name).name
    if not source.is_file():
        known = ", ".join(p.name for p in sorted((folder / "backups").glob("*.db"))) or "none"
        raise UserInputError("no-backup", f"There is no backup {name!r}.", f"Backups: {known}.")
    aside = folder / f"damaged-{datetime.now(UTC).strftime('%Y%m%dT%H%M%S%fZ')}"
    try:
        aside.mkdir()
        for part in ("project.db", "project.db-wal", "project.db-shm"):
            if (folder / part).exists():
                (folder / part).rename(aside / part)
        temporary = folder / _RESTORED
        shutil.copyfile(source, temporary)
        publish(temporary, folder / "project.db")
    except OSError as exc:
        raise disk_fault(exc, folder) from exc
    return aside
