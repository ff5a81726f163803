"""What the budget promises for any text that keeps its caps, and walks that try to break it."""

from __future__ import annotations

import json
import random
import re

import numpy as np
import pytest
import xgrammar
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.base.errors import MakeError
from engine.series.document import EMOTIONS, WORDS
from engine.text.measure import MAX_HAN_PER_EPISODE, han_count, sentences, spaced_words, word_count
from engine.writer.contract import MAX_LINES, MIN_LINES
from engine.writer.rows import Grammars, PlanRow, ScreenplayRow
from engine.writer.screenplay_grammar import (
    alphabet,
    plain_label,
    plan_bytes,
    screenplay_bytes,
)
from engine.writer.word_budget import MAX_INNER, MIN_INNER, WordBudget, fits, limits
from tests.writer.tiny import fallback_tokenizer, tokenizer

CALLED = {"en": ["Mira Hale", "Damon", "Ruth"], "zh": ["沈念", "CEO傅振东", "吴妈"]}
WIDTH = 2048
limit = st.integers(WORDS[0], WORDS[1])
tongues = st.sampled_from(("en", "zh"))


@pytest.fixture(scope="module", params=["bytes", "fallback"])
def grammars(request: pytest.FixtureRequest) -> Grammars:
    words = tokenizer() if request.param == "bytes" else fallback_tokenizer()
    return Grammars(words, WIDTH, words.eos_token_id)


def saying(units: int, tongue: str, rng: random.Random) -> str:
    """A line that says as much as its units allow."""
    if tongue == "zh":
        return "".join(chr(rng.randrange(0x4E00, 0x9FFF)) for _ in range(units)) + "。"
    return " ".join("word" for _ in range(units)) + "."


@settings(deadline=None)  # the first Chinese text loads a dictionary
@given(limit, tongues, st.integers(0, 9999))
def test_lines_that_keep_their_caps_never_break_a_limit(words: int, tongue: str, seed: int) -> None:
    rng = random.Random(seed)
    budget = WordBudget(limits(words, tongue))
    texts: list[str] = []
    while most := budget.next_line():
        texts.append(saying(rng.randint(1, most), tongue, rng))
        budget = budget.after(texts[-1])
        if not budget.must_continue() and rng.random() < 0.1:
            break
    assert MIN_INNER <= len(texts) <= MAX_INNER
    assert budget.ending() >= budget.limits.reserve
    texts.append(saying(budget.ending(), tongue, rng))
    assert fits(texts, budget.limits)
    assert sum(map(word_count, texts)) <= words
    assert sum(map(han_count, texts)) <= MAX_HAN_PER_EPISODE * words // 60


@settings(deadline=None)
@given(limit, tongues)
def test_greedy_lines_leave_what_the_ending_needs(words: int, tongue: str) -> None:
    rng = random.Random(words)
    budget = WordBudget(limits(words, tongue))
    shares = [budget.remaining()]
    while most := budget.next_line():
        assert most >= budget.limits.least
        budget = budget.after(saying(most, tongue, rng))
        shares.append(budget.remaining())
    assert not budget.must_continue()
    assert budget.room >= budget.limits.reserve
    assert shares[0] == 1.0
    assert shares == sorted(shares, reverse=True)
    assert all(0.0 <= share <= 1.0 for share in shares)


def test_a_line_being_written_counts_for_what_remains() -> None:
    budget = WordBudget(limits(60, "en")).after("Give me the ledger.")
    assert budget.remaining() == 56 / 60
    assert budget.remaining("Stay behind me") == 53 / 60
    chinese = WordBudget(limits(60, "zh")).after("把账本给我。")
    assert chinese.remaining("站在") == (96 - 5 - 2) / 96


def bits(grammars: Grammars, row: ScreenplayRow | PlanRow) -> list[int]:
    """Tokens that a row offers."""
    bitmask = xgrammar.allocate_token_bitmask(1, grammars.vocabulary)
    row.offer(bitmask, 0)
    packed = bitmask[0].numpy().view(np.uint8)
    return [int(at) for at in np.flatnonzero(np.unpackbits(packed, bitorder="little"))]


