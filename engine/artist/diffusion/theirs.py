"""As much of diffusers as the painter uses, with types: the library publishes none that hold.

Worker processes only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

import diffusers
import torch
from diffusers.models import attention_processor
from transformers.utils import logging as transformers_logging

from engine.models.loading import Loadable

_LIB: Any = diffusers
_ATTENTION: Any = attention_processor
_PLAIN = 4  # channels of a UNet that was not trained for inpainting
_LOUD: Any = (diffusers.utils.logging, transformers_logging)


class Net(Protocol):
    """A UNet or ControlNet."""

    attn_processors: Mapping[str, object]

    def set_attn_processor(self, processor: object) -> None:
        """One for all attention layers, or one by name of the layer."""
        ...

    def modules(self) -> Iterable[torch.nn.Module]:
        """All modules, itself among them."""
        ...


class Coder(Protocol):
    """What turns pictures into latents and back."""

    encoder: torch.nn.Module
    decoder: torch.nn.Module

    def enable_slicing(self) -> None:
        """One picture at a time."""
        ...

    def enable_tiling(self) -> None:
        """Large pictures in tiles."""
        ...


class Images(Protocol):
    """What a pipeline returns. images: RGB shares, shape (n, height, width, 3), as asked for."""

    images: Any


class Pipe(Protocol):
    """A pipeline of diffusers."""

    unet: Any
    controlnet: Any
    vae: Any
    scheduler: Any
    components: Mapping[str, object]

    def __call__(self, **options: object) -> Images:
        """Paint."""
        ...

    def to(self, device: str) -> object:
        """Move its models."""
        ...

    def load_lora_weights(self, folder: str, **options: object) -> None:
        """Lay an adapter over its models."""
        ...

    def unload_lora_weights(self) -> None:
        """Take adapters off; what was folded into the weights stays."""
        ...

    def set_adapters(self, names: list[str], weights: list[float]) -> None:
        """Choose adapters."""
        ...

    def fuse_lora(self, *, adapter_names: list[str]) -> None:
        """Fold adapters into the weights."""
        ...

    def enable_model_cpu_offload(self, *, device: str) -> None:
        """Only the model that works is on the device."""
        ...

    def set_progress_bar_config(self, *, disable: bool) -> None:
        """Whether bars are drawn."""
        ...


OVER: Loadable[Pipe] = _LIB.StableDiffusionXLControlNetImg2ImgPipeline
CONTROL: Loadable[torch.nn.Module] = _LIB.ControlNetModel
CODER: Loadable[torch.nn.Module] = _LIB.AutoencoderKL
TINY: Loadable[torch.nn.Module] = _LIB.AutoencoderTiny


def inpainting(pipe: Pipe) -> Pipe:
    """The pipeline that repaints a mask, with the models of another one."""
    made: Any = _LIB.StableDiffusionXLControlNetInpaintPipeline(
        **pipe.components, add_watermarker=False
    )
    if pipe.unet.config.in_channels == _PLAIN:
        prepare = made.prepare_mask_latents

        def prepared(mask: torch.Tensor, _masked: torch.Tensor, *rest: object) -> object:
            """Without the latents of the masked picture: only nine channels would take them."""
            return prepare(mask, None, *rest)

        made.prepare_mask_latents = prepared
    found: Pipe = made
    return found


def trailing_euler(scheduler: Any) -> object:  # noqa: ANN401 - theirs, without a type
    """The schedule of distilled models: Euler, steps counted from the noisy end."""
    return _LIB.EulerDiscreteScheduler.from_config(scheduler.config, timestep_spacing="trailing")


def fuse_projections(model: Net) -> None:
    """One projection instead of three in all attention layers."""
    for module in model.modules():
        if isinstance(module, attention_processor.Attention):
            layer: Any = module
            layer.fuse_projections(fuse=True)
            layer.set_processor(_ATTENTION.FusedAttnProcessor2_0())


def silence() -> None:
    """No progress bars and no advice: a worker has no terminal."""
    for log in _LOUD:
        log.disable_progress_bar()
        log.set_verbosity_error()
