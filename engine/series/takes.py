"""Slots, takes and pins: whatever was made can be replaced, and nothing made is ever lost.

A slot is written ``owner:role``, for example ``ep03/line2:speech``, ``place/office-night:plate``,
``ep03:mix`` or ``ep03/line2.1:segment`` (the second cut of the shot that shows line 2). Where a
model speaks or draws there are more: ``cast/hero:reference`` and ``cast/hero:voice`` (a cloned
voice), ``cast/hero/near+25-stand:drawing`` and ``cast/hero/near+25-stand/angry:expression``; where
a delivery profile wants pictures without words, ``ep03/line2.1:textless`` and ``ep03:clean``.
"""

from __future__ import annotations

from dataclasses import dataclass

ROLES = (
    "reference", "voice", "speech", "performance", "portrait", "plate", "cut", "drawing",
    "expression", "segment", "textless", "music", "mix", "master", "clean", "cover",
)  # fmt: skip
"""Every role a slot can have, in the order in which they follow from each other."""


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A place for one made thing."""

    owner: str
    role: str

    def __str__(self) -> str:
        return f"{self.owner}:{self.role}"

    @classmethod
    def parse(cls, text: str) -> Slot:
        """Read ``owner:role``. Raises ValueError for anything else."""
        owner, _, role = text.rpartition(":")
        if not owner or role not in ROLES:
            raise ValueError(f"{text!r} is not a slot; write it like ep03/line2:speech")
        return cls(owner, role)


@dataclass(frozen=True, slots=True)
class Take:
    """One made thing, immutable. origin: generated, human or imported.

    blob: SHA-256 of the main file in the media store.
    parts: (name, SHA-256) of files that belong to it (the alignment of a speech take, a preview).
    meta: canonical JSON of facts about it (duration, loudness); never an input of anything.
    recipe: canonical JSON of what it was made from, for `explain`; "" for imported takes.
    cost_ms: CPU time spent on it.
    """

    id: str
    slot: Slot
    key: str  # recipe key, "" for human and imported takes
    blob: str
    mime: str
    origin: str = "generated"
    parts: tuple[tuple[str, str], ...] = ()
    meta: str = "{}"
    recipe: str = ""
    backend: str = ""
    parent: str = ""
    cost_ms: int = 0
    created: str = ""  # ISO 8601, for display only: order is the order of insertion
