"""A model's plan of a season, checked and mended by the embedded planner's own.

The embedded writer always finishes a whole legal season; its outline is the skeleton: which beat
each episode plays on the tension curve, who is in it, how it ends. A model fills that with its
own beats, secrets and cliffhangers. What it leaves out or gets wrong is taken from the skeleton,
and every such mend is named. Pure; knows no model.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.series.document import CLIFF_TYPES
from engine.text.measure import sentences
from engine.writer.contract import cliff_types_needed
from engine.writer.scripting import Script
from engine.writer.story import LONG

_CLOSED = ".!?。！？…"
_CONTROL = re.compile(r"[\x00-\x1f\x7f\"\\{}\[\]|]")
_LONGEST, _LONGEST_LANDING = 200, 110


@dataclass(frozen=True, slots=True)
class EpisodePlan:
    """What one episode is to do.

    secret: what is planted, "" for nothing. reveals: number of the earlier episode whose secret
    comes out, 0 for none. people: roles. cliff: one of CLIFF_TYPES. cliffhanger: the sentence to
    land on.
    """

    number: int
    title: str
    beat: str
    secret: str
    reveals: int
    people: tuple[str, ...]
    cliff: str
    cliffhanger: str


@dataclass(frozen=True, slots=True)
class Bone:
    """What the embedded season has for one episode. place: as the script calls it."""

    number: int
    title: str
    beat: str
    people: tuple[str, ...]
    cliff: str
    cliffhanger: str
    tension: int
    place: str


def bone(number: int, script: Script, title: str, place: str) -> Bone:
    """The skeleton of an episode of the embedded season."""
    pictures = [row.text for row in script.rows if not row.speaker]
    last = script.lines[-1]
    heard = [letter for row in script.lines for letter in (row.speaker, row.to)]
    return Bone(
        number=number,
        title=title,
        beat=pictures[0] if pictures else script.lines[0].text,
        people=tuple(dict.fromkeys(LONG[letter] for letter in heard if letter in LONG)),
        cliff=script.cliff,
        cliffhanger=sentences(last.text)[-1],
        tension=script.beat.tension,
        place=place,
    )


def parse_plan(text: str, labels: Mapping[str, str], first: int = 1) -> tuple[EpisodePlan, ...]:
    """The plans in a model's answer, in order and unchecked; () for what is no list of objects.

    first: number of the first of them. labels: what the model calls a person, to the role.
    Unknown people keep the name they came with, so that the mend can say it.
    """
    try:
        found = json.loads(text)
    except ValueError:
        return ()
    rows = found if isinstance(found, list) else []
    return tuple(
        EpisodePlan(
            number=at,
            title=_text(row.get("title")),
            beat=_text(row.get("beat")),
            secret=_text(row.get("secret")),
            reveals=row["reveals"] if type(row.get("reveals")) is int else 0,
            people=_people(row.get("people"), labels),
            cliff=_text(row.get("cliff")),
            cliffhanger=_text(row.get("cliffhanger")),
        )
        for at, row in enumerate((r for r in rows if isinstance(r, dict)), first)
    )


def mend(
    plan: Sequence[EpisodePlan], skeleton: Sequence[Bone]
) -> tuple[tuple[EpisodePlan, ...], tuple[str, ...]]:
    """A legal plan with one entry an episode of the skeleton, and what was mended, in words."""
    mends: list[str] = []
    by_number: dict[int, EpisodePlan] = {}
    for entry in plan:
        if entry.number in by_number or not 1 <= entry.number <= len(skeleton):
            mends.append(f"ep{entry.number:02d}: one plan too many")
        else:
            by_number[entry.number] = entry
    kept: list[EpisodePlan] = []
    for bare in skeleton:
        entry = by_number.get(bare.number, _empty(bare.number))
        if entry == _empty(bare.number):
            mends.append(f"ep{bare.number:02d}: no plan")
        kept.append(_mended(entry, bare, mends))
    kept = _titled(kept, skeleton, mends)
    kept = _ended(kept, skeleton, mends)
    kept = _varied(kept, skeleton, mends)
    return tuple(_revealed(kept, mends)), tuple(mends)


def _mended(entry: EpisodePlan, bare: Bone, mends: list[str]) -> EpisodePlan:
    """One entry with legal people and a beat."""
    where = f"ep{bare.number:02d}"
    known = tuple(dict.fromkeys(p for p in entry.people if p in LONG.values()))
    strangers = sorted({p for p in entry.people if p not in LONG.values()})
    if strangers:
        mends.append(f"{where}: unknown people {', '.join(strangers)}")
    if len(known) < 2:
        mends.append(f"{where}: fewer than two people")
        known = tuple(dict.fromkeys((*known, *bare.people)))
    if len(known) < 2:  # somebody alone with a telephone
        known = tuple(dict.fromkeys((*known, "hero", "villain")))[:2]
    beat = _clean(entry.beat)
    if not beat:
        mends.append(f"{where}: empty beat")
    return replace(entry, people=known, beat=beat or bare.beat, secret=_clean(entry.secret))


def _titled(
    plan: Sequence[EpisodePlan], skeleton: Sequence[Bone], mends: list[str]
) -> list[EpisodePlan]:
    """Titles of their own: the house's where one is missing or taken."""
    house = Counter(bare.title.casefold() for bare in skeleton)
    taken: set[str] = set()
    kept: list[EpisodePlan] = []
    for entry, bare in zip(plan, skeleton, strict=True):
        title = _clean(entry.title)
        mark = title.casefold()
        others = house[mark] - (mark == bare.title.casefold())
        if not title or mark in taken or others:
            mends.append(f"ep{bare.number:02d}: title {title!r} is empty or taken")
            title = bare.title
        taken.add(title.casefold())
        kept.append(replace(entry, title=title))
    return kept


