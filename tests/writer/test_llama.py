"""A real Llama, tiny and knowing nothing, writes whole seasons that keep the contract."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import torch

from engine.base.errors import Cancelled, EnvironmentFault, MakeError
from engine.text.measure import MAX_HAN_PER_EPISODE
from engine.writer.contract import check_season, last_sentence
from engine.writer.dossier import read_premise
from engine.writer.llama import LlamaWriter
from engine.writer.prompts import Prompt
from engine.writer.types import ModelDraft
from tests.bench.writer_guarantee import ENGLISH, MANDARIN, Tally, write
from tests.writer.tiny import llama, tokenizer

if TYPE_CHECKING:
    from transformers import PreTrainedModel

TEMPLATE = (
    "{% for m in messages %}<{{ m['role'] }}>{{ m['content'] }}</>{% endfor %}"
    "{% if add_generation_prompt %}<answer>{% endif %}"
)
DATED = "{% if date_string is not defined %}{{ raise_exception('which day?') }}{% endif %}"
NO_SYSTEM = "{% if messages[0]['role'] == 'system' %}{{ raise_exception('no') }}{% endif %}"


def silent() -> None:
    """A check that never stops anything."""


def unheard(done: int, whole: int) -> None:
    """Progress nobody looks at."""


class Watching:
    """A steering that changes nothing and remembers what it is told."""

    def __init__(self) -> None:
        self.model: PreTrainedModel | None = None
        self.batches: list[tuple[Sequence[tuple[int, int]], Sequence[int]]] = []
        self.shares: list[list[Sequence[float]]] = []
        self.open = False

    def attach(self, model: PreTrainedModel) -> None:
        self.model = model

    def begin(self, spans: Sequence[tuple[int, int]], pads: Sequence[int]) -> None:
        assert not self.open
        self.open = True
        self.batches.append((spans, pads))
        self.shares.append([])

    def step(self, remaining: Sequence[float]) -> None:
        self.shares[-1].append(remaining)

    def end(self) -> None:
        assert self.open
        self.open = False


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return llama(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="module")
def writer(folder: Path) -> LlamaWriter:
    return LlamaWriter(folder, "cpu", fingerprint="abc", candidates=2)


def made(writer: LlamaWriter, episodes: int = 1, seed: int = 1) -> ModelDraft:
    return writer.write(
        read_premise(ENGLISH), episodes=episodes, words=60, seed=seed, check=silent,
        progress=unheard,
    )  # fmt: skip


@pytest.fixture(scope="module")
def once(writer: LlamaWriter) -> ModelDraft:
    """One episode, the better of two."""
    return made(writer)


@pytest.mark.parametrize("premise", [ENGLISH, MANDARIN], ids=["en", "zh"])
def test_a_season_of_random_words_keeps_the_contract(writer: LlamaWriter, premise: str) -> None:
    dossier = read_premise(premise)
    told: list[tuple[int, int]] = []
    found = writer.write(
        dossier, episodes=3, words=60, seed=1, check=silent,
        progress=lambda done, whole: told.append((done, whole)),
    )  # fmt: skip
    draft, record = found.draft, json.loads(found.record)
    assert check_season(draft.episodes, dossier.language, 60, dossier.obligations) == ()
    assert len(draft.episodes) == draft.series.episodes == 3
    for episode in draft.episodes:
        assert [s.line for s in episode.shots if s.line] == [line.id for line in episode.lines]
        assert last_sentence(episode)[-1] in ".!?。！？…"
    assert (record["engine"], record["model"], record["fingerprint"]) == ("llama", "tiny", "abc")
    assert record["candidates"] == 2
    assert [len(one["scores"]) for one in record["episodes"]] == [2, 2, 2]
    assert [one["repairs"] for one in record["episodes"]] == [[], [], []]
    for one in record["episodes"]:
        totals = [score["total"] for score in one["scores"]]
        assert one["chosen"] == totals.index(max(totals))
    assert len(record["plan"]) == 3
    assert record["tokens"] > 0
    assert told[0] == (0, 7)
    assert told[-1] == (7, 7)
    assert told == sorted(told)


def test_equal_arguments_write_equal_seasons(folder: Path, once: ModelDraft) -> None:
    other = LlamaWriter(folder, "cpu", candidates=2)
    assert made(other).draft == once.draft
    assert made(other, seed=2).draft != once.draft


@pytest.mark.parametrize("premise", [ENGLISH, MANDARIN], ids=["en", "zh"])
def test_random_weights_never_break_a_limit(folder: Path, premise: str) -> None:
    tally = Tally()
    write(folder, premise, 20, 60, 7, tally)
    assert tally.episodes == 20
    assert (tally.invalid, tally.repaired, dict(tally.broken)) == (0, 0, {})
    assert 30 < tally.most_words <= 60
    assert tally.most_han <= MAX_HAN_PER_EPISODE
    assert tally.longest <= tally.bound


@pytest.mark.parametrize("at", [1, 40, 200])
def test_writing_stops_within_one_token(folder: Path, at: int) -> None:
    watching, asked = Watching(), 0
    writer = LlamaWriter(folder, "cpu", candidates=1, steering=watching)

    def check() -> None:
        nonlocal asked
        asked += 1
        if asked == at:
            raise Cancelled

    with pytest.raises(Cancelled):
        writer.write(
            read_premise(ENGLISH), episodes=1, words=60, seed=1, check=check, progress=unheard
        )
    assert asked == at
    assert sum(map(len, watching.shares)) == at - 1
    assert not watching.open


def test_a_steering_knows_where_the_planned_ending_stands(folder: Path) -> None:
    watching = Watching()
    writer = LlamaWriter(folder, "cpu", candidates=2, steering=watching)
    found = made(writer, episodes=2)
    assert watching.model is not None
    planned = [entry["cliffhanger"] for entry in json.loads(found.record)["plan"]]
    spans, pads = watching.batches[-1]
    assert len(spans) == len(pads) == 4
    assert min(pads) == 0
    pieces = [
        len(tokenizer()(f" {sentence}", add_special_tokens=False)["input_ids"])
        for sentence in planned
    ]
    for (start, end), pad, length in zip(spans, pads, [n for n in pieces for _ in "ab"],
                                         strict=True):  # fmt: skip
        assert start > pad
        assert abs((end - start) - length) <= 2
    assert watching.batches[0] == ([(0, 0)], [0])
    for row in zip(*watching.shares[-1], strict=True):
        assert row[0] == 1.0
        assert row[-1] < 0.3
        assert all(0.0 <= share <= 1.0 for share in row)


def test_the_span_is_the_planned_ending_itself(folder: Path) -> None:
    from engine.writer.generation import Generator

    text = "Write.\nYou will not live until morning."
    asked = Prompt("Be brief.", text, (7, len(text)))
    for template in (None, DATED + TEMPLATE, NO_SYSTEM + TEMPLATE):
        generator = Generator(folder, "cpu")
        generator._tokenizer.chat_template = template
        tokens, (start, end) = generator._encoded(asked)
        said = generator._tokenizer.decode(tokens[start:end])
        assert said.strip() == "You will not live until morning."
        whole = generator._tokenizer.decode(tokens)
        assert whole.endswith("</><answer>" if template else "morning.\n\n")
        assert whole.count("Be brief.") == 1


def test_what_a_model_brings_for_drawing_changes_nothing(
    tmp_path: Path, folder: Path, once: ModelDraft
) -> None:
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    brought = {
        "do_sample": True, "temperature": 0.6, "top_p": 0.9, "repetition_penalty": 1.3,
        "eos_token_id": [1, 5], "max_length": 20, "bos_token_id": 0,
    }  # fmt: skip
    (tmp_path / "generation_config.json").write_text(json.dumps(brought), "utf-8")
    assert made(LlamaWriter(tmp_path, "cpu", candidates=2)).draft == once.draft


def test_rows_do_not_depend_on_their_neighbours(
    writer: LlamaWriter, once: ModelDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.writer.generation._ROWS_ON_CPU", 1)
    assert made(writer).draft == once.draft


def test_a_batch_that_does_not_fit_is_halved(
    writer: LlamaWriter, once: ModelDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    forward = torch.nn.Embedding.forward

    def small(self: torch.nn.Embedding, ids: torch.Tensor) -> torch.Tensor:
        if ids.shape[1] > 1:
            sizes.append(ids.shape[0])
        if ids.shape[0] > 1:
            raise torch.OutOfMemoryError
        return forward(self, ids)

    monkeypatch.setattr(torch.nn.Embedding, "forward", small)
    assert made(writer).draft == once.draft
    assert sizes == [1, 2, 1, 1]


def test_no_memory_for_one_row_is_said(
    writer: LlamaWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: torch.nn.Embedding, ids: torch.Tensor) -> torch.Tensor:
        raise torch.OutOfMemoryError

    monkeypatch.setattr(torch.nn.Embedding, "forward", full)
    with pytest.raises(MakeError) as caught:
        made(writer)
    assert caught.value.code == "no-memory"


def test_a_model_with_too_short_a_memory_is_refused(tmp_path: Path) -> None:
    writer = LlamaWriter(llama(tmp_path / "short", context=512), "cpu")
    with pytest.raises(EnvironmentFault) as caught:
        made(writer)
    assert caught.value.code == "context"


def test_a_long_plan_is_made_in_parts(tmp_path: Path) -> None:
    """Four plans of up to 1.5 kB do not fit beside the prompt; their parts are one batch."""
    watching = Watching()
    folder = llama(tmp_path / "mid", context=6_400)
    writer = LlamaWriter(folder, "cpu", candidates=1, steering=watching)
    found = made(writer, episodes=4)
    assert [len(spans) for spans, _ in watching.batches] == [2, 4]
    record = json.loads(found.record)
    assert [entry["number"] for entry in record["plan"]] == [1, 2, 3, 4]
    assert not [done for done in record["plan_mends"] if "no plan" in done]
    assert check_season(found.draft.episodes, "en", 60) == ()


def test_pickled_weights_are_refused(tmp_path: Path, folder: Path) -> None:
    for file in folder.iterdir():
        if file.suffix != ".safetensors":
            (tmp_path / file.name).write_bytes(file.read_bytes())
    torch.save({}, tmp_path / "pytorch_model.bin")
    with pytest.raises(EnvironmentFault) as caught:
        LlamaWriter(tmp_path, "cpu")
    assert caught.value.code == "pickled"


def test_code_of_a_models_own_is_refused(tmp_path: Path, folder: Path) -> None:
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    config = json.loads((tmp_path / "config.json").read_text("utf-8"))
    config["auto_map"] = {"AutoModelForCausalLM": "evil.Model"}
    (tmp_path / "config.json").write_text(json.dumps(config), "utf-8")
    with pytest.raises(EnvironmentFault) as caught:
        LlamaWriter(tmp_path, "cpu")
    assert caught.value.code == "remote-code"
