"""The era of a season, by the places it is played in: what its music is played on. Pure."""

from __future__ import annotations

from collections.abc import Sequence

OLD = "-old"
"""Behind the name of a plate that is drawn as it was before machines."""

_ANCIENT = ("palace", "bamboo", "temple", "teahouse", "tent", "village")


def era_of(plates: Sequence[str], moods: Sequence[str]) -> str:
    """ancient, supernatural or modern. plates, moods: of all the season's places."""
    if 3 * sum(plate in _ANCIENT or plate.endswith(OLD) for plate in plates) > len(plates):
        return "ancient"
    strange = sum(mood == "eerie" for mood in moods) + sum(
        plate.removesuffix(OLD) in ("cave", "graveyard") for plate in plates
    )
    return "supernatural" if plates and 3 * strange > len(plates) else "modern"
