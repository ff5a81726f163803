"""Clips in words, for tips and for those who do not see them."""

from __future__ import annotations

from widgets.data import ShotClip, SpeechClip, TextClip
from widgets.timeline.lanes import clock
from widgets.words import t

Any = ShotClip | SpeechClip | TextClip


def state_word(state: str) -> str:
    """A state in words."""
    words = {
        "fresh": t("Up to date"), "waiting": t("Waiting"), "rendering": t("Rendering"),
        "pinned": t("Pinned"), "stale": t("Out of date"), "failed": t("Failed"),
    }  # fmt: skip
    return words.get(state, state)


def name(track: str, clip: Any) -> str:
    """What a clip is called."""
    if isinstance(clip, ShotClip):
        return t("Shot {number}", number=clip.number)
    if isinstance(clip, SpeechClip):
        return t("{name}: {text}", name=clip.name, text=clip.text)
    if track == "effects":
        return t("Sound {text}", text=clip.text)
    return t("Subtitle {text}", text=clip.text)


def tip(track: str, clip: Any, rate: int) -> str:
    """A few lines about a clip."""
    seconds = f"{clip.frames / max(1, rate):.1f}"
    about = t("{seconds} s, {frames} frames", seconds=seconds, frames=clip.frames)
    lines = [name(track, clip), f"{about} · {state_word(clip.state)}"]
    if isinstance(clip, ShotClip):
        if clip.by_hand:
            lines.append(t("Cut set by hand"))
        elif clip.rule:
            lines.append(t("Cut by rule: {rule}", rule=clip.rule))
        if clip.fixed:
            lines.append(t("Its words need this length: it can only be made longer"))
        lines.extend(clip.decisions)
    return "\n".join(lines)


def whole(found: tuple[str, Any] | None, frame: int, frames: int, rate: int) -> str:
    """The timeline in a sentence: what is selected and where the playhead stands."""
    place = t("Frame {frame} of {frames}, at {time}", frame=frame, frames=frames,
              time=clock(frame, rate))  # fmt: skip
    if found is None:
        return t("Nothing selected. {place}.", place=place)
    track, clip = found
    return t("Selected: {clip}, {state}. {place}.", clip=name(track, clip),
             state=state_word(clip.state), place=place)  # fmt: skip
