"""What a model is asked to write, and what becomes of its answers. Shared by every model writer.

A commission holds the embedded season as a skeleton. A model's plan is mended by it; of several
screenplays an episode the best is kept; what still breaks a rule of the whole season (a sentence
said twice) is put right, at last by the embedded episode itself. Pure; knows no model.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.base.errors import MakeError, UserInputError
from engine.series.document import Episode, Line
from engine.text.measure import sentences
from engine.writer.contract import Violation, check_episode, check_season
from engine.writer.dossier import LANGUAGES
from engine.writer.planner import plan
from engine.writer.ranking import Score, best, score
from engine.writer.screenplay import (
    FEWEST_INNER,
    Screenplay,
    Speech,
    joined,
    repair,
    rows_of,
)
from engine.writer.screenplay_grammar import plain_label
from engine.writer.scripting import Script, Scriptwriter
from engine.writer.season import assemble, house_titles, story_for
from engine.writer.season_plan import Bone, EpisodePlan, bone, mark_of
from engine.writer.story import LONG, SHORT, Story
from engine.writer.tongues.registry import tongue_for
from engine.writer.types import Dossier, SeasonDraft
from engine.writer.word_budget import Limits, fits, limits


@dataclass(frozen=True, slots=True)
class Commission:
    """One season to be written. labels: what each person is called in prompts, to the role."""

    dossier: Dossier
    story: Story
    scripts: tuple[Script, ...]  # the embedded season
    skeleton: tuple[Bone, ...]
    labels: Mapping[str, str]
    bounds: Limits
    seed: int

    @property
    def tongue(self) -> str:
        """en or zh."""
        return self.story.tongue


@dataclass(frozen=True, slots=True)
class Kept:
    """Which candidate of an episode is kept, and why. repairs: what was done to that one."""

    screenplay: Screenplay
    chosen: int
    scores: tuple[Score, ...]
    repairs: tuple[str, ...]


_MODELLED = ("en", "zh")
"""Languages whose scripts a model can be held to; others are the studio's own planner's."""


def commission(dossier: Dossier, *, episodes: int, words: int, seed: int) -> Commission:
    """Prepare a season. Raises as `season.write_season`, and for a language of no model."""
    if tongue_for(dossier.language) not in _MODELLED:
        raise UserInputError(
            "no-language", f"Language models do not write {LANGUAGES[dossier.language]} here yet.",
            "Choose the studio's own planner.",
        )  # fmt: skip
    story = story_for(dossier, episodes=episodes, words=words, seed=seed)
    scripts = Scriptwriter(story, words).write(plan(story, episodes))
    draft = assemble(dossier, story, scripts, words=words, seed=seed)
    places = {place.id: place.name for place in draft.places}
    skeleton = tuple(
        bone(number, script, title, places[episode.scenes[0].place])
        for number, (script, title, episode) in enumerate(
            zip(scripts, house_titles(story, scripts), draft.episodes, strict=True), 1
        )
    )
    bounds = limits(words, story.tongue)
    return Commission(dossier, story, scripts, skeleton, _labels(story), bounds, seed)


def keep_best(
    order: Commission, plans: Sequence[EpisodePlan], candidates: Sequence[Sequence[Screenplay]]
) -> tuple[Kept, ...]:
    """The best candidate of each episode, one after the other, since each is weighed by the
    earlier ones too. candidates: at least one an episode."""
    kept: list[Kept] = []
    earlier: list[str] = []
    missing = list(order.dossier.obligations)
    for entry, offered in zip(plans, candidates, strict=True):
        mended = [repair(one, order.bounds) for one in offered]
        scores = tuple(
            score(
                one.texts, entry, order.bounds, earlier=earlier, names=missing,
                violations=len(_broken(order, entry, one)),
            )
            for one, _ in mended
        )  # fmt: skip
        at = best(scores)
        screenplay, repairs = mended[at]
        kept.append(Kept(screenplay, at, scores, repairs))
        earlier += screenplay.texts
        said = " ".join(screenplay.texts).casefold()
        missing = [name for name in missing if name.casefold() not in said]
    return tuple(kept)


def finish(
    order: Commission, plans: Sequence[EpisodePlan], screenplays: Sequence[Screenplay]
) -> tuple[SeasonDraft, tuple[str, ...]]:
    """The season of these screenplays on its feet, and what had to be changed for the contract.

    Raises:
        MakeError: it breaks the contract whatever is done.
    """
    mends: list[str] = []
    said: set[str] = set()
    scripts, own = list(order.scripts), set[int]()
    for at, (entry, written) in enumerate(zip(plans, screenplays, strict=True)):
        made = _own(order, at, entry, written, said, mends)
        if made is not None:
            scripts[at] = made
            own.add(at)
        said |= _marks(row.text for row in scripts[at].lines)
    while True:
        draft = _staged(order, plans if own else (), scripts)
        found = _judged(order, draft)
        if not found:
            return draft, tuple(mends)
        if not own:
            raise MakeError("contract", f"The season breaks its contract: {found[0].message}.",
                            "Try another --seed, or the embedded writer.")  # fmt: skip
        for at in (_offending(found, scripts) & own) or {_dullest(order, scripts, own)}:
            mends.append(f"ep{at + 1:02d}: breaks the contract, the embedded episode is used")
            scripts[at] = order.scripts[at]
            own.remove(at)


def _own(
    order: Commission, at: int, entry: EpisodePlan, written: Screenplay, said: set[str],
    mends: list[str],
) -> Script | None:  # fmt: skip
    """A screenplay as a script that repeats nothing; None when nothing can be made of it."""
    where = f"ep{entry.number:02d}"
    ending = _fresh_ending(order, entry, written, said, mends)
    if ending is None:
        mends.append(f"{where}: no ending of its own, the embedded episode is used")
        return None
    here = said | _marks([ending.text])
    inner: list[Speech] = []
    for line in written.lines[:-1]:
        parts = sentences(line.text)
        fresh: list[str] = []
        for part in parts:
            if mark_of(part) not in here:
                fresh.append(part)
            here.add(mark_of(part))
        if len(fresh) < len(parts):
            mends.append(f"{where}: said before: {line.text}")
            line = replace(line, text=joined(fresh, order.tongue))
        if line.text:
            inner.append(line)
    kept, repairs = repair(Screenplay((*inner, ending)), order.bounds)
    mends += [f"{where}: {done}" for done in repairs]
    if len(kept.lines) <= FEWEST_INNER or not fits(kept.texts, order.bounds):
        mends.append(f"{where}: too few lines of its own, the embedded episode is used")
        return None
    return Script(order.scripts[at].beat, rows_of(kept), entry.cliff)


def _fresh_ending(
    order: Commission, entry: EpisodePlan, written: Screenplay, said: set[str], mends: list[str]
) -> Speech | None:
    """The cliffhanger, put differently when it was said before."""
    if not written.lines:
        return None
    line = written.lines[-1]
    parts = sentences(line.text)
    if not parts:
        return None
    marks = _marks([line.text])
    if len(marks) == len(parts) and not marks & said:
        return line
    name = order.story.people[SHORT[line.to]].name
    call = f"{name}，" if order.tongue == "zh" else f"{name}, "
    for text in (parts[-1], call + parts[-1], entry.cliffhanger):
        if not _marks([text]) & said and fits([text], order.bounds):
            mends.append(f"ep{entry.number:02d}: ending said before: {line.text}")
            return replace(line, text=text)
    return None


def _offending(found: Sequence[Violation], scripts: Sequence[Script]) -> set[int]:
    """Episodes that a violation names, or that say a sentence which another one says too."""
    named = {int(v.where[2:4]) - 1 for v in found if v.where.startswith("ep")}
    said = [_marks(row.text for row in script.lines) for script in scripts]
    count = Counter(mark for marks in said for mark in marks)
    return named | {at for at, marks in enumerate(said) if any(count[m] > 1 for m in marks)}


def _dullest(order: Commission, scripts: Sequence[Script], own: set[int]) -> int:
    """The episode to give up when the season ends in too few ways: one of a type that others have,
    and whose embedded one would bring a new type."""
    used = Counter(script.cliff for script in scripts)

    def gain(at: int) -> tuple[bool, bool]:
        return not used[order.scripts[at].cliff], used[scripts[at].cliff] > 1

    return max(sorted(own), key=gain)


def _staged(
    order: Commission, plans: Sequence[EpisodePlan], scripts: Sequence[Script]
) -> SeasonDraft:
    return assemble(
        order.dossier, order.story, tuple(scripts), words=order.bounds.words, seed=order.seed,
        titles=[entry.title for entry in plans],
    )  # fmt: skip


def _judged(order: Commission, draft: SeasonDraft) -> tuple[Violation, ...]:
    dossier = order.dossier
    return check_season(draft.episodes, dossier.language, order.bounds.words, dossier.obligations)


def _broken(order: Commission, entry: EpisodePlan, written: Screenplay) -> tuple[Violation, ...]:
    """The rules one candidate breaks, by the judge of all scripts."""
    id = f"ep{entry.number:02d}"
    lines = tuple(
        Line(f"{id}/line{at}", f"cast/{row.speaker}", row.text, row.emotion, row.intensity)
        for at, row in enumerate(written.lines, 1)
    )
    episode = Episode(id, entry.number, entry.title, cliff=entry.cliff, lines=lines)
    return check_episode(episode, order.dossier.language, order.bounds.words)


def _labels(story: Story) -> dict[str, str]:
    """People by their names, where those are plain and differ; else by their roles."""
    names = [person.name for person in story.people.values()]
    plain = len(set(names)) == len(names) and all(map(plain_label, names))
    return {
        (person.name if plain else LONG[letter]): LONG[letter]
        for letter, person in story.people.items()
    }


def _marks(texts: Iterable[str]) -> set[str]:
    """The sentences of some lines in the form in which equal ones are equal."""
    return {mark_of(part) for text in texts for part in sentences(text)} - {""}
