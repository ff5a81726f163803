"""``series.json``: what a season is, for people, platforms and other programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.delivery import labels
from engine.delivery.ledger import STUDIO
from engine.delivery.names import stem
from engine.delivery.profiles import Profile
from engine.delivery.season import FinishedSeason
from engine.editor.types import FPS, CutList
from engine.series.document import CastMember, Episode, Series, Voice
from engine.writer.contract import last_sentence, measure
from engine.writer.manuscript import hook_ms

_BASES = ("young bright", "mature cool", "elder woman", "young man", "mature deep", "elder rough")


@dataclass(frozen=True)
class Delivered:
    """What an export put into the folder. files: (path, hash, size, recipe key).

    held: episodes that the gate keeps out, as the earlier manifest had them; left_out: those that
    were never in. released: what the gate found in episodes that went out all the same.
    """

    files: tuple[tuple[str, str, int, str], ...] = ()
    held: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    left_out: frozenset[int] = frozenset()
    released: Mapping[int, Any] = field(default_factory=dict)


def manifest(season: FinishedSeason, profile: Profile, what: Delivered) -> str:
    """The manifest of one profile's folder as JSON."""
    document = season.document
    cuts = {item.id: item.cuts for item in season.episodes}
    exported = [e for e in document.episodes if e.id in cuts and e.number not in what.left_out]
    data = json.loads(script_json(document.series, document.cast, exported, cuts))
    data["profile"] = profile.id
    costs = {item.number: (item.dollars, item.cpu_s) for item in season.episodes}
    paths = {path for path, *_ in what.files}
    for at, row in enumerate(data["episodes"]):
        number = row["number"]
        if number in what.held:
            data["episodes"][at] = what.held[number]
            continue
        clean = f"{stem(number)}.textless.mp4"
        if clean in paths:
            row["textless"] = clean
        row["subtitle_files"] = [f"{stem(number)}.{form}" for form in profile.sidecars]
        dollars, cpu = costs[number]
        row["cost"] = {"usd": round(dollars, 4), "cpu_s": round(cpu, 1)}
    data["labels"] = _labels(document.series, profile)
    data["registration"] = {"tier": document.series.tier, "number": document.series.licence}
    data["upload"] = dict(profile.upload)
    data["released"] = [
        {"episode": number, "findings": found} for number, found in sorted(what.released.items())
    ]
    data["files"] = [
        {"path": path, "sha256": sha, "bytes": size, "recipe": key}
        for path, sha, size, key in sorted(what.files)
    ]
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _labels(series: Series, profile: Profile) -> dict[str, object]:
    """Which labels the files carry, and which the lead switched off against which law."""
    off = labels.off(series)
    return {
        "carried": sorted(profile.labels - off),
        "opening": labels.opening_label(series.language),
        "producer": labels.producer_of(series),
        "switched_off": [{"label": name, "law": labels.LAWS[name]} for name in sorted(off)],
    }


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
    name = stem(episode.number)
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
