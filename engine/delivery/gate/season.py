"""Judges what only a whole season shows: numbers, titles, endings, voices, repeated pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np

from engine.delivery.gate.findings import finding, limits
from engine.delivery.gate.script import last_sentences
from engine.delivery.gate.types import Expected, Finding, Inspection
from engine.delivery.gate.voices import Spectrum, alike

Pairs = Sequence[tuple[Expected, Inspection]]


def inspect_season(episodes: Pairs, total: int) -> tuple[Finding, ...]:
    """Findings on all episodes of one export together. total: how many there should be."""
    return tuple(_all(episodes, total))


def _all(episodes: Pairs, total: int) -> Iterator[Finding]:
    expected = [one for one, _ in episodes]
    numbers = [one.number for one in expected]
    if numbers != list(range(1, total + 1)):
        shown = " ".join(map(str, numbers))
        yield finding("numbering", 0, shown or "none", f"1 to {total}")
    yield from _repeated(
        "titles", ((one.number, " ".join(one.title.casefold().split())) for one in expected)
    )
    yield from _repeated("endings", ((one.number, _ending(one)) for one in expected))
    kinds = {one.cliff_type for one in expected} - {""}
    least = min(limits().cliff_types, len(expected))
    if len(kinds) < least:
        yield finding("cliff_variety", 0, ", ".join(sorted(kinds)) or "none", f"{least} kinds")
    speakers = {line.speaker for one in expected for line in one.lines}
    if len(speakers) < 2:
        yield finding("season_speakers", 0, str(len(speakers)), "2")
    yield from _voices(inspection for _, inspection in episodes)
    yield from _same_pictures(episodes)


def _ending(one: Expected) -> str:
    found = last_sentences(one.lines[-1].text) if one.lines else frozenset[str]()
    return max(found, key=len, default="")


def _repeated(check: str, values: Iterable[tuple[int, str]]) -> Iterator[Finding]:
    rows = list(values)
    for value, count in Counter(value for _, value in rows).items():
        if count > 1 or (not value and check == "titles"):
            where = ", ".join(str(number) for number, other in rows if other == value)
            last = max(number for number, other in rows if other == value)
            yield finding(check, last, f"episodes {where}: {value[:60] or 'empty'}", "once")


def _voices(inspections: Iterable[Inspection]) -> Iterator[Finding]:
    voices: dict[str, list[Spectrum]] = {}
    for one in inspections:
        for speaker, spectrum in one.voices:
            voices.setdefault(speaker, []).append(spectrum)
    for one_voice, other, apart, evidence in alike(voices):
        limit = f"{limits().voice_apart:g}, evidence {limits().voice_evidence:g}"
        measured = f"{one_voice} and {other}: {apart:.2f}, evidence {evidence:.1f}"
        yield finding("voices", 0, measured, limit)


def _same_pictures(episodes: Pairs) -> Iterator[Finding]:
    prints: Mapping[int, np.ndarray[tuple[int, int], np.dtype[np.float32]]] = {
        expected.number: np.array(
            [np.frombuffer(p, np.uint8) for p in inspection.seen.prints], np.float32
        )
        for expected, inspection in episodes
        if inspection.seen is not None and inspection.seen.prints
    }
    for one, other in combinations(sorted(prints), 2):
        a, b = prints[one], prints[other]
        level = float(np.abs(a - b).mean())
        nearest = np.abs(a[:, None, :] - b[None, :, :]).mean(axis=2).min(axis=1)
        shared = float((nearest < limits().same_frame).mean())
        if level < limits().picture_apart or shared >= limits().shared_frames:
            measured = f"episodes {one} and {other}: {level:.1f} levels, {shared:.0%} shared"
            limit = f"{limits().picture_apart:g} levels, {limits().shared_frames:.0%}"
            yield finding("same_pictures", other, measured, limit)
