"""Facts about media files that the window draws: envelopes and lengths. Cached by file."""

from __future__ import annotations

import wave
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal

from engine.editor.types import FPS
from engine.voice.performance import performance_from_json
from engine.voice.types import Performance


@lru_cache(2048)
def performance(file: Path) -> Performance:
    """What was measured of a voice take."""
    return performance_from_json(file.read_text("utf-8"))


@lru_cache(512)
def envelope(file: Path, points: int) -> tuple[int, ...]:
    """Loudest sample of each of `points` stretches, 0 to 100 of the loudest; () if unreadable."""
    try:
        with wave.open(str(file)) as sound:
            width = sound.getsampwidth()
            data = np.frombuffer(sound.readframes(sound.getnframes()), np.uint8)
    except (OSError, EOFError, wave.Error):
        return ()
    if width not in (2, 3):
        return ()
    # the two upper bytes of a sample are enough for a drawing
    rows = data[: len(data) // (width * points) * width * points].reshape(points, -1, width)
    values = np.ascontiguousarray(rows[:, :, -2:]).view("<i2").astype(np.int32)
    peaks = np.abs(values).max(axis=(1, 2)) if values.size else np.zeros(points, np.int32)
    return tuple(int(v) for v in peaks * 100 // max(1, int(peaks.max(initial=1))))


@lru_cache(512)
def seconds(file: Path) -> float:
    """Length of a WAV file, 0 if unreadable."""
    try:
        with wave.open(str(file)) as sound:
            return float(sound.getnframes() / sound.getframerate())
    except (OSError, EOFError, wave.Error):
        return 0.0


def levels_of(found: Performance, points: int) -> tuple[int, ...]:
    """A performance's level envelope thinned to `points` values, 0 to 100."""
    levels = 10 ** (np.asarray(found.level_db, dtype=np.float64) / 20)
    if not len(levels):
        return ()
    edges = np.linspace(0, len(levels), points + 1).astype(int)
    top = max(1e-4, float(levels.max()))
    return tuple(
        int(levels[a : max(b, a + 1)].max() * 100 / top)
        for a, b in pairwise(edges)
        if a < len(levels)
    )


def to_frames(ms: int) -> int:
    """Milliseconds as frames."""
    return round(ms * FPS / 1000)


class Envelopes(QObject):
    """Envelopes of sound files, worked out beside the window; `arrived` tells of new ones."""

    arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known: dict[tuple[str, int], tuple[int, ...]] = {}
        self._asked: set[tuple[str, int]] = set()
        self._pool = ThreadPoolExecutor(1, "envelopes")

    def get(self, file: str, points: int) -> tuple[int, ...]:
        """The envelope, () until it is known."""
        key = file, points
        if file and key not in self._asked:
            self._asked.add(key)
            self._pool.submit(self._read, key)
        return self._known.get(key, ())

    def close(self) -> None:
        """Wait for what is being read."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _read(self, key: tuple[str, int]) -> None:
        self._known[key] = envelope(Path(key[0]), key[1])
        self.arrived.emit()
