"""Heads turn to a profile on both sides, act in it, and differ within a shape."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import skia

from engine.artist.comic.artist import ComicArtist
from engine.artist.comic.ink import Art
from engine.artist.comic.skull import Skull
from engine.artist.comic.spec import AGES, CALM, FACES, HAIRS, Character
from engine.artist.comic.turn import HeadView
from engine.artist.types import FaceState, FigureSpec
from engine.series.document import Look

from .people import on_canvas


def outline(who, yaw, face=CALM):
    art = Art(skia.PictureRecorder().beginRecording(skia.Rect(1, 1)))
    return Skull(art, who, face, HeadView(yaw)).contour()


@pytest.mark.parametrize("shape", FACES)
@pytest.mark.parametrize("gender", ["f", "m"])
def test_a_profile_has_a_nose_lips_and_a_chin(shape, gender):
    for age in AGES:
        who = Character(face=shape, gender=gender, age=age)
        points = outline(who, 1.0)

        def reach(first, last, points=points):
            inside = (points[:, 1] >= first) & (points[:, 1] <= last)
            return points[inside, 0].max()

        assert reach(44, 56) > reach(-40, -20) + 3, "the nose stands out before the forehead"
        assert reach(44, 56) > reach(66, 84) + 3, "and before the lips"
        assert reach(66, 72) > reach(61.5, 64) + 1, "the upper lip stands out"


@pytest.mark.parametrize("yaw", [0.25, 0.65, 0.85, 1.0])
def test_both_directions_are_one_turn(yaw):
    who = Character()
    assert np.allclose(outline(who, yaw), outline(who, -yaw) * (-1, 1))


def test_lips_part_in_the_outline_of_a_profile():
    who = Character()
    shut, wide = outline(who, 1.0), outline(who, 1.0, replace(CALM, mouth_open=0.75))
    at = np.argmin(np.abs(shut[:, 1] - 83) + 1000 * (shut[:, 0] < 60))
    gap = wide[np.argmin(np.abs(wide[:, 1] - 83) + 1000 * (wide[:, 0] < 60))]
    assert gap[0] < shut[at, 0] - 3
    assert wide[:, 1].max() > shut[:, 1].max() + 3, "the chin sinks"


@pytest.mark.parametrize("yaw", [-100, 65])
def test_mouths_blinks_and_feelings_are_seen_in_every_turn(yaw):
    artist = ComicArtist()
    look = Look(5, (("hair", "updo"),))
    spec = FigureSpec(look, "f", "young", "close", 50, yaw, "stand", "")
    calm = on_canvas(artist.head(spec, FaceState("calm", 2))).astype(int)
    for other in (
        FaceState("calm", 2, "A"), FaceState("calm", 2, "O"), FaceState("calm", 2, lids=2),
        FaceState("angry", 4), FaceState("broken", 4),
    ):  # fmt: skip
        seen = on_canvas(artist.head(spec, other)).astype(int)
        changed = np.abs(seen - calm).max(axis=2) > 40
        assert changed.sum() > 500, other


@pytest.mark.parametrize("hair", HAIRS)
def test_no_skull_is_bald_from_the_side(hair):
    """Behind the ear of a profile there is hair down to the nape."""
    artist = ComicArtist()
    look = Look(5, (("hair", hair), ("hair_rgb", "0,0,0"), ("skin", "porcelain")))
    spec = FigureSpec(look, "f", "young", "close", 50, 100, "stand", "")
    page = on_canvas(artist.body(spec), artist.head(spec, FaceState("calm", 2)))
    back = page[880:960, 430:520]  # head units -60 to -20 behind the axis, at eye level
    assert (back[..., 3] > 200).all()
    assert np.median(back[..., :3]) < 90


def test_faces_of_one_shape_differ_by_person_and_stay():
    one, again, two = (Character(seed=s) for s in (1, 1, 2))
    assert np.array_equal(outline(one, 0.0), outline(again, 0.0))
    assert np.abs(outline(one, 0.0) - outline(two, 0.0)).max() > 1.5
