"""The immutable document. An edit returns a new one that shares what did not change.

Ids are paths and never change once given: ``cast/h``, ``place/office-night``, ``ep03``,
``ep03/scene1``, ``ep03/shot4``, ``ep03/line2``. Order is the order of the tuples, not of the ids.
Times are integers (milliseconds for what is written, frames or samples for what is cut).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

EMOTIONS = (
    "neutral", "cold", "smug", "amused", "contempt", "angry", "desperate", "afraid", "shaken",
    "broken", "tender", "soft", "calm", "wary", "firm", "urgent", "whisper", "proud", "bitter",
    "grave", "joy", "pained",
)  # fmt: skip
"""Every emotion a line may carry. Stage rooms map each of them; none may be left out."""

FRAMINGS = ("extreme", "close", "bust", "medium", "cowboy", "full")
"""Shot sizes, from the eyes to the whole body."""

TIMES_OF_DAY = ("day", "dawn", "dusk", "night")
MOODS = ("neutral", "warm", "cold", "tense", "tender", "eerie")
CLIFF_TYPES = ("question", "reveal", "threat", "arrival", "decision", "discovery", "reversal")
PROPS = (
    "phone", "letter", "contract", "pendant", "ring", "hairpin", "locket", "watch", "clock", "key",
    "lock", "door", "glass", "cup", "bottle", "knife", "sword", "chain", "lamp", "bulb", "candle",
    "curtain", "window", "photograph", "book", "ledger", "box", "seal", "scroll", "flowers", "mask",
    "shoe", "hand", "blood", "medicine", "needle", "screen", "card", "headlights", "feet", "shadow",
    "tape", "recorder", "gun", "bag", "money", "map", "instrument", "file", "rope",
)  # fmt: skip
"""Things that a shot may show alone. The artist draws each of them."""

ROLES = ("hero", "villain", "power", "ally", "traitor", "keeper")

WORDS = (35, 120)
"""The fewest and the most that may be allowed as an episode's spoken words."""

T = TypeVar("T", "CastMember", "Place", "Episode")
Extra = tuple[tuple[str, str], ...]
"""Unknown fields of a newer version, as (name, JSON text): kept and written back."""


@dataclass(frozen=True, slots=True)
class Voice:
    """How a cast member sounds. `base` names one of the six house voices (0 to 5).

    pitch, pace, energy, brightness: per cent of that voice's own value, 50 to 200.
    backend: id of the engine that speaks, "" for the series' own.
    """

    base: int = 0
    pitch: int = 100
    pace: int = 100
    energy: int = 100
    brightness: int = 100
    backend: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """How a cast member is drawn: `traits` are (name, value) pairs that the artist understands.

    backend: id of the engine that draws, "" for the series' own.
    """

    seed: int = 1
    traits: tuple[tuple[str, str], ...] = ()
    backend: str = ""


@dataclass(frozen=True, slots=True)
class CastMember:
    """One of at most six speaking people."""

    id: str
    name: str
    role: str  # one of ROLES
    gender: str = "f"  # f or m
    age: str = "young"  # child, teen, young, mature, elder
    caption: str = ""  # the name card: "her father's rival"
    voice: Voice = Voice()
    look: Look = Look()
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A set as it is drawn: one location at one time of day in one mood."""

    id: str
    name: str  # as the script calls it: "the cold-storage dock"
    plate: str  # the artist's template: "warehouse"
    time_of_day: str = "day"
    mood: str = "neutral"
    seed: int = 1
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One spoken line. intensity: 0 (barely) to 100 (at the limit)."""

    id: str
    speaker: str  # id of a cast member
    text: str
    emotion: str = "neutral"
    intensity: int = 50
    direction: str = ""  # stage direction; never spoken, re-makes nothing
    voice: Voice | None = None  # override for this line only
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Caption:
    """Words burned in without being spoken. kind: name, place, note or title."""

    text: str
    kind: str = "note"


