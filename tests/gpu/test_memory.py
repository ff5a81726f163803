"""Short memory on a real allocator: its limit is lowered until a batch does not fit any more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.artist.diffusion.brush import SdxlBrush
from engine.artist.diffusion.canvas import Canvas
from engine.base.errors import MakeError
from engine.voice.bark_batch import Batches
from engine.voice.bark_stages import Heat, Row, Stages
from tests.artist.tiny_sdxl import tiny_models
from tests.gpu import order as orders
from tests.gpu import shapes

pytestmark = [
    pytest.mark.gpu,
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning"),
]
CARD = "cuda"
NARROW = replace(
    shapes.REAL,
    bark={"num_layers": 2, "num_heads": 2, "hidden_size": 32, "block_size": 1024, "bias": False},
    codec={**shapes.TINY.codec, "codebook_size": 1024},
)
"""Bark's true lengths and vocabularies in narrow layers: one row needs more than the allocator may
have left over in its smallest blocks."""


@pytest.fixture(autouse=True)
def _whole_memory_afterwards() -> Iterator[None]:
    yield
    torch.cuda.set_per_process_memory_fraction(1.0)
    torch.cuda.empty_cache()


def limit(size: float) -> None:
    """From now on the allocator gives at most so many bytes to this process."""
    torch.cuda.empty_cache()
    whole = torch.cuda.get_device_properties(CARD).total_memory
    torch.cuda.set_per_process_memory_fraction(min(1.0, size / whole))


def reserved(work: Callable[[], object]) -> int:
    """The most that the allocator took from the card during some work."""
    torch.cuda.empty_cache()
    torch.cuda.reset_peak_memory_stats()
    work()
    return int(torch.cuda.max_memory_reserved())


def canvases(count: int) -> list[Canvas]:
    chance = np.random.default_rng(2)
    height, width = orders.SIZE[1], orders.SIZE[0]
    page = chance.integers(0, 256, (height, width, 3)).astype(np.uint8)
    ink = chance.choice(np.array([0, 255], np.uint8), (height, width))
    return [Canvas(page, ink, f"picture {n}", "blurry", "drawing", n) for n in range(count)]


def test_the_painter_climbs_its_ladder_and_paints_all(tmp_path: Path) -> None:
    models, asked = tiny_models(tmp_path), canvases(8)
    many = reserved(lambda: SdxlBrush(models, CARD, batch=8).paint(asked, lambda: None))
    few = reserved(lambda: SdxlBrush(models, CARD, batch=1).paint(asked[:1], lambda: None))
    assert few < many
    limit((few + many) / 2)
    brush = SdxlBrush(models, CARD, batch=8)
    found = brush.paint(asked, lambda: None)
    assert [one.shape for one in found] == [canvas.picture.shape for canvas in asked]
    assert brush.ladder.climbed
    assert any("memory was short" in note for note in brush.notes)
    brush.unload()


def test_no_memory_for_one_picture_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    brush = SdxlBrush(tiny_models(tmp_path), CARD, batch=2)
    brush.paint(canvases(1), lambda: None)
    limit(1 << 20)
    with pytest.raises(MakeError) as caught:
        brush.paint(canvases(2), lambda: None)
    assert caught.value.code == "gpu-memory"
    assert caught.value.remedy


def test_the_speaker_halves_its_batches_and_speaks_all() -> None:
    stages = Stages(shapes.bark(NARROW, CARD))
    rows = [
        Row((1, 2), orders.prompt(n % 6, stages.vocabulary), n, Heat(0.7, 0.7, 0.5, 0), 40)
        for n in range(64)
    ]
    many = reserved(lambda: stages.speak(rows, lambda: None))
    few = reserved(lambda: stages.speak(rows[:1], lambda: None))
    assert few < many
    batches = Batches(stages)
    batches.size = len(rows)
    limit((few + many) / 2)
    found = batches.speak(rows, lambda: None)
    assert batches.size < len(rows)
    assert [len(heard.semantic) for heard in found if heard is not None] == [40] * len(rows)


def test_a_line_that_does_not_fit_alone_is_named_and_nothing_hangs() -> None:
    stages = Stages(shapes.bark(NARROW, CARD))
    batches = Batches(stages)
    rows = [Row((1, 2), None, n, Heat(0, 0, 0), 20) for n in range(3)]
    limit(1 << 20)
    assert batches.speak(rows, lambda: None) == [None] * 3
