"""Composing in steps gives the same picture as composing anew; effects do what they say."""

from itertools import pairwise

import numpy as np
import pytest

from engine.editor.types import Camera, Effect
from engine.film.cache import PlaneCache
from engine.film.compositor import Compositor
from engine.film.planes import empty_target

from .drawing import CAST, PLATE, ShapeArtist, figure, make_cut


@pytest.fixture(scope="module")
def cache():
    return PlaneCache()


def compose(cut, frames, cache):
    """The wanted frames of a cut, composed in one go."""
    compositor = Compositor(cut, PLATE, "plate", CAST, ShapeArtist(), cache)
    found = {}
    for n in range(max(frames) + 1):
        target = empty_target(1080, 1920)
        compositor.compose(n, target)
        if n in frames:
            found[n] = target
    return found


def alone(cut, frame, cache):
    target = empty_target(1080, 1920)
    Compositor(cut, PLATE, "plate", CAST, ShapeArtist(), cache).compose(frame, target)
    return target


@pytest.mark.parametrize("zoom", [1000, 1060])
@pytest.mark.parametrize("framing", ["close", "cowboy"])
def test_repaired_faces_equal_a_fresh_picture(zoom, framing, cache):
    people = (
        figure("cast/a", framing, 40, 40),
        figure("cast/b", framing, 62, 40),
        figure("cast/b", "bust", 92, 40, back=True),
    )
    cut = make_cut(40, people, Camera("hold", zoom, zoom))
    stepped = compose(cut, {13, 21, 39}, cache)
    for n, target in stepped.items():
        for got, wanted in zip(target, alone(cut, n, cache), strict=True):
            difference = np.abs(got.astype(int) - wanted)
            # patches are resampled on their own, a tenth of a pixel off at most; so is the layer
            # nearest to the camera where a breath moves somebody behind it
            assert difference.max() <= (8 if zoom == 1000 else 40)
            assert difference.mean() < 0.05


def test_a_mouth_changes_only_its_own_place(cache):
    cut = make_cut(8, (figure("cast/a", "close", 50, 8),))
    frames = compose(cut, {3, 4}, cache)
    changed = frames[3][0] != frames[4][0]
    rows, columns = np.flatnonzero(changed.any(1)), np.flatnonzero(changed.any(0))
    assert 0 < np.ptp(rows) < 150
    assert np.ptp(columns) < 220


def test_a_push_in_moves_evenly(cache):
    cut = make_cut(60, (), Camera("push-in", 1020, 1120))
    frames = compose(cut, set(range(20, 40)), cache)
    luma = [frames[n][0].astype(int) for n in sorted(frames)]
    steps = np.array([np.abs(b - a).mean() for a, b in pairwise(luma)])
    assert steps.min() > 0
    assert steps.std() / steps.mean() < 0.35


def gradients(target):
    """Mean squared step between neighbours, across and down: blur spreads steps."""
    luma = target[0].astype(int)
    return (np.diff(luma, axis=1) ** 2).mean(), (np.diff(luma, axis=0) ** 2).mean()


@pytest.mark.parametrize(("effects", "axis"), [
    ((Effect("blur", 0, 20, 80),), 0),
    ((Effect("blur", 0, 20, 80), Effect("shake", 0, 20, 40)), 1),
])  # fmt: skip
def test_motion_blur_smears_along_its_axis(effects, axis, cache):
    people = (figure("cast/a", "full", 50, 20),)
    sharp = gradients(alone(make_cut(20, people), 5, cache))
    smeared = gradients(alone(make_cut(20, people, effects=effects), 5, cache))
    along, across = smeared[axis] / sharp[axis], smeared[1 - axis] / sharp[1 - axis]
    assert along < 0.35
    assert across > 1.5 * along


def test_motion_blur_of_a_punch_grows_away_from_the_middle(cache):
    people = (figure("cast/a", "full", 50, 20),)
    camera = Camera("punch", 1000, 1100)
    sharp = alone(make_cut(20, people, camera), 10, cache)[0].astype(int)
    cut = make_cut(20, people, camera, (Effect("blur", 8, 8, 100),))
    smeared = alone(cut, 10, cache)[0].astype(int)
    rows = slice(0, 600)
    before, after = ((np.diff(p[rows], axis=0) ** 2).mean() for p in (sharp, smeared))
    assert after < 0.7 * before


def test_a_flash_brightens_and_dies(cache):
    cut = make_cut(20, effects=(Effect("flash", 5, 8, 80),))
    frames = compose(cut, {4, 5, 9, 14}, cache)
    light = {n: f[0].mean() for n, f in frames.items()}
    assert light[5] > light[9] > light[4] + 1
    assert light[14] == pytest.approx(light[4], abs=1)


def test_dim_darkens(cache):
    bright = alone(make_cut(20), 10, cache)
    dark = alone(make_cut(20, effects=(Effect("dim", 0, 20, 80),)), 10, cache)
    assert dark[0].mean() < 0.75 * bright[0].mean()


def test_backgrounds_are_soft_behind_close_shots_only(cache):
    def sharpness(framing):
        corner = alone(make_cut(4, (figure("cast/a", framing, 50, 4),)), 0, cache)[0]
        return np.abs(np.diff(corner[:500, :250].astype(int), axis=1)).max()

    assert sharpness("close") < 0.4 * sharpness("full")


def test_wash_tints_the_background(cache):
    def red(wash):
        return alone(make_cut(4, (), wash=wash), 0, cache)[2].mean()

    assert red("angry") > red("neutral") + 2 > red("broken") + 3
