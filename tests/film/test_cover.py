"""The cover: a portrait JPEG with its title in sight."""

import cv2
import numpy as np
import pytest

from engine.base.errors import MakeError
from engine.film.cache import PlaneCache
from engine.film.cover import draw_cover

from .drawing import CAST, PLATE, ShapeArtist, figure
from .strokes import strokes


def draw(out, who="cast/a", **words):
    wanted = {"title": "The Heiress Falls", "number": 7, "series": "Blood", "label": "AI-generated"}
    return draw_cover(PLATE, "plate", figure(who), CAST, ShapeArtist(), PlaneCache(),
                      **{**wanted, **words}, wash="angry", out=out)  # fmt: skip


def lettered(picture, rows):
    luma = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)[rows]
    return len(strokes(luma))


def test_a_cover_is_a_portrait_jpeg_with_title_and_label(tmp_path):
    size = draw(tmp_path / "c.jpg")
    assert (tmp_path / "c.jpg").stat().st_size == size
    picture = cv2.imread(str(tmp_path / "c.jpg"))
    assert picture.shape == (1920, 1080, 3)
    assert lettered(picture, slice(1300, 1800)) > 400
    draw(tmp_path / "plain.jpg", label="")
    plain = cv2.imread(str(tmp_path / "plain.jpg"))
    assert lettered(picture, slice(0, 200)) > lettered(plain, slice(0, 200)) + 100


def test_episodes_have_different_covers(tmp_path):
    first, second = tmp_path / "1.jpg", tmp_path / "2.jpg"
    draw(first)
    draw(second, number=8, title="千金坠落", series="血与兰")
    pictures = [cv2.imread(str(p)).astype(int) for p in (first, second)]
    assert np.abs(pictures[0] - pictures[1])[1300:].mean() > 3
    draw(second)
    assert first.read_bytes() == second.read_bytes()


def test_a_very_long_title_stays_on_the_cover(tmp_path):
    draw(tmp_path / "c.jpg", title="The Daughter Nobody in This Enormous House Ever Spoke About")
    picture = cv2.imread(str(tmp_path / "c.jpg"))
    found = strokes(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)[1000:])
    assert found[:, 1].min() >= 40
    assert found[:, 2].max() <= 1040


def test_an_unknown_subject_is_an_error(tmp_path):
    with pytest.raises(MakeError):
        draw(tmp_path / "c.jpg", who="cast/nobody")
    assert list(tmp_path.iterdir()) == []
