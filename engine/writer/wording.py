"""Filling a wording: names by who speaks of whom, pronouns, kin words, powers, things."""

from __future__ import annotations

import re
from collections import Counter

from engine.writer.data import lexicon, world
from engine.writer.story import ANCIENT, Story

_PRONOUN = {
    "m": {"he": "he", "him": "him", "his": "his", "himself": "himself", "hers": "his"},
    "f": {"he": "she", "him": "her", "his": "her", "himself": "herself", "hers": "hers"},
}
_CHOICE = re.compile(r"<([^<>]*\|[^<>]*)>")
_VOWEL = "(?i:(?!one\\b|once|uni|use|usual|eu|ewe)[aeiou]|hour|honest|heir|honou?r)"
"""What sounds like a vowel at the head of a word."""
_CASE = {"she": "he", "her": "him", "herself": "himself"}
_POWER_SLOTS = ("sign", "demo", "use", "save", "cost", "reveal", "tell")
_RULERS = ("emperor", "king", "duke")
_FORMAL = {"爸": "父亲", "妈": "母亲", "老公": "夫君", "爷爷": "祖父", "奶奶": "祖母"}
"""How a hero of an older China addresses those for whom there is a word of today."""


class Wording:
    """Fills templates for one story; remembers what was used, so that it varies."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.used: Counter[str] = Counter()
        self._rng = story.rng("choices")
        self._pinyin = frozenset(lexicon("words")["pinyin"])

    def short(self, role: str) -> str:
        """The name by which people call somebody."""
        story = self.story
        someone = story.people[role]
        parts = someone.name.split()
        if story.tongue == "zh" or len(parts) == 1 or parts[0] in ("Granny", "Old"):
            return someone.name
        if role == "P" and someone.title in _RULERS:
            return f"the {someone.title.capitalize()}"
        if role == "P" and parts[-1] == story.people["V"].name.split()[-1]:
            return parts[0]
        last = (role in "VP") != (parts[0] in self._pinyin)
        return parts[-1] if last else parts[0]

    def fill(self, text: str, speaker: str = "", to: str = "") -> str:
        """The text as `speaker` says it to `to`; roles as letters, "" for a picture's words."""
        text = _CHOICE.sub(self._pick, text)
        for _ in range(3):
            text = self._power(text)
            text = text.replace("{vic}", self._victim(speaker, to))
            text = re.sub(r"\{vic:(\w+)\}", lambda hit: self._mourned(hit[1]), text)
            text = text.replace("{kinword}", self._kin_word())
            text = re.sub(
                r"\{([HVPATK])(#|!|:\w+)?\}",
                lambda hit: self._reference(hit[1], hit[2] or "", speaker, to), text,
            )  # fmt: skip
            text = re.sub(r"\{(\w+)\}", lambda hit: self.story.slots.get(hit[1], hit[0]), text)
        if self.story.tongue == "en":
            text = re.sub(r"(^|[.!?] )([a-z])", lambda hit: hit[1] + hit[2].upper(), text)
            text = _article(text)
        return re.sub(r"  +", " ", text).strip()

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
                options = world("powers")[self.story.power][slot][self.story.column].split(" || ")
                chosen = min(options, key=lambda one: (self.used[one], self._rng.random()))
                self.used[chosen] += 1
                text = text.replace(mark, chosen)
        return text

    def _victim(self, speaker: str, to: str) -> str:
        story, hero = self.story, self.story.people["H"]
        word = story.slots["vicword"]
        if story.tongue == "zh":
            kin = {"mother": "妈", "father": "爸"}[word]
            if story.era in ANCIENT:
                kin = {"妈": "娘", "爸": "爹"}[kin]
            return f"{'我' if speaker == 'H' else '你' if to == 'H' else f'{hero.name}的'}{kin}"
        whose = "my" if speaker == "H" else "your" if to == "H" else _PRONOUN[hero.gender]["his"]
        return f"{whose} {word}"

    def _mourned(self, form: str) -> str:
        """The pronoun of the parent whom the old crime took."""
        return self._gendered("m" if self.story.slots["vicword"] == "father" else "f", form)

    def _kin_word(self) -> str:
        kin = self.story.people["P"].kin or "family"
        if self.story.tongue == "en":
            return kin
        return str(lexicon("relation_zh").get(kin, "家人"))

    def _reference(self, role: str, form: str, speaker: str, to: str) -> str:
        if form.startswith(":"):
            return self._pronoun(role, form[1:])
        if form == "!":
            return self.vocative(role, speaker)
        kin = self.story.people[role].kin
        if form == "" and kin and speaker:
            related = self._related(kin, speaker, to)
            if related:
                return related
        return self.short(role)

    def _pronoun(self, role: str, form: str) -> str:
        return self._gendered(self.story.people[role].gender, form)

    def _gendered(self, gender: str, form: str) -> str:
        if self.story.tongue == "zh":
            return "他" if gender == "m" else "她"
        word = _PRONOUN[gender][_CASE.get(form.lower(), form.lower())]
        return word.capitalize() if form[0].isupper() else word

    def _related(self, kin: str, speaker: str, to: str) -> str:
        if self.story.tongue == "en":
            word = {"fiance": "fiancé", "fiancee": "fiancée"}.get(kin, kin)
            return f"my {word}" if speaker == "H" else f"your {word}" if to == "H" else ""
        word = lexicon("relation_zh").get(kin, "")
        if not word:
            return ""
        return f"我{word}" if speaker == "H" else f"你{word}" if to == "H" else ""

    def vocative(self, role: str, speaker: str) -> str:
        """How `speaker` addresses somebody."""
        story = self.story
        someone, english = story.people[role], story.tongue == "en"
        trusted = story.people["T"].kin
        if role == "P" and english and someone.title in _RULERS and not someone.kin:
            return "Your Grace" if someone.title == "duke" else "Your Majesty"
        if role == "P" and speaker == "T" and not trusted:
            if english:
                return "sir" if someone.gender == "m" else "ma'am"
            return someone.name[0] + ("大人" if story.era in ANCIENT else "总")
        if role == "H" and speaker == "T" and trusted == "sister" and english:
            return "sister"
        said = (
            lexicon("vocative").get(someone.kin, ("", ""))[story.column] if speaker == "H" else ""
        )
        if story.era in (*ANCIENT, "period"):
            said = _FORMAL.get(said, said)
        return said or self.short(role)


def _article(text: str) -> str:
    """A or an by the sound that follows, as far as letters tell."""
    text = re.sub(rf"\b([Aa]) (?={_VOWEL})", r"\1n ", text)
    return re.sub(rf"\b([Aa])n (?!{_VOWEL})(?=[A-Za-z])", r"\1 ", text)


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
