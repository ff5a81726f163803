"""A program that speaks the worker's protocol badly: ``qwen_rogue.py WAY``. No model, no torch."""

from __future__ import annotations

import json
import os
import sys
import time


def tell(**message: object) -> None:
    """One line out."""
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def main(way: str) -> None:
    """Answer in that way until stdin ends."""
    sys.stderr.write(f"I am {way}\n")
    sys.stderr.flush()
    if way == "mute":
        time.sleep(60)
    if way == "stillborn":
        sys.exit("no module named qwen_tts")
    tell(hello="qwen3-tts-worker", protocol=99 if way == "strange" else 1)
    for line in sys.stdin:
        request = json.loads(line)
        if request["do"] == "bye":
            return
        if request["do"] == "open":
            tell(id=request["id"], done={})
        elif request["do"] != "cancel":
            work(way, request)


def work(way: str, request: dict) -> None:
    """One request that is worked on: some ways never come to its answer."""
    WAYS.get(way, lambda _: None)(request)
    tell(id=request["id"], done={"text": request.get("text"), "lines": [{}]})


def slow(request: dict) -> None:
    """Shows life for longer than silence is borne."""
    for step in range(8):
        time.sleep(0.1)
        tell(id=request["id"], step=step)


def stubborn(request: dict) -> None:
    """Works on, whatever it is told."""
    while request.get("text") != "again":
        time.sleep(0.05)
        tell(id=request["id"], step=1)


def forever(text: str) -> None:
    """Writes without end."""
    while True:
        sys.stdout.write(text)


WAYS = {
    "mortal": lambda _: os._exit(7),
    "idle": lambda _: time.sleep(60),
    "slow": slow,
    "stubborn": stubborn,
    "noisy": lambda _: sys.stdout.write('loading...\n\x00\xff{}\n[1]\n{"id": "x"}\n'),
    "babbling": lambda _: forever("blah " * 400 + "\n"),
    "endless": lambda _: forever("blah " * 4000),
    "late": lambda request: tell(id=request["id"] - 1, done={"whose": "the request before"}),
}


if __name__ == "__main__":
    main(sys.argv[1])
