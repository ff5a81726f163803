"""Who in a premise is against the hero: names scored by the clauses that have them do harm."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from engine.writer.data import table


def opponent_en(text: str, people: Sequence[str]) -> str:
    """The name an English premise makes the agent of harm, "" when it makes nobody."""
    words = table("reading.toml")["en"]
    harm = rf"(?:(?:{words['harm']})(?:s|es|d|ed|ned|ped|led|ing)?|{words['irregular']})"
    first = min(people, key=text.find, default="")
    by = rf"\bby (?:\w+,? ){{0,6}}?{re.escape(first)}\b"
    # whoever opens the premise is its hero, whatever the hero steals or breaks
    opens = first if first and not re.search(by, text) else ""
    return _best(people, lambda name: _score_en(text, name, harm) - 3 * (name == opens))


def opponent_zh(text: str, people: Sequence[str]) -> str:
    """The name a Chinese premise makes the agent of harm, "" when it makes nobody."""
    harm = table("reading.toml")["zh"]["harm"]
    return _best(people, lambda name: _score_zh(text, name, harm))


def _best(people: Sequence[str], score: Callable[[str], int]) -> str:
    ranked = Counter({name: score(name) for name in people}).most_common(1)
    return ranked[0][0] if ranked and ranked[0][1] > 0 else ""


def _score_en(text: str, name: str, harm: str) -> int:
    named = re.escape(name)
    by = rf"\b{harm}\b[^.;]{{0,40}}?\bby (?:(?!and\b)[\w'’.-]+,? ){{0,6}}?{named}\b"
    joined = r"(?:, (?:the|her|his) \w+ who|,? who| and|,)?"
    acts = rf"\b{named}{joined},? (?:(?!the |an? )\w+ ){{0,2}}?{harm}\b"
    foe = rf"\b(?:rival|enemy|nemesis|against|villain|usurper)\b[^.;]{{0,25}}\b{named}\b"
    suffers = rf"\b{named} (?:is|was|has been|gets) (?:\w+ )?(?!\w+ing\b){harm}\b"
    helped = rf"\b{harm} {named}\b"
    score = 3 * bool(re.search(by, text)) + 2 * bool(re.search(acts, text))
    score += 3 * bool(re.search(foe, text))
    return score - 4 * bool(re.search(suffers, text)) - 2 * bool(re.search(helped, text))


def _score_zh(text: str, name: str, harm: str) -> int:
    by = rf"(?:被|遭)[^，。；]{{0,10}}?{name}[^，。；]{{0,4}}?(?:{harm})"
    acts = rf"(?<!被){name}(?!的)[^。；]{{0,12}}?(?:{harm})"
    suffers = rf"{name}[^，。；]{{0,8}}?(?:被|遭|惨遭)[^，。；]{{0,16}}?(?:{harm})"
    foe = rf"(?:仇人|死对头|宿敌|对手|反派){name}"
    score = 3 * bool(re.search(by, text)) + 2 * bool(re.search(acts, text))
    return score + 3 * bool(re.search(foe, text)) - 4 * bool(re.search(suffers, text))
