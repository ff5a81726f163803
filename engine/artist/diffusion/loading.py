"""Loads the painter's models: SDXL, its ControlNet, a decoder and LoRAs, from folders only.

Worker processes only. Adapters for few steps and for the style are folded into the weights, so that
they cost nothing a step and projections can be fused; a character's own LoRA is laid over them.
"""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import torch

from engine.artist.diffusion.settings import Mode, mode_for, model_for, weight_of
from engine.artist.diffusion.theirs import (
    CODER,
    CONTROL,
    OVER,
    TINY,
    Net,
    Pipe,
    fuse_projections,
    inpainting,
    silence,
    trailing_euler,
)
from engine.base.errors import EnvironmentFault
from engine.models.loading import half_precision, load, refuse_unsafe

_CHARACTER = "character"


@dataclass(slots=True, eq=False)
class Pipes:
    """The loaded painter: one set of models behind two ways of painting.

    over: paints over a whole picture; inside: repaints what a mask marks. notes: what a person is
    to know about what was missing.
    """

    over: Pipe
    inside: Pipe
    mode: Mode
    notes: tuple[str, ...] = ()
    character: str = ""
    offloaded: bool = False
    split: tuple[Mapping[str, object], ...] = ()
    """The attention processors before projections were fused, of each of `models`."""

    @property
    def models(self) -> tuple[torch.nn.Module, torch.nn.Module]:
        """UNet and ControlNet: where nearly all of the work is done."""
        return self.over.unet, self.over.controlnet


def load_pipes(
    models: Mapping[str, Path], device: str, wanted: str, *, away: bool = False
) -> Pipes:
    """Load everything for a mode onto a device; away: only what works is ever on it.

    Raises:
        EnvironmentFault: a model is missing, pickled, wants code of its own or is damaged.
    """
    mode, note = mode_for(models, wanted)
    notes = [note] if note else []
    with _quiet():
        over = _base(models, mode, half_precision(device), notes)
        adapters = _adapters(over, models, mode)
        if adapters:
            over.set_adapters(list(adapters), list(adapters.values()))
            over.fuse_lora(adapter_names=list(adapters))
            over.unload_lora_weights()
    return ready(over, mode, device, tuple(notes), away=away)


def ready(
    over: Pipe, mode: Mode, device: str, notes: tuple[str, ...] = (), *, away: bool = False
) -> Pipes:
    """The painter from a pipeline with all its models, put on the device as it paints fastest.

    over: adapters that are always on are folded in already; its scheduler is exchanged where the
    mode is distilled.
    """
    if mode.few:  # distilled for the last step of each stretch, as its makers say
        over.scheduler = trailing_euler(over.scheduler)
    with _quiet():
        if not away:
            over.to(device)
        inside = inpainting(over)
    for part in (over.unet, over.controlnet, over.vae):
        part.to(memory_format=torch.channels_last)
        part.eval()
    pipes = Pipes(over, inside, mode, notes)
    _fuse(pipes, device)
    if away:
        put_away(pipes, device)
    for pipe in (over, inside):
        pipe.set_progress_bar_config(disable=True)
    return pipes


def set_character(pipes: Pipes, name: str, models: Mapping[str, Path], device: str) -> str:
    """Paint with a character's own LoRA from now on, "" for none; returns a note if it is missing.

    Projections are taken apart while it is on: a fused projection would not see it.
    """
    folder = models.get(f"lora-{name}", models.get(name)) if name else None
    wanted = name if folder is not None else ""
    if wanted != pipes.character:
        with _quiet():
            if pipes.character:
                pipes.over.unload_lora_weights()
                _fuse(pipes, device)
            if folder is not None:
                _unfuse(pipes)
                _read_adapter(pipes.over, folder, _CHARACTER)
                pipes.over.set_adapters([_CHARACTER], [weight_of("character")])
        pipes.character = wanted
    if name and not wanted:
        return f"the LoRA {name} is not installed: painted without it"
    return ""


def put_away(pipes: Pipes, device: str) -> None:
    """Keep models in the computer's memory until they work; on a processor they are there."""
    if device != "cpu" and not pipes.offloaded:
        for pipe in (pipes.over, pipes.inside):
            pipe.enable_model_cpu_offload(device=device)
        pipes.offloaded = True


