"""What people do with their bodies, read from the script's own words; no drawing, no timing.

The words stand in `resources/rules/gestures.toml`. A gesture belongs to whose name stands before it
in its sentence, else to the subject; one that touches somebody belongs to two people. Scenes also
have *stations*: who sits, kneels or lies for the whole of it, by place, rank and what is said.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TypedDict

from engine.editor.eras import OLD
from engine.series.document import CastMember, Place, Scene

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|(?<=[。！？；])")
_CLAUSE = re.compile(r"[,:;，：；、]")
_RANK = ("power", "villain", "traitor", "keeper", "ally", "hero")
_WEAK, _STRONG = ("hero", "ally", "keeper"), ("power", "villain")


@dataclass(frozen=True, slots=True)
class Gesture:
    """pose: one of the artist's, "" none; who does it, whom it touches ("" nobody); size: the
    widest framing from which on it is seen; holds: a thing in `who`'s hand, "" none.
    """

    pose: str = ""
    who: str = ""
    whom: str = ""
    size: str = ""
    holds: str = ""


NONE = Gesture()
Stations = tuple[tuple[str, str], ...]
"""Who does not stand in a scene, and how: (cast, legs), legs as the artist knows them."""


class _Seats(TypedDict):
    legs: str
    who: str
    share: int
    plates: list[str]


class _Pose(TypedDict):
    pose: str
    size: str
    words: str


class _Tables(TypedDict):
    gesture: list[_Pose]
    touch: list[_Pose]
    thing: dict[str, str]
    hold: dict[str, str]
    station: list[_Seats]
    shown: list[str]
    seat: dict[str, list[str]]


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    file = resources.files("resources").joinpath("rules", "gestures.toml")
    tables = tomllib.loads(file.read_text("utf-8"))
    return _Tables(
        gesture=tables["gesture"], touch=tables["touch"], thing=tables["thing"],
        hold=tables["hold"], station=tables["station"], shown=tables["shown"]["things"],
        seat=tables["seat"],
    )  # fmt: skip


@lru_cache(maxsize=512)
def _word(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def shown(prop: str) -> bool:
    """Whether a thing that was just seen alone is then in the hand of whom one sees next."""
    return prop in _tables()["shown"]


def seat(plate: str) -> str:
    """What one sits on in a place, "" for the chair that every artist knows."""
    found = plate.removesuffix(OLD)
    return next((kind for kind, plates in _tables()["seat"].items() if found in plates), "")


def read(text: str, people: tuple[str, ...], partner: str, names: Mapping[str, str]) -> Gesture:
    """The gesture of an action, the first that a sentence names; `NONE` for none.

    people: who is in view, the subject first. partner: whom the subject faces, "" for nobody.
    names: of the cast, by id.
    """
    if not text or not people:
        return NONE
    for sentence in _SENTENCE.split(text):
        found = _touch(sentence, people, partner, names) or _alone(sentence, people, names)
        if found:
            return found
    return NONE


def _touch(
    sentence: str, people: tuple[str, ...], partner: str, names: Mapping[str, str]
) -> Gesture | None:
    """Two hands meet a body: who does it is named before, or is in view."""
    for row in _tables()["touch"]:
        hit = _word(row["words"]).search(sentence)
        if hit is None or _denied(sentence[: hit.start()]):
            continue
        who = _doer(sentence[: hit.start()], names) or people[0]
        others = [p for p in people if p != who] or ([partner] if partner != who else [])
        if len(others) != 1 or not others[0] or who not in (*people, partner):
            return None  # hands of two among three would be hidden
        return Gesture(row["pose"], who, others[0], row["size"], _thing(sentence))
    return None


def _alone(sentence: str, people: tuple[str, ...], names: Mapping[str, str]) -> Gesture | None:
    for row in _tables()["gesture"]:
        hit = _word(row["words"]).search(sentence)
        if hit is None or _denied(sentence[: hit.start()]):
            continue
        who = _doer(sentence[: hit.start()], names) or people[0]
        if who in people:
            return Gesture(row["pose"], who, "", row["size"], _held(sentence))
    thing = _held(sentence)
    verb = _word(_tables()["hold"]["words"]).search(sentence)
    who = (_doer(sentence[: verb.start()], names) if verb else "") or people[0]
    return Gesture("", who, "", "bust", thing) if thing and who in people else None


def _denied(before: str) -> bool:
    """Whether what follows is said not to happen."""
    return _word(_tables()["hold"]["denied"]).search(before) is not None


def _thing(sentence: str) -> str:
    """The thing that a sentence names, "" none."""
    return next((k for k, w in _tables()["thing"].items() if _word(w).search(sentence)), "")


def _held(sentence: str) -> str:
    """The thing that somebody has in the hand by this sentence."""
    hold = _tables()["hold"]
    if not _word(hold["words"]).search(sentence) or _word(hold["but"]).search(sentence):
        return ""
    return _thing(sentence)


def _doer(before: str, names: Mapping[str, str]) -> str:
    """Of whom the words before a gesture speak: who is named first in its own clause, else last in
    the sentence; "" nobody of the cast."""
    clause = _CLAUSE.split(before)[-1]
    own = [(at, who) for who, name in names.items() if (at := _mention(name, clause)) >= 0]
    if own:
        return min(own)[1]
    found = [(at, who) for who, name in names.items() if (at := _mention(name, before)) >= 0]
    return max(found)[1] if found else ""


def _mention(name: str, text: str) -> int:
    """Where a name, or a word of it, stands last in a text; -1 for nowhere."""
    words = [name, *(word for word in name.split() if len(word) > 2)]
    return max(text.rfind(word) for word in words)


def stations(scene: Scene, place: Place, cast: Mapping[str, CastMember], seed: int) -> Stations:
    """Who sits, kneels or lies in a scene; nobody who moves about in it. seed: the scene's own."""
    present = tuple(
        dict.fromkeys(p for s in scene.shots for p in s.in_view if p in cast and not s.prop)
    )
    texts = [s.action for s in scene.shots if s.action and not s.prop]
    free = [p for p in present if not _moves(texts, cast[p].name)]
    ranked = sorted(free, key=lambda p: (_rank(cast[p].role), present.index(p)))
    plate = place.plate.removesuffix(OLD)
    for i, row in enumerate(_tables()["station"]):
        if plate in row["plates"] and seed // (7 + 4 * i) % 100 < row["share"]:
            chosen = _seated(row["who"], ranked, present, cast)
            if chosen:
                return tuple((who, row["legs"]) for who in chosen)
    return ()


def _seated(
    rule: str, ranked: list[str], present: tuple[str, ...], cast: Mapping[str, CastMember]
) -> list[str]:
    """Those whom a row of the table means."""
    match rule:
        case "all":
            return ranked if len(ranked) == len(present) else []
        case "strong":
            return ranked[:1] if len(present) > 1 else []
        case "weak":
            facing = any(cast[p].role in _STRONG for p in present)
            weak = [p for p in ranked if cast[p].role in _WEAK]
            return weak[-1:] if facing and weak else []
        case "alone":
            return ranked if len(present) == 1 else []
        case _:
            return ranked[-1:]


def _rank(role: str) -> int:
    return _RANK.index(role) if role in _RANK else len(_RANK)


def _moves(texts: list[str], name: str) -> bool:
    """Whether somebody walks, comes or stands up in the words of a scene."""
    moving = _word(_tables()["hold"]["moving"])
    for text in texts:
        for sentence in _SENTENCE.split(text):
            if _mention(name, sentence) >= 0 and moving.search(sentence):
                return True
    return False
