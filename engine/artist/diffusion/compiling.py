"""Compiling the blocks that repeat in the models: worth it on CUDA, and only for many pictures.

Regional compilation compiles one transformer block and uses it for all of its kind; what it made is
kept in a folder of the models' library, so that only the first run after an update waits for it.
The studio asks for a few pictures at a time, so they are counted for as long as models are loaded.
A picture never fails because blocks cannot be compiled. CLIFF_COMPILE=0 switches it off.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import torch

LEAST_PICTURES = 12
"""Before so many pictures are asked for the wait is longer than what is won."""

_BLOCKS = ("BasicTransformerBlock",)  # ControlNetModel names none, but has the UNet's
_FOLDERS = {"TORCHINDUCTOR_CACHE_DIR": "inductor", "TRITON_CACHE_DIR": "triton"}

R = TypeVar("R")
Backend = str | Callable[..., object]
"""What `torch.compile` takes: a name, or a function of a graph and its inputs."""


class Compiling:
    """Compiles loaded models when enough pictures were asked for, and takes it back on a fault.

    device: such as ``cuda:0``. folder: where what is compiled is kept. note: why nothing is
    compiled, "" when nothing went wrong.
    """

    def __init__(self, device: str, folder: Path, backend: Backend = "inductor") -> None:
        self._device, self._folder, self._backend = device, folder, backend
        self._asked = 0
        self._compiled = False
        self.note = ""

    def before(self, models: Iterable[torch.nn.Module], pictures: int) -> None:
        """Count pictures that are to be painted, and compile once they are enough."""
        self._asked += pictures
        if self._compiled or self.note or not worth(self._device, self._asked, os.environ):
            return
        keep_in(self._folder)
        compile_blocks(models, self._backend)
        self._compiled = True

    def run(self, models: Iterable[torch.nn.Module], work: Callable[[], R]) -> R:
        """Do work with the models; where they cannot be compiled it is done again without.

        Blocks are compiled when they first run, and again for another kind of input, so that the
        fault may come from any work. Raises whatever else `work` raises.
        """
        try:
            return work()
        except Exception as exc:
            if not self._compiled or not failed(exc):
                raise
            self.note = f"blocks could not be compiled ({_why(exc)}): painted without"
        restore_blocks(models)  # outside the handler, so that its frames hold no memory any more
        self._compiled = False
        return work()

    def forget(self) -> None:
        """The models are gone: those loaded next are counted for anew."""
        self._asked, self._compiled = 0, False


def worth(device: str, pictures: int, environ: Mapping[str, str]) -> bool:
    """Whether models are compiled once so many pictures were asked for."""
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


def compile_blocks(models: Iterable[torch.nn.Module], backend: Backend = "inductor") -> int:
    """Compile the repeated blocks of models in place; they are compiled when they first run."""
    count = 0
    for model in models:
        named = tuple(getattr(model, "_repeated_blocks", None) or _BLOCKS)
        for block in model.modules():
            if type(block).__name__ in named:
                block.compile(backend=backend, dynamic=True)
                count += 1
    return count


def restore_blocks(models: Iterable[torch.nn.Module]) -> None:
    """Take back `compile_blocks`: all modules run as they are written."""
    for model in models:
        for block in model.modules():
            if block._compiled_call_impl is not None:
                block._compiled_call_impl = None


def failed(exc: BaseException) -> bool:
    """Whether an exception says that something could not be compiled, not that it ran wrong.

    Without a C compiler or Triton it is BackendCompilerFailed or a kind of it.
    """
    from torch._dynamo.exc import TorchDynamoException

    return isinstance(exc, TorchDynamoException)


def _why(exc: BaseException) -> str:
    """The fault's first line; what a compiler fails with is inside, the rest is for programmers."""
    inner = getattr(exc, "inner_exception", exc)
    lines = str(inner).strip().splitlines() or [type(inner).__name__]
    return lines[0].rstrip(". ")[:200]
