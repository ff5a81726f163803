"""What a writing model offers to whoever wants to bias it toward the planned ending. No torch here.

The writer tells where in each row's prompt the planned cliffhanger stands and, at every step, how
much of that row's word budget is left; what is made of that is the steering's own affair. It may
change what is likely, never what is allowed: the word limit is kept by the grammar and the budget
processor, with any steering and with none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from transformers import PreTrainedModel

Span = tuple[int, int]
"""Token positions [start, end) in the row as the model sees it, padding counted; (0, 0): none."""


class Steering(Protocol):
    """Called by the writer in this order: attach, then for every batch begin, step …, end."""

    def attach(self, model: PreTrainedModel) -> None:
        """Prepare a model, once, directly after it was loaded."""
        ...

    def begin(self, spans: Sequence[Span], pads: Sequence[int]) -> None:
        """A batch starts; the next forward pass is its prompt.

        spans: one a row. pads: padding tokens at the left of each row. Row r of both belongs to
        row r of every tensor until `end`; all rows have the same padded length. The budget of
        every row is whole (1.0) until the first `step`.
        """
        ...

    def step(self, remaining: Sequence[float]) -> None:
        """Before the next token's forward pass: each row's share of its word budget, 1.0 to 0.0.

        A row that has finished stays at its last value.
        """
        ...

    def end(self) -> None:
        """The batch is done or was given up; no row of it counts any more."""
        ...
