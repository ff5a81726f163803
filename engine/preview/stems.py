"""The episode's three stems as raw files, mixed by the film's own rules but for the mastering.

A fixed gain stands in for the loudness passes, and a common gain takes back what would exceed full
scale when the stems are added up. What is slow to make is kept by content: takes, bed, effects.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from engine.base.canon import digest
from engine.base.codec import encode
from engine.base.errors import MakeError, StudioError
from engine.editor.types import CutList, SpokenLine
from engine.film import mix
from engine.film.rooms import airs
from engine.film.tones import Samples, faded, ramped
from engine.film.waves import RATE, read_wave
from engine.preview.plates import file_key
from engine.preview.types import SAMPLES

GAIN = 10 ** (9.4 / 20)
"""From the mix's working level to about -16 LUFS (seasons measured at -25.2 to -25.5)."""

NAMES = ("dialogue", "music", "effects")
_VERSION = 2  # raise it when equal inputs give other stems
_CEILING = 0.97
_STEP = RATE // 100
_PART = RATE // 4  # samples at a time
_HOLD = 2  # steps before and after a peak that share its gain
_SETS = 8  # on disk; one of a minute takes 35 MB
_MEMORY = 100 << 20  # of pieces: bed and effects of a minute take 22 MB each, a take 1 MB


@dataclass(frozen=True, slots=True)
class _Mix:
    """Dialogue (mono), its walls' answer, bed and effects (stereo) before their gains, and the
    gains of the last two."""

    spoken: Samples
    answer: Samples
    bed: Samples
    effects: Samples
    ducked: Samples
    under: Samples


