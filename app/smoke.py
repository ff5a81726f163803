"""``--smoke``: opens the window on the sample season, plays two seconds, tells how late it was.

The sample is made anew in a folder of its own and rendered meanwhile, so that the figures are those
of a window with a busy engine.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QTimer

from app.gui import Desktop, application
from app.heartbeat import Heartbeat
from app.settings import Settings

PLAY_MS, PATIENCE_MS = 2000, 60_000


def run(began_s: float) -> int:
    """Measure and print. began_s: `time.perf_counter` when the program began."""
    with tempfile.TemporaryDirectory(prefix="cliffhanger-smoke-") as folder:
        return _run(began_s, Path(folder))


def _run(began_s: float, folder: Path) -> int:
    import os

    os.environ["CLIFFHANGER_PROJECTS"] = str(folder)
    qt = application([])
    desktop = Desktop(Settings(folder / "studio.ini"))
    studio = desktop.show()
    qt.processEvents()
    shown_s = time.perf_counter() - began_s
    beat, frames = Heartbeat(), [0]

    def play() -> None:
        frames[0] = studio.player.shown_frames
        studio.player.play(1.0)
        beat.start()
        QTimer.singleShot(PLAY_MS, studio, finish)

    def ready() -> None:
        """The first episode can be watched: play it as soon as its first picture stands."""
        studio.player.framed.disconnect(ready)
        studio.show_workspace("cut")
        QTimer.singleShot(500, studio, play)

    def finish() -> None:
        beat.stop()
        studio.player.pause()
        qt.exit(0)

    studio.player.framed.connect(ready)
    studio.open_sample()
    QTimer.singleShot(PATIENCE_MS, studio, lambda: qt.exit(1))
    code = int(qt.exec())
    played = studio.player.shown_frames - frames[0]
    studio.window.close()
    if code:
        print("the sample season could not be played within a minute")
        return 1
    print(f"window visible after {shown_s:.2f} s")
    print(f"frames shown in {PLAY_MS / 1000:.0f} s: {played}")
    print(f"lateness: p99 {beat.percentile(0.99):.1f} ms, worst {beat.worst():.1f} ms")
    return 0
