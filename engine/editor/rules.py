"""Rules as data: reads them and says which fire at an instant. Knows nothing of pictures.

A rule file is TOML: `pre_roll` (frames of picture before a line's sound) and a list of `[[rule]]`
with `name`, `when` (a condition), `do` (a list of actions), and optionally `priority` (higher ones
are asked first and win; default 50), `limit` (times in one shot; default 1) and `every` (least
milliseconds between two times; default 600). Limits count inside one shot only, so that nothing
that happens in one shot can change another. What a neighbouring shot has to know (`ACROSS`: the
first framing, a whip) may depend on the script alone, never on how a line was spoken; a rule that
asks for both is refused.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

from engine.base.errors import UserInputError
from engine.editor.grammar import (
    ACROSS,
    PERFORMED,
    Action,
    Condition,
    Facts,
    Group,
    Place,
    holds,
    parse_action,
    parse_condition,
)

_FIELDS = {"name", "when", "do", "priority", "limit", "every"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; see the module's docstring for the units. text: the condition as it is written."""

    name: str
    when: Condition
    do: tuple[Action, ...]
    priority: int = 50
    limit: int = 1
    every: int = 600
    text: str = ""

    @property
    def across(self) -> bool:
        """Whether a neighbouring shot sees what the rule does."""
        return any(action.verb in ACROSS for action in self.do)


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules, those that win first."""

    rules: tuple[Rule, ...]
    pre_roll: int = 3


@dataclass(frozen=True, slots=True)
class Event:
    """An instant of a shot at which rules are asked: `frame` from the shot's start."""

    frame: int
    facts: Facts


@dataclass(frozen=True, slots=True)
class Fired:
    """An action and who wants it; `rule` is "human" for overrides."""

    rule: str
    action: Action
    frame: int
    facts: Facts = field(default_factory=dict, compare=False, repr=False)


def fire(rules: Rules, events: Iterable[Event]) -> tuple[Fired, ...]:
    """What the rules want in one shot, those that win first."""
    found: list[Fired] = []
    moments = sorted(events, key=lambda e: e.frame)
    for rule in rules.rules:
        times: list[int] = []
        for event in moments:
            if len(times) >= rule.limit:
                break
            if times and (event.frame - times[-1]) * 100 < rule.every * 3:
                continue
            if holds(rule.when, event.facts):
                times.append(event.frame)
                found.extend(
                    Fired(rule.name, action, event.frame, event.facts) for action in rule.do
                )
    return tuple(found)


def names_in(condition: Condition) -> tuple[str, ...]:
    """The names that a condition asks for, each once, in order."""
    if isinstance(condition, Group):
        found = [name for part in condition.parts for name in names_in(part)]
        return tuple(dict.fromkeys(found))
    return (condition.name,)


def load_rules(text: str | None = None) -> Rules:
    """Read rules from TOML text, or the house's own rules without an argument.

    Raises:
        UserInputError: `bad-rule`, naming line and column.
    """
    return _default() if text is None else _read(text)


@lru_cache(maxsize=1)
def _default() -> Rules:
    file = resources.files("resources").joinpath("rules", "default.toml")
    return _read(file.read_text("utf-8"))


def _read(text: str) -> Rules:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise UserInputError(
            "bad-rule", f"The rules are no TOML: {exc}.", "docs/rules.md shows the form."
        ) from exc
    pre_roll = data.get("pre_roll", 3)
    if not isinstance(pre_roll, int) or not 0 <= pre_roll <= 30:
        raise _bad("pre_roll is a number of frames from 0 to 30")
    tables = data.get("rule", [])
    if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
        raise _bad("rules are written as [[rule]]")
    if unknown := set(data) - {"pre_roll", "rule"}:
        raise _bad(f"“{sorted(unknown)[0]}” is not known")
    found = [_rule(table, text) for table in tables]
    names = [rule.name for rule in found]
    if twice := {name for name in names if names.count(name) > 1}:
        raise _bad(f"two rules are called “{sorted(twice)[0]}”")
    return Rules(tuple(sorted(found, key=lambda r: -r.priority)), pre_roll)


def _rule(table: Mapping[str, object], text: str) -> Rule:
    name, when, do = table.get("name"), table.get("when"), table.get("do")
    if not isinstance(name, str) or not name or name == "human":
        raise _bad("every rule has a name of its own other than “human”")
    if unknown := set(table) - _FIELDS:
        raise _bad(f"{name}: “{sorted(unknown)[0]}” is not known")
    if not isinstance(when, str) or not isinstance(do, list) or not do:
        raise _bad(f"{name}: “when” is a text and “do” a list of texts")
    if not all(isinstance(action, str) for action in do):
        raise _bad(f"{name}: “do” is a list of texts")
    start = max(0, text.find(f'"{name}"'))
    condition = parse_condition(when, _place(text, when, start, name))
    actions = tuple(parse_action(action, _place(text, action, start, name)) for action in do)
    _refuse_if_heard(name, condition, actions)
    return Rule(
        name,
        condition,
        actions,
        _number(table, name, "priority", 50, 100),
        _number(table, name, "limit", 1, 100),
        _number(table, name, "every", 600, 60_000),
        " ".join(when.split()),
    )


def _refuse_if_heard(name: str, condition: Condition, actions: tuple[Action, ...]) -> None:
    """One changed word must not change the shots around it."""
    seen = next((a.verb for a in actions if a.verb in ACROSS), "")
    heard = next((n for n in names_in(condition) if n in PERFORMED), "")
    if seen and heard:
        raise _bad(
            f"{name}: the shots around see “{seen}”, so “when” may ask the script only, "
            f"not “{heard}”"
        )


def _number(table: Mapping[str, object], rule: str, field: str, default: int, most: int) -> int:
    value = table.get(field, default)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise _bad(f"{rule}: {field} is a number from 0 to {most}")
    return value


def _place(text: str, part: str, start: int, name: str) -> Place:
    """Where `part` stands in the file: TOML readers do not say."""
    at = text.find(part, start)
    if at < 0:
        return Place(name=name)
    return Place(text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at), name)


def _bad(problem: str) -> UserInputError:
    return UserInputError("bad-rule", f"{problem}.", "docs/rules.md shows the form.")