class Stems:
    """Makes and keeps stems. folder: where they lie. Not for use by two threads.

    on_fault: told in words what cannot be heard.
    """

    def __init__(self, folder: Path, on_fault: Callable[[str], None]) -> None:
        self._folder = folder
        self._on_fault = on_fault
        self._pieces: OrderedDict[Hashable, Samples] = OrderedDict()

    def make(
        self, cuts: CutList, speech: Mapping[str, Path], music: Path | None
    ) -> tuple[Path, Path, Path]:
        """Files of dialogue, music and effects; lines without a take are silent.

        Raises:
            OSError: the folder cannot be written.
        """
        heard = {line.line: file_key(p) for line in cuts.lines if (p := speech.get(line.line))}
        key = digest([
            _VERSION, cuts.frames, [encode(line) for line in cuts.lines],
            [encode(cue) for cue in cuts.sounds], [encode(room) for room in cuts.rooms],
            cuts.cliff, heard, file_key(music) if music else "",
        ])[:32]  # fmt: skip
        paths = [self._folder / f"{key}.{name}.pcm" for name in NAMES]
        size = cuts.frames * SAMPLES * 4
        if not all(path.is_file() and path.stat().st_size == size for path in paths):
            self._folder.mkdir(parents=True, exist_ok=True)
            _write(self._mixed(cuts, speech, music), paths)
            self._prune()
        for path in paths:
            os.utime(path)
        return paths[0], paths[1], paths[2]

    def _mixed(self, cuts: CutList, speech: Mapping[str, Path], music: Path | None) -> _Mix:
        n = cuts.frames * SAMPLES
        spoken = self._dialogue(cuts.lines, speech, n)
        talking = mix.activity(cuts.lines, spoken)
        bed = self._bed(music, n)
        cues = cuts.sounds
        rooms = cuts.rooms
        effects = self._kept(
            ("effects", cues, rooms, cuts.cliff, n),
            lambda: mix.effects(cues, n, cuts.cliff) + airs(rooms, n, mix.SPEECH),
        )
        answer = mix.walls(cuts.lines, rooms, spoken)
        end = faded(np.ones(n, np.float32), 0, min(n, RATE // 4))
        quiet = mix.bed_gain(talking) * mix.silences(cues, n)
        ducked = ramped(quiet, _STEP, n) * end
        under = ramped(1 - mix.UNDER_SPEECH * talking, _STEP, n) * end
        return _Mix(spoken, answer, bed, effects, ducked, under)

    def _dialogue(
        self, lines: tuple[SpokenLine, ...], speech: Mapping[str, Path], n: int
    ) -> Samples:
        found = np.zeros(n, np.float32)
        for line in lines:
            path = speech.get(line.line)
            if path is None:
                continue
            try:
                take = self._kept(("take", file_key(path)), partial(_take, path))
            except (StudioError, OSError) as exc:
                self._on_fault(f"{line.line} cannot be heard. {exc}")
                continue
            at = line.start_ms * RATE // 1000
            piece = take[: max(0, n - at)]
            found[at : at + len(piece)] += piece
        return found

    def _bed(self, music: Path | None, n: int) -> Samples:
        if music is None:
            return np.zeros((n, 2), np.float32)
        try:
            return self._kept(
                ("bed", file_key(music), n),
                lambda: mix.bed_of(read_wave(music), n),  # the film's own level of the bed
            )
        except (StudioError, OSError) as exc:
            self._on_fault(f"The music cannot be heard. {exc}")
            return np.zeros((n, 2), np.float32)

    def _kept(self, key: Hashable, make: Callable[[], Samples]) -> Samples:
        """A piece by key; those unused for longest are forgotten when there are too many."""
        found = self._pieces.pop(key, None)
        if found is None:
            found = make()
            found.setflags(write=False)
        self._pieces[key] = found
        while sum(piece.nbytes for piece in self._pieces.values()) > _MEMORY:
            self._pieces.popitem(last=False)
        return found

    def _prune(self) -> None:
        """Leave the sets of stems that were used last."""
        with suppress(OSError):
            found = sorted(self._folder.glob("*.pcm"), key=lambda p: -p.stat().st_mtime)
            for path in found[_SETS * len(NAMES) :]:
                path.unlink(missing_ok=True)


def _take(path: Path) -> Samples:
    """A take as the mix places it: at its level, compressed, with soft ends."""
    samples = read_wave(path).mean(axis=1)
    if not len(samples):
        raise MakeError("bad-sound", f"{path.name} is empty.", "Speak the line again.")
    line = SpokenLine("", 0, 0, 0)
    return mix.dialogue((line,), {"": path}, len(samples))


def _gain(mixed: _Mix) -> Samples:
    """`GAIN`, less where all stems together would exceed full scale."""
    n = len(mixed.spoken)
    most = np.zeros(-(-n // _STEP), np.float32)
    for part in _parts(n):
        whole = mixed.bed[part] * mixed.ducked[part, None]
        whole += mixed.effects[part] * mixed.under[part, None]
        whole += mixed.spoken[part, None] + mixed.answer[part]
        loud = np.abs(whole, out=whole).max(axis=1)
        steps = np.arange(0, len(loud), _STEP)
        first = part.start // _STEP
        most[first : first + len(steps)] = np.maximum.reduceat(loud, steps)
    wanted = np.minimum(1, _CEILING / np.maximum(most * GAIN, 1e-6)).astype(np.float32)
    held = np.lib.stride_tricks.sliding_window_view(
        np.pad(wanted, _HOLD, mode="edge"), 2 * _HOLD + 1
    ).min(axis=1)
    return ramped(held * np.float32(GAIN * 32767), _STEP, n)


def _parts(n: int) -> Iterator[slice]:
    """Stretches short enough to stay in the processor's cache."""
    return (slice(at, min(n, at + _PART)) for at in range(0, n, _PART))


def _write(mixed: _Mix, paths: list[Path]) -> None:
    """Write dialogue, music and effects; a file appears only when it is whole."""
    gain = _gain(mixed)
    temporary = [path.with_name(f".{path.name}.{os.getpid()}.tmp") for path in paths]
    try:
        with ExitStack() as stack:
            spoken, bed, effects = (stack.enter_context(path.open("wb")) for path in temporary)
            for part in _parts(len(gain)):
                level = gain[part, None]
                spoken.write(_raw((mixed.spoken[part, None] + mixed.answer[part]) * level))
                bed.write(_raw(mixed.bed[part] * (mixed.ducked[part, None] * level)))
                effects.write(_raw(mixed.effects[part] * (mixed.under[part, None] * level)))
        for path, final in zip(temporary, paths, strict=True):
            os.replace(path, final)
    finally:
        for path in temporary:
            path.unlink(missing_ok=True)


def _raw(samples: Samples) -> bytes:
    np.clip(np.rint(samples, out=samples), -32767, 32767, out=samples)
    return samples.astype("<i2").tobytes()
