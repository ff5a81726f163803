"""Engines that a lead chooses: what follows from a choice, and what stands in for a missing one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.artist.types import FaceState
from engine.editor.types import Camera, Cut, CutList, FaceKey, Figure, SpokenLine
from engine.edits.takes import pin
from engine.graph.backends import Backend
from engine.graph.explain import explain
from engine.graph.plan import Plan, Planner
from engine.series.document import Document, Look, Voice
from engine.series.takes import Slot, Take
from engine.work.demand import episode_demand, next_batch, wanted
from tests.graph.world import MAKERS, World, season, with_line


class Machine:
    """Engines that are there or not, as the lead installs and removes them."""

    def __init__(self, *installed: str, no_clone: str = "") -> None:
        self.installed = set(installed)
        self.no_clone = no_clone

    def __call__(self, role: str, id: str) -> Backend:
        missing = "" if id in self.installed else f"{id} is not installed"
        return Backend(
            id, f"{id} weights", '{"engine":"' + id + '"}', device=True,
            clones=id == "bark", no_clone=self.no_clone, missing=missing,
        )  # fmt: skip


def faces(episode, performances) -> CutList:
    """A cut a line: its speaker close and angry; and one of both people at full length."""
    cuts, lines, at = [], [], 0
    scene = episode.scenes[0]
    for shot in scene.shots:
        far = not shot.line
        states = FaceKey(0, FaceState()), FaceKey(9, FaceState("angry", 3, "A"))
        who = ("cast/hero", "cast/villain") if far else shot.in_view
        figures = tuple(
            Figure(id, "full" if far else "close", 50, 24 - 50 * far, "stand", states) for id in who
        )
        name = (shot.line or shot.id).rpartition("/")[2]
        seed = int(performances.get(shot.line, "0")[:6], 16)
        cuts.append(Cut(f"{name}.0", shot.id, scene.place, 40, figures, Camera(), seed=seed))
        if shot.line:
            lines.append(SpokenLine(shot.line, at, at, at + 30))
        at += 40
    return CutList(episode.id, at, tuple(cuts), tuple(lines), (), (), ((0, 50),))


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("tests.graph.world.cut_of", faces)
    return World()


def on(world: World, machine: Machine) -> World:
    """The same takes on another machine."""
    makers = replace(MAKERS, engines=machine)
    world.planner = Planner(makers, world.cuts.__getitem__)
    return world


def with_engines(document: Document, **engines: str) -> Document:
    return replace(document, series=replace(document.series, **engines))


def states(plan: Plan, role: str) -> set[str]:
    return {a.state for slot, a in plan.assets.items() if slot.role == role}


def test_a_chosen_speaker_speaks_every_line_and_draws_nothing(world: World) -> None:
    on(world, Machine("bark"))
    world.build(season())
    chosen = with_engines(season(), speaker="bark")
    plan = world.plan(chosen)
    stale = {slot.role for slot, a in plan.assets.items() if a.state == "outdated"}
    assert stale == {"speech"}
    assert {n.engine for s, n in plan.nodes.items() if s.role == "speech"} == {"bark"}
    made = {slot.role for slot in world.build(chosen)}
    # the people and places stay as they are; what is heard or cut to it does not
    assert made.isdisjoint({"plate", "portrait", "cover"})
    assert {"speech", "performance"} <= made


def test_one_member_may_speak_and_look_otherwise(world: World) -> None:
    on(world, Machine("bark", "sdxl"))
    document = season()
    hero = replace(document.cast[0], voice=Voice(backend="bark"), look=Look(backend="sdxl"))
    document = replace(document, cast=(hero, document.cast[1]))
    world.build(document)
    plan = world.plan(document)
    speakers = {document.episode(s.owner[:4]).lines for s in plan.nodes if s.role == "speech"}
    by_bark = {s.owner for s, n in plan.nodes.items() if s.role == "speech" and n.engine == "bark"}
    hers = {n.id for lines in speakers for n in lines if n.speaker == "cast/hero"}
    assert by_bark == hers
    drawn = {s.owner.split("/")[1] for s in plan.nodes if s.role in ("drawing", "expression")}
    assert drawn == {"hero"}
    assert {n.engine for s, n in plan.nodes.items() if s.role == "plate"} == {""}


def test_the_series_own_engine_can_be_declined_for_one_member(world: World) -> None:
    on(world, Machine("bark"))
    document = with_engines(season(), speaker="bark")
    hero = replace(document.cast[0], voice=Voice(backend="espeak"))
    plan = world.plan(replace(document, cast=(hero, document.cast[1])))
    engines = {
        n.speaker: plan.nodes[Slot(n.id, "speech")].engine
        for e in document.episodes
        for n in e.lines
    }
    assert engines == {"cast/hero": "", "cast/villain": "bark"}


def test_drawings_are_shared_by_all_episodes_and_made_once(world: World) -> None:
    on(world, Machine("sdxl"))
    document = with_engines(season(3), artist="sdxl")
    other = replace(document.cast[1], look=Look(2))
    document = replace(document, cast=(document.cast[0], other))
    made = world.build(document)
    drawings = [s for s in made if s.role == "drawing"]
    views = {"near+25-stand", "far-25-stand"}
    assert {s.owner for s in drawings} == {
        f"cast/{who}/{view}" for who in ("hero", "villain") for view in views
    }
    assert len(drawings) == 4
    faces_made = {s.owner.rpartition("/")[2] for s in made if s.role == "expression"}
    assert faces_made == {"calm", "angry"}
    first = world.plan(document).nodes[Slot("ep01/line1.0", "segment")]
    shown = [name for name, _ in first.inputs]
    who = document.episodes[0].lines[0].speaker
    assert shown == [
        "plate", f"drawing {who}/near+25-stand", f"face {who}/near+25-stand/angry",
        f"face {who}/near+25-stand/calm",
    ]  # fmt: skip


def test_another_drawing_re_makes_what_shows_it_and_nothing_else(world: World) -> None:
    on(world, Machine("sdxl"))
    document = with_engines(season(1, 4), artist="sdxl")
    world.build(document)
    again = replace(document, takes_wanted=(("cast/hero/far-25-stand:drawing", 1),))
    made = world.build(again)
    lines = {s.line for e in document.episodes for s in e.shots if s.line}
    segments = {s.owner for s in made if s.role == "segment"}
    assert segments == {f"ep01/{s.id.rpartition('/')[2]}.0" for s in again.episodes[0].shots
                        if not s.line}  # fmt: skip
    assert not {s.owner for s in made if s.role == "speech"} & lines
    assert {s.role for s in made} == {"drawing", "expression", "segment", "master"}


def test_a_missing_engine_is_stood_in_for_and_says_so(world: World) -> None:
    on(world, Machine())
    document = with_engines(season(), speaker="bark", artist="sdxl")
    made = world.build(document)
    plan = world.plan(document)
    assert {s.role for s in made}.isdisjoint({"drawing", "expression"})
    for role in ("speech", "plate", "portrait", "segment", "cover"):
        told = {n.standin for s, n in plan.nodes.items() if s.role == role}
        engine = "espeak stands in for bark" if role == "speech" else "comic stands in for sdxl"
        assert {t.partition(":")[0] for t in told} == {engine}
        assert states(plan, role) == {"fresh"}
    assert any("bark is not installed" in row
               for row in explain(plan, world, Slot("ep01/line1", "speech")))  # fmt: skip
    # nothing is made anew by choosing an engine that is not there
    before = on(World(), Machine())
    embedded = {s: a.key for s, a in before.plan(season()).assets.items() if s.role == "speech"}
    assert {s: plan.assets[s].key for s in embedded} == embedded


def test_what_a_model_made_stays_in_use_where_the_model_is_missing(world: World) -> None:
    document = with_engines(season(), speaker="bark", artist="sdxl")
    on(world, Machine("bark", "sdxl"))
    world.build(document)
    on(world, Machine())  # the project is carried to another machine
    plan = world.plan(document)
    assert {a.state for s, a in plan.assets.items() if s.role != "reference"} == {"fresh"}
    assert not any(n.standin for n in plan.nodes.values())
    changed = with_line(document, "ep01/line1", text="Something else.")
    plan = world.plan(changed)
    assert plan.nodes[Slot("ep01/line1", "speech")].standin
    assert not plan.nodes[Slot("ep01/line2", "speech")].standin


def test_installing_the_engine_later_makes_it_anew_with_it(world: World) -> None:
    document = with_engines(season(), speaker="bark")
    on(world, Machine())
    world.build(document)
    on(world, Machine("bark"))
    plan = world.plan(document)
    assert states(plan, "speech") == {"outdated"}
    assert {n.standin for n in plan.nodes.values()} == {""}


def test_a_drawing_chosen_by_hand_is_shown_though_its_engine_is_missing(world: World) -> None:
    on(world, Machine())
    document = with_engines(season(), artist="sdxl")
    world.build(document)
    slot = Slot("cast/hero/near+25-stand", "drawing")
    world.keep(Take("mine", slot, "", "f" * 64, "image/png", origin="imported"))
    changed = pin(document, slot, "mine").document
    plan = world.plan(changed)
    stale = {s.owner for s, a in plan.assets.items() if a.state == "outdated"}
    shots = {n.id for e in document.episodes for n in e.lines if n.speaker == "cast/hero"}
    assert stale >= {f"{id}.0" for id in shots}
    inputs = plan.nodes[Slot("ep01/line2.0", "segment")].inputs
    assert ("drawing cast/hero/near+25-stand", slot) in inputs
    assert not any(name.startswith("face") for name, _ in inputs)


def test_a_voice_is_cloned_once_a_recording_is_chosen(world: World) -> None:
    on(world, Machine("bark"))
    document = with_engines(season(), speaker="bark")
    plan = world.plan(document)
    reference = Slot("cast/hero", "reference")
    assert plan.assets[reference].state == "waiting"
    assert Slot("cast/hero", "voice") not in plan.assets
    world.keep(Take("rec", reference, "", "a" * 64, "audio/wav", origin="imported"))
    chosen = pin(document, reference, "rec").document
    made = world.build(chosen)
    assert Slot("cast/hero", "voice") in made
    plan = world.plan(chosen)
    hers = [n.id for e in chosen.episodes for n in e.lines if n.speaker == "cast/hero"]
    theirs = [n.id for e in chosen.episodes for n in e.lines if n.speaker != "cast/hero"]
    voice = ("voice", Slot("cast/hero", "voice"))
    assert all(voice in plan.nodes[Slot(id, "speech")].inputs for id in hers)
    assert not any(plan.nodes[Slot(id, "speech")].inputs for id in theirs)


def test_while_a_clone_cannot_be_made_the_house_voice_speaks_and_says_so(world: World) -> None:
    on(world, Machine("bark", no_clone="cloning needs hubert-base"))
    document = with_engines(season(), speaker="bark")
    reference = Slot("cast/hero", "reference")
    world.keep(Take("rec", reference, "", "a" * 64, "audio/wav", origin="imported"))
    chosen = pin(document, reference, "rec").document
    world.build(chosen)
    plan = world.plan(chosen)
    hers = [n.id for e in chosen.episodes for n in e.lines if n.speaker == "cast/hero"]
    nodes = [plan.nodes[Slot(id, "speech")] for id in hers]
    assert all("cloning needs hubert-base" in n.standin and n.engine == "bark" for n in nodes)
    assert states(plan, "speech") == states(plan, "master") == {"fresh"}
    on(world, Machine("bark"))  # what cloning needs is there now
    made = world.build(chosen)
    assert {s.owner for s in made if s.role == "speech"} == set(hers)
    on(world, Machine("bark", no_clone="cloning needs hubert-base"))  # and gone again
    changed = with_line(chosen, hers[0], text="Something else.")
    plan = world.plan(changed)
    assert plan.assets[Slot(hers[0], "speech")].state == "outdated", "the voice itself is there"
    assert not plan.nodes[Slot(hers[0], "speech")].standin


def test_a_lines_own_engine_does_not_get_the_clone_of_another(world: World) -> None:
    on(world, Machine("bark", "qwen"))
    document = with_engines(season(), speaker="bark")
    reference = Slot("cast/hero", "reference")
    world.keep(Take("rec", reference, "", "a" * 64, "audio/wav", origin="imported"))
    chosen = pin(document, reference, "rec").document
    line = next(n.id for n in chosen.episodes[0].lines if n.speaker == "cast/hero")
    world.build(chosen)
    other = with_line(chosen, line, voice=Voice(backend="qwen"))
    assert world.plan(other).nodes[Slot(line, "speech")].inputs == ()
    assert Slot(line, "speech") in world.build(other)


def test_drawings_made_elsewhere_are_still_filmed(world: World) -> None:
    document = with_engines(season(), artist="sdxl")
    on(world, Machine("sdxl"))
    world.build(document)
    on(world, Machine())
    changed = with_line(document, "ep01/line2", text="Something longer than it was.")
    made = world.build(changed)
    segment = Slot("ep01/line2.0", "segment")
    assert segment in made
    plan = world.plan(changed)
    assert any(name.startswith("drawing") for name, _ in plan.nodes[segment].inputs)
    assert not plan.nodes[segment].standin


def test_a_batch_is_of_one_kind_and_starts_with_what_is_most_urgent(world: World) -> None:
    on(world, Machine("bark", "sdxl"))
    document = with_engines(season(3), speaker="bark", artist="sdxl")
    plan = world.plan(document)
    demand = episode_demand(document.series, ["ep02", "ep01"])
    batch = next_batch(plan, demand, set())
    first = next(n for n in wanted(plan, demand) if n.engine)
    assert batch[0].slot == first.slot
    assert {(n.slot.role, n.engine) for n in batch} == {("speech", "bark")}
    assert [n.slot.owner[:4] for n in batch] == ["ep02"] * 3 + ["ep01"] * 3
    busy = {plan.assets[n.slot].key for n in batch}
    after = next_batch(plan, demand, busy)
    assert {(n.slot.role, n.engine) for n in after} == {("plate", "sdxl")}
