"""What every voice engine must keep, the embedded one too. A new one adds a line to `ENGINES`."""

from __future__ import annotations

import wave
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from engine.base.errors import Cancelled, StudioError
from engine.series.document import EMOTIONS, Voice
from engine.voice.alignment import Alignment, from_plain, spans
from engine.voice.audio_io import read_audio
from engine.voice.bark import BarkSpeaker
from engine.voice.espeak import EspeakSpeaker
from engine.voice.forced import forced
from engine.voice.performance import (
    Neutral,
    measure,
    neutral_from_json,
    neutral_of,
    performance_from_json,
    performance_to_json,
)
from engine.voice.qwen import QwenSpeaker
from engine.voice.types import VISEMES, BatchSpeaker, Speaker, SpeechRequest, Spoken
from tests.voice.test_qwen import QUICK, fake_command
from tests.voice.tiny_bark import tiny_folder


@dataclass
class OneByOne:
    """The embedded speaker as one that takes batches."""

    speaker: Speaker
    name: str = field(init=False)
    version: str = field(init=False)

    def __post_init__(self) -> None:
        self.name, self.version = self.speaker.name, self.speaker.version

    def speak_all(
        self, requests: Sequence[SpeechRequest], prompts: Sequence[Path | None],
        wavs: Sequence[Path], check: Callable[[], None],
    ) -> list[Spoken]:  # fmt: skip
        found: list[Spoken] = []
        for request, wav in zip(requests, wavs, strict=True):
            check()
            try:
                found.append(Spoken(self.speaker.speak(request, wav)))
            except StudioError as fault:
                found.append(Spoken(fault=fault))
        return found


def _espeak(_: Path) -> BatchSpeaker:
    return OneByOne(EspeakSpeaker())


def _bark(home: Path) -> BatchSpeaker:
    return BarkSpeaker(tiny_folder(home / "bark"), "cpu", fingerprint="c" * 64)


def _qwen(folder: Path) -> BatchSpeaker:
    """The client and the real worker, around a model that makes sounds up (see `qwen_fake`)."""
    for name in ("base", "design"):
        (folder / name).mkdir(parents=True)
    return QwenSpeaker(
        fake_command(folder, "--design", str(folder / "design")), folder / "voices",
        fingerprint="f" * 64, patience=QUICK,
    )  # fmt: skip


ENGINES: dict[str, Callable[[Path], BatchSpeaker]] = {
    "espeak": _espeak, "bark": _bark, "qwen3-tts": _qwen,
}  # fmt: skip
"""Makes a speaker in a folder of its own. Models are tiny, with random weights."""
SAMPLED = ("qwen3-tts",)
"""Engines that draw over a whole batch: equal requests give equal voices, not equal bytes."""

TEXT = "Not here, Mira."


@pytest.fixture(scope="module", params=ENGINES)
def speaker(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BatchSpeaker]:
    found = ENGINES[request.param](tmp_path_factory.mktemp(request.param))
    yield found
    if isinstance(found, QwenSpeaker):
        found.close()


def asked(text: str = TEXT, language: str = "en", base: int = 0, **acting: object) -> SpeechRequest:
    values = {"emotion": "neutral", "intensity": 60, **acting}
    return SpeechRequest(text, language, Voice(base), "f" if base < 3 else "m", "young", **values)


def speak(
    speaker: BatchSpeaker, home: Path, requests: Sequence[SpeechRequest],
    check: Callable[[], None] = lambda: None,
) -> tuple[list[Spoken], list[Path]]:  # fmt: skip
    home.mkdir(parents=True, exist_ok=True)
    wavs = [home / f"{n}.wav" for n in range(len(requests))]
    return speaker.speak_all(requests, [None] * len(requests), wavs, check), wavs


def words_of(found: Spoken, request: SpeechRequest, wav: Path) -> Alignment:
    return from_plain(found.alignment if found.alignment is not None else forced(wav, request))


def rest_of(speaker: BatchSpeaker, found: Spoken, request: SpeechRequest) -> Neutral:
    if found.neutral:
        return neutral_from_json(found.neutral)
    assert isinstance(speaker, OneByOne), "an engine that is dear to ask says how it is at rest"
    return neutral_of(speaker.speaker, request)


def seconds(wav: Path) -> float:
    """Length of a take; fails unless it is 48 kHz, mono, 16 bits."""
    with wave.open(str(wav)) as file:
        kind = (file.getframerate(), file.getnchannels(), file.getsampwidth())
        assert kind == (48_000, 1, 2)
        return file.getnframes() / 48_000


