"""Cuts filmed from drawings and traced plates, beside the same cuts by the comic artist."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.artist.comic.artist import ComicArtist
from engine.artist.diffusion.painter import Painter
from engine.artist.diffusion.plates import PlateTask
from engine.artist.drawn import DrawnArtist
from engine.artist.types import FaceState, SetSpec
from engine.editor.types import Camera, Cut, FaceKey, Figure
from engine.film.cache import PlaneCache
from engine.film.compositor import Compositor
from engine.film.pictures import to_bgr
from engine.film.planes import empty_target
from engine.film.types import HEIGHT, WIDTH
from engine.series.document import CastMember

from .people import HEROINE, UNCLE, Tracing, drawn_view, nothing

CAST = {
    "cast/h": CastMember("cast/h", "Mei", "hero", HEROINE.gender, HEROINE.age, look=HEROINE.look),
    "cast/u": CastMember("cast/u", "Bo", "villain", UNCLE.gender, UNCLE.age, look=UNCLE.look),
}
PLACE = SetSpec("bamboo", "dusk", "tense", 3)
FACES = (FaceKey(0, FaceState("angry", 4, "M")), FaceKey(4, FaceState("angry", 4, "A")))
CUT = Cut(
    "line1.0", "shot1", "place/bamboo", 9,
    (Figure("cast/h", "close", 46, 60, "stand", FACES),
     Figure("cast/u", "close", 82, 0, "stand", (FaceKey(0, FaceState()),), back=True)),
    Camera("push-in", 1000, 1080, 0, 20), wash="angry",
)  # fmt: skip


@pytest.fixture(scope="module")
def comic():
    return ComicArtist()


@pytest.fixture(scope="module")
def plate(comic):
    return comic.plate(PLACE)


def frames(cut, plate, key, artist, numbers):
    compositor = Compositor(cut, plate, key, CAST, artist, PlaneCache(64 << 20))
    found = []
    for number in numbers:
        target = empty_target(WIDTH, HEIGHT)
        compositor.compose(number, target)
        found.append(to_bgr(target).astype(np.int16))
    return found


def test_drawings_move_no_cut(comic, plate, tmp_path):
    views = [drawn_view(tmp_path, HEROINE, "near+60-stand", ("calm", "angry"), comic),
             drawn_view(tmp_path, UNCLE, "near-back", (), comic)]  # fmt: skip
    numbers = (0, 5, 8)
    one = frames(CUT, plate, "p", DrawnArtist(comic, views), numbers)
    other = frames(CUT, plate, "p", comic, numbers)
    for drawn, ink in zip(one, other, strict=True):
        assert np.abs(drawn - ink).mean() < 1.5
        assert np.abs(drawn - ink).max() > 0  # a drawing it was
    alone = replace(CUT, figures=())
    (empty,) = frames(alone, plate, "p", comic, (0,))
    assert np.abs(one[0] - empty).mean() > 20


def test_a_painted_plate_moves_like_the_comic_one(comic, plate):
    (traced,) = Painter(Tracing(), comic).plates([PlateTask(PLACE, 1)], nothing)
    moving = replace(CUT, figures=(), camera=Camera("pan", 1040, 1040, -40, 40), wash="neutral")
    one, other = (frames(moving, p, key, comic, (0, 8))
                  for p, key in ((plate, "a"), (traced, "b")))  # fmt: skip
    for ink, painted in zip(one, other, strict=True):
        assert np.abs(ink - painted).mean() < 4  # softer, for it was painted smaller
