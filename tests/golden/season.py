"""A season of one short episode, from the premise through the real engine, and what is kept of it.

python -m tests.golden.season     keeps its pictures and sound anew, after a wanted change

Kept are the cuts, a small picture from the middle of each, the subtitles, and how loud each 10 ms
are. All of it is coarse: rounding of another processor or library does not show, a figure, title,
word or sound that is missing does.
"""

from __future__ import annotations

import json
import tempfile
import threading
from dataclasses import dataclass, replace
from pathlib import Path

import av
import cv2
import numpy as np

from engine.api import Engine
from engine.editor.types import CutList
from engine.film.waves import RATE, read_wave
from engine.series.document import Document
from engine.writer.dossier import read_premise
from engine.writer.season import write_season

from .keeper import FOLDER, LEAST_PSNR, psnr

PREMISE = "a CEO's secret daughter is kidnapped by her father's rival and awakens a hidden power"
SEED = 7
WIDTH, HEIGHT, COLUMNS = 54, 96, 9
LOWEST_DB, STEP_DB = -72, 3
LEAST_ALIKE = 0.97
"""Share of the sound's 10 ms that must be within a step of what they were."""
_SECOND = 100  # of 10 ms


@dataclass(frozen=True)
class Sample:
    """What is compared. loud: a letter for each 10 ms, `a` for silence, a step louder each."""

    cuts: tuple[tuple[str, int], ...]
    subtitles: tuple[str, ...]
    loud: str
    stills: tuple[np.ndarray, ...]


def document() -> Document:
    """The season as it is written: one episode, as few words as there may be."""
    draft = write_season(read_premise(PREMISE), episodes=1, words=35, seed=SEED)
    series = replace(draft.series, quality="draft")
    return Document(series, draft.cast, draft.places, draft.episodes)


def sample(folder: Path) -> Sample:
    """Make the season in `folder` and look at it."""
    with Engine.create(folder / "golden.cliff", document()) as engine:
        report = engine.make(None, lambda _: None, threading.Event())
        assert not report.failed, report.failed
        (episode,) = engine.finished().episodes
        cuts = episode.cuts
        return Sample(
            tuple((cut.id, cut.frames) for cut in cuts.cuts),
            tuple(subtitle.text for subtitle in cuts.subtitles),
            _loud(episode.video),
            _stills(episode.video, cuts),
        )


def _stills(video: Path, cuts: CutList) -> tuple[np.ndarray, ...]:
    """The frame in the middle of each cut, small."""
    wanted, first = set[int](), 0
    for cut in cuts.cuts:
        wanted.add(first + cut.frames // 2)
        first += cut.frames
    found = []
    with av.open(str(video)) as source:
        for number, frame in enumerate(source.decode(video=0)):
            if number in wanted:
                picture = frame.to_ndarray(format="bgr24")
                found.append(cv2.resize(picture, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA))
    return tuple(found)


def _loud(video: Path) -> str:
    samples = read_wave(video)
    step = RATE // 100
    rows = samples[: len(samples) // step * step].reshape(-1, step * 2)
    power = np.mean(np.square(rows, dtype=np.float64), axis=1)
    level = np.maximum(10 * np.log10(power + 1e-12), LOWEST_DB)
    steps = np.rint((level - LOWEST_DB) / STEP_DB).astype(int)
    return "".join(chr(ord("a") + n) for n in steps)


def differences(kept: Sample, now: Sample) -> list[str]:
    """What is not as it was, in words."""
    found = []
    if [name for name, _ in kept.cuts] != [name for name, _ in now.cuts]:
        return [f"the cuts are {[name for name, _ in now.cuts]}"]
    for (name, was), (_, frames) in zip(kept.cuts, now.cuts, strict=True):
        if abs(was - frames) > 1:
            found.append(f"{name} has {frames} frames, not {was}")
    if kept.subtitles != now.subtitles:
        found.append(f"the subtitles are {now.subtitles}")
    for (name, _), was, still in zip(kept.cuts, kept.stills, now.stills, strict=True):
        if (reached := psnr(was, still)) < LEAST_PSNR:
            found.append(f"{name}: {reached:.1f} dB from its picture")
    if (share := alike(kept.loud, now.loud)) < LEAST_ALIKE:
        found.append(f"{share:.1%} of the sound are as loud as they were")
    return found


def alike(kept: str, now: str) -> float:
    """Share of the longer sound in which both are equally loud, give or take a step."""
    pairs = zip(kept, now, strict=False)
    return sum(abs(ord(a) - ord(b)) <= 1 for a, b in pairs) / max(len(kept), len(now))


def keep(made: Sample, name: str = "season", folder: Path = FOLDER) -> None:
    """Make this what is compared with from now on."""
    rows = [made.loud[i : i + _SECOND] for i in range(0, len(made.loud), _SECOND)]
    facts = {"cuts": dict(made.cuts), "subtitles": made.subtitles, "loud": rows}
    text = json.dumps(facts, indent=1, ensure_ascii=False) + "\n"
    (folder / f"{name}.json").write_text(text, "utf-8")
    count = -(-len(made.stills) // COLUMNS)
    sheet = np.zeros((count, HEIGHT, COLUMNS, WIDTH, 3), np.uint8)
    for i, still in enumerate(made.stills):
        sheet[i // COLUMNS, :, i % COLUMNS] = still
    whole = sheet.reshape(count * HEIGHT, COLUMNS * WIDTH, 3)
    cv2.imwrite(str(folder / f"{name}.png"), whole, [cv2.IMWRITE_PNG_COMPRESSION, 9])


def kept(name: str = "season", folder: Path = FOLDER) -> Sample:
    """What was kept last."""
    facts = json.loads((folder / f"{name}.json").read_text("utf-8"))
    sheet = cv2.imread(str(folder / f"{name}.png"))
    cells = sheet.reshape(-1, HEIGHT, COLUMNS, WIDTH, 3).swapaxes(1, 2).reshape(
        -1, HEIGHT, WIDTH, 3
    )  # fmt: skip
    return Sample(
        tuple(facts["cuts"].items()),
        tuple(facts["subtitles"]),
        "".join(facts["loud"]),
        tuple(cells[: len(facts["cuts"])]),
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        keep(sample(Path(scratch)))
