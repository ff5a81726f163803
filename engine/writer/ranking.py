"""Which of several candidates for an episode is kept. Counting only: no model, no taste.

A candidate that breaks the contract is never kept while another does not. What the rest are
weighed by is listed in `Score`; each part is from 0 (worst) to 1, and the weights are the house's
choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.text.measure import han_count, is_chinese, sentences, words
from engine.writer.contract import cliff_type
from engine.writer.season_plan import EpisodePlan
from engine.writer.word_budget import Limits, fits

_WEIGHTS = (1.0, 3.0, 1.5, 1.0, 1.0)  # in the order of Score's parts
_BROKEN = 10.0  # more than all parts can give
_FULL_ENOUGH = 0.8
_SPAN = {False: 3, True: 4}  # words, or Han characters, that make two texts alike


@dataclass(frozen=True, slots=True)
class Score:
    """What a candidate amounts to.

    violations: rules broken. coverage: share of the names asked for that are said. ending: how
    far the last sentence carries the planned one, and is of its type. fresh: 1 - the share of its
    n-grams that earlier episodes have. distinct: share of different ones among its pairs of
    neighbours. length: use of the budget, full from 80 % on.
    """

    violations: int
    coverage: float
    ending: float
    fresh: float
    distinct: float
    length: float

    @property
    def total(self) -> float:
        """The weighed sum; a broken rule costs more than all parts can give."""
        parts = (self.coverage, self.ending, self.fresh, self.distinct, self.length)
        weighed = sum(weight * part for weight, part in zip(_WEIGHTS, parts, strict=True))
        return weighed - _BROKEN * self.violations


def score(
    texts: Sequence[str],
    plan: EpisodePlan,
    bounds: Limits,
    *,
    earlier: Sequence[str] = (),
    names: Sequence[str] = (),
    violations: int = 0,
) -> Score:
    """Weigh one candidate. texts: its lines, the last one the cliffhanger. earlier: lines of the
    episodes already kept. names: what the premise wants heard and no earlier episode said.
    """
    whole = " ".join(texts).casefold()
    heard = [name for name in names if name.casefold() in whole]
    mine, theirs = _spans(texts), _spans(earlier)
    pairs = [pair for text in texts for pair in _grams(text, 2)]
    return Score(
        violations=violations + (not fits(list(texts), bounds)),
        coverage=len(heard) / len(names) if names else 1.0,
        ending=_ending(texts[-1] if texts else "", plan, bounds.tongue),
        fresh=1.0 - len(mine & theirs) / len(mine) if mine else 1.0,
        distinct=len(set(pairs)) / len(pairs) if pairs else 0.0,
        length=_length(texts, bounds),
    )


def best(scores: Sequence[Score]) -> int:
    """Index of the highest total; the first of equal ones. Raises ValueError for none."""
    return max(range(len(scores)), key=lambda at: scores[at].total)


def agreement(said: str, planned: str) -> float:
    """Share of the planned sentence's words (Han characters) that a sentence has, 0 to 1."""
    wanted, have = _units(planned), _units(said)
    if not wanted:
        return 0.0
    pool = list(have)
    hits = 0
    for unit in wanted:
        if unit in pool:
            pool.remove(unit)
            hits += 1
    return hits / len(wanted)


def _ending(text: str, plan: EpisodePlan, tongue: str) -> float:
    parts = sentences(text)
    if not parts:
        return 0.0
    kind = cliff_type(parts[-1], tongue)
    return 0.75 * agreement(parts[-1], plan.cliffhanger) + 0.25 * (kind == plan.cliff)


def _length(texts: Sequence[str], bounds: Limits) -> float:
    if bounds.tongue == "zh":
        used = sum(map(han_count, texts)) / bounds.han
    else:
        used = sum(len(words(text)) for text in texts) / bounds.words
    return min(1.0, used / _FULL_ENOUGH)


def _spans(texts: Sequence[str]) -> set[tuple[str, ...]]:
    return {gram for text in texts for gram in _grams(text, _SPAN[is_chinese(text)])}


def _grams(text: str, size: int) -> list[tuple[str, ...]]:
    units = _units(text)
    return [tuple(units[at : at + size]) for at in range(len(units) - size + 1)]


def _units(text: str) -> tuple[str, ...]:
    if is_chinese(text):
        return tuple(c for c in text if c.isalnum())
    return tuple(word.casefold() for word in words(text))
