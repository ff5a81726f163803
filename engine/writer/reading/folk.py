"""Whom a premise of a language with cue lists of its own speaks of, and who is who.

Shared by Portuguese and Hindi. A reader brings its words and what its grammar shows; here they
become `Being`s, a hero, an opponent and losses. Must not know a single word of a language.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from engine.writer.data import table
from engine.writer.reading.beings import Being
from engine.writer.story import Someone, Story
from engine.writer.tongues import matter

_TOKEN = re.compile(r"[^\s,.;:!?।“”\"()—–…]+|[,.;:!?।—–…]")
_STOPS = frozenset(",.;:!?।—–…")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark. start, end: in the text."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class Mention:
    """Where somebody is spoken of. first, last: tokens."""

    being: Being
    first: int
    last: int


@dataclass(slots=True)
class Folk:
    """Everybody a premise speaks of. kin: word to (key, gender); jobs: word to gender."""

    text: str
    kin: dict[str, tuple[str, str]]
    jobs: dict[str, str]
    genders: dict[str, str]
    joints: frozenset[str] = frozenset()
    tokens: list[Token] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    beings: list[Being] = field(default_factory=list)

    def word(self, at: int) -> str:
        """A token in small letters, "" outside the text."""
        return self.tokens[at].text.lower() if 0 <= at < len(self.tokens) else ""

    def before(self, position: int, *, within: int = 0) -> Mention | None:
        """The last mention that ends before a position of the text. within: from this one on."""
        known = [m for m in self.mentions if within <= self.tokens[m.last].end <= position]
        return known[-1] if known else None

    def after(self, position: int) -> Mention | None:
        """The first mention that begins at or after a position of the text."""
        return next((m for m in self.mentions if self.tokens[m.first].start >= position), None)

    def sentence(self, position: int) -> int:
        """Where the sentence of a position begins."""
        starts = [hit.end() for hit in re.finditer(r"[.!?।;]", self.text[:position])]
        return starts[-1] if starts else 0


def folk_of(tongue: str, text: str, run: Callable[[Folk, int], int], links: frozenset[str]) -> Folk:
    """Read everybody. run: end of the name that begins at a token, or that token where none does;
    links: words that may stand between a word for somebody and the name."""
    words = table(f"reading_{tongue}.toml")
    kin = {word: (row[0], row[1]) for word, row in words["kin"].items()}
    jobs = {word: gender for gender in "mf" for word in words["jobs"][gender].split()[::-1]}
    genders = {name: gender for gender in "mf" for name in words["names"][gender].split()}
    folk = Folk(text, kin, jobs, genders, frozenset(words["words"].get("joints", "").split()))
    folk.tokens = [Token(hit[0], *hit.span()) for hit in _TOKEN.finditer(text)]
    at = 0
    while at < len(folk.tokens):
        at = _mention(folk, at, run, links)
    return folk


def _mention(folk: Folk, at: int, run: Callable[[Folk, int], int], links: frozenset[str]) -> int:
    """Read one mention at a token; the token to go on with."""
    pair = f"{folk.word(at)} {folk.word(at + 1)}"
    kin = folk.kin.get(pair) or folk.kin.get(folk.word(at))
    start, noun = at, ""
    if kin:
        at += 2 if pair in folk.kin else 1
        said = folk.text[folk.tokens[start].start : folk.tokens[at - 1].end]
        end = _name_after(folk, at, run, links)
        name = _name(folk, end[0], end[1])
        being = _being(folk, name, folk.tokens[start].start, kin[0])
        being.kin, being.said = being.kin or kin[0], being.said or said
        being.gender = being.gender or kin[1]
        folk.mentions.append(Mention(being, start, max(at, end[1]) - 1))
        return max(at, end[1])
    if folk.word(at) in folk.jobs and run(folk, at) == at:
        noun, gender = folk.tokens[at].text, folk.jobs[folk.word(at)]
        first, last = _name_after(folk, at + 1, run, links)
        name = _name(folk, first, last)
        known = _apposed(folk, at, links) if not name else None
        being = known or _being(folk, name, folk.tokens[at].start, "")
        being.noun, being.gender = being.noun or noun, being.gender or gender
        folk.mentions.append(Mention(being, at, max(at + 1, last) - 1))
        return max(at + 1, last)
    last = run(folk, at)
    if last > at:
        being = _being(folk, _name(folk, at, last), folk.tokens[at].start, "")
        folk.mentions.append(Mention(being, at, last - 1))
        return last
    return at + 1


def _name_after(
    folk: Folk, at: int, run: Callable[[Folk, int], int], links: frozenset[str]
) -> tuple[int, int]:
    """First and last token of a name that follows, perhaps after a comma or further nouns."""
    for look in range(at, min(at + 4, len(folk.tokens))):
        last = run(folk, look)
        if last > look:
            return look, last
        word = folk.word(look)
        if word == "," and look == at:
            continue
        if word in links or (word in folk.jobs and folk.word(look - 1) != ","):
            continue
        if word in folk.joints and folk.word(look + 2) == ",":
            last = run(folk, look + 3)
            return (look + 3, last) if last > look + 3 else (at, at)
        if not (word in folk.jobs and look == at):
            break
    return at, at


def _apposed(folk: Folk, at: int, links: frozenset[str]) -> Being | None:
    """The one named just before, whom a noun after a comma describes."""
    if not folk.mentions:
        return None
    last = folk.mentions[-1]
    between = [folk.word(t) for t in range(last.last + 1, at)]
    close = between[:1] == [","] and set(between[1:]) <= links
    return last.being if close and last.being.name and not last.being.noun else None


def _name(folk: Folk, first: int, last: int) -> str:
    if last <= first:
        return ""
    return folk.text[folk.tokens[first].start : folk.tokens[last - 1].end]


def _being(folk: Folk, name: str, at: int, kin: str) -> Being:
    """The one of this name or, unnamed, of this relation; new where nobody is known."""
    parts = set(name.split())
    for known in folk.beings:
        if name and parts & set(known.name.split()):
            known.name = max(known.name, name, key=len)
            known.count += 1
            return known
        if not name and kin and known.kin == kin:
            return known
        if name and kin and known.kin == kin and not known.name:
            known.name = name
            return known
    gender = next((folk.genders[part] for part in name.split() if part in folk.genders), "")
    being = Being(at, name=name, gender=gender)
    folk.beings.append(being)
    return being


def hero_of(folk: Folk, first_person: bool) -> Being:
    """Whom the story is about: the first one named who is nobody's kin and does no harm."""
    if first_person:
        hero = Being(0)
        folk.beings.insert(0, hero)
        return hero
    named = [b for b in folk.beings if b.name and not b.state]
    plain = [b for b in folk.beings if b.noun and not b.kin and not b.state]
    order = (
        [b for b in named if not b.kin and b.foe < 2],
        [b for b in plain if b.foe < 2],
        [b for b in named if b.foe < 2],
        [b for b in folk.beings if not b.kin and b.foe < 2],
    )
    heads = [group[0] for group in order[:2] if group]
    if len(heads) == 2 and heads[1].at < heads[0].at and heads[1].lead > heads[0].lead:
        return heads[1]
    found = next((group[0] for group in order if group), None)
    if found is None:
        found = Being(0)
        folk.beings.insert(0, found)
    return found


