"""Filling a wording: who speaks of whom, agreement, kin words, powers, things.

Knows the marks of docs/writing.md and no language: how each is said is its tongue's.
"""

from __future__ import annotations

import re
from collections import Counter

from engine.writer.story import Story
from engine.writer.tongues import matter
from engine.writer.tongues.registry import tongue_of
from engine.writer.tongues.tongue import agreed

_CHOICE = re.compile(r"<([^<>]*\|[^<>]*)>")
_POWER_SLOTS = ("sign", "demo", "use", "save", "cost", "reveal", "tell")
_AGREES = re.compile(r"\{(\w+)~([^{}]*)\}")
_PERSON = re.compile(r"\{([HVPATK])(#|!|:[^{}~]+)?\}")
_VICTIM = re.compile(r"\{vic(?::([^{}~]+))?\}")
_SLOT = re.compile(r"\{(\w+)(:obl|:bare|:must)?\}")


class Wording:
    """Fills templates for one story; remembers what was used, so that it varies."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.tongue = tongue_of(story.tongue)
        self.used: Counter[str] = Counter()
        self._rng = story.rng("choices")

    def short(self, role: str) -> str:
        """The name by which people call somebody."""
        return self.tongue.short(self.story, role)

    def vocative(self, role: str, speaker: str) -> str:
        """How `speaker` addresses somebody."""
        return self.tongue.vocative(self.story, role, speaker)

    def fill(self, text: str, speaker: str = "", to: str = "") -> str:
        """The text as `speaker` says it to `to`; roles as letters, "" for a picture's words."""
        text = _CHOICE.sub(self._pick, text)
        for _ in range(3):
            text = self._power(text)
            text = _AGREES.sub(lambda hit: self._agreeing(hit[1], hit[2]), text)
            text = _VICTIM.sub(lambda hit: self._victim(hit[1] or "", speaker, to), text)
            text = text.replace("{kinword}", self.tongue.kin_word(self.story))
            text = _PERSON.sub(lambda hit: self._reference(hit[1], hit[2] or "", speaker, to), text)
            text = _SLOT.sub(lambda hit: self._slot(hit, to), text)
        return re.sub(r"  +", " ", self.tongue.finished(text)).strip()

    def gender(self, of: str) -> str:
        """The grammatical gender of a role or of what fills a slot: m f mp fp, m where unknown."""
        story = self.story
        if of in story.people:
            return story.people[of].gender
        if of == "vic":
            if self._mourned():
                return story.genders.get("dead") or "m"
            return "m" if story.slots["vicword"] == "father" else "f"
        if of == "kinword":
            return story.people["P"].gender
        if of in ("child", "spouse", "job", "alias"):
            pair = {"f": "m", "m": "f"} if of == "spouse" else {}
            gender = story.people["H"].gender
            return story.genders.get(of, pair.get(gender, gender) if pair else gender)
        return story.genders.get(of.removesuffix("_you").removesuffix("_she"), "m")

    def _pick(self, hit: re.Match[str]) -> str:
        """One of "<a|b|c>": the least used of them, then by seed."""
        options = [(f"{hit[0]}={at}", option) for at, option in enumerate(hit[1].split("|"))]
        key, chosen = min(options, key=lambda o: (self.used[o[0]], self._rng.random()))
        self.used[key] += 1
        return str(chosen)

    def _power(self, text: str) -> str:
        for slot in _POWER_SLOTS:
            mark = f"{{{slot}}}"
            if mark in text:
                options = matter.power_words(self.story.tongue, self.story.power, slot)
                chosen = min(options, key=lambda one: (self.used[one], self._rng.random()))
                self.used[chosen] += 1
                text = text.replace(mark, chosen)
        return text

    def _agreeing(self, of: str, forms: str) -> str:
        respect = of in self.story.people and self.tongue.respected(self.story, of)
        return agreed(forms, self.gender(of), respect=respect)

    def _mourned(self) -> bool:
        """Whether the premise itself says who is dead; where cases bend, the parent stays."""
        flags = self.story.flags
        return "dead" in flags and "missing" not in flags and self.story.tongue in ("en", "zh")

    def _victim(self, form: str, speaker: str, to: str) -> str:
        """Whom the old crime took: the premise's dead, else a parent; or a pronoun for them."""
        if form == "" and self._mourned():
            person = "" if speaker == "H" else "_you" if to == "H" and speaker else "_she"
            return self.story.slots[f"dead{person}"]
        if form in ("", "obl"):
            return self.tongue.victim(self.story, speaker, to, form)
        return self.tongue.pronoun(self.gender("vic"), form, respect=True)

    def _reference(self, role: str, form: str, speaker: str, to: str) -> str:
        if form == "!":
            return self.vocative(role, speaker)
        someone = self.story.people[role]
        if form in ("", ":obl"):
            said = someone.kin and speaker
            related = said and self.tongue.related(self.story, role, speaker, to, form[1:])
            return related or self.short(role)
        if form == "#":
            return self.short(role)
        respect = self.tongue.respected(self.story, role)
        return self.tongue.pronoun(someone.gender, form[1:], respect=respect)

    def _slot(self, hit: re.Match[str], to: str) -> str:
        slots, name, form = self.story.slots, hit[1], hit[2] or ""
        if form == ":bare" and name in slots:
            return self.tongue.plain(slots[name])
        phrase = slots.get(f"{name}{form}", slots.get(name))
        if phrase is None:
            return hit[0]
        if name == "goal" and to == "V":
            phrase = self.tongue.faced(phrase, self.tongue.seen(self.story, "V"))
        return self.tongue.slot(phrase)


def guarded(template: str) -> list[tuple[frozenset[str], str]]:
    """The alternatives of a wording with their guards."""
    found: list[tuple[frozenset[str], str]] = []
    for part in template.split(" || "):
        hit = re.match(r"\[([^\]]+)\]", part)
        conditions = frozenset(hit[1].split(",")) if hit else frozenset()
        found.append((conditions, part[hit.end() :] if hit else part))
    return found


def admits(conditions: frozenset[str], facts: set[str]) -> bool:
    """Whether every guard holds: "fact", "!fact", "next:a/b" (any of these)."""
    for guard in conditions:
        if guard.startswith("!"):
            if guard[1:] in facts:
                return False
        elif "/" in guard:
            head, _, names = guard.partition(":")
            if not any(f"{head}:{name}" in facts for name in names.split("/")):
                return False
        elif guard not in facts:
            return False
    return True
