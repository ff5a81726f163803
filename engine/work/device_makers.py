"""What the device's worker makes: joins batches to rooms that load models, and shares memory.

Weights stay loaded while they fit. Before another engine is loaded that would not fit beside them,
what was used longest ago is unloaded.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Protocol

from engine.base.errors import MakeError, StudioError
from engine.work.made import Check, Made
from engine.work.protocol import Job

Results = list[Made | StudioError]


class Bench(Protocol):
    """Makers of some kinds with the models they keep loaded."""

    def make_all(self, jobs: Sequence[Job], check: Check) -> Results:
        """Make jobs of one kind and engine together; results in their order."""
        ...

    def unload(self) -> None:
        """Give back the memory of the models."""
        ...


Relieve = Callable[[], None]
"""Unloads what other benches hold, for one that runs out of memory."""
Builder = Callable[[Relieve], Bench]


def _speech(_: Relieve) -> Bench:
    from engine.work.speech_device import SpeechDevice

    return SpeechDevice()


def _clone(_: Relieve) -> Bench:
    from engine.work.clone_device import CloneDevice

    return CloneDevice()


def _picture(relieve: Relieve) -> Bench:
    from engine.work.picture_device import PictureDevice

    return PictureDevice(relieve)


BENCHES: dict[str, Builder] = {
    "speech": _speech, "voice": _clone, "plate": _picture, "drawing": _picture,
    "expression": _picture,
}  # fmt: skip
"""Kind of job to the bench that makes it."""


class DeviceWorkshop:
    """Keeps benches, the one used last at the end."""

    def __init__(self, free_mb: Callable[[], int | None] | None = None) -> None:
        """free_mb: free memory of the device in MB, None when nobody knows; by default asked."""
        self._loaded: dict[Builder, Bench] = {}
        self._free_mb = free_mb or free_memory_mb

    def make_all(self, jobs: Sequence[Job], check: Check) -> Results:
        """Make a batch.

        Raises:
            Cancelled. Whatever a bug raises. MakeError: nothing here makes such jobs.
        """
        make = BENCHES.get(jobs[0].kind)
        if make is None:
            raise MakeError(
                "no-bench", f"No model makes a {jobs[0].kind}.", "Choose another engine."
            )
        need = int(json.loads(jobs[0].payload).get("memory_mb", 0))
        loaded = self._loaded.pop(make, None)
        if loaded is None:
            self._make_room(need)
            loaded = make(lambda: self._unload_others(make))
        self._loaded[make] = loaded  # used last
        return loaded.make_all(jobs, check)

    def _unload_others(self, kept: Builder) -> None:
        for make in [make for make in self._loaded if make is not kept]:
            self._loaded.pop(make).unload()

    def _make_room(self, need_mb: int) -> None:
        """Unload what was used longest ago until the next engine should fit."""
        while self._loaded:
            free = self._free_mb()
            if free is None or free >= need_mb:
                return
            oldest = next(iter(self._loaded))
            self._loaded.pop(oldest).unload()


def free_memory_mb() -> int | None:
    """Free memory where models run, in MB; None when it cannot be known."""
    import torch

    from engine.models.loading import device_name

    if device_name().startswith("cuda"):
        torch.cuda.empty_cache()
        return int(torch.cuda.mem_get_info()[0] >> 20)
    try:
        with open("/proc/meminfo", encoding="ascii") as file:  # noqa: PTH123 - no Path is needed
            rows = dict(line.split(":", 1) for line in file)
    except OSError:
        return None
    return int(rows["MemAvailable"].split()[0]) >> 10
