"""A token counts as its bytes do one after the other, and what fits can always be closed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.text.measure import han_count, word_count
from engine.writer.units import LONGEST_WORD, TokenTable, automaton

BYTES = [bytes([value]) for value in range(256)]
LATIN = [
    " the", "the", ". The", '."', '!"', " it's", "--", ", ", "  ", " a b c d", "é", " Zoë", " Zoë?",
]  # fmt: skip
HAN = ["火", "那晚开门", "。", "，她", '？"', "……", "火。他"]
BROKEN = ["火".encode()[:2], b"\x80\x82", "，".encode()[:2], "！".encode()[1:], b"", b"y" * 70]
PIECES = [*BYTES, *(text.encode() for text in (*LATIN, *HAN)), *BROKEN, b"x" * 23, b"x" * 30]
TABLES = {
    (tongue, closed): TokenTable(PIECES, automaton(tongue, closed))
    for tongue in ("en", "zh")
    for closed in (True, False)
}
kinds = st.sampled_from(sorted(TABLES))
walks = st.lists(st.integers(0, 10_000), max_size=60)


def fitting(table: TokenTable, state: int, left: int, run: int, missing: int) -> list[int]:
    packed = table.mask(state, left, run, missing).view(np.uint8)
    found = np.flatnonzero(np.unpackbits(packed, bitorder="little"))
    return [int(token) for token in found]


def walked(
    table: TokenTable, high: int, low: int, choices: list[int]
) -> tuple[bytes, int, int, int, int]:
    """Some fitting tokens: text, state, units left, run and units missing."""
    text, state, left, run, missing = b"", 0, high, 0, low
    for choice in choices:
        if state == table.machine.end:
            break
        offered = fitting(table, state, left, run, missing)
        assert offered
        token = offered[choice % len(offered)]
        state, units, run = table.step(state, run, token)
        text += PIECES[token]
        left, missing = left - units, max(0, missing - units)
        assert left >= 0
        assert run <= LONGEST_WORD
    return text, state, left, run, missing


@settings(max_examples=60, deadline=None)
@given(kinds, st.integers(3, 12), walks)
def test_a_token_does_what_its_bytes_do(
    kind: tuple[str, bool], high: int, choices: list[int]
) -> None:
    table = TABLES[kind]
    _, state, left, run, missing = walked(table, high, 3, choices)
    assume(state != table.machine.end)
    offered = set(fitting(table, state, left, run, missing))
    for token, piece in enumerate(PIECES[256:], 256):
        at, units, length, whole = state, 0, run, 0 < len(piece) <= 64
        for byte in piece:
            short = max(0, missing - units)
            whole = whole and at != table.machine.end
            if not whole or byte not in fitting(table, at, left - units, length, short):
                whole = False
                break
            at, more, length = table.step(at, length, byte)
            units += more
        assert (token in offered) == whole, (piece, state, left, run, missing)
        if whole:
            assert table.step(state, run, token) == (at, units, length)


@settings(max_examples=80, deadline=None)
@given(kinds, st.integers(3, 12), st.integers(1, 3), walks)
def test_every_text_can_be_closed_within_its_units(
    kind: tuple[str, bool], high: int, low: int, choices: list[int]
) -> None:
    table = TABLES[kind]
    text, state, left, run, missing = walked(table, high, low, choices)
    for _ in range(200):
        if state == table.machine.end:
            break
        offered = fitting(table, state, left, run, missing)
        ends = [t for t in offered if PIECES[t].endswith(b'"')]
        shut = [t for t in offered if PIECES[t] in (b".", b"!", "。".encode())]
        letters = [t for t in offered if PIECES[t] in (b"a", b" ", "火".encode())]
        rest = [t for t in offered if t < 256]
        token = (ends or shut or (letters if missing else rest) or offered)[0]
        state, units, run = table.step(state, run, token)
        text += PIECES[token]
        left, missing = left - units, max(0, missing - units)
    assert state == table.machine.end
    assert left >= 0
    assert missing == 0
    said = text.decode(errors="replace")[:-1]
    if "\ufffd" not in said:
        assert han_count(said) <= high
        assert kind[0] == "zh" or word_count(said) <= high
    if kind[1]:
        assert said[-1] in ".!?。！？…\ufffd"


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ('Who opened the gate?"', 4),
        ("It's half-built. Run!\"", 3),
        ('Zoë, wait."', 2),
    ],
)
def test_words_are_counted_as_the_contract_counts_them(text: str, units: int) -> None:
    assert counted(text, "en") == units == word_count(text)


@pytest.mark.parametrize(("text", "units"), [('那晚，谁开的门？"', 6), ('CEO走了…"', 5)])
def test_characters_are_counted_one_by_one(text: str, units: int) -> None:
    assert counted(text, "zh") == units


@pytest.mark.parametrize(
    "text", [' a."', 'a  b."', 'a,b."', 'a--b."', "a..", 'a- b."', "a\t", "a\n", 'a"', '."']
)
def test_what_has_no_good_form_does_not_fit(text: str) -> None:
    assert counted(text, "en") is None


@pytest.mark.parametrize("text", ["，火", "火，，", "火，。", '火"', '火，"', "火 火"])
def test_chinese_without_a_good_form_does_not_fit(text: str) -> None:
    assert counted(text, "zh") is None


def counted(text: str, tongue: str) -> int | None:
    """Units of a text byte by byte, None where a byte may not come."""
    table, state, total, run = TABLES[tongue, True], 0, 0, 0
    for byte in text.encode():
        if byte not in fitting(table, state, 50, run, 0):
            return None
        state, units, run = table.step(state, run, byte)
        total += units
    return total
