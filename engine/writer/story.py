"""What the writer holds in mind: six people, their relations, the slots and facts of one story."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")
SHORT = {"hero": "H", "villain": "V", "power": "P", "ally": "A", "traitor": "T", "keeper": "K"}
ANCIENT = ("palace", "fantasy")
"""Eras without telephones, in robes."""
LONG = {letter: role for role, letter in SHORT.items()}


@dataclass
class Someone:
    """One of the six. kin: relation to the hero; title: status or job; source of the name."""

    name: str = ""
    gender: str = ""
    kin: str = ""
    title: str = ""
    source: str = "default"
    said: str = ""  # the relation in the premise's own word

    def put(self, name: str = "", gender: str = "", kin: str = "", title: str = "") -> None:
        """Fill what is still empty."""
        if name and not self.name:
            self.name, self.source = name, "premise"
        self.gender = self.gender or gender
        self.kin = self.kin or kin
        if title and title not in self.title:
            self.title = f"{title} {self.title}".strip()


@dataclass
class Loss:
    """Somebody dear to the hero whom the premise calls dead or missing.

    kin: relation as it is said ("brother", 哥哥), "" for nobody; state: dead, missing or captive.
    """

    kin: str = ""
    name: str = ""
    state: str = "dead"


@dataclass
class Story:
    """A story while it is read and filled in. flags: facts that guard wordings and plans."""

    text: str
    tongue: str  # en or zh
    seed: int
    people: dict[str, Someone] = field(default_factory=lambda: {r: Someone() for r in "HVPATK"})
    named: list[tuple[str, str]] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    slots: dict[str, str] = field(default_factory=dict)
    plates: dict[str, str] = field(default_factory=dict)  # plate of each place slot
    found: set[str] = field(default_factory=set)  # slots that the premise itself filled
    era: str = "modern"
    inciting: str = "disgrace"
    power: str = "nerve"
    crime: str = ""
    twist: str = "order"
    reborn: bool = False
    genre: str = ""
    goal: str = ""  # of the premise, as a template of `reading.persons`; "" where it has none
    want: str = ""
    wrong: str = ""
    loss: Loss = field(default_factory=Loss)

    @property
    def column(self) -> int:
        """Index of the language in data given as [en, zh]."""
        return 0 if self.tongue == "en" else 1

    def rng(self, stream: str) -> random.Random:
        """A random stream of its own for each concern, so that rewording never moves the plot."""
        return random.Random(f"{stream}|{self.seed}|{self.text}")

    def note(self, kind: str, value: str) -> None:
        """Remember something the premise names."""
        if value and (kind, value) not in self.named:
            self.named.append((kind, value))


def pick(rng: random.Random, values: Sequence[T]) -> T:
    """One of the values."""
    return values[rng.randrange(len(values))]
