"""Qwen3-TTS as far as it can be had here: the protocol with real processes, the worker's own loop
around a made-up model, and the client against processes that misbehave."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.base.canon import file_digest
from engine.base.errors import Cancelled, EnvironmentFault, MakeError, UserInputError
from engine.models.environments import environment_python
from engine.models.library import default_root
from engine.series.document import Voice
from engine.voice.audio_io import read_audio, write_wav
from engine.voice.consent import consent_to_json
from engine.voice.performance import neutral_from_json
from engine.voice.qwen import QwenSpeaker, speaker, worker_command
from engine.voice.qwen_link import CANCEL_S, Link, Patience
from engine.voice.qwen_voices import described
from engine.voice.types import SAMPLE_RATE, SpeechRequest, Spoken
from engine.work.clone_device import CloneDevice
from engine.work.made import Made
from engine.work.protocol import Job
from tests.voice.tiny_ears import AGREED
from tests.voice.tiny_ears import spoken as recording

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
QUICK = Patience(hello=60, load=60, work=60)
TEXT = "那晚的门，是谁开的？"


def nothing() -> None:
    """A check that never stops anything."""


def asked(
    text: str = TEXT, base: int = 0, language: str = "zh-CN", **acting: object
) -> SpeechRequest:
    gender = "f" if base < 3 else "m"
    values = {"age": "young", "emotion": "neutral", "intensity": 50, **acting}
    return SpeechRequest(text, language, Voice(base), gender, **values)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("qwen")
    for name in ("base", "design"):
        (folder / name).mkdir()
    return folder


def fake_command(home: Path, *more: str) -> list[str]:
    return [sys.executable, str(HERE / "qwen_fake.py"), str(home / "base"), *more]


@pytest.fixture(scope="module")
def qwen(home: Path) -> Iterator[QwenSpeaker]:
    command = fake_command(home, "--design", str(home / "design"))
    found = QwenSpeaker(command, home / "voices", fingerprint="f" * 64, patience=QUICK)
    yield found
    found.close()


def spoken(
    qwen: QwenSpeaker, folder: Path, requests: list[SpeechRequest],
    prompts: list[Path | None] | None = None,
) -> tuple[list[Spoken], list[Path]]:  # fmt: skip
    wavs = [folder / f"{n}.wav" for n in range(len(requests))]
    return qwen.speak_all(requests, prompts or [None] * len(requests), wavs, nothing), wavs


def test_six_designed_voices_in_one_batch(qwen: QwenSpeaker, home: Path, tmp_path: Path) -> None:
    requests = [asked(TEXT * (base + 1), base) for base in range(6)]
    found, wavs = spoken(qwen, tmp_path, requests)
    assert [one.fault for one in found] == [None] * 6
    assert all(one.alignment is None for one in found), "the engine gives none"
    pitches = [2 ** neutral_from_json(one.neutral).f0[0] for one in found]
    assert len({round(pitch) for pitch in pitches}) == 6
    assert min(pitches[:3]) > max(pitches[3:])
    lengths = [len(read_audio(wav)) / SAMPLE_RATE for wav in wavs]
    assert lengths == sorted(lengths), "each wav is its own request's"
    for wav in wavs:
        assert np.abs(read_audio(wav)).max() > 0.05
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(w.name for w in wavs)

    kept = {path: path.stat().st_mtime_ns for path in (home / "voices").glob("*.safetensors")}
    again, _ = spoken(qwen, tmp_path, requests)
    assert [one.notes["voice"] for one in again] == [one.notes["voice"] for one in found]
    assert {path: path.stat().st_mtime_ns for path in kept} == kept, "a voice is designed once"


def test_a_recording_becomes_a_voice(qwen: QwenSpeaker, tmp_path: Path) -> None:
    from tests.voice.qwen_fake import speechlike

    voices = []
    for n, pitch in enumerate((120, 240)):
        wav = tmp_path / f"brought-{n}.wav"
        write_wav(wav, np.repeat(speechlike(5.0, pitch, n), 2))
        out = tmp_path / f"voice-{n}.safetensors"
        notes = qwen.enrol(wav, "你好。" if n else "", out, nothing)
        assert notes == {"engine": "qwen3-tts", "seconds": 5.0, "with_text": bool(n)}
        voices.append(out)
    found, wavs = spoken(qwen, tmp_path, [asked(), asked()], [*voices])
    assert [one.fault for one in found] == [None, None]
    assert found[0].notes["voice"] != found[1].notes["voice"]
    assert [one.neutral for one in found] == ["", ""], "a cloned voice was not heard at rest"
    from engine.voice.pitch import track

    heard = [track(read_audio(wav), SAMPLE_RATE) for wav in wavs]
    low, high = (float(np.median(f0[f0 > 0])) for f0 in heard)
    assert low * 1.2 < high


def test_one_line_that_cannot_be_said_costs_no_other(qwen: QwenSpeaker, tmp_path: Path) -> None:
    stranger = tmp_path / "bark.safetensors"
    stranger.write_bytes(b"\x02\0\0\0\0\0\0\0{}")
    requests = [
        asked(), asked(f"boom {TEXT}"), asked(f"silence {TEXT}"), asked(TEXT, language="hi"),
        asked(), asked("  "), asked(f"print {TEXT}"),
    ]  # fmt: skip
    prompts = [None, None, None, None, stranger, None, None]
    found, wavs = spoken(qwen, tmp_path, requests, prompts)
    faults = [one.fault.code if one.fault else "" for one in found]
    assert faults == [
        "", "failed", "nothing-said", "no-language", "bad-voice", "nothing-said", ""
    ]  # fmt: skip
    assert all(one.fault.remedy for one in found if one.fault)
    assert found[1].fault is not None
    assert "cannot be said" in found[1].fault.message
    assert [wav.exists() for wav in wavs] == [True, False, False, False, False, False, True]


def test_lines_that_do_not_fit_are_halved(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_ROWS", "2")
    command = fake_command(home, "--design", str(home / "design"))
    qwen = QwenSpeaker(command, tmp_path / "v", fingerprint="f" * 64, patience=QUICK)
    found, wavs = spoken(qwen, tmp_path, [asked(TEXT * (n + 1)) for n in range(5)])
    qwen.close()
    assert [one.fault for one in found] == [None] * 5
    lengths = [len(read_audio(wav)) for wav in wavs]
    assert lengths == sorted(lengths)


def test_without_the_design_model_a_voice_must_be_cloned(home: Path, tmp_path: Path) -> None:
    qwen = QwenSpeaker(fake_command(home), tmp_path / "v", fingerprint="f" * 64, patience=QUICK)
    found, _ = spoken(qwen, tmp_path, [asked()])
    qwen.close()
    assert found[0].fault is not None
    assert "models fetch qwen3-tts-design" in found[0].fault.remedy


class After:
    """A check that raises `Cancelled` once the worker has come to its first steps."""

    def __init__(self, seconds: float) -> None:
        self.end = time.monotonic() + seconds
        self.raised = 0.0

    def __call__(self) -> None:
        if time.monotonic() > self.end:
            self.raised = time.monotonic()
            raise Cancelled


def test_cancelling_leaves_the_worker_and_its_models(qwen: QwenSpeaker, tmp_path: Path) -> None:
    spoken(qwen, tmp_path, [asked()])
    before = qwen._link.starts
    check = After(0.3)
    with pytest.raises(Cancelled):
        qwen.speak_all([asked(f"forever {TEXT}")], [None], [tmp_path / "x.wav"], check)
    assert time.monotonic() - check.raised < CANCEL_S
    assert not (tmp_path / "x.wav").exists()
    assert not list(tmp_path.glob(".*"))
    found, _ = spoken(qwen, tmp_path, [asked()])
    assert found[0].fault is None
    assert qwen._link.starts == before, "it was not killed"


@pytest.mark.parametrize("word", ["die", "lost"])
def test_a_worker_that_dies_or_loses_its_card_is_started_once_more(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    monkeypatch.setenv("FAKE_MARK", str(tmp_path / "mark"))
    command = fake_command(home, "--design", str(home / "design"))
    qwen = QwenSpeaker(command, home / "voices", fingerprint="f" * 64, patience=QUICK)
    found, _ = spoken(qwen, tmp_path, [asked(), asked(f"{word} {TEXT}")])
    qwen.close()
    assert [one.fault for one in found] == [None, None]
    assert (tmp_path / "mark").exists()
    assert qwen._link.starts == 2


def rogue(way: str, **patience: float) -> Link:
    """A link to a process that misbehaves."""
    command = [sys.executable, str(HERE / "qwen_rogue.py"), way]
    return Link(command, patience=Patience(**{"hello": 30, "load": 30, "work": 30, **patience}))


@pytest.mark.parametrize(
    ("way", "patience", "code", "told"),
    [
        ("mortal", {}, "worker-died", "exit code 7"),
        ("stillborn", {}, "worker-died", "no module named qwen_tts"),
        ("mute", {"hello": 1.5}, "worker-died", "nothing came for 1.5 s"),
        ("idle", {"work": 0.3}, "worker-died", "nothing came for 0.3 s"),
        ("babbling", {}, "worker-died", "nonsense"),
        ("endless", {}, "worker-died", "nonsense"),
        ("strange", {}, "other-protocol", "protocol 99"),
    ],
)
def test_what_a_worker_does_wrong_is_told(
    way: str, patience: dict[str, float], code: str, told: str
) -> None:
    link = rogue(way, **patience)
    with pytest.raises(EnvironmentFault) as caught:
        link.ask({"do": "speak"}, nothing)
    assert caught.value.code == code
    assert told in caught.value.message
    assert "installer/qwen-tts.sh" in caught.value.remedy
    assert link.starts == (1 if way == "strange" else 2)
    link.close()


@pytest.mark.parametrize("way", ["noisy", "late", "good"])
def test_other_lines_on_stdout_are_passed_over(way: str) -> None:
    link = rogue(way)
    for text in ("one", "two"):
        assert link.ask({"do": "speak", "text": text}, nothing)["text"] == text
    assert link.starts == 1
    link.close()


def test_a_slow_worker_that_shows_life_is_waited_for() -> None:
    link = rogue("slow", work=0.45)
    assert link.ask({"do": "speak", "text": "x"}, nothing)["text"] == "x"
    link.close()


def test_a_worker_that_does_not_stop_is_killed() -> None:
    link = rogue("stubborn")
    check = After(2.0)
    with pytest.raises(Cancelled):
        link.ask({"do": "speak", "text": "x"}, check)
    assert CANCEL_S <= time.monotonic() - check.raised < CANCEL_S + 2
    assert link.ask({"do": "speak", "text": "again"}, nothing)["text"] == "again"
    assert link.starts == 2
    link.close()


def test_a_worker_that_answers_something_else_is_told(tmp_path: Path, home: Path) -> None:
    command = [sys.executable, str(HERE / "qwen_rogue.py"), "good"]
    voices = tmp_path / "v"
    qwen = QwenSpeaker(command, voices, fingerprint="f" * 64, patience=QUICK)
    found, _ = spoken(qwen, tmp_path, [asked(), asked()], [home, home])
    qwen.close()
    assert [one.fault.code for one in found if one.fault] == ["bad-answer"] * 2


def test_a_program_that_is_not_there_is_told() -> None:
    with pytest.raises(EnvironmentFault) as caught:
        Link(["/nowhere/python"]).ask({"do": "speak"}, nothing)
    assert caught.value.code == "no-worker"


def worker(home: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        fake_command(home), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip


def test_the_worker_ends_with_its_parent(home: Path) -> None:
    process = worker(home)
    assert process.stdin is not None
    assert process.stdout is not None
    assert json.loads(process.stdout.readline())["protocol"] == 1
    process.stdin.write('{"id": 1, "do": "open"}\n')
    process.stdin.close()
    assert process.wait(30) == 0
    process.stdout.close()


def test_the_worker_answers_each_request(home: Path, tmp_path: Path) -> None:
    process = worker(home)
    requests = [
        "nonsense", "[]", '{"id": 1}', '{"id": 2, "do": "sing"}',
        '{"id": 3, "do": "enrol", "wav": "/nowhere.wav", "out": "/nowhere.out"}',
        '{"id": 4, "do": "speak"}', '{"id": 5, "do": "open"}',
    ]  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("\n".join([*requests, ""]))
    process.stdin.flush()
    answers = []
    while not answers or "done" not in answers[-1]:
        answers.append(json.loads(process.stdout.readline()))
    codes = {a["id"]: a["fault"]["code"] for a in answers if "fault" in a}
    assert codes == {-1: "bad-request", 2: "bad-request", 3: "bad-sound", 4: "failed"}
    assert [a["id"] for a in answers if "fault" in a].count(-1) == 3
    assert answers[-1] == {"id": 5, "done": {"languages": ["auto", "chinese", "english"]}}
    process.stdin.write('{"do": "bye"}\n')
    process.stdin.close()
    assert process.wait(30) == 0
    process.stdout.close()


def test_what_is_told_of_a_voice() -> None:
    plain = described(asked(base=1))
    assert "woman" in plain
    told = [described(asked(base=base)) for base in range(6)]
    assert len(set(told)) == 6
    assert all(" man " in text for text in told[3:])
    other = described(SpeechRequest(TEXT, "zh-CN", Voice(1), "m", "elder", "neutral", 50))
    assert "a man of about seventy" in other
    shaded = Voice(1, pitch=140, pace=70, energy=100, brightness=105)
    text = described(SpeechRequest(TEXT, "zh-CN", shaded, "f", "young", "neutral", 50))
    assert "pitched higher" in text
    assert "slowly" in text
    assert "edgy" not in text


def test_how_the_worker_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = {}
    for name in ("qwen3-tts-base", "qwen3-tts-design"):
        inner = tmp_path / name / "speech_tokenizer"
        inner.mkdir(parents=True)
        for folder in (inner, inner.parent):
            (folder / "model.safetensors").write_bytes(b"")
        folders[name] = inner.parent
    monkeypatch.setenv("CLIFF_QWEN_PYTHON", str(tmp_path / "python"))
    with pytest.raises(EnvironmentFault, match="environment") as caught:
        worker_command(folders, "cpu")
    assert "qwen-tts.sh" in caught.value.remedy
    (tmp_path / "python").write_bytes(b"")
    command = worker_command(folders, "cuda")
    assert command[:2] == [str(tmp_path / "python"), "-I"]
    assert command[command.index("--design") + 1] == str(folders["qwen3-tts-design"])
    assert command[command.index("--dtype") + 1] == "bfloat16"
    assert Path(command[2]).is_file()
    with pytest.raises(EnvironmentFault, match="qwen3-tts-base"):
        worker_command({}, "cpu")
    inner = folders["qwen3-tts-base"] / "speech_tokenizer"
    (inner / "model.safetensors").rename(inner / "pytorch_model.bin")
    with pytest.raises(EnvironmentFault) as caught:
        speaker(folders, fingerprint="f" * 64)
    assert caught.value.code == "pickled"


def test_a_brought_recording_becomes_a_voice_of_this_engine(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / "python"  # stands for the other environment's: runs the made-up model
    python.write_text(
        f'#!/bin/sh\nshift 2\nexec "{sys.executable}" "{HERE / "qwen_fake.py"}" "$@"\n', "utf-8"
    )
    python.chmod(0o755)
    monkeypatch.setenv("CLIFF_QWEN_PYTHON", str(python))
    monkeypatch.setenv("CLIFF_DEVICE", "cpu")
    (home / "base" / "model.safetensors").write_bytes(b"")
    wav = tmp_path / "lin.wav"
    write_wav(wav, recording(tmp_path))
    consent = tmp_path / "consent.json"
    consent.write_text(consent_to_json(replace(AGREED, sha256=file_digest(wav))), "utf-8")
    payload = {"engine": "qwen3-tts", "fingerprint": "f" * 64, "series": AGREED.scope,
               "models": {"qwen3-tts-base": str(home / "base")}}  # fmt: skip

    def job(**inputs: Path) -> Job:
        named = tuple((name.replace("_", "."), str(path)) for name, path in inputs.items())
        return Job(1, "voice", "cast/lin", "{}", json.dumps(payload), named, str(tmp_path))

    bench = CloneDevice()
    made, refused = bench.make_all(
        [job(reference=wav, reference_consent=consent), job(reference=wav)], nothing
    )
    bench.unload()
    assert isinstance(made, Made)
    assert made.mime == "application/x-safetensors"
    assert made.file.stat().st_size > 0
    assert json.loads(made.meta)["engine"] == "qwen3-tts"
    assert not (tmp_path / "heard.wav").exists()
    assert isinstance(refused, UserInputError)
    assert refused.code == "no-consent"


def test_where_the_environment_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLIFF_QWEN_PYTHON", raising=False)
    monkeypatch.setenv("CLIFF_MODELS", str(tmp_path / "models"))
    script = ROOT / "installer" / "qwen-tts.sh"
    done = subprocess.run(
        ["bash", str(script), "--dry-run"], capture_output=True, text=True, check=False,
        env={**os.environ, "CLIFF_MODELS": str(tmp_path / "models")},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert str(environment_python(default_root()).parent.parent) in done.stdout
    assert "qwen-tts==0.1.1" in done.stdout
    assert list(tmp_path.iterdir()) == [], "nothing was written"


def test_the_client_loads_no_torch() -> None:
    code = "import sys, engine.voice.qwen; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0


def test_errors_are_of_the_studio(qwen: QwenSpeaker, tmp_path: Path) -> None:
    with pytest.raises(MakeError) as caught:
        qwen.enrol(tmp_path / "none.wav", "", tmp_path / "v.safetensors", nothing)
    assert caught.value.code == "bad-sound"
    with pytest.raises(UserInputError):
        read_audio(tmp_path / "none.wav")
