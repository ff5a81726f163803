"""JSON and content hashes: equal values give equal bytes, on every machine and run.

Two forms: `canonical` for recipes, which takes texts that look alike as equal, and `exact` for what
is kept, which changes nothing. Text that a person types is made NFC where it enters (`nfc`).
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]
"""A JSON value. Floats are allowed in reports, never in a recipe (see `canonical`)."""


def nfc(text: str) -> str:
    """The text in the one form in which letters and their marks are written together."""
    return unicodedata.normalize("NFC", text)


def exact(value: Json) -> str:
    """JSON with sorted keys and no white space that reads back as exactly `value`.

    Raises:
        TypeError: for a non-JSON value. ValueError: for a float that is not a number.
    """
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )


def canonical(value: Json) -> bytes:
    """UTF-8 JSON with sorted keys, NFC strings and no white space.

    Raises:
        TypeError: for a float (recipes hold integers only) or a non-JSON value.
    """
    return canonical_text(value).encode("utf-8")


def canonical_text(value: Json) -> str:
    """`canonical` before it is encoded.

    Nearly always the plain JSON is the canonical one already, which is seen from its text: a text
    is NFC when all of it is, since no letter joins with a quotation mark. Whatever could be a
    float or could be written in another form goes the long way.
    """
    try:
        text = _ENCODER.encode(value)
    except (TypeError, ValueError):
        return exact(_plain(value))
    composed = text.isascii() or unicodedata.is_normalized("NFC", text)
    return text if composed and not _has_float(text) else exact(_plain(value))


def _has_float(text: str) -> bool:
    """Whether JSON without white space holds a float, or now and then a text that looks like one.

    The second expression alone would say the same, but looks at every letter.
    """
    hint = _POINT.search(text) or "e+" in text or "e-" in text
    return bool(hint and _FLOAT.search(text))


def joined(entries: Mapping[str, str]) -> str:
    """Canonical JSON of an object whose values are canonical JSON already. Names are plain ASCII.

    Recipes share most of their values: what is the same for all lines of a voice or all cuts of an
    episode need not be written anew for each.
    """
    return "{" + ",".join([f'"{name}":{entries[name]}' for name in sorted(entries)]) + "}"


_ENCODER = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False,
    check_circular=False,
)  # fmt: skip
_POINT = re.compile(r"\.\d+(?:[,\]}e]|\Z)")
_FLOAT = re.compile(r"(?:[:,\[]|\A)-?\d+[.e]")


def _plain(value: Json) -> Json:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return nfc(value)
    if isinstance(value, Mapping):
        return {nfc(k): _plain(v) for k, v in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [_plain(v) for v in value]
    raise TypeError(f"{type(value).__name__} has no place in a recipe")


def digest(value: Json) -> str:
    """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes, 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
