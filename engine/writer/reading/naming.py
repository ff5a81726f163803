"""Names for the people a premise leaves unnamed: of its naming culture and era, no two alike."""

from __future__ import annotations

import random
import re

from engine.writer.data import Table, lexicon, table
from engine.writer.story import Story, pick
from engine.writer.tongues import matter


def culture_of(story: Story) -> str:
    """The naming culture of a premise: the one most of its names belong to; anglo or modern."""
    if story.tongue == "zh":
        return story.era if story.era in ("palace", "fantasy") else "modern"
    if story.tongue != "en":
        return story.era
    words = {w for kind, value in story.named if kind == "name" for w in value.split()}
    signs: Table = lexicon("cultures")
    counts = {name: len(words & set(signs[name].split())) for name in signs}
    bank = table("worlds.toml")["names"]["en"]
    for name in counts:
        own = bank.get(name, {})
        counts[name] += len(
            words
            & {*own.get("f", ()), *own.get("m", ()), *own.get("sur", ()), *own.get("vsur", ())}
        )
    top = max(counts, key=lambda name: counts[name])
    low = story.text.lower()
    if not counts[top]:
        setting = {
            name: pattern
            for name, pattern in lexicon("settings").items()
            if re.search(pattern, low)
        }
        return next(iter(setting), "anglo")
    return top


def name_all(story: Story) -> None:
    """Give everybody without a name one."""
    rng = story.rng("names")
    bank = matter.names(story.tongue, culture_of(story))
    taken = {part for p in story.people.values() for part in _parts(p.name)}
    taken |= {part for kind, value in story.named if kind == "name" for part in _parts(value)}
    for role in "HAPVTK":
        someone = story.people[role]
        if someone.name:
            continue
        make = _chinese if story.tongue == "zh" else _english
        someone.name = make(role, story, bank, taken, rng)
        taken |= _parts(someone.name)


def _parts(name: str) -> set[str]:
    return {name, *name.split()} - {"Old", "Granny", "Auntie", "Uncle", ""}


def _fresh(values: list[str], taken: set[str], rng: random.Random) -> str:
    return pick(rng, [v for v in values if not _parts(v) & taken] or values)


def _english(role: str, story: Story, bank: Table, taken: set[str], rng: random.Random) -> str:
    gender = story.people[role].gender
    if role == "K":
        return _fresh(bank["K"][gender], taken, rng)
    first = _fresh(bank.get(role, bank)[gender], taken, rng)
    if role == "A":
        return first
    key = {"P": "psur", "V": "vsur"}.get(role, "sur")
    return f"{first} {_fresh(bank[key] if key in bank else bank['vsur'], taken, rng)}"


def _chinese(role: str, story: Story, bank: Table, taken: set[str], rng: random.Random) -> str:
    gender = story.people[role].gender
    if role in "HA":
        return _fresh(_apart(bank[gender], taken), taken, rng)
    if role == "P":
        own = story.people["H"].name[:1]
        family = pick(rng, bank["psur"]) if "secretkin" in story.flags else own
        house = re.search(f"([{lexicon('words')['surnames_zh']}])家(?!人|里|族|产|庭)", story.text)
        return f"{house[1] if house else family}{pick(rng, bank['pgiv'][gender])}"
    return _fresh(_apart(bank[role][gender], taken), taken, rng)


def _apart(names: list[str], taken: set[str]) -> list[str]:
    """Names whose surname nobody has yet, where there are any."""
    heads = {name[:1] for name in taken}
    return [name for name in names if name[:1] not in heads] or names
