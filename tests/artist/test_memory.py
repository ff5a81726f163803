"""Short memory: each rung is tried, what was climbed stays, and at the end it is said clearly."""

from __future__ import annotations

import pytest

from engine.artist.diffusion.compiling import LEAST_PICTURES, keep_in, worth
from engine.artist.diffusion.memory import RUNGS, Ladder
from engine.base.errors import Cancelled, MakeError


class Full(RuntimeError):
    pass


class Allocator:
    """Memory that suffices for a number of pictures, more of them with every rung."""

    def __init__(self, fits):
        self.fits = fits
        self.rungs = []
        self.tried = []

    def __getattr__(self, name):
        if name not in RUNGS:
            raise AttributeError(name)
        return lambda: self.rungs.append(name)

    def work(self, part):
        self.tried.append(len(part))
        if len(part) > self.fits(tuple(self.rungs)):
            raise Full
        return [n * 10 for n in part]


def ladder(allocator, batch=8):
    return Ladder(allocator, batch, lambda exc: isinstance(exc, Full))


def test_enough_memory_climbs_nothing():
    memory = Allocator(lambda _: 8)
    assert ladder(memory).run(range(20), memory.work) == [n * 10 for n in range(20)]
    assert memory.tried == [8, 8, 4]
    assert memory.rungs == []


@pytest.mark.parametrize("rung", RUNGS)
def test_rungs_are_climbed_in_order_until_one_helps(rung):
    memory = Allocator(lambda climbed: 8 if rung in climbed else 0)
    climbing = ladder(memory)
    assert climbing.run(range(9), memory.work) == [n * 10 for n in range(9)]
    assert tuple(memory.rungs) == RUNGS[: RUNGS.index(rung) + 1] == climbing.climbed
    assert climbing.run(range(8), memory.work) == [n * 10 for n in range(8)]
    assert tuple(memory.rungs) == climbing.climbed


def test_then_the_batch_is_halved_and_stays_so():
    memory = Allocator(lambda _: 3)
    climbing = ladder(memory)
    assert climbing.run(range(10), memory.work) == [n * 10 for n in range(10)]
    assert climbing.batch == 2
    assert memory.tried == [8] * 5 + [4, 2, 2, 2, 2, 2]


def test_one_picture_that_does_not_fit_is_an_error_with_a_remedy():
    memory = Allocator(lambda _: 0)
    with pytest.raises(MakeError) as caught:
        ladder(memory).run(range(3), memory.work)
    assert caught.value.code == "gpu-memory"
    assert caught.value.remedy
    assert tuple(memory.rungs[: len(RUNGS)]) == RUNGS
    assert memory.tried[-1] == 1


@pytest.mark.parametrize("fault", [ValueError("a bug"), Cancelled()])
def test_other_faults_and_cancelling_come_through(fault):
    def work(_):
        raise fault

    memory = Allocator(lambda _: 8)
    with pytest.raises(type(fault)):
        ladder(memory).run(range(3), work)
    assert memory.rungs == []


def test_models_are_compiled_for_many_pictures_on_cuda_only():
    assert worth("cuda", LEAST_PICTURES, {})
    assert worth("cuda:1", 200, {"CLIFF_COMPILE": "1"})
    assert not worth("cuda", LEAST_PICTURES - 1, {})
    assert not worth("cuda", 200, {"CLIFF_COMPILE": "0"})
    assert not worth("cpu", 200, {})
    assert not worth("mps", 200, {})


def test_what_was_compiled_is_kept_unless_the_environment_says_where(tmp_path, monkeypatch):
    monkeypatch.delenv("TORCHINDUCTOR_CACHE_DIR", raising=False)
    monkeypatch.setenv("TRITON_CACHE_DIR", "/elsewhere")
    keep_in(tmp_path)
    import os

    assert os.environ["TORCHINDUCTOR_CACHE_DIR"] == str(tmp_path / "inductor")
    assert os.environ["TRITON_CACHE_DIR"] == "/elsewhere"
    assert (tmp_path / "inductor").is_dir()
    monkeypatch.delenv("TORCHINDUCTOR_CACHE_DIR")
