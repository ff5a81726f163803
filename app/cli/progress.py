"""Progress for a person or a program: one rewritten line on a terminal, else plain lines."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from typing import TextIO

from engine.delivery.export import Progress as Delivery
from engine.work.events import Event

_STAGES = {
    "writing": "writing", "voice": "taking the voice", "drawing": "drawing",
    "expression": "acting",
    "speech": "speaking", "performance": "measuring", "portrait": "drawing", "plate": "painting",
    "cut": "cutting", "segment": "filming", "music": "composing", "mix": "mixing",
    "master": "joining", "cover": "covers", "textless": "filming without words",
    "clean": "joining", "export": "exporting",
}  # fmt: skip
_PLAIN_EVERY_S = 10.0


class Progress:
    """Prints events. as_json: one JSON object a line instead."""

    def __init__(self, as_json: bool, out: TextIO | None = None) -> None:
        self._json = as_json
        self._out = out or sys.stdout
        self._rewrites = not as_json and self._out.isatty()
        self._open = False
        self._next = 0.0

    def __call__(self, event: Event) -> None:
        """Show one event."""
        if self._json:
            print(json.dumps(asdict(event), ensure_ascii=False), file=self._out, flush=True)
        elif event.kind in ("progress", "export"):
            self._progress(event)
        elif event.kind == "episode":
            self.say(f"episode {event.episode} is finished")
        elif event.kind in ("failed", "note"):
            where = f"{event.slot}: " if event.slot else ""
            self.say(f"{where}{event.message}")

    def written(self, done: int, total: int) -> None:
        """Show how many episodes a writer has written."""
        self(Event("progress", "writing", 0, 1000 * done // max(1, total)))

    def delivered(self, news: Delivery) -> None:
        """Show how far an export is."""
        share = 1000 * news.done // max(1, news.total)
        self(Event("export", "export", news.number, share))

    def say(self, text: str) -> None:
        """A line that stays."""
        if self._json:
            note = Event("note", message=text)
            print(json.dumps(asdict(note), ensure_ascii=False), file=self._out, flush=True)
            return
        self.close()
        print(text, file=self._out, flush=True)

    def close(self) -> None:
        """End the rewritten line."""
        if self._open:
            print("\r\x1b[K", end="", file=self._out, flush=True)
            self._open = False

    def _progress(self, event: Event) -> None:
        episode = f"episode {event.episode}" if event.episode else "season"
        stage = _STAGES.get(event.stage, event.stage or "planning")
        left = "" if event.eta_s < 0 else f", {_clock(event.eta_s)} left"
        text = f"{event.done / event.total:4.0%}  {stage}, {episode}{left}"
        if self._rewrites:
            print(f"\r\x1b[K{text}", end="", file=self._out, flush=True)
            self._open = True
        elif time.monotonic() >= self._next:
            self._next = time.monotonic() + _PLAIN_EVERY_S
            print(text, file=self._out, flush=True)


def _clock(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02d}"
