"""Makers of what is read: subtitle files."""

from __future__ import annotations

import json
from pathlib import Path

from engine.base.codec import decode
from engine.delivery.orders import Order
from engine.delivery.sidecars import Sheet, sidecar
from engine.editor.types import SubtitleCue


def subtitles(order: Order, folder: Path) -> None:
    """One subtitle file."""
    told = json.loads(order.facts)
    cues = tuple(decode(SubtitleCue, cue) for cue in told["cues"])
    text = sidecar(told["form"], cues, Sheet(told["title"], told["language"]))
    (folder / order.files[0]).write_text(text, "utf-8")
