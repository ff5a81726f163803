"""Media by content: a file is stored under the SHA-256 of its bytes and never changes.

A file appears under its name only when it is whole and durable, so that a database row which is
written afterwards can never name a missing or torn file.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from engine.base.canon import file_digest
from engine.base.fs import disk_fault, fsync_dir, publish


class MediaStore:
    """The folder ``media``: ``ab/abcd...`` for blobs, ``tmp`` for what is being written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.scratch = folder / "tmp"

    def prepare(self) -> None:
        """Make the folders and sweep what an earlier process left unfinished."""
        try:
            self.scratch.mkdir(parents=True, exist_ok=True)
            for left in self.scratch.iterdir():
                if left.is_dir():
                    shutil.rmtree(left, ignore_errors=True)
                else:
                    left.unlink(missing_ok=True)
        except OSError as exc:
            raise disk_fault(exc, self.folder) from exc

    def path(self, sha: str) -> Path:
        """Where the blob lies, whether it is there or not."""
        return self.folder / sha[:2] / sha

    def put(self, file: Path) -> tuple[str, int]:
        """Take a finished file in; returns its hash and size. A file in `scratch` is moved."""
        try:
            sha, size = file_digest(file), file.stat().st_size
            final = self.path(sha)
            if final.exists() and final.stat().st_size == size:
                return sha, size
            if not final.parent.exists():
                final.parent.mkdir(exist_ok=True)
                fsync_dir(self.folder)
            publish(self._inside(file), final)
        except OSError as exc:
            raise disk_fault(exc, self.folder) from exc
        return sha, size

    def _inside(self, file: Path) -> Path:
        """The file itself when it lies in `scratch`, else a copy of it there."""
        if self.scratch in file.parents:
            return file
        copy = self.scratch / f"{os.getpid()}-{file.name}"
        shutil.copyfile(file, copy)
        return copy

    def fault(self, sha: str, size: int) -> str | None:
        """What is wrong with a blob, None when it is whole."""
        path = self.path(sha)
        if not path.is_file():
            return f"media {sha[:12]} is missing"
        if path.stat().st_size != size:
            return f"media {sha[:12]} has {path.stat().st_size} bytes instead of {size}"
        return None if file_digest(path) == sha else f"media {sha[:12]} is damaged"
