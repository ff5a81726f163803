"""What must hold in every document. Pure; used after every kind of edit and by `verify`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from engine.series.document import (
    CLIFF_TYPES,
    EMOTIONS,
    FRAMINGS,
    MOODS,
    PROPS,
    ROLES,
    TIMES_OF_DAY,
    Document,
    Episode,
)

MAX_CAST = 6
_ID = {
    "cast": re.compile(r"cast/[a-z0-9-]+"),
    "place": re.compile(r"place/[a-z0-9-]+"),
    "episode": re.compile(r"ep\d{2,3}"),
}


def check(document: Document) -> tuple[str, ...]:
    """Every broken invariant in words; empty when the document is sound."""
    return tuple(_problems(document))


def dangling(document: Document) -> tuple[str, ...]:
    """The people and places that are named and are not there: nothing can be planned with them."""
    people = {m.id for m in document.cast}
    places = {p.id for p in document.places}
    return tuple(p for e in document.episodes for p in _references(e, people, places))


def _problems(document: Document) -> Iterator[str]:
    if len(document.cast) > MAX_CAST:
        yield f"the cast has {len(document.cast)} members, at most {MAX_CAST} may speak"
    yield from _ids("cast", (m.id for m in document.cast))
    yield from _ids("place", (p.id for p in document.places))
    yield from _ids("episode", (e.id for e in document.episodes))
    for member in document.cast:
        if member.role not in ROLES:
            yield f"{member.id} has the unknown role {member.role!r}"
    for place in document.places:
        if place.time_of_day not in TIMES_OF_DAY or place.mood not in MOODS:
            yield f"{place.id} has an unknown time of day or mood"
    people = {m.id for m in document.cast}
    places = {p.id for p in document.places}
    for episode in document.episodes:
        yield from _episode(episode, people, places)


def _ids(kind: str, ids: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for id in ids:
        if not _ID[kind].fullmatch(id):
            yield f"{id!r} is not an id of a {kind}"
        if id in seen:
            yield f"{id} occurs twice"
        seen.add(id)


def _episode(episode: Episode, people: set[str], places: set[str]) -> Iterator[str]:
    lines = [line.id for line in episode.lines]
    shots = episode.shots
    inner = [*lines, *(s.id for s in shots), *(s.id for s in episode.scenes)]
    if len(set(inner)) != len(inner):
        yield f"{episode.id}: an id occurs twice"
    if any(not id.startswith(f"{episode.id}/") for id in inner):
        yield f"{episode.id}: an id belongs to another episode"
    if [s.line for s in shots if s.line] != lines:
        yield f"{episode.id}: the lines are not shown once each, in order"
    if episode.cliff not in CLIFF_TYPES:
        yield f"{episode.id}: unknown cliffhanger type {episode.cliff!r}"
    yield from _references(episode, people, places)
    yield from _lines(episode)
    yield from _shots(episode)


def _references(episode: Episode, people: set[str], places: set[str]) -> Iterator[str]:
    for line in episode.lines:
        if line.speaker not in people:
            yield f"{line.id}: {line.speaker} is not in the cast"
    for scene in episode.scenes:
        if scene.place not in places:
            yield f"{scene.id}: {scene.place} is not a place"
    for shot in episode.shots:
        if not set(shot.in_view) <= people:
            yield f"{shot.id}: shows somebody who is not in the cast"


def _lines(episode: Episode) -> Iterator[str]:
    for line in episode.lines:
        if line.emotion not in EMOTIONS or not 0 <= line.intensity <= 100:
            yield f"{line.id}: unknown emotion or intensity"
        if not line.text.strip():
            yield f"{line.id}: has no words"


def _shots(episode: Episode) -> Iterator[str]:
    for scene in episode.scenes:
        if not scene.shots:
            yield f"{scene.id}: has no shots"
    for shot in episode.shots:
        if shot.framing not in FRAMINGS or shot.hold_ms < 0:
            yield f"{shot.id}: unknown framing or negative hold"
        if shot.prop and shot.prop not in PROPS:
            yield f"{shot.id}: shows the unknown thing {shot.prop!r}"
        if not shot.line and shot.hold_ms < 1:
            yield f"{shot.id}: an action beat without length"
