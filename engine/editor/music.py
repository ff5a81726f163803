"""The tension that the music follows, and the sounds that rules ask for. In the episode's time."""

from __future__ import annotations

from engine.editor.eras import OLD
from engine.editor.layout import ms_of
from engine.editor.rules import Fired
from engine.editor.types import Decision, Room, SoundCue, Theme
from engine.editor.view import ShotView
from engine.series.document import Episode

_EFFECT = {"power": 22, "impact": 25, "reveal": 16, "chase": 22, "arrival": 8, "door": 8,
           "tears": -14, "phone": 4}  # fmt: skip
_TENSE = ("angry", "desperate", "afraid", "urgent", "shaken", "grave")
_EASY = ("tender", "soft", "calm", "joy", "amused")
_STRENGTH = 60
_SHORT_RISER = 12  # frames
_THEME_MS = 9000  # a theme that is heard for less says nothing
_LASTING = ("rain", "wind", "crowd")  # as long as the shot unless the rule says otherwise


def tension(episode: Episode, views: list[ShotView], frames: int) -> tuple[tuple[int, int], ...]:
    """(ms, 0 to 100) at each shot's start and amid excited lines; highest at the end."""
    points: list[tuple[int, int]] = []
    for view in views:
        level = _level(episode, view)
        start = ms_of(view.timed.first)
        points.append((start, level))
        performance = view.timed.performance
        if performance and performance.mean_arousal >= 25:
            middle = start + ms_of(view.timed.frames // 2)
            points.append((middle, min(100, level + performance.mean_arousal // 4)))
    end = ms_of(frames)
    points.append((max(points[-1][0] + 1, end - 1500), 100))
    points.append((end, 55))
    return tuple(points)


def _level(episode: Episode, view: ShotView) -> int:
    curve = 0.55 + 0.45 * view.position / 100
    level = round((20 + 7 * episode.tension) * curve)
    level += _EFFECT.get(view.timed.shot.effect, 0)
    line = view.timed.line
    if line is not None:
        level += 8 * (line.emotion in _TENSE) - 8 * (line.emotion in _EASY)
    return min(100, max(5, level + 15 * view.cliffhanger))


def themes(views: list[ShotView]) -> tuple[Theme, ...]:
    """Whose music is heard: a scene begins with theirs who say most in it, then whoever takes the
    word brings their own, once the one before has had its time."""
    found: list[Theme] = []
    for scene in dict.fromkeys(v.timed.scene.id for v in views):
        own = [v for v in views if v.timed.scene.id == scene]
        talk = [(v.timed.line.speaker, v) for v in own if v.timed.line]
        names = [name for name, _ in talk] or [own[0].subject]
        roles = {v.partner: v.facing for v in own} | {v.subject: v.role for v in own}
        lead = max(dict.fromkeys(names), key=names.count)
        start, mood = ms_of(own[0].timed.first) if found else 0, own[0].place.mood
        found.append(Theme(start, lead, roles.get(lead, "none"), mood))
        for name, view in talk:
            at = ms_of(view.timed.first)
            if name != found[-1].cast and at - found[-1].at_ms >= _THEME_MS:
                found.append(Theme(at, name, roles.get(name, "none"), mood))
    return tuple(found)


def rooms(views: list[ShotView]) -> tuple[Room, ...]:
    """The places in which the episode is heard."""
    found: list[Room] = []
    for view in views:
        room = Room(
            ms_of(view.timed.first) if found else 0,
            view.place.plate.removesuffix(OLD),
            view.place.time_of_day,
        )
        if not found or (found[-1].plate, found[-1].time) != (room.plate, room.time):
            found.append(room)
    return tuple(found)


def _until_blow(riser: Fired, fired: tuple[Fired, ...]) -> int:
    """ms from a riser to the blow that it leads to in its shot; 0 where there is none."""
    blows = [
        f.frame
        for f in fired
        if f.action.verb == "sound" and f.action.word in ("hit", "sting", "power")
        and not f.action.remove and f.frame > riser.frame + _SHORT_RISER
    ]  # fmt: skip
    return ms_of(min(blows) - riser.frame) if blows else 0


def sounds(
    view: ShotView, fired: tuple[Fired, ...]
) -> tuple[tuple[SoundCue, ...], list[tuple[int, Decision]]]:
    """A shot's sounds, and for each the shot's frame and the decision behind it."""
    start, found = view.timed.first, list[SoundCue]()
    why: list[tuple[int, Decision]] = []
    forbidden: set[str] = set()
    for item in fired:
        action = item.action
        if action.verb != "sound":
            continue
        if action.remove:
            forbidden.add(action.word)
        elif action.word not in forbidden and "" not in forbidden:
            strength = action.amount if action.amount >= 0 else _STRENGTH
            length = ms_of(action.frames) if action.frames > 0 else 0
            if not length and action.word == "riser":
                length = _until_blow(item, fired)
            if not length and action.word in _LASTING:
                length = ms_of(view.timed.frames - item.frame)
            found.append(SoundCue(action.word, ms_of(start + item.frame), strength, length))
            why.append((item.frame, Decision(item.rule, str(action))))
    return tuple(found), why
