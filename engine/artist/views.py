"""Which drawings of a person a season needs when they are not drawn anew for every frame. Pure.

A *view* is a person as seen in some cuts: near or far, turned to one side, in one pose. A *face* is
one emotion in one strength class; its mouths and blinks belong to one expression take. Both are
coarser than what the cut list says, so that a painter who needs seconds a picture paints tens of
them and not thousands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.artist.types import FaceState

NEAR = ("extreme", "close", "bust")
"""Framings that one drawing of head and shoulders serves; the others need the whole figure."""

YAWS = (-85, -60, -25, 0, 25, 60, 85)
"""Turns that are drawn. Cutting rules turn near people by 50 to 75 and far ones by 85."""

_NEAR_TURN = 60  # the most for near views, so that a conversation needs two of each person

MOUTHS = ("shut", "half", "open")
FACE_PARTS = (*MOUTHS, "blink")
"""What one expression holds: three mouths with open eyes, and shut eyes over the shut mouth."""

PORTRAIT = "near+25-stand"
"""The view from which cards and portraits are made."""

_VIEW = re.compile(r"(near|far)([+-]\d{2})-([a-z]+)|(near|far)-back")

_MOUTH = {"rest": "shut", "M": "shut", "F": "half", "L": "half", "E": "half", "U": "half",
          "O": "open", "A": "open"}  # fmt: skip

FACES = {
    "neutral": "calm", "cold": "cold", "smug": "smug", "amused": "smug", "contempt": "cold",
    "angry": "angry", "desperate": "afraid", "afraid": "afraid", "shaken": "afraid",
    "broken": "sad", "tender": "soft", "soft": "soft", "calm": "calm", "wary": "firm",
    "firm": "firm", "urgent": "firm", "whisper": "calm", "proud": "smug", "bitter": "sad",
    "grave": "firm", "joy": "joy", "pained": "sad",
}  # fmt: skip
"""Every emotion's family: eight faces a person beside the calm one."""

PLAYED = {
    "calm": "calm", "cold": "cold", "smug": "smug", "angry": "angry", "afraid": "afraid",
    "sad": "broken", "soft": "soft", "firm": "firm", "joy": "joy",
}  # fmt: skip
"""The emotion of `document.EMOTIONS` by which each family is drawn."""


@dataclass(frozen=True, slots=True)
class View:
    """A person as drawn once. yaw: one of `YAWS`. framing: the one that the drawing is made for."""

    framing: str
    yaw: int
    pose: str
    back: bool = False

    @property
    def name(self) -> str:
        """As it stands in a slot: ``near+25-stand``, ``far-55-crossed``, ``near-back``."""
        reach = "near" if self.framing in NEAR else "far"
        return f"{reach}-back" if self.back else f"{reach}{self.yaw:+03d}-{self.pose}"


def view_of(framing: str, yaw: int, pose: str, *, back: bool = False) -> View:
    """The view that serves a figure of a cut list. Near views show no hands: one pose for all.

    Somebody seen from behind is dark and out of focus: one view serves every framing.
    """
    near = framing in NEAR
    drawn = [y for y in YAWS if not near or abs(y) <= _NEAR_TURN]
    turned = min(drawn, key=lambda y: (abs(y - yaw), abs(y)))
    if back:
        return View("bust", 0, "stand", back=True)
    return View("bust" if near else "cowboy", turned, "stand" if near else pose)


def parse_view(name: str) -> View:
    """Read `View.name`. Raises ValueError."""
    hit = _VIEW.fullmatch(name)
    if hit is None:
        raise ValueError(f"{name!r} is not a view")
    if hit[4]:
        return View("bust" if hit[4] == "near" else "cowboy", 0, "stand", back=True)
    return View("bust" if hit[1] == "near" else "cowboy", int(hit[2]), hit[3])


def face_of(state: FaceState) -> str:
    """The family of faces a state belongs to; a barely felt emotion is a calm face."""
    return FACES[state.emotion] if state.strength > 0 else "calm"


def mouth_of(state: FaceState) -> str:
    """Which of `MOUTHS` makes the state's viseme."""
    return _MOUTH[state.viseme]
