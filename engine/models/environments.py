"""Whether the libraries are there that run a model: the studio's own, and the voice worker's.

Only looks where Python would find them. Asked by the window and the command line, so nothing is
imported; a library that is not there yet is looked for again, since it may be installed meanwhile.
"""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path

APART = "qwen3-tts"
"""The engine that runs in an environment of its own."""
_LIBRARIES = {
    "writer": ("torch", "transformers"),
    "speaker": ("torch", "transformers"),
    "artist": ("torch", "diffusers"),
}
_found: set[str] = set()


def lacking(engine: str, role: str, models: Path) -> tuple[str, str]:
    """What an engine with weights cannot run for, and the remedy; "" for both when it can.

    models: folder in which models are kept.
    """
    if engine == APART:
        if environment_python(models).is_file():
            return "", ""
        return "Qwen3-TTS has no environment yet.", "bash installer/qwen-tts.sh"
    if all(_here(name) for name in _LIBRARIES[role]):
        return "", ""
    return "The model libraries are not installed.", "bash installer/models.sh"


def environment_python(models: Path) -> Path:
    """The Python of the voice worker's environment: CLIFF_QWEN_PYTHON, or what the installer made
    beside the models."""
    chosen = os.environ.get("CLIFF_QWEN_PYTHON", "")
    if chosen:
        return Path(chosen).expanduser()
    inside = ("Scripts", "python.exe") if sys.platform == "win32" else ("bin", "python")
    return models.parent.joinpath("qwen-tts", *inside)


def _here(name: str) -> bool:
    if name not in _found and find_spec(name) is not None:
        _found.add(name)
    return name in _found
