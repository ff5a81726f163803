"""Who is mentioned where in an English premise: names, nouns for people, and who owns whom.

Builds the beings of the premise and the places where each is named. Pronouns come later.
"""

from __future__ import annotations

import re

from engine.writer.reading import nouns_en as nouns
from engine.writer.reading import willing_en
from engine.writer.reading.beings import Being
from engine.writer.reading.proper import gender_of, proper_names
from engine.writer.reading.tokens_en import Mention, tokens_of

_DETS = nouns.words("determiners", "en.grammar")
_OWN = {"her": "f", "his": "m", "my": "i", "their": "they", "your": "i"}
_STOP = nouns.words("stops", "en.grammar")
_ADJECTIVE = re.compile("[A-Z][a-z]+(?:ish|ese|ian|an|ench|ch|i)|Nazi|Greek|CEO")
_DEAD = frozenset(
    (
        "dead",
        "late",
        "drowned",
        "murdered",
        "deceased",
        "slain",
        "fallen",
        "executed",
        "departed",
        "hanged",
    )
)
_ELDERS = {
    "grandma": "grandmother", "granny": "grandmother", "grandpa": "grandfather", "mom": "mother",
    "mum": "mother", "mama": "mother", "dad": "father", "papa": "father", "nana": "grandmother",
}  # fmt: skip
"""Relatives who are called by what they are, as by a name."""
_CHILD = {"boy": "son", "girl": "daughter", "kid": "child"}
"""What a child is to whom it belongs: "Isla's boy"."""
_MODALS = frozenset(("must", "will", "can", "has", "is", "had", "was", "may", "should"))
_GONE = frozenset(("missing", "vanished", "lost", "disappeared"))
_HELD = frozenset(("kidnapped", "abducted", "captive", "imprisoned", "captured"))


