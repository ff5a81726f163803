"""``insight``: a script in figures. Judges nothing that it cannot count."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from app.cli.inputs import premise_text
from engine.api import Engine
from engine.base.errors import UserInputError
from engine.writer.insight import Comparison, Insight, compare, measure_script
from engine.writer.manuscript import Manuscript, of_document, of_json, of_text

_NOT_KNOWN = "not known for this script"


def insight(options: Namespace) -> int:
    """Measure scripts. Returns 0.

    Raises:
        UserInputError: something named is no script.
    """
    premise = premise_text(options.premise) if options.premise else ""
    scripts = [_script(Path(name), premise) for name in options.scripts]
    found = [measure_script(script) for script in scripts]
    between = compare(scripts) if len(scripts) > 1 else None
    if options.json:
        rows = {"scripts": [asdict(one) for one in found]}
        whole = rows | ({"comparison": asdict(between)} if between else {})
        print(json.dumps(whole, ensure_ascii=False, indent=2))
        return 0
    for name, one in zip(options.scripts, found, strict=True):
        print("\n".join(insight_text(name, one)))
    if between:
        print("\n".join(comparison_text(options.scripts, between)))
    return 0


def _script(path: Path, premise: str) -> Manuscript:
    if path.is_dir() and (path / "series.json").is_file():
        path = path / "series.json"
    if path.is_dir():
        with Engine.open(path) as engine:
            return of_document(engine.document)
    text = premise_text(str(path), must_be_file=True)
    script = of_json(text) if text.lstrip().startswith("{") else of_text(text, premise)
    if not script.parts:
        raise UserInputError("bad-script", f"{path} holds no episode.", "Name another file.")
    return replace(script, premise=premise) if premise else script


def insight_text(name: str, found: Insight) -> list[str]:
    """One season's figures as rows for a terminal."""
    named = _NOT_KNOWN
    if found.covered is not None:
        named = f"{found.covered} of {found.covered + len(found.missing)}"
        named += f", missing: {', '.join(found.missing)}" if found.missing else ""
    links = _NOT_KNOWN
    if found.links is not None:
        links = f"{found.links[0]} of {found.links[1]}"
        links += f", broken: {', '.join(found.broken)}" if found.broken else ""
    repeated = f"{len(found.repeated)}"
    repeated += f": {', '.join(found.repeated[:5])}" if found.repeated else ""
    known = found.goal is not None
    kinds = ", ".join(f"{kind} {count}" for kind, count in found.cliffs) or _NOT_KNOWN
    rows = (
        ("episodes", f"{found.episodes}"),
        ("words an episode", f"{found.words_mean:.1f} (most {found.words_most})"),
        ("named by the premise, told", named),
        ("causes in place", links),
        ("sentences said twice", repeated),
        ("distinct-2, distinct-3", f"{found.distinct2:.3f}, {found.distinct3:.3f}"),
        ("cliffhangers", f"{kinds}; same type twice running: {found.running}"),
        ("tension as planned, r",
         f"{_number(found.tension_fit)} (acted: {_number(found.acted_fit)})"),
        ("episodes between turns, most", _count(found.turn_gap)),
        ("secret out in", _count(found.reveal)),
        ("opponent first pays in", _count(found.paid)),
        ("opponent acts in", _NOT_KNOWN if found.moves is None else _listed(found.moves)),
        ("points for the hero in", _NOT_KNOWN if found.wins is None else _listed(found.wins)),
        ("begun and left open", ", ".join(found.unkept) or "nothing" if known else _NOT_KNOWN),
        ("first word after, at most", _NOT_KNOWN if found.hook_ms is None
                                      else f"{found.hook_ms / 1000:.1f} s"),
        ("goal tried in", _NOT_KNOWN if found.goal is None else _listed(found.goal)),
    )  # fmt: skip
    return [f"{name}: {found.title}", *(f"  {label:30}{value}" for label, value in rows)]


def comparison_text(names: Sequence[str], found: Comparison) -> list[str]:
    """Several seasons' figures as rows for a terminal."""
    share, one, other = found.most_alike
    tropes = ", ".join(f"{id} {part:.0%}" for id, part in found.tropes[:5])
    rows = (
        ("lines shared, names masked",
         f"{found.alike:.1%} of a pair, at most {share:.1%} ({names[one]}, {names[other]})"),
        ("sentences of another season", f"{found.same:.2%} of a pair"),
        ("sentences said by several", f"{found.repeated:.1%} of all"),
        ("beats of second acts", tropes or _NOT_KNOWN),
    )  # fmt: skip
    return [f"{found.seasons} seasons", *(f"  {label:30}{value}" for label, value in rows)]


def _number(value: float | None) -> str:
    return _NOT_KNOWN if value is None else f"{value:.2f}"


def _count(value: int | None) -> str:
    return "-" if value is None else str(value)


def _listed(values: Sequence[int]) -> str:
    return ", ".join(map(str, values)) or "no episode"
