"""Adding, removing, moving, splitting and merging lines, each with the shot that shows it.

Ids are never given twice, because takes, pins and wanted takes are found by them: when the line or
shot with the highest number goes, the episode keeps that number beside its known fields.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace

from engine.base.canon import exact, nfc
from engine.base.errors import UserInputError
from engine.edits.change import Change, change, with_episode
from engine.series.address import find, typed
from engine.series.document import Document, Episode, Line, Scene, Shot

_MARKS = {"line": "last_line", "shot": "last_shot"}
"""What is numbered, and the episode's extra field for its highest number once that is gone."""


def add_line(
    document: Document, episode_id: str, after: str, speaker: str, text: str,
    emotion: str = "neutral", intensity: int = 50,
) -> Change:  # fmt: skip
    """Add a line after the line `after` ("" puts it first), with a shot of its own."""
    episode = _episode(document, episode_id)
    words = typed("text", text).strip()
    line = Line(_new_id(document, episode, "line"), speaker, words, emotion, intensity)
    shot = Shot(_new_id(document, episode, "shot"), line.id, (speaker,), "medium", hold_ms=300)
    at = _index(episode, after) + 1 if after else 0
    lines = (*episode.lines[:at], line, *episode.lines[at:])
    anchor = _shot_of(episode, after).id if after else ""
    return _done(f"add {line.id}", document, replace(_insert(episode, anchor, shot), lines=lines))


def remove_line(document: Document, line_id: str) -> Change:
    """Remove a line and its shot."""
    episode = _episode(document, line_id)
    at = _index(episode, line_id)
    lines = (*episode.lines[:at], *episode.lines[at + 1 :])
    gone = _shot_of(episode, line_id).id
    return _done(f"remove {line_id}", document, replace(_without(episode, gone), lines=lines))


def move_line(document: Document, line_id: str, after: str) -> Change:
    """Move a line, with its shot, behind another line of its episode ("" puts it first)."""
    episode = _episode(document, line_id)
    if after == line_id:
        raise UserInputError("move", "A line cannot follow itself.", "Name another line.")
    line, shot = episode.lines[_index(episode, line_id)], _shot_of(episode, line_id)
    rest = replace(
        _without(episode, shot.id), lines=tuple(n for n in episode.lines if n.id != line_id)
    )
    at = _index(rest, after) + 1 if after else 0
    anchor = _shot_of(rest, after).id if after else ""
    lines = (*rest.lines[:at], line, *rest.lines[at:])
    return _done(f"move {line_id}", document, replace(_insert(rest, anchor, shot), lines=lines))


def split_line(document: Document, line_id: str, at: int) -> Change:
    """Split a line before the character `at`; the second half gets a shot like the first."""
    episode = _episode(document, line_id)
    where = _index(episode, line_id)
    line, shot = episode.lines[where], _shot_of(episode, line_id)
    first, second = line.text[:at].strip(), line.text[at:].strip()
    if not first or not second:
        raise UserInputError("split", "Both halves need words.", "Split inside the line.")
    tail = replace(line, id=_new_id(document, episode, "line"), text=second)
    more = replace(shot, id=_new_id(document, episode, "shot"), line=tail.id, captions=())
    lines = (
        *episode.lines[:where], replace(line, text=first), tail, *episode.lines[where + 1 :],
    )  # fmt: skip
    return _done(
        f"split {line_id}", document, replace(_insert(episode, shot.id, more), lines=lines)
    )


def merge_lines(document: Document, line_id: str) -> Change:
    """Merge a line with the next one of the same speaker."""
    episode = _episode(document, line_id)
    at = _index(episode, line_id)
    if at + 1 >= len(episode.lines) or episode.lines[at + 1].speaker != episode.lines[at].speaker:
        raise UserInputError(
            "merge", f"After {line_id} the same person does not go on.", "Change the speaker first."
        )
    line, gone = episode.lines[at], episode.lines[at + 1]
    glue = "" if re.search(r"[\u3000-\u9fff\uff00-\uffef]$", line.text) else " "
    whole = replace(line, text=nfc(f"{line.text}{glue}{gone.text}"))
    lines = (*episode.lines[:at], whole, *episode.lines[at + 2 :])
    shorter = _without(episode, _shot_of(episode, gone.id).id)
    return _done(f"merge {line_id}", document, replace(shorter, lines=lines))


