"""Teaching the quantiser: cross entropy on Bark's own tokens, exact resumption, a held-out tenth.

A run that was stopped and goes on ends in the same weights as one that was not (on one device):
each step's batch follows from the step's number alone, and the optimiser is kept with the weights.

Loads torch: for worker processes only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import cos, pi
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from engine.base.canon import Json, exact
from engine.base.errors import Cancelled, MakeError
from engine.voice.quantiser import Quantiser
from engine.voice.quantiser_pairs import Pair

HELD_OUT = 10
"""Every tenth utterance is only ever tested on."""
SPAN = 200
"""Tokens of one row of a batch: 4 s."""
_NOTE, _WARM_UP, _CLIP = "quantiser-training", 100, 1.0


@dataclass(frozen=True, slots=True)
class Course:
    """How it is taught. identity: of the pairs; a checkpoint of others is not gone on with."""

    identity: str
    classes: int
    steps: int
    hidden: int = 512
    rows: int = 16
    rate: float = 1e-3
    seed: int = 1
    keep_every: int = 200


@dataclass(frozen=True, slots=True)
class Report:
    """What came of it, on utterances that were not taught. chance: share of the commonest token,
    which a quantiser that has learnt nothing would reach. first_loss: before the first step."""

    accuracy: float
    chance: float
    loss: float
    first_loss: float
    taught: int
    tested: int


Say = Callable[[int, float], None]
"""Told the step and its loss."""


def learn(
    pairs: Sequence[Pair],
    course: Course,
    state: Path,
    device: str,
    check: Callable[[], None],
    say: Say,
) -> tuple[Quantiser, Report]:
    """Teach until `course.steps` are done; goes on from the checkpoint `state`, if there is one.

    check: called at every step; when it raises `Cancelled` the checkpoint is written first.

    Raises:
        MakeError: fewer than two utterances.
    """
    if len(pairs) < 2:
        raise MakeError("too-little", "There is too little speech to learn from.", "Raise --hours.")
    every = min(HELD_OUT, len(pairs))
    tested = [pair for at, pair in enumerate(pairs) if at % every == every - 1]
    taught = [pair for at, pair in enumerate(pairs) if at % every != every - 1]
    torch.manual_seed(course.seed)
    width = pairs[0].features.shape[1]
    quantiser = Quantiser(width, course.hidden, course.classes).to(device)
    optimiser = torch.optim.AdamW(quantiser.parameters(), lr=course.rate, weight_decay=0.01)
    kept = _Checkpoint(state, course, quantiser, optimiser)
    step, first_loss = kept.read()
    if not step:
        first_loss = _tested(quantiser, tested, device)[1]
    while step < course.steps:
        try:
            check()
        except Cancelled:
            kept.write(step, first_loss)
            raise
        say(step, _step(quantiser, optimiser, taught, course, step, device))
        step += 1
        if step % course.keep_every == 0:
            kept.write(step, first_loss)
    kept.write(step, first_loss)
    accuracy, loss = _tested(quantiser, tested, device)
    tokens = torch.cat([pair.tokens for pair in tested])
    chance = float(tokens.bincount().max()) / len(tokens)
    return quantiser.eval(), Report(accuracy, chance, loss, first_loss, len(taught), len(tested))


def _step(
    quantiser: Quantiser,
    optimiser: torch.optim.Optimizer,
    taught: Sequence[Pair],
    course: Course,
    step: int,
    device: str,
) -> float:
    quantiser.train()
    for group in optimiser.param_groups:
        group["lr"] = course.rate * _pace(step, course.steps)
    features, tokens = _batch(taught, course, step)
    loss = _loss(quantiser(features.to(device)), tokens.to(device))
    optimiser.zero_grad()
    torch.autograd.backward(loss)
    nn.utils.clip_grad_norm_(quantiser.parameters(), _CLIP)
    optimiser.step()
    return float(loss.detach())


def _pace(step: int, steps: int) -> float:
    """Share of the full rate: a short rise, then half a cosine down to a hundredth."""
    rise = min(1.0, (step + 1) / min(_WARM_UP, max(1, steps // 10)))
    return rise * (0.01 + 0.99 * (1 + cos(pi * step / steps)) / 2)


def _batch(taught: Sequence[Pair], course: Course, step: int) -> tuple[Tensor, Tensor]:
    """Stretches of random utterances; what lies behind an utterance's end counts for nothing."""
    chance = np.random.default_rng([course.seed, step])
    features, tokens = [], []
    for at in chance.integers(0, len(taught), course.rows):
        pair = taught[int(at)]
        start = int(chance.integers(0, max(1, len(pair.tokens) - SPAN + 1)))
        features.append(pair.features[start : start + SPAN].float())
        tokens.append(pair.tokens[start : start + SPAN])
    pad = nn.utils.rnn.pad_sequence
    return pad(features, batch_first=True), pad(tokens, batch_first=True, padding_value=-100)


