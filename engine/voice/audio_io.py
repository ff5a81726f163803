"""Reading any sound file as mono 48 kHz, and writing WAV. Files from people are not trusted.

The demuxer is chosen from the file's first bytes, never from its name: a text file that calls
itself a clip could otherwise open others as a playlist.
"""

from __future__ import annotations

import wave
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from engine.base.errors import UserInputError
from engine.voice.types import SAMPLE_RATE

Samples = NDArray[np.float32]
MAX_S = 600
_KINDS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"RIFF", "wav"), (0, b"ID3", "mp3"), (0, b"\xff\xfb", "mp3"), (0, b"\xff\xf3", "mp3"),
    (0, b"\xff\xe3", "mp3"), (0, b"\xff\xfa", "mp3"), (0, b"\xff\xf2", "mp3"),
    (0, b"fLaC", "flac"), (0, b"OggS", "ogg"), (4, b"ftyp", "mov"),
    (0, b"\x1aE\xdf\xa3", "matroska"),
    (0, b"FORM", "aiff"), (0, b"\xff\xf1", "aac"), (0, b"\xff\xf9", "aac"),
)  # fmt: skip


def read_stereo(path: Path) -> Samples:
    """As `read_audio`, both channels: shape (n, 2). Mono files sound on both sides."""
    return _decoded(path, _kind(path), "stereo")


def read_audio(path: Path) -> Samples:
    """Mono samples at 48 kHz, -1 to 1. Raises UserInputError for what is no sound or is damaged."""
    kind = _kind(path)
    if kind == "wav" and (plain := _plain_wav(path)) is not None:
        return plain
    return _decoded(path, kind, "mono")[:, 0]


def _kind(path: Path) -> str:
    """The demuxer by the file's first bytes."""
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except OSError as exc:
        raise UserInputError("unreadable", f"{path} cannot be read.", "Check the file.") from exc
    kind = next((name for at, mark, name in _KINDS if head[at : at + len(mark)] == mark), None)
    if kind is None:
        raise UserInputError(
            "not-sound", f"{path.name} is not a sound file.", "Use WAV, FLAC, MP3, M4A or OGG."
        )
    return kind


def _plain_wav(path: Path) -> Samples | None:
    """Our own takes, read without a decoder; None for any other kind of WAV."""
    try:
        with wave.open(str(path), "rb") as file:
            if (file.getnchannels(), file.getsampwidth(), file.getframerate()) != (
                1,
                2,
                SAMPLE_RATE,
            ):
                return None
            count = file.getnframes()
            data = file.readframes(count)
    except (wave.Error, EOFError):
        return None
    if len(data) != 2 * count:
        raise _damaged(path)
    samples: Samples = np.frombuffer(data, "<i2").astype(np.float32) / np.float32(32768)
    return samples


def _decoded(path: Path, kind: str, layout: str) -> Samples:
    """All samples, shape (n, channels)."""
    blocks: list[Samples] = []
    try:
        with av.open(str(path), format=kind, options={"protocol_whitelist": "file"}) as container:
            if not container.streams.audio:
                raise _damaged(path)
            resampler = av.AudioResampler("fltp", layout, SAMPLE_RATE)
            for frame in container.decode(audio=0):
                blocks += [f.to_ndarray().T.astype(np.float32) for f in resampler.resample(frame)]
                if sum(map(len, blocks)) > MAX_S * SAMPLE_RATE:
                    raise UserInputError(
                        "too-long", f"{path.name} is longer than {MAX_S} s.", "Cut it first."
                    )
            blocks += [f.to_ndarray().T.astype(np.float32) for f in resampler.resample(None)]
    except av.FFmpegError as exc:
        raise _damaged(path) from exc
    samples = np.concatenate(blocks) if blocks else np.zeros((0, 2), np.float32)
    if len(samples) < SAMPLE_RATE // 20 or not np.isfinite(samples).all():
        raise _damaged(path)
    return samples.astype(np.float32)


def _damaged(path: Path) -> UserInputError:
    return UserInputError(
        "damaged-sound", f"{path.name} is damaged or holds no sound.", "Export it again."
    )


def write_wav(path: Path, samples: Samples) -> None:
    """Mono 16-bit WAV at 48 kHz."""
    data = np.round(np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(data)
