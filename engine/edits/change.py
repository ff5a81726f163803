"""An edit as a value: the new document, and patches that lead to it and back.

A patch holds whole parts (the series, the cast, one episode ...) as JSON. That is a little more
than the least, and it makes the inverse of any edit the same few lines: what was there before.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from engine.base.canon import exact
from engine.base.errors import ProjectError, UserInputError
from engine.series.document import CastMember, Document, Episode, Place, Series
from engine.series.invariants import check
from engine.series.schema import part_from_json, part_json

T = TypeVar("T")
Patch = tuple[tuple[str, str], ...]
"""(path, JSON) pairs; an empty JSON removes the part. Paths: series, cast, places, pins, wanted,
order (of the episodes), extra, and one ``episode:ID`` for each episode."""
_PATHS = ("series", "cast", "places", "order", "pins", "wanted", "extra")


@dataclass(frozen=True, slots=True)
class Change:
    """What an edit did. Law: applying `inverse` after `forward` gives the document before."""

    label: str
    document: Document
    forward: Patch
    inverse: Patch

    @property
    def touched(self) -> tuple[str, ...]:
        """Paths of the parts that changed."""
        return tuple(path for path, _ in self.forward)


def parts(document: Document) -> Iterator[tuple[str, str]]:
    """A whole document as a patch; applied to anything it gives that document."""
    yield "series", part_json(document.series)
    yield "cast", _rows(document.cast)
    yield "places", _rows(document.places)
    for episode in document.episodes:
        yield f"episode:{episode.id}", part_json(episode)
    yield "order", exact([e.id for e in document.episodes])
    yield "pins", exact([list(p) for p in document.pins])
    yield "wanted", exact([list(t) for t in document.takes_wanted])
    yield "extra", exact([list(x) for x in document.extra])


def change(label: str, before: Document, after: Document) -> Change:
    """The change from one document to another.

    Raises:
        UserInputError: when `after` breaks an invariant that `before` kept.
    """
    broken = set(check(after)) - set(check(before))
    if broken:
        raise UserInputError(
            "invariant", f"That cannot be: {min(broken)}.", "Choose another value."
        )
    return Change(label, after, diff(before, after), diff(after, before))


def diff(before: Document, after: Document) -> Patch:
    """The parts of `after` that differ from `before`. Equal objects are not even written out."""
    found: list[tuple[str, str]] = []
    if after.series is not before.series and after.series != before.series:
        found.append(("series", part_json(after.series)))
    if after.cast is not before.cast and after.cast != before.cast:
        found.append(("cast", _rows(after.cast)))
    if after.places is not before.places and after.places != before.places:
        found.append(("places", _rows(after.places)))
    old = {e.id: e for e in before.episodes}
    new = {e.id: e for e in after.episodes}
    found += [(f"episode:{id}", "") for id in old if id not in new]
    found += [
        (f"episode:{id}", part_json(episode))
        for id, episode in new.items()
        if episode is not old.get(id) and episode != old.get(id)
    ]
    if tuple(old) != tuple(new):
        found.append(("order", exact(list(new))))
    if after.pins != before.pins:
        found.append(("pins", exact([list(p) for p in after.pins])))
    if after.takes_wanted != before.takes_wanted:
        found.append(("wanted", exact([list(t) for t in after.takes_wanted])))
    if after.extra != before.extra:
        found.append(("extra", exact([list(x) for x in after.extra])))
    return tuple(found)


def apply_patch(document: Document, patch: Patch) -> Document:
    """The document with the patch's parts put in. Raises ProjectError for a damaged part."""
    try:
        return _applied(document, patch)
    except (ValueError, TypeError) as exc:
        raise ProjectError(
            "damaged", f"The project holds an unreadable part: {exc}.", "Restore a backup."
        ) from exc


def _applied(document: Document, patch: Patch) -> Document:
    given = dict(patch)
    episodes = {e.id: e for e in document.episodes}
    for path, text in patch:
        kind, _, id = path.partition(":")
        if kind == "episode":
            episodes.pop(id, None)
            if text:
                episodes[id] = part_from_json(Episode, text)
                if episodes[id].id != id:
                    raise ValueError(f"{id} calls itself {episodes[id].id}")
        elif path not in _PATHS:
            raise ValueError(f"{path!r} is no part")
    order = json.loads(given["order"]) if "order" in given else [e.id for e in document.episodes]
    if sorted(order) != sorted(episodes):
        raise ValueError("the order of the episodes does not name each of them once")
    return Document(
        series=part_from_json(Series, given["series"]) if "series" in given else document.series,
        cast=_read(CastMember, given, "cast", document.cast),
        places=_read(Place, given, "places", document.places),
        episodes=tuple(episodes[id] for id in order),
        takes_wanted=_pairs_int(given, document),
        pins=_pairs(given, "pins", document.pins),
        extra=_pairs(given, "extra", document.extra),
    )


def empty() -> Document:
    """A document to which `parts` of another can be applied."""
    return Document(Series("", "", "en"))


def with_episode(document: Document, episode: Episode) -> Document:
    """The document with one episode replaced by its new version."""
    return replace(
        document, episodes=tuple(episode if e.id == episode.id else e for e in document.episodes)
    )


def _rows(items: tuple[CastMember, ...] | tuple[Place, ...]) -> str:
    return f"[{','.join(part_json(item) for item in items)}]"


def _read(
    kind: type[T], given: Mapping[str, str], path: str, otherwise: tuple[T, ...]
) -> tuple[T, ...]:
    if path not in given:
        return otherwise
    return tuple(part_from_json(kind, json.dumps(item)) for item in json.loads(given[path]))


def _pairs(
    given: Mapping[str, str], path: str, otherwise: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, str], ...]:
    if path not in given:
        return otherwise
    return tuple((str(a), str(b)) for a, b in json.loads(given[path]))


def _pairs_int(given: Mapping[str, str], document: Document) -> tuple[tuple[str, int], ...]:
    if "wanted" not in given:
        return document.takes_wanted
    return tuple((str(a), int(b)) for a, b in json.loads(given["wanted"]))
