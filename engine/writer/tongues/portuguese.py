"""Portuguese of Brazil: possessives that agree, prepositions that run into articles, capitals."""

from __future__ import annotations

import re

from engine.writer.story import Story
from engine.writer.tongues import people
from engine.writer.tongues.matter import own
from engine.writer.tongues.tongue import HERE, capitals, clipped, unaddressed

_FEMALE = {
    "ele": "ela", "dele": "dela", "nele": "nela", "o": "a", "lo": "la", "no": "na", "seu": "sua",
    "mesmo": "mesma", "próprio": "própria", "este": "esta", "esse": "essa", "aquele": "aquela",
}  # fmt: skip
_MALE = {female: male for male, female in _FEMALE.items()}
_RUNS = {"de": "d", "em": "n", "por": "pel", "a": ""}
"""Prepositions and what they become before an article: de + o = do."""
_ARTICLE = "o|a|os|as"
_CONTRACTED = re.compile(rf"\b(de|em|por|a) {HERE}({_ARTICLE}) ", re.IGNORECASE)
_DISTANT = re.compile(r"\b([oa]) ([\w-]+) (?:dela|dele)\b")
"""What is somebody's own when that person is not the subject: beside the subject it is seu, sua."""
_OF_THEM = re.compile(rf"\b(de|em) {HERE}?(el[ae]s?)\b", re.IGNORECASE)


