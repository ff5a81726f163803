"""Drawings of faces over time: mouths from phones, strength from the performance, blinks, breath.

Faces are drawn on twos (15 drawings a second) on a grid that starts with the cut. The number of
different drawings in a cut is bounded, because each costs a rendering: what differs least and
rarest is merged. Decides nothing about who is seen.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from engine.artist.types import FaceState
from engine.editor.acting import looks_away, looks_down, reaction, subject_mood
from engine.editor.parts import Part
from engine.editor.staging import Mark
from engine.editor.types import FPS, FaceKey
from engine.editor.view import ShotView, arousal_at, seed_of, speech_span
from engine.voice.types import Performance

MOST_STATES = 16
"""Different drawings of heads in one cut, over all its figures."""
_FEWEST, _SHARE = 4, 0.4
"""A short cut has fewer: four, and two for each five positions of a face."""
_BUDGETS = ((), (16,), (11, 5), (8, 4, 4))  # by number of figures
SLACK = 0.75
"""Quarters by which a drawn strength may differ from what is felt: half a step of rounding and as
much again as keeps it from flickering between two steps."""
_ROOMY = 8  # drawings from which on there is room for lids half open
_HELD = 400  # milliseconds for which a face stays as the last word left it
_BLINK = 2  # drawings of shut eyes, followed by one of lids on their way up
_LATE, _FLICKER = 230, 470  # milliseconds after a word: until it is seen to land, and for how long
_GASP = 5  # drawings before a surge at which the eyes shut
_ALIKE = {frozenset(pair) for pair in (("A", "E"), ("O", "U"), ("M", "rest"), ("F", "L"),
                                       ("L", "E"), ("F", "M"))}  # fmt: skip


def tracks(
    view: ShotView, part: Part, marks: Sequence[Mark], roles: dict[str, str], cut: str
) -> list[tuple[FaceKey, ...]]:
    """The keys of every figure of a cut, in the order of `marks`."""
    budgets = _BUDGETS[len(marks)]
    found: list[tuple[FaceKey, ...]] = []
    for mark, budget in zip(marks, budgets, strict=True):
        if mark.back:
            found.append((FaceKey(0, FaceState()),))  # nobody sees it: one drawing for all
            continue
        seed = seed_of(f"{cut}:{mark.cast}")
        if view.timed.line and mark.cast == view.timed.line.speaker:
            states = _speaking(view, part, mark)
        else:
            states = _listening(view, part, mark, roles.get(mark.cast, "none"), seed)
        alive = _blinking(states, seed, breathing=view.timed.line is None)
        if budget >= _ROOMY:
            alive = _opening(alive)
        found.append(_keys(merged(alive, min(budget, _FEWEST + round(_SHARE * len(alive))))))
    return found


def _slots(part: Part) -> int:
    return -(-(part.last - part.first) // 2)


def _times(view: ShotView, part: Part) -> list[int]:
    """Milliseconds of the take at each drawing's middle."""
    start = part.first - view.timed.voice_first
    return [(start + 2 * k + 1) * 1000 // FPS for k in range(_slots(part))]


def _speaking(view: ShotView, part: Part, mark: Mark) -> list[FaceState]:
    performance = view.timed.performance
    assert performance is not None
    emotion, base = subject_mood(view)
    times = _times(view, part)
    mouths = _Mouths(performance)
    levels = _strengths(view, times, base)
    first, last = speech_span(view.timed)
    nods = [m.at_ms for m in performance.markers if m.kind == "peak" and m.strength >= 60]
    lean = 1 if view.seed % 2 else -1
    partner = _towards(mark)
    states = []
    for ms, level in zip(times, levels, strict=True):
        tilt = lean if any(-120 <= ms - at <= 500 for at in nods) else 0
        gaze = partner
        if looks_down(emotion) and ms > last + 250:
            gaze = 2
        elif _between(performance, ms) or ms < first:
            # who looks for words looks away, and back with the first of them
            gaze = -partner if looks_away(emotion) else 0
        states.append(FaceState(emotion, level, mouths.at(ms), 0, gaze, tilt))
    return states


def _towards(mark: Mark) -> int:
    """The side on which the partner stands: people are turned to whom they talk with."""
    return (mark.yaw > 0) - (mark.yaw < 0)


def _between(performance: Performance, ms: int) -> bool:
    """Whether a time lies between two clauses."""
    return any(first <= ms < last for first, last in performance.pauses)


def felt(view: ShotView, ms: int, base: int) -> float:
    """How strong an emotion is by what was measured, in quarters, not rounded, 1 to 4.

    The script's strength moved by the arousal around `ms`: 45 points are a quarter. The arousal is
    measured each 100 ms; between two measures it goes straight from one to the other.
    """
    start = ms // 100 * 100
    share = (ms - start) / 100
    here, there = arousal_at(view, start), arousal_at(view, start + 100)
    return min(4.0, max(1.0, base + (here + (there - here) * share) / 45))


def _strengths(view: ShotView, times: list[int], base: int) -> list[int]:
    """Quarters of the emotion at each drawing: the voice carries it; it gathers and is let go.

    While somebody speaks the drawn quarter is never farther than `SLACK` from what is felt.
    """
    first, last = speech_span(view.timed)
    found: list[int] = []
    for ms in times:
        if ms < first:
            wanted = max(1.0, felt(view, first, base) - 1)
        elif ms <= last:
            wanted = felt(view, ms, base)
        else:
            held = felt(view, last, base)
            wanted = held if ms <= last + _HELD else max(1.0, held - 1)
        kept = found and abs(wanted - found[-1]) <= SLACK
        found.append(found[-1] if kept else min(4, max(1, round(wanted))))
    return found


class _Mouths:
    """Mouths of a performance by time. Lips are closed in silences."""

    def __init__(self, performance: Performance) -> None:
        self._performance = performance
        self._phones = sorted(performance.phones, key=lambda p: p.start_ms)
        self._starts = [p.start_ms for p in self._phones]

    def at(self, ms: int) -> str:
        """The mouth of the drawing whose middle is at `ms`."""
        if any(first <= ms < last for first, last in self._performance.pauses):
            return "rest"
        if not self._phones:
            return self._by_level(ms)
        first, last = ms - 33, ms + 33
        best, most = "rest", 0
        index = max(0, bisect_right(self._starts, first) - 1)
        for phone in self._phones[index:]:
            if phone.start_ms >= last:
                break
            seen = min(last, phone.end_ms) - max(first, phone.start_ms)
            # closed lips are short but tell most about what is said
            weight = seen * 3 if phone.viseme in ("M", "F") else seen
            if weight > most:
                best, most = phone.viseme, weight
        return best

    def _by_level(self, ms: int) -> str:
        levels = self._performance.level_db
        if not 0 <= ms // 10 < len(levels):
            return "rest"
        level = levels[ms // 10]
        loudest = max(levels)
        return "A" if level > loudest - 8 else "E" if level > loudest - 18 else "rest"


def _listening(view: ShotView, part: Part, mark: Mark, role: str, seed: int) -> list[FaceState]:
    """A face without words: a reaction to the speaker, or the beat's own emotion."""
    line, count = view.timed.line, _slots(part)
    if line is None:
        emotion, strength = subject_mood(view)
        if mark.cast != view.subject:
            emotion, strength = reaction(emotion, role), max(1, strength - 1)
        late = min(count, 4 + seed % 5)
        side = _towards(mark)
        before = FaceState(emotion, max(1, strength - 1), gaze=side)
        after = FaceState(emotion, strength, gaze=2 if looks_down(emotion) else side)
        return [before] * late + [after] * (count - late)
    emotion = reaction(line.emotion, role)
    first, last = speech_span(view.timed)
    turn = first + (last - first) * 55 // 100
    hit = _hit(view)
    strength = 2 + (line.intensity >= 60)
    side = _towards(mark)
    states = []
    for ms in _times(view, part):
        level = strength if ms >= turn else 1
        if hit is not None and _LATE <= ms - hit < _LATE + _FLICKER:
            level = min(4, level + 1)  # it shows for a moment and is put away again
        gaze = 2 if looks_down(emotion) and ms >= last else side
        states.append(FaceState(emotion, level, gaze=gaze))
    return states


def _hit(view: ShotView) -> int | None:
    """When the strongest word falls, for those who hear it."""
    performance = view.timed.performance
    markers = performance.markers if performance is not None else ()
    strong = [m for m in markers if m.kind in ("peak", "surge") and m.strength >= 50]
    return max(strong, key=lambda m: (m.strength, -m.at_ms)).at_ms if strong else None


def _blinking(states: list[FaceState], seed: int, breathing: bool) -> list[FaceState]:
    """Shut the eyes every two to three seconds; silent faces also move a little after it."""
    found = list(states)
    number, at = seed, 10 + seed % 28
    moved = False
    lean = 1 if seed // 5 % 2 else -1
    begun = 0
    leaps = [i for i in range(_GASP, len(states)) if states[i].strength > states[i - 1].strength]
    at = min([at, *(i - _GASP for i in leaps[:1])])  # a blink before a face grows
    while at < len(found):
        at = _quiet(found, at)
        if breathing and moved:
            found[begun:at] = [replace(s, tilt=lean) for s in found[begun:at]]
        found[at : at + _BLINK] = [replace(s, lids=2) for s in found[at : at + _BLINK]]
        begun, moved = at + _BLINK, not moved
        number = (number * 1103515245 + 12345) & 0x7FFFFFFF
        at += 30 + number // 1000 % 12
    return found


def _opening(states: list[FaceState]) -> list[FaceState]:
    """The same row with lids half up for a drawing after each blink."""
    found = list(states)
    for i in range(1, len(found)):
        if states[i - 1].lids == 2 and states[i].lids == 0:
            found[i] = replace(states[i], lids=1)
    return found


def _quiet(states: list[FaceState], at: int) -> int:
    """A drawing near `at` at which the mouth is at rest, so that a blink hides no sound."""
    near = sorted(range(max(1, at - 5), min(len(states), at + 6)), key=lambda i: (abs(i - at), i))
    return next((i for i in near if states[i].viseme == "rest"), at)


def merged(states: list[FaceState], most: int) -> list[FaceState]:
    """The row with at most `most` different drawings; at least one blink survives."""
    counts = Counter(states)
    becomes: dict[FaceState, FaceState] = {}
    while len(counts) > most:
        shut = [s for s in counts if s.lids == 2]
        spare = [s for s in counts if s.lids != 2 or len(shut) > 1]
        victim = min(spare, key=lambda s: (counts[s], _order(s)))
        heir = min((s for s in counts if s != victim), key=lambda s: (_apart(victim, s), _order(s)))
        counts[heir] += counts.pop(victim)
        becomes[victim] = heir
    return [_heir(s, becomes) for s in states]


def _heir(state: FaceState, becomes: dict[FaceState, FaceState]) -> FaceState:
    while state in becomes:
        state = becomes[state]
    return state


def _order(s: FaceState) -> tuple[str, int, str, int, int, int]:
    return (s.emotion, s.strength, s.viseme, s.lids, s.gaze, s.tilt)


def _apart(a: FaceState, b: FaceState) -> int:
    """How much two drawings differ to the eye."""
    mouth = 0 if a.viseme == b.viseme else 3 if frozenset((a.viseme, b.viseme)) in _ALIKE else 6
    return (
        mouth
        + 9 * abs(a.strength - b.strength)
        + 14 * abs(a.lids - b.lids)
        + 4 * (a.gaze != b.gaze)
        + abs(a.tilt - b.tilt)
    )


def _keys(states: list[FaceState]) -> tuple[FaceKey, ...]:
    changes = [FaceKey(0, states[0])]
    changes += [FaceKey(2 * (i + 1), b) for i, (a, b) in enumerate(pairwise(states)) if a != b]
    return tuple(changes)
