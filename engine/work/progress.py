"""How far a run is. Pure arithmetic over plans; a share never falls while work goes on."""

from __future__ import annotations

from engine.graph.plan import Plan
from engine.series.takes import Slot
from engine.work.demand import Demand


def remaining(plan: Plan, demand: Demand) -> int:
    """Expected CPU milliseconds until the demand is met."""
    seen: set[Slot] = set()
    cost = 0
    for tier in demand.tiers:
        for slot in plan.closure(tier):
            if slot in seen:
                continue
            seen.add(slot)
            if plan.assets[slot].state not in ("fresh", "pinned", "failed"):
                cost += plan.nodes[slot].cost
    return cost


class Meter:
    """Turns remaining cost into a share and a time left."""

    def __init__(self, start_s: float, cost: int) -> None:
        self._start = start_s
        self._cost = max(cost, 1)
        self._share = 0

    def read(self, now_s: float, left: int) -> tuple[int, int]:
        """(share done in thousandths, seconds left or -1). left: cost from `remaining`."""
        self._cost = max(self._cost, left)
        self._share = max(self._share, 1000 - round(1000 * left / self._cost))
        spent = now_s - self._start
        if self._share < 20 or spent < 3:
            return self._share, -1
        return self._share, round(spent * (1000 - self._share) / self._share)
