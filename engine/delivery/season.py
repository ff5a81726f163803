"""A finished season as delivery sees it: the document, and for each episode the files it is of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engine.editor.types import CutList
from engine.series.document import Document


@dataclass(frozen=True, slots=True)
class Version:
    """One take of an asset. origin: generated, human or imported. used: whether it is in use."""

    id: str
    file: Path
    origin: str = "generated"
    engine: str = ""
    used: bool = True


@dataclass(frozen=True)
class FinishedEpisode:
    """An episode that can be exported. Every file is named by its content (see `Project.media`).

    video: master with words in the picture; clean: pictures without words, None where no profile
    asked for them. sound: the mix (AAC) of `video`. segments: by id of the cut; speech: by id of
    the line; each holds every take there is, oldest first. stills: small pictures by id of the
    cut. plates: by id of the place. cost: dollars and CPU seconds of what it is made of.
    """

    number: int
    id: str
    video: Path
    cover: Path
    cuts: CutList
    clean: Path | None = None
    sound: Path | None = None
    music: Path | None = None
    segments: Mapping[str, tuple[Version, ...]] = field(default_factory=dict)
    speech: Mapping[str, tuple[Version, ...]] = field(default_factory=dict)
    stills: Mapping[str, Path] = field(default_factory=dict)
    plates: Mapping[str, Version] = field(default_factory=dict)
    portraits: Mapping[str, Version] = field(default_factory=dict)
    dollars: float = 0.0
    cpu_s: float = 0.0


@dataclass(frozen=True)
class FinishedSeason:
    """What is exported: the document as it is, and its finished episodes in order."""

    document: Document
    episodes: tuple[FinishedEpisode, ...]

    def episode(self, number: int) -> FinishedEpisode:
        """The finished episode of that number; raises KeyError."""
        for item in self.episodes:
            if item.number == number:
                return item
        raise KeyError(number)


def used(versions: tuple[Version, ...]) -> Version:
    """The take that is in use, else the newest."""
    return next((v for v in versions if v.used), versions[-1])
