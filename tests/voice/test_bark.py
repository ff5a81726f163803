"""The Bark speaker with a tiny model: what it is told, batches, tries, memory, cancelling."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import save_file

from engine.base.errors import Cancelled, EnvironmentFault, MakeError, UserInputError
from engine.series.document import EMOTIONS, Voice
from engine.voice.alignment import from_plain
from engine.voice.audio_io import read_audio
from engine.voice.bark import TRIES, BarkSpeaker
from engine.voice.bark_acting import acting, cued
from engine.voice.bark_sound import finished
from engine.voice.performance import Neutral, neutral_from_json
from engine.voice.pitch import track
from engine.voice.types import SAMPLE_RATE, SpeechRequest, Spoken
from tests.voice.test_speech import request
from tests.voice.tiny_bark import tiny_folder, tiny_prompt

LINES = ("Not here.", "Who is it?", "Stay away.", "Your father is listening.", "No.", "Come in.")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_folder(tmp_path_factory.mktemp("speaker") / "bark")


@pytest.fixture(scope="module")
def speaker(folder: Path) -> BarkSpeaker:
    return BarkSpeaker(folder, "cpu", fingerprint="f" * 64)


def six() -> list[SpeechRequest]:
    return [request(text, base=base) for base, text in enumerate(LINES)]


def spoken(
    speaker: BarkSpeaker, home: Path, asked: Sequence[SpeechRequest], *clones: Path | None
) -> tuple[list[Spoken], list[Path]]:
    home.mkdir(exist_ok=True)
    wavs = [home / f"{n}.wav" for n in range(len(asked))]
    prompts = list(clones) or [None] * len(asked)
    return speaker.speak_all(asked, prompts, wavs, lambda: None), wavs


@contextmanager
def limited(speaker: BarkSpeaker, rows: int) -> Iterator[list[int]]:
    """The device holds `rows` rows at most, as an allocator would say it; notes what was asked."""
    seen: list[int] = []

    def allocate(_: object, inputs: tuple[torch.Tensor, ...]) -> None:
        seen.append(len(inputs[0]))
        if len(inputs[0]) > rows:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")

    hook = speaker.stages.model.semantic.layers[0].register_forward_pre_hook(allocate)
    before, speaker.batches.size = speaker.batches.size, 8
    try:
        yield seen
    finally:
        hook.remove()
        speaker.batches.size = before


def test_a_line_is_the_same_in_any_company(speaker: BarkSpeaker, tmp_path: Path) -> None:
    together, wavs = spoken(speaker, tmp_path / "all", six())
    assert all(found.fault is None for found in together)
    for at in (4, 1):
        alone, (wav,) = spoken(speaker, tmp_path / str(at), six()[at : at + 1])
        assert wav.read_bytes() == wavs[at].read_bytes()
        assert (alone[0].notes, alone[0].neutral) == (together[at].notes, together[at].neutral)
    assert len({wav.read_bytes() for wav in wavs}) == 6
    assert not list((tmp_path / "all").glob("*.part"))


def test_a_voice_is_heard_at_rest_once(folder: Path, tmp_path: Path) -> None:
    speaker = BarkSpeaker(folder, "cpu", fingerprint="f" * 64)
    rows: list[int] = []
    part = speaker.stages.model.semantic.layers[0]
    hook = part.register_forward_pre_hook(lambda _, given: rows.append(len(given[0])))
    asked = [request("No."), request("Stay.", emotion="angry", intensity=60)]
    found, _ = spoken(speaker, tmp_path, asked)
    assert rows[0] == 3, "two lines and the voice at rest"
    assert found[0].neutral == found[1].neutral
    assert isinstance(neutral_from_json(found[0].neutral), Neutral)
    rows.clear()
    again, _ = spoken(speaker, tmp_path, asked)
    assert rows[0] == 2
    assert [f.neutral for f in again] == [f.neutral for f in found]
    hook.remove()


def test_word_times_are_given_where_a_sound_comes_first(
    speaker: BarkSpeaker, tmp_path: Path
) -> None:
    asked = [request("Not here.", emotion="broken", intensity=much) for much in (30, 60)]
    assert [acting(one).led for one in asked] == [False, True]
    found, _ = spoken(speaker, tmp_path, asked)
    assert found[0].alignment is None
    assert found[1].alignment is not None
    assert [w.text for w in from_plain(found[1].alignment).words] == ["Not", "here"]


def test_a_cloned_voice_is_another_voice(speaker: BarkSpeaker, tmp_path: Path) -> None:
    clone = tmp_path / "voice.safetensors"
    save_file(tiny_prompt(77), clone)
    asked = [request("Not here.")] * 2
    found, wavs = spoken(speaker, tmp_path, asked, clone, None)
    assert wavs[0].read_bytes() != wavs[1].read_bytes()
    assert found[0].neutral != found[1].neutral
    assert found[1].notes["voice"] == "v2/en_speaker_9"


def test_a_faulty_line_fails_alone(speaker: BarkSpeaker, tmp_path: Path) -> None:
    bad = tmp_path / "bad.safetensors"
    bad.write_text("nothing of the kind")
    asked = [request("Not here."), request("Hallo.", "xx"), request("No."), request("…")]
    found, wavs = spoken(speaker, tmp_path, asked, None, None, bad, None)
    assert [type(f.fault) for f in found] == [type(None)] + [UserInputError] * 3
    assert [wav.exists() for wav in wavs] == [True, False, False, False]


def test_a_missing_preset_is_named_with_its_remedy(folder: Path, tmp_path: Path) -> None:
    speaker = BarkSpeaker(folder, "cpu", fingerprint="")
    found, _ = spoken(speaker, tmp_path, [request("Bom dia.", "pt")])
    fault = found[0].fault
    assert isinstance(fault, EnvironmentFault)
    assert "v2/pt_speaker" in fault.message
    assert "models fetch bark" in fault.remedy


def test_only_what_is_bad_is_tried_again(speaker: BarkSpeaker, tmp_path: Path) -> None:
    rows: list[int] = []
    part = speaker.stages.model.semantic.layers[0]
    asked = [request(text, base=n % 2, take=n) for n, text in enumerate(LINES)]
    spoken(speaker, tmp_path, asked)  # now every voice at rest is known
    hook = part.register_forward_pre_hook(
        lambda _, given: rows.append(given[0].shape[0]) if given[0].shape[1] > 1 else None
    )
    found, _ = spoken(speaker, tmp_path, asked)
    hook.remove()
    tries = [f.notes["tries"][0] for f in found]  # type: ignore[index]
    assert sum(rows) == sum(tries)
    assert 1 in tries
    assert max(tries) in (2, TRIES)
    for one in found:
        (verdicts,) = one.notes["verdicts"]  # type: ignore[misc]
        assert "good" not in verdicts[:-1], "after a good one there is no other"
        assert len(verdicts) == TRIES or verdicts[-1] == "good"


def test_silence_is_a_fault_after_three_tries(folder: Path, tmp_path: Path) -> None:
    speaker = BarkSpeaker(folder, "cpu", fingerprint="")
    with torch.no_grad():
        for weight in speaker.stages.model.codec_model.decoder.parameters():
            weight.zero_()
    found, (wav,) = spoken(speaker, tmp_path, [request("Not here.")])
    assert isinstance(found[0].fault, MakeError)
    assert found[0].fault.code == "nothing-heard"
    assert found[0].notes["verdicts"] == [["silence"] * TRIES]
    assert not wav.exists()


def test_batches_shrink_until_they_fit(speaker: BarkSpeaker, tmp_path: Path) -> None:
    _, free = spoken(speaker, tmp_path / "free", six())
    with limited(speaker, 2) as seen:
        found, wavs = spoken(speaker, tmp_path / "tight", six())
        assert speaker.batches.size == 2
    assert max(seen) > 2 >= min(seen)
    assert all(f.fault is None for f in found)
    assert [w.read_bytes() for w in wavs] == [w.read_bytes() for w in free]


def test_what_does_not_fit_alone_says_so(speaker: BarkSpeaker, tmp_path: Path) -> None:
    with limited(speaker, 0):
        found, wavs = spoken(speaker, tmp_path, six()[:2])
    assert {f.fault.code for f in found if f.fault} == {"gpu-memory"}
    assert all(f.fault and f.fault.remedy for f in found)
    assert not any(wav.exists() for wav in wavs)


def test_other_errors_of_the_device_are_not_hidden(speaker: BarkSpeaker, tmp_path: Path) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("CUDA error: an illegal memory access was encountered")

    hook = speaker.stages.model.semantic.layers[0].register_forward_pre_hook(broken)
    with pytest.raises(RuntimeError, match="illegal memory"):
        spoken(speaker, tmp_path, six()[:1])
    hook.remove()


@pytest.mark.parametrize("at", [1, 60, 150])
def test_cancelling_leaves_nothing_behind(speaker: BarkSpeaker, tmp_path: Path, at: int) -> None:
    calls = 0

    def check() -> None:
        nonlocal calls
        calls += 1
        if calls == at:
            raise Cancelled

    with pytest.raises(Cancelled):
        speaker.speak_all(six()[:2], [None] * 2, [tmp_path / "a.wav", tmp_path / "b.wav"], check)
    assert calls == at
    assert not list(tmp_path.iterdir())
    assert not speaker.stages.model.semantic.layers[0]._forward_pre_hooks


def test_long_lines_are_spoken_in_pieces_of_one_batch(speaker: BarkSpeaker, tmp_path: Path) -> None:
    text = "Nobody leaves this house until the ring is back on my finger. " * 4
    asked = request(text.strip(), base=4)
    pieces = acting(asked).pieces
    assert len(pieces) > 1
    assert pieces[-1].pause_ms == 0
    (found,), (wav,) = spoken(speaker, tmp_path, [asked])
    assert found.fault is None
    assert len(found.notes["tries"]) == len(pieces)  # type: ignore[arg-type]
    sound = read_audio(wav)
    quiet = np.abs(sound[: len(sound) // 48 * 48].reshape(-1, 48)).max(axis=1) < 1e-4
    edges = np.flatnonzero(np.diff(np.r_[False, quiet, False].astype(int)))
    lengths = [b - a for a, b in zip(edges[::2], edges[1::2], strict=True) if a and b < len(quiet)]
    pauses = [piece.pause_ms for piece in pieces[:-1]]
    assert [n for n in lengths if n > 100] == pytest.approx(pauses, abs=40)


def test_the_models_folder_is_checked_before_it_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "evil"
    folder.mkdir()
    (folder / "pytorch_model.bin").write_bytes(b"\x80\x04.")
    with pytest.raises(EnvironmentFault, match="pickled"):
        BarkSpeaker(folder, "cpu", fingerprint="")


@pytest.mark.parametrize("emotion", EMOTIONS)
def test_an_emotion_changes_marks_and_sounds_but_no_word(emotion: str) -> None:
    for text in ("Cry louder, Mira. Your father is listening.", "那晚的门，是谁开的。"):
        told = cued(text, emotion, 90)
        words = [w.strip(".,!?").casefold() for w in text.split()]
        kept = [w for w in told.split() if not w.startswith("[")]
        assert [w.strip(".,!?。！…").casefold() for w in kept] == [w.strip("。") for w in words]
        assert cued(text, emotion, 40) == text, "a slight emotion is left to the model"


def test_angry_lines_are_told_so() -> None:
    assert cued("Open the gate.", "angry", 80) == "Open the GATE!"
    assert cued("Open the gate?", "angry", 60) == "Open the gate?"
    assert cued("那晚的门。", "angry", 80) == "那晚的门！"
    assert cued("I am [laughs] sorry.", "broken", 60) == "[sighs] I am laughs sorry..."


def test_what_is_beyond_the_limits_is_kept_within_and_told() -> None:
    plain = request("Not here.", base=4)
    assert (acting(plain).tempo, acting(plain).pitch, acting(plain).clipped) == (1.0, 1.0, ())
    far = acting(replace(plain, voice=Voice(4, pitch=150, pace=60)))
    assert (far.tempo, far.pitch) == (0.88, 1.10)
    assert far.clipped == ("pace", "pitch")
    assert acting(replace(plain, gender="f")).preset == acting(request("No.", base=1)).preset
    loud = acting(replace(plain, voice=Voice(4, energy=150))).level
    assert loud > acting(plain).level + 2


@pytest.mark.parametrize(("pace", "pitch"), [(100, 100), (110, 100), (90, 100), (100, 108)])
def test_tempo_and_pitch_are_done_to_the_sound(pace: int, pitch: int) -> None:
    at = np.arange(48_000) / 24_000
    tone = sum(np.sin(2 * np.pi * 150 * k * at) / k for k in range(1, 9)).astype(np.float32) * 0.2
    told = acting(replace(request("Not here.", base=4), voice=Voice(4, pitch=pitch, pace=pace)))
    sound = finished(tone, 24_000, told)
    seconds = len(sound) / SAMPLE_RATE - 0.16  # silence before and after
    assert seconds == pytest.approx(2 * 100 / pace, rel=0.02)
    heard = track(sound, SAMPLE_RATE)[20:-20]
    assert float(np.median(heard)) == pytest.approx(150 * pitch / 100, rel=0.01)
    rms = 20 * np.log10(np.sqrt(np.mean(sound[9600:-9600] ** 2)))
    assert rms == pytest.approx(-21, abs=1)


def test_notes_can_be_kept_as_json(speaker: BarkSpeaker, tmp_path: Path) -> None:
    (found,), _ = spoken(speaker, tmp_path, [request("No.")])
    assert set(json.loads(json.dumps(found.notes))) == {
        "seconds", "voice", "tries", "verdicts", "limited",
    }  # fmt: skip
