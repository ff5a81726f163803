"""What the gate is told, what it measures and what it finds. Times in ms, lengths in pixels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Check = Callable[[], None]
"""Called often while the gate works; may raise `Cancelled`."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A spoken line, as the script and the cut list have it. last_ms: where its speech ends."""

    speaker: str
    text: str
    first_ms: int
    last_ms: int


@dataclass(frozen=True, slots=True)
class Cue:
    """One subtitle as the written file has it. text: its rows, parted by newlines."""

    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What one finished episode should be.

    language: BCP 47. max_words: spoken words (Chinese: characters / 1.6). cues: its subtitles,
    which the written file must hold (see `cues.judge_file`). cuts_ms: where the picture changes.
    frames: length of the picture, 0 when it is not known. burned: whether subtitles stand in the
    picture. label: wording of the visible label, "" when it is switched off; label_share: its
    least height as a share of the short side. safe: left, top, right, bottom of 1080 x 1920, for
    whatever is lettered. line: most letters of a subtitle row, 0 for any number. cps: fastest
    reading in characters a second. lufs, lufs_off, peak: loudness in LUFS, how far it may be off,
    highest true peak in dBTP. fps: least and highest frame rate. edit_list: "none" or "keep".
    gop_ms: longest distance of key frames. seconds: least and greatest length. megabytes: of the
    file. marked: whether the record AIGC must be in it.
    """

    number: int
    title: str
    language: str
    lines: tuple[Spoken, ...]
    cues: tuple[Cue, ...]
    cliff: str
    cliff_type: str
    cuts_ms: tuple[int, ...] = ()
    frames: int = 0
    max_words: int = 60
    burned: bool = True
    label: str = ""
    label_share: float = 0.05
    label_ms: int = 2000
    safe: tuple[int, int, int, int] = (60, 0, 1020, 1632)
    line: int = 0
    cps: float = 0.0
    lufs: float = -14.0
    lufs_off: float = 1.0
    peak: float = -1.0
    frame: tuple[int, int] = (1080, 1920)
    fps: tuple[float, float] = (23.97, 60.01)
    edit_list: str = "keep"
    gop_ms: int = 2000
    seconds: tuple[float, float] = (15.0, 75.0)
    megabytes: float = 4096.0
    marked: bool = True


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be.

    check: which test found it, an id of ``resources/delivery/gate.toml``. number: the episode, 0
    for the season. at_ms: when, -1 where it has no time. text, remedy: English sentences.
    severity: "stop" keeps the episode out, "note" is said and no more. still: JPEG of the frame
    at that time, b"" where there is nothing to see.
    """

    check: str
    number: int
    at_ms: int
    text: str
    remedy: str
    measured: str
    limit: str
    severity: str = "stop"
    still: bytes = b""


@dataclass(frozen=True)
class CueSeen:
    """A cue as the picture shows it. share: of the lettering that its text should take; box:
    left, top, right, bottom of 1080 x 1920; begins, ends: it is there at both ends of its time;
    early, late: it is there before or after; placed: the box is of its ink and nothing else.
    """

    cue: Cue
    share: float
    box: tuple[int, int, int, int] = (0, 0, 0, 0)
    begins: bool = True
    ends: bool = True
    early: bool = False
    late: bool = False
    placed: bool = False


@dataclass(frozen=True)
class LabelSeen:
    """The visible label as the picture shows it.

    height: of its tallest glyph, box: of its ink, both in pixels of 1080 x 1920; height 0 when
    nothing lettered stands still. glyphs: how many there are; held_ms: how long they stay at
    least; doubtful: nothing behind them ever changes, so they may be scenery.
    """

    height: int = 0
    glyphs: int = 0
    held_ms: int = 0
    doubtful: bool = False
    box: tuple[int, int, int, int] = (0, 0, 0, 0)


@dataclass(frozen=True)
class Seen:
    """What the picture of a file shows, whatever was expected of its place or its sound.

    digest: names the coded picture (see `packets.video_digest`): files with the same pictures
    need not be decoded again. active: share of the frame inside bars. black, frozen: the longest
    stretches as (first, last) ms. changes_ms: hard cuts. prints: small pictures from evenly
    spaced moments, for comparing episodes.
    """

    digest: str
    frames: int
    fault: str
    active: float
    black: tuple[int, int]
    frozen: tuple[int, int]
    changes_ms: tuple[int, ...]
    cues: tuple[CueSeen, ...]
    label: LabelSeen
    prints: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class Inspection:
    """What came of one file. figures: what was measured, by name. seen: of its picture, None when
    it could not be decoded. voices: (speaker, spectrum in dB) of each line that can be compared.
    """

    findings: tuple[Finding, ...]
    figures: Mapping[str, float] = field(default_factory=dict)
    seen: Seen | None = None
    voices: tuple[tuple[str, tuple[float, ...]], ...] = ()

    @property
    def passed(self) -> bool:
        """Whether nothing keeps the episode out."""
        return not any(f.severity == "stop" for f in self.findings)
