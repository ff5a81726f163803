"""Fifty seasons of different premises against each other: ``python -m tests.bench.scripts``.

Prints by language what `insight script` prints of several seasons, and the worst of each figure.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from app.cli.insight import comparison_text
from engine.series.document import Document
from engine.writer.dossier import read_premise
from engine.writer.insight import Insight, compare, measure_script
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
        ("debt paid in", sorted({one.paid or 0 for one in found})),
        ("first word after, latest", f"{max(one.hook_ms or 0 for one in found) / 1000:.1f} s"),
        ("seasons without a try for the goal", sum(not one.goal for one in found)),
    )
    return [f"  {label:36}{value}" for label, value in rows]


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seed", type=int, default=1)
    seed = options.parse_args().seed
    for name, file in (("English", "premises_en.txt"), ("Mandarin", "premises_zh.txt")):
        premises = Path(__file__).with_name(file).read_text("utf-8").splitlines()
        scripts = [season(text, seed + at) for at, text in enumerate(premises)]
        print(f"{name}:")
        print("\n".join(worst([measure_script(script) for script in scripts])))
        names = [text[:24] for text in premises]
        print("\n".join(comparison_text(names, compare(scripts))))


if __name__ == "__main__":
    main()
