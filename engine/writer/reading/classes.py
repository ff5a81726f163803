"""Era, opening, power and genre of a premise, each by scored cues: the most and earliest win."""

from __future__ import annotations

import re
from collections.abc import Mapping

from engine.writer.data import table
from engine.writer.story import Story

_KINDS = {"opening": "disgrace", "era": "modern", "power": "nerve", "genre": "drama"}
"""The classes and what stands where no cue is found."""


def classify(story: Story, *, taken: bool = True) -> None:
    """Set era, opening, power and genre. taken: whether it is the hero who is captive, if anyone;
    another's captivity is no opening in which the hero is held."""
    low = story.text.lower()
    story.era = best("era", low)
    openings = scores("opening", low)
    if not taken:
        openings.pop("abduct", None)
    story.inciting = max(openings, key=lambda name: openings[name], default="disgrace")
    story.power = best("power", low)
    story.genre = best("genre", low)
    story.reborn = bool(re.search("reborn|rebirth|second life|重生|前世|上一世|这一世", low))


def best(kind: str, low: str) -> str:
    """The class with the highest score, or the kind's default."""
    found = scores(kind, low)
    return max(found, key=lambda name: found[name], default=_KINDS[kind])


def scores(kind: str, low: str) -> dict[str, float]:
    """Score of every class that has a cue in the text. A cue weighs 3 or 1, once for each
    different word, and up to 1 more the earlier it stands."""
    rows: Mapping[str, Mapping[str, str]] = table("cues.toml")[kind]
    found: dict[str, float] = {}
    for name, cues in rows.items():
        score = 0.0
        for weight, key in ((3.0, "strong"), (1.0, "weak")):
            if key not in cues:
                continue
            hits: dict[str, int] = {}
            for hit in re.finditer(cues[key], low):
                hits.setdefault(hit[0], hit.start())
            if hits:
                score += weight + 0.7 * weight * (len(hits) - 1)
                score += weight / 3 * (1 - min(hits.values()) / max(1, len(low)))
        if score:
            found[name] = score
    return found
