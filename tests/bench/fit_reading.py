"""Fitting the reader's weights: python -m tests.bench.fit_reading [--write].

Every premise whose answers are known is read; a conditional logit with a pull to zero learns, for
hero and opponent of English and Mandarin, what each sign is worth. Prints how often the right one
is chosen in sets that were left out of the fit; with --write, replaces the table of weights.

What the rules of place and verb give (`rule`) is not fitted but fixed: those rules were mended on
most of these premises, so a fit would trust them more than an unread premise can.
"""

from __future__ import annotations

import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.writer.reading import english, foes_en, foes_zh, goal_en, goal_zh, signs_en, signs_zh
from engine.writer.reading.beings import Being
from engine.writer.reading.deeds_en import Deeds
from engine.writer.reading.deeds_zh import DeedsZh
from engine.writer.reading.headline import body_en, body_zh
from engine.writer.reading.mentions_en import Mentions
from engine.writer.reading.mentions_zh import Words
from engine.writer.reading.weighing import NOBODY, Signs
from tests.writer.test_reading_causes import CASES

_HERE = Path(__file__).parents[1] / "writer"
_TABLE = Path(__file__).parents[2] / "resources" / "writer" / "reading_weights.toml"
RULE = {"en.hero": 0.1, "zh.hero": 0.2, "en.foe": 0.1, "zh.foe": 0.2}
PULL = {"en.hero": 3.0, "zh.hero": 3.0, "en.foe": 10.0, "zh.foe": 10.0}
"""How strongly weights are held to zero, by part."""


@dataclass(frozen=True)
class Choice:
    """One premise and part: the signs of each candidate, whether right. group: the set it is of."""

    group: str
    part: str
    signs: tuple[Signs, ...]
    right: tuple[bool, ...]


def hit(accepted: list[str], shown: str) -> bool:
    """Whether any answer stands in what is shown, Latin ones as whole words."""
    return any(
        re.search(rf"(?<!\w){re.escape(a.lower())}(?!\w)", shown.lower())
        if re.search("[A-Za-z]", a)
        else a in shown
        for a in accepted
    )


def _shown(being: Being) -> str:
    kin = being.kin or being.extra.get("kin", "")
    return f"{being.name} | {being.noun} | {being.said} | {kin}"


def _listed(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


def premises() -> list[tuple[str, str, list[str], list[str]]]:
    """Set, text, accepted heroes and opponents of every premise with answers."""
    found: dict[str, tuple[str, str, list[str], list[str]]] = {}
    files = [*sorted((_HERE / "read_sets").glob("*.toml")), _HERE / "readings.toml"]
    for path in files:
        rows = tomllib.loads(path.read_text("utf-8"))["premise"]
        for number, row in enumerate(rows):
            group = path.stem if path.stem != "readings" else f"readings_{number // 45}"
            foes = _listed(row.get("opponent", row.get("villain", "")))
            found.setdefault(row["text"], (group, row["text"], _listed(row["hero"]), foes))
    for case in CASES:
        text, hero, foe = (str(value) for value in case.values)
        found.setdefault(text, ("kinds", text, [hero], [foe]))
    return list(found.values())


def choices() -> list[Choice]:
    """Who was to be chosen from whom, in every premise."""
    found = []
    for group, text, heroes, foes in premises():
        tongue = "zh" if re.search("[\u4e00-\u9fff]", text) else "en"
        deeds: Deeds | DeedsZh
        if tongue == "zh":
            deeds = DeedsZh(Words(body_zh(text)))
            signs = signs_zh.of_foe(deeds, _weighed_zh(deeds))
        else:
            deeds = Deeds(Mentions(body_en(text)))
            signs = signs_en.of_foe(deeds, _weighed_en(deeds))
        if deeds.signs:
            found.append(_choice(group, f"{tongue}.hero", deeds.signs, heroes))
        found.append(_choice(group, f"{tongue}.foe", signs, foes, nobody=True))
    return found


def _weighed_en(deeds: Deeds) -> str:
    english.fates(deeds)
    goal, _ = goal_en.goal_of(deeds, deeds.hero)
    foes_en.weigh(deeds, goal)
    return goal


def _weighed_zh(deeds: DeedsZh) -> str:
    goal = goal_zh.goal_of(deeds)
    foes_zh.weigh(deeds, goal)
    return goal


def _choice(
    group: str, part: str, signs: dict[Being, Signs], answers: list[str], *, nobody: bool = False
) -> Choice:
    right = [hit(answers, _shown(being)) for being in signs]
    rows = list(signs.values())
    if nobody:
        rows.append({NOBODY: 1.0})
        right.append(not any(right))
    return Choice(group, part, tuple(rows), tuple(right))


def fit(rows: list[Choice], part: str, steps: int = 400) -> dict[str, float]:
    """Sign to weight, by Adam on the log-likelihood of the right ones. Deterministic."""
    rows = [row for row in rows if any(row.right) and not all(row.right)]
    names = sorted({sign for row in rows for each in row.signs for sign in each} - {"rule"})
    table = np.array([[each.get(n, 0.0) for n in names] for row in rows for each in row.signs])
    fixed = RULE[part] * np.array([each.get("rule", 0.0) for row in rows for each in row.signs])
    right = np.array([ok for row in rows for ok in row.right], dtype=float)
    sizes = [len(row.right) for row in rows]
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    owner = np.repeat(np.arange(len(rows)), sizes)
    weights, first, second = (np.zeros(len(names)) for _ in range(3))
    for step in range(1, steps + 1):
        total = table @ weights + fixed
        odds = np.exp(total - np.maximum.reduceat(total, starts)[owner])
        chance = odds / np.add.reduceat(odds, starts)[owner]
        wanted = chance * right
        wanted = wanted / np.maximum(np.add.reduceat(wanted, starts), 1e-9)[owner]
        slope = table.T @ (chance - wanted) + PULL[part] * weights
        first, second = 0.9 * first + 0.1 * slope, 0.99 * second + 0.01 * slope * slope
        root = np.sqrt(second / (1 - 0.99**step)) + 1e-8
        weights = weights - 0.05 * (first / (1 - 0.9**step)) / root
    found = dict(zip(names, (round(float(w), 3) for w in weights), strict=True))
    return {"rule": RULE[part], **{sign: weight for sign, weight in found.items() if weight}}


def chosen(row: Choice, weights: dict[str, float]) -> bool:
    """Whether the right one is chosen with these weights."""
    totals = [sum(weights.get(s, 0.0) * v for s, v in each.items()) for each in row.signs]
    real = [i for i, each in enumerate(row.signs) if NOBODY not in each]
    return bool(real) and row.right[max(real, key=lambda i: (round(totals[i], 6), -i))]


def main(*, write: bool) -> None:
    """Print left-out figures, part by part and set by set, and write the table when asked."""
    every = choices()
    lines = [
        "# What each sign is worth (log odds). Fitted by tests/bench/fit_reading.py, not by hand."
    ]
    for part in RULE:
        rows = [row for row in every if row.part == part]
        told = []
        for group in sorted({row.group for row in rows}):
            weights = fit([row for row in rows if row.group != group], part)
            out = [row for row in rows if row.group == group]
            told.append((group, sum(chosen(row, weights) for row in out), len(out)))
        print(part, sum(t[1] for t in told), "of", len(rows), *(f"{g}:{a}/{n}" for g, a, n in told))
        lines += ["", f"[{part}]"]
        lines += [f"{sign} = {weight}" for sign, weight in fit(rows, part).items()]
    if write:
        _TABLE.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main(write="--write" in sys.argv)
