"""Compiling the blocks that repeat in the models: worth it on CUDA, and only for many pictures.

Regional compilation compiles one transformer block and uses it for all of its kind; what it made is
kept in a folder of the models' library, so that only the first run after an update waits for it.
CLIFF_COMPILE=0 switches it off.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

LEAST_PICTURES = 12
"""Below so many pictures in one call the wait is longer than what is won."""

_BLOCKS = ("BasicTransformerBlock",)  # ControlNetModel names none, but has the UNet's
_FOLDERS = {"TORCHINDUCTOR_CACHE_DIR": "inductor", "TRITON_CACHE_DIR": "triton"}


def worth(device: str, pictures: int, environ: Mapping[str, str]) -> bool:
    """Whether models are compiled before so many pictures are painted."""
    if environ.get("CLIFF_COMPILE", "") == "0":
        return False
    return device.startswith("cuda") and pictures >= LEAST_PICTURES


def keep_in(folder: Path) -> None:
    """Have what is compiled kept in `folder`, unless the environment names another place."""
    for name, part in _FOLDERS.items():
        if name not in os.environ:
            place = folder / part
            place.mkdir(parents=True, exist_ok=True)
            os.environ[name] = str(place)


def compile_blocks(models: Iterable[torch.nn.Module], backend: str = "inductor") -> int:
    """Compile the repeated blocks of models in place; they are compiled when they first run."""
    count = 0
    for model in models:
        named = tuple(getattr(model, "_repeated_blocks", None) or _BLOCKS)
        for block in model.modules():
            if type(block).__name__ in named:
                block.compile(backend=backend, dynamic=True)
                count += 1
    return count
