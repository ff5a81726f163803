"""A dossier to a whole season: plan, scripts, staging, titles. The writer's only entry."""

from __future__ import annotations

from engine.base.errors import UserInputError
from engine.series.document import WORDS, Caption, Episode, Series
from engine.writer.casting import cast_season
from engine.writer.data import table
from engine.writer.dossier import caption, corrected, story_of
from engine.writer.planner import plan
from engine.writer.scripting import Script, Scriptwriter
from engine.writer.staging import Staged, Stager
from engine.writer.story import Story
from engine.writer.types import Dossier, SeasonDraft

MAX_EPISODES = 24
_SEASON_TITLES = {
    "en": ("The Name They Buried", "Daughter of Nobody", "What the Fire Kept", "Count Who Laughed",
           "The Hand at the Gate", "Say My Name Again", "The Last Witness"),
    "zh": ("无名之辈", "那晚的门", "她数着呢", "天亮之前", "讨回一切", "门里的人", "谁放的火"),
}  # fmt: skip


def write_season(
    dossier: Dossier, *, episodes: int = 20, words: int = 60, seed: int = 1
) -> SeasonDraft:
    """Write a season. Equal arguments give an equal draft.

    episodes: 1 to 24. words: spoken words an episode at most, see `WORDS`.

    Raises:
        UserInputError: a number outside its range. MakeError: no plan or ending fits.
    """
    if not 1 <= episodes <= MAX_EPISODES:
        raise UserInputError(
            "episodes", f"A season of {episodes} episodes cannot be written.",
            f"Use --episodes from 1 to {MAX_EPISODES}.",
        )  # fmt: skip
    if not WORDS[0] <= words <= WORDS[1]:
        raise UserInputError(
            "words", f"{words} words an episode are not possible.",
            f"Use --words from {WORDS[0]} to {WORDS[1]}.",
        )  # fmt: skip
    story = corrected(story_of(dossier.premise, dossier.language, seed), dossier)
    beats = plan(story, episodes)
    scripts = Scriptwriter(story, words).write(beats)
    cards = {
        letter: (person.name, caption(story, letter)) for letter, person in story.people.items()
    }
    stager = Stager(story, cards)
    notes = _obligations(dossier, scripts, story, len(scripts))
    staged = [
        stager.stage(number, script, notes.get(number, ()))
        for number, script in enumerate(scripts, 1)
    ]
    series = Series(
        title=_season_title(story), premise=dossier.premise, language=dossier.language,
        logline=_logline(dossier), episodes=episodes, words=words, seed=seed,
    )  # fmt: skip
    built = tuple(
        _episode(story, number, script, stage)
        for number, (script, stage) in enumerate(zip(scripts, staged, strict=True), 1)
    )
    return SeasonDraft(series, cast_season(dossier, seed), tuple(stager.places.values()), built)


def _episode(story: Story, number: int, script: Script, staged: Staged) -> Episode:
    titles = table("staging.toml")["titles"][story.tongue][script.beat.id]
    return Episode(
        id=f"ep{number:02d}",
        number=number,
        title=titles[(story.seed + number) % len(titles)],
        hook=script.lines[0].text,
        cliff=script.cliff,
        tension=script.beat.tension,
        beat=script.beat.id,
        lines=staged.lines,
        scenes=staged.scenes,
    )


def _obligations(
    dossier: Dossier, scripts: tuple[Script, ...], story: Story, episodes: int
) -> dict[int, tuple[Caption, ...]]:
    """What the premise names and nothing says or shows yet: a note in an early episode each."""
    said = " ".join(row.text for script in scripts for row in script.rows)
    heard = {line.speaker for script in scripts for line in script.lines}
    said += " ".join(
        f" {person.name} {caption(story, role)}"
        for role, person in story.people.items()
        if role in heard
    )
    missing = [o for o in dossier.obligations if o.casefold() not in said.casefold()]
    notes: dict[int, tuple[Caption, ...]] = {}
    for at, words in enumerate(missing):
        number = 1 + at % max(1, min(episodes, 6))
        notes[number] = (*notes.get(number, ()), Caption(words, "note"))
    return notes


def _season_title(story: Story) -> str:
    titles = _SEASON_TITLES[story.tongue]
    return titles[story.rng("title").randrange(len(titles))]


def _logline(dossier: Dossier) -> str:
    hero, villain = dossier.people[0].name.value, dossier.people[1].name.value
    if dossier.language.startswith("zh"):
        return f"{hero}要{dossier.goal.value}，挡在面前的，是{villain}。"
    return f"{hero} will {dossier.goal.value}; {villain} stands in the way."
