"""What follows from what: exactly the slots that depend on a change go out of date."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.graph.explain import explain
from engine.graph.plan import out_of_date
from engine.series.document import Document
from engine.series.takes import Slot
from tests.graph.world import World, season, with_line


@pytest.fixture
def finished() -> tuple[World, Document]:
    world, document = World(), season()
    world.build(document)
    return world, document


def names(slots: list[Slot]) -> set[str]:
    return {str(slot) for slot in slots}


def test_one_changed_word_remakes_what_follows_from_it(finished: tuple[World, Document]) -> None:
    world, document = finished
    made = world.build(with_line(document, "ep01/line2", text="Something else."))
    assert names(made) == {
        "ep01/line2:speech", "ep01/line2:performance", "ep01:cut", "ep01/line2.0:segment",
        "ep01:music", "ep01:mix", "ep01:master",
    }  # fmt: skip


def test_equal_performance_ends_the_rebuild_early(finished: tuple[World, Document]) -> None:
    world, document = finished
    made = world.build(with_line(document, "ep01/line2", text="WORDS 1 AND 2."))
    assert "ep01/line2.0:segment" not in names(made)
    assert {"ep01/line2:speech", "ep01/line2:performance", "ep01:mix"} <= names(made)


@pytest.mark.parametrize("field", ["direction"])
def test_stage_direction_remakes_nothing(finished: tuple[World, Document], field: str) -> None:
    world, document = finished
    assert world.build(with_line(document, "ep01/line2", **{field: "Turns away."})) == []


def test_hook_and_logline_remake_nothing(finished: tuple[World, Document]) -> None:
    world, document = finished
    first = replace(document.episodes[0], hook="another hook", locked=True)
    changed = replace(
        document,
        series=replace(document.series, logline="another", premise="another"),
        episodes=(first, *document.episodes[1:]),
    )
    assert world.build(changed) == []


def test_a_plate_reaches_only_the_shots_in_its_place(finished: tuple[World, Document]) -> None:
    world, document = finished
    places = (replace(document.places[0], mood="eerie"), document.places[1])
    made = names(world.build(replace(document, places=places)))
    assert "place/a:plate" in made
    assert "place/b:plate" not in made
    assert not any(name.startswith("ep01/") for name in made), "episode 1 plays in place/b"
    assert {"ep02:master", "ep02:cover"} <= made


def test_the_edit_names_what_is_out_of_date_before_anything_is_made(
    finished: tuple[World, Document],
) -> None:
    world, document = finished
    before = world.plan(document)
    after = world.plan(with_line(document, "ep01/line2", text="Something else."))
    listed = names(list(out_of_date(before, after)))
    assert {"ep01/line2:speech", "ep01/line2:performance", "ep01:cut", "ep01/line2.0:segment",
            "ep01:mix", "ep01:master"} <= listed  # fmt: skip
    assert "ep01/line1.0:segment" not in listed
    assert not any(name.startswith("ep02") for name in listed)


def test_explain_names_the_field(finished: tuple[World, Document]) -> None:
    world, document = finished
    changed = with_line(document, "ep01/line2", text="Something else.")
    rows = explain(world.plan(changed), world, Slot("ep01/line2", "speech"))
    assert any(row.startswith("params.text:") and "Something else." in row for row in rows)


def test_a_pin_of_an_earlier_take_says_so(finished: tuple[World, Document]) -> None:
    world, document = finished
    slot = Slot("ep01/line2", "speech")
    pinned = replace(document, pins=((str(slot), world.takes(slot)[0].id),))
    assert world.plan(pinned).assets[slot].reason == "chosen by hand"
    assert world.build(pinned) == []
    changed = with_line(pinned, "ep01/line2", text="Something else.")
    assert world.plan(changed).assets[slot].reason == "made for an earlier version"
