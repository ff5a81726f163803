"""What a model hands in for one episode: its lines as JSON, the last one the cliffhanger.

Reads that JSON, whoever wrote it, puts right what can be put right without a writer, and says what
it did. It never takes away the cliffhanger, and never judges: that is `contract.check_episode`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from engine.base.canon import nfc
from engine.series.document import EMOTIONS
from engine.text.measure import sentences
from engine.writer.scripting import Said
from engine.writer.story import SHORT
from engine.writer.word_budget import MAX_INNER, Limits, fits

FEWEST_INNER = 2
"""Lines before the last one without which an episode breaks the contract."""

_UNCLEAN = re.compile(r"[\x00-\x1f\x7f{}\[\]|]+")
_LONGEST_ACTION = 240  # characters; ten long words
_ENDS = ".!?。！？।…\"'”’」』"


@dataclass(frozen=True, slots=True)
class Speech:
    """One spoken line. speaker, to: roles, equal for somebody alone. action: seen before it."""

    speaker: str
    to: str
    emotion: str
    intensity: int
    text: str
    action: str = ""


@dataclass(frozen=True, slots=True)
class Screenplay:
    """The lines of one episode in order; the last one is the cliffhanger."""

    lines: tuple[Speech, ...] = ()

    @property
    def texts(self) -> list[str]:
        """What is spoken."""
        return [line.text for line in self.lines]


def parse(text: str, labels: Mapping[str, str]) -> Screenplay:
    """A model's answer: ``{"lines": [{who, to, emotion, intensity, action, text}, …],
    "cliffhanger": {…}}``. Empty for what is not that.

    labels: what the model calls a person, to the role. A line of somebody else is left out.
    """
    try:
        found = json.loads(text)
    except ValueError:
        return Screenplay()
    if not isinstance(found, dict) or not isinstance(found.get("lines"), list):
        return Screenplay()
    rows = [*found["lines"], found.get("cliffhanger")]
    lines = [_speech(row, labels) for row in rows]
    if lines[-1] is None:
        return Screenplay()
    return Screenplay(tuple(line for line in lines if line is not None))


def repair(screenplay: Screenplay, bounds: Limits) -> tuple[Screenplay, tuple[str, ...]]:
    """A screenplay within the limits where that can be had by taking inner lines away or cutting
    them, and what was done. One that a grammar and its budget wrote comes back as it is.
    """
    done: list[str] = []
    lines = [_cleaned(line, done) for line in screenplay.lines]
    inner, last = [line for line in lines[:-1] if line.text], lines[-1:]
    if len(inner) < len(lines) - 1:
        done.append(f"{len(lines) - 1 - len(inner)} empty lines left out")
    last = [_closed(line, bounds.tongue, done) for line in last]
    while len(inner) > MAX_INNER or not fits([line.text for line in (*inner, *last)], bounds):
        at = _longest(inner)
        if len(inner) > FEWEST_INNER:
            done.append(f"left out: {inner.pop(at).text}")
            continue
        shorter = _shorter(inner[at].text, bounds.tongue) if inner else ""
        if not shorter:
            break
        done.append(f"cut: {inner[at].text}")
        inner[at] = replace(inner[at], text=shorter)
    return Screenplay((*inner, *last)), tuple(done)


def rows_of(screenplay: Screenplay) -> tuple[Said, ...]:
    """Rows as the stager takes them: what is seen, then what is said."""
    rows: list[Said] = []
    for line in screenplay.lines:
        if line.action:
            rows.append(Said("", "", "", line.action))
        rows.append(
            Said(SHORT[line.speaker], SHORT[line.to], line.emotion, line.text,
                 acting=(line.emotion, line.intensity))
        )  # fmt: skip
    return tuple(rows)


def joined(parts: Sequence[str], tongue: str) -> str:
    """Sentences as one line."""
    return ("" if tongue == "zh" else " ").join(parts)


def _speech(row: object, labels: Mapping[str, str]) -> Speech | None:
    if not isinstance(row, dict):
        return None
    said = {key: value for key, value in row.items() if isinstance(value, str)}
    speaker = labels.get(said.get("who", ""))
    if speaker is None or not said.get("text", "").strip():
        return None
    intensity = row.get("intensity")
    return Speech(
        speaker=speaker,
        to=labels.get(said.get("to", ""), speaker),
        emotion=said.get("emotion", ""),
        intensity=intensity if type(intensity) is int else 50,
        text=said["text"],
        action=said.get("action", ""),
    )


def _cleaned(line: Speech, done: list[str]) -> Speech:
    clean = replace(
        line,
        emotion=line.emotion if line.emotion in EMOTIONS else "neutral",
        intensity=max(0, min(100, line.intensity)),
        text=_plain(line.text),
        action=_plain(line.action)[:_LONGEST_ACTION],
    )
    if clean != line:
        done.append(f"cleaned: {clean.text}")
    return clean


def _plain(text: str) -> str:
    return nfc(" ".join(_UNCLEAN.sub(" ", text).split()))


def _closed(line: Speech, tongue: str, done: list[str]) -> Speech:
    """The cliffhanger as a full sentence."""
    if line.text and line.text[-1] in _ENDS:
        return line
    done.append(f"closed: {line.text}")
    bare = line.text.rstrip(",;:，；：、-— ")
    return replace(line, text=bare + ("。" if tongue == "zh" else "."))


def _longest(inner: list[Speech]) -> int:
    """Index of the longest line but the first, which is the hook."""
    return max(range(len(inner)), key=lambda at: (at > 0, len(inner[at].text)), default=0)


def _shorter(text: str, tongue: str) -> str:
    """A text without its last sentence, or of one sentence without its last word; "" for one."""
    parts = sentences(text)
    if len(parts) > 1:
        return joined(parts[:-1], tongue)
    bare = text.rstrip(_ENDS)
    kept = bare[:-1] if tongue == "zh" else bare.rpartition(" ")[0]
    kept = kept.rstrip(",;:，；：、 ")
    return kept + ("。" if tongue == "zh" else ".") if kept else ""
