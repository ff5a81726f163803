"""What is there of one episode right now, as paths: all that the preview knows of a project.

Whoever holds the project writes a new reel whenever something of it changes; what did not change
keeps its path and is then found in the preview's caches. Pickled to the server process.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.series.document import CastMember


@dataclass(frozen=True, slots=True)
class Reel:
    """One episode. Paths name files that never change; a new content has a new path.

    cuts: the cut list's JSON (see `engine.editor.codec`).
    segments: (cut id, finished mp4); cuts that are absent are composed live.
    plates: (place id, .ora); places that are absent are drawn from `sets`.
    sets: (place id, template, time of day, mood, seed), as `artist.types.SetSpec` has them.
    speech: (line id, take); lines that are absent are silent. music: the bed, or None.
    """

    episode: str
    cuts: Path
    segments: tuple[tuple[str, Path], ...] = ()
    plates: tuple[tuple[str, Path], ...] = ()
    sets: tuple[tuple[str, str, str, str, int], ...] = ()
    cast: tuple[CastMember, ...] = ()
    speech: tuple[tuple[str, Path], ...] = ()
    music: Path | None = None
