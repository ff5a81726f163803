"""Counting units token by token: what each token of a vocabulary adds, and which ones still fit.

A grammar that counts words has to try a hundred thousand tokens at every step (0.3 s a row,
measured with a vocabulary of Llama's size); one that only knows letters takes microseconds. So the
grammar keeps the letters, and this keeps the words: a small automaton over bytes, through which
every token is run once. It also keeps the form (one space, no two marks, words of bounded length),
and offers nothing from which a sentence could not be closed within the units that are left. No
models here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

LONGEST_WORD = 24
"""Bytes of one word of a spaced script."""

_LONGEST_TOKEN = 64
_DEAD = -1
_KEPT_MASKS = 4096
_DIGITS_LETTERS = [*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B)]
_REST = range(0x80, 0xC0)  # bytes of a character after its first


@dataclass(frozen=True, slots=True)
class Automaton:
    """What a byte does. to: next state [states, 256], -1 where it may not come. starts: whether it
    begins a unit. word: states inside a word. hungry: states that need one more unit. partial:
    states that need one more byte of the same word. State 0 is the start, the last one the end.
    """

    to: npt.NDArray[np.int8]
    starts: npt.NDArray[np.bool_]
    word: npt.NDArray[np.bool_]
    hungry: npt.NDArray[np.bool_]
    partial: npt.NDArray[np.bool_]

    @property
    def end(self) -> int:
        """The state after the closing quotation mark."""
        return len(self.to) - 1


def automaton(tongue: str, closed: bool) -> Automaton:
    """Text up to its closing quotation mark. closed: with marks inside, and one that ends it."""
    return _chinese(closed) if tongue == "zh" else _spaced(closed)


def _spaced(closed: bool) -> Automaton:
    """Words, one space between them, at most one mark after each; a joiner inside a word."""
    gap, word, joint, ended, paused, half, end = range(7)
    to = np.full((7, 256), _DEAD, np.int8)
    starts = np.zeros((7, 256), np.bool_)
    leads = range(0xC3, 0xE0)
    for state in (gap, word, joint):
        _put(to, state, _DIGITS_LETTERS, word)
        _put(to, state, leads, half)
    starts[gap, _DIGITS_LETTERS] = True
    starts[gap, list(leads)] = True
    _put(to, half, _REST, word)
    _put(to, word, b"'-", joint)
    _put(to, word, b" ", gap)
    if closed:
        _put(to, word, b".!?", ended)
        _put(to, word, b",;:", paused)
        _put(to, ended, b" ", gap)
        _put(to, paused, b" ", gap)
    _put(to, ended if closed else word, b'"', end)
    return Automaton(
        to, starts, _states(7, word, joint, half), _states(7, gap, paused), _states(7, joint, half)
    )


def _chinese(closed: bool) -> Automaton:
    """Characters, at most one mark after each. Marks are known by their bytes in UTF-8."""
    start, unit, ended, paused, one, two, three, e2, e280, e3, e380, ef, efbc, end = range(14)
    to = np.full((14, 256), _DEAD, np.int8)
    starts = np.zeros((14, 256), np.bool_)
    leads = {
        unit: _DIGITS_LETTERS, one: range(0xC3, 0xE0),
        two: [0xE0, 0xE1, *range(0xE4, 0xEF)], three: range(0xF0, 0xF5),
    }  # fmt: skip
    for state in (start, unit, ended, paused):
        for then, firsts in leads.items():
            _put(to, state, firsts, then)
            starts[state, list(firsts)] = True
    for state, then in ((one, unit), (two, one), (three, two)):
        _put(to, state, _REST, then)
    if closed:
        for state, bytes_, then in (
            (unit, b"\xe2", e2), (e2, b"\x80", e280), (e280, b"\xa6", ended),  # …
            (unit, b"\xe3", e3), (e3, b"\x80", e380), (e380, b"\x82", ended),  # 。
            (e380, b"\x81", paused),  # 、
            (unit, b"\xef", ef), (ef, b"\xbc", efbc), (efbc, b"\x81\x9f", ended),  # ！？
            (efbc, b"\x8c\x9a\x9b", paused),  # ，：；
        ):  # fmt: skip
            _put(to, state, bytes_, then)
    _put(to, ended if closed else unit, b'"', end)
    return Automaton(to, starts, _states(14), _states(14, start, paused), _states(14))


class TokenTable:
    """What every token of a vocabulary does from every state of an automaton."""

    def __init__(self, pieces: Sequence[bytes], machine: Automaton) -> None:
        """pieces: the bytes of each token."""
        self.machine = machine
        size = len(pieces)
        self._size = size
        lengths = np.array([len(piece) for piece in pieces], np.int32)
        usable = (lengths > 0) & (lengths <= _LONGEST_TOKEN)
        width = int(lengths[usable].max(initial=1))
        raw = b"".join(
            piece.ljust(width, b"\0") if ok else b"\0" * width
            for piece, ok in zip(pieces, usable, strict=True)
        )
        letters = np.frombuffer(raw, np.uint8).reshape(size, width)
        shape = (machine.end, size)
        self._ends = np.full(shape, _DEAD, np.int8)
        self._units = np.zeros(shape, np.int16)
        self._head = np.zeros(shape, np.int16)  # bytes that lengthen the word begun before
        self._run = np.zeros(shape, np.int16)  # longest word within the token
        self._tail = np.zeros(shape, np.int16)  # bytes of the word at its end
        self._whole = np.zeros(shape, np.bool_)  # no word ends in it
        for state in range(machine.end):
            self._follow(state, letters, lengths, usable)
        self._masks: dict[tuple[int, int, int, int], npt.NDArray[np.int32]] = {}
        self._most = int(self._units.max(initial=0)) + 1

    def _follow(
        self, state: int, letters: npt.NDArray[np.uint8], lengths: npt.NDArray[np.int32],
        usable: npt.NDArray[np.bool_],
    ) -> None:  # fmt: skip
        """Run all tokens from one state."""
        machine = self.machine
        now = np.full(self._size, state, np.int8)
        now[~usable] = _DEAD
        run = np.zeros(self._size, np.int16)
        whole = np.full(self._size, bool(machine.word[state]))
        for at in range(letters.shape[1]):
            live = (now >= 0) & (at < lengths)
            if not live.any():
                break
            byte, before = letters[live, at], now[live]
            self._units[state, live] += machine.starts[before, byte]
            after = machine.to[before, byte]
            now[live] = after
            inside = (after >= 0) & machine.word[after]
            run[live] = np.where(inside, run[live] + 1, 0)
            whole[live] &= inside
            head = self._head[state, live]
            self._head[state, live] = np.where(whole[live], run[live], head)
            longest = self._run[state, live]
            self._run[state, live] = np.where(whole[live], longest, np.maximum(longest, run[live]))
        self._ends[state], self._tail[state], self._whole[state] = now, run, whole

    def mask(self, state: int, left: int, run: int, missing: int) -> npt.NDArray[np.int32]:
        """The tokens that fit, as bits of int32. left: units that may still come. run: bytes of the
        word being written. missing: units without which the text may not end."""
        key = (state, min(left, self._most), run, min(missing, self._most))
        found = self._masks.get(key)
        if found is None:
            if len(self._masks) >= _KEPT_MASKS:
                self._masks.clear()
            found = self._masks[key] = self._packed(self._fit(*key))
        return found

    def step(self, state: int, run: int, token: int) -> tuple[int, int, int]:
        """State, units and run after a token that fits."""
        tail = int(self._tail[state, token])
        longer = run + tail if self._whole[state, token] else tail
        return int(self._ends[state, token]), int(self._units[state, token]), longer

    def _fit(self, state: int, left: int, run: int, missing: int) -> npt.NDArray[np.bool_]:
        machine, ends, units = self.machine, self._ends[state], self._units[state]
        run_after = np.where(self._whole[state], run + self._tail[state], self._tail[state])
        fit = (
            (ends >= 0)
            & (units + machine.hungry[ends] <= left)
            & (run + self._head[state] <= LONGEST_WORD)
            & (self._run[state] <= LONGEST_WORD)
            & (run_after + machine.partial[ends] <= LONGEST_WORD)
        )
        closing = (ends == machine.end) & (units < missing)
        return np.asarray(fit & ~closing)

    def _packed(self, fit: npt.NDArray[np.bool_]) -> npt.NDArray[np.int32]:
        padded = np.zeros(-(-self._size // 32) * 32, np.bool_)
        padded[: self._size] = fit
        return np.packbits(padded, bitorder="little").view(np.dtype("<i4")).astype(np.int32)


def _put(to: npt.NDArray[np.int8], state: int, letters: Iterable[int], then: int) -> None:
    to[state, list(letters)] = then


def _states(count: int, *chosen: int) -> npt.NDArray[np.bool_]:
    found = np.zeros(count, np.bool_)
    found[list(chosen)] = True
    return found