def foe_of(folk: Folk, hero: Being) -> Being | None:
    """Who is against the hero most; where nobody does harm, the last named stranger."""
    others = [b for b in folk.beings if b is not hero and b.alive and b.foe > 0]
    found = max(others, key=lambda b: (b.foe + 0.5 * bool(b.name), -b.at), default=None)
    far = ("", "daughter", "son")  # somebody's child need not be the hero's
    strangers = [b for b in folk.beings if b is not hero and b.alive and b.name and b.kin in far]
    if (found is None or (found.foe < 1 and not found.name)) and strangers:
        return strangers[-1]
    return found


def note_people(story: Story, folk: Folk) -> None:
    """Remember every name of the premise."""
    for being in folk.beings:
        story.note("name", being.name)


def set_aside(story: Story) -> None:
    """Whoever is held captive somewhere has no part among those who act."""
    if story.loss.state != "captive" or not story.loss.kin:
        return
    kin = matter.kin_key(story.tongue, story.loss.kin)
    for role in "PATK":
        someone = story.people[role]
        if someone.kin == kin and someone.name == story.loss.name:
            story.people[role] = Someone()


def away(being: Being) -> bool:
    """Whether somebody is held by what happens, not only sought by what the hero wants."""
    return being.state == "captive" and "sought" not in being.extra
