"""What one changed word costs: python -m tests.bench.one_word PROJECT.cliff (a copy is used).

Prints the slots that were made again, and the time of the change against that of the whole episode
made anew, both with warm workers and in one run.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path

from engine.api import Engine
from engine.edits.fields import set_field
from engine.work.events import Report


def timed_make(engine: Engine, episode: int) -> tuple[Report, float]:
    """Make one episode; returns the report and the wall time in seconds."""
    start = time.perf_counter()
    report = engine.make([episode], lambda _: None, threading.Event())
    return report, time.perf_counter() - start


def main(project: Path) -> None:
    """Change a word, change everything, compare."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.cliff"
        shutil.copytree(project, copy)
        with Engine.open(copy) as engine:
            line = engine.document.episodes[1].lines[1]
            engine.apply(set_field(engine.document, "ep01/line1", "text", "Warm up the workers."))
            timed_make(engine, 1)
            words = line.text.split()
            changed = " ".join([*words[:-1], "now."]) if len(words) > 1 else f"{line.text[:-1]}了。"
            engine.apply(set_field(engine.document, line.id, "text", changed))
            report, once = timed_make(engine, 2)
            print(*report.made, sep="\n")
            for item in engine.document.episodes[1].shots:
                value = str(item.hold_ms + 100) if not item.line else str(item.hold_ms + 34)
                engine.apply(set_field(engine.document, item.id, "hold_ms", value))
            whole, all_of_it = timed_make(engine, 2)
            made = sum(slot.role == "segment" for slot in whole.made)
            print(f"one word {once:.2f} s, whole episode ({made} segments) {all_of_it:.2f} s, "
                  f"ratio {once / all_of_it:.1%}")  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]))
