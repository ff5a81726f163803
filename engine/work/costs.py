"""What making things cost: of a take, of an episode, of a season. Time, energy, price.

The graphics card's time is kept with every take, with the price of the hour as it was then.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from engine.base.canon import exact
from engine.graph.plan import Plan
from engine.series.document import Document
from engine.series.takes import Take
from engine.work.protocol import Done

_HOUR_MS = 3_600_000
WRITING_NOTE = "writing"
"""Name of the note in a project that says how its scripts were written, and what that cost."""


@dataclass(frozen=True, slots=True)
class Cost:
    """cpu_ms, device_ms: time used. energy_mj: millijoules. price: in the lead's currency."""

    cpu_ms: float = 0
    device_ms: float = 0
    energy_mj: float = 0
    price: float = 0

    def plus(self, other: Cost, share: float = 1.0) -> Cost:
        """The sum with a share of another cost."""
        return Cost(
            self.cpu_ms + share * other.cpu_ms,
            self.device_ms + share * other.device_ms,
            self.energy_mj + share * other.energy_mj,
            self.price + share * other.price,
        )


NOTHING = Cost()


def facts(done: Done, hourly_price: float) -> str:
    """A finished job's facts for its take, as JSON. hourly_price: of the graphics card."""
    known = json.loads(done.meta)
    if done.device_ms:
        price = hourly_price * done.device_ms / _HOUR_MS
        known |= {"device_ms": done.device_ms, "price": round(price, 9)}
    if done.energy_mj:
        known["energy_mj"] = done.energy_mj
    return exact(known)


def cost_of(take: Take) -> Cost:
    """What one take cost."""
    return _cost(json.loads(take.meta) if '"device_ms"' in take.meta else {}, take.cost_ms)


def _cost(known: Mapping[str, float], cpu_ms: float) -> Cost:
    parts = (float(known.get(name, 0)) for name in ("device_ms", "energy_mj", "price"))
    return Cost(cpu_ms, *parts)


@lru_cache(maxsize=4)
def writing_cost(record: str) -> Cost:
    """What writing cost. record: the project's note on how it was written, "" for none."""
    try:
        known = json.loads(record) if record else {}
    except ValueError:
        known = {}
    return _cost(known, 0)


def season_cost(
    document: Document, plan: Plan, writing: Cost = NOTHING
) -> Mapping[str, Cost]:  # fmt: skip
    """What the takes in use cost, by episode id; what all share is divided evenly among them.

    writing: what the scripts cost.
    """
    shared = writing
    found = {episode.id: Cost() for episode in document.episodes}
    for slot, asset in plan.assets.items():
        if asset.take is None:
            continue
        head = slot.owner.partition("/")[0]
        if head in found:
            found[head] = found[head].plus(cost_of(asset.take))
        else:
            shared = shared.plus(cost_of(asset.take))
    share = 1 / max(1, len(found))
    return {id: own.plus(shared, share) for id, own in found.items()}


def total(costs: Iterable[Cost]) -> Cost:
    """The sum."""
    found = Cost()
    for cost in costs:
        found = found.plus(cost)
    return found
