"""What tells one person's face from another's of the same shape: small measures, drawn by person.

They follow from the look alone, so that a person keeps them over all episodes.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.artist.comic.spec import Character


@dataclass(frozen=True, slots=True)
class Features:
    """Departures from a shape; heights and places in head units, the rest factors."""

    apart: float  # eyes farther from the nose
    tilt: float  # outer corners lower
    open: float  # height of the eyes
    arch: float  # brows more arched
    heavy: float  # weight of the brows
    gap: float  # brows higher
    nose: float  # tip lower
    wings: float  # breadth of the nose
    lips: float  # mouth lower
    mouth: float  # breadth of the mouth
    cheek: float  # breadth at the cheekbones
    jaw: float  # breadth at the corner of the jaw
    chin: float  # chin lower
    hairline: float  # hairline higher


_REACH = Features(2.0, 2.6, 0.10, 2.2, 0.22, 3.2, 2.2, 0.12, 2.0, 0.10, 0.035, 0.06, 4.5, 7.0)
"""The most that each departs: what is seen at a distance and leaves nobody ugly."""
_FACTORS = ("open", "heavy", "wings", "mouth", "cheek", "jaw")


@lru_cache(maxsize=64)
def features_of(who: Character) -> Features:
    """The features of a person: equal for equal looks."""
    name = f"{who.seed}:{who.gender}:{who.face}:{who.hair}:{who.eye}:{who.nose}:{who.brow}"
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    drawn = {}
    for key in Features.__slots__:
        # away from the middle: two ordinary faces would be one face again
        amount = float(rng.uniform(0.3, 1.0)) * (1 if rng.random() < 0.5 else -1)
        drawn[key] = amount * float(getattr(_REACH, key)) + (key in _FACTORS)
    return Features(**drawn)
