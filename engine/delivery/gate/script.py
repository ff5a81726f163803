"""Judges what is said and written: the contract, against the subtitles that lie beside the video.

Numbers are those of the contract (docs/rules.md) and of Netflix's timed text guides.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from engine.delivery.gate.findings import finding, limits
from engine.delivery.gate.types import Cue, Expected, Finding
from engine.series.document import CLIFF_TYPES
from engine.text.measure import han_count, is_chinese, letters, sentences, spaced_words

_HAN_PER_WORD = 1.6
_VIRAMA = "\u094d"
_MOST_ROWS = 2


def judge_script(expected: Expected) -> Iterator[Finding]:
    """Findings on the words of an episode, read from its subtitles and compared with its lines."""
    if not expected.cues:
        yield finding("subtitle_file", expected.number, "no subtitles", "one at least")
    yield from _words(expected)
    yield from _cliff(expected)
    yield from _speakers(expected)
    yield from _timing(expected)
    yield from _rows(expected)


def spoken_words(text: str) -> float:
    """Words as the limit counts them: Chinese characters divided by 1.6, else words."""
    return han_count(text) / _HAN_PER_WORD if is_chinese(text) else float(len(spaced_words(text)))


def reading_units(text: str) -> int:
    """Letters that an eye reads: marks that sit on a letter count with it, and so do conjuncts of
    Devanagari; spaces count where words are parted by them."""
    flat = " ".join(text.split())
    flat = flat.replace(" ", "") if is_chinese(flat) else flat
    count, before = 0, ""
    for ch in flat:
        sits = unicodedata.category(ch) in ("Mn", "Mc", "Me", "Cf")
        count += not sits and not (before == _VIRAMA and ch.isalpha())
        before = ch
    return count


def last_sentences(text: str) -> frozenset[str]:
    """What may be called the last sentence of a line, as letters: an ellipsis ends one or not."""
    joined = text.replace("...", "…").replace("…", ", ")
    return frozenset(letters(found[-1]) for t in (text, joined) if (found := sentences(t)))


def _words(expected: Expected) -> Iterator[Finding]:
    shown = " ".join(cue.text for cue in expected.cues)
    count = spoken_words(shown)
    if not 0 < count <= expected.max_words:
        yield finding("words", expected.number, f"{count:.1f} words", f"{expected.max_words} words")
    said = letters(" ".join(line.text for line in expected.lines))
    read = letters(shown)
    if said != read or not said:
        at = next((i for i, (a, b) in enumerate(zip(said, read, strict=False)) if a != b),
                  min(len(said), len(read)))  # fmt: skip
        part = slice(max(0, at - 8), at + 12)
        yield finding(
            "subtitle_text", expected.number, repr(read[part]), repr(said[part]),
            _time_of_letter(expected.cues, at),
        )  # fmt: skip


def _time_of_letter(cues: tuple[Cue, ...], at: int) -> int:
    passed = 0
    for cue in cues:
        passed += len(letters(cue.text))
        if passed > at:
            return cue.start_ms
    return cues[-1].end_ms if cues else -1


def _cliff(expected: Expected) -> Iterator[Finding]:
    if expected.cliff_type not in CLIFF_TYPES:
        limit = ", ".join(CLIFF_TYPES)
        yield finding("cliff_type", expected.number, expected.cliff_type or "none", limit)
    wanted = letters(expected.cliff)
    last = expected.lines[-1].text if expected.lines else ""
    shown = letters(" ".join(cue.text for cue in expected.cues))
    if not wanted or wanted not in last_sentences(last) or not shown.endswith(wanted):
        at = expected.cues[-1].start_ms if expected.cues else -1
        yield finding("cliff_text", expected.number, last[-80:], expected.cliff, at)


def _speakers(expected: Expected) -> Iterator[Finding]:
    count = len({line.speaker for line in expected.lines})
    if not 1 <= count <= limits().speakers:
        yield finding("speakers", expected.number, str(count), f"1 to {limits().speakers}")
    until = -1
    for line in sorted(expected.lines, key=lambda one: one.first_ms):
        overlap = min(until, line.last_ms) - line.first_ms
        if overlap > limits().overlap_ms:
            yield finding(
                "one_voice", expected.number, f"{overlap} ms", f"{limits().overlap_ms} ms",
                line.first_ms,
            )  # fmt: skip
        until = max(until, line.last_ms)


def _timing(expected: Expected) -> Iterator[Finding]:
    for one, other in pairwise(expected.cues):
        if one.end_ms > other.start_ms:
            overlap = f"{one.end_ms - other.start_ms} ms"
            yield finding("cue_overlap", expected.number, overlap, "0 ms", other.start_ms)
    least, most = limits().cue_least_ms, limits().cue_most_ms
    for cue in expected.cues:
        length = cue.end_ms - cue.start_ms
        if not least <= length <= most:
            limit = f"{least} to {most} ms"
            yield finding("cue_length", expected.number, f"{length} ms", limit, cue.start_ms)
        fastest = expected.cps or reading_limit(expected.language)
        speed = reading_units(cue.text) * 1000 / max(length, 1)
        if speed > fastest:
            yield finding(
                "reading_speed", expected.number, f"{speed:.1f} characters a second",
                f"{fastest:.1f}", cue.start_ms,
            )  # fmt: skip


def reading_limit(language: str) -> float:
    """Characters a second in a language of the profile's own choice."""
    usual = limits().reading
    return limits().reading_slack * usual.get(language.lower().partition("-")[0], usual["pt"])


def _rows(expected: Expected) -> Iterator[Finding]:
    for cue in expected.cues:
        rows = cue.text.split("\n")
        longest = max(reading_units(row) for row in rows)
        if len(rows) > _MOST_ROWS or (expected.line and longest > expected.line):
            yield finding(
                "subtitle_rows", expected.number, f"{len(rows)} rows of up to {longest} letters",
                f"{_MOST_ROWS} rows of {expected.line or 'any number of'} letters", cue.start_ms,
            )  # fmt: skip
