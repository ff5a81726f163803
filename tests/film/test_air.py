"""A place lives by itself: its lamps, mist and dust move, stay behind people, and cost little."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from engine.artist.types import Air, Drift, FaceState, Glow
from engine.base.canon import canonical_text
from engine.base.codec import encode
from engine.editor.types import Cut, Effect, FaceKey, Figure
from engine.film.air import brightness
from engine.film.cache import PlaneCache
from engine.film.compositor import Compositor
from engine.film.planes import empty_target

from .drawing import CAST, PLATE, ShapeArtist, make_cut

STILL = Figure("cast/a", "medium", 50, 20, "stand", (FaceKey(0, FaceState()),))
KINDS = ("mist", "cloud", "steam", "smoke", "traffic", "beam", "shade")
LAMPS = ("flame", "neon", "screen", "star", "lamp")
ARTIST, CACHE = ShapeArtist(), PlaneCache()


def lumas(air: Air | None, cut: Cut, frames: tuple[int, ...]) -> list[np.ndarray]:
    """Luma of some frames of a cut in a place with that air."""
    text = "" if air is None else canonical_text(encode(air))
    compositor = Compositor(cut, replace(PLATE, air=text), "plate", CAST, ARTIST, CACHE)
    found = []
    for n in frames:
        target = empty_target(1080, 1920)
        compositor.compose(n, target)
        found.append(target[0].astype(int))
    return found


def still(frames: int = 200) -> Cut:
    return make_cut(frames, figures=(STILL,))


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_passes_is_seen_to_move_and_comes_out_equal_each_time(kind: str) -> None:
    air = Air(drifts=(Drift(kind, 100, 300, 900, 500, (255, 255, 255), 60, 60, "far"),))
    frames = (0, 30, 60, 90)
    bare = lumas(None, still(), (0,))[0]
    seen = lumas(air, still(), frames)
    assert any(abs(picture - bare).max() > 8 for picture in seen)
    assert any((one != other).any() for one, other in itertools.pairwise(seen))
    assert (lumas(air, still(), (30,))[0] == seen[1]).all()


@pytest.mark.parametrize("kind", LAMPS)
def test_a_lamp_flickers_within_its_bounds_and_never_for_two_seconds_rests(kind: str) -> None:
    levels = [brightness(kind, n, 5) for n in range(600)]
    assert 0 <= min(levels) < max(levels) <= 1.01
    assert all(max(levels[i : i + 60]) - min(levels[i : i + 60]) > 0.03 for i in range(540))


def test_what_shines_behind_somebody_stays_behind() -> None:
    glow = Glow(605, 1300, 256, (255, 255, 255), "lamp", 90, "mid")
    nobody = make_cut(200, figures=())
    free = lumas(Air(glows=(glow,)), nobody, (0,))[0] - lumas(None, nobody, (0,))[0]
    shown = lumas(Air(glows=(glow,)), still(), (0,))[0] - lumas(None, still(), (0,))[0]
    assert free[1100:1250, 500:580].mean() > 10, "it shines in the middle of the frame"
    assert abs(shown[1100:1250, 500:580]).max() <= 3, "but not over who stands there"


def test_a_thing_shown_alone_has_only_specks_before_it() -> None:
    air = Air(glows=(Glow(605, 1000, 240, (255, 255, 255), "lamp", 90),))
    cut = replace(make_cut(60, figures=()), prop="phone")
    assert (lumas(air, cut, (0,))[0] == lumas(None, cut, (0,))[0]).all()
    dusty = replace(air, specks=("dust",))
    assert (lumas(dusty, cut, (20,))[0] != lumas(None, cut, (20,))[0]).any()


def test_weather_of_the_script_takes_the_place_of_the_plates_own() -> None:
    wet = Air(specks=("rain-few",))
    storm = make_cut(60, figures=(STILL,), effects=(Effect("rain", 0, 60, 80),))
    assert (lumas(wet, storm, (10,))[0] == lumas(None, storm, (10,))[0]).all()
    assert (lumas(wet, still(), (10,))[0] != lumas(None, still(), (10,))[0]).any()
