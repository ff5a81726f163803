"""Words beside the subtitles: the AI label, the episode's card, name and place cards, notes."""

from __future__ import annotations

from engine.editor.layout import TimedShot
from engine.editor.types import EditRequest, Title
from engine.series.document import Caption

LABEL_FRAMES = 65
"""The label is shown from the first frame on for 2 s and a little: frames 0 to 64."""
_CARD_FIRST, _CARD_LAST = 8, 70
_NOTE_FIRST, _NOTE_FRAMES, _NOTE_LEAST = 5, 75, 30


def opening(request: EditRequest) -> tuple[Title, ...]:
    """Titles in the episode's own frames: label and episode card."""
    found = []
    if request.label:
        found.append(Title("label", request.label, 0, LABEL_FRAMES))
    episode = request.episode
    zh = request.document.series.language.startswith("zh")
    head = f"第{episode.number}集" if zh else f"EPISODE {episode.number}"
    text = f"{head}\n{episode.title}" if episode.title else head
    found.append(Title("title", text, _CARD_FIRST, _CARD_LAST))
    return tuple(found)


def captions(timed: TimedShot) -> tuple[Title, ...]:
    """A shot's captions in the shot's own frames, for at most two and a half seconds."""
    first = _NOTE_FIRST
    if timed.first == 0 and timed.frames >= _CARD_LAST + _NOTE_LEAST:
        first = _CARD_LAST + 2  # the first shot's captions wait for the episode's card
    last = min(timed.frames, first + _NOTE_FRAMES)
    first = min(first, max(0, last - 1))
    return tuple(_title(c, first, last) for c in timed.shot.captions if c.text.strip())


def _title(caption: Caption, first: int, last: int) -> Title:
    # scripts write "name | who that is"; on a card the second part is a row of its own
    text = caption.text.replace(" | ", "\n") if caption.kind == "name" else caption.text
    return Title(caption.kind, text, first, last)


def clipped(titles: tuple[Title, ...], first: int, last: int) -> tuple[Title, ...]:
    """What of `titles` is seen in frames first..last-1, in that part's own frames."""
    return tuple(
        Title(t.kind, t.text, max(first, t.first) - first, min(last, t.last) - first)
        for t in titles
        if t.first < last and t.last > first
    )
