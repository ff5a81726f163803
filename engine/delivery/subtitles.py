"""SubRip files from the cut list's cues."""

from __future__ import annotations

from engine.editor.types import SubtitleCue


def srt(cues: tuple[SubtitleCue, ...]) -> str:
    """The cues as SRT, numbered from 1."""
    blocks = [
        f"{at}\n{_time(cue.start_ms)} --> {_time(cue.end_ms)}\n{cue.text}\n"
        for at, cue in enumerate(cues, 1)
    ]
    return "\n".join(blocks)


def _time(ms: int) -> str:
    seconds, rest = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d},{rest:03d}"
