"""The language of cutting rules: conditions and actions. Text in, frozen values out.

    condition  = conjunct { "or" conjunct } ;
    conjunct   = factor { "and" factor } ;
    factor     = "not" factor | "(" condition ")" | test ;
    test       = name [ comparison value | ["not"] "in" "(" value { "," value } ")" ] ;
    comparison = "==" | "!=" | "<" | "<=" | ">" | ">=" ;
    value      = number | word ;

    action     = [ "+" | "-" ] word [ "=" word ] [ word ] [ number ] [ "for" number ] ;

A name alone is true when it is not zero and not empty. Names, their kinds and the words they may be
compared with are in `VARIABLES`; the actions are in `ACTIONS`. Mistakes are found when rules are
read, never while cutting, and name line and column.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from engine.base.errors import UserInputError
from engine.series.document import CLIFF_TYPES, EMOTIONS, FRAMINGS, MOODS, ROLES, TIMES_OF_DAY

Value = int | str
Facts = Mapping[str, Value]
EFFECTS_ASKED = (
    "none", "power", "impact", "reveal", "arrival", "tears", "chase", "phone", "door", "object",
)  # fmt: skip
NUMBER, FREE = ("number",), ("free",)

VARIABLES: dict[str, tuple[str, ...]] = {
    # what happens at this instant: strength of a marker of the performance, 0 to 100
    "peak": NUMBER, "surge": NUMBER, "drop": NUMBER, "attack": NUMBER, "pause": NUMBER,
    "pause_ms": NUMBER, "start": NUMBER, "end": NUMBER, "at_ms": NUMBER, "left_ms": NUMBER,
    "local": NUMBER, "last_word": NUMBER, "top": NUMBER,
    # the shot and its line
    "line": NUMBER, "action": NUMBER, "emotion": EMOTIONS, "previous": ("none", *EMOTIONS),
    "intensity": NUMBER, "arousal": NUMBER, "words": NUMBER, "duration_ms": NUMBER,
    "speaker_change": NUMBER, "scene_change": NUMBER, "people": NUMBER, "framing": FRAMINGS,
    "effect": EFFECTS_ASKED, "role": ("none", *ROLES), "dice": NUMBER, "facing": ("none", *ROLES),
    "prop": NUMBER, "reversal": NUMBER,
    # where it stands
    "first": NUMBER, "last": NUMBER, "cliffhanger": NUMBER, "cliff": CLIFF_TYPES,
    "tension": NUMBER, "position": NUMBER, "mood": MOODS, "time": TIMES_OF_DAY, "plate": FREE,
}  # fmt: skip
"""Every name a condition may use, with the words that it is compared with (see docs/rules.md)."""

PERFORMED = (
    "peak", "surge", "drop", "attack", "pause", "pause_ms", "end", "at_ms", "left_ms", "local",
    "last_word", "top", "arousal", "words", "duration_ms",
)  # fmt: skip
"""Names whose answer depends on the words of the shot's line or on how they are spoken."""

CAMERA = ("hold", "push-in", "pull-out", "pan", "drift", "punch")
OVERLAYS = (
    "shake", "blur", "flash", "speed", "focus", "rain", "snow", "petals", "embers", "sparkles",
    "gloom", "aura", "vignette", "dim", "freeze", "drain", "invert",
)  # fmt: skip
SOUNDS = (
    "sting", "hit", "whoosh", "riser", "power", "door", "phone", "heart", "rain", "wind", "crowd",
    "tears",
)  # fmt: skip
POSES = ("stand", "hip", "crossed", "clasp", "chest", "point", "pocket", "chin", "fists", "open",
         "behind", "raise", "reach", "call", "cover", "strike", "beg", "kneel", "plead", "salute",
         "bow", "fallen", "sit", "preside", "bed", "table", "lounge", "brace", "leave", "comfort",
         "grab", "pull", "pulled", "embrace", "embraced", "slap", "slapped", "give",
         "take")  # fmt: skip
VIEWS = ("closer", "wider", "listener", "subject", "both", "detail")
SPLITS = ("listener", "all", "detail")
LETTERS = ("hit", "door", "phone", "heart", "power", "whoosh")
ACROSS = ("framing", "over-shoulder", "alone", "open", "whip")
"""Verbs that a neighbouring shot sees: what they do may depend on the script alone."""
ACTIONS: dict[str, tuple[str, ...]] = {
    "camera": CAMERA,
    "framing": (*FRAMINGS, "closer", "wider"),
    "pose": POSES,
    "cut": VIEWS,
    "insert": VIEWS,
    "open": (*VIEWS, *FRAMINGS),
    "split": SPLITS,
    "travel": VIEWS,
    "letter": LETTERS,
    "whip": (),
    "sound": SOUNDS,
    "over-shoulder": (),
    "alone": (),
} | dict.fromkeys(OVERLAYS, ())
"""Every verb of an action and the words that may follow it."""

