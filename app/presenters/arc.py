"""Episode cards and the contract."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from app.presenters.shown import Shown, state_label
from engine.series.document import CLIFF_TYPES, EMOTIONS, Episode
from engine.writer.contract import Violation, check_episode, check_season, last_sentence, measure
from widgets.data import EpisodeCard
from widgets.words import t


@lru_cache(1024)
def episode_faults(episode: Episode, language: str, words: int) -> tuple[Violation, ...]:
    """Broken rules of one episode; kept, because an episode seldom changes."""
    return check_episode(episode, language, words)


@lru_cache(1024)
def episode_words(episode: Episode, language: str) -> int:
    """Spoken words of an episode."""
    return measure(episode, language).words


@lru_cache(8)
def season_faults(
    episodes: tuple[Episode, ...], language: str, words: int
) -> tuple[Violation, ...]:
    """Broken rules of the season as a whole."""
    own = {v for e in episodes for v in episode_faults(e, language, words)}
    return tuple(v for v in check_season(episodes, language, words) if v not in own)


def cards(shown: Shown, proposals: frozenset[str] = frozenset()) -> list[EpisodeCard]:
    """A card an episode. proposals: ids of episodes for which the writer has another text."""
    series = shown.document.series
    found: list[EpisodeCard] = []
    for episode in shown.document.episodes:
        faults = faults_of(shown, episode)
        state = shown.episode_state(episode)
        found.append(
            EpisodeCard(
                id=episode.id,
                number=episode.number,
                title=episode.title,
                hook=hook_of(episode),
                ending=last_sentence(episode),
                kind=episode.cliff,
                kind_label=cliff_label(episode.cliff),
                words=episode_words(episode, series.language),
                limit=series.words,
                faults=tuple(violation_text(v) for v in faults),
                state=state,
                state_label=state_label(state),
                picture=shown.episode_picture(episode),
                tension=episode.tension,
                share=shown.episode_share(episode) if state == "rendering" else 0,
                locked=episode.locked,
                proposal=episode.id in proposals,
            )
        )
    return found


def faults_of(shown: Shown, episode: Episode) -> list[Violation]:
    """What is wrong with one episode, as far as it alone is to blame or is named."""
    series = shown.document.series
    whole = season_faults(shown.document.episodes, series.language, series.words)
    inside = (episode.id, f"{episode.id}/")
    return [
        *episode_faults(episode, series.language, series.words),
        *(v for v in whole if v.where == inside[0] or v.where.startswith(inside[1])),
    ]


def hook_of(episode: Episode) -> str:
    """What opens the episode: its hook, else the first thing that is seen or said."""
    if episode.hook:
        return episode.hook
    first = next(iter(episode.shots), None)
    if first is not None and first.action:
        return first.action
    return episode.lines[0].text if episode.lines else ""


def cliff_label(kind: str) -> str:
    """The type of a cliffhanger in words."""
    return t(kind.capitalize())


def cliff_choices() -> tuple[tuple[str, str], ...]:
    """All types."""
    return tuple((kind, cliff_label(kind)) for kind in CLIFF_TYPES)


def emotion_choices() -> tuple[tuple[str, str], ...]:
    """All emotions."""
    return tuple((name, t(name)) for name in EMOTIONS)


_TEXTS = {
    "words": "{measured} words are spoken, {limit} are allowed",
    "han": "{measured} characters are spoken, {limit} are allowed",
    "lines": "{measured} lines, {limit} are allowed",
    "speakers": "{measured} people speak, {limit} are allowed",
    "variety": "{measured} types of cliffhanger, {limit} are needed",
    "empty": "This line has no words",
    "unclean": "This line holds control characters or an unfilled place",
    "cliff": "The last sentence does not end as a sentence",
    "cliff-type": "The cliffhanger has no type",
    "repeated": "A sentence of this line is said twice in the season",
    "title": "The title is empty or not unique",
}


def violation_text(violation: Violation) -> str:
    """A broken rule in the window's language."""
    found = _TEXTS.get(violation.code)
    if found is None:
        return violation.message
    return t(found, measured=violation.measured, limit=violation.limit)


def broken(found: Sequence[EpisodeCard]) -> tuple[int, ...]:
    """Numbers of the episodes that break the contract."""
    return tuple(card.number for card in found if card.faults)
