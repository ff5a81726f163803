"""How a person names a thing to change: ``ep03/line2``, ``cast/hero``, ``series``, and its fields.

Turns typed text into a value of the right type, or says which values there are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar, cast

from engine.base.canon import nfc
from engine.base.errors import UserInputError
from engine.series.document import (
    CLIFF_TYPES,
    EMOTIONS,
    FRAMINGS,
    MOODS,
    PROPS,
    ROLES,
    TIMES_OF_DAY,
    WORDS,
    Caption,
    CastMember,
    Document,
    Episode,
    Line,
    Look,
    Place,
    Scene,
    Series,
    Shot,
    Voice,
)

T = TypeVar("T")
Entity = Series | CastMember | Place | Episode | Scene | Shot | Line
Reader = Callable[[Document, str], object]
AGES = ("child", "teen", "young", "mature", "elder")
EFFECTS = (
    "", "power", "impact", "reveal", "arrival", "tears", "chase", "phone", "door", "object",
)  # fmt: skip
_ENGINE = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that can be edited. legal: what may be typed, for the message."""

    read: Reader
    legal: str


def find(document: Document, address: str) -> Entity:
    """The entity at an address. Raises UserInputError that lists what is there."""
    address = normal(address)
    if address == "series":
        return document.series
    head = address.partition("/")[0]
    pool: Mapping[str, Entity]
    if head in ("cast", "place"):
        pool = {e.id: e for e in (document.cast if head == "cast" else document.places)}
    else:
        episode = next((e for e in document.episodes if e.id == head), None)
        pool = _inside(episode) if episode else {e.id: e for e in document.episodes}
    if address in pool:
        return pool[address]
    shown = ", ".join(list(pool)[:12]) + (" ..." if len(pool) > 12 else "")
    raise UserInputError("no-entity", f"There is no {address!r}.", f"Known: series, {shown}.")


def normal(address: str) -> str:
    """The address as ids are written: ``ep3/line2`` is ``ep03/line2``."""
    text = address.strip().strip("/")
    hit = re.fullmatch(r"[eE][pP](\d{1,3})(/.*)?", text)
    return f"ep{int(hit[1]):02d}{hit[2] or ''}" if hit else text


def _inside(episode: Episode) -> Mapping[str, Entity]:
    every: list[Entity] = [episode, *episode.lines, *episode.scenes, *episode.shots]
    return {e.id: e for e in every if not isinstance(e, Series)}


def typed(name: str, text: str) -> str:
    """What a person typed as it enters the document: NFC. Raises UserInputError for no text."""
    if _CONTROL.search(text):
        raise UserInputError("control", f"{name} holds control characters.", "Remove them.")
    return nfc(text)


def value_of(document: Document, entity: Entity, field: str, text: str) -> Entity:
    """`entity` with one field set from typed text. Raises UserInputError with the legal values."""
    text = typed(field, text)
    if field.startswith("look.") and isinstance(entity, CastMember):
        return replace(entity, look=_look(entity.look, field.removeprefix("look."), text))
    if field.startswith("voice.") and isinstance(entity, CastMember):
        return replace(entity, voice=_voice(entity.voice, field, text))
    if field.startswith("voice.") and isinstance(entity, Line):
        base = entity.voice or document.member(entity.speaker).voice
        return replace(entity, voice=_voice(base, field, text))
    known = FIELDS[type(entity)]
    if field not in known:
        names = ", ".join(sorted(known))
        raise UserInputError("no-field", f"There is no field {field!r} here.", f"Fields: {names}.")
    return _with(entity, field, _read(document, known[field], field, text))


def _with(entity: T, field: str, value: object) -> T:
    changed: dict[str, Any] = {field: value}
    return cast("T", replace(cast("Any", entity), **changed))


def _read(document: Document, field: Field, name: str, text: str) -> object:
    try:
        return field.read(document, text)
    except (ValueError, KeyError):
        raise UserInputError(
            "bad-value", f"{text!r} is not a value for {name}.", f"Use {field.legal}."
        ) from None


def _voice(voice: Voice, field: str, text: str) -> Voice:
    name = field.removeprefix("voice.")
    if name == "backend":
        return replace(voice, backend=_engine(field, text))
    if name not in VOICE_FIELDS:
        names = ", ".join(f"voice.{n}" for n in (*VOICE_FIELDS, "backend"))
        raise UserInputError("no-field", f"There is no field {field!r}.", f"Fields: {names}.")
    low, high = VOICE_FIELDS[name]
    number = _number(low, high)
    spec = Field(number, f"a number from {low} to {high}")
    value = _read(_EMPTY, spec, field, text)
    return _with(voice, name, value)


