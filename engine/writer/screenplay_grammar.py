"""The grammars of what a model may write: a season plan, and the parts of a screenplay. Text only.

A screenplay is decoded part by part (`FIRST`, a line's words, `AGAIN` or `CLOSE`, …) and each part
has a small grammar of its own, so that the cap of every line can follow from what was said before.
Every string is bounded and made of listed characters: no control characters, no quotes, nothing
that has to be escaped. (A JSON schema's maxLength would let control characters through.)
The form is that of xgrammar's EBNF.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from engine.series.document import CLIFF_TYPES, EMOTIONS
from engine.writer.word_budget import MAX_INNER, Limits

FIRST, AGAIN, EITHER, CLOSE, TAIL = "first", "again", "either", "close", "tail"
"""The parts around a line's words: the opening, one more line, a choice, the ending, the end."""

TITLE = {"en": (1, 5), "zh": (2, 8)}
SENTENCE = {"en": (3, 16), "zh": (4, 26)}
LANDING = {"en": (3, 10), "zh": (4, 16)}
"""Units of a planned title, of a planned sentence, and of the sentence an episode lands on."""

_OPEN = {FIRST: '{"lines":[{', AGAIN: "},{", CLOSE: '}],"cliffhanger":{'}
_TAIL = "}}"
_LATIN = "A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff"
_ACTION = {"en": 10, "zh": 18}
_WORD_BYTES = 16 * 2 + 1 + 8 * 2  # letters beyond ASCII have two bytes
_UNIT_BYTES = {"en": _WORD_BYTES + 2, "zh": 7}  # with the mark that may follow
_PEOPLE = 6


@dataclass(frozen=True, slots=True)
class Alphabet:
    """What words are made of. extra: letters beside the language's own, see `alphabet`."""

    tongue: str
    extra: str = ""


def alphabet(tongue: str, spoken: str) -> Alphabet:
    """The letters of a story: those of its language, and those that its names (`spoken`) need.

    A letter that stands for several, as ligatures of whole words do, is left out: `measure` would
    count more words than the grammar.
    """
    usual = re.compile(f"[{_LATIN}]" if tongue == "en" else "[\u4e00-\u9fff\u3007]")
    longest = 2 if tongue == "en" else 4
    extra = {
        c
        for c in spoken
        if c.isalnum() and not usual.match(c) and len(c.encode()) <= longest
        and len(unicodedata.normalize("NFKC", c)) == 1
    }  # fmt: skip
    return Alphabet(tongue, "".join(sorted(extra)))


def plain_label(name: str) -> bool:
    """Whether a name can stand in a grammar and in JSON as it is."""
    return 0 < len(name) <= 24 and all(c.isalnum() or c in " '-.·" for c in name)


def line_grammar(alphabet: Alphabet, low: int, high: int) -> str:
    """The words of one line, low to high units, with the quotation mark that closes them."""
    return f"root ::= text {_literal(chr(34))}\n{_text('text', alphabet, low, high)}\n" + _unit(
        alphabet
    )


def head_grammar(kind: str, labels: Sequence[str], tongue: str) -> str:
    """What stands around the words of lines. labels: the people as the episode calls them."""
    if kind == TAIL:
        return f"root ::= {_literal(_TAIL)}\n"
    roots = {
        FIRST: f"{_literal(_OPEN[FIRST])} inner",
        AGAIN: f"{_literal(_OPEN[AGAIN])} inner",
        CLOSE: f"{_literal(_OPEN[CLOSE])} last",
    }
    roots[EITHER] = f"{roots[AGAIN]} | {roots[CLOSE]}"
    words = _key("text", "") + _QUOTE
    action = f"({_key('action', '')}{_QUOTE}action {_literal(chr(34) + ',')})?"
    return "\n".join(
        (
            f"root ::= {roots[kind]}",
            f"inner ::= lead {action} {words}",
            f"last ::= lead {words}",
            "lead ::= "
            + " ".join(
                (
                    *(_key("who", ""), _QUOTE, "name", _QUOTE),
                    *(_key("to"), _QUOTE, "name", _QUOTE),
                    *(_key("emotion"), _QUOTE, "emotion", _QUOTE),
                    *(_key("intensity"), "intensity", _literal(",")),
                )
            ),
            f"name ::= {_choice(labels)}",
            f"emotion ::= {_choice(EMOTIONS)}",
            f"intensity ::= {_choice([str(n) for n in range(10, 101, 10)])}",
            _action(tongue),
            "",
        )
    )


