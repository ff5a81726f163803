"""View data of delivery: what its presenters hand to its widgets. Plain, frozen, worded already."""

from __future__ import annotations

from dataclasses import dataclass

from widgets.data import NO_PICTURE, EpisodeCard


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that stands in the way of a finished season."""

    id: str
    state: str
    where: str
    text: str
    effect: str
    remedy: str = ""
    picture: str = NO_PICTURE


@dataclass(frozen=True, slots=True)
class ProfileCard:
    """One delivery profile. makes: what it writes, in words, the most telling first.

    size, make, export: estimates of bytes, of what is still to be made, and of the export.
    """

    id: str
    name: str
    note: str
    makes: tuple[str, ...]
    chosen: bool = False
    size: str = ""
    make: str = ""
    export: str = ""
    cost: str = ""


@dataclass(frozen=True, slots=True)
class LabelSwitch:
    """One AI label. law: what it is asked for by; wanted: a chosen profile has it."""

    id: str
    name: str
    law: str
    on: bool = True
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class SeriesField:
    """A field of the season that is typed."""

    field: str
    label: str
    value: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class DeliverView:
    """What an export would write. make_first: what chosen profiles still want, "" for nothing.

    exported: an earlier export lies in the folder.
    """

    title: str = ""
    facts: tuple[tuple[str, str, str], ...] = ()
    picture: str = NO_PICTURE
    findings: tuple[Finding, ...] = ()
    passed: tuple[str, ...] = ()
    episodes: tuple[EpisodeCard, ...] = ()
    ready: int = 0
    total: int = 0
    folder: str = ""
    profiles: tuple[ProfileCard, ...] = ()
    labels: tuple[LabelSwitch, ...] = ()
    fields: tuple[SeriesField, ...] = ()
    make_first: str = ""
    exported: bool = False


@dataclass(frozen=True, slots=True)
class GateFinding:
    """What the gate found in a file. still: JPEG, b"" for nothing to see. at_ms: -1 for no time.

    episode: where to look: an episode's id, "cast", or "" for the season. profiles: ids of those
    in whose files it was found. stops: it keeps the episode out.
    """

    number: int
    episode: str
    at_ms: int
    where: str
    text: str
    remedy: str
    figures: str
    stops: bool
    profiles: tuple[str, ...]
    still: bytes = b""


@dataclass(frozen=True, slots=True)
class FileProblem:
    """Something that the check of written files did not like."""

    file: str
    text: str
    remedy: str


@dataclass(frozen=True, slots=True)
class ResultView:
    """What came of the last export and of its check. verdict: one sentence; tone: how it went."""

    found: tuple[GateFinding, ...] = ()
    problems: tuple[FileProblem, ...] = ()
    failed: tuple[str, ...] = ()
    verdict: str = ""
    verdict_tone: str = "fresh"

    @property
    def worth_a_look(self) -> bool:
        """Whether anything of it wants a person."""
        return bool(self.found or self.problems or self.failed)


@dataclass(frozen=True, slots=True)
class RunRow:
    """One profile of an export under way. states: a state an episode, in order."""

    profile: str
    name: str
    states: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunView:
    """An export under way. share: thousandths, -1 unknown."""

    running: bool = False
    share: int = -1
    text: str = ""
    rows: tuple[RunRow, ...] = ()


@dataclass(frozen=True, slots=True)
class SeasonRow:
    """One episode of the season page. seconds: 0 until it is cut. cost: US dollars."""

    id: str
    number: int
    title: str
    seconds: float
    length: str
    words: int
    limit: int
    kind: str
    kind_label: str
    ending: str
    cost: float
    cost_label: str
    state: str
    state_label: str
    broken: bool = False
    picture: str = NO_PICTURE


@dataclass(frozen=True, slots=True)
class SeasonView:
    """The season at a glance. totals: (name, value) pairs."""

    rows: tuple[SeasonRow, ...] = ()
    totals: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A project of the batch. share: thousandths, -1 unknown. remedy: what helps, for failures."""

    path: str
    title: str
    state: str
    text: str
    share: int = -1
    out: str = ""


@dataclass(frozen=True, slots=True)
class QueueView:
    """The batch. recent: (path, title) pairs that could be added; current: the open project."""

    rows: tuple[QueueRow, ...] = ()
    running: bool = False
    current: str = ""
    recent: tuple[tuple[str, str], ...] = ()
