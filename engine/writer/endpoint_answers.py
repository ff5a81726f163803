"""What a server's model sends, brought into the form that `screenplay.parse` and `parse_plan` read.

A server guarantees nothing: prose around the JSON, thoughts before it, other names for the same
fields, people by half their name, an ending among the lines. What is understood is put into form
and said; what is not is left out. Pure; knows no server.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from engine.series.document import CLIFF_TYPES, EMOTIONS
from engine.writer.screenplay import FEWEST_INNER, Screenplay, parse
from engine.writer.season_plan import EpisodePlan, parse_plan
from engine.writer.word_budget import MAX_INNER

FORMS = {
    "en": "Answer with one JSON object of exactly this form and with nothing else:\n",
    "zh": "只回答一个形式完全如下的 JSON 对象，不要写别的：\n",
}
SCREENPLAY_FORM = (
    '{"lines":[{"who":"…","to":"…","emotion":"…","intensity":50,"action":"…","text":"…"}],'
    '"cliffhanger":{"who":"…","to":"…","emotion":"…","intensity":90,"text":"…"}}'
)
PLAN_FORM = (
    '{"episodes":[{"title":"…","beat":"…","secret":"…","reveals":0,"people":["…"],"cliff":"…",'
    '"cliffhanger":"…"}]}'
)

_THOUGHTS = re.compile(r"<(think|thinking|reasoning)>.*?(</\1>|\Z)", re.DOTALL)
_NAMED = re.compile(r"\s*([^:：]{1,40})[:：]\s*(.+)", re.DOTALL)
_OTHER_NAMES = {
    "who": ("who", "speaker", "character", "name"),
    "to": ("to", "addressee", "listener"),
    "text": ("text", "line", "dialogue", "say", "speech"),
    "emotion": ("emotion", "mood"),
    "action": ("action", "direction"),
}
_LINES = ("lines", "dialogue", "script", "dialog")
_ENDINGS = ("cliffhanger", "ending", "cliff")
_TRIES = 400


def screenplay_schema(labels: Sequence[str]) -> dict[str, object]:
    """JSON schema of a screenplay with these speakers."""
    said = {
        "who": {"type": "string", "enum": list(labels)},
        "to": {"type": "string", "enum": list(labels)},
        "emotion": {"type": "string", "enum": list(EMOTIONS)},
        "intensity": {"type": "integer"},
        "text": {"type": "string"},
    }
    line = _object({**said, "action": {"type": "string"}})
    rows = {"type": "array", "items": line, "minItems": FEWEST_INNER + 1, "maxItems": MAX_INNER}
    return _object({"lines": rows, "cliffhanger": _object(said)})


def plan_schema(labels: Sequence[str], episodes: int) -> dict[str, object]:
    """JSON schema of the plans of some episodes; an object, since servers ask for one."""
    text = {"type": "string"}
    entry = _object(
        {
            "title": text, "beat": text, "secret": text, "reveals": {"type": "integer"},
            "people": {"type": "array", "items": {"type": "string", "enum": list(labels)}},
            "cliff": {"type": "string", "enum": list(CLIFF_TYPES)}, "cliffhanger": text,
        }
    )  # fmt: skip
    rows = {"type": "array", "items": entry, "minItems": episodes, "maxItems": episodes}
    return _object({"episodes": rows})


def read_screenplay(answer: str, labels: Mapping[str, str]) -> tuple[Screenplay, tuple[str, ...]]:
    """The screenplay in an answer, empty for none, and what had to be understood for it.

    labels: what each person is called in the prompt, to the role.
    """
    done: list[str] = []
    found = _inside(readable(answer), _LINES)
    if isinstance(found, list):
        found = {"lines": found}
    if not isinstance(found, dict):
        return Screenplay(), ("no JSON in the answer",)
    rows: list[object] = next(
        (found[name] for name in _LINES if isinstance(found.get(name), list)), []
    )
    lines = [line for line in (_line(row, labels, done) for row in rows) if line is not None]
    ending = next((found[name] for name in _ENDINGS if found.get(name)), None)
    last = _ending(ending, lines, labels, done)
    if last is None and lines:
        done.append("the last line taken as the ending")
        last = lines.pop()
    text = json.dumps({"lines": lines, "cliffhanger": last}, ensure_ascii=False)
    return parse(text, labels), tuple(done)


def read_plan(answer: str, labels: Mapping[str, str], first: int) -> tuple[EpisodePlan, ...]:
    """The plans in an answer, () for none. first: number of the first of them."""
    found = _inside(readable(answer), ("episodes", "plan", "plans", "season"))
    if isinstance(found, dict):
        alone = [found] if "beat" in found else []
        found = next((v for v in found.values() if isinstance(v, list) and not alone), alone)
    offered = found if isinstance(found, list) else []
    rows = [dict(row) for row in offered if isinstance(row, dict)]
    for row in rows:
        people = row.get("people")
        if isinstance(people, list):
            row["people"] = [label_of(name, labels) or name for name in people]
    return parse_plan(json.dumps(rows, ensure_ascii=False), labels, first)


def readable(answer: str) -> object:
    """The JSON in a text: the longest object or list of it; None for none."""
    text = _THOUGHTS.sub("", answer)
    best: object = None
    longest = 0
    decoder = json.JSONDecoder()
    at = 0
    for _ in range(_TRIES):
        hit = re.compile(r"[{\[]").search(text, at)
        if hit is None:
            break
        at = hit.start()
        try:
            found, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            at += 1
            continue
        if end - at > longest:
            best, longest = found, end - at
        at = end
    return best


def label_of(name: object, labels: Mapping[str, str]) -> str | None:
    """The label that is meant by a name: itself, in other letters, a part of it, or the role."""
    if not isinstance(name, str) or not name.strip():
        return None
    if name in labels:
        return name
    low = name.strip().casefold()
    near = [label for label, role in labels.items() if low in (label.casefold(), role)]
    near = near or [label for label in labels if low in label.casefold().split()]
    near = near or [label for label in labels if label.casefold() in low]
    return near[0] if len(near) == 1 else None


def _line(row: object, labels: Mapping[str, str], done: list[str]) -> dict[str, object] | None:
    """A line in form; None where nobody known says anything."""
    if isinstance(row, str):
        hit = _NAMED.match(row)
        row = {"who": hit[1], "text": hit[2]} if hit else {"text": row}
    if not isinstance(row, dict):
        return None
    line: dict[str, object] = {"intensity": row.get("intensity")}
    for name, others in _OTHER_NAMES.items():
        line[name] = next((row[other] for other in others if isinstance(row.get(other), str)), "")
    who, text = label_of(line["who"], labels), str(line["text"]).strip()
    if not text:
        return None
    if who is None:
        done.append(f"said by nobody known, left out: {text[:80]}")
        return None
    to = label_of(line["to"], labels) or who
    return {**line, "who": who, "to": to, "text": text}


def _ending(
    found: object, lines: Sequence[Mapping[str, object]], labels: Mapping[str, str], done: list[str]
) -> dict[str, object] | None:
    """The ending in form: an object, or bare words, which whoever spoke last but one says."""
    if isinstance(found, str) and lines and not _spoken(found, labels):
        done.append("the ending given to who spoke last")
        found = {**lines[-1], "action": "", "text": found}
    return _line(found, labels, done)


def _spoken(text: str, labels: Mapping[str, str]) -> bool:
    hit = _NAMED.match(text)
    return hit is not None and label_of(hit[1], labels) is not None


def _inside(found: object, names: Sequence[str]) -> object:
    """An object that has one of these fields, though it stands in another one."""
    for inner in _nested(found):
        if any(name in inner for name in names):
            return inner
    return found


def _nested(found: object) -> Iterator[dict[str, object]]:
    if isinstance(found, dict):
        yield found
        for value in found.values():
            if isinstance(value, dict):
                yield value


def _object(properties: Mapping[str, object]) -> dict[str, object]:
    return {
        "type": "object", "properties": dict(properties), "required": list(properties),
        "additionalProperties": False,
    }  # fmt: skip
