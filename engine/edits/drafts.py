"""Accepting what the writer proposes: a three-way merge in which a human's work wins."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from engine.edits.change import Change, change
from engine.series.document import CastMember, Document, Episode, Place
from engine.writer.types import SeasonDraft

E = TypeVar("E", CastMember, Place, Episode)


@dataclass(frozen=True, slots=True)
class Accepted:
    """The change, and the ids where the lead's version was kept against a new proposal."""

    change: Change
    conflicts: tuple[str, ...]


def accept_draft(document: Document, draft: SeasonDraft, base: SeasonDraft | None) -> Accepted:
    """Merge a proposal. base: the draft accepted last, None for the first one.

    An entity that differs from `base` was touched by a human: it stays, and is listed as a conflict
    when the new draft changes it too. Locked episodes stay in any case.
    """
    conflicts: list[str] = []
    cast = _merge(document.cast, draft.cast, base.cast if base else (), conflicts)
    places = _merge(document.places, draft.places, base.places if base else (), conflicts)
    episodes = _merge(
        document.episodes, draft.episodes, base.episodes if base else (), conflicts,
        keep=lambda episode: episode.locked,
    )  # fmt: skip
    series = draft.series
    if base is not None and document.series != base.series:
        series = document.series
        if draft.series != base.series:
            conflicts.append("series")
    after = replace(document, series=series, cast=cast, places=places, episodes=episodes)
    after = _with_what_is_used(after, document)
    return Accepted(change("accept the draft", document, after), tuple(conflicts))


def _merge(
    mine: Iterable[E],
    theirs: Iterable[E],
    base: Iterable[E],
    conflicts: list[str],
    keep: Callable[[E], bool] = lambda _: False,
) -> tuple[E, ...]:
    here = {e.id: e for e in mine}
    before = {e.id: e for e in base}
    merged: dict[str, E] = {}
    for new in theirs:
        old = here.get(new.id)
        touched = old is not None and (keep(old) or (bool(before) and old != before.get(new.id)))
        if old is not None and touched:
            merged[new.id] = old
            if new not in (old, before.get(new.id)):
                conflicts.append(new.id)
        else:
            merged[new.id] = new
    for id, old in here.items():
        if id not in merged and (keep(old) or (before and old != before.get(id))):
            merged[id] = old
    return tuple(merged.values())


def _with_what_is_used(after: Document, before: Document) -> Document:
    """Put back people and places that kept episodes still need."""
    places = {s.place for e in after.episodes for s in e.scenes}
    people = {n.speaker for e in after.episodes for n in e.lines}
    people |= {id for e in after.episodes for s in e.shots for id in s.in_view}
    known = {p.id for p in after.places} | {m.id for m in after.cast}
    return replace(
        after,
        places=(*after.places, *(p for p in before.places if p.id in places - known)),
        cast=(*after.cast, *(m for m in before.cast if m.id in people - known)),
    )
