"""SDXL with ControlNet as a brush: canvases in, pictures out, batched by what they have in common.

Worker processes only. Every picture has a generator of its own on the CPU, so that its noise is the
same on every card and in every batch.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from engine.artist.cutout import Colours
from engine.artist.diffusion.canvas import Canvas, Check
from engine.artist.diffusion.compiling import Compiling
from engine.artist.diffusion.loading import (
    Pipes,
    in_tiles,
    load_pipes,
    put_away,
    set_character,
    watch,
)
from engine.artist.diffusion.memory import Ladder
from engine.artist.diffusion.settings import batch_of, kind_of
from engine.base.errors import MakeError
from engine.models.library import default_root

_SHORT = ("out of memory", "not enough memory", "defaultcpuallocator")


class SdxlBrush:
    """Keeps its models between calls. See `canvas.Brush`.

    relieve: unloads whatever else this process keeps on the device. compiled: folder for what is
    compiled, None for the library's.
    """

    def __init__(
        self,
        models: Mapping[str, Path],
        device: str,
        *,
        mode: str = "fast8",
        batch: int | None = None,
        relieve: Callable[[], None] | None = None,
        compiled: Path | None = None,
    ) -> None:
        self._models, self._device, self._wanted = dict(models), device, mode
        self._relieve = relieve
        self._pipes: Pipes | None = None
        self._notes: list[str] = []
        self._check: Check = _nothing
        self.ladder = Ladder(self, batch or batch_of(device), out_of_memory)
        self.compiling = Compiling(device, compiled or default_root() / "compiled")

    @classmethod
    def of(cls, pipes: Pipes, device: str, *, batch: int | None = None) -> SdxlBrush:
        """A brush whose models are in memory already; once unloaded they cannot be had again."""
        brush = cls({}, device, mode=pipes.mode.name, batch=batch)
        brush._hold(pipes)
        return brush

    @property
    def notes(self) -> tuple[str, ...]:
        """What was done otherwise than asked for, and why: by the models as they are loaded, and in
        the last call."""
        loaded = self._pipes.notes if self._pipes else ()
        slow = (self.compiling.note,) if self.compiling.note else ()
        climbed = self.ladder.climbed
        short = (f"memory was short: {', '.join(climbed)}",) if climbed else ()
        return (*loaded, *dict.fromkeys(self._notes), *short, *slow)

    @property
    def mode(self) -> str:
        """The mode in which pictures are made."""
        return self._load().mode.name

    def paint(self, canvases: Sequence[Canvas], check: Check) -> list[Colours]:
        """See `canvas.Brush`."""
        self._check, self._notes = check, []
        self.ladder.anew()
        try:
            check()
            (pipes,) = self.ladder.run([None], lambda _: [self._load()])
            self.compiling.before(pipes.models, len(canvases))

            def work(part: Sequence[int]) -> list[Colours]:
                chosen = [canvases[i] for i in part]
                return self.compiling.run(pipes.models, lambda: self._batch(chosen))

            found: dict[int, Colours] = {}
            for group in _alike(canvases):
                found.update(zip(group, self.ladder.run(group, work), strict=True))
            return [found[i] for i in range(len(canvases))]
        finally:
            self._check = _nothing

    def unload(self) -> None:
        """Give the device back."""
        self._pipes = None
        self.compiling.forget()
        self._free()

    # What the rungs of the memory ladder do, see `memory.Relief`.

    def free(self) -> None:
        """Give back what the allocator keeps."""
        self._free()

    def unload_others(self) -> None:
        """Have the rest of this process leave the device."""
        if self._relieve is not None:
            self._relieve()
        self._free()

    def offload(self) -> None:
        """Keep on the device only the model that is working."""
        if self._pipes is not None:
            put_away(self._pipes, self._device)
        self._free()

    def tile(self) -> None:
        """Encode and decode in tiles, one picture at a time."""
        if self._pipes is not None:
            in_tiles(self._pipes)
        self._free()

    def _free(self) -> None:
        gc.collect()
        if self._device.startswith("cuda"):
            torch.cuda.empty_cache()
        elif self._device == "mps":
            torch.mps.empty_cache()

    def _load(self) -> Pipes:
        """The models; those loaded anew keep to the rungs that were climbed before."""
        if self._pipes is None:
            away = "offload" in self.ladder.climbed
            return self._hold(load_pipes(self._models, self._device, self._wanted, away=away))
        return self._pipes

    def _hold(self, pipes: Pipes) -> Pipes:
        watch(pipes, lambda: self._check())
        if "tile" in self.ladder.climbed:
            in_tiles(pipes)
        self._pipes = pipes
        return pipes

    def _put_on(self, lora: str) -> None:
        note = set_character(self._load(), lora, self._models, self._device)
        if note:
            self._notes.append(note)

    @torch.inference_mode()
    def _batch(self, canvases: list[Canvas]) -> list[Colours]:
        """Paint canvases of one size and kind in one go."""
        self._check()
        self._put_on(canvases[0].lora)
        pipes, kind = self._load(), kind_of(canvases[0].kind)
        mode, masks = pipes.mode, [c.mask for c in canvases if c.mask is not None]
        height, width = canvases[0].picture.shape[:2]
        options: dict[str, object] = {
            "prompt": [c.prompt for c in canvases],
            "image": [_image(c.picture) for c in canvases],
            "control_image": [_lines(c.ink) for c in canvases],
            "strength": max(kind.strength, 1.0 / mode.steps),
            "num_inference_steps": mode.steps,
            "guidance_scale": mode.guidance,
            "controlnet_conditioning_scale": kind.control,
            "control_guidance_end": kind.until,
            "generator": [torch.Generator("cpu").manual_seed(c.seed) for c in canvases],
            "height": height,
            "width": width,
            "output_type": "np",
            "callback_on_step_end": self._stepped,
        }
        if mode.guidance > 1:
            options["negative_prompt"] = [c.negative for c in canvases]
        if masks:
            options["mask_image"] = [Image.fromarray(mask) for mask in masks]
        pipe = pipes.inside if masks else pipes.over
        return [_colours(picture) for picture in pipe(**options).images]

    def _stepped(
        self, _pipe: object, _step: int, _time: object, tensors: dict[str, torch.Tensor]
    ) -> dict[str, torch.Tensor]:
        self._check()
        return tensors


def out_of_memory(exc: BaseException) -> bool:
    """Whether an exception says that the device's memory is full."""
    if isinstance(exc, torch.OutOfMemoryError | MemoryError):
        return True
    return isinstance(exc, RuntimeError) and any(word in str(exc).lower() for word in _SHORT)


