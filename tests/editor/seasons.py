"""Real episodes to cut: premises written and spoken by the embedded engines, nothing made up.

python -m tests.editor.seasons            what an editor would count, over six premises
python -m tests.editor.seasons 1,9,17     of these episodes
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from statistics import fmean

from engine.editor.cut import cut_episode
from engine.editor.measures import Rhythm, measure
from engine.editor.rules import load_rules
from engine.editor.types import EditRequest
from engine.series.document import Document
from engine.voice.espeak import EspeakSpeaker
from engine.voice.performance import measure as heard
from engine.voice.performance import neutral_of
from engine.voice.types import SpeechRequest
from engine.writer.dossier import read_premise
from engine.writer.season import write_season

PREMISES = {
    "modern": (("a CEO's secret daughter is kidnapped by her father's rival and awakens a hidden "
               "power"), "en"),
    "medical": (("a disgraced surgeon returns to the hospital that ruined her to find out who "
                "switched her brother's blood"), "en"),
    "school": (("a scholarship student with a photographic memory is framed for cheating by the "
               "headmaster's son and decides to expose the academy"), "en"),
    "palace": ("冷宫里的废后死而复生，要从当年害她的贵妃手里夺回凤印", "zh-CN"),
    "ghost": ("一个能看见亡灵的女法医，发现未婚夫就是她一直在追查的凶手", "zh-CN"),
    "revenge": ("豪门弃子三年后归来，成为神秘财团的继承人，要让背叛他的未婚妻和兄弟付出代价",
                "zh-CN"),
}  # fmt: skip


def requests(name: str, numbers: tuple[int, ...], seed: int = 7) -> list[EditRequest]:
    """Episodes of one of `PREMISES`, spoken, ready to be cut."""
    premise, language = PREMISES[name]
    draft = write_season(read_premise(premise, language, seed), seed=seed)
    document = Document(draft.series, draft.cast, draft.places, draft.episodes)
    cast = {member.id: member for member in draft.cast}
    speaker, found = EspeakSpeaker(), []
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder) / "line.wav"
        for episode in (draft.episodes[n - 1] for n in numbers):
            takes = []
            for line in episode.lines:
                who = cast[line.speaker]
                asked = SpeechRequest(line.text, language, who.voice, who.gender, who.age,
                                      line.emotion, line.intensity)  # fmt: skip
                alignment = speaker.speak(asked, wav)
                rest = neutral_of(speaker, asked)
                takes.append((line.id, heard(wav, line.text, alignment, rest)))
            one = replace(document, episodes=(episode,))
            found.append(EditRequest(one, episode, tuple(takes), "AI-generated"))
    return found


def main(numbers: tuple[int, ...]) -> None:
    """Print the measures of every premise's episodes, and their means."""
    fields = tuple(Rhythm.__dataclass_fields__)
    print(f"{'':12}" + "".join(f"{name:>11}" for name in fields))
    every: list[list[int]] = []
    for name in PREMISES:
        for asked in requests(name, numbers):
            found = measure(asked, cut_episode(asked, load_rules()))
            row = [getattr(found, field) for field in fields]
            every.append(row)
            number = asked.episode.number
            print(f"{name:9} {number:2}" + "".join(f"{value:11}" for value in row))
    for word, of in (("mean", fmean), ("least", min), ("most", max)):
        print(f"{word:12}" + "".join(f"{of(c):11.1f}" for c in zip(*every, strict=True)))


if __name__ == "__main__":
    chosen = sys.argv[1] if len(sys.argv) > 1 else "1,4,9,13,17,20"
    main(tuple(int(n) for n in chosen.split(",")))
