"""Recipe keys never change by accident: a project must find the takes that it made last year."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
import unicodedata
from collections import OrderedDict
from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.base.canon import canonical, digest
from engine.base.codec import decode, encode
from engine.editor.types import Camera, Cut, CutList, Effect, SoundCue, SpokenLine, Title
from engine.graph.derive import Deriver, view_cuts
from engine.series.document import CastMember, Document, Look, Voice
from tests.film.drawing import cue, figure
from tests.graph.world import MAKERS, World, season, with_line

KEYS = "29e13cc32fce"
SEGMENTS = "b3bc1bd49b29"
"""Of all keys and of a cut's segments, as of the second version of every kind."""

TEXTS = (
    "Cafe\u0301 “au lait” — \\ \n no?",
    "她的名字，叫\u304b\u3099。",
    "e\u0328\u0301 \U0001d15e",
)


def document() -> Document:
    """Texts in every form, voices and looks of their own, another take, an empty episode."""
    plain = season(3, 4)
    cast = (
        *plain.cast,
        CastMember(
            "cast/o", "O\u0308", "keeper", voice=Voice(2, 120), look=Look(4, (("hair", "bun"),))
        ),
    )
    found = replace(plain, cast=cast, takes_wanted=(("ep01/line1:speech", 2), ("ep02:music", 1)))
    for i, text in enumerate(TEXTS, 1):
        found = with_line(found, f"ep01/line{i}", text=text, emotion="angry", intensity=70 + i)
    return with_line(found, "ep02/line2", speaker="cast/o", voice=Voice(pitch=97))


def every_key(world: World, found: Document) -> str:
    """Twelve digits over digest, parameters and key of every node once all of it is made."""
    world.build(found)
    plan = world.plan(found)
    rows = [
        f"{slot} {item.digest} {item.params} {plan.assets[slot].key}"
        for slot, item in plan.nodes.items()
    ]
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:12]


def test_keys_of_a_document_are_what_they_always_were(monkeypatch):
    ones = dict.fromkeys(("speech", "performance", "portrait", "plate", "cut", "segment", "music",
                          "mix", "master", "cover"), 1)  # fmt: skip
    monkeypatch.setattr("engine.graph.node.KIND_VERSIONS", ones)
    assert every_key(World(), document()) == KEYS


def slowly(value: object) -> bytes:
    """What `canonical` promises, step by step."""

    def plain(part):
        if isinstance(part, str):
            return unicodedata.normalize("NFC", part)
        if isinstance(part, dict):
            return {plain(k): plain(v) for k, v in part.items()}
        return [plain(v) for v in part] if isinstance(part, list | tuple) else part

    text = json.dumps(plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


TEXT = st.text(st.sampled_from('aeoA \\"\n1.5,:[{}-\u0301\u0308\u0338\u0323가\u11a8é她\u3099か'))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda part: st.lists(part) | st.dictionaries(TEXT, part) | st.tuples(part, part),
    max_leaves=12,
)


@given(JSON)
@example({"a\n": "\u0301", "b": '"\u0338', "c": "\\\u0301"})
@example([1, ",2.5", ":3e5", "[-1.0"])
@example({"e\u0301": 1, "f": 2, "é": 3})
def test_canonical_json_is_what_it_promises(value):
    assert canonical(value) == slowly(value)


@pytest.mark.parametrize(
    "value",
    [0.5, -1.0, 1e300, 1e-7, math.inf, math.nan, [1, [2.0]], {"a": {"b": -0.0}}, {"a": b"bytes"},
     [{1, 2}], object()],
)  # fmt: skip
def test_a_recipe_refuses_what_it_cannot_keep(value):
    with pytest.raises(TypeError, match="no place in a recipe"):
        canonical(value)


def test_other_mappings_and_rows_are_taken_like_the_plain_ones():
    plain = {"b": [1, 2], "a": {"x": "é"}}
    other = MappingProxyType(OrderedDict(b=(1, 2), a=MappingProxyType({"x": "e\u0301"})))
    assert digest(other) == digest(plain)


def test_every_field_is_encoded_and_read_back():
    cut = Cut("line1.0", "ep01/shot2", "place/a", 30, (figure("cast/a", "close", 50, 30),),
              Camera("pan", 1020, 1020, -30, 30), (Effect("rain", 0, 30),),
              (cue("You knew.", 0, 24),), (Title("note", "三天前", 0, 24),))  # fmt: skip
    line, sound = SpokenLine("ep01/line1", 0, 40, 900), SoundCue("hit", 30, 70)
    whole = CutList("ep01", 30, (cut, cut), (line,), (), (sound,), ((0, 50), (900, 100)))
    assert json.loads(json.dumps(encode(whole))) == json.loads(
        json.dumps(dataclasses.asdict(whole))
    )
    assert decode(CutList, encode(whole)) == whole
    member = document().cast[-1]
    assert json.dumps(encode(member), sort_keys=True) == json.dumps(
        dataclasses.asdict(member), sort_keys=True
    )


def test_keys_of_a_real_cut_are_what_they_always_were():
    """With figures, because a segment's recipe names how each of them is drawn."""
    found = document()
    figures = (figure("cast/villain", "bust", 92, 30), figure("cast/o", "medium", 36, 30))
    cuts = tuple(
        Cut(f"shot{i}.0", f"ep01/shot{i}", "place/a", 30, figures[:i], Camera()) for i in range(3)
    )
    view = view_cuts("0" * 64, CutList("ep01", 90, cuts, (), (), (), ((0, 50),)))
    nodes = Deriver(MAKERS).film(found, found.episodes[0], view, None)
    params = [item.params for item in nodes if item.slot.role == "segment"]
    assert hashlib.sha256("\n".join(params).encode()).hexdigest()[:12] == SEGMENTS
    assert all(text == canonical(json.loads(text)).decode() for text in params)
