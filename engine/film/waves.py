"""Sound files in and out: float samples at 48 kHz inside, WAV outside; reads what libav reads."""

from __future__ import annotations

import wave
from pathlib import Path

import av
import numpy as np
from av.error import FFmpegError

from engine.base.errors import MakeError
from engine.film.tones import Samples

RATE = 48_000


def read_wave(file: Path) -> Samples:
    """All samples of a file at 48 kHz, shape (n, channels), channels 1 or 2.

    Raises:
        MakeError: `bad-sound`, when the file holds no sound that can be decoded.
    """
    try:
        with wave.open(str(file), "rb") as source:
            plain = source.getframerate() == RATE and source.getnchannels() in (1, 2)
            if plain and source.getsampwidth() in (2, 3):
                data = source.readframes(source.getnframes())
                return _floats(data, source.getsampwidth(), source.getnchannels())
    except (wave.Error, EOFError, RuntimeError):
        # no plain WAV (the reader raises a bare RuntimeError for a truncated one): let libav try
        return _decoded(file)
    return _decoded(file)


def _floats(data: bytes, width: int, channels: int) -> Samples:
    if width == 2:
        found = np.frombuffer(data, "<i2").astype(np.float32) / np.float32(1 << 15)
    else:
        count = len(data) // 3
        # each sample as the upper three bytes of an integer; the lowest is its neighbour's
        wide = np.ndarray((count,), "<i4", b"\0" + data, strides=(3,)) & np.int32(-256)
        found = wide.astype(np.float32)
        found *= np.float32(2.0**-31)
    return found[: len(found) // channels * channels].reshape(-1, channels)


def _decoded(file: Path) -> Samples:
    resampler = av.AudioResampler(format="fltp", layout="stereo", rate=RATE)
    gathered = av.AudioFifo()
    try:
        with av.open(str(file)) as source:
            if not source.streams.audio:
                raise _bad(file)
            for frame in (*source.decode(audio=0), None):
                for made in resampler.resample(frame):
                    made.pts = None  # gaps in the file's times are no silence
                    gathered.write(made)
    except (FFmpegError, OSError) as exc:
        raise _bad(file) from exc
    whole = gathered.read()
    if whole is None:
        raise _bad(file)
    return np.ascontiguousarray(whole.to_ndarray().T, np.float32)


def _bad(file: Path) -> MakeError:
    return MakeError(
        "bad-sound", f"{file.name} holds no sound that can be read.", "Choose another file."
    )


def write_wave(samples: Samples, file: Path) -> None:
    """Write stereo samples as 24-bit PCM WAV at 48 kHz; what exceeds full scale is clipped."""
    whole = np.clip(samples, -1.0, 1.0 - 2.0**-23)
    whole *= np.float32(1 << 23)
    wide = np.rint(whole, out=whole).astype("<i4").reshape(-1, 1).view(np.uint8)
    raw = np.empty((len(wide), 3), np.uint8)
    for i in range(3):
        raw[:, i] = wide[:, i]
    with wave.open(str(file), "wb") as target:
        target.setnchannels(samples.shape[1] if samples.ndim == 2 else 1)
        target.setsampwidth(3)
        target.setframerate(RATE)
        target.writeframes(raw.data)
