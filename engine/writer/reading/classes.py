"""Era, opening, power and genre of a premise, each by scored cues: the most and earliest win."""

from __future__ import annotations

import re

from engine.writer.data import Table, cues_of
from engine.writer.story import Story

_KINDS = {"opening": "disgrace", "era": "modern", "power": "nerve", "genre": "drama"}
"""The classes and what stands where no cue is found."""


_REBORN = (
    "reborn|rebirth|second life|重生|前世|上一世|这一世"
    "|renasc|outra vida|segunda vida|पुनर्जन्म|दूसरा जन्म|दोबारा जन्म"
)


def classify(story: Story, *, taken: bool = True) -> None:
    """Set era, opening, power and genre. taken: whether it is the hero who is captive, if anyone;
    another's captivity is no opening in which the hero is held."""
    low = story.text.lower()
    tongue = story.tongue
    story.era = best("era", low, tongue)
    openings = scores("opening", low, tongue)
    if not taken:
        openings.pop("abduct", None)
    story.inciting = max(openings, key=lambda name: openings[name], default="disgrace")
    story.power = best("power", low, tongue)
    story.genre = best("genre", low, tongue)
    story.reborn = bool(re.search(_REBORN, low))


def best(kind: str, low: str, tongue: str = "en") -> str:
    """The class with the highest score, or the kind's default."""
    found = scores(kind, low, tongue)
    return max(found, key=lambda name: found[name], default=_KINDS[kind])


def scores(kind: str, low: str, tongue: str = "en") -> dict[str, float]:
    """Score of every class that has a cue in the text. A cue weighs 3 or 1, once for each
    different word, and up to 1 more the earlier it stands."""
    rows: Table = cues_of(tongue, kind)
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
