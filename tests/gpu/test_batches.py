"""Batches in half precision: rows do not hear their neighbours, and equal seeds make equal things.

In half precision a batch rounds otherwise than a single row, so logits are compared within a
tolerance; what a wrong mask or place would do is as large as the logits themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from engine.artist.diffusion.brush import SdxlBrush
from engine.artist.diffusion.canvas import Canvas
from engine.models.loading import half_precision
from engine.voice.bark import BarkSpeaker
from engine.voice.bark_stages import Heat, Row, _left_padded, _Stepper
from engine.writer.dossier import read_premise
from engine.writer.generation import Generator
from engine.writer.llama import LlamaWriter
from tests.artist.tiny_sdxl import tiny_models
from tests.gpu import order as orders
from tests.gpu import shapes
from tests.voice.tiny_bark import SEMANTIC, tiny_folder

pytestmark = [
    pytest.mark.gpu,
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning"),
]
CARD = "cuda"
NEAR = 0.1
"""Of the largest logit: so far may bfloat16 take a batch from its single rows."""


@pytest.fixture(scope="module")
def speaker(tmp_path_factory: pytest.TempPathFactory) -> BarkSpeaker:
    return BarkSpeaker(tiny_folder(tmp_path_factory.mktemp("bark") / "bark"), CARD, fingerprint="")


@pytest.fixture(autouse=True)
def _quiet_memory() -> Iterator[None]:
    yield
    torch.cuda.empty_cache()


def six_rows(speaker: BarkSpeaker, heat: Heat) -> list[Row]:
    bounds = speaker.stages.vocabulary
    return [Row((5 + n, 9, 60 + n), orders.prompt(n, bounds), n, heat, 60) for n in range(6)]


def alike(batch: Tensor, single: Tensor) -> None:
    far = (batch.float() - single.float()).abs().max()
    assert far <= NEAR * single.float().abs().max()


def test_the_stages_are_in_half_precision_and_the_codec_is_not(speaker: BarkSpeaker) -> None:
    model = speaker.stages.model
    assert {p.dtype for p in model.semantic.parameters()} == {half_precision(CARD)}
    assert {p.dtype for p in model.codec_model.parameters()} == {torch.float32}


@torch.inference_mode()
def test_left_padded_rows_of_unequal_length_are_their_single_rows(speaker: BarkSpeaker) -> None:
    """The coarse stage, prompt and following steps."""
    model, chance = speaker.stages.model.coarse_acoustics, np.random.default_rng(4)
    windows = [
        torch.from_numpy(chance.integers(0, SEMANTIC, n)).to(CARD) for n in (33, 40, 60, 34, 71, 52)
    ]
    pad, following = SEMANTIC, torch.arange(6, device=CARD)[:, None]
    together = _Stepper(model, [len(window) for window in windows])
    first = together(input_ids=_left_padded(windows, pad))
    second = together(input_ids=following)
    for n, window in enumerate(windows):
        alone = _Stepper(model)
        alike(first[n], alone(input_ids=window[None])[0])
        alike(second[n], alone(input_ids=following[n : n + 1])[0])


@torch.inference_mode()
def test_six_voices_fill_their_codebooks_as_they_would_alone(speaker: BarkSpeaker) -> None:
    """The fine stage, greedy, fed with codes of our own; a close draw may flip now and then."""
    rows, chance = six_rows(speaker, Heat(0, 0, 0)), np.random.default_rng(5)
    told = [
        torch.from_numpy(chance.integers(0, 32, (2, n))).to(CARD) for n in (50, 20, 70, 9, 33, 61)
    ]
    together = speaker.stages.fine(rows, told)
    equal = [
        (found == speaker.stages.fine([row], [codes])[0]).float().mean().item()
        for row, codes, found in zip(rows, told, together, strict=True)
    ]
    assert min(equal) > 0.8
    assert float(np.mean(equal)) > 0.9


def test_equal_seeds_speak_equally_on_the_same_card(speaker: BarkSpeaker) -> None:
    rows = six_rows(speaker, Heat(0.7, 0.7, 0.5))
    one, other = (speaker.stages.speak(rows, lambda: None) for _ in range(2))
    for first, second in zip(one, other, strict=True):
        assert np.array_equal(first.codes, second.codes)
    assert len({heard.codes.tobytes() for heard in one}) == 6


def test_equal_seeds_write_equally_and_keep_the_contract() -> None:
    model = shapes.llama(shapes.TINY, CARD)
    writer = LlamaWriter.of(
        Generator.of(model, shapes.writer_tokenizer(), CARD), "tiny", candidates=2
    )

    def season(seed: int) -> object:
        return writer.write(
            read_premise(orders.PREMISE), episodes=2, words=60, seed=seed, check=lambda: None,
            progress=lambda done, whole: None,
        ).draft  # fmt: skip

    assert season(1) == season(1) != season(2)


def test_a_painting_in_a_batch_is_the_painting_alone(tmp_path: Path) -> None:
    """Within some levels of 255, and to the byte when the batch is the same."""
    chance = np.random.default_rng(6)

    def canvas(seed: int) -> Canvas:
        page = chance.integers(0, 256, (192, 128, 3)).astype(np.uint8)
        ink = chance.choice(np.array([0, 255], np.uint8), (192, 128))
        return Canvas(page, ink, f"picture {seed}", "blurry", "drawing", seed)

    canvases = [canvas(seed) for seed in range(4)]
    brush = SdxlBrush(tiny_models(tmp_path), CARD, batch=4)
    together = brush.paint(canvases, lambda: None)
    assert all(map(np.array_equal, together, brush.paint(canvases, lambda: None)))
    for one, found in zip(canvases, together, strict=True):
        (alone,) = brush.paint([one], lambda: None)
        assert np.abs(alone.astype(int) - found).mean() < 4
    assert np.abs(together[0].astype(int) - together[1]).mean() > 8
