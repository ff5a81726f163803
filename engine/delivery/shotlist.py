"""The shot list: a row a cut, as an editor or a line producer reads it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

from engine.base.codec import decode
from engine.delivery.orders import Order
from engine.delivery.scripts import Script, script_of
from engine.delivery.uploads import cell
from engine.editor.types import FPS, Cut, CutList
from engine.series.document import Episode

_COLUMNS = (
    "episode", "cut", "in", "out", "frames", "scene", "place", "framing", "people", "camera",
    "speaker", "line", "action", "thing", "effects", "rules",
)  # fmt: skip


def shot_list(order: Order, folder: Path) -> None:
    """``shots.csv`` of all exported episodes."""
    script, told = script_of(order), json.loads(order.facts)
    cuts = {int(number): decode(CutList, data) for number, data in told["cuts"]}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for episode in script.episodes:
        for row in _rows(script, episode, cuts[episode.number]):
            writer.writerow([cell(value) for value in row])
    (folder / order.files[0]).write_text("\ufeff" + text.getvalue(), "utf-8")


def timecode(frame: int) -> str:
    """Hours, minutes, seconds and frames of a frame's number."""
    seconds, rest = divmod(frame, FPS)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}:{rest:02d}"


def _rows(script: Script, episode: Episode, cuts: CutList) -> Iterator[tuple[str, ...]]:
    shots = {shot.id: (scene, shot) for scene in episode.scenes for shot in scene.shots}
    lines = {line.id: line for line in episode.lines}
    at = 0
    for cut in cuts.cuts:
        scene, shot = shots.get(cut.shot, (None, None))
        line = lines.get(shot.line) if shot else None
        people = ", ".join(script.cast[f.cast].name for f in cut.figures if f.cast in script.cast)
        rules = dict.fromkeys(f"{d.rule}: {d.action}" for d in cut.decisions)
        yield (
            str(episode.number), cut.id, timecode(at), timecode(at + cut.frames), str(cut.frames),
            scene.id.rpartition("/")[2] if scene else "",
            script.places[cut.place].name if cut.place in script.places else cut.place,
            _framing(cut), people, cut.camera.move,
            script.cast[line.speaker].name if line else "", line.text if line else "",
            shot.action if shot else "", cut.prop,
            ", ".join(dict.fromkeys(e.kind for e in cut.effects)), "; ".join(rules),
        )  # fmt: skip
        at += cut.frames


def _framing(cut: Cut) -> str:
    return cut.figures[0].framing if cut.figures else "insert" if cut.prop else "set"
