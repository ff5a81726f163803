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


@dataclass(frozen=True, slots=True)
class Thing:
    """A phrase that fills a slot. gender: m f mp fp or ""; picture: plate or prop or "".

    oblique: the form before a postposition, where it differs.
    """

    phrase: str
    gender: str = ""
    picture: str = ""
    oblique: str = ""


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
    gender: m or f, "" where the language's words of kin tell it.
    """

    kin: str = ""
    name: str = ""
    state: str = "dead"
    gender: str = ""


@dataclass
class Story:
    """A story while it is read and filled in. flags: facts that guard wordings and plans."""

    text: str
    tongue: str  # a folder of lines: en zh hi pt
    seed: int
    people: dict[str, Someone] = field(default_factory=lambda: {r: Someone() for r in "HVPATK"})
    named: list[tuple[str, str]] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    slots: dict[str, str] = field(default_factory=dict)
    genders: dict[str, str] = field(default_factory=dict)  # of what fills a slot: m f mp fp
    props: dict[str, str] = field(default_factory=dict)  # what a slot looks like, where known
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
    must: str = ""  # the goal as a duty, in languages where that differs
    want: str = ""
    wrong: str = ""
    loss: Loss = field(default_factory=Loss)

    def rng(self, stream: str) -> random.Random:
        """A random stream of its own for each concern, so that rewording never moves the plot."""
        return random.Random(f"{stream}|{self.seed}|{self.text}")

    def put(self, slot: str, thing: Thing) -> None:
        """Fill a slot with a phrase and what grammar and pictures have to know of it."""
        self.slots[slot] = thing.phrase
        if thing.gender:
            self.genders[slot] = thing.gender
        self.slots.pop(f"{slot}:obl", "")
        self.props.pop(slot, "")
        if thing.oblique:
            self.slots[f"{slot}:obl"] = thing.oblique
        if thing.picture:
            self.props[slot] = thing.picture

    def note(self, kind: str, value: str) -> None:
        """Remember something the premise names."""
        if value and (kind, value) not in self.named:
            self.named.append((kind, value))


def pick(rng: random.Random, values: Sequence[T]) -> T:
    """One of the values."""
    return values[rng.randrange(len(values))]


_GOLDEN = 0.6180339887498949
"""Steps of this size round a circle leave no two places close together (golden ratio)."""


def phase(story: Story, stream: str) -> float:
    """A number from 0 to 1 by premise, stream and seed; seeds in a row are spread evenly."""
    start = random.Random(f"{stream}|{story.text}").random()
    return (start + _GOLDEN * story.seed) % 1.0
