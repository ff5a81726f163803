"""What is lettered in the picture: each subtitle at its time, and the label of the opening.

A subtitle is ink that stands still all through its cue and is not there, in the same shot, before
or after it. The label is ink that stands still through every frame of the first two seconds,
whatever moves or cuts behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.delivery.gate.findings import limits
from engine.delivery.gate.ink import (
    Block,
    Luma,
    Mask,
    amount,
    both,
    glyphs,
    grown,
    ink,
    presence,
    presence_higher_or_lower,
    rows_of_text,
    without,
)
from engine.delivery.gate.pictures import BAND, WIDTH, Footage
from engine.delivery.gate.script import reading_units
from engine.delivery.gate.types import Cue, CueSeen, LabelSeen
from engine.text.measure import is_chinese

_EDGE_MS = 70  # a cue may be seen so much beside its time
_INSIDE_MS = 100  # how far from its ends a cue must be there
_SAME_SHOT = 10.0  # luma levels between two frames of one shot, subtitles left out
_THERE = 0.7
_MIDDLE, _CENTRED, _OFF = WIDTH // 2, 24, 110
"""Subtitles are centred; where scenery is joined to them their box is not."""
_TALLEST = 230  # of two rows
_SHARE = 0.45  # of the ink that a cue takes at least
_INK = {"han": 900.0, "other": 420.0}
"""Pixels of ink that a letter takes at 64 px, bold, at least; measured on Noto Sans CJK."""
_LABEL_END_MS, _LABEL_STEP_MS, _LABEL_LATEST_MS, _SHORT_MS = 1970, 130, 4000, 400
_GLYPH_LEAST, _GLYPH_MOST = 20, 130
_RING_STILL = 3.0


@dataclass(frozen=True)
class Looks:
    """Numbers of the frames in which a cue is looked for. free: those beside it that show no
    other cue."""

    before: int
    inside: tuple[int, ...]
    after: int
    free: tuple[int, ...] = ()

    @property
    def all(self) -> tuple[int, ...]:
        """Every one of them, that exists."""
        return tuple(i for i in (self.before, *self.inside, self.after) if i >= 0)


def looks_for(cue: Cue, cues: Sequence[Cue], step_s: float, frames: int) -> Looks:
    """Where to look for a cue, one of `cues`: -1 for what lies outside of the film."""

    def frame(ms: float) -> int:
        index = int(ms / 1000 / step_s + 1e-6) if step_s else -1
        return index if 0 <= index < frames else -1

    long = cue.end_ms - cue.start_ms
    edge = min(_INSIDE_MS, long // 5)
    times = (edge, long / 3, long / 2, long * 2 / 3, long - edge)
    before, after = cue.start_ms - limits().cue_off_ms, cue.end_ms + limits().cue_off_ms
    free = tuple(
        frame(ms) for ms in (before, after)
        if not any(c.start_ms - _EDGE_MS < ms < c.end_ms + _EDGE_MS for c in cues)
    )  # fmt: skip
    inside = tuple(dict.fromkeys(frame(cue.start_ms + t) for t in times))
    return Looks(frame(before), inside, frame(after), free)


def cue_seen(cue: Cue, looks: Looks, footage: Footage) -> CueSeen:
    """The cue as the picture shows it."""
    inside = [footage.words[i] for i in looks.inside if i in footage.words]
    if len(inside) < len(looks.inside) or not inside:
        return CueSeen(cue, 0.0, begins=False, ends=False)
    found: list[CueSeen] = []
    # rows may move where a cut falls into their time: then only a part of it shows them at a place
    for part in (inside[1:-1] or inside, inside[:2], inside[-2:]):
        text = _standing_alone(part, cue, looks, footage)
        blocks = rows_of_text(text, _MIDDLE, _CENTRED)
        if not any(amount(block.mask) >= _SHARE * _least_ink(cue) for block in blocks):
            blocks = rows_of_text(text, _MIDDLE, _OFF)
        found += [_as_seen(cue, looks, footage, block) for block in blocks]
        if any(one.share >= _SHARE for one in found):
            break
    enough = [one for one in found if one.share >= _SHARE] or found[:1]
    # a name card may be larger: the words are what comes and goes with their time
    return min(enough, key=_off_time, default=CueSeen(cue, 0.0, begins=False, ends=False))


def _standing_alone(part: Sequence[Mask], cue: Cue, looks: Looks, footage: Footage) -> Mask:
    """Ink that stands in all these frames of a cue and in none beside it."""
    text = _standing(part)
    middle = looks.inside[len(looks.inside) // 2]
    for index in looks.free:
        if index in footage.words and _alike(footage, middle, index):
            rest = without(text, footage.words[index])
            # where the words themselves stand there too, nothing of them would be left
            text = rest if amount(rest) >= 0.3 * _least_ink(cue) else text
    return text


def _off_time(one: CueSeen) -> int:
    return one.early + one.late + (not one.begins) + (not one.ends)


def _as_seen(cue: Cue, looks: Looks, footage: Footage, block: Block) -> CueSeen:
    left, top, right, bottom = block.box
    beside = [i for i in (looks.before, looks.after) if i in footage.words]
    shown = {i: presence(block.mask, footage.words[i]) for i in beside}
    begins, ends = (
        presence_higher_or_lower(block, footage.words[i]) >= _THERE
        for i in (looks.inside[0], looks.inside[-1])
    )
    return CueSeen(
        cue,
        amount(block.mask) / _least_ink(cue),
        (left, top + BAND[0], right, bottom + BAND[0]),
        begins,
        ends,
        looks.before in shown and shown[looks.before] >= _THERE,
        looks.after in shown and shown[looks.after] >= _THERE,
        abs((left + right) / 2 - _MIDDLE) <= _CENTRED and bottom - top <= _TALLEST,
    )


def _alike(footage: Footage, one: int, other: int) -> bool:
    if max(one, other) >= len(footage.blocks):
        return False
    return float(np.abs(footage.blocks[one] - footage.blocks[other]).mean()) < _SAME_SHOT


def _least_ink(cue: Cue) -> float:
    each = _INK["han" if is_chinese(cue.text) else "other"]
    return max(1, reading_units(cue.text)) * each


def label_frames(step_s: float, frames: int) -> tuple[int, ...]:
    """Numbers of the frames in which the label is looked for: those of the first four seconds."""
    if not step_s:
        return ()
    times = [*range(0, _LABEL_LATEST_MS, _LABEL_STEP_MS), _LABEL_END_MS]
    found = sorted({int(ms / 1000 / step_s + 1e-6) for ms in times})
    return tuple(i for i in found if i < frames)


def label_seen(footage: Footage, numbers: Sequence[int], step_s: float, least_ms: int) -> LabelSeen:
    """The label as the picture shows it. least_ms: how long it should stand."""
    times = [i * step_s * 1000 for i in numbers if i in footage.top]
    masks = [ink(footage.top[i]) for i in numbers if i in footage.top]
    held = [m for m, t in zip(masks, times, strict=True) if t < least_ms]
    short = [m for m, t in zip(masks, times, strict=True) if t < _SHORT_MS]
    for part in (held, short):
        text = _standing(part)
        block = _letters(text)
        if block is None:
            continue
        mask, height, count, box = block
        gone = [t for m, t in zip(masks, times, strict=True) if presence(mask, m) < _THERE]
        last = gone[0] if gone else (times[-1] + step_s * 1000)
        lumas = [footage.top[i] for i in numbers if i in footage.top]
        return LabelSeen(
            height, count, round(last), not gone and _ring_is_still(lumas, mask, box), box
        )  # fmt: skip
    return LabelSeen()


def _standing(masks: Sequence[Mask]) -> Mask:
    if not masks:
        return np.zeros((1, 1), np.uint8)
    text = masks[0]
    for other in masks[1:]:
        text = both(text, grown(other))
    return text


def _letters(mask: Mask) -> tuple[Mask, int, int, tuple[int, int, int, int]] | None:
    """The row with the tallest glyphs: its mask, their height, how many there are, and its box."""
    found = [g for g in glyphs(mask) if _GLYPH_LEAST <= g[3] <= _GLYPH_MOST and g[2] <= _GLYPH_MOST]
    best: tuple[int, list[tuple[int, int, int, int]]] | None = None
    for _, top, _, height in sorted(found, key=lambda g: -g[3]):
        middle = top + height / 2
        row = [g for g in found if abs(g[1] + g[3] / 2 - middle) <= 0.6 * height]
        row = _beside(row, 2 * height)
        if len(row) >= 2:
            best = height, row
            break
    if best is None:
        return None
    height, row = best
    left, top = min(g[0] for g in row), min(g[1] for g in row)
    right, bottom = max(g[0] + g[2] for g in row), max(g[1] + g[3] for g in row)
    kept = np.zeros_like(mask)
    for x, y, w, h in row:
        kept[y : y + h, x : x + w] = mask[y : y + h, x : x + w]
    return kept, height, len(row), (left, top, right, bottom)


def _beside(row: list[tuple[int, int, int, int]], gap: float) -> list[tuple[int, int, int, int]]:
    """The longest run of glyphs that follow each other without a larger gap."""
    runs: list[list[tuple[int, int, int, int]]] = []
    for glyph in sorted(row):
        if runs and glyph[0] - max(g[0] + g[2] for g in runs[-1]) <= gap:
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return max(runs, key=len, default=[])


def _ring_is_still(lumas: Sequence[Luma], mask: Mask, box: tuple[int, int, int, int]) -> bool:
    """Whether nothing between and around the glyphs ever changes."""
    left, top, right, bottom = box
    area = slice(max(0, top - 12), bottom + 12), slice(max(0, left - 12), right + 12)
    outside = grown(grown(mask))[area] == 0
    stack = np.stack([luma[area][outside] for luma in lumas]).astype(np.float32)
    return float(stack.std(axis=0).mean()) < _RING_STILL