def _ended(
    plan: Sequence[EpisodePlan], skeleton: Sequence[Bone], mends: list[str]
) -> list[EpisodePlan]:
    """A cliffhanger of a known type each, no sentence twice in the season."""
    house = {mark_of(bare.cliffhanger): bare.number for bare in skeleton}
    taken: set[str] = set()
    kept: list[EpisodePlan] = []
    for entry, bare in zip(plan, skeleton, strict=True):
        where, sentence = f"ep{bare.number:02d}", _landing(entry.cliffhanger)
        mark, why = mark_of(sentence), ""
        if not sentence:
            why = "no sentence to land on"
        elif mark in taken or house.get(mark, bare.number) != bare.number:
            why = "the cliffhanger is another episode's"
        elif entry.cliff not in CLIFF_TYPES:
            why = f"unknown cliffhanger type {entry.cliff!r}"
        if why:
            mends.append(f"{where}: {why}")
            entry = replace(entry, cliff=bare.cliff, cliffhanger=bare.cliffhanger)
        else:
            entry = replace(entry, cliffhanger=sentence)
        taken.add(mark_of(entry.cliffhanger))
        kept.append(entry)
    return kept


def _varied(
    plan: Sequence[EpisodePlan], skeleton: Sequence[Bone], mends: list[str]
) -> list[EpisodePlan]:
    """Enough types of ending: the skeleton's where a type is used too often, at last everywhere."""
    kept, needed = list(plan), cliff_types_needed(len(plan))
    for at, bare in enumerate(skeleton):
        used = Counter(entry.cliff for entry in kept)
        if len(used) >= needed:
            return kept
        if used[kept[at].cliff] > 1 and not used[bare.cliff]:
            mends.append(f"ep{bare.number:02d}: too few types of cliffhanger")
            kept[at] = replace(kept[at], cliff=bare.cliff, cliffhanger=bare.cliffhanger)
    if len({entry.cliff for entry in kept}) >= needed:
        return kept
    mends.append("season: too few types of cliffhanger")
    return [
        replace(entry, cliff=bare.cliff, cliffhanger=bare.cliffhanger)
        for entry, bare in zip(plan, skeleton, strict=True)
    ]


def _revealed(plan: Iterable[EpisodePlan], mends: list[str]) -> list[EpisodePlan]:
    """Nothing comes out before it was planted, and nothing comes out twice."""
    open_secrets: set[int] = set()
    kept: list[EpisodePlan] = []
    for entry in plan:
        if entry.reveals and entry.reveals not in open_secrets:
            mends.append(f"ep{entry.number:02d}: nothing to reveal from episode {entry.reveals}")
            entry = replace(entry, reveals=0)
        open_secrets.discard(entry.reveals)
        if entry.secret:
            open_secrets.add(entry.number)
        kept.append(entry)
    return kept


def mark_of(text: str) -> str:
    """A sentence in the form in which the contract calls two equal."""
    return re.sub(r"\W+", "", text).casefold()


def _landing(text: str) -> str:
    """The last sentence of a planned cliffhanger; "" when it is none or does not end."""
    parts = sentences(_clean(text))
    closed = bool(parts) and parts[-1][-1] in _CLOSED and len(parts[-1]) <= _LONGEST_LANDING
    return parts[-1] if closed else ""


def _clean(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())[:_LONGEST]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _people(value: object, labels: Mapping[str, str]) -> tuple[str, ...]:
    names = value if isinstance(value, list) else []
    return tuple(labels.get(name, name) for name in names if isinstance(name, str))


def _empty(number: int) -> EpisodePlan:
    return EpisodePlan(number, "", "", "", 0, (), "", "")
