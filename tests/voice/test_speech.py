"""Speech as the editor and the artist rely on it: timed, acted, told apart, the same every time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine.base.errors import MakeError, UserInputError
from engine.series.document import EMOTIONS, Voice
from engine.text.measure import spoken_ms
from engine.voice.audio_io import read_audio, write_wav
from engine.voice.espeak import EspeakSpeaker
from engine.voice.performance import measure, neutral_of, performance_from_json, performance_to_json
from engine.voice.pitch import track
from engine.voice.types import SAMPLE_RATE, VISEMES, Performance, SpeechRequest

LINES = {
    "en": ("Cry louder, Mira. Your father is listening.", "Who opened the gate that night?"),
    "zh-CN": ("哭大声点，让你父亲听听。", "那晚的门，是谁开的？"),
}
SPEAKER = EspeakSpeaker()


def request(text: str, language: str = "en", base: int = 0, **acting: object) -> SpeechRequest:
    values = {"emotion": "neutral", "intensity": 70, **acting}
    gender = "f" if base < 3 else "m"
    return SpeechRequest(text, language, Voice(base), gender, "young", **values)  # type: ignore[arg-type]


def perform(folder: Path, asked: SpeechRequest) -> tuple[Performance, np.ndarray]:
    wav = folder / "line.wav"
    alignment = SPEAKER.speak(asked, wav)
    found = measure(wav, asked.text, alignment, neutral_of(SPEAKER, asked))
    return found, read_audio(wav)


@pytest.mark.parametrize("language", LINES)
@pytest.mark.parametrize("base", range(6))
def test_words_lie_in_order_inside_the_take(tmp_path: Path, language: str, base: int) -> None:
    for text in LINES[language]:
        found, samples = perform(tmp_path, request(text, language, base))
        assert "".join(w.text for w in found.words) in text.replace(" ", "").replace(
            ",", ""
        ) or all(text[w.first : w.last] == w.text for w in found.words)
        starts = [w.start_ms for w in found.words]
        assert starts == sorted(starts)
        assert all(w.start_ms < w.end_ms <= found.duration_ms for w in found.words)
        for word in found.words:
            part = samples[word.start_ms * 48 : word.end_ms * 48]
            assert np.abs(part).max() > 0.01, f"{word.text} is silent"
        assert {p.viseme for p in found.phones} <= set(VISEMES)
        assert np.abs(samples).max() < 10 ** (-2.9 / 20), "room is left above the peaks"


def test_pace_is_near_the_planned_one(tmp_path: Path) -> None:
    ratios = [
        perform(tmp_path, request(text, language, base))[0].duration_ms / spoken_ms(text, language)
        for language, texts in LINES.items()
        for text in texts
        for base in range(6)
    ]
    assert 0.8 < float(np.mean(ratios)) < 1.2


@pytest.mark.parametrize("base", range(6))
def test_anger_is_tenser_and_louder_than_softness(tmp_path: Path, base: int) -> None:
    text = LINES["en"][0]
    angry, _ = perform(tmp_path, request(text, base=base, emotion="angry", intensity=90))
    soft, _ = perform(tmp_path, request(text, base=base, emotion="soft", intensity=90))
    assert angry.mean_arousal > soft.mean_arousal + 10
    assert max(angry.level_db) > max(soft.level_db) + 3
    assert angry.duration_ms < soft.duration_ms


def test_a_whisper_has_little_voice(tmp_path: Path) -> None:
    text = LINES["en"][0]
    said, _ = perform(tmp_path, request(text))
    whispered, _ = perform(tmp_path, request(text, emotion="whisper", intensity=90))
    voiced = [sum(f > 0 for f in p.f0_hz) / len(p.f0_hz) for p in (said, whispered)]
    assert voiced[1] < 0.6 * voiced[0]


@pytest.mark.parametrize("emotion", EMOTIONS)
def test_every_emotion_can_be_spoken(tmp_path: Path, emotion: str) -> None:
    found, _ = perform(tmp_path, request("Not here.", emotion=emotion))
    assert found.duration_ms > 300
    assert performance_from_json(performance_to_json(found)) == found


def test_equal_requests_give_equal_bytes_in_another_process(tmp_path: Path) -> None:
    asked = request(LINES["en"][0], emotion="afraid")
    here = tmp_path / "here.wav"
    SPEAKER.speak(asked, here)
    code = (
        "from pathlib import Path; from engine.voice.espeak import EspeakSpeaker;"
        "from engine.voice.types import SpeechRequest; from engine.series.document import Voice;"
        f"EspeakSpeaker().speak(SpeechRequest({asked.text!r}, 'en', Voice(0), 'f', 'young',"
        f" 'afraid', 70), Path({str(tmp_path / 'there.wav')!r}))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    assert here.read_bytes() == (tmp_path / "there.wav").read_bytes()


def test_another_take_is_another_reading(tmp_path: Path) -> None:
    takes = [perform(tmp_path, request(LINES["en"][0], take=n))[1] for n in (0, 1, 2)]
    assert len({take.tobytes() for take in takes}) == 3


@pytest.mark.parametrize("hertz", [90, 140, 220, 330])
def test_pitch_of_a_known_tone(hertz: int) -> None:
    t = np.arange(SAMPLE_RATE) / SAMPLE_RATE
    tone = sum(np.sin(2 * np.pi * hertz * k * t) / k for k in range(1, 8)).astype(np.float32) * 0.2
    found = track(tone, SAMPLE_RATE)[10:-10]
    assert abs(float(np.median(found)) / hertz - 1) < 0.02


def test_a_recording_without_alignment_is_measured(tmp_path: Path) -> None:
    asked = request(LINES["en"][0])
    wav = tmp_path / "voice.wav"
    SPEAKER.speak(asked, wav)
    found = measure(wav, asked.text, None, neutral_of(SPEAKER, asked))
    assert [w.text for w in found.words] == [
        "Cry",
        "louder",
        "Mira",
        "Your",
        "father",
        "is",
        "listening",
    ]
    assert found.words[-1].end_ms <= found.duration_ms
    assert {p.viseme for p in found.phones} - {"rest"}


def test_bad_recordings_are_refused(tmp_path: Path) -> None:
    text = tmp_path / "clip.wav"
    text.write_text("ffconcat version 1.0\nfile other.wav\n")
    with pytest.raises(UserInputError, match="not a sound file"):
        read_audio(text)
    whole = tmp_path / "whole.wav"
    SPEAKER.speak(request("Stay."), whole)
    cut = tmp_path / "cut.wav"
    cut.write_bytes(whole.read_bytes()[:2000])
    with pytest.raises(UserInputError, match="damaged"):
        read_audio(cut)
    silent = tmp_path / "silent.wav"
    write_wav(silent, np.zeros(SAMPLE_RATE, np.float32))
    with pytest.raises(MakeError, match="silent"):
        measure(silent, "Stay.", None, neutral_of(SPEAKER, request("Stay.")))


def test_a_language_without_a_voice_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserInputError, match="No voice speaks"):
        SPEAKER.speak(request("Hallo.", "xx"), tmp_path / "x.wav")
    with pytest.raises(MakeError, match="nothing to say"):
        SPEAKER.speak(request("..."), tmp_path / "x.wav")
