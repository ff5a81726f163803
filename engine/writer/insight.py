"""What a script amounts to, in figures, whoever wrote it: `insight script` prints them.

Figures are floors, not taste: a season can pass all of them and be dull. What cannot be known of
a script (the beats of one that was typed as text) is None, never guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from statistics import StatisticsError, correlation, mean

from engine.base.errors import UserInputError
from engine.text.measure import is_chinese, sentences, word_count, words
from engine.writer.data import beats
from engine.writer.dossier import corrected, dossier_from_json, read_premise, story_of
from engine.writer.manuscript import Manuscript, Part
from engine.writer.planner import TURNS, after, holds, tension_at
from engine.writer.rhythm import open_promises
from engine.writer.story import Story
from engine.writer.twists import with_twist
from engine.writer.types import Dossier

NAME_MARK = "\u25cb"


@dataclass(frozen=True, slots=True)
class Insight:
    """One season measured. Shares are 0 to 1; None where the script does not tell.

    covered, missing: what the premise names and the script does or does not say or show.
    links: preconditions of beats that earlier beats made, of all; broken: "episode: fact".
    repeated: sentences said a second time. distinct2, distinct3: different pairs and triples of
    words (of characters in Chinese) among all. cliffs: endings by type; running: the same type
    twice running.
    tension_fit: correlation of the episodes' tension with the curve of the plan; acted_fit: that of
    the mean intensity of the lines with it. turn_gap: most episodes from one turn to the next.
    reveal, paid: episodes in which the chief secret comes out, and the opponent first loses in
    public (the pay point). moves, wins: episodes in which the opponent acts, the hero gains.
    unkept: what was opened and is still open when the season ends, as facts of the plan.
    hook_ms: longest silence before the first word of an episode, in milliseconds.
    goal: episodes in which the hero tries for what the premise says is wanted.
    """

    title: str
    episodes: int
    words_mean: float
    words_most: int
    covered: int | None
    missing: tuple[str, ...]
    links: tuple[int, int] | None
    broken: tuple[str, ...]
    repeated: tuple[str, ...]
    distinct2: float
    distinct3: float
    cliffs: tuple[tuple[str, int], ...]
    running: int
    tension_fit: float | None
    acted_fit: float | None
    turn_gap: int | None
    reveal: int | None
    paid: int | None
    moves: tuple[int, ...] | None
    wins: tuple[int, ...] | None
    unkept: tuple[str, ...]
    goal: tuple[int, ...] | None
    hook_ms: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Several seasons beside each other. Shares are 0 to 1.

    most_alike: largest share of one season's lines, names masked, that another one holds too, with
    their places in the list. alike: mean of that share over all pairs. repeated: share of all
    sentences, names and all, that more than one season says. same: mean share of a season's
    sentences that one other season says too. tropes: beats of second acts (the middle half) with
    the share of seasons that play them there, most frequent first.
    """

    seasons: int
    most_alike: tuple[float, int, int]
    alike: float
    same: float
    repeated: float
    tropes: tuple[tuple[str, float], ...]


def measure_script(script: Manuscript) -> Insight:
    """Measure one season."""
    dossier = _dossier(script)
    spoken = [speech.text for part in script.parts for speech in part.speeches]
    counts = [sum(word_count(s.text) for s in part.speeches) for part in script.parts]
    cliffs = [part.cliff for part in script.parts]
    missing = None if dossier is None else _missing(script, dossier)
    links, broken = _links(script, dossier)
    known = all(part.beat in beats() for part in script.parts) and bool(script.parts)
    return Insight(
        title=script.title,
        episodes=len(script.parts),
        words_mean=mean(counts) if counts else 0.0,
        words_most=max(counts, default=0),
        covered=None
        if dossier is None or missing is None
        else len(dossier.obligations) - len(missing),
        missing=missing or (),
        links=links,
        broken=broken,
        repeated=_repeated(spoken),
        distinct2=distinct(spoken, 2),
        distinct3=distinct(spoken, 3),
        cliffs=tuple(Counter(c for c in cliffs if c).most_common()),
        running=sum(a == b != "" for a, b in pairwise(cliffs)),
        tension_fit=_fit([part.tension for part in script.parts]),
        acted_fit=_fit([_acted(part) for part in script.parts]),
        turn_gap=_turn_gap(script) if known else None,
        reveal=_first(script, "idPub") if known else None,
        paid=next(iter(_tagged(script, "pay")), _first(script, "paid")) if known else None,
        moves=_tagged(script, "move") if known else None,
        wins=_tagged(script, "win") if known else None,
        unkept=_unkept(script, dossier) if known else (),
        goal=_tagged(script, "goal") if known else None,
        hook_ms=max((p.hook_ms for p in script.parts if p.hook_ms is not None), default=None),
    )


def compare(scripts: Sequence[Manuscript]) -> Comparison:
    """Measure seasons of different premises against each other (two at least)."""
    lines = [_masked_lines(script) for script in scripts]
    said = [
        {m for part in script.parts for s in part.speeches for m in marks(s.text)}
        for script in scripts
    ]
    shared = [(_share(lines[a], lines[b]), a, b) for a, b in combinations(range(len(scripts)), 2)]
    same = [_share(said[a], said[b]) for a, b in combinations(range(len(scripts)), 2)]
    times = Counter(mark for season in said for mark in season)
    return Comparison(
        seasons=len(scripts),
        most_alike=max(shared, default=(0.0, 0, 0)),
        alike=mean([s[0] for s in shared]) if shared else 0.0,
        same=mean(same) if same else 0.0,
        repeated=sum(n > 1 for n in times.values()) / max(1, len(times)),
        tropes=tropes_of(scripts),
    )


