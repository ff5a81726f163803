"""File names that every system takes."""

from __future__ import annotations

import re

from engine.base.canon import nfc

_RESERVED = {"con", "prn", "aux", "nul", "conin$", "conout$",
             *(f"{port}{i}" for port in ("com", "lpt") for i in "0123456789¹²³")}  # fmt: skip
_BAD = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_EMPTY = "season"
MAX_BYTES = 120


def stem(number: int) -> str:
    """What the files of an episode are called, without what follows the point."""
    return f"ep{number:02d}"


def slug(title: str) -> str:
    """A folder name from a title: NFC, no reserved characters or names, at most 120 bytes."""
    text = _short("-".join(_BAD.sub(" ", nfc(title)).split()))
    stem, dot, rest = text.partition(".")
    if stem.lower() in _RESERVED:  # Windows looks at what stands before the first dot
        text = _short(f"{stem}-{_EMPTY}{dot}{rest}")
    return text


def _short(text: str) -> str:
    text = text.strip(".- ")
    while len(text.encode()) > MAX_BYTES:
        text = text[:-1].rstrip(".- ")
    return text or _EMPTY
