"""A script as it is judged: what is said and seen, whoever wrote it and wherever it comes from.

Reads a document, the JSON that `write --print json` and an exported season hold, and plain text in
the form that `write` prints. Holds no opinion; `insight` measures.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from engine.base.errors import UserInputError
from engine.series.document import Document, Episode
from engine.writer.reading.languages import language_of

_EPISODE = re.compile(r"(\d{1,3})[.、]\s*(.+?)(?:\s*\((?:\d+ words, )?ends on (\w+)\))?")
_LINE = re.compile(
    r"([^:：()（）\[\]]{1,40}?)\s*(?:[(（]([\w ]+)[)）])?\s*[:：]\s*(.+?)(\s*\[.*\])?"
)


@dataclass(frozen=True, slots=True)
class Speech:
    """One spoken line. emotion "" and intensity 50 where the source does not say."""

    speaker: str
    text: str
    emotion: str = ""
    intensity: int = 50


@dataclass(frozen=True, slots=True)
class Part:
    """One episode. seen: actions and captions. cliff and beat "", the rest None where not known.

    hook_ms: milliseconds of silent pictures before the first word.
    """

    number: int
    title: str
    speeches: tuple[Speech, ...]
    seen: tuple[str, ...] = ()
    cliff: str = ""
    beat: str = ""
    tension: int | None = None
    hook_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A season's script. names: of everybody who may speak. seed: of the plan, where known."""

    title: str
    premise: str
    language: str
    names: tuple[str, ...]
    parts: tuple[Part, ...]
    dossier: str = ""
    seed: int = 1


def of_document(document: Document) -> Manuscript:
    """The script of a document."""
    names = {member.id: member.name for member in document.cast}
    parts = tuple(
        Part(
            episode.number, episode.title,
            tuple(
                Speech(names.get(line.speaker, line.speaker), line.text, line.emotion,
                       line.intensity)
                for line in episode.lines
            ),
            tuple(
                text for shot in episode.shots
                for text in (shot.action, *(card.text for card in shot.captions)) if text
            ),
            episode.cliff, episode.beat, episode.tension, hook_ms(episode),
        )
        for episode in document.episodes
    )  # fmt: skip
    series = document.series
    return Manuscript(
        series.title, series.premise, series.language, tuple(names.values()), parts,
        series.dossier, series.seed,
    )  # fmt: skip


def hook_ms(episode: Episode) -> int:
    """Milliseconds of silent pictures before the first word."""
    silent = takewhile(lambda shot: not shot.line, episode.shots)
    return sum(shot.hold_ms for shot in silent)


def of_json(text: str) -> Manuscript:
    """The script in a JSON of ours.

    Raises:
        UserInputError: it is none.
    """
    try:
        data = json.loads(text)
        names = {row["id"]: row["name"] for row in data["cast"]}
        parts = tuple(_part(row, names) for row in data["episodes"])
        return Manuscript(
            str(data["title"]), str(data["premise"]), str(data["language"]),
            tuple(names.values()), parts, "", int(data.get("seed", 1)),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError) as exc:
        raise UserInputError(
            "bad-script", f"This JSON is no script of a season ({type(exc).__name__}: {exc}).",
            "Use a project, an exported series.json, or what `write --print json` prints.",
        ) from exc  # fmt: skip


def _part(row: dict[str, Any], names: dict[str, str]) -> Part:
    speeches = tuple(
        Speech(
            names.get(line["speaker"], line["speaker"]), line["text"], line.get("emotion", ""),
            int(line.get("intensity", 50)),
        )
        for line in row["lines"]
    )  # fmt: skip
    return Part(
        int(row["number"]), row["title"], speeches, tuple(row.get("seen", ())),
        row.get("cliffhanger", {}).get("type", ""), row.get("beat", ""), row.get("tension"),
        row.get("hook_ms"),
    )  # fmt: skip


def of_text(text: str, premise: str = "") -> Manuscript:
    """A script typed as text: "1. Title", then "NAME: words" or "NAME (emotion): words" a line.

    Other lines are what is seen. Lines before the first episode are its title page.

    Raises:
        UserInputError: there is no episode, or nothing is said.
    """
    parts: list[Part] = []
    head: list[str] = []
    for raw in text.splitlines():
        row = raw.strip()
        opened = _EPISODE.fullmatch(row)
        if opened:
            parts.append(Part(int(opened[1]), opened[2], (), cliff=opened[3] or ""))
        elif row and not parts:
            head.append(row)
        elif row:
            parts[-1] = _with(parts[-1], row)
    spoken = [speech for part in parts for speech in part.speeches]
    if not spoken:
        raise UserInputError(
            "bad-script", "This text is no script: nobody says a line in an episode of it.",
            'Write "1. Title", and below it one line each: "NAME: words".',
        )  # fmt: skip
    language = language_of(" ".join(s.text for s in spoken))[0] or "en"
    names = tuple(dict.fromkeys(speech.speaker for speech in spoken))
    return Manuscript(head[0] if head else "", premise, language, names, tuple(parts))


def _with(part: Part, row: str) -> Part:
    hit = _LINE.fullmatch(row)
    if hit is None:
        return Part(part.number, part.title, part.speeches, (*part.seen, row), part.cliff)
    speech = Speech(hit[1].strip(), hit[3].strip(), hit[2] or "")
    cards = tuple(re.findall(r"\[([^\]]+)\]", hit[4] or ""))
    return Part(part.number, part.title, (*part.speeches, speech), (*part.seen, *cards), part.cliff)
