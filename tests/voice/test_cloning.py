"""From a recording to a voice: what is refused and why, and that Bark can use what comes out."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from engine.base.canon import file_digest
from engine.base.errors import Cancelled, EnvironmentFault, StudioError, UserInputError
from engine.voice.audio_io import read_audio, write_wav
from engine.voice.bark_prompts import Vocabulary, cloned_prompt
from engine.voice.cloning import KEPT_S, NOTE, clone, codes
from engine.voice.consent import Consent, bound, consent_from_json, consent_to_json, require
from engine.voice.quantiser import Quantiser, QuantiserFacts, save_quantiser, weights_digest
from engine.voice.rates import lowered, raised
from engine.voice.reference import best_part, evened, examined, signal_to_noise
from engine.work.clone_device import import_reference, make_all
from engine.work.made import Made
from engine.work.protocol import Job
from tests.voice.tiny_ears import AGREED, spoken, tiny_encodec, tiny_hubert

RATE = 48_000


def nothing() -> None:
    """A check that never stops anything."""


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    home = tmp_path_factory.mktemp("ears")
    hubert = tiny_hubert(home / "hubert")
    torch.manual_seed(1)
    facts = QuantiserFacts(16, 8, weights_digest(hubert), "zh", classes=10_000)
    save_quantiser(Quantiser(16, 8), facts, home / "zh.safetensors")
    return {
        "hubert-base": hubert,
        "encodec-24khz": tiny_encodec(home / "encodec"),
        "bark-quantiser": home / "zh.safetensors",
    }


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    return spoken(tmp_path_factory.mktemp("voice"))


@pytest.fixture
def recording(tmp_path: Path, voice: np.ndarray) -> Path:
    wav = tmp_path / "lin.wav"
    write_wav(wav, voice)
    return wav


def agreed(wav: Path) -> Consent:
    return replace(AGREED, sha256=file_digest(wav))


def test_a_recording_becomes_a_voice_that_bark_reads(
    tmp_path: Path, models: dict[str, Path], recording: Path
) -> None:
    out = tmp_path / "voice.safetensors"
    notes = clone(recording, agreed(recording), models, out, "cpu", nothing)
    prompt = cloned_prompt(out, Vocabulary())
    seconds = prompt.fine.shape[1] / 75
    assert seconds == pytest.approx(min(KEPT_S, examined(read_audio(recording)).seconds), abs=0.1)
    assert np.array_equal(prompt.coarse, prompt.fine[:2])
    assert len(prompt.semantic) == int(seconds * 49.9)
    with safe_open(out, framework="np") as file:
        said = json.loads(file.metadata()[NOTE])
    assert said["quantiser"] == file_digest(models["bark-quantiser"])
    assert said["recording"] == file_digest(recording)
    assert float(said["seconds"]) == pytest.approx(seconds, abs=0.01)
    assert notes["snr_db"] == pytest.approx(examined(read_audio(recording)).snr_db, abs=0.1)
    assert 190 < int(str(notes["pitch_hz"])) < 260
    again = tmp_path / "again.safetensors"
    clone(recording, agreed(recording), models, again, "cpu", nothing)
    assert again.read_bytes() == out.read_bytes()
    json.dumps(notes)


def test_codes_are_of_the_sound_at_their_time(models: dict[str, Path], voice: np.ndarray) -> None:
    whole = lowered(voice[: RATE * 3], 24_000)
    changed = whole.copy()
    changed[48_000:] = 0  # the third second
    found, other = (codes(models["encodec-24khz"], x, "cpu") for x in (whole, changed))
    assert found.shape == (8, 225)
    assert torch.equal(found[:, :140], other[:, :140])
    assert not torch.equal(found[:, 160:], other[:, 160:])


def test_nobody_is_cloned_without_consent(
    tmp_path: Path, models: dict[str, Path], recording: Path, voice: np.ndarray
) -> None:
    out = tmp_path / "voice.safetensors"
    with pytest.raises(UserInputError, match="agreed") as caught:
        clone(recording, None, models, out, "cpu", nothing)
    assert caught.value.code == "no-consent"
    other = tmp_path / "other.wav"
    write_wav(other, voice[: 6 * RATE])
    with pytest.raises(UserInputError) as caught:
        clone(other, agreed(recording), models, out, "cpu", nothing)
    assert caught.value.code == "other-recording"
    with pytest.raises(UserInputError) as caught:
        clone(recording, agreed(recording), models, out, "cpu", nothing, "Another Series")
    assert caught.value.code == "other-series"
    assert not out.exists()


@pytest.mark.parametrize("steps", [0, 2, 4])
def test_a_stopped_clone_leaves_nothing(
    tmp_path: Path, models: dict[str, Path], recording: Path, steps: int
) -> None:
    left = steps

    def check() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise Cancelled

    before = set(tmp_path.iterdir())
    with pytest.raises(Cancelled):
        clone(recording, agreed(recording), models, tmp_path / "v.safetensors", "cpu", check)
    assert set(tmp_path.iterdir()) == before


def _second_voice(folder: Path, voice: np.ndarray) -> np.ndarray:
    return np.concatenate([voice[: 6 * RATE], spoken(folder, base=4)[: 6 * RATE]])


def _noise(folder: Path, voice: np.ndarray) -> np.ndarray:
    chance = np.random.default_rng(3)
    return (voice + chance.normal(0, 0.02, len(voice))).astype(np.float32)


SPOILT: dict[str, Callable[[Path, np.ndarray], np.ndarray]] = {
    "silent": lambda _, voice: voice * np.float32(1e-4),
    "short": lambda _, voice: voice[: 3 * RATE],
    "long": lambda _, voice: np.concatenate([voice, voice]),
    "clipped": lambda _, voice: np.clip(voice * 4, -0.9, 0.9) / 2,
    "noisy": _noise,
    "two-voices": _second_voice,
}


@pytest.mark.parametrize("fault", SPOILT)
def test_what_cannot_be_cloned_is_refused_with_a_remedy(
    tmp_path: Path, voice: np.ndarray, fault: str
) -> None:
    with pytest.raises(UserInputError) as caught:
        examined(SPOILT[fault](tmp_path, voice).astype(np.float32))
    assert caught.value.code == f"reference-{fault}"
    assert caught.value.remedy


@pytest.mark.parametrize("base", range(6))
def test_each_house_voice_alone_is_one_speaker(tmp_path: Path, base: int) -> None:
    found = examined(spoken(tmp_path, base=base))
    assert 60 < found.pitch_hz < 300
    assert found.snr_db > 20


@pytest.mark.parametrize("noise_db", [-55, -45, -40])
def test_noise_is_measured(voice: np.ndarray, noise_db: int) -> None:
    voice = voice[: len(voice) // 25 * 25]
    chance = np.random.default_rng(1)
    noise = chance.normal(0, 10 ** (noise_db / 20), len(voice)).astype(np.float32)
    loud = np.sort(np.square(voice).reshape(-1, 25).mean(axis=1))[-len(voice) // 100 :].mean()
    found = signal_to_noise(voice + noise)
    assert found == pytest.approx(10 * np.log10(loud) - noise_db, abs=4)


def test_silent_ends_count_for_nothing(voice: np.ndarray) -> None:
    quiet = np.zeros(9 * RATE, np.float32)
    alone, padded = (examined(x) for x in (voice, np.concatenate([quiet, voice, quiet])))
    assert padded.seconds == pytest.approx(alone.seconds, abs=0.15)
    assert padded.pitch_hz == pytest.approx(alone.pitch_hz, abs=3)


def test_the_best_part_ends_in_a_pause_and_holds_speech(voice: np.ndarray) -> None:
    quiet = np.zeros(4 * RATE, np.float32)
    part = best_part(np.concatenate([voice, quiet, voice[:RATE]]), 7.0)
    assert len(part) == 7 * RATE
    tail, whole = part[-RATE // 20 :], part
    assert np.sqrt(np.square(tail).mean()) < 0.05 * np.sqrt(np.square(whole).mean())
    assert (np.abs(part.reshape(70, -1)).max(axis=1) > 0.01).mean() > 0.7


@given(st.floats(0.02, 1.4))
def test_evening_brings_any_level_to_one(gain: float) -> None:
    chance = np.random.default_rng(0)
    sound = (chance.normal(0, 0.1, RATE).astype(np.float32) * np.float32(gain)).astype(np.float32)
    level = 10 * np.log10(np.square(evened(sound)).mean())
    assert level == pytest.approx(-22, abs=0.3)


@pytest.mark.parametrize("rate", [16_000, 24_000])
def test_other_rates_keep_time_and_level(rate: int) -> None:
    at = np.arange(RATE) / RATE
    tone = np.sin(2 * np.pi * 1000 * at).astype(np.float32)
    low = lowered(tone, rate)
    assert len(low) == rate
    wanted = np.sin(2 * np.pi * 1000 * np.arange(rate) / rate)
    inner = slice(200, -200)
    assert np.abs(low - wanted)[inner].max() < 1e-3
    assert np.abs(raised(low, rate) - tone)[600:-600].max() < 2e-3
    hiss = np.sin(2 * np.pi * (rate / 2 + 1500) * at).astype(np.float32)
    assert np.abs(lowered(hiss, rate))[inner].max() < 2e-3, "nothing is folded down"


def test_models_that_do_not_belong_together_are_told(
    tmp_path: Path, models: dict[str, Path], recording: Path
) -> None:
    out = tmp_path / "voice.safetensors"

    def fails(**changed: Path) -> StudioError:
        names = {name.replace("_", "-"): path for name, path in changed.items()}
        with pytest.raises(EnvironmentFault) as caught:
            clone(recording, agreed(recording), {**models, **names}, out, "cpu", nothing)
        return caught.value

    assert fails(hubert_base=tiny_hubert(tmp_path / "h", seed=9)).code == "other-hubert"
    few = tiny_encodec(tmp_path / "e", target_bandwidths=[3.0])
    with pytest.raises(EnvironmentFault, match="24 kHz"):
        codes(few, np.zeros(2400, np.float32), "cpu")
    pickled = tmp_path / "quantiser.pth"
    pickled.write_bytes(b"x")
    assert fails(bark_quantiser=pickled).code == "pickled"
    strange = tmp_path / "strange.safetensors"
    save_file({"x": torch.zeros(1)}, strange)
    assert fails(bark_quantiser=strange).code == "bad-model"
    strange.write_bytes(b"\xff" * 64)
    assert fails(bark_quantiser=strange).code == "bad-model"
    assert fails(bark_quantiser=tmp_path / "none").code == "no-quantiser"
    with pytest.raises(EnvironmentFault, match="hubert-base"):
        clone(recording, agreed(recording), {}, out, "cpu", nothing)
    assert not out.exists()


def test_a_record_reads_back_as_it_was(tmp_path: Path) -> None:
    whole = replace(AGREED, relation="actress", means="written", evidence_sha256="a" * 64)
    assert consent_from_json(consent_to_json(whole)) == whole


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"statement": "  "}, "what was agreed to"),
        ({"speaker": ""}, "who is heard"),
        ({"means": "guessed"}, "own-voice"),
        ({"relation": "brother"}, "own voice"),
        ({"relation": "brother", "means": "written"}, "missing"),
        ({"given_at": "yesterday"}, "date and time"),
        ({"given_at": "2026-11-25T08:00:00"}, "time zone"),
        ({"sha256": "1234"}, "hash"),
    ],
)
def test_a_record_that_is_not_whole_is_refused(changed: dict[str, str], told: str) -> None:
    with pytest.raises(UserInputError, match=told):
        consent_from_json(consent_to_json(replace(AGREED, **changed)))


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"speaker": 3}', '{"who": "me"}'])
def test_what_is_no_record_is_refused(text: str) -> None:
    with pytest.raises(UserInputError, match="unreadable"):
        consent_from_json(text)


def job(folder: Path, payload: object, **inputs: Path) -> Job:
    folder.mkdir(exist_ok=True)
    named = tuple((name.replace("_", "."), str(path)) for name, path in inputs.items())
    return Job(1, "voice", "cast/lin", "{}", json.dumps(payload), named, str(folder))


def test_brought_recordings_and_their_voices(
    tmp_path: Path, models: dict[str, Path], recording: Path
) -> None:
    record = json.loads(consent_to_json(AGREED))
    brought = import_reference(job(tmp_path / "in", {"consent": record}, file=recording), nothing)
    parts = dict(brought.parts)
    kept = consent_from_json(parts["consent"].read_text("utf-8"))
    assert kept.sha256 == file_digest(recording)
    assert require(kept, brought.file) == require(kept, recording) == kept

    asked = {
        "engine": "bark", "fingerprint": "f" * 64, "series": AGREED.scope,
        "models": {name: str(path) for name, path in models.items()},
    }  # fmt: skip
    inputs = {"reference": brought.file, "reference_consent": parts["consent"]}
    found = make_all(
        [
            job(tmp_path / "a", asked, **inputs),
            job(tmp_path / "b", asked, reference=brought.file),
            job(tmp_path / "c", {**asked, "engine": "espeak"}, **inputs),
            job(tmp_path / "d", {**asked, "series": "Another"}, **inputs),
        ],
        nothing,
    )
    assert isinstance(found[0], Made)
    assert found[0].mime == "application/x-safetensors"
    assert set(load_file(found[0].file)) == {"semantic_prompt", "coarse_prompt", "fine_prompt"}
    assert json.loads(found[0].meta)["fingerprint"] == "f" * 64
    codes_ = [fault.code for fault in found[1:] if isinstance(fault, StudioError)]
    assert codes_ == ["no-consent", "no-cloning", "other-series"]


def test_a_record_of_another_recording_is_not_imported(tmp_path: Path, recording: Path) -> None:
    record = json.loads(consent_to_json(replace(AGREED, sha256="0" * 64)))
    with pytest.raises(UserInputError) as caught:
        import_reference(job(tmp_path / "in", {"consent": record}, file=recording), nothing)
    assert caught.value.code == "other-recording"
    with pytest.raises(UserInputError) as caught:
        import_reference(job(tmp_path / "in", {}, file=recording), nothing)
    assert caught.value.code == "no-consent"


def test_a_bound_record_covers_both_forms(tmp_path: Path, recording: Path) -> None:
    kept = tmp_path / "kept.wav"
    kept.write_bytes(recording.read_bytes() + b"\0")
    record = bound(AGREED, recording, kept)
    assert {record.sha256, record.kept_sha256} == {file_digest(recording), file_digest(kept)}
    with pytest.raises(UserInputError):
        bound(record, kept, kept)


def test_importing_recordings_loads_no_models() -> None:
    code = (
        "import sys, engine.work.clone_device, engine.voice.consent, engine.voice.qwen;"
        "sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
