"""Phonemes to mouths, from the table in ``resources/voice/visemes.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

_MARKS = str.maketrans("", "", "ˈˌ.ːˑ̩̯̃ʲʷ0123456789")


@cache
def _table() -> dict[str, str]:
    text = files("resources").joinpath("voice", "visemes.toml").read_text("utf-8")
    found = tomllib.loads(text)
    return {symbol: mouth for mouth, symbols in found.items() for symbol in symbols}


@cache
def viseme(symbol: str) -> str:
    """The mouth of an IPA symbol: the longest known beginning of it decides; "" is at rest."""
    table = _table()
    for text in (symbol.strip("ˈˌ"), symbol.translate(_MARKS)):
        for end in range(len(text), 0, -1):
            if text[:end] in table:
                return table[text[:end]]
    return "A" if symbol.strip() else "rest"
