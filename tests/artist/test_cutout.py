"""Cutting figures out of paintings: the outline holds, and nothing of the ground comes along."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.artist.cutout import GROUND, GROWN, cut_out, on_ground
from engine.artist.guide import Guide
from engine.artist.views import parse_view

from .people import HEROINE, UNCLE

CASES = ((HEROINE, "near+60-stand"), (UNCLE, "far-85-hip"))


@pytest.fixture(scope="module", params=CASES, ids=lambda c: f"{c[0].gender}-{c[1]}")
def figure(request):
    who, name = request.param
    guide = Guide()
    return guide.figure(who, parse_view(name), guide.window(who, parse_view(name)))


def overlap(a, b):
    first, second = a[..., 3] > 127, b[..., 3] > 127
    return (first & second).sum() / (first | second).sum()


def test_the_comic_figure_itself_comes_out_whole(figure):
    cut = cut_out(on_ground(figure), figure)
    assert overlap(cut, figure) > 0.99
    assert np.abs(cut.astype(int) - figure).mean() < 0.5


def test_a_painting_that_differs_comes_out_with_its_own_edge(figure):
    """Other tones, grain, a ground that is not even, and an outline moved by three pixels."""
    rng = np.random.default_rng(1)
    move = np.array([[1.0, 0, 2], [0, 1, 2]])
    size = figure.shape[1::-1]
    painted_figure = cv2.warpAffine(figure, move, size)
    height, width = figure.shape[:2]
    ground = (
        np.array(GROUND) + np.linspace(-25, 25, width)[None, :, None] + np.zeros((height, 1, 3))
    )
    alpha = painted_figure[..., 3:] / 255
    page = painted_figure[..., :3] * 0.8 + 12 * alpha + ground * (1 - alpha)
    page = np.clip(page + rng.normal(0, 3, page.shape), 0, 255).astype(np.uint8)
    cut = cut_out(page, figure)
    assert overlap(cut, painted_figure) > 0.97
    assert overlap(cut, painted_figure) > overlap(figure, painted_figure)


def test_nothing_of_the_ground_is_left_at_the_edge(figure):
    """Over black, an edge that kept the light ground would shine."""
    cut, known = (on_ground(p, (0, 0, 0)) for p in (cut_out(on_ground(figure), figure), figure))
    solid = (figure[..., 3] > 250).astype(np.uint8)
    band = (cv2.dilate(solid, np.ones((7, 7))) - cv2.erode(solid, np.ones((3, 3)))) > 0
    brighter = cut[band].astype(int).max(axis=1) - known[band].astype(int).max(axis=1)
    assert np.percentile(brighter, 99) < 30
    assert brighter.mean() < 2


def test_what_stands_beside_the_figure_is_not_taken(figure):
    page = on_ground(figure)
    page[:40, :40] = (20, 20, 200)
    cut = cut_out(page, figure)
    reach = cv2.dilate(figure[..., 3], np.ones((4 * GROWN, 4 * GROWN)))
    assert not cut[..., 3][reach == 0].any()
    assert (cut[..., :3] <= cut[..., 3:]).all()


def test_a_ground_of_the_figures_colour_leaves_the_known_outline():
    """Nothing can be told where both look alike: the comic artist's alpha stands."""
    guide = Guide()
    view = parse_view("near-25-stand")
    figure = guide.figure(UNCLE, view, guide.window(UNCLE, view))
    flat = np.full((*figure.shape[:2], 3), 128, np.uint8)
    assert overlap(cut_out(flat, figure), figure) > 0.99
