"""Recordings of people: what a telephone or a studio saves becomes a take like any other."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from engine.base.errors import UserInputError
from engine.voice.audio_io import read_audio
from engine.voice.performance import measure, neutral_of
from engine.voice.types import SAMPLE_RATE
from engine.work.importers import IMPORTERS
from engine.work.protocol import Job
from tests.voice.test_speech import LINES, SPEAKER, request

ASKED = request(LINES["en"][0])
FORMATS = (
    ("voice.mp3", "libmp3lame", 44_100, "stereo", {}),
    ("bare.mp3", "libmp3lame", 48_000, "mono", {"id3v2_version": "0", "write_xing": "0"}),
    ("old.mp3", "libmp3lame", 22_050, "mono", {"id3v2_version": "0", "write_xing": "0"}),
    ("older.mp3", "libmp3lame", 11_025, "mono", {"id3v2_version": "0", "write_xing": "0"}),
    ("memo.m4a", "aac", 44_100, "mono", {}),
    ("studio.m4a", "aac", 48_000, "stereo", {"movflags": "faststart"}),
)


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    wav = tmp_path_factory.mktemp("spoken") / "line.wav"
    SPEAKER.speak(ASKED, wav)
    return read_audio(wav)


def recorded(
    file: Path, samples: np.ndarray, codec: str, rate: int, layout: str, options: dict[str, str]
) -> None:
    """Encode a mono signal as a person's device would."""
    kind = "mp3" if file.suffix == ".mp3" else "ipod"
    with av.open(str(file), "w", format=kind, options=options) as target:
        stream = target.add_stream(codec, rate=rate)
        stream.layout = layout
        stream.bit_rate = 128_000 if rate > 40_000 else 32_000
        whole = av.AudioFrame.from_ndarray(samples[None], format="fltp", layout="mono")
        whole.sample_rate, whole.pts = SAMPLE_RATE, 0
        into = av.AudioResampler(stream.format.name, layout, rate, frame_size=stream.frame_size)
        for frame in (*into.resample(whole), *into.resample(None)):
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))


def imported(folder: Path, file: Path) -> Path:
    """What the importer makes of a file."""
    job = Job(1, "import-speech", "ep01/line1", "{}", "{}", (("file", str(file)),), str(folder), "")
    made = IMPORTERS["speech"](job, lambda: None)
    assert made.mime == "audio/wav"
    return made.file


def lag(whole: np.ndarray, other: np.ndarray) -> tuple[int, float]:
    """By how many samples `other` comes late, and how alike both are then."""
    size = 1 << (len(whole) + len(other)).bit_length()
    cross = np.fft.irfft(np.fft.rfft(other, size) * np.conj(np.fft.rfft(whole, size)), size)
    at = int(cross.argmax())
    alike = cross[at] / np.sqrt(np.square(whole).sum() * np.square(other).sum())
    return (at - size if at > size // 2 else at), float(alike)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form[0])
def test_compressed_recordings_become_takes(
    tmp_path: Path, spoken: np.ndarray, form: tuple[str, str, int, str, dict[str, str]]
) -> None:
    name, codec, rate, layout, options = form
    recorded(tmp_path / name, spoken, codec, rate, layout, options)
    take = imported(tmp_path, tmp_path / name)
    found = read_audio(take)
    late, alike = lag(spoken, found)
    assert alike > 0.9
    assert 0 <= late < SAMPLE_RATE * 0.15, "only the encoder's own delay"
    assert 0 <= len(found) - len(spoken) < SAMPLE_RATE * 0.3
    levels = [np.sqrt(np.square(x, dtype=np.float64).sum()) for x in (spoken, found)]
    assert levels[1] / levels[0] == pytest.approx(1, abs=0.12)


@pytest.mark.parametrize("name", ["line.mp3", "line.m4a"])
def test_an_imported_take_is_measured_like_any_other(
    tmp_path: Path, spoken: np.ndarray, name: str
) -> None:
    codec = "libmp3lame" if name.endswith("3") else "aac"
    recorded(tmp_path / name, spoken, codec, 44_100, "stereo", {})
    found = measure(imported(tmp_path, tmp_path / name), ASKED.text, None,
                    neutral_of(SPEAKER, ASKED))  # fmt: skip
    assert [w.text for w in found.words] == ASKED.text.replace(",", "").replace(".", "").split()
    assert found.duration_ms == pytest.approx(len(spoken) / 48, abs=150)
    assert abs(found.mean_arousal) < 40
    assert any(m.kind == "peak" for m in found.markers)


def test_a_recording_that_ends_too_soon_is_refused(tmp_path: Path, spoken: np.ndarray) -> None:
    whole, cut = tmp_path / "whole.m4a", tmp_path / "cut.m4a"
    recorded(whole, spoken, "aac", 44_100, "mono", {})
    cut.write_bytes(whole.read_bytes()[:3000])  # the index lies at the end
    with pytest.raises(UserInputError, match="damaged"):
        imported(tmp_path, cut)
