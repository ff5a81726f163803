"""How long an episode's export takes beside the bare encoder.

    python -m tests.bench.export [--seconds 60]

Composes and encodes typical cuts whose drawings are ready (two processes, one thread each), and
encodes the very same frames from memory with the same settings. Each worker does both for each cut
in turn, so that whatever else the machine does weighs on both alike. One process with two encoder
threads, the other way in which a plain exporter would use two cores, is measured too, and the
ratio is taken to the faster. Takes about two minutes on two idle cores.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import tempfile
import time
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np

from engine.artist.types import PlateLayers, SetSpec
from engine.editor.types import Camera, Cut, Effect, Title
from engine.film.cache import PlaneCache
from engine.film.compositor import Compositor
from engine.film.encoder import segment_writer, settings
from engine.film.planes import Target, empty_target
from engine.film.segment import render_segment
from tests.film.drawing import CAST, cue, figure, make_cut

from .artist import bench_artist

PLACES = ("office", "street", "hospital", "palace", "rooftop", "warehouse")
WORDS = "You really thought that I would never find out, father?"
PROCESSES = 2


class Times(NamedTuple):
    """Seconds for one cut."""

    frames: int
    bare_wall: float
    bare_cpu: float
    export_wall: float
    export_cpu: float
    compose_cpu: float
    peak_mb: int


def episode(seconds: int) -> list[Cut]:
    """Twenty cuts a minute: talk in close and medium shots, two people, moves and impacts."""
    n = 90

    def two(framing: str) -> tuple:
        return (figure("cast/a", framing, 34, n), figure("cast/b", framing, 68, n))

    def over(framing: str) -> tuple:
        return (figure("cast/a", framing, 38, n), figure("cast/b", "bust", 92, n, back=True))

    def one(framing: str) -> tuple:
        return (figure("cast/a", framing, 50, n),)

    push, pan = Camera("push-in", 1000, 1110), Camera("pan", 1040, 1040, -35, 35)
    pull, hold = Camera("pull-out", 1100, 1010), Camera()
    drift, tight = Camera("drift", 1030, 1030), Camera("hold", 1060, 1060)
    hit = (Effect("shake", 30, 14, 70), Effect("blur", 28, 7, 70), Effect("flash", 30, 6, 60))
    plan = [
        (two("medium"), push, (), "calm"), (one("close"), hold, (), "neutral"),
        (over("bust"), drift, (), "firm"), (one("close"), push, (), "afraid"),
        (one("bust"), hold, (), "cold"), (one("medium"), pan, (), "neutral"),
        (over("medium"), hold, (), "smug"), (one("close"), tight, hit, "angry"),
        ((), push, (), "grave"), (one("bust"), push, (Effect("rain", 0, n, 60),), "broken"),
        (one("close"), hold, (), "tender"), (two("cowboy"), hold, (), "neutral"),
        (one("medium"), drift, (), "wary"), (over("close"), hold, (), "contempt"),
        (one("close"), pull, (), "shaken"), (one("bust"), Camera("punch", 1000, 1090),
         (Effect("blur", 0, 5, 60), Effect("speed", 0, 20, 60)), "urgent"),
        (one("cowboy"), push, (), "proud"), (over("bust"), hold, (), "bitter"),
        (one("close"), pan, (), "joy"), (one("close"), push, hit, "desperate"),
    ]  # fmt: skip
    cuts = []
    for i in range(seconds * 30 // n):
        figures, camera, effects, wash = plan[i % len(plan)]
        cut = make_cut(n, figures, camera, effects, (cue(WORDS, 6, 84),), (), wash, f"line{i}.0")
        cuts.append(replace(cut, place=PLACES[i % len(PLACES)], seed=i + 1))
    opening = (
        Title("label", "AI-generated", 0, 75),
        Title("title", "EPISODE 1\nThe Heiress", 8, 75),
    )
    return [replace(cuts[0], titles=opening), *cuts[1:]]


@cache
def plate_of(place: str) -> PlateLayers:
    """A plate, drawn; in the studio it comes from a file."""
    return bench_artist().plate(SetSpec(place, "night", "neutral", 7))


def make_ready(job: tuple[Cut, Path]) -> None:
    """Draw what a cut needs, so that it is found in the shared folder."""
    cut, folder = job
    cv2.setNumThreads(1)
    compositor = Compositor(
        cut, plate_of(cut.place), cut.place, CAST, bench_artist(), PlaneCache(folder=folder)
    )
    target = empty_target(1080, 1920)
    for n in range(cut.frames):
        compositor.compose(n, target)


def measure(job: tuple[Cut, Path, Path]) -> Times:
    """Export a cut, then encode the same frames from memory."""
    cut, folder, scratch = job
    cv2.setNumThreads(1)
    out, plate, artist = scratch / f"{cut.id}.mp4", plate_of(cut.place), bench_artist()
    wall, cpu = time.perf_counter(), time.process_time()
    render_segment(cut, plate, cut.place, CAST, artist, out, settings("final"),
                   PlaneCache(folder=folder), lambda: None)  # fmt: skip
    export_wall, export_cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    cpu = time.process_time()
    frames = composed(cut, folder)
    compose_cpu = time.process_time() - cpu
    bare_wall, bare_cpu = encoded(frames, out, 1)
    return Times(cut.frames, bare_wall, bare_cpu, export_wall, export_cpu, compose_cpu, peak)


def composed(cut: Cut, folder: Path) -> list[Target]:
    """All frames of a cut, in memory."""
    plate = plate_of(cut.place)
    compositor = Compositor(cut, plate, cut.place, CAST, bench_artist(), PlaneCache(folder=folder))
    target, frames = empty_target(1080, 1920), []
    for n in range(cut.frames):
        compositor.compose(n, target)
        frames.append((target[0].copy(), target[1].copy(), target[2].copy()))
    return frames


def encoded(frames: list[Target], out: Path, threads: int) -> tuple[float, float]:
    """Seconds of wall and CPU time that the bare encoder takes."""
    wall, cpu = time.perf_counter(), time.process_time()
    with segment_writer(out, settings("final"), threads) as writer:
        for planes in frames:
            for view, plane in zip(writer.target(), planes, strict=True):
                np.copyto(view, plane)
            writer.write()
    return time.perf_counter() - wall, time.process_time() - cpu


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="length of the episode")
    cuts = episode(parser.parse_args().seconds)
    with tempfile.TemporaryDirectory(prefix="export-bench-") as name:
        folder, scratch = Path(name, "planes"), Path(name)
        with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
            pool.map(make_ready, [(c, folder) for c in cuts], chunksize=1)
            found = pool.map(measure, [(c, folder, scratch) for c in cuts], chunksize=1)
        cv2.setNumThreads(1)
        alone = sum(encoded(composed(c, folder), scratch / "alone.mp4", 2)[0] for c in cuts)
    report(found, alone)


def report(found: list[Times], alone: float) -> None:
    """Print the sums. Wall time of two processes is that of perfect balance.

    alone: wall seconds of the bare encoder in one process with two threads.
    """
    each = 1000 / sum(t.frames for t in found)

    def total(name: str) -> float:
        return float(np.sum([getattr(t, name) for t in found])) * each

    print(f"{len(found)} cuts, {sum(t.frames for t in found)} frames, {settings('final').version}")
    for name, kind in (("bare x264", "bare"), ("export", "export")):
        wall, cpu = total(f"{kind}_wall") / PROCESSES, total(f"{kind}_cpu")
        print(f"{name}, {PROCESSES} x 1 thread: {wall:.1f} ms a frame wall, {cpu:.1f} CPU")
    print(f"bare x264, 1 x 2 threads: {alone * each:.1f} ms a frame wall")
    print(f"composing alone: {total('compose_cpu'):.1f} ms a frame CPU, copying them out included")
    faster = min(total("bare_wall") / PROCESSES, alone * each)
    ratio = total("export_wall") / PROCESSES / faster
    cpu = total("export_cpu") / total("bare_cpu")
    print(f"export / bare: {ratio:.2f} wall (of the faster), {cpu:.2f} CPU")
    peak = max(t.peak_mb for t in found)
    print(f"peak memory of a worker, with a cut's frames in it: {peak} MB")


if __name__ == "__main__":
    main()
