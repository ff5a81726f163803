"""Which job comes next. Pure: plan and demand in, an ordered list of nodes out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from engine.delivery.profiles import wants_textless
from engine.graph.node import Node
from engine.graph.plan import Plan
from engine.series.document import Document, Series
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


def whole_episode(series: Series, id: str) -> tuple[Slot, ...]:
    """All that is delivered of an episode, by the series' delivery profiles."""
    clean = (Slot(id, "clean"),) if wants_textless(series.profile) else ()
    return Slot(id, "master"), *clean, Slot(id, "cover")


def episode_demand(series: Series, episodes: Sequence[str], cast: Sequence[str] = ()) -> Demand:
    """Whole episodes, one after the other, then portraits. episodes, cast: ids."""
    whole = tuple(whole_episode(series, id) for id in episodes)
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


BATCHES: Mapping[str, int] = {
    "speech": 48, "voice": 6, "plate": 4, "drawing": 8, "expression": 8,
}  # fmt: skip
"""How many jobs of a kind the device's worker gets at once; makers halve what does not fit."""


def next_batch(plan: Plan, demand: Demand, busy: Collection[str]) -> list[Node]:
    """What the device should make next: the most urgent job, and others of its kind and engine.

    What is most urgent decides about the engine, so that what is on screen never waits for more
    than the batch that is under way; what is wanted later fills the batch up. busy: keys of jobs
    that are out.
    """
    found: list[Node] = []
    for item in wanted(plan, demand):
        key = plan.assets[item.slot].key
        if not item.engine or key in busy:
            continue
        if found and (item.slot.role, item.engine) != (found[0].slot.role, found[0].engine):
            continue
        found.append(item)
        if len(found) == BATCHES.get(item.slot.role, 1):
            break
    return found


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
