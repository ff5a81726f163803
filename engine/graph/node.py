"""One thing that can be made: its recipe, what it is made from, and what it will cost."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from engine.base.canon import Json, canonical_text
from engine.series.takes import Slot

KIND_VERSIONS: Mapping[str, int] = {
    "reference": 1,
    "voice": 1,
    "speech": 2,
    "performance": 4,
    "portrait": 3,
    "plate": 2,
    "cut": 3,
    "drawing": 3,
    "expression": 3,
    "segment": 3,
    "textless": 1,
    "music": 2,
    "mix": 3,
    "master": 2,
    "clean": 1,
    "cover": 3,
}
"""Raised by hand when a kind comes out differently: its old takes then go out of date."""

Inputs = tuple[tuple[str, Slot], ...]


class Node(NamedTuple):
    """A slot with its recipe. A tuple, because a plan makes thousands of them.

    params: canonical JSON; with the inputs' hashes it is the whole recipe.
    inputs: (name, slot) pairs whose values are part of the key.
    reads: (name, slot) pairs that the maker reads too; what matters of them is in `params`.
    payload: JSON for the maker only, never part of the key.
    cost: expected CPU time in milliseconds, for order and progress.
    held: not None when it cannot be made yet for this reason, whatever its inputs say.
    engine: id of the engine whose model makes it, "" for what any worker can make.
    missing: why that engine cannot be used here; takes that it made elsewhere still count.
    instead: how it is made while that engine is missing and no take of its own is there.
    standin: of such a second choice, what it stands in for and why.
    """

    slot: Slot
    params: str
    digest: str
    inputs: Inputs = ()
    reads: Inputs = ()
    payload: str = "{}"
    cost: int = 100
    held: str | None = None
    engine: str = ""
    missing: str = ""
    instead: Node | None = None
    standin: str = ""

    def key(self, values: Sequence[str]) -> str:
        """The recipe key, given the inputs' content hashes in the order of `inputs`."""
        text = self.digest + "".join(
            [f"|{name}={value}" for (name, _), value in zip(self.inputs, values, strict=True)]
        )
        return hashlib.sha256(text.encode("ascii", "backslashreplace")).hexdigest()

    def recipe(self, values: Sequence[str]) -> str:
        """The recipe as JSON, kept with the take so that `explain` can compare."""
        named = {name: value for (name, _), value in zip(self.inputs, values, strict=True)}
        return (
            f'{{"inputs":{canonical_text(named)},"kind":"{self.slot.role}",'
            f'"params":{self.params},"version":{KIND_VERSIONS[self.slot.role]}}}'
        )


def node(
    slot: Slot,
    params: Mapping[str, Json] | str,
    *,
    inputs: Inputs = (),
    reads: Inputs = (),
    payload: str = "{}",
    cost: int = 100,
    held: str | None = None,
    engine: str = "",
    missing: str = "",
    instead: Node | None = None,
    standin: str = "",
) -> Node:
    """A node with its digest worked out from kind, kind version and parameters.

    params: as a string it is canonical JSON already.
    """
    text = params if isinstance(params, str) else canonical_text(params)
    head = f"{slot.role}:{KIND_VERSIONS[slot.role]}:{text}"
    digest = hashlib.sha256(head.encode()).hexdigest()
    return Node(
        slot, text, digest, inputs, reads, payload, cost, held, engine, missing, instead, standin
    )
