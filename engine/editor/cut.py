"""From script, performances and rules to the cut list. Pure: equal requests give equal lists.

What a cut holds depends on its shot, its scene's people and its own line's performance, never on
where in the episode it lies; only the label and the title card of the first seconds do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.editor import music
from engine.editor.acting import subject_mood
from engine.editor.bodies import Stance, hurt, placed, stance, touching
from engine.editor.cues import part_cues, shot_cues, subtitles
from engine.editor.faces import tracks
from engine.editor.grammar import Place, parse_action
from engine.editor.layout import TimedShot, lay_out, ms_of
from engine.editor.openings import Opening, openings
from engine.editor.panels import base_camera, marks_of, panels_of
from engine.editor.parts import Part, parts
from engine.editor.picture import camera, effects, over_thing, wishes
from engine.editor.rules import Fired, Rules, fire
from engine.editor.staging import Mark
from engine.editor.titles import captions, clipped, letters, on_their_owners, opening
from engine.editor.types import (
    Camera,
    Cut,
    CutList,
    Decision,
    EditRequest,
    Effect,
    FaceKey,
    Figure,
    SoundCue,
    SpokenLine,
    SubtitleCue,
)
from engine.editor.view import ShotView, events, see, seed_of, speech_span

WHIP = 7
"""Frames of each half of a whip pan."""


@dataclass(frozen=True, slots=True)
class _Company:
    """The cast in its order and roles: decides sides and reactions."""

    order: tuple[str, ...]
    roles: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Done:
    """All that one shot gives to the list."""

    view: ShotView
    cuts: tuple[Cut, ...]
    subtitles: tuple[SubtitleCue, ...]
    sounds: tuple[SoundCue, ...]


@dataclass(frozen=True, slots=True)
class ShotPlan:
    """A shot, what the rules want of it, and its cuts before they are staged.

    fired: what won first; opening: its own first picture; after: the next shot with its opening.
    """

    view: ShotView
    fired: tuple[Fired, ...]
    opening: Opening
    after: tuple[ShotView, Opening] | None
    parts: tuple[Part, ...]


def plans(request: EditRequest, rules: Rules) -> list[ShotPlan]:
    """Every shot of the episode, decided; raises as `cut_episode`."""
    episode = request.episode
    views = see(request.document, episode, lay_out(request, rules.pre_roll))
    human = [_overrides(view) for view in views]
    opened = openings(views, episode, rules, human)
    found = []
    for i, view in enumerate(views):
        fired = (*human[i], *fire(rules, events(view, episode)))
        after = (views[i + 1], opened[i + 1]) if i + 1 < len(views) else None
        cuts = parts(view, fired, opened[i], after)
        found.append(ShotPlan(view, fired, opened[i], after, cuts))
    return found


def cut_episode(request: EditRequest, rules: Rules) -> CutList:
    """The cut list of one episode.

    Raises:
        UserInputError: `no-shots`, `no-performance`, or `bad-rule` for an override that cannot be
            read.
    """
    episode = request.episode
    cast = request.document.cast
    company = _Company(tuple(m.id for m in cast), {m.id: m.role for m in cast})
    done = [_shot(plan, rules, company) for plan in plans(request, rules)]
    views = [d.view for d in done]
    timed = [v.timed for v in views]
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
        themes=music.themes(views),
        rooms=music.rooms(views),
        cliff=episode.cliff,
    )


def _shot(plan: ShotPlan, rules: Rules, company: _Company) -> _Done:
    view, timed, fired = plan.view, plan.view.timed, plan.fired
    cues = shot_cues(timed)
    lettered, read = letters(view, fired)
    notes = (*on_their_owners(captions(timed), view, plan.parts), *lettered)
    sounds, heard = music.sounds(view, fired)
    cuts = list[Cut]()
    for number, part in enumerate(plan.parts):
        before = cuts[-1].camera if cuts else None
        cut = _cut(view, part, f"{view.name}.{number}", fired, company, before)
        why = [
            replace(d, frame=frame - part.first)
            for frame, d in (*read, *heard)
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
    return _Done(view, _whipped(plan, cuts), subtitles(cues, timed.first), sounds)


def _whipped(plan: ShotPlan, cuts: list[Cut]) -> tuple[Cut, ...]:
    """The cuts with both halves of the whips at the shot's ends."""
    found = list(cuts)
    for item, side, last in (
        (plan.opening.whip_why, plan.opening.whip, False),
        (plan.after[1].whip_why, plan.after[1].whip, True) if plan.after else (None, "", True),
    ):
        if item is None:
            continue
        at = len(found) - 1 if last else 0
        cut = found[at]
        first = max(0, cut.frames - WHIP) if last else 0
        strength = item.action.amount if item.action.amount >= 0 else 70
        effect = Effect(f"whip-{side}", first, min(WHIP, cut.frames), strength)
        why = Decision(item.rule, str(item.action), first)
        found[at] = replace(cut, effects=(*cut.effects, effect), decisions=(*cut.decisions, why))
    return tuple(found)


def _overrides(view: ShotView) -> tuple[Fired, ...]:
    """What a human asked of this shot, as actions that come before every rule."""
    found = []
    for text in view.timed.shot.overrides:
        place = Place(name=f"{view.timed.shot.id}, override “{' '.join(text.split())}”")
        found.append(Fired("human", parse_action(text, place), 0))
    return tuple(found)


def _cut(
    view: ShotView, part: Part, id: str, fired: tuple[Fired, ...], company: _Company,
    before: Camera | None,
) -> Cut:  # fmt: skip
    wanted = wishes(part, fired)
    moving, why = camera(view, part, wanted)
    prop = view.timed.shot.prop if not part.subject else ""
    if prop:
        moving, why = over_thing(part, moving, why)
    over, because = effects(part, wanted)
    marks = placed(view, part, marks_of(view, company.order, part))
    panels = panels_of(view, part, marks)
    if panels and part.look.travel:
        moving, why = base_camera(before), []
    posed = next((f for f in wanted if f.action.verb == "pose" and not f.action.remove), None)
    faces = tracks(view, part, marks, company.roles, f"{view.timed.shot.id}:{id}")
    if touching(view, part, marks):
        faces = [hurt(view, mark, keys) for mark, keys in zip(marks, faces, strict=True)]
    figures = tuple(
        _figure(mark, keys, stance(view, part, marks, mark, keys[0].state.emotion, posed))
        for mark, keys in zip(marks, faces, strict=True)
    )
    if touching(view, part, marks):  # hands lie over whom they touch: the first is in front
        figures = tuple(sorted(figures, key=lambda f: f.cast != view.gesture.who))
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
        panels=panels,
    )


def _figure(mark: Mark, keys: tuple[FaceKey, ...], body: Stance) -> Figure:
    return Figure(
        cast=mark.cast, framing=mark.framing, x=mark.x, yaw=mark.yaw, pose=body.pose, faces=keys,
        back=mark.back, holds=body.holds, touches=body.touches, legs=body.legs,
    )  # fmt: skip


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
