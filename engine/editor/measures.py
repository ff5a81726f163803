"""What can be counted in a cut list, as an editor would: rhythm, repeats, the line, the onsets.

Pure, and for judging only: nothing that is made depends on it. `python -m tests.editor.seasons`
prints it for a season.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from engine.editor.layout import TimedShot, lay_out, ms_of
from engine.editor.types import FPS, Cut, CutList, EditRequest
from engine.editor.view import MARKERS, speech_span, strongest, voice_frame

NEAR = 2
"""Frames by which a cut may miss a marker and still be on it."""
STRONG = 60
"""Strength from which a rise of the voice counts as an onset that asks for something."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Times in milliseconds.

    spread: standard deviation of the cuts' lengths, per cent of their mean; repeats: neighbouring
    cuts with the same framing of the same person; crossings: people who look the other way than
    before in their scene; inside, on_marker: cuts within spoken lines, and how many of them are on
    a marker of the voice; onsets, answered: lines whose strongest onset is strong and has room
    around it, and how many of these have a cut or an effect on it; still: longest time in which
    neither face, camera nor effect changes; hook: when the second picture is seen; first_word: when
    the first word is heard; last: length of the last cut.
    """

    cuts: int
    mean: int
    spread: int
    longest: int
    repeats: int
    crossings: int
    inside: int
    on_marker: int
    onsets: int
    answered: int
    still: int
    hook: int
    first_word: int
    last: int


def measure(request: EditRequest, made: CutList, pre_roll: int = 3) -> Rhythm:
    """Count one episode's cut list. request, pre_roll: what it was cut from."""
    shots = lay_out(request, pre_roll)
    lengths = [c.frames for c in made.cuts]
    mean = sum(lengths) / len(lengths)
    spread = (sum((n - mean) ** 2 for n in lengths) / len(lengths)) ** 0.5
    inside, on_marker = _inside(made, shots)
    onsets, answered = _onsets(made, shots)
    return Rhythm(
        cuts=len(lengths),
        mean=round(mean * 1000 / FPS),
        spread=round(100 * spread / mean),
        longest=ms_of(max(lengths)),
        repeats=sum(same(a, b) for a, b in pairwise(made.cuts)),
        crossings=_crossings(made, shots),
        inside=inside,
        on_marker=on_marker,
        onsets=onsets,
        answered=answered,
        still=ms_of(max(_still(c) for c in made.cuts)),
        hook=ms_of(made.cuts[0].frames),
        first_word=made.lines[0].first_ms if made.lines else 0,
        last=ms_of(made.cuts[-1].frames),
    )


def same(one: Cut, two: Cut) -> bool:
    """Whether two neighbouring cuts show the same person in the same framing: a jump."""
    if one.panels != two.panels:
        return False
    seen = [[f for f in c.figures if not f.back] for c in (one, two)]
    if not all(seen):
        return False
    first, second = (figures[0] for figures in seen)
    people = [{f.cast for f in figures} for figures in seen]
    alike = first.cast == second.cast or people[0] == people[1]
    return alike and first.framing == second.framing


def _starts(made: CutList) -> list[int]:
    found, at = [], 0
    for cut in made.cuts:
        found.append(at)
        at += cut.frames
    return found


def _markers(shot: TimedShot) -> list[int]:
    """Frames of the episode on which the markers of a shot's voice lie."""
    spoken = shot.performance
    if spoken is None:
        return []
    return [shot.first + voice_frame(shot, m.at_ms) for m in spoken.markers if m.kind in MARKERS]


def _top(shot: TimedShot) -> list[int]:
    """Frame of the episode of a line's strongest onset, if it is strong."""
    top = strongest(shot)
    if top is None or top.strength < STRONG:
        return []
    return [shot.first + voice_frame(shot, top.at_ms)]


def _inside(made: CutList, shots: tuple[TimedShot, ...]) -> tuple[int, int]:
    """Cuts while somebody speaks, and how many of them the voice asked for."""
    cuts, inside, on_marker = _starts(made), 0, 0
    for shot in shots:
        first, last = (shot.first + voice_frame(shot, ms) for ms in speech_span(shot))
        marks = [*_markers(shot), last]
        for at in cuts:
            if shot.performance and first < at <= last:
                inside += 1
                on_marker += any(abs(at - mark) <= NEAR for mark in marks)
    return inside, on_marker


def _onsets(made: CutList, shots: tuple[TimedShot, ...]) -> tuple[int, int]:
    events = set(_starts(made))
    for start, cut in zip(_starts(made), made.cuts, strict=True):
        events |= {start + e.first for e in cut.effects}
    asked = answered = 0
    for shot in shots:
        for at in _top(shot):
            asked += 1
            answered += any(abs(at - event) <= NEAR for event in events)
    return asked, answered


def _crossings(made: CutList, shots: tuple[TimedShot, ...]) -> int:
    """Turns over the line. Of three people the one in the middle may look both ways."""
    scene_of = {shot.shot.id: shot.scene.id for shot in shots}
    looks: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for cut in made.cuts:
        for figure in cut.figures:
            if not figure.back and figure.yaw:
                looks[scene_of[cut.shot]][figure.cast].append(figure.yaw > 0)
    found = 0
    for people in looks.values():
        turns = sorted(sum(a != b for a, b in pairwise(ways)) for ways in people.values())
        found += sum(turns if len(turns) < 3 else turns[:-1])
    return found


_ALIVE = ("rain", "snow", "petals", "embers", "sparkles", "speed", "focus", "aura", "shake")


def _still(cut: Cut) -> int:
    """Longest run of frames in which nothing of a cut changes."""
    if cut.camera.move != "hold":
        return 0
    moments = {0, cut.frames}
    for figure in cut.figures:
        moments |= {key.frame for key in figure.faces}
    for effect in cut.effects:
        ends = {effect.first, effect.first + effect.frames}
        moments |= set(range(*sorted(ends))) if effect.kind in _ALIVE else ends
    ordered = sorted(m for m in moments if 0 <= m <= cut.frames)
    return max(b - a for a, b in pairwise(ordered))
