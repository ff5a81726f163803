"""Whole seasons against the contract, for premises of many kinds and every sensible length."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from engine.base.errors import UserInputError
from engine.edits.fields import set_field
from engine.series.document import Document, Series
from engine.series.invariants import check
from engine.text.measure import HAN, han_count, word_count
from engine.writer.contract import check_episode, check_season, last_sentence, measure
from engine.writer.dossier import dossier_from_json, dossier_to_json, read_premise
from engine.writer.season import MAX_EPISODES, write_season
from engine.writer.types import Reading, SeasonDraft
from tests.writer.premises import PREMISES

TEXTS = [p[0] for p in PREMISES]


def season(text: str, episodes: int = 20, seed: int = 1) -> SeasonDraft:
    return write_season(read_premise(text, seed=seed), episodes=episodes, seed=seed)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("episodes", [1, 2, 3, 5, 8, 20, MAX_EPISODES])
def test_a_season_keeps_the_contract(text: str, episodes: int) -> None:
    dossier = read_premise(text)
    draft = write_season(dossier, episodes=episodes)
    language = draft.series.language
    assert len(draft.episodes) == episodes
    assert check_season(draft.episodes, language, 60, dossier.obligations) == ()
    assert check(Document(draft.series, draft.cast, draft.places, draft.episodes)) == ()
    for episode in draft.episodes:
        found = measure(episode, language)
        assert found.words <= 60
        assert found.han <= 96
        assert 4 <= found.lines <= 9
        assert 52_000 <= found.expected_ms <= 60_000
        assert last_sentence(episode)


@pytest.mark.parametrize("text", TEXTS)
def test_every_shot_is_seen_and_nobody_stands_too_long(text: str) -> None:
    for episode in season(text).episodes:
        for shot in episode.shots:
            assert shot.in_view or shot.prop
            assert shot.line or shot.action
            assert shot.hold_ms <= 4500


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_even_five_episodes_end_in_five_ways(text: str, seed: int) -> None:
    assert len({episode.cliff for episode in season(text, 5, seed).episodes}) == 5


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
@pytest.mark.parametrize("text", [TEXTS[1], TEXTS[5]])
def test_a_palace_has_no_telephone(text: str, seed: int) -> None:
    modern = ("phone", "camera", "headlight", "police", "office", "recording",
              "手机", "电话", "监控", "车灯", "警", "保镖", "录音", "话筒", "办公室")  # fmt: skip
    draft = season(text, seed=seed)
    told = [line.text for e in draft.episodes for line in e.lines]
    told += [shot.action for e in draft.episodes for shot in e.shots]
    told += [place.name for place in draft.places]
    assert [words for words in told if any(m in words.lower() for m in modern)] == []


@pytest.mark.parametrize("seed", range(1, 9))
def test_a_husband_is_never_the_father(seed: int) -> None:
    lines = [line.text for e in season(TEXTS[2], seed=seed).episodes for line in e.lines]
    assert not any("You have my eyes" in text for text in lines)


@pytest.mark.parametrize("text", TEXTS)
def test_no_look_is_held_twice_running(text: str) -> None:
    for episode in season(text).episodes:
        silent = [shot.action for shot in episode.shots if not shot.line]
        assert all(a != b for a, b in pairwise(silent))


def test_the_same_seed_gives_the_same_season_and_another_another() -> None:
    one, same, other = season(TEXTS[0]), season(TEXTS[0]), season(TEXTS[0], seed=2)
    assert one == same
    assert [e.lines for e in one.episodes] != [e.lines for e in other.episodes]


@pytest.mark.parametrize(("text", "hero", "opponent", "inciting"), PREMISES)
def test_the_premise_is_understood(text: str, hero: str, opponent: str, inciting: str) -> None:
    dossier = read_premise(text)
    assert dossier.inciting.value == inciting
    people = {p.role.value: p.name.value for p in dossier.people}
    assert set(people) == {"hero", "villain", "power", "ally", "traitor", "keeper"}
    assert len(set(people.values())) == 6
    if hero:
        assert people["hero"] == hero
    if opponent:
        assert opponent in people["villain"]


def test_a_corrected_dossier_is_followed() -> None:
    dossier = dossier_from_json(dossier_to_json(read_premise(TEXTS[0])))
    hero = replace(dossier.people[0], name=Reading("Nadia Frost", "human"))
    draft = write_season(replace(dossier, people=(hero, *dossier.people[1:])), episodes=4)
    assert draft.cast[0].name == "Nadia Frost"
    assert any("Nadia" in line.text for e in draft.episodes for line in e.lines) or any(
        "Nadia" in c.text for e in draft.episodes for s in e.shots for c in s.captions
    )


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "empty"),
        ("   \n ", "empty"),
        ("\U0001f600\U0001f600", "empty"),
        ("Revenge", "too short"),
        ("word " * 20_000, "characters"),
        ("\x00\x01binary", "not text"),
        ("彼女は社長の隠し子です。毎日学校で働いています。", "cannot be read yet"),
        ("هي ابنة الملك السرية وهو عدوها", "cannot be read yet"),
    ],
)
def test_bad_premises_are_refused_with_a_remedy(text: str, part: str) -> None:
    with pytest.raises(UserInputError, match=part) as caught:
        read_premise(text)
    assert caught.value.remedy


@pytest.mark.parametrize("episodes", [0, -3, MAX_EPISODES + 1, 1000])
def test_impossible_lengths_name_what_is_possible(episodes: int) -> None:
    with pytest.raises(UserInputError, match="--episodes"):
        season(TEXTS[0], episodes)


def test_the_contract_sees_what_is_wrong() -> None:
    good = season(TEXTS[0], 3).episodes[0]
    first, last = good.lines[0], good.lines[-1]

    def broken(**changes: object) -> set[str]:
        return {v.code for v in check_episode(replace(good, **changes), "en")}  # type: ignore[arg-type]

    assert broken() == set()
    assert "words" in broken(lines=(replace(first, text="word " * 70 + "."), *good.lines[1:]))
    assert "lines" in broken(lines=good.lines[:2])
    assert "cliff" in broken(lines=(*good.lines[:-1], replace(last, text="And then he")))
    assert "cliff-type" in broken(cliff="surprise")
    assert "unclean" in broken(lines=(replace(first, text="Hello, {V#}."), *good.lines[1:]))
    assert "empty" in broken(lines=(replace(first, text="  "), *good.lines[1:]))
    assert "emotion" in broken(lines=(replace(first, emotion="happy"), *good.lines[1:]))
    han = replace(first, text="他在这里等了你整整二十年，" * 9 + "你知道吗？")
    assert "han" in {
        v.code for v in check_episode(replace(good, lines=(han, *good.lines[1:])), "zh-CN")
    }
    twice = replace(good, id="ep09", title="Other", lines=tuple(
        replace(line, id=line.id.replace("ep01", "ep09")) for line in good.lines))  # fmt: skip
    codes = {v.code for v in check_season((good, twice), "en", 60, ("the lost violin",))}
    assert {"repeated", "variety", "obligation"} <= codes


def test_chinese_is_counted_in_words_and_characters() -> None:
    text = "那晚的门，是自己人开的。"
    assert han_count(text) == len(HAN.findall(text)) == 10
    assert 5 <= word_count(text) <= 8


@pytest.mark.parametrize("text", TEXTS[:2] + TEXTS[4:5])
@pytest.mark.parametrize("words", [35, 120])
def test_the_fewest_and_the_most_words_keep_the_contract(text: str, words: int) -> None:
    dossier = read_premise(text)
    draft = write_season(dossier, episodes=20, words=words)
    found = check_season(draft.episodes, draft.series.language, words, dossier.obligations)
    assert found == ()


@pytest.mark.parametrize("words", [0, 20, 34, 121])
def test_impossible_measures_name_what_is_possible(words: int) -> None:
    with pytest.raises(UserInputError, match="--words from 35 to 120"):
        write_season(read_premise(TEXTS[0]), episodes=3, words=words)


@pytest.mark.parametrize("words", [20, 34, 35, 120, 121])
def test_an_edit_allows_exactly_the_measures_that_can_be_written(words: int) -> None:
    def allowed(act: Callable[[], object]) -> bool:
        try:
            act()
        except UserInputError:
            return False
        return True

    document = Document(Series("T", TEXTS[0], "en"))
    written = allowed(lambda: write_season(read_premise(TEXTS[0]), episodes=1, words=words))
    assert allowed(lambda: set_field(document, "series", "words", f"{words}")) == written
