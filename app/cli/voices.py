"""``voices``: what concerns voices beyond one project. Long work runs in a child that loads models.

The child says on its stdout, one JSON object a line, what happens; this side shows it and, on
Ctrl-C, asks the child to stop, which keeps what it has.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import TextIO

from app.cli import clone
from engine.base.errors import EnvironmentFault, StudioError, UserInputError
from engine.base.offline import without_keys

_PLAIN_EVERY_S = 10.0


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """What can be typed after ``voices``."""
    top = commands.add_parser("voices", help="clone a voice; train what cloning needs")
    doing = top.add_subparsers(dest="doing", metavar="WHAT", required=True)
    clone.add_parser(doing)
    train = doing.add_parser(
        "train-quantiser", help="teach the semantic side of cloning on Bark's own speech",
        description="Bark speaks sentences of a language; a small network learns to name Bark's"
        " tokens from the sound. Stop it with Ctrl-C; the same command goes on.",
    )  # fmt: skip
    train.add_argument("--language", required=True, metavar="zh|en")
    train.add_argument("--bark", required=True, metavar="FOLDER")
    train.add_argument("--hubert", required=True, metavar="FOLDER")
    train.add_argument("--out", required=True, metavar="FILE.safetensors")
    train.add_argument("--hours", type=float, default=2.0, metavar="2", help="of Bark's speech")
    train.add_argument("--steps", type=int, default=20_000, metavar="N")
    train.add_argument("--texts", metavar="FILE", help="sentences of your own, one a line")
    train.add_argument("--batch", type=int, default=16, metavar="16", help="spoken at once")
    train.add_argument("--hidden", type=int, default=512, metavar="512", help="width")
    train.add_argument("--seed", type=int, default=1, metavar="N")
    train.add_argument("--json", action="store_true", help="one JSON event a line")


def voices(options: Namespace) -> int:
    """Voices from recordings."""
    return clone.clone(options) if options.doing == "clone" else train_quantiser(options)


def train_quantiser(options: Namespace) -> int:
    """Run the training and show it. Returns 0 when it is finished, 1 when it was stopped.

    Raises:
        StudioError: what the training says is wrong. EnvironmentFault: it died, or cannot start.
    """
    if find_spec("torch") is None or find_spec("transformers") is None:
        raise EnvironmentFault(
            "no-libraries", "The model libraries are not installed.", "bash installer/models.sh"
        )
    command = [sys.executable, "-m", "engine.voice.quantiser_training", *_arguments(options)]
    root = Path(__file__).resolve().parents[2]
    child = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=root,
        env=without_keys(os.environ),
    )  # fmt: skip
    assert child.stdout is not None
    show = _Show(options.json)
    last: dict[str, object] = {}
    with _stopping(child):
        for line in child.stdout:
            last = _event(line) or last
            show(last)
        code = child.wait()
    show.close()
    if "finished" in last or "stopped" in last:
        return 0 if "finished" in last else 1
    fault = last.get("fault")
    if isinstance(fault, dict):
        kind = UserInputError if code == UserInputError.exit_code else StudioError
        raise kind(str(fault["code"]), str(fault["message"]), str(fault["remedy"]))
    raise EnvironmentFault(
        "training-died", f"The training ended with {code}.",
        "See above; the same command goes on from what was kept.",
    )  # fmt: skip


def _arguments(options: Namespace) -> list[str]:
    if options.hours <= 0 or options.steps < 1 or options.batch < 1 or options.hidden < 1:
        raise UserInputError(
            "numbers", "Hours, steps, batch and width must be above nothing.", "Leave them out."
        )
    paths = ("bark", "hubert", "out", "texts")
    given = [(name, getattr(options, name)) for name in (*paths, "language", "hours", "steps",
                                                         "batch", "hidden", "seed")]  # fmt: skip
    return [
        part
        for name, value in given
        if value is not None
        for part in (f"--{name}", str(Path(value).resolve()) if name in paths else str(value))
    ]


@contextmanager
def _stopping(child: subprocess.Popen[str]) -> Iterator[None]:
    """Ctrl-C asks the child to stop; whatever else ends this ends the child."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        child.terminate()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if child.poll() is None:
            child.terminate()
            child.wait()


def _event(line: str) -> dict[str, object]:
    """A line of the child; empty for what a library printed."""
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


class _Show:
    """One rewritten line on a terminal, else a line now and then; or the events as they are."""

    def __init__(self, as_json: bool, out: TextIO | None = None) -> None:
        self._json = as_json
        self._out = out or sys.stdout
        self._rewrites = not as_json and self._out.isatty()
        self._open = False
        self._next = 0.0

    def __call__(self, event: dict[str, object]) -> None:
        if self._json:
            print(json.dumps(event, ensure_ascii=False), file=self._out, flush=True)
        elif "stage" in event:
            self._progress(event)
        elif "finished" in event:
            self._finished(event["finished"])
        elif "stopped" in event:
            self.close()
            print("stopped; what was made is kept. The same command goes on.", file=self._out)

    def close(self) -> None:
        """End the rewritten line."""
        if self._open:
            print("\r\x1b[K", end="", file=self._out, flush=True)
            self._open = False

    def _progress(self, event: dict[str, object]) -> None:
        done, of = float(str(event["done"])), float(str(event["of"]))
        loss = f", loss {event['loss']}" if event["stage"] == "learning" else ""
        unit = " steps" if event["stage"] == "learning" else " s of speech"
        text = f"{done / of:4.0%}  {event['stage']}, {done:.0f} of {of:.0f}{unit}{loss}"
        if self._rewrites:
            print(f"\r\x1b[K{text}", end="", file=self._out, flush=True)
            self._open = True
        elif time.monotonic() >= self._next:
            self._next = time.monotonic() + _PLAIN_EVERY_S
            print(text, file=self._out, flush=True)

    def _finished(self, found: object) -> None:
        assert isinstance(found, dict)
        self.close()
        print(
            f"{found['file']}\n{found['accuracy']:.1%} of the tokens of {found['tested']} unheard"
            f" utterances named as Bark did (the commonest alone: {found['chance']:.1%}); loss"
            f" {found['first_loss']:.2f} to {found['loss']:.2f}",
            file=self._out,
        )
