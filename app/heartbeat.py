"""How late the window's frames are: a beat every 16 ms, and what came in between."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer

BEAT_MS = 16


class Heartbeat(QObject):
    """Counts by how many milliseconds each beat came later than it was due."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.late_ms: list[float] = []
        self._last = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """Begin anew."""
        self.late_ms = []
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        """Count no more."""
        self._timer.stop()

    def worst(self) -> float:
        """The latest beat, milliseconds."""
        return max(self.late_ms, default=0.0)

    def percentile(self, share: float) -> float:
        """Lateness that this share of the beats kept below, milliseconds."""
        rows = sorted(self.late_ms)
        return rows[min(len(rows) - 1, int(len(rows) * share))] if rows else 0.0

    def _beat(self) -> None:
        now = time.perf_counter()
        self.late_ms.append(max(0.0, (now - self._last) * 1000 - BEAT_MS))
        self._last = now
