"""From cast, places and cuts to what is drawn: plates, portraits, drawings, expressions. Pure.

The embedded artist draws people frame by frame, inside the segments. A painter with a model makes
a few drawings of each person beforehand; then segments and covers follow from those.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from engine.artist.types import FaceState
from engine.artist.views import PORTRAIT, View, face_of, parse_view, view_of
from engine.base.canon import Json, canonical_text
from engine.base.codec import encode
from engine.editor.types import Cut
from engine.graph.backends import Backend, Makers, standing_in
from engine.graph.node import Inputs, Node, node
from engine.series.document import CastMember, Place, Series
from engine.series.takes import Slot

_PORTRAIT_COST, _PLATE_COST = 300, 900
_PAINTED_PLATE, _DRAWING_COST, _EXPRESSION_COST = 6000, 4000, 3000
ADAPTER = "lora"  # the trait that names a character's own LoRA
SHEET = parse_view(PORTRAIT)
"""The view that stands for a person on cards and covers."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A member as a recipe names it. facts: what their drawings depend on; text: as JSON."""

    member: CastMember
    backend: Backend
    facts: Mapping[str, Json]
    text: str

    @property
    def painted(self) -> bool:
        """Whether somebody else than the embedded artist draws them."""
        return self.backend.id != "comic"


def drawn(makers: Makers, series: Series, member: CastMember) -> Drawn:
    """How a member is drawn in this series."""
    backend = makers.draws(member.look.backend, series.artist)
    facts = plain(member, backend)
    adapter = dict(member.look.traits).get(ADAPTER, "")
    if adapter and backend.id != "comic":
        facts[ADAPTER] = makers.engines(ADAPTER, adapter).version
    return Drawn(member, backend, facts, canonical_text(facts))


def plain(member: CastMember, backend: Backend) -> dict[str, Json]:
    """What a drawing of a member depends on."""
    look = replace(member.look, backend=backend.id)
    return {"look": encode(look), "gender": member.gender, "age": member.age}


def portrait(makers: Makers, who: Drawn, wanted: Mapping[str, int]) -> tuple[Node, ...]:
    """A member's card, and the drawing that it is cut from where a model draws."""
    slot = Slot(who.member.id, "portrait")
    take: dict[str, Json] = {"take": wanted.get(str(slot), 0)}
    own: dict[str, Json] = {
        "artist": makers.artist, **plain(who.member, makers.comic), **take
    }  # fmt: skip
    if not who.painted:
        return (node(slot, own, cost=_PORTRAIT_COST),)
    sheet = drawing(who, SHEET, wanted)
    calm = expression(who, SHEET, "calm", wanted)
    params: dict[str, Json] = {"artist": who.backend.version, **take}
    instead = None
    if who.backend.missing:
        stands = standing_in(makers.comic, who.backend)
        instead = node(slot, own, cost=_PORTRAIT_COST, standin=stands)
    inputs = (("drawing", sheet.slot), ("face", calm.slot))
    made = node(slot, params, inputs=inputs, cost=_PORTRAIT_COST, instead=instead)
    return sheet, calm, made


def plate(makers: Makers, series: Series, place: Place, wanted: Mapping[str, int]) -> Node:
    """A place's background."""
    slot = Slot(place.id, "plate")

    def params(backend: Backend) -> dict[str, Json]:
        return {
            "artist": backend.version,
            "plate": place.plate,
            "time": place.time_of_day,
            "mood": place.mood,
            "seed": place.seed,
            "take": wanted.get(str(slot), 0),
        }

    backend = makers.draws(series.artist)
    if backend.id == "comic":
        return node(slot, params(backend), cost=_PLATE_COST)
    instead = None
    if backend.missing:
        stands = standing_in(makers.comic, backend)
        instead = node(slot, params(makers.comic), cost=_PLATE_COST, standin=stands)
    return node(
        slot, params(backend), payload=backend.payload, cost=_PAINTED_PLATE,
        engine=backend.id, missing=backend.missing, instead=instead,
    )  # fmt: skip


