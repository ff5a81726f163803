"""Where each word and phoneme of a take lies. From espeak's events, or guessed from the sound.

A word is what stands between spaces, or one character of a script without spaces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from engine.base.codec import decode, encode
from engine.text.measure import HAN
from engine.voice.espeak_lib import RATE, PhoneEvent, Utterance, WordEvent
from engine.voice.types import Phone, Word
from engine.voice.visemes import viseme

_SIGNS = "[\u0300-\u036f\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u200c\u200d]"
"""Marks that belong to the letter before them: accents, vowel signs of Devanagari, joiners."""

_WORD = re.compile(
    rf"{HAN.pattern}|(?:(?!{HAN.pattern})[^\W_]{_SIGNS}*)+"
    rf"(?:['’\-](?:(?!{HAN.pattern})\w{_SIGNS}*)+)*"
)
_MIN_MS = 20
Place = Callable[[int], int]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Words and phonemes of a take, in order, inside its file."""

    words: tuple[Word, ...]
    phones: tuple[Phone, ...]


def spans(text: str) -> list[tuple[int, int]]:
    """(first, last+1) code points of each word that is spoken."""
    return [hit.span() for hit in _WORD.finditer(text)]


def align(text: str, said: Utterance, moved: Callable[[float], float], length_ms: int) -> Alignment:
    """The alignment of a take made from `said`. moved: seconds of `said` to seconds of the take."""

    def place(sample: int) -> int:
        return max(0, min(length_ms, round(moved(sample / RATE) * 1000)))

    phones = _phones(said.phones, place)
    end = max((p.end_ms for p in phones if p.viseme != "rest"), default=length_ms)
    return Alignment(_words(text, said.words, phones, place, end), phones)


def _phones(events: Sequence[PhoneEvent], place: Place) -> tuple[Phone, ...]:
    found: list[Phone] = []
    for event, after in zip(events, [*events[1:], None], strict=True):
        if after is None:
            break
        start, end = place(event.sample), place(after.sample)
        if end > start:
            found.append(Phone(event.symbol, viseme(event.symbol), start, end))
    return tuple(found)


def _words(
    text: str,
    events: Sequence[WordEvent],
    phones: Sequence[Phone],
    place: Place,
    end: int,
) -> tuple[Word, ...]:
    """Words with times: events give the starts, words between two events share the time."""
    marks = spans(text)
    starts: list[int | None] = [None] * len(marks)
    for event in events:
        for at, (first, last) in enumerate(marks):
            if first <= event.first < last and starts[at] is None:
                starts[at] = place(event.sample)
    filled = _filled(starts, end)
    words: list[Word] = []
    for at, (first, last) in enumerate(marks):
        start = filled[at]
        limit = filled[at + 1] if at + 1 < len(marks) else end
        voiced = [p.end_ms for p in phones if p.viseme != "rest" and start <= p.start_ms < limit]
        stop = max(min(max(voiced, default=limit), limit), start + _MIN_MS)
        words.append(Word(text[first:last], first, last, start, stop))
    return tuple(words)


def _filled(starts: Sequence[int | None], end: int) -> list[int]:
    """Starts that never fall; unknown ones are spread between their neighbours."""
    known = [(at, value) for at, value in enumerate(starts) if value is not None]
    points = [(-1, 0) if not known or known[0][0] else (0, known[0][1] or 0), *known]
    points.append((len(starts), end))
    result: list[int] = []
    for at in range(len(starts)):
        before = max((p for p in points if p[0] <= at), key=lambda p: p[0])
        after = min((p for p in points if p[0] > at), key=lambda p: p[0])
        share = (at - before[0]) / max(after[0] - before[0], 1)
        value = round(before[1] + (after[1] - before[1]) * share)
        result.append(max(value, result[-1] if result else 0))
    return result


def guess(text: str, voiced: Sequence[tuple[int, int]]) -> Alignment:
    """An alignment for a recording of which only the sounding stretches are known (in ms).

    Words are laid over the sounding time in proportion to their letters.
    """
    marks = spans(text)
    total = sum(end - start for start, end in voiced)
    weights = [max(1, last - first) for first, last in marks]
    whole = max(sum(weights), 1)
    words: list[Word] = []
    passed = 0
    for (first, last), weight in zip(marks, weights, strict=True):
        start = _at(voiced, total * passed // whole)
        passed += weight
        stop = max(_at(voiced, total * passed // whole), start + _MIN_MS)
        words.append(Word(text[first:last], first, last, start, stop))
    return Alignment(tuple(words), ())


def _at(voiced: Sequence[tuple[int, int]], spoken_ms: int) -> int:
    """The moment at which `spoken_ms` of sound have passed."""
    left = spoken_ms
    for start, end in voiced:
        if left <= end - start:
            return start + left
        left -= end - start
    return voiced[-1][1] if voiced else 0


def to_plain(alignment: Alignment) -> dict[str, object]:
    """JSON-able form, kept as a part of the take."""
    plain = encode(alignment)
    assert isinstance(plain, Mapping)
    return dict(plain)


def from_plain(data: Mapping[str, object]) -> Alignment:
    """Read `to_plain`'s form; raises ValueError when it is damaged."""
    return decode(Alignment, dict(data))
