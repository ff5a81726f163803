"""Six people with a voice and a look each, told apart by ear and by silhouette."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from engine.series.document import CastMember, Look, Voice
from engine.writer.story import ANCIENT
from engine.writer.types import Dossier, Person

_AGES = {"hero": "young", "villain": "mature", "power": "mature", "ally": "young",
         "traitor": "young", "keeper": "elder"}  # fmt: skip
_BASES = {
    "f": {"young": (0, 1), "mature": (1, 0), "elder": (2, 1)},
    "m": {"young": (3, 4), "mature": (4, 3), "elder": (5, 4)},
}
_SHIFTS = ((100, 100, 100), (126, 104, 200), (84, 94, 60), (134, 110, 170))
"""Pitch, pace and brightness, per cent, of those who share a house voice. Brightness tells two
apart: at 124 two women lay 0.3 spreads of single lines apart, at 160 and more 1.0 to 1.3."""
_OLD = "sixty|seventy|eighty|ninety"
_ELDER = re.compile(r"grand|elder|granny|old |emperor|king|爷|奶|外婆|老|皇帝|嬷|太后")


@cache
def _looks() -> Mapping[str, Mapping[str, Mapping[str, Mapping[str, str]]]]:
    """Traits by world, gender and role, from ``resources/writer/looks.toml``."""
    return tomllib.loads(files("resources").joinpath("writer", "looks.toml").read_text("utf-8"))


def cast_season(dossier: Dossier, seed: int) -> tuple[CastMember, ...]:
    """The six speaking people of a dossier, in the order of their roles."""
    rng = random.Random(f"cast|{seed}|{dossier.premise}")
    taken: dict[int, int] = {}
    members: list[CastMember] = []
    for person in dossier.people:
        if person.role.value not in _AGES:
            continue
        age = "elder" if _aged(dossier.premise, person) else _age(person)
        gender = person.gender.value
        looks = _looks()["palace" if dossier.era.value in ANCIENT else "modern"][gender]
        traits = dict(looks[person.role.value])
        if age == "elder":
            traits["hair_rgb"] = "206,202,206"
        members.append(
            CastMember(
                id=f"cast/{person.role.value}",
                name=person.name.value,
                role=person.role.value,
                gender=gender,
                age=age,
                caption=person.caption.value,
                voice=_voice(gender, age, taken),
                look=Look(rng.randrange(1, 1_000_000), tuple(sorted(traits.items()))),
            )
        )
    return tuple(members)


def _aged(premise: str, person: Person) -> bool:
    """Whether the premise gives somebody sixty years or more, or calls them old."""
    card = person.caption.value.lower()
    if re.search(r"grandmother|grandfather|granny|elderly|old (?:man|woman)|老人|老太|老头", card):
        return True
    if person.name.source != "premise":
        return False
    name = re.escape(person.name.value)
    if re.match("老[\u4e00-\u9fa5]$|Abuel|Grandma|Grandpa|Granny|Nana ", person.name.value):
        return True
    return bool(
        re.search(rf"(?:[6-9]\d|[六七八九]十[一二三四五六七八九]?)岁[^，。]{{0,9}}{name}", premise)
        or re.search(
            rf"{name}(?: [A-Z]\w+)?(?:, | \()(?:[6-9]\d|(?:{_OLD})(?:-\w+)?)\b"
            rf"|(?:[6-9]\d|(?:{_OLD})(?:-\w+)?)[- ]years?[- ]old (?:[\w-]+ ){{0,2}}{name}"
            rf"|\b(?:[Ee]lderly|[Ww]idowed grandmother) (?:\w+ )?{name}",
            premise,
        )
    )


def _age(person: Person) -> str:
    role = person.role.value
    words = f"{person.relation.value} {person.caption.value} {person.name.value}".lower()
    if role != "hero" and _ELDER.search(words):
        return "elder"
    return _AGES[role]


def _voice(gender: str, age: str, taken: dict[int, int]) -> Voice:
    """The nearest house voice that nobody has; else the least used one, clearly shifted."""
    order = [*_BASES[gender][age], *({"f": (0, 1, 2), "m": (3, 4, 5)}[gender])]
    base = min(order, key=lambda b: (taken.get(b, 0), order.index(b)))
    used = taken.get(base, 0)
    taken[base] = used + 1
    pitch, pace, brightness = _SHIFTS[used % len(_SHIFTS)]
    return Voice(base, pitch, pace, 100, brightness)
