"""View data: what presenters hand to widgets. Plain, frozen, already worded for a person."""

from __future__ import annotations

from dataclasses import dataclass, field

NO_PICTURE = ""


@dataclass(frozen=True, slots=True)
class PremiseCard:
    """One thing understood of the premise. mark: read, inferred, default or human.

    choices: (value, label) pairs when only these are legal; empty means free text.
    """

    id: str
    icon: str
    name: str
    value: str
    detail: str
    mark: str
    choices: tuple[tuple[str, str], ...] = ()
    span: str = ""  # the words of the premise that it was read from


@dataclass(frozen=True, slots=True)
class EpisodeCard:
    """One episode on the arc board. share: thousandths made. tension: 0 to 10."""

    id: str
    number: int
    title: str
    hook: str
    ending: str
    kind: str
    kind_label: str
    words: int
    limit: int
    faults: tuple[str, ...]
    state: str
    state_label: str
    picture: str = NO_PICTURE
    tension: int = 5
    share: int = 0
    locked: bool = False
    proposal: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can speak. tint: a speaker token of the theme."""

    id: str
    name: str
    tint: str
    picture: str = NO_PICTURE


@dataclass(frozen=True, slots=True)
class ScriptLine:
    """A row of the script. kind: line or action. level: 1 to 5.

    faults: broken rules to show below; proposal: the writer's other text, "" for none.
    """

    id: str
    kind: str
    speaker: str = ""
    text: str = ""
    emotion: str = "neutral"
    level: int = 3
    direction: str = ""
    state: str = "fresh"
    faults: tuple[str, ...] = ()
    proposal: str = ""
    ending: str = ""  # label of the cliffhanger's type on the last line


@dataclass(frozen=True, slots=True)
class Check:
    """One rule of the contract. state: fresh, stale or failed."""

    state: str
    text: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class ScriptView:
    """The script of one episode. words: counted now; limit: allowed."""

    episode: str = ""
    number: int = 0
    title: str = ""
    kind: str = "question"
    kind_label: str = ""
    words: int = 0
    limit: int = 60
    length: str = ""
    locked: bool = False
    rows: tuple[ScriptLine, ...] = ()
    people: tuple[Person, ...] = ()
    emotions: tuple[tuple[str, str], ...] = ()
    kinds: tuple[tuple[str, str], ...] = ()
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class Slider:
    """A voice property in per cent of the voice's own value."""

    name: str
    label: str
    value: int
    low: int = 50
    high: int = 200


@dataclass(frozen=True, slots=True)
class Audition:
    """A line that can be heard. levels: envelope 0 to 100. file: "" until it is spoken."""

    line: str
    text: str
    emotion: str
    levels: tuple[int, ...] = ()
    file: str = ""
    length: str = ""


@dataclass(frozen=True, slots=True)
class VoiceCard:
    """A cast member with a voice."""

    id: str
    name: str
    role: str
    tint: str
    voice: str
    lines: str
    state: str
    state_label: str
    picture: str = NO_PICTURE
    source: str = ""  # whose voice it is, in words
    base: int = 0
    voices: tuple[tuple[int, str], ...] = ()
    sliders: tuple[Slider, ...] = ()
    auditions: tuple[Audition, ...] = ()
    pitch: float = 0.5  # place on the map of voices, 0 low to 1 high
    bright: float = 0.5
    cost: str = ""
    speakers: tuple[tuple[str, str], ...] = ()  # engines, "" for the series' own
    speaker: str = ""
    artists: tuple[tuple[str, str], ...] = ()
    artist: str = ""
    trouble: str = ""  # what is to be known of these engines, a line each
    standin: str = ""  # which embedded engine works in place of which, and why
    cloned: bool = False  # a recording is given


@dataclass(frozen=True, slots=True)
class ShotClip:
    """A cut on the picture track. first, frames: in frames. by_hand: the cut before it."""

    id: str
    shot: str
    number: int
    first: int
    frames: int
    state: str
    by_hand: bool = False
    rule: str = ""
    picture: str = NO_PICTURE
    share: int = 0
    decisions: tuple[str, ...] = ()
    fixed: bool = False  # its length follows from the words and cannot be dragged


@dataclass(frozen=True, slots=True)
class SpeechClip:
    """A spoken line. marks: frames (of the episode) of stressed words. levels: 0 to 100."""

    id: str
    name: str
    tint: str
    first: int
    frames: int
    text: str
    state: str
    levels: tuple[int, ...] = ()
    marks: tuple[int, ...] = ()
    picture: str = NO_PICTURE


