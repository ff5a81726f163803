"""The writer's data files, read once: lexicon, worlds, beats, staging. Typed at this edge only."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

Table = dict[str, Any]


@cache
def table(name: str) -> Table:
    """A TOML file of ``resources/writer``."""
    return tomllib.loads(files("resources").joinpath("writer", name).read_text("utf-8"))


def lexicon(section: str) -> Table:
    """One table of the lexicon by which premises are read."""
    found: Table = table("lexicon.toml")[section]
    return found


def world(section: str) -> Table:
    """One table of what a story is made of."""
    found: Table = table("worlds.toml")[section]
    return found


@dataclass(frozen=True, slots=True)
class Beat:
    """What an episode does to the story; see ``resources/writer/beats`` for the wording's form."""

    id: str
    window: tuple[float, float]
    tension: int
    needs: tuple[str, ...]
    gives: tuple[str, ...]
    takes: tuple[str, ...]
    tags: frozenset[str]
    script: dict[str, tuple[str, ...]]
    teases: dict[str, tuple[str, ...]]


@cache
def beats() -> dict[str, Beat]:
    """Every beat by id, in a fixed order."""
    found: dict[str, Beat] = {}
    folder = files("resources").joinpath("writer", "beats")
    for item in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not item.name.endswith(".toml"):
            continue
        for row in tomllib.loads(item.read_text("utf-8"))["beat"]:
            found[row["id"]] = Beat(
                id=row["id"],
                window=(float(row["window"][0]), float(row["window"][1])),
                tension=row["tension"],
                needs=tuple(row["needs"]),
                gives=tuple(row["gives"]),
                takes=tuple(row["takes"]),
                tags=frozenset(row["tags"]),
                script={"en": tuple(row["en"]), "zh": tuple(row["zh"])},
                teases={"en": tuple(row["tease_en"]), "zh": tuple(row["tease_zh"])},
            )
    return found
