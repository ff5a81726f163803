"""Subtitles: one clause a cue, timed by the words as they were spoken. No drawing, no cutting."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.editor.layout import TimedShot, ms_of
from engine.editor.types import FPS, Cue, CueWord, SubtitleCue
from engine.editor.view import speech_span, voice_frame
from engine.text.measure import han_count, is_chinese

MAX_LETTERS, MAX_HAN = 34, 13
"""Length of a cue: characters of spaced scripts (two short rows), or Han characters in one row."""
LEAST, MOST, GAP = 12, 180, 2
"""Frames: shortest and longest cue, and the gap between two where there is room."""

_RATE, _RATE_HAN = 24, 12  # characters a second that can be read
_LINGER = 8  # frames that a cue stays after its last word
_TINY = 20  # a clause shorter than this joins its neighbour
_BREAK = re.compile(r"[.,;:!?…。！？；：，、—–।]")
_OPENING = "“‘«「『《（([\"'¿¡"
_CLINGING = {
    "a",
    "an",
    "the",
    "of",
    "to",
    "in",
    "my",
    "your",
    "his",
    "her",
    "and",
    "or",
    "but",
    "i",
}


@dataclass(frozen=True, slots=True)
class Said:
    """A word with its punctuation and the frames of the shot in which it is heard."""

    text: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class ShotCue:
    """A cue in the frames of its shot."""

    first: int
    last: int
    words: tuple[Said, ...]
    glue: str

    @property
    def text(self) -> str:
        """As it is read."""
        return self.glue.join(w.text for w in self.words)


def shot_cues(timed: TimedShot) -> tuple[ShotCue, ...]:
    """The cues of the shot's line, in order and never overlapping."""
    if timed.line is None:
        return ()
    chinese = is_chinese(timed.line.text)
    said = _said(timed, chinese)
    groups = [part for clause in _clauses(said, chinese) for part in _rows(clause, chinese)]
    cues: list[ShotCue] = []
    for i, group in enumerate(groups):
        first = group[0].first if not cues else max(group[0].first, cues[-1].last)
        limit = groups[i + 1][0].first if i + 1 < len(groups) else timed.frames
        last = _last(group, first, limit, chinese)
        if last > first:
            cues.append(ShotCue(first, last, tuple(group), "" if chinese else " "))
    return tuple(cues)


def part_cues(cues: tuple[ShotCue, ...], first: int, last: int) -> tuple[Cue, ...]:
    """What of a shot's cues is seen in its frames first..last-1, in that part's own frames."""
    return tuple(
        Cue(
            max(first, cue.first) - first,
            min(last, cue.last) - first,
            tuple(CueWord(w.text, w.first - first) for w in cue.words),
            cue.glue,
        )
        for cue in cues
        if cue.first < last and cue.last > first
    )


def subtitles(cues: tuple[ShotCue, ...], start: int) -> tuple[SubtitleCue, ...]:
    """A shot's cues in the episode's time; the shot starts at frame `start`."""
    return tuple(SubtitleCue(ms_of(start + c.first), ms_of(start + c.last), c.text) for c in cues)


def _said(timed: TimedShot, chinese: bool) -> list[Said]:
    """Words with the punctuation that belongs to them: the joined texts are the line's text."""
    spans = _spans(timed)
    assert timed.line is not None
    text, found = timed.line.text, list[Said]()
    at = 0
    for i, (_, last, start_ms, end_ms) in enumerate(spans):
        end = spans[i + 1][0] if i + 1 < len(spans) else len(text)
        cut = end if i + 1 == len(spans) else last + _closing(text[last:end], chinese)
        piece = text[at:cut].strip()
        first, final = voice_frame(timed, start_ms), voice_frame(timed, end_ms)
        spaced = any(ch.isspace() for ch in text[max(0, at - 1) : at + 1])
        if found and not chinese and not spaced:
            # no space before it ("cold-storage"): one written word
            piece = found[-1].text + piece
            first = found.pop().first
        found.append(Said(piece, first, max(first + 1, final)))
        at = cut
    return found


