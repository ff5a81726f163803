"""A finished season in small: real files of a few frames, under names of their content."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from engine.delivery.export import Exported, Wish, export_season
from engine.delivery.profiles import Profile, chosen
from engine.delivery.season import FinishedEpisode, FinishedSeason, Version
from engine.editor.cut import cut_episode
from engine.editor.rules import load_rules
from engine.editor.types import FPS, CutList
from engine.film.encoder import segment_writer, settings
from engine.film.mix import encode_aac
from engine.film.waves import RATE, write_wave
from engine.series.document import Document
from tests.editor.world import performance, request

FRAMES = 12
SIZE = (96, 160)


def season(count: int) -> tuple[Document, dict[str, CutList]]:
    """A document of `count` episodes, the last one numbered 12, and their cut lists."""
    numbers = [*range(1, count), 12] if count > 1 else [12]
    cuts: dict[str, CutList] = {}
    episodes = []
    asked = request()
    for number in numbers:
        lines = tuple(
            replace(n, id=n.id.replace("ep03", f"ep{number:02d}")) for n in asked.episode.lines
        )
        one = replace(
            asked.episode, id=f"ep{number:02d}", number=number, title=f"T{number}", lines=lines
        )
        one = replace(one, scenes=tuple(
            replace(scene, shots=tuple(
                replace(s, line=s.line.replace("ep03", one.id)) for s in scene.shots
            ))
            for scene in one.scenes
        ))  # fmt: skip
        whole = replace(asked.document, episodes=(one,))
        spoken = tuple((line.id, performance(line.text)) for line in lines)
        cuts[one.id] = cut_episode(
            replace(asked, document=whole, episode=one, performances=spoken), load_rules()
        )
        episodes.append(one)
    return replace(asked.document, episodes=tuple(episodes)), cuts


class Store:
    """Files by content, made once a test session."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def keep(self, file: Path) -> Path:
        named = self.folder / hashlib.sha256(file.read_bytes()).hexdigest()
        file.rename(named)
        return named

    def video(self, shade: int, size: tuple[int, int] = SIZE) -> Path:
        file = self.folder / "v.mp4"
        with segment_writer(file, settings("draft"), size=size) as writer:
            for number in range(FRAMES):
                y, u, v = writer.target()
                y[:] = 60 + shade % 150
                y[: 10 + number] = 200
                u[:], v[:] = 128, 120
                writer.write()
        return self.keep(file)

    def wave(self, seconds: float, hz: float, level: float = 0.1) -> Path:
        file = self.folder / "w.wav"
        at = np.arange(round(seconds * RATE), dtype=np.float32) / RATE
        tone = (level * np.sin(2 * np.pi * hz * at)).astype(np.float32)
        write_wave(np.repeat(tone[:, None], 2, axis=1), file)
        return self.keep(file)

    def aac(self) -> Path:
        wav, file = self.wave(FRAMES / FPS, 440), self.folder / "a.m4a"
        encode_aac(wav, file)
        return self.keep(file)

    def cover(self, shade: int) -> Path:
        file = self.folder / "c.jpg"
        cv2.imwrite(str(file), np.full((160, 90, 3), shade % 200, np.uint8))
        return self.keep(file)


def finished(
    store: Store, document: Document, cuts: dict[str, CutList], *, shade: int = 0
) -> FinishedSeason:
    """All episodes of a document, with pictures, sound and covers."""
    found = []
    sound, music, clean = store.aac(), store.wave(2, 110), store.video(90)
    for at, (id, one) in enumerate(cuts.items()):
        speech = {
            line.line: (Version(f"t{at}", store.wave(0.5, 200 + 20 * n)),)
            for n, line in enumerate(one.lines)
        }
        segments = {
            cut.id: (Version("old", clean, used=False), Version("new", clean)) for cut in one.cuts
        }
        stills = {cut.id: store.cover(20 + n) for n, cut in enumerate(one.cuts)}
        found.append(
            FinishedEpisode(
                int(id[2:]), id, store.video(shade + 10 * at), store.cover(60 + 10 * at), one,
                clean, sound, music, segments, speech, stills, dollars=0.01, cpu_s=60.0,
            )
        )  # fmt: skip
    return FinishedSeason(document, tuple(found))


def without_gate(season: FinishedSeason) -> frozenset[tuple[str, int]]:
    """Releases all episodes: films of twelve frames are no episodes."""
    return frozenset(("", item.number) for item in season.episodes)


def write(
    season: FinishedSeason, out: Path, ids: str = "universal", *, force: bool = False,
    wanted: Sequence[Profile] | None = None, wish: Wish | None = None,
) -> Exported:  # fmt: skip
    """Export in this process, unsigned, whatever the gate says of such small films."""
    wish = wish or Wish(force=force, studio="0")
    wish = replace(wish, release=wish.release | without_gate(season))
    return export_season(season, wanted or chosen(ids), out, wish)
