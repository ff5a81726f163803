"""A shot as the rules see it: who is in it, what surrounds it, and the instants worth asking at.

Everything here comes from the script and from the shot's own performance; nothing from where the
shot lies in the episode's time, so that a longer line elsewhere changes no answer.
"""

from __future__ import annotations

import zlib
from collections.abc import Container
from dataclasses import dataclass

from engine.editor.eras import OLD, era_of
from engine.editor.gestures import NONE, Gesture, Stations, read, shown, stations
from engine.editor.grammar import PERFORMED, Value
from engine.editor.layout import READABLE, TimedShot, ms_of
from engine.editor.rules import Event
from engine.editor.types import FPS
from engine.series.document import Document, Episode, Place
from engine.text.measure import word_count
from engine.voice.types import Marker

_BEAT = 6  # frames between the instants at which an action beat is asked
ONSETS = ("surge", "peak")
MARKERS = ("peak", "surge", "drop", "attack", "pause")
_NOTHING: dict[str, Value] = dict.fromkeys(
    (*MARKERS, "pause_ms", "start", "end", "last_word", "top"), 0
)
_LANDED_MS = 350  # a marker so near to the end of the speech belongs to its last word
_HIGH = ("smug", "contempt", "amused", "cold", "proud", "joy", "calm")
_COUNTER = ("firm", "angry", "proud", "bitter", "grave", "shaken", "desperate", "cold")


@dataclass(frozen=True, slots=True)
class ShotView:
    """One shot in its surroundings. name: what its cuts are called ("line2", "shot7").

    partner: whom the subject looks at, "" for nobody; facing: the partner's role; seed: 32 bits
    from the shot's id. gesture, stations: what bodies do in the shot and in its scene; shown: a
    thing that was seen alone just before and is now in the subject's hand; ancient: whether the
    season plays before machines.
    """

    timed: TimedShot
    name: str
    place: Place
    people: tuple[str, ...]
    subject: str
    partner: str
    role: str
    facing: str
    previous: str
    previous_speaker: str
    seed: int
    first: bool
    last: bool
    scene_change: bool
    speaker_change: bool
    cliffhanger: bool
    position: int
    language: str = "en"
    gesture: Gesture = NONE
    stations: Stations = ()
    shown: str = ""
    ancient: bool = False


def seed_of(name: str) -> int:
    """31 bits that depend on a name alone (CRC-32: equal on every machine)."""
    return zlib.crc32(name.encode("utf-8")) & 0x7FFFFFFF


def see(document: Document, episode: Episode, shots: tuple[TimedShot, ...]) -> list[ShotView]:
    """All shots of an episode with their surroundings."""
    roles = {member.id: member.role for member in document.cast}
    names = {member.id: member.name for member in document.cast}
    members = {member.id: member for member in document.cast}
    placed: Stations = ()
    sets = document.places
    ancient = era_of([p.plate for p in sets], [p.mood for p in sets]) == "ancient"
    views: list[ShotView] = []
    last_line = episode.lines[-1].id if episode.lines else ""
    cliff = next((i for i, s in enumerate(shots) if s.shot.line == last_line), len(shots) - 1)
    speaker, emotion, scene = "", "none", ""
    for i, timed in enumerate(shots):
        line = timed.line
        people = tuple(p for p in _people(timed) if p in roles)
        subject = people[0] if people else ""
        unseen = line.speaker if line and line.speaker != subject else ""
        partner = unseen or _partner(shots, i, subject, roles)
        text = timed.shot.action or (line.direction if line else "")
        gesture = read(text, people, partner, names)
        if gesture.whom and gesture.whom not in people:
            people = (*people, gesture.whom)
        if timed.scene.id != scene:
            placed = stations(timed.scene, document.place(timed.scene.place), members,
                              seed_of(timed.scene.id))  # fmt: skip
        views.append(
            ShotView(
                timed=timed,
                name=(timed.shot.line or timed.shot.id)
                .removeprefix(f"{episode.id}/")
                .replace("/", "-"),
                place=document.place(timed.scene.place),
                people=people,
                subject=subject,
                partner=partner,
                role=roles.get(subject, "none"),
                facing=roles.get(partner, "none"),
                previous=emotion,
                previous_speaker=speaker,
                seed=seed_of(timed.shot.id),
                first=i == 0,
                last=i == len(shots) - 1,
                scene_change=timed.scene.id != scene,
                speaker_change=bool(line and speaker and line.speaker != speaker),
                cliffhanger=i >= cliff,
                position=round(100 * i / max(1, len(shots) - 1)),
                language=document.series.language,
                gesture=gesture,
                stations=placed,
                shown=_shown(shots, i),
                ancient=ancient,
            )
        )
        scene = timed.scene.id
        if line:
            speaker, emotion = line.speaker, line.emotion
    return views


def _shown(shots: tuple[TimedShot, ...], index: int) -> str:
    """The thing of the insert just before, in the same scene, that can then be in a hand."""
    if not index or shots[index - 1].scene.id != shots[index].scene.id:
        return ""
    prop = shots[index - 1].shot.prop
    return prop if shown(prop) and not shots[index].shot.prop else ""


def _people(timed: TimedShot) -> tuple[str, ...]:
    """Who is in view, the speaker first; a speaker who is not in view is heard from outside.

    A thing is shown alone.
    """
    if timed.shot.prop:
        return ()
    seen = tuple(dict.fromkeys(timed.shot.in_view))
    if timed.line and timed.line.speaker in seen:
        return (timed.line.speaker, *(p for p in seen if p != timed.line.speaker))
    if timed.line and not seen:
        return (timed.line.speaker,)
    return seen


