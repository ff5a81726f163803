"""Things and places that a Chinese premise names, most telling first: what a season must show.

Listed things, and nouns that end in the character of a thing, by the segmenter's cuts. People are
gathered elsewhere. Must not keep more than a season can show.
"""

from __future__ import annotations

import re
from functools import cache

from engine.writer.data import table
from engine.writer.reading.mentions_zh import Words
from engine.writer.reading.names_zh import known_word, listed, tagged

_HANDLES = ("v", "uj", "ul", "uz", "q")
"""Tags of what stands before a noun that somebody does something with."""
_UNSEEN = re.compile(
    "[性度力心情事意感想间时候系法义气象况界味样子份方面人们员者家年月日天夜话字名声命运数量次边头里外上下前后中]$"
    "|^[时原结目理办方问关情机感思意]"
)
"""Nouns for what has no shape, by their characters."""
MAX_OBJECTS = 12
_NOUNS = ("n", "j", "b", "eng", "t")
_SUMS = re.compile(
    "(?:[一二两三四五六七八九十百千几]{1,4}|\\d{1,6})(?:个)?[万亿](?:两(?:白银|黄金|银子)?|元|块|美元|美金|现金)?"
)
"""Sums of money and other great numbers that a premise makes much of: 三百万."""
_LEAD = re.compile("[一二三四五六七八九十百千万\u4e00-\u9fa5A-Za-z]{1,4}")


@cache
def _never() -> frozenset[str]:
    return frozenset(table("objects.toml")["zh"]["never"].split("|"))


@cache
def _measured() -> re.Pattern[str]:
    return re.compile(f"(?:{table('objects.toml')['zh']['measure']})[^，。的]{{0,2}}$")


def objects_zh(words: Words, named: list[str]) -> list[str]:
    """What is worth showing, in order of mention. named: things already known by other marks."""
    text = words.text
    people = {at for w in words.all for at in range(w.start, w.end)}
    found: dict[str, tuple[float, int]] = {}
    for word in named:
        at = text.find(word)
        if at >= 0:
            found[word] = (2.6 + 0.3 * len(word), at)
    for at, word in listed(text):
        if at not in people:
            _keep(found, word, at, 2.0 + 0.3 * len(word) + _weight(text, at))
    for word, at in _cut(text, people):
        score = 0.6 + 0.4 * len(word) + _weight(text, at)
        if score >= 1.4:
            _keep(found, word, at, score)
    for word, at in _plain(text, people):
        _keep(found, word, at, 0.5 + 0.5 * _weight(text, at))
    for hit in _SUMS.finditer(text):
        _keep(found, hit[0], hit.start(), 1.9)
    kept = [w for w in found if not any(w != o and w in o for o in found)]
    best = sorted(kept, key=lambda w: (-found[w][0], found[w][1]))[:MAX_OBJECTS]
    return sorted(best, key=lambda w: found[w][1])


def _keep(found: dict[str, tuple[float, int]], word: str, at: int, score: float) -> None:
    before = found.get(word, (0.0, at))
    found[word] = (max(before[0], score), min(before[1], at))


def _weight(text: str, at: int) -> float:
    """What stands before something: a measure word, an owner, a verb of handling."""
    before = text[max(0, at - 6) : at]
    score = 0.9 * bool(_measured().search(before))
    handled = re.search(
        "(?:拿|捡|偷|藏|烧|撕|砸|签|递|收|送|戴|握|抱|交|换|找|挖|翻|锁|丢|扔|捧|守|开|卖|买|看)"
        "(?:到|出|走|了|着|进|去|起|回|来)?(?:[一那这]?[^，。]?)$",
        before,
    )
    return score + 0.6 * bool(handled) + 0.4 * before.endswith(("在", "进", "的", "把", "从", "到"))


def _plain(text: str, people: set[int]) -> list[tuple[str, int]]:
    """Nouns of two characters that the segmenter is sure of and that can be seen or heard."""
    never, at = _never(), 0
    found: list[tuple[str, int]] = []
    pairs = tagged(text)
    for (_, before), (word, tag), (_, after) in zip(
        (("", "v"), *pairs[:-1]), pairs, (*pairs[1:], ("", "x")), strict=True
    ):
        begin, at = at, at + len(word)
        if tag != "n" or len(word) != 2 or not before.startswith(_HANDLES) or after[0] == "n":
            continue
        free = word not in never and begin not in people and at - 1 not in people
        if free and not _UNSEEN.search(word) and known_word(word):
            found.append((word, begin))
    return found


def _cut(text: str, people: set[int]) -> list[tuple[str, int]]:
    """Nouns by the segmenter whose last character is that of a thing, with what belongs before."""
    zh = table("objects.toml")["zh"]
    heads, weak, never = set(zh["heads"]), set(zh["weak"]), _never()
    found: list[tuple[str, int]] = []
    at, run, start = 0, "", 0
    for word, tag in tagged(text):
        begin, at = at, at + len(word)
        noun = tag.startswith(_NOUNS) or tag in ("nz", "ns", "vn")
        inside = any(i in people for i in range(begin, at))
        if inside or not (noun or (len(word) == 1 and word in heads and run)):
            run = ""
            continue
        joined = f"{run}{word}" if run and len(run) + len(word) <= 5 else word
        start = start if joined != word else begin
        run = joined
        if joined[-1] not in heads or len(joined) < 2 or not _LEAD.fullmatch(joined[:-1][:4]):
            continue
        if joined in never or word in never or (joined[-1] in weak and len(joined) < 3):
            continue
        if tag.startswith("nr") and len(joined) < 3:
            continue
        found.append((joined, start))
    return found
