"""Find how often beats are dealt, so that all are played: ``python -m tests.bench.balance``.

Plans seasons of the bench's premises (other seeds than `tests.bench.scripts` takes) round after
round. A beat that comes up more often than its share is dealt less and loses favour, one that comes
up less gains; what has settled is written to ``resources/writer/balance.toml``. Takes minutes.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import engine.writer.data as data
from engine.writer.data import beats
from engine.writer.dossier import read_premise
from engine.writer.hand import is_dealt
from engine.writer.planner import plan
from engine.writer.rhythm import REVEALS
from engine.writer.season import story_for

PREMISES = [
    text
    for name in ("premises_en.txt", "premises_zh.txt")
    for text in Path(__file__).with_name(name).read_text("utf-8").splitlines()
]
FILE = Path(__file__).parents[2] / "resources" / "writer" / "balance.toml"
SHARE, SECOND = 0.19, 0.15
"""Of how many seasons a beat is wanted at most: anywhere, and in the second act."""
LEAST, FAVOUR = 0.1, (-6.0, 10.0)
"""The least share in which a beat is dealt; how far favour may go, down and up."""
Weights = dict[str, dict[str, float]]


def planned(job: tuple[int, int, Weights]) -> tuple[str, ...]:
    """The plan of one premise and seed with these weights."""
    at, seed, weights = job
    data.table("balance.toml").update(weights)
    return plan(
        story_for(read_premise(PREMISES[at], "auto", seed), episodes=20, words=60, seed=seed), 20
    )


def counted(plans: Iterable[tuple[str, ...]]) -> tuple[dict[str, float], dict[str, float]]:
    """In which share of plans each beat is played, and played in the second act (6 to 15)."""
    seasons = list(plans)
    whole = Counter(id for ids in seasons for id in ids)
    second = Counter(id for ids in seasons for id in ids[5:15])
    return _shares(whole, len(seasons)), _shares(second, len(seasons))


def _shares(times: Counter[str], seasons: int) -> dict[str, float]:
    return {id: count / seasons for id, count in times.items()}


def moved(weights: Weights, whole: dict[str, float], second: dict[str, float], step: float) -> None:
    """Take a step towards equal shares: favour up to its bounds, then the deal."""
    for id in beats():
        if id.startswith(("o_", "plant_", "sign_", "hook")) or id in REVEALS:
            continue
        over = max(whole.get(id, 0.0) / SHARE, second.get(id, 0.0) / SECOND)
        favour = weights["favour"].get(id, 0.0) + step * (1 - over**0.5)
        weights["favour"][id] = round(max(FAVOUR[0], min(FAVOUR[1], favour)), 2)
        if not is_dealt(id):
            continue
        deal = weights["deal"].get(id, 1.0) / max(0.7, min(1.5, over)) ** 0.6
        weights["deal"][id] = round(max(LEAST, min(1.0, deal)), 2)


def written(weights: Weights) -> None:
    """Put the weights into the file, its head kept."""
    head = FILE.read_text("utf-8").split("[deal]")[0]
    parts = [
        f"[{name}]\n"
        + "\n".join(f"{id} = {value:g}" for id, value in sorted(rows.items()) if value)
        for name, rows in weights.items()
    ]
    FILE.write_text(head + "\n\n".join(parts) + "\n", "utf-8")


def main() -> None:
    """Balance."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=6)
    options.add_argument("--plans", type=int, default=200)
    chosen = options.parse_args()
    found = data.table("balance.toml")
    weights: Weights = {name: dict(found[name]) for name in ("deal", "favour")}
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for number in range(chosen.rounds):
            jobs = [
                (at % len(PREMISES), 1001 + number * chosen.plans + at, weights)
                for at in range(chosen.plans)
            ]
            whole, second = counted(pool.map(planned, jobs, chunksize=5))
            top = sorted(second, key=lambda id: -second[id])[:6]
            never = [id for id in beats() if id not in whole and not id.startswith("o_")]
            print(f"round {number + 1}:", *(f"{id} {second[id]:.0%}" for id in top))
            print(
                f"  whole {max(whole.values()):.0%}, never played {len(never)}:", *never, flush=True
            )
            moved(weights, whole, second, 1.5 / (1 + number / 3))
            written(weights)


if __name__ == "__main__":
    main()
