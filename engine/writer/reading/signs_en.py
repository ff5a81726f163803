"""Signs by which an English premise shows who is its hero and who is against them.

Only gathers what is there: place, grammar, kind of being, deeds. `weighing` says what it is worth.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.writer.reading import nouns_en as nouns
from engine.writer.reading.beings import Being
from engine.writer.reading.signs import of_kind, of_leading, of_opposing, word_set
from engine.writer.reading.tokens_en import Mention
from engine.writer.reading.weighing import Signs, places

if TYPE_CHECKING:
    from engine.writer.reading.deeds_en import Deeds


_ENDS = frozenset((".", "!", "?"))
_STRIVES = word_set(
    "must wants decides vows needs has learns finds discovers realises realizes hears sees "
    "knows wakes returns swears agrees refuses takes enters tries "
)
_PRESSES = word_set(
    "wants threatens offers refuses insists tells says sends demands orders owns plans plots "
    "gives denies will calls keeps arrives knows comes buys claims hires swears lies "
)
_LOCATES = word_set("in at near of inside outside across to ")
_TURNS = word_set("but while until unless now yet only then ")


class _Text:
    """Where the sentences of a premise end, and what each pronoun most simply stands for."""

    def __init__(self, deeds: Deeds) -> None:
        self.deeds = deeds
        self.sentence: list[int] = []
        number = 0
        for token in deeds.tokens:
            self.sentence.append(number)
            number += token.low in _ENDS
        self.last = self.sentence[-1] if self.sentence else 0
        self.subjects = {id(m): deeds.is_subject(m) for m in deeds.m.all}
        self.said: dict[Being, int] = {}
        self.acting: dict[Being, int] = {}
        self.closing: Being | None = None
        self._pronouns()

    def _pronouns(self) -> None:
        """Count she, he, her, his for the last topic whose gender agrees."""
        topics: list[Being] = []
        starts = {m.last: m for m in self.deeds.m.all}
        for at, token in enumerate(self.deeds.tokens):
            mention = starts.get(at)
            if mention and not mention.being.group and not mention.genitive:
                front = self.subjects[id(mention)] or not topics
                if mention.being in topics:
                    topics.remove(mention.being)
                topics.insert(len(topics) if front else 0, mention.being)
                self.closing = mention.being if front else self.closing
            gender = {"she": "f", "her": "f", "he": "m", "his": "m", "him": "m"}.get(token.low)
            if gender is None:
                continue
            fits = [b for b in topics if b.gender in ("", gender)]
            if fits:
                self.said[fits[-1]] = self.said.get(fits[-1], 0) + 1
                if token.low in ("she", "he"):
                    self.closing = fits[-1]
                    self.acting[fits[-1]] = self.acting.get(fits[-1], 0) + 1


def _being(deeds: Deeds, text: _Text, being: Being, mine: list[Mention]) -> Signs:
    """Signs that serve for either part: kind, place, grammar of all mentions."""
    said = {*being.noun.split(), *being.extra.get("also", "").split()}
    said |= {nouns.singular(word) for word in said}
    first = mine[0]
    sentences = {text.sentence[m.first] for m in mine}
    subject = [m for m in mine if text.subjects[id(m)]]
    signs: Signs = {
        **of_kind(being),
        "hostile": float(bool(said & nouns.words("hostile"))),
        "cruel": float(bool(said & nouns.words("cruel"))),
        "power": float(bool(said & nouns.words("powerful", "en.grammar"))),
        "a": float(first.det in ("a", "an")),
        "the": float(first.det == "the" and not being.name),
        "subject": min(3, len(subject)) / 3,
        "subject_first": float(text.subjects[id(first)]),
        "told": min(4, len(mine)) / 4,
        "pronouns": min(4, text.said.get(being, 0)) / 4,
        "she_acts": min(3, text.acting.get(being, 0)) / 3,
        "last_topic": float(text.closing is being),
        "in_first": float(0 in sentences),
        "in_last": float(text.last in sentences),
        "sentences": min(3, len(sentences)) / 3,
        "only_last": float(sentences == {text.last} and text.last > 0),
        "owns_kin": float(any(m.owner is being and m.being.kin for m in deeds.m.all)),
        "genitive": float(all(m.genitive for m in mine)),
        "owned": float(bool(first.own) or first.owner is not None),
    }
    signs["titled"] = float("title" in being.extra)
    _neighbours(deeds, text, mine, signs)
    _verbs(deeds, subject, signs)
    return signs


def _neighbours(deeds: Deeds, text: _Text, mine: list[Mention], signs: Signs) -> None:
    """Add what the words right before and behind the mentions say."""
    first = mine[0]
    before = [deeds.low(m.first - 1 - bool(m.det or m.own)) for m in mine]
    behind = [(deeds.low(m.last + 1), deeds.low(m.last + 2)) for m in mine]
    signs["by"] = float("by" in before)
    signs["from"] = float(any(word in ("from", "against", "of") for word in before))
    signs["for"] = float(any(word in ("for", "with", "to") for word in before))
    signs["turn"] = float(any(word in _TURNS for word in before))
    near = deeds.low(first.first - 1)
    signs["apposed"] = float(bool(first.being.name) and "," in (before[0], near))
    signs["located"] = float(all(word in _LOCATES for word in before))
    signs["late"] = min(3, text.sentence[first.first]) / 3
    signs["under"] = float(any(word in ("when", "after", "before", "as") for word in before))
    signs["faces"] = float(any(_faces(deeds, m) for m in mine))
    signs["faced"] = float(any(_faced(deeds, m) for m in mine))
    signs["who"] = float(any(a == "who" or (a == "," and b in ("who", "whose")) for a, b in behind))


def _verbs(deeds: Deeds, subject: list[Mention], signs: Signs) -> None:
    """Add what somebody does. subject: the mentions that a verb follows."""
    verbs = [deeds.after(m.last + 1)[0] for m in subject]
    heads = {word for row in verbs for word in row}
    signs["strives"] = float(bool(heads & _STRIVES))
    signs["presses"] = float(bool(heads & _PRESSES))
    harm = nouns.verb_forms("verbs", "en.harm")
    wants = nouns.verb_forms("verbs", "en.hero")
    signs["harms"] = float(any(row and row[-1] in harm for row in verbs))
    signs["wills"] = float(any(row and row[-1] in wants for row in verbs))
    signs["is"] = float(any(row and row[0] in ("is", "was", "are", "were") for row in verbs))


def _faces(deeds: Deeds, mention: Mention) -> bool:
    """Whether a pronoun for somebody else stands behind, in the same sentence: "tells her"."""
    for at in range(mention.last + 1, min(mention.last + 14, len(deeds.tokens))):
        low = deeds.low(at)
        if low in _ENDS or low in (";", ":") or (deeds.mention_at(at) is not None):
            return False
        if low in ("her", "him", "me", "his", "my", "them"):
            return True
    return False


def _faced(deeds: Deeds, mention: Mention) -> bool:
    """Whether somebody else stands before, with a verb between and no stop."""
    for at in range(mention.first - 1, max(-1, mention.first - 8), -1):
        if deeds.low(at) in _ENDS or deeds.low(at) in (",", ";", ":", "and", "but"):
            return False
        before = deeds.mention_at(at)
        if before is not None:
            return deeds.is_subject(before)
    return False


def _all(deeds: Deeds) -> tuple[_Text, dict[Being, list[Mention]]]:
    told: dict[Being, list[Mention]] = {}
    for mention in deeds.m.all:
        told.setdefault(mention.being, []).append(mention)
    return _Text(deeds), {b: told[b] for b in deeds.m.beings if b in told}


def of_hero(deeds: Deeds, rule: dict[Being, float]) -> dict[Being, Signs]:
    """Signs for the hero of everybody. rule: what the rules of place and verb gave each."""
    text, told = _all(deeds)
    main = deeds.main_subject()
    order, leads = list(told), main.being if main is not None else None
    found = {
        being: _being(deeds, text, being, told[being]) | of_leading(deeds, order, rank, leads)
        for rank, being in enumerate(order)
    }
    places(found, rule, "rule")
    return found


def of_foe(deeds: Deeds, goal: str) -> dict[Being, Signs]:
    """Signs for the opponent of everybody but the hero. goal: the words of the hero's goal."""
    text, told = _all(deeds)
    hero = deeds.hero
    order = [b for b in told if b is not hero]
    start = next((m.first for m in deeds.m.all if m.being is hero), -1)
    dear = {b for b in deeds.m.beings if b.kin and b.owner is hero}
    found: dict[Being, Signs] = {}
    for rank, being in enumerate(order):
        signs = _being(deeds, text, being, told[being]) | of_opposing(deeds, order, rank)
        signs["behind_hero"] = float(told[being][0].first > start)
        signs["to_dear"] = float(any(d.agent is being and d.patient in dear for d in deeds.deeds))
        name = (being.name or being.noun).split()
        signs["in_goal"] = float(
            bool(name) and bool(re.search(rf"\b{re.escape(name[-1])}\b", goal))
        )
        found[being] = signs
    places(found, {b: b.foe for b in order}, "rule")
    return found
