"""The Mandarin wordings as data: what a slip of the pen in them would do to a season."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from engine.text.measure import han_count
from engine.writer.data import beats, spoken, table
from engine.writer.dossier import story_of
from engine.writer.scripting import _LINE, _TEASE
from engine.writer.wording import guarded

LINES = spoken("zh")
CLIFFS = {"question", "reveal", "threat", "arrival", "decision", "discovery", "reversal"}
MADE_BY_POWER = {"sign", "demo", "use", "save", "cost", "reveal", "tell"}
PERSON = re.compile(r"[HVPATK](?:[#!]|:[他她])?")
SLOT = re.compile(r"\{([^}]*)\}")
CHOICE = re.compile(r"<([^<>]*)>")


def _rows(id: str) -> Iterator[tuple[str, str]]:
    """(row, its wordings) of a beat: what is seen, said and announced."""
    for scene in LINES[id].scenes:
        for raw in scene.rows:
            if raw.startswith("@"):
                yield raw, raw[2:]
                continue
            hit = _LINE.match(raw)
            assert hit is not None, raw
            yield raw, hit[6]
    for raw in LINES[id].teases:
        hit = _TEASE.match(raw)
        assert hit is not None, raw
        yield raw, hit[5]


def _said(id: str) -> Iterator[tuple[str, str]]:
    return ((raw, words) for raw, words in _rows(id) if not raw.startswith("@"))


def _longest(words: str) -> int:
    """Han characters with the longest choices and ordinary names and things in the slots."""
    whole = CHOICE.sub(lambda hit: max(hit[1].split("|"), key=len), words)
    wide = {"crime": 6, "evi": 5, "goal": 7, "goal_you": 7, "want": 4, "wrong": 5, "wrong_you": 5}
    slots = sum(
        1 if ":" in s else 3 if PERSON.fullmatch(s) else wide.get(s, 2) for s in SLOT.findall(whole)
    )
    return han_count(SLOT.sub("", whole)) + slots


def test_every_beat_is_said_in_mandarin_and_nothing_else_is() -> None:
    assert set(LINES) == set(beats())


@pytest.mark.parametrize("id", sorted(LINES))
def test_a_beat_ends_in_three_ways_or_announces_a_twist(id: str) -> None:
    for scene in LINES[id].scenes:
        kinds = {hit[2] for hit in map(_LINE.match, scene.rows) if hit and hit[2]}
        assert kinds <= CLIFFS
        assert len(kinds) >= (2 if id.startswith(("showdown", "hook")) else 3), id


@pytest.mark.parametrize("id", sorted(LINES))
def test_every_guard_leaves_three_wordings_to_choose_among(id: str) -> None:
    for raw, words in _said(id):
        if set(SLOT.findall(words)) & MADE_BY_POWER:
            continue  # said by the power, which has its own alternatives
        few = {g: n for g, n in Counter(g for g, _ in guarded(words)).items() if n < 3}
        assert few == {}, raw


@pytest.mark.parametrize("id", sorted(LINES))
def test_moods_slots_and_marks_are_known(id: str) -> None:
    story = story_of("林晚被继母陷害，赶出顾家，她要夺回母亲留下的医院。", "zh-CN", 1)
    known = set(story.slots) | MADE_BY_POWER | {"vic", "kinword", "alias"}
    moods = table("staging.toml")["emotions"]
    for raw, words in _rows(id):
        if not raw.startswith("@"):
            line = _LINE.match(raw)
            tease = _TEASE.match(raw)
            mood = line[5] if line else tease[4] if tease else ""
            assert mood in moods, raw
        for slot in SLOT.findall(words):
            assert slot in known or PERSON.fullmatch(slot), raw
        for _, text in guarded(words):
            assert text.count("<") == text.count(">") == len(CHOICE.findall(text)), raw
            assert all("|" in choice for choice in CHOICE.findall(text)), raw
            assert not re.search(r"[,.!?;:\"']", SLOT.sub("", text)), raw
            assert "，，" not in text, raw


@pytest.mark.parametrize("id", sorted(LINES))
def test_a_row_can_be_said_in_one_breath(id: str) -> None:
    assert [raw for raw, words in _said(id) for _, t in guarded(words) if _longest(t) > 29] == []


def test_no_sentence_belongs_to_two_beats() -> None:
    owner: dict[str, str] = {}
    twice = []
    for id in LINES:
        for _, words in _said(id):
            for _, text in guarded(words):
                mark = re.sub(r"\W+", "", text)
                if len(mark) > 5 and owner.setdefault(mark, id) != id:
                    twice.append((text, owner[mark], id))
    assert [row for row in twice if not set(SLOT.findall(row[0])) & MADE_BY_POWER] == []


def test_no_title_is_used_twice() -> None:
    titles = Counter(title for lines in LINES.values() for title in lines.titles)
    assert {title for title, times in titles.items() if times > 1} == set()
    assert all(len(lines.titles) >= 4 for lines in LINES.values())


def test_lines_that_every_era_may_say_name_nothing_of_one_era() -> None:
    modern = re.compile("手机|电话|监控|录像|录音|话筒|直播|警察|汽车|电脑|微信|视频|电梯|公司")
    ancient = re.compile("本宫|臣妾|陛下|奴婢|娘娘|师尊|本座|大洋|官爷|万岁")
    open_rows = [
        text
        for id in LINES
        for _, words in _rows(id)
        for guard, text in guarded(words)
        if not guard & {"modern", "period", "palace", "fantasy", "campus", "hospital", "rural"}
    ]
    default = {"{home}。{H#}手机亮起：{K#}被绑在一座钟下。"}  # each older era has its own picture
    slips = [t for t in open_rows if modern.search(t) and t not in default]
    guards_older = [t for t in slips if not re.search("话筒|直播", t)]  # `confess` likewise
    assert guards_older == []
    assert [text for text in open_rows if ancient.search(text)] == []


def test_nobody_whose_sex_the_premise_decides_has_a_fixed_pronoun() -> None:
    said = [raw for id in LINES for raw, _ in _said(id)]
    fixed = [r for r in said if re.search("(?<!:)她(?!们)|(?<![:其])他(?!们|人)", r)]
    # the mother of the trusted one, and an idiom
    assert [r for r in fixed if "写她的名字" not in r and "管他是谁" not in r] == []
