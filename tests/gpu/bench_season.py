"""What a whole season costs on this device: python -m tests.gpu.bench_season [--shape tiny] [...]

Makes one work order twice in one process, with random weights of the real sizes that are made on
the device: as the studio makes it, and on a sample as the libraries do by default. A season is
timed warm, stage after stage, without the encoding of films, which the processor does beside it.
``--shape tiny`` tries the bench itself, on any machine; its figures say nothing about speed.
CLIFF_DEVICE names another device, CLIFF_COMPILE=0 switches compilation off.
"""

from __future__ import annotations

import argparse
import json
import warnings
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from engine.models.loading import device_name
from tests.gpu.measuring import Meter, machine
from tests.gpu.order import Order
from tests.gpu.shapes import SHAPES
from tests.gpu.stages import PLAIN_GUIDANCE, STAGES, Stage, free

TARGET_SECONDS, TARGET_EPISODE, TARGET_RATIO = 180.0, 0.009, 5.0
"""Of one H200, warm: at most so many seconds a season and dollars an episode, at least so many
times the pace of the library-default run."""

Report = dict[str, object]


def season(shape: str, order: Order, device: str, names: Iterable[str] = STAGES) -> Report:
    """Measure these stages; everything that is known as plain JSON."""
    meter = Meter(device)
    peak = meter.matmul_peak()
    stages = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # advice of libraries about each other
        for name in names:
            stages.append(STAGES[name](SHAPES[shape], order, meter))
            free(meter)
            print(_told(_stage(stages[-1], order, peak)), flush=True)
    seconds = sum(stage.made.spent.seconds for stage in stages)
    plain = sum(stage.plain.seconds for stage in stages)
    report: Report = {
        "shape": shape,
        "order": asdict(order),
        "machine": machine(device),
        "peak_flops": peak,
        "library_default": f"generate() for one episode and one line at a time, one picture at a "
                           f"time with {order.plain_steps} steps and guidance {PLAIN_GUIDANCE}; "
                           f"same precision",
        "stages": {stage.name: _stage(stage, order, peak) for stage in stages},
        "season": {
            "seconds": seconds,
            "cost": seconds / 3600 * order.price,
            "cost_per_episode": seconds / 3600 * order.price / order.episodes,
            "energy_j": sum(stage.made.spent.energy_j for stage in stages),
            "library_seconds": plain,
            "ratio": plain / seconds,
        },
    }  # fmt: skip
    report["targets"] = verdicts(report)
    return report


def verdicts(report: Report) -> Report:
    """PASS or FAIL of each target, where the report is of what the targets are about."""
    order, told = report["order"], report["season"]
    free_to_choose = {"sample": 0, "price": 0}
    asked, default = {**order, **free_to_choose}, {**asdict(Order()), **free_to_choose}
    card = str(report["machine"]["device"]).startswith("cuda")
    whole = asked == default and set(report["stages"]) == set(STAGES)
    if not card or report["shape"] != "real" or not whole:
        return {"judged": False, "why": "targets are for the whole order, of real sizes, on a card"}
    at_target_price = told["seconds"] / 3600 * 3.5 / order["episodes"]
    met = {
        f"season in {TARGET_SECONDS:.0f} s": told["seconds"] <= TARGET_SECONDS,
        f"${TARGET_EPISODE} an episode at $3.50 an hour": at_target_price <= TARGET_EPISODE,
        f"{TARGET_RATIO:.0f} times the library-default run": told["ratio"] >= TARGET_RATIO,
    }
    return {"judged": True, **{name: "PASS" if good else "FAIL" for name, good in met.items()}}


def _stage(stage: Stage, order: Order, peak: float) -> Report:
    made, plain = stage.made, stage.plain
    seconds = made.spent.seconds
    return {
        "name": stage.name,
        "unit": stage.unit,
        "count": made.count,
        "seconds": seconds,
        "seconds_per_episode": seconds / order.episodes,
        "cost": seconds / 3600 * order.price,
        "cost_per_episode": seconds / 3600 * order.price / order.episodes,
        "rate_unit": f"{stage.rate} a second",
        "rate": made.amount / seconds,
        "energy_j": made.spent.energy_j,
        "peak_bytes": made.spent.peak_bytes,
        "flops": made.flops,
        "share_of_peak": made.flops / seconds / peak,
        "parts": dict(made.parts),
        "facts": dict(made.facts),
        "library": {
            "ran": plain.ran,
            "of": plain.count,
            "measured_seconds": plain.spent.seconds,
            "seconds": plain.seconds,
        },
        "ratio": plain.seconds / seconds,
    }


def _told(stage: Report) -> str:
    """One stage in a few lines."""
    library = stage["library"]
    parts = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in stage["parts"].items())
    facts = ", ".join(f"{name} {value}" for name, value in stage["facts"].items())
    return (
        f"{stage['name']}: {stage['count']} {stage['unit']} in {stage['seconds']:.2f} s "
        f"(${stage['cost']:.4f}, ${stage['cost_per_episode']:.5f} an episode); "
        f"{stage['rate']:.2f} {stage['rate_unit']}\n"
        f"    {parts}\n    {facts}\n"
        f"    {stage['energy_j']:.0f} J, at most {stage['peak_bytes'] / 1e9:.2f} GB, "
        f"{100 * stage['share_of_peak']:.1f} % of the measured peak\n"
        f"    library default: {library['ran']} of {library['of']} in "
        f"{library['measured_seconds']:.2f} s, so {library['seconds']:.1f} s for all: "
        f"{stage['ratio']:.2f} times as long"
    )


def _whole(report: Report) -> str:
    told, where = report["season"], report["machine"]
    head = (
        f"season: {told['seconds']:.1f} s, ${told['cost']:.4f}, "
        f"${told['cost_per_episode']:.5f} an episode, {told['energy_j']:.0f} J; the library "
        f"default takes {told['ratio']:.2f} times as long. Stages one after another, no encoding\n"
        f"{where['card']} {where['driver']}, {where['precision']}, measured peak "
        f"{report['peak_flops'] / 1e12:.2f} TFLOP/s, {where['versions']}, {where['date']}"
    )
    targets = report["targets"]
    if not targets["judged"]:
        return f"{head}\nnot judged: {targets['why']}"
    return "\n".join([head, *(f"{v}: {k}" for k, v in targets.items() if k != "judged")])


def _asked() -> argparse.Namespace:
    usual = Order()
    parser = argparse.ArgumentParser(prog="python -m tests.gpu.bench_season")
    parser.add_argument("--shape", choices=sorted(SHAPES), default="real")
    for name in ("episodes", "candidates", "lines", "images", "codes", "sample", "plain-steps"):
        parser.add_argument(f"--{name}", type=int, default=getattr(usual, name.replace("-", "_")))
    parser.add_argument("--stages", nargs="+", choices=list(STAGES), default=list(STAGES))
    parser.add_argument("--price", type=float, default=usual.price, help="dollars an hour")
    parser.add_argument(
        "--as-painted", action="store_true",
        help="as many steps as each kind of picture leaves to the painter, not all of them",
    )  # fmt: skip
    parser.add_argument("--json", type=Path, metavar="OUT", help="write all figures there")
    return parser.parse_args()


def main() -> None:
    """Measure, print, keep."""
    asked = _asked()
    order = Order(
        asked.episodes, asked.candidates, asked.lines, asked.images, asked.codes,
        not asked.as_painted, asked.sample, asked.plain_steps, asked.price,
    )  # fmt: skip
    report = season(asked.shape, order, device_name(), asked.stages)
    print(_whole(report))
    if asked.json is not None:
        asked.json.write_text(json.dumps(report, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
