"""What client and server say to each other over their pipe. Pixels go through shared memory.

A session is one play, or the shows between two plays: pictures of an old session are not wanted
any more and go back unseen.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.preview.reel import Reel


@dataclass(frozen=True, slots=True)
class Setup:
    """What a server starts with. memory: name of the shared block. busy: slots that are in use."""

    memory: str
    size: tuple[int, int]
    slots: int
    busy: tuple[int, ...]
    cache: Path


@dataclass(frozen=True, slots=True)
class Load:
    """Change to this reel."""

    reel: Reel
    generation: int


@dataclass(frozen=True, slots=True)
class Show:
    """Answer with this frame; replaces an earlier wish."""

    frame: int
    exact: bool
    session: int


@dataclass(frozen=True, slots=True)
class Play:
    """Stream frames from this one on."""

    frame: int
    session: int


@dataclass(frozen=True, slots=True)
class Clock:
    """The sound is at this frame now."""

    frame: int


@dataclass(frozen=True, slots=True)
class Pause:
    """Stream no more."""


@dataclass(frozen=True, slots=True)
class Release:
    """The slot may be written again."""

    slot: int


@dataclass(frozen=True, slots=True)
class Still:
    """A small picture of a cut's own frame, so many pixels wide."""

    cut: str
    frame: int
    wide: int


@dataclass(frozen=True, slots=True)
class Bye:
    """End."""


Command = Load | Show | Play | Clock | Pause | Release | Still | Bye


@dataclass(frozen=True, slots=True)
class Framed:
    """A slot holds a picture; see `types.Shown`."""

    slot: int
    frame: int
    asked: int
    final: bool
    kind: str
    cut: str
    generation: int
    session: int


@dataclass(frozen=True, slots=True)
class Stilled:
    """A still with its bytes, four a pixel, and whether it is decoded from a finished segment."""

    still: Still
    width: int
    height: int
    data: bytes
    final: bool
    generation: int


@dataclass(frozen=True, slots=True)
class Sounded:
    """Stems are ready; see `types.Sound`."""

    episode: str
    frames: int
    files: tuple[Path, Path, Path]
    generation: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something could not be shown or heard as it should, in words."""

    text: str


Reply = Framed | Stilled | Sounded | Trouble
