"""How the people of a cut hold themselves: pose, legs, what is in a hand, who touches whom.

A human's or a rule's pose wins; then what the script says (`gestures`); then the emotion's own.
Who sits or kneels does so for the whole scene. Where two touch, their places come from here,
because arms reach only so far.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.editor.acting import pose
from engine.editor.eras import OLD
from engine.editor.gestures import seat
from engine.editor.parts import Part
from engine.editor.rules import Fired
from engine.editor.staging import Mark
from engine.editor.types import FaceKey
from engine.editor.view import ShotView, seed_of

_HANDLESS = ("extreme", "close")  # framings that show no arms: one drawing serves every pose
_GAP = {"embrace": {"medium": 9, "cowboy": 10, "full": 8}, "grab": {"cowboy": 24, "full": 18}}
"""How far from the middle each of two people stands who touch, per cent of the width."""
_TURNED = {"embrace": 60}
"""Cheek to cheek both faces are seen only when they are less than in profile."""
_ARMS_LENGTH = {"medium": 22, "cowboy": 25, "full": 19}
_ANSWERS = {"pull": "pulled", "embrace": "embraced", "slap": "slapped", "give": "take"}
_HURT = {"slap": "pained", "grab": "afraid"}
_LONE = {"comfort": "reach", "grab": "fists", "pull": "reach", "embrace": "open", "slap": "strike",
         "give": "reach"}  # fmt: skip
"""What the one who touches does in a picture that shows only him."""
_WHOLE = ("kneel", "plead", "sit", "preside", "bed", "fallen", "salute", "bow", "leave", "lounge",
          "table")  # fmt: skip
"""Poses of the whole body: what a scene has its people sit on does not change them."""
_SEATED = ("sit", "preside")
_GREAT = ("bow", "leave", "fallen")
"""Poses of which half a picture would tell nothing."""
_QUIET = {"sit": "sit", "bed": "bed", "kneel": "kneel", "floor": "fallen"}
"""The arms of who does not stand and has nothing to say with them."""
_PLAIN = ("stand", "pocket", "hip", "behind", "brace", "table")


@dataclass(frozen=True, slots=True)
class Stance:
    """A body in a cut, as `editor.types.Figure` has it."""

    pose: str
    legs: str = ""
    holds: str = ""
    touches: str = ""


def touching(view: ShotView, part: Part, marks: Sequence[Mark]) -> bool:
    """Whether this picture shows both of the two who touch."""
    gesture, look = view.gesture, part.look
    both = {gesture.who, gesture.whom}
    return bool(
        gesture.whom
        and len(marks) == 2
        and not look.split
        and not look.travel
        and {m.cast for m in marks} == both
        and not any(m.back for m in marks)
        and marks[0].framing in _ARMS_LENGTH
    )


def placed(view: ShotView, part: Part, marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """The marks of a cut, moved to where arms reach when two touch."""
    if not touching(view, part, marks):
        return marks
    name = view.gesture.pose
    found = []
    for mark in marks:
        gaps = _GAP.get(name, {})
        gap = gaps.get(mark.framing, _ARMS_LENGTH[mark.framing])
        side = -1 if mark.x < 50 else 1
        turn = -side * _TURNED.get(name, 100)
        if name == "slap" and mark.cast == view.gesture.whom:
            turn = side * 70  # the blow turned the face away
        found.append(replace(mark, x=50 + side * gap, yaw=turn))
    return tuple(found)


def stance(
    view: ShotView, part: Part, marks: Sequence[Mark], mark: Mark, emotion: str, posed: Fired | None
) -> Stance:
    """The body of one person of a cut. emotion: with which the cut begins."""
    found = _stance(view, part, marks, mark, emotion, posed)
    on = seat(view.place.plate)
    if on and (found.legs == "sit" or (found.pose in _SEATED and not found.legs)):
        found = replace(found, legs=on)
    return replace(found, holds=found.holds + OLD) if found.holds and view.ancient else found


def _stance(
    view: ShotView, part: Part, marks: Sequence[Mark], mark: Mark, emotion: str, posed: Fired | None
) -> Stance:
    if mark.framing in _HANDLESS or mark.back:
        return Stance("stand")
    holds = _holds(view, mark)
    legs = dict(view.stations).get(mark.cast, "")
    if posed and mark.cast == view.subject:
        name = posed.action.word
        return Stance(name, legs, "phone" if name == "call" else holds)
    gesture = view.gesture
    if touching(view, part, marks):
        if mark.cast == gesture.who:
            thing = (gesture.holds or view.shown or "letter") if gesture.pose == "give" else ""
            return Stance(gesture.pose, "", thing, gesture.whom)
        answer = _ANSWERS.get(gesture.pose, "")
        return Stance(answer, "", "", gesture.who) if answer else Stance("stand", legs)
    own = pose(emotion, seed_of(f"{view.timed.scene.id}:{mark.cast}"))
    if mark.cast == gesture.who and gesture.pose:
        name = _LONE.get(gesture.pose, gesture.pose)
        if name in _GREAT and mark.framing not in ("full", "cowboy"):
            name = own
        holds = "phone" if name == "call" else holds
        return Stance(name, "" if name in _WHOLE else legs, holds)
    if view.timed.shot.effect == "phone":
        return Stance("call", legs, "phone")
    if legs and own in _PLAIN:
        own = _QUIET[legs]
    return Stance(own, legs, holds)


def hurt(view: ShotView, mark: Mark, keys: tuple[FaceKey, ...]) -> tuple[FaceKey, ...]:
    """The face of who is struck or seized: what the hand does is stronger than the mood; words that
    he says himself keep their own."""
    line = view.timed.line
    emotion = _HURT.get(view.gesture.pose, "")
    if not emotion or mark.cast != view.gesture.whom or (line and line.speaker == mark.cast):
        return keys
    return tuple(
        replace(k, state=replace(k.state, emotion=emotion, strength=max(3, k.state.strength)))
        for k in keys
    )


def _holds(view: ShotView, mark: Mark) -> str:
    """What is in a person's hand in this shot."""
    if view.gesture.who == mark.cast and not view.gesture.whom:
        return view.gesture.holds or (view.shown if mark.cast == view.subject else "")
    return view.shown if mark.cast == view.subject else ""
