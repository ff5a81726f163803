"""The series contract: the one judge of any script, whoever wrote it. Measures, never repairs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.series.document import CLIFF_TYPES, EMOTIONS, Episode
from engine.text.measure import (
    MAX_HAN_PER_EPISODE,
    han_count,
    letters,
    sentences,
    spoken_ms,
    word_count,
)
from engine.writer.data import lexicon
from engine.writer.scripting import MIN_CLIFF_TYPES

MIN_LINES, MAX_LINES = 3, 9
MAX_SPEAKERS = 6
_SLOT = re.compile(r"\{[^}]*\}|\|\||\[[a-z!][^\]]*\]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_CUE_LANGUAGES = ("en", "zh", "hi", "pt")


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule. where: id of the entity; measured and limit as shown to a person."""

    code: str
    where: str
    message: str
    measured: str = ""
    limit: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """What an episode amounts to. expected_ms: estimated length with all silences."""

    words: int
    han: int
    lines: int
    speakers: int
    expected_ms: int


def measure(episode: Episode, language: str) -> Measure:
    """Count an episode."""
    spoken = [line.text for line in episode.lines]
    holds = sum(shot.hold_ms for shot in episode.shots)
    return Measure(
        words=sum(word_count(text) for text in spoken),
        han=sum(han_count(text) for text in spoken),
        lines=len(spoken),
        speakers=len({line.speaker for line in episode.lines}),
        expected_ms=holds + sum(spoken_ms(text, language) for text in spoken),
    )


def check_episode(episode: Episode, language: str, words: int = 60) -> tuple[Violation, ...]:
    """Every rule one episode breaks."""
    return tuple(_episode(episode, language, words))


def check_season(
    episodes: Sequence[Episode], language: str, words: int = 60, obligations: Sequence[str] = ()
) -> tuple[Violation, ...]:
    """Every rule a season breaks, its episodes' too. obligations: what must occur somewhere."""
    found = [v for episode in episodes for v in _episode(episode, language, words)]
    found += _season(episodes)
    found += _missing(episodes, obligations)
    return tuple(found)


def last_sentence(episode: Episode) -> str:
    """The sentence that has to be the cliffhanger; "" when nothing is said."""
    if not episode.lines:
        return ""
    parts = sentences(episode.lines[-1].text)
    return parts[-1] if parts else ""


def cliff_type(sentence: str, language: str) -> str | None:
    """The type a sentence's surface speaks for, None for a flat one. A lint, no judge of taste."""
    tongue = language.lower().partition("-")[0]
    if tongue not in _CUE_LANGUAGES:
        return None
    cues: dict[str, str] = lexicon("cues")[tongue]
    low = sentence.strip().lower()
    return next((kind for kind, pattern in cues.items() if re.search(pattern, low)), None)


def _episode(episode: Episode, language: str, words: int) -> Iterator[Violation]:
    found, id = measure(episode, language), episode.id
    if found.words > words:
        yield Violation("words", id, f"{found.words} words are spoken, {words} are allowed",
                        str(found.words), str(words))  # fmt: skip
    most = MAX_HAN_PER_EPISODE * words // 60
    if found.han > most:
        yield Violation("han", id, f"{found.han} Han characters are spoken, {most} are allowed",
                        str(found.han), str(most))  # fmt: skip
    if not MIN_LINES <= found.lines <= MAX_LINES:
        yield Violation("lines", id, f"{found.lines} lines, {MIN_LINES} to {MAX_LINES} are allowed",
                        str(found.lines), f"{MIN_LINES} to {MAX_LINES}")  # fmt: skip
    if found.speakers > MAX_SPEAKERS:
        yield Violation("speakers", id, f"{found.speakers} people speak", str(found.speakers),
                        str(MAX_SPEAKERS))  # fmt: skip
    yield from _ending(episode)
    for line in episode.lines:
        if not line.text.strip():
            yield Violation("empty", line.id, "has no words")
        if _CONTROL.search(line.text) or _SLOT.search(line.text):
            yield Violation("unclean", line.id, "holds control characters or an unfilled slot")
        if line.emotion not in EMOTIONS:
            yield Violation("emotion", line.id, f"unknown emotion {line.emotion!r}")


def _ending(episode: Episode) -> Iterator[Violation]:
    if episode.cliff not in CLIFF_TYPES:
        yield Violation("cliff-type", episode.id, f"unknown cliffhanger type {episode.cliff!r}")
    last = last_sentence(episode)
    if not last:
        yield Violation("cliff", episode.id, "there is no last sentence")
    elif last[-1] not in ".!?。！？।…\"'”’」』":
        yield Violation("cliff", episode.lines[-1].id, "the last sentence does not end")


def _season(episodes: Sequence[Episode]) -> Iterator[Violation]:
    seen: Counter[str] = Counter()
    for episode in episodes:
        for line in episode.lines:
            for part in sentences(line.text):
                mark = letters(part)
                seen[mark] += bool(mark)
                if mark and seen[mark] == 2:
                    yield Violation("repeated", line.id, f"{part!r} is said twice in the season")
    kinds = {episode.cliff for episode in episodes}
    needed = cliff_types_needed(len(episodes))
    if len(kinds) < needed:
        yield Violation("variety", "series", f"{len(kinds)} types of cliffhanger",
                        str(len(kinds)), str(needed))  # fmt: skip
    titles = Counter(episode.title.casefold() for episode in episodes)
    for episode in episodes:
        if not episode.title.strip() or titles[episode.title.casefold()] > 1:
            yield Violation(
                "title", episode.id, f"the title {episode.title!r} is empty or not unique"
            )


def cliff_types_needed(episodes: int) -> int:
    """Types of ending a season must have: five, fewer in a season too short for variety."""
    return min(MIN_CLIFF_TYPES, episodes)


def _missing(episodes: Sequence[Episode], obligations: Sequence[str]) -> Iterator[Violation]:
    parts = [line.text for e in episodes for line in e.lines]
    parts += [shot.action for e in episodes for shot in e.shots]
    parts += [card.text for e in episodes for shot in e.shots for card in shot.captions]
    whole = " ".join(parts).casefold()
    for name in obligations:
        if name.casefold() not in whole:
            yield Violation("obligation", "series", f"{name!r} of the premise never occurs")