def add_shot(
    document: Document, after: str, action: str, in_view: Iterable[str], hold_ms: int = 1500
) -> Change:
    """Add a silent action beat after the shot `after`."""
    episode = _episode(document, after)
    find(document, after)
    seen = typed("action", action).strip()
    shot = Shot(
        _new_id(document, episode, "shot"),
        "",
        tuple(in_view),
        "medium",
        action=seen,
        hold_ms=hold_ms,
    )
    return _done(f"add {shot.id}", document, _insert(episode, after, shot))


def remove_shot(document: Document, shot_id: str) -> Change:
    """Remove a silent action beat. Raises UserInputError for the shot of a line."""
    episode = _episode(document, shot_id)
    shot = find(document, shot_id)
    if not isinstance(shot, Shot) or shot.line:
        raise UserInputError("remove-shot", f"{shot_id} shows a line.", "Remove the line instead.")
    return _done(f"remove {shot_id}", document, _without(episode, shot_id))


def _done(label: str, document: Document, episode: Episode) -> Change:
    before = document.episode(episode.id)
    gone = {
        mark: exact(_highest(before, kind))
        for kind, mark in _MARKS.items()
        if _highest(before, kind) > _highest(episode, kind)
    }
    extra = tuple(sorted({**dict(episode.extra), **gone}.items()))
    return change(label, document, with_episode(document, replace(episode, extra=extra)))


def _episode(document: Document, address: str) -> Episode:
    found = find(document, address.partition("/")[0])
    assert isinstance(found, Episode)
    if found.locked:
        raise UserInputError(
            "locked", f"{found.id} is locked.", f"Unlock it first: edit {found.id} locked=no."
        )
    return found


def _index(episode: Episode, line_id: str) -> int:
    ids = [line.id for line in episode.lines]
    if line_id not in ids:
        raise UserInputError("no-line", f"There is no line {line_id}.", f"Lines: {', '.join(ids)}.")
    return ids.index(line_id)


def _shot_of(episode: Episode, line_id: str) -> Shot:
    return next(shot for shot in episode.shots if shot.line == line_id)


def _new_id(document: Document, episode: Episode, kind: str) -> str:
    """An id that was never used: numbers only grow, so that old takes stay with their lines."""
    slots = [slot for slot, _ in (*document.pins, *document.takes_wanted)]
    used = max(_highest(episode, kind), _number(episode, kind, slots))
    return f"{episode.id}/{kind}{used + 1}"


def _highest(episode: Episode, kind: str) -> int:
    """The highest number that is there, or was when it was marked."""
    items: list[Line | Shot] = [*episode.lines, *episode.shots]
    there = _number(episode, kind, [item.id for item in items])
    mark = json.loads(dict(episode.extra).get(_MARKS[kind], "0"))
    return max(there, mark) if isinstance(mark, int) else there


def _number(episode: Episode, kind: str, names: Iterable[str]) -> int:
    """The highest number in ids, or in slots of what has such an id."""
    form = re.compile(rf"{episode.id}/{kind}(\d+)(?![^.:])")
    return max((int(hit[1]) for name in names if (hit := form.match(name))), default=0)


def _insert(episode: Episode, after: str, shot: Shot) -> Episode:
    if not after:
        first, *rest = episode.scenes
        return replace(episode, scenes=(replace(first, shots=(shot, *first.shots)), *rest))
    return replace(episode, scenes=tuple(_inserted(s, after, shot) for s in episode.scenes))


def _inserted(scene: Scene, after: str, shot: Shot) -> Scene:
    ids = [s.id for s in scene.shots]
    if after not in ids:
        return scene
    at = ids.index(after) + 1
    return replace(scene, shots=(*scene.shots[:at], shot, *scene.shots[at:]))


def _without(episode: Episode, shot_id: str) -> Episode:
    scenes = tuple(
        replace(scene, shots=tuple(s for s in scene.shots if s.id != shot_id))
        for scene in episode.scenes
    )
    kept = tuple(scene for scene in scenes if scene.shots)
    if not kept:
        raise UserInputError(
            "last-shot", f"{shot_id} is the only shot of {episode.id}.", "Add another one first."
        )
    return replace(episode, scenes=kept)
