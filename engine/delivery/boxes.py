"""Walks the boxes of an MP4 file (ISO/IEC 14496-12): structure and metadata, no media.

Defensive: sizes are checked against the file and the parent, depth and counts are limited, and no
more than the head of a box is read unless its content is asked for.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_CONTAINERS = {"moov", "udta", "trak", "mdia", "minf", "stbl", "edts", "meta", "ilst"}
_MAX_DEPTH, _MAX_BOXES, _MAX_READ = 12, 20_000, 16 << 20


@dataclass(frozen=True, slots=True)
class Box:
    """A box. path: names from the top, such as ``moov/trak/edts/elst``; body: where its content
    begins in the file, and its length in bytes."""

    path: str
    at: int
    body: int
    length: int

    @property
    def kind(self) -> str:
        """Its four letters."""
        return self.path.rpartition("/")[2]


def boxes(file: Path) -> tuple[Box, ...]:
    """All boxes in file order, parents before their children.

    Raises:
        ValueError: sizes that do not fit, too many boxes or too deep.
        OSError: the file cannot be read.
    """
    size = file.stat().st_size
    with file.open("rb") as handle:
        found: list[Box] = []
        for box in _walk(handle, 0, size, "", 0):
            found.append(box)
            if len(found) > _MAX_BOXES:
                raise ValueError("too many boxes")
        return tuple(found)


def content(file: Path, box: Box) -> bytes:
    """The content of a box; at most 16 MB.

    Raises:
        ValueError: it is larger.
    """
    if box.length > _MAX_READ:
        raise ValueError(f"the box {box.path} is too large")
    with file.open("rb") as handle:
        handle.seek(box.body)
        return handle.read(box.length)


def aigc_of(file: Path) -> tuple[str, ...]:
    """Every record ``AIGC`` among the keys of a file (QuickTime metadata: keys and ilst).

    Raises:
        ValueError: the boxes are damaged.
    """
    found: list[str] = []
    listed = boxes(file)
    for keys in (b for b in listed if b.kind == "keys"):
        at = {i for i, name in enumerate(_keys(content(file, keys)), 1) if name == "AIGC"}
        parent = keys.path.rpartition("/")[0]
        for ilst in (b for b in listed if b.path == f"{parent}/ilst"):
            found += [text for index, text in _values(content(file, ilst)) if index in at]
    return tuple(found)


def _walk(handle: BinaryIO, first: int, last: int, path: str, depth: int) -> Iterator[Box]:
    if depth > _MAX_DEPTH:
        raise ValueError("boxes are nested too deeply")
    at = first
    while at + 8 <= last:
        handle.seek(at)
        head = handle.read(16)
        if len(head) < 8:
            raise ValueError("a box is cut off")
        size, kind, begin = struct.unpack_from(">I", head)[0], head[4:8].decode("latin-1"), 8
        if size == 1 and len(head) == 16:
            size, begin = struct.unpack_from(">Q", head, 8)[0], 16
        elif size == 0:
            size = last - at
        if size < begin or at + size > last:
            raise ValueError(f"the box {kind!r} does not fit")
        name = f"{path}/{kind}".lstrip("/")
        yield Box(name, at, at + begin, size - begin)
        if kind in _CONTAINERS and kind != "ilst":
            inside = at + begin + (4 if kind == "meta" and _versioned(handle, at + begin) else 0)
            yield from _walk(handle, inside, at + size, name, depth + 1)
        at += size


def _versioned(handle: BinaryIO, at: int) -> bool:
    """Whether a meta box begins with version and flags (ISO) or not (QuickTime)."""
    handle.seek(at)
    return handle.read(8)[4:] != b"hdlr"


def _keys(data: bytes) -> list[str]:
    count = struct.unpack_from(">I", data, 4)[0] if len(data) >= 8 else 0
    found: list[str] = []
    at = 8
    while len(found) < min(count, 1000) and at + 8 <= len(data):
        size = struct.unpack_from(">I", data, at)[0]
        if size < 8:
            break
        found.append(data[at + 8 : at + size].decode("utf-8", "replace"))
        at += size
    return found


def _values(data: bytes) -> Iterator[tuple[int, str]]:
    at = 0
    while at + 24 <= len(data):
        size, index = struct.unpack_from(">II", data, at)
        if size < 24 or at + size > len(data):
            return
        yield index, data[at + 24 : at + size].decode("utf-8", "replace")
        at += size
