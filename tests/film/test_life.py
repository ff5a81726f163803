"""People breathe, their hair swings after the head, and faces are lifted but never bent."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from engine.artist.comic.artist import ComicArtist
from engine.artist.types import CANVAS_H, CANVAS_W, FaceState, FigureSpec
from engine.editor.types import FaceKey, Figure
from engine.film.layers import make_layer
from engine.film.life import bent_body, bent_head, pose
from engine.series.document import Look

LOOK = Look(3, (("hair", "long_bangs"), ("outfit", "hanfu")))


def figure(framing, *tilts):
    keys = tuple(FaceKey(20 * i, FaceState("calm", 2, tilt=t)) for i, t in enumerate(tilts))
    return Figure("cast/h", framing, 50, 60, "stand", keys)


def layer_of(cel):
    layer = make_layer(cel.picture, opaque=False, half=False)
    return replace(layer, x=layer.x + cel.x, y=layer.y + cel.y)


@pytest.mark.parametrize("framing", ["extreme", "close", "bust", "medium", "cowboy", "full"])
def test_nobody_is_still_for_four_seconds(framing):
    for seed in (1, 500, 9001):
        rows = [pose(figure(framing, 0), n, seed, windy=False) for n in range(400)]
        for first in range(0, 280, 10):
            assert len(set(rows[first : first + 120])) > 1


def test_breath_comes_as_often_as_a_humans():
    lifts = [pose(figure("close", 0), n, 7, windy=False)[0] for n in range(1800)]  # one minute
    tops = sum(a < b and b == max(lifts) for a, b in pairwise(lifts))
    assert 12 <= tops <= 20


def test_hair_goes_on_after_the_head_and_comes_to_rest():
    still = [pose(figure("close", 0), n, 7, windy=False)[1] for n in range(90)]
    moved = [pose(figure("close", 0, 1), n, 7, windy=False)[1] for n in range(90)]
    away = [abs(a - b) for a, b in zip(still, moved, strict=True)]
    assert max(away[20:32]) >= 3
    assert max(away[:20]) == 0
    assert max(away[75:]) == 0


def test_wind_moves_more_than_a_room():
    calm, windy = (
        [pose(figure("close", 0), n, 7, windy=w)[1] for n in range(400)] for w in (False, True)
    )
    assert np.std(windy) > 1.5 * np.std(calm)


def test_a_face_is_lifted_whole_and_hair_below_it_swings():
    spec = FigureSpec(LOOK, "f", "young", "close", 50, 60, "stand", "")
    artist = ComicArtist()
    head = layer_of(artist.head(spec, FaceState("calm", 2)))
    bent = bent_head(head, (spec, 0), (2, 5, 4))
    chin = CANVAS_H // 2 - head.y  # below it is hair alone
    assert np.array_equal(bent.planes.y[8 : chin - 200], head.planes.y[10 : chin - 198])
    assert (bent.planes.y[-60:-20] != head.planes.y[-58:-18]).any(), "tips swing"
    body = layer_of(artist.body(replace(spec, framing="full")))
    swung = bent_body(body, (replace(spec, framing="full"), 0), (2, 5, 4))
    waist = CANVAS_H * 2 // 5 - body.y
    assert (swung.planes.y[:waist] != body.planes.y[:waist]).any(), "the chest is lifted"
    assert (swung.planes.y[-300:] != body.planes.y[-300:]).any(), "a long hem swings"
    assert swung.box == body.box
    assert swung.box.right <= CANVAS_W


def test_hair_behind_the_shoulders_follows_late_and_alone():
    moved = [pose(figure("close", 0, 1), n, 7, windy=False) for n in range(90)]
    still = [pose(figure("close", 0), n, 7, windy=False) for n in range(90)]
    first = [next(n for n in range(90) if moved[n][part] != still[n][part]) for part in (1, 2)]
    assert first[0] < first[1] <= first[0] + 12
    spec = FigureSpec(LOOK, "f", "young", "close", 50, 25, "stand", "")
    body = layer_of(ComicArtist().body(spec))
    swung = bent_body(body, (spec, 0), (0, 0, 6))
    middle = CANVAS_W // 2 - body.x
    assert (swung.planes.y != body.planes.y).any()
    neck = slice(middle - 90, middle + 90)
    assert np.array_equal(swung.planes.y[:, neck], body.planes.y[:, neck]), "the neck stands still"
