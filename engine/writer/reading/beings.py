"""Those whom a premise speaks of, whatever its language, before anyone has a part.

A `Being` gathers what is said of one of them. Scores say how much speaks for each part; `parts`
decides. Knows no language.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Being:
    """Someone, or a group. noun: job or status as said; kin: relation as said (english key).

    at: position of the first mention. lead, foe: what speaks for hero and opponent, unbounded.
    """

    at: int
    name: str = ""
    noun: str = ""
    gender: str = ""
    kin: str = ""
    said: str = ""  # the relation in the premise's own word
    owner: Being | None = None
    group: bool = False
    state: str = ""  # dead, missing, captive or ""
    lead: float = 0.0
    foe: float = 0.0
    help: float = 0.0
    love: float = 0.0
    count: int = 0
    extra: dict[str, str] = field(default_factory=dict)

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    @property
    def alive(self) -> bool:
        """Whether they can have a living part."""
        return self.state not in ("dead", "missing")


@dataclass(frozen=True)
class Deed:
    """Somebody does something to somebody. thing: what it is done to, as said."""

    at: int
    verb: str
    agent: Being | None
    patient: Being | None
    thing: str = ""
    weight: float = 3.0


@dataclass
class Scene:
    """Everything that is read of a premise before parts are given."""

    beings: list[Being] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)
    hero: Being | None = None
    foe: Being | None = None
