"""Particles drift and come in again; devices fade."""

import cv2
import numpy as np
import pytest

from engine.editor.types import Effect
from engine.film.effects import darken, envelope, lighten
from engine.film.particles import MOTIONS, Specks
from engine.film.planes import empty_target


def dots(count: int) -> np.ndarray:
    picture = np.zeros((1920, 1080, 4), np.uint8)
    for i in range(count):
        x, y = 100 + i * 90, 300 + i * 60
        picture[y : y + 20, x : x + 20] = 255
    return picture


def lit(specks, frame, level=255):
    target = empty_target(1080, 1920)
    specks.draw(frame, level, target)
    return target[0] > 200


@pytest.mark.parametrize("kind", [kind for kind, motion in MOTIONS.items() if not motion.pulse])
def test_every_speck_is_drawn_and_stays_whole(kind):
    specks = Specks(dots(8), MOTIONS[kind])
    assert len(specks) == 8
    assert lit(specks, 0).sum() == 8 * 400
    moved = lit(specks, 60)
    assert (moved != lit(specks, 0)).any()
    assert moved.sum() <= 8 * 400


@pytest.mark.parametrize("kind", [kind for kind, motion in MOTIONS.items() if motion.pulse])
def test_specks_that_pulse_come_and_go_and_none_is_left_out(kind):
    specks = Specks(dots(8), MOTIONS[kind])
    shown = [int(lit(specks, n).sum()) // 400 for n in range(0, 240, 6)]
    assert min(shown) < max(shown) < 8
    ever = sum(lit(specks, n) for n in range(0, 240, 6))
    assert cv2.connectedComponents(ever.astype(np.uint8))[0] - 1 >= 8


def test_a_few_specks_are_of_all_sizes():
    picture = np.zeros((1920, 1080, 4), np.uint8)
    for i in range(60):
        x, y, size = 20 + i % 10 * 100, 60 + i // 10 * 300, 4 + i // 10 * 8
        picture[y : y + size, x : x + size] = 255
    few = Specks(picture, MOTIONS["leaves"], few=True)
    assert 8 <= len(few) <= 30
    tall = cv2.connectedComponentsWithStats(lit(few, 0).astype(np.uint8))[2][1:, 3]
    assert tall.min() < 10
    assert tall.max() > 30


def test_petals_fall_and_embers_rise_in_small_steps():
    for kind, sign in (("petals", 1), ("embers", -1)):
        specks = Specks(dots(1), MOTIONS[kind])
        heights = [np.flatnonzero(lit(specks, n).any(axis=1)).mean() for n in range(10)]
        steps = np.diff(heights) * sign
        assert steps.min() >= 0
        assert 0 < steps.mean() < 12


def test_a_speck_that_leaves_comes_in_again():
    specks = Specks(dots(1), MOTIONS["petals"])
    seen = [lit(specks, n).any() for n in range(0, 1500, 10)]
    first_gone = seen.index(False)
    assert any(seen[first_gone:])


def test_devices_fade_in_and_out():
    effect = Effect("rain", 10, 40, 100)
    levels = [envelope(effect, n) for n in range(8, 52)]
    assert levels[:2] == [0, 0]
    assert levels[-2:] == [0, 0]
    assert max(levels) == 255
    assert levels[2] < levels[4] < levels[6] == 255
    assert envelope(Effect("rain", 10, 40, 20), 30) < 160


def test_light_and_dark_move_every_plane():
    bright, dark = empty_target(16, 16), empty_target(16, 16)
    bright[0][:] = dark[0][:] = 100
    lighten(bright, 1.0)
    darken(dark, 0.5)
    assert (bright[0] == 235).all()
    assert (dark[0] < 70).all()
