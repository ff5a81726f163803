"""What embedded engines make in place of chosen ones: shown wherever it matters, never silent."""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.presenters.choices import Choices
from app.presenters.said import said
from app.presenters.shown import Shown
from engine.series.takes import Slot
from widgets.words import t

_FORM = re.compile(
    r"(\S+) stands in for (\S+): (.*?)(?:(?:(?<=\.)\.)? \(?(models [^()]*)\)?)?", re.DOTALL
)
"""The remedy, if there is one, is a command; with or without brackets."""


def words(choices: Choices, text: str) -> str:
    """The engine's sentence with titles instead of ids, in the window's language."""
    hit = _FORM.fullmatch(text)
    if hit is None:
        return said(text)
    embedded, wanted, why, remedy = hit.groups()
    line = t("In place of {wanted}: {embedded}. {why}", embedded=choices.title(embedded),
             wanted=choices.title(wanted), why=said(why))  # fmt: skip
    return f"{line} ({remedy})" if remedy else line


def wanted_engine(text: str) -> str:
    """Id of the engine that is stood in for, "" when the sentence names none."""
    hit = _FORM.fullmatch(text)
    return hit[2] if hit else ""


def of_slots(shown: Shown, slots: Iterable[Slot]) -> str:
    """What stands in at one of these slots, or before it; "" when nothing does."""
    nodes = shown.look.plan.nodes
    found = next((n.standin for s in slots if (n := nodes.get(s)) and n.standin), "")
    return words(shown.choices, found) if found else ""


def of_season(shown: Shown) -> tuple[str, str]:
    """(All that stands in, in one line each, id of the first engine that is missing)."""
    texts = dict.fromkeys(n.standin for n in shown.look.plan.nodes.values() if n.standin)
    if not texts:
        return "", ""
    return "\n".join(words(shown.choices, text) for text in texts), wanted_engine(next(iter(texts)))
