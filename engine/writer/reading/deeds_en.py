"""Who is the hero of an English premise, who "she" is, and who does what to whom.

Works on the mentions: finds each verb's subject and object by position. Gives no parts.
"""

from __future__ import annotations

import re

from engine.writer.reading import genders_en, lead_en, signs_en, teller, weighing
from engine.writer.reading import nouns_en as nouns
from engine.writer.reading.beings import Being, Deed
from engine.writer.reading.mentions_en import Mentions
from engine.writer.reading.tokens_en import Mention

_SUBJECT = {"she": "f", "he": "m", "they": "they", "i": "i", "we": "i"}
_OBJECT = {"her": "f", "him": "m", "them": "they", "me": "i", "us": "i"}
_OWN = {"her": "f", "his": "m", "my": "i", "their": "they", "our": "i"}
_AUX = nouns.words("auxiliaries", "en.grammar")
_PREP = nouns.words("prepositions", "en.grammar")
_OPENERS = nouns.words("openers", "en.grammar")
_BE = frozenset(("is", "are", "was", "were", "be", "been", "being", "gets", "got", "am", "'s"))


_HARMLESS = re.compile(r"\b(?:place|job|part|care|charge|seat|up|revenge|turns)\b")


class Deeds:
    """Reads who does what. hero is set first, by what stands where."""

    def __init__(self, mentions: Mentions) -> None:
        self.m = mentions
        self.tokens = mentions.tokens
        self.deeds: list[Deed] = []
        self.ref: dict[int, Being] = {}
        self.signs: dict[Being, weighing.Signs] = {}
        self._cover = {at: m for m in mentions.all for at in range(m.first, m.last + 1)}
        self.first_person = teller.tells(mentions.text)
        self.hero = self._lead()
        self._all()
        better = self._second()
        if better is not self.hero:
            self.hero = better
            self._all()
        self._kin()

    def _all(self) -> None:
        self.ref, self.deeds = {}, []
        self._resolve()
        for mention in self.m.all:
            if mention.kind == "noun" and mention.being.kin and mention.own:
                mention.being.owner = self.ref.get(mention.first - 1, self.hero)
        self._verbs()

    def _second(self) -> Being:
        """The hero once it is known who harms whom."""
        if self.first_person or not self.m.beings or self.hero.at < 0:
            return self.hero
        score = {b: b.lead for b in self.m.beings}
        for deed in self.deeds:
            if deed.weight < 3:
                if deed.patient in score and deed.agent in score and deed.patient is not deed.agent:
                    score[deed.agent] -= 0.8
                    score[deed.patient] += 0.8
                continue
            if deed.agent in score and deed.patient is not deed.agent and deed.patient is not None:
                score[deed.agent] -= 2.5
            if deed.patient in score and not deed.patient.group and deed.agent is not deed.patient:
                score[deed.patient] += 2.0 if deed.agent is not None else 1.0
        self.signs = signs_en.of_hero(self, score)
        return weighing.likeliest("en.hero", self.signs) or self.hero

    # -- the hero -------------------------------------------------------------------------------

    def _lead(self) -> Being:
        """The one whose story it is."""
        if self.first_person:
            return teller.teller_en(self.m.text)
        for index, mention in enumerate(self.m.all):
            mention.being.lead += lead_en.weigh(self, mention, index)
        live = list(self.m.beings)
        if not live:
            return Being(-1)
        best = max(live, key=lambda b: (b.lead, -b.at))
        alone = self._low(0) in ("she", "he") and not best.name
        return Being(-1, gender=_SUBJECT[self._low(0)]) if alone else best

    def main_subject(self) -> Mention | None:
        """The subject of the first main clause."""
        at, comma = 0, 0
        forms = nouns.every_verb()
        fronted = forms.get(self._low(0), ("", "", ""))[1] in ("both", "part")
        if fronted or self._low(0) in _OPENERS or (self._low(1) in ("later",)):
            depth = next((i for i, t in enumerate(self.tokens) if t.low in (",", ".")), 0)
            comma = depth + 1
            if self._low(0) == "to" or self.tokens[0].low.endswith("ed"):
                comma = depth + 1
        for mention in self.m.all:
            if mention.first < comma or mention.first < at or lead_en.fragment(self, mention):
                continue
            if self._low(mention.first - 1) in _PREP:
                continue
            if mention.genitive and not mention.being.name:
                continue
            if mention.genitive:
                following = [m for m in self.m.all if m.owner is mention.being]
                if following and self.is_subject(following[0]):
                    continue
            return mention
        return None

    def is_subject(self, mention: Mention) -> bool:
        """Whether a mention is followed by its verb."""
        if mention.genitive:
            return False
        words, _ = self.after(mention.last + 1)
        before = self._low(mention.first - 1)
        if mention.det:
            before = self._low(mention.first - 2)
        if before in _PREP and before not in ("as",):
            return False
        verb = words[-1] if words else ""
        return bool(verb) and self.verbal(verb)

    def verbal(self, word: str) -> bool:
        """Whether a word can be a verb."""
        for key, group in (("verbs", "en.hero"), ("verbs", "en.harm"), ("weak", "en.harm")):
            if word in nouns.verb_forms(key, group):
                return True
        return word in _BE or word in _AUX or bool(re.search("(?:[^s]s|ed)$", word))

    def after(self, at: int) -> tuple[list[str], int]:
        """The words of a verb phrase from here: auxiliaries, adverbs and the verb; where it is.

        A relative clause or an apposition between commas is stepped over.
        """
        if self._low(at) == "," and self._low(at + 1) not in ("and", "but", "who"):
            close = next(
                (i for i in range(at + 1, min(at + 14, len(self.tokens))) if self._low(i) == ","), 0
            )
            at = close + 1 if close else at
        if self._low(at) == "of":
            verbs = nouns.every_verb()
            at = next(
                (j for j in range(at + 1, at + 7) if self._low(j) in _AUX or self._low(j) in verbs),
                at,
            )
        if self._low(at) in ("who", ",") or self._low(at) == "that":
            at += 1
            if self._low(at) == "who":
                at += 1
        words: list[str] = []
        while at < len(self.tokens) and len(words) < 5:
            low = self._low(at)
            if not low or not low[0].isalpha():
                break
            words.append(low)
            if low not in _AUX and not low.endswith("ly"):
                break
            at += 1
        return words, at

    # -- pronouns -------------------------------------------------------------------------------

    def _resolve(self) -> None:
        """Which being each pronoun stands for."""
        hero = self.hero
        if not hero.gender and not self.first_person:
            hero.gender = genders_en.of_hero(self)
        recent: list[Being] = []
        pending: list[tuple[int, str]] = []
        for at, token in enumerate(self.tokens):
            mention = self._cover.get(at)
            if mention and mention.first == at:
                if mention.being in recent:
                    recent.remove(mention.being)
                recent.append(mention.being)
            gender = _SUBJECT.get(token.low) or _OWN.get(token.low) or _OBJECT.get(token.low)
            if not gender:
                continue
            if gender == "i":
                if self.first_person:
                    self.ref[at] = hero
                continue
            being = self._antecedent(gender, recent, at)
            if being is None:
                pending.append((at, gender))
            else:
                self.ref[at] = being
                if not being.gender and gender in "fm" and not being.group:
                    being.gender = gender
        for at, gender in pending:
            if hero.gender in ("", gender) or gender == "they":
                self.ref[at] = hero

    def _antecedent(self, gender: str, recent: list[Being], at: int) -> Being | None:
        hero = self.hero
        if gender == "they":
            groups = [b for b in recent if b.group]
            return groups[-1] if groups else (hero if hero in recent else None)
        fits = [b for b in recent if not b.group and b.gender in ("", gender)]
        subject = self._subject_before(at)
        own = self.tokens[at].low in ("his", "her") and self._owns(at)
        if own and subject is not None and subject.gender == gender and subject in fits:
            close = not any(
                self._low(i) in (",", ".", ";", "and", "but") for i in range(self._at, at)
            )
            if close and subject is not hero and hero.gender == gender:
                return self._nearest(subject)
        if hero in fits and hero.gender == gender:
            return hero
        known = [b for b in fits if b.gender == gender]
        if known:
            return known[-1]
        if hero.gender == gender:
            return None
        return fits[-1] if fits else None

    def _nearest(self, subject: Being) -> Being:
        return self.hero if subject.kin or subject.foe else subject

    def _owns(self, at: int) -> bool:
        after = self._low(at + 1)
        return bool(after) and after[0].isalpha() and after not in _PREP and after not in _AUX

    _at = 0

    def _subject_before(self, at: int) -> Being | None:
        """The last subject before a token in its sentence."""
        for i in range(at - 1, -1, -1):
            if self._low(i) in (".", "!", "?", ";"):
                return None
            mention = self._cover.get(i)
            if mention and mention.last == i and self.is_subject(mention):
                self._at = i
                return mention.being
        return None

    def _kin(self) -> None:
        """Whose relative each relative is: only the hero's count."""
        for mention in self.m.all:
            if mention.kind != "noun" or not mention.being.kin:
                continue
            if mention.own:
                at = mention.first - 1 - (self._low(mention.first - 1) not in _OWN)
                mention.being.owner = self.ref.get(at, self.hero)
        for being in self.m.beings:
            if being.kin and being.owner is not self.hero:
                being.extra["kin"], being.kin = being.kin, ""

    # -- deeds ----------------------------------------------------------------------------------

    def _verbs(self) -> None:
        strong = nouns.verb_forms("verbs", "en.harm")
        weak = nouns.verb_forms("weak", "en.harm")
        for at, token in enumerate(self.tokens):
            entry = strong.get(token.low) or weak.get(token.low)
            if entry is None or (at in self._cover and self._cover[at].last != at - 0):
                continue
            if at in self._cover:
                continue
            weight = 3.0 if token.low in strong else 1.5
            deed = self._deed(at, entry, weight)
            if deed is not None:
                self.deeds.append(deed)

    def _deed(self, at: int, entry: tuple[str, str, str], weight: float) -> Deed | None:
        lemma, kind, _ = entry
        before = self._low(at - 1)
        told = before == "her" and self._low(at + 1) in ("her", "his", "my", "the")
        if not told and before in (
            "a",
            "an",
            "the",
            "her",
            "his",
            "my",
            "their",
            "of",
            "no",
            "s",
            "'s",
        ):
            return None
        back = [self._low(i) for i in range(max(0, at - 4), at)]
        passive = kind in ("both", "part") and (
            any(w in _BE for w in self._aux_before(at))
            or self._agent_after(at) is not None
            or before in ("left", "gets")
        )
        if passive:
            agent = self._agent_after(at)
            patient = self._left(at) if not self._fronted(at) else self._fronted_patient()
            thing = self._tail(at + 1, passive=True)
            if patient is None and agent is None:
                return None
            return Deed(at, lemma, agent, patient, thing, weight)
        if kind == "part" and "has" not in back and "had" not in back and "have" not in back:
            return None
        if {"refuses", "refused", "refuse"} & set(back) and before == "to":
            return None
        agent = self._whose(at) or self._left(at)
        patient, thing = self._object(at)
        if agent is None or (lemma == "take" and _HARMLESS.search(thing)):
            return None
        if thing.startswith(("to ", "that ")) and weight < 2:
            weight = 1.0
        return Deed(at, lemma, agent, patient, thing, weight)

    def _aux_before(self, at: int) -> list[str]:
        found = []
        i = at - 1
        while i >= 0 and (
            self._low(i) in _AUX
            or self._low(i) in _BE
            or self._low(i).endswith("ly")
            or (self._low(i) == "and" and self._low(i - 1).endswith("ed"))
            or (self._low(i).endswith("ed") and self._low(i + 1) == "and")
        ):
            found.append(self._low(i))
            i -= 1
        return found

    def _fronted(self, at: int) -> bool:
        return (
            at == 0
            or self._low(at - 1) in (".", "—")
            or (
                self._low(at - 1) == "and"
                and at <= 4
                and not any(i in self._cover for i in range(at))
            )
        )

    def _fronted_patient(self) -> Being | None:
        mention = self.main_subject()
        return mention.being if mention else self.hero

    def _agent_after(self, at: int) -> Being | None:
        """Who stands after "by" in the same clause."""
        for i in range(at + 1, min(at + 12, len(self.tokens))):
            low = self._low(i)
            if low in (".", ";", "!", "?"):
                return None
            if low == "by":
                for j in range(i + 1, min(i + 9, len(self.tokens))):
                    mention = self._cover.get(j)
                    if mention:
                        named = self._cover.get(mention.last + 2) or self._cover.get(
                            mention.last + 3
                        )
                        if (
                            mention.being.group
                            and self._low(mention.last + 1) == "of"
                            and named
                            and (named.being.name)
                        ):
                            return named.being
                        while mention.genitive and any(
                            m.owner is mention.being and m.first <= mention.last + 2
                            for m in self.m.all
                        ):
                            mention = next(m for m in self.m.all if m.owner is mention.being)
                        return mention.being
                    if j in self.ref and self._low(j) in _OBJECT and not self._owns(j):
                        return self.ref[j]
                    if self._low(j) in (",", ".", "and"):
                        return None
                return None
        return None

    def _whose(self, at: int) -> Being | None:
        """Whose thing it is that does it: "Viktor Hale, whose airline blamed her"."""
        mark = next((i for i in range(at - 1, max(-1, at - 4), -1) if self._low(i) == "whose"), 0)
        before = mark - 1 - (self._low(mark - 1) == ",")
        mention = self._cover.get(before) if mark else None
        return mention.being if mention else None

    def _left(self, at: int) -> Being | None:
        """The subject of the verb at a token."""
        i = at - 1
        while i >= 0 and (self._low(i) in _AUX or self._low(i).endswith("ly")):
            i -= 1
        low = self._low(i)
        if low in ("who", "that", "which"):
            j = i - 1
            while j >= 0 and self._low(j) in (",",):
                j -= 1
            for k in range(j, max(-1, j - 7), -1):
                mention = self._cover.get(k)
                if mention and (
                    k == j
                    or self._low(mention.first - 1 - bool(mention.det))
                    not in ("in", "at", "on", "with")
                ):
                    return mention.being
            return None
        if low in _SUBJECT and i in self.ref:
            return self.ref[i]
        if i in self._cover:
            mention = self._cover[i]
            start = mention.first - bool(mention.det)
            if self._low(start - 1) not in _PREP or self._low(start - 1) in ("as",):
                return mention.being
            return self._further(start - 1)
        return self._further(i + 1)

    def _further(self, at: int) -> Being | None:
        """The subject further left: of a coordinated verb, or before a prepositional phrase."""
        for j in range(at - 1, max(-1, at - 22), -1):
            low = self._low(j)
            if low in (".", ";", "!", "?", ":"):
                return None
            if low in _SUBJECT and j in self.ref:
                return self.ref[j]
            mention = self._cover.get(j)
            if mention and mention.last == j and self.is_subject(mention):
                return mention.being
        return None

    def _object(self, at: int) -> tuple[Being | None, str]:
        """Who it is done to, or whose thing, and the words of the object."""
        thing = self._tail(at + 1)
        for j in range(at + 1, min(at + 7, len(self.tokens))):
            low = self._low(j)
            if low in (".", ";", ",", "who", "that", "and", "but", "when", "because"):
                break
            if low in _OBJECT and j in self.ref and not (low in _OWN and self._owns(j)):
                return self.ref[j], thing
            mention = self._cover.get(j)
            if mention:
                if mention.owner is not None:
                    return mention.owner, thing
                if mention.genitive:
                    return mention.being, thing
                if mention.own and mention.being.state in ("", "dead") and mention.being.owner:
                    return mention.being.owner if mention.being.kin else mention.being, thing
                return mention.being, thing
            if low in _OWN and j in self.ref and self._owns(j):
                following = self._cover.get(j + 1) or self._cover.get(j + 2)
                if following and following.own and following.being.kin:
                    return self.ref[j], thing
                if not following:
                    return self.ref[j], thing
        return None, thing

    def _tail(self, at: int, *, passive: bool = False) -> str:
        """The words from here to the end of the small clause, at most seven."""
        end = at
        while end < len(self.tokens) and end - at < 8:
            low = self._low(end)
            if low in (
                ".",
                ",",
                ";",
                "!",
                "?",
                "—",
                ":",
                "and",
                "but",
                "who",
                "while",
                "when",
                "before",
                "until",
                "because",
                "that",
                "which",
            ):
                break
            if passive and low == "by":
                break
            end += 1
        if end <= at:
            return ""
        return self.m.text[self.tokens[at].start : self.tokens[end - 1].end]

    def _low(self, at: int) -> str:
        return self.tokens[at].low if 0 <= at < len(self.tokens) else ""

    def passive_at(self, at: int) -> bool:
        """Whether the verb at a token is in the passive."""
        return any(w in _BE for w in self._aux_before(at)) or self._agent_after(at) is not None

    def low(self, at: int) -> str:
        """The lower-case word at a token, "" outside the text."""
        return self._low(at)

    def mention_at(self, at: int) -> Mention | None:
        """The mention that covers a token."""
        return self._cover.get(at)
