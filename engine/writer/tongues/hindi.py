"""Hindi: possessives that agree in gender, number and case, respect, oblique forms, no capitals."""

from __future__ import annotations

import re

from engine.writer.story import Story
from engine.writer.tongues import people
from engine.writer.tongues.matter import own
from engine.writer.tongues.tongue import clipped, unaddressed

_MINE, _YOURS, _THEIRS, _OWN = "मेर", "तुम्हार", "उसक", "अपन"
_HONOURED = {
    "वह": "वे", "उसने": "उन्होंने", "उसे": "उन्हें", "उस": "उन", "उसी": "उन्हीं",
}  # fmt: skip
"""Pronouns of the third person for somebody spoken of with respect; the rest begin with उस."""


class Hindi(people.Addressed):
    """See `Tongue`."""

    id, tag, glue = "hi", "hi", " "

    def short(self, story: Story, role: str) -> str:
        """The name, or a ruler's title."""
        crown = people.ruler(self.id, story.people[role]) if role == "P" else None
        return str(crown["word"]) if crown else people.name_of(story, role)

    def related(self, story: Story, role: str, speaker: str, to: str, form: str) -> str:
        """मेरे पिता, तुम्हारी बहन; by name to and from others."""
        someone = story.people[role]
        kin = people.kin_of(self.id, someone.kin, someone.gender)
        if kin is None or (speaker != "H" and to != "H"):
            return ""
        return _held(_MINE if speaker == "H" else _YOURS, kin, oblique=form == "obl")

    def pronoun(self, gender: str, form: str, *, respect: bool) -> str:
        """वह and its forms, वे and its forms with respect."""
        if not respect:
            return form
        return _HONOURED.get(form, re.sub("^उस", "उन", form))

    def respected(self, story: Story, role: str) -> bool:
        """Elders, keepers of the past and those in power, unless nearer than that."""
        someone = story.people[role]
        kin = people.kin_of(self.id, someone.kin, someone.gender)
        return kin.respect if kin else role in "PK"

    def victim(self, story: Story, speaker: str, to: str, form: str) -> str:
        """मेरी माँ, तुम्हारी माँ, उसकी माँ."""
        kin = people.kin_of(self.id, story.slots["vicword"])
        assert kin is not None
        whose = _MINE if speaker == "H" else _YOURS if to == "H" else _THEIRS
        return _held(whose, kin, oblique=form == "obl")

    def kin_word(self, story: Story) -> str:
        """What P is to the hero."""
        someone = story.people["P"]
        kin = people.kin_of(self.id, someone.kin, someone.gender)
        return kin.word if kin else str(own(self.id)["words"]["child"]["none"])

    def slot(self, phrase: str) -> str:
        """As it is."""
        return phrase

    def finished(self, text: str) -> str:
        """No space before the marks that close a sentence."""
        return re.sub(r" +(?=[।?!,])", "", text)

    def bare(self, text: str, names: str) -> str:
        """Without the name of the one addressed."""
        return unaddressed(text, names)

    def called(self, story: Story, name: str, text: str) -> str:
        """The name first, then the text."""
        return f"{name}, {text}"

    def shorter(self, text: str) -> str:
        """Without what follows the last comma."""
        return clipped(text, ",", "।")

    def three(self, template: str, gender: str) -> tuple[str, str, str]:
        """मैं, तुम, and वह."""
        return people.three(template, gender)

    def relation(self, word: str, gender: str, form: str) -> str:
        """मेरा भाई, तुम्हारा भाई, उसका भाई; अपने भाई as the doer's own."""
        kin = people.kin_in_words(self.id, word, gender)
        if form == "bare":
            return kin.word
        if form == "own":
            return _held(_OWN, kin, oblique=True)
        held = (_held(whose, kin, oblique=form == "obl") for whose in (_MINE, _YOURS, _THEIRS))
        return f"{{{';'.join(held)}}}"

    def cases(self, slot: str, phrase: str, due: str) -> dict[str, str]:
        """Of a goal the form in -ने and the one before है; of the dead the oblique."""
        if slot == "goal":
            return {"obl": own_form(phrase), "must": due}
        return {"obl": due} if slot == "dead" else {}

    def faced(self, goal: str, rival: str) -> str:
        """As it is."""
        return goal

    def sex(self, kin: str, gender: str) -> str:
        """By the word."""
        return people.kin_in_words(self.id, kin, gender).gender

    def caption(self, story: Story, letter: str) -> str:
        """Relation, job or title."""
        someone = story.people[letter]
        kin = people.kin_of(self.id, someone.kin, someone.gender)
        hero = people.name_of(story, "H")
        word = f"{hero} {_held('क', kin, oblique=False)}" if kin else ""
        return people.card_of(self.id, story, letter, word)

    def card(self, place: str) -> str:
        """As it is."""
        return place

    def plain(self, phrase: str) -> str:
        """As it is: Hindi has no article."""
        return phrase

    def logline(self, hero: str, villain: str, goal: str) -> str:
        """Who wants what, and who is in the way."""
        text: str = own(self.id)["words"]["logline"]
        for mark, words in (("{H}", hero), ("{V}", villain), ("{goal_she}", goal)):
            text = text.replace(mark, words)
        return text.replace("{goal}", goal)

    def titles(self) -> tuple[str, ...]:
        """Titles of whole seasons."""
        return tuple(own(self.id)["season"]["titles"])


def _held(whose: str, kin: people.Kin, *, oblique: bool) -> str:
    """A possessive and its noun: मेरा भाई, मेरे भाई, मेरे पिता, मेरी बहन."""
    if kin.gender[:1] == "f":
        ending = "ी"
    else:
        ending = "े" if oblique or kin.respect or kin.gender.endswith("p") else "ा"
    return f"{whose}{ending} {kin.oblique if oblique else kin.word}"


def own_form(goal: str) -> str:
    """A goal in -ना as it stands before a postposition or a verb of motion: in -ने."""
    return re.sub("ना$", "ने", goal)
