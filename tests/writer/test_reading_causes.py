"""Kinds of sentence that a premise may be told in, each with whom and what it speaks of."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest

from engine.writer.dossier import read_premise

# premise, who is the hero, who is against them
CASES = [
    pytest.param(
        "Two coffins, one storm, one frightened nun. Thirty years later, waitress Odile Brandt is "
        "hired to serve at the wedding of Cosima Vael, and Cosima will not give up the castle.",
        "Odile Brandt", "Cosima Vael", id="a list without a verb has no hero",
    ),
    pytest.param(
        "Fired and splashed by the same red Ferrari, Mina Castell takes a job with Konrad Weiss, "
        "who stole her design.",
        "Mina Castell", "Konrad Weiss", id="a car is nobody",
    ),
    pytest.param(
        "Baker Tomas Lind lost his shop to the Varga brothers. The Vargas still own the street.",
        "Tomas Lind", "Varga", id="a family by its name",
    ),
    pytest.param(
        "Swordmaker's daughter Ebba forges a crown for Lord Hask, who burned her village.",
        "Ebba", "Hask", id="a trade that opens a sentence is no name",
    ),
    pytest.param(
        "They say the Laughing Widow drowns any man who swims at Corran. "
        "Salesman Piet Maas has just lost his oars there.",
        "Piet Maas", "Widow", id="an epithet is somebody",
    ),
    pytest.param(
        "拳手周野打完最后一场比赛，才知道老板贺彪卖了他。",
        "周野", "贺彪", id="a name ends before its verb"
    ),
    pytest.param(
        "没有一个人来接沈晚秋。她替妹妹沈晚晴坐了三年牢，妹妹却嫁给了她的未婚夫。",
        "沈晚秋", "沈晚晴", id="sisters of one surname",
    ),
    pytest.param(
        "我把最后一瓶水分给了闺蜜方琳，她却把我推下了天台。",
        "我", "方琳", id="she is not the one who tells"
    ),
    pytest.param(
        "猎户阿石救了一只白狐，村里的道士马半山要烧死它。",
        "阿石", "马半山", id="a nickname after a trade"
    ),
    pytest.param(
        "三年前，陆北川亲手把妻子许知枝送进监狱。出狱那天，许知枝换了名字。",
        "许知枝", "陆北川", id="who was wronged long ago",
    ),
]  # fmt: skip


def _seen(text: str, role: str) -> str:
    person = next(p for p in read_premise(text).people if p.role.value == role)
    return f"{person.name.value} {person.caption.value}"


@pytest.mark.parametrize(("text", "hero", "foe"), CASES)
def test_hero_and_opponent_of_a_kind_of_sentence(text: str, hero: str, foe: str) -> None:
    assert hero in _seen(text, "hero")
    assert foe in _seen(text, "villain")


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("Cook Ana Reis finds a doorbell, a harpsichord and flat 12B on her late aunt's list.",
         ("doorbell", "harpsichord", "12b")),
        ("养老院里，老演员崔凤要排一出《霸王别姬》，导演魏东抢走了三百万和她的戏服。",
         ("养老院", "霸王别姬", "三百万", "戏服")),
    ],
)  # fmt: skip
def test_named_things_become_obligations(text: str, things: tuple[str, ...]) -> None:
    kept = " ".join(read_premise(text).obligations).lower()
    assert [thing for thing in things if thing not in kept] == []


def _calls(text: str) -> int:
    """How many functions are called to read a text, those written in C too."""
    count = 0

    def counted(_frame: FrameType, event: str, _arg: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        read_premise(text)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "sentence",
    ["外卖员林小北被老板赵大海赶出公司，他要讨回妹妹的手术费。",
     "Nurse Iris Boone must find the ledger that her uncle Silas stole from the clinic. "],
)  # fmt: skip
def test_work_grows_with_the_text_and_not_with_its_square(sentence: str) -> None:
    read_premise(sentence)  # the word lists are read once
    size = 2_400 // len(sentence)
    assert _calls(sentence * (2 * size)) < 2.6 * _calls(sentence * size)


@pytest.mark.parametrize(
    ("text", "goal"),
    [
        pytest.param(
            "After her father signs the vineyard away at dice, Rosa Lind sits down at the table of "
            "Count Varga, who never loses.",
            "win back the vineyard", id="what was signed away",
        ),
        pytest.param(
            "Cellist Ada Brandt wants to know who cut her strings. Conductor Leo Marsh has already "
            "given her chair away.",
            "find out who cut her strings", id="a question is a search",
        ),
        pytest.param(
            "The syndicate wants his son. Driver Pavel Orlov has one night and no brakes.",
            "keep his son safe", id="a child whom somebody wants",
        ),
        pytest.param(
            "书吏何平接了一桩差事：替哑女告倒县令。开堂前夜，县令赵德海送来一箱银子。",
            "替哑女告倒县令", id="an errand behind a colon",
        ),
    ],
)  # fmt: skip
def test_a_goal_is_what_the_premise_puts_at_stake(text: str, goal: str) -> None:
    assert read_premise(text).goal.value == goal
