"""What of a premise is its story: the text without a headline, with capitals that mean names.

A headline speaks in another voice ("My Boss Fired Me") and in capitals that are no names. Must not
change the words of the story itself: what is cut stays in the premise, it is only not read.
"""

from __future__ import annotations

import re

from engine.writer.data import table

_ENDS = re.compile(r"[.!?:—–|]+[\"”’']?\s+|\s[-–—]\s")
_LABEL = re.compile(r"^(?:logline|premise|title|synopsis|story|pitch)\s*:\s*", re.IGNORECASE)
_AGE = re.compile(r"\s?[（(]\s?(\d{1,2}|early|mid|late)[^()（）]{0,14}[)）]")
_CAPITALS = re.compile(r"\b[A-ZÀ-Þ]{3,}(?:['’-][A-ZÀ-Þ]{2,})*\b")
_TITLE_ZH = re.compile(
    r"^(?:[【\[][^】\]]{1,24}[】\]])*(?:《[^》]{1,30}》[：:，。\s—]*)?(?:[【\[][^】\]]{1,24}[】\]])*"
)
_SMALL = frozenset(("of", "the", "a", "an", "and", "in", "to", "for", "with", "on", "my", "at"))
MIN_BODY = 24
"""Characters that must be left when a headline is cut."""


def body_en(text: str) -> str:
    """The premise without headline and ages in brackets, names in capitals as names."""
    rest = _LABEL.sub("", text)
    hit = _ENDS.search(rest)
    if hit and _is_title(rest[: hit.start()]) and len(rest) - hit.end() >= MIN_BODY:
        rest = rest[hit.end() :]
    rest = _AGE.sub("", rest)
    kept = set(table("reading.toml")["en"]["short"].split())
    return _CAPITALS.sub(lambda m: m[0] if m[0] in kept else _lowered(m[0]), rest)


def body_zh(text: str) -> str:
    """The premise without its title in 《》 and labels in 【】."""
    hit = _TITLE_ZH.match(text)
    rest = text[hit.end() :] if hit else text
    return rest if len(rest) >= MIN_BODY // 2 else text


def _lowered(word: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize(), word)


def _is_title(head: str) -> bool:
    """Whether a first sentence is a headline: all capitals, in quotes, or a capital each word."""
    bare = head.strip(" \"“”'‘’*")
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", bare)
    if not 1 <= len(words) <= 14:
        return False
    if bare.isupper() and (len(words) > 1 or len(bare) > 3):
        return True
    words = [word for word in words if word.lower() not in _SMALL]
    long = [word for word in words if len(word) > 3]
    verbal = any(re.fullmatch("[A-Z].*", word) for word in words[1:-1])
    if head[:1] in "\"“‘'" and all(word[0].isupper() for word in long):
        return True
    every = len(words) >= 4 and len(long) >= 2 and all(word[0].isupper() for word in long)
    return every and verbal and sum(word[0].isupper() for word in words) >= 0.7 * len(words)
