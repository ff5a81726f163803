"""The whole way of a new lead through the window, from a paragraph to an exported episode."""

from __future__ import annotations

import json
from pathlib import Path

from app.gui import Desktop
from tests.gui.tour import Tour


def test_the_tour(desktop: Desktop, tmp_path: Path) -> None:
    out = Tour(desktop, tmp_path, None).walk()
    season = json.loads((out / "series.json").read_text("utf-8"))
    assert [e["number"] for e in season["episodes"]] == [1]
    assert season["episodes"][0]["lines"][1]["text"] == "Wrong girl."
    assert (out / "ep01.mp4").stat().st_size > 1_000_000
