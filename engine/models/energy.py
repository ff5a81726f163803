"""What the graphics card has used, where the driver's own library (NVML) tells it."""

from __future__ import annotations

import contextlib
import ctypes

_NAMES = ("libnvidia-ml.so.1", "nvml.dll")


class Energy:
    """Reads the energy counter of the first NVIDIA card; 0 for ever where there is none.

    Source: NVML API reference, nvmlDeviceGetTotalEnergyConsumption: millijoules since the driver
    was loaded, for Volta and newer.
    """

    def __init__(self) -> None:
        self._library: ctypes.CDLL | None = None
        self._card = ctypes.c_void_p()
        for name in _NAMES:
            with contextlib.suppress(OSError, AttributeError):
                library = ctypes.CDLL(name)
                if library.nvmlInit_v2() == 0 and (
                    library.nvmlDeviceGetHandleByIndex_v2(0, ctypes.byref(self._card)) == 0
                ):
                    self._library = library
                    return

    def read_mj(self) -> int:
        """Millijoules used so far."""
        if self._library is None:
            return 0
        found = ctypes.c_ulonglong()
        code = self._library.nvmlDeviceGetTotalEnergyConsumption(self._card, ctypes.byref(found))
        return found.value if code == 0 else 0
