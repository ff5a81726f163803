"""The hand of beats that one season is dealt from the library, so that two seasons differ.

Without it the search plays, in every season, the few beats that suit its rules best. What a season
owes stays payable: of every due and heavy promise two ways at least are dealt. Seeds that follow
each other are dealt from different parts of the library.
"""

from __future__ import annotations

from engine.writer.data import Beat, beats, table
from engine.writer.rhythm import DUES, PROMISES, REVEALS, reveal_of
from engine.writer.story import Story, phase

_FEWEST = 3
"""Ways of paying each thing owed that every hand holds."""
_HEAVY = 6.0
"""Weight of a promise from which a hand holds ways to keep it."""
ALWAYS = ("o_", "plant_", "sign_", "hook")
"""How the ids begin of beats that opening and twist choose, not the hand."""
LATE = 0.68
"""Share of a season from which nothing is dealt, so that its end can always be reached."""
_LAST_RESORT = "named"
"""The reveal that asks for least: played where the chosen one cannot be."""


def hand(story: Story, more: float = 1.0) -> frozenset[str]:
    """Ids of the beats that a season of this story may play; more: times the usual share dealt.

    Each is dealt as often as `balance.toml` says (`deal`, a share of seasons, else 1).
    """
    deal = table("balance.toml")["deal"]
    told = {id: beat for id, beat in beats().items() if story.tongue in beat.lines}
    turn = {id: phase(story, f"deal {id}") for id in told}
    dealt = {id for id in told if not is_dealt(id) or turn[id] < more * deal.get(id, 1.0)}
    dealt -= set(REVEALS) - {reveal_of(story), _LAST_RESORT}
    left = set(told) - dealt - set(REVEALS)
    spare = sorted(left, key=lambda id: (turn[id] - deal.get(id, 1.0), id))
    for facts in _owed(story):
        dealt |= _missing(facts, told, dealt, spare)
    return frozenset(dealt)


def is_dealt(id: str) -> bool:
    """Whether a beat is left to the hand."""
    return not (id.startswith(ALWAYS) or id in REVEALS or beats()[id].window[0] >= LATE)


def _owed(story: Story) -> list[tuple[str, ...]]:
    """Sets of facts, one of each to be made: dues, what prepares the reveal, promises."""
    found = [due.facts for due in DUES]
    found.append(REVEALS[reveal_of(story)])
    found += [kept for _, kept, weight in PROMISES if weight >= _HEAVY]
    return [facts for facts in found if facts]


def _missing(
    facts: tuple[str, ...], told: dict[str, Beat], dealt: set[str], spare: list[str]
) -> set[str]:
    """What has to be dealt in addition, so that there are enough ways to make one of the facts."""
    makers = [
        id
        for id in dealt
        if not id.startswith("o_") and id not in REVEALS and set(facts) & set(told[id].gives)
    ]
    others = [id for id in spare if id not in dealt and set(facts) & set(told[id].gives)]
    return set(others[: max(0, _FEWEST - len(makers))])
