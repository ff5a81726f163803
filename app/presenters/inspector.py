"""Whatever is selected: its slots, takes, reasons and fields."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from app.media import seconds
from app.presenters.arc import cliff_choices, emotion_choices
from app.presenters.cast import house_name
from app.presenters.costs import charge, of_episode, of_take
from app.presenters.jobs import ROLE_WORDS
from app.presenters.premise import role_label
from app.presenters.reasons import capital, reasons
from app.presenters.shown import (
    Shown,
    clock,
    duration,
    member_of,
    state_label,
    title_of,
)
from app.presenters.standins import of_slots
from engine.editor.grammar import CAMERA, OVERLAYS
from engine.series.document import (
    FRAMINGS,
    MOODS,
    TIMES_OF_DAY,
    CastMember,
    Document,
    Episode,
    Line,
    Place,
    Shot,
)
from engine.series.takes import Slot, Take
from engine.voice.voices import house_voices
from widgets.data import InspectorView, Property, SlotTab, TakeCard
from widgets.words import t

_MEDIA = {
    "speech": "sound", "reference": "sound", "music": "sound", "mix": "sound",
    "segment": "film", "master": "film", "portrait": "picture", "plate": "picture",
    "cover": "picture",
}  # fmt: skip
_SAME_EVERY_TIME = ("performance", "cut", "master", "mix", "reference")
_IMPORTABLE = ("speech", "portrait", "plate", "segment", "music", "mix", "cover", "master")


@dataclass(frozen=True, slots=True)
class Subject:
    """What is selected: an entity's id; `slot` is the one of its slots that is looked at."""

    id: str = ""
    slot: str = ""


def slots_of(shown: Shown, id: str) -> list[tuple[Slot, str]]:
    """The slots that belong to an entity, with their labels, most telling first."""
    document = shown.document
    if id.startswith("cast/"):
        own = ((Slot(id, "voice"), t("Cloned voice")), (Slot(id, "reference"), t("Recording")))
        cloned = Slot(id, "voice") in shown.look.plan.assets
        return [(Slot(id, "portrait"), t("Portrait")), *(own if cloned else ())]
    if id.startswith("place/"):
        return [(Slot(id, "plate"), t("Background"))]
    episode = document_episode(document, id)
    if episode is None:
        return []
    _, _, rest = id.partition("/")
    if not rest:
        return [(Slot(id, role), t(ROLE_WORDS[role].capitalize()))
                for role in ("master", "cover", "music", "mix", "cut")]  # fmt: skip
    line = _line(episode, id)
    if line is not None:
        shot = next((s for s in episode.shots if s.line == id), None)
        return [(Slot(id, "speech"), t("Voice")), *_pictures(shown, episode, shot)]
    cut, shot = cut_of(shown, episode, id)
    found: list[tuple[Slot, str]] = []
    if cut:
        found.append((Slot(cut, "segment"), t("Picture")))
    elif shot is not None:
        found += _pictures(shown, episode, shot)
    if shot is not None:
        scene = next(s for s in episode.scenes if shot in s.shots)
        found.append((Slot(scene.place, "plate"), t("Background")))
        if shot.line:
            found.append((Slot(shot.line, "speech"), t("Voice")))
    return found


def _pictures(shown: Shown, episode: Episode, shot: Shot | None) -> list[tuple[Slot, str]]:
    if shot is None:
        return []
    # cuts are named after what they show: they are found also while the cut list is made anew
    name = (shot.line or shot.id).partition("/")[2]
    known = [slot for slot in shown.segments.get(episode.id, ()) if _shows(slot, name)]
    return [
        (slot, t("Picture") if n == 0 else t("Picture {n}", n=n + 1))
        for n, slot in enumerate(known)
    ]


def _shows(slot: Slot, name: str) -> bool:
    return slot.owner.partition("/")[2].rpartition(".")[0] == name


def cut_of(shown: Shown, episode: Episode, id: str) -> tuple[str, Shot | None]:
    """(id of the cut, its shot) that an id of the timeline or the script means."""
    shots = {shot.id: shot for shot in episode.shots}
    if id in shots:
        return "", shots[id]
    base = id.rpartition(".")[0]
    for shot in episode.shots:
        if base in (shot.id, shot.line) and base:
            return id, shot
    return "", None


def document_episode(document: Document, id: str) -> Episode | None:
    """The episode that an id lies in."""
    head = id.partition("/")[0]
    return next((e for e in document.episodes if e.id == head), None)


def _line(episode: Episode, id: str) -> Line | None:
    return next((n for n in episode.lines if n.id == id), None)


