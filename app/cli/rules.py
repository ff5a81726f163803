"""``rules explain``: every decision of an episode's cutting, with what the rule saw."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from engine.api import Engine
from engine.base.errors import UserInputError
from engine.editor.explain import Explained, explain_episode
from engine.editor.rules import load_rules
from engine.editor.types import EditRequest
from engine.series.document import Document, Episode
from engine.series.takes import Slot
from engine.voice.performance import performance_from_json
from engine.voice.types import Performance


def rules(options: Namespace) -> int:
    """List the decisions of one episode. Returns 0.

    Raises:
        UserInputError: no such episode, or a line of it has not been spoken yet.
    """
    with Engine.open(Path(options.project)) as engine:
        document = engine.document
        episode = _episode(document, options.episode)
        heard = _performances(engine, episode)
    found = explain_episode(EditRequest(document, episode, heard, ""), load_rules())
    if options.json:
        for item in found:
            print(json.dumps(asdict(item) | {"seen": dict(item.seen)}, ensure_ascii=False))
    else:
        names = {member.id: member.name for member in document.cast}
        print("\n".join(explained_text(episode, found, names)))
    return 0


def explained_text(
    episode: Episode, found: Sequence[Explained], names: Mapping[str, str]
) -> list[str]:
    """The decisions as rows: time, cut, marker, action and rule; beneath, what the rule saw,
    once for all that it did at one time."""
    cuts = len(dict.fromkeys(item.cut for item in found))
    rows = [f"{episode.id}  {episode.title}: {len(found)} decisions in {cuts} cuts"]
    before, told = "", ("", 0)
    for item in found:
        cut = item.cut if item.cut != before else ""
        before = item.cut
        marker = f"{item.marker} {item.value}" if item.marker else ""
        who = "by hand" if item.override else f"“{item.rule}”"
        rows.append(f"{item.at_ms / 1000:6.2f}  {cut:11} {marker:11} {item.action}  {who}")
        if item.shows:
            people = ", ".join(f"{names.get(c, c)} {framing}" for c, framing in item.shows)
            rows.append(f"{'':32}shows {people}")
        seen = " ".join(f"{name}={value}" for name, value in item.seen)
        if item.when and told != (item.rule, item.at_ms):
            rows.append(f"{'':32}{item.when}" + (f"  [{seen}]" if seen else ""))
            told = (item.rule, item.at_ms)
    return rows


def _episode(document: Document, asked: str) -> Episode:
    for episode in document.episodes:
        if asked in (episode.id, str(episode.number)):
            return episode
    raise UserInputError(
        "no-episode",
        f"There is no episode {asked}.",
        f"The season has episodes 1 to {len(document.episodes)}.",
    )


def _performances(engine: Engine, episode: Episode) -> tuple[tuple[str, Performance], ...]:
    """The performances that the episode is cut from now."""
    used = {item.slot: item.take for item in engine.status() if item.take}
    found = []
    for line in episode.lines:
        slot = Slot(line.id, "performance")
        take = next((t for t in engine.takes(slot) if t.id == used.get(slot)), None)
        if take is None:
            raise UserInputError(
                "no-performance",
                f"{line.id} has not been spoken yet, so nothing is decided.",
                f"Run `render {engine.folder} --only {episode.number}` first.",
            )
        text = engine.path(take.blob).read_text("utf-8")
        found.append((line.id, performance_from_json(text)))
    return tuple(found)
