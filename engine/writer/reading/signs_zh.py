"""Signs by which a Chinese premise shows who is its hero and who is against them.

Only gathers what is there: topic, particles, kind of being, deeds. `weighing` says what it
is worth.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from engine.writer.data import table
from engine.writer.reading.beings import Being
from engine.writer.reading.mentions_zh import Word
from engine.writer.reading.signs import of_kind, of_leading, of_opposing
from engine.writer.reading.weighing import Signs, places

if TYPE_CHECKING:
    from engine.writer.reading.deeds_zh import DeedsZh


_POWER = re.compile(
    "长$|总$|总裁|董事|太后|皇|妃|相|王|将军|掌门|老板|主任|帅|督军|师尊|首富|少爷|"
    "班主|经理|上司|地主"
)
_TURN = re.compile(
    "(?:但|可|却|而|竟|竟然|没想到|谁知|不料|原来|偏偏|正是|就是|居然|只是)[^，。]{0,2}$"
)
_KNOWS = re.compile(
    "[^，。]{0,5}(?:发现|得知|听见|看见|撞见|听出|认出|才知道|意外|捡到|醒来|重生|一睁眼)"
)
_STRIVES = re.compile(
    "[^，。]{0,5}(?:要|必须|决定|只想|想要|发誓|只能|不得不|偷偷|为了|重新|开始|回到|接过)"
)
_PRESSES = re.compile(
    "[^，。]{0,5}(?:说她|说他|让她|让他|要她|要他|逼|派|命|威胁|不许|不准|笑|带着|带人|亲手|"
    "开口|放话|辞退)"
)
_AGO = re.compile("[^，。]{0,6}(?:年前|当年|前世|上辈子|那一年|那年)")
_BACK = re.compile("(?:出狱|归来|重生|回国|醒来|年后)[^，。]{0,4}，?$|(?:换了|改名|归来|重生|隐姓)")
_FRONT = re.compile("(?:被|遭|把|将|给|对|向|和|跟|与|替|为|从|让)$")


@cache
def _hostile() -> re.Pattern[str]:
    return re.compile(table("people.toml")["zh"]["hostile"])


@cache
def _wills() -> re.Pattern[str]:
    return re.compile(f"[^，。的]{{0,5}}?(?:{table('people.toml')['zh']['hero']})")


@dataclass(frozen=True)
class _Topics:
    """Who is the topic of how many clauses, of the last, of those behind the middle."""

    count: Counter[Being]
    closing: Being | None
    later: frozenset[Being]
    last_sentence: int


def _being(deeds: DeedsZh, being: Being, mine: list[Word], topics: _Topics) -> Signs:
    """Signs that serve for either part: kind, place, particles around all mentions."""
    text, first = deeds.text, mine[0]
    heads = [text[max(0, w.start - 8) : w.start] for w in mine]
    far = [text[max(0, w.start - 16) : w.start] for w in mine]
    tails = [text[w.end : w.end + 16] for w in mine]
    open_ = [w for w in mine if w.start - deeds.w.clause(w.start)[0] <= 1 and not _owns(deeds, w)]
    signs: Signs = {
        **of_kind(being),
        "hostile": float(bool(_hostile().search(being.noun))),
        "power": float(bool(_POWER.search(f"{being.noun} {being.name}"))),
        "told": min(4, len(mine)) / 4,
        "topics": min(3, topics.count[being]) / 3,
        "last_topic": float(topics.closing is being),
        "topic_later": float(being in topics.later),
        "patient_then": float(
            first.start > 0 and any(head.endswith(("把", "将")) for head in far) and len(mine) > 1
        ),
        "opens": float(bool(open_)),
        "in_first": float(deeds.w.sentence(first.start) == 0),
        "in_last": float(mine[-1].start >= topics.last_sentence),
        "only_last": float(first.start >= topics.last_sentence > 0),
        "owner": float(any(_owns(deeds, w) for w in mine)),
        "owns_all": float(all(_owns(deeds, w) for w in mine)),
        "bei": float(any(tail.startswith(("被", "遭", "惨遭")) for tail in tails)),
        "by": float(any(re.search("(?:被|遭)[^，。]{0,3}$", head) for head in heads)),
        "front": float(any(_FRONT.search(head) for head in heads)),
        "turn": float(any(_TURN.search(head) for head in heads)),
        "one": float(any(re.search("(?:一个|一名|一只|一位)[^，。]{0,4}$", h) for h in heads)),
        "of_hers": float(any(re.search("[她他我](?:的)?[^，。的]{0,2}$", head) for head in heads)),
        "knows": float(any(_KNOWS.match(tail) for tail in tails)),
        "strives": float(any(_STRIVES.match(tail) for tail in tails)),
        "presses": float(any(_PRESSES.match(tail) for tail in tails)),
        "wills": float(any(_wills().match(tail) for tail in tails)),
        "is": float(any(re.match("，?(?:就|正|竟|竟然|却)?是", tail) for tail in tails)),
        "is_this": float(any(re.search("是[^，。]{0,14}$", head) for head in far)),
        "described": float(any(re.search("[^，。]{3}的$", head) for head in heads)),
        "faces": float(any(re.match("[^，。]{0,8}[她他我](?!们)", tail) for tail in tails)),
        "late": min(3, deeds.w.sentences_before(first.start)) / 3,
        "job_first": float(bool(being.noun) and any(head.endswith(being.noun) for head in heads)),
        "who": float(any(re.search("(?:那个|那位|这个)[^，。]{0,12}$", head) for head in far)),
        "relative": float(any(deeds.relative(word) for word in mine)),
    }
    return signs


def _owns(deeds: DeedsZh, word: Word) -> bool:
    return deeds.text[word.end : word.end + 1] == "的"


def _topics(deeds: DeedsZh) -> list[Being]:
    """Who is the topic of every clause: who opens it; without one the topic before."""
    topics: list[Being] = []
    ends = [hit.end() for hit in re.finditer("[，。；！？：]|$", deeds.text)]
    start = 0
    words = deeds.w.all
    index = 0
    for end in ends:
        here = []
        while index < len(words) and words[index].start < end:
            here.append(words[index])
            index += 1
        front = next(
            (
                w.being
                for w in here
                if not _owns(deeds, w)
                and not _FRONT.search(deeds.text[max(start, w.start - 2) : w.start])
            ),
            None,
        )
        pronoun = re.match("[^她他]{0,4}([她他])(?!们)", deeds.text[start:end])
        if pronoun and (front is None or here[0].start > start + pronoun.start(1)):
            gender = "f" if pronoun[1] == "她" else "m"
            front = next((b for b in reversed(topics) if b.gender in ("", gender)), None)
        if front is None and topics:
            front = topics[-1]
        if front is not None:
            topics.append(front)
        start = end
    return topics


def _all(deeds: DeedsZh) -> dict[Being, list[Word]]:
    told: dict[Being, list[Word]] = {}
    for word in deeds.w.all:
        told.setdefault(word.being, []).append(word)
    return {b: told[b] for b in deeds.w.beings if b in told}


def _common(deeds: DeedsZh) -> dict[Being, Signs]:
    """The signs of everybody that serve for either part, gathered once."""
    if not deeds.common:
        every, text = _topics(deeds), deeds.text
        last = deeds.w.sentence(len(text.rstrip("。！？”")) - 1) if text else 0
        later = frozenset(every[len(every) // 2 :])
        topics = _Topics(Counter(every), every[-1] if every else None, later, last)
        for being, mine in _all(deeds).items():
            deeds.common[being] = _being(deeds, being, mine, topics)
    return deeds.common


def _comes_back(text: str, word: Word) -> bool:
    """Whether somebody returns, wakes anew or goes by a new name."""
    before, after = text[max(0, word.start - 8) : word.start], text[word.end : word.end + 6]
    return bool(_BACK.search(before) or _BACK.match(after))


def of_hero(deeds: DeedsZh, rule: dict[Being, float]) -> dict[Being, Signs]:
    """Signs for the hero of everybody. rule: what the rules of place and verb gave each."""
    told, main, common = _all(deeds), deeds.main(), _common(deeds)
    order, leads = list(told), main.being if main is not None else None
    found: dict[Being, Signs] = {}
    for rank, being in enumerate(order):
        signs = common[being] | of_leading(deeds, order, rank, leads)
        signs["before_then"] = float(rank == 0 and bool(_AGO.match(deeds.text)))
        signs["comes_back"] = float(any(_comes_back(deeds.text, word) for word in told[being]))
        found[being] = signs
    places(found, rule, "rule")
    return found


def of_foe(deeds: DeedsZh, goal: str) -> dict[Being, Signs]:
    """Signs for the opponent of everybody but the hero. goal: the words of the hero's goal."""
    hero, common = deeds.hero, _common(deeds)
    order = [b for b in _all(deeds) if b is not hero]
    found: dict[Being, Signs] = {}
    for rank, being in enumerate(order):
        signs = common[being] | of_opposing(deeds, order, rank)
        signs["behind_hero"] = float(being.at > hero.at)
        signs["in_goal"] = float(
            bool((being.name or being.noun) and (being.name or being.noun) in goal)
        )
        found[being] = signs
    places(found, {b: b.foe for b in order}, "rule")
    return found
