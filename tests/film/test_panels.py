"""Split pictures, whips and the frozen last word, as they are composed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.artist.types import FaceState
from engine.editor.types import Camera, Cut, Effect, FaceKey, Panel
from engine.film.blur import whip
from engine.film.cache import PlaneCache
from engine.film.compositor import Compositor
from engine.film.heads import heads, words_floor
from engine.film.planes import Box, Target, empty_target
from engine.film.subtitles import FLOORS, Subtitles

from .drawing import CAST, PLATE, ShapeArtist, cue, figure, make_cut

UPPER = ((-40, -40), (1040, -40), (1040, 470), (-40, 530))
LOWER = ((-40, 530), (1040, 470), (1040, 1040), (-40, 1040))
PAGE = ((-40, -40), (1040, -40), (1040, 1040), (-40, 1040))
REST = (FaceKey(0, FaceState()),)
PAIR = tuple(replace(figure(f"cast/{who}", "close", x, 40), faces=REST)
             for who, x in (("a", 45), ("b", 55)))  # fmt: skip
CACHE = PlaneCache()
STILL = (Effect("freeze", 0, 40),)


def frame_of(cut: Cut, frame: int) -> Target:
    target = empty_target(1080, 1920)
    Compositor(cut, PLATE, "plate", CAST, ShapeArtist(), CACHE).compose(frame, target)
    return target


def split(slide: str = "") -> Cut:
    panels = (Panel((0,), UPPER, Camera()), Panel((1,), LOWER, Camera(), 4, slide))
    return replace(make_cut(40, PAIR), panels=panels)


def test_each_panel_shows_its_own_person_with_the_head_in_its_middle():
    cut = split()
    target = frame_of(cut, 20)
    for person, (head, _) in zip(PAIR, heads(cut, 20, 21), strict=True):
        alone = replace(make_cut(40, (person,)))
        ((own, _),) = heads(alone, 20, 21)
        seen = frame_of(alone, 20)
        dy = head.top - own.top
        box = Box(head.left + 80, head.top + 80, head.right - 80, head.bottom - 80)
        part = target[0][box.top : box.bottom, box.left : box.right].astype(int)
        same = seen[0][box.top - dy : box.bottom - dy, box.left : box.right].astype(int)
        assert np.abs(part - same).mean() < 4
    upper, lower = (head for head, _ in heads(cut, 20, 21))
    assert upper.bottom < 1000 < lower.top + 200


def test_a_panel_comes_in_and_stays():
    # people stand still, so that what differs is the panel
    cut = replace(split("right"), effects=STILL)
    before, on_the_way, there, later = (frame_of(cut, n)[0] for n in (2, 6, 20, 26))
    low = slice(1100, 1800)
    assert not np.array_equal(before[low], there[low])
    assert not np.array_equal(on_the_way[low], there[low])
    assert np.array_equal(there[low], later[low])
    assert np.array_equal(before[100:700], there[100:700])


def test_a_page_ends_on_its_second_picture_alone():
    panel = Panel((1,), PAGE, Camera(), 2, "right", push=True)
    # on one side of the place, where everybody breathes as when alone
    one, two = PAIR[0], replace(PAIR[1], x=PAIR[0].x)
    cut = replace(make_cut(40, (one, two)), panels=(panel,))
    assert np.array_equal(frame_of(cut, 0)[0], frame_of(make_cut(40, (one,)), 0)[0])
    assert np.array_equal(frame_of(cut, 30)[0], frame_of(make_cut(40, (two,)), 30)[0])


def test_subtitles_leave_the_faces_of_split_pictures_free():
    cut = replace(split(), cues=(cue("You really thought that she loved you?", 0, 40),))
    placed = Subtitles(cut.cues, words_floor(cut)).at(20)
    words = Box(placed.x, placed.y, placed.x + placed.planes.width, placed.y + placed.planes.height)
    assert not any(words.meet(face).solid for _, face in heads(cut, 0, 40))
    assert words_floor(make_cut(40, PAIR)) == FLOORS[0]


def test_a_frozen_picture_stands_still_while_the_camera_may_go_on():
    faces = (*REST, FaceKey(28, FaceState(viseme="A")))
    person = replace(PAIR[0], faces=faces)
    freeze = (Effect("freeze", 10, 30),)
    cut = make_cut(40, (person,), effects=freeze)
    assert np.array_equal(frame_of(cut, 12)[0], frame_of(cut, 36)[0])
    free = make_cut(40, (person,))
    assert not np.array_equal(frame_of(free, 12)[0], frame_of(free, 36)[0])
    moving = make_cut(40, (person,), Camera("push-in", 1000, 1100), effects=freeze)
    assert not np.array_equal(frame_of(moving, 12)[0], frame_of(moving, 36)[0])


def test_colour_runs_out_until_ink_is_left():
    cut = make_cut(40, PAIR[:1], effects=(Effect("drain", 5, 35, 100),))
    before, after = frame_of(cut, 3), frame_of(cut, 30)
    assert before[1].std() + before[2].std() > 4 * (after[1].std() + after[2].std())
    assert after[1].std() < 2


def test_an_impact_frame_turns_light_and_dark_round():
    cut = make_cut(40, PAIR[:1], effects=(Effect("invert", 5, 2),))
    plain, turned, after = (frame_of(cut, n)[0].astype(int) for n in (4, 5, 8))
    bright, dark = plain > 180, plain < 50
    assert turned[bright].mean() < 40
    assert turned[dark].mean() > 200
    assert np.abs(plain - after).mean() < 5


def test_a_whip_gathers_speed_and_the_next_picture_comes_to_rest():
    out = make_cut(40, PAIR[:1], effects=(Effect("whip-left", 33, 7, 80),))
    back = make_cut(40, PAIR[:1], effects=(Effect("whip-left", 0, 7, 80),))
    leaving = [whip(out, n) for n in range(32, 40)]
    coming = [whip(back, n) for n in range(8)]
    assert leaving[0].shift == coming[-1].shift == 0
    assert [w.shift for w in leaving] == sorted((w.shift for w in leaving), reverse=True)
    assert [w.length for w in leaving] == sorted(w.length for w in leaving)
    assert [w.length for w in coming] == sorted((w.length for w in coming), reverse=True)
    # both halves run to the left: away from the middle, then to it
    assert leaving[-1].shift < 0 < coming[0].shift