class Mentions:
    """Everybody mentioned in a text, with where."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens_of(text)
        self.people, self.others = proper_names(text)
        self.beings: list[Being] = []
        self.all: list[Mention] = []
        self._spans: set[int] = set()
        self._names()
        self._nouns()
        self._families()
        self.beings += willing_en.add(self.tokens, self.all, self._modifies)
        self.all.sort(key=lambda m: m.first)
        self._join()
        self._owners()
        self.beings = [b for b in self.beings if any(m.being is b for m in self.all)]
        self.beings.sort(key=lambda b: b.at)

    # -- names ----------------------------------------------------------------------------------

    def _names(self) -> None:
        taken: set[int] = set()
        for name in sorted(self.people, key=lambda n: (-len(n), n)):
            being: Being | None = None
            parts = name.split()
            edges = {w for w in re.split("['’ ]s?", f"{parts[0]} {parts[-1]}") if w} | {*parts}
            for at in (i for i, token in enumerate(self.tokens) if token.text in edges):
                size = self._match(parts, at, taken)
                if not size:
                    continue
                if being is None:
                    being = Being(self.tokens[at].start, name=name)
                    being.gender = gender_of(name, self.text, sure=True)
                    self.beings.append(being)
                being.at = min(being.at, self.tokens[at].start)
                taken |= set(range(at, at + size))
                first = self._title(at, being)
                taken |= set(range(first, at))
                self.all.append(
                    Mention(
                        first, at + size - 1, being, "name", genitive=self._low(at + size) == "'s"
                    )
                )

    def _match(self, parts: list[str], at: int, taken: set[int]) -> int:
        """How many tokens from here are this name or its first or last part."""
        if self._elsewhere(at):
            return 0
        words = [w for part in parts for w in re.split("(?<=[a-z])['’]s$", part) if w]
        size = len(words)
        here = [t.text for t in self.tokens[at : at + size]]
        if here == words and not taken & set(range(at, at + size)):
            return size
        part = self.tokens[at].text in (words[0], words[-1]) and len(self.tokens[at].text) > 2
        return 1 if part and size > 1 and at not in taken else 0

    def _elsewhere(self, at: int) -> bool:
        """Whether a token is part of a firm's or a place's longer name: Bexley & Crane."""
        if not self._spans:
            self._spans = {
                i for name in self.others if " " in name
                for hit in re.finditer(re.escape(name), self.text)
                for i in range(*hit.span())
            } | {-1}  # fmt: skip
        return self.tokens[at].start in self._spans

    def _title(self, at: int, being: Being) -> int:
        """Titles and a job before a name belong to it; the first token of the whole."""
        first = at
        held: list[str] = []
        while (
            first
            and self._low(first - 1) in nouns.words("titles")
            and (self.tokens[first - 1].text[0].isupper())
        ):
            first -= 1
            held.insert(0, self.tokens[first].text)
        if held:
            being.extra["title"] = " ".join(held)
            low = {word.lower() for word in held}
            being.gender = being.gender or (
                "f"
                if low & nouns.words("female_titles")
                else "m"
                if low & nouns.words("male_titles")
                else ""
            )
            being.noun = (
                being.noun
                or " ".join(
                    h
                    for h in held
                    if h.lower().rstrip(".")
                    not in (
                        "dr",
                        "mr",
                        "mrs",
                        "ms",
                        "miss",
                        "sir",
                        "old",
                        "madam",
                        "madame",
                        "uncle",
                        "aunt",
                        "auntie",
                        "granny",
                        "grandma",
                        "father",
                        "mother",
                        "sister",
                        "brother",
                    )
                ).lower()
            )
        return first

    # -- nouns ----------------------------------------------------------------------------------

    def _nouns(self) -> None:
        taken = {at for m in self.all for at in range(m.first, m.last + 1)}
        at = 0
        while at < len(self.tokens):
            found = None if at in taken else self._noun(at, taken)
            if found:
                self.all.append(found)
                taken |= set(range(found.first, found.last + 1))
                at = found.last
            at += 1

    def _families(self) -> None:
        """ "The Morettis": all of a name that is known, the same as "the Moretti brothers"."""
        known = {name.split()[-1] for name in (*self.people, *self.others)}
        for at, token in enumerate(self.tokens):
            one = token.text.removesuffix("s")
            if self._low(at - 1) != "the" or one == token.text or one not in known:
                continue
            being = next((b for b in self.beings if b.group and one in b.noun.split()), None)
            if being is None:
                house = f"the {token.text}"
                being = Being(token.start, noun=token.text, group=True, extra={"house": house})
                self.beings.append(being)
            self.all.append(Mention(at, at, being, "noun", "the"))

    def _noun(self, at: int, taken: set[int]) -> Mention | None:
        """The mention that ends at a token, if it is the head of a phrase for somebody."""
        low = self.tokens[at].low
        if not low[:1].isalpha() or low in _STOP or not nouns.is_person(low, sure=False):
            return None
        elder = self.tokens[at].text[0].isupper() and low in _ELDERS
        if self.tokens[at].text[0].isupper() and not (elder or self._opens(at)):
            return None
        first = at
        while first and at - first < 5 and self._modifies(first - 1, taken):
            first -= 1
        before, after = self._low(first - 1), self._low(at + 1)
        det = before if before in _DETS else ""
        if after in nouns.thing_words() and not self._acts(at):
            return None
        later = at + 1 not in taken and nouns.is_person(after, sure=True) and after not in _STOP
        if (later and not self._is_verb(at + 1)) or not self._stands(at, first, before, taken):
            return None
        mods = tuple(self.tokens[i].low for i in range(first, at))
        being = Being(self.tokens[first].start)
        being.noun = " ".join((*mods, low))
        being.gender = nouns.gender_of_noun(low) or self._gender_by(mods)
        if low in ("party", "parties") and mods:
            return None
        near = self.tokens[first - 1].text
        if near in self.others and self._low(first - 2) == "the":
            first, det = first - 1, "the"
        house = self.tokens[first].text
        if nouns.is_group(low) and first < at and house in self.others and det == "the":
            being.noun = self.text[self.tokens[first].start : self.tokens[at].end]
            being.extra["house"] = f"the {being.noun}"
        being.group = nouns.is_group(low) or det in ("two", "three", "four", "five", "both")
        if low in nouns.kin() and (det in _OWN or before == "'s"):
            being.kin, being.said = nouns.singular(low), low
        elif elder:
            being.kin, being.said = _ELDERS[low], low
        elif low in _CHILD and (det in _OWN or before == "'s"):
            being.kin, being.said = _CHILD[low], low
        self._state(being, mods)
        self.beings.append(being)
        return Mention(first, at, being, "noun", det, _OWN.get(det, ""), None, mods, after == "'s")

    def _acts(self, at: int) -> bool:
        """Whether what follows a person's noun is its verb, or the noun is a machine's own."""
        then = self._low(at + 2)
        verb = then in _DETS or then in ("him", "them", "me", "it") or self._is_verb(at + 1)
        return verb or self._low(at) in ("robot", "android")

    def _stands(self, at: int, first: int, before: str, taken: set[int]) -> bool:
        """Whether a noun is used as one: with a determiner, a modifier, or where a name follows."""
        low = self.tokens[at].low
        if before == "no":
            return False
        elder = self.tokens[at].text[0].isupper() and low in _ELDERS
        firm = before in _DETS or before == "'s" or first < at or elder
        opens, named = self._opens(first), at + 1 in taken
        if not nouns.is_person(low, sure=True):
            return before in ("a", "an", "the", "her", "his", "my", "their", "'s") or named or opens
        bare = before in ("as", "of", "by", "with", "former", "from", "against", ",", "and", "to")
        if not (firm or opens or named or nouns.is_group(low) or bare):
            return False
        return firm or not self._is_verb(at)

    def _state(self, being: Being, mods: tuple[str, ...]) -> None:
        held = set(mods)
        if held & _DEAD and "lost" not in held:
            being.state = "dead"
        elif held & _GONE:
            being.state = "missing"
        elif held & _HELD:
            being.state = "captive"

    def _gender_by(self, mods: tuple[str, ...]) -> str:
        text = " ".join(mods)
        if re.search(r"\b(?:female|woman|pregnant|single mother)\b", text):
            return "f"
        return "m" if re.search(r"\bmale\b", text) else ""

    def _modifies(self, at: int, taken: set[int]) -> bool:
        """Whether the token can stand before a noun inside its phrase."""
        token = self.tokens[at]
        if at in taken or not token.low[0].isalpha() or token.low in _STOP or token.low in _DETS:
            return False
        if token.low == "own":
            return self._low(at - 1) in _DETS or self._low(at - 1) == "'s"
        if token.low.endswith("ly") and token.low not in ("only", "lonely", "elderly", "deadly"):
            return False
        if token.text[0].isupper() and not self._opens(at):
            return bool(_ADJECTIVE.fullmatch(token.text))
        return self._low(at - 1) in ("a", "an", "the", "'s") or not self._is_verb(at)

    def _is_verb(self, at: int) -> bool:
        """Whether a word here is a verb: after a subject pronoun, "to" or a modal, or by form."""
        low, before = self._low(at), self._low(at - 1) if at else ""
        if before in (
            "to",
            "will",
            "must",
            "can",
            "cannot",
            "would",
            "could",
            "she",
            "he",
            "they",
            "i",
            "who",
            "never",
            "not",
            "should",
            "may",
        ):
            return True
        kind = nouns.every_verb().get(low, ("", "", ""))[1]
        return (kind in ("s", "base") and not nouns.is_person(low, sure=True)) or kind == "past"

    # -- joining --------------------------------------------------------------------------------

    def _join(self) -> None:
        """One being for a name and what it is called beside it, and for "the" noun said again."""
        for left, right in [*zip(self.all, self.all[1:], strict=False)] * 2:
            between = [t.low for t in self.tokens[left.last + 1 : right.first]]
            if left.being is right.being:
                continue
            kinds = {left.kind, right.kind}
            inner = [w for w in between if w not in _DETS]
            if kinds == {"noun", "name"} and left.kind == "noun":
                called = between in ([], [","], ["named"], ["called"]) or between[:2] in (
                    ["known", "as"],
                )
                after = self._low(right.last + 1)
                held = left.det or left.genitive or left.mods or self._low(left.first - 1) == "'s"
                comma = between == [","] and not held
                placed = between[:1] in (["at"], ["of"], ["in"]) and between[-1:] == [","]
                if (
                    placed
                    and len(between) <= 5
                    and left.det
                    and after == ","
                    and (not left.being.group)
                ):
                    self._merge(right.being, left.being)
                    continue
                if self._house(left, right, between):
                    continue
                if (
                    called
                    and not comma
                    and not left.genitive
                    and not left.being.group
                    and (between != [","] or after in (",", ".", ";", "—", "who", ""))
                ):
                    self._merge(right.being, left.being)
            elif left.kind == "name" and right.kind == "noun":
                apposed = inner == [","] and len(between) == 2 and not right.genitive
                copula = re.fullmatch(
                    "(?:is|was)(?: (?:really|actually|secretly|in fact|also|now))?(?: one of)?",
                    " ".join(inner),
                )
                said = copula and len(between) > len(inner) and right.being.state != "dead"
                if (apposed or said) and not left.genitive:
                    self._merge(left.being, right.being)
            elif left.kind == right.kind == "noun":
                self._alike(left, right, between)
        self._fronted()
        self._named_last()
        self._again()

    def _fronted(self) -> None:
        """ "Heir to an empire he hates, Arthur": what opens a sentence is said of the name."""
        for left in [m for m in self.all if m.kind == "noun" and self._opens(m.first)]:
            comma = next((i for i in range(left.last, len(self.tokens)) if self._low(i) == ","), 0)
            right = next((m for m in self.all if m.first == comma + 1 and m.kind == "name"), None)
            stop = any(self._low(i) in (".", ";", ":", "!", "?") for i in range(left.last, comma))
            if right is None or stop or left.det or left.being.group or right.genitive:
                continue
            if left.being.name or not self._is_subject_of_clause(right):
                continue
            self._merge(right.being, left.being)

    def _is_subject_of_clause(self, mention: Mention) -> bool:
        """Whether a verb follows a mention, so that it is no member of a list."""
        return any(self._is_verb(i) or self._low(i) in _MODALS for i in
                   range(mention.last + 1, mention.last + 4))  # fmt: skip

    def _alike(self, left: Mention, right: Mention, between: list[str]) -> None:
        """Join two nouns that are one: apposed, announced by a colon, or said to be the same."""
        inner = [w for w in between if w not in _DETS]
        announced = between[:1] == [":"] and len(between) <= 2
        if announced and left.being.noun.split()[-1] in nouns.words("hostile"):
            self._merge(right.being, left.being)
            return
        if between == [","] and right.being.name and not right.det and self._held(left):
            self._merge(right.being, left.being)
            return
        copula = re.fullmatch("(?:is|was)(?: (?:really|actually|secretly))?", " ".join(inner))
        if (
            copula
            and len(between) > len(inner)
            and not left.genitive
            and (left.being.group == right.being.group)
        ):
            self._merge(left.being, right.being)

    def _held(self, left: Mention) -> bool:
        """Whether a noun is somebody in particular: the, her, or somebody's."""
        return left.det in _OWN or left.det == "the" or self._low(left.first - 1) == "'s"

    def _named_last(self) -> None:
        """ "The cousin who killed her: Tomás": a colon names whom a clause describes."""
        for right in [m for m in self.all if m.kind == "name" and self._low(m.first - 1) == ":"]:
            if self._low(right.last + 1) not in (".", "", "!"):
                continue
            left = [
                m for m in self.all
                if m.last < right.first and m.kind == "noun" and not m.being.name
                and self._low(m.last + 1) in ("who", "that", ":") and not m.being.group
            ]  # fmt: skip
            if left:
                self._merge(right.being, left[-1].being)

    def _house(self, left: Mention, right: Mention, between: list[str]) -> bool:
        """Whether a group stands right before its name: "the mining company Minera Dorada"."""
        if not (left.being.group and not between and left.det):
            return False
        being = right.being
        being.group, being.noun = True, being.noun or left.being.noun
        being.extra["house"] = being.name
        return True

    def _again(self) -> None:
        """ "the boy" after "a bullied boy" is the same one."""
        seen: list[Mention] = []
        for mention in self.all:
            if (
                mention.kind == "noun"
                and mention.det in ("the", "that", "this")
                and not mention.mods
            ):
                head = mention.being.noun.split()[-1]
                rest = " ".join(t.low for t in self.tokens[mention.last + 1 : mention.last + 3])
                same = [
                    m
                    for m in seen
                    if head in m.being.noun.split()
                    or head in m.being.extra.get("title", "").lower().split()
                ]
                if same and not rest.startswith(("who", "of ", "that", "'s son", "'s daughter")):
                    self._merge(same[-1].being, mention.being)
            seen.append(mention)

    def _merge(self, kept: Being, gone: Being) -> None:
        if kept is gone:
            return
        kept.at = min(kept.at, gone.at)
        if gone.noun and gone.noun not in kept.noun:
            kept.extra["also"] = gone.noun if kept.noun else kept.extra.get("also", "")
            kept.noun = kept.noun or gone.noun
        kept.extra["also"] = kept.extra.get("also", "") or gone.extra.get("also", "")
        kept.name = kept.name or gone.name
        kept.gender = kept.gender or gone.gender
        kept.kin, kept.said = kept.kin or gone.kin, kept.said or gone.said
        kept.state = kept.state or gone.state
        kept.group = kept.group and gone.group
        for mention in self.all:
            if mention.being is gone:
                mention.being = kept

    def _owners(self) -> None:
        """X's Y: Y belongs to X."""
        for left, right in zip(self.all, self.all[1:], strict=False):
            if left.genitive and right.first - left.last <= 2 and right.kind == "noun":
                right.owner = left.being
                right.being.owner = right.being.owner or left.being

    def _low(self, at: int) -> str:
        return self.tokens[at].low if 0 <= at < len(self.tokens) else ""

    def _opens(self, at: int) -> bool:
        return at == 0 or self._low(at - 1) in (".", "!", "?", ":", ";", '"', "“", "—")

    def at_token(self, index: int) -> Mention | None:
        """The mention that covers a token."""
        return next((m for m in self.all if m.first <= index <= m.last), None)
