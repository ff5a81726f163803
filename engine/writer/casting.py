"""Six people with a voice and a look each, told apart by ear and by silhouette."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping

from engine.series.document import CastMember, Look, Voice
from engine.writer.story import ANCIENT
from engine.writer.types import Dossier, Person

_AGES = {"hero": "young", "villain": "mature", "power": "mature", "ally": "young",
         "traitor": "young", "keeper": "elder"}  # fmt: skip
_BASES = {
    "f": {"young": (0, 1), "mature": (1, 0), "elder": (2, 1)},
    "m": {"young": (3, 4), "mature": (4, 3), "elder": (5, 4)},
}
_SHIFTS = ((100, 100, 100), (118, 106, 124), (84, 94, 78), (128, 112, 84))
_ELDER = re.compile(r"grand|elder|granny|old |emperor|king|爷|奶|外婆|老|皇帝|嬷|太后")

_Looks = Mapping[str, tuple[tuple[str, str], ...]]
_MODERN: Mapping[str, _Looks] = {
    "f": {
        "hero": (("hair", "long_bangs"), ("outfit", "street"), ("outfit_rgb", "70,110,128")),
        "villain": (("hair", "updo"), ("outfit", "evening"), ("outfit_rgb", "88,34,112"),
                    ("accessories", "earrings"), ("eye", "phoenix")),
        "power": (("hair", "bob"), ("outfit", "suit"), ("outfit_rgb", "58,60,70")),
        "ally": (("hair", "high_ponytail"), ("outfit", "street"), ("outfit_rgb", "96,60,44")),
        "traitor": (("hair", "wavy_side"), ("outfit", "suit"), ("outfit_rgb", "150,44,70"),
                    ("hair_rgb", "140,52,46")),
        "keeper": (("hair", "updo"), ("outfit", "street"), ("outfit_rgb", "86,78,96")),
    },
    "m": {
        "hero": (("hair", "short_fringe"), ("outfit", "street"), ("outfit_rgb", "60,92,150")),
        "villain": (("hair", "slick_back"), ("outfit", "suit"), ("outfit_rgb", "44,22,34"),
                    ("eye", "narrow"), ("accent_rgb", "178,42,60")),
        "power": (("hair", "elder_combed"), ("outfit", "suit"), ("outfit_rgb", "38,42,66"),
                  ("accessories", "glasses"), ("hair_rgb", "150,146,152")),
        "ally": (("hair", "comma"), ("outfit", "bodyguard"), ("outfit_rgb", "32,33,38"),
                 ("build", "112")),
        "traitor": (("hair", "spiky"), ("outfit", "suit"), ("outfit_rgb", "96,70,40")),
        "keeper": (("hair", "elder_combed"), ("outfit", "tangzhuang"), ("accessories", "beard"),
                   ("hair_rgb", "206,202,206"), ("outfit_rgb", "56,40,74")),
    },
}  # fmt: skip
_PALACE: Mapping[str, _Looks] = {
    "f": {
        role: (("outfit", "hanfu"), ("hair", hair), ("outfit_rgb", cloth))
        for role, hair, cloth in (
            ("hero", "bun_pins", "222,230,232"), ("villain", "updo", "122,20,40"),
            ("power", "updo", "150,110,40"), ("ally", "braids", "66,122,116"),
            ("traitor", "wavy_side", "190,110,140"), ("keeper", "updo", "90,84,96"),
        )
    },
    "m": {
        "hero": (("outfit", "hanfu"), ("hair", "topknot_long"), ("outfit_rgb", "66,122,116")),
        "villain": (("outfit", "hanfu"), ("hair", "topknot_long"), ("outfit_rgb", "60,20,40"),
                    ("eye", "narrow")),
        "power": (("outfit", "tangzhuang"), ("hair", "elder_combed"), ("accessories", "beard"),
                  ("outfit_rgb", "170,130,40")),
        "ally": (("outfit", "hanfu"), ("hair", "slick_back"), ("outfit_rgb", "44,60,90"),
                 ("build", "110")),
        "traitor": (("outfit", "hanfu"), ("hair", "comma"), ("outfit_rgb", "120,90,140")),
        "keeper": (("outfit", "tangzhuang"), ("hair", "elder_combed"), ("accessories", "beard"),
                   ("hair_rgb", "220,218,222"), ("outfit_rgb", "70,64,60")),
    },
}  # fmt: skip


def cast_season(dossier: Dossier, seed: int) -> tuple[CastMember, ...]:
    """The six speaking people of a dossier, in the order of their roles."""
    rng = random.Random(f"cast|{seed}|{dossier.premise}")
    taken: dict[int, int] = {}
    members: list[CastMember] = []
    for person in dossier.people:
        if person.role.value not in _AGES:
            continue
        age = _age(person)
        gender = person.gender.value
        looks = (_PALACE if dossier.era.value in ANCIENT else _MODERN)[gender]
        traits = dict(looks[person.role.value])
        if age == "elder" and gender == "f":
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
