"""What all parts of the timeline look at while they paint."""

from __future__ import annotations

from dataclasses import dataclass, field

from widgets.data import TimelineView
from widgets.timeline.lanes import Episode, Trim
from widgets.timeline.rows import Rows
from widgets.timeline.tiles import Tiles


@dataclass
class Stage:
    """The episode, where its tracks stand, and what a hand is doing to it."""

    tiles: Tiles
    episode: Episode = field(default_factory=lambda: Episode(TimelineView()))
    rows: Rows = field(default_factory=lambda: Rows(0))
    selected: str = ""
    trim: Trim | None = None
    muted: set[str] = field(default_factory=set)
    snap: bool = True
    scale: float = 1.0  # pixels a frame
