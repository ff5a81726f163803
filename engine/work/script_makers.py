"""Maker of cut lists."""

from __future__ import annotations

import json
from pathlib import Path

from engine.base.codec import decode
from engine.editor.codec import cutlist_to_json
from engine.editor.cut import cut_episode
from engine.editor.rules import load_rules
from engine.editor.types import EditRequest
from engine.series.document import Document
from engine.voice.performance import performance_from_json
from engine.work.made import Check, Made
from engine.work.protocol import Job


def cut(job: Job, check: Check) -> Made:
    """Cut one episode by the rules."""
    params = json.loads(job.params)
    document = decode(Document, params["document"])
    episode = document.episodes[0]
    performances = tuple(
        (line.id, performance_from_json(job.input(line.id).read_text("utf-8")))
        for line in episode.lines
    )
    check()
    request = EditRequest(document, episode, performances, params["label"])
    file = Path(job.scratch) / "cut.json"
    file.write_text(cutlist_to_json(cut_episode(request, load_rules())), "utf-8")
    return Made(file, "application/json")