_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<number>-?\d+)(?![\w-])|(?P<word>[A-Za-z_][A-Za-z0-9_-]*)"
    r"|(?P<mark>==|!=|<=|>=|[<>(),=+-])"
)
_KEYWORDS = ("and", "or", "not", "in")
_ORDER = ("<", "<=", ">", ">=")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text begins in its file, so that an error can be found. Both count from 1."""

    line: int = 1
    column: int = 1
    name: str = "rule"


@dataclass(frozen=True, slots=True)
class Token:
    """kind: number, word, mark or end; `at` is its offset in the text."""

    kind: str
    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Test:
    """`name` compared with `values`; operator "" asks whether it is true, "in" for one of many."""

    name: str
    operator: str = ""
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """operator: and, or, not (one part)."""

    operator: str
    parts: tuple[Condition, ...]


Condition = Test | Group


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do. word: what follows the verb; amount and frames are -1 when not given.

    remove: the action forbids what it names.
    """

    verb: str
    word: str = ""
    amount: int = -1
    frames: int = -1
    remove: bool = False

    def __str__(self) -> str:
        name = f"{self.verb}={self.word}" if self.word else self.verb
        amount = f" {self.amount}" if self.amount >= 0 else ""
        length = f" for {self.frames}" if self.frames >= 0 else ""
        return f"{'-' if self.remove else ''}{name}{amount}{length}"


def holds(condition: Condition, facts: Facts) -> bool:
    """Whether a condition is true of the facts."""
    if isinstance(condition, Test):
        return _test(condition, facts[condition.name])
    if condition.operator == "not":
        return not holds(condition.parts[0], facts)
    found = (holds(part, facts) for part in condition.parts)
    return all(found) if condition.operator == "and" else any(found)


def _test(test: Test, value: Value) -> bool:
    if not test.operator:
        return bool(value)
    if test.operator == "in":
        return value in test.values
    other = test.values[0]
    if test.operator in ("==", "!="):
        return (value == other) == (test.operator == "==")
    assert isinstance(value, int)
    assert isinstance(other, int)
    if test.operator in ("<", "<="):
        return value < other or (test.operator == "<=" and value == other)
    return value > other or (test.operator == ">=" and value == other)


def parse_condition(text: str, place: Place = Place()) -> Condition:
    """Read a condition.

    Raises:
        UserInputError: `bad-rule`, naming line and column.
    """
    reader = _Reader(text, place)
    found = reader.condition()
    reader.finish()
    return found


def parse_action(text: str, place: Place = Place(name="action")) -> Action:
    """Read an action such as ``shake 60 for 12``, ``camera=push-in`` or ``-flash``.

    Raises:
        UserInputError: `bad-rule`, naming line and column.
    """
    reader = _Reader(text, place)
    found = reader.action()
    reader.finish()
    return found


