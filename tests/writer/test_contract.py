"""The judge against scripts written by hand: good ones pass, each broken rule is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.series.document import CLIFF_TYPES, Caption, Episode, Line, Scene, Shot
from engine.writer.contract import (
    Violation,
    check_episode,
    check_season,
    cliff_type,
    last_sentence,
    measure,
)

# fmt: off
DOCK = (
    ("cast/hero", "Who opened the gate that night?"),
    ("cast/villain", "Somebody who eats at your table."),
    ("cast/hero", "Then let me read the guest list."),
    ("cast/villain", "You won't live until morning."),
)
STAIRS = (
    ("cast/ally", "They cut the lights on the third floor."),
    ("cast/hero", "Give me the red ledger and stay behind me."),
    ("cast/ally", "Somebody is on the stairs."),
)
HALL = (
    ("cast/hero", "他们说我母亲死在火里。"),
    ("cast/power", "谁让你进这间屋子的？"),
    ("cast/hero", "那晚开门的人，就是我父亲。"),
)
# fmt: on


def episode(number: int, said: tuple[tuple[str, str], ...], cliff: str, title: str) -> Episode:
    id = f"ep{number:02d}"
    lines = tuple(
        Line(f"{id}.l{at:02d}", speaker, text) for at, (speaker, text) in enumerate(said, 1)
    )
    shots = tuple(
        Shot(f"{id}.s1.{at:02d}", line=line.id, in_view=(line.speaker,))
        for at, line in enumerate(lines, 1)
    )
    return Episode(
        id=id, number=number, title=title, hook=said[0][1], cliff=cliff, lines=lines,
        scenes=(Scene(f"{id}.s1", "place/dock", shots),),
    )  # fmt: skip


DOCK_EPISODE = episode(1, DOCK, "threat", "The Dock")
STAIRS_EPISODE = episode(2, STAIRS, "arrival", "The Stairs")
HALL_EPISODE = episode(1, HALL, "reveal", "大厅")


def codes(found: tuple[Violation, ...]) -> set[str]:
    return {violation.code for violation in found}


def with_last(text: str) -> Episode:
    return replace(
        DOCK_EPISODE,
        lines=(*DOCK_EPISODE.lines[:-1], replace(DOCK_EPISODE.lines[-1], text=text)),
    )


def with_first(text: str) -> Episode:
    first = replace(DOCK_EPISODE.lines[0], text=text)
    return replace(DOCK_EPISODE, lines=(first, *DOCK_EPISODE.lines[1:]))


def test_good_scripts_pass() -> None:
    assert check_episode(DOCK_EPISODE, "en") == ()
    assert check_episode(STAIRS_EPISODE, "en") == ()
    assert check_episode(HALL_EPISODE, "zh-CN") == ()
    assert check_season((DOCK_EPISODE, STAIRS_EPISODE), "en", 60, ("red ledger",)) == ()


def test_an_episode_is_measured_by_what_is_spoken() -> None:
    found = measure(DOCK_EPISODE, "en")
    assert (found.words, found.lines, found.speakers, found.han) == (24, 4, 2, 0)
    assert measure(HALL_EPISODE, "zh-CN").han == 30


def test_words_are_counted_to_the_last_one() -> None:
    spare = 60 - measure(DOCK_EPISODE, "en").words
    first = DOCK_EPISODE.lines[0].text
    assert check_episode(with_first(f"{'So ' * spare}{first}"), "en") == ()
    over = check_episode(with_first(f"{'So ' * (spare + 1)}{first}"), "en")
    assert [(v.code, v.measured, v.limit) for v in over] == [("words", "61", "60")]
    assert codes(check_episode(DOCK_EPISODE, "en", words=23)) == {"words"}
    assert check_episode(DOCK_EPISODE, "en", words=24) == ()


def test_han_characters_have_a_limit_of_their_own() -> None:
    def said(count: int) -> Episode:
        first = replace(HALL_EPISODE.lines[0], text=f"{'火' * count}。")
        return replace(HALL_EPISODE, lines=(first, *HALL_EPISODE.lines[1:]))

    rest = measure(HALL_EPISODE, "zh-CN").han - 10
    assert "han" not in codes(check_episode(said(96 - rest), "zh-CN"))
    assert "han" in codes(check_episode(said(97 - rest), "zh-CN"))
    assert "han" in codes(check_episode(said(49 - rest), "zh-CN", words=30))


@pytest.mark.parametrize(
    "text", ["And then he", "The door opens and", "You won't live,", "You won't live until"]
)
def test_an_ending_that_breaks_off_is_named(text: str) -> None:
    assert "cliff" in codes(check_episode(with_last(text), "en"))


@pytest.mark.parametrize("text", ["Hello, {V#}.", "Take {token}.", "Stop\x07 there.", "No\nway."])
def test_unfilled_slots_and_control_characters_are_named(text: str) -> None:
    found = check_episode(with_first(text), "en")
    assert [(v.code, v.where) for v in found] == [("unclean", "ep01.l01")]


@pytest.mark.parametrize("text", ["", "  ", "\u3000"])
def test_a_line_without_words_is_named(text: str) -> None:
    assert "empty" in codes(check_episode(with_first(text), "en"))


def test_too_few_and_too_many_lines_are_named() -> None:
    few = replace(DOCK_EPISODE, lines=DOCK_EPISODE.lines[:2])
    many = replace(DOCK_EPISODE, lines=DOCK_EPISODE.lines * 3)
    assert "lines" in codes(check_episode(few, "en"))
    assert "lines" in codes(check_episode(many, "en", words=200))
    assert codes(check_episode(replace(DOCK_EPISODE, lines=()), "en")) == {"lines", "cliff"}


def test_seven_speakers_are_one_too_many() -> None:
    said = tuple((f"cast/{at}", f"Number {at} was here.") for at in range(7))
    assert "speakers" in codes(check_episode(episode(1, said, "reveal", "All"), "en"))
    assert "speakers" not in codes(check_episode(episode(1, said[:6], "reveal", "All"), "en"))


def test_unknown_types_and_emotions_are_named() -> None:
    assert "cliff-type" in codes(check_episode(replace(DOCK_EPISODE, cliff="surprise"), "en"))
    lines = (replace(DOCK_EPISODE.lines[0], emotion="happy"), *DOCK_EPISODE.lines[1:])
    assert codes(check_episode(replace(DOCK_EPISODE, lines=lines), "en")) == {"emotion"}


def test_a_sentence_is_said_once_in_a_season_whatever_its_marks() -> None:
    said = (STAIRS[0], ("cast/hero", "YOU won't live, until morning!"), STAIRS[2])
    again = episode(2, said, "arrival", "The Stairs")
    found = check_season((DOCK_EPISODE, again), "en")
    assert [(v.code, v.where) for v in found] == [("repeated", "ep02.l02")]


def test_endings_and_titles_vary() -> None:
    same = replace(STAIRS_EPISODE, cliff="threat")
    assert codes(check_season((DOCK_EPISODE, same), "en")) == {"variety"}
    twin = replace(STAIRS_EPISODE, title="the dock")
    assert codes(check_season((DOCK_EPISODE, twin), "en")) == {"title"}
    assert codes(check_season((replace(DOCK_EPISODE, title=" "),), "en")) == {"title"}


def test_what_is_promised_may_be_said_shown_or_written() -> None:
    assert codes(check_season((DOCK_EPISODE,), "en", 60, ("Otto Brandt",))) == {"obligation"}
    shot = DOCK_EPISODE.scenes[0].shots[0]
    for kept in (
        replace(shot, action="Otto Brandt closes the gate"),
        replace(shot, captions=(Caption("Otto Brandt", "name"),)),
    ):
        scene = replace(DOCK_EPISODE.scenes[0], shots=(kept, *DOCK_EPISODE.scenes[0].shots[1:]))
        shown = replace(DOCK_EPISODE, scenes=(scene,))
        assert check_season((shown,), "en", 60, ("otto brandt",)) == ()


def test_the_last_sentence_is_the_last_of_the_last_line() -> None:
    assert last_sentence(DOCK_EPISODE) == "You won't live until morning."
    assert last_sentence(with_last("Look at me. Who let you in?")) == "Who let you in?"
    assert last_sentence(replace(DOCK_EPISODE, lines=())) == ""


@pytest.mark.parametrize(
    ("sentence", "language", "kind"),
    [
        ("Who let you in?", "en", "question"),
        ("Somebody is on the stairs.", "en", "arrival"),
        ("You won't live until morning.", "en", "threat"),
        ("We had soup for dinner.", "en", None),
        ("谁让你进来的？", "zh-CN", "question"),
        ("天气很好。", "zh-CN", None),
        ("तुम कौन हो?", "hi", "question"),
        ("Quem abriu a porta?", "pt-BR", "question"),
        ("Wer war das?", "de", None),
    ],
)
def test_endings_speak_for_a_type_or_are_flat(
    sentence: str, language: str, kind: str | None
) -> None:
    assert cliff_type(sentence, language) == kind
    assert kind is None or kind in CLIFF_TYPES
