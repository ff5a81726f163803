"""How many pictures a season needs when a model paints them: python -m tests.artist.count [premise]

Writes a season of twenty episodes, speaks and cuts it with the embedded engines, and counts plates,
views and expressions of the cut lists. Takes about a minute; the table is in docs/models.md.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

from engine.artist.guide import FAR_SIZE, NEAR_SIZE, TILE
from engine.artist.views import PORTRAIT, face_of, view_of
from engine.editor.cut import cut_episode
from engine.editor.rules import load_rules
from engine.editor.types import Cut, EditRequest
from engine.series.document import Document
from engine.voice.espeak import EspeakSpeaker
from engine.voice.performance import measure, neutral_of
from engine.voice.types import SpeechRequest
from engine.writer.dossier import read_premise
from engine.writer.season import write_season

PLATE_SIZE = (768, 1344)
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
    _, cuts = season(*sys.argv[1:2])
    framed, views, sets = Counter[str](), Counter[str](), Counter[str]()
    faces = Counter[tuple[str, str, str]]()
    for cut in cuts:
        for figure in cut.figures:
            view = view_of(figure.framing, figure.yaw, figure.pose, back=figure.back)
            framed[figure.framing + ("-back" if figure.back else "")] += 1
            views[f"{figure.cast} {view.name}"] += 1
            for key in figure.faces if not figure.back else ():
                faces[figure.cast, view.name, face_of(key.state)] += 1
    for cast, view, _ in faces:
        sets[f"{cast} {view}"] += 1
    portraits = {f"{cast} {PORTRAIT}" for cast, _, _ in faces} - set(views)
    calm = {(cast, PORTRAIT) for cast, _, _ in faces}
    plates = len({cut.place for cut in cuts})
    print(f"{len(cuts)} cuts, {plates} plates of two pictures {PLATE_SIZE}")
    drawn = Counter(_size(name.split()[1]) for name in (*views, *portraits))
    print(f"{len(views)} views and {len(portraits)} for portraits: {dict(drawn)}")
    print(f"{len(faces)} expressions and {len(calm)} for portraits, {2 * TILE} x {2 * TILE}")
    pixels = 2 * plates * PLATE_SIZE[0] * PLATE_SIZE[1] + sum(
        count * size[0] * size[1] for size, count in drawn.items()
    )
    pixels += (len(faces) + len(calm)) * 4 * TILE * TILE
    total = 2 * plates + sum(drawn.values()) + len(faces) + len(calm)
    print(f"{total} pictures, as much as {pixels / 832 / 1216:.0f} of 832 x 1216")
    print("figures by framing", dict(framed))
    for name, count in sorted(views.items()):
        print(f"  {name:32} {count:4} cuts {sets[name]:3} expressions")


def _size(view: str) -> tuple[int, int]:
    return FAR_SIZE if view.startswith("far") and not view.endswith("back") else NEAR_SIZE


if __name__ == "__main__":
    main()
