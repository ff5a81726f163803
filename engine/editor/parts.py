"""Splits a shot into cuts and gives each what it shows. No faces, no camera.

Two cuts that meet never show the same framing of the same person; with the neighbouring shots that
holds because their first pictures are known from the script (`openings`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from engine.editor.grammar import Action
from engine.editor.layout import READABLE, SHORTEST
from engine.editor.openings import Look, Opening, alike, intense
from engine.editor.rules import Fired
from engine.editor.staging import nearer
from engine.editor.view import ShotView
from engine.series.document import FRAMINGS

LONGEST = 180
"""Frames after which a cut without a camera move is too long."""
LONG_TAKE = "long take"
_LONGEST_SILENCE = 105
"""Frames of a silent picture: 3.5 s. After that somebody else, or another size, is due."""
_STEPS = {"extreme": 0, "close": 1, "bust": 1, "medium": 2, "cowboy": 2, "full": 2}
_INSERT = 27  # frames of an inserted look at somebody
_SPLIT_MOST = 90  # frames that a split picture may stand when it has nothing to go back to
_SPLIT_SIZE = {"listener": "close", "all": "bust", "detail": "bust"}


@dataclass(frozen=True, slots=True)
class Part:
    """Frames first..last-1 of a shot and what they show. `why` made the cut at `first`.

    before: the look that the cut comes from, where the camera travels.
    """

    first: int
    last: int
    look: Look
    why: tuple[Fired, ...] = ()
    before: Look | None = None

    @property
    def subject(self) -> str:
        """Whom it shows; "" for nobody."""
        return self.look.subject


@dataclass(frozen=True, slots=True)
class _Wish:
    frame: int
    verb: str
    word: str
    why: Fired


def parts(
    view: ShotView, fired: tuple[Fired, ...], opening: Opening,
    after: tuple[ShotView, Opening] | None,
) -> tuple[Part, ...]:  # fmt: skip
    """The cuts of a shot, contiguous and each at least `SHORTEST` frames.

    after: the shot that follows, with its opening.
    """
    lead = _lead(view, opening)
    start = _split_start(view, fired, opening)
    cuts = _cuts(view, fired, start, [] if start else lead)
    look, why = opening.look, opening.why
    if start is not None:
        look, why = start[0], (*why, start[1])
    elif lead:
        assert opening.lead is not None
        assert opening.lead_why is not None
        look, why = opening.lead, (opening.lead_why,)
    found: list[Part] = []
    bounds = [0, *(c.frame for c in cuts), view.timed.frames]
    for i, (first, last) in enumerate(pairwise(bounds)):
        before = None
        if i:
            wish, before = cuts[i - 1], look
            end = after if last == view.timed.frames else None
            look = _turned(view, opening, look, wish, end)
            why = (*opening.why, wish.why) if wish in lead else (wish.why,)
        found.append(Part(first, last, look, why, before if look.travel else None))
    return tuple(found)


def _lead(view: ShotView, opening: Opening) -> list[_Wish]:
    """The cut from the picture that leads to the shot's own, when there is room for both."""
    if opening.lead is None or opening.lead_why is None:
        return []
    frame = max(SHORTEST, opening.frames)
    if view.timed.frames - frame < SHORTEST:
        return []
    return [_Wish(frame, "cut", "subject", opening.lead_why)]


def _split_start(
    view: ShotView, fired: tuple[Fired, ...], opening: Opening
) -> tuple[Look, Fired] | None:
    """The split picture with which a shot begins, if a rule wants one at its first frame."""
    if any(f.action.verb == "split" and f.action.remove for f in fired):
        return None
    for item in fired:
        if item.action.verb == "split" and item.frame < SHORTEST and item.rule != "human":
            look = _split(view, item.action.word)
            length = item.action.frames
            rest = view.timed.frames - length
            if look and (length < 0 or rest >= READABLE or view.timed.frames <= _SPLIT_MOST):
                return look, item
    return None


def _split(view: ShotView, word: str) -> Look | None:
    if not view.subject or (word == "listener" and not view.partner):
        return None
    if word == "all" and len(view.people) < 3:
        return None
    return Look(view.subject, _SPLIT_SIZE[word], "alone", word)


