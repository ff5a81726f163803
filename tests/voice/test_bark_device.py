"""Jobs of the device's worker become takes with word times and the voice at rest."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from safetensors.numpy import save_file

from engine.base.canon import Json
from engine.base.codec import encode
from engine.base.errors import Cancelled, EnvironmentFault, MakeError, StudioError, UserInputError
from engine.series.document import Voice
from engine.voice.alignment import from_plain
from engine.voice.performance import measure, neutral_from_json, performance_from_json
from engine.work.made import Made
from engine.work.protocol import Job
from engine.work.sound_makers import SoundMakers
from engine.work.speech_device import BUILDERS, Choice, SpeechDevice
from tests.voice.tiny_bark import tiny_folder, tiny_prompt

TEXTS = ("Not here.", "Who is it?")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_folder(tmp_path_factory.mktemp("device") / "bark")


@pytest.fixture(autouse=True)
def _on_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLIFF_DEVICE", "cpu")


def job(
    home: Path, at: int, payload: dict[str, Json], text: str = "", voice: Path | None = None
) -> Job:
    scratch = home / f"job{at}"
    scratch.mkdir(parents=True, exist_ok=True)
    params: dict[str, Json] = {
        "text": text or TEXTS[at % 2], "language": "en", "voice": encode(Voice(at % 6)),
        "gender": "f" if at % 6 < 3 else "m", "age": "young", "emotion": "angry", "intensity": 60,
        "take": 0, "speaker": "bark ff",
    }  # fmt: skip
    inputs = (("voice", str(voice)),) if voice else ()
    return Job(at, "speech", f"ep01/line{at}", json.dumps(params), json.dumps(payload), inputs,
               str(scratch))  # fmt: skip


def told(folder: Path, **other: Json) -> dict[str, Json]:
    return {"engine": "bark", "fingerprint": "f" * 64, "models": {"bark": str(folder)}, **other}


def test_jobs_become_takes(folder: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone.safetensors"
    save_file(tiny_prompt(5), clone)
    jobs = [job(tmp_path, n, told(folder), voice=clone if n == 2 else None) for n in range(3)]
    device = SpeechDevice()
    made = device.make_all(jobs, lambda: None)
    for one, asked in zip(made, jobs, strict=True):
        assert isinstance(one, Made)
        assert (one.file, one.mime) == (Path(asked.scratch) / "speech.wav", "audio/wav")
        parts = dict(one.parts)
        assert set(parts) == {"alignment", "neutral"}
        alignment = json.loads(parts["alignment"].read_text("utf-8"))
        words = [w.text for w in from_plain(alignment).words]
        text = json.loads(asked.params)["text"]
        assert words == text.rstrip(".?").split()
        neutral = neutral_from_json(parts["neutral"].read_text("utf-8"))
        assert measure(one.file, text, alignment, neutral).duration_ms > 200
        assert json.loads(one.meta)["tries"]
    assert json.loads(made[2].meta)["voice"] != json.loads(made[0].meta)["voice"]  # type: ignore[union-attr]


def test_a_performance_is_measured_against_the_takes_own_voice_at_rest(
    folder: Path, tmp_path: Path
) -> None:
    asked = job(tmp_path, 1, told(folder))
    (made,) = SpeechDevice().make_all([asked], lambda: None)
    assert isinstance(made, Made)
    inputs = [("speech", str(made.file)), *((f"speech.{n}", str(p)) for n, p in made.parts)]
    measuring = replace(asked, kind="performance", inputs=tuple(inputs))
    makers = SoundMakers().makers()
    own = makers["performance"](measuring, lambda: None).file.read_text("utf-8")
    neutral = neutral_from_json(dict(made.parts)["neutral"].read_text("utf-8"))
    alignment = json.loads(dict(made.parts)["alignment"].read_text("utf-8"))
    text = json.loads(asked.params)["text"]
    assert performance_from_json(own) == measure(made.file, text, alignment, neutral)
    plain = replace(measuring, inputs=tuple(inputs[:2]))
    embedded = makers["performance"](plain, lambda: None).file.read_text("utf-8")
    assert performance_from_json(embedded).arousal != performance_from_json(own).arousal


def test_faults_stand_at_their_own_places(folder: Path, tmp_path: Path) -> None:
    jobs = [
        job(tmp_path, 0, told(folder)),
        job(tmp_path, 1, told(folder), text="…"),
        job(tmp_path, 2, told(folder, engine="parrot")),
        replace(job(tmp_path, 3, told(folder)), payload="{}"),
        job(tmp_path, 4, told(folder, models={})),
        job(tmp_path, 5, told(tmp_path / "gone")),
    ]
    made = SpeechDevice().make_all(jobs, lambda: None)
    kinds = [Made, UserInputError, EnvironmentFault, MakeError, EnvironmentFault, EnvironmentFault]
    assert [type(one) for one in made] == kinds
    assert all(one.remedy for one in made if isinstance(one, StudioError))


def test_the_speaker_is_kept_until_another_is_wanted(folder: Path, tmp_path: Path) -> None:
    loaded: list[str] = []

    def build(choice: Choice) -> object:
        loaded.append(choice.fingerprint[:1])
        return BUILDERS["bark"](choice)

    device = SpeechDevice({"bark": build})  # type: ignore[dict-item]
    first, other = told(folder), told(folder, fingerprint="0" * 64)
    for at, payload in enumerate((first, first, other)):  # the second finds its voice loaded
        device.make_all([job(tmp_path, at, payload)], lambda: None)
    assert loaded == ["f", "0"]
    device.unload()
    device.make_all([job(tmp_path, 3, other)], lambda: None)
    assert loaded == ["f", "0", "0"]


def test_a_bark_of_ones_own_speaks_under_its_own_name(folder: Path, tmp_path: Path) -> None:
    payload = told(folder, engine="my-bark", models={"my-bark": str(folder)})
    (made,) = SpeechDevice().make_all([job(tmp_path, 0, payload)], lambda: None)
    assert isinstance(made, Made)


def test_cancelling_gets_through(folder: Path, tmp_path: Path) -> None:
    calls = 0

    def check() -> None:
        nonlocal calls
        calls += 1
        if calls > 20:
            raise Cancelled

    with pytest.raises(Cancelled):
        SpeechDevice().make_all([job(tmp_path, 0, told(folder))], check)
    assert not list((tmp_path / "job0").iterdir())
