"""File names that every system takes."""

from __future__ import annotations

import re

from engine.base.canon import nfc

_RESERVED = {"con", "prn", "aux", "nul", *(f"com{i}" for i in range(1, 10)),
             *(f"lpt{i}" for i in range(1, 10))}  # fmt: skip
_BAD = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
MAX_BYTES = 120


def slug(title: str) -> str:
    """A folder name from a title: NFC, no reserved characters or names, at most 120 bytes."""
    text = _BAD.sub(" ", nfc(title))
    text = "-".join(text.split()).strip(".- ") or "season"
    if text.partition(".")[0].lower() in _RESERVED:
        text = f"{text}-season"
    while len(text.encode()) > MAX_BYTES:
        text = text[:-1]
    return text.strip(".- ") or "season"