def inspector(shown: Shown, subject: Subject, why: tuple[str, ...]) -> InspectorView:
    """why: what the engine says about the slot, most telling first."""
    document = shown.document
    slots = slots_of(shown, subject.id)
    if not subject.id or not slots:
        return InspectorView()
    wanted = next((s for s, _ in slots if str(s) == subject.slot), slots[0][0])
    state = shown.state(wanted)
    episode = document_episode(document, subject.id)
    takes = take_cards(shown, wanted)
    title = title_of(document, subject.id)
    place, _, name = title.rpartition(" · ")
    pinned = dict(document.pins).get(str(wanted), "") != ""
    return InspectorView(
        subject=subject.id,
        title=capital(name),
        place=place or _about(shown, subject.id),
        state=state,
        state_label=state_label(state),
        picture=_picture(shown, slots),
        tabs=tuple(SlotTab(str(s), text, shown.state(s)) for s, text in slots),
        slot=str(wanted),
        takes=takes,
        why=reasons(shown, wanted, why) if state in ("stale", "failed", "waiting") else (),
        why_title=_why_title(state),
        update=update_cost(shown, wanted),
        properties=properties(shown, subject.id),
        pinned=pinned,
        locked=bool(episode and episode.locked),
        can_vary=wanted.role not in _SAME_EVERY_TIME,
        can_import=wanted.role in _IMPORTABLE,
        cost=_spent(shown, wanted),
        standin=of_slots(shown, _beneath(shown, wanted)),
    )


def _beneath(shown: Shown, slot: Slot) -> tuple[Slot, ...]:
    """A slot and, where it is a picture or a sound, what it is made from."""
    node = shown.look.plan.nodes.get(slot)
    if node is None or slot.role in ("master", "cover", "cut", "mix", "music"):
        return (slot,)
    return (slot, *(each for _, each in (*node.inputs, *node.reads)))


def _spent(shown: Shown, slot: Slot) -> str:
    """What the take in use cost; of a whole episode, all that went into it."""
    if slot.role == "master":
        found = of_episode(shown, slot.owner)
        return t("This episode: {cost}", cost=found) if found else ""
    asset = shown.asset(slot)
    found = of_take(shown, asset.take) if asset is not None and asset.take is not None else ""
    return t("In use: {cost}", cost=found) if found else ""


def _why_title(state: str) -> str:
    if state == "failed":
        return t("Why did this fail?")
    return t("Why is this out of date?") if state == "stale" else t("Why is this not made yet?")


def _about(shown: Shown, id: str) -> str:
    member = member_of(shown.document, id)
    if member is not None:
        return role_label(member.role)
    episode = document_episode(shown.document, id)
    return episode.title if episode is not None else ""


def _picture(shown: Shown, slots: list[tuple[Slot, str]]) -> str:
    for slot, _ in slots:
        if slot.role == "segment" and (file := shown.file(slot, "still")):
            return file
        if slot.role in ("portrait", "plate", "cover") and (file := shown.file(slot)):
            return file
    return ""


def take_cards(shown: Shown, slot: Slot) -> tuple[TakeCard, ...]:
    """All takes of a slot."""
    pins = dict(shown.document.pins)
    asset = shown.asset(slot)
    used = asset.take.id if asset is not None and asset.take is not None else ""
    return tuple(
        _take(shown, take, number, used, pins.get(str(slot), ""))
        for number, take in enumerate(shown.archive.made(slot), 1)
    )


def _take(shown: Shown, take: Take, number: int, used: str, pin: str) -> TakeCard:
    file = shown.archive.path(take.blob)
    media = _MEDIA.get(take.slot.role, "other")
    still = dict(take.parts).get("still", "")
    picture = str(shown.archive.path(still)) if still else (str(file) if media == "picture" else "")
    length = clock(seconds(file)) if media == "sound" and take.mime == "audio/wav" else ""
    cost = of_take(shown, take) or duration(take.cost_ms / 1000) + " CPU"
    about = [t(take.origin), length, cost, take.created[:16]]
    return TakeCard(
        id=take.id,
        number=number,
        origin=take.origin,
        label=t(take.origin),
        media=media,
        file=str(file),
        picture=picture,
        in_use=take.id == used,
        pinned=take.id == pin,
        detail=" · ".join(part for part in about if part),
        levels=shown.sounds(str(file), 28) if take.mime == "audio/wav" else (),
    )


