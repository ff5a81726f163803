"""The cut list: what the film room composes and mixes. Frames at `FPS`; all values are integers.

A `Cut` becomes one video segment. Everything in it is relative to its own first frame, and nothing
in it depends on where in the episode it stands, so that a change elsewhere leaves it alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.artist.types import FaceState
from engine.series.document import Document, Episode
from engine.voice.types import Performance

FPS = 30


@dataclass(frozen=True, slots=True)
class FaceKey:
    """From `frame` on, until the next key, the head is drawn in `state`."""

    frame: int
    state: FaceState


@dataclass(frozen=True, slots=True)
class Figure:
    """One person in a cut. x in per cent of the frame's width, yaw -100 to 100.

    faces: keys in order of frames, the first at frame 0. holds: a thing in the hand ("cup",
    "cup-old"), "" none; touches: the person of the same cut on whom the hands of the pose lie, ""
    nobody; legs: sit (or what one sits on), kneel, floor or bed under a pose that would stand, ""
    as the pose has them.
    """

    cast: str
    framing: str
    x: int
    yaw: int
    pose: str
    faces: tuple[FaceKey, ...]
    back: bool = False
    holds: str = ""
    touches: str = ""
    legs: str = ""


@dataclass(frozen=True, slots=True)
class Camera:
    """A move over the whole cut. zoom in thousandths (1000 is the canvas's own size), pan in
    thousandths of the frame's width. move: hold, push-in, pull-out, pan, drift, punch.
    """

    move: str = "hold"
    zoom_from: int = 1000
    zoom_to: int = 1000
    pan_from: int = 0
    pan_to: int = 0


@dataclass(frozen=True, slots=True)
class Effect:
    """Something over a stretch of frames. strength 0 to 100.

    kind: shake, blur (motion blur along the move), flash, speed (lines), focus (lines), rain, snow,
    petals, embers, sparkles, gloom, aura, vignette, dim; freeze (people and air stand still, the
    camera goes on), drain (the colour runs out and ink is left), invert (an impact frame);
    whip-left, whip-right (the picture leaves to that side with the cut's last frames, or comes
    from the other side with its first ones).
    """

    kind: str
    first: int
    frames: int
    strength: int = 50


@dataclass(frozen=True, slots=True)
class CueWord:
    """A word of a cue and the frame at which it is highlighted (relative to the cut)."""

    text: str
    frame: int


@dataclass(frozen=True, slots=True)
class Cue:
    """A subtitle, one clause: shown in frames first..last-1 of the cut.

    glue: what joins the words when shown (" " or "" for Chinese; punctuation stays on its word).
    """

    first: int
    last: int
    words: tuple[CueWord, ...]
    glue: str


@dataclass(frozen=True, slots=True)
class Title:
    """Words burned in beside the subtitles. kind: label (AI label), title (episode card), name,
    place, note (花字), sound (a lettered noise). Positions are the film room's business."""

    kind: str
    text: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Decision:
    """Why the cut is as it is: the rule and what it did; rule "human" for overrides."""

    rule: str
    action: str
    frame: int = 0


@dataclass(frozen=True, slots=True)
class Panel:
    """A window of a split picture, drawn over what was laid before it.

    figures: indices into the cut's figures whom it shows; corners: x and y of its corners in
    thousandths of the frame, clockwise; first: the frame at which it comes in; slide: side from
    which it comes (left, right, up, down; "" at once); push: what was seen before is pushed out
    by it, as when the camera travels over a page.
    """

    figures: tuple[int, ...]
    corners: tuple[tuple[int, int], ...]
    camera: Camera
    first: int = 0
    slide: str = ""
    push: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """One segment of the episode.

    id: unique in the episode and stable, "line2.0" or "shot7.0" with the part's number behind.
    prop: a thing shown alone (one of `document.PROPS`), then without figures; "" none.
    wash: emotion that tints the picture; panels: windows over the picture of the whole cut.
    """

    id: str
    shot: str
    place: str
    frames: int
    figures: tuple[Figure, ...]
    camera: Camera
    effects: tuple[Effect, ...] = ()
    cues: tuple[Cue, ...] = ()
    titles: tuple[Title, ...] = ()
    decisions: tuple[Decision, ...] = ()
    wash: str = "neutral"
    seed: int = 1
    prop: str = ""
    panels: tuple[Panel, ...] = ()


def textless(cut: Cut) -> Cut:
    """The cut without any words in its picture, for those who set their own."""
    return replace(cut, cues=(), titles=(), decisions=())


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """Where a line's take lies in the episode. Milliseconds from the episode's start."""

    line: str
    start_ms: int  # where the take's file starts
    first_ms: int  # first sound
    last_ms: int  # last sound


@dataclass(frozen=True, slots=True)
class SubtitleCue:
    """A subtitle in the episode's own time, for SRT. Never overlaps its neighbours."""

    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class SoundCue:
    """A sound effect or musical event. kind: sting, hit, whoosh, riser, power, door, phone, heart,
    rain, wind, crowd, tears. strength 0 to 100; length_ms 0 means the sound's own."""

    kind: str
    at_ms: int
    strength: int = 50
    length_ms: int = 0


@dataclass(frozen=True, slots=True)
class Theme:
    """From `at_ms` on the music is that of `cast`, who drives the scene ("" nobody); role, mood:
    that person's and the place's."""

    at_ms: int
    cast: str
    role: str
    mood: str


@dataclass(frozen=True, slots=True)
class Room:
    """From `at_ms` on one hears the air of a place and its walls. plate, time: as in `Place`."""

    at_ms: int
    plate: str
    time: str


@dataclass(frozen=True, slots=True)
class CutList:
    """A whole episode. tension: (at_ms, 0..100) points that the music follows.

    themes, rooms: in order of time, the first at 0; cliff: how the episode ends.
    """

    episode: str
    frames: int
    cuts: tuple[Cut, ...]
    lines: tuple[SpokenLine, ...]
    subtitles: tuple[SubtitleCue, ...]
    sounds: tuple[SoundCue, ...]
    tension: tuple[tuple[int, int], ...]
    themes: tuple[Theme, ...] = ()
    rooms: tuple[Room, ...] = ()
    cliff: str = ""


@dataclass(frozen=True, slots=True)
class EditRequest:
    """All the editor sees: one episode, who and where, and its performances by line id.

    label: wording of the opening AI label; "" switches it off.
    """

    document: Document
    episode: Episode
    performances: tuple[tuple[str, Performance], ...]
    label: str
