"""Mandarin: whose kin by 我 and 你, words of older China, no spaces, no capitals."""

from __future__ import annotations

import re

from engine.text.measure import han_count, sentences
from engine.writer.data import lexicon
from engine.writer.reading.persons import told_zh
from engine.writer.story import ANCIENT, Story
from engine.writer.tongues.tongue import Uninflected, clipped

_FORMAL = {"爸": "父亲", "妈": "母亲", "老公": "夫君", "爷爷": "祖父", "奶奶": "祖母"}
"""How a hero of an older China addresses those for whom there is a word of today."""
_HERO = ("真千金", "私生女", "秘密女儿", "庶女", "废柴", "替嫁新娘")
_ALONE = 5
"""Han characters from which a sentence stands without the name of whom it is said to."""
_CAPTIONS = {
    "H": "被抹去名字的人", "V": "仇家", "P": "一家之主", "A": "曾收钱闭眼的人",
    "T": "最受信任的人", "K": "当年的见证者",
}  # fmt: skip
_TITLES = ("无名之辈", "那晚的门", "她数着呢", "天亮之前", "讨回一切", "门里的人", "谁放的火")


class Chinese(Uninflected):
    """See `Tongue`."""

    id, tag, glue = "zh", "zh-CN", ""

    def short(self, story: Story, role: str) -> str:
        """The whole name."""
        return story.people[role].name

    def seen(self, story: Story, role: str) -> str:
        """The name in what is seen between the lines."""
        return story.people[role].name

    def related(self, story: Story, role: str, speaker: str, to: str, form: str) -> str:
        """我父亲, 你父亲; by name to and from others."""
        word = lexicon("relation_zh").get(story.people[role].kin, "")
        if not word:
            return ""
        return f"我{word}" if speaker == "H" else f"你{word}" if to == "H" else ""

    def vocative(self, story: Story, role: str, speaker: str) -> str:
        """A word of kin from the hero, a title to those above, else the name."""
        someone = story.people[role]
        if role == "P" and speaker == "T" and not story.people["T"].kin:
            return someone.name[0] + ("大人" if story.era in ANCIENT else "总")
        said = lexicon("vocative").get(someone.kin, ("", ""))[1] if speaker == "H" else ""
        if story.era in (*ANCIENT, "period"):
            said = _FORMAL.get(said, said)
        return said or self.short(story, role)

    def pronoun(self, gender: str, form: str, *, respect: bool) -> str:
        """他 or 她."""
        return "他" if gender == "m" else "她"

    def respected(self, story: Story, role: str) -> bool:
        """Mandarin has no forms of respect of the third person."""
        return False

    def victim(self, story: Story, speaker: str, to: str, form: str) -> str:
        """我妈, 你妈, and by name of others."""
        kin = {"mother": "妈", "father": "爸"}[story.slots["vicword"]]
        if story.era in ANCIENT:
            kin = {"妈": "娘", "爸": "爹"}[kin]
        whose = "我" if speaker == "H" else "你" if to == "H" else f"{story.people['H'].name}的"
        return f"{whose}{kin}"

    def kin_word(self, story: Story) -> str:
        """What P is to the hero."""
        return str(lexicon("relation_zh").get(story.people["P"].kin or "family", "家人"))

    def slot(self, phrase: str) -> str:
        """As it is."""
        return phrase

    def finished(self, text: str) -> str:
        """As it is."""
        return text

    def bare(self, text: str, names: str) -> str:
        """Without the name of the one addressed; a very short sentence keeps it, as in speech."""
        return "".join(self._unaddressed(part, names) for part in sentences(text))

    @staticmethod
    def _unaddressed(sentence: str, names: str) -> str:
        bare = re.sub(f"，(?:{names})(?=[。，！？])", "", sentence)
        bare = re.sub(f"^(?:{names})，", "", bare)
        return bare if han_count(bare) >= _ALONE else sentence

    def called(self, story: Story, name: str, text: str) -> str:
        """The name first, then the text."""
        return f"{name}，{text}"

    def shorter(self, text: str) -> str:
        """Without what follows the last comma."""
        return clipped(text, "，", "。") if "，" in text else clipped(text, ",", ".")

    def three(self, template: str, gender: str) -> tuple[str, str, str]:
        """我, 你, and 她 or 他."""
        third = "他" if gender == "m" else "她"
        return told_zh(template, "我"), told_zh(template, "你"), told_zh(template, third)

    def relation(self, word: str, gender: str, form: str) -> str:
        """With the mark for the hero."""
        return word if form == "bare" else f"{{我}}{word}"

    def caption(self, story: Story, letter: str) -> str:
        """Relation, standing of a heroine, or title."""
        someone = story.people[letter]
        parts: list[str] = []
        if someone.kin:
            word = someone.said or str(lexicon("relation_zh").get(someone.kin, "家人"))
            parts.append(f"{story.people['H'].name}的{word}")
        if letter == "H":
            parts += [word for word in _HERO if word in story.text][:1]
        parts.append(someone.title)
        return "，".join(part for part in dict.fromkeys(parts) if part) or _CAPTIONS[letter]

    def card(self, place: str) -> str:
        """As it is."""
        return place

    def logline(self, hero: str, villain: str, goal: str) -> str:
        """Who wants what, and who is in the way."""
        return f"{hero}要{goal}，挡在面前的，是{villain}。"

    def titles(self) -> tuple[str, ...]:
        """Titles of whole seasons."""
        return _TITLES
