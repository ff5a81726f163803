"""The episode timeline: cuts, shots, speech, subtitles, music and effects against frames."""

from widgets.timeline.panel import TimelinePanel

__all__ = ["TimelinePanel"]
