"""The words of an English premise with their places, and what a mention of somebody is.

Only cuts: who is mentioned is for `mentions_en` to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.writer.reading.beings import Being

_WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:[-'’][A-Za-zÀ-ÿ]+)*\.?|\d+[A-Z]?\b|\d+|[^\w\s]")


@dataclass
class Token:
    """A word with its place. being: whom it ends the mention of."""

    text: str
    low: str
    start: int
    end: int


@dataclass
class Mention:
    """One mention, from token `first` to `last`. own: f, m, i, they or "" by the possessive."""

    first: int
    last: int
    being: Being
    kind: str  # name, noun, pron
    det: str = ""
    own: str = ""
    owner: Being | None = None
    mods: tuple[str, ...] = ()
    genitive: bool = False


def tokens_of(text: str) -> list[Token]:
    """Words and marks; a possessive 's is a token of its own."""
    found: list[Token] = []
    for hit in _WORD.finditer(text):
        word, start = hit[0], hit.start()
        if word.endswith(".") and word[:-1].lower() not in ("dr", "mr", "mrs", "ms", "st"):
            found.append(Token(word[:-1], word[:-1].lower(), start, start + len(word) - 1))
            found.append(Token(".", ".", hit.end() - 1, hit.end()))
            continue
        own = re.search("['’]s$|(?<=s)['’]$", word)
        if own and own.start():
            found.append(
                Token(word[: own.start()], word[: own.start()].lower(), start, start + own.start())
            )
            found.append(Token("'s", "'s", start + own.start(), hit.end()))
            continue
        found.append(Token(word, word.lower(), start, hit.end()))
    return found