def _cuts(
    view: ShotView,
    fired: tuple[Fired, ...],
    start: tuple[Look, Fired] | None,
    lead: list[_Wish],
) -> list[_Wish]:
    """The cuts that fit, those asked for by stronger rules first, in order of time.

    A human's "-cut" keeps the shot whole but for the human's own cuts before it.
    """
    taken = list(lead)
    if start is not None and start[1].action.frames >= 0:
        back = max(SHORTEST, start[1].action.frames)
        if view.timed.frames - back >= READABLE:
            taken.append(_Wish(back, "cut", "subject", start[1]))
    for item in fired:
        if item.action.remove and item.action.verb == "cut":
            break
        wishes = [] if start is not None and item is start[1] else _wishes(view, item)
        frames = [w.frame for w in wishes]
        others = [0, view.timed.frames, *(w.frame for w in taken)]
        if not frames:
            continue
        room = SHORTEST if item.rule == "human" else READABLE
        roomy = all(abs(f - o) >= room for f in frames for o in others)
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
            # the second look is the longer one: what it is about has to sink in
            frame = first + (last - first) * (9 * i + 1) // (9 * count + 2)
            word = _relief_word(view, len(found) + bool(first))
            why = Fired(LONG_TAKE, Action("cut", word), frame)
            found.append(_Wish(frame, "cut", word, why))
    return found


def _relief_word(view: ShotView, turn: int) -> str:
    """A silence goes to the other one first, then back: not to four pictures of one face."""
    if view.partner and not view.timed.shot.prop and turn % 2 == 0:
        return "listener"
    return "closer" if turn % 2 == 0 or view.partner else "wider"


def _wishes(view: ShotView, item: Fired) -> list[_Wish]:
    action, frame = item.action, item.frame
    if action.remove or action.verb not in ("cut", "insert", "split", "travel"):
        return []
    if action.amount >= 0 or item.rule == "human":
        # placed by share of the shot, a human's wish in the middle unless it says where
        share = action.amount if action.amount >= 0 else 50
        frame = view.timed.frames * share // 100
    if action.verb == "split" and _split(view, action.word) is None:
        return []
    found = [_Wish(frame, action.verb, action.word, item)]
    if action.verb == "insert" or (action.verb == "split" and action.frames > 0):
        length = action.frames if action.frames >= SHORTEST else _INSERT
        back = Fired(item.rule, Action("cut", "subject"), frame + length, item.facts)
        found.append(_Wish(frame + length, "cut", "subject", back))
    return found


def _turned(
    view: ShotView, opening: Opening, now: Look, wish: _Wish,
    after: tuple[ShotView, Opening] | None,
) -> Look:  # fmt: skip
    """What a cut shows when it turns from `now`: never the same picture again.

    after: what follows when this is the shot's last cut.
    """
    if wish.verb == "split":
        split = _split(view, wish.word)
        if split is not None and split.split != now.split:
            return split
    for look in (*_wanted(view, opening, now, wish.word), *_others(view, opening)):
        if look.framing == "extreme" and not intense(view) and wish.word != "detail":
            continue
        if alike(view, look, view, now):
            continue
        if after is not None and alike(view, look, after[0], after[1].first):
            continue
        return replace(look, travel=wish.verb == "travel" and look.subject != now.subject)
    return opening.look


def _wanted(view: ShotView, opening: Opening, now: Look, word: str) -> list[Look]:
    """The pictures that a word asks for, the best first."""
    own, subject = opening.look, view.subject
    match word:
        case "listener" if view.partner and now.subject != view.partner:
            size = own.framing if own.framing in ("close", "bust") else "bust"
            other = "close" if size == "bust" else "bust"
            return [Look(view.partner, s, "alone") for s in (size, other)]
        case "closer":
            start = now.framing if now.subject == subject and not now.split else own.framing
            return [Look(subject, nearer(start, n), "alone") for n in (_STEPS[start], 1)]
        case "wider":
            return [Look(subject, nearer(now.framing, -n)) for n in (1, 2)]
        case "both" if len(view.people) > 1:
            return [Look(subject, size) for size in ("medium", "cowboy")]
        case "detail":
            return [Look(subject, "extreme", "alone")]
        case "subject":
            return [own, Look(subject, nearer(own.framing, 1), "alone")]
        case _:
            return [own]


def _others(view: ShotView, opening: Opening) -> list[Look]:
    """Whatever else the shot can show, what is nearest to its own framing first."""
    own = opening.look
    at = FRAMINGS.index(own.framing)
    sizes = sorted(FRAMINGS, key=lambda f: (abs(FRAMINGS.index(f) - at), FRAMINGS.index(f)))
    found = [own, *(Look(own.subject, size, "alone") for size in sizes)]
    if view.partner:
        found += [Look(view.partner, size, "alone") for size in ("bust", "close")]
    return found
