"""A dossier to a whole season: plan, scripts, staging, titles. The embedded writer's only entry.

`assemble` is what every writer ends with: whoever wrote the scripts, they are staged alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.base.errors import UserInputError
from engine.series.document import WORDS, Caption, Episode, Series
from engine.writer.casting import cast_season
from engine.writer.dossier import caption, corrected, story_of
from engine.writer.planner import plan
from engine.writer.scripting import Script, Scriptwriter
from engine.writer.staging import Staged, Stager
from engine.writer.story import Story
from engine.writer.tongues.registry import tongue_for, tongue_of
from engine.writer.twists import with_twist
from engine.writer.types import Dossier, SeasonDraft

MAX_EPISODES = 24


def write_season(
    dossier: Dossier, *, episodes: int = 20, words: int = 60, seed: int = 1
) -> SeasonDraft:
    """Write a season. Equal arguments give an equal draft.

    episodes: 1 to 24. words: spoken words an episode at most, see `WORDS`.

    Raises:
        UserInputError: a number outside its range. MakeError: no plan or ending fits.
    """
    story = story_for(dossier, episodes=episodes, words=words, seed=seed)
    scripts = Scriptwriter(story, words).write(plan(story, episodes))
    return assemble(dossier, story, scripts, words=words, seed=seed)


def story_for(dossier: Dossier, *, episodes: int, words: int, seed: int) -> Story:
    """The story that a season of this dossier tells.

    Raises:
        UserInputError: a number outside its range, as for `write_season`.
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
    return with_twist(corrected(story_of(dossier.premise, dossier.language, seed), dossier))


def assemble(
    dossier: Dossier,
    story: Story,
    scripts: tuple[Script, ...],
    *,
    words: int,
    seed: int,
    titles: Sequence[str] = (),
) -> SeasonDraft:
    """Put scripts on their feet: places, shots, cards, cast. titles: one an episode, or none."""
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
        logline=logline(dossier), episodes=len(scripts), words=words, seed=seed,
    )  # fmt: skip
    titles = titles or house_titles(story, scripts)
    built = tuple(
        _episode(number, title, script, stage)
        for number, (title, script, stage) in enumerate(
            zip(titles, scripts, staged, strict=True), 1
        )
    )
    return SeasonDraft(series, cast_season(dossier, seed), tuple(stager.places.values()), built)


def house_titles(story: Story, scripts: Sequence[Script]) -> list[str]:
    """The house's own titles of a season's episodes, by seed and no two alike."""
    taken: set[str] = set()
    chosen: list[str] = []
    for number, script in enumerate(scripts, 1):
        titles = script.beat.said(story.tongue).titles
        first = (story.seed + number) % len(titles)
        ordered = [*titles[first:], *titles[:first]]
        title = next((t for t in ordered if t.casefold() not in taken), f"{ordered[0]} {number}")
        taken.add(title.casefold())
        chosen.append(title)
    return chosen


def _episode(number: int, title: str, script: Script, staged: Staged) -> Episode:
    return Episode(
        id=f"ep{number:02d}",
        number=number,
        title=title,
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
    missing = [o for o in dossier.obligations if not _is_said(o.casefold(), said.casefold())]
    first = range(1, 1 + max(1, min(episodes, 6)))
    calmest = sorted(first, key=lambda number: (scripts[number - 1].beat.tension, number))
    notes: dict[int, tuple[Caption, ...]] = {}
    for at, words in enumerate(missing):
        number = calmest[at % len(calmest)]
        notes[number] = (*notes.get(number, ()), Caption(words, "note"))
    return notes


def _is_said(thing: str, said: str) -> bool:
    """Whether a thing is named, and not only inside another word: "tea" in "instead"."""
    if not thing.isascii():
        return thing in said
    return re.search(rf"(?<!\w){re.escape(thing)}(?!\w)", said) is not None


def _season_title(story: Story) -> str:
    titles = tongue_of(story.tongue).titles()
    return titles[story.rng("title").randrange(len(titles))]


def logline(dossier: Dossier) -> str:
    """The season in one sentence."""
    hero, villain = dossier.people[0].name.value, dossier.people[1].name.value
    return tongue_of(tongue_for(dossier.language)).logline(hero, villain, dossier.goal.value)
