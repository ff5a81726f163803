"""What is fresh, what is missing, what waits: worked out anew from document, takes and pins.

Nothing of this is stored. Because keys are made of input hashes, equal output ends a rebuild early,
and undo finds its old takes again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from engine.editor.types import CutList
from engine.graph.backends import Makers
from engine.graph.derive import CutView, Deriver, view_cuts
from engine.graph.node import Node
from engine.series.document import Document, Episode
from engine.series.takes import Slot, Take

STATES = ("fresh", "missing", "waiting", "pinned", "outdated", "failed")
"""missing: never made. outdated: made once, from another recipe. waiting: an input is not there."""


SETTLED = ("fresh", "pinned")
"""States in which a slot needs no work."""


class TakeIndex(Protocol):
    """Where finished takes are found. Every look-up must cost the same however many there are."""

    def take(self, id: str) -> Take:
        """The take called `id`; raises KeyError."""
        ...

    def take_for_key(self, key: str) -> Take | None:
        """The newest take made from exactly this recipe."""
        ...

    def takes(self, slot: Slot) -> tuple[Take, ...]:
        """All takes of a slot, oldest first."""
        ...


class Asset(NamedTuple):
    """The state of one slot. A tuple, because a plan makes thousands of them.

    value: content hash that followers see, None when there is none. key: recipe key, None while an
    input is missing. values: the inputs' hashes, for the recipe.
    """

    slot: Slot
    state: str
    key: str | None
    take: Take | None
    values: tuple[str, ...] = ()
    reason: str = ""

    @property
    def value(self) -> str | None:
        """Content hash of the take in use."""
        return self.take.blob if self.take else None


@dataclass(frozen=True)
class Plan:
    """All nodes in an order in which inputs come first, and the state of each."""

    nodes: Mapping[Slot, Node]
    assets: Mapping[Slot, Asset]
    cuts: Mapping[str, CutView] = field(default_factory=dict)  # valid cut lists by episode id

    def closure(self, targets: Iterable[Slot]) -> list[Slot]:
        """The targets and everything they follow from, inputs first."""
        seen: dict[Slot, None] = {}
        for target in targets:
            self._collect(target, seen)
        return list(seen)

    def _collect(self, slot: Slot, seen: dict[Slot, None]) -> None:
        if slot in seen or slot not in self.nodes:
            return
        item = self.nodes[slot]
        if self.assets[slot].state != "pinned":
            for _, source in (*item.inputs, *item.reads):
                self._collect(source, seen)
        seen[slot] = None

    def ready(self, item: Node) -> bool:
        """Whether everything that making `item` needs is there."""
        return self.assets[item.slot].key is not None and all(
            self.assets[source].value is not None for _, source in item.reads
        )


class Planner:
    """Evaluates documents. Keeps derived nodes and decoded cut lists between evaluations."""

    def __init__(self, makers: Makers, load_cuts: Callable[[str], CutList]) -> None:
        self._deriver = Deriver(makers)
        self._load = load_cuts
        self._views: dict[str, CutView] = {}

    def plan(
        self, document: Document, takes: TakeIndex, failed: Mapping[str, str] | None = None
    ) -> Plan:
        """The state of every slot. failed: recipe key to the reason why making it failed."""
        run = _Evaluation(takes, dict(document.pins), failed or {})
        run.add(self._deriver.series(document))
        valid: dict[str, CutView] = {}
        for episode in document.episodes:
            run.add(self._deriver.episode(document, episode))
            asset = run.assets[Slot(episode.id, "cut")]
            view, dirty = self._view(run, takes, episode, asset)
            if view is not None and dirty is None:
                valid[episode.id] = view
            run.add(self._deriver.film(document, episode, view, dirty))
        return Plan(run.nodes, run.assets, valid)

    def _view(
        self, run: _Evaluation, takes: TakeIndex, episode: Episode, asset: Asset
    ) -> tuple[CutView | None, frozenset[str] | None]:
        if asset.value is not None:
            return self._cuts(asset.value), None
        earlier = takes.takes(asset.slot)
        if not earlier:
            return None, frozenset()
        changed = frozenset(
            line.id
            for line in episode.lines
            if run.assets[Slot(line.id, "performance")].value is None
        )
        view = self._cuts(earlier[-1].blob)
        shots = {shot.id for shot in episode.shots}
        if any(cut.shot not in shots for cut in view.cuts.cuts):
            return None, frozenset()
        return view, changed

    def _cuts(self, sha: str) -> CutView:
        view = self._views.get(sha)
        if view is None:
            view = self._views[sha] = view_cuts(sha, self._load(sha))
        return view


class _Evaluation:
    """One pass over the nodes, inputs first."""

    def __init__(
        self, takes: TakeIndex, pins: Mapping[str, str], failed: Mapping[str, str]
    ) -> None:
        self.nodes: dict[Slot, Node] = {}
        self.assets: dict[Slot, Asset] = {}
        self._takes = takes
        self._pins = pins
        self._failed = failed

    def add(self, nodes: Iterable[Node]) -> None:
        for item in nodes:
            self.nodes[item.slot] = item
            asset = self._judge(item)
            if item.instead is not None and asset.key is None and asset.state not in SETTLED:
                self.nodes[item.slot] = item.instead
                asset = self._judge(item.instead)
            self.assets[item.slot] = asset

    def _judge(self, item: Node) -> Asset:
        slot, assets = item.slot, self.assets
        values = [
            asset.take.blob if (asset := assets.get(source)) is not None and asset.take else None
            for _, source in item.inputs
        ]
        known = tuple([v for v in values if v is not None])
        complete = len(known) == len(values) and item.held is None
        key = item.key(known) if complete else None
        pinned = self._pins.get(str(slot)) if self._pins else None
        if pinned is not None:
            return self._pinned(slot, pinned, key, known)
        if key is None:
            return Asset(slot, "waiting", None, None, (), item.held or self._lacking(item, values))
        take = self._takes.take_for_key(key)
        if take is not None:
            return Asset(slot, "fresh", key, take, known)
        if key in self._failed:
            return Asset(slot, "failed", key, None, known, self._failed[key])
        if item.missing:
            return Asset(slot, "waiting", None, None, (), item.missing)
        if self._takes.takes(slot):
            return Asset(slot, "outdated", key, None, known, "made from another recipe")
        return Asset(slot, "missing", key, None, known, "not made yet")

    def _pinned(self, slot: Slot, id: str, key: str | None, known: tuple[str, ...]) -> Asset:
        take = self._takes.take(id)
        stale = bool(take.key) and take.key != key
        reason = "made for an earlier version" if stale else "chosen by hand"
        return Asset(slot, "pinned", key, take, known, reason)

    @staticmethod
    def _lacking(item: Node, values: list[str | None]) -> str:
        missing = [str(s) for (_, s), v in zip(item.inputs, values, strict=True) if v is None]
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        return f"waits for {missing[0]}{more}" if missing else "waits"


def out_of_date(before: Plan, after: Plan) -> tuple[Slot, ...]:
    """Slots that were settled and are not any more, and slots that are new and not made."""
    return tuple(
        slot
        for slot, asset in after.assets.items()
        if asset.state not in SETTLED
        and (slot not in before.assets or before.assets[slot].state in SETTLED)
    )
