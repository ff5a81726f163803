"""An episode ordered for looking things up by frame. Knows nothing of Qt."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Generic, Protocol, TypeVar

from widgets.data import ShotClip, SpeechClip, TextClip, TimelineView

LEAST = 1  # a shot is at least this many frames long


class Clip(Protocol):
    """Anything that lies on a track."""

    @property
    def id(self) -> str:
        """By what it is selected."""

    @property
    def first(self) -> int:
        """Its first frame."""

    @property
    def frames(self) -> int:
        """How long it is."""


C = TypeVar("C", bound=Clip)


class Lane(Generic[C]):
    """The clips of one track by time. They may overlap, as voices do."""

    def __init__(self, clips: Iterable[C]) -> None:
        self.clips = sorted(clips, key=lambda clip: clip.first)
        self._firsts = [clip.first for clip in self.clips]
        # the furthest end so far never falls, so that it can be searched in halves
        self._reach = list(accumulate((clip.first + clip.frames for clip in self.clips), max))

    def between(self, start: float, end: float) -> Sequence[C]:
        """The clips that may show in this stretch of frames."""
        return self.clips[bisect_right(self._reach, start) : bisect_left(self._firsts, end)]

    def at(self, frame: float) -> C | None:
        """The uppermost clip at a frame."""
        for at in range(bisect_right(self._firsts, frame) - 1, -1, -1):
            if self._reach[at] <= frame:  # nor does anything before it last as long
                return None
            clip = self.clips[at]
            if frame < clip.first + clip.frames:
                return clip
        return None

    def next_first(self, frame: int) -> int | None:
        """The first frame of the next clip that starts after `frame`."""
        at = bisect_right(self._firsts, frame)
        return self._firsts[at] if at < len(self._firsts) else None

    def first_before(self, frame: int) -> int | None:
        """The first frame of the last clip that starts before `frame`."""
        at = bisect_left(self._firsts, frame)
        return self._firsts[at - 1] if at else None


class Episode:
    """A view with its clips in lanes."""

    def __init__(self, view: TimelineView) -> None:
        self.view = view
        self.shots: Lane[ShotClip] = Lane(view.shots)
        self.speech: Lane[SpeechClip] = Lane(view.speech)
        self.subtitles: Lane[TextClip] = Lane(view.subtitles)
        self.sounds: Lane[TextClip] = Lane(view.sounds)
        self._by_id: dict[str, tuple[str, ShotClip | SpeechClip | TextClip]] = {}
        for name, lane in self.lanes():
            for clip in lane.clips:
                self._by_id.setdefault(clip.id, (name, clip))
        self._ends = [shot.first + shot.frames for shot in self.shots.clips]
        self.targets = self._targets()

    def lanes(
        self,
    ) -> tuple[tuple[str, Lane[ShotClip] | Lane[SpeechClip] | Lane[TextClip]], ...]:
        """The tracks that hold clips, by name."""
        return (
            ("picture", self.shots),
            ("dialogue", self.speech),
            ("subtitles", self.subtitles),
            ("effects", self.sounds),
        )

    def find(self, id: str) -> tuple[str, ShotClip | SpeechClip | TextClip] | None:
        """The track and the clip with this id."""
        return self._by_id.get(id)

    def shot(self, id: str) -> ShotClip | None:
        """The shot with this cut id."""
        found = self._by_id.get(id)
        return found[1] if found is not None and isinstance(found[1], ShotClip) else None

    def on(self, track: str, frame: float) -> ShotClip | SpeechClip | TextClip | None:
        """The clip of a track at a frame."""
        lane = dict(self.lanes()).get(track)
        return None if lane is None else lane.at(frame)

    def ending_near(self, frame: float, reach: float) -> ShotClip | None:
        """The shot whose end lies within `reach` frames, the nearest one."""
        at = bisect_left(self._ends, frame)
        near = [i for i in (at - 1, at) if 0 <= i < len(self._ends)]
        near = [i for i in near if abs(self._ends[i] - frame) <= reach]
        if not near:
            return None
        return self.shots.clips[min(near, key=lambda i: abs(self._ends[i] - frame))]

    def last(self) -> int:
        """The last frame that can be shown."""
        return max(0, self.view.frames - 1)

    def _targets(self) -> tuple[int, ...]:
        found = {clip.first + clip.frames for clip in self.view.speech}
        found.update(mark for clip in self.view.speech for mark in clip.marks)
        found.update(shot.first for shot in self.view.shots)
        found.update(self._ends)
        return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class Trim:
    """A shot whose right edge is in a hand. change: of its length, in frames."""

    shot: ShotClip
    change: int = 0
    snapped: bool = False

    @property
    def end(self) -> int:
        """Where the shot ends now."""
        return self.shot.first + self.shot.frames + self.change


def trimmed(shot: ShotClip, edge: float, targets: Sequence[int], reach: float) -> Trim:
    """The shot with its edge at the frame nearest to `edge`, or at a target within `reach`."""
    own = shot.first + shot.frames
    wanted, snapped = round(edge), False
    if reach > 0:
        at = bisect_left(targets, edge)
        near = [mark for mark in targets[max(0, at - 2) : at + 2] if mark != own]
        near = [mark for mark in near if abs(mark - edge) <= reach]
        if near:
            wanted, snapped = min(near, key=lambda mark: abs(mark - edge)), True
    change = max(wanted - own, 0 if shot.fixed else LEAST - shot.frames)
    return Trim(shot, change, snapped and own + change == wanted)


def clock(frame: int, rate: int, *, frames: bool = True) -> str:
    """A frame as minutes, seconds and, if asked, frames."""
    seconds, rest = divmod(frame, max(1, rate))
    text = f"{seconds // 60}:{seconds % 60:02d}"
    return f"{text}.{rest:02d}" if frames else text
