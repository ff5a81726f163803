"""A tiny episode drawn, filmed and voiced by the real rooms, and somebody who watches it."""

from __future__ import annotations

import queue
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.artist.comic.artist import ComicArtist
from engine.artist.ora import read_plate, write_plate
from engine.artist.types import SetSpec
from engine.editor.codec import cutlist_to_json
from engine.editor.types import Camera, CutList, Effect, SoundCue, SpokenLine, Title
from engine.film.cache import PlaneCache
from engine.film.encoder import settings
from engine.film.music import compose_bed, write_bed
from engine.film.segment import render_segment
from engine.film.waves import write_wave
from engine.preview.client import Preview
from engine.preview.plates import file_key
from engine.preview.reel import Reel
from engine.preview.types import STILL, Shown, Sound
from tests.film.drawing import CAST, cue, figure, make_cut

SIZE = (270, 480)
LENGTHS = (40, 30, 50)
FRAMES = sum(LENGTHS)
SET = ("office", "day", "neutral", 3)
PATIENCE = 30.0
"""Seconds that anything may take on a machine that does other things too."""


@dataclass(frozen=True)
class World:
    """The episode. `reel`: its first and last cut are finished, the middle one is live."""

    folder: Path
    cache: Path
    cuts: CutList
    reel: Reel

    def without_segments(self) -> Reel:
        """Nothing is finished."""
        return replace(self.reel, segments=())

    def with_cuts(self, name: str, cuts: CutList) -> Reel:
        """The reel with another cut list."""
        path = self.folder / f"{name}.json"
        path.write_text(cutlist_to_json(cuts), "utf-8")
        return replace(self.reel, cuts=path)


def cut_list() -> CutList:
    """A talking head, a room, and two people; two lines and two effects."""
    cuts = (
        make_cut(40, (figure("cast/a", "close", 50, 40),), Camera("push-in", 1000, 1060),
                 cues=(cue("Where were you?", 4, 36),), id="line1.0"),
        make_cut(30, (), Camera("pan", 1040, 1040, -20, 20), (Effect("flash", 4, 12, 60),),
                 titles=(Title("place", "The office", 0, 30),), wash="cold", id="shot2.0"),
        make_cut(50, (figure("cast/b", "medium", 40, 50), figure("cast/a", "medium", 70, 50)),
                 wash="tender", id="line3.0"),
    )  # fmt: skip
    lines = (SpokenLine("l1", 200, 300, 1100), SpokenLine("l3", 2600, 2700, 3500))
    sounds = (SoundCue("hit", 1400, 80), SoundCue("door", 2400, 60))
    return CutList("ep01", FRAMES, cuts, lines, (), sounds, ((0, 30), (4000, 90)))


def speech(seconds: float, pitch: float) -> NDArray[np.float32]:
    """Syllables of a voiced tone with 100 ms of silence at both ends."""
    t = np.arange(round(seconds * 48_000)) / 48_000
    tone = sum(np.sin(2 * np.pi * pitch * k * t) / k for k in range(1, 14))
    shape = (0.55 - 0.45 * np.cos(2 * np.pi * 4 * t)) * (t > 0.1) * (t < seconds - 0.1)
    return (0.2 * tone * shape)[:, None].astype(np.float32)


def make_world(folder: Path) -> World:
    """Draw, film and voice it; takes about two seconds."""
    cuts, cache = cut_list(), folder / "cache"
    path, plate, bed = folder / "cuts.json", folder / "office.ora", folder / "bed.wav"
    path.write_text(cutlist_to_json(cuts), "utf-8")
    artist, planes = ComicArtist(), PlaneCache(160 << 20, cache / "planes")
    write_plate(artist.plate(SetSpec(*SET)), plate)
    layers, segments = read_plate(plate), []
    for cut in (cuts.cuts[0], cuts.cuts[2]):
        out = folder / f"{cut.id}.mp4"
        render_segment(cut, layers, file_key(plate), CAST, artist, out, settings("draft"),
                       planes, lambda: None)  # fmt: skip
        segments.append((cut.id, out))
    takes = []
    for line, pitch in (("l1", 120), ("l3", 200)):
        takes.append((line, folder / f"{line}.wav"))
        write_wave(speech(1.0, pitch), takes[-1][1])
    write_bed(compose_bed(FRAMES, cuts.tension, 3, "tense"), bed)
    place = "place/office"
    reel = Reel("ep01", path, tuple(segments), ((place, plate),), ((place, *SET),),
                tuple(CAST.values()), tuple(takes), bed)  # fmt: skip
    return World(folder, cache, cuts, reel)


class Watcher:
    """A preview and what came of it, in order."""

    def __init__(self, cache: Path, slots: int = 8) -> None:
        self.frames: queue.Queue[Shown] = queue.Queue()
        self.stills: queue.Queue[Shown] = queue.Queue()
        self.sounds: queue.Queue[Sound] = queue.Queue()
        self.faults: queue.Queue[str] = queue.Queue()
        self.preview = Preview(
            cache, self._frame, self.sounds.put, self.faults.put, size=SIZE, slots=slots
        )

    def _frame(self, shown: Shown) -> None:
        (self.stills if shown.kind == STILL else self.frames).put(shown)

    def frame(self) -> Shown:
        """The next picture; the caller releases it."""
        return self.frames.get(timeout=PATIENCE)

    def seen(self) -> Shown:
        """The next picture, released at once."""
        shown = self.frame()
        self.preview.release(shown)
        return shown

    def settled(self) -> list[int]:
        """Releases and names the frames that come until nothing is left to do but a still."""
        self.preview.still("shot2.0", self.stills.qsize(), 32)
        self.stills.get(timeout=PATIENCE)
        found = []
        while not self.frames.empty():
            found.append(self.seen().frame)
        return found


def pixels(shown: Shown) -> NDArray[np.uint8]:
    """A copy of a picture: blue, green, red."""
    rows = np.frombuffer(shown.data, np.uint8).reshape(shown.height, shown.stride)
    return rows.reshape(shown.height, shown.width, 4)[..., :3].copy()
