"""What a writing model is told: the words of ``resources/writer/prompts.toml``, filled. Pure.

The planned cliffhanger is the last thing in an episode's prompt, so that its place is known and the
words to write come right after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from string import Template

from engine.writer.commission import Commission
from engine.writer.data import table
from engine.writer.season_plan import Bone, EpisodePlan

_LINES = 6
"""Lines an episode has as a rule; only to tell a model how long one should be."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a model is asked. landing: where in `user` the planned cliffhanger stands, [start, end);
    (0, 0) for a season plan."""

    system: str
    user: str
    landing: tuple[int, int] = (0, 0)


def plan_prompt(
    order: Commission, first: int, last: int, before: Sequence[EpisodePlan] = ()
) -> Prompt:
    """The plans of episodes first to last; before: what the earlier ones were given."""
    done = "\n".join(
        _fill(order, "planned", number=entry.number, title=entry.title, beat=entry.beat,
              secret=entry.secret, cliffhanger=entry.cliffhanger)
        for entry in before
    )  # fmt: skip
    user = _fill(
        order, "plan", **_bible(order), first=first, last=last, episodes=len(order.skeleton),
        outline="\n".join(_outlined(order, bare) for bare in order.skeleton),
        before=_fill(order, "before", plans=done) if done else "",
    )  # fmt: skip
    return Prompt(_fill(order, "system"), user)


def episode_prompt(order: Commission, plans: Sequence[EpisodePlan], number: int) -> Prompt:
    """One episode of a mended plan."""
    entry, bare = plans[number - 1], order.skeleton[number - 1]
    open_secret = plans[entry.reveals - 1].secret if entry.reveals else ""
    season = "\n".join(
        _fill(order, "seasoned", number=one.number, title=one.title, beat=one.beat) for one in plans
    )
    bounds = order.bounds
    user = _fill(
        order, "episode", **_bible(order), season=season, number=number, episodes=len(plans),
        title=entry.title, place=bare.place, tension=bare.tension, beat=entry.beat,
        planted=_fill(order, "planted", secret=entry.secret) + "\n" if entry.secret else "",
        revealed=_fill(order, "revealed", secret=open_secret) + "\n" if open_secret else "",
        speakers=_names(order, entry.people), words=bounds.words, han=bounds.han,
        each=(bounds.han if order.tongue == "zh" else bounds.words) // _LINES,
        cliff=entry.cliff, cliffhanger=entry.cliffhanger,
    )  # fmt: skip
    start = len(user) - len(entry.cliffhanger)
    return Prompt(_fill(order, "system"), user, (start, len(user)))


def labels_of(order: Commission, roles: Sequence[str]) -> list[str]:
    """What the people of these roles are called, in the order of the cast."""
    return [label for label, role in order.labels.items() if role in roles]


def _bible(order: Commission) -> dict[str, object]:
    """What is true of the whole season."""
    dossier = order.dossier
    captions = {person.role.value: person.caption.value for person in dossier.people}
    people = "\n".join(
        _fill(order, "person", label=label, role=role, caption=captions.get(role, ""))
        for label, role in order.labels.items()
    )
    return {
        "premise": dossier.premise, "goal": dossier.goal.value, "secret": dossier.secret.value,
        "power": dossier.power_name.value, "people": people,
    }  # fmt: skip


def _outlined(order: Commission, bare: Bone) -> str:
    return _fill(
        order, "outlined", number=bare.number, place=bare.place, tension=bare.tension,
        beat=bare.beat, people=_names(order, bare.people), cliff=bare.cliff,
        cliffhanger=bare.cliffhanger,
    )  # fmt: skip


def _names(order: Commission, roles: Sequence[str]) -> str:
    return ("、" if order.tongue == "zh" else ", ").join(labels_of(order, roles))


def _fill(order: Commission, name: str, **words: object) -> str:
    text: str = table("prompts.toml")[order.tongue][name]
    return Template(text.strip()).substitute(words)
