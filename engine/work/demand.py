"""Which job comes next. Pure: plan and demand in, an ordered list of nodes out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from engine.graph.node import Node
from engine.graph.plan import Plan
from engine.series.document import Document
from engine.series.takes import ROLES, Slot

_MAKE = ("missing", "outdated")
_RANK = {role: at for at, role in enumerate(ROLES)}


@dataclass(frozen=True, slots=True)
class Demand:
    """What is wanted, most urgent first: each tier is a group of slots made before the next."""

    tiers: tuple[tuple[Slot, ...], ...] = ()

    @property
    def slots(self) -> frozenset[Slot]:
        """Everything that is wanted, in whatever order."""
        return frozenset(slot for tier in self.tiers for slot in tier)


def episode_demand(episodes: Sequence[str], cast: Sequence[str] = ()) -> Demand:
    """Whole episodes, one after the other, then portraits. episodes, cast: ids."""
    whole = tuple((Slot(id, "master"), Slot(id, "cover")) for id in episodes)
    faces = tuple(Slot(id, "portrait") for id in cast)
    return Demand((*whole, faces) if faces else whole)


def wanted(plan: Plan, demand: Demand) -> list[Node]:
    """Nodes that can be made now, in order: earlier tier, earlier stage, longer work first.

    Longer work first keeps two workers busy to the end of a tier. Two slots with one key are made
    once.
    """
    chosen: list[Node] = []
    keys: set[str] = set()
    for tier in demand.tiers:
        group: list[Node] = []
        for slot in plan.closure(tier):
            asset, item = plan.assets[slot], plan.nodes[slot]
            if asset.state not in _MAKE or asset.key is None or asset.key in keys:
                continue
            if plan.ready(item):
                keys.add(asset.key)
                group.append(item)
        chosen += sorted(group, key=lambda n: (_RANK[n.slot.role], -n.cost))
    return chosen


def complete(plan: Plan, slots: Collection[Slot]) -> bool:
    """Whether every one of `slots` has a value that is up to date or pinned."""
    return all(
        slot in plan.assets and plan.assets[slot].state in ("fresh", "pinned") for slot in slots
    )


def stage_demand(document: Document, episode: str) -> Demand:
    """What the window needs to show and play one episode: its cut with all voices, its places and
    people, and its music. Nothing of it takes longer than a moment.
    """
    try:
        shown = document.episode(episode)
    except KeyError:
        return Demand()
    places = tuple(dict.fromkeys(Slot(scene.place, "plate") for scene in shown.scenes))
    faces = tuple(Slot(member.id, "portrait") for member in document.cast)
    return Demand(((Slot(episode, "cut"),), faces, places, (Slot(episode, "music"),)))