def drawing(who: Drawn, view: View, wanted: Mapping[str, int]) -> Node:
    """One drawing of a member in one view."""
    slot = Slot(f"{who.member.id}/{view.name}", "drawing")
    params: dict[str, Json] = {
        "artist": who.backend.version,
        **who.facts,
        "view": view.name,
        "take": wanted.get(str(slot), 0),
    }
    return node(
        slot, params, payload=who.backend.payload, cost=_DRAWING_COST, engine=who.backend.id,
        missing=who.backend.missing,
    )  # fmt: skip


def expression(who: Drawn, view: View, face: str, wanted: Mapping[str, int]) -> Node:
    """The face of one drawing in one emotion, with its mouths."""
    base = Slot(f"{who.member.id}/{view.name}", "drawing")
    slot = Slot(f"{base.owner}/{face}", "expression")
    params: dict[str, Json] = {
        "artist": who.backend.version,
        **who.facts,
        "view": view.name,
        "face": face,
        "take": wanted.get(str(slot), 0),
    }
    return node(
        slot, params, inputs=(("drawing", base),), payload=who.backend.payload,
        cost=_EXPRESSION_COST, engine=who.backend.id, missing=who.backend.missing,
    )  # fmt: skip


Needs = Mapping[tuple[str, View], frozenset[str]]
"""(member, view) to the faces that are shown in it."""


def needs_of_cut(cut: Cut) -> Needs:
    """The drawings that one cut shows."""
    found: dict[tuple[str, View], frozenset[str]] = {}
    for figure in cut.figures:
        view = view_of(figure.framing, figure.yaw, figure.pose, back=figure.back)
        faces = frozenset() if figure.back else frozenset(face_of(k.state) for k in figure.faces)
        found[figure.cast, view] = found.get((figure.cast, view), frozenset()) | faces
    return found


def needs_of_cover(member: str, emotion: str) -> Needs:
    """The drawing that a cover shows: the sheet's view in the last line's emotion."""
    return {(member, SHEET): frozenset((face_of(FaceState(emotion, 4)),))}


def drawing_nodes(
    people: Mapping[str, Drawn], needs: Iterable[Needs], wanted: Mapping[str, int]
) -> tuple[Node, ...]:
    """Drawings and expressions of everybody whom a model draws; each once."""
    nodes: dict[Slot, Node] = {}
    for need in needs:
        for (id, view), faces in need.items():
            who = people[id]
            if not who.painted:
                continue
            base = Slot(f"{id}/{view.name}", "drawing")
            if base not in nodes:
                nodes[base] = drawing(who, view, wanted)
            for face in sorted(faces):
                slot = Slot(f"{base.owner}/{face}", "expression")
                if slot not in nodes:
                    nodes[slot] = expression(who, view, face, wanted)
    # an expression follows from its drawing: drawings first
    return tuple(sorted(nodes.values(), key=lambda n: n.slot.role))


def drawn_inputs(
    people: Mapping[str, Drawn], need: Needs, only: frozenset[str] | None = None
) -> Inputs:
    """Drawings as inputs of what shows them. only: leave out all but these slots."""
    found: list[tuple[str, Slot]] = []
    for (id, view), faces in need.items():
        if people[id].painted:
            owner = f"{id}/{view.name}"
            found.append((f"drawing {owner}", Slot(owner, "drawing")))
            found += [
                (f"face {owner}/{face}", Slot(f"{owner}/{face}", "expression"))
                for face in sorted(faces)
            ]
    return tuple(item for item in found if only is None or str(item[1]) in only)


def missing_artist(people: Mapping[str, Drawn], need: Needs) -> Backend | None:
    """The first engine that would be needed for these drawings and is not there."""
    found = (people[id].backend for id, _ in need)
    return next((backend for backend in found if backend.missing), None)
