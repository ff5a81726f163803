"""Fifty seasons of different premises against each other: ``python -m tests.bench.scripts``.

Prints by language what `insight script` prints of several seasons, and the worst of each figure;
last, how often a beat comes up in the second acts of both languages together.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from app.cli.insight import comparison_text
from engine.series.document import Document
from engine.writer.dossier import read_premise
from engine.writer.insight import Insight, compare, measure_script, tropes_of
from engine.writer.manuscript import Manuscript, of_document
from engine.writer.season import write_season


def season(premise: str, seed: int) -> Manuscript:
    """The script of a season of 20."""
    draft = write_season(read_premise(premise, "auto", seed), seed=seed)
    return of_document(Document(draft.series, draft.cast, draft.places, draft.episodes))


def worst(found: Sequence[Insight]) -> list[str]:
    """The figures of the season that is worst in each."""
    fits = [one.tension_fit or 0.0 for one in found]
    rows = (
        ("words, most", max(one.words_most for one in found)),
        ("named but not told", sum(len(one.missing) for one in found)),
        ("causes broken", sum(len(one.broken) for one in found)),
        ("sentences said twice", sum(len(one.repeated) for one in found)),
        ("distinct-2, least", f"{min(one.distinct2 for one in found):.3f}"),
        ("kinds of cliffhanger, fewest", min(len(one.cliffs) for one in found)),
        ("tension as planned, least r", f"{min(fits):.2f}"),
        ("episodes between turns, most", max(one.turn_gap or 0 for one in found)),
        ("secret out in", sorted({one.reveal or 0 for one in found})),
        ("opponent first pays in", _spread([one.paid or 0 for one in found])),
        ("hero's first point, latest", max((one.wins or (0,))[0] for one in found)),
        ("episodes between points, most", max(_gap(one.wins) for one in found)),
        ("opponent at rest, most", max(_gap(_before_fall(one)) for one in found)),
        ("tries for the goal before 15, least", min(_early(one) for one in found)),
        ("last try, earliest", min((one.goal or (0,))[-1] for one in found)),
        ("promises open at the end", sum(len(one.unkept) for one in found)),
        ("first word after, latest", f"{max(one.hook_ms or 0 for one in found) / 1000:.1f} s"),
        ("seasons without a try for the goal", sum(not one.goal for one in found)),
    )
    return [f"  {label:36}{value}" for label, value in rows]


def _spread(numbers: Sequence[int]) -> str:
    """How many seasons have each number: "8: 3, 9: 5"."""
    return ", ".join(f"{number}: {count}" for number, count in sorted(Counter(numbers).items()))


def _gap(numbers: Sequence[int] | None) -> int:
    """Most episodes from one of these numbers to the next, the beginning counted as 0."""
    return max((b - a for a, b in pairwise([0, *(numbers or ())])), default=0)


def _before_fall(one: Insight) -> tuple[int, ...]:
    """The opponent's moves; the opponent is caught in the last three episodes."""
    last = one.episodes - 2
    return (*(at for at in one.moves or () if at < last), last)


def _early(one: Insight) -> int:
    """Attempts at the goal before episode 15."""
    return sum(at < 15 for at in one.goal or ())


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seed", type=int, default=1)
    seed = options.parse_args().seed
    both: list[Manuscript] = []
    for name, file in (("English", "premises_en.txt"), ("Mandarin", "premises_zh.txt")):
        premises = Path(__file__).with_name(file).read_text("utf-8").splitlines()
        scripts = [season(text, seed + at) for at, text in enumerate(premises)]
        both += scripts
        print(f"{name}:")
        print("\n".join(worst([measure_script(script) for script in scripts])))
        names = [text[:24] for text in premises]
        print("\n".join(comparison_text(names, compare(scripts))))
    tropes = tropes_of(both)[:5]
    print("Both, beats of second acts: " + ", ".join(f"{id} {part:.0%}" for id, part in tropes))


if __name__ == "__main__":
    main()
