"""Judges what was seen and heard of one episode against what it should be."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from engine.delivery.gate.findings import finding, limits
from engine.delivery.gate.sound import RATE, WINDOW_MS, Levels, Sound
from engine.delivery.gate.types import CueSeen, Expected, Finding, Seen, Spoken

_SEEN = 0.45  # of the ink that its letters take at least
_ALLOWANCE = 3  # px that an outline's edge may be off
_FEW, _FEW_SHARE = 2, 0.2
_NAMED = 3  # cues named in one finding
_EDGE_MS = 50
_PER_WINDOW = RATE * WINDOW_MS // 1000
_SMOOTH = 400 // WINDOW_MS  # two syllables
_SYLLABLES_DB = 3.0
_LOUDER_DB = 2.0  # lines are louder than the rest by this at least


def judge_seen(seen: Seen, expected: Expected) -> Iterator[Finding]:
    """Findings on the picture."""
    number = expected.number
    if seen.fault:
        yield finding("decodes", number, f"{seen.frames} frames, {seen.fault}", "all frames")
    if seen.active <= limits().active:
        limit = f"more than {limits().active:.0%}"
        yield finding("active_picture", number, f"{seen.active:.1%}", limit, 0)
    black, frozen = (run[1] - run[0] for run in (seen.black, seen.frozen))
    if black >= limits().black_ms:
        yield finding("black", number, f"{black} ms", f"{limits().black_ms} ms", seen.black[0])
    if frozen > limits().frozen_ms:
        yield finding("frozen", number, f"{frozen} ms", f"{limits().frozen_ms} ms", seen.frozen[0])
    yield from _cuts(seen, expected)
    yield from _label(seen, expected)
    yield from (_burned if expected.burned else _textless)(seen, expected)


def _cuts(seen: Seen, expected: Expected) -> Iterator[Finding]:
    planned = [ms for ms in expected.cuts_ms if ms > _EDGE_MS]
    off = limits().cut_off_ms
    missed = [ms for ms in planned if not any(abs(ms - at) <= off for at in seen.changes_ms)]
    if len(missed) > (1 - limits().cut_share) * len(planned):
        measured = f"{len(planned) - len(missed)} of {len(planned)}"
        yield finding("cuts", expected.number, measured, f"{limits().cut_share:.0%}", missed[0])


def _label(seen: Seen, expected: Expected) -> Iterator[Finding]:
    if not expected.label:
        return
    label, number = seen.label, expected.number
    limit = f"{expected.label_ms} ms from the first frame"
    if not label.height or label.held_ms < expected.label_ms:
        measured = f"held {label.held_ms} ms" if label.height else "nothing lettered stands still"
        yield finding("label", number, measured, limit, 0)
        return
    least = expected.label_share * 1080
    if label.height < least:
        yield finding("label_size", number, f"{label.height} px", f"{least:.0f} px of 1080", 0)
    if label.doubtful:
        yield finding("label_doubt", number, f"{label.held_ms} ms", limit, 0)


def _burned(seen: Seen, expected: Expected) -> Iterator[Finding]:
    number = expected.number
    allowed = (1 - limits().cue_seen) * len(seen.cues)
    missing = [one for one in seen.cues if one.share < _SEEN]
    if len(missing) > allowed:
        yield _named("subtitle_seen", number, missing, len(seen.cues))
    moved = [
        one for one in seen.cues
        if one.share >= _SEEN and one.placed
        and (one.early or one.late or not one.begins or not one.ends)
    ]  # fmt: skip
    # what is shifted is shifted as a whole; single cues may be mistaken in dense scenery
    if len(moved) > max(_FEW, _FEW_SHARE * len(seen.cues)):
        yield _named("subtitle_time", number, moved, len(seen.cues))
    clear = [one for one in seen.cues if one.share >= _SEEN and one.placed]
    outside = [one for one in clear if not _inside(one, expected.safe)]
    if len(outside) > (1 - limits().cue_seen) * len(clear):
        yield _named("subtitle_place", number, outside, len(clear))


def _textless(seen: Seen, expected: Expected) -> Iterator[Finding]:
    """Ink that comes and goes with a cue, centred and with the cue's amount, is its words."""
    there = [
        one for one in seen.cues
        if one.share >= _SEEN and one.placed and one.begins and one.ends
        and not (one.early or one.late)
    ]  # fmt: skip
    if there:
        yield _named("textless", expected.number, there, len(seen.cues))


def _named(check: str, number: int, cues: list[CueSeen], of: int) -> Finding:
    texts = " / ".join(" ".join(one.cue.text.split()) for one in cues[:_NAMED])
    at = (cues[0].cue.start_ms + cues[0].cue.end_ms) // 2
    return finding(check, number, f"{len(cues)} of {of}: {texts}", f"{limits().cue_seen:.0%}", at)


