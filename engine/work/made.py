"""What makers take and give, apart from the job itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Check = Callable[[], None]
"""Called often by long work; raises `Cancelled` when it is to stop."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a maker wrote into the scratch folder. meta: facts about it, as JSON."""

    file: Path
    mime: str
    parts: tuple[tuple[str, Path], ...] = ()
    meta: str = "{}"
