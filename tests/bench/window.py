"""How smooth the window is: ``python -m tests.bench.window PROJECT.cliff`` (a finished season).

Prints lateness of the window's beat while episodes are made, scrubbed frames a second on a finished
one, how far the picture is from the sound's clock, and scrolling of 20 against 100 episodes.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.gui import Desktop, application
from app.heartbeat import Heartbeat
from app.player import Player
from app.settings import Settings
from app.studio import Studio
from engine.edits.fields import set_field
from tests.gui.hands import opened, pause, until
from widgets.arc import ArcPanel
from widgets.data import EpisodeCard
from widgets.pictures import Pictures

SCRUB_S, PLAY_MS = 3.0, 4000


def main(project: Path) -> None:
    """Measure on a copy, so that the season stays as it is."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        copy = Path(folder) / "season.cliff"
        shutil.copytree(project, copy)
        application([])
        desktop = Desktop(Settings(Path(folder) / "studio.ini"))
        studio = opened(desktop.show(), copy)
        studio.show_workspace("cut")
        until(lambda: studio.player.frames > 0 and not studio.preview.picture.image.isNull())
        pause(1500)
        _scrub(studio)
        _sync(studio)
        _busy(studio)
        _arcs(list(studio.context.cards))
        studio.window.close()


def _scrub(studio: Studio) -> None:
    """Random places, asked as fast as the last one was answered."""
    player, chance = studio.player, random.Random(1)
    player.scrub(True)
    end, count = time.perf_counter() + SCRUB_S, 0
    while time.perf_counter() < end:
        before = player.shown_frames
        player.seek(chance.randrange(player.frames))
        until(lambda b=before: player.shown_frames > b, 2)
        count += 1
    player.scrub(False)
    print(f"scrubbing: {count / SCRUB_S:.0f} random frames a second")


def _sync(studio: Studio) -> None:
    """By how many frames the picture shown differs from the clock, at every picture."""
    player = studio.player
    apart: list[int] = []
    draw = Player._draw

    def noted(self: Player, shown: object) -> None:
        apart.append(self._now() - shown.frame)
        draw(self, shown)

    Player._draw = noted
    player.seek(60)
    player.play(1.0)
    pause(PLAY_MS)
    player.pause()
    Player._draw = draw
    rows = sorted(abs(n) for n in apart)
    late = sum(n > 1 for n in rows)
    print(f"picture and sound: {len(rows)} pictures in {PLAY_MS / 1000:.0f} s, {late} of them more "
          f"than a frame apart, worst {rows[-1]}")  # fmt: skip


def _busy(studio: Studio) -> None:
    """An edit puts an episode out of date; the window is used while it is made anew."""
    studio.context.edit(lambda d: set_field(d, d.places[0].id, "seed", "77"))
    until(lambda: studio.context.cards[0].state in ("stale", "waiting"))
    studio.context.make([c.id for c in studio.context.cards[:4]])
    until(lambda: studio.context.shown.look.running)
    beat = Heartbeat()
    beat.start()
    for name in ("write", "cut", "cast", "cut", "deliver", "cut"):
        studio.show_workspace(name)
        pause(1500)
    studio.player.play(1.0)
    pause(6000)
    studio.player.pause()
    beat.stop()
    print(f"while episodes are made: lateness p99 {beat.percentile(0.99):.1f} ms, worst "
          f"{beat.worst():.1f} ms, {len(beat.late_ms)} beats")  # fmt: skip
    studio.context.stop()


def _arcs(cards: list[EpisodeCard]) -> None:
    """One repaint after each step of scrolling."""
    pictures = Pictures()
    for count in (20, 100):
        many = [replace(cards[n % len(cards)], id=f"ep{n:03d}", number=n + 1) for n in range(count)]
        panel = ArcPanel(pictures)
        panel.resize(716, 760)
        panel.show()
        panel.show_cards(many, many[0].id)
        pause(1500)
        bar, took = panel.board.verticalScrollBar(), []
        for value in range(0, max(1, bar.maximum()), max(1, bar.maximum() // 60)):
            began = time.perf_counter()
            bar.setValue(value)
            panel.board.viewport().repaint()
            QApplication.processEvents()
            took.append((time.perf_counter() - began) * 1000)
        took.sort()
        print(f"{count} episodes: a step of scrolling takes {took[len(took) // 2]:.1f} ms, "
              f"worst {took[-1]:.1f} ms")  # fmt: skip
        panel.close()
    pictures.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
