"""Somebody whom no list of nouns knows: who does what only a will can do.

"The federation wants the boy", "the couple who hired her". Adds mentions; decides nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from engine.writer.reading.beings import Being
from engine.writer.reading.tokens_en import Mention, Token

_WILL = re.compile(
    "(?:want|refuse|threaten|decide|offer|insist|hire|order|demand|vow|agree|accuse|"
    "pay|promise|blame|bribe|frame|intend|recruit|evict|sentence|betray|cheat|conspire)(?:s|d|ed)|"
    "plans|paid|swore|swears|denies|denied|bribes|plotted|plots"
)
"""Verbs whose doer has a will, a person or a body of people."""
_NO_ONE = frozenset(
    (
        *("one", "ones", "day", "night", "week", "morning", "thing", "fact", "way", "time"),
        *("body", "heart", "voice", "it", "house", "law"),
    )
)
_OWN = {"her": "f", "his": "m", "my": "i", "their": "they"}


def add(
    tokens: list[Token], mentions: list[Mention], modifies: Callable[[int, set[int]], bool]
) -> list[Being]:
    """Add mentions of nouns that act by will; who they are. modifies: see `Mentions`."""
    taken = {at for m in mentions for at in range(m.first, m.last + 1)}
    found: list[Being] = []
    for at, token in enumerate(tokens):
        if at in taken or not token.low.isalpha() or not token.text.islower():
            continue
        first = at
        while first and at - first < 3 and modifies(first - 1, taken):
            first -= 1
        det = tokens[first - 1].low if first else ""
        held = det in ("the", "a", "an", "'s") or det in _OWN
        if not held or token.low in _NO_ONE or not _wills(tokens, at + 1):
            continue
        noun = " ".join(t.low for t in tokens[first : at + 1])
        being = Being(tokens[first].start, noun=noun, group=_low(tokens, at + 1) != "who")
        found.append(being)
        det = det if det != "'s" else ""
        mentions.append(Mention(first, at, being, "noun", det, _OWN.get(det, "")))
    return found


def _wills(tokens: list[Token], at: int) -> bool:
    """Whether the verb here, past a relative or an apposition, needs somebody with a will."""
    if _low(tokens, at) == "," and _low(tokens, at + 1) not in ("and", "but", "or", "who"):
        at = next((i + 1 for i in range(at + 1, at + 12) if _low(tokens, i) == ","), at)
    who = _low(tokens, at) == "who"
    at += _low(tokens, at) in ("who", "that", "which")
    while _low(tokens, at) in ("has", "had", "have", "will", "would", "now") or (
        _low(tokens, at).endswith("ly")
    ):
        at += 1
    return bool(_WILL.fullmatch(_low(tokens, at))) or (who and _low(tokens, at).isalpha())


def _low(tokens: list[Token], at: int) -> str:
    return tokens[at].low if 0 <= at < len(tokens) else ""
