"""Short memory: each rung is tried, what was climbed stays, and at the end it is said clearly.

And when models are compiled, which costs memory and time before it saves any.
"""

from __future__ import annotations

import pytest
import torch

from engine.artist.diffusion.compiling import LEAST_PICTURES, Compiling, keep_in, worth
from engine.artist.diffusion.memory import RUNGS, Ladder
from engine.base.errors import Cancelled, MakeError
from engine.work.demand import BATCHES


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


def test_what_others_load_between_calls_is_unloaded_again():
    memory = Allocator(lambda climbed: 8 if "unload_others" in climbed else 0)
    climbing = ladder(memory)
    climbing.run(range(8), memory.work)
    assert memory.rungs == ["free", "unload_others"]
    memory.rungs.clear()  # others are back
    climbing.anew()
    climbing.run(range(8), memory.work)
    assert memory.rungs == ["unload_others"]
    assert climbing.climbed == ("free", "unload_others")
    climbing.anew()
    climbing.run(range(8), memory.work)
    assert memory.rungs == ["unload_others"]


def test_within_one_call_others_are_unloaded_once():
    memory = Allocator(lambda climbed: 8 if "tile" in climbed else 0)
    climbing = ladder(memory)
    climbing.anew()
    climbing.run(range(24), memory.work)
    assert tuple(memory.rungs) == RUNGS


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


class BasicTransformerBlock(torch.nn.Module):
    def forward(self, x):
        return x + 1


class Net(torch.nn.Module):
    """Of two blocks; compiled where both are."""

    def __init__(self):
        super().__init__()
        self.blocks = torch.nn.Sequential(BasicTransformerBlock(), BasicTransformerBlock())

    def forward(self, x):
        return self.blocks(x)

    @property
    def compiled(self):
        found = {block._compiled_call_impl is not None for block in self.blocks}
        assert len(found) == 1
        return found.pop()


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """A folder for what is compiled; this process compiles where it did before."""
    for name in ("TORCHINDUCTOR_CACHE_DIR", "TRITON_CACHE_DIR"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.delenv("CLIFF_COMPILE", raising=False)
    return tmp_path


@pytest.mark.parametrize("role", ["plate", "drawing", "expression"])
def test_pictures_are_counted_over_all_calls_that_the_studio_makes(role, kept):
    size = BATCHES[role]
    assert size < LEAST_PICTURES
    net, compiling, asked = Net(), Compiling("cuda", kept, "eager"), 0
    for _ in range(4):
        compiling.before([net], size)
        asked += size
        assert net.compiled == (asked >= LEAST_PICTURES)
    assert net.compiled


def test_models_that_are_loaded_again_are_counted_for_anew(kept):
    compiling, size = Compiling("cuda", kept, "eager"), BATCHES["drawing"]
    compiling.before([Net()], LEAST_PICTURES)
    compiling.forget()
    net = Net()
    compiling.before([net], size)
    assert not net.compiled
    compiling.before([net], size)
    assert net.compiled


def test_a_processor_compiles_nothing_however_much_is_asked_for(kept):
    net, compiling = Net(), Compiling("cpu", kept, "eager")
    for _ in range(4):
        compiling.before([net], LEAST_PICTURES)
    assert not net.compiled


def test_without_a_compiler_work_goes_on_as_it_was_and_is_not_tried_again(kept):
    tried = []

    def broken(_graph, _inputs):
        tried.append(1)
        raise RuntimeError("Failed to find C compiler.")

    net, compiling, one = Net(), Compiling("cuda", kept, broken), torch.ones(3)
    compiling.before([net], LEAST_PICTURES)
    assert torch.equal(compiling.run([net], lambda: net(one)), one + 2)
    assert tried == [1]
    assert not net.compiled
    assert "Failed to find C compiler" in compiling.note
    assert "\n" not in compiling.note
    compiling.before([net], LEAST_PICTURES)
    assert not net.compiled
    compiling.forget()
    compiling.before([net], LEAST_PICTURES)
    assert not net.compiled


@pytest.mark.parametrize("fault", [Full(), ValueError("a bug"), Cancelled()])
def test_other_faults_of_compiled_models_come_through(fault, kept):
    def work():
        raise fault

    net, compiling = Net(), Compiling("cuda", kept, "eager")
    compiling.before([net], LEAST_PICTURES)
    with pytest.raises(type(fault)):
        compiling.run([net], work)
    assert net.compiled
    assert compiling.note == ""
