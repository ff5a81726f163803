"""What everybody may rely on, whoever writes: every writer passes this suite."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.base.errors import Cancelled, UserInputError
from engine.series.document import Document
from engine.series.invariants import check as broken
from engine.writer.contract import check_season, last_sentence
from engine.writer.dossier import read_premise
from engine.writer.endpoint import EndpointWriter
from engine.writer.llama import LlamaWriter
from engine.writer.season import write_season
from engine.writer.types import Dossier, ModelDraft
from tests.writer.tiny import llama

PREMISES = {
    "en": "A nurse finds her twin in the morgue of the clinic that her husband wants to sell.",
    "zh": "外卖员林夏发现，抛弃她的父亲正是要拆掉整条老街的集团董事长。",
}
Write = Callable[..., ModelDraft]


def planner(dossier: Dossier, *, check, progress, **wanted) -> ModelDraft:
    """The embedded writer, which is too quick to be asked in between."""
    check()
    progress(0, wanted["episodes"])
    draft = write_season(dossier, **wanted)
    progress(wanted["episodes"], wanted["episodes"])
    return ModelDraft(draft, json.dumps({"engine": "planner"}))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return llama(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.writer.serving", str(folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        cwd=Path(__file__).resolve().parents[2],
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    yield f"http://127.0.0.1:{int(process.stdout.readline())}/v1"
    process.stdin.close()
    process.stdout.close()
    process.wait(30)


@pytest.fixture(scope="module", params=["planner", "llama", "endpoint"])
def write(request: pytest.FixtureRequest) -> Write:
    if request.param == "planner":
        return planner
    if request.param == "llama":
        return LlamaWriter(request.getfixturevalue("folder"), "cpu", candidates=1).write
    return EndpointWriter(request.getfixturevalue("server"), "noise", "", retries=0).write


def go_on() -> None:
    """Nobody cancels."""


def told(_done: int, _whole: int) -> None:
    """Nobody listens."""


@pytest.mark.parametrize("tongue", PREMISES)
def test_a_draft_is_a_document_that_keeps_the_contract(write: Write, tongue: str) -> None:
    dossier, heard = read_premise(PREMISES[tongue]), []
    found = write(
        dossier, episodes=1, words=60, seed=3, check=go_on,
        progress=lambda done, whole: heard.append((done, whole)),
    )  # fmt: skip
    draft = found.draft
    assert check_season(draft.episodes, dossier.language, 60, dossier.obligations) == ()
    assert broken(Document(draft.series, draft.cast, draft.places, draft.episodes)) == ()
    assert (draft.series.premise, draft.series.language) == (dossier.premise, dossier.language)
    assert [e.number for e in draft.episodes] == [1]
    assert all(last_sentence(e) for e in draft.episodes)
    record = json.loads(found.record)
    assert record["engine"]
    if record["engine"] == "llama":  # its own words, not the embedded writer's in their place
        assert [one["repairs"] for one in record["episodes"]] == [[]]
        house = write_season(dossier, episodes=1, words=60, seed=3).episodes
        theirs = {n.text for e in house for n in e.lines}
        assert theirs.isdisjoint(n.text for e in draft.episodes for n in e.lines[:-1])
    assert heard[-1][0] == heard[-1][1] > 0


def test_words_are_counted_by_the_wish_of_the_lead(write: Write) -> None:
    dossier = read_premise(PREMISES["en"])
    found = write(dossier, episodes=1, words=35, seed=1, check=go_on, progress=told)
    assert check_season(found.draft.episodes, "en", 35, dossier.obligations) == ()


@pytest.mark.parametrize("wrong", [{"episodes": 0}, {"episodes": 99}, {"words": 5}])
def test_impossible_numbers_are_refused_with_the_possible_ones(write: Write, wrong) -> None:
    order = {"episodes": 1, "words": 60, "seed": 1, **wrong}
    with pytest.raises(UserInputError) as caught:
        write(read_premise(PREMISES["en"]), check=go_on, progress=told, **order)
    assert "to" in caught.value.remedy


def test_cancelling_gets_through(write: Write) -> None:
    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        write(read_premise(PREMISES["en"]), episodes=1, words=60, seed=1, check=stop, progress=told)
