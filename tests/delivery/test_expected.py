"""What the gate is told agrees with the script: what keeps the contract is not stopped for it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from engine.delivery.expected import expected_of, from_json, to_json
from engine.delivery.gate.script import judge_script
from engine.delivery.profiles import profiles
from engine.delivery.season import FinishedEpisode
from engine.editor.types import SubtitleCue
from engine.series.document import Document
from tests.delivery.world import season


def told(document: Document, ending: str) -> tuple[Document, FinishedEpisode]:
    """The season's only episode with another last line, and a subtitle a line."""
    document, cuts = season(1)
    (episode,) = document.episodes
    lines = (*episode.lines[:-1], replace(episode.lines[-1], text=ending))
    episode = replace(episode, lines=lines)
    spoken = cuts[episode.id].lines
    cues = tuple(
        SubtitleCue(at.first_ms, at.last_ms, line.text)
        for at, line in zip(spoken, lines, strict=True)
    )
    whole = replace(cuts[episode.id], subtitles=cues)
    item = FinishedEpisode(episode.number, episode.id, Path("v"), Path("c"), whole)
    return replace(document, episodes=(episode,)), item


@pytest.mark.parametrize(
    "ending",
    ["It is mine.", "It isn't empty, Marion. There's a ribbon with your name on it.",
     "Child... the seal on your wrist is mine.", "Who sent you? Say it!", "“Run.” He knew."],
)  # fmt: skip
def test_an_ending_of_any_number_of_sentences_is_a_cliffhanger(ending: str) -> None:
    document, item = told(season(1)[0], ending)
    expected = expected_of(
        document, item, profiles()["universal"], burned=True, labelled=True, marked=True
    )
    checks = {finding.check for finding in judge_script(expected)}
    assert not checks & {"cliff_text", "cliff_type", "subtitle_text", "words"}


def test_what_is_told_survives_the_way_to_another_process() -> None:
    document, item = told(season(1)[0], "It is mine.")
    for profile in profiles().values():
        expected = expected_of(
            document, item, profile, burned=profile.burned, labelled=True, marked=False
        )
        assert from_json(to_json(expected)) == expected
        assert json.loads(to_json(expected))["lufs"] == profile.lufs
