"""Edits that only a stage room can judge: refused when they are made, not when rendered."""

from __future__ import annotations

from collections.abc import Mapping

from engine.base.errors import UserInputError
from engine.delivery.labels import LAWS
from engine.delivery.profiles import chosen
from engine.editor.grammar import Place, parse_action
from engine.models.types import ROLES, EngineSpec
from engine.series.document import Document, Series
from engine.work.backends import used_engines


def refuse_bad(before: Document, after: Document, engines: Mapping[str, EngineSpec]) -> None:
    """Check what changed: looks and plates against what the artist can draw, overrides against the
    rules' grammar, engines against those there are (`engines`, by id).

    Raises:
        UserInputError: naming what would be legal.
    """
    _engines(before, after, engines)
    _delivery(before.series, after.series)
    known = {m.id: m for m in before.cast}
    for member in after.cast:
        old = known.get(member.id)
        if old is None or old.look != member.look:
            # the drawing library is slow to load: only an edit of a look or a plate asks for it
            from engine.artist.comic.design import design

            design(member.look, member.gender, member.age)
    plates = {p.id: p.plate for p in before.places}
    for place in after.places:
        if plates.get(place.id) != place.plate:
            _plate(place.plate)
    same = {id(e) for e in before.episodes}
    for episode in after.episodes:
        if id(episode) not in same:
            for shot in episode.shots:
                _overrides(shot.id, shot.overrides)


def check_engine(engines: Mapping[str, EngineSpec], role: str, id: str) -> None:
    """Raises UserInputError unless the role has such an engine; it need not be installed."""
    if id not in engines or engines[id].role != role:
        known = ", ".join(sorted(e.id for e in engines.values() if e.role == role))
        raise UserInputError(
            "no-engine", f"There is no {role} {id!r}.", f"Engines of that role: {known}."
        )


def _engines(before: Document, after: Document, engines: Mapping[str, EngineSpec]) -> None:
    old, new = before.series, after.series
    for role in ROLES:
        id = getattr(new, role)
        if id != getattr(old, role):
            check_engine(engines, role, id)
    for role, id in set(used_engines(after)) - set(used_engines(before)):
        check_engine(engines, role, id)


def _delivery(before: Series, after: Series) -> None:
    if after.profile != before.profile:
        chosen(after.profile)
    if after.labels_off != before.labels_off:
        for name in filter(None, (part.strip() for part in after.labels_off.split(","))):
            if name not in LAWS:
                raise UserInputError(
                    "no-label", f"There is no label {name!r}.", f"Labels: {', '.join(LAWS)}."
                )


def _plate(name: str) -> None:
    from engine.artist.comic.plates import PLATES

    if name not in PLATES:
        raise UserInputError(
            "no-plate", f"There is no plate {name!r}.", f"Plates: {', '.join(sorted(PLATES))}."
        )


def _overrides(shot: str, overrides: tuple[str, ...]) -> None:
    for text in overrides:
        parse_action(text, Place(name=f"{shot}, override"))
