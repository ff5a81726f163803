"""A world in which making an asset costs nothing: the real planner over takes kept in memory.

What a maker would write is replaced by a value worked out from its recipe, so that the laws of the
graph can be tried thousands of times.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace

from engine.base.codec import decode
from engine.editor.types import Camera, Cut, CutList, SpokenLine
from engine.graph.backends import Makers
from engine.graph.node import Node
from engine.graph.plan import Plan, Planner
from engine.series.document import (
    CastMember,
    Document,
    Episode,
    Line,
    Place,
    Scene,
    Series,
    Shot,
)
from engine.series.takes import Slot, Take

MAKERS = Makers("voice 1", "artist 1", "rules 1", ("{}", "{}"), "AI-generated")


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass
class World:
    """Takes in memory, the planner, and a maker that always succeeds."""

    made: list[Slot] = field(default_factory=list)
    recipes: list[str] = field(default_factory=list)
    _takes: dict[str, Take] = field(default_factory=dict)
    _keys: dict[str, Take] = field(default_factory=dict)
    _slots: dict[Slot, list[Take]] = field(default_factory=dict)
    cuts: dict[str, CutList] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.planner = Planner(MAKERS, self.cuts.__getitem__)

    def take(self, id: str) -> Take:
        return self._takes[id]

    def take_for_key(self, key: str) -> Take | None:
        return self._keys.get(key)

    def takes(self, slot: Slot) -> tuple[Take, ...]:
        return tuple(self._slots.get(slot, ()))

    def plan(self, document: Document) -> Plan:
        return self.planner.plan(document, self)

    def keep(self, take: Take) -> None:
        self._takes[take.id] = take
        self._slots.setdefault(take.slot, []).append(take)
        if take.key:
            self._keys[take.key] = take

    def build(self, document: Document) -> list[Slot]:
        """Make everything that is missing; returns the slots made, in order."""
        made: list[Slot] = []
        while True:
            plan = self.plan(document)
            ready = [
                (item, plan.assets[item.slot])
                for item in plan.nodes.values()
                if plan.assets[item.slot].state in ("missing", "outdated") and plan.ready(item)
            ]
            if not ready:
                self.made += made
                return made
            seen: set[str] = set()
            for item, asset in ready:
                assert asset.key is not None
                if asset.key not in seen:
                    seen.add(asset.key)
                    self._make(item, asset.key, asset.values)
                    made.append(item.slot)

    def _make(self, item: Node, key: str, values: tuple[str, ...]) -> None:
        self.recipes.append(key)
        blob = self._value(item, values)
        self.keep(
            Take(f"t{len(self._takes)}", item.slot, key, blob, "", recipe=item.recipe(values))
        )

    def _value(self, item: Node, values: tuple[str, ...]) -> str:
        if item.slot.role == "performance":
            # a voice that does not care about case: the place where early cutoff shows
            return sha(json.loads(item.params)["text"].casefold())
        if item.slot.role != "cut":
            return sha(item.recipe(values))
        script = decode(Document, json.loads(item.params)["document"])
        cuts = cut_of(
            script.episodes[0], dict(zip([n for n, _ in item.inputs], values, strict=True))
        )
        blob = sha(repr(cuts))
        self.cuts[blob] = cuts
        return blob


def cut_of(episode: Episode, performances: dict[str, str]) -> CutList:
    """One cut a shot; a line's cut depends on its performance, an action's on its hold."""
    cuts, lines, at = [], [], 0
    for scene in episode.scenes:
        for shot in scene.shots:
            mark = int(performances.get(shot.line, "0")[:6], 16)
            frames = 30 + mark % 60 if shot.line else max(1, shot.hold_ms * 30 // 1000)
            name = (shot.line or shot.id).rpartition("/")[2]
            cuts.append(Cut(f"{name}.0", shot.id, scene.place, frames, (), Camera(), seed=mark))
            if shot.line:
                lines.append(SpokenLine(shot.line, at, at, at + 100))
            at += frames
    return CutList(episode.id, at, tuple(cuts), tuple(lines), (), (), ((0, 50),))


def season(episodes: int = 2, lines: int = 3) -> Document:
    """A small season: one scene an episode, an action shot before every line."""
    places = (Place("place/a", "the dock", "warehouse"), Place("place/b", "the office", "office"))
    cast = (CastMember("cast/hero", "Mira", "hero"), CastMember("cast/villain", "Kane", "villain"))
    return Document(
        Series("S", "p", "en", episodes=episodes),
        cast,
        places,
        tuple(_episode(n, lines) for n in range(1, episodes + 1)),
    )


def _episode(number: int, lines: int) -> Episode:
    id = f"ep{number:02d}"
    spoken = tuple(
        Line(f"{id}/line{i}", ("cast/hero", "cast/villain")[i % 2], f"Words {number} and {i}.")
        for i in range(1, lines + 1)
    )
    shots = tuple(
        shot
        for i, line in enumerate(spoken, 1)
        for shot in (
            Shot(f"{id}/shot{2 * i - 1}", "", (line.speaker,), hold_ms=2000),
            Shot(f"{id}/shot{2 * i}", line.id, (line.speaker,)),
        )
    )
    scene = Scene(f"{id}/scene1", ("place/a", "place/b")[number % 2], shots)
    return Episode(id, number, f"Title {number}", lines=spoken, scenes=(scene,))


def with_line(document: Document, id: str, **changes: object) -> Document:
    """The document with one line's fields replaced."""
    episodes = tuple(
        replace(e, lines=tuple(replace(n, **changes) if n.id == id else n for n in e.lines))
        if id.startswith(e.id)
        else e
        for e in document.episodes
    )
    return replace(document, episodes=episodes)