def _alike(canvases: Sequence[Canvas]) -> Iterator[list[int]]:
    """Indices of canvases that can be painted together, characters with a LoRA one by one."""

    def key(i: int) -> tuple[str, str, bool, tuple[int, ...]]:
        canvas = canvases[i]
        return canvas.lora, canvas.kind, canvas.mask is not None, canvas.picture.shape

    for _, group in groupby(sorted(range(len(canvases)), key=key), key=key):
        yield list(group)


def _image(picture: Colours) -> Image.Image:
    return Image.fromarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB))


def _lines(ink: NDArray[np.uint8]) -> Image.Image:
    """Line art as these ControlNets were trained on it: white on black."""
    return Image.fromarray(cv2.cvtColor(cv2.bitwise_not(ink), cv2.COLOR_GRAY2RGB))


def _colours(picture: NDArray[np.float32]) -> Colours:
    """RGB shares from 0 to 1 as opaque BGR."""
    if not np.isfinite(picture).all():
        raise MakeError(
            "not-a-picture",
            "The decoder overflowed in half precision.",
            "Install the decoder that does not: models fetch sdxl-vae-fp16",
        )
    whole = np.round(np.clip(picture, 0, 1) * 255).astype(np.uint8)
    return np.ascontiguousarray(whole[..., ::-1])


def _nothing() -> None:
    pass
