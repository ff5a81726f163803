"""The episode's sound: dialogue, bed, effects, loudness. Frames in, one stereo file out.

Dialogue comes first: the bed yields to it, effects are weighed against it, and the whole is set to
the loudness that platforms ask for. Pieces of AAC are never joined (each join drifts by a priming
delay), so an episode is always mixed and encoded as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from engine.base.errors import MakeError
from engine.editor.types import FPS, CutList, Room, SoundCue, SpokenLine
from engine.film.loudness import SILENCE, Leveller, integrated, limited, true_peak
from engine.film.rooms import airs, answered
from engine.film.sounds import sound
from engine.film.tones import Samples, fade, faded, generator, ramped
from engine.film.types import Loudness
from engine.film.waves import RATE, read_wave, write_wave

BED_UNDER, DUCK = 9.0, 9.0
"""dB by which the bed lies under the dialogue where nobody speaks, and further where one does."""
UNDER_SPEECH = 0.72
"""Share of effects and airs that is taken away while somebody speaks."""
ATTACK_MS, RELEASE_MS = 80, 300
HEADROOM = 0.9
"""dB that AAC at 256 kbit/s may add to a true peak (measured: up to 0.65)."""

SPEECH = 10 ** (-23 / 20)
"""Working level of dialogue before the whole is set."""

_RIDE = 0.55  # share of a line's distance from the working level that is taken away
_GATE = 0.1  # of a take's loudest 10 ms: quieter ones count as silence
_STEP = RATE // 100
_EFFECT_TOP, _EFFECT_RANGE = 3.0, 22.0  # dB above dialogue at full strength; down to none
_LASTING = {"rain": -13.0, "wind": -12.0, "crowd": -12.0, "heart": -3.0, "tears": -3.0,
            "riser": -4.0}  # fmt: skip
_BLOWS, _HARD, _HUSH_MS = ("hit", "sting"), 75, 420.0
_KNEE, _RATIO = 1.2, 3.0  # dialogue louder than this many times its level is compressed
_CREST = 3.8  # times its level: peaks of dialogue above are limited before the mix, 11.6 dB
_CLOSE, _PASSES, _GUESSES = 0.1, 4, 8  # LU that need no further pass
BITRATE = 256_000
_AAC = {"aac_coder": "fast", "aac_is": "0", "aac_pns": "0", "aac_tns": "0", "aac_ms": "1"}
# Intensity stereo, noise substitution and noise shaping are tools for low bit rates: without them
# seasons measure 4 dB nearer to the mix and peaks rise by 0.7 dB instead of 1.7. Dialogue stands
# in the middle, so mid and side are coded throughout; choosing by block takes a fifth longer.


@dataclass(frozen=True, slots=True)
class MixReport:
    """What was reached: loudness and true peak in hundredths of LUFS and dBTP.

    over_bed: by how much dialogue exceeds the bed while somebody speaks, hundredths of a dB.
    clear: the same of all that is no dialogue, from 1 to 4 kHz, for the line that is worst off.
    """

    lufs: int
    peak: int
    over_bed: int
    clear: int = 9900


def mix_episode(
    cuts: CutList,
    speech: Mapping[str, Path],
    bed: Path,
    out_wav: Path,
    loudness: Loudness,
) -> MixReport:
    """Mix a whole episode to `out_wav`, exactly as long as its pictures.

    Raises:
        MakeError: `bad-sound`, a file cannot be read; `no-speech`, a line has no file.
    """
    n = cuts.frames * RATE // FPS
    spoken = dialogue(cuts.lines, speech, n)
    talking = activity(cuts.lines, spoken)
    music, heard = under_speech(cuts, bed, talking, n)
    over = _over(spoken, music, talking)
    music += heard
    clear = _clear(cuts.lines, spoken, music)
    music += walls(cuts.lines, cuts.rooms, spoken)
    fade(music, 0, min(n, RATE // 4))
    music += spoken[:, None]
    whole, reached = mastered(music, loudness)
    write_wave(whole, out_wav)
    return MixReport(
        round(reached * 100), round(true_peak(whole) * 100), round(over * 100), round(clear * 100)
    )


def under_speech(
    cuts: CutList, bed: Path, talking: Samples, n: int
) -> tuple[Samples, Samples]:  # fmt: skip
    """Music, and effects with the air of places, each of `n` stereo samples and out of the way of
    those who speak. talking: see `activity`."""
    music = bed_of(read_wave(bed), n)
    music *= ramped(bed_gain(talking) * silences(cuts.sounds, n), _STEP, n)[:, None]
    heard = effects(cuts.sounds, n, cuts.cliff)
    heard += airs(cuts.rooms, n, SPEECH)
    heard *= ramped(1 - UNDER_SPEECH * talking, _STEP, n)[:, None]
    return music, heard


def dialogue(lines: tuple[SpokenLine, ...], speech: Mapping[str, Path], n: int) -> Samples:
    """All takes at their places, mono, each brought most of the way to one level."""
    found = np.zeros(n, np.float32)
    for line in lines:
        if line.line not in speech:
            raise MakeError("no-speech", f"{line.line} has no sound.", "Speak the line again.")
        take = read_wave(speech[line.line]).mean(axis=1)
        at = line.start_ms * RATE // 1000
        piece = compressed(ridden(take))[: max(0, n - at)]
        found[at : at + len(piece)] += faded(piece, min(96, len(piece)), min(240, len(piece)))
    return found


def ridden(take: Samples) -> Samples:
    """A take nearer to the working level; what acting adds or takes away stays audible."""
    power = _active_power(take)
    if power <= 0:
        return take
    gain = (SPEECH / np.sqrt(power)) * (np.sqrt(power) / SPEECH) ** (1 - _RIDE)
    return take * np.float32(gain)


def _active_power(take: Samples) -> float:
    """Mean square of the parts that are not silent."""
    rows = take[: len(take) // _STEP * _STEP].reshape(-1, _STEP)
    power: NDArray[np.float64] = np.mean(np.square(rows), axis=1, dtype=np.float64)
    if not len(power) or power.max() <= 0:
        return 0.0
    return float(power[power > power.max() * _GATE**2].mean())


def compressed(take: Samples) -> Samples:
    """Loud syllables and sharp peaks held back, so that the last limiter does not move the bed."""
    count = -(-len(take) // _STEP)
    rows = np.pad(take, (0, count * _STEP - len(take))).reshape(-1, _STEP)
    loud = np.sqrt(np.mean(np.square(rows), axis=1)) / np.float32(SPEECH * _KNEE)
    gain = np.maximum(1, loud) ** (1 / _RATIO - 1)
    smooth = np.convolve(np.pad(gain, 2, mode="edge"), [0.1, 0.25, 0.3, 0.25, 0.1], mode="valid")
    found: Samples = take * ramped(smooth.astype(np.float32), _STEP, len(take))
    return limited(found[:, None], SPEECH * _CREST)[:, 0]


def walls(lines: tuple[SpokenLine, ...], rooms: tuple[Room, ...], spoken: Samples) -> Samples:
    """What the walls of each line's place answer to it, stereo."""
    n = len(spoken)
    found = np.zeros((n, 2), np.float32)
    for line in lines if rooms else ():
        room = next((r for r in reversed(rooms) if r.at_ms <= line.first_ms), rooms[0])
        first = max(0, line.first_ms - 60) * RATE // 1000
        last = min(n, (line.last_ms + 80) * RATE // 1000)
        if last > first:
            piece = answered(spoken[first:last], room)[: n - first]
            found[first : first + len(piece)] += piece
    return found


def silences(cues: tuple[SoundCue, ...], n: int) -> Samples:
    """Gain of the bed every 10 ms that goes out before a blow: what is missing is heard."""
    count = -(-n // _STEP)
    at = np.arange(count) * 10.0
    found = np.ones(count, np.float32)
    for cue in cues:
        if cue.kind in _BLOWS and cue.strength >= _HARD:
            fall = np.clip((cue.at_ms - at) / _HUSH_MS, 0, 1)
            back = np.clip((at - cue.at_ms) / 60, 0, 1)
            found = np.minimum(found, np.maximum(np.where(at < cue.at_ms, fall**1.5, 0), back))
    return found.astype(np.float32)


def _clear(lines: tuple[SpokenLine, ...], spoken: Samples, rest: Samples) -> float:
    """dB from 1 to 4 kHz by which the worst line exceeds all else while it is spoken; 99 if none.

    These two octaves carry most of what tells consonants apart (ANSI S3.5, band importance).
    """
    worst = 99.0
    for line in lines:
        part = slice(line.first_ms * RATE // 1000, line.last_ms * RATE // 1000)
        own, other = spoken[part], rest[part].mean(axis=1)
        if len(own) < _STEP:
            continue
        size = 1 << 15
        rows = [np.resize(x, -(-len(x) // size) * size).reshape(-1, size) for x in (own, other)]
        first, last = (hz * size // RATE for hz in (1000, 4000))
        power = [float((np.abs(np.fft.rfft(r)[:, first:last]) ** 2).sum()) for r in rows]
        if power[1] > 0 and power[0] > 0:
            worst = min(worst, 10 * np.log10(power[0] / power[1]))
    return worst


def activity(lines: tuple[SpokenLine, ...], spoken: Samples) -> Samples:
    """How much somebody speaks, 0 to 1 every 10 ms, with the duck's attack and release.

    The attack is over when the first sound comes, because the cut list knows it in advance.
    """
    count = -(-len(spoken) // _STEP)
    found = np.zeros(count, np.float32)
    at = np.arange(count) * 10.0
    for line in lines:
        rise = (at - (line.first_ms - ATTACK_MS)) / ATTACK_MS
        fall = 1 - (at - line.last_ms) / RELEASE_MS
        found = np.maximum(found, np.clip(np.minimum(rise, fall), 0, 1).astype(np.float32))
    return found


def bed_gain(talking: Samples) -> Samples:
    """Linear gain of the bed: straight in decibels between free and ducked."""
    found: Samples = (10 ** (-DUCK * talking / 20)).astype(np.float32)
    return found


def bed_of(music: Samples, n: int) -> Samples:
    """The bed at its level, looped or cut to length. A bed of silence stays silent."""
    wide = np.repeat(music, 2, axis=1) if music.shape[1] == 1 else music
    if not len(wide):
        return np.zeros((n, 2), np.float32)
    part = _repeated(wide, n)
    power = float(np.mean(np.square(part), dtype=np.float64))
    goal = SPEECH * 10 ** (-BED_UNDER / 20)
    gain = goal / np.sqrt(power) if power > 1e-10 else 0.0
    found = part * np.float32(gain)
    fade(found, min(n, RATE // 20), min(n, RATE // 4))
    return found


def _repeated(music: Samples, n: int) -> Samples:
    """Music to length: what is too short begins again under its own last second."""
    if len(music) >= n:
        return music[:n]
    blend = min(RATE, len(music) // 4)
    step = len(music) - blend
    found = np.zeros((n, 2), np.float32)
    for first in range(0, n, step):
        size = min(len(music), n - first)
        piece = faded(music, blend if first else 0, blend)
        found[first : first + size] += piece[:size]
    return found


def effects(cues: tuple[SoundCue, ...], n: int, cliff: str = "") -> Samples:
    """All sound effects at their places; cliff: how the episode ends, which has its own sting."""
    found = np.zeros((n, 2), np.float32)
    for cue in cues:
        at = cue.at_ms * RATE // 1000
        own = cue.kind == "sting" and cliff
        piece = sound(f"sting-{cliff}" if own else cue.kind, cue.length_ms)[: max(0, n - at)]
        found[at : at + len(piece)] += piece * np.float32(_effect_gain(cue))
    return found


def _effect_gain(cue: SoundCue) -> float:
    """Effects have a peak of 1: their gain is a level against dialogue's own peaks."""
    down = _EFFECT_RANGE * (1 - min(100, max(0, cue.strength)) / 100)
    return float(SPEECH * 3.5 * 10 ** ((_EFFECT_TOP + _LASTING.get(cue.kind, 0.0) - down) / 20))


def _over(spoken: Samples, music: Samples, talking: Samples) -> float:
    """dB of dialogue over the bed where somebody speaks; 99 where one of them is silent."""
    rows = len(spoken) // _STEP
    voice = np.mean(np.square(spoken[: rows * _STEP]).reshape(-1, _STEP), axis=1)
    under = np.mean(np.square(music[: rows * _STEP]).reshape(-1, _STEP * 2), axis=1)
    heard = (talking[:rows] >= 1) & (voice > SPEECH**2 * _GATE**2)
    if not heard.any() or under[heard].mean() <= 0:
        return 99.0
    return float(10 * np.log10(voice[heard].mean() / under[heard].mean()))


def mastered(samples: Samples, goal: Loudness) -> tuple[Samples, float]:
    """The whole at the wanted loudness below the wanted true peak, and the loudness reached."""
    gains, reached = mastering(samples, goal)
    whole: Samples = samples * gains[:, None]
    return whole, reached


def mastering(samples: Samples, goal: Loudness) -> tuple[Samples, float]:
    """What every sample is multiplied by in `mastered`, shape (n,), and the loudness reached."""
    target, ceiling = goal.lufs / 100, 10 ** ((goal.peak / 100 - HEADROOM) / 20)
    level = Leveller(samples)
    gains, reached = np.ones(len(samples), np.float32), level.loudness
    if reached <= SILENCE:
        return gains, reached
    gain, off = target - reached, 0.0
    for _ in range(_PASSES):
        gain, told = _matched(level, gain, target - off, ceiling)
        gains = level.gains(10 ** (gain / 20), ceiling)
        reached = integrated(samples * gains[:, None])
        if abs(target - reached) <= _CLOSE:
            break
        off = reached - told
    return gains, reached


def _matched(level: Leveller, gain: float, target: float, ceiling: float) -> tuple[float, float]:
    """The gain in dB at which `target` LUFS are to be expected, and what is expected there.

    The limiter takes some loudness away, so the gain is corrected by how it answered before.
    """
    slope, step, told = 0.8, 0.0, level.told(10 ** (gain / 20), ceiling)
    for _ in range(_GUESSES):
        missing = target - told
        if abs(missing) <= _CLOSE / 10:
            break
        step = missing / slope
        gain += step
        before, told = told, level.told(10 ** (gain / 20), ceiling)
        slope = min(1.0, max(0.3, (told - before) / step))
    return gain, told


def encode_aac(wav: Path, out_m4a: Path, bitrate: int = BITRATE, lead: int = 0) -> None:
    """Encode a whole mix as AAC-LC, 48 kHz stereo, in MP4. bitrate: bits a second; lead: samples
    of silence in front.

    Raises:
        MakeError: `bad-sound`, the mix cannot be read.
    """
    samples = read_wave(wav)
    if samples.shape[1] == 1:
        samples = np.repeat(samples, 2, axis=1)
    samples = np.pad(samples, ((lead, 0), (0, 0))) if lead else samples
    with av.open(str(out_m4a), "w", format="mp4", options={"movflags": "faststart"}) as target:
        stream = target.add_stream("aac", rate=RATE)
        stream.bit_rate = bitrate
        stream.options = dict(_AAC)
        stream.layout = "stereo"
        planes = np.ascontiguousarray(samples.T)
        for first in range(0, len(samples), RATE):
            part = planes[:, first : first + RATE]
            part = part + _dither()[:, : part.shape[1]]
            frame = av.AudioFrame.from_ndarray(part, format="fltp", layout="stereo")
            frame.sample_rate = RATE
            frame.pts = first
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))


@cache
def _dither() -> Samples:
    """A second of noise at -93 dBFS.

    Without it the encoder searches long for something to spend its bits on in quiet treble.
    """
    spread = generator(48).random((2, RATE), dtype=np.float32) - np.float32(0.5)
    return spread * np.float32(8e-5)
