"""Splits a shot into cuts and gives each its subject, framing and company. No faces, no camera."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from engine.editor.grammar import Action
from engine.editor.layout import SHORTEST
from engine.editor.rules import Fired
from engine.editor.staging import nearer
from engine.editor.view import ShotView

LONGEST = 180
"""Frames after which a cut without a camera move is too long."""
LONG_TAKE = "long take"
_LONGEST_SILENCE = 135
_STEPS = {"extreme": 0, "close": 1, "bust": 1, "medium": 1, "cowboy": 2, "full": 2}
_INSERT = 27  # frames of an inserted look at somebody


_State = tuple[str, str, str]  # subject, framing, company


@dataclass(frozen=True, slots=True)
class Part:
    """Frames first..last-1 of a shot and whom they show. `why` made the cut at `first`."""

    first: int
    last: int
    subject: str
    framing: str
    company: str
    why: tuple[Fired, ...] = ()


@dataclass(frozen=True, slots=True)
class _Wish:
    frame: int
    view: str
    why: Fired


def parts(view: ShotView, fired: tuple[Fired, ...]) -> tuple[Part, ...]:
    """The cuts of a shot, contiguous and each at least `SHORTEST` frames."""
    framing, company, why = _opening(view, fired)
    cuts = _cuts(view, fired)
    found: list[Part] = []
    bounds = [0, *(c.frame for c in cuts), view.timed.frames]
    opening = state = (view.subject, framing, company)
    for i, (first, last) in enumerate(pairwise(bounds)):
        if i:
            state = _turned(view, opening, state, cuts[i - 1].view)
            why = (cuts[i - 1].why,)
        found.append(Part(first, last, *state, why))
    return tuple(found)


def _opening(view: ShotView, fired: tuple[Fired, ...]) -> tuple[str, str, tuple[Fired, ...]]:
    """Framing and company of the shot's first cut; the script's unless a rule changes it."""
    framing, company = view.timed.shot.framing, ""
    why: list[Fired] = []
    for item in fired:
        action = item.action
        if action.remove:
            continue
        if action.verb == "framing" and not any(w.action.verb == "framing" for w in why):
            steps = {"closer": 1, "wider": -1}.get(action.word)
            framing = action.word if steps is None else nearer(framing, steps)
            why.append(item)
        elif action.verb in ("over-shoulder", "alone") and not company:
            company = "back" if action.verb == "over-shoulder" else "alone"
            why.append(item)
    return framing, company, tuple(why)


def _cuts(view: ShotView, fired: tuple[Fired, ...]) -> list[_Wish]:
    """The cuts that fit, those asked for by stronger rules first, in order of time.

    A human's "-cut" keeps the shot whole but for the human's own cuts before it.
    """
    taken: list[_Wish] = []
    for item in fired:
        if item.action.remove and item.action.verb == "cut":
            break
        wishes = _wishes(view, item)
        frames = [w.frame for w in wishes]
        others = [0, view.timed.frames, *(w.frame for w in taken)]
        if not frames:
            continue
        roomy = all(abs(f - o) >= SHORTEST for f in frames for o in others)
        # an insert must not swallow a cut between its two ends
        if roomy and not any(frames[0] < w.frame < frames[-1] for w in taken):
            taken.extend(wishes)
    if not any(f.action.remove and f.action.verb == "cut" for f in fired):
        taken.extend(_relief(view, taken))
    return sorted(taken, key=lambda w: w.frame)


def _relief(view: ShotView, taken: list[_Wish]) -> list[_Wish]:
    """Cuts that break up what would otherwise stand for too long without words."""
    if view.timed.line is not None:
        return []
    found: list[_Wish] = []
    bounds = sorted([0, *(w.frame for w in taken), view.timed.frames])
    for first, last in pairwise(bounds):
        count = -(-(last - first) // _LONGEST_SILENCE)
        for i in range(1, count):
            frame = first + (last - first) * i // count
            word = "closer" if (len(found) + bool(first)) % 2 == 0 else ""
            why = Fired(LONG_TAKE, Action("cut", word or "wider"), frame)
            found.append(_Wish(frame, word, why))
    return found


def _wishes(view: ShotView, item: Fired) -> list[_Wish]:
    action, frame = item.action, item.frame
    if action.remove:
        return []
    if action.amount >= 0 or item.rule == "human":
        # placed by share of the shot, a human's wish in the middle unless it says where
        share = action.amount if action.amount >= 0 else 50
        frame = view.timed.frames * share // 100
    if action.verb == "cut":
        return [_Wish(frame, action.word, item)]
    if action.verb == "insert":
        length = action.frames if action.frames >= SHORTEST else _INSERT
        back = Fired(item.rule, Action("cut", "closer"), frame + length)
        return [_Wish(frame, action.word, item), _Wish(frame + length, "", back)]
    return []


def _turned(view: ShotView, opening: _State, now: _State, word: str) -> _State:
    """What a cut shows when it turns from `now`: never the same picture again."""
    subject, framing, _ = opening
    if word == "listener" and view.partner and now[0] != view.partner:
        size = framing if framing in ("close", "bust") else "bust"
        return view.partner, size, "alone"
    if word == "closer":
        start = now[1] if now[0] == subject else framing
        size = nearer(start, _STEPS[start])
        if (subject, size) != now[:2]:
            return subject, size, "alone"
    if word == "wider" and nearer(now[1], -1) != now[1]:
        return subject, nearer(now[1], -1), ""
    if opening != now:
        return opening
    return subject, nearer(framing, 1 if framing != "extreme" else -2), "alone"
