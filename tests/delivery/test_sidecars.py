"""SubRip as every player reads it: numbered, in order, in time, one blank line between cues."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from engine.delivery.sidecars import srt
from engine.editor.cut import cut_episode
from engine.editor.rules import load_rules
from engine.editor.types import FPS, EditRequest, SubtitleCue
from tests.editor.world import HAN_TEXTS, TEXTS, request

CUE = re.compile(
    r"(\d+)\n(\d\d):(\d\d):(\d\d),(\d{3}) --> (\d\d):(\d\d):(\d\d),(\d{3})\n([^\n]+)\n"
)


def read(text: str) -> list[tuple[int, int, int, str]]:
    """(number, start, end in milliseconds, words) of every cue; all of the file must be cues."""
    found = []
    for block in text.split("\n\n"):
        hit = CUE.fullmatch(block.rstrip("\n") + "\n")
        assert hit, block
        h1, m1, s1, f1, h2, m2, s2, f2 = (int(hit[i]) for i in range(2, 10))
        assert max(m1, s1, m2, s2) < 60
        times = (h1 * 60 + m1) * 60 + s1, (h2 * 60 + m2) * 60 + s2
        found.append((int(hit[1]), times[0] * 1000 + f1, times[1] * 1000 + f2, hit[10]))
    return found


def test_times_are_written_to_the_millisecond() -> None:
    cues = (
        SubtitleCue(0, 999, "Who?"),
        SubtitleCue(1_000, 59_999, "你撒谎！"),
        SubtitleCue(3_599_999, 3_661_007, "Mine."),
    )
    assert srt(cues) == (
        "1\n00:00:00,000 --> 00:00:00,999\nWho?\n\n"
        "2\n00:00:01,000 --> 00:00:59,999\n你撒谎！\n\n"
        "3\n00:59:59,999 --> 01:01:01,007\nMine.\n"
    )
    assert [row[1:] for row in read(srt(cues))] == [(c.start_ms, c.end_ms, c.text) for c in cues]


def test_no_cues_make_an_empty_file() -> None:
    assert srt(()) == ""


@pytest.mark.parametrize("texts", [TEXTS, HAN_TEXTS], ids=["en", "zh"])
def test_the_subtitles_of_an_episode_are_numbered_and_in_order(texts: tuple) -> None:
    asked = request(texts)
    cuts = cut_episode(asked, load_rules())
    found = read(srt(cuts.subtitles))
    assert [row[0] for row in found] == list(range(1, len(found) + 1))
    assert all(start < end for _, start, end, _ in found)
    assert all(one[2] <= other[1] for one, other in pairwise(found))
    assert found[-1][2] <= cuts.frames * 1000 / FPS
    glue = "" if texts is HAN_TEXTS else " "
    assert glue.join(row[3] for row in found) == glue.join(n.text for n in asked.episode.lines)


def _typed(text: str) -> EditRequest:
    """The episode with line breaks typed into its second line."""
    asked = request()
    lines = tuple(replace(n, text=text) if n.id == "ep03/line2" else n for n in asked.episode.lines)
    episode = replace(asked.episode, lines=lines)
    return replace(asked, episode=episode, document=replace(asked.document, episodes=(episode,)))


@pytest.mark.parametrize("text", ["Then watch\n\nme.", "Then\nwatch me.", "Then watch\tme.\n\n"])
def test_line_breaks_in_a_line_do_not_break_the_file(text: str) -> None:
    found = read(srt(cut_episode(_typed(text), load_rules()).subtitles))
    assert "Then watch me." in " ".join(row[3] for row in found).replace("\t", " ")
