"""Keeps what a piece of film looked like, so that no change of the picture goes unseen.

Every still is known by the SHA-256 of its planes, together with the versions and processor features
that they depend on. Where those are the same, the hash must be the same. Where they differ, the
picture is compared with a small reference picture instead, by its peak signal-to-noise ratio.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import av
import cv2
import numpy as np
import skia

from engine.film.pictures import to_bgr
from engine.film.planes import Target
from engine.film.text import Paragraph, Run, Sheet, Style

FOLDER = Path(__file__).parent / "pictures"
WIDTH, HEIGHT = 216, 384
LEAST_PSNR = 33.0
"""Decibels. Another library version rounds and hints differently (above 38 as measured between
full and half precision of the zoom); a missing figure, title or effect falls below 30."""


def environment() -> dict[str, str]:
    """Everything outside this project that may change a pixel."""
    sheet = Sheet(300, 120)
    Paragraph([Run("Aa字क्य")], Style(60, outline=5), 300).paint(sheet.canvas, 0, 0)
    return {
        "opencv": cv2.__version__,
        "numpy": np.__version__,
        "skia": skia.__version__,
        "av": av.__version__,
        "processor": cv2.getCPUFeaturesLine(),
        "lettering": hashlib.sha256(sheet.picture.tobytes()).hexdigest(),
    }


def plane_hash(target: Target) -> str:
    """SHA-256 of the three planes."""
    sum_ = hashlib.sha256()
    for plane in target:
        sum_.update(np.ascontiguousarray(plane).tobytes())
    return sum_.hexdigest()


def small(target: Target) -> np.ndarray:
    """The picture at a fifth of its size."""
    return cv2.resize(to_bgr(target), (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)


def psnr(first: np.ndarray, second: np.ndarray) -> float:
    """Peak signal-to-noise ratio in decibels; infinite for equal pictures."""
    return float(cv2.PSNR(first, second))


class Album:
    """A named set of stills."""

    def __init__(self, name: str) -> None:
        self._file = FOLDER / f"{name}.json"
        self._name = name
        self._kept = json.loads(self._file.read_text("utf-8")) if self._file.exists() else None

    def differs(self, key: str, target: Target) -> str:
        """Why a still is not what it was; "" when it is."""
        if self._kept is None or key not in self._kept["stills"]:
            return f"{key} is not in the album"
        if self._kept["environment"] == environment():
            same = self._kept["stills"][key] == plane_hash(target)
            return "" if same else f"{key} differs from its hash"
        reference = cv2.imread(str(self._picture(key)))
        reached = psnr(reference, small(target))
        return "" if reached >= LEAST_PSNR else f"{key}: {reached:.1f} dB from its reference"

    def keep(self, stills: dict[str, Target]) -> None:
        """Make these the stills to compare with from now on."""
        FOLDER.mkdir(exist_ok=True)
        for old in FOLDER.glob(f"{self._name}-*.png"):
            old.unlink()
        for key, target in stills.items():
            cv2.imwrite(str(self._picture(key)), small(target), [cv2.IMWRITE_PNG_COMPRESSION, 9])
        hashes = {key: plane_hash(target) for key, target in stills.items()}
        kept = {"environment": environment(), "stills": hashes}
        self._file.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", "utf-8")

    def _picture(self, key: str) -> Path:
        return FOLDER / f"{self._name}-{key}.png"
