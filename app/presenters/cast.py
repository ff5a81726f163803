"""Who speaks, with which voice."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from app.media import seconds
from app.presenters.choices import artist_of, speaker_of, trouble
from app.presenters.costs import charge
from app.presenters.premise import role_label
from app.presenters.shown import Shown, clock, duration, state_label, tint
from app.presenters.standins import of_slots
from engine.base.errors import StudioError
from engine.series.document import CastMember, Line, Voice
from engine.series.takes import Slot
from engine.voice.consent import Consent, consent_from_json
from engine.voice.voices import house_voices
from widgets.data import Audition, Slider, VoiceCard
from widgets.words import t

AUDITIONS = 4
SLIDERS = ("pitch", "pace", "energy", "brightness")
_LABELS = {"pitch": "Pitch", "pace": "Pace", "energy": "Energy", "brightness": "Brightness"}


def cast_cards(shown: Shown, names: Mapping[str, str] | None = None) -> list[VoiceCard]:
    """A card a person, in the order of the cast. names: of recordings' files, by take."""
    return [_card(shown, member, names or {}) for member in shown.document.cast]


def _card(shown: Shown, member: CastMember, names: Mapping[str, str]) -> VoiceCard:
    lines = lines_of(shown, member.id)
    episodes = {line.id.partition("/")[0] for line in lines}
    state = voice_state(shown, lines)
    voice = member.voice
    stale = sum(shown.state(Slot(n.id, "speech")) == "stale" for n in lines)
    series, choices = shown.document.series, shown.choices
    speaker, artist = speaker_of(series, member), artist_of(series, member)
    recording = dict(shown.document.pins).get(f"{member.id}:reference", "")
    return VoiceCard(
        id=member.id,
        name=member.name,
        role=role_label(member.role),
        tint=tint(shown.document, member.id),
        voice=voice_name(voice),
        lines=t("{n} lines in {e} episodes", n=len(lines), e=len(episodes)),
        state=state,
        state_label=state_label(state),
        picture=shown.file(Slot(member.id, "portrait")),
        source=_source(shown, member, speaker, names.get(recording, "")),
        base=voice.base,
        voices=tuple((n, house_name(n)) for n in range(len(house_voices()))),
        sliders=tuple(Slider(name, t(_LABELS[name]), getattr(voice, name)) for name in SLIDERS),
        auditions=tuple(_audition(shown, line) for line in _samples(shown, lines)),
        pitch=_pitch(voice),
        bright=_bright(voice),
        cost=_cost(shown, lines, stale),
        speakers=choices.with_series("speaker", series),
        speaker=member.voice.backend,
        artists=choices.with_series("artist", series),
        artist=member.look.backend,
        trouble=trouble(choices, (speaker, artist), series.language),
        standin=of_slots(shown, (*(Slot(n.id, "speech") for n in lines),
                                 Slot(member.id, "portrait"))),
        cloned=bool(recording),
    )  # fmt: skip


def consent_of(shown: Shown, cast: str) -> Consent | None:
    """The consent to the recording that a member's voice is taken from, if there is one."""
    slot = Slot(cast, "reference")
    pin = dict(shown.document.pins).get(str(slot), "")
    take = next((x for x in shown.archive.made(slot) if pin and x.id == pin), None)
    record = dict(take.parts).get("consent", "") if take is not None else ""
    return _consent(shown.archive.path(record)) if record else None


@lru_cache(64)
def _consent(file: Path) -> Consent | None:
    """Read once: a file of the archive never changes."""
    try:
        return consent_from_json(file.read_text("utf-8"))
    except (OSError, StudioError):
        return None


def _source(shown: Shown, member: CastMember, speaker: str, file: str) -> str:
    """Whose voice it is. file: name of the recording, "" while it is not known."""
    if f"{member.id}:reference" not in dict(shown.document.pins):
        return t("Synthetic, nobody's voice")
    consent = consent_of(shown, member.id)
    name = consent.speaker if consent is not None else t("somebody")
    who = t("Cloned from {file} with the consent of {name}", file=file or t("a recording"),
            name=name)  # fmt: skip
    choice = shown.choices.of(speaker)
    if choice.clones and not (choice.missing or choice.no_clone):
        return who
    return t("{who}; not used by {engine}", who=who, engine=choice.title)


def _cost(shown: Shown, lines: list[Line], stale: int) -> str:
    """What moving a slider means."""
    plan = shown.look.plan
    slots = [slot for n in lines if (slot := Slot(n.id, "speech")) in plan.nodes]
    cost = sum(plan.nodes[slot].cost for slot in slots)
    text = t("A change speaks {n} lines again: about {time}, {cost}.", n=len(lines),
             time=duration(cost / 2000), cost=charge(shown, slots))  # fmt: skip
    return text if not stale else f"{text} {t('Out of date now: {n}.', n=stale)}"


def voice_name(voice: Voice) -> str:
    """The house voice in words."""
    return house_name(voice.base)


def house_name(base: int) -> str:
    """A house voice by its number and character."""
    house = house_voices()
    if not 0 <= base < len(house):
        return t("Voice {n}", n=base + 1)
    return f"{base + 1} · {t(house[base].name)}"


def lines_of(shown: Shown, cast: str) -> list[Line]:
    """Everything a person says."""
    return [n for e in shown.document.episodes for n in e.lines if n.speaker == cast]


def voice_state(shown: Shown, lines: list[Line]) -> str:
    """The most telling state of a person's lines."""
    states = {shown.state(Slot(line.id, "speech")) for line in lines}
    for state in ("rendering", "failed", "stale"):
        if state in states:
            return state
    if states and states <= {"fresh", "pinned"}:
        return "pinned" if "pinned" in states else "fresh"
    return "waiting"


def _samples(shown: Shown, lines: list[Line]) -> list[Line]:
    """Lines to hear: spoken ones first, of different emotions."""
    spoken = [n for n in lines if shown.best(Slot(n.id, "speech")) is not None]
    chosen: list[Line] = []
    for line in (*spoken, *lines):
        if line not in chosen and line.emotion not in {c.emotion for c in chosen}:
            chosen.append(line)
        if len(chosen) == AUDITIONS:
            break
    return chosen


def _audition(shown: Shown, line: Line) -> Audition:
    file = shown.file(Slot(line.id, "speech"))
    if not file:
        return Audition(line.id, line.text, t(line.emotion))
    levels, length = shown.sounds(file, 48), clock(seconds(Path(file)))
    return Audition(line.id, line.text, t(line.emotion), levels, file, length)


@lru_cache(64)
def _pitch(voice: Voice) -> float:
    """Where a voice lies between the lowest and the highest house voice, with its slider."""
    house = house_voices()
    tones = [each.pitch for each in house]
    own = tones[voice.base] if voice.base < len(tones) else sum(tones) / len(tones)
    place = (own * voice.pitch / 100 - min(tones)) / max(1, max(tones) - min(tones))
    return min(1.0, max(0.0, 0.1 + 0.8 * place))


@lru_cache(64)
def _bright(voice: Voice) -> float:
    return min(1.0, max(0.0, 0.5 + (voice.brightness - 100) / 200 + (voice.base % 3 - 1) * 0.12))
