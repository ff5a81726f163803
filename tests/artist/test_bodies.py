"""Bodies: every pose is drawn, the low ones low and on the floor, hands meet, things are held."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import skia

from engine.artist.comic.artist import ComicArtist
from engine.artist.comic.contact import ACTIVE, ANSWERS, Partner, aims
from engine.artist.comic.design import design
from engine.artist.comic.held import BROAD, HANGS, HEAVY, HOLDABLE
from engine.artist.comic.ink import Art
from engine.artist.comic.limbs import SHOULDER_Y, Limbs
from engine.artist.comic.plates import PLATES
from engine.artist.comic.poses import LEGS, POSES, SEATS
from engine.artist.comic.raster import TOP
from engine.artist.guide import Person
from engine.artist.types import FRAME_H, FRAME_W, FaceState, Other
from engine.editor import gestures
from engine.editor.grammar import POSES as ASKED
from engine.series.document import PROPS, Look

from .people import HEROINE, UNCLE, on_canvas, outline, spec_of

LADY = Person(Look(4, (("outfit", "hanfu"),)), "f", "young")
LOW = ("sit", "kneel", "salute", "fallen", "bow", "bed")


@pytest.fixture(scope="module")
def artist():
    return ComicArtist()


def test_poses_that_rules_and_scripts_ask_for_are_the_artists():
    tables = gestures._tables()
    named = {row["pose"] for row in (*tables["gesture"], *tables["touch"])}
    assert set(ASKED) <= set(POSES)
    assert named <= set(ASKED)
    assert {row["legs"] for row in tables["station"]} <= set(LEGS)
    assert set(tables["seat"]) == set(SEATS)
    places = [plate for plates in tables["seat"].values() for plate in plates]
    assert set(places) <= set(PLATES)
    assert len(set(places)) == len(places)


def test_things_in_hands_are_things_of_the_script():
    assert set(HOLDABLE) <= set(PROPS)
    assert {*HANGS, *HEAVY, *gestures._tables()["thing"]} <= set(HOLDABLE)


@pytest.mark.parametrize("pose", LOW)
@pytest.mark.parametrize("who", [UNCLE, LADY], ids=["suit", "robe"])
def test_who_sits_kneels_or_lies_is_lower_and_on_the_floor(artist, who, pose):
    standing = spec_of(who, "full", 85)
    low = replace(standing, pose=pose)
    assert artist.lowered(low) >= artist.lowered(standing) + 0.1 * FRAME_H
    floor = outline_low(artist.body(low))
    feet = outline_low(artist.body(standing))
    assert floor <= feet + 40
    assert floor > TOP + 0.6 * FRAME_H, "nobody floats"


def outline_low(cel):
    return cel.y + outline(cel.picture)[3]


@pytest.mark.parametrize("who", [UNCLE, LADY], ids=["suit", "robe"])
def test_seats_are_told_apart_and_as_high_as_each_other(artist, who):
    """Old clothes know no armchair: they sit on carved wood there too."""
    chairs = [spec_of(who, "full", 85, pose="preside")]
    chairs += [replace(chairs[0], legs=seat) for seat in SEATS]
    assert len({artist.lowered(spec) for spec in chairs}) == 1
    seen = {artist.body(spec).picture.tobytes() for spec in chairs}
    assert len(seen) == (4 if who is UNCLE else 3)


@pytest.mark.parametrize("who", [UNCLE, LADY], ids=["suit", "robe"])
def test_shoulders_follow_a_head_into_profile(who):
    """From the side a chest is at least half as deep as it is broad."""
    person = design(who.look, who.gender, who.age)
    art = Art(skia.PictureRecorder().beginRecording(skia.Rect(1, 1)))
    front, aside = (Limbs(art, person, yaw=yaw) for yaw in (0.25, 1.0))
    broad, deep = (abs(float((f.shoulder(1) - f.shoulder(-1))[0])) for f in (front, aside))
    assert 0.5 * broad < deep < 0.8 * broad


@pytest.mark.parametrize("thing", BROAD)
def test_a_broad_thing_hides_nobody_beside(artist, thing):
    """It stays before the breast: hardly farther out than the one who holds it is broad."""
    bare = spec_of(HEROINE, "medium", 100)
    own, held = (
        outline(on_canvas(artist.body(spec))) for spec in (bare, replace(bare, holds=thing))
    )
    assert held[2] - own[2] < 0.25 * (own[2] - own[0])


@pytest.mark.parametrize("legs", ["sit", "kneel", "floor", "bed"])
def test_a_head_goes_down_with_its_body_whatever_was_drawn_before(artist, legs):
    face = FaceState("calm", 2)
    standing = spec_of(HEROINE, "cowboy", 85, pose="crossed")
    low = replace(standing, legs=legs)
    heads = [artist.head(spec, face) for spec in (standing, low, standing)]
    moved = artist.lowered(low) - artist.lowered(standing)
    assert heads[1].y - heads[0].y == moved
    assert heads[2].y == heads[0].y
    assert (heads[0].picture == heads[2].picture).all()


def test_a_hand_lies_over_the_mouth_whatever_the_mouth_does(artist):
    """The forearm comes from below the chin, and where it lies no viseme is seen."""
    plain, covered = (spec_of(HEROINE, "bust", 75, pose=p) for p in ("stand", "cover"))
    states = [FaceState("shaken", 3, v) for v in ("M", "A")]
    changed = []
    for spec in (plain, covered):
        shut, wide = (on_canvas(artist.head(spec, s)).astype(int) for s in states)
        changed.append(int((abs(shut - wide).max(axis=2) > 40).sum()))
    assert outline_low(artist.head(covered, states[0])) > outline_low(artist.head(plain, states[0]))
    assert changed[1] < 0.8 * changed[0]


@pytest.mark.parametrize("thing", ["phone", "letter", "knife", "cup-old", "lamp-old"])
@pytest.mark.parametrize("who", [HEROINE, LADY], ids=["new", "old"])
def test_a_thing_in_the_hand_is_seen_and_moves_no_head(artist, who, thing):
    empty = spec_of(who, "medium", 85)
    full = replace(empty, holds=thing)
    before, after = artist.body(empty), artist.body(full)
    assert outline(before.picture) != outline(after.picture)
    assert artist.lowered(full) == artist.lowered(empty)
    face = FaceState("calm", 2)
    assert (artist.head(empty, face).picture == artist.head(full, face).picture).all()


PAIRS = [(HEROINE, UNCLE), (UNCLE, HEROINE), (LADY, Person(Look(6), "m", "child"))]


def limbs(who, pose, yaw):
    import skia

    art = Art(skia.PictureRecorder().beginRecording(skia.Rect(1, 1)))
    return Limbs(art, design(who.look, who.gender, who.age), yaw=yaw, pose=pose)


@pytest.mark.parametrize(("one", "other"), PAIRS)
@pytest.mark.parametrize("side", [1, -1])
def test_hands_meet_the_other_ones_body(one, other, side):
    """At an arm's length, 410 head units apart, as the editor places them in a cowboy shot."""
    apart, lower = 410.0 * side, 30.0
    there = Partner(design(other.look, other.gender, other.age), apart, lower, -side * 0.9)
    back = Partner(design(one.look, one.gender, one.age), -apart, -lower, side * 0.9)
    for pose in ACTIVE:
        near = 90.0 if pose != "embrace" else 200.0
        me = limbs(one, pose, side * 0.9)
        me.aims = aims(pose, me, there)
        assert me.aims, pose
        for sx, wanted in me.aims.items():
            arm = me.pose.far if sx == me.side else me.pose.near
            wrist = me.arm_points(sx, arm)[2]
            assert np.linalg.norm(wrist - wanted) < near, pose
    shoulder = np.array([apart - side * 90, lower + SHOULDER_Y])
    me = limbs(one, "comfort", side * 0.9)
    me.aims = aims("comfort", me, there)
    assert np.linalg.norm(me.arm_points(side, me.pose.far)[2] - shoulder) < 110
    for pose in ("pull", "give"):
        me, you = limbs(one, pose, side * 0.9), limbs(other, ANSWERS[pose], -side * 0.9)
        me.aims, you.aims = aims(pose, me, there), aims(ANSWERS[pose], you, back)
        mine = me.arm_points(side, me.pose.far)[2]
        yours = you.arm_points(-side, you.pose.far)[2] + (apart, lower)
        assert np.linalg.norm(mine - yours) < 150, pose


def test_who_touches_reaches_further_than_who_stands(artist):
    alone = replace(spec_of(UNCLE, "cowboy", 85, pose="comfort"), x=25)
    other = Other(HEROINE.look, HEROINE.gender, HEROINE.age, 75, "stand")
    cel = artist.body(replace(alone, other=other))
    right = cel.x + outline(cel.picture)[2]
    standing = artist.body(replace(alone, pose="stand"))
    assert right > standing.x + outline(standing.picture)[2] + 0.08 * FRAME_W


def test_who_walks_away_shows_no_face(artist):
    away = spec_of(HEROINE, "full", 85, pose="leave")
    heads = [artist.head(away, FaceState(e, 4)).picture for e in ("joy", "angry")]
    assert (heads[0] == heads[1]).all()
