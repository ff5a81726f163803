"""What ``resources/artist/diffusion.toml`` says: models, modes, strengths. No torch here."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from engine.base.errors import EnvironmentFault

MODES = ("fast8", "fast4", "full")


@dataclass(frozen=True, slots=True)
class Mode:
    """How pictures are made: steps of the whole schedule, guidance 0 for none, decoder."""

    name: str
    steps: int
    guidance: float
    few: str  # which of `[models]` its LoRA is, "" for none
    decoder: str


@dataclass(frozen=True, slots=True)
class Kind:
    """How far a kind of picture may leave what the comic artist drew."""

    strength: float
    control: float
    until: float


@cache
def table() -> Mapping[str, Any]:
    """The file as it is."""
    text = files("resources").joinpath("artist", "diffusion.toml").read_text("utf-8")
    return tomllib.loads(text)


def mode_of(name: str) -> Mode:
    """One of `MODES`, whether its models are there or not."""
    return Mode(name=name, **table()["modes"][name])


def kind_of(name: str) -> Kind:
    """One of `[kinds]`."""
    return Kind(**table()["kinds"][name])


def weight_of(adapter: str) -> float:
    """The weight of the few-step, style or character LoRA."""
    return float(table()["weights"][adapter])


def batch_of(device: str) -> int:
    """Pictures at a time on a device such as ``cuda:0``."""
    return int(table()["batch"].get(device.split(":")[0], 1))


def model_for(models: Mapping[str, Path], role: str) -> Path | None:
    """The folder of the model that fills one of `[models]`, None when none is given.

    A base of one's own has a name of its own; it is known by being a whole pipeline.
    """
    named = next((models[id] for id in table()["models"][role] if id in models), None)
    if named is None and role == "base":
        return next((f for f in models.values() if (f / "model_index.json").is_file()), None)
    return named


def mode_for(models: Mapping[str, Path], wanted: str) -> tuple[Mode, str]:
    """The mode that can be had, and a note when it is not the one wanted.

    Raises:
        EnvironmentFault: a model without which nothing is painted is not given.
    """
    for role in ("base", "controlnet"):
        if model_for(models, role) is None:
            names = table()["models"][role]
            raise EnvironmentFault(
                "no-model",
                f"No model for {role} is installed ({', '.join(names)}).",
                f"models fetch {names[-1]}",
            )
    mode = mode_of(wanted)
    if not mode.few or model_for(models, mode.few) is not None:
        return mode, ""
    full = mode_of("full")
    lora = table()["models"][mode.few][0]
    return full, f"{lora} is not installed: {full.steps} steps instead of {mode.steps}"
