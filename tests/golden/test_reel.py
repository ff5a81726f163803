"""The film looks as it looked when its stills were last kept."""

import numpy as np
import pytest

from engine.film.planes import empty_target

from .keeper import LEAST_PSNR, Album, environment, psnr, small
from .reel import stills


@pytest.fixture(scope="module")
def reel():
    return stills()


def test_every_still_is_what_it_was(reel):
    album = Album("reel")
    assert [why for key, still in reel.items() if (why := album.differs(key, still))] == []


def test_an_unknown_still_is_noticed(reel):
    assert "not in the album" in Album("reel").differs("other", next(iter(reel.values())))


def test_the_reference_pictures_tell_cuts_apart(reel):
    pictures = [small(t) for t in reel.values()]
    for i, first in enumerate(pictures):
        for second in pictures[i + 1 :]:
            assert psnr(first, second) < LEAST_PSNR


def test_reference_pictures_decide_on_another_machine(reel, tmp_path, monkeypatch):
    monkeypatch.setattr("tests.golden.keeper.FOLDER", tmp_path)
    still = reel["push03"]
    Album("other").keep({"still": still})
    machine = {**environment(), "opencv": "0"}
    monkeypatch.setattr("tests.golden.keeper.environment", lambda: machine)
    noisy = tuple(np.clip(p.astype(int) + np.arange(p.shape[1]) % 2, 0, 255).astype(np.uint8)
                  for p in still)  # fmt: skip
    assert Album("other").differs("still", noisy) == ""
    assert "dB" in Album("other").differs("still", empty_target(1080, 1920))
