"""Whether a recording is fit to be cloned, by measurement, and which stretch of it is best.

Each refusal names what was measured and what to do. What cannot be measured is not claimed: two
people of the same pitch are taken for one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.base.errors import UserInputError
from engine.voice.pitch import track
from engine.voice.types import SAMPLE_RATE

Samples = NDArray[np.float32]
SHORTEST_S, LONGEST_S = 4.0, 20.0
SILENT_DB = -50.0
"""RMS of the loudest 10 ms, in dBFS, below which nothing is taken to be said."""
LEAST_SNR_DB = 15.0
MOST_CLIPPED = 0.001
"""Share of samples within 1 % of the highest one; measured: clean speech below 0.0002, speech cut
off at half of its peak 0.006."""
TWO_VOICES_SEMITONES = 5.0
"""A gap between the pitches of stretches that one speaker does not leave; measured on the six house
voices, neutral and angry, en and zh: at most 2.7 within a voice, 4.0 or more from woman to man."""
LEVEL_DB = -22.0
"""RMS of the spoken parts to which a reference is brought, in dBFS."""

_STEP = SAMPLE_RATE // 100
_BELOW_PEAK_DB = 30.0
_PIECE_S = 1.0


@dataclass(frozen=True, slots=True)
class Reference:
    """A recording that passed: samples at 48 kHz without silent ends, and what was measured."""

    samples: Samples
    seconds: float
    snr_db: float
    clipped: float
    pitch_hz: int


def examined(samples: Samples) -> Reference:
    """The recording without its silent ends. samples: mono, 48 kHz, -1 to 1.

    Raises:
        UserInputError: silent, too short, too long, clipped, noisy, or of two people.
    """
    level = _level(samples)
    if level.max(initial=-120.0) < SILENT_DB:
        raise _unfit("silent", "Nothing is heard in the recording.", "Record it again, nearer.")
    spoken = _trimmed(samples, level)
    seconds = len(spoken) / SAMPLE_RATE
    if seconds < SHORTEST_S:
        raise _unfit("short", f"The recording holds {seconds:.1f} s of sound.",
                     f"Record {SHORTEST_S:.0f} to {LONGEST_S:.0f} s of speech.")  # fmt: skip
    if seconds > LONGEST_S:
        raise _unfit("long", f"The recording holds {seconds:.1f} s of sound.",
                     f"Cut it to {SHORTEST_S:.0f} to {LONGEST_S:.0f} s of speech.")  # fmt: skip
    peak = float(np.abs(spoken).max())
    clipped = float((np.abs(spoken) > 0.99 * peak).mean())
    if clipped > MOST_CLIPPED:
        raise _unfit("clipped", f"The recording is clipped ({clipped:.2%} of it at the limit).",
                     "Record it again with a lower input level.")  # fmt: skip
    snr = signal_to_noise(spoken)
    if snr < LEAST_SNR_DB:
        raise _unfit("noisy", f"Speech is only {snr:.0f} dB above the noise.",
                     "Record in a quiet room, nearer to the microphone.")  # fmt: skip
    pitches = _pitches(spoken)
    gap = pitch_gap(pitches)
    if gap >= TWO_VOICES_SEMITONES:
        raise _unfit("two-voices", f"The pitch leaps by {gap:.0f} semitones: two people, or one in"
                     " two voices.", "Use a stretch in which one person speaks alone.")  # fmt: skip
    hertz = round(2 ** (float(np.median(pitches)) / 12)) if len(pitches) else 0
    return Reference(spoken, seconds, snr, clipped, hertz)


def signal_to_noise(samples: Samples) -> float:
    """Power of the spoken parts over that of the quietest tenth, in dB. Speech that never pauses
    reads as noisier than it is."""
    level = np.sort(_level(samples))
    quiet = level[: max(1, len(level) // 10)]
    loud = level[level > level[-1] - 20]
    return float(10 * np.log10(np.mean(10 ** (loud / 10)) / np.mean(10 ** (quiet / 10))))


def pitch_gap(pitches: NDArray[np.float64]) -> float:
    """The widest gap between sorted pitches that leaves a fifth of them on each side, semitones."""
    ordered = np.sort(pitches)
    edge = max(1, round(0.2 * len(ordered)))
    gaps = np.diff(ordered)[edge - 1 : len(ordered) - edge]
    return float(gaps.max(initial=0.0))


def best_part(samples: Samples, seconds: float) -> Samples:
    """A stretch of at most `seconds` that ends where a phrase does and holds the most speech.

    A model that continues a voice continues its last sound: a stretch that breaks off inside a
    word makes it finish that word first.
    """
    want = round(seconds * SAMPLE_RATE)
    if len(samples) <= want:
        return samples
    loud = _loud(_level(samples))
    said = np.r_[0, np.cumsum(loud)]
    ends = [end for end in _phrase_ends(loud) if end * _STEP >= want] or [len(loud)]
    frames = want // _STEP
    best = max(ends, key=lambda end: (int(said[end] - said[max(0, end - frames)]), end))
    stop = min(len(samples), best * _STEP)
    return samples[max(0, stop - want) : stop]


def evened(samples: Samples) -> Samples:
    """The recording with its spoken parts at `LEVEL_DB`, turned down where that would clip."""
    level = _level(samples)
    loud = level[_loud(level)]
    gain = 10 ** ((LEVEL_DB - 10 * np.log10(np.mean(10 ** (loud / 10)))) / 20)
    peak = float(np.abs(samples).max())
    return (samples * np.float32(min(gain, 0.97 / peak))).astype(np.float32)


def _level(samples: Samples) -> NDArray[np.float64]:
    """dBFS of each 10 ms."""
    count = len(samples) // _STEP
    blocks = samples[: count * _STEP].reshape(count, _STEP).astype(np.float64)
    level: NDArray[np.float64] = 10 * np.log10((blocks**2).mean(axis=1) + 1e-12)
    return level


def _loud(level: NDArray[np.float64]) -> NDArray[np.bool_]:
    flags: NDArray[np.bool_] = level > level.max() - _BELOW_PEAK_DB
    return flags


def _trimmed(samples: Samples, level: NDArray[np.float64]) -> Samples:
    """Without the silence at both ends, but for 50 ms."""
    at = np.flatnonzero(_loud(level))
    first, last = max(0, int(at[0]) - 5), int(at[-1]) + 6
    return samples[first * _STEP : last * _STEP]


def _phrase_ends(loud: NDArray[np.bool_]) -> list[int]:
    """Frames at which 150 ms of silence have begun, 50 ms in; and the end of it all."""
    ends = [
        at + 5
        for at in range(1, len(loud) - 15)
        if loud[at - 1] and not loud[at : at + 15].any()
    ]  # fmt: skip
    return [*ends, len(loud)]


def _pitches(samples: Samples) -> NDArray[np.float64]:
    """Median pitch of each second in which enough is voiced, in semitones above 1 Hz.

    Each second is followed on its own: `track` drops what is far from its median, which in a whole
    recording of two people would be one of them.
    """
    size = round(_PIECE_S * SAMPLE_RATE)
    found: list[float] = []
    for start in range(0, len(samples) - size // 2, size):
        hertz = track(samples[start : start + size], SAMPLE_RATE)
        voiced = hertz[hertz > 0]
        if len(voiced) >= 20:
            found.append(float(12 * np.log2(np.median(voiced))))
    return np.array(found)


def _unfit(code: str, message: str, remedy: str) -> UserInputError:
    return UserInputError(f"reference-{code}", message, remedy)
