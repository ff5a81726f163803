"""The writer's data files, read once: lexicon, worlds, beats, staging. Typed at this edge only."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

Table = dict[str, Any]
TONGUES = ("en", "zh", "hi", "pt")
"""Languages that seasons are written in: folders of ``resources/writer/lines``."""
SHOTS = "shots.toml"
WORLD = "world"
"""How the files of a language's own world begin; see ``tongues.matter``."""


@cache
def table(name: str) -> Table:
    """A TOML file of ``resources/writer``."""
    return tomllib.loads(files("resources").joinpath("writer", name).read_text("utf-8"))


def lexicon(section: str) -> Table:
    """One table of the lexicon by which premises are read."""
    found: Table = table("lexicon.toml")[section]
    return found


def cues_of(tongue: str, section: str) -> Table:
    """A table of cues by which premises of a language are read: era opening power genre, and
    those of crimes and plates. English and Mandarin share theirs."""
    if tongue in ("en", "zh"):
        return lexicon(section) if section.endswith("_cues") else table("cues.toml")[section]
    return _bounded(tongue, section)


@cache
def _bounded(tongue: str, section: str) -> Table:
    """Cues that match from the head of a word on, also in scripts for which "\\b" fails."""

    head = r"(?<![\w\u0900-\u0963])"
    rows: Table = table(f"reading_{tongue}.toml")[section]
    if section.endswith("_cues"):
        return {name: f"{head}(?:{cue})" for name, cue in rows.items()}
    return {
        name: {weight: f"{head}(?:{cue})" for weight, cue in cues.items()}
        for name, cues in rows.items()
    }


@dataclass(frozen=True, slots=True)
class SceneRows:
    """One whole scene of a beat. guard: facts it is written for; rows: in docs/writing.md."""

    guard: frozenset[str]
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """How a beat is said in one language; docs/writing.md explains the form.

    scenes: whole scenes to choose among. teases: how the episode before may end to announce it.
    """

    titles: tuple[str, ...]
    scenes: tuple[SceneRows, ...]
    teases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Beat:
    """What an episode does to the story.

    window: shares of the season between which it may stand. what: the happening and its moves, for
    those who word it. lines: by language, where it has a good wording.
    """

    id: str
    window: tuple[float, float]
    tension: int
    needs: tuple[str, ...]
    gives: tuple[str, ...]
    takes: tuple[str, ...]
    tags: frozenset[str]
    what: str
    lines: dict[str, Lines]

    def said(self, tongue: str) -> Lines:
        """How it is said in a language; raises KeyError where it has no good wording."""
        return self.lines[tongue]


@cache
def spoken(tongue: str) -> dict[str, Lines]:
    """The wordings of every beat that is said in this language, by id of the beat."""
    found: dict[str, Lines] = {}
    for item in _tables("lines", tongue):
        if item.name == SHOTS or item.name.startswith(WORLD):
            continue
        for id, row in tomllib.loads(item.read_text("utf-8")).items():
            found[id] = Lines(
                tuple(row["titles"]),
                tuple(_scene(scene) for scene in row["scenes"]),
                tuple(row.get("teases", ())),
            )
    return found


@cache
def shots(tongue: str) -> Table:
    """What is seen between the lines, in words of this language."""
    return table(f"lines/{tongue}/{SHOTS}")


@cache
def beats() -> dict[str, Beat]:
    """Every beat by id, in a fixed order."""
    found: dict[str, Beat] = {}
    tongues = {tongue: spoken(tongue) for tongue in TONGUES}
    for item in _tables("beats"):
        for row in tomllib.loads(item.read_text("utf-8"))["beat"]:
            found[row["id"]] = Beat(
                id=row["id"],
                window=(float(row["window"][0]), float(row["window"][1])),
                tension=row["tension"],
                needs=tuple(row["needs"]),
                gives=tuple(row["gives"]),
                takes=tuple(row["takes"]),
                tags=frozenset(row["tags"]),
                what=row.get("what", ""),
                lines={t: lines[row["id"]] for t, lines in tongues.items() if row["id"] in lines},
            )
    return found


def _scene(rows: list[str]) -> SceneRows:
    """A scene parted from its guard, the row "? fact,!fact" at its head."""
    if rows[0].startswith("?"):
        guard = frozenset(fact.strip() for fact in rows[0][1:].split(","))
        return SceneRows(guard, tuple(rows[1:]))
    return SceneRows(frozenset(), tuple(rows))


def _tables(*folder: str) -> list[Traversable]:
    """The TOML files of a folder of ``resources/writer``, in order of their names."""
    entries = files("resources").joinpath("writer", *folder).iterdir()
    return sorted((e for e in entries if e.name.endswith(".toml")), key=lambda entry: entry.name)
