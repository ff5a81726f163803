"""An episode in frames: cuts, words, subtitles, sounds, music."""

from __future__ import annotations

from pathlib import Path

from app.commands import trimmed
from app.media import levels_of, performance, to_frames
from app.presenters.shown import Shown, member_of, tint
from engine.editor.types import FPS, Cut, CutList
from engine.series.document import Episode, Shot
from engine.series.takes import Slot
from widgets.data import ShotClip, SpeechClip, TextClip, TimelineView
from widgets.words import t

STRESSED = 55
"""Strength from which a peak of the voice is marked."""
_POINTS_A_SECOND = 20


def timeline(
    shown: Shown, episode: Episode, cuts: CutList | None, stills: dict[str, str]
) -> TimelineView:
    """cuts: the newest cut list, also when it is out of date. stills: pictures by cut id."""
    if cuts is None:
        return TimelineView(
            episode=episode.id,
            note=t("The timeline shows once the voices of this episode are spoken."),
        )
    music = Slot(episode.id, "music")
    bed = shown.file(music)
    return TimelineView(
        episode=episode.id,
        frames=cuts.frames,
        rate=FPS,
        shots=_shots(shown, episode, cuts, stills),
        speech=_speech(shown, episode, cuts),
        subtitles=tuple(
            TextClip(f"cue{n}", to_frames(c.start_ms), to_frames(c.end_ms - c.start_ms), c.text)
            for n, c in enumerate(cuts.subtitles)
        ),
        sounds=tuple(
            TextClip(f"sound{n}", to_frames(s.at_ms), to_frames(s.length_ms or 900), t(s.kind))
            for n, s in enumerate(cuts.sounds)
        ),
        music=shown.sounds(bed, 240) if bed else (),
        music_state=shown.state(music),
    )


def _shots(
    shown: Shown, episode: Episode, cuts: CutList, stills: dict[str, str]
) -> tuple[ShotClip, ...]:
    found: list[ShotClip] = []
    shots = {shot.id: shot for shot in episode.shots}
    order = [shot.id for shot in episode.shots]
    at, before = 0, ""
    for number, cut in enumerate(cuts.cuts, 1):
        slot = Slot(f"{episode.id}/{cut.id}", "segment")
        shot = shots.get(cut.shot)
        found.append(
            ShotClip(
                id=f"{episode.id}/{cut.id}",
                shot=cut.shot,
                number=order.index(cut.shot) + 1 if cut.shot in order else number,
                first=at,
                frames=cut.frames,
                state=shown.state(slot),
                by_hand=_cut_by_hand(shot, shots.get(before), cut.shot != before),
                rule=_rule(cut),
                picture=shown.file(slot, "still") or stills.get(cut.id, ""),
                share=500,
                decisions=tuple(decision_words(d.rule, d.action) for d in cut.decisions),
                fixed=shot is not None and bool(shot.line) and not _last_of(cut, cuts),
            )
        )
        at, before = at + cut.frames, cut.shot
    return tuple(found)


def _cut_by_hand(shot: Shot | None, before: Shot | None, first: bool) -> bool:
    """Whether the cut before a clip is a hand's: its own, or the trimmed end of the one before."""
    moved = first and before is not None and trimmed(before)
    return moved or (shot is not None and bool(shot.overrides))


def _last_of(cut: Cut, cuts: CutList) -> bool:
    """Whether a cut is the last one of its shot: what follows the words can be made longer."""
    same = [c.id for c in cuts.cuts if c.shot == cut.shot]
    return same[-1] == cut.id


def _rule(cut: Cut) -> str:
    return next((d.rule for d in cut.decisions if d.rule != "human"), "")


def decision_words(rule: str, action: str) -> str:
    """A decision with who made it."""
    who = t("by hand") if rule == "human" else t("rule “{name}”", name=rule)
    return f"{action} · {who}"


def _speech(shown: Shown, episode: Episode, cuts: CutList) -> tuple[SpeechClip, ...]:
    lines = {line.id: line for line in episode.lines}
    found: list[SpeechClip] = []
    for spoken in cuts.lines:
        line = lines.get(spoken.line)
        if line is None:
            continue
        member = member_of(shown.document, line.speaker)
        slot = Slot(line.id, "performance")
        file = shown.file(slot)
        marks: tuple[int, ...] = ()
        levels: tuple[int, ...] = ()
        frames = to_frames(spoken.last_ms - spoken.start_ms)
        if file:
            measured = performance(Path(file))
            frames = to_frames(measured.duration_ms)
            points = max(8, measured.duration_ms * _POINTS_A_SECOND // 1000)
            levels = levels_of(measured, points)
            marks = tuple(
                to_frames(spoken.start_ms + m.at_ms)
                for m in measured.markers
                if m.kind == "peak" and m.strength >= STRESSED
            )
        found.append(
            SpeechClip(
                id=line.id,
                name=member.name if member else "",
                tint=tint(shown.document, line.speaker),
                first=to_frames(spoken.start_ms),
                frames=max(1, frames),
                text=line.text,
                state=shown.state(Slot(line.id, "speech")),
                levels=levels,
                marks=marks,
                picture=shown.file(Slot(line.speaker, "portrait")),
            )
        )
    return tuple(found)


def cut_starts(cuts: CutList) -> tuple[int, ...]:
    """First frame of every cut."""
    found, at = [], 0
    for cut in cuts.cuts:
        found.append(at)
        at += cut.frames
    return tuple(found)


def cut_at(cuts: CutList, frame: int) -> tuple[int, Cut] | None:
    """The cut that shows a frame, with its first frame."""
    at = 0
    for cut in cuts.cuts:
        if at <= frame < at + cut.frames:
            return at, cut
        at += cut.frames
    return None


def shot_of_line(episode: Episode, line: str) -> Shot | None:
    """The shot that shows a line."""
    return next((shot for shot in episode.shots if shot.line == line), None)
