"""What the gate is told of an episode: script, cut list and profile in the gate's own terms."""

from __future__ import annotations

import json

from engine.base.codec import decode, encode
from engine.delivery import labels
from engine.delivery.gate.types import Cue, Expected, Spoken
from engine.delivery.profiles import Profile
from engine.delivery.season import FinishedEpisode
from engine.editor.types import FPS
from engine.series.document import Document
from engine.writer.contract import last_sentence

_OFF, _PEAK_OFF = 1.0, 0.5
"""LU by which a file may be off, and dB by which its true peak may exceed what was asked for."""


def expected_of(
    document: Document, item: FinishedEpisode, profile: Profile, *, burned: bool, labelled: bool,
    marked: bool,
) -> Expected:  # fmt: skip
    """What the file of an episode shall be. burned: words in the picture; labelled: the visible
    label; marked: the record AIGC."""
    series, episode = document.series, document.episode(item.id)
    times = {line.line: line for line in item.cuts.lines}
    cuts, at = [], 0
    for cut in item.cuts.cuts[:-1]:
        at += cut.frames
        cuts.append(round(at * 1000 / FPS))
    left, _, right, bottom = profile.safe
    return Expected(
        number=item.number, title=episode.title, language=series.language,
        lines=tuple(
            Spoken(n.speaker, n.text, times[n.id].first_ms, times[n.id].last_ms)
            for n in episode.lines if n.id in times
        ),
        cues=tuple(Cue(c.start_ms, c.end_ms, c.text) for c in item.cuts.subtitles),
        cliff=last_sentence(episode), cliff_type=episode.cliff,
        cuts_ms=tuple(cuts), frames=item.cuts.frames, max_words=series.words, burned=burned,
        label=labels.opening_label(series.language) if labelled else "",
        safe=(left, 0, right, bottom), lufs=profile.lufs, lufs_off=_OFF,
        peak=profile.peak + _PEAK_OFF, frame=profile.frame,
        edit_list="keep" if profile.edit_list else "none", megabytes=profile.megabytes,
        marked=marked,
    )  # fmt: skip


def to_json(expected: Expected) -> str:
    """For an order, which goes to another process and names what it waits for."""
    return json.dumps(encode(expected), ensure_ascii=False, sort_keys=True)


def from_json(text: str) -> Expected:
    """What `to_json` wrote."""
    return decode(Expected, json.loads(text))
