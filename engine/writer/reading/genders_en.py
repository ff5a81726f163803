"""Whether the hero of an English premise is a woman or a man: pronouns decide before any name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.writer.reading.deeds_en import Deeds

_SHE = ("she", "her", "herself")
_HE = ("he", "his", "him", "himself")
_REACH = 24
"""Words after a name within which a pronoun is its own."""


def of_hero(deeds: Deeds) -> str:
    """By the first pronoun after the hero's name, else by those that nobody else explains."""
    near = _after_name(deeds)
    if near:
        return near
    others = {b.gender for b in deeds.m.beings if b is not deeds.hero and b.at < 10_000}
    found = [t.low for t in deeds.tokens if t.low in ("she", "her", "he", "his", "him")]
    kinds = ["f" if w in ("she", "her") else "m" for w in found]
    if not kinds:
        return ""
    if len(set(kinds)) == 1 and (deeds.hero.gender or kinds[0] not in others or len(kinds) > 1):
        return kinds[0]
    free = [k for k in kinds if k not in others]
    return free[0] if free else max("fm", key=kinds.count)


def _after_name(deeds: Deeds) -> str:
    """The gender of the first pronouns between the hero and the next person; "" for none."""
    votes: list[str] = []
    for mention in deeds.m.all:
        if mention.being is not deeds.hero:
            continue
        for at in range(mention.last + 1, min(mention.last + _REACH, len(deeds.tokens))):
            other = deeds.mention_at(at)
            new = other is not None and other.first == at and other.being is not deeds.hero
            if other is not None and new and not other.own and not other.being.group:
                break
            if deeds.low(at) in (*_SHE, *_HE):
                votes.append("f" if deeds.low(at) in _SHE else "m")
                break
    return max("fm", key=votes.count) if votes else ""