def in_tiles(pipes: Pipes) -> None:
    """Encode and decode one picture at a time, large ones in tiles."""
    pipes.over.vae.enable_slicing()
    pipes.over.vae.enable_tiling()


def watch(pipes: Pipes, check: Callable[[], None]) -> None:
    """Call `check` in every convolution of the coder, whose work is not divided into steps."""
    for half in (pipes.over.vae.encoder, pipes.over.vae.decoder):
        for layer in half.modules():
            if isinstance(layer, torch.nn.Conv2d):
                layer.register_forward_pre_hook(lambda *_: check())
    for model in pipes.models:
        model.register_forward_pre_hook(lambda *_: check())


def _base(models: Mapping[str, Path], mode: Mode, dtype: torch.dtype, notes: list[str]) -> Pipe:
    base, control = model_for(models, "base"), model_for(models, "controlnet")
    assert base is not None
    assert control is not None
    options: dict[str, object] = {
        "controlnet": load(CONTROL, control, torch_dtype=dtype, **_variant(control)),
        "torch_dtype": dtype,
        "add_watermarker": False,
    }
    vae = _decoder(models, mode, dtype, notes)
    if vae is not None:
        options["vae"] = vae
    variant = _variant(base / "unet")
    return load(OVER, base, **options, **variant)


def _decoder(
    models: Mapping[str, Path], mode: Mode, dtype: torch.dtype, notes: list[str]
) -> torch.nn.Module | None:
    """The coder of the mode; None for the one that comes with the base."""
    if mode.decoder == "tiny":
        tiny = model_for(models, "tiny")
        if tiny is not None:
            return load(TINY, tiny, torch_dtype=dtype, **_variant(tiny))
        notes.append("taesdxl is not installed: the full decoder is used")
    fixed = model_for(models, "vae")
    return None if fixed is None else load(CODER, fixed, torch_dtype=dtype, **_variant(fixed))


def _variant(folder: Path) -> dict[str, object]:
    """Repositories may hold their weights in half precision only, under another name."""
    names = [path.name for path in folder.glob("*.safetensors")]
    halves = any(".fp16." in name for name in names)
    whole = any(".fp16." not in name for name in names)
    return {"variant": "fp16"} if halves and not whole else {}


def _adapters(
    pipe: Pipe,
    models: Mapping[str, Path],
    mode: Mode,
) -> dict[str, float]:
    """Read the LoRAs that are always on; name to weight."""
    found = {}
    for name, role in (("few", mode.few), ("style", "style")):
        folder = model_for(models, role) if role else None
        if folder is not None:
            _read_adapter(pipe, folder, name)
            found[name] = weight_of(name)
    return found


def _read_adapter(pipe: Pipe, folder: Path, name: str) -> None:
    refuse_unsafe(folder)
    file = min(folder.glob("*.safetensors"), default=None)
    if file is None:
        raise EnvironmentFault(
            "no-weights", f"{folder.name} holds no weights.", "Add or fetch the model again."
        )
    try:
        pipe.load_lora_weights(
            str(folder), weight_name=file.name, adapter_name=name, use_safetensors=True,
            local_files_only=True,
        )  # fmt: skip
    except (OSError, ValueError, KeyError, RuntimeError) as exc:
        raise EnvironmentFault(
            "bad-model", f"{folder.name} is no LoRA for SDXL: {exc}.", "Take another one."
        ) from exc


def _fuse(pipes: Pipes, device: str) -> None:
    """Fewer and larger kernels. Not worth it on a CPU."""
    if device.startswith("cuda"):
        pipes.split = tuple(dict(model.attn_processors) for model in _nets(pipes))
        for model in _nets(pipes):
            fuse_projections(model)


def _unfuse(pipes: Pipes) -> None:
    for model, processors in zip(_nets(pipes), pipes.split, strict=False):
        model.set_attn_processor(dict(processors))
    pipes.split = ()


def _nets(pipes: Pipes) -> tuple[Net, Net]:
    return pipes.over.unet, pipes.over.controlnet


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Without the progress bars and advice of the libraries; a worker has no terminal."""
    silence()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
