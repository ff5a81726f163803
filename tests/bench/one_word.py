"""What one changed word costs: python -m tests.bench.one_word PROJECT.cliff (a copy is used).

Changes one word in each line of the second episode, one line after the other, and compares with the
whole episode made anew, all with warm workers in one run. CPU time is what the workers spent on the
jobs plus what this process spent; wall time is what a person waits for.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from engine.api import Engine
from engine.edits.fields import set_field
from engine.series.document import Line

EPISODE = 2


@dataclass(frozen=True)
class Spent:
    """Milliseconds: wall time, CPU time in all, and CPU time by kind of asset."""

    wall: float
    cpu: float
    by_kind: Counter[str]
    made: Counter[str]

    def __str__(self) -> str:
        kinds = ", ".join(
            f"{kind} {ms:.0f}" + (f" ({self.made[kind]})" if self.made[kind] > 1 else "")
            for kind, ms in self.by_kind.most_common()
        )
        return f"{self.cpu:6.0f} ms CPU, {self.wall:6.0f} ms wall: {kinds}"


def spent_making(engine: Engine, episode: int) -> Spent:
    """Make one episode and say what that cost."""
    wall, own = time.perf_counter(), time.process_time()
    report = engine.make([episode], lambda _: None, threading.Event())
    assert not report.failed, report.failed
    wall, own = time.perf_counter() - wall, time.process_time() - own
    cost: Counter[str] = Counter({"engine": round(own * 1000)})
    made: Counter[str] = Counter()
    for slot in report.made:
        cost[slot.role] += engine.made(slot)[-1].cost_ms
        made[slot.role] += 1
    return Spent(wall * 1000, cost.total(), cost, made)


def reworded(line: Line) -> str:
    """The line's text with another last word."""
    words = line.text.split()
    return " ".join([*words[:-1], "now."]) if len(words) > 1 else f"{line.text[:-1]}了。"


def whole(engine: Engine) -> Spent:
    """What the whole episode costs: every place of it is drawn anew, so no segment stays as it was.

    The places themselves are not counted: a season draws them once.
    """
    names = {scene.place for scene in engine.document.episodes[EPISODE - 1].scenes}
    for place in [p for p in engine.document.places if p.id in names]:
        engine.apply(set_field(engine.document, place.id, "seed", str(place.seed + 1)))
    found = spent_making(engine, EPISODE)
    kinds = Counter({kind: ms for kind, ms in found.by_kind.items() if kind != "plate"})
    return Spent(found.wall, kinds.total(), kinds, found.made)


def main(project: Path) -> None:
    """Change words, change everything, compare."""
    with tempfile.TemporaryDirectory(dir=project.resolve().parent) as folder:
        copy = Path(folder) / "copy.cliff"
        shutil.copytree(project, copy, ignore=shutil.ignore_patterns("media"))
        shutil.copytree(project / "media", copy / "media", copy_function=os.link)
        with Engine.open(copy) as engine:
            engine.apply(set_field(engine.document, "ep01/line1", "text", "Warm up the workers."))
            spent_making(engine, 1)
            spent_making(engine, EPISODE)
            found = []
            for line in engine.document.episodes[EPISODE - 1].lines:
                engine.apply(set_field(engine.document, line.id, "text", reworded(line)))
                found.append(spent_making(engine, EPISODE))
                print(f"{line.id} {found[-1]}")
            all_of_it = whole(engine)
            print(f"whole      {all_of_it}")
            cpu = [one.cpu / all_of_it.cpu for one in found]
            wall = [one.wall / all_of_it.wall for one in found]
            print(f"one word of {len(found)} lines against the whole: "
                  f"CPU median {statistics.median(cpu):.1%}, most {max(cpu):.1%}; "
                  f"wall median {statistics.median(wall):.1%}, most {max(wall):.1%}")  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]))
