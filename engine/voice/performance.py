"""What a take does: level, pitch, tension against the voice's own neutral reading, and markers.

Arousal follows Bone, Lee and Narayanan, "Robust Unsupervised Arousal Rating" (IEEE Transactions on
Affective Computing, 2014): pitch, intensity and the share of high frequencies, each against a
neutral baseline of the same speaker, fused into one figure. No training, no model.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.base.codec import decode, encode
from engine.base.errors import MakeError
from engine.voice.alignment import Alignment, from_plain, guess
from engine.voice.audio_io import read_audio
from engine.voice.pitch import track
from engine.voice.types import SAMPLE_RATE, Marker, Performance, Phone, Speaker, SpeechRequest

PAUSE_MS = 120
SILENCE_DB = -90
_STEP = SAMPLE_RATE // 100
_SILENT_BELOW_PEAK_DB = 34
_WEIGHTS = (0.45, 0.35, 0.20)  # pitch, level, high frequencies: Bone et al., table of correlations
_VOICED = 0.45  # of what is heard: with less voice in it a line is whispered
_NEUTRAL_TEXTS = {
    "zh": "今天的天气还可以，我们下午三点在门口见面。",
    "en": "The meeting is at three, and the door on the left is open.",
    "hi": "आज मौसम ठीक है, हम तीन बजे दरवाज़े पर मिलेंगे।",
    "pt": "A reunião é às três, e a porta da esquerda está aberta.",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Neutral:
    """A voice at rest: mean and spread of log2 F0, of level in dB, of the high-band share in dB."""

    f0: tuple[float, float]
    level: tuple[float, float]
    high: tuple[float, float]


@dataclass(frozen=True)
class _Track:
    """Measured every 10 ms."""

    level: NDArray[np.float64]
    f0: NDArray[np.float64]
    high: NDArray[np.float64]
    first: int = 0  # frames before it hold a breath, no speech

    @property
    def loud(self) -> NDArray[np.bool_]:
        flags: NDArray[np.bool_] = (
            self.level > self.level.max(initial=SILENCE_DB) - _SILENT_BELOW_PEAK_DB
        )
        flags[: self.first] = False
        return flags


def neutral_of(speaker: Speaker, request: SpeechRequest) -> Neutral:
    """The baseline of the voice in `request`: its own reading of a plain sentence."""
    return _neutral(speaker, neutral_request(request))


def neutral_request(request: SpeechRequest) -> SpeechRequest:
    """What a voice reads to be heard at rest."""
    return replace(request, text=_plain_text(request), emotion="neutral", intensity=50, take=0)


def _plain_text(request: SpeechRequest) -> str:
    tongue = request.language.lower().partition("-")[0]
    return _NEUTRAL_TEXTS.get(tongue, request.text)


_KEPT: dict[tuple[str, str, SpeechRequest], Neutral] = {}


def _neutral(speaker: Speaker, request: SpeechRequest) -> Neutral:
    key = (speaker.name, speaker.version, request)
    if key not in _KEPT:
        _KEPT[key] = _read_neutral(speaker, request)
    return _KEPT[key]


def _read_neutral(speaker: Speaker, request: SpeechRequest) -> Neutral:
    with tempfile.TemporaryDirectory(prefix="neutral-") as folder:
        wav = Path(folder) / "neutral.wav"
        speaker.speak(request, wav)
        return neutral_from(read_audio(wav))


def neutral_from(samples: NDArray[np.float32]) -> Neutral:
    """The baseline from 48 kHz samples of a neutral reading."""
    found = _measured(samples)
    voiced = found.loud & (found.f0 > 0)
    return Neutral(
        _spread(np.log2(found.f0[voiced]), 0.12), _spread(found.level[found.loud], 3.0),
        _spread(found.high[voiced], 3.0),
    )  # fmt: skip


def _spread(values: NDArray[np.float64], least: float) -> tuple[float, float]:
    if not len(values):
        return 0.0, least
    return float(values.mean()), max(float(values.std()), least)


def measure(
    wav: Path, text: str, alignment: Mapping[str, object] | None, neutral: Neutral
) -> Performance:
    """Measure a take. alignment: as `Speaker.speak` returned it, None for a recording.

    Raises:
        UserInputError: no readable sound. MakeError: a recording in which nothing is heard.
    """
    samples = read_audio(wav)
    found = _measured(samples)
    if found.level.max(initial=SILENCE_DB) < -60:
        raise MakeError("silent", f"{wav.name} is silent.", "Record the line again.")
    aligned = from_plain(alignment) if alignment else _heard(text, found.loud)
    found = _spoken(found, aligned)
    pauses = _pauses(found.loud)
    phones = aligned.phones or _flaps(found)
    arousal = _arousal(found, neutral)
    return Performance(
        duration_ms=round(len(samples) * 1000 / SAMPLE_RATE),
        words=aligned.words,
        phones=phones,
        level_db=tuple(int(v) for v in np.round(found.level)),
        f0_hz=tuple(int(v) for v in np.round(found.f0)),
        arousal=arousal,
        pauses=pauses,
        markers=_markers(found, aligned, pauses),
    )


def _measured(samples: NDArray[np.float32]) -> _Track:
    count = max(1, len(samples) // _STEP)
    padded = np.pad(samples, (0, max(0, count * _STEP - len(samples))))[: count * _STEP]
    blocks = padded.reshape(count, _STEP).astype(np.float64)
    level = 10 * np.log10((blocks**2).mean(axis=1) + 10 ** (SILENCE_DB / 10))
    high = np.diff(blocks, axis=1, prepend=blocks[:, :1])  # +6 dB an octave: a plain high band
    share = 10 * np.log10((high**2).mean(axis=1) + 1e-12) - level
    f0 = track(samples, SAMPLE_RATE)
    return _Track(level, np.resize(f0, count) if len(f0) < count else f0[:count], share)


def _spoken(found: _Track, aligned: Alignment) -> _Track:
    """Measured from the first word on: a breath before it is no arousal and no pause."""
    first = max(0, aligned.words[0].start_ms // 10 - 3) if aligned.words else 0
    return replace(found, first=first)


def _stretches(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.r_[False, flags, False].astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _pauses(loud: NDArray[np.bool_]) -> tuple[tuple[int, int], ...]:
    """Silences inside the line, in ms."""
    inner = [(a * 10, b * 10) for a, b in _stretches(~loud) if a > 0 and b < len(loud)]
    return tuple((a, b) for a, b in inner if b - a >= PAUSE_MS)


def _heard(text: str, loud: NDArray[np.bool_]) -> Alignment:
    return guess(text, [(a * 10, b * 10) for a, b in _stretches(loud) if b - a >= 3])


def _flaps(found: _Track) -> tuple[Phone, ...]:
    """Mouths of a recording, from its level alone: open on loud, spread on middling, else shut."""
    floor, peak = found.level.max() - _SILENT_BELOW_PEAK_DB, found.level.max()
    phones: list[Phone] = []
    for at in range(0, len(found.level) - 7, 8):
        level = float(found.level[at : at + 8].mean())
        part = (level - floor) / max(peak - floor, 1)
        mouth = "rest" if part <= 0 else ("M", "E", "A", "O")[min(3, int(part * 4))]
        phones.append(Phone("", mouth, at * 10, (at + 8) * 10))
    return tuple(phones)


def _arousal(found: _Track, neutral: Neutral) -> tuple[int, ...]:
    """-100 to 100 for each 100 ms: z-scores against the neutral reading, held through silences."""
    values: list[int] = []
    loud = found.loud
    whispered = np.count_nonzero(found.f0[loud]) < _VOICED * np.count_nonzero(loud)
    last = pitch = high = 0.0  # pitch and treble are those of the voice: hissing is no tension
    for start in range(0, len(found.level), 10):
        part = slice(start, start + 10)
        heard = loud[part]
        if heard.any():
            voiced = heard & (found.f0[part] > 0)
            if voiced.any() and not whispered:
                pitch = _score(np.log2(found.f0[part][voiced]), neutral.f0)
                high = _score(found.high[part][voiced], neutral.high)
            scores = (pitch, _score(found.level[part][heard], neutral.level), high)
            fused = sum(w * s for w, s in zip(_WEIGHTS, scores, strict=True))
            last = 0.5 * last + 0.5 * fused if values else fused
        values.append(round(100 * float(np.tanh(last / 1.6))))
    return tuple(values)


def _score(values: NDArray[np.float64], neutral: tuple[float, float]) -> float:
    return (float(values.mean()) - neutral[0]) / neutral[1] if len(values) else 0.0


def _markers(
    found: _Track, aligned: Alignment, pauses: tuple[tuple[int, int], ...]
) -> tuple[Marker, ...]:
    level = np.convolve(np.pad(found.level, 3, mode="edge"), np.ones(7) / 7, "valid")
    top = float(level.max(initial=SILENCE_DB))
    marks = [Marker("pause", a, min(100, (b - a) // 8)) for a, b in pauses]
    marks += [Marker("attack", b, _strength(top - level[min(b // 10 + 4, len(level) - 1)], 18))
              for _, b in pauses]  # fmt: skip
    for word in aligned.words:
        a, b = word.start_ms // 10, max(word.end_ms // 10, word.start_ms // 10 + 1)
        part = level[a:b]
        if len(part) and top - part.max() < 5:
            at = 10 * (a + int(part.argmax()))
            marks.append(Marker("peak", at, _strength(top - float(part.max()), 6)))
    marks += _slopes(level, top)
    return tuple(sorted(marks, key=lambda m: (m.at_ms, m.kind)))


def _slopes(level: NDArray[np.float64], top: float) -> list[Marker]:
    """Where the level rises (surge) or falls (drop) 12 dB or more within 120 ms, near the top."""
    marks: list[Marker] = []
    last = -100
    for at in range(12, len(level)):
        change = level[at] - level[at - 12]
        near = max(level[at], level[at - 12]) > top - 10
        if near and abs(change) >= 12 and at - last > 20:
            kind = "surge" if change > 0 else "drop"
            marks.append(Marker(kind, at * 10, min(100, round(abs(change) * 3))))
            last = at
    return marks


def _strength(below_db: float, span_db: float) -> int:
    return round(100 * max(0.0, min(1.0, 1 - below_db / span_db)))


def neutral_to_json(neutral: Neutral) -> str:
    """JSON of a baseline, kept as a part of the take."""
    return json.dumps(encode(neutral), separators=(",", ":"))


def neutral_from_json(text: str) -> Neutral:
    """Read a baseline; raises MakeError when it is damaged."""
    try:
        return decode(Neutral, json.loads(text))
    except ValueError as exc:
        raise MakeError(
            "damaged", f"A voice's baseline is unreadable: {exc}.", "Make the line again."
        ) from exc


def performance_to_json(performance: Performance) -> str:
    """Compact JSON of a performance."""
    return json.dumps(encode(performance), ensure_ascii=False, separators=(",", ":"))


def performance_from_json(text: str) -> Performance:
    """Read a performance; raises MakeError when it is damaged."""
    try:
        return decode(Performance, json.loads(text))
    except ValueError as exc:
        raise MakeError(
            "damaged", f"A performance is unreadable: {exc}.", "Make it again."
        ) from exc
