"""Every place draws at every hour, says its light and its air; no two are the same picture."""

from __future__ import annotations

import json
from functools import cache

import cv2
import numpy as np
import pytest

from engine.artist.comic.artist import ComicArtist
from engine.artist.comic.overlays import overlay
from engine.artist.comic.plates import PLATES, plate
from engine.artist.comic.stage import Plate
from engine.artist.types import CANVAS_H, CANVAS_W, PlateLayers, SetSpec, air_of
from engine.film.particles import FEW, MOTIONS

NEW = [name for name in PLATES if not name.endswith("-old")]
HOURS = ("day", "night")


@cache
def small(name: str, time: str, seed: int = 1) -> Plate:
    """A place at a tenth of its size."""
    return plate(name, time, "neutral", seed, 0.1)


def pixels(name: str, time: str, seed: int = 1) -> np.ndarray:
    """Far and middle layer of a small drawing over each other."""
    found = small(name, time, seed)
    far, mid = (np.asarray(i.toarray(), np.uint8) for i in (found.far, found.mid))
    share = mid[..., 3:].astype(float) / 255
    return far[..., :3] * (1 - share) + mid[..., :3]


def test_there_are_more_than_two_dozen_places() -> None:
    assert len(NEW) >= 24


@pytest.mark.parametrize("name", NEW)
def test_a_place_is_whole_deep_and_of_its_hour(name: str) -> None:
    for time in HOURS:
        found = small(name, time)
        far, mid, near = (
            np.asarray(i.toarray())[..., 3] for i in (found.far, found.mid, found.near)
        )
        assert far.mean() > 0.99 * 255
        assert (mid > 0).mean() > 0.03, "something stands in the middle"
        assert (near > 0).any(), "and something before it"
    day, night = (pixels(name, time) for time in HOURS)
    assert night.mean() < 0.94 * day.mean()


def test_nothing_near_hides_the_faces() -> None:
    for name in NEW:
        near = np.asarray(small(name, "day").near.toarray())[..., 3]
        faces = near[int(0.15 * 192) : int(0.6 * 192), int(0.33 * 108) : int(0.67 * 108)]
        assert (faces > 40).mean() < 0.02, name


@pytest.mark.parametrize(("name", "time"), list(zip(NEW[::4], ("dawn", "dusk") * 4, strict=True)))
def test_low_light_is_neither_day_nor_night(name: str, time: str) -> None:
    low = pixels(name, time)
    assert all(abs(low - pixels(name, hour)).mean() > 1.5 for hour in HOURS)


def test_places_are_told_apart_and_seeds_vary_them() -> None:
    tiny = {name: cv2.resize(pixels(name, "day"), (18, 32)) for name in NEW}
    for i, one in enumerate(NEW):
        for other in NEW[:i]:
            assert abs(tiny[one] - tiny[other]).mean() > 12, (one, other)
    assert (pixels("market", "day", 1) != pixels("market", "day", 2)).any()
    again = np.asarray(plate("alley", "night", "neutral", 1, 0.1).mid.toarray())
    assert (again == np.asarray(small("alley", "night").mid.toarray())).all()


def test_old_places_are_drawn_and_say_that_they_are_old() -> None:
    for name in ("kitchen-old", "cell-old", "street-old"):
        assert small(name, "day").air.ancient, name
    assert not small("kitchen", "day").air.ancient
    assert abs(pixels("kitchen", "day") - pixels("kitchen-old", "day")).mean() > 8


def test_the_air_of_a_place_can_be_drawn() -> None:
    for name in NEW:
        for time in HOURS:
            air = small(name, time).air
            for speck in air.specks:
                assert speck.removesuffix(FEW) in MOTIONS
            assert air.specks or air.glows or air.drifts, f"{name} by {time} is dead"
    for kind in MOTIONS:
        assert overlay(kind, 0, "neutral", 3)[..., 3].any(), kind


def test_a_figure_is_lit_by_the_hour() -> None:
    for name in ("office", "palace", "kitchen", "dock"):
        day, night = (small(name, time).light.ambient for time in HOURS)
        assert sum(night) < 0.94 * sum(day), name


def test_a_plate_of_the_artist_carries_its_air() -> None:
    found: PlateLayers = ComicArtist().plate(SetSpec("teahouse", "night", "warm", 2))
    assert found.far.shape == (CANVAS_H, CANVAS_W, 4)
    air = air_of(found.air)
    assert air.ancient
    assert air.dark == 100
    assert {g.kind for g in air.glows} >= {"flame"}
    assert json.loads(found.air)["glows"]
