"""Camera and effects of a cut from what the rules and the human want. Later wishes lose."""

from __future__ import annotations

from collections.abc import Iterable

from engine.editor.grammar import OVERLAYS, Action
from engine.editor.parts import LONG_TAKE, LONGEST, Part
from engine.editor.rules import Fired
from engine.editor.types import Camera, Decision, Effect
from engine.editor.view import ShotView

_AMOUNT = {"push-in": 7, "pull-out": 6, "pan": 30, "drift": 2, "punch": 9, "hold": 0}
_LENGTH = {"shake": 12, "blur": 8, "flash": 7, "speed": 16, "focus": 20, "invert": 2}
"""Frames of an effect that names none; what is not listed lasts to the end of the shot."""
_STRENGTH = 50
_MAX_PAN = 45  # thousandths of the width on each side that the canvas has to spare
_LEAD = 2  # frames by which a wish may miss the cut's first one and still belong to it


def wishes(part: Part, fired: Iterable[Fired]) -> tuple[Fired, ...]:
    """What concerns a part: what fired inside it, what still lasts, what a human asked for."""
    return tuple(
        f
        for f in fired
        if f.rule == "human"
        or part.first <= f.frame < part.last
        or (f.frame < part.first and _lasts(f.action))
    )


def _lasts(action: Action) -> bool:
    """Whether an effect goes on to the end of the shot, like rain."""
    return action.verb in OVERLAYS and action.verb not in _LENGTH and action.frames < 0


def camera(view: ShotView, part: Part, wanted: tuple[Fired, ...]) -> tuple[Camera, list[Decision]]:
    """The move over the whole cut and why."""
    forbidden: set[str] = set()
    for item in wanted:
        action = item.action
        if action.verb != "camera":
            continue
        if action.remove:
            forbidden.add(action.word)
        elif action.word not in forbidden and "" not in forbidden and _fits(part, item):
            frame = max(0, item.frame - part.first)
            return _move(view, action), [Decision(item.rule, str(action), frame)]
    broken_up = any(f.rule == LONG_TAKE for f in part.why)
    if broken_up or part.last - part.first > LONGEST:
        drift = Action("camera", "drift", 3)
        return _move(view, drift), [Decision(LONG_TAKE, str(drift))]
    return Camera(), []


def over_thing(part: Part, moving: Camera, why: list[Decision]) -> tuple[Camera, list[Decision]]:
    """The move over a thing: what was asked, else a slow way in; a second look at it is nearer."""
    if part.first:
        return Camera("push-in", 1110, 1160), [*why, Decision("thing", "camera=push-in 5")]
    if moving.move != "hold" or moving.zoom_to != 1000:
        return moving, why
    return Camera("push-in", 1000, 1050), [*why, Decision("thing", "camera=push-in 5")]


def _fits(part: Part, item: Fired) -> bool:
    """A punch happens at once, so it must come with the cut."""
    if item.action.word != "punch" or item.rule == "human":
        return True
    return item.frame - part.first <= _LEAD


def _move(view: ShotView, action: Action) -> Camera:
    amount = action.amount if action.amount >= 0 else _AMOUNT[action.word]
    grown = 1000 + 10 * min(40, amount)
    match action.word:
        case "push-in" | "punch" | "drift":
            return Camera(action.word, 1000, grown)
        case "pull-out":
            return Camera("pull-out", grown, 1000)
        case "pan":
            reach = min(_MAX_PAN, amount) * (1 if view.seed % 2 else -1)
            return Camera("pan", 1020, 1020, -reach, reach)
        case _:
            return Camera("hold", grown, grown)


def effects(part: Part, wanted: tuple[Fired, ...]) -> tuple[tuple[Effect, ...], list[Decision]]:
    """What lies over the cut, each kind at most once at a time, and why."""
    forbidden: set[str] = set()
    found: list[Effect] = []
    why: list[Decision] = []
    for item in wanted:
        action = item.action
        if action.verb not in OVERLAYS:
            continue
        if action.remove:
            forbidden.add(action.verb)
            why.append(Decision(item.rule, str(action), max(0, item.frame - part.first)))
            continue
        effect = _effect(part, item)
        if action.verb not in forbidden and not any(_meet(effect, e) for e in found):
            found.append(effect)
            why.append(Decision(item.rule, str(action), effect.first))
    return tuple(sorted(found, key=lambda e: (e.first, e.kind))), why


def _effect(part: Part, item: Fired) -> Effect:
    action, first = item.action, max(0, item.frame - part.first)
    rest = part.last - part.first - first
    wanted = action.frames if action.frames > 0 else _LENGTH.get(action.verb, rest)
    strength = action.amount if action.amount >= 0 else _STRENGTH
    return Effect(action.verb, first, min(rest, wanted), strength)


def _meet(a: Effect, b: Effect) -> bool:
    same = a.kind == b.kind
    return same and a.first < b.first + b.frames and b.first < a.first + a.frames
