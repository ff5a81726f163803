"""What is under way: jobs that are out, and the run that they belong to."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field

from engine.graph.node import Node
from engine.series.takes import Slot, Take
from engine.work.demand import Demand
from engine.work.events import Event, Failure, Report
from engine.work.progress import Meter
from engine.work.protocol import Job


@dataclass
class Running:
    """A job that is out. node is None for an import, whose take goes to `future`."""

    job: Job
    slot: Slot
    node: Node | None
    key: str = ""
    recipe: str = ""
    tries: int = 1
    future: Future[Take] | None = None


@dataclass
class Run:
    """One `make`: what it wants, who listens, and what came of it."""

    demand: Demand
    listener: Callable[[Event], None]
    meter: Meter
    over: threading.Event = field(default_factory=threading.Event)
    made: list[Slot] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    finished: set[str] = field(default_factory=set)
    cancelled: bool = False
    last_report_s: float = 0.0

    def report(self) -> Report:
        """What came of it so far."""
        return Report(tuple(self.made), tuple(self.failures), self.cancelled)


def episode_number(slot: Slot) -> int:
    """The number in an episode id, 0 for what belongs to the whole season."""
    head = slot.owner.partition("/")[0]
    return int(head[2:]) if head.startswith("ep") and head[2:].isdigit() else 0
