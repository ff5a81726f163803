"""Converted drawings, kept in memory and shared by worker processes through a folder.

Keyed by what was drawn, never by where it is used. The folder may be deleted at any time; a file
appears under its name only when it is whole, and a damaged one is made again.
"""

from __future__ import annotations

import json
import os
import zlib
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np

from engine.base.canon import Json, digest
from engine.base.fs import disk_fault
from engine.film.layers import Layer
from engine.film.planes import Box, Cell, Plane, Planes

_MAGIC = b"planes02"
DEFAULT_LIMIT = 300 << 20
DISK_LIMIT = 2 << 30


class PlaneCache:
    """Layers by key. limit: bytes in memory; folder: where to share them, or None.

    A face takes about 1 MB, a plate 15 MB; on disk a tenth of that. When the folder holds more
    than `DISK_LIMIT` bytes, the files written first are removed the next time that a cache is
    opened on it.
    """

    def __init__(self, limit: int = DEFAULT_LIMIT, folder: Path | None = None) -> None:
        self._limit = limit
        self._folder = folder
        self._kept: OrderedDict[str, Layer] = OrderedDict()
        self._held = 0
        if folder is not None:
            try:
                folder.mkdir(parents=True, exist_ok=True)
                _prune(folder, DISK_LIMIT)
            except OSError as exc:
                raise disk_fault(exc, folder) from exc

    def layer(self, recipe: Json, make: Callable[[], Layer], *, share: bool = True) -> Layer:
        """The layer that `recipe` (integers and strings) describes; made if it is nowhere."""
        key = digest(recipe)
        known = self._kept.get(key)
        if known is not None:
            self._kept.move_to_end(key)
            return known
        path = self._folder / f"{key}.planes" if self._folder is not None and share else None
        layer = _load(path) if path is not None else None
        if layer is None:
            layer = make()
            if path is not None:
                _store(path, layer)
        self._keep(key, layer)
        return layer

    @property
    def held(self) -> int:
        """Bytes in memory."""
        return self._held

    def _keep(self, key: str, layer: Layer) -> None:
        self._kept[key] = layer
        self._held += layer.planes.nbytes
        while self._held > self._limit and len(self._kept) > 1:
            _, old = self._kept.popitem(last=False)
            self._held -= old.planes.nbytes


def _prune(folder: Path, limit: int) -> None:
    """Remove the oldest files until the folder holds at most `limit` bytes."""
    found = []
    for path in folder.glob("*.planes"):
        with suppress(FileNotFoundError):  # another process prunes too
            info = path.stat()
            found.append((info.st_mtime_ns, info.st_size, path))
    total = sum(size for _, size, _ in found)
    for _, size, path in sorted(found):
        if total <= limit:
            return
        path.unlink(missing_ok=True)
        total -= size


def _store(path: Path, layer: Layer) -> None:
    head = {
        "shapes": [list(a.shape) for a in layer.planes.arrays],
        "cells": [[*c.box, int(c.opaque)] for c in layer.cells],
        "step": layer.step,
        "x": layer.x,
        "y": layer.y,
    }
    text = json.dumps(head).encode()
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(_MAGIC + len(text).to_bytes(4, "little") + text)
            body = b"".join(np.ascontiguousarray(a).tobytes() for a in layer.planes.arrays)
            file.write(zlib.compress(body, level=1))  # a tenth of the size at 250 MB/s
        os.replace(temporary, path)
    except OSError:
        # a full or read-only disk only costs the sharing
        temporary.unlink(missing_ok=True)


def _load(path: Path) -> Layer | None:
    try:
        data = path.read_bytes()
        start = len(_MAGIC) + 4
        if data[: len(_MAGIC)] != _MAGIC:
            return None
        size = int.from_bytes(data[len(_MAGIC) : start], "little")
        head = json.loads(data[start : start + size])
        body, found, offset = zlib.decompress(data[start + size :]), [], 0
        arrays: list[Plane] = []
        for rows, columns in head["shapes"]:
            arrays.append(
                np.frombuffer(body, np.uint8, rows * columns, offset).reshape(rows, columns)
            )
            offset += rows * columns
        if offset != len(body):
            return None
        for *box, opaque in head["cells"]:
            found.append(Cell(Box(*box), bool(opaque)))
        planes = Planes(*arrays)
        return Layer(planes, tuple(found), head["step"], head["x"], head["y"])
    except (OSError, ValueError, KeyError, TypeError, zlib.error):
        return None
