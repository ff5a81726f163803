"""Who stands where. Keeps the axis: in a scene two people never change sides (the 180° rule).

Places and turns come from small tables of values, so that bodies and heads once drawn are used
again in other shots.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.editor.view import ShotView, seed_of
from engine.series.document import FRAMINGS

OFFSET = {"extreme": 3, "close": 5, "bust": 7, "medium": 9, "cowboy": 9, "full": 8}
"""How far beside the middle a single person stands, per cent of the width, leaving room to look."""
TURN = {"extreme": 50, "close": 65, "bust": 75, "medium": 85, "cowboy": 85, "full": 85}
"""How far a person is turned to the partner; less in close shots, whose eyes must be seen."""
PAIR = {"medium": 24, "cowboy": 22, "full": 18}
"""Distance of two people from the middle where both fit."""
TRIO = {"cowboy": 30, "full": 27}
"""Distance of three people from each other."""
_BACK_X, _BACK_SUBJECT, _BACK_FRAMING = 46, 12, "close"


@dataclass(frozen=True, slots=True)
class Mark:
    """A person's place in a cut; `x` per cent, `yaw` -100 to 100."""

    cast: str
    framing: str
    x: int
    yaw: int
    back: bool = False


def on_left(view: ShotView, order: tuple[str, ...], person: str, other: str) -> bool:
    """Whether `person` stands to the left of `other`, decided once for the scene."""
    if not other:
        return seed_of(f"{view.timed.scene.id}:{person}") % 2 == 0
    swapped = seed_of(view.timed.scene.id) // 3 % 2 == 1
    ranks = {who: i for i, who in enumerate(order)}
    before = ranks.get(person, len(order)) < ranks.get(other, len(order))
    return before != swapped


def nearer(framing: str, steps: int) -> str:
    """A framing `steps` closer (negative: wider), within what exists."""
    index = FRAMINGS.index(framing) - steps
    return FRAMINGS[min(len(FRAMINGS) - 1, max(0, index))]


def stage(
    view: ShotView,
    order: tuple[str, ...],
    subject: str,
    framing: str,
    company: str,
) -> tuple[Mark, ...]:
    """The people of a cut, the subject first.

    company: "" as many as the framing holds, "back" the partner seen from behind, "alone".
    """
    if not subject:
        return ()
    partner = view.partner if subject == view.subject else view.subject
    left = on_left(view, order, subject, partner)
    side = -1 if left else 1
    turn = -side * TURN[framing]
    others = tuple(p for p in view.people if p != subject)
    if company == "back" and partner and framing in ("medium", "bust"):
        back = Mark(partner, _BACK_FRAMING, 50 - side * _BACK_X, side * 60, back=True)
        return Mark(subject, framing, 50 + side * _BACK_SUBJECT, turn), back
    if company == "alone" or not others or framing not in PAIR:
        return (Mark(subject, framing, 50 + side * OFFSET[framing], turn),)
    if len(others) >= 2 and framing in TRIO:
        return _trio(view, order, subject, framing, others)
    other = partner if partner in others else others[0]
    side = -1 if on_left(view, order, subject, other) else 1
    gap = PAIR[framing]
    turn = -side * 100  # to each other, as far as a head turns
    return (
        Mark(subject, framing, 50 + side * gap, turn),
        Mark(other, framing, 50 - side * gap, -turn),
    )


def _trio(
    view: ShotView, order: tuple[str, ...], subject: str, framing: str, others: tuple[str, ...]
) -> tuple[Mark, ...]:
    """Three people: places from left to right in the scene's order, all turned to the subject."""
    three = (subject, *others[:2])
    ranked = sorted(three, key=lambda p: sum(on_left(view, order, q, p) for q in three if q != p))
    places = {who: i - 1 for i, who in enumerate(ranked)}
    marks = []
    for who in three:
        towards = places[subject] - places[who]
        if who == subject:
            towards = -places[who] or (1 if view.seed % 2 else -1)
        turn = TURN[framing] if towards > 0 else -TURN[framing]
        marks.append(Mark(who, framing, 50 + places[who] * TRIO[framing], turn))
    return tuple(marks)
