"""Where a line may be cut for an engine that loses itself in long texts. Pure.

Bark makes about 13 s at a time. A line is cut at the ends of sentences where it must be cut at all,
else at clauses, and only a clause that is too long by itself between words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.text.measure import sentences, spoken_ms

_CLAUSE = re.compile(r"[^,;:，；：、—–]*[,;:，；：、—–]+[\"'”’»」』）)\]]*\s*|[^,;:，；：、—–]+$")
_FULL = re.compile(r"[.!?。！？।॥…][\"'”’»」』）)\]]*$")
_WORDS = re.compile(r"[\u3400-\u9fff][^\w\s]*|[^\s\u3400-\u9fff]+\s*|\s+")


@dataclass(frozen=True, slots=True)
class Clause:
    """text: to be spoken in one go. full: whether it ends a sentence (a longer pause follows)."""

    text: str
    full: bool


def clauses(text: str, language: str, longest_ms: int) -> tuple[Clause, ...]:
    """The line in as few pieces as fit into `longest_ms` of speech each, in order.

    Every character that is spoken is in exactly one of them.
    """
    pieces: list[str] = []
    for sentence in sentences(text) or [text.strip()]:
        pieces += _fitting(sentence, language, longest_ms)
    gap = "" if language.startswith("zh") else " "
    joined = _joined(pieces, language, longest_ms, gap)
    return tuple(Clause(piece, bool(_FULL.search(piece))) for piece in joined)


def _fitting(text: str, language: str, longest_ms: int) -> list[str]:
    if spoken_ms(text, language) <= longest_ms:
        return [text]
    for cut in (_CLAUSE, _WORDS):
        parts = [hit.group() for hit in cut.finditer(text)]
        if len(parts) > 1:
            halves = _joined(parts, language, longest_ms, "")
            return [p for half in halves for p in _smaller(half, text, language, longest_ms)]
    return [text]


def _smaller(part: str, whole: str, language: str, longest_ms: int) -> list[str]:
    part = part.strip()
    if not part:
        return []
    return [part] if part == whole.strip() else _fitting(part, language, longest_ms)


def _joined(parts: list[str], language: str, longest_ms: int, gap: str) -> list[str]:
    """Neighbours put together while they fit, the pieces made about equally long."""
    whole = sum(spoken_ms(p, language) for p in parts)
    count = max(1, -(-whole // longest_ms))
    aim = min(longest_ms, whole / count * 1.15)
    found: list[str] = []
    for part in parts:
        both = f"{found[-1]}{gap}{part}" if found else ""
        if found and spoken_ms(both, language) <= aim:
            found[-1] = both
        else:
            found.append(part)
    return found
