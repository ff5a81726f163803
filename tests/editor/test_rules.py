"""The rules' language: what it accepts, what it refuses and where it points."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.base.errors import UserInputError
from engine.editor.cut import cut_episode
from engine.editor.grammar import ACTIONS, VARIABLES, holds, parse_action, parse_condition
from engine.editor.rules import Event, fire, load_rules
from tests.editor.world import request

FACTS = {name: 0 if kind == ("number",) else kind[0] for name, kind in VARIABLES.items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("peak > 70", True),
        ("peak >= 80 and pause", False),
        ("peak > 90 or emotion == angry", True),
        ("not peak", False),
        ("not (peak > 90 or pause)", True),
        ("emotion in (angry, cold)", True),
        ("emotion not in (angry, cold)", False),
        ("emotion != angry", False),
        ("effect == impact and first", True),
        ("line or first and not peak", False),
        ("arousal < -10", True),
        ("  peak\n  ==\n  80 ", True),
    ],
)
def test_conditions_mean_what_they_say(text, expected):
    facts = FACTS | {"peak": 80, "emotion": "angry", "effect": "impact", "first": 1, "arousal": -20}
    assert holds(parse_condition(text), facts) is expected


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("peek > 70", 1),
        ("peak > ", 8),
        ("peak > angry", 8),
        ("emotion == 5", 12),
        ("emotion == furious", 12),
        ("emotion < angry", 9),
        ("peak > 70 and", 14),
        ("(peak > 70", 11),
        ("peak > 70)", 10),
        ("emotion in angry", 12),
        ("emotion in (angry cold)", 19),
        ("peak not 5", 10),
        ("peak $ 5", 6),
        ("", 1),
    ],
)
def test_mistakes_name_their_column(text, column):
    with pytest.raises(UserInputError) as caught:
        parse_condition(text)
    assert caught.value.params["column"] == column
    assert f"column {column}" in caught.value.message


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("push-in", "camera=push-in"),
        ("camera=push-in 8", "camera=push-in 8"),
        ("shake 60 for 12", "shake 60 for 12"),
        ("+flash", "flash"),
        ("-shake", "-shake"),
        ("-camera", "-camera"),
        ("cut closer", "cut=closer"),
        ("framing=close", "framing=close"),
        ("sound hit 70", "sound=hit 70"),
    ],
)
def test_actions_are_read(text, written):
    assert str(parse_action(text)) == written
    assert parse_action(written) == parse_action(text)


@pytest.mark.parametrize(
    "text",
    ["fly", "shake 101", "shake -5", "cut", "cut sideways", "framing=", "sound", "shake 5 6"],
)
def test_bad_actions_are_refused(text):
    with pytest.raises(UserInputError, match="line 1, column"):
        parse_action(text)


@given(st.text(max_size=40))
def test_no_text_breaks_the_readers(text):
    for read in (parse_condition, parse_action):
        try:
            read(text)
        except UserInputError as exc:
            message = exc.message
        else:
            continue
        assert len(message.splitlines()) == 1


RULE = '[[rule]]\nname = "a"\nwhen = "peak > 10"\ndo = ["shake"]\n'


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("[[rule", "no TOML"),
        ('[[rule]]\nname = "a"\nwhen = "peak >"\ndo = ["shake"]', "line 3, column 15"),
        ('[[rule]]\nname = "a"\nwhen = "peak"\ndo = ["shake", "hop"]', "line 4, column 17"),
        ('[[rule]]\nwhen = "peak"\ndo = ["shake"]', "name"),
        ('[[rule]]\nname = "a"\nwhen = "peak"\ndo = []', "do"),
        (RULE + RULE, "two rules"),
        (RULE + "colour = 3", "colour"),
        (RULE + "limit = -1", "limit"),
        ("pre_roll = 99", "pre_roll"),
    ],
)
def test_bad_rule_files_say_where(text, part):
    with pytest.raises(UserInputError, match=part):
        load_rules(text)


def test_priority_limit_and_spacing():
    rules = load_rules(
        RULE + '[[rule]]\nname = "b"\nwhen = "peak"\ndo = ["flash"]\npriority = 90\n'
        "limit = 2\nevery = 1000\n"
    )
    asked = [Event(f, FACTS | {"peak": 50}) for f in (0, 15, 30, 45, 60)]
    found = [(f.rule, f.frame) for f in fire(rules, asked)]
    assert found == [("b", 0), ("b", 30), ("a", 0)]


def test_the_house_rules_all_load_and_most_kinds_are_used():
    rules = load_rules()
    verbs = {a.verb for r in rules.rules for a in r.do}
    assert {"camera", "cut", "insert", "shake", "blur", "flash", "speed", "sound"} <= verbs


def test_without_rules_an_episode_is_still_whole():
    made = cut_episode(request(), load_rules("pre_roll = 0\n"))
    assert sum(c.frames for c in made.cuts) == made.frames
    named = {d.rule for c in made.cuts for d in c.decisions}
    assert named <= {"long take", "layout"}


def test_every_decision_names_a_rule_that_exists():
    known = {r.name for r in load_rules().rules} | {"long take", "layout", "human"}
    for c in cut_episode(request(), load_rules()).cuts:
        assert {d.rule for d in c.decisions} <= known


def test_every_rule_and_every_action_is_documented():
    page = (Path(__file__).parents[2] / "docs" / "rules.md").read_text("utf-8")
    missing = [r.name for r in load_rules().rules if f"**{r.name}**" not in page]
    missing += [verb for verb in ACTIONS if f"`{verb}" not in page]
    missing += [word for word in VARIABLES if f"`{word}`" not in page]
    assert not missing
    pictures = re.findall(r"\]\((rules/[a-z0-9-]+\.jpg)\)", page)
    assert all((Path(__file__).parents[2] / "docs" / name).is_file() for name in pictures)
    assert len(pictures) >= len(load_rules().rules) - 2  # two are only heard
