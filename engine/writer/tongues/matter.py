"""What a story of one language is made of: places, tokens, crimes, powers, names, words of kin.

English and Mandarin stand side by side in ``worlds.toml``; every other language has files
``world*.toml`` in its folder of lines. This is the only place that knows the difference.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from engine.writer.data import WORLD, Table, table
from engine.writer.story import Thing

_COLUMNS = {"en": 0, "zh": 1}


@dataclass(frozen=True, slots=True)
class Crime:
    """What was done long ago. did: the verb; ghost: how its victim looks; evidence: its trace."""

    kind: str
    name: Thing
    did: str
    ghost: str
    evidence: Thing


@cache
def own(tongue: str) -> Table:
    """The merged world of a language that has files of its own."""
    found: Table = {}
    entries = files("resources").joinpath("writer", "lines", tongue).iterdir()
    for entry in sorted((e for e in entries if e.name.startswith(WORLD)), key=lambda e: e.name):
        _merge(found, tomllib.loads(entry.read_text("utf-8")))
    return found


def crimes(tongue: str, era: str) -> list[Crime]:
    """The crimes of an era."""
    if tongue in _COLUMNS:
        rows = table("worlds.toml")["crimes"][era]
        told = [(row["class"], row[tongue]) for row in rows]
        return [Crime(k, Thing(r[0]), r[1], r[2], Thing(r[3])) for k, r in told]
    return [
        Crime(row["class"], _thing(row["name"]), row["did"], row["ghost"], _thing(row["evi"]))
        for row in own(tongue)["crimes"][era]
    ]


def places(tongue: str, era: str, slot: str) -> list[Thing]:
    """What a slot of an era may be: cage arena hide asset home deadline."""
    if tongue in _COLUMNS:
        return [_cell(tongue, row) for row in table("worlds.toml")["places"][era][slot]]
    return [_thing(row) for row in own(tongue)["places"][era][slot]]


def sets(tongue: str, era: str) -> dict[str, Thing]:
    """The further places of an era by slot."""
    if tongue in _COLUMNS:
        found = table("worlds.toml")["sets"]
        return {k: _cell(tongue, r) for k, r in (found["any"] | found.get(era, {})).items()}
    found = own(tongue)["sets"]
    return {slot: _thing(row) for slot, row in (found["any"] | found.get(era, {})).items()}


def tokens(tongue: str, era: str) -> list[Thing]:
    """Things by which somebody is known."""
    if tongue in _COLUMNS:
        return [_cell(tongue, row) for row in table("worlds.toml")["tokens"][era]]
    return [_thing(row) for row in own(tongue)["tokens"][era]]


def power_name(tongue: str, power: str) -> Thing:
    """What the hero's gift is called."""
    if tongue in _COLUMNS:
        return Thing(table("worlds.toml")["powers"][power]["name"][_COLUMNS[tongue]])
    return _thing(own(tongue)["powers"][power]["name"])


def power_words(tongue: str, power: str, slot: str) -> list[str]:
    """The wordings of a gift: sign demo use save cost reveal tell."""
    if tongue in _COLUMNS:
        row: str = table("worlds.toml")["powers"][power][slot][_COLUMNS[tongue]]
        return row.split(" || ")
    return list(own(tongue)["powers"][power][slot])


def names(tongue: str, culture: str) -> Table:
    """The bank of names of a culture or era: given names, surnames, the old."""
    if tongue in _COLUMNS:
        found: Table = table("worlds.toml")["names"][tongue][culture]
        return found
    banks = own(tongue)["names"]
    merged: Table = banks["any"] | banks.get(culture, {})
    return merged


def goals(tongue: str) -> Mapping[str, Sequence[Sequence[str]]]:
    """What a hero is after where the premise does not say, by loss or opening."""
    if tongue in _COLUMNS:
        found: dict[str, list[list[str]]] = table("reading.toml")["goals"][tongue]
        return found
    rows: dict[str, list[list[str]]] = own(tongue)["goals"]
    return rows


def wrongs(tongue: str) -> Mapping[str, Sequence[str]]:
    """What was done to a hero where the premise does not say, by opening."""
    if tongue in _COLUMNS:
        found: dict[str, list[str]] = table("reading.toml")["wrongs"][tongue]
        return found
    rows: dict[str, list[str]] = own(tongue)["wrongs"]
    return rows


_CHILD = {
    ("father", "f"): ("daughter", "女儿"),
    ("father", "m"): ("son", "儿子"),
    ("mother", "f"): ("daughter", "女儿"),
    ("mother", "m"): ("son", "儿子"),
    ("grandfather", "f"): ("granddaughter", "孙女"),
    ("grandfather", "m"): ("grandson", "孙子"),
}


def family(tongue: str, kin: str, hero: str, power: str) -> tuple[str, str, str]:
    """What the hero is to P, what the hero is to a spouse, and what P is called without a title.

    kin: P's relation to the hero; hero, power: their genders.
    """
    if tongue in _COLUMNS:
        at = _COLUMNS[tongue]
        child = _CHILD.get((kin, hero), ("family", "亲人"))
        spouse = {"f": ("wife", "太太"), "m": ("husband", "丈夫")}[hero]
        return child[at], spouse[at], ("man", "大人物")[at]
    words = own(tongue)["words"]
    grand = "grand" if kin.startswith("grand") else ""
    key = f"{grand}{hero}" if grand or kin in ("father", "mother") else "none"
    return words["child"][key], words["spouse"][hero], words["ptitle"][power == "f"]


def kin_word(tongue: str, key: str) -> str:
    """The word for a relation."""
    return key if tongue in _COLUMNS else str(own(tongue)["kin"][key]["word"])


def kin_key(tongue: str, word: str) -> str:
    """The key of a relation that a premise names in its own word; the word itself if unknown."""
    if tongue in _COLUMNS:
        return word
    rows = own(tongue)["kin"].items()
    return next((key.removesuffix("_f") for key, row in rows if row["word"] == word), word)


def _cell(tongue: str, row: Sequence[str]) -> Thing:
    return Thing(row[_COLUMNS[tongue]], "", row[2] if len(row) > 2 else "")


def _thing(row: Sequence[str]) -> Thing:
    return Thing(*row)


def _merge(into: Table, more: Mapping[str, Any]) -> None:
    for key, value in more.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = value
