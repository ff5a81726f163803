"""Facts about media files that the window draws: envelopes and lengths. Cached by file."""

from __future__ import annotations

import wave
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np

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
            if sound.getsampwidth() != 2:
                return ()
            channels = sound.getnchannels()
            data = np.frombuffer(sound.readframes(sound.getnframes()), np.int16)
    except (OSError, EOFError, wave.Error):
        return ()
    if len(data) < points * channels:
        return ()
    rows = data[: len(data) // (points * channels) * points * channels]
    peaks = np.abs(rows.reshape(points, -1).astype(np.int32)).max(axis=1)
    return tuple(int(v) for v in peaks * 100 // max(1, int(peaks.max())))


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
