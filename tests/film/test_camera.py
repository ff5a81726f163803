"""The camera never looks past the canvas and moves evenly."""

from itertools import pairwise

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.artist.types import CANVAS_H, CANVAS_W, FRAME_H, FRAME_W
from engine.editor.types import Camera, Effect
from engine.film.camera import PARALLAX, Path
from engine.film.zoom import Zoom

from .drawing import figure, make_cut

MOVES = ("hold", "push-in", "pull-out", "pan", "drift", "punch")


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(MOVES),
    st.tuples(st.integers(850, 1400), st.integers(850, 1400)),
    st.tuples(st.integers(-200, 200), st.integers(-200, 200)),
    st.integers(0, 100),
    st.integers(0, 100),
)
def test_no_layer_ever_shows_its_edge(move, zoom, pan, x, shake):
    camera = Camera(move, *zoom, *pan)
    effects = (Effect("shake", 3, 12, shake),)
    path = Path(make_cut(30, (figure(x=x),), camera, effects))
    for n in range(30):
        view = path.view(n)
        assert view.left >= -1e-6
        assert view.top >= -1e-6
        assert view.left + FRAME_W / view.zoom <= CANVAS_W + 1e-6
        assert view.top + FRAME_H / view.zoom <= CANVAS_H + 1e-6
        for layer in PARALLAX:
            placed = path.move(layer, n)
            assert placed.x <= 1e-6
            assert placed.x + placed.factor * CANVAS_W >= FRAME_W - 1e-6
            assert placed.y + placed.factor * CANVAS_H >= FRAME_H - 1e-6


def test_a_push_in_grows_from_first_to_last_frame():
    path = Path(make_cut(60, camera=Camera("push-in", 1000, 1120)))
    zooms = [path.view(n).zoom for n in range(60)]
    assert zooms[0] == pytest.approx(1.0)
    assert zooms[-1] == pytest.approx(1.12)
    assert zooms == sorted(zooms)


def test_far_things_move_less_than_near_ones_in_a_pan():
    path = Path(make_cut(60, camera=Camera("pan", 1060, 1060, -30, 30)))
    steps = {n: path.move(n, 59).x - path.move(n, 0).x for n in PARALLAX}
    assert steps["near"] < steps["figure"] < steps["mid"] < steps["far"] < 0


def test_a_shake_dies_away():
    path = Path(make_cut(40, effects=(Effect("shake", 0, 30, 80),)))
    rest = path.view(39)
    offsets = [abs(path.view(n).left - rest.left) + abs(path.view(n).top - rest.top)
               for n in range(40)]  # fmt: skip
    assert max(offsets[:6]) > 8
    assert max(offsets[26:]) <= 4
    assert offsets[35] == 0


@pytest.mark.parametrize("factor", [0.93, 0.996, 1.0, 1.004, 1.03, 1.12])
@pytest.mark.parametrize("start", [(10.0, 20.0), (13.37, 8.71)])
def test_the_zoom_is_close_to_exact_resampling(factor, start):
    ramp = np.linspace(0, 8 * np.pi, 400)
    source = (np.sin(ramp)[:, None] * np.cos(ramp * 0.7)[None, :] * 100 + 128).astype(np.uint8)
    target = np.empty((240, 200), np.uint8)
    Zoom()(source, factor, *start, target)
    matrix = np.float32([[1 / factor, 0, (0.5 / factor) - 0.5 + start[0]],
                         [0, 1 / factor, (0.5 / factor) - 0.5 + start[1]]])  # fmt: skip
    exact = cv2.warpAffine(
        source, matrix, (200, 240), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    )
    difference = np.abs(target.astype(int) - exact)
    assert difference.mean() < 1.0
    assert difference.max() <= 4


@settings(max_examples=80, deadline=None)
@given(
    st.floats(0.85, 1.6), st.tuples(st.floats(-5, 130), st.floats(-5, 130)),
    st.tuples(st.integers(1, 90), st.integers(1, 90)),
)  # fmt: skip
def test_the_zoom_never_fails_at_the_edges(factor, start, size):
    source = np.full((120, 100), 77, np.uint8)
    target = np.zeros(size, np.uint8)
    Zoom()(source, factor, *start, target)
    assert (target == 77).all()


def test_a_slow_zoom_moves_evenly():
    rng = np.random.default_rng(1)
    source = cv2.GaussianBlur(rng.integers(0, 256, (700, 500), dtype=np.uint8), (0, 0), 3)
    source = cv2.normalize(source, None, 0, 255, cv2.NORM_MINMAX)
    zoom, frames = Zoom(), []
    for n in range(30):
        factor, target = 1.03 + 0.0012 * n, np.empty((540, 380), np.uint8)
        zoom(source, factor, 250 - 190 / factor, 350 - 270 / factor, target)
        frames.append(target.astype(int))
    steps = np.array([np.abs(b - a).mean() for a, b in pairwise(frames)])
    assert steps.std() / steps.mean() < 0.10
