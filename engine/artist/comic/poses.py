"""Poses: where arms, legs and spine go. Numbers only; `limbs` and `legs` draw them.

`near` is the arm on the side away from the partner, `far` the one on the side to which the person
is turned. A pose has a line of action: the whole body leans about the head (`roll`), the hips go
out against the shoulders (`lean`), the shoulders come up around a sunken head (`hunch`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class ArmPose:
    """Degrees from straight down; + is away from the body. Foreshortening per segment.

    front: the forearm lies before the torso; over: forearm and hand lie even before the head;
    whole: the upper arm lies before the torso too, as that of an arm across the chest does.
    """

    upper: float = 7.0
    fore: float = 2.0
    hand: str = "relaxed"
    hand_deg: float = 0.0
    fu: float = 1.0
    ff: float = 1.0
    front: bool = False
    over: bool = False
    whole: bool = False


@dataclass(frozen=True)
class Pose:
    """legs: one of `LEGS`. roll: degrees by which the body leans towards the partner, the feet
    staying behind. hunch: head units by which the shoulders are drawn up and back. nod: how much
    further the face is turned down. turned: seen from behind. aim, near_aim: where the wrist of the
    far and the near arm goes, in head units from the head's centre, x towards the partner; the
    angles of such an arm are not used. seat: one of `SEATS` under who sits, "" for a chair.
    """

    near: ArmPose = ArmPose()
    far: ArmPose = ArmPose()
    lean: float = 0.0
    step: float = 0.0
    legs: str = "stand"
    roll: float = 0.0
    hunch: float = 0.0
    nod: float = 0.0
    turned: bool = False
    aim: tuple[float, float] | None = None
    near_aim: tuple[float, float] | None = None
    seat: str = ""


SEATS = ("armchair", "plain", "bench")
"""What one sits on beside the office's chair, or the carved one of old clothes: `furniture`."""
LEGS = ("stand", "cross", "walk", "sit", "kneel", "knee", "floor", "bow", "bed", "table",
        *SEATS)  # fmt: skip

_REST, _HANG = ArmPose(9, 1), ArmPose(10, 2)
_LAP = ArmPose(14, -38, "relaxed", 4, 0.96, 0.88, True)
_THIGH = ArmPose(15, -14, "drape", 10, 0.98, 0.9, True)

