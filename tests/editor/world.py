"""A small episode with performances measured by nobody: every number is written here."""

from __future__ import annotations

import re
from dataclasses import replace

from engine.editor.types import EditRequest
from engine.series.document import (
    Caption,
    CastMember,
    Document,
    Episode,
    Line,
    Place,
    Scene,
    Series,
    Shot,
)
from engine.voice.types import Marker, Performance, Phone, Word

CAST = (
    CastMember("cast/h", "Lena", "hero"),
    CastMember("cast/v", "Victor", "villain", "m", "mature"),
    CastMember("cast/p", "Chen", "power", "m", "elder"),
)
TEXTS = (
    ("cast/v", "Nobody crosses this door, Miss Hale, without my permission.", "cold", 70),
    ("cast/h", "Then watch me.", "firm", 60),
    ("cast/v", "Your father sold you for a signature, and he did not even haggle!", "smug", 80),
    ("cast/h", "Liar!", "angry", 95),
    ("cast/p", "Child... the seal on your wrist is mine.", "broken", 70),
)
HAN_TEXTS = (
    ("cast/v", "没有我的允许，谁也别想踏出这扇门一步。", "cold", 70),
    ("cast/h", "那你就看着。", "firm", 60),
    ("cast/v", "你父亲为了一个签名就把你卖了，连价都没还！", "smug", 80),
    ("cast/h", "你撒谎！", "angry", 95),
    ("cast/p", "孩子……你手腕上的印记是我留下的。", "broken", 70),
)


def performance(text: str, ms_per_letter: int = 62, strong: int = 85) -> Performance:
    """A reading of `text`: 100 ms of silence, words at an even rate, pauses at commas."""
    at, words, phones, pauses = 100, [], [], []
    markers = [Marker("attack", 100, 40)]
    pattern = r"[\u4e00-\u9fff]{1,2}" if re.search(r"[\u4e00-\u9fff]", text) else r"[\w']+"
    rate = ms_per_letter * 3 if "4e00" in pattern else ms_per_letter
    for hit in re.finditer(pattern, text):
        length = len(hit.group()) * rate
        words.append(Word(hit.group(), hit.start(), hit.end(), at, at + length))
        for i, mouth in enumerate(("M", "A", "E", "O", "L", "U")[: max(2, length // 70)]):
            step = length // max(2, min(6, length // 70))
            phones.append(Phone(mouth.lower(), mouth, at + i * step, at + (i + 1) * step))
        at += length
        if text[hit.end() : hit.end() + 1] in (",", ".", "…", "，") and hit.end() < len(text) - 1:
            pauses.append((at, at + 220))
            markers += [Marker("pause", at, 50), Marker("attack", at + 220, 60)]
            at += 220
        else:
            at += 20
    loud = max(words, key=lambda w: w.end_ms - w.start_ms)
    markers.append(Marker("peak", (loud.start_ms + loud.end_ms) // 2, strong))
    duration = at + 130
    return Performance(
        duration_ms=duration,
        words=tuple(words),
        phones=tuple(phones),
        level_db=tuple(-18 if 100 <= 10 * i < at else -90 for i in range(duration // 10)),
        f0_hz=tuple(180 for _ in range(duration // 10)),
        arousal=tuple(min(60, 5 * i) for i in range(-(-duration // 100))),
        pauses=tuple(pauses),
        markers=tuple(sorted(markers, key=lambda m: m.at_ms)),
    )


def request(texts=TEXTS, holds=(3500, 700, 4200, 900, 3000, 1500), label="AI-generated", **change):
    """An episode of five lines and action beats around them; `change` replaces episode fields."""
    language = "zh-CN" if texts is HAN_TEXTS else "en"
    lines = tuple(
        Line(f"ep03/line{i}", who, text, emotion, intensity)
        for i, (who, text, emotion, intensity) in enumerate(texts, 1)
    )
    pair = ("cast/h", "cast/v")
    one = (
        Shot("ep03/shot1", in_view=pair, framing="full", action="They meet.", hold_ms=holds[0],
             captions=(Caption("Victor\nher father's rival", "name"),)),
        Shot("ep03/shot2", "ep03/line1", ("cast/v", "cast/h"), "medium", hold_ms=holds[1]),
        Shot("ep03/shot3", "ep03/line2", ("cast/h",), "close", hold_ms=holds[1]),
        Shot("ep03/shot4", in_view=("cast/v",), framing="bust", effect="impact", hold_ms=holds[2]),
        Shot("ep03/shot5", "ep03/line3", ("cast/v", "cast/h"), "bust", hold_ms=holds[3]),
        Shot("ep03/shot6", "ep03/line4", ("cast/h",), "extreme", hold_ms=holds[1]),
    )  # fmt: skip
    two = (
        Shot("ep03/shot7", in_view=("cast/h", "cast/v", "cast/p"), framing="full",
             effect="power", hold_ms=holds[4] + 5000),
        Shot("ep03/shot8", in_view=("cast/h",), framing="cowboy", effect="chase", hold_ms=6000),
        Shot("ep03/shot9", in_view=("cast/h",), framing="close", effect="reveal", hold_ms=5000),
        Shot("ep03/shot10", in_view=(), framing="full", effect="object", hold_ms=5600),
        Shot("ep03/shot11", "ep03/line5", ("cast/p", "cast/h"), "medium", hold_ms=holds[5]),
        Shot("ep03/shot12", in_view=("cast/h",), framing="extreme", hold_ms=2200),
    )  # fmt: skip
    episode = Episode(
        "ep03", 3, "The Seal", cliff="reveal", tension=7, lines=lines,
        scenes=(Scene("ep03/scene1", "place/door", one), Scene("ep03/scene2", "place/roof", two)),
    )  # fmt: skip
    places = (
        Place("place/door", "the dock", "warehouse", "night", "tense"),
        Place("place/roof", "the roof", "rooftop", "night", "cold"),
    )
    document = Document(
        Series("The Seal", "p", language), CAST, places, (replace(episode, **change),)
    )
    performances = tuple((line.id, performance(line.text)) for line in lines)
    return EditRequest(document, document.episodes[0], performances, label)


def spoken_again(asked: EditRequest, line: str, new: Performance) -> EditRequest:
    """The request with another performance of one line."""
    found = tuple((id, new if id == line else p) for id, p in asked.performances)
    return replace(asked, performances=found)


def with_shot(asked: EditRequest, shot: str, **change) -> EditRequest:
    """The request with fields of one shot replaced."""
    scenes = tuple(
        replace(s, shots=tuple(replace(x, **change) if x.id == shot else x for x in s.shots))
        for s in asked.episode.scenes
    )
    episode = replace(asked.episode, scenes=scenes)
    return replace(asked, episode=episode, document=replace(asked.document, episodes=(episode,)))
