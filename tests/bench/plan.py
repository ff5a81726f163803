"""Planning a large season: python -m tests.bench.plan [EPISODES].

Prints how long the first plan takes, a plan after one edit (what an edit costs), and a plan with
nothing changed, each as the median of several runs.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

from tests.graph.world import World, season, with_line


def median_ms(action: Callable[[int], object], runs: int = 9) -> float:
    """Median wall time of `action(run)` in milliseconds."""
    spent = []
    for run in range(runs):
        start = time.perf_counter()
        action(run)
        spent.append((time.perf_counter() - start) * 1000)
    return statistics.median(spent)


def main(episodes: int) -> None:
    """Build the season once, then measure."""
    world, document = World(), season(episodes, 18)
    world.build(document)
    assets = len(world.plan(document).assets)
    edited = median_ms(
        lambda run: world.plan(with_line(document, "ep02/line3", text=f"Changed {run}."))
    )
    still = median_ms(lambda run: world.plan(document))

    def first(run: int) -> None:
        fresh = World(_takes=world._takes, _keys=world._keys, _slots=world._slots,
                      _cuts=world._cuts)  # fmt: skip
        fresh.plan(document)

    print(f"{assets} assets: after one edit {edited:.1f} ms, unchanged {still:.1f} ms, "
          f"first plan {median_ms(first, 5):.1f} ms")  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
