"""As many rows at once as the device holds: half as many when it says no, down to one."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence

import torch

from engine.voice.bark_stages import Heard, Row, Stages

_MOST, _ON_CPU = 64, 8
_SHARE = 0.7
"""Of the free memory; the rest is for fragments and for what others load meanwhile."""


class Batches:
    """Keeps the size that fitted last."""

    def __init__(self, stages: Stages) -> None:
        self._stages = stages
        self.size = _first_size(stages)

    def speak(self, rows: Sequence[Row], check: Callable[[], None]) -> list[Heard | None]:
        """What came of each row; None for one that does not fit even alone."""
        found: list[Heard | None] = []
        while len(found) < len(rows):
            portion = rows[len(found) : len(found) + self.size]
            done = self._fitting(portion, check)
            if done is not None:
                found += done
            elif len(portion) == 1:
                found.append(None)
            else:
                self.size = (len(portion) + 1) // 2
        return found

    def _fitting(self, rows: Sequence[Row], check: Callable[[], None]) -> list[Heard] | None:
        """None when they do not fit; what they held is given back by then."""
        try:
            return self._stages.speak(rows, check)
        except RuntimeError as exc:
            if not _no_memory(exc):
                raise
        gc.collect()  # after the handler: the error's traceback holds the tensors
        device = self._stages.model.device.type
        if device == "cuda":
            torch.cuda.empty_cache()
        elif device == "mps":
            torch.mps.empty_cache()
        return None


def _no_memory(exc: RuntimeError) -> bool:
    """Metal has no error of its own for it."""
    return isinstance(exc, torch.OutOfMemoryError) or "MPS backend out of memory" in str(exc)


def _first_size(stages: Stages) -> int:
    """From the free memory and what a row needs at most: a full cache, and the attention scores
    (twice, and once in float32) of a full window."""
    model = stages.model
    if model.device.type == "cuda":
        free = torch.cuda.mem_get_info(model.device)[0]
    elif model.device.type == "mps":
        free = torch.mps.recommended_max_memory() - torch.mps.current_allocated_memory()
    else:
        return _ON_CPU
    config, width = model.semantic.config, model.semantic.lm_head.weight.element_size()
    cache = 2 * config.num_layers * config.hidden_size * config.block_size * width
    scores = config.num_heads * config.block_size**2 * (2 * width + 4)
    return max(1, min(_MOST, int(free * _SHARE) // int(cache + scores)))
