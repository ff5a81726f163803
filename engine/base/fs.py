"""Writes that survive a crash: temporary file, fsync, rename, fsync of the folder."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

from engine.base.errors import EnvironmentFault


def data_folder() -> Path:
    """The studio's own folder among the user's data on this system."""
    home = Path.home()
    if sys.platform == "darwin":
        base = home / "Library" / "Application Support"
    elif sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return base / "cliffhanger-studio"


def fsync_dir(folder: Path) -> None:
    """Make a rename inside `folder` durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def publish(temporary: Path, final: Path) -> None:
    """Move a finished file into place, durably and atomically (same file system)."""
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(temporary, final)
    fsync_dir(final.parent)


def write_atomic(path: Path, data: bytes) -> None:
    """Write `data` to `path` so that a reader sees the old file or the new one, never a part."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(data)
        publish(temporary, path)
    except OSError as exc:
        temporary.unlink(missing_ok=True)
        raise disk_fault(exc, path) from exc


def disk_fault(exc: OSError, path: Path) -> EnvironmentFault:
    """The `OSError` of a failed write as a fault with a remedy."""
    if exc.errno in (errno.ENOSPC, errno.EDQUOT):
        return EnvironmentFault(
            "disk-full", f"The disk that holds {path} is full.", "Free some space and run again."
        )
    if exc.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return EnvironmentFault(
            "not-writable",
            f"{path} cannot be written.",
            "Choose another folder or change its rights.",
        )
    return EnvironmentFault("disk", f"{path} cannot be written: {exc.strerror}.", "Check the disk.")
