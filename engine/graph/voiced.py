"""From lines and cast to what is spoken: speech, its performance, and cloned voices. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.base.canon import Json, canonical_text, exact, joined, nfc
from engine.base.codec import encode
from engine.graph.backends import Backend, Makers, standing_in
from engine.graph.node import Inputs, Node, node
from engine.series.document import CastMember, Document, Line, Series, Voice
from engine.series.takes import Slot

_DEVICE_COST = 1500
_CLONE_COST = 4000


def spoken_text(text: str) -> str:
    """What reaches the voice: NFC, white space folded."""
    return " ".join(nfc(text).split())


def referenced(document: Document) -> frozenset[str]:
    """Members for whom a reference recording is chosen."""
    ends = ":reference"
    return frozenset(slot.removesuffix(ends) for slot, _ in document.pins if slot.endswith(ends))


@dataclass(frozen=True, slots=True)
class Voiced:
    """What all lines of a member in one voice have in common; values are canonical JSON."""

    params: Mapping[str, str]
    backend: Backend
    inputs: Inputs = ()
    instead: Mapping[str, str] | None = None  # in the embedded voice, while the engine is missing
    no_clone: str = ""  # why the clone cannot be made here: the house voice speaks meanwhile


def voiced(
    makers: Makers, series: Series, member: CastMember, voice: Voice, cloned: bool
) -> Voiced:
    """A member's voice as lines need it. cloned: a reference recording is there."""
    backend = makers.speaks(voice.backend, member.voice.backend, series.speaker)
    own = makers.speaks(member.voice.backend, series.speaker)  # a clone serves one engine only
    has_voice = cloned and backend.clones and backend.id == own.id
    inputs = (("voice", Slot(member.id, "voice")),) if has_voice else ()
    first = _params(series, member, voice, backend)
    instead = _params(series, member, voice, makers.espeak) if backend.missing else None
    return Voiced(first, backend, inputs, instead, backend.no_clone if inputs else "")


def _params(
    series: Series, member: CastMember, voice: Voice, backend: Backend
) -> Mapping[str, str]:
    common: dict[str, Json] = {
        "speaker": backend.version,
        "language": series.language,
        "voice": encode(replace(voice, backend=backend.id)),
        "gender": member.gender,
        "age": member.age,
    }
    return {name: canonical_text(value) for name, value in common.items()}


def speech_nodes(
    makers: Makers, series: Series, line: Line, said: Voiced, wanted: Mapping[str, int]
) -> tuple[Node, Node]:
    """A line's speech and performance."""
    speech, performance = Slot(line.id, "speech"), Slot(line.id, "performance")
    text = {"text": canonical_text(spoken_text(line.text))}
    acting = {
        "emotion": canonical_text(line.emotion),
        "intensity": str(line.intensity),
        "take": str(wanted.get(str(speech), 0)),
    }
    letter = 11 if series.language.startswith("zh") else 3  # a Han character is a syllable
    cost = 150 + letter * len(line.text)
    instead = None
    if said.instead is not None:
        instead = node(
            speech, joined({**said.instead, **text, **acting}), cost=cost,
            standin=standing_in(makers.espeak, said.backend),
        )  # fmt: skip
    device = said.backend.device
    spoken = node(
        speech, joined({**said.params, **text, **acting}), inputs=said.inputs,
        payload=said.backend.payload, cost=_DEVICE_COST if device else cost,
        engine=said.backend.id if device else "", missing=said.backend.missing, instead=instead,
    )  # fmt: skip
    if said.no_clone and not said.backend.missing:
        told = f"the house voice stands in for the cloned one: {said.no_clone}"
        spoken = spoken._replace(instead=spoken._replace(inputs=(), standin=told))
    measured = node(
        performance, joined({**said.params, **text}), inputs=(("speech", speech),), cost=100
    )
    return spoken, measured


def clone_nodes(
    makers: Makers, series: Series, member: CastMember, cloned: bool, wanted: Mapping[str, int]
) -> tuple[Node, ...]:
    """The slot for a reference recording, and the voice that is taken from it."""
    backend = makers.speaks(member.voice.backend, series.speaker)
    if not backend.clones:
        return ()
    reference, voice = Slot(member.id, "reference"), Slot(member.id, "voice")
    given = node(reference, {}, held="no recording is given; the house voice speaks", cost=1)
    if not cloned:
        return (given,)
    params: dict[str, Json] = {
        "speaker": backend.version,
        "cloning": backend.cloning,
        "take": wanted.get(str(voice), 0),
    }
    # consent is given for one series: its title is checked, and is no part of the recipe
    told = exact({**json.loads(backend.payload), "series": series.title})
    made = node(
        voice, params, inputs=(("reference", reference),), payload=told,
        cost=_CLONE_COST, engine=backend.id,
        missing=backend.missing or backend.no_clone,
    )  # fmt: skip
    return given, made
