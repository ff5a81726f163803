"""In which order files of tests run: what takes longest starts first, so that it is not the end.

Files go to two processes as a whole, one after the other (`installer/test.sh`). Left alone, xdist
starts with the files of most tests, and those with few that each make a season come last, when
nothing is left to fill the other core. Within a file, and between all others, order is random.
"""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent
LONGEST = (
    "crash/test_kills.py",
    "crash/test_window_kills.py",
    "e2e/test_season.py",
    "golden/test_season.py",
    "gui/test_tour.py",
    "work/test_device.py",
    "e2e/test_models.py",
)
"""The files that take minutes, the longest first."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; the rest stays as the random order has it."""
    rank = {ROOT / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path, len(rank)))
