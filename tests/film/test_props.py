"""A thing shown alone: its cut holds no people, and the film shows the thing, moving."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.artist.types import PROP_PHASES
from engine.editor.cut import cut_episode
from engine.editor.rules import load_rules
from engine.film.cache import PlaneCache
from engine.film.compositor import Compositor
from engine.film.planes import Target, empty_target
from tests.editor.world import request, with_shot

from .drawing import CAST, PLATE, ShapeArtist, make_cut

CACHE = PlaneCache()


def frames(prop: str, *numbers: int) -> list[Target]:
    cut = replace(make_cut(90, figures=()), prop=prop)
    compositor = Compositor(cut, PLATE, "plate", CAST, ShapeArtist(), CACHE)
    found = []
    for n in numbers:
        target = empty_target(1080, 1920)
        compositor.compose(n, target)
        found.append(target)
    return found


def test_the_thing_lies_over_its_place() -> None:
    shown, bare = frames("phone", 0)[0], frames("", 0)[0]
    differs = abs(shown[0].astype(int) - bare[0]) > 20
    assert differs[500:1400, 200:880].mean() > 0.5


def test_the_place_behind_it_is_out_of_focus() -> None:
    shown, bare = frames("phone", 0)[0], frames("", 0)[0]
    corner = slice(0, 250), slice(0, 1080)
    sharp, soft = (np.abs(np.diff(t[0][corner].astype(int))).max() for t in (bare, shown))
    assert soft < 0.4 * sharp


def test_it_moves_on_threes_and_goes_round() -> None:
    one, two, three, later = frames("phone", 0, 2, 3, 3 * PROP_PHASES)
    assert (one[0] == two[0]).all()
    assert (one[0] != three[0]).any()
    assert (one[0] == later[0]).all()


def test_equal_cuts_give_equal_pictures() -> None:
    one, other = frames("phone", 7)[0], frames("phone", 7)[0]
    assert all((a == b).all() for a, b in zip(one, other, strict=True))


def test_a_shot_that_names_a_thing_is_cut_without_people() -> None:
    asked = with_shot(request(), "ep03/shot4", prop="letter")
    cuts = [c for c in cut_episode(asked, load_rules()).cuts if c.shot == "ep03/shot4"]
    assert cuts
    for cut in cuts:
        assert cut.prop == "letter"
        assert cut.figures == ()
        assert cut.camera.zoom_from != cut.camera.zoom_to, "a thing is never held still"
    rest = [c for c in cut_episode(asked, load_rules()).cuts if c.shot != "ep03/shot4"]
    assert all(not cut.prop for cut in rest)
