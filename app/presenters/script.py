"""The script of one episode, its proposals, and the contract counted while the lead types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.presenters.arc import (
    cliff_choices,
    cliff_label,
    emotion_choices,
    faults_of,
    violation_text,
)
from app.presenters.shown import Shown, tint
from engine.series.document import Document, Episode, Line, Shot
from engine.series.takes import Slot
from engine.writer.contract import check_episode, cliff_type, last_sentence, measure
from widgets.data import Check, Person, ScriptLine, ScriptView
from widgets.words import t

EXPECTED_S = (50, 65)
"""How long an episode may last."""


def script(shown: Shown, episode: Episode, proposal: Episode | None = None) -> ScriptView:
    """All rows in the order in which they are seen. proposal: the writer's other version."""
    document = shown.document
    series = document.series
    faults: dict[str, list[str]] = {}
    for violation in faults_of(shown, episode):
        faults.setdefault(violation.where, []).append(violation_text(violation))
    other = {line.id: line for line in proposal.lines} if proposal is not None else {}
    rows: list[ScriptLine] = []
    by_id = {line.id: line for line in episode.lines}
    for shot in episode.shots:
        if shot.line in by_id:
            rows.append(_line(shown, episode, by_id[shot.line], faults, other))
        elif shot.action:
            rows.append(_action(shown, shot))
    found = measure(episode, series.language)
    return ScriptView(
        episode=episode.id,
        number=episode.number,
        title=episode.title,
        kind=episode.cliff,
        kind_label=cliff_label(episode.cliff),
        words=found.words,
        limit=series.words,
        length="",
        locked=episode.locked,
        rows=tuple(rows),
        people=people(shown),
        emotions=emotion_choices(),
        kinds=cliff_choices(),
        checks=checks(document, episode),
    )


def _line(
    shown: Shown,
    episode: Episode,
    line: Line,
    faults: Mapping[str, list[str]],
    other: Mapping[str, Line],
) -> ScriptLine:
    theirs = other.get(line.id)
    last = line.id == episode.lines[-1].id
    return ScriptLine(
        id=line.id,
        kind="line",
        speaker=line.speaker,
        text=line.text,
        emotion=line.emotion,
        level=level_of(line.intensity),
        direction=line.direction,
        state=_line_state(shown, line),
        faults=tuple(faults.get(line.id, ())),
        proposal=theirs.text if theirs is not None and theirs.text != line.text else "",
        ending=cliff_label(episode.cliff) if last else "",
    )


def _line_state(shown: Shown, line: Line) -> str:
    """The voice's state; once the pictures were made, theirs too when it is worse."""
    voice = shown.state(Slot(line.id, "speech"))
    episode = line.id.partition("/")[0]
    pictures = [
        shown.state(slot) for slot in shown.segments.get(episode, ())
        if slot.owner.rpartition(".")[0] == line.id
    ]  # fmt: skip
    for state in ("rendering", "failed", "stale"):
        if state in (voice, *pictures):
            return state
    return voice


def _action(shown: Shown, shot: Shot) -> ScriptLine:
    return ScriptLine(id=shot.id, kind="action", text=shot.action)


def level_of(intensity: int) -> int:
    """Intensity 0 to 100 as 1 to 5 bars."""
    return min(5, intensity // 20 + 1)


def people(shown: Shown) -> tuple[Person, ...]:
    """Everybody who can speak."""
    return tuple(
        Person(m.id, m.name, tint(shown.document, m.id), shown.file(Slot(m.id, "portrait")))
        for m in shown.document.cast
    )


def checks(document: Document, episode: Episode) -> tuple[Check, ...]:
    """The contract as rows, the broken ones last. Nothing else of the season is looked at."""
    series = document.series
    found = measure(episode, series.language)
    broken = {v.code: v for v in check_episode(episode, series.language, series.words)}
    rows = [
        Check(
            "failed" if "words" in broken else "fresh",
            t("{n} of {limit} spoken words", n=found.words, limit=series.words),
        )
    ]
    if "han" in broken:
        rows.append(Check("failed", violation_text(broken["han"])))
    ending = broken.get("cliff") or broken.get("cliff-type")
    surface = cliff_type(last_sentence(episode), series.language)
    if ending is not None:
        rows.append(Check("failed", violation_text(ending)))
    elif surface is None:
        rows.append(Check("stale", t("The last sentence does not sound like a cliffhanger")))
    else:
        rows.append(Check("fresh", t("The last sentence is a cliffhanger"), cliff_label(surface)))
    if "lines" in broken:
        rows.append(Check("failed", violation_text(broken["lines"])))
    seconds = found.expected_ms / 1000
    low, high = EXPECTED_S
    state = "fresh" if low <= round(seconds) <= high else "stale"
    text = t("Lasts about {time}", time=t("{n} s", n=round(seconds)))
    rows.append(Check(state, text, t("{low} to {high} s", low=low, high=high)))
    return tuple(rows)


def while_typing(
    document: Document, line_id: str, text: str
) -> tuple[int, tuple[Check, ...], dict[str, tuple[str, ...]]]:
    """Words, checks and broken rules by line if `text` stood in the line now."""
    episode = document.episode(line_id.partition("/")[0])
    lines = tuple(replace(n, text=text) if n.id == line_id else n for n in episode.lines)
    after = replace(episode, lines=lines)
    series = document.series
    faults: dict[str, tuple[str, ...]] = {}
    for violation in check_episode(after, series.language, series.words):
        # a rule of the whole episode is shown where the lead is typing
        where = violation.where if "/" in violation.where else line_id
        faults[where] = (*faults.get(where, ()), violation_text(violation))
    return measure(after, series.language).words, checks(document, after), faults
