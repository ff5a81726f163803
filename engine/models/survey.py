"""Looks at a folder of weights: which files count, their hashes, and what has changed since.

Reads files as bytes only; never as weights.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from engine.base.errors import EnvironmentFault
from engine.models.types import ModelFile

Check = Callable[[], None]
"""Called at every step of long work; may raise `Cancelled`."""
Tell = Callable[[int, int], None]
"""Progress: bytes done, bytes in all."""

KEPT = (
    ".safetensors", ".json", ".txt", ".model", ".npz", ".npy", ".jinja", ".tiktoken", ".vocab",
    ".bpe",
)  # fmt: skip
"""Endings of files that belong to a model: weights, settings, tokenisers, voices. No code."""
CHUNK = 4 << 20


def nothing() -> None:
    """A check that never stops."""


def silent(_done: int, _whole: int) -> None:
    """Progress for nobody."""


def survey(folder: Path, check: Check = nothing, tell: Tell = silent) -> tuple[ModelFile, ...]:
    """Every file of a model with its size and SHA-256, by path.

    Raises:
        EnvironmentFault: a file cannot be read.
    """
    paths = model_files(folder)
    sizes = [_size(folder / path) for path in paths]
    whole, done = sum(sizes), 0
    found = []
    for path, size in zip(paths, sizes, strict=True):
        found.append(ModelFile(path, size, hash_of(folder / path, check, tell, done, whole)))
        done += size
    return tuple(found)


def model_files(folder: Path) -> list[str]:
    """Relative paths of the files that count, sorted. Links to files are followed."""
    found = []
    for here, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        base = Path(here)
        found += [
            (base / name).relative_to(folder).as_posix()
            for name in names
            if name.endswith(KEPT) and not name.startswith(".") and (base / name).is_file()
        ]
    return sorted(found)


def hash_of(
    path: Path, check: Check = nothing, tell: Tell = silent, done: int = 0, whole: int = 0
) -> str:
    """SHA-256 of a file, checking at each chunk. done, whole: what progress counts from and to."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                check()
                digest.update(chunk)
                done += len(chunk)
                tell(done, whole)
    except OSError as exc:
        raise EnvironmentFault(
            "unreadable",
            f"{path} cannot be read: {exc.strerror}.",
            "Check the disk and the rights.",
        ) from exc
    return digest.hexdigest()


def absent(folder: Path, files: tuple[ModelFile, ...]) -> str:
    """The first file that is not there with its size, in words, or "". Quick: nothing is read."""
    for file in files:
        try:
            size = (folder / file.path).stat().st_size
        except OSError:
            return f"{file.path} is missing"
        if size != file.size:
            return f"{file.path} has {size} bytes instead of {file.size}"
    return ""


def changes(
    folder: Path, files: tuple[ModelFile, ...], check: Check = nothing, tell: Tell = silent
) -> dict[str, str]:
    """Every file that is not as pinned: its path and what is the matter. All is read."""
    whole, done = sum(file.size for file in files), 0
    found: dict[str, str] = {}
    for file in files:
        trouble = absent(folder, (file,))
        if not trouble and hash_of(folder / file.path, check, tell, done, whole) != file.sha256:
            trouble = f"{file.path} has other content than when it came"
        if trouble:
            found[file.path] = trouble
        done += file.size
    return found


def _size(path: Path) -> int:
    return path.stat().st_size