def test_it_has_a_name_and_a_version(speaker: BatchSpeaker) -> None:
    assert speaker.name
    assert speaker.version


def test_every_emotion_is_spoken_in_the_house_format(speaker: BatchSpeaker, tmp_path: Path) -> None:
    requests = [asked("Not here.", emotion=emotion) for emotion in EMOTIONS]
    found, wavs = speak(speaker, tmp_path, requests)
    assert [str(f.fault) for f in found if f.fault] == []
    for wav in wavs:
        assert 0.25 < seconds(wav) < 8
        sound = read_audio(wav)
        assert 0.01 < np.abs(sound).max() < 10 ** (-2.9 / 20), "heard, with room above the peaks"


def test_equal_requests_give_equal_bytes_alone_and_together(
    speaker: BatchSpeaker, tmp_path: Path
) -> None:
    requests = [asked(), asked(base=4), asked(take=1)]
    _, wavs = speak(speaker, tmp_path / "a", requests)
    _, again = speak(speaker, tmp_path / "b", requests)
    _, (alone,) = speak(speaker, tmp_path / "c", requests[1:2])
    if speaker.name in SAMPLED:
        assert all(seconds(wav) > 0.25 for wav in (*wavs, *again, alone))
        return
    assert [w.read_bytes() for w in wavs] == [w.read_bytes() for w in again]
    assert alone.read_bytes() == wavs[1].read_bytes()
    assert len({w.read_bytes() for w in wavs}) == 3, "voices and takes differ"


@pytest.mark.parametrize(("text", "language"), [(TEXT, "en"), ("那晚的门，是谁开的？", "zh-CN")])
def test_every_word_has_its_time_in_the_file(
    speaker: BatchSpeaker, tmp_path: Path, text: str, language: str
) -> None:
    request = asked(text, language)
    (found,), (wav,) = speak(speaker, tmp_path, [request])
    aligned = words_of(found, request, wav)
    assert [(w.first, w.last) for w in aligned.words] == spans(text)
    assert all(text[w.first : w.last] == w.text for w in aligned.words)
    length = seconds(wav) * 1000
    assert all(0 <= w.start_ms <= w.end_ms <= length + 1 for w in aligned.words)
    assert all(a.start_ms <= b.start_ms for a, b in pairwise(aligned.words))
    assert {p.viseme for p in aligned.phones} <= set(VISEMES)


def test_its_performance_is_sane(speaker: BatchSpeaker, tmp_path: Path) -> None:
    request = asked(emotion="angry", base=4)
    (found,), (wav,) = speak(speaker, tmp_path, [request])
    aligned = words_of(found, request, wav)
    plain = {"words": [_plain(w) for w in aligned.words], "phones": []}
    seen = measure(wav, request.text, plain, rest_of(speaker, found, request))
    assert seen.duration_ms == pytest.approx(seconds(wav) * 1000, abs=1)
    frames = seen.duration_ms // 10
    assert len(seen.level_db) == len(seen.f0_hz) == pytest.approx(frames, abs=1)
    assert -45 < max(seen.level_db) < 0
    assert all(f == 0 or 60 <= f <= 530 for f in seen.f0_hz)
    assert all(-100 <= a <= 100 for a in seen.arousal)
    assert len(seen.arousal) == -(-len(seen.level_db) // 10)
    assert all(0 <= m.at_ms <= seen.duration_ms and 0 <= m.strength <= 100 for m in seen.markers)
    assert performance_from_json(performance_to_json(seen)) == seen


def _plain(word: object) -> dict[str, object]:
    return {name: getattr(word, name) for name in ("text", "first", "last", "start_ms", "end_ms")}


def test_it_can_be_stopped_and_goes_on_afterwards(speaker: BatchSpeaker, tmp_path: Path) -> None:
    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        speak(speaker, tmp_path / "a", [asked()], stop)
    assert not list((tmp_path / "a").iterdir())
    (found,), (wav,) = speak(speaker, tmp_path / "b", [asked()])
    assert found.fault is None
    assert wav.exists()


@pytest.mark.parametrize(("text", "language"), [("...", "en"), ("—", "zh-CN"), ("Hallo.", "xx")])
def test_what_cannot_be_spoken_is_a_fault_of_its_own_line(
    speaker: BatchSpeaker, tmp_path: Path, text: str, language: str
) -> None:
    found, wavs = speak(speaker, tmp_path, [asked(text, language), asked()])
    assert isinstance(found[0].fault, StudioError)
    assert found[0].fault.remedy
    assert not wavs[0].exists()
    assert found[1].fault is None
    assert wavs[1].exists()
