"""``series.json``: what a season is, for people, platforms and other programs."""

from __future__ import annotations

import json

from engine.editor.types import FPS, CutList
from engine.series.document import CastMember, Document, Episode, Series, Voice
from engine.writer.contract import last_sentence, measure
from engine.writer.manuscript import hook_ms

STUDIO = "Cliffhanger Studio"
_BASES = ("young bright", "mature cool", "elder woman", "young man", "mature deep", "elder rough")


def manifest(document: Document, cuts: dict[str, CutList]) -> str:
    """The manifest as JSON. cuts: cut lists of the episodes that are exported, by episode id."""
    exported = [e for e in document.episodes if e.id in cuts]
    return script_json(document.series, document.cast, exported, cuts)


def script_json(
    series: Series, cast: tuple[CastMember, ...], episodes: list[Episode],
    cuts: dict[str, CutList] | None = None,
) -> str:  # fmt: skip
    """The same shape for scripts alone, without times, when `cuts` is None."""
    data = {
        "studio": STUDIO,
        "title": series.title,
        "logline": series.logline,
        "language": series.language,
        "premise": series.premise,
        "seed": series.seed,
        "profile": series.profile,
        "episode_count": len(episodes),
        "cast": [
            {
                "id": m.id,
                "name": m.name,
                "role": m.role,
                "voice": voice_name(m.voice, series.speaker),
            }
            for m in cast
        ],
        "episodes": [
            _episode(series, e, cuts[e.id] if cuts is not None else None) for e in episodes
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def voice_name(voice: Voice, speaker: str) -> str:
    """A voice in words: engine (`speaker` is the series'), house voice, what differs from it."""
    shifts = [
        f"{name} {value}%"
        for name, value in (
            ("pitch", voice.pitch), ("pace", voice.pace), ("energy", voice.energy),
            ("brightness", voice.brightness),
        )
        if value != 100
    ]  # fmt: skip
    return ", ".join([f"{voice.backend or speaker} {_BASES[voice.base % 6]}", *shifts])


def _episode(series: Series, episode: Episode, cuts: CutList | None) -> dict[str, object]:
    name = f"ep{episode.number:02d}"
    times = {line.line: line for line in cuts.lines} if cuts else {}
    lines: list[dict[str, object]] = []
    for line in episode.lines:
        row: dict[str, object] = {"speaker": line.speaker, "text": line.text}
        if line.id in times:
            row["start_s"] = times[line.id].first_ms / 1000
            row["end_s"] = times[line.id].last_ms / 1000
        row |= {"emotion": line.emotion, "intensity": line.intensity}
        if line.direction:
            row["direction"] = line.direction
        lines.append(row)
    found: dict[str, object] = {
        "number": episode.number,
        "title": episode.title,
        "video": f"{name}.mp4",
        "subtitles": f"{name}.srt",
        "cover": f"{name}.jpg",
        "duration_s": round(cuts.frames / FPS, 3) if cuts else None,
        "word_count": measure(episode, series.language).words,
        "lines": lines,
        "cuts_s": _cut_times(cuts) if cuts else [],
        "cliffhanger": {"type": episode.cliff, "text": last_sentence(episode)},
        "beat": episode.beat,
        "tension": episode.tension,
        "hook_ms": hook_ms(episode),
        "seen": [
            text
            for shot in episode.shots
            for text in (shot.action, *(card.text for card in shot.captions))
            if text
        ],
    }
    return found


def _cut_times(cuts: CutList) -> list[float]:
    """Where the picture changes: the start of every cut but the first."""
    times: list[float] = []
    at = 0
    for cut in cuts.cuts[:-1]:
        at += cut.frames
        times.append(round(at / FPS, 3))
    return times
