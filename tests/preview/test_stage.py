"""Pictures of an episode, whatever is there of it: segments, live cuts, nothing but a plate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.film.cache import PlaneCache
from engine.film.pictures import frame_picture
from engine.preview.live import ComicArtist
from engine.preview.plates import file_key, read_plate
from engine.preview.reel import Reel
from engine.preview.stage import Stage
from engine.preview.store import FrameStore
from tests.film.drawing import CAST, figure, make_cut

from .world import FRAMES, SIZE, World

Open = Callable[[Reel], Stage]


@pytest.fixture
def faults() -> list[str]:
    return []


@pytest.fixture
def open_stage(world: World, faults: list[str]) -> Open:
    def make(reel: Reel) -> Stage:
        stage = Stage(world.cache, SIZE, faults.append)
        stage.load(reel)
        return stage

    return make


@pytest.fixture(scope="module")
def live(world: World) -> Stage:
    """The episode before anything is finished, to compare with."""
    stage = Stage(world.cache, SIZE, print)
    stage.load(world.without_segments())
    return stage


def apart(first: np.ndarray, second: np.ndarray) -> float:
    return float(np.abs(first.astype(int) - second).mean())


def test_decoded_and_composed_frames_look_alike(world, open_stage, live, faults):
    finished = open_stage(world.reel)
    frames = (0, 17, 39, 75, 119)
    for frame in frames:
        decoded, composed = finished.picture(frame), live.picture(frame)
        assert (decoded.final, composed.final) == (True, False)
        assert decoded.cut == composed.cut
        assert apart(decoded.image, composed.image) < 2.5
    assert apart(live.picture(0).image, live.picture(75).image) > 8
    assert not faults


def test_a_composed_frame_is_the_films_own(world, open_stage):
    cut, plate = world.cuts.cuts[1], world.reel.plates[0][1]
    film = frame_picture(
        cut, 9, read_plate(plate), file_key(plate), CAST, ComicArtist(), PlaneCache()
    )
    small = cv2.resize(film, SIZE, interpolation=cv2.INTER_AREA)
    assert apart(open_stage(world.reel).picture(49).image, small) < 0.6


def test_frames_in_any_order_are_the_same_frames(world, open_stage):
    forwards, mixed = open_stage(world.reel), open_stage(world.reel)
    wanted = {frame: forwards.picture(frame).image for frame in range(FRAMES)}
    for frame in (100, 20, 21, 3, 64, 63, 119, 45):
        found = mixed.picture(frame, passing=True)
        # composed alone, a background may stand half a pixel from where it stands in the film
        assert apart(found.image, wanted[frame]) <= (0 if found.final else 2)


def test_a_neighbour_is_a_keyframe_or_one_that_is_kept(world, open_stage):
    stage = open_stage(world.reel)
    near = stage.nearby(28)
    assert (near.frame, near.final) == (15, True)
    assert np.array_equal(near.image, stage.picture(15).image)
    stage.picture(26)
    assert stage.nearby(28).frame == 26
    assert stage.nearby(55).frame == 55, "a live cut is composed"


def test_stepping_back_finds_what_was_decoded_on_the_way(world, open_stage):
    stage = open_stage(world.reel)
    stage.picture(12, passing=True)
    key, _ = stage.name(0)
    assert all(stage._store.get(key, n) is not None for n in range(13))


def test_a_place_without_a_file_is_drawn_and_kept_on_disk(world, live, tmp_path, faults):
    bare = replace(world.without_segments(), plates=())
    stage = Stage(tmp_path, SIZE, faults.append)
    stage.load(bare)
    drawn = stage.picture(45).image
    assert apart(drawn, live.picture(45).image) < 0.5
    assert len(list((tmp_path / "plates").glob("*.ora"))) == 1
    stage.load(replace(bare, sets=()))
    assert apart(stage.picture(45).image, drawn) > 8, "nobody knows what it is: a street"
    assert not faults


def test_a_plate_that_cannot_be_read_is_drawn(world, open_stage, live, tmp_path):
    bad = tmp_path / "bad.ora"
    bad.write_bytes(b"PK\x03\x04 nothing")
    reel = replace(world.reel, plates=(("place/office", bad),))
    assert apart(open_stage(reel).picture(45).image, live.picture(45).image) < 0.5


@pytest.mark.parametrize("damage", ["absent", "torn", "short"])
def test_a_segment_that_cannot_be_decoded_is_composed(
    damage, world, open_stage, live, tmp_path, faults
):
    bad, good = tmp_path / "bad.mp4", dict(world.reel.segments)
    if damage == "torn":
        bad.write_bytes(good["line1.0"].read_bytes()[:3000])
    elif damage == "short":
        bad = good["line3.0"]  # 50 frames instead of 40
    reel = replace(world.reel, segments=(("line1.0", Path(bad)),))
    stage = open_stage(reel)
    assert stage.nearby(20).image.any()
    picture = stage.picture(20)
    assert not picture.final
    assert apart(picture.image, live.picture(20).image) < 2
    assert len(faults) == 1
    assert "line1.0" in faults[0]


def test_a_stranger_is_left_out_of_the_picture(world, open_stage, faults):
    people = (figure("cast/a", frames=20), figure("cast/nobody", frames=20))
    cuts = replace(world.cuts, frames=20, cuts=(make_cut(20, people, id="line1.0"),))
    stage = open_stage(replace(world.with_cuts("stranger", cuts), segments=()))
    first, second = stage.picture(0), stage.picture(5)
    assert first.image.std() > 10
    assert second.image.std() > 10
    assert len(faults) == 1
    assert "cast/nobody" in faults[0]


def test_stills_are_small_and_leave_the_picture_alone(world, open_stage):
    stage = open_stage(world.reel)
    before = stage.picture(45).image
    for cut, final in (("line1.0", True), ("shot2.0", False)):
        image, decoded = stage.still(cut, 12, 90)
        assert image.shape == (160, 90, 3)
        assert decoded is final
    assert stage.still("shot2.0", 999, 5000)[0].shape == (SIZE[1], SIZE[0], 3)
    assert stage.still("nobody.0", 0, 90) is None
    assert np.array_equal(stage.picture(45).image, before)


def test_preparing_draws_what_frames_will_need(world, open_stage, tmp_path, faults):
    stage = Stage(tmp_path, SIZE, faults.append)
    stage.load(world.without_segments())
    steps = sum(1 for _ in stage.prepare(0, 3))
    assert steps > 10
    drawn = set((tmp_path / "planes").iterdir())
    for frame in range(0, FRAMES, 7):
        stage.picture(frame)
    assert set((tmp_path / "planes").iterdir()) == drawn
    assert sum(1 for _ in stage.prepare(0, 3)) == 0, "nothing is prepared twice"


def test_the_store_is_bounded_and_forgets_the_oldest():
    store, picture = FrameStore(1000), np.zeros((10, 10, 3), np.uint8)
    for number in range(5):
        store.put("a", number, picture)
        store.get("a", 0)
    assert store.held == 900
    assert [n for n in range(5) if store.get("a", n) is not None] == [0, 3, 4]
    assert store.near("a", 2, 1) == 3
    assert store.near("a", 9, 2) is None
    store.put("a", 4, picture)
    assert store.held == 900