def _closing(gap: str, chinese: bool) -> int:
    """How much of what lies between two words belongs to the first."""
    for i, ch in enumerate(gap):
        if ch.isspace() or (ch in _OPENING and (chinese or i > 0)):
            return i
    return len(gap)


def _spans(timed: TimedShot) -> list[tuple[int, int, int, int]]:
    """(first, last code point, start, end in ms) of each word; spread evenly where not known."""
    performance, line = timed.performance, timed.line
    assert performance is not None
    assert line is not None
    if performance.words:
        return [(w.first, w.last, w.start_ms, w.end_ms) for w in performance.words]
    pattern = r"\w{1,2}" if is_chinese(line.text) else r"[\w'’-]+"
    hits = list(re.finditer(pattern, line.text)) or list(re.finditer(r"\S+", line.text))
    total = sum(len(h.group()) for h in hits)
    start, end = speech_span(timed)
    spans, done = [], 0
    for hit in hits:
        size = len(hit.group())
        first = start + (end - start) * done // total
        done += size
        spans.append((hit.start(), hit.end(), first, start + (end - start) * done // total))
    return spans


def _clauses(said: list[Said], chinese: bool) -> list[list[Said]]:
    """Words grouped at punctuation; very short clauses join the next one when there is room."""
    found: list[list[Said]] = [[]]
    for word in said:
        found[-1].append(word)
        if _BREAK.search(word.text[-2:]):
            found.append([])
    joined: list[list[Said]] = []
    for clause in (c for c in found if c):
        tiny = bool(joined) and (
            min(_time(joined[-1]), _time(clause)) < _TINY
            or min(_size(joined[-1], chinese), _size(clause, chinese)) < (3 if chinese else 9)
        )
        if tiny and _size([*joined[-1], *clause], chinese) <= _most(chinese):
            joined[-1].extend(clause)
        else:
            joined.append(clause)
    return joined


def _rows(clause: list[Said], chinese: bool) -> list[list[Said]]:
    """A clause in as few balanced pieces as its length needs."""
    most = _most(chinese)
    for count in range(-(-_size(clause, chinese) // most), len(clause)):
        pieces = _balanced(clause, count, chinese)
        if all(_size(p, chinese) <= most or len(p) == 1 for p in pieces):
            return pieces
    return [[word] for word in clause]


def _balanced(clause: list[Said], count: int, chinese: bool) -> list[list[Said]]:
    total, pieces, rest = _size(clause, chinese), list[list[Said]](), list(clause)
    for left in range(count, 1, -1):
        goal, piece = total / left, list[Said]()
        while len(rest) > left - 1 and (not piece or _size([*piece, rest[0]], chinese) <= goal + 2):
            piece.append(rest.pop(0))
        if len(piece) > 1 and piece[-1].text.lower() in _CLINGING:
            rest.insert(0, piece.pop())
        pieces.append(piece)
        total = _size(rest, chinese)
    return [*pieces, rest]


def _most(chinese: bool) -> int:
    return MAX_HAN if chinese else MAX_LETTERS


def _size(words: list[Said], chinese: bool) -> int:
    if chinese:
        return sum(han_count(w.text) for w in words)
    return sum(len(w.text) for w in words) + len(words) - 1


def _time(words: list[Said]) -> int:
    return words[-1].last - words[0].first


def _last(group: list[Said], first: int, limit: int, chinese: bool) -> int:
    """End of a cue: with its last word, later for the reader's sake, never into the next one."""
    rate = _RATE_HAN if chinese else _RATE
    needed = -(-_size(group, chinese) * FPS // rate)
    wanted = max(group[-1].last + _LINGER, first + needed, first + LEAST)
    room = limit - GAP if limit - GAP >= group[-1].last else limit
    return min(wanted, room, first + MOST)
