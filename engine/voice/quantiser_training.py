"""The whole training of a quantiser, as a process of its own: ``python -m`` this.

One line of JSON on stdout for each thing that happens, so that a command line which must not load
torch can show it: {"stage", "done", "of", "loss"}, at last {"finished": {…}}, {"stopped": true} or
{"fault": {…}}. SIGTERM stops it; the same command goes on.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path

from engine.base.canon import Json, digest
from engine.base.errors import Cancelled, StudioError, UserInputError
from engine.base.offline import refuse_network
from engine.models.loading import device_name
from engine.voice.quantiser import QuantiserFacts, save_quantiser, weights_digest
from engine.voice.quantiser_learning import Course, Report, learn
from engine.voice.quantiser_pairs import PairPlan, make_pairs, read_pairs

STEPS, HOURS = 20_000, 2.0
STOPPED = 3
_SAY_EVERY_S = 0.5
_LONGEST_TEXT = 300


def train(
    plan: PairPlan,
    language: str,
    out: Path,
    steps: int,
    hidden: int,
    device: str,
    check: Callable[[], None],
    say: Callable[[str, float, float, float], None],
) -> Report:
    """Make the pairs, teach, write the quantiser. say: stage, done, of, loss (0 while speaking).

    What is made on the way stays in ``.OUT.training`` beside it (about 280 MB an hour of speech),
    so that a run which was stopped goes on, until it is deleted by hand.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    work = out.with_name(f".{out.name}.training")  # hidden: no part of the model in its folder
    total = plan.seconds
    classes = make_pairs(
        plan, work, device, check, lambda have: say("speaking", min(have, total), total, 0.0)
    )
    pairs = list(read_pairs(work, total))
    identity = digest([plan.identity, len(pairs)])
    course = Course(identity, classes, steps, hidden)
    quantiser, report = learn(
        pairs, course, work / "state.safetensors", device, check,
        lambda step, loss: say("learning", step + 1, steps, loss),
    )  # fmt: skip
    facts = QuantiserFacts(
        features=pairs[0].features.shape[1],
        hidden=hidden,
        hubert=weights_digest(plan.hubert),
        language=language,
        bark=weights_digest(plan.bark),
        steps=steps,
        accuracy=round(1e6 * report.accuracy),
        classes=classes,
    )
    save_quantiser(quantiser, facts, out)
    return report


def sentences(language: str, file: Path | None = None) -> tuple[str, ...]:
    """What is spoken: the lines of a file, or the shipped list of the language ("en", "zh").

    Raises:
        UserInputError: there is no list for the language, or the file has no usable line.
    """
    tongue = language.lower().partition("-")[0]
    try:
        found = file or files("resources").joinpath("voice", "sentences", f"{tongue}.txt")
        text = found.read_text("utf-8")
    except FileNotFoundError as exc:
        raise UserInputError(
            "no-sentences", f"There are no sentences for {file or language}.",
            "Name a file with one sentence a line: --texts",
        ) from exc  # fmt: skip
    except (UnicodeDecodeError, OSError) as exc:
        raise UserInputError("binary", f"{file} is not text.", "Save it as UTF-8 text.") from exc
    lines = [line.strip() for line in text.splitlines()]
    kept = [x for x in lines if x and not x.startswith("#") and len(x) <= _LONGEST_TEXT]
    if not kept:
        raise UserInputError(
            "no-sentences", f"{file or language}: no line can be used.",
            f"Write one sentence of at most {_LONGEST_TEXT} characters a line.",
        )  # fmt: skip
    return tuple(dict.fromkeys(kept))


class _Said:
    """Prints what happens, not more often than can be read."""

    def __init__(self) -> None:
        self._next = 0.0

    def __call__(self, stage: str, done: float, of: float, loss: float) -> None:
        now = time.monotonic()
        if now < self._next and done < of:
            return
        self._next = now + _SAY_EVERY_S
        tell({"stage": stage, "done": round(done, 1), "of": round(of, 1), "loss": round(loss, 4)})


def tell(what: Json) -> None:
    """One line to whoever started this."""
    sys.stdout.write(json.dumps(what, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def main(arguments: Sequence[str], check: Callable[[], None]) -> int:
    """Do what was asked and tell of it. Exit code: 0 finished, 1 or 2 a fault, 3 stopped."""
    options = _options(arguments)
    try:
        texts = sentences(options.language, options.texts)
        plan = PairPlan(
            options.bark, options.hubert, texts, options.hours * 3600, options.batch, options.seed
        )
        report = train(
            plan, options.language, options.out, options.steps, options.hidden, device_name(),
            check, _Said(),
        )  # fmt: skip
    except Cancelled:
        tell({"stopped": True})
        return STOPPED
    except StudioError as exc:
        tell({"fault": {"code": exc.code, "message": exc.message, "remedy": exc.remedy}})
        return exc.exit_code
    tell({"finished": {**asdict(report), "file": str(options.out)}})
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="quantiser_training")
    parser.add_argument("--language", required=True)
    for name in ("bark", "hubert", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--hours", type=float, default=HOURS)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--hidden", type=int, default=512)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(arguments)


def _until_told() -> Callable[[], None]:
    """A check that SIGTERM makes raise. Ctrl-C is the command line's business."""
    stop = False

    def wanted(_number: int, _frame: object) -> None:
        nonlocal stop
        stop = True

    def check() -> None:
        if stop:
            raise Cancelled

    signal.signal(signal.SIGTERM, wanted)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return check


if __name__ == "__main__":
    refuse_network()
    sys.exit(main(sys.argv[1:], _until_told()))
