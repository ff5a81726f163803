"""Full repaints of a timeline with 500 clips on every track: ``python -m tests.bench.timeline``."""

from __future__ import annotations

import time
from dataclasses import replace

from app.gui import application
from tests.gui.hands import pause
from tests.widgets.timeline_world import VIEW, port
from widgets.data import ShotClip, TextClip, TimelineView
from widgets.pictures import Pictures
from widgets.timeline import TimelinePanel

CLIPS, TURNS = 500, 15
STATES = ("fresh", "stale", "waiting", "rendering", "pinned", "failed")


def main() -> None:
    """Best and median of each zoom, milliseconds."""
    application([])
    pictures = Pictures()
    panel = TimelinePanel(pictures)
    panel.resize(1375, 378)
    panel.show()
    panel.show_view(_view())
    pause(200)
    for scale in (0.0, 0.1, 1.0, 40.0):
        panel.canvas.set_scale(scale, 400)
        took = []
        for _ in range(TURNS):
            start = time.perf_counter()
            panel.canvas.refresh()
            port(panel).repaint()
            took.append((time.perf_counter() - start) * 1000)
        took.sort()
        print(f"{scale:g} pixels a frame: best {took[0]:.1f} ms, median {took[TURNS // 2]:.1f} ms")
    panel.close()
    pictures.close()


def _view() -> TimelineView:
    one = VIEW.speech[0]
    return TimelineView(
        "big",
        CLIPS * 90,
        30,
        tuple(
            ShotClip(f"c{i}", f"s{i}", i + 1, i * 90, 90, STATES[i % 6], i % 7 == 0)
            for i in range(CLIPS)
        ),
        tuple(
            replace(one, id=f"l{i}", first=i * 90 + 5, frames=80, marks=(i * 90 + 40,))
            for i in range(CLIPS)
        ),
        tuple(TextClip(f"q{i}", i * 90 + 5, 80, "Say it again.") for i in range(CLIPS)),
        tuple(TextClip(f"f{i}", i * 90, 30, "Boom") for i in range(CLIPS)),
        tuple(range(100)) * 100,
        "fresh",
    )


if __name__ == "__main__":
    main()
