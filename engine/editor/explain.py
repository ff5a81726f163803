"""Why an episode is cut as it is: every decision with its rule, its marker and what was measured.

Nothing of this is stored. The same request gives the same decisions, so they are made once more,
this time with what the rules saw.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.editor.cut import ShotPlan, cut_episode, plans
from engine.editor.grammar import Facts
from engine.editor.layout import ms_of
from engine.editor.rules import Fired, Rule, Rules, names_in
from engine.editor.types import Cut, Decision, EditRequest
from engine.editor.view import MARKERS

_UNRULED = {
    "human": "an override of this shot",
    "layout": "the episode has to last 50 to 65 s",
    "long take": "silent for more than 3.5 s, or standing for more than 6 s",
    "thing": "a thing is shown alone",
}
"""What stands for a condition where no rule of the file decided."""
_CUTTING = ("cut", "insert", "open", "split", "travel", "framing", "over-shoulder", "alone")


@dataclass(frozen=True, slots=True)
class Explained:
    """One decision. at_ms: in the episode; cut, shot, line: where (line "" in a silent shot).

    marker, value: the voice's marker at which it was made and its strength; "" and 0 at none.
    when: the rule's condition as written; seen: (name, value) of everything that it asks for.
    shows: of a decision about the picture, who is in it and how near, the subject first.
    override: whether a hand decided, not a rule.
    """

    at_ms: int
    cut: str
    shot: str
    line: str
    rule: str
    action: str
    marker: str
    value: int
    when: str
    seen: tuple[tuple[str, int | str], ...]
    shows: tuple[tuple[str, str], ...]
    override: bool


def explain_episode(request: EditRequest, rules: Rules) -> tuple[Explained, ...]:
    """Every decision of an episode in order of time.

    Raises:
        UserInputError: as `cut_episode`.
    """
    known = {rule.name: rule for rule in rules.rules}
    shots = {plan.view.timed.shot.id: plan for plan in plans(request, rules)}
    found: list[Explained] = []
    start = 0
    for cut in cut_episode(request, rules).cuts:
        plan = shots[cut.shot]
        found += [_explained(cut, start, plan, d, known.get(d.rule)) for d in cut.decisions]
        start += cut.frames
    return tuple(sorted(found, key=lambda e: e.at_ms))


def _explained(
    cut: Cut, start: int, plan: ShotPlan, decision: Decision, rule: Rule | None
) -> Explained:
    at = start + decision.frame
    fired = _source(plan, decision, at - plan.view.timed.first)
    facts: Facts = fired.facts if fired is not None else {}
    marker = next((kind for kind in MARKERS if facts.get(kind)), "")
    value = facts.get(marker, 0)
    names = names_in(rule.when) if rule is not None else ()
    picture = decision.action.partition(" ")[0].partition("=")[0] in _CUTTING
    people = tuple((f.cast, "from behind" if f.back else f.framing) for f in cut.figures)
    return Explained(
        at_ms=ms_of(at),
        cut=cut.id,
        shot=cut.shot,
        line=plan.view.timed.shot.line,
        rule=decision.rule,
        action=decision.action,
        marker=marker,
        value=value if isinstance(value, int) else 0,
        when=rule.text if rule is not None else _UNRULED.get(decision.rule, ""),
        seen=tuple((name, facts[name]) for name in names if name in facts),
        shows=people if picture else (),
        override=decision.rule == "human",
    )


def _source(plan: ShotPlan, decision: Decision, frame: int) -> Fired | None:
    """What fired behind a decision: of equal ones, the nearest in time."""
    opening = plan.opening
    whips = [opening.whip_why, plan.after[1].whip_why if plan.after else None, opening.lead_why]
    every = [
        *plan.fired,
        *(item for part in plan.parts for item in part.why),
        *(item for item in whips if item is not None),
    ]
    alike = [f for f in every if f.rule == decision.rule and str(f.action) == decision.action]
    return min(alike, key=lambda f: abs(f.frame - frame), default=None)
