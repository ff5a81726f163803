"""From script, performances and rules to the cut list. Pure: equal requests give equal lists.

What a cut holds depends on its shot, its scene's people and its own line's performance, never on
where in the episode it lies; only the label and the title card of the first seconds do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.editor import music
from engine.editor.acting import pose, subject_mood
from engine.editor.cues import part_cues, shot_cues, subtitles
from engine.editor.faces import tracks
from engine.editor.grammar import Place, parse_action
from engine.editor.layout import TimedShot, lay_out, ms_of
from engine.editor.parts import Part, parts
from engine.editor.picture import camera, effects, over_thing, wishes
from engine.editor.rules import Fired, Rules, fire
from engine.editor.staging import Mark, stage
from engine.editor.titles import captions, clipped, opening
from engine.editor.types import (
    Cut,
    CutList,
    Decision,
    EditRequest,
    Figure,
    SoundCue,
    SpokenLine,
    SubtitleCue,
)
from engine.editor.view import ShotView, events, see, seed_of, speech_span
from engine.series.document import Episode

_HANDLESS = ("extreme", "close")  # framings that show no arms: one drawing serves every pose


@dataclass(frozen=True, slots=True)
class _Company:
    """The cast in its order and roles: decides sides and reactions."""

    order: tuple[str, ...]
    roles: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Done:
    """All that one shot gives to the list."""

    cuts: tuple[Cut, ...]
    subtitles: tuple[SubtitleCue, ...]
    sounds: tuple[SoundCue, ...]


def cut_episode(request: EditRequest, rules: Rules) -> CutList:
    """The cut list of one episode.

    Raises:
        UserInputError: `no-shots`, `no-performance`, or `bad-rule` for an override that cannot be
            read.
    """
    timed = lay_out(request, rules.pre_roll)
    episode = request.episode
    cast = request.document.cast
    company = _Company(tuple(m.id for m in cast), {m.id: m.role for m in cast})
    views = see(request.document, episode, timed)
    done = [_shot(view, episode, rules, company) for view in views]
    frames = timed[-1].first + timed[-1].frames
    sounds = sorted((s for d in done for s in d.sounds), key=lambda s: (s.at_ms, s.kind))
    return CutList(
        episode=episode.id,
        frames=frames,
        cuts=_titled(request, tuple(c for d in done for c in d.cuts)),
        lines=tuple(_spoken(t) for t in timed if t.line),
        subtitles=tuple(s for d in done for s in d.subtitles),
        sounds=tuple(sounds),
        tension=music.tension(episode, views, frames),
    )


def _shot(view: ShotView, episode: Episode, rules: Rules, company: _Company) -> _Done:
    timed = view.timed
    fired = (*_overrides(view), *fire(rules, events(view, episode)))
    cues = shot_cues(timed)
    notes = captions(timed)
    sounds, heard = music.sounds(view, fired)
    cuts = []
    for number, part in enumerate(parts(view, fired)):
        cut = _cut(view, part, f"{view.name}.{number}", fired, company)
        why = [
            replace(d, frame=frame - part.first)
            for frame, d in heard
            if part.first <= frame < part.last
        ]
        if timed.stretched and not number:
            why.append(Decision("layout", f"{timed.stretched:+d} frames"))
        cuts.append(
            replace(
                cut,
                cues=part_cues(cues, part.first, part.last),
                titles=clipped(notes, part.first, part.last),
                decisions=(*cut.decisions, *why),
            )
        )
    return _Done(tuple(cuts), subtitles(cues, timed.first), sounds)


def _overrides(view: ShotView) -> tuple[Fired, ...]:
    """What a human asked of this shot, as actions that come before every rule."""
    found = []
    for text in view.timed.shot.overrides:
        place = Place(name=f"{view.timed.shot.id}, override “{' '.join(text.split())}”")
        found.append(Fired("human", parse_action(text, place), 0))
    return tuple(found)


def _cut(view: ShotView, part: Part, id: str, fired: tuple[Fired, ...], company: _Company) -> Cut:
    wanted = wishes(part, fired)
    moving, why = camera(view, part, wanted)
    prop = view.timed.shot.prop if not part.subject else ""
    if prop:
        moving, why = over_thing(part, moving, why)
    over, because = effects(part, wanted)
    marks = stage(view, company.order, part.subject, part.framing, part.company)
    posed = next((f for f in wanted if f.action.verb == "pose" and not f.action.remove), None)
    faces = tracks(view, part, marks, company.roles, f"{view.timed.shot.id}:{id}")
    figures = tuple(
        Figure(
            cast=mark.cast,
            framing=mark.framing,
            x=mark.x,
            yaw=mark.yaw,
            pose=_pose(view, mark, posed, keys[0].state.emotion),
            faces=keys,
            back=mark.back,
        )
        for mark, keys in zip(marks, faces, strict=True)
    )
    reasons = [Decision(f.rule, str(f.action), max(0, f.frame - part.first)) for f in part.why]
    if posed:
        reasons.append(Decision(posed.rule, str(posed.action)))
    return Cut(
        id=id,
        shot=view.timed.shot.id,
        place=view.place.id,
        frames=part.last - part.first,
        figures=figures,
        camera=moving,
        effects=over,
        decisions=(*reasons, *why, *because),
        wash=subject_mood(view)[0] if view.subject else "neutral",
        seed=seed_of(f"{view.timed.shot.id}:{id}") % 1_000_000 + 1,
        prop=prop,
    )


def _pose(view: ShotView, mark: Mark, posed: Fired | None, emotion: str) -> str:
    if mark.framing in _HANDLESS or mark.back:
        return "stand"
    if posed and mark.cast == view.subject:
        return posed.action.word
    return pose(emotion, seed_of(f"{view.timed.scene.id}:{mark.cast}"))


def _titled(request: EditRequest, cuts: tuple[Cut, ...]) -> tuple[Cut, ...]:
    """The cuts with label and episode card laid over the first ones."""
    titles, first, found = opening(request), 0, []
    for cut in cuts:
        seen = clipped(titles, first, first + cut.frames)
        found.append(replace(cut, titles=(*seen, *cut.titles)) if seen else cut)
        first += cut.frames
    return tuple(found)


def _spoken(timed: TimedShot) -> SpokenLine:
    start = ms_of(timed.first + timed.voice_first)
    first, last = speech_span(timed)
    return SpokenLine(timed.shot.line, start, start + first, start + last)
