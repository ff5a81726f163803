"""How much one mention in an English premise speaks for being its hero: place, verb, neighbours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.writer.reading import nouns_en as nouns
from engine.writer.reading.beings import Being
from engine.writer.reading.tokens_en import Mention

if TYPE_CHECKING:
    from engine.writer.reading.deeds_en import Deeds

_YOUNG = frozenset(("boy", "girl", "son", "daughter", "child", "baby", "kid", "twins"))
_ONLY = re.compile(r",[^.;:!?]{3,90}, (?:is|was) the only")
_LOST = re.compile(
    r" (?:(?:has|had) been (?:missing|dead|gone|taken)|(?:is|was|has|had) (?:\w+ )?(?:missing|dead|"
    r"gone|taken|killed|arrested|vanished|disappeared|died)|died|vanished|disappeared|never)\b"
)
_ENDS = frozenset((".", "!", "?", ";", ":"))
_SHE_HE = frozenset(("she", "he", "they", "i", "we"))
_BE = frozenset(("is", "are", "was", "were", "be", "been", "being", "gets", "got", "am", "'s"))


def weigh(deeds: Deeds, mention: Mention, index: int) -> float:
    """What the mention speaks for its being's lead. index: its place among all mentions."""
    being = mention.being
    being.count += 1
    score = 0.4
    if index == 0 or (being.at <= mention.being.at and being.count == 1):
        score += 1.2 - 0.5 * min(4, sum(b.at < being.at for b in deeds.m.beings))
    if being.count == 1:
        score += _kind(being, mention)
        if mention.genitive:
            owned = next((m.being for m in deeds.m.all if m.owner is being), None)
            child = owned and not owned.name and set(owned.noun.split()) & _YOUNG
            first = index == 0 and owned and owned.kin
            lost = owned and owned.kin and not owned.name and _LOST.match(_after(deeds, owned))
            score += 3.0 if being.name and (first or child or lost) else -2.0
    subject = deeds.is_subject(mention)
    if deeds.main_subject() is mention:
        score += 4.0 + 2.5 * (mention.det in ("a", "an") and subject and index == 0)
    if subject:
        score += 1.0 + _verb(deeds, mention)
    before = deeds.low(mention.first - 1)
    after = " ".join(deeds.low(mention.last + i) for i in range(1, 5))
    score += _alone(deeds, mention, before, after)
    if before in ("meet", "enter", "follow") or (
        before == "'s" and deeds.low(mention.first - 2) in ("it", "that")
    ):
        score += 5.0 * bool(being.name)
    if mention.det in ("every", "each", "any") and not being.name:
        score -= 4.0
    if _taken_up(deeds, mention):
        score += 4.5
    if before == "by":
        score -= 2.5
    if before in ("of", "against", "from", "for"):
        score -= 0.8
    return score


def _after(deeds: Deeds, being: Being) -> str:
    """The text behind the first mention of somebody."""
    found = next((m for m in deeds.m.all if m.being is being), None)
    return deeds.m.text[deeds.tokens[found.last].end :] if found else ""


def _alone(deeds: Deeds, mention: Mention, before: str, after: str) -> float:
    """What it speaks for somebody that nobody else knows or dares."""
    if deeds.low(mention.first - 3) in ("nobody", "everybody", "everyone") and mention.being.name:
        return 4.0
    if before == "only" or after.startswith("is the only"):
        return 3.0
    return 6.0 * bool(_ONLY.match(deeds.m.text, deeds.tokens[mention.last].end))


def _taken_up(deeds: Deeds, mention: Mention) -> bool:
    """Whether a sentence ends with somebody nameless and the next one goes on with she or he."""
    at, being = mention.last + 1, mention.being
    pronoun = {"she": "f", "he": "m"}.get(deeds.low(at + 1), "")
    alone = deeds.low(at) == "." and not being.name and not being.group and mention.det == "the"
    return bool(pronoun) and alone and not being.kin and being.gender in ("", pronoun)


def _kind(being: Being, mention: Mention) -> float:
    """What somebody is: named, one, alive, of nobody else."""
    said = {*being.noun.split(), *being.extra.get("also", "").split()}
    score = (
        1.0 * bool(being.name) - 0.8 * (mention.det == "the" and not being.name) - 5.0 * being.group
    )
    score -= 4.0 * (being.state in ("dead", "missing"))
    score -= 1.5 * (bool(being.kin) and not mention.owner and not being.name)
    score -= 6.0 * bool(said & nouns.words("hostile"))
    return score - 3.0 * bool(said & nouns.words("cruel"))


def _verb(deeds: Deeds, mention: Mention) -> float:
    """What the subject does: heroes want and suffer, others harm."""
    words, at = deeds.after(mention.last + 1)
    verb = words[-1] if words else ""
    passive = any(w in _BE for w in words[:-1]) or deeds.low(at - 1) in _BE
    if verb in nouns.verb_forms("verbs", "en.harm"):
        return 2.5 if passive else -2.5
    if verb in ("needs", "wants") and deeds.low(at + 1) in ("her", "him", "them", "it"):
        return -1.5
    must = {"must", "wants", "decides", "vows", "has"} & set(words)
    if verb in nouns.verb_forms("verbs", "en.hero") or must:
        return 2.0
    return -1.0 if verb in nouns.verb_forms("weak", "en.harm") and not passive else 0.0


def fragment(deeds: Deeds, mention: Mention) -> bool:
    """Whether a sentence only lists: nobody in it does anything, and a later one has a name."""
    start = end = mention.first
    while start > 0 and deeds.low(start - 1) not in _ENDS:
        start -= 1
    while end < len(deeds.tokens) and deeds.low(end) not in _ENDS:
        end += 1
    here = [m for m in deeds.m.all if start <= m.first < end]
    said = any(deeds.low(at) in _SHE_HE for at in range(start, end))
    verbs = nouns.every_verb()
    told = any(
        verbs.get(deeds.low(at), ("", "", ""))[1] in ("s", "past") or deeds.low(at) in _BE
        for at in range(start, end)
    )
    acts = said or told or any(m.being.name or _acts(deeds, m) for m in here)
    return not acts and any(m.being.name and m.first >= end for m in deeds.m.all)


def _acts(deeds: Deeds, mention: Mention) -> bool:
    """Whether a mention is followed by its verb in the same clause."""
    low = deeds.low(mention.last + 1)
    return low not in (",", ".", "") and deeds.is_subject(mention)
