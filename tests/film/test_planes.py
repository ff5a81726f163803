"""Conversion and blending are exact to a level, and cells lose nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.film.layers import make_layer, paste
from engine.film.pictures import to_bgr
from engine.film.planes import Box, blit, cells, convert, empty_target, faded, ink_box


def plain(colour: tuple[int, int, int, int], size: int = 8) -> np.ndarray:
    return np.full((size, size, 4), colour, np.uint8)


@pytest.mark.parametrize(
    ("bgr", "yuv"),
    [
        ((255, 255, 255), (235, 128, 128)),
        ((0, 0, 0), (16, 128, 128)),
        ((0, 0, 255), (63, 102, 240)),  # red, green and blue of EBU Tech 3325, 8 bit
        ((0, 255, 0), (173, 42, 26)),
        ((255, 0, 0), (32, 240, 118)),
    ],
)
def test_colours_are_bt709_limited(bgr, yuv):
    planes = convert(plain((*bgr, 255)), opaque=True)
    assert np.allclose([p[0, 0] for p in planes.arrays], yuv, atol=1)


def test_half_transparent_white_over_black_is_mid_grey():
    target = empty_target(8, 8)
    blit(target, convert(plain((128, 128, 128, 128))), 0, 0)
    assert np.abs(to_bgr(target).astype(int) - 128).max() <= 2


def test_blending_is_what_float_composition_gives():
    rng = np.random.default_rng(4)
    under = rng.integers(0, 256, (32, 32, 3)).repeat(2, 0).repeat(2, 1)
    alpha = rng.integers(0, 256, (32, 32, 1)).repeat(2, 0).repeat(2, 1)
    colour = rng.integers(0, 256, (32, 32, 3)).repeat(2, 0).repeat(2, 1)
    over = np.concatenate([colour * alpha // 255, alpha], axis=2).astype(np.uint8)
    target = empty_target(64, 64)
    blit(target, convert(np.dstack([under, under[..., :1] * 0 + 255]).astype(np.uint8),
                         opaque=True), 0, 0)  # fmt: skip
    blit(target, convert(over), 0, 0)
    wanted = over[..., :3] + under * (255 - alpha) / 255
    expected = convert(np.dstack([wanted, alpha * 0 + 255]).astype(np.uint8), opaque=True)
    for got, plane in zip(target, expected.arrays, strict=True):
        assert np.abs(got.astype(int) - plane).max() <= 3


def test_a_picture_sticking_out_is_cut_at_the_edge():
    target = empty_target(16, 16)
    blit(target, convert(plain((255, 255, 255, 255))), -4, 12)
    assert (target[0] == 235).sum() == 4 * 4


def test_fading_to_nothing_leaves_the_target():
    target = empty_target(8, 8)
    blit(target, faded(convert(plain((10, 200, 255, 255))), 0), 0, 0)
    assert [int(p.max()) for p in target] == [16, 128, 128]


def test_an_empty_drawing_has_no_cells_and_paints_nothing():
    layer = make_layer(plain((0, 0, 0, 0), 64), opaque=False, half=False)
    target = empty_target(64, 64)
    paste(target, layer, (0, 0), Box(0, 0, 64, 64))
    assert layer.cells == ()
    assert (target[0] == 16).all()
    assert ink_box(np.zeros((4, 4), np.uint8)) is None


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([16, 24, 40]))
def test_cells_cover_all_ink_once_and_opaque_ones_are_opaque(seed, size):
    rng = np.random.default_rng(seed)
    alpha = np.zeros((96, 128), np.uint8)
    for _ in range(3):
        x, y = rng.integers(0, 100), rng.integers(0, 70)
        alpha[y : y + rng.integers(4, 60), x : x + rng.integers(4, 60)] = rng.choice([90, 255])
    covered = np.zeros(alpha.shape, int)
    for box, opaque in cells(alpha, size):
        covered[box.top : box.bottom, box.left : box.right] += 1
        assert not any(side % 2 for side in box)
        if opaque:
            assert alpha[box.top : box.bottom, box.left : box.right].min() >= 253
    assert covered.max() <= 1
    assert (covered[alpha > 2] == 1).all()
