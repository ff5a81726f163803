"""Backgrounds in three layers, one module a kind of place; `PLATES` names them all."""

from __future__ import annotations

from collections.abc import Callable

from engine.artist.comic.plates.car import car_interior
from engine.artist.comic.plates.city import rooftop, street
from engine.artist.comic.plates.court import palace
from engine.artist.comic.plates.feast import banquet
from engine.artist.comic.plates.nature import bamboo
from engine.artist.comic.plates.quiet import bedroom, hospital_hall
from engine.artist.comic.plates.rooms import mansion, office
from engine.artist.comic.plates.temple import temple
from engine.artist.comic.plates.warehouse import warehouse
from engine.artist.comic.stage import Plate, Stage

PLATES: dict[
    str, tuple[Callable[[Stage], Plate], str, str, float]
] = {  # builder, time, mood, camera yaw
    "rooftop": (rooftop, "night", "neutral", 0),
    "office": (office, "dusk", "neutral", -7),
    "mansion": (mansion, "day", "warm", 0),
    "hospital": (hospital_hall, "day", "cold", 0),
    "street": (street, "night", "cold", 0),
    "palace": (palace, "day", "warm", 0),
    "bamboo": (bamboo, "day", "neutral", 0),
    "bedroom": (bedroom, "night", "tender", 9),
    "banquet": (banquet, "night", "warm", 0),
    "car": (car_interior, "night", "neutral", 0),
    "warehouse": (warehouse, "dusk", "tense", 10),
    "temple": (temple, "dawn", "neutral", 0),
}


def plate(
    name: str, time: str | None = None, mood: str | None = None, seed: int = 1, scale: float = 1.0
) -> Plate:
    build, t, m, yaw = PLATES[name]
    return build(Stage(time or t, mood or m, seed, yaw, scale=scale))
