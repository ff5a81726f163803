"""The worker that owns the card, end to end: lines are spoken on it, and what that cost is kept."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from engine.api import Engine
from engine.models.library import Library
from engine.series.document import Series
from engine.series.takes import Slot
from engine.work.demand import Demand
from engine.work.events import Event
from tests.graph.world import season
from tests.voice.tiny_bark import tiny_folder

pytestmark = pytest.mark.gpu

DEVICE = "cuda"
LINES = tuple(Slot(f"ep01/line{n}", "speech") for n in (1, 2, 3))


def test_lines_are_spoken_on_the_card_and_their_cost_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library(tmp_path / "library")
    library.add("bark", tiny_folder(tmp_path / "bark"))
    monkeypatch.setenv("CLIFF_MODELS", str(library.root))
    monkeypatch.setenv("CLIFF_DEVICE", DEVICE)
    document = replace(season(1, 3), series=Series("S", "p", "en", episodes=1, speaker="bark"))
    told: list[Event] = []
    enough = threading.Event()

    def listen(event: Event) -> None:
        if event.kind in ("take", "failed"):
            told.append(event)
            if len(told) == len(LINES):
                enough.set()

    with Engine.create(tmp_path / "p.cliff", document, workers=1) as engine:
        engine.aim(Demand((LINES,)), listen)
        assert enough.wait(300)
        assert [event.kind for event in told] == ["take"] * 3, [event.message for event in told]
        takes = [engine.takes(line)[0] for line in LINES]
    assert {take.backend for take in takes} == {"bark"}
    assert all(json.loads(take.meta)["device_ms"] > 0 for take in takes)
