"""Which graphics cards are here, and what fits on them. Asks the drivers' own tools, not torch.

Takes as long as those tools do (a tenth of a second up to seconds): not for the window's thread.
"""

from __future__ import annotations

import json
import platform
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from engine.models.types import EngineSpec

_PATIENCE_S = 15
_MIB = 1 << 20
_APPLE_SHARE = 0.75
"""Of the memory that an Apple chip shares, about what Metal lets one program use."""


@dataclass(frozen=True, slots=True)
class Card:
    """A graphics card. kind: ``cuda``, ``rocm`` or ``mps``. Memory in MiB, 0 where not told."""

    name: str
    kind: str
    total_mb: int
    free_mb: int
    driver: str = ""


@dataclass(frozen=True, slots=True)
class Hardware:
    """The cards of this machine, the one with most memory first."""

    cards: tuple[Card, ...] = ()

    @property
    def card(self) -> Card | None:
        """The card that models would run on."""
        return self.cards[0] if self.cards else None

    def words(self) -> str:
        """The card in one line."""
        if self.card is None:
            return "no graphics card that models can use"
        more = f" and {len(self.cards) - 1} more" if len(self.cards) > 1 else ""
        free = f", {self.card.free_mb / 1024:.1f} GB free" if self.card.free_mb else ""
        driver = f", driver {self.card.driver}" if self.card.driver else ""
        return f"{self.card.name}, {self.card.total_mb / 1024:.0f} GB{free}{driver}{more}"


def look() -> Hardware:
    """The cards that are here now."""
    found = [*_nvidia(), *_amd(), *_apple()]
    return Hardware(tuple(sorted(found, key=lambda card: -card.total_mb)))


def fits(spec: EngineSpec, hardware: Hardware) -> str:
    """Whether an engine works on this machine, in words. Starts with "fits" when it does."""
    if not spec.memory_mb:
        return "fits"
    card = hardware.card
    if card is None:
        return "no graphics card: works on the processor, very slowly"
    if not card.total_mb:
        return "the card does not tell its memory"
    if card.total_mb >= spec.memory_mb:
        low = card.free_mb and card.free_mb < spec.memory_mb
        return f"fits when {_gb(spec.memory_mb)} GB are free" if low else "fits"
    least = spec.least_mb or spec.memory_mb
    if card.total_mb >= least:
        return "fits with offloading"
    return f"too large: needs {_gb(least)} GB, this card has {card.total_mb / 1024:.0f}"


def _nvidia() -> Iterable[Card]:
    asked = "name,driver_version,memory.total,memory.free"
    rows = _said("nvidia-smi", f"--query-gpu={asked}", "--format=csv,noheader,nounits")
    for row in rows.splitlines():
        cells = [cell.strip() for cell in row.split(",")]
        if len(cells) == 4:
            name, driver, total, free = cells
            yield Card(name, "cuda", _whole(total), _whole(free), driver)


def _amd() -> Iterable[Card]:
    text = _said("rocm-smi", "--showproductname", "--showmeminfo", "vram", "--showdriverversion",
                 "--json")  # fmt: skip
    rows = _object(text)
    driver = _like(rows.get("system"), "driver version")
    for name, row in rows.items():
        if not name.startswith("card"):
            continue
        total = _whole(_like(row, "vram total memory"))
        used = _whole(_like(row, "vram total used memory"))
        title = _like(row, "card series") or _like(row, "device name") or "AMD graphics card"
        yield Card(title, "rocm", total // _MIB, max(0, total - used) // _MIB, driver)


def _apple() -> Iterable[Card]:
    if platform.system() != "Darwin" or platform.machine() != "arm64":
        return
    memory = _whole(_said("sysctl", "-n", "hw.memsize"))
    name = _said("sysctl", "-n", "machdep.cpu.brand_string").strip() or "Apple chip"
    yield Card(name, "mps", int(memory / _MIB * _APPLE_SHARE), 0)


def _said(*command: str) -> str:
    """What a tool prints; "" where there is no such tool or it fails."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_PATIENCE_S, check=False,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout if done.returncode == 0 else ""


def _object(text: str) -> dict[str, object]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _like(row: object, beginning: str) -> str:
    """The entry whose name begins so; names differ in case between versions of the tool."""
    if not isinstance(row, dict):
        return ""
    found = (str(value) for name, value in row.items() if name.lower().startswith(beginning))
    return next(found, "")


def _whole(text: str) -> int:
    digits = text.strip()
    return int(digits) if digits.isdecimal() else 0


def _gb(megabytes: int) -> int:
    return ceil(megabytes / 1024)
