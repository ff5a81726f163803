"""Black and frozen stretches, hard cuts and bars, from what was kept of the picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.delivery.gate.pictures import Footage

Blocks = NDArray[np.float32]
_BLACK_SHARE = 0.95
_STILL = 1.5  # luma levels: above an encoder's noise, below any movement
_CUT_MEAN, _CUT_BLOCK, _CUT_SHARE = 2.0, 5.0, 0.2
_CUT_AGAINST, _CUT_NEAR, _CUT_APART_S = 4.0, 8, 0.15
_BAR_LEVEL, _BAR_SPREAD, _BAR_SHARE, _BLACK = 6.0, 6.0, 0.7, 29.0
PRINTS = 24


def longest_black(footage: Footage) -> tuple[int, int]:
    """First and last + 1 frame of the longest black stretch; equal when there is none."""
    best, first = (0, 0), -1
    for index, share in enumerate([*footage.dark.tolist(), 0.0]):
        if share >= _BLACK_SHARE:
            first = index if first < 0 else first
        elif first >= 0:
            best = max(best, (first, index), key=lambda run: run[1] - run[0])
            first = -1
    return best


def longest_frozen(footage: Footage) -> tuple[int, int]:
    """First and last + 1 frame of the longest stretch in which nothing moves.

    Each frame is compared with the first of its stretch, so slow moves add up; no single block
    may change by more than an encoder's noise.
    """
    blocks, best, first = footage.blocks, (0, 0), 0
    for index in range(1, len(blocks) + 1):
        if index < len(blocks) and np.abs(blocks[index] - blocks[first]).max() < _STILL:
            continue
        if index - first > max(best[1] - best[0], 1):
            best = first, index
        first = index
    return best


def hard_cuts(footage: Footage, step_s: float) -> list[int]:
    """Frames that begin another picture: a wide change, far above that of the frames around."""
    change = np.abs(np.diff(footage.blocks, axis=0))
    if not len(change):
        return []
    mean = change.mean(axis=1)
    wide = (change > _CUT_BLOCK).mean(axis=1) >= _CUT_SHARE
    found: list[int] = []
    for at in np.flatnonzero(wide & (mean >= _CUT_MEAN)).tolist():
        around = np.r_[mean[max(0, at - _CUT_NEAR) : at], mean[at + 1 : at + 1 + _CUT_NEAR]]
        usual = float(np.median(around)) if len(around) else 0.0
        least = max(_CUT_AGAINST * usual + 1, float(mean[max(0, at - 2) : at + 3].max()))
        if mean[at] >= least and not (found and (at + 1 - found[-1]) * step_s < _CUT_APART_S):
            found.append(at + 1)
    return found


def active_share(footage: Footage) -> float:
    """Share of the frame that lies inside bars (of one level, that never change)."""
    if not len(footage.sample):
        return 0.0
    level = np.median(footage.sample, axis=0)
    spread = np.percentile(footage.sample, 80, axis=0) - np.percentile(footage.sample, 20, axis=0)
    rows, columns = level.shape
    left = rows - sum(_bars(level, spread))
    kept = columns - sum(_bars(level.T, spread.T))
    return float(max(0, left) * max(0, kept) / (rows * columns))


def _bars(level: NDArray[np.float64], spread: NDArray[np.float64]) -> tuple[int, int]:
    """Depth of the bars at both ends; one that is not black needs a twin."""
    (one, dark), (other, deep) = _bar(level, spread), _bar(level[::-1], spread[::-1])
    twins = one >= 2 and other >= 2 and abs(dark - deep) <= _BAR_LEVEL
    return (
        one if twins or dark <= _BLACK else 0,
        other if twins or deep <= _BLACK else 0,
    )


def _bar(level: NDArray[np.float64], spread: NDArray[np.float64]) -> tuple[int, float]:
    usual = float(np.median(level[0]))
    flat = (np.abs(level - usual) <= _BAR_LEVEL) & (spread <= _BAR_SPREAD)
    ends = np.flatnonzero(flat.mean(axis=1) < _BAR_SHARE)
    return (int(ends[0]) if len(ends) else len(level)), usual


def prints(footage: Footage) -> tuple[bytes, ...]:
    """Small pictures from evenly spaced moments."""
    if not len(footage.blocks):
        return ()
    picks = np.linspace(0, len(footage.blocks) - 1, PRINTS).round().astype(int)
    return tuple(footage.blocks[i].round().clip(0, 255).astype(np.uint8).tobytes() for i in picks)
