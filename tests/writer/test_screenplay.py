"""Reading what a model hands in, mending its plans, ranking its offers, and what they become."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.series.document import CLIFF_TYPES, EMOTIONS
from engine.text.measure import sentences
from engine.writer.commission import Commission, commission, finish, keep_best
from engine.writer.contract import check_season, cliff_types_needed, last_sentence
from engine.writer.dossier import read_premise
from engine.writer.prompts import episode_prompt, plan_prompt
from engine.writer.ranking import agreement, best, score
from engine.writer.screenplay import Screenplay, Speech, parse, repair, rows_of
from engine.writer.season_plan import EpisodePlan, mark_of, mend, parse_plan
from engine.writer.word_budget import fits, limits
from tests.writer.premises import PREMISES

LABELS = {"Mira": "hero", "Damon": "villain", "Ruth": "keeper"}
EN, ZH = limits(60, "en"), limits(60, "zh")
NIGHT = (
    Speech("hero", "villain", "cold", 70, "Who opened the gate that night?", "She bars the door."),
    Speech("villain", "hero", "smug", 60, "Somebody who eats at your table."),
    Speech("hero", "villain", "firm", 70, "Then let me read the guest list."),
    Speech("villain", "hero", "cold", 80, "You will not live until morning."),
)


@pytest.fixture(scope="module")
def order() -> Commission:
    return commission(read_premise(PREMISES[0][0]), episodes=6, words=60, seed=1)


def written(*texts: str) -> Screenplay:
    """A screenplay of a dialogue."""
    pair = ("hero", "villain")
    return Screenplay(
        tuple(
            Speech(pair[at % 2], pair[1 - at % 2], "firm", 60, text)
            for at, text in enumerate(texts)
        )
    )


def answer(lines: list[object], last: object) -> str:
    return json.dumps({"lines": lines, "cliffhanger": last}, ensure_ascii=False)


def entry(number: int, **changes: object) -> EpisodePlan:
    plain = EpisodePlan(
        number, f"Title {number}", f"Beat {number}.", "", 0, ("hero", "villain"),
        CLIFF_TYPES[number % len(CLIFF_TYPES)], f"Here comes thing number {number}.",
    )  # fmt: skip
    return replace(plain, **changes)


# -- answers ----------------------------------------------------------------------------------


def test_an_answer_is_read_line_by_line_with_the_cliffhanger_last() -> None:
    line = {"who": "Mira", "to": "Damon", "emotion": "cold", "intensity": 70, "text": "Stop."}
    last = line | {"who": "Damon", "to": "Mira", "text": "Never.", "action": "He turns."}
    found = parse(answer([line, line | {"who": "Stranger"}], last), LABELS)
    assert [(s.speaker, s.to, s.text, s.action) for s in found.lines] == [
        ("hero", "villain", "Stop.", ""),
        ("villain", "hero", "Never.", "He turns."),
    ]


@pytest.mark.parametrize(
    "text", ["", "no JSON", "[]", '{"lines": 3}', '{"lines": []}', answer([], {"who": "Nobody"})]
)
def test_what_is_no_screenplay_is_read_as_none(text: str) -> None:
    assert parse(text, LABELS) == Screenplay()


def test_what_keeps_the_limits_is_not_touched() -> None:
    assert repair(Screenplay(NIGHT), EN) == (Screenplay(NIGHT), ())


def test_too_many_words_cost_inner_lines_and_never_the_cliffhanger() -> None:
    long = " ".join(["word"] * 30) + "."
    lines = (NIGHT[0], replace(NIGHT[1], text=long), replace(NIGHT[2], text=long), *NIGHT[2:])
    found, done = repair(Screenplay(lines), EN)
    assert fits(found.texts, EN)
    assert (found.lines[0], found.lines[-1]) == (NIGHT[0], NIGHT[3])
    assert len(done) == len(lines) - len(found.lines) == 1


def test_lines_are_cut_where_none_can_be_left_out() -> None:
    long = "First of all. " + " ".join(["word"] * 80) + "."
    found, _ = repair(written("Listen.", long, "And then it fell."), EN)
    assert found.texts == ["Listen.", "First of all.", "And then it fell."]
    found, _ = repair(written("听着。", "火" * 120 + "。", "门开了。"), ZH)
    assert found.texts[0::2] == ["听着。", "门开了。"]
    assert fits(found.texts, ZH)


@settings(deadline=None)  # the first Chinese text loads a dictionary
@given(
    st.lists(st.text(alphabet="ab .!?,火门\x07{|", max_size=90), min_size=4, max_size=14),
    st.sampled_from((EN, ZH)),
)
def test_whatever_was_written_comes_within_the_limits_or_keeps_two_lines(
    texts: list[str], bounds: object
) -> None:
    chosen = ZH if bounds is ZH else EN
    found, _ = repair(written(*texts, "Here it ends."), chosen)
    assert found.texts[-1] == "Here it ends."
    assert fits(found.texts, chosen)
    assert all(text.strip() and "\x07" not in text for text in found.texts)


def test_an_ending_that_breaks_off_is_closed_and_unknown_acting_is_plain() -> None:
    odd = replace(NIGHT[3], text="You will not,", emotion="furious", intensity=900)
    found, done = repair(Screenplay((*NIGHT[:3], odd)), EN)
    last = found.lines[-1]
    assert (last.text, last.emotion, last.intensity) == ("You will not.", "neutral", 100)
    assert len(done) == 2
    assert last.emotion in EMOTIONS


def test_what_is_seen_becomes_a_row_of_its_own() -> None:
    rows = rows_of(Screenplay(NIGHT[:2]))
    assert [(row.speaker, row.text) for row in rows] == [
        ("", "She bars the door."),
        ("H", "Who opened the gate that night?"),
        ("V", "Somebody who eats at your table."),
    ]
    assert rows[1].acting == ("cold", 70)


# -- plans ------------------------------------------------------------------------------------


def test_a_plan_is_read_with_roles_for_names() -> None:
    row = {
        "title": "The Dock", "beat": "She waits.", "secret": "He knows.", "reveals": 0,
        "people": ["Mira", "Zoe"], "cliff": "threat", "cliffhanger": "He is here.",
    }  # fmt: skip
    found = parse_plan(json.dumps([row]), LABELS, first=4)
    assert found == (
        EpisodePlan(4, "The Dock", "She waits.", "He knows.", 0, ("hero", "Zoe"), "threat",
                    "He is here."),
    )  # fmt: skip
    assert parse_plan("no", LABELS) == ()
    assert parse_plan("{}", LABELS) == ()


def test_a_good_plan_is_left_alone(order: Commission) -> None:
    plan = tuple(entry(number) for number in range(1, 7))
    plan = (replace(plan[0], secret="Her name."), *plan[1:5], replace(plan[5], reveals=1))
    assert mend(plan, order.skeleton) == (plan, ())


def test_missing_episodes_come_from_the_embedded_season(order: Commission) -> None:
    found, mends = mend((entry(2), entry(2), entry(9)), order.skeleton)
    assert [one.number for one in found] == [1, 2, 3, 4, 5, 6]
    assert found[1].beat == "Beat 2."
    for one, bare in zip(found, order.skeleton, strict=True):
        if one.number != 2:
            assert (one.cliff, one.cliffhanger, one.title) == (
                bare.cliff, bare.cliffhanger, bare.title,
            )  # fmt: skip
    assert sum("no plan" in done for done in mends) == 5
    assert sum("too many" in done for done in mends) == 2


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"people": ("Zoe",)}, "unknown people Zoe"),
        ({"people": ("hero",)}, "fewer than two people"),
        ({"beat": " "}, "empty beat"),
        ({"title": "TITLE 1"}, "title"),
        ({"cliffhanger": "Here comes thing number 1!"}, "another episode's"),
        ({"cliffhanger": "It never"}, "no sentence"),
        ({"cliff": "surprise"}, "unknown cliffhanger type"),
        ({"reveals": 5}, "nothing to reveal from episode 5"),
        ({"reveals": 3}, "nothing to reveal from episode 3"),
        ({"reveals": 2}, "nothing to reveal from episode 2"),
    ],
)
def test_each_fault_of_a_plan_is_mended_and_named(
    order: Commission, changes: dict[str, object], why: str
) -> None:
    plan = [entry(number) for number in range(1, 7)]
    plan[2] = replace(plan[2], secret="Hers.", **changes)
    found, mends = mend(plan, order.skeleton)
    assert [done for done in mends if done.startswith("ep03") and why in done]
    mended = found[2]
    assert len(mended.people) >= 2
    assert set(mended.people) <= set(LABELS.values()) | {"power", "ally", "traitor"}
    assert mended.beat
    assert mended.cliff in CLIFF_TYPES
    assert mended.reveals == 0
    assert len({one.title.casefold() for one in found}) == 6
    assert len({mark_of(one.cliffhanger) for one in found}) == 6
    assert mend(found, order.skeleton) == (found, ())


def test_a_secret_comes_out_once(order: Commission) -> None:
    plan = [entry(number) for number in range(1, 7)]
    plan[0] = replace(plan[0], secret="Her name.")
    plan[3], plan[4] = replace(plan[3], reveals=1), replace(plan[4], reveals=1)
    found, mends = mend(plan, order.skeleton)
    assert [one.reveals for one in found] == [0, 0, 0, 1, 0, 0]
    assert len(mends) == 1


@settings(deadline=None)
@given(st.lists(st.sampled_from(CLIFF_TYPES), min_size=6, max_size=6))
def test_a_season_ends_in_enough_ways(order: Commission, kinds: list[str]) -> None:
    plan = [entry(number, cliff=kind) for number, kind in enumerate(kinds, 1)]
    found, mends = mend(plan, order.skeleton)
    assert len({one.cliff for one in found}) >= cliff_types_needed(6)
    assert bool(mends) == (len(set(kinds)) < cliff_types_needed(6))
    assert len({mark_of(one.cliffhanger) for one in found}) == 6


# -- ranking ----------------------------------------------------------------------------------


def test_an_ending_that_carries_the_plan_ranks_higher() -> None:
    plan = entry(1, cliff="threat", cliffhanger="You will not live until morning.")
    near = written("Stop.", "No more.", "You will not see the morning.")
    far = written("Stop.", "No more.", "We had soup for dinner again.")
    scores = [score(one.texts, plan, EN) for one in (far, near)]
    assert best(scores) == 1
    assert agreement("You will not live until morning!", plan.cliffhanger) == 1.0
    assert agreement("他明天就回来", "他明天就回来。") == 1.0
    assert agreement("Soup.", plan.cliffhanger) == 0.0


def test_what_was_said_before_ranks_lower() -> None:
    plan = entry(1)
    earlier = ["Give me the red ledger and stay behind me."]
    same = score(["Give me the red ledger and run.", "Now."], plan, EN, earlier=earlier)
    new = score(["Hand over all you took and run.", "Now."], plan, EN, earlier=earlier)
    assert same.fresh < new.fresh == 1.0
    assert same.total < new.total


def test_what_the_premise_names_ranks_higher() -> None:
    plan, names = entry(1), ["Otto Brandt", "Gallery Street"]
    none = score(["The gate is open.", "Run."], plan, EN, names=names)
    half = score(["Then otto brandt is open.", "Run."], plan, EN, names=names)
    assert (none.coverage, half.coverage) == (0.0, 0.5)
    assert none.total < half.total


def test_a_broken_rule_costs_more_than_anything_gains() -> None:
    plan = entry(1, cliff="threat", cliffhanger="You will not live until morning.")
    good = score(["No no no no no no.", "No."], plan, EN, names=["Otto"])
    broken = score(written(*(line.text for line in NIGHT)).texts, plan, EN, violations=1)
    assert best([broken, good]) == 1
    long = score([" ".join(["word"] * 61) + "."], plan, EN)
    assert long.violations == 1


def test_repeating_oneself_and_saying_little_rank_lower() -> None:
    plan = entry(1)
    flat = score(["Run and run and run and run and run."], plan, EN)
    rich = score(["Take the back stairs before they see you."], plan, EN)
    assert flat.distinct < rich.distinct
    assert score(["Run."], plan, EN).length < rich.length < 1.0


# -- the season -------------------------------------------------------------------------------


def season(order: Commission) -> list[Screenplay]:
    """A season of other words, nothing said twice."""
    return [
        written(*(f"Number {n} comes {what}." for what in ("first", "second", "third")),
                f"And it ends with {n}.")
        for n in range(1, len(order.skeleton) + 1)
    ]  # fmt: skip


def test_screenplays_become_a_season_that_keeps_the_contract(order: Commission) -> None:
    plans, _ = mend([entry(number) for number in range(1, 7)], order.skeleton)
    draft, mends = finish(order, plans, season(order))
    dossier = order.dossier
    assert check_season(draft.episodes, "en", 60, dossier.obligations) == ()
    assert mends == ()
    assert [e.title for e in draft.episodes] == [f"Title {n}" for n in range(1, 7)]
    assert [e.cliff for e in draft.episodes] == [one.cliff for one in plans]
    assert last_sentence(draft.episodes[2]) == "And it ends with 3."
    assert {line.emotion for e in draft.episodes for line in e.lines} == {"firm"}
    for episode in draft.episodes:
        assert [shot.line for shot in episode.shots if shot.line] == [x.id for x in episode.lines]


def test_a_sentence_said_before_is_left_out_or_put_differently(order: Commission) -> None:
    plans, _ = mend([entry(number) for number in range(1, 7)], order.skeleton)
    plays = season(order)
    plays[1] = written("Number 1 comes first. But later.", "Number 2 comes second.",
                       "Number 2 comes third.", "And it ends with 1.")  # fmt: skip
    draft, mends = finish(order, plans, plays)
    assert check_season(draft.episodes, "en", 60, order.dossier.obligations) == ()
    texts = [line.text for line in draft.episodes[1].lines]
    assert texts[0] == "But later."
    assert sentences(texts[-1])[-1].endswith("And it ends with 1.")
    assert len(mends) == 2


def test_an_episode_of_which_nothing_can_be_made_is_the_embedded_one(order: Commission) -> None:
    plans, _ = mend([entry(number) for number in range(1, 7)], order.skeleton)
    plays = season(order)
    plays[3] = Screenplay()
    plays[4] = written(*plays[2].texts)
    draft, mends = finish(order, plans, plays)
    assert check_season(draft.episodes, "en", 60, order.dossier.obligations) == ()
    assert [line.text for line in draft.episodes[3].lines] == [
        row.text for row in order.scripts[3].lines
    ]
    assert any(done.startswith("ep04") and "embedded" in done for done in mends)


def test_an_ending_taken_from_a_later_episode_costs_no_other(order: Commission) -> None:
    plans, _ = mend([entry(b.number, cliff=b.cliff) for b in order.skeleton], order.skeleton)
    plays = season(order)
    stolen = order.scripts[3].lines[-1].text
    plays[1] = written(*plays[1].texts[:-1], stolen)
    plays[3] = Screenplay()
    draft, mends = finish(order, plans, plays)
    assert check_season(draft.episodes, "en", 60, order.dossier.obligations) == ()
    for at in (0, 2, 4, 5):
        assert [line.text for line in draft.episodes[at].lines] == plays[at].texts
    assert draft.episodes[3].lines[-1].text == stolen
    assert {done[:4] for done in mends} == {"ep02", "ep04"}


def test_too_few_ways_of_ending_cost_one_episode_at_a_time(order: Commission) -> None:
    kinds = [bare.cliff for bare in order.skeleton]
    most = max(kinds, key=kinds.count)
    plans = [entry(number, cliff=most) for number in range(1, 7)]
    draft, mends = finish(order, plans, season(order))
    assert check_season(draft.episodes, "en", 60, order.dossier.obligations) == ()
    assert len(mends) == cliff_types_needed(6) - 1


def test_the_best_candidate_of_each_episode_is_kept(order: Commission) -> None:
    plans, _ = mend([entry(number) for number in range(1, 7)], order.skeleton)
    plays = season(order)
    carrying = written(*plays[0].texts[:-1], plans[0].cliffhanger)
    offered = [[plays[0], Screenplay(), carrying], *([play] for play in plays[1:])]
    kept = keep_best(order, plans, offered)
    assert kept[0].chosen == 2
    assert kept[0].scores[1].violations > 0
    assert kept[0].screenplay == carrying
    assert all(one.chosen == 0 for one in kept[1:])


PHRASES = ("No.", "Not yet.", "Give it back!", "不。", "Who are you?", "And it ends", " ", "{x}",
           " ".join(["long"] * 40), "火" * 50)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PHRASES), max_size=12), min_size=6, max_size=6))
def test_whatever_is_handed_in_the_season_keeps_the_contract(
    order: Commission, texts: list[list[str]]
) -> None:
    plans, _ = mend((), order.skeleton)
    draft, _ = finish(order, plans, [written(*row) for row in texts])
    assert check_season(draft.episodes, "en", 60, order.dossier.obligations) == ()


@pytest.mark.parametrize("premise", [PREMISES[0][0], PREMISES[4][0]], ids=["en", "zh"])
def test_prompts_tell_what_is_planned_and_end_with_the_cliffhanger(premise: str) -> None:
    made = commission(read_premise(premise), episodes=3, words=60, seed=1)
    plans, _ = mend((), made.skeleton)
    plans = (replace(plans[0], secret="甲乙丙"), replace(plans[1], reveals=1), plans[2])
    asked = episode_prompt(made, plans, 2)
    start, end = asked.landing
    assert asked.user[start:end] == plans[1].cliffhanger
    assert asked.user.endswith(plans[1].cliffhanger)
    for told in (premise, plans[1].beat, plans[1].title, "甲乙丙", *made.labels):
        assert told in asked.user
    whole = plan_prompt(made, 2, 3, plans[:1]).user
    assert "$" not in whole + asked.user + asked.system
    for bare in made.skeleton:
        assert bare.cliffhanger in whole
