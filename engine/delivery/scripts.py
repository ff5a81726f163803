"""The exported part of the document as makers of sheets read it, and the words they use."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from engine.base.codec import decode
from engine.delivery.orders import Order
from engine.series.document import CastMember, Episode, Place, Scene, Series


@dataclass(frozen=True)
class Script:
    """Series, people, places and the exported episodes."""

    series: Series
    cast: Mapping[str, CastMember]
    places: Mapping[str, Place]
    episodes: tuple[Episode, ...]

    def words(self) -> Mapping[str, Any]:
        """The words of sheets in the series' language."""
        return words_of(self.series.language)

    def heading(self, scene: Scene) -> str:
        """A scene's heading as screenplays have it: INT. or EXT., the place, the hour.

        The two prefixes stay Latin in every language, because programs know headings by them.
        """
        place = self.places[scene.place]
        outside = place.plate.removesuffix("-old") in _table()["outdoors"]["plates"]
        hour = self.words()[place.time_of_day]
        return f"{'EXT.' if outside else 'INT.'} {place.name.upper()} - {hour}"


def script_of(order: Order) -> Script:
    """The script among an order's facts."""
    data = json.loads(order.facts)["script"]
    return Script(
        decode(Series, data["series"]),
        {m.id: m for m in (decode(CastMember, c) for c in data["cast"])},
        {p.id: p for p in (decode(Place, c) for c in data["places"])},
        tuple(decode(Episode, e) for e in data["episodes"]),
    )


def words_of(language: str) -> Mapping[str, Any]:
    """The words of sheets in a language (BCP-47), English where it has none."""
    table = _table()
    found: Mapping[str, Any] = table.get(language.partition("-")[0].lower(), table["en"])
    return found


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files("resources").joinpath("delivery", "words.toml").read_text("utf-8"))
