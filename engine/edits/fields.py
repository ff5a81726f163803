"""Setting a field of any entity from typed text."""

from __future__ import annotations

from dataclasses import replace

from engine.base.errors import UserInputError
from engine.edits.change import Change, change, with_episode
from engine.series.address import Entity, find, normal, value_of
from engine.series.document import (
    CastMember,
    Document,
    Episode,
    Line,
    Place,
    Scene,
    Series,
    Shot,
)


def set_field(document: Document, address: str, field: str, value: str) -> Change:
    """Set one field. Raises UserInputError with what would be legal."""
    return set_fields(document, address, ((field, value),))


def set_fields(document: Document, address: str, values: tuple[tuple[str, str], ...]) -> Change:
    """Set several fields of one entity as one change."""
    entity = find(document, address)
    owner = normal(address).partition("/")[0]
    unlocking = [value for field, value in values if field == "locked"]
    locked = next((e for e in document.episodes if e.id == owner and e.locked), None)
    if locked is not None and not unlocking:
        raise UserInputError(
            "locked", f"{locked.id} is locked.", f"Unlock it first: edit {locked.id} locked=no."
        )
    new = entity
    for field, value in values:
        new = value_of(document, new, field, value)
    names = ", ".join(field for field, _ in values)
    return change(f"{normal(address)} {names}", document, put(document, new))


def put(document: Document, new: Entity) -> Document:
    """The document with one entity replaced by its new version (found by its id)."""
    match new:
        case Series():
            return replace(document, series=new)
        case CastMember():
            return replace(
                document, cast=tuple(new if m.id == new.id else m for m in document.cast)
            )
        case Place():
            return replace(
                document, places=tuple(new if p.id == new.id else p for p in document.places)
            )
        case Episode():
            return with_episode(document, new)
        case Line() | Scene() | Shot():
            episode = document.episode(new.id.partition("/")[0])
            return with_episode(document, _put_inside(episode, new))


def _put_inside(episode: Episode, new: Line | Scene | Shot) -> Episode:
    match new:
        case Line():
            return replace(
                episode, lines=tuple(new if n.id == new.id else n for n in episode.lines)
            )
        case Scene():
            return replace(
                episode, scenes=tuple(new if s.id == new.id else s for s in episode.scenes)
            )
        case Shot():
            scenes = tuple(
                replace(scene, shots=tuple(new if s.id == new.id else s for s in scene.shots))
                for scene in episode.scenes
            )
            return replace(episode, scenes=scenes)
