"""Two people who touch: where the hands of the one lie on the body of the other.

Both are drawn at one scale, so everything is in head units from the own head's centre. The one who
touches is drawn over the other, hand and all; the other's arms that must be met (a wrist that is
held, a hand that takes) go where both drawings can work it out alone, from the same two people.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import skia

from engine.artist.comic.ink import Art, Points, Pts, arr
from engine.artist.comic.limbs import SHOULDER_Y, Limbs
from engine.artist.comic.spec import CALM, Character

ACTIVE = ("comfort", "grab", "pull", "embrace", "slap", "give")
"""Poses of the one who touches, who lies in front."""
ANSWERS = {"pull": "pulled", "embrace": "embraced", "slap": "slapped", "give": "take"}
"""The pose that the other one has then; otherwise it is his own."""


@dataclass(frozen=True)
class Partner:
    """Whom one touches. dx, dy: the place of that head from the own one, in head units."""

    who: Character
    dx: float
    dy: float
    yaw: float


def aims(pose: str, me: Limbs, partner: Partner) -> dict[int, Pts]:
    """Where the wrists of `me` go, by side; empty for a pose that touches nobody."""
    s = me.side
    at = np.array([partner.dx, partner.dy])
    middle = at / 2
    match pose:
        case "comfort":
            return {s: at + _shoulder(partner, -s) + (-s * 34, 22)}
        case "grab":
            return {s: at + (-s * 34, 236)}
        case "pull":
            return {s: _wrist(middle, s) + (-s * 44, 6)}
        case "pulled":
            return {s: _wrist(middle, -s) + (-s * 4, 0)}
        case "give":
            return {s: _meeting(middle) + (-s * 62, 0)}
        case "take":
            return {s: _meeting(middle) + (-s * 56, 26)}
        case "slap":
            return {s: at + (-s * 128, 96)}
        case "embrace":
            return {-s: at + (s * 4, 318)}
    return {}


def _meeting(middle: Points) -> Pts:
    """Where a thing changes hands: half way, before the chests."""
    found: Pts = arr(middle)[0] + (0.0, 318.0)
    return found


def _wrist(middle: Points, s: int) -> Pts:
    """Where a held wrist is: half way, low; s: the side of the one who holds it."""
    found: Pts = arr(middle)[0] + (s * 12.0, 412.0)
    return found


def _shoulder(partner: Partner, sx: int) -> Pts:
    """The top of a shoulder of the other, from that head's centre."""
    nothing = Art(skia.PictureRecorder().beginRecording(skia.Rect(1, 1)))
    other = Limbs(nothing, partner.who, CALM, partner.yaw)
    x = other.shoulder(sx)[0]
    return np.array([x, SHOULDER_Y - 2])
