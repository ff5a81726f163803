"""A speaker as Bark remembers one: codes of something that voice has said. Files are not trusted.

House voices come with the model (plain arrays), cloned ones are safetensors. Nothing is unpickled.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file

from engine.base.errors import EnvironmentFault, StudioError, UserInputError

Codes = NDArray[np.int64]
PARTS = ("semantic_prompt", "coarse_prompt", "fine_prompt")


@dataclass(frozen=True, slots=True)
class Prompt:
    """semantic: (X,), coarse: (2, Y), fine: (8, Z), all of the same stretch of speech."""

    semantic: Codes
    coarse: Codes
    fine: Codes


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Upper bounds of a prompt's codes: a code beyond them would read outside a table."""

    semantic: int = 10_000
    codebook: int = 1024


def house_prompt(folder: Path, name: str, bounds: Vocabulary = Vocabulary()) -> Prompt:
    """A preset of the model, "v2/en_speaker_9": one .npz, or three .npy as the hub keeps them.

    Raises:
        EnvironmentFault: it is not there or damaged.
    """
    home = folder / "speaker_embeddings"
    archive = home / f"{name}.npz"
    single = [home / f"{name}_{part}.npy" for part in PARTS]
    remedy = (
        "Fetch the model with its folder speaker_embeddings (models fetch bark), choose another "
        "voice, or clone one."
    )
    try:
        if archive.is_file():
            # opened here, because numpy leaves a damaged archive open
            with archive.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
                return _checked([file[part] for part in PARTS], bounds)
        if all(path.is_file() for path in single):
            return _checked([np.load(path, allow_pickle=False) for path in single], bounds)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as exc:
        raise EnvironmentFault(
            "bad-preset", f"The voice {name} of {folder.name} is damaged: {exc}.", remedy
        ) from exc
    raise EnvironmentFault("no-preset", f"{folder.name} lacks the voice {name}.", remedy)


def cloned_prompt(path: Path, bounds: Vocabulary = Vocabulary()) -> Prompt:
    """A voice that was cloned: safetensors with the three parts.

    Raises:
        UserInputError: it is no such file.
    """
    try:
        found = load_file(str(path))
        return _checked([found[part] for part in PARTS], bounds)
    except (OSError, ValueError, KeyError, SafetensorError) as exc:
        raise _no_voice(path, exc) from exc


def _no_voice(path: Path, why: Exception) -> StudioError:
    return UserInputError(
        "bad-voice", f"{path.name} is not a cloned voice: {why}.", "Clone the voice again."
    )


def _checked(parts: list[NDArray[np.generic]], bounds: Vocabulary) -> Prompt:
    """Raises ValueError for arrays of a wrong kind, shape or range."""
    shapes = ((1, None), (2, 2), (2, 8))
    limits = (bounds.semantic, bounds.codebook, bounds.codebook)
    for part, name, (rank, rows), limit in zip(parts, PARTS, shapes, limits, strict=True):
        if part.dtype.kind not in "iu":
            raise ValueError(f"{name} holds {part.dtype}, not whole numbers")
        if part.ndim != rank or (rows and part.shape[0] != rows):
            raise ValueError(f"{name} has the shape {part.shape}")
        if part.size == 0 or int(part.min()) < 0 or int(part.max()) >= limit:
            raise ValueError(f"{name} is empty or has codes outside 0 to {limit - 1}")
    return Prompt(*(part.astype(np.int64) for part in parts))
