"""Edits that only a stage room can judge: refused when they are made, not when rendered."""

from __future__ import annotations

from engine.base.errors import UserInputError
from engine.editor.grammar import Place, parse_action
from engine.series.document import Document


def refuse_bad(before: Document, after: Document) -> None:
    """Check what changed: looks and plates against what the artist can draw, overrides against the
    rules' grammar.

    Raises:
        UserInputError: naming what would be legal.
    """
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


def _plate(name: str) -> None:
    from engine.artist.comic.plates import PLATES

    if name not in PLATES:
        raise UserInputError(
            "no-plate", f"There is no plate {name!r}.", f"Plates: {', '.join(sorted(PLATES))}."
        )


def _overrides(shot: str, overrides: tuple[str, ...]) -> None:
    for text in overrides:
        parse_action(text, Place(name=f"{shot}, override"))
