"""The episode's time line: how long each shot lasts. Decides lengths and nothing else.

Shots follow the script. A line lasts as long as its take plus the silence that the script asks for;
action beats share the silence that the script asks for (`pace`). Only when the whole leaves 50 to
65 s are silences made longer or shorter, in half-second steps and in as few shots as will do: the
longest silences, which the script alone decides, so that a slightly longer line moves no other
shot's length.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.base.errors import UserInputError
from engine.editor.pace import paced
from engine.editor.types import FPS, EditRequest
from engine.series.document import Line, Scene, Shot
from engine.voice.types import Performance

LEAST, MOST = 50 * FPS, 65 * FPS
"""Frames of an episode."""
STEP = 15
"""Frames by which a silence grows or shrinks."""
SHORTEST = 18
"""Frames of the shortest shot: 0.6 s."""
READABLE = 24
"""Frames that rules leave a picture on both sides of a cut: 0.8 s. A hand may go to `SHORTEST`."""

_GROW_ACTION, _GROW_LINE = 8, 4  # steps in the first round; later rounds allow as much again
_ROUNDS = 30  # enough for an episode of one short line
_KEPT_ACTION, _KEPT_LINE = 30, 4  # frames of silence that always stay


@dataclass(frozen=True, slots=True)
class TimedShot:
    """A shot and its frames. voice_first: frame of the shot at which the take's file starts."""

    scene: Scene
    shot: Shot
    line: Line | None
    performance: Performance | None
    first: int
    frames: int
    voice_first: int
    stretched: int = 0  # frames added to (or taken from) what the script asks for


def frames_of(ms: int) -> int:
    """Whole frames that cover `ms`."""
    return -(-ms * FPS // 1000)


def ms_of(frame: int) -> int:
    """Milliseconds at which a frame starts, rounded."""
    return round(frame * 1000 / FPS)


def lay_out(request: EditRequest, pre_roll: int) -> tuple[TimedShot, ...]:
    """All shots with their places in the episode.

    Raises:
        UserInputError: the episode has no shot, or a shot shows a line without a performance.
    """
    lines = {line.id: line for line in request.episode.lines}
    performances = dict(request.performances)
    shots = [
        _natural(scene, shot, lines, performances, pre_roll)
        for scene in request.episode.scenes
        for shot in scene.shots
    ]
    lengths = paced([(s.shot, s.frames) for s in shots], request.episode)
    shots = [replace(s, frames=n) for s, n in zip(shots, lengths, strict=True)]
    if not shots:
        raise UserInputError(
            "no-shots",
            f"{request.episode.id} has no shots, so there is nothing to cut.",
            "Write the episode or add a shot.",
        )
    fitted = _fitted(shots)
    placed, first = [], 0
    for shot in fitted:
        placed.append(replace(shot, first=first))
        first += shot.frames
    return tuple(placed)


def _natural(
    scene: Scene,
    shot: Shot,
    lines: dict[str, Line],
    performances: dict[str, Performance],
    pre_roll: int,
) -> TimedShot:
    if not shot.line:
        frames = max(SHORTEST, frames_of(shot.hold_ms))
        return TimedShot(scene, shot, None, None, 0, frames, 0)
    line, performance = lines.get(shot.line), performances.get(shot.line)
    if line is None or performance is None:
        raise UserInputError(
            "no-performance",
            f"{shot.id} shows {shot.line}, which has not been spoken.",
            "Speak the line first, or let the shot show another one.",
        )
    spoken = pre_roll + frames_of(performance.duration_ms) + frames_of(max(0, shot.hold_ms))
    return TimedShot(scene, shot, line, performance, 0, max(SHORTEST, spoken), pre_roll)


def _fitted(shots: list[TimedShot]) -> list[TimedShot]:
    """The shots with silences changed until the whole fits, if that is possible at all."""
    total = sum(s.frames for s in shots)
    if total < LEAST:
        return _changed(shots, -(-(LEAST - total) // STEP), 1)
    if total > MOST:
        return _changed(shots, -(-(total - MOST) // STEP), -1)
    return shots


def _changed(shots: list[TimedShot], steps: int, sign: int) -> list[TimedShot]:
    """Give `steps` to the longest silences first; ties go to the earlier shot."""
    silent = [s.shot.hold_ms * FPS // 1000 if s.shot.line else s.frames for s in shots]
    order = sorted(range(len(shots)), key=lambda i: (-silent[i], i))
    given = [0] * len(shots)
    for turn in range(1, _ROUNDS + 1):
        if not steps:
            break
        for i in order:
            room = _room(shots[i], sign, turn) - given[i]
            taken = min(steps, max(0, room))
            given[i] += taken
            steps -= taken
    return [
        replace(s, frames=s.frames + sign * STEP * n, stretched=sign * STEP * n) if n else s
        for s, n in zip(shots, given, strict=True)
    ]


def _room(shot: TimedShot, sign: int, turn: int) -> int:
    """Steps by which a shot's silence may change up to this round."""
    if sign > 0:
        return turn * (_GROW_LINE if shot.line else _GROW_ACTION)
    kept = _KEPT_LINE if shot.line else _KEPT_ACTION
    silence = frames_of(shot.shot.hold_ms) if shot.line else shot.frames
    return max(0, silence - kept) // STEP
