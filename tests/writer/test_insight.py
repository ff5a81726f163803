"""What `insight script` counts, on scripts small enough to count by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.cli.main import run
from engine.base.errors import UserInputError
from engine.delivery.manifest import script_json
from engine.series.document import Document
from engine.writer.dossier import read_premise
from engine.writer.insight import compare, distinct, masked, measure_script
from engine.writer.manuscript import of_document, of_json, of_text
from engine.writer.season import write_season
from engine.writer.types import SeasonDraft

TYPED = """The Bell
Mara wants the bell.

1. Iron (12 words, ends on threat)
  A bell swings over the square.
  MARA (angry): Give me the bell. Give it back.
  Old Tom: Never. [Old Tom | keeper of the bell]
2. Rope
  MARA: Give me the bell.
  Old Tom (cold): Who told you where it hangs?
"""


def _draft(premise: str, seed: int = 1) -> SeasonDraft:
    return write_season(read_premise(premise, "auto", seed), seed=seed)


def _document(draft: SeasonDraft) -> Document:
    return Document(draft.series, draft.cast, draft.places, draft.episodes)


def test_a_typed_script_is_read_line_by_line() -> None:
    script = of_text(TYPED)
    assert script.title == "The Bell"
    assert script.names == ("MARA", "Old Tom")
    assert [part.title for part in script.parts] == ["Iron", "Rope"]
    assert script.parts[0].cliff == "threat"
    assert script.parts[0].seen == (
        "A bell swings over the square.",
        "Old Tom | keeper of the bell",
    )
    assert script.parts[1].speeches[1].text == "Who told you where it hangs?"
    assert script.parts[1].speeches[1].emotion == "cold"


def test_what_is_said_twice_is_named_and_what_is_not_known_stays_open() -> None:
    found = measure_script(of_text(TYPED))
    assert found.repeated == ("givemethebell",)
    assert found.words_mean == (8 + 10) / 2  # 4 + 3 + 1, and 4 + 6
    assert found.links is None
    assert found.covered is None
    assert found.goal is None


def test_coverage_counts_what_a_given_premise_names() -> None:
    premise = "Mara Quill wants to win back the silver locket that Tom Ashe stole from her."
    found = measure_script(replace(of_text(TYPED), premise=premise))
    assert found.covered is not None
    assert any("locket" in name for name in found.missing)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("a b a b",), 2 / 3),  # ab, ba, ab
        (("One two three.", "One two four."), 3 / 4),
        (("你好你好",), 2 / 3),
        (("word",), 0.0),
    ],
)
def test_distinct_2_is_the_share_of_different_pairs(
    texts: tuple[str, ...], expected: float
) -> None:
    assert distinct(texts, 2) == pytest.approx(expected)


def test_masking_hides_names_whole_and_in_part() -> None:
    names = ("Mara Quill", "Tom Ashe")
    assert masked("Quill, ask Tom!", names) == masked("Tom, ask Quill!", names)
    assert masked("苏晚，你也配？", ("苏晚",)) == masked("叶昭，你也配？", ("叶昭",))
    assert masked("Mara, run.", names) != masked("Mara, wait.", names)


def test_seasons_are_compared_by_lines_with_names_masked() -> None:
    one = of_text(TYPED)
    other = of_text(TYPED.replace("MARA", "Vera").replace("Never.", "Not today."))
    found = compare([one, other])
    # 4 different lines in each; only "Never." became another
    assert found.most_alike == (pytest.approx(3 / 4), 0, 1)
    assert found.repeated == pytest.approx(3 / 5)  # givemethebell, giveitback, whotold... of 5


def test_a_season_of_the_house_is_measured_whole_and_its_json_says_the_same() -> None:
    draft = _draft("Waitress Clara Bishop is framed for theft by hotel heir Julian Frost.")
    found = measure_script(of_document(_document(draft)))
    assert found.episodes == 20
    assert found.missing == ()
    assert found.broken == ()
    assert found.links is not None
    assert found.links[0] == found.links[1] > 20
    assert found.repeated == ()
    told = script_json(draft.series, draft.cast, list(draft.episodes))
    assert measure_script(of_json(told)) == found


def test_a_beat_whose_cause_is_missing_is_named() -> None:
    draft = _draft("Waitress Clara Bishop is framed for theft by hotel heir Julian Frost.")
    turned = replace(_document(draft), episodes=tuple(reversed(draft.episodes)))
    assert measure_script(of_document(turned)).broken


def test_the_command_prints_figures_of_every_kind_of_script(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed, told = tmp_path / "typed.txt", tmp_path / "told.json"
    typed.write_text(TYPED, "utf-8")
    draft = _draft("苏晚被养母陷害，赶出家门。她要讨回一切。")
    told.write_text(script_json(draft.series, draft.cast, list(draft.episodes)), "utf-8")
    assert run(["insight", "script", str(typed), str(told)]) == 0
    shown = capsys.readouterr().out
    assert "The Bell" in shown
    assert draft.series.title in shown
    assert "lines shared, names masked" in shown
    moves = measure_script(of_document(_document(draft))).moves
    assert moves is not None
    assert f"opponent acts in              {', '.join(map(str, moves))}" in shown
    assert shown.count("begun and left open") == 2


@pytest.mark.parametrize("text", ["{}", '{"cast": 3}', "no episode at all", ""])
def test_what_is_no_script_is_refused_with_a_remedy(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "script"
    path.write_text(text, "utf-8")
    assert run(["insight", "script", str(path)]) == 2
    assert "script" in capsys.readouterr().err


def test_json_without_a_cast_is_no_script() -> None:
    with pytest.raises(UserInputError, match="no script"):
        of_json('{"episodes": []}')
