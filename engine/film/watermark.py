"""The place for an invisible watermark: an interface, and where its implementations are found.

The studio ships none, because the good ones need weights that are not ours to give. A package that
the lead installs offers one under the entry point group `GROUP`; its code and its weights (as
safetensors) are its own business. What it does is part of every segment's recipe.

    [project.entry-points."cliffhanger_studio.watermarks"]
    seal = "my_package:Seal"
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.base.errors import EnvironmentFault

GROUP = "cliffhanger_studio.watermarks"
MESSAGE_BYTES = 16
Luma = NDArray[np.uint8]
"""The luma plane of a frame, rows by columns, BT.709 limited range (16 to 235)."""


class Watermark(Protocol):
    """What a package must offer: a class without arguments that has these two methods.

    Equal frames, messages and numbers must give equal bytes; it runs in several processes at once.
    """

    def embed(self, luma: Luma, message: bytes, frame: int) -> None:
        """Hide `message` (16 bytes) in a frame, in place. frame: its number in the cut."""
        ...

    def detect(self, luma: Luma) -> bytes | None:
        """The message that a frame hides, None when none is found."""
        ...


def installed() -> dict[str, str]:
    """Ids of the watermarks on this machine, each with the version of its package."""
    return {point.name: _version(point) for point in entry_points(group=GROUP)}


def _version(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist is not None else point.value


@lru_cache(maxsize=2)
def watermark(id: str) -> Watermark:
    """The watermark called `id`.

    Raises:
        EnvironmentFault: no package offers it, or it cannot be loaded.
    """
    for point in entry_points(group=GROUP):
        if point.name == id:
            try:
                found: Watermark = point.load()()
            except Exception as exc:
                raise EnvironmentFault(
                    "bad-watermark", f"The watermark {id} cannot be loaded: {exc}.",
                    "Install its package and weights again, or edit series watermark=none.",
                ) from exc  # fmt: skip
            return found
    known = ", ".join(sorted(installed())) or "none"
    raise EnvironmentFault(
        "no-watermark", f"No package here offers the watermark {id!r}.",
        f"Install it, or edit series watermark=none. Installed: {known}.",
    )  # fmt: skip


def message_of(producer: str, series: str, seed: int) -> bytes:
    """What a season's frames hide: 16 bytes that name its producer and itself."""
    return hashlib.sha256(f"{producer}|{series}|{seed}".encode()).digest()[:MESSAGE_BYTES]