def walk(grammars: Grammars, row: ScreenplayRow | PlanRow, rng: random.Random, long: float) -> int:
    """Random tokens until the row is whole; long: how often the longest piece is taken instead."""
    steps = 0
    while not row.finished:
        offered = bits(grammars, row)
        assert offered
        if rng.random() < long:
            token = max(offered, key=lambda t: len(grammars.pieces[t]))
        else:
            token = rng.choice(offered)
        row.accept(token)
        steps += 1
    return steps


@settings(max_examples=30, deadline=None)
@given(limit, tongues, st.integers(0, 99_999), st.sampled_from((0.0, 0.5, 1.0)))
def test_random_tokens_never_exceed_the_budget(
    grammars: Grammars, words: int, tongue: str, seed: int, long: float
) -> None:
    bounds = limits(words, tongue)
    labels = CALLED[tongue]
    row = ScreenplayRow(grammars, alphabet(tongue, "".join(labels)), labels, bounds)
    steps = walk(grammars, row, random.Random(seed), long)
    found = json.loads(row.text)
    assert set(found) == {"lines", "cliffhanger"}
    lines = [*found["lines"], found["cliffhanger"]]
    texts = [line["text"] for line in lines]
    assert MIN_LINES < len(lines) <= MAX_LINES
    assert fits(texts, bounds)
    assert steps <= len(row.text.encode()) <= screenplay_bytes(bounds, labels)
    for line in lines:
        assert {line["who"], line["to"]} <= set(labels)
        assert line["emotion"] in EMOTIONS
        assert 10 <= line["intensity"] <= 100
        assert sentences(line["text"])[-1][-1] in ".!?。！？…"
        assert not re.search(r"[\x00-\x1f\x7f{}|\[\]\"\\]", line["text"] + line.get("action", ""))
        assert all(len(word) <= 25 for word in spaced_words(line["text"]) if tongue == "en")


@settings(max_examples=8, deadline=None)
@given(tongues, st.integers(1, 4), st.integers(0, 99_999))
def test_random_tokens_make_whole_plans(
    grammars: Grammars, tongue: str, episodes: int, seed: int
) -> None:
    labels = CALLED[tongue]
    row = PlanRow(grammars, alphabet(tongue, ""), labels, episodes, 20)
    steps = walk(grammars, row, random.Random(seed), 0.3)
    assert len(json.loads(row.text)) == episodes
    assert steps <= len(row.text.encode()) <= episodes * plan_bytes(tongue, labels)


@pytest.mark.parametrize("name", ["Mira Hale", "沈念", "Jean-Luc", "O'Neil", "阿依·古丽"])
def test_names_that_can_be_written_as_they_are(name: str) -> None:
    assert plain_label(name)


@pytest.mark.parametrize("name", ["", 'A"B', "A\\B", "A\nB", "[x]", "x" * 25])
def test_names_that_would_break_a_grammar(name: str) -> None:
    assert not plain_label(name)


def test_names_bring_their_letters_along() -> None:
    assert alphabet("en", "Zoë Müller").extra == ""
    assert alphabet("en", "Łukasz Жук 沈念").extra == "ŁЖку"
    assert alphabet("zh", "沈念·CEO7").extra == "7CEO"
    assert alphabet("zh", "\ufdfa沈").extra == ""  # one character that is eighteen letters


def test_letters_of_names_are_offered(grammars: Grammars) -> None:
    bounds, labels = limits(60, "en"), ["Жук", "Mira"]
    row = ScreenplayRow(grammars, alphabet("en", "Жук"), labels, bounds)
    plain = ScreenplayRow(grammars, alphabet("en", ""), labels, bounds)
    head = '{"lines":[{"who":"Жук","to":"Mira","emotion":"cold","intensity":50,"text":"'
    for one in (row, plain):
        for byte in head.encode():
            one.accept(grammars.pieces.index(bytes([byte])))
    first = grammars.pieces.index("Ж".encode()[:1])
    assert first in bits(grammars, row)
    assert first not in bits(grammars, plain)
    with pytest.raises(MakeError):
        plain.accept(first)
