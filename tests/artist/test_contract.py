"""What the film room may rely on, whoever draws: every artist passes this suite."""

from __future__ import annotations

import json

import numpy as np
import pytest

from engine.artist.comic.artist import ComicArtist
from engine.artist.drawn import DrawnArtist
from engine.artist.types import CANVAS_H, CANVAS_W, FRAME_H, FRAME_W, FaceState, SetSpec
from engine.base.errors import MakeError
from engine.series.document import EMOTIONS, FRAMINGS, MOODS, TIMES_OF_DAY
from engine.voice.types import VISEMES

from .people import HEROINE, drawn_view, spec_of


@pytest.fixture(scope="module", params=["comic", "drawn"])
def artist(request, tmp_path_factory):
    comic = ComicArtist()
    if request.param == "comic":
        return comic
    folder = tmp_path_factory.mktemp("contract")
    views = [
        drawn_view(folder, HEROINE, "near+25-stand", ("calm", "angry", "sad"), comic),
        drawn_view(folder, HEROINE, "far+25-stand", ("calm",), comic),
    ]
    return DrawnArtist(comic, views)


def sound(cel):
    picture = cel.picture
    assert picture.dtype == np.uint8
    assert picture.ndim == 3
    assert picture.shape[2] == 4
    assert not any(n % 2 for n in (cel.x, cel.y, *picture.shape[:2])), "chroma is half size"
    assert (picture[..., :3] <= picture[..., 3:]).all(), "premultiplied"
    return picture


def test_it_has_a_name_and_a_version(artist):
    assert artist.name
    assert artist.version


@pytest.mark.parametrize("framing", FRAMINGS)
def test_every_framing_has_a_body_on_the_canvas(artist, framing):
    cel = artist.body(spec_of(HEROINE, framing, 25))
    picture = sound(cel)
    assert picture[..., 3].max() == 255
    assert 0 <= cel.x <= CANVAS_W - picture.shape[1]
    assert 0 <= cel.y <= CANVAS_H - picture.shape[0]


@pytest.mark.parametrize("emotion", EMOTIONS)
def test_every_emotion_has_a_face(artist, emotion):
    head = sound(artist.head(spec_of(HEROINE, "close", 25), FaceState(emotion, 4)))
    assert head[..., 3].max() == 255


def test_every_mouth_and_lid_can_be_asked_for(artist):
    spec = spec_of(HEROINE, "close", 25)
    for viseme in VISEMES:
        for lids in (0, 1, 2):
            sound(artist.head(spec, FaceState("angry", 3, viseme, lids, gaze=1, tilt=-1)))


def test_mouths_move_and_emotions_show(artist):
    spec = spec_of(HEROINE, "close", 25)
    shut, wide, sad = (
        artist.head(spec, state).picture
        for state in (FaceState("angry", 4), FaceState("angry", 4, "A"), FaceState("broken", 4))
    )
    assert shut.shape != wide.shape or (shut != wide).any()
    assert shut.shape != sad.shape or (shut != sad).any()


def test_equal_requests_give_equal_bytes(artist):
    spec, state = spec_of(HEROINE, "bust", 25), FaceState("angry", 3, "A")
    for draw in (lambda: artist.body(spec), lambda: artist.head(spec, state)):
        one, other = draw(), draw()
        assert (one.x, one.y) == (other.x, other.y)
        assert (one.picture == other.picture).all()


def test_a_person_moves_across_the_frame_and_stays_the_same(artist):
    left, right = (artist.body(spec_of(HEROINE, "medium", 25, x=x)) for x in (30, 70))
    assert right.x - left.x == pytest.approx(0.4 * FRAME_W, abs=2)
    assert right.y == left.y
    assert right.picture.shape == left.picture.shape


def test_plates_are_whole_and_say_their_light(artist):
    for time, mood in zip(TIMES_OF_DAY, MOODS, strict=False):
        layers = artist.plate(SetSpec("office", time, mood, 1))
        for layer in (layers.far, layers.mid, layers.near):
            assert layer.shape == (CANVAS_H, CANVAS_W, 4)
        assert (layers.far[..., 3] == 255).all()
        assert json.loads(layers.light)


def test_overlays_cover_the_frame_and_unknown_ones_are_refused(artist):
    assert artist.overlay("rain", 1, "sad", 1).shape == (FRAME_H, FRAME_W, 4)
    with pytest.raises(MakeError):
        artist.overlay("confetti-cannon", 0, "", 1)
