"""Why something is out of date, in the lead's words instead of the recipe's."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from app.presenters.jobs import ROLE_WORDS
from app.presenters.said import said
from app.presenters.shown import Shown, title_of
from app.presenters.standins import words
from engine.series.takes import Slot
from widgets.words import t

_RECIPE_WORDS = {
    "text": "the words", "emotion": "the emotion", "intensity": "the intensity",
    "voice": "the voice", "take": "another take was asked for", "speaker": "the voice engine",
    "artist": "the artist",
    "cut": "the cut", "cast": "how a person looks", "encoder": "the quality",
    "rules": "the cutting rules", "document": "the script", "frames": "the length",
    "plate": "the background", "time": "the time of day", "mood": "the mood", "seed": "the seed",
    "look": "the look", "title": "the title", "lines": "when lines are spoken",
    "sounds": "the sound effects", "tension": "the tension",
}  # fmt: skip


def reasons(shown: Shown, slot: Slot, why: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The engine's reasons in words: (cause, detail) pairs, at most four."""
    found: list[tuple[str, str]] = []
    if slot in shown.failed:
        text, remedy = shown.failed[slot]
        return ((t(text), t(remedy)),)
    for row in why[1:]:
        path, colon, change = row.partition(": ")
        if path.startswith("input "):
            found.append((t("Something before it comes first"), _input(shown, path)))
        elif " stands in for " in row:
            found.append((words(shown.choices, row), ""))
        elif colon and " -> " in change:
            found.append(_changed(shown, path, change))
    if slot.role == "segment" and any(row.startswith("params.cut:") for row in why):
        found = _shot_changes(shown, slot) or found
    if not found:
        asset = shown.asset(slot)
        waits = asset.reason if asset is not None else ""
        found.append((_waiting(shown, waits), ""))
    return tuple(dict.fromkeys(found))[:4]


def _waiting(shown: Shown, reason: str) -> str:
    head = "waits for "
    if reason.startswith(head) and ":" in reason:
        name, _, more = reason.removeprefix(head).partition(" and ")
        first = Slot.parse(name)
        text = t("Waits for {what}", what=_slot(shown, first))
        return f"{text} +{more.split()[0]}" if more else text
    text, _, remedy = reason.partition(" (")  # of an engine that is missing
    if remedy:
        return f"{said(text)} ({remedy}"
    return said(capital(reason)) if reason else t("It was not made yet")


def _slot(shown: Shown, slot: Slot) -> str:
    return f"{title_of(shown.document, slot.owner)}, {t(ROLE_WORDS[slot.role])}"


def _input(shown: Shown, path: str) -> str:
    name = path.partition("(")[2].partition(")")[0]
    try:
        return _slot(shown, Slot.parse(name))
    except ValueError:
        return path


def _changed(shown: Shown, path: str, change: str) -> tuple[str, str]:
    old, _, new = change.partition(" -> ")
    keys = path.replace("params.", "").replace("inputs.", "").split(".")
    word = next((w for k in reversed(keys) if (w := _RECIPE_WORDS.get(k.partition("[")[0]))), "")
    if path.startswith("inputs."):
        name = keys[0]
        what = title_of(shown.document, name) if "/" in name else t(_RECIPE_WORDS.get(name, name))
        return t("{what} was made anew", what=capital(what)), ""
    detail = f"{_plain(old)} → {_plain(new)}"
    if len(detail) > 90 or "{" in detail:
        detail = ""
    return t("{what} changed", what=capital(t(word or keys[-1]))), detail


def _plain(text: str) -> str:
    try:
        found = json.loads(text)
    except ValueError:
        return text
    return f"“{found}”" if isinstance(found, str) else str(found)


_SHOT_WORDS = {
    "framing": "framing", "hold_ms": "length", "overrides": "camera", "action": "action",
    "text": "words", "emotion": "emotion", "intensity": "intensity", "place": "background",
}  # fmt: skip


def _shot_changes(shown: Shown, slot: Slot) -> list[tuple[str, str]]:
    """What of its shot and line differs between the two newest cuts of the episode."""
    episode, _, cut = slot.owner.partition("/")
    made = shown.archive.made(Slot(episode, "cut"))
    if len(made) < 2 or not (made[-1].recipe and made[-2].recipe):
        return []
    name = f"{episode}/{cut.rpartition('.')[0]}"
    old, new = (dict(_entities(take.recipe)) for take in made[-2:])
    found: list[tuple[str, str]] = []
    for id, now in new.items():
        if id != name and now.get("line") != name:
            continue
        before = old.get(id, {})
        for field, word in _SHOT_WORDS.items():
            if field in now and field in before and now[field] != before[field]:
                detail = f"{_said(before[field])} → {_said(now[field])}"
                found.append((t("{what} changed", what=capital(t(word))), detail))
    return found


def _entities(recipe: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Lines and shots in the recipe of a cut, by id."""
    document = json.loads(recipe)["params"]["document"]
    for episode in document.get("episodes", ()):
        for line in episode.get("lines", ()):
            yield line["id"], line
        for scene in episode.get("scenes", ()):
            for shot in scene.get("shots", ()):
                yield shot["id"], shot


def _said(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(each) for each in value) or t("by the rules")
    return t(str(value))


def capital(text: str) -> str:
    """The text with a capital letter in front."""
    return text[:1].upper() + text[1:]
