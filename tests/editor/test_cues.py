"""Subtitles: all words, in order, in time, readable."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from engine.editor.cues import MAX_HAN, MAX_LETTERS
from engine.editor.cut import cut_episode
from engine.editor.rules import load_rules
from engine.text.measure import han_count
from tests.editor.world import HAN_TEXTS, TEXTS, request

BOTH = pytest.mark.parametrize("texts", [TEXTS, HAN_TEXTS], ids=["en", "zh"])


def cut(asked):
    return cut_episode(asked, load_rules())


@BOTH
def test_subtitles_carry_exactly_the_words_of_the_lines(texts):
    asked = request(texts)
    glue = "" if texts is HAN_TEXTS else " "
    spoken = glue.join(line.text for line in asked.episode.lines)
    assert glue.join(s.text for s in cut(asked).subtitles) == spoken


@BOTH
def test_subtitles_last_long_enough_and_never_overlap(texts):
    found = cut(request(texts)).subtitles
    for cue in found:
        assert 400 <= cue.end_ms - cue.start_ms <= 6000
    for one, next_one in pairwise(found):
        assert one.end_ms <= next_one.start_ms


@BOTH
def test_cues_are_short(texts):
    for cue in cut(request(texts)).subtitles:
        if texts is HAN_TEXTS:
            assert han_count(cue.text) <= MAX_HAN
        else:
            assert len(cue.text) <= MAX_LETTERS


@BOTH
def test_subtitles_are_on_while_their_words_are_heard(texts):
    asked = request(texts)
    made = cut(asked)
    takes = dict(asked.performances)
    for line in made.lines:
        words = takes[line.line].words
        for word in words:
            middle = line.start_ms + (word.start_ms + word.end_ms) / 2
            shown = [s for s in made.subtitles if s.start_ms <= middle < s.end_ms]
            assert len(shown) == 1
            assert word.text in shown[0].text


def test_a_cue_over_a_cut_is_in_both_cuts_and_its_words_light_up_on_time():
    made = cut(request())
    texts = [cue.glue.join(w.text for w in cue.words) for c in made.cuts for cue in c.cues]
    assert len(texts) > len(made.subtitles)
    at = 0
    for c in made.cuts:
        for cue in c.cues:
            frames = [w.frame for w in cue.words]
            assert frames == sorted(frames)
        at += c.frames


def test_lines_say_when_they_are_heard():
    asked = request()
    takes = dict(asked.performances)
    for line in cut(asked).lines:
        words = takes[line.line].words
        assert line.first_ms == line.start_ms + words[0].start_ms
        assert line.last_ms == line.start_ms + words[-1].end_ms


@BOTH
def test_a_take_without_word_times_still_has_its_subtitles(texts):
    asked = request(texts)
    bare = tuple((id, replace(p, words=(), phones=())) for id, p in asked.performances)
    glue = "" if texts is HAN_TEXTS else " "
    made = cut(replace(asked, performances=bare))
    spoken = glue.join(line.text for line in asked.episode.lines)
    assert glue.join(s.text for s in made.subtitles) == spoken


def test_hyphens_and_quotes_stay_with_their_words():
    text = "“Cold-storage,” he said, “is mine!”"
    asked = request((("cast/v", text, "smug", 50), *TEXTS[1:]))
    found = " ".join(s.text for s in cut(asked).subtitles[:3])
    assert found.startswith(text)