def _look(look: Look, trait: str, text: str) -> Look:
    if trait == "seed":
        return _with(look, "seed", _read(_EMPTY, _integer(0, 2**31), "look.seed", text))
    if trait == "backend":
        return replace(look, backend=_engine("look.backend", text))
    _read(_EMPTY, _words(), f"look.{trait}", text)
    traits = dict(look.traits)
    if text.strip():
        traits[trait] = text.strip()
    else:
        traits.pop(trait, None)
    return replace(look, traits=tuple(sorted(traits.items())))


def _engine(field: str, text: str) -> str:
    """Id of an engine, "" for the series' own. Whether there is one is judged where it is used."""
    return str(_read(_EMPTY, Field(_id, "the id of an engine"), field, text)) if text else ""


def _id(_: Document, text: str) -> str:
    if not _ENGINE.fullmatch(text.strip()):
        raise ValueError
    return text.strip()


def _number(low: int, high: int) -> Callable[[Document, str], int]:
    def read(_: Document, text: str) -> int:
        value = int(text)
        if not low <= value <= high:
            raise ValueError
        return value

    return read


def _integer(low: int, high: int) -> Field:
    return Field(_number(low, high), f"a number from {low} to {high}")


def _choice(values: tuple[str, ...]) -> Field:
    def read(_: Document, text: str) -> str:
        return values[values.index(text.strip())]

    return Field(read, ", ".join(v or '""' for v in values))


def _words(empty: bool = True) -> Field:
    def read(_: Document, text: str) -> str:
        if not empty and not text.strip():
            raise ValueError
        return text.strip()

    return Field(read, "some text")


def _member(document: Document, text: str) -> str:
    wanted = text.strip()
    for member in document.cast:
        if wanted in (member.id, member.name, member.id.removeprefix("cast/")):
            return member.id
    raise KeyError(wanted)


def _members(document: Document, text: str) -> tuple[str, ...]:
    return tuple(_member(document, part) for part in text.split(",") if part.strip())


def _place(document: Document, text: str) -> str:
    wanted = text.strip()
    return document.place(wanted if wanted.startswith("place/") else f"place/{wanted}").id


def _captions(_: Document, text: str) -> tuple[Caption, ...]:
    found = []
    for part in filter(None, (p.strip() for p in text.split(";"))):
        kind, colon, words = part.partition(":")
        known = colon and kind.strip() in ("name", "place", "note", "title")
        found.append(Caption(words.strip(), kind.strip()) if known else Caption(part))
    return tuple(found)


def _yes(_: Document, text: str) -> bool:
    return {"yes": True, "true": True, "no": False, "false": False}[text.strip().lower()]


def _list(_: Document, text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


VOICE_FIELDS = {
    "base": (0, 5), "pitch": (50, 200), "pace": (50, 200), "energy": (50, 200),
    "brightness": (50, 200),
}  # fmt: skip
_EMPTY = Document(Series("", "", "en"))
_PEOPLE = "names or ids of cast members, separated by commas"
FIELDS: Mapping[type, Mapping[str, Field]] = {
    Series: {
        "title": _words(False), "logline": _words(), "producer": _words(False),
        "words": _integer(*WORDS), "seed": _integer(0, 2**31),
        "quality": _choice(("final", "draft")), "profile": _words(False),
        "encoder": _choice(("x264", "hardware")), "watermark": _words(False),
        "producer_code": _words(), "licence": _words(), "tier": _words(), "labels_off": _words(),
        "style": _words(False),
        **{role: Field(_id, "the id of an engine") for role in ("writer", "speaker", "artist")},
    },
    CastMember: {
        "name": _words(False), "caption": _words(), "gender": _choice(("f", "m")),
        "age": _choice(AGES), "role": _choice(ROLES),
    },
    Place: {
        "name": _words(False), "plate": _words(False), "time_of_day": _choice(TIMES_OF_DAY),
        "mood": _choice(MOODS), "seed": _integer(0, 2**31),
    },
    Episode: {
        "title": _words(False), "hook": _words(), "cliff": _choice(CLIFF_TYPES),
        "tension": _integer(0, 10), "locked": Field(_yes, "yes or no"),
    },
    Scene: {"place": Field(_place, "the id of a place")},
    Shot: {
        "framing": _choice(FRAMINGS), "in_view": Field(_members, _PEOPLE), "action": _words(),
        "effect": _choice(EFFECTS), "prop": _choice(("", *PROPS)),
        "hold_ms": _integer(0, 10_000),
        "captions": Field(_captions, "kind: words; kind: words"),
        "overrides": Field(_list, "actions separated by commas"),
    },
    Line: {
        "text": _words(False), "speaker": Field(_member, "the name or id of a cast member"),
        "emotion": _choice(EMOTIONS), "intensity": _integer(0, 100), "direction": _words(),
    },
}  # fmt: skip
