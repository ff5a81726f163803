"""Signs of hero and opponent that every language has: kind of being, deeds, order of mention.

What a language shows by its grammar is added in `signs_en` and `signs_zh`; `weighing` says what it
is all worth.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from engine.writer.reading.beings import Being, Deed
from engine.writer.reading.weighing import Signs

_STRONG = 3
"""Weight from which a deed is harm."""


class Told(Protocol):
    """What was read of a premise: its deeds, and who leads it."""

    deeds: list[Deed]
    hero: Being


def word_set(words: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(words.split())


_CHILD = word_set(
    "son daughter child baby boy girl kid grandson granddaughter niece nephew children twins"
)
_OLDER = word_set("father mother grandmother grandfather parents dad mom mum grandma aunt")
_WED = word_set(
    "husband wife ex-husband ex-wife fiancé fiancée fiance fiancee groom bride lover ex"
)
_SIBLING = word_set("sister brother twin cousin stepsister stepbrother half-sister")


def of_kind(being: Being) -> Signs:
    """What sort of being it is, whichever part it may have."""
    kin = being.kin or being.extra.get("kin", "")
    return {
        "named": float(bool(being.name)),
        "carded": float(bool(being.name) and bool(being.noun)),
        "group": float(being.group),
        "dead": float(being.state == "dead"),
        "gone": float(being.state in ("missing", "captive")),
        "kin": float(bool(kin)),
        "kin_named": float(bool(kin) and bool(being.name)),
        "child": float(kin in _CHILD),
        "older": float(kin in _OLDER),
        "wed": float(kin in _WED),
        "sibling": float(kin in _SIBLING),
    }


def of_leading(told: Told, order: Sequence[Being], rank: int, main: Being | None) -> Signs:
    """What speaks for or against a hero. order: everybody as mentioned; rank: this one's place in
    it; main: who is the subject of the first clause."""
    being = order[rank]
    wronged = main is not None and any(
        d.agent is main and d.patient is being and d.weight >= _STRONG for d in told.deeds
    )
    return {
        **_of_order(order, rank),
        **_of_deeds(told, being),
        "main": float(main is being),
        "rank": min(5, rank) / 5,
        "wronged_by_main": float(wronged),
    }


def of_opposing(told: Told, order: Sequence[Being], rank: int) -> Signs:
    """What speaks for or against an opponent. order: everybody but the hero, as mentioned."""
    being, hero = order[rank], told.hero
    named = [b for b in order if b.name]
    acts = [d for d in told.deeds if d.agent is being]
    known = bool(being.gender)
    return {
        **_of_order(order, rank),
        **_of_deeds(told, being),
        "kin": float(bool(being.kin)),
        "their_kin": float(bool(being.extra.get("kin"))),
        "last": float(rank == len(order) - 1),
        "sole": float(len(order) == 1),
        "last_named": float(bool(named) and named[-1] is being),
        "to_hero": float(any(d.patient is hero and d.weight >= _STRONG for d in acts)),
        "to_hero_weak": float(any(d.patient is hero and d.weight < _STRONG for d in acts)),
        "from_hero": float(any(d.agent is hero and d.patient is being for d in told.deeds)),
        "other_gender": float(known and bool(hero.gender) and being.gender != hero.gender),
        "same_gender": float(known and being.gender == hero.gender),
        "helps": float(being.help > 0),
    }


def _of_order(order: Sequence[Being], rank: int) -> Signs:
    being, named = order[rank], [b for b in order if b.name]
    return {
        "first": float(rank == 0),
        "first_named": float(bool(named) and named[0] is being),
        "sole_named": float(named == [being]),
        "unnamed_beside": float(bool(named) and not being.name),
    }


def _of_deeds(told: Told, being: Being) -> Signs:
    acts = [d for d in told.deeds if d.agent is being and d.patient is not being]
    bears = [d for d in told.deeds if d.patient is being and d.agent is not being]
    return {
        "agent": float(any(d.weight >= _STRONG for d in acts)),
        "agent_on": float(any(d.weight >= _STRONG and d.patient is not None for d in acts)),
        "agent_weak": float(any(d.weight < _STRONG for d in acts)),
        "patient": float(any(d.weight >= _STRONG for d in bears)),
        "patient_weak": float(any(d.weight < _STRONG for d in bears)),
    }
