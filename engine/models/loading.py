"""The one door through which weights come in: a local folder, safetensors only, no code of its own.

Used in worker processes only; torch is imported when a model is loaded.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from engine.base.errors import EnvironmentFault

if TYPE_CHECKING:
    import torch

PICKLED = (".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".th")
"""Endings of files that run code when they are read."""

T_co = TypeVar("T_co", covariant=True)


class Loadable(Protocol[T_co]):
    """A class of transformers or diffusers that reads a folder."""

    def from_pretrained(self, folder: str, **options: Any) -> T_co:  # noqa: ANN401 - theirs
        """Read the folder."""
        ...


def refuse_unsafe(folder: Path) -> None:
    """Check a folder before anything of it is read.

    Raises:
        EnvironmentFault: it is not there, holds pickled weights only, or wants its own code run.
    """
    if not folder.is_dir():
        raise EnvironmentFault(
            "no-model", f"{folder} is not there.", "Add or fetch the model again."
        )
    for config in sorted(folder.rglob("*.json")):
        if config.name.endswith("config.json") and "auto_map" in _object(config):
            raise EnvironmentFault(
                "remote-code",
                f"{folder.name} wants to run code of its own ({config.name}: auto_map).",
                "Use a model whose architecture the installed libraries know.",
            )
    safe = any(folder.rglob("*.safetensors"))
    pickled = sorted(p for p in folder.rglob("*") if p.suffix in PICKLED)
    if not safe and pickled:
        raise EnvironmentFault(
            "pickled",
            f"{folder.name} has pickled weights ({pickled[0].name}), which run code when read.",
            f"Convert them once, apart from everything else: models add NAME {folder} --convert",
        )
    if not safe:
        raise EnvironmentFault(
            "no-weights", f"{folder.name} holds no weights.", "Add or fetch the model again."
        )


def load(kind: Loadable[T_co], folder: Path, **options: object) -> T_co:
    """A model from its folder. options go to `from_pretrained`.

    Raises:
        EnvironmentFault: as `refuse_unsafe`, or the files are not what the class expects.
    """
    refuse_unsafe(folder)
    try:
        return kind.from_pretrained(
            str(folder), local_files_only=True, use_safetensors=True, **options
        )
    except (OSError, ValueError, KeyError) as exc:
        raise EnvironmentFault(
            "bad-model", f"{folder.name} cannot be loaded: {exc}.", "Verify it: models verify"
        ) from exc


def device_name() -> str:
    """Where models run: ``cuda``, ``mps`` or ``cpu``. CLIFF_DEVICE overrides it."""
    import torch

    wanted = os.environ.get("CLIFF_DEVICE", "")
    if wanted:
        return wanted
    if torch.cuda.is_available():  # ROCm calls itself cuda too
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def half_precision(device: str) -> torch.dtype:
    """bfloat16 on CUDA cards that have it, float16 on other devices, float32 on the CPU."""
    import torch

    if device.startswith("cuda"):
        # an emulated bfloat16 is slower than float16: cards before Ampere take the latter
        native = torch.cuda.is_bf16_supported(including_emulation=False)
        return torch.bfloat16 if native else torch.float16
    return torch.float16 if device == "mps" else torch.float32


def _object(path: Path) -> dict[str, object]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
