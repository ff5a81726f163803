"""Edits that only a stage room can judge: refused when they are made, not when rendered."""

from __future__ import annotations

from engine.editor.grammar import Place, parse_action
from engine.series.document import Document


def refuse_bad(before: Document, after: Document) -> None:
    """Check what changed: looks against the artist's traits, overrides against the rules' grammar.

    Raises:
        UserInputError: naming what would be legal.
    """
    known = {m.id: m for m in before.cast}
    for member in after.cast:
        old = known.get(member.id)
        if old is None or old.look != member.look:
            # the drawing library is slow to load, so only an edit of a look asks for it
            from engine.artist.comic.design import design

            design(member.look, member.gender, member.age)
    same = {id(e) for e in before.episodes}
    for episode in after.episodes:
        if id(episode) not in same:
            for shot in episode.shots:
                _overrides(shot.id, shot.overrides)


def _overrides(shot: str, overrides: tuple[str, ...]) -> None:
    for text in overrides:
        parse_action(text, Place(name=f"{shot}, override"))
