"""How things are named and how typed text becomes a value."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.base.errors import UserInputError
from engine.series.address import FIELDS, find, normal, value_of
from engine.series.document import Caption, Document, Line, Shot, Voice
from engine.series.invariants import check
from engine.series.takes import ROLES, Slot
from tests.graph.world import season

DOCUMENT = season()
ADDRESSES = (
    "series", "cast/hero", "place/a", "ep01", "ep02/scene1", "ep02/shot3", "ep01/line2",
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("ep3/line2", "ep03/line2"),
        ("EP3/line2", "ep03/line2"),
        (" ep003 ", "ep03"),
        ("/ep12/shot1/", "ep12/shot1"),
        ("ep100/line1", "ep100/line1"),
        ("cast/hero", "cast/hero"),
        ("series", "series"),
        ("episode", "episode"),
        ("ep", "ep"),
        ("epic/line2", "epic/line2"),
        ("", ""),
    ],
)
def test_an_address_is_read_as_ids_are_written(typed: str, address: str) -> None:
    assert normal(typed) == address
    assert normal(address) == address


@pytest.mark.parametrize("address", ADDRESSES)
def test_everything_is_found_by_its_address(address: str) -> None:
    found = find(DOCUMENT, address.replace("ep0", "EP"))
    assert getattr(found, "id", "series") == address


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ep0123/castlineshot. \u0661é"), max_size=20))
def test_any_other_address_is_answered_with_those_there_are(typed: str) -> None:
    try:
        found = find(DOCUMENT, typed)
    except UserInputError as exc:
        said = exc.remedy
    else:
        said = "Known: series, "
        assert getattr(found, "id", "series") == normal(typed)
    assert said.startswith("Known: series, ")


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_field_that_can_be_edited_is_one_of_the_entity(address: str) -> None:
    entity = find(DOCUMENT, address)
    named = {field.name for field in fields(entity)}
    assert set(FIELDS[type(entity)]) <= named
    with pytest.raises(UserInputError) as caught:
        value_of(DOCUMENT, entity, "id" if address != "series" else "premise", "x")
    assert set(re.findall(r"\w+", caught.value.remedy)) >= set(FIELDS[type(entity)])


@pytest.mark.parametrize("address", ADDRESSES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_typed_value_is_taken_or_answered_with_what_is_legal(
    address: str, data: st.DataObject
) -> None:
    entity = find(DOCUMENT, address)
    field = data.draw(st.sampled_from(sorted(FIELDS[type(entity)])))
    text = data.draw(st.one_of(
        st.text(max_size=12), st.integers(-5, 300).map(str),
        st.sampled_from(["yes", "Mira", "Kane,hero", "close", "place/b", "b", "final", "angry"]),
    ))  # fmt: skip
    try:
        changed = value_of(DOCUMENT, entity, field, text)
    except UserInputError as exc:
        changed, said = entity, exc.remedy
    else:
        said = "taken"
    assert said
    assert type(changed) is type(entity)
    for other in fields(entity):
        if other.name != field:
            assert getattr(changed, other.name) == getattr(entity, other.name)


def _line(field: str, text: str) -> Line:
    found = value_of(DOCUMENT, find(DOCUMENT, "ep01/line1"), field, text)
    assert isinstance(found, Line)
    return found


def _shot(field: str, text: str) -> Shot:
    found = value_of(DOCUMENT, find(DOCUMENT, "ep01/shot1"), field, text)
    assert isinstance(found, Shot)
    return found


@pytest.mark.parametrize("typed", ["Kane", "villain", "cast/villain", " Kane "])
def test_people_go_by_name_or_id(typed: str) -> None:
    assert _line("speaker", typed).speaker == "cast/villain"


def test_lists_are_typed_with_commas_and_captions_with_semicolons() -> None:
    assert _shot("in_view", "Kane, hero,").in_view == ("cast/villain", "cast/hero")
    assert _shot("in_view", "").in_view == ()
    assert _shot("overrides", "camera=push-in 10, -shake").overrides == (
        "camera=push-in 10", "-shake",
    )  # fmt: skip
    assert _shot("captions", "name: Mira | heir; 10:30 tonight; place: the dock;").captions == (
        Caption("Mira | heir", "name"), Caption("10:30 tonight"), Caption("the dock", "place"),
    )  # fmt: skip


def test_a_line_gets_a_voice_of_its_own_from_its_speakers() -> None:
    changed = _line("voice.pitch", "120")
    assert changed.voice == Voice(pitch=120)
    again = value_of(DOCUMENT, changed, "voice.pace", "80")
    assert isinstance(again, Line)
    assert again.voice == Voice(pitch=120, pace=80)


@pytest.mark.parametrize("role", ROLES)
def test_a_slot_is_read_as_it_is_written(role: str) -> None:
    slot = Slot("ep03/line2.1", role)
    assert Slot.parse(str(slot)) == slot


@pytest.mark.parametrize("text", ["", "ep03", ":speech", "ep03:", "ep03:smell", "ep03:speech:"])
def test_what_is_no_slot_says_how_one_is_written(text: str) -> None:
    with pytest.raises(ValueError, match="ep03/line2:speech"):
        Slot.parse(text)


def test_an_empty_document_has_a_series_and_nothing_else() -> None:
    bare = Document(DOCUMENT.series)
    assert check(bare) == ()
    assert find(bare, "series") is bare.series
    with pytest.raises(UserInputError):
        find(bare, "ep01")
