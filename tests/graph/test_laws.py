"""The laws of the graph: incremental equals clean, minimal, idempotent, undo makes nothing."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from engine.series.document import Document
from engine.series.takes import Slot, Take
from tests.graph.world import World, season, sha, with_line

LINES = tuple(f"ep{e:02d}/line{i}" for e in (1, 2) for i in (1, 2, 3))
PINNED = ("ep01/line1:speech", "place/a:plate", "ep02:music", "cast/hero:portrait")


class Studio(RuleBasedStateMachine):
    """A lead who edits, pins, asks for takes, undoes and makes, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.document = season()
        self.history: list[Document] = []
        self.imports = 0

    def edit(self, document: Document) -> None:
        self.history.append(self.document)
        self.document = document

    @rule(line=st.sampled_from(LINES), text=st.sampled_from(("Run.", "run.", "Stay here.", "No!")))
    def write(self, line: str, text: str) -> None:
        self.edit(with_line(self.document, line, text=text))

    @rule(line=st.sampled_from(LINES), emotion=st.sampled_from(("cold", "angry")))
    def direct(self, line: str, emotion: str) -> None:
        self.edit(with_line(self.document, line, emotion=emotion))

    @rule(slot=st.sampled_from(PINNED))
    def import_file(self, slot: str) -> None:
        self.imports += 1
        take = Take(
            f"i{self.imports}", Slot.parse(slot), "", sha(str(self.imports)), "", "imported"
        )
        self.world.keep(take)
        pins = {**dict(self.document.pins), slot: take.id}
        self.edit(replace(self.document, pins=tuple(pins.items())))

    @precondition(lambda self: self.document.pins)
    @rule()
    def back_to_automatic(self) -> None:
        self.edit(replace(self.document, pins=self.document.pins[1:]))

    @rule(slot=st.sampled_from(PINNED))
    def another_take(self, slot: str) -> None:
        wanted = dict(self.document.takes_wanted)
        wanted[slot] = wanted.get(slot, 0) + 1
        self.edit(replace(self.document, takes_wanted=tuple(wanted.items())))

    @precondition(lambda self: self.history)
    @rule()
    def undo(self) -> None:
        self.document = self.history.pop()

    @rule()
    def make(self) -> None:
        self.world.build(self.document)
        assert self.world.build(self.document) == [], "making twice must make nothing"
        states = {a.state for a in self.world.plan(self.document).assets.values()}
        assert states <= {"fresh", "pinned"}

    @precondition(lambda self: self.history)
    @rule()
    def undo_after_making(self) -> None:
        earlier = self.history.pop()
        self.world.build(earlier)
        self.world.build(self.document)
        self.document = earlier
        assert self.world.build(earlier) == [], "undo finds its old takes"

    @rule()
    def incremental_equals_clean(self) -> None:
        self.world.build(self.document)
        clean = World()
        for pin in self.document.pins:
            clean.keep(self.world.take(pin[1]))
        clean.build(self.document)
        here = {s: a.value for s, a in self.world.plan(self.document).assets.items()}
        assert here == {s: a.value for s, a in clean.plan(self.document).assets.items()}

    @invariant()
    def no_recipe_is_made_twice(self) -> None:
        assert len(self.world.recipes) == len(set(self.world.recipes))


TestStudio = Studio.TestCase
TestStudio.settings = settings(max_examples=40, stateful_step_count=15, deadline=None)
