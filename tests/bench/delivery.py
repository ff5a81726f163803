"""What delivery costs beside making: ``python -m tests.bench.delivery [--episodes 2]``.

Makes a short season and exports it for one feed, then for every profile, then again after one line
was changed. Prints CPU seconds, the ratio of all profiles to one, and the files that were touched.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PREMISE = "A surgeon is blamed for a death, and the only nurse who saw it has vanished."


def _run(*arguments: str) -> tuple[float, float]:
    """CPU and wall seconds of a command and everything it starts."""
    before, began = os.times(), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "app", *arguments], check=False, stdout=subprocess.DEVNULL
    )
    if done.returncode:
        print(f"{arguments[0]} ended with {done.returncode}")
    after = os.times()
    cpu = (after.children_user + after.children_system) - (
        before.children_user + before.children_system
    )
    return cpu, time.perf_counter() - began


def _dates(out: Path) -> dict[str, int]:
    return {str(f.relative_to(out)): f.stat().st_mtime_ns for f in out.rglob("*") if f.is_file()}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--episodes", type=int, default=2)
    count = parser.parse_args().episodes
    with tempfile.TemporaryDirectory() as folder:
        project, one, all_ = (str(Path(folder) / n) for n in ("p.cliff", "one", "all"))
        numbers = ",".join(map(str, range(1, count + 1)))
        single = _run("make", PREMISE, "--project", project, "--out", one, "--only", numbers)
        later = _run("export", project, "--out", str(Path(folder) / "later"), "--profiles", "all")
        fresh = str(Path(folder) / "fresh.cliff")
        every = _run("make", PREMISE, "--project", fresh, "--out", all_, "--only", numbers,
                     "--profiles", "all")  # fmt: skip
        print(f"one profile, made and exported   {single[0]:7.1f} CPU s  {single[1]:7.1f} s")
        print(f"all profiles, made and exported  {every[0]:7.1f} CPU s  {every[1]:7.1f} s")
        print(f"all profiles of what was made    {later[0]:7.1f} CPU s  {later[1]:7.1f} s")
        print(f"all to one                       {every[0] / single[0]:7.2f}")
        before = _dates(Path(all_))
        episode = json.loads((Path(one) / "series.json").read_text("utf-8"))["episodes"][0]
        text = episode["lines"][0]["text"].rstrip(".!?") + " now."
        project = fresh
        _run("edit", project, "ep01/line1", f"text={text}")
        _run("render", project, "--only", numbers)
        again = _run("export", project, "--out", all_)
        touched = sorted(n for n, at in _dates(Path(all_)).items() if before.get(n) != at)
        print(f"after one changed line, all      {again[0]:7.1f} CPU s  {again[1]:7.1f} s")
        print(f"{len(touched)} of {len(before)} files touched:", *touched, sep="\n  ")


if __name__ == "__main__":
    main()
