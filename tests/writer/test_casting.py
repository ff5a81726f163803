"""Six people who are told apart by ear and by outline, whatever the premise."""

from __future__ import annotations

from itertools import combinations

import pytest

from engine.series.document import ROLES, CastMember
from engine.writer.casting import cast_season
from engine.writer.dossier import read_premise
from tests.writer.test_dossier import READINGS, TEXTS, dossier


def near(one: CastMember, other: CastMember) -> bool:
    """Whether two voices could be taken for each other: one base, pitch within a sixth."""
    low, high = sorted((one.voice.pitch, other.voice.pitch))
    return one.voice.base == other.voice.base and high * 100 < low * 116


@pytest.mark.parametrize("text", TEXTS)
def test_six_people_of_their_own(text: str) -> None:
    cast = cast_season(dossier(text), 1)
    assert sorted(m.id for m in cast) == sorted(f"cast/{role}" for role in ROLES)
    for member in cast:
        assert member.voice.base in ((0, 1, 2) if member.gender == "f" else (3, 4, 5))
        assert member.name
        assert member.caption
    for one, other in combinations(cast, 2):
        assert not near(one, other), (one.id, other.id)
        assert dict(one.look.traits) != dict(other.look.traits)


@pytest.mark.parametrize("entry", [e for e in READINGS if e["era"] == "palace"])
def test_nobody_wears_a_suit_at_court(entry: dict[str, str]) -> None:
    found = dossier(entry["text"])
    outfits = {dict(m.look.traits)["outfit"] for m in cast_season(found, 1)}
    if found.era.value == "palace":
        assert outfits <= {"hanfu", "mantle", "tangzhuang"}


def test_equal_seeds_cast_equally() -> None:
    found = read_premise(TEXTS[0])
    assert cast_season(found, 3) == cast_season(found, 3)
    assert [m.look.seed for m in cast_season(found, 3)] != [
        m.look.seed for m in cast_season(found, 4)
    ]
