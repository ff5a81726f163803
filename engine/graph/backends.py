"""Engines as the graph sees them: what of one belongs to a recipe, and whether it is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Backend:
    """One engine in one role.

    version: its part of every key; for models a hash over all weights. payload: JSON for the maker,
    with the folders of the weights. device: needs the worker that owns the graphics card.
    clones: can speak in the voice of a reference recording; no_clone: why not here, "" if it can;
    cloning: the version of what it needs for that.
    missing: why it cannot be used here, "" if it can.
    """

    id: str
    version: str
    payload: str = "{}"
    device: bool = False
    clones: bool = False
    no_clone: str = ""
    cloning: str = ""
    missing: str = ""


Engines = Callable[[str, str], Backend]
"""(role, id) to the engine as it is on this machine, also when it is missing."""


def no_engines(role: str, id: str) -> Backend:
    """A machine on which nothing but the embedded engines is installed."""
    return Backend(id, f"{id} unknown", missing=f"the {role} {id} is not installed")


@dataclass(frozen=True, slots=True)
class Makers:
    """What keys depend on beside the document: versions of the backends and their settings.

    speaker, artist: versions of the embedded engines. encoder: canonical JSON of the encoder
    settings of final and of draft quality, in this order; mezzanine: those of pictures without
    words; hardware: those of a hardware encoder, None where there is none. label: the opening AI
    label's wording for the series' language. watermarks: versions of those installed. engines:
    finds all other engines.
    """

    speaker: str
    artist: str
    rules: str
    encoder: tuple[str, str]
    label: str
    mezzanine: str = "{}"
    watermarks: Callable[[], Mapping[str, str]] = dict
    hardware: Callable[[], tuple[str, str] | None] = lambda: None
    engines: Engines = no_engines

    def speaks(self, *choices: str) -> Backend:
        """The speaker that the first choice names that is not ""."""
        id = next(filter(None, choices), "espeak")
        return self.espeak if id == "espeak" else self.engines("speaker", id)

    def draws(self, *choices: str) -> Backend:
        """The artist that the first choice names that is not ""."""
        id = next(filter(None, choices), "comic")
        return self.comic if id == "comic" else self.engines("artist", id)

    @property
    def espeak(self) -> Backend:
        """The embedded speaker."""
        return Backend("espeak", self.speaker)

    @property
    def comic(self) -> Backend:
        """The embedded artist."""
        return Backend("comic", self.artist)


def standing_in(embedded: Backend, wanted: Backend) -> str:
    """What is shown of an asset that the embedded engine makes in place of the one chosen."""
    return f"{embedded.id} stands in for {wanted.id}: {wanted.missing}"
