"""How a token is drawn: in proportion to what the model thinks, among what the row offers only."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field

import pytest
import torch

from engine.base.errors import MakeError
from engine.writer.decoding import RowChooser, Taste

WIDTH, STOP = 70, 65


@dataclass
class Offering:
    """A row that always offers the same tokens and ends after some."""

    offered: tuple[int, ...]
    length: int = 10**9
    remaining: float = 1.0
    text: str = ""
    taken: list[int] = field(default_factory=list)

    @property
    def finished(self) -> bool:
        return len(self.taken) >= self.length

    def offer(self, bitmask: torch.Tensor, index: int) -> None:
        words = [0] * bitmask.shape[1]
        for token in self.offered:
            words[token // 32] |= 1 << token % 32
        bitmask[index] = torch.tensor([w - (w >> 31 << 32) for w in words], dtype=torch.int32)

    def accept(self, token: int) -> None:
        if not self.finished:
            self.taken.append(token)


def drawn(rows: list[Offering], logits: list[float], steps: int, taste: Taste) -> RowChooser:
    """Decode by hand with the same logits at every step."""
    chooser = RowChooser(
        rows, [random.Random(at) for at in range(len(rows))], STOP, lambda: None, taste=taste
    )
    scores = torch.tensor([logits] * len(rows))
    ids = torch.zeros((len(rows), 1), dtype=torch.long)
    for _ in range(steps):
        left = chooser(ids, scores)
        assert left.isfinite().sum(dim=1).tolist() == [1] * len(rows)
        ids = torch.cat([ids, left.argmax(dim=1, keepdim=True)], dim=1)
    chooser(ids, scores)
    return chooser


def test_tokens_are_drawn_as_often_as_the_model_thinks() -> None:
    logits = [0.0] * WIDTH
    logits[3], logits[31], logits[64], logits[5] = 1.0, 2.0, 0.5, 9.0
    row = Offering((3, 31, 64))
    drawn([row], logits, 3000, Taste(temperature=0.5, nucleus=1.0))
    found = Counter(row.taken)
    wanted = torch.tensor([1.0, 2.0, 0.5]).div(0.5).softmax(0).tolist()
    assert set(found) == {3, 31, 64}
    for token, share in zip((3, 31, 64), wanted, strict=True):
        assert abs(found[token] / 3000 - share) < 0.03


def test_unlikely_tokens_are_outside_the_nucleus() -> None:
    logits = [0.0] * WIDTH
    logits[1], logits[2], logits[3] = 3.0, 2.9, -1.0
    row = Offering((1, 2, 3))
    drawn([row], logits, 300, Taste(temperature=1.0, nucleus=0.9))
    assert set(row.taken) == {1, 2}
    few = Offering((1, 2, 3))
    drawn([few], logits, 50, Taste(temperature=5.0, nucleus=1.0, most=1))
    assert set(few.taken) == {1}
    cold = Offering((2, 3))
    drawn([cold], logits, 10, Taste(temperature=0.0))
    assert set(cold.taken) == {2}


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), float("-inf")])
def test_a_broken_model_still_keeps_to_what_is_offered(bad: float) -> None:
    row = Offering((7, 40))
    drawn([row], [bad] * WIDTH, 60, Taste())
    assert set(row.taken) == {7, 40}


def test_finished_rows_only_stop_and_cost_nothing() -> None:
    told: list[int] = []
    rows = [Offering((1, 2), length=3), Offering((1, 2), length=5)]
    chooser = RowChooser(
        rows, [random.Random(1), random.Random(2)], STOP, lambda: None, told.append
    )
    ids = torch.zeros((2, 1), dtype=torch.long)
    for _ in range(8):
        left = chooser(ids, torch.zeros((2, WIDTH)))
        ids = torch.cat([ids, left.argmax(dim=1, keepdim=True)], dim=1)
    assert ids[0, 4:].tolist() == [STOP] * 5
    assert ids[1, 6:].tolist() == [STOP] * 3
    assert chooser.tokens == 8
    assert told == [1, 2]


def test_rows_draw_from_streams_of_their_own() -> None:
    logits = [0.0] * WIDTH
    together = [Offering((1, 2, 3)), Offering((1, 2, 3))]
    drawn(together, logits, 40, Taste())
    alone = Offering((1, 2, 3))
    drawn([alone], logits, 40, Taste())
    assert together[0].taken == alone.taken != together[1].taken


def test_a_row_that_can_go_nowhere_is_said() -> None:
    with pytest.raises(MakeError) as caught:
        drawn([Offering(())], [0.0] * WIDTH, 1, Taste())
    assert caught.value.code == "no-token"
