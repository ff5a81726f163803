"""The Hindi wordings: rows that parse, genders well formed, dandas, measures, cases."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from engine.writer.data import beats, shots, spoken, table
from engine.writer.wording import guarded

_ROW = re.compile(r"(~|!!?(\w+) )?([HVPATK])>([HVPATK]) ([^:]+): (.*)")
_TEASE = re.compile(r"!(\w+) ([HVPATK]+)(?:>([HVPATK]))? ([^:]+): (.*)")
_CLIFFS = {"question", "reveal", "threat", "arrival", "decision", "discovery", "reversal"}
_MARK = re.compile(r"\{[^{}]*\}")
_POWER = re.compile(r"\{(sign|demo|use|save|cost|reveal|tell)\}")
_END = re.compile(r"([।?!]|\.\.\.)$")
_LATIN = re.compile(r"[A-Za-z]")
MOST_WORDS = 15
"""Words of one spoken wording; whole episodes are kept within their measure by the scriptwriter."""


def _rows() -> Iterator[tuple[str, str]]:
    for id, lines in spoken("hi").items():
        for scene in lines.scenes:
            yield from ((id, row) for row in scene.rows)


def _wordings() -> Iterator[tuple[str, bool, str]]:
    """(beat, whether it is spoken, one wording without its guard)."""
    for id, row in _rows():
        text = row[2:] if row.startswith("@") else row.split(": ", 1)[1]
        for _, wording in guarded(text):
            yield id, not row.startswith("@"), wording
    for id, lines in spoken("hi").items():
        for tease in lines.teases:
            for _, wording in guarded(tease.split(": ", 1)[1]):
                yield id, True, wording


def test_every_row_is_well_formed_and_its_mood_is_known() -> None:
    moods = table("staging.toml")["emotions"]
    for id, row in _rows():
        if row.startswith("@ "):
            continue
        hit = _ROW.fullmatch(row)
        assert hit is not None, f"{id}: {row}"
        assert hit[5] in moods, f"{id}: {row}"
        assert hit[2] is None or hit[2] in _CLIFFS, f"{id}: {row}"


def test_every_tease_is_well_formed() -> None:
    moods = table("staging.toml")["emotions"]
    for id, lines in spoken("hi").items():
        for tease in lines.teases:
            hit = _TEASE.fullmatch(tease)
            assert hit is not None, f"{id}: {tease}"
            assert hit[1] in _CLIFFS, f"{id}: {tease}"
            assert hit[4] in moods, f"{id}: {tease}"


def test_every_scene_may_end_in_three_ways() -> None:
    for id, lines in spoken("hi").items():
        assert id in beats()
        assert len(set(lines.titles)) >= 4, id
        for scene in lines.scenes:
            ends = [hit[2] for row in scene.rows if (hit := _ROW.fullmatch(row)) and hit[2]]
            assert len(set(ends)) >= 3, id


def test_marks_and_choices_are_whole() -> None:
    for id, _, text in _wordings():
        assert text.count("{") == text.count("}") == len(_MARK.findall(text)), f"{id}: {text}"
        for mark in _MARK.findall(text):
            if "~" in mark:
                forms = mark[1:-1].split("~")[1].split("/")
                assert len(forms) in (2, 4), f"{id}: {text}"
                assert all(forms), f"{id}: {text}"
        outside = _MARK.sub("", text)
        assert outside.count("<") == outside.count(">"), f"{id}: {text}"
        assert "/" not in outside, f"{id}: {text}"
        assert not _LATIN.search(outside), f"{id}: {text}"


def test_sentences_end_as_hindi_ends_them() -> None:
    for id, _, text in _wordings():
        bare = re.sub(r"<[^<>]*>$", "।", text.strip())
        assert _POWER.search(text[-9:]) or _END.search(bare), f"{id}: {text}"


def test_spoken_wordings_keep_the_measure() -> None:
    for id, is_spoken, text in _wordings():
        first = re.sub(r"<([^<>|]*)[^<>]*>", r"\1", re.sub(r"\{\w+~([^/]*)[^}]*\}", r"\1", text))
        assert not is_spoken or len(first.split()) <= MOST_WORDS, f"{id}: {text}"


def test_a_thing_that_may_be_oblique_is_never_direct_before_a_postposition() -> None:
    things = "token|home|cage|hide|asset|arena[01]?|crime|deadline|evi|want|goal|vic|P"
    wrong = re.compile(rf"\{{(?:{things})\}} (?:को|की|के|का|से|में|पर|तक|ने)(?=[ ।,?!])")
    for id, _, text in _wordings():
        assert wrong.search(text) is None, f"{id}: {text}"


def test_every_guard_has_three_wordings() -> None:
    for id, row in _rows():
        hit = _ROW.fullmatch(row)
        if hit is None or hit[2] or _POWER.search(row):
            continue
        counts = Counter(frozenset(conditions) for conditions, _ in guarded(hit[6]))
        assert min(counts.values()) >= 3, f"{id}: {row}"


@pytest.mark.parametrize("part", ["reactions", "finals"])
def test_every_feeling_has_looks_of_whoever_is_shown(part: str) -> None:
    for looks in shots("hi")[part].values():
        assert len(looks) >= 8
        for look in looks:
            assert "{name" in look
            assert look.endswith(("।", "?")), look