class Portuguese(people.Addressed):
    """See `Tongue`."""

    id, tag, glue = "pt", "pt-BR", " "

    def short(self, story: Story, role: str) -> str:
        """The name, or a ruler's title with its article."""
        someone = story.people[role]
        crown = people.ruler(self.id, someone) if role == "P" else None
        return f"{HERE}{crown['word']}" if crown else people.name_of(story, role)

    def related(self, story: Story, role: str, speaker: str, to: str, form: str) -> str:
        """Meu pai, sua mãe; by name to and from others."""
        someone = story.people[role]
        kin = people.kin_of(self.id, someone.kin, someone.gender)
        if kin is None or (speaker != "H" and to != "H"):
            return ""
        return f"{_whose(kin.gender, speaker == 'H')} {kin.word}"

    def pronoun(self, gender: str, form: str, *, respect: bool) -> str:
        """Ele or ela and what agrees with them."""
        low = form.lower()
        word = _FEMALE.get(low, low) if gender == "f" else _MALE.get(low, low)
        return word.capitalize() if form[0].isupper() else word

    def respected(self, story: Story, role: str) -> bool:
        """Respect is in the form of address only."""
        return False

    def victim(self, story: Story, speaker: str, to: str, form: str) -> str:
        """Minha mãe, sua mãe, a mãe dela."""
        kin = people.kin_of(self.id, story.slots["vicword"])
        assert kin is not None
        if speaker == "H" or to == "H":
            return f"{_whose(kin.gender, speaker == 'H')} {kin.word}"
        return HERE + _theirs(kin, story.people["H"].gender)

    def kin_word(self, story: Story) -> str:
        """What P is to the hero."""
        someone = story.people["P"]
        kin = people.kin_of(self.id, someone.kin, someone.gender)
        return kin.word if kin else str(own(self.id)["words"]["child"]["none"])

    def slot(self, phrase: str) -> str:
        """Marked, so that a preposition before it can run into its article."""
        return f"{HERE}{phrase}"

    def finished(self, text: str) -> str:
        """Contractions, and capitals at the head of sentences."""
        text = _CONTRACTED.sub(_contracted, text)
        text = _OF_THEM.sub(lambda hit: f"{_headed(hit[1], _RUNS[hit[1].lower()])}{hit[2]}", text)
        return capitals(text).replace(HERE, "")

    def bare(self, text: str, names: str) -> str:
        """Without the name of the one addressed."""
        return unaddressed(text, names)

    def called(self, story: Story, name: str, text: str) -> str:
        """The name first, then the text."""
        known = {part for p in story.people.values() for part in p.name.split()}
        first = re.split(r"\W", text, maxsplit=1)[0]
        rest = text if first in known else text[:1].lower() + text[1:]
        return f"{name[:1].upper()}{name[1:]}, {rest}"

    def shorter(self, text: str) -> str:
        """Without what follows the last comma."""
        return clipped(text, ",", ".")

    def three(self, template: str, gender: str) -> tuple[str, str, str]:
        """Eu, você, and ela or ele."""
        one, two, other = (self.finished(t) for t in people.three(template, gender))
        return _small(one, template), _small(two, template), _small(other, template)

    def relation(self, word: str, gender: str, form: str) -> str:
        """Meu pai, seu pai, o pai dela, o pai dele; o pai alone."""
        kin = people.kin_in_words(self.id, word, gender)
        if form == "bare":
            return f"{'a' if kin.gender == 'f' else 'o'} {kin.word}"
        mine, yours = (f"{_whose(kin.gender, one)} {kin.word}" for one in (True, False))
        return f"{{{mine};{yours};{_theirs(kin, 'f')};{_theirs(kin, 'm')}}}"

    def cases(self, slot: str, phrase: str, due: str) -> dict[str, str]:
        """None."""
        return {}

    def faced(self, goal: str, rival: str) -> str:
        """Você instead of the name."""
        return re.sub(rf"\b{re.escape(rival)}\b", "você", goal)

    def sex(self, kin: str, gender: str) -> str:
        """By the word."""
        return people.kin_in_words(self.id, kin, gender).gender

    def caption(self, story: Story, letter: str) -> str:
        """Relation, job or title."""
        someone = story.people[letter]
        kin = people.kin_of(self.id, someone.kin, someone.gender)
        word = f"{kin.word} de {people.name_of(story, 'H')}" if kin else ""
        return people.card_of(self.id, story, letter, word)

    def card(self, place: str) -> str:
        """Without its article, with a capital."""
        bare = re.sub(f"^(?:{_ARTICLE}) ", "", place)
        return f"{bare[:1].upper()}{bare[1:]}"

    def plain(self, phrase: str) -> str:
        """A phrase without its article."""
        return re.sub(f"^(?:{_ARTICLE}) ", "", phrase)

    def logline(self, hero: str, villain: str, goal: str) -> str:
        """Who wants what, and who is in the way."""
        text: str = own(self.id)["words"]["logline"]
        near = _DISTANT.sub(lambda hit: f"{'sua' if hit[1] == 'a' else 'seu'} {hit[2]}", goal)
        return _filled(text, hero, villain, near)

    def titles(self) -> tuple[str, ...]:
        """Titles of whole seasons."""
        return tuple(own(self.id)["season"]["titles"])


def _filled(text: str, hero: str, villain: str, goal: str) -> str:
    for mark, words in (("{H}", hero), ("{V}", villain), ("{goal_she}", goal), ("{goal}", goal)):
        text = text.replace(mark, words)
    return text


def _contracted(hit: re.Match[str]) -> str:
    preposition, article = hit[1].lower(), hit[2].lower()
    if preposition == "a":
        joined = {"o": "ao", "os": "aos", "a": "à", "as": "às"}[article]
    else:
        joined = f"{_RUNS[preposition]}{article}"
    return f"{_headed(hit[1], joined)} "


def _headed(said: str, joined: str) -> str:
    """As large at its head as what was said."""
    return f"{joined[:1].upper()}{joined[1:]}" if said[:1].isupper() else joined


def _whose(gender: str, mine: bool) -> str:
    female = gender == "f"
    return ("minha" if female else "meu") if mine else ("sua" if female else "seu")


def _theirs(kin: people.Kin, hero: str) -> str:
    article = "a" if kin.gender == "f" else "o"
    return f"{article} {kin.word} {'dele' if hero == 'm' else 'dela'}"


def _small(text: str, template: str) -> str:
    """A phrase that begins as small as its template; a name stays large."""
    head = re.sub(r"^\W+", "", template)[:1]
    return text[:1].lower() + text[1:] if head.islower() else text
