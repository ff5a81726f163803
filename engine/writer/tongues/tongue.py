"""What a language has to know so that a wording can be filled in it, and what all share.

A tongue knows grammar and forms of address. It must not know beats, nor change a story.
"""

from __future__ import annotations

import re
from typing import Protocol

from engine.writer.data import lexicon
from engine.writer.story import Story

HERE = "\x01"
"""Stands before a phrase that was put into a slot, until the text is finished."""
PARENTS = ("mother", "father")


class Tongue(Protocol):
    """One language. id: of its folder of lines; tag: BCP 47; glue: between sentences."""

    id: str
    tag: str
    glue: str

    def short(self, story: Story, role: str) -> str:
        """The name by which people call somebody."""

    def seen(self, story: Story, role: str) -> str:
        """The name in what is seen between the lines."""

    def related(self, story: Story, role: str, speaker: str, to: str, form: str) -> str:
        """Somebody by the relation to the hero as `speaker` says it to `to`, "" by the name.

        form: "" or "obl", the form before a postposition.
        """

    def vocative(self, story: Story, role: str, speaker: str) -> str:
        """How `speaker` addresses somebody."""

    def pronoun(self, gender: str, form: str, *, respect: bool) -> str:
        """A pronoun of the third person. form: as it stands in the wording, "him" or "उसने"."""

    def respected(self, story: Story, role: str) -> bool:
        """Whether somebody is spoken of in the forms of respect, where the language has them."""

    def victim(self, story: Story, speaker: str, to: str, form: str) -> str:
        """The parent whom the old crime took. form: as for `related`."""

    def kin_word(self, story: Story) -> str:
        """What P is to the hero, a bare noun."""

    def slot(self, phrase: str) -> str:
        """A phrase as it is put into a text, before `finished`."""

    def finished(self, text: str) -> str:
        """The text with what depends on its neighbours: articles, contractions, capitals."""

    def bare(self, text: str, names: str) -> str:
        """The text without the name of the one addressed. names: a pattern, alternatives."""

    def called(self, story: Story, name: str, text: str) -> str:
        """The text said to somebody by name."""

    def shorter(self, text: str) -> str:
        """A sentence without what follows its last comma, "" where it has none."""

    def three(self, template: str, gender: str) -> tuple[str, str, str]:
        """A phrase about the hero: as the hero says it, as said to the hero, and of the hero."""

    def relation(self, word: str, gender: str, form: str) -> str:
        """Somebody of the hero's kin as marks that `three` renders.

        form: "", "obl" (before a postposition), "own" (as the doer's own), "bare" (of nobody).
        """

    def cases(self, slot: str, phrase: str, due: str) -> dict[str, str]:
        """Further forms of a phrase. slot: goal, wrong or dead; due: it as a duty, or oblique."""

    def faced(self, goal: str, rival: str) -> str:
        """A goal said to the very one whom it names. rival: the name it uses."""

    def sex(self, kin: str, gender: str) -> str:
        """Gender of a word of kin. gender: as far as the premise tells."""

    def plain(self, phrase: str) -> str:
        """A phrase without its article."""

    def caption(self, story: Story, letter: str) -> str:
        """What the name card says beside the name."""

    def card(self, place: str) -> str:
        """The name of a place as a card shows it."""

    def logline(self, hero: str, villain: str, goal: str) -> str:
        """The season in one sentence. goal: as said of the hero."""

    def titles(self) -> tuple[str, ...]:
        """Titles of whole seasons."""


class Uninflected:
    """The part of a `Tongue` whose phrases have no cases and no articles to take off."""

    def cases(self, slot: str, phrase: str, due: str) -> dict[str, str]:
        """None."""
        return {}

    def faced(self, goal: str, rival: str) -> str:
        """As it is."""
        return goal

    def sex(self, kin: str, gender: str) -> str:
        """By the word."""
        return "f" if kin in lexicon("words")["female_kin"] else "m"

    def plain(self, phrase: str) -> str:
        """As it is."""
        return phrase


def agreed(forms: str, gender: str, *, respect: bool = False) -> str:
    """The form that agrees: masculine, feminine, then plural or respectful ones where given.

    forms: parted by "/"; gender: m, f, mp or fp, "" taken as masculine.
    """
    options = forms.split("/")
    at = int(gender[:1] == "f")
    if (gender.endswith("p") or respect) and len(options) > 2:
        at = min(at + 2, len(options) - 1)
    return options[min(at, len(options) - 1)]


def capitals(text: str) -> str:
    """A capital at the head of every sentence."""
    return re.sub(
        rf"(^|[.!?…] )([“\"(¿¡{HERE}]*)([a-zà-ÿ])",
        lambda hit: f"{hit[1]}{hit[2]}{hit[3].upper()}",
        text,
    )


def unaddressed(text: str, names: str) -> str:
    """A text of a spaced language without ", Name" and without "Name, " at its head."""
    text = re.sub(rf", (?:{names})(?=[.,!?।])", "", text)
    return re.sub(rf"(^|[.!?।] )(?:{names})[,.] (\w)", lambda hit: hit[1] + hit[2].upper(), text)


def clipped(text: str, comma: str, stop: str) -> str:
    """A sentence without what follows its last comma, "" where too little would be left."""
    head, mark, _ = text.rpartition(comma)
    return f"{head.rstrip(',，')}{stop}" if mark and len(head) > 3 else ""