POSES: dict[str, Pose] = {
    "stand": Pose(_REST, _HANG, 7),
    "hip": Pose(ArmPose(34, -50, "fist", 30, front=True), ArmPose(11, 0), 12, roll=-2),
    "crossed": Pose(
        ArmPose(12, -94, "none", front=True), ArmPose(12, -101, "flat", 8, front=True), 6, roll=-2
    ),
    "clasp": Pose(
        ArmPose(15, -58, "fist", -8, front=True),
        ArmPose(15, -56, "flat", -20, front=True),
        -5,
        hunch=6,
    ),
    "chest": Pose(ArmPose(16, -128, "flat", 32, front=True), ArmPose(9, 0), 6, roll=-3),
    "point": Pose(
        ArmPose(14, 0, "fist"), ArmPose(62, 96, "point", 0, 0.92, 0.80, True), 8, 6, roll=5
    ),
    "pocket": Pose(ArmPose(19, -12, "none"), ArmPose(9, -1), 9),
    "chin": Pose(
        ArmPose(8, -158, "fist", 14, 0.96, 0.98, True), ArmPose(14, -96, "flat", 0, front=True)
    ),
    "fists": Pose(ArmPose(20, 6, "fist"), ArmPose(15, 4, "fist"), 5, 6, roll=4),
    "open": Pose(
        ArmPose(24, 62, "flat", 24, 1.0, 0.86, True),
        ArmPose(20, 50, "flat", 20, 1.0, 0.86, True),
        8,
        4,
        roll=3,
    ),
    "behind": Pose(ArmPose(20, -30, "none"), ArmPose(18, -28, "none"), -6, 4, roll=-3),
    "raise": Pose(
        ArmPose(34, 152, "fist", 4, 0.94, 0.96, True), ArmPose(16, 6, "fist"), 9, 6, roll=4
    ),
    "reach": Pose(ArmPose(14, -4), ArmPose(58, 84, "spread", -10, 0.96, 0.92, True), 9, 8, roll=6),
    "call": Pose(ArmPose(40, 203, "grip", 0, 0.5, 1.08, True, True), _HANG, 9, roll=-2),
    "cover": Pose(
        ArmPose(12, -2), ArmPose(17, 199, "drape", 24, 0.48, 1.27, True, True), -5, roll=-4, hunch=8
    ),
    "strike": Pose(
        ArmPose(18, 8, "fist"), ArmPose(92, 164, "spread", 4, 0.96, 0.94, True), 12, 12, roll=-4
    ),
    "beg": Pose(
        ArmPose(14, -122, "flat", 6, front=True),
        ArmPose(14, -122, "flat", 6, front=True),
        -4,
        roll=4,
        hunch=14,
        nod=0.5,
        aim=(52, 336),
        near_aim=(-40, 340),
    ),
    "kneel": Pose(_THIGH, _THIGH, -4, legs="kneel", hunch=12, nod=0.5),
    "plead": Pose(
        ArmPose(12, -4, "spread"),
        ArmPose(56, 88, "spread", -12, 0.96, 0.92, True),
        6,
        legs="kneel",
        roll=7,
        hunch=8,
    ),
    "salute": Pose(
        ArmPose(20, -92, "fist", 0, 1, 0.96, True),
        ArmPose(20, -94, "flat", 12, 1, 0.96, True),
        0,
        legs="knee",
        hunch=8,
        nod=0.5,
    ),
    "bow": Pose(legs="bow", nod=1.0),
    "fallen": Pose(
        ArmPose(30, 12, "spread", 20, 1, 0.98),
        ArmPose(22, -44, "drape", 0, 0.98, 0.86, True),
        10,
        legs="floor",
        roll=-9,
        hunch=10,
    ),
    "sit": Pose(_LAP, _LAP, 3, legs="sit"),
    "preside": Pose(
        ArmPose(34, -14, "drape", 12, 0.9, 0.9),
        ArmPose(26, 4, "drape", 12, 0.86, 0.8, True),
        4,
        legs="sit",
        roll=-2,
    ),
    "bed": Pose(_THIGH, _LAP, 2, legs="bed", hunch=6),
    "table": Pose(
        ArmPose(24, 4, "spread", 20, 1, 0.96, True),
        ArmPose(22, 2, "spread", 20, 1, 0.96, True),
        4,
        legs="table",
        hunch=16,
    ),
    "lounge": Pose(
        ArmPose(12, -94, "none", front=True),
        ArmPose(12, -101, "flat", 8, front=True),
        14,
        legs="cross",
        roll=-4,
    ),
    "brace": Pose(
        ArmPose(44, 66, "spread", 0, 0.98, 0.9), ArmPose(14, -6), -10, 4, roll=-6, hunch=6
    ),
    "leave": Pose(ArmPose(16, 4), ArmPose(12, -4), 10, 8, legs="walk", roll=2, turned=True),
    # two people: what the other one's body decides is overruled by `contact`
    "comfort": Pose(_REST, ArmPose(54, 92, "drape", -62, front=True), 8, 4, roll=3),
    "grab": Pose(ArmPose(20, 4, "fist"), ArmPose(60, 96, "fist", 0, front=True), 9, 8, roll=5),
    "pull": Pose(_REST, ArmPose(36, 62, "fist", 0, front=True), 10, 8, roll=-5),
    "pulled": Pose(_REST, ArmPose(40, 74, "spread", -10, front=True), -8, 4, roll=-5),
    "embrace": Pose(ArmPose(20, 60, "drape", 0, front=True, whole=True), ArmPose(3, -8), 6, roll=3),
    "embraced": Pose(ArmPose(8, 0), ArmPose(6, -6), 4, roll=4, nod=0.5),
    "slap": Pose(
        ArmPose(20, 4, "fist"), ArmPose(60, 110, "spread", 0, front=True, over=True), 12, 12, roll=6
    ),
    "slapped": Pose(ArmPose(16, 2), ArmPose(12, 0), -10, 4, roll=-6, hunch=6),
    "give": Pose(_REST, ArmPose(40, 82, "grip", 0, front=True), 7, 4, roll=3),
    "take": Pose(_REST, ArmPose(36, 78, "flat", -24, front=True), 7, 4, roll=3),
}

_HELD = ArmPose(4, 156, "grip", 0, 0.94, 0.6, True)
_BREAST = ArmPose(13, -112, "grip", 0, 0.96, 0.72, True)
_HUNG = ArmPose(24, 66, "grip", 0, 0.96, 0.84, True)
_LOW = ArmPose(16, 10, "grip", 0, 1, 0.96, True)


def resting(pose: Pose, legs: str) -> Pose:
    """A standing pose of one who sits, kneels or lies: the legs fold, hips and feet are at rest.

    A seat's name is sitting on it; who sits anyhow sits on it too.
    """
    if legs in SEATS:
        sat = pose if pose.legs == "sit" else resting(pose, "sit")
        return replace(sat, seat=legs) if sat.legs == "sit" else sat
    if pose.legs != "stand" or pose.turned or legs not in LEGS:
        return pose
    far = pose.far if pose.far.front else _THIGH
    near = pose.near if pose.near.front else ArmPose(16, 6)
    still = 0.0 if legs == "bed" else max(-3.0, min(3.0, pose.roll))
    return replace(pose, legs=legs, near=near, far=far, lean=pose.lean / 3, step=0.0, roll=still)


def holding(pose: Pose, thing: str) -> Pose:
    """The pose with the hand towards the partner closed around a thing: raised to the chest, out
    with what hangs, down with what is heavy, before the own breast with what would hide another.
    An own gesture of that hand stays."""
    from engine.artist.comic.held import BROAD, HANGS, HEAVY, OLD

    thing = thing.removesuffix(OLD)

    if "grip" in (pose.far.hand, pose.near.hand):
        return pose
    pose = replace(pose, aim=None, near_aim=None)
    arm = _LOW if thing in HEAVY else _HUNG if thing in HANGS else _HELD
    arm = _BREAST if thing in BROAD else arm
    near = pose.near if not pose.near.front or pose.near.hand == "drape" else _REST
    return replace(pose, near=near, far=arm)
