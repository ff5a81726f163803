"""How many pictures a season needs when a model paints them: python -m tests.artist.count [premise]

Writes a season of twenty episodes, speaks and cuts it with the embedded engines, and counts plates,
views and expressions of the cut lists. Takes about a minute; the table is in docs/models.md.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

from engine.artist.diffusion.plates import SIZE
from engine.artist.guide import FAR_SIZE, NEAR_SIZE, TILE, reach
from engine.artist.views import View
from engine.editor.cut import cut_episode
from engine.editor.rules import load_rules
from engine.editor.types import Cut, EditRequest
from engine.graph.drawn import SHEET, needs_of_cover, needs_of_cut
from engine.series.document import Document
from engine.voice.espeak import EspeakSpeaker
from engine.voice.performance import measure, neutral_of
from engine.voice.types import SpeechRequest
from engine.writer.dossier import read_premise
from engine.writer.season import write_season

PREMISE = "a CEO's secret daughter is kidnapped by her father's rival and awakens a hidden power"


def season(premise: str = PREMISE, episodes: int = 20) -> tuple[Document, list[Cut]]:
    """A written season and all its cuts."""
    draft = write_season(read_premise(premise), episodes=episodes)
    document = Document(draft.series, draft.cast, draft.places, draft.episodes)
    speaker, rules, cuts = EspeakSpeaker(), load_rules(), list[Cut]()
    with tempfile.TemporaryDirectory() as folder:
        for episode in document.episodes:
            performances = []
            for line in episode.lines:
                who = document.member(line.speaker)
                wav = Path(folder) / "line.wav"
                request = SpeechRequest(
                    line.text, document.series.language, line.voice or who.voice, who.gender,
                    who.age, line.emotion, line.intensity, 0,
                )  # fmt: skip
                alignment = speaker.speak(request, wav)
                found = measure(wav, line.text, alignment, neutral_of(speaker, request))
                performances.append((line.id, found))
            wanted = EditRequest(document, episode, tuple(performances), "AI")
            cuts += cut_episode(wanted, rules).cuts
    return document, cuts


def main() -> None:
    document, cuts = season(*sys.argv[1:2])
    shown = [needs_of_cut(cut) for cut in cuts]
    for episode in document.episodes:
        subject = next(s.in_view[0] for s in reversed(episode.shots) if s.in_view)
        shown.append(needs_of_cover(subject, episode.lines[-1].emotion))
    faces: dict[tuple[str, View], set[str]] = {(m.id, SHEET): set() for m in document.cast}
    for need in shown:
        for key, families in need.items():
            faces.setdefault(key, set()).update(families)
    plates, sheets = len({cut.place for cut in cuts}), sum(len(found) for found in faces.values())
    drawn = Counter(_size(view) for _, view in faces)
    print(f"{len(cuts)} cuts, {plates} plates of two pictures {SIZE}")
    print(f"{len(faces)} drawings: {dict(drawn)}")
    print(f"{sheets} sheets of faces, {2 * TILE} x {2 * TILE}")
    pixels = 2 * plates * SIZE[0] * SIZE[1] + sheets * 4 * TILE * TILE
    pixels += sum(count * size[0] * size[1] for size, count in drawn.items())
    total = 2 * plates + len(faces) + sheets
    print(f"{total} pictures, as much as {pixels / 832 / 1216:.0f} of 832 x 1216")
    rows = [(cast, view.name, sorted(found)) for (cast, view), found in faces.items()]
    for cast, name, found in sorted(rows):
        print(f"  {cast:16} {name:20} {' '.join(found)}")


def _size(view: View) -> tuple[int, int]:
    return FAR_SIZE if reach(view) == "far" else NEAR_SIZE


if __name__ == "__main__":
    main()
