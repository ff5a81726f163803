"""Backgrounds in three layers, one module a kind of place; `PLATES` names them all.

A name with `OLD` behind it is the same place in the time before machines: ``kitchen-old``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.artist.comic.plates.car import car_interior
from engine.artist.comic.plates.city import rooftop, street
from engine.artist.comic.plates.civic import classroom, courtroom, station, theatre
from engine.artist.comic.plates.court import palace
from engine.artist.comic.plates.feast import banquet
from engine.artist.comic.plates.nature import bamboo
from engine.artist.comic.plates.quiet import bedroom, hospital_hall
from engine.artist.comic.plates.rooms import mansion, office
from engine.artist.comic.plates.shore import bridge, dock, garden
from engine.artist.comic.plates.temple import temple
from engine.artist.comic.plates.town import alley, market, study, teahouse
from engine.artist.comic.plates.warehouse import warehouse
from engine.artist.comic.plates.wild import campus, cave, graveyard, tent, village
from engine.artist.comic.plates.works import cell, kitchen, lab, ward
from engine.artist.comic.stage import Plate, Stage

OLD = "-old"


@dataclass(frozen=True)
class Kind:
    """Who draws a place, the hour and mood it has by itself, and the camera's yaw in degrees.

    old: who draws it as it was before machines, when that is another drawing.
    """

    build: Callable[[Stage], Plate]
    time: str
    mood: str
    yaw: float = 0.0
    old: Callable[[Stage], Plate] | None = None


_KINDS: dict[str, Kind] = {
    "rooftop": Kind(rooftop, "night", "neutral"),
    "office": Kind(office, "dusk", "neutral", -7, study),
    "mansion": Kind(mansion, "day", "warm", 0, palace),
    "hospital": Kind(hospital_hall, "day", "cold"),
    "street": Kind(street, "night", "cold", 0, market),
    "palace": Kind(palace, "day", "warm"),
    "bamboo": Kind(bamboo, "day", "neutral"),
    "bedroom": Kind(bedroom, "night", "tender", 9),
    "banquet": Kind(banquet, "night", "warm", 0, palace),
    "car": Kind(car_interior, "night", "neutral"),
    "warehouse": Kind(warehouse, "dusk", "tense", 10),
    "temple": Kind(temple, "dawn", "neutral"),
    "courtroom": Kind(courtroom, "day", "neutral", 0, palace),
    "classroom": Kind(classroom, "day", "neutral", 0, study),
    "campus": Kind(campus, "day", "neutral", 0, garden),
    "ward": Kind(ward, "day", "neutral", 0, bedroom),
    "cell": Kind(cell, "night", "cold"),
    "dock": Kind(dock, "night", "neutral"),
    "bridge": Kind(bridge, "dusk", "neutral"),
    "market": Kind(market, "dusk", "warm"),
    "teahouse": Kind(teahouse, "day", "warm"),
    "study": Kind(study, "dusk", "warm"),
    "garden": Kind(garden, "day", "neutral"),
    "tent": Kind(tent, "dusk", "neutral"),
    "village": Kind(village, "day", "neutral"),
    "graveyard": Kind(graveyard, "dusk", "cold"),
    "station": Kind(station, "dusk", "neutral"),
    "kitchen": Kind(kitchen, "day", "warm"),
    "lab": Kind(lab, "night", "cold"),
    "theatre": Kind(theatre, "night", "warm"),
    "alley": Kind(alley, "night", "cold"),
    "cave": Kind(cave, "day", "neutral"),
}
_ALWAYS_OLD = ("palace", "bamboo", "temple")
PLATES = (*_KINDS, *(name + OLD for name in _KINDS))
"""Every name that `plate` knows."""


def plate(
    name: str, time: str | None = None, mood: str | None = None, seed: int = 1, scale: float = 1.0
) -> Plate:
    """Draw a place; time and mood: its own when not given. Raises KeyError for an unknown one."""
    bare = name.removesuffix(OLD)
    kind = _KINDS[bare]
    old = name != bare
    build = kind.old if old and kind.old else kind.build
    stage = Stage(time or kind.time, mood or kind.mood, seed, kind.yaw, scale=scale)
    stage.ancient = old or bare in _ALWAYS_OLD
    return build(stage)