def _inside(one: CueSeen, safe: tuple[int, int, int, int]) -> bool:
    left, top, right, bottom = one.box
    return (
        left >= safe[0] - _ALLOWANCE and top >= safe[1] - _ALLOWANCE
        and right <= safe[2] + _ALLOWANCE and bottom <= safe[3] + _ALLOWANCE
    )  # fmt: skip


def judge_sound(sound: Sound, expected: Expected) -> Iterator[Finding]:
    """Findings on the sound."""
    number = expected.number
    if sound.fault:
        yield finding("sound_decodes", number, sound.fault, "all of it")
    if not abs(sound.lufs - expected.lufs) <= expected.lufs_off:
        limit = f"{expected.lufs:g} ± {expected.lufs_off:g} LUFS"
        yield finding("loudness", number, f"{sound.lufs:.1f} LUFS", limit)
    if not sound.peak <= expected.peak:
        loudest = int(np.argmax(np.abs(sound.samples))) * WINDOW_MS // _PER_WINDOW
        measured, limit = f"{sound.peak:.1f} dBTP", f"{expected.peak:g} dBTP"
        yield finding("peak", number, measured, limit, loudest)
    yield from _silence(sound.levels, number)
    yield from _speech(sound, expected)


def _silence(levels: Levels, number: int) -> Iterator[Finding]:
    edges = np.flatnonzero(np.diff(np.r_[False, levels < limits().silence_db, False].astype(int)))
    runs = edges.reshape(-1, 2) * WINDOW_MS
    for first, last in runs.tolist():
        if last - first > limits().silence_ms:
            limit = f"{limits().silence_ms} ms below {limits().silence_db:g} dBFS"
            yield finding("silence", number, f"{last - first} ms", limit, first)


def _speech(sound: Sound, expected: Expected) -> Iterator[Finding]:
    number, count = expected.number, len(sound.levels)
    lines = [(line, _windows(line, count)) for line in expected.lines]
    spoken = np.zeros(count, bool)
    for _, mine in lines:
        spoken |= mine
    if not spoken.any():
        if lines:
            yield finding("speech", number, "0 %", f"{limits().speech_share:.0%}")
        return
    loud = sound.levels > limits().speech_db
    share = float(loud[spoken].mean())
    inside, outside = mean_level(sound.speech[spoken]), mean_level(sound.speech[~spoken])
    if share < limits().speech_share or inside < outside + _LOUDER_DB:
        measured = f"{share:.0%}, {inside - outside:+.1f} dB against the rest"
        limit = f"{limits().speech_share:.0%} above {limits().speech_db:g} dBFS, +{_LOUDER_DB:g} dB"
        yield finding("speech", number, measured, limit, expected.lines[0].first_ms)
        return
    usual = float(np.median([mean_level(sound.speech[mine]) for _, mine in lines if mine.any()]))
    yield from _stray(sound.speech, spoken, usual, number)
    for line, mine in lines:
        level = mean_level(sound.speech[mine])
        heard = float(loud[mine].mean()) if mine.any() else 0.0
        if heard < limits().line_share or level < usual - limits().line_below_db:
            measured = f"{level - usual:+.1f} dB against other lines: {line.text[:40]}"
            limit = f"-{limits().line_below_db:g} dB"
            yield finding("line", number, measured, limit, line.first_ms)


def _stray(
    levels: Levels, spoken: NDArray[np.bool_], usual: float, number: int
) -> Iterator[Finding]:
    """Stretches outside of all lines that are as loud as a line for long and have syllables: their
    level moves as that of speech does, which a held chord's does not."""
    near = np.ones(2 * _EDGE_MS // WINDOW_MS + 1)
    beside = np.convolve(spoken, near, mode="same") > 0
    power = np.convolve(10 ** (levels / 10), np.ones(_SMOOTH) / _SMOOTH, mode="same")
    loud = (10 * np.log10(power + 1e-12) > usual - limits().stray_db) & ~beside
    edges = np.flatnonzero(np.diff(np.r_[False, loud, False].astype(int))).reshape(-1, 2)
    for first, last in edges.tolist():
        length = (last - first) * WINDOW_MS
        if length > limits().stray_ms and levels[first:last].std() > _SYLLABLES_DB:
            limit = f"{limits().stray_ms} ms"
            yield finding("stray_voice", number, f"{length} ms", limit, first * WINDOW_MS)


def _windows(line: Spoken, count: int) -> NDArray[np.bool_]:
    middles = (np.arange(count) + 0.5) * WINDOW_MS
    return (middles >= line.first_ms) & (middles < line.last_ms)


def mean_level(levels: Levels) -> float:
    """Mean of levels by power, dB; -120 for none."""
    return float(10 * np.log10(np.mean(10 ** (levels / 10)))) if len(levels) else -120.0
