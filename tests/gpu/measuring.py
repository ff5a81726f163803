"""What is measured of work: seconds, energy, memory; and what the device can do at most."""

from __future__ import annotations

import datetime
import platform
import resource
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TypeVar

import torch
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils.flop_counter import FlopCounterMode

from engine.models.energy import Energy
from engine.models.loading import half_precision

LIBRARIES = ("torch", "transformers", "diffusers", "xgrammar")
_LARGE, _SMALL = 8192, 512  # sides of the matrices that are multiplied on a card, on a processor
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Spent:
    """energy_j: 0 where nobody tells. peak_bytes: of the device's memory, of the process on a CPU
    (there it is the most since the process began)."""

    seconds: float
    energy_j: float
    peak_bytes: int


class Meter:
    """Measures work on one device, which is waited for before and after."""

    def __init__(self, device: str) -> None:
        self.device = device
        self._energy = Energy()

    def wait(self) -> None:
        """Until the device has done all that it was told to."""
        if self.device.startswith("cuda"):
            torch.cuda.synchronize(self.device)
        elif self.device == "mps":
            torch.mps.synchronize()

    def of(self, work: Callable[[], T]) -> tuple[T, Spent]:
        """What some work gives, and what it took."""
        self.wait()
        if self.device.startswith("cuda"):
            torch.cuda.reset_peak_memory_stats(self.device)
        used, started = self._energy.read_mj(), time.perf_counter()
        found = work()
        self.wait()
        seconds = time.perf_counter() - started
        energy = max(0, self._energy.read_mj() - used) / 1000
        return found, Spent(seconds, energy, self._peak())

    def _peak(self) -> int:
        if self.device.startswith("cuda"):
            return int(torch.cuda.max_memory_allocated(self.device))
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024  # in KB, on Linux

    def matmul_peak(self) -> float:
        """Floating-point operations a second in one large product of matrices, the best of some,
        in the precision in which models run: bfloat16 on a card that has it."""
        card = self.device.startswith("cuda")
        side, repeats = (_LARGE, 20) if card else (_SMALL, 3)
        one = torch.randn(side, side, device=self.device, dtype=half_precision(self.device))
        best = 0.0
        for _ in range(4):  # the first one warms up

            def multiplied() -> None:
                for _ in range(repeats):
                    torch.mm(one, one)

            _, spent = self.of(multiplied)
            best = max(best, 2 * side**3 * repeats / spent.seconds)
        return best


def flops(work: Callable[[], object]) -> int:
    """Floating-point operations of some work (two for a multiplication with its addition).

    Attention is spelt out while it is counted: not every kernel of it is known to the counter.
    """
    with FlopCounterMode(display=False) as counter, sdpa_kernel(SDPBackend.MATH):
        work()
    return counter.get_total_flops()


def machine(device: str) -> dict[str, object]:
    """On what was measured, and when."""
    card = device.startswith("cuda")
    return {
        "device": device,
        "card": torch.cuda.get_device_name(device) if card else platform.processor() or "CPU",
        "driver": _driver() if card else "",
        "precision": str(half_precision(device)).removeprefix("torch."),
        "python": platform.python_version(),
        "versions": {name: _version(name) for name in LIBRARIES},
        "date": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    }


def _driver() -> str:
    command = ["nvidia-smi", "--query-gpu=driver_version", "--format=csv,noheader"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return "unknown"  # ROCm has another tool
    return done.stdout.split("\n", 1)[0].strip()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
