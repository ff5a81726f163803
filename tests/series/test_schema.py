"""The document on disk: exact, with what a newer version wrote, and refused when damaged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.base.errors import ProjectError
from engine.series.document import CastMember, Document, Episode, Line, Place, Scene, Series, Shot
from engine.series.schema import from_json, part_from_json, part_json, to_json
from tests.graph.world import season, with_line

TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
NAMES = st.text(st.sampled_from("abcxyz_éẽ\u0303"), min_size=1, max_size=6).map("new_".__add__)


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    """Every object with a schema, the outermost first."""
    if isinstance(data, dict) and "schema" in data:
        yield data
    for inner in data.values() if isinstance(data, dict) else data:
        if isinstance(inner, dict | list):
            yield from _objects(inner)


def test_every_entity_says_what_it_is() -> None:
    kinds = {found["schema"] for found in _objects(json.loads(to_json(season())))}
    assert kinds == {
        "Document.1", "Series.1", "CastMember.2", "Place.1", "Episode.1", "Scene.1", "Shot.1",
        "Line.2",
    }  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(text=TEXTS, direction=TEXTS)
def test_any_text_comes_back_exactly(text: str, direction: str) -> None:
    document = with_line(season(), "ep01/line1", text=text, direction=direction)
    assert from_json(to_json(document)) == document


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_fields_that_are_not_known_come_back_wherever_they_are(data: st.DataObject) -> None:
    stored = json.loads(to_json(season(1, 1)))
    for found in _objects(stored):
        found.update(data.draw(st.dictionaries(NAMES, VALUES, max_size=2)))
    read = from_json(json.dumps(stored))
    assert json.loads(to_json(read)) == stored
    assert from_json(to_json(read)) == read


def _entities() -> list[Any]:
    document = season()
    episode = document.episodes[0]
    scene = episode.scenes[0]
    return [document, document.series, document.cast[0], document.places[0], episode, scene,
            scene.shots[0], episode.lines[0]]  # fmt: skip


@pytest.mark.parametrize("entity", _entities(), ids=lambda entity: type(entity).__name__)
def test_every_part_stands_alone(entity: Any) -> None:
    text = part_json(entity)
    assert part_from_json(type(entity), text) == entity
    assert part_json(part_from_json(type(entity), text)) == text


@pytest.mark.parametrize(
    "kind",
    [Document, Series, CastMember, Place, Episode, Scene, Shot, Line],
    ids=lambda k: k.__name__,
)
def test_a_newer_version_is_not_read_as_this_one(kind: type) -> None:
    stored = json.loads(to_json(season()))
    name = kind.__name__
    found = next(o for o in _objects(stored) if o["schema"].startswith(f"{name}."))
    found["schema"] = f"{name}.{int(found['schema'].rpartition('.')[2]) + 1}"
    with pytest.raises(ProjectError, match="newer version") as caught:
        from_json(json.dumps(stored))
    assert caught.value.code == "too-new"
    assert name in caught.value.message


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "null", "7", '"Line"', "{}",
        '{"schema":"Line.0","id":"a","speaker":"b","text":"c"}',
        '{"schema":"Line.-1","id":"a","speaker":"b","text":"c"}',
        '{"schema":"Shot.1","id":"a"}',
        '{"schema":7,"id":"a","speaker":"b","text":"c"}',
        '{"schema":"Line.1","id":"a","speaker":"b"}',
        '{"schema":"Line.1","id":"a","speaker":"b","text":null}',
        '{"schema":"Line.1","id":"a","speaker":"b","text":"c","intensity":"7"}',
        '{"schema":"Line.1","id":"a","speaker":"b","text":"c","intensity":true}',
        '{"schema":"Line.1","id":"a","speaker":"b","text":"c","voice":{"tone":1}}',
        '{"schema":"Line.1","id":"a","speaker":"b","text":"c","later":NaN}',
    ],
)  # fmt: skip
def test_what_is_no_line_is_damage(text: str) -> None:
    with pytest.raises(ProjectError) as caught:
        part_from_json(Line, text)
    assert caught.value.code == "damaged"
    assert caught.value.remedy


def test_a_field_that_is_absent_takes_its_default() -> None:
    read = part_from_json(Line, '{"id":"ep01/line1","speaker":"cast/hero","text":"No."}')
    assert read == Line("ep01/line1", "cast/hero", "No.")


@pytest.mark.parametrize(
    ("stored", "engines"),
    [
        ({"voice": {"base": 2, "backend": "espeak"}, "look": {"backend": "comic"}}, ("", "")),
        ({"voice": {"base": 2}}, ("", "")),
        ({"voice": {"backend": "bark"}, "look": {"seed": 3, "backend": "sdxl"}}, ("bark", "sdxl")),
    ],
)
def test_the_engine_that_everybody_had_becomes_the_series_own(stored, engines) -> None:
    row = {"schema": "CastMember.1", "id": "cast/a", "name": "A", "role": "hero", **stored}
    read = part_from_json(CastMember, json.dumps(row))
    assert (read.voice.backend, read.look.backend) == engines
    line = {"schema": "Line.1", "id": "ep01/line1", "speaker": "cast/a", "text": "No."}
    voiced = part_from_json(Line, json.dumps({**line, "voice": stored["voice"]}))
    assert voiced.voice is not None
    assert voiced.voice.backend == engines[0]
    assert part_from_json(Line, json.dumps({**line, "voice": None})).voice is None