def _loss(scores: Tensor, tokens: Tensor) -> Tensor:
    return nn.functional.cross_entropy(scores.flatten(0, 1).float(), tokens.flatten())


@torch.no_grad()
def _tested(quantiser: Quantiser, tested: Sequence[Pair], device: str) -> tuple[float, float]:
    """Share of tokens named right, and mean loss, each utterance as a whole."""
    quantiser.eval()
    right, loss, count = 0, 0.0, 0
    for pair in tested:
        tokens = pair.tokens.to(device)
        scores = quantiser(pair.features.float().to(device)[None])
        right += int((scores[0].argmax(-1) == tokens).sum())
        loss += float(_loss(scores, tokens[None])) * len(tokens)
        count += len(tokens)
    return right / count, loss / count


class _Checkpoint:
    """Weights and the optimiser's two moments in one safetensors file."""

    def __init__(
        self, file: Path, course: Course, quantiser: Quantiser, optimiser: torch.optim.Optimizer
    ) -> None:
        self._file = file
        self._same: dict[str, Json] = {
            "identity": course.identity, "steps": course.steps, "hidden": course.hidden,
            "rows": course.rows, "rate": course.rate, "seed": course.seed,
        }  # fmt: skip
        self._quantiser = quantiser
        self._optimiser = optimiser

    def write(self, step: int, first_loss: float) -> None:
        """Whole or not at all."""
        tensors = {}
        for name, weight in self._quantiser.named_parameters():
            tensors[f"weight.{name}"] = weight.detach().cpu().contiguous()
            moments = self._optimiser.state.get(weight, {})
            for moment in ("exp_avg", "exp_avg_sq"):
                if moment in moments:
                    tensors[f"{moment}.{name}"] = moments[moment].detach().cpu().contiguous()
        aside = self._file.with_name(f".{self._file.name}.part")
        note = exact({**self._same, "step": step, "first_loss": first_loss})
        save_file(tensors, aside, metadata={_NOTE: note})
        aside.replace(self._file)

    def read(self) -> tuple[int, float]:
        """The step to go on with, and the loss it began from; (0, 0) to begin anew."""
        if not self._file.exists():
            return 0, 0.0
        try:
            with safe_open(self._file, framework="pt") as opened:
                said = json.loads((opened.metadata() or {})[_NOTE])
                tensors = {n: opened.get_tensor(n) for n in opened.keys()}  # noqa: SIM118 - no dict
        except (SafetensorError, OSError, ValueError, KeyError):
            return 0, 0.0
        step, first_loss = int(said.pop("step")), float(said.pop("first_loss"))
        if said != self._same:
            return 0, 0.0
        with torch.no_grad():
            for name, weight in self._quantiser.named_parameters():
                weight.copy_(tensors[f"weight.{name}"])
                if step:
                    self._optimiser.state[weight] = {
                        "step": torch.tensor(float(step)),
                        "exp_avg": tensors[f"exp_avg.{name}"].to(weight.device),
                        "exp_avg_sq": tensors[f"exp_avg_sq.{name}"].to(weight.device),
                    }
        return step, first_loss
