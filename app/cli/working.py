"""Long work on the command line: Ctrl-C as a request, progress, and what is said at the end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from app.cli.progress import Progress
from engine.api import Engine
from engine.work.events import Report


def work(engine: Engine, only: set[int] | None, say: Progress) -> Report:
    """Make, with Ctrl-C as a request to stop."""
    with stopping() as cancel:
        try:
            return engine.make(only, say, cancel)
        finally:
            say.close()


@contextmanager
def stopping() -> Iterator[threading.Event]:
    """Ctrl-C as a request: the event is set instead of an exception raised."""
    cancel = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        cancel.set()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield cancel
    finally:
        signal.signal(signal.SIGINT, before)


def closed(report: Report, say: Progress, again: str) -> int:
    if report.cancelled:
        say.say(f"stopped; everything finished is kept. Go on with: {again}")
    for failure in report.failed:
        if failure.detail:
            say.say(failure.detail.strip().splitlines()[-1])
    if report.failed:
        say.say(f"{len(report.failed)} things failed; the rest is kept")
    return 1 if report.cancelled or report.failed else 0