@dataclass(frozen=True, slots=True)
class Shot:
    """What the script asks to see: either the picture of one line or a silent action beat.

    line: id of the spoken line, or "" for an action beat that lasts `hold_ms`.
    in_view: cast ids, the first one is the subject.
    action: what happens, in words (picture prompt and stage direction).
    effect: what the action asks of the picture: "", power, impact, reveal, arrival, tears, chase,
        phone, door, object.
    prop: a thing of `PROPS` that is shown alone, large, instead of people; "" none.
    hold_ms: for an action beat its length; for a line the silence after the words.
    overrides: human decisions that win over the rules, in the editor's grammar ("camera=push-in").
    """

    id: str
    line: str = ""
    in_view: tuple[str, ...] = ()
    framing: str = "medium"
    action: str = ""
    effect: str = ""
    prop: str = ""
    captions: tuple[Caption, ...] = ()
    hold_ms: int = 0
    overrides: tuple[str, ...] = ()
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """Shots in one place."""

    id: str
    place: str  # id of a Place
    shots: tuple[Shot, ...] = ()
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Episode:
    """One episode. Every line is shown by exactly one shot, in the same order.

    tension: 0 to 10, drives music and cutting. cliff: one of CLIFF_TYPES.
    """

    id: str
    number: int
    title: str
    hook: str = ""
    cliff: str = "question"
    tension: int = 5
    beat: str = ""
    lines: tuple[Line, ...] = ()
    scenes: tuple[Scene, ...] = ()
    locked: bool = False
    extra: Extra = ()

    @property
    def shots(self) -> tuple[Shot, ...]:
        """All shots in order."""
        return tuple(shot for scene in self.scenes for shot in scene.shots)


@dataclass(frozen=True, slots=True)
class Series:
    """What is true of the whole season.

    profile: ids of delivery profiles, separated by commas. producer, producer_code, licence, tier:
    who answers for the season, and under which registration; labels_off: labels that the lead
    switched off, separated by commas (see `engine.delivery.labels`).
    watermark: id of an installed watermark (see `engine.film.watermark`), or "none".
    encoder: "x264", or "hardware" where this machine has an encoder of its own.
    writer, speaker, artist: ids of the engines that write, speak and draw (see `engine.models`).
    """

    title: str
    premise: str
    language: str  # BCP-47: en, zh-CN
    logline: str = ""
    episodes: int = 20
    words: int = 60
    seed: int = 1
    quality: str = "final"  # final or draft
    profile: str = "universal"
    producer: str = "Cliffhanger Studio"
    style: str = "comic"
    dossier: str = ""  # canonical JSON of the corrected reading of the premise
    writer: str = "planner"
    speaker: str = "espeak"
    artist: str = "comic"
    encoder: str = "x264"
    watermark: str = "none"
    producer_code: str = ""
    licence: str = ""
    tier: str = ""
    labels_off: str = ""
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Document:
    """Everything the lead can change, except which take is used (see `takes`).

    takes_wanted: (slot, take number) pairs; absent means 0. A higher number asks for another take.
    pins: (slot, take id) pairs.
    """

    series: Series
    cast: tuple[CastMember, ...] = ()
    places: tuple[Place, ...] = ()
    episodes: tuple[Episode, ...] = ()
    takes_wanted: tuple[tuple[str, int], ...] = ()
    pins: tuple[tuple[str, str], ...] = ()
    extra: Extra = field(default=())

    def member(self, id: str) -> CastMember:
        """The cast member called `id`; raises KeyError."""
        return _one(self.cast, id)

    def place(self, id: str) -> Place:
        """The place called `id`; raises KeyError."""
        return _one(self.places, id)

    def episode(self, id: str) -> Episode:
        """The episode called `id`; raises KeyError."""
        return _one(self.episodes, id)


def _one(items: tuple[T, ...], id: str) -> T:
    for item in items:
        if item.id == id:
            return item
    raise KeyError(id)
