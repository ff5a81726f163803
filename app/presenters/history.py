"""Names of edits in words, for Undo and Redo."""

from __future__ import annotations

import re

from app.presenters.jobs import ROLE_WORDS
from app.presenters.shown import title_of
from engine.series.document import Document
from engine.series.takes import Slot
from widgets.words import t

_VERBS = {
    "add": "{what} added", "remove": "{what} removed", "move": "{what} moved",
    "split": "{what} split", "merge": "{what} merged", "pin": "{what} pinned",
    "unpin": "{what} back to automatic", "lock": "{what} locked", "unlock": "{what} unlocked",
    "accept": "proposal for {what} accepted",
}  # fmt: skip
_FIELDS = {
    "text": "words", "speaker": "speaker", "emotion": "emotion", "intensity": "intensity",
    "title": "title", "hook": "hook", "cliff": "cliffhanger", "framing": "framing",
    "camera": "camera", "effect": "effect", "hold_ms": "length", "place": "background",
    "name": "name", "caption": "name card", "voice": "voice", "look": "look", "mood": "mood",
    "time_of_day": "time of day", "seed": "seed", "action": "action", "age": "age",
    "tension": "tension", "direction": "direction", "rules": "back to the rules",
}  # fmt: skip
_SERIES = {
    "writer": "writer", "speaker": "voices", "artist": "artist", "profile": "delivery profiles",
    "labels_off": "AI labels", "producer": "producer", "producer_code": "producer's code",
    "licence": "licence number", "tier": "tier",
}  # fmt: skip


def edit_words(label: str, document: Document) -> str:
    """An edit's label, as the journal keeps it, in the window's language."""
    if not label:
        return ""
    if label == "accept the draft":
        return t("the season written")
    if label.startswith("another take of "):
        return t(
            "another take of {what}", what=_what(label.removeprefix("another take of "), document)
        )
    verb, _, rest = label.partition(" ")
    if verb in _VERBS and rest:
        return t(_VERBS[verb], what=_what(rest, document))
    field = re.split(r"[ ,.]+", rest)[0]
    if verb == "series" and field:
        return f"{t('Season')}: {t(_SERIES.get(field, _FIELDS.get(field, field)))}"
    what = title_of(document, verb)
    return f"{what}: {t(_FIELDS.get(field, field))}" if field else what


def _what(text: str, document: Document) -> str:
    name, plus, more = text.partition(" +")
    try:
        slot = Slot.parse(name)
        found = f"{title_of(document, slot.owner)}, {t(ROLE_WORDS[slot.role])}"
    except ValueError:
        found = title_of(document, name)
    return f"{found} +{more}" if plus else found
