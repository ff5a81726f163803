"""How an episode shares out its silence: little where it races, much where it has to sink in.

Works on what the script asks for and on nothing that was spoken, so that a changed word moves no
other shot. The sum stays the script's, but for a share that a tense episode does without. A shot
that a hand has trimmed keeps its length.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from engine.editor.types import FPS
from engine.series.document import Episode, Shot

TRIMMED = "trimmed_from"
"""Key in a shot's `extra` under which the window keeps the length that a hand changed."""

_WEIGHT = {
    "power": 1.7, "impact": 0.9, "reveal": 1.35, "arrival": 1.2, "tears": 1.5, "chase": 1.3,
    "phone": 0.7, "door": 0.7, "object": 0.6,
}  # fmt: skip
"""Share of the silence by what happens; a reaction counts 1."""
_OPENING, _THING, _LAST = 0.6, 0.5, 0.85
_LEAST, _MOST = 24, 195  # frames of a silent shot
_OPENING_MOST, _HOOK_MOST, _THING_MOST, _LAST_MOST = 57, 30, 42, 84
_AFTER_CLIFF = 27  # frames of silence after the last line
_SAVED = 0.012  # of the silence, for each step of the episode's tension


@dataclass(frozen=True, slots=True)
class _Silence:
    index: int
    asked: int
    weight: float
    most: int


def paced(shots: Sequence[tuple[Shot, int]], episode: Episode) -> list[int]:
    """Frames of every shot. shots: each with the frames that the script asks for."""
    frames = [asked for _, asked in shots]
    silent = [
        _silence(i, shots, episode)
        for i, (shot, _) in enumerate(shots)
        if not shot.line and TRIMMED not in dict(shot.extra)
    ]
    if len(silent) < 3:
        return frames
    total = sum(s.asked for s in silent)
    rest = round(total * (1 - _SAVED * episode.tension))
    last = max((i for i, (shot, _) in enumerate(shots) if shot.line), default=-1)
    if last >= 0 and TRIMMED not in dict(shots[last][0].extra):
        tail = max(0, _AFTER_CLIFF - shots[last][0].hold_ms * FPS // 1000)
        frames[last] += tail  # the last word needs time to land
        rest -= tail
    for silence, length in zip(silent, _shared(silent, rest), strict=True):
        frames[silence.index] = length
    return frames


def _shared(silent: list[_Silence], rest: int) -> list[int]:
    """`rest` frames shared by weight, each within its limits; what one cannot take others get."""
    fixed: dict[int, int] = {}
    while True:
        free = [s for s in silent if s.index not in fixed]
        left = rest - sum(fixed.values())
        weights = sum(s.weight for s in free)
        wanted = {s.index: round(left * s.weight / weights) for s in free} if free else {}
        out = {
            s.index: min(s.most, max(_LEAST, wanted[s.index]))
            for s in free
            if not _LEAST <= wanted[s.index] <= s.most
        }
        if not out:
            return [fixed.get(s.index, wanted.get(s.index, _LEAST)) for s in silent]
        fixed |= out


def _silence(index: int, shots: Sequence[tuple[Shot, int]], episode: Episode) -> _Silence:
    shot, asked = shots[index]
    place = index / max(1, len(shots) - 1)
    dice = zlib.crc32(f"pace:{shot.id}".encode()) % 1000 / 1000
    # tension widens the swing between short and long, and the end runs faster than the beginning
    swing = 0.25 + 0.045 * episode.tension
    weight = _WEIGHT.get(shot.effect, 1.0) * (1 + swing * (2 * dice - 1)) * (1.2 - 0.4 * place)
    most = _MOST
    if index == 0:
        weight, most = weight * _OPENING, _OPENING_MOST
    elif not any(s.line for s, _ in shots[:index]):
        weight, most = weight * _THING, _HOOK_MOST  # nobody has spoken yet: do not wait
    elif shot.prop or (shot.effect == "object" and shot.framing == "extreme"):
        weight, most = weight * _THING, _THING_MOST
    elif index == len(shots) - 1:
        weight, most = weight * _LAST, _LAST_MOST
    return _Silence(index, asked, max(0.1, weight), max(most, 3 * FPS // 2 if shot.captions else 0))
