"""Choosing the next token of every row: what a grammar allows, drawn from what the model thinks.

The draw is made here and not by `generate`, from a stream of random numbers for each row, so that a
row's text depends neither on its neighbours in the batch nor on how the rows were cut into batches
(but for the last bits of the logits, see docs/models.md). Used in worker processes only.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
import xgrammar
from transformers import LogitsProcessor

from engine.base.errors import MakeError
from engine.writer.rows import Row
from engine.writer.steering import Steering

_WORST = -1e9


@dataclass(frozen=True, slots=True)
class Taste:
    """How freely tokens are drawn. temperature: 0 takes the likeliest. nucleus: share of the
    probability that is drawn from, among the `most` likeliest tokens."""

    temperature: float = 0.8
    nucleus: float = 0.95
    most: int = 64


USUAL = Taste()


class RowChooser(LogitsProcessor):
    """Leaves exactly one token to each row; serves one call of `generate`."""

    def __init__(
        self,
        rows: Sequence[Row],
        draws: Sequence[random.Random],
        stop: int,
        check: Callable[[], None],
        finished: Callable[[int], None] = lambda count: None,
        steering: Steering | None = None,
        taste: Taste = USUAL,
    ) -> None:
        """stop: token by which a finished row ends. finished: told how many rows are, on change."""
        self._rows = rows
        self._draws = draws
        self._stop = stop
        self._check = check
        self._told = finished
        self._steering = steering
        self._taste = taste
        self._begun = False
        self._done = 0
        self.tokens = 0

    def __call__(self, input_ids: torch.LongTensor, scores: torch.Tensor) -> torch.Tensor:
        """Logits [rows, vocabulary] of which all but one a row are -inf."""
        self._check()
        if self._begun:
            for row, token in zip(self._rows, input_ids[:, -1].tolist(), strict=True):
                self.tokens += not row.finished
                row.accept(int(token))
        self._begun = True
        done = sum(row.finished for row in self._rows)
        if done != self._done:
            self._done = done
            self._told(done)
        if self._steering is not None:
            self._steering.step([row.remaining for row in self._rows])
        safe = torch.nan_to_num(scores.float(), nan=_WORST, posinf=-_WORST, neginf=_WORST)
        chosen = self._drawn(safe.masked_fill(~self._allowed(scores), -torch.inf))
        return torch.full_like(safe, -torch.inf).scatter_(1, chosen.unsqueeze(1), 0.0)

    def _allowed(self, scores: torch.Tensor) -> torch.Tensor:
        """Which tokens the rows offer, bool [rows, vocabulary]."""
        count, width = scores.shape
        bitmask = xgrammar.allocate_token_bitmask(count, width)
        for at, row in enumerate(self._rows):
            if row.finished:
                bitmask[at] = 0
                bitmask[at, self._stop // 32] = _BITS[self._stop % 32]
            else:
                row.offer(bitmask, at)
        if not bool(bitmask.ne(0).any(dim=1).all()):
            raise MakeError(
                "no-token", "This model's tokenizer cannot write what has to come next.",
                "Choose another model for this language.",
            )  # fmt: skip
        places = torch.arange(32, device=scores.device, dtype=torch.int32)
        bits = bitmask.to(scores.device).unsqueeze(2).bitwise_right_shift(places).bitwise_and(1)
        return bits.view(count, -1)[:, :width].bool()

    def _drawn(self, scores: torch.Tensor) -> torch.Tensor:
        """One token a row, int64 [rows]."""
        if self._taste.temperature <= 0:
            return scores.argmax(dim=1)
        most = min(self._taste.most, scores.shape[1])
        best, tokens = (scores / self._taste.temperature).topk(most, dim=1)
        shares = best.softmax(dim=1)
        before = shares.cumsum(dim=1) - shares
        shares = shares.masked_fill(before >= self._taste.nucleus, 0.0)
        upto = shares.cumsum(dim=1)
        draws = torch.tensor([draw.random() for draw in self._draws], device=scores.device)
        target = (draws * upto[:, -1]).unsqueeze(1)
        at = (upto <= target).sum(dim=1, keepdim=True)
        last = shares.gt(0).sum(dim=1, keepdim=True) - 1  # shares fall: the last one above nothing
        return tokens.gather(1, torch.minimum(at, last)).squeeze(1)


_BITS = [1 << bit for bit in range(31)] + [-(1 << 31)]  # as int32 has them