@dataclass(frozen=True, slots=True)
class TextClip:
    """A subtitle cue, or a sound effect by name."""

    id: str
    first: int
    frames: int
    text: str
    state: str = "fresh"


@dataclass(frozen=True, slots=True)
class TimelineView:
    """An episode in frames. music: levels 0 to 100 over the whole length, empty until made."""

    episode: str = ""
    frames: int = 0
    rate: int = 30
    shots: tuple[ShotClip, ...] = ()
    speech: tuple[SpeechClip, ...] = ()
    subtitles: tuple[TextClip, ...] = ()
    sounds: tuple[TextClip, ...] = ()
    music: tuple[int, ...] = ()
    music_state: str = "waiting"
    note: str = ""  # why there is nothing to show


@dataclass(frozen=True, slots=True)
class TakeCard:
    """One take. origin: generated, human or imported. media: picture, sound, film or other."""

    id: str
    number: int
    origin: str
    label: str
    media: str
    file: str
    picture: str = NO_PICTURE
    in_use: bool = False
    pinned: bool = False
    detail: str = ""
    levels: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Property:
    """A field of the subject that can be changed. choices as in `PremiseCard`."""

    address: str
    field: str
    label: str
    value: str
    choices: tuple[tuple[str, str], ...] = ()
    note: str = ""
    reset: bool = False  # offers "back to the rule"


@dataclass(frozen=True, slots=True)
class SlotTab:
    """One slot of the subject."""

    slot: str
    label: str
    state: str


@dataclass(frozen=True, slots=True)
class InspectorView:
    """What is selected. why: (cause, detail) pairs; update: what making it again costs."""

    subject: str = ""
    title: str = ""
    place: str = ""
    state: str = "fresh"
    state_label: str = ""
    picture: str = NO_PICTURE
    tabs: tuple[SlotTab, ...] = ()
    slot: str = ""
    takes: tuple[TakeCard, ...] = ()
    why: tuple[tuple[str, str], ...] = ()
    why_title: str = ""
    update: str = ""
    properties: tuple[Property, ...] = ()
    pinned: bool = False
    locked: bool = False
    can_vary: bool = True
    can_import: bool = True
    cost: str = ""  # of the take in use: engine, time of the graphics card, price
    standin: str = ""


@dataclass(frozen=True, slots=True)
class JobRow:
    """One job. share: thousandths, -1 unknown. remedy: what helps, for failures."""

    id: str
    state: str
    text: str
    detail: str = ""
    share: int = -1
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class JobsView:
    """All that runs, waits and failed."""

    rows: tuple[JobRow, ...] = ()
    running: bool = False
    share: int = 0
    summary: str = ""
    left: str = ""
    failed: int = 0


@dataclass(frozen=True, slots=True)
class RecentProject:
    """A project that was open before."""

    path: str
    title: str
    detail: str
    picture: str = NO_PICTURE


@dataclass(frozen=True, slots=True)
class StartView:
    """The first page. machine: (state, name, detail) rows; samples: (label, premise) pairs."""

    samples: tuple[tuple[str, str], ...] = ()
    machine: tuple[tuple[str, str, str], ...] = ()
    recent: tuple[RecentProject, ...] = ()
    posters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatusView:
    """The strip at the bottom and the top bar."""

    title: str = ""
    kept: str = ""
    undo: str = ""
    redo: str = ""
    machine: str = ""
    broken: tuple[int, ...] = ()
    episodes: int = 0
    current: int = 0
    standins: str = ""  # a line each


@dataclass(frozen=True, slots=True)
class EngineRow:
    """One choice of the premise page. field: writer, speaker or artist."""

    field: str
    label: str
    value: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PremiseView:
    """The premise page. estimate: time and cost before anything starts.

    trouble: what is to be known of the chosen engines. busy: the writer is at work.
    """

    text: str = ""
    language: str = "auto"
    episodes: int = 20
    words: int = 60
    seed: int = 1
    style: str = "comic"
    cards: tuple[PremiseCard, ...] = ()
    estimate: str = ""
    fault: str = ""
    written: bool = False
    languages: tuple[tuple[str, str], ...] = field(default=())
    engines: tuple[EngineRow, ...] = ()
    trouble: str = ""
    busy: bool = False
