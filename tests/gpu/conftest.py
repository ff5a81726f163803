"""Tests marked ``gpu`` need a card of CUDA's kind; elsewhere they are skipped, and say why."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    marked = [item for item in items if item.get_closest_marker("gpu") is not None]
    if not marked:
        return
    import torch

    if torch.cuda.is_available():
        return
    why = pytest.mark.skip(reason="needs a CUDA card; torch sees none here")
    for item in marked:
        item.add_marker(why)