def _partner(shots: tuple[TimedShot, ...], index: int, subject: str, cast: Container[str]) -> str:
    """Whom the subject faces: someone in view, else the nearest other person of the scene."""
    scene = shots[index].scene.id
    same = [i for i, s in enumerate(shots) if s.scene.id == scene]
    for i in sorted(same, key=lambda j: (abs(j - index), j)):
        for person in _people(shots[i]):
            if person != subject and person in cast:
                return person
    return ""


def events(view: ShotView, episode: Episode) -> list[Event]:
    """The instants at which rules are asked: the start, each marker and the end of the speech.

    A shot without words is asked five times a second.
    """
    base = _facts(view, episode)
    timed = view.timed
    found = [_event(view, base, 0, {"start": 1})]
    performance = timed.performance
    if performance is None:
        found += [_event(view, base, f, {}) for f in range(_BEAT, timed.frames, _BEAT)]
        return found
    spoken = speech_span(timed)[1]
    top = strongest(timed)
    for marker in performance.markers:
        if marker.kind not in MARKERS:
            continue
        facts: dict[str, Value] = {marker.kind: max(1, marker.strength)}
        at = marker.at_ms
        facts["top"] = int(marker is top)
        facts["last_word"] = int(spoken - _LANDED_MS <= at <= spoken)
        if marker.kind == "pause":
            ends = [p for p in performance.pauses if p[0] <= at <= p[1]]
            facts["pause_ms"] = ends[0][1] - ends[0][0] if ends else 120
        found.append(_event(view, base, voice_frame(timed, at), facts))
    landed: dict[str, Value] = {"end": 1, "last_word": 1}
    found.append(_event(view, base, voice_frame(timed, spoken), landed))
    return found


def strongest(timed: TimedShot) -> Marker | None:
    """The line's strongest onset with room for a cut before and after it; the first of equals."""
    performance = timed.performance
    if performance is None:
        return None
    roomy = [
        m
        for m in performance.markers
        if m.kind in ONSETS and READABLE <= voice_frame(timed, m.at_ms) <= timed.frames - READABLE
    ]
    return max(roomy, key=lambda m: (m.strength, -m.at_ms), default=None)


def opening_event(view: ShotView, episode: Episode) -> Event:
    """The start of a shot as the shots around it may know it: from the script alone."""
    unheard = dict.fromkeys(PERFORMED, 0)
    return Event(0, _facts(view, episode) | _NOTHING | unheard | {"start": 1})


def voice_frame(timed: TimedShot, ms: int) -> int:
    """The shot's frame in which a time of its take falls."""
    return min(timed.frames - 1, timed.voice_first + ms * FPS // 1000)


def speech_span(timed: TimedShot) -> tuple[int, int]:
    """First and last sound of the take in milliseconds."""
    performance = timed.performance
    if performance is None:
        return 0, 0
    if performance.words:
        return performance.words[0].start_ms, performance.words[-1].end_ms
    loud = [i for i, level in enumerate(performance.level_db) if level > -45]
    if not loud:
        return 0, performance.duration_ms
    return loud[0] * 10, min(performance.duration_ms, loud[-1] * 10 + 10)


def arousal_at(view: ShotView, ms: int) -> int:
    """Arousal of the performance at a time of the take, -100 to 100."""
    performance = view.timed.performance
    if performance is None or not performance.arousal:
        return 0
    return performance.arousal[min(len(performance.arousal) - 1, max(0, ms) // 100)]


def _event(view: ShotView, base: dict[str, Value], frame: int, facts: dict[str, Value]) -> Event:
    ms = ms_of(frame - view.timed.voice_first)
    moment: dict[str, Value] = {
        "at_ms": ms_of(frame),
        "left_ms": ms_of(view.timed.frames - frame),
        "local": arousal_at(view, ms),
    }
    return Event(frame, base | _NOTHING | moment | facts)


def _reversal(view: ShotView) -> bool:
    """Whether somebody who had the upper hand is answered with force."""
    line = view.timed.line
    return (
        line is not None
        and view.speaker_change
        and view.previous in _HIGH
        and line.emotion in _COUNTER
        and line.emotion != view.previous
        and line.intensity >= 55
    )


def _facts(view: ShotView, episode: Episode) -> dict[str, Value]:
    timed, line = view.timed, view.timed.line
    performance = timed.performance
    return {
        "line": int(line is not None),
        "action": int(line is None),
        "emotion": line.emotion if line else "neutral",
        "previous": view.previous,
        "intensity": line.intensity if line else 0,
        "arousal": performance.mean_arousal if performance else 0,
        "words": word_count(line.text) if line else 0,
        "duration_ms": ms_of(timed.frames),
        "speaker_change": int(view.speaker_change),
        "scene_change": int(view.scene_change),
        "people": len(view.people),
        "framing": timed.shot.framing,
        "effect": timed.shot.effect or "none",
        "role": view.role,
        "facing": view.facing,
        "prop": int(bool(timed.shot.prop)),
        "reversal": int(_reversal(view)),
        "dice": view.seed // 7 % 100,
        "first": int(view.first),
        "last": int(view.last),
        "cliffhanger": int(view.cliffhanger),
        "cliff": episode.cliff,
        "tension": episode.tension,
        "position": view.position,
        "mood": view.place.mood,
        "time": view.place.time_of_day,
        "plate": view.place.plate.removesuffix(OLD),
    }
