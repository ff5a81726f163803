"""What presenters make of a season: states, reasons, the contract, corrections of the premise."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app import commands
from app.messages import speak
from app.presenters import arc, premise, script
from app.presenters.history import edit_words
from app.presenters.shown import Shown, duration, title_of
from engine.edits.fields import set_field
from engine.graph.plan import Planner
from engine.project.project import Project
from engine.series.document import Document
from engine.series.takes import Slot
from engine.work.events import Look
from engine.writer.dossier import read_premise
from engine.writer.season import write_season
from tests.graph.world import MAKERS, cut_of

PREMISE = "A CEO's secret daughter is kidnapped by her father's rival, but she has a hidden power."


def _document(episodes: int = 2) -> Document:
    draft = write_season(read_premise(PREMISE), episodes=episodes)
    return Document(draft.series, draft.cast, draft.places, draft.episodes)


@pytest.fixture(autouse=True)
def _english() -> None:
    speak("en")


class _Archive:
    def __init__(self, project: Project) -> None:
        self._project = project
        self.made, self.path = project.takes, project.media.path


def _shown(project: Project, running: tuple[Slot, ...] = ()) -> Shown:
    plan = Planner(MAKERS, lambda _: cut_of(project.document.episodes[0])).plan(
        project.document, project
    )
    return Shown(Look(project.document, plan, running), _Archive(project), lambda *_: ())


def test_an_episode_never_made_is_never_called_out_of_date(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.cliff", _document()) as project:
        shown = _shown(project)
        assert [card.state for card in arc.cards(shown)] == ["waiting", "waiting"]
        line = project.document.episodes[1].lines[0].id
        busy = _shown(project, (Slot(line, "speech"),))
        assert [card.state for card in arc.cards(busy)] == ["waiting", "rendering"]


def test_the_contract_is_counted_as_the_words_are_typed() -> None:
    document = _document()
    line = document.episodes[0].lines[0]
    words, checks, faults = script.while_typing(document, line.id, "word " * 80)
    assert words > 80
    assert checks[0].state == "failed"
    assert faults[line.id]
    words, checks, faults = script.while_typing(document, line.id, line.text)
    assert checks[0].state == "fresh"
    assert not faults


def test_a_correction_wins_over_the_reading_and_is_marked() -> None:
    found = premise.understood(PREMISE, "auto", 1, {"name:hero": "Ada", "goal": "win her name"})
    cards = {card.id: card for card in premise.cards(found)}
    assert (cards["name:hero"].value, cards["name:hero"].mark) == ("Ada", "human")
    assert (cards["goal"].value, cards["goal"].mark) == ("win her name", "human")
    assert premise.corrections_of(found, PREMISE, 1) == {
        "name:hero": "Ada", "goal": "win her name",
    }  # fmt: skip


def test_a_trimmed_shot_is_a_hands_and_can_be_given_back() -> None:
    document = _document()
    shot = document.episodes[0].shots[0]
    longer = commands.trim(shot.id, 30)(document).document
    moved = longer.episodes[0].shots[0]
    assert moved.hold_ms == shot.hold_ms + 1000
    assert commands.by_hand(moved)
    again = commands.trim(shot.id, -10)(longer).document
    back = commands.give_back(shot.id)(again).document
    assert back == document
    assert not commands.by_hand(back.episodes[0].shots[0])


def test_lines_move_within_their_episode_only() -> None:
    document = _document()
    lines = document.episodes[0].lines
    build = commands.of_line(lines[1].id, "move-up", "")
    assert build is not None
    assert [n.id for n in build(document).document.episodes[0].lines][:2] == [
        lines[1].id, lines[0].id,
    ]  # fmt: skip


def test_a_voice_of_one_line_leaves_the_others() -> None:
    document = _document()
    line = document.episodes[0].lines[0]
    after = commands.set_property(line.id, "line-voice", "3")(document).document
    assert after.episodes[0].lines[0].voice == replace(document.member(line.speaker).voice, base=3)
    assert after.episodes[0].lines[1:] == document.episodes[0].lines[1:]
    assert commands.set_property(line.id, "line-voice", "")(after).document == document


def test_edits_have_names_a_lead_understands() -> None:
    document = _document()
    change = set_field(document, "ep01/line1", "text", "No.")
    assert edit_words(change.label, document) == "Episode 1 · line 1: words"
    assert edit_words("pin place/x:plate", document).endswith("pinned")
    assert title_of(document, document.cast[0].id) == document.cast[0].name


def test_times_are_told_in_the_unit_that_fits() -> None:
    assert [duration(s) for s in (3, 59, 61, 600, 3700)] == [
        "3 s", "59 s", "1 min", "10 min", "1 h 2 min",
    ]  # fmt: skip
