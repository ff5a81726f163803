"""What the engine tells while it works, and what it says at the end. Text is for a person."""

from __future__ import annotations

from dataclasses import dataclass

from engine.graph.plan import Plan
from engine.series.document import Document
from engine.series.takes import Slot
from engine.work.costs import NOTHING, Cost


@dataclass(frozen=True, slots=True)
class Event:
    """One piece of news.

    kind: progress, export (of an export that follows), take (something was made), episode (one is
    finished), failed or note.
    stage: the role being made; episode: its number, 0 for what belongs to the season.
    done, total: thousandths of the whole demand; eta_s: seconds left, -1 while unknown.
    """

    kind: str
    stage: str = ""
    episode: int = 0
    done: int = 0
    total: int = 1000
    eta_s: int = -1
    message: str = ""
    slot: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """A slot that could not be made, and what can be done about it. detail: a bug's traceback."""

    slot: Slot | None
    message: str
    remedy: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The end of a run. made: slots for which a new take was made, in the order of completion."""

    made: tuple[Slot, ...] = ()
    failed: tuple[Failure, ...] = ()
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class SlotStatus:
    """The state of a slot as shown: see `graph.plan.STATES`."""

    slot: Slot
    state: str
    reason: str
    take: str = ""


@dataclass(frozen=True)
class Look:
    """Everything as it is at one moment, for a window. Nothing in it changes any more.

    running: what is being made now. failures: what could not be made and was not tried again.
    undo, redo: names of the edits that these would take back or do again, "" for none.
    writing: what the scripts cost.
    working: whether there is a demand that is not met. share: thousandths of it that are done;
    eta_s: seconds left, -1 while unknown.
    """

    document: Document
    plan: Plan
    running: tuple[Slot, ...] = ()
    failures: tuple[Failure, ...] = ()
    undo: str = ""
    redo: str = ""
    working: bool = False
    share: int = 1000
    eta_s: int = 0
    writing: Cost = NOTHING