class _Reader:
    """Recursive descent over the tokens of one text."""

    def __init__(self, text: str, place: Place) -> None:
        self._text, self._place = text, place
        self._tokens = self._split()
        self._next = 0

    def _split(self) -> list[Token]:
        tokens, at = [], 0
        while at < len(self._text):
            hit = _TOKEN.match(self._text, at)
            if hit is None or hit.lastgroup is None:
                raise self._error(at, f"“{self._text[at]}” has no meaning here")
            if hit.lastgroup != "space":
                tokens.append(Token(hit.lastgroup, hit.group(), at))
            at = hit.end()
        return [*tokens, Token("end", "", at)]

    def _error(self, at: int, problem: str) -> UserInputError:
        before = self._text[:at]
        line = self._place.line + before.count("\n")
        column = at - before.rfind("\n") if "\n" in before else self._place.column + at
        return UserInputError(
            "bad-rule",
            f"{self._place.name}, line {line}, column {column}: {problem}.",
            "docs/rules.md lists what may be written.",
            line=line,
            column=column,
        )

    @property
    def _token(self) -> Token:
        return self._tokens[self._next]

    def _take(self, *texts: str) -> Token | None:
        """The next token if it is one of `texts` (not a number), consumed."""
        token = self._token
        if token.kind in ("word", "mark") and token.text in texts:
            self._next += 1
            return token
        return None

    def _kind(self, kind: str) -> Token | None:
        token = self._token
        if token.kind == kind:
            self._next += 1
            return token
        return None

    def _expect(self, text: str) -> None:
        if self._take(text) is None:
            raise self._error(self._token.at, f"“{text}” is missing")

    def finish(self) -> None:
        """Nothing may follow."""
        if self._token.kind != "end":
            raise self._error(self._token.at, f"“{self._token.text}” is too much")

    def condition(self) -> Condition:
        """The lowest level: `or`."""
        return self._chain("or")

    def _chain(self, operator: str) -> Condition:
        parts = [self._chain("and") if operator == "or" else self._factor()]
        while self._take(operator):
            parts.append(self._chain("and") if operator == "or" else self._factor())
        return parts[0] if len(parts) == 1 else Group(operator, tuple(parts))

    def _factor(self) -> Condition:
        if self._take("not"):
            return Group("not", (self._factor(),))
        if self._take("("):
            inside = self.condition()
            self._expect(")")
            return inside
        return self._comparison()

    def _comparison(self) -> Condition:
        token = self._token
        if token.kind != "word" or token.text in _KEYWORDS:
            raise self._error(token.at, "a name is missing")
        if token.text not in VARIABLES:
            raise self._error(token.at, f"“{token.text}” is not known")
        self._next += 1
        name = token.text
        if operator := self._take("==", "!=", *_ORDER):
            if operator.text in _ORDER and VARIABLES[name] is not NUMBER:
                raise self._error(operator.at, f"{name} is a word and has no order")
            return Test(name, operator.text, (self._value(name),))
        negated = self._take("not") is not None
        if self._take("in"):
            test = Test(name, "in", self._values(name))
            return Group("not", (test,)) if negated else test
        if negated:
            raise self._error(self._token.at, "“in” is missing after “not”")
        return Test(name)

    def _values(self, name: str) -> tuple[Value, ...]:
        self._expect("(")
        values = [self._value(name)]
        while self._take(","):
            values.append(self._value(name))
        self._expect(")")
        return tuple(values)

    def _value(self, name: str) -> Value:
        token, allowed = self._token, VARIABLES[name]
        if token.kind not in ("number", "word") or token.text in _KEYWORDS:
            raise self._error(token.at, "a value is missing")
        self._next += 1
        if (token.kind == "number") != (allowed is NUMBER):
            wanted = "a number" if allowed is NUMBER else "a word"
            raise self._error(token.at, f"{name} is compared with {wanted}")
        if token.kind == "number":
            return int(token.text)
        if allowed is not FREE and token.text not in allowed:
            known = ", ".join(allowed)
            raise self._error(token.at, f"{name} is never “{token.text}”, only {known}")
        return token.text

    def action(self) -> Action:
        """An action; a camera move may stand without its verb."""
        sign = self._take("+", "-")
        token = self._kind("word")
        if token is None:
            raise self._error(self._token.at, "an action is missing")
        verb, word = token.text, ""
        if verb in CAMERA:
            verb, word = "camera", token.text
        elif verb not in ACTIONS:
            raise self._error(token.at, f"“{verb}” is no action")
        else:
            word = self._word(verb, remove=sign is not None and sign.text == "-")
        amount, frames = self._kind("number"), None
        if self._take("for"):
            frames = self._kind("number")
            if frames is None:
                raise self._error(self._token.at, "a number of frames is missing after “for”")
        return Action(
            verb,
            word,
            self._amount(amount, 100),
            self._amount(frames, 1800),
            remove=sign is not None and sign.text == "-",
        )

    def _word(self, verb: str, remove: bool) -> str:
        given = self._take("=")
        token = self._token
        allowed = ACTIONS[verb]
        if token.kind == "word" and token.text != "for":
            self._next += 1
            if token.text not in allowed:
                known = ", ".join(allowed) if allowed else "nothing"
                raise self._error(token.at, f"{verb} takes {known}, not “{token.text}”")
            return token.text
        if given or (allowed and not remove):
            raise self._error(token.at, f"{verb} needs one of {', '.join(allowed)}")
        return ""

    def _amount(self, token: Token | None, most: int) -> int:
        if token is None:
            return -1
        if not 0 <= int(token.text) <= most:
            raise self._error(token.at, f"{token.text} is not between 0 and {most}")
        return int(token.text)