def closes(head: str) -> bool:
    """Whether a decoded head is that of the ending."""
    return head.startswith(_OPEN[CLOSE])


def plan_grammar(alphabet: Alphabet, labels: Sequence[str], episodes: int, season: int) -> str:
    """The plans of `episodes` episodes in a row, in a season of `season` episodes."""
    tongue, more = alphabet.tongue, episodes - 1
    name = f"{_QUOTE}name {_QUOTE}"
    return "\n".join(
        (
            f"root ::= {_literal('[')} episode ({_literal(',')} episode){{{more},{more}}} "
            + _literal("]"),
            "episode ::= "
            + " ".join(
                (
                    *(_key("title", "{"), _QUOTE, "title", _QUOTE),
                    *(_key("beat"), _QUOTE, "beat", _QUOTE),
                    *(_key("secret"), _QUOTE, "secret?", _QUOTE),
                    *(_key("reveals"), "number"),
                    *(_key("people"), _literal("["), "people", _literal("]")),
                    *(_key("cliff"), _QUOTE, "kind", _QUOTE),
                    *(_key("cliffhanger"), _QUOTE, "landing", _QUOTE, _literal("}")),
                )
            ),
            f"people ::= {name}({_literal(',')} {name}){{0,{_PEOPLE - 1}}}",
            f"name ::= {_choice(labels)}",
            f"kind ::= {_choice(CLIFF_TYPES)}",
            f"number ::= {_choice([str(n) for n in range(season)])}",
            _text("title", alphabet, *TITLE[tongue], closed=False),
            _text("beat", alphabet, *SENTENCE[tongue]),
            _text("secret", alphabet, *SENTENCE[tongue]),
            _text("landing", alphabet, *LANDING[tongue]),
            _unit(alphabet),
        )
    )


def screenplay_bytes(bounds: Limits, labels: Sequence[str]) -> int:
    """Most bytes, hence most tokens, of a screenplay under the grammar."""
    action = 14 + (_ACTION["en"] * 13 if bounds.tongue == "en" else _ACTION["zh"] * 3 + 3)
    head = 80 + 2 * _longest(labels) + max(map(len, EMOTIONS)) + action
    units = max(bounds.words, bounds.han if bounds.tongue == "zh" else 0)
    return (MAX_INNER + 1) * head + units * _UNIT_BYTES[bounds.tongue] + 32


def plan_bytes(tongue: str, labels: Sequence[str]) -> int:
    """Most bytes of one episode's plan under the grammar."""
    units = TITLE[tongue][1] + 2 * SENTENCE[tongue][1] + LANDING[tongue][1]
    return 140 + units * _UNIT_BYTES[tongue] + _PEOPLE * (_longest(labels) + 3)


def _text(name: str, alphabet: Alphabet, low: int, high: int, closed: bool = True) -> str:
    """A rule of low to high units; closed: with marks between them, and an end."""
    if alphabet.tongue == "zh":
        mark, end = ("[，。！？：；、]? ", " [。！？…]") if closed else ("", "")
        return f"{name} ::= unit ({mark}unit){{{low - 1},{high - 1}}}{end}"
    mark, end = ("[,;:.!?]? ", " [.!?]") if closed else ("", "")
    return f'{name} ::= unit ({mark}" " unit){{{low - 1},{high - 1}}}{end}'


def _unit(alphabet: Alphabet) -> str:
    """One word of a spaced script, without anything that `measure` would split; one character."""
    if alphabet.tongue == "zh":
        return f"unit ::= [\u4e00-\u9fff\u3007{alphabet.extra}]\n"
    letters = f"[{_LATIN}{alphabet.extra}]"
    return f"unit ::= {letters}{{1,16}} (['\\-] {letters}{{1,8}})?\n"


def _action(tongue: str) -> str:
    if tongue == "zh":
        return f"action ::= [\u4e00-\u9fff]{{2,{_ACTION['zh']}}} [。]"
    return f'action ::= [A-Z] [a-z]{{0,11}} (" " [a-z]{{1,12}}){{1,{_ACTION["en"] - 1}}} [.]'


def _literal(text: str) -> str:
    """A text as an EBNF terminal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _key(name: str, before: str = ",") -> str:
    return _literal(f'{before}"{name}":') + " "


def _choice(values: Sequence[str]) -> str:
    return " | ".join(map(_literal, values))


def _longest(labels: Sequence[str]) -> int:
    return max(len(label.encode()) for label in labels)


_QUOTE = _literal('"') + " "
