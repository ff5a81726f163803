"""The grammars of what a model may write: a season plan and a screenplay, in parts. Text only.

Both are JSON, decoded part by part: *heads* (keys, names, choices) have grammars that say all,
*words* have one that knows their letters, while `units` counts them. In parts, because the cap of
every line follows from what was said before. Every string is made of listed characters: no
control characters, no quotes, nothing that has to be escaped. (A JSON schema's maxLength would
let control characters through.) The form is that of xgrammar's EBNF.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from engine.series.document import CLIFF_TYPES, EMOTIONS
from engine.writer.units import LONGEST_WORD
from engine.writer.word_budget import MAX_INNER, Limits

FIRST, AGAIN, EITHER, CLOSE, SPOKEN, TAIL = "first", "again", "either", "close", "spoken", "tail"
"""Heads of a screenplay: the opening, one more line, a choice, the ending; after what is seen, the
end."""

OPENED, NEXT, BEAT, SECRET, MIDDLE, DONE = "opened", "next", "beat", "secret", "middle", "done"
"""Heads of a plan: its start, the next episode, what happens, a secret or none, how it ends, the
end."""

TITLE = {"en": (1, 5), "zh": (2, 8)}
SENTENCE = {"en": (3, 16), "zh": (4, 26)}
LANDING = {"en": (3, 10), "zh": (4, 16)}
ACTION = {"en": (2, 10), "zh": (2, 18)}
"""Units of a planned title, of a planned sentence, of the sentence an episode lands on, and of what
is seen before a line."""

_FIRST_KEY = '{"lines":[{'
_CLOSE_KEY = '}],"cliffhanger":{'
_TEXT, _ACTION_KEY = '"text":"', '"action":"'
_LATIN = "A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff"
_UNIT_BYTES = {"en": LONGEST_WORD + 2, "zh": 7}  # with the mark or space that may follow
_PEOPLE = 6


@dataclass(frozen=True, slots=True)
class Alphabet:
    """What words are made of. extra: letters beside the language's own, see `alphabet`."""

    tongue: str
    extra: str = ""


def alphabet(tongue: str, spoken: str) -> Alphabet:
    """The letters of a story: those of its language, and those that its names (`spoken`) need.

    A letter that stands for several, as ligatures of whole words do, is left out: `measure` would
    count more words than `units`. So are those whose first byte is that of a Chinese mark.
    """
    usual = re.compile(f"[{_LATIN}]" if tongue == "en" else "[\u4e00-\u9fff]")
    longest = 2 if tongue == "en" else 4
    extra = {
        c
        for c in spoken
        if c.isalnum() and not usual.match(c) and len(c.encode()) <= longest
        and len(unicodedata.normalize("NFKC", c)) == 1 and c.encode()[0] not in b"\xc2\xe2\xe3\xef"
    }  # fmt: skip
    return Alphabet(tongue, "".join(sorted(extra)))


def plain_label(name: str) -> bool:
    """Whether a name can stand in a grammar and in JSON as it is."""
    return 0 < len(name) <= 24 and all(c.isalnum() or c in " '-.·" for c in name)


def words_grammar(letters: Alphabet, closed: bool) -> str:
    """The letters of a text up to its closing quotation mark. closed: with marks, and one at its
    end. `units` says how many, and in which order."""
    if letters.tongue == "zh":
        own, marks, ends = f"\u4e00-\u9fff{letters.extra}", "，。！？：；、…", "[。！？…] "
    else:
        own, marks, ends = f"{_LATIN}{letters.extra}", ",;:.!?", "[.!?] "
    inside = own if letters.tongue == "zh" else f"{own} '\\-"
    if not closed:
        marks, ends = "", ""
    return f"root ::= [{own}] [{inside}{marks}]* {ends}{_literal(chr(34))}\n"


