"""What an export is told as: its strip of episodes, the gate's findings, choices as fields."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.messages import speak
from app.presenters.exported import Run, outcome, result
from app.presenters.profiles import makes, wanted_ids, with_label, with_profile
from engine.delivery.export import Exported, Progress, Refused
from engine.delivery.gate.findings import finding
from engine.delivery.profiles import profiles
from engine.delivery.verify import Problem, Verdict
from engine.series.document import Series


@pytest.fixture(autouse=True)
def _english() -> None:
    speak("en")


def _states(run: Run, profile: str) -> tuple[str, ...]:
    return next(row.states for row in run.view().rows if row.profile == profile)


def test_an_episode_passed_by_without_news_was_kept_out() -> None:
    run = Run(("douyin", "tiktok"), (1, 2, 3))
    assert _states(run, "douyin") == ("rendering", "waiting", "waiting")
    run.hear(Progress("douyin", 1, 1, 12))
    run.hear(Progress("douyin", 2, 4, 12))
    assert _states(run, "douyin") == ("fresh", "fresh", "waiting")
    assert _states(run, "tiktok") == ("failed", "rendering", "waiting")
    run.hear(Progress("tiktok", 0, 12, 12))
    assert _states(run, "tiktok") == ("failed", "failed", "failed")
    assert run.view().share == 1000


def test_one_fault_in_two_profiles_is_told_once_with_names_of_people() -> None:
    black = replace(finding("black", 2, "2 s", "0.5 s", 61_000), still=b"jpeg")
    voices = finding("voices", 0, "cast/hero and cast/power: 1.1", "1", severity="note")
    done = Exported(
        {"douyin": Path("a"), "tiktok": Path("b")}, ("x",), 3,
        (Refused("douyin", 2, (black,)), Refused("tiktok", 2, (black,))), notes=(voices,),
    )  # fmt: skip
    view = result(done, {1: "ep01", 2: "ep02"}, {"cast/hero": "Isla", "cast/power": "Vance"})
    first, second = view.found
    assert (first.profiles, first.stops, first.episode) == (("douyin", "tiktok"), True, "ep02")
    assert "1:01" in first.where
    assert first.still == b"jpeg"
    assert "Isla and Vance" in second.figures
    assert not second.stops
    text, tone = outcome(done, 2)
    assert tone == "failed"
    assert "1 of 2" in text
    assert "3 unchanged" in text


def test_findings_are_told_in_chinese() -> None:
    speak("zh-CN")
    done = Exported({}, refused=(Refused("douyin", 1, (finding("black", 1, "1", "2"),)),))
    assert result(done, {1: "ep01"}, {}).found[0].text == "画面全黑。"
    speak("en")


def test_a_check_of_files_lists_what_is_wrong() -> None:
    bad = Problem(
        "ep01.mp4", "bytes", "The file is not the one that was exported.", "Export again."
    )
    view = result(Exported({}), {}, {}, Verdict(9, 8, 7, (bad,)))
    assert view.problems[0].file == "ep01.mp4"
    assert view.verdict_tone == "failed"
    assert "9 files" in view.verdict


def test_choices_keep_one_profile_and_the_order_of_laws() -> None:
    series = Series(title="", premise="", language="en", profile="tiktok")
    assert with_profile(series, "douyin", on=True) == "douyin,tiktok"
    assert with_profile(series, "tiktok", on=False) == "tiktok"
    assert "archive-uhd" not in wanted_ids(replace(series, profile="all"))
    off = with_label(replace(series, labels_off="metadata"), "opening", on=False)
    assert off == "opening,metadata"
    assert with_label(replace(series, labels_off=off), "metadata", on=True) == "opening"


def test_a_card_says_what_sets_a_profile_apart() -> None:
    assert "stems" in makes(profiles()["drama-app"])
    assert "words in the picture" not in makes(profiles()["drama-app"])
    assert "stems" not in makes(profiles()["universal"])
