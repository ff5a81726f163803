"""What an export has to write: one order a piece of work, with a key that names all it depends on.

A file is made again only when its key changes. Makers run in processes of their own and see
nothing but the order, so an order's facts are its whole recipe.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from engine.base.canon import Json, canonical_text

VERSIONS: Mapping[str, int] = {
    "video": 1, "enlarged": 1, "sidecar": 1, "cover": 1, "poster": 1, "stems": 1, "audio": 1,
    "screenplay": 1, "shots": 1, "sheet": 1, "upload": 1, "timeline": 1, "draft": 1,
}  # fmt: skip
"""Raised by hand when a kind comes out differently: its files are then written again."""


@dataclass(frozen=True)
class Order:
    """One piece of work.

    files: what it writes, relative to the profile's folder. number: of the episode, 0 for what
    belongs to the season. facts: canonical JSON. inputs: (name, file) pairs; files are named by
    their content. aigc: the record to put into every file that has a carrier, "" for none.
    credentials: canonical JSON of what a signed manifest says, "" for none.
    gate: canonical JSON of what the gate shall find in the first file, "" for no inspection; it
    is no part of the recipe.
    """

    kind: str
    files: tuple[str, ...]
    number: int
    facts: str
    inputs: tuple[tuple[str, Path], ...] = ()
    aigc: str = ""
    credentials: str = ""
    gate: str = ""

    @cached_property
    def key(self) -> str:
        """Names everything that the files depend on, their own names left out, 32 hex digits."""
        names = [(name, file.name) for name, file in self.inputs]
        recipe: dict[str, Json] = {
            "kind": self.kind, "version": VERSIONS[self.kind], "facts": self.facts,
            "inputs": [list(pair) for pair in names], "aigc": self.aigc,
            "credentials": self.credentials,
            "files": [name.rpartition(".")[2] for name in self.files],
        }  # fmt: skip
        text = canonical_text(recipe)
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    def input(self, name: str) -> Path:
        """The input file of that name; raises KeyError."""
        return dict(self.inputs)[name]


Maker = Callable[[Order, Path], None]
"""Writes an order's files into a folder (the folders of their names are there already)."""


def facts(**values: Json) -> str:
    """Facts as canonical JSON."""
    return canonical_text(dict(values))


@dataclass(frozen=True, slots=True)
class Package:
    """All orders of one profile. folder: where they go, relative to the export."""

    profile: str
    folder: str
    orders: tuple[Order, ...] = field(default=())