def update_cost(shown: Shown, slot: Slot) -> str:
    """What making a slot, and all it needs, will take."""
    plan = shown.look.plan
    due = [
        s for s in plan.closure([slot])
        if plan.assets[s].state not in ("fresh", "pinned")
    ]  # fmt: skip
    pictures = sum(s.role == "segment" for s in due)
    time = duration(max(1.0, sum(plan.nodes[s].cost for s in due) / 1000 / 2))
    cost = charge(shown, due)
    if len(due) == 1:
        return t("Makes this anew: about {time}, {cost}.", time=time, cost=cost)
    if pictures:
        return t("Makes {n} things, {p} pictures of them: about {time}, {cost}.", n=len(due),
                 p=pictures, time=time, cost=cost)  # fmt: skip
    return t("Makes {n} things: about {time}, {cost}.", n=len(due), time=time, cost=cost)


def properties(shown: Shown, id: str) -> tuple[Property, ...]:
    """Fields that can be changed here."""
    document = shown.document
    if id.startswith("place/"):
        return _place(next(p for p in document.places if p.id == id))
    member = member_of(document, id)
    if member is not None:
        return _member(member)
    episode = document_episode(document, id)
    if episode is None:
        return ()
    if "/" not in id:
        return (
            Property(id, "title", t("Title"), episode.title),
            Property(id, "hook", t("Hook"), episode.hook),
            Property(id, "cliff", t("Cliffhanger"), episode.cliff, cliff_choices()),
            Property(id, "tension", t("Tension"), str(episode.tension),
                     tuple((str(n), str(n)) for n in range(11))),
        )  # fmt: skip
    line = _line(episode, id)
    shot = next((s for s in episode.shots if s.line == id), None) if line else None
    found: tuple[Property, ...] = ()
    if line is not None:
        found = (
            Property(id, "emotion", t("Emotion"), line.emotion, emotion_choices()),
            Property(id, "direction", t("Direction"), line.direction),
            _line_voice(line),
        )
    else:
        _, shot = cut_of(shown, episode, id)
    return (*found, *_shot(document, episode, shot)) if shot is not None else found


def _line_voice(line: Line) -> Property:
    """Which voice speaks this line; the cast's own unless the lead wants another."""
    own = "" if line.voice is None else str(line.voice.base)
    voices = tuple((str(n), house_name(n)) for n in range(len(house_voices())))
    choices = (("", t("as cast")), *voices)
    name = t("Voice of this line")
    return Property(line.id, "line-voice", name, own, choices, reset=line.voice is not None)


def _place(place: Place) -> tuple[Property, ...]:
    return (
        Property(place.id, "name", t("Name"), place.name),
        Property(place.id, "time_of_day", t("Time of day"), place.time_of_day,
                 tuple((v, t(v)) for v in TIMES_OF_DAY)),
        Property(place.id, "mood", t("Mood"), place.mood, tuple((v, t(v)) for v in MOODS)),
        Property(place.id, "seed", t("Seed"), str(place.seed)),
    )  # fmt: skip


def _member(member: CastMember) -> tuple[Property, ...]:
    return (
        Property(member.id, "name", t("Name"), member.name),
        Property(member.id, "caption", t("Name card"), member.caption),
        Property(member.id, "age", t("Age"), member.age,
                 tuple((v, t(v)) for v in ("child", "teen", "young", "mature", "elder"))),
    )  # fmt: skip


def _shot(document: Document, episode: Episode, shot: Shot) -> tuple[Property, ...]:
    scene = next(s for s in episode.scenes if shot in s.shots)
    camera = next((o.partition("=")[2] for o in shot.overrides if o.startswith("camera=")), "")
    effects = " ".join(o for o in shot.overrides if not o.startswith(("camera=", "framing=")))
    known = next((word for word in OVERLAYS if effects.startswith(word)), "")
    places = tuple((p.id, p.name) for p in document.places)
    by_rule = t("by the rules")
    return (
        Property(shot.id, "framing", t("Framing"), shot.framing,
                 tuple((v, t(v)) for v in FRAMINGS)),
        Property(shot.id, "override:camera", t("Camera"), camera,
                 (("", by_rule), *((v, t(v)) for v in CAMERA)), reset=bool(camera)),
        Property(shot.id, "override:effect", t("Effect"), known,
                 (("", by_rule), *((v, t(v)) for v in OVERLAYS)), reset=bool(known)),
        Property(scene.id, "place", t("Background"), scene.place, places),
        Property(shot.id, "hold_ms", t("Hold"), str(shot.hold_ms), (), note="ms"),
        Property(shot.id, "action", t("Action"), shot.action),
    )  # fmt: skip


def with_slot(subject: Subject, slot: str) -> Subject:
    """The same subject with another of its slots looked at."""
    return replace(subject, slot=slot)


def file_of(path: str) -> Path | None:
    """A path that was dropped or chosen, if it is a file."""
    found = Path(path)
    return found if path and found.is_file() else None
