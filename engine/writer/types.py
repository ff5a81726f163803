"""What the writer hands on: a reading of the premise, and a whole season as a proposal."""

from __future__ import annotations

from dataclasses import dataclass

from engine.series.document import CastMember, Episode, Place, Series


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing understood from the premise. source: premise, inferred, default or human."""

    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Person:
    """Someone the premise names or implies. role: one of `document.ROLES`, or extra."""

    role: Reading
    name: Reading
    gender: Reading
    relation: Reading  # to the hero: father, rival, fiance ...
    caption: Reading  # job or status as the name card shows it


@dataclass(frozen=True, slots=True)
class Dossier:
    """What the studio understood of the premise; every field can be corrected before planning."""

    premise: str
    language: str
    era: Reading  # modern, period, palace, fantasy, campus, hospital, rural
    genre: Reading
    inciting: Reading  # abduct, disgrace, return, bargain, swap, infiltrate, inherit, trial, ...
    secret: Reading
    power: Reading  # class of the hidden power: spirit, mind, heal, tech, fight, ...
    power_name: Reading  # the premise's own words for it
    goal: Reading
    people: tuple[Person, ...]
    places: tuple[Reading, ...]
    things: tuple[Reading, ...]
    obligations: tuple[str, ...]  # names and things that must occur in speech, caption or picture
    want: Reading = Reading("", "default")  # what the goal is about, in a few words
    wrong: Reading = Reading("", "default")  # what the opponent did to the hero
    dead: Reading = Reading("", "default")  # a loved one dead or missing, "" for nobody


@dataclass(frozen=True, slots=True)
class SeasonDraft:
    """A whole season as a proposal; accepting it merges it into the document."""

    series: Series
    cast: tuple[CastMember, ...]
    places: tuple[Place, ...]
    episodes: tuple[Episode, ...]


@dataclass(frozen=True, slots=True)
class ModelDraft:
    """A season that a model wrote. record: JSON of how: engine, model, candidates and their scores,
    what was mended, tokens and seconds."""

    draft: SeasonDraft
    record: str
