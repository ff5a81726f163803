"""Every thing that a script may show is drawn: in the middle, large, alive, lit by its place."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import cv2
import numpy as np
import pytest
import skia

from engine.artist.comic.artist import ComicArtist
from engine.artist.comic.ink import Art, Light
from engine.artist.comic.props import THINGS
from engine.artist.comic.props.page import Page
from engine.artist.types import Air, Cel, PropSpec
from engine.base.canon import canonical_text
from engine.base.codec import encode
from engine.base.errors import MakeError
from engine.series.document import PROPS

ARTIST = ComicArtist()
LIGHT = json.dumps(asdict(Light()))


def drawn(prop: str, phase: int, light: str = LIGHT) -> Cel:
    return ARTIST.prop(PropSpec(prop, light, canonical_text(encode(Air())), 1, phase))


def small(prop: str, t: float | None, *, ancient: bool = False) -> np.ndarray:
    """A tenth of the frame with what stands still (t None) or moves of a thing."""
    surface = skia.Surface(108, 192)
    with surface as canvas:
        canvas.clear(0)
        canvas.scale(0.1, 0.1)
        draw, _ = THINGS[prop]
        draw(Page(Art(canvas), t, ancient, 0.0, (112, 84, 66), 1))
    return np.asarray(surface.toarray(), np.uint8)


def over(below: np.ndarray, above: np.ndarray) -> np.ndarray:
    share = above[..., 3:].astype(float) / 255
    return np.asarray(below[..., :3] * (1 - share) + above[..., :3] * share, np.uint8)


def test_every_thing_of_the_script_is_drawn() -> None:
    assert set(THINGS) == set(PROPS)


@pytest.mark.parametrize("prop", PROPS)
def test_a_thing_fills_the_picture_about_its_middle_and_moves(prop: str) -> None:
    moving = [small(prop, n / 24) for n in (5, 9)]
    whole = over(small(prop, None), moving[0])
    rows, columns = np.nonzero(cv2.Canny(whole[10:140], 60, 140))
    assert len(rows) > 150, "there is something to see"
    assert 30 < columns.mean() < 78
    assert max(np.ptp(columns) / 108, np.ptp(rows) / 130) > 0.5
    assert 15 < rows.mean() < 110
    assert any((moving[0] != other).any() for other in moving[1:]), "it is dead"


def test_things_follow_their_time_and_their_light() -> None:
    for prop in ("watch", "lamp", "door", "money", "screen", "headlights", "tape", "bottle"):
        new, old = (over(small(prop, None, ancient=a), small(prop, 0.2, ancient=a)).astype(int)
                    for a in (False, True))  # fmt: skip
        assert abs(new - old).mean() > 3, prop
    night = json.dumps(asdict(replace(Light(), ambient=(110, 120, 190))))
    day, dark = (drawn("book", -1, light).picture for light in (LIGHT, night))
    assert dark[..., 2].mean() < 0.9 * day[..., 2].mean()


def test_a_thing_comes_as_a_cel_of_the_canvas() -> None:
    for cel in (drawn("pendant", -1), drawn("pendant", 5)):
        assert (cel.picture[..., :3] <= cel.picture[..., 3:]).all(), "premultiplied"
        assert not any(n % 2 for n in (cel.x, cel.y, *cel.picture.shape[:2]))


def test_equal_requests_give_equal_bytes_and_unknown_things_are_refused() -> None:
    one, other = drawn("map", 7), drawn("map", 7)
    assert (one.x, one.y) == (other.x, other.y)
    assert (one.picture == other.picture).all()
    with pytest.raises(MakeError):
        drawn("kettle", 0)
