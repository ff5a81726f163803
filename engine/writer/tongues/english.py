"""English: possessives, pronouns by case, the indefinite article by sound, capitals."""

from __future__ import annotations

import re

from engine.text.measure import sentences
from engine.writer.data import lexicon
from engine.writer.reading.persons import told_en
from engine.writer.story import Story
from engine.writer.tongues.tongue import Uninflected, clipped, unaddressed

_PRONOUN = {
    "m": {"he": "he", "him": "him", "his": "his", "himself": "himself", "hers": "his"},
    "f": {"he": "she", "him": "her", "his": "her", "himself": "herself", "hers": "hers"},
}
_CASE = {"she": "he", "her": "him", "herself": "himself"}
_VOWEL = "(?i:(?!one\\b|once|uni|use|usual|eu|ewe)[aeiou]|hour|honest|heir|honou?r)"
"""What sounds like a vowel at the head of a word."""
_ANYBODYS = 6
"""Words below which a sentence without a name could be said in any story."""
_RULERS = ("emperor", "king", "duke")
_CAPTIONS = {
    "H": "the one they forgot", "V": "the enemy", "P": "the power in the room",
    "A": "once paid to look away", "T": "the trusted one", "K": "the witness",
}  # fmt: skip
_TITLES = (
    "The Name They Buried", "Daughter of Nobody", "What the Fire Kept", "Count Who Laughed",
    "The Hand at the Gate", "Say My Name Again", "The Last Witness",
)  # fmt: skip


class English(Uninflected):
    """See `Tongue`."""

    id, tag, glue = "en", "en", " "

    def short(self, story: Story, role: str) -> str:
        """The first name; the surname of opponents and the powerful, a ruler's title."""
        someone = story.people[role]
        parts = someone.name.split()
        if len(parts) == 1 or parts[0] in ("Granny", "Old"):
            return someone.name
        if role == "P" and someone.title in _RULERS:
            return f"the {someone.title.capitalize()}"
        if role == "P" and parts[-1] == story.people["V"].name.split()[-1]:
            return parts[0]
        last = (role in "VP") != (parts[0] in lexicon("words")["pinyin"])
        return parts[-1] if last else parts[0]

    def seen(self, story: Story, role: str) -> str:
        """The name in what is seen between the lines."""
        parts = story.people[role].name.split()
        last = role in "VP" and parts[0] not in lexicon("words")["pinyin"]
        return parts[-1] if last else parts[0]

    def related(self, story: Story, role: str, speaker: str, to: str, form: str) -> str:
        """My father, your father; by name to and from others."""
        kin = story.people[role].kin
        word = {"fiance": "fiancé", "fiancee": "fiancée"}.get(kin, kin)
        return f"my {word}" if speaker == "H" else f"your {word}" if to == "H" else ""

    def vocative(self, story: Story, role: str, speaker: str) -> str:
        """A title for rulers and those above, a word of kin from the hero, else the name."""
        someone, trusted = story.people[role], story.people["T"].kin
        if role == "P" and someone.title in _RULERS and not someone.kin:
            return "Your Grace" if someone.title == "duke" else "Your Majesty"
        if role == "P" and speaker == "T" and not trusted:
            return "sir" if someone.gender == "m" else "ma'am"
        if role == "H" and speaker == "T" and trusted == "sister":
            return "sister"
        said = lexicon("vocative").get(someone.kin, ("", ""))[0] if speaker == "H" else ""
        return said or self.short(story, role)

    def pronoun(self, gender: str, form: str, *, respect: bool) -> str:
        """He or she in the case of `form`."""
        word = _PRONOUN[gender][_CASE.get(form.lower(), form.lower())]
        return word.capitalize() if form[0].isupper() else word

    def respected(self, story: Story, role: str) -> bool:
        """English has no forms of respect."""
        return False

    def victim(self, story: Story, speaker: str, to: str, form: str) -> str:
        """My mother, your mother, her mother."""
        his = _PRONOUN[story.people["H"].gender]["his"]
        whose = "my" if speaker == "H" else "your" if to == "H" else his
        return f"{whose} {story.slots['vicword']}"

    def kin_word(self, story: Story) -> str:
        """What P is to the hero."""
        return story.people["P"].kin or "family"

    def slot(self, phrase: str) -> str:
        """As it is."""
        return phrase

    def finished(self, text: str) -> str:
        """Capitals, a or an, and on for days of the week."""
        text = re.sub(r"(^|[.!?] )([a-z])", lambda hit: hit[1] + hit[2].upper(), text)
        text = re.sub(r"\b([Aa])t (?=(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)", _on, text)
        return _article(text)

    def bare(self, text: str, names: str) -> str:
        """Without the name of the one addressed; a short sentence keeps it."""
        said = unaddressed(text, names)
        short = any(len(sentence.split()) < _ANYBODYS for sentence in sentences(said))
        return text if short else said

    def faced(self, goal: str, rival: str) -> str:
        """You and your for the one named, with first name and title: "make you answer"."""
        name = rf"(?:[A-Z][\w'.]* )*{re.escape(rival)}"
        if re.search(rf"\b(?:the|an?) {name}", goal):
            return goal  # a thing called after somebody
        return re.sub(rf"\b{name}\b", "you", re.sub(rf"\b{name}'s\b", "your", goal))

    def called(self, story: Story, name: str, text: str) -> str:
        """The name first, then the text."""
        return f"{name[:1].upper()}{name[1:]}, {_lower(text)}"

    def shorter(self, text: str) -> str:
        """Without what follows the last comma."""
        return clipped(text, ",", ".")

    def three(self, template: str, gender: str) -> tuple[str, str, str]:
        """I, you, and she or he."""
        return told_en(template, "i"), told_en(template, "you"), told_en(template, gender or "f")

    def relation(self, word: str, gender: str, form: str) -> str:
        """With the mark for the hero."""
        return f"the {word}" if form == "bare" else f"{{my}} {word}"

    def caption(self, story: Story, letter: str) -> str:
        """Relation, job or title."""
        someone = story.people[letter]
        his = "his" if story.people["H"].gender == "m" else "her"
        parts: list[str] = []
        if letter == "V" and "rival" in story.text.lower() and not someone.kin:
            father = story.people["P"].kin == "father"
            parts.append(f"{f'{his} father' if father else 'the family'}'s rival")
        if someone.kin:
            parts.append(f"{his} {someone.kin}")
        if letter == "H":
            secret = f"secret {story.slots['child']}" if "secretkin" in story.flags else ""
            parts += [story.slots.get("job", "") or secret]
        parts.append(someone.title)
        return ", ".join(part for part in dict.fromkeys(parts) if part) or _CAPTIONS[letter]

    def card(self, place: str) -> str:
        """As it is."""
        return place

    def logline(self, hero: str, villain: str, goal: str) -> str:
        """Who wants what, and who is in the way."""
        return f"{hero} will {goal}; {villain} stands in the way."

    def titles(self) -> tuple[str, ...]:
        """Titles of whole seasons."""
        return _TITLES


def _on(hit: re.Match[str]) -> str:
    return "On " if hit[1] == "A" else "on "


def _article(text: str) -> str:
    """A or an by the sound that follows, as far as letters tell."""
    text = re.sub(rf"\b([Aa]) (?={_VOWEL})", r"\1n ", text)
    return re.sub(rf"\b([Aa])n (?!{_VOWEL})(?=[A-Za-z])", r"\1 ", text)


def _lower(text: str) -> str:
    first = text.split()[0]
    return (
        text
        if first in ("I", "I'm", "I'll", "I've", "I'd") or first.isupper()
        else text[0].lower() + text[1:]
    )
