"""Words beside the subtitles: label, episode card, name and place cards, notes, lettered noises."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources

from engine.editor.layout import TimedShot
from engine.editor.parts import Part
from engine.editor.rules import Fired
from engine.editor.types import Decision, EditRequest, Title
from engine.editor.view import ShotView
from engine.series.document import Caption

LABEL_FRAMES = 65
"""The label is shown from the first frame on for 2 s and a little: frames 0 to 64."""
_EPISODE = {"en": "EPISODE {n}", "zh": "第{n}集", "hi": "एपिसोड {n}", "pt": "EPISÓDIO {n}"}
_CARD_FIRST, _CARD_LAST = 8, 70
_NOTE_FIRST, _NOTE_FRAMES, _NOTE_LEAST = 5, 75, 30
_LETTER_LEAST = 8


def opening(request: EditRequest) -> tuple[Title, ...]:
    """Titles in the episode's own frames: label and episode card."""
    found = []
    if request.label:
        found.append(Title("label", request.label, 0, LABEL_FRAMES))
    episode = request.episode
    tongue = request.document.series.language.partition("-")[0]
    head = _EPISODE.get(tongue, _EPISODE["en"]).format(n=episode.number)
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


def on_their_owners(
    titles: tuple[Title, ...], view: ShotView, parts: tuple[Part, ...]
) -> tuple[Title, ...]:
    """The titles of a shot, name cards moved to where the person they name is seen.

    Not to eyes that fill the picture, nor to a split one, where no room is left beside the face.
    """
    found = []
    for title in titles:
        if title.kind == "name" and view.subject:
            title = _on_owner(title, view, parts)
        found.append(title)
    return tuple(found)


def _on_owner(title: Title, view: ShotView, parts: tuple[Part, ...]) -> Title:
    for i, part in enumerate(parts):
        last = part.last
        for after in parts[i + 1 :]:
            if not _shows(after, view.subject):
                break
            last = after.last
        first = max(title.first, part.first + _NOTE_FIRST)
        if _shows(part, view.subject) and last - first >= _NOTE_LEAST:
            return Title(title.kind, title.text, first, min(last, first + _NOTE_FRAMES))
    return title


def _shows(part: Part, subject: str) -> bool:
    look = part.look
    return look.subject == subject and look.framing != "extreme" and not look.split


def letters(
    view: ShotView, fired: tuple[Fired, ...]
) -> tuple[tuple[Title, ...], list[tuple[int, Decision]]]:
    """The noises that rules want lettered into the picture, in the shot's frames; one at a time.

    With each the shot's frame and the decision behind it.
    """
    found: list[Title] = []
    why: list[tuple[int, Decision]] = []
    forbidden = any(f.action.verb == "letter" and f.action.remove for f in fired)
    for item in fired:
        action = item.action
        if action.verb != "letter" or forbidden:
            continue
        last = min(view.timed.frames, item.frame + (action.frames if action.frames > 0 else 24))
        clear = all(last <= t.first or item.frame >= t.last for t in found)
        if clear and last - item.frame >= _LETTER_LEAST:
            words = _noises(view.language)
            found.append(Title("sound", words[action.word], item.frame, last))
            why.append((item.frame, Decision(item.rule, str(action))))
    return tuple(found), why


@lru_cache(maxsize=8)
def _noises(language: str) -> dict[str, str]:
    """What each noise is called in a language; English where a language has none of its own."""
    file = resources.files("resources").joinpath("rules", "lettering.toml")
    tables: dict[str, dict[str, str]] = tomllib.loads(file.read_text("utf-8"))
    return tables.get(language.partition("-")[0], tables["en"])


def clipped(titles: tuple[Title, ...], first: int, last: int) -> tuple[Title, ...]:
    """What of `titles` is seen in frames first..last-1, in that part's own frames."""
    return tuple(
        Title(t.kind, t.text, max(first, t.first) - first, min(last, t.last) - first)
        for t in titles
        if t.first < last and t.last > first
    )
