"""What a brush is given and gives back. No torch here: all around it runs without."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.artist.cutout import Colours

Check = Callable[[], None]


@dataclass(frozen=True, slots=True, eq=False)
class Canvas:
    """A picture to be painted over.

    picture: opaque BGR of the size to paint, sides in multiples of 8. ink: its line art, black on
    white, uint8 (height, width). kind: one of `[kinds]` in diffusion.toml. mask: 255 where it is
    repainted and 0 where it stays, None for all of it. seed: of this picture's noise. lora: the
    character's own, "" for none.
    """

    picture: Colours
    ink: NDArray[np.uint8]
    prompt: str
    negative: str
    kind: str
    seed: int
    mask: NDArray[np.uint8] | None = None
    lora: str = ""


class Brush(Protocol):
    """Paints canvases; the result of one does not depend on what else is painted with it."""

    def paint(self, canvases: Sequence[Canvas], check: Check) -> list[Colours]:
        """Opaque BGR pictures of the canvases' sizes, in their order.

        Raises:
            MakeError: the device's memory is too small. Cancelled: raised by `check`, let through.
        """
        ...
