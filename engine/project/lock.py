"""One process a project: an advisory lock that the system frees when its holder dies."""

from __future__ import annotations

import fcntl
import json
import os
import socket
from pathlib import Path
from typing import IO

from engine.base.errors import ProjectError
from engine.base.fs import disk_fault


class Lock:
    """The file LOCK. It names its holder for the message; only the system's lock decides."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def acquire(self) -> None:
        """Take the lock. Raises ProjectError when another process holds it."""
        try:
            file = self._path.open("a+", encoding="utf-8")
        except OSError as exc:
            raise disk_fault(exc, self._path) from exc
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as exc:
            other = self._holder(file)
            file.close()
            raise ProjectError(
                "locked",
                f"{self._path.parent.name} is open in another process{other}.",
                "Close it there, or wait until it is done.",
            ) from exc
        holder = json.dumps({"pid": os.getpid(), "host": socket.gethostname()})
        try:
            os.ftruncate(file.fileno(), 0)
            os.write(file.fileno(), holder.encode())
        except OSError as exc:
            file.close()
            raise disk_fault(exc, self._path) from exc
        self._file = file

    def release(self) -> None:
        """Give the lock back."""
        if self._file is not None:
            self._file.close()
            self._file = None

    @staticmethod
    def _holder(file: IO[str]) -> str:
        file.seek(0)
        try:
            found = json.loads(file.read())
            return f" ({found['pid']} on {found['host']})"
        except (ValueError, KeyError, TypeError):
            return ""
