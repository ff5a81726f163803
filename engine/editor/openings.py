"""The first picture of every shot, decided from the script alone: neighbours rely on it.

A shot must not begin with the picture that the one before may end on, and a whip needs both sides
of the cut. What a take says must not matter here: a changed word would change the shots around it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from engine.editor.grammar import ACROSS, Action
from engine.editor.rules import Fired, Rules, fire
from engine.editor.staging import PAIR, TRIO, nearer
from engine.editor.view import ShotView, opening_event
from engine.series.document import FRAMINGS, Episode

LEAD = 24
"""Frames for which a shot shows its `open` picture when the rule does not say: 0.8 s."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a cut shows: subject, framing, company ("", "back", "alone") and how it is split.

    split: "", or one of `grammar.SPLITS`; travel: the camera comes from the picture before.
    """

    subject: str
    framing: str
    company: str = ""
    split: str = ""
    travel: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """How a shot begins. look: its own picture; lead: another one before it, for `frames`.

    whip: "left" or "right" when the shot comes with a whip; why, lead_why: what decided.
    """

    look: Look
    why: tuple[Fired, ...] = ()
    lead: Look | None = None
    lead_why: Fired | None = None
    frames: int = 0
    whip: str = ""
    whip_why: Fired | None = None

    @property
    def first(self) -> Look:
        """The very first picture."""
        return self.lead or self.look


def people_in(view: ShotView, look: Look) -> frozenset[str]:
    """Whom a look shows from the front, as `staging.stage` will place them."""
    others = tuple(p for p in view.people if p != look.subject)
    if look.split or look.company or not others or look.framing not in PAIR:
        return frozenset((look.subject,))
    return frozenset((look.subject, *others[: 2 if look.framing in TRIO else 1]))


def alike(view: ShotView, one: Look, other_view: ShotView, two: Look) -> bool:
    """Whether two looks are the same framing of the same person: a jump when they meet."""
    if not one.subject or not two.subject or one.framing != two.framing:
        return False
    if one.split or two.split:
        return one.split == two.split and one.subject == two.subject
    same = people_in(view, one) == people_in(other_view, two)
    return same or one.subject == two.subject


def openings(views: list[ShotView], episode: Episode, rules: Rules,
             human: Iterable[tuple[Fired, ...]]) -> list[Opening]:  # fmt: skip
    """The opening of every shot, in order. human: each shot's overrides."""
    across = Rules(tuple(r for r in rules.rules if r.across), rules.pre_roll)
    found: list[Opening] = []
    for i, (view, asked) in enumerate(zip(views, human, strict=True)):
        fired = (*asked, *fire(across, [opening_event(view, episode)]))
        opening = _opening(view, tuple(f for f in fired if f.action.verb in ACROSS))
        by_hand = any(f.rule == "human" and f.action.verb == "framing" for f in asked)
        if found and not by_hand:
            opening = _apart(view, opening, views[i - 1], found[-1])
        found.append(opening)
    return found


def _opening(view: ShotView, fired: tuple[Fired, ...]) -> Opening:
    framing, company = view.timed.shot.framing, ""
    forbidden = {f.action.verb for f in fired if f.action.remove}
    why: list[Fired] = []
    lead = whip = None
    for item in fired:
        action = item.action
        if action.remove or action.verb in forbidden:
            continue
        if action.verb == "framing" and not any(w.action.verb == "framing" for w in why):
            steps = {"closer": 1, "wider": -1}.get(action.word)
            framing = action.word if steps is None else nearer(framing, steps)
            why.append(item)
        elif action.verb in ("over-shoulder", "alone") and not company:
            company = "back" if action.verb == "over-shoulder" else "alone"
            why.append(item)
        elif action.verb == "open" and lead is None:
            lead = item
        elif action.verb == "whip" and whip is None and not view.first:
            whip = item
    framing, company = _seen(view, framing, company, why)
    own = Opening(Look(view.subject, framing, company), tuple(why))
    if whip is not None:
        side = "left" if view.seed // 11 % 2 else "right"
        own = replace(own, whip=side, whip_why=whip)
    return own if lead is None else _led(view, own, lead)


def _seen(view: ShotView, framing: str, company: str, why: list[Fired]) -> tuple[str, str]:
    """A picture wide enough for what a body does in the shot, unless a human chose its size."""
    size = view.gesture.size
    if not size or any(w.rule == "human" and w.action.verb == "framing" for w in why):
        return framing, company
    if view.gesture.whom:
        return size, ""
    wider = FRAMINGS.index(size) > FRAMINGS.index(framing)
    return (size if wider else framing), company


def _led(view: ShotView, own: Opening, item: Fired) -> Opening:
    """The opening with another picture before it, where there is one."""
    action = item.action
    look = led_look(view, own.look, action)
    if look is None or alike(view, look, view, own.look):
        return own
    frames = action.frames if action.frames > 0 else LEAD
    return replace(own, lead=look, lead_why=item, frames=frames)


def led_look(view: ShotView, own: Look, action: Action) -> Look | None:
    """The picture that `open` names."""
    word = action.word
    if not view.subject:
        return None
    if word == "listener":
        size = own.framing if own.framing in ("close", "bust") else "bust"
        return Look(view.partner, size, "alone") if view.partner else None
    if word == "both":
        return Look(view.subject, "medium") if len(view.people) > 1 else None
    if word in FRAMINGS or word == "detail":
        return Look(view.subject, "extreme" if word == "detail" else word, "alone")
    if word == "closer":
        return Look(view.subject, nearer(own.framing, 2), "alone")
    return Look(view.subject, nearer(own.framing, -2)) if word == "wider" else None


def _apart(view: ShotView, opening: Opening, before: ShotView, earlier: Opening) -> Opening:
    """The opening, changed where it would repeat what the shot before may end on."""
    if not alike(view, opening.first, before, earlier.look):
        return opening
    if opening.lead is not None:
        opening = replace(opening, lead=None, lead_why=None, frames=0)
        if not alike(view, opening.look, before, earlier.look):
            return opening
    near = opening.look.framing in ("medium", "cowboy", "full") or (
        opening.look.framing == "bust" and view.seed // 17 % 2 == 0
    )
    for steps in (1, -1, 2, -2) if near else (-1, 1, -2, 2):
        size = nearer(opening.look.framing, steps)
        if size == "extreme" and not intense(view):
            continue
        look = replace(opening.look, framing=size)
        if size != opening.look.framing and not alike(view, look, before, earlier.look):
            return replace(opening, look=look)
    return opening


def intense(view: ShotView) -> bool:
    """Whether a moment bears eyes that fill the picture, as the script has it."""
    line, effect = view.timed.line, view.timed.shot.effect
    strong = line is not None and line.intensity >= 65
    return strong or view.cliffhanger or effect in ("reveal", "tears", "power", "impact")
