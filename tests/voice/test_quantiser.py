"""Training a quantiser on Bark's own speech, from nothing to a voice, with tiny models."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from engine.base.canon import file_digest
from engine.base.errors import Cancelled, MakeError, UserInputError
from engine.voice.audio_io import write_wav
from engine.voice.bark_prompts import Vocabulary, cloned_prompt
from engine.voice.cloning import clone
from engine.voice.quantiser import (
    at_token_rate,
    hubert_features,
    load_hubert,
    load_quantiser,
    semantic_tokens,
)
from engine.voice.quantiser_learning import Course, learn
from engine.voice.quantiser_pairs import Pair, PairPlan, make_pairs, read_pairs
from engine.voice.quantiser_training import main, sentences
from tests.voice.tiny_bark import SEMANTIC, tiny_folder
from tests.voice.tiny_ears import AGREED, spoken, tiny_encodec, tiny_hubert

ROOT = Path(__file__).resolve().parents[2]
TEXTS = ("哭大声点", "那晚的门是谁开的", "不要走")


def nothing() -> None:
    """A check that never stops anything."""


def unheard(*_: object) -> None:
    """Progress that nobody looks at."""


class StopAfter:
    """A check that stops the work at its n-th call."""

    def __init__(self, calls: int) -> None:
        self.left = calls

    def __call__(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Cancelled


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("training")
    tiny_folder(folder / "bark")
    tiny_hubert(folder / "hubert")
    tiny_encodec(folder / "encodec")
    return folder


def plan(home: Path, seconds: float = 6.0) -> PairPlan:
    return PairPlan(home / "bark", home / "hubert", TEXTS, seconds, batch=4)


def lesson(count: int = 12, length: int = 60, seed: int = 0) -> list[Pair]:
    """Utterances whose token can be told from the features: which of 20 shapes they are."""
    chance = np.random.default_rng(seed)
    shapes = np.random.default_rng(99).normal(size=(20, 16))
    found = []
    for _ in range(count):
        tokens = chance.integers(0, 20, length)
        heard = shapes[tokens] + 0.1 * chance.normal(size=(length, 16))
        found.append(Pair(torch.from_numpy(heard).half(), torch.from_numpy(tokens)))
    return found


def course(**changed: object) -> Course:
    return replace(Course("x", 20, 60, hidden=16, rows=4, rate=1e-2, keep_every=25), **changed)


def voices(*arguments: str) -> subprocess.Popen[str]:
    """The ordinary command."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "CLIFF_DEVICE": "cpu"}
    return subprocess.Popen(
        [sys.executable, "-m", "app", "voices", "train-quantiser", *arguments],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def asked(home: Path, out: Path, *more: str) -> tuple[str, ...]:
    """Arguments of a training that takes seconds."""
    texts = home / "texts.txt"
    texts.write_text("\n".join(TEXTS), "utf-8")
    return (
        "--language", "zh", "--bark", str(home / "bark"), "--hubert", str(home / "hubert"),
        "--out", str(out), "--texts", str(texts), "--hours", "0.005", "--batch", "4",
        "--hidden", "16", *more,
    )  # fmt: skip


def test_the_command_trains_what_cloning_then_uses(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "zh.safetensors"
    done = voices(*asked(home, out, "--steps", "40", "--json"))
    said, told = done.communicate(timeout=120)
    assert done.returncode == 0, told[-2000:]
    events = [json.loads(line) for line in said.splitlines()]
    assert {"speaking", "learning"} <= {event.get("stage") for event in events}
    report = events[-1]["finished"]
    assert report["loss"] < report["first_loss"]
    assert report["tested"] >= 1

    quantiser, facts = load_quantiser(out)
    assert (facts.language, facts.steps, facts.classes) == ("zh", 40, SEMANTIC)
    assert facts.accuracy == round(1e6 * report["accuracy"])
    assert quantiser(torch.zeros(1, 3, facts.features)).shape == (1, 3, SEMANTIC)

    wav, voice = tmp_path / "lin.wav", tmp_path / "voice.safetensors"
    write_wav(wav, spoken(tmp_path))
    models = {"hubert-base": home / "hubert", "encodec-24khz": home / "encodec",
              "bark-quantiser": out}  # fmt: skip
    notes = clone(wav, replace(AGREED, sha256=file_digest(wav)), models, voice, "cpu", nothing)
    assert notes["language"] == "zh"
    assert cloned_prompt(voice, Vocabulary(semantic=SEMANTIC)).semantic.max() < SEMANTIC


def test_a_stopped_training_goes_on(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "zh.safetensors"
    first = voices(*asked(home, out, "--steps", "100000", "--json"))
    assert first.stdout is not None
    for line in first.stdout:
        if json.loads(line).get("stage") == "learning":
            first.send_signal(signal.SIGINT)
            break
    said, told = first.communicate(timeout=60)
    assert json.loads(said.splitlines()[-1]) == {"stopped": True}, told
    assert first.returncode == 1
    work = tmp_path / "new" / ".zh.safetensors.training"
    made = {file.name: file.read_bytes() for file in work.glob("pairs-*")}
    assert made
    assert (work / "state.safetensors").exists()
    assert not out.exists()
    assert not list(work.glob(".*.part"))

    assert main(asked(home, out, "--steps", "10"), nothing) == 0
    assert load_quantiser(out)[1].steps == 10
    assert {file.name: file.read_bytes() for file in work.glob("pairs-*")} == made


def test_the_command_tells_what_is_wrong(home: Path, tmp_path: Path) -> None:
    done = voices(*asked(home, tmp_path / "zh.safetensors", "--bark", "/nowhere"))
    _, fault = done.communicate(timeout=120)
    assert done.returncode == 1
    assert "not there" in fault
    assert "Traceback" not in fault


@pytest.mark.parametrize(
    ("more", "code", "told"),
    [
        (("--texts", "/nowhere.txt"), 2, "no-sentences"),
        (("--steps", "5", "--texts", str(ROOT)), 2, "binary"),
        (("--hubert", "/nowhere"), 1, "no-model"),
    ],
)
def test_what_cannot_be_trained_is_told(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], more: tuple[str, ...],
    code: int, told: str,
) -> None:  # fmt: skip
    assert main((*asked(home, tmp_path / "zh.safetensors"), *more), nothing) == code
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["fault"]["code"] == told


def test_pairs_are_the_same_when_their_making_was_stopped(home: Path, tmp_path: Path) -> None:
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    wanted = replace(plan(home, 4.0), batch=1)
    calls = StopAfter(1_000_000)
    make_pairs(wanted, whole, "cpu", calls, unheard)
    with pytest.raises(Cancelled):
        make_pairs(wanted, parts, "cpu", StopAfter((1_000_000 - calls.left) * 2 // 3), unheard)
    kept = [file.name for file in parts.glob("pairs-*")]
    make_pairs(wanted, parts, "cpu", nothing, unheard)
    assert 0 < len(kept) < len(list(whole.glob("pairs-*")))
    one, other = (list(read_pairs(folder, 4.0)) for folder in (whole, parts))
    assert sum(len(pair.tokens) for pair in one) >= 4.0 * 49.9
    assert len(one) == len(other)
    for a, b in zip(one, other, strict=True):
        assert torch.equal(a.tokens, b.tokens)
        assert torch.equal(a.features, b.features)
        assert len(a.features) == len(a.tokens)
        assert a.tokens.max() < SEMANTIC


def test_pairs_of_another_training_are_not_mixed_in(home: Path, tmp_path: Path) -> None:
    make_pairs(plan(home, 0.5), tmp_path, "cpu", nothing, unheard)
    with pytest.raises(UserInputError) as caught:
        make_pairs(replace(plan(home, 0.5), texts=("走",)), tmp_path, "cpu", nothing, unheard)
    assert caught.value.code == "other-training"


def test_what_is_taught_is_known_of_unheard_speech(tmp_path: Path) -> None:
    losses: list[float] = []
    quantiser, report = learn(
        lesson(), course(), tmp_path / "s.safetensors", "cpu", nothing,
        lambda _, loss: losses.append(loss),
    )  # fmt: skip
    assert report.accuracy > 0.9
    assert report.chance < 0.2
    assert report.loss < 0.3 * report.first_loss
    assert losses[-1] < losses[0]
    (fresh,) = lesson(1, 200, seed=5)
    named = semantic_tokens(quantiser, _at_frame_rate(fresh.features.float()), 200)
    assert (named == fresh.tokens).float().mean() > 0.9


def _at_frame_rate(features: torch.Tensor) -> torch.Tensor:
    """Features such that `at_token_rate` gives them back: one frame more in 10 s."""
    found = torch.cat([features, features[-1:]])
    assert torch.equal(at_token_rate(found, len(features)), features)
    return found


@pytest.mark.parametrize("stop_at", [1, 30, 59])
def test_a_training_that_was_stopped_ends_in_the_same_weights(tmp_path: Path, stop_at: int) -> None:
    whole, _ = learn(lesson(), course(), tmp_path / "a", "cpu", nothing, unheard)
    with pytest.raises(Cancelled):
        learn(lesson(), course(), tmp_path / "b", "cpu", StopAfter(stop_at), unheard)
    again, report = learn(lesson(), course(), tmp_path / "b", "cpu", nothing, unheard)
    for one, other in zip(whole.parameters(), again.parameters(), strict=True):
        assert torch.equal(one, other)
    assert report.first_loss > report.loss


def test_a_checkpoint_of_other_pairs_or_damaged_is_not_gone_on_with(tmp_path: Path) -> None:
    state = tmp_path / "s"
    seen: list[int] = []

    def say(step: int, _loss: float) -> None:
        seen.append(step)

    learn(lesson(), course(steps=5), state, "cpu", nothing, say)
    learn(lesson(), course(steps=5, identity="y"), state, "cpu", nothing, say)
    assert seen == [0, 1, 2, 3, 4] * 2
    state.write_bytes(b"\xff" * 100)
    learn(lesson(), course(steps=5), state, "cpu", nothing, say)
    assert seen == [0, 1, 2, 3, 4] * 3
    assert load_file(state)


def test_too_little_speech_is_told(tmp_path: Path) -> None:
    with pytest.raises(MakeError, match="too little"):
        learn(lesson(1), course(), tmp_path / "s", "cpu", nothing, unheard)


@pytest.mark.parametrize("seconds", [0.5, 3.0, 14.0])
def test_features_have_fifty_frames_a_second_and_know_no_level(home: Path, seconds: float) -> None:
    hubert = load_hubert(home / "hubert", "cpu")
    chance = np.random.default_rng(2)
    sound = chance.normal(0, 0.1, round(16_000 * seconds)).astype(np.float32)
    found = hubert_features(hubert, sound)
    assert found.shape == (round(50 * seconds), 16)
    assert torch.allclose(found, hubert_features(hubert, sound * np.float32(0.1)), atol=1e-3)


@pytest.mark.parametrize("tokens", [1, 49, 499, 698])
def test_a_token_takes_the_frame_at_its_time(tokens: int) -> None:
    frames = torch.arange(float(round(tokens / 49.9 * 50)))[:, None]
    taken = at_token_rate(frames, tokens)[:, 0]
    apart = (taken + 0.5) / 50 - (torch.arange(tokens) + 0.5) / 49.9
    assert apart.abs().max() <= 0.0101, "half a frame"


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_shipped_sentences_are_many_and_their_own(language: str) -> None:
    found = sentences(language)
    assert len(found) >= 300
    assert len({line[:12] for line in found}) > 200
    chinese = sum("一" <= sign <= "鿿" for line in found for sign in line)
    letters = sum(sign.isascii() and sign.isalpha() for line in found for sign in line)
    assert (chinese > 3000 and letters == 0) if language == "zh-CN" else (letters > 9000)


def test_there_is_no_list_for_other_languages() -> None:
    with pytest.raises(UserInputError) as caught:
        sentences("pt-BR")
    assert caught.value.remedy
