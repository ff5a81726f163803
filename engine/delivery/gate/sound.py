"""Decodes a file's sound once: loudness, peak, and levels of what lies in the band of speech.

Loudness comes from libavfilter's ``ebur128``, which knows nothing of the limiter that made it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.filter import Graph
from numpy.typing import NDArray

from engine.delivery.gate.packets import opened
from engine.delivery.gate.types import Check

WINDOW_MS = 20
RATE = 16_000
"""Hz of `Sound.samples`: speech needs no more, and less is quicker to look at."""
_CHECK_EVERY = 128
_SPEECH_HZ = (250.0, 3800.0)
_FLOOR = 1e-12

Levels = NDArray[np.float64]


@dataclass(frozen=True)
class Sound:
    """What a file sounds like. samples: mono at `RATE`, 1.0 is full scale. levels, speech: dBFS
    of each `WINDOW_MS`, of everything and of the band of speech. lufs, peak: LUFS and dBTP.
    fault: why it could not be decoded to its end, "" when it was.
    """

    samples: NDArray[np.float32]
    levels: Levels
    speech: Levels
    lufs: float
    peak: float
    fault: str = ""


def hear(file: Path, check: Check) -> Sound | None:
    """Decode a file's sound; None when it has none.

    Raises:
        av.FFmpegError: the file cannot be opened.
    """
    pieces: list[NDArray[np.float32]] = []
    told: dict[str, str] = {}
    fault = ""
    with opened(file) as box:
        stream = next(iter(box.streams.audio), None)
        if stream is None:
            return None
        graph = _Meter(stream)
        try:
            for count, frame in enumerate(box.decode(stream)):
                if count % _CHECK_EVERY == 0:
                    check()
                graph.push(frame, pieces, told)
            graph.push(None, pieces, told)
        except av.FFmpegError as exc:
            fault = str(exc)
    samples = np.concatenate(pieces) if pieces else np.zeros(0, np.float32)
    if not len(samples):
        return None
    peaks = [float(v) for k, v in told.items() if k.startswith("lavfi.r128.true_peaks_ch")]
    loud = float(told.get("lavfi.r128.I", "-70"))
    top = 20 * math.log10(max(max(peaks, default=0.0), _FLOOR))
    return Sound(samples, _levels(samples), _band(samples), loud, top, fault)


class _Meter:
    """Two chains: one measures loudness, the other gives mono samples."""

    def __init__(self, stream: av.AudioStream) -> None:
        self._graph = Graph()
        source = self._graph.add_abuffer(template=stream)
        parts = self._graph.add("asplit", "2")
        meter = self._graph.add("ebur128", "peak=true:metadata=1")
        shape = f"sample_rates={RATE}:sample_fmts=flt:channel_layouts=mono"
        mono = self._graph.add("aformat", shape)
        self._loud, self._heard = (self._graph.add("abuffersink") for _ in range(2))
        source.link_to(parts)
        parts.link_to(meter, 0, 0)
        parts.link_to(mono, 1, 0)
        meter.link_to(self._loud)
        mono.link_to(self._heard)
        self._graph.configure()
        self._source = source

    def push(
        self, frame: av.AudioFrame | None, pieces: list[NDArray[np.float32]], told: dict[str, str]
    ) -> None:
        """Put a frame in (None: the end) and take out what is ready."""
        self._source.push(frame)
        for sink in (self._loud, self._heard):
            while True:
                try:
                    out = sink.pull()
                except (av.BlockingIOError, av.EOFError):
                    break
                if not isinstance(out, av.AudioFrame):
                    continue
                if sink is self._loud:
                    told.update(out.metadata)
                else:
                    pieces.append(out.to_ndarray()[0].astype(np.float32))


def _levels(samples: NDArray[np.float32]) -> Levels:
    size = RATE * WINDOW_MS // 1000
    rows = samples[: len(samples) // size * size].reshape(-1, size).astype(np.float64)
    return np.asarray(10 * np.log10((rows**2).mean(axis=1) + _FLOOR))


def _band(samples: NDArray[np.float32]) -> Levels:
    size = RATE * WINDOW_MS // 1000
    rows = samples[: len(samples) // size * size].reshape(-1, size)
    power = np.abs(np.fft.rfft(rows * np.hanning(size).astype(np.float32), axis=1)) ** 2
    hertz = np.fft.rfftfreq(size, 1 / RATE)
    inside = power[:, (hertz >= _SPEECH_HZ[0]) & (hertz <= _SPEECH_HZ[1])].sum(axis=1)
    # a Hann window keeps 3/8 of the power; one side of the spectrum holds half of it
    return np.asarray(10 * np.log10(inside * 2 / (size * size * 0.375) + _FLOOR))
