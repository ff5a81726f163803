"""Words of kin, rank and address of a language with a world of its own, and what its grammar needs.

Shared by the tongues that decline or contract; must not know which of them asks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.writer.data import Table
from engine.writer.story import ANCIENT, Someone, Story
from engine.writer.tongues.matter import own

_PERSONS = re.compile(r"\{([^{};~]*(?:;[^{};~]*)+)\}")


@dataclass(frozen=True, slots=True)
class Kin:
    """A word of kin. call, old: the hero's address today and in older times, "" by name.

    oblique: the form before a postposition; respect: whether the language honours them.
    """

    word: str
    gender: str
    call: str = ""
    old: str = ""
    oblique: str = ""
    respect: bool = False


def kin_of(tongue: str, kin: str, gender: str = "") -> Kin | None:
    """A relation by its key, of this gender where the language tells them apart."""
    bank: Table = own(tongue)["kin"]
    row = (bank.get(f"{kin}f") if gender == "f" else None) or bank.get(kin)
    if row is None:
        return None
    word = row["word"]
    return Kin(word, row["gender"], row.get("call", ""), row.get("old", ""),
               row.get("obl", word), row.get("respect", False))  # fmt: skip


def kin_in_words(tongue: str, word: str, gender: str = "m") -> Kin:
    """A relation by the word for it, as a premise says it."""
    bank: Table = own(tongue)["kin"]
    known = next((key for key, row in bank.items() if row["word"] == word), "")
    return kin_of(tongue, known) or Kin(word, gender or "m", oblique=word)


def ruler(tongue: str, someone: Someone) -> Table | None:
    """How a ruler is spoken of and to; None for others."""
    title = someone.title.split()[-1] if someone.title else ""
    found: Table | None = own(tongue)["rulers"].get(title)
    return found


def address(tongue: str, story: Story, role: str, speaker: str) -> str:
    """A word of kin, a title or a form of respect; "" where one calls by name."""
    someone = story.people[role]
    older = story.era in (*ANCIENT, "period")
    if role == "P" and not someone.kin:
        crown = ruler(tongue, someone)
        if crown:
            return str(crown["call"])
        if speaker == "T" and not story.people["T"].kin:
            calls = own(tongue)["calls"]["lord" if older else "boss"]
            return str(calls[someone.gender == "f"])
    kin = kin_of(tongue, someone.kin, someone.gender) if speaker == "H" and someone.kin else None
    return (kin.old or kin.call if older else kin.call) if kin else ""


def name_of(story: Story, role: str) -> str:
    """The first name; the surname of opponents and the powerful who are not the hero's kin."""
    someone = story.people[role]
    parts = someone.name.split()
    if role == "K" or len(parts) < 2 or someone.source == "title":
        return someone.name
    family = {p.name.split()[-1] for r, p in story.people.items() if r != role and p.name}
    return parts[-1] if role in "VP" and not someone.kin and parts[-1] not in family else parts[0]


def three(template: str, gender: str) -> tuple[str, str, str]:
    """A phrase with marks of persons, {I;you;she;he}, in all three persons."""

    def told(at: int) -> str:
        def form(hit: re.Match[str]) -> str:
            parts = hit[1].split(";")
            return parts[min(at, len(parts) - 1)]

        return _PERSONS.sub(form, template)

    return told(0), told(1), told(3 if gender == "m" else 2)


def card_of(tongue: str, story: Story, letter: str, kin: str) -> str:
    """A name card: relation to the hero, job or title, else what the part is."""
    someone = story.people[letter]
    job = story.slots.get("job", "") if letter == "H" else ""
    parts = [part for part in dict.fromkeys((kin, job, someone.title)) if part]
    if parts:
        return ", ".join(parts)
    rows: list[str] = own(tongue)["captions"][letter]
    return rows[someone.gender == "f"]


class Addressed:
    """The part of a `Tongue` that goes by the tables of kin and titles in its world."""

    id = ""

    def seen(self, story: Story, role: str) -> str:
        """The name in what is seen between the lines."""
        return name_of(story, role)

    def vocative(self, story: Story, role: str, speaker: str) -> str:
        """A word of kin from the hero, a title to those above, else the name."""
        return address(self.id, story, role, speaker) or name_of(story, role)
