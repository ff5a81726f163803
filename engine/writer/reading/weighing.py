"""Chooses among those a premise speaks of by many weak signs at once, weighed by fitted numbers.

The numbers lie in `reading_weights.toml`; `tests/bench/fit_reading.py` fits them. Knows no language
and no sign by itself: what is not in the table counts nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from engine.writer.data import table
from engine.writer.reading.beings import Being

Signs = dict[str, float]
"""Sign to how much of it there is, mostly 0 to 1."""


NOBODY = "nobody"
"""The sign whose weight everybody has to reach."""


@cache
def weights(part: str) -> Mapping[str, float]:
    """Sign to weight (log odds) of one part of one tongue: "en.hero", "zh.foe"."""
    tongue, role = part.split(".")
    rows = table("reading_weights.toml")[tongue][role]
    return {sign: float(value) for sign, value in rows.items()}


def score(part: str, signs: Signs) -> float:
    """What the signs of one being add up to."""
    known = weights(part)
    return sum(known.get(sign, 0.0) * value for sign, value in signs.items())


def likeliest(part: str, signs: Mapping[Being, Signs]) -> Being | None:
    """The being that most speaks for; of equals the one mentioned first. None for nobody."""
    order = sorted(signs, key=lambda being: being.at)
    return max(order, key=lambda being: round(score(part, signs[being]), 6), default=None)


def likeliest_or_nobody(part: str, signs: Mapping[Being, Signs]) -> Being | None:
    """The being that most speaks for, None where that is less than what speaks for nobody."""
    best = likeliest(part, signs)
    if best is None or score(part, signs[best]) < weights(part).get(NOBODY, float("-inf")):
        return None
    return best


def places(signs: Mapping[Being, Signs], of: Mapping[Being, float], name: str) -> None:
    """Add to each how far their score stands behind the best one's: `name`, 0 to -8."""
    top = max(of.values(), default=0.0)
    for being, found in signs.items():
        found[name] = max(-8.0, of[being] - top)
