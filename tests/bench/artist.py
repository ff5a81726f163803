"""The artist whose drawings the benchmarks film."""

from __future__ import annotations

from functools import cache

from engine.artist.types import Artist
from tests.film.drawing import ShapeArtist


@cache
def bench_artist() -> Artist:
    """One artist a process."""
    return ShapeArtist()
