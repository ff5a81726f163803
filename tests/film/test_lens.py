"""A picture and its answer stand before different parts of one place, and lamps go along."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.artist.types import CANVAS_H, CANVAS_W, Glow
from engine.film.lens import lens_of

from .drawing import figure, make_cut


def lens(framing: str, x: int):
    return lens_of(make_cut(20, (figure(framing=framing, x=x),)))


@pytest.mark.parametrize("framing", ["extreme", "close", "bust", "medium", "cowboy", "full"])
@pytest.mark.parametrize("x", [30, 50, 70])
def test_a_place_fills_the_canvas_from_every_side(framing, x):
    solid = np.full((CANVAS_H, CANVAS_W, 4), 255, np.uint8)
    assert lens(framing, x).seen(solid).min() == 255


def test_the_answer_has_another_background_and_closer_pictures_a_larger_one():
    left, right = lens("close", 45), lens("close", 55)
    assert left.aside - right.aside > 0.2 * CANVAS_W
    factors = [lens(size, 45).factor for size in ("full", "medium", "bust", "close", "extreme")]
    assert factors == sorted(set(factors))


def test_a_lamp_goes_with_its_plate():
    picture = np.zeros((CANVAS_H, CANVAS_W, 4), np.uint8)
    glow = Glow(640, 700, 20, (255, 200, 100))
    picture[690:711, 630:651] = 255
    for x in (45, 55):
        seen = lens("bust", x).seen(picture)[..., 0]
        rows, columns = np.nonzero(seen > 128)
        moved = lens("bust", x).glow(glow)
        assert abs(rows.mean() - moved.y) < 1.5
        assert abs(columns.mean() - moved.x) < 1.5
    near = replace(glow, layer="near")
    assert lens("bust", 45).glow(near) == near
