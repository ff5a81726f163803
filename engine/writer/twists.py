"""The season's twist, chosen before the plan: its plants and its last hook follow from it.

Chooses only among twists that the premise does not contradict and that the language can tell.
"""

from __future__ import annotations

from engine.writer.data import beats
from engine.writer.story import Story, phase

TWISTS = {"alive": 1.0, "order": 0.8, "blood": 1.8, "twin": 0.8, "keeper": 0.8, "heir": 1.1}
"""A dead one lives; P ordered it; V is H's blood; there are two of H; K planned it; A is heir.

With how readily each is chosen: what few premises leave room for rather."""

_NEAR = ("husband", "wife", "fiance", "fiancee", "lover")
_BLOOD = ("father", "mother", "brother", "sister", "son", "daughter", "uncle", "aunt",
          "grandfather", "grandmother", "cousin")  # fmt: skip


def with_twist(story: Story) -> Story:
    """The story with its twist, as the fact `tw:...`; the one it has where no other can be told."""
    options = [twist for twist in TWISTS if _told(twist, story) and _possible(twist, story)]
    if options:
        lot = {twist: phase(story, f"twist {twist}") ** (1 / TWISTS[twist]) for twist in options}
        story.twist = max(options, key=lambda twist: lot[twist])
        story.flags = {flag for flag in story.flags if not flag.startswith("tw:")}
        story.flags.add(f"tw:{story.twist}")
    return story


def _told(twist: str, story: Story) -> bool:
    """Whether the language words both plants and the hook."""
    needed = (f"plant_{twist}", f"sign_{twist}", f"hook_{twist}")
    return all(story.tongue in beats()[id].lines for id in needed)


def _possible(twist: str, story: Story) -> bool:
    """Whether the premise leaves room for it."""
    people, flags = story.people, story.flags
    power, rival, ally, keeper = (people[role] for role in "PVAK")
    if twist == "alive":  # where somebody lost is sought, that is the goal, not a twist
        return "missing" not in flags
    if twist == "order":
        return power.kin not in _NEAR and "in:trial" not in flags
    if twist == "blood":
        return rival.gender == "m" and rival.kin not in (*_NEAR, *_BLOOD) and power.kin == "father"
    if twist == "twin":
        return "twin" not in story.text.lower() and "双胞胎" not in story.text
    if twist == "keeper":
        return keeper.source != "premise"
    return ally.kin not in _BLOOD and ally.source != "premise"
