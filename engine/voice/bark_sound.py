"""From Bark's 24 kHz to a 48 kHz take: clauses joined, tempo and pitch within limits, tone, level.

Levels are those of the house voices, so that a mix may hold both.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import av
import av.filter
import numpy as np
from numpy.typing import NDArray

from engine.voice.bark_acting import Acting
from engine.voice.checks import SILENT_DB, levels
from engine.voice.shaping import levelled, trimmed
from engine.voice.types import SAMPLE_RATE

Samples = NDArray[np.float32]
_EDGE_MS = 30
_QUIET_BELOW_PEAK_DB = 36.0
_FADE_MS = 8


def joined(parts: Sequence[Samples], pauses_ms: Sequence[int], rate: int) -> Samples:
    """Clauses one after another, each followed by its pause of silence; silence at their own ends
    is cut to 30 ms, because it would come on top."""
    found: list[Samples] = []
    for part, pause in zip(parts, pauses_ms, strict=True):
        found += [_close_cut(part, rate), np.zeros(rate * pause // 1000, np.float32)]
    return np.concatenate(found) if found else np.zeros(0, np.float32)


def _close_cut(part: Samples, rate: int) -> Samples:
    level = levels(part, rate)
    floor = max(SILENT_DB, float(level.max(initial=-90)) - _QUIET_BELOW_PEAK_DB)
    loud = np.flatnonzero(level > floor)
    if not len(loud):
        return part[:0]
    edge, step = rate * _EDGE_MS // 1000, rate // 100
    kept = part[max(0, int(loud[0]) * step - edge) : int(loud[-1] + 1) * step + edge].copy()
    size = min(rate * _FADE_MS // 1000, len(kept) // 2)
    ramp = np.linspace(0, 1, size, dtype=np.float32)
    kept[:size] *= ramp
    kept[len(kept) - size :] *= ramp[::-1]
    return kept


def finished(sound: Samples, rate: int, told: Acting) -> Samples:
    """The take at 48 kHz: as long as its tempo asks, as high as its pitch, levelled and trimmed."""
    moved = _resampled(sound, round(rate * told.pitch))
    moved = _stretched(moved, told.tempo / told.pitch)
    kept, _ = trimmed(_tilted(moved, told.tilt))
    return levelled(kept, told.level)


def _resampled(sound: Samples, rate: int) -> Samples:
    """48 kHz of samples taken to be at `rate`: another rate than their own moves the pitch."""
    resampler = av.AudioResampler("flt", "mono", SAMPLE_RATE)
    frame = _frame(sound, rate)
    blocks = [f.to_ndarray()[0] for f in (*resampler.resample(frame), *resampler.resample(None))]
    return np.concatenate(blocks).astype(np.float32)


def _stretched(sound: Samples, tempo: float) -> Samples:
    """Faster (above 1) or slower at the same pitch: FFmpeg's `atempo`, which is WSOLA."""
    if abs(tempo - 1) < 0.005:
        return sound
    graph = av.filter.Graph()
    source = graph.add_abuffer(
        sample_rate=SAMPLE_RATE, format="flt", layout="mono", time_base=Fraction(1, SAMPLE_RATE)
    )
    filters = [source, graph.add("atempo", f"{tempo:.4f}"), graph.add("abuffersink")]
    for one, other in pairwise(filters):
        one.link_to(other)
    graph.configure()
    source.push(_frame(sound, SAMPLE_RATE))
    source.push(None)
    blocks: list[Samples] = []
    while True:
        try:
            pulled = filters[-1].pull()
        except (av.error.EOFError, av.error.BlockingIOError):
            break
        assert isinstance(pulled, av.AudioFrame)
        blocks.append(pulled.to_ndarray()[0])
    return np.concatenate(blocks).astype(np.float32) if blocks else sound


def _frame(sound: Samples, rate: int) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(sound[None].astype(np.float32), "flt", "mono")
    frame.sample_rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
    return frame


def _tilted(sound: Samples, tilt: float) -> Samples:
    """Brighter or duller about 1 kHz, `tilt` dB an octave, zero phase."""
    if not tilt or not len(sound):
        return sound
    size = 1 << max(8, (len(sound) - 1).bit_length())
    hertz = np.fft.rfftfreq(size, 1 / SAMPLE_RATE)
    gain = np.clip(np.log2(np.maximum(hertz, 40) / 1000), -3.5, 3.2) * tilt
    turned = np.fft.irfft(np.fft.rfft(sound, size) * 10 ** (gain / 20), size)
    return turned[: len(sound)].astype(np.float32)