def head_grammar(kind: str, labels: Sequence[str]) -> str:
    """What stands around the words of a screenplay. labels: what the people are called."""
    if kind == TAIL:
        return f"root ::= {_literal('}}')}\n"
    if kind == SPOKEN:
        return f"root ::= {_literal(',' + _TEXT)}\n"
    inner = f"lead ({_literal(_ACTION_KEY)} | {_literal(_TEXT)})"
    roots = {
        FIRST: f"{_literal(_FIRST_KEY)} {inner}",
        AGAIN: f"{_literal('},{')} {inner}",
        CLOSE: f"{_literal(_CLOSE_KEY)} lead {_literal(_TEXT)}",
    }
    roots[EITHER] = f"{roots[AGAIN]} | {roots[CLOSE]}"
    lead = (
        *(_key("who", ""), _QUOTE, "name", _QUOTE),
        *(_key("to"), _QUOTE, "name", _QUOTE),
        *(_key("emotion"), _QUOTE, "emotion", _QUOTE),
        *(_key("intensity"), "intensity", _literal(",")),
    )
    return "\n".join(
        (
            f"root ::= {roots[kind]}",
            f"lead ::= {' '.join(lead)}",
            f"name ::= {_choice(labels)}",
            f"emotion ::= {_choice(EMOTIONS)}",
            f"intensity ::= {_choice([str(n) for n in range(10, 101, 10)])}",
            "",
        )
    )


def closes(head: str) -> bool:
    """Whether a decoded head is that of the ending."""
    return head.startswith(_CLOSE_KEY)


def shows(head: str) -> bool:
    """Whether a decoded head asks for what is seen, and not yet for what is said."""
    return head.endswith(_ACTION_KEY)


def plan_head_grammar(kind: str, labels: Sequence[str], season: int) -> str:
    """What stands around the words of a plan, in a season of `season` episodes."""
    name = f"{_QUOTE} name {_QUOTE}"
    middle = (
        *(_key("reveals"), "number"),
        *(_key("people"), _literal("["), "people", _literal("]")),
        *(_key("cliff"), _QUOTE, "kind", _QUOTE),
        *(_key("cliffhanger"), _QUOTE),
    )
    rules = (
        f"middle ::= {' '.join(middle)}",
        f"people ::= {name} ({_literal(',')} {name}){{0,{_PEOPLE - 1}}}",
        f"name ::= {_choice(labels)}",
        f"kind ::= {_choice(CLIFF_TYPES)}",
        f"number ::= {_choice([str(n) for n in range(season)])}",
        "",
    )
    roots = {
        OPENED: (_literal("["), _key("title", "{"), _QUOTE),
        NEXT: (_literal("},"), _key("title", "{"), _QUOTE),
        BEAT: (_key("beat"), _QUOTE),
        SECRET: (_key("secret"), _QUOTE, "| middle"),
        MIDDLE: ("middle",),
        DONE: (_literal("}]"),),
    }
    used = rules if kind in (SECRET, MIDDLE) else ("",)
    return "\n".join((f"root ::= {' '.join(roots[kind])}", *used))


def hides(head: str) -> bool:
    """Whether a decoded head asks for a secret."""
    return head.startswith(',"secret":')


def screenplay_bytes(bounds: Limits, labels: Sequence[str]) -> int:
    """Most bytes, hence most tokens, of a screenplay."""
    tongue = bounds.tongue
    action = 14 + ACTION[tongue][1] * _UNIT_BYTES[tongue]
    head = 80 + 2 * _longest(labels) + max(map(len, EMOTIONS)) + action
    units = max(bounds.words, bounds.han if tongue == "zh" else 0)
    return (MAX_INNER + 1) * head + units * _UNIT_BYTES[tongue] + 32


def plan_bytes(tongue: str, labels: Sequence[str]) -> int:
    """Most bytes of one episode's plan."""
    units = TITLE[tongue][1] + 2 * SENTENCE[tongue][1] + LANDING[tongue][1]
    return 140 + units * _UNIT_BYTES[tongue] + _PEOPLE * (_longest(labels) + 3)


def _literal(text: str) -> str:
    """A text as an EBNF terminal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _key(name: str, before: str = ",") -> str:
    return _literal(f'{before}"{name}":')


def _choice(values: Sequence[str]) -> str:
    return " | ".join(map(_literal, values))


def _longest(labels: Sequence[str]) -> int:
    return max(len(label.encode()) for label in labels)


_QUOTE = _literal('"')
