"""Reads a subtitle file as a player would, to judge what was written and not what was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from engine.delivery.gate.findings import finding
from engine.delivery.gate.types import Cue, Expected, Finding

_TIMES = re.compile(
    r"^\s*(\d{1,3}):(\d\d):(\d\d)[,.](\d{1,3})\s+-->\s+(\d{1,3}):(\d\d):(\d\d)[,.](\d{1,3})\s*$"
)
_MARKUP = re.compile(r"<[^<>\n]{1,60}>|\{\\[^{}\n]*\}")
_MOST_BYTES = 4 << 20


def read_srt(file: Path) -> tuple[Cue, ...]:
    """The subtitles of an SRT file (UTF-8), without markup.

    Raises:
        ValueError: it is damaged; the text says where.
        OSError: it cannot be read.
    """
    if file.stat().st_size > _MOST_BYTES:
        raise ValueError(f"larger than {_MOST_BYTES >> 20} MB")
    rows = file.read_text("utf-8-sig").splitlines()
    return tuple(_cue(block) for block in _blocks(rows))


def judge_file(file: Path, expected: Expected) -> Iterator[Finding]:
    """Whether a written SRT file holds the subtitles that the picture was judged by."""
    try:
        found = read_srt(file)
    except (ValueError, OSError) as exc:
        yield finding("subtitle_file", expected.number, str(exc), "SubRip")
        return
    wanted = [_plain(one) for one in expected.cues]
    if [_plain(one) for one in found] != wanted:
        yield finding("subtitle_file", expected.number, f"{len(found)} others", f"{len(wanted)}")


def _plain(cue: Cue) -> tuple[int, int, list[str]]:
    """Times and words, without what a player takes for markup."""
    return cue.start_ms, cue.end_ms, _MARKUP.sub("", cue.text).split()


def _blocks(rows: list[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for row in [*rows, ""]:
        if row.strip():
            block.append(row)
        elif block:
            yield block
            block = []


def _cue(block: list[str]) -> Cue:
    body = block[1:] if block[0].strip().isdigit() else block
    hit = _TIMES.match(body[0]) if body else None
    if hit is None:
        raise ValueError(f"no times at {block[0][:40]!r}")
    text = _MARKUP.sub("", "\n".join(row.strip() for row in body[1:])).strip()
    if not text:
        raise ValueError(f"no text at {body[0].strip()[:40]!r}")
    parts = hit.groups()
    return Cue(_ms(parts[:4]), _ms(parts[4:]), text)


def _ms(parts: tuple[str, ...]) -> int:
    hours, minutes, seconds, fraction = parts
    whole = (int(hours) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1000 + int(fraction.ljust(3, "0"))
