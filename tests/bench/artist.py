"""The artist whose drawings the benchmarks film."""

from __future__ import annotations

from functools import cache

from engine.artist.comic.artist import ComicArtist
from engine.artist.types import Artist


@cache
def bench_artist() -> Artist:
    """One artist a process."""
    return ComicArtist()