def marks(text: str) -> tuple[str, ...]:
    """The sentences of a line in a form in which equal ones are equal."""
    found = (re.sub(r"\W+", "", part).casefold() for part in sentences(text))
    return tuple(mark for mark in found if mark)


def masked(text: str, names: Sequence[str]) -> str:
    """A line with every name of the cast, whole or in part, replaced by one mark."""
    parts = {part for name in names for part in (name, *name.split()) if len(part) > 1}
    if is_chinese(text):
        parts |= {name[1:] for name in names if len(name) == 3}
    for part in sorted(parts, key=len, reverse=True):
        text = text.replace(part, NAME_MARK)
    return re.sub(rf"[^\w{NAME_MARK}]+", " ", text).casefold().strip()


def distinct(texts: Sequence[str], size: int) -> float:
    """Different runs of `size` words (Chinese: characters) among all runs in lines, 0 to 1."""
    runs: Counter[tuple[str, ...]] = Counter()
    for text in texts:
        units = [c for c in text if c.isalnum()] if is_chinese(text) else list(words(text))
        low = [unit.casefold() for unit in units]
        runs.update(zip(*(low[at:] for at in range(size)), strict=False))
    return len(runs) / max(1, sum(runs.values()))


def _dossier(script: Manuscript) -> Dossier | None:
    try:
        if script.dossier:
            return dossier_from_json(script.dossier)
        return read_premise(script.premise, "auto", script.seed)
    except UserInputError:
        return None


def _missing(script: Manuscript, dossier: Dossier) -> tuple[str, ...]:
    heard = {s.speaker for part in script.parts for s in part.speeches}
    whole = " ".join(
        [s.text for part in script.parts for s in part.speeches]
        + [text for part in script.parts for text in part.seen]
        + [*heard]
    ).casefold()
    return tuple(o for o in dossier.obligations if o.casefold() not in whole)


def _story(script: Manuscript, dossier: Dossier) -> Story:
    story = story_of(dossier.premise, dossier.language, script.seed)
    return with_twist(corrected(story, dossier))


def _links(
    script: Manuscript, dossier: Dossier | None
) -> tuple[tuple[int, int] | None, tuple[str, ...]]:
    plan = [part.beat for part in script.parts]
    if dossier is None or not plan or any(id not in beats() for id in plan):
        return None, ()
    facts = frozenset(_story(script, dossier).flags)
    held, broken = 0, []
    for number, id in enumerate(plan, 1):
        for need in beats()[id].needs:
            if holds((need,), facts):
                held += 1
            else:
                broken.append(f"{number}: {need}")
        facts = after(facts, beats()[id])
    return (held, held + len(broken)), tuple(broken)


def _repeated(spoken: Sequence[str]) -> tuple[str, ...]:
    times = Counter(mark for text in spoken for mark in marks(text))
    return tuple(mark for mark, count in times.items() if count > 1)


def _acted(part: Part) -> float | None:
    known = [s.intensity for s in part.speeches if s.emotion]
    return mean(known) if known else None


def _fit(found: Sequence[float | None]) -> float | None:
    """Correlation (Pearson) of a season's values with the plan's curve, None where undefined."""
    values = [value for value in found if value is not None]
    if len(values) < 3 or len(values) < len(found):
        return None
    curve = [tension_at(at / (len(values) - 1)) for at in range(len(values))]
    try:
        return correlation(values, curve)
    except StatisticsError:  # all values alike
        return None


def _turn_gap(script: Manuscript) -> int:
    turns = [at for at, part in enumerate(script.parts) if beats()[part.beat].tags & TURNS]
    stops = [-1, *turns, len(script.parts)]
    return max(b - a for a, b in pairwise(stops))


def _first(script: Manuscript, fact: str) -> int | None:
    return next((p.number for p in script.parts if fact in beats()[p.beat].gives), None)


def _tagged(script: Manuscript, tag: str) -> tuple[int, ...]:
    return tuple(p.number for p in script.parts if tag in beats()[p.beat].tags)


def _unkept(script: Manuscript, dossier: Dossier | None) -> tuple[str, ...]:
    facts = frozenset(_story(script, dossier).flags) if dossier is not None else frozenset()
    for part in script.parts:
        facts = after(facts, beats()[part.beat])
    return open_promises(facts)


def _masked_lines(script: Manuscript) -> set[str]:
    return {masked(s.text, script.names) for part in script.parts for s in part.speeches} - {""}


def _share(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))


def tropes_of(scripts: Sequence[Manuscript]) -> tuple[tuple[str, float], ...]:
    """Beats of second acts with the share of seasons that play them there, most frequent first.

    The second act is the middle half: from a quarter to three quarters of the season.
    """
    times: Counter[str] = Counter()
    for script in scripts:
        count = len(script.parts)
        times.update(
            {p.beat for at, p in enumerate(script.parts) if count <= 4 * at < 3 * count and p.beat}
        )
    return tuple((id, n / max(1, len(scripts))) for id, n in times.most_common())
