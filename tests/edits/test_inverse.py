"""Edits can be taken back exactly, keep the document sound, and say what would be legal."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.base.errors import UserInputError
from engine.edits import lines
from engine.edits.change import Change, apply_patch, empty, parts
from engine.edits.drafts import accept_draft
from engine.edits.fields import set_field
from engine.edits.takes import another_take, pin, unpin
from engine.series.document import CLIFF_TYPES, EMOTIONS, FRAMINGS, Document, Episode
from engine.series.invariants import check
from engine.series.schema import from_json, to_json
from engine.series.takes import Slot
from engine.writer.types import SeasonDraft
from tests.graph.world import season, with_line

WORDS = st.text(
    st.sampled_from("abce ,.!?é秘密\"'\\=:\u0301\u0308\u1100\u1161\u212b\ufb01𠮷𝄞😀"),
    min_size=1, max_size=24,
)  # fmt: skip
"""Also marks apart from their letters, letters with two forms, and letters beyond 16 bits."""
KINDS = (
    "text", "emotion", "speaker", "framing", "name", "title", "add_line", "remove_line",
    "move_line", "split_line", "merge_lines", "add_shot", "remove_shot", "pin", "unpin",
    "another_take",
)  # fmt: skip


def _a_line(data: st.DataObject, episode: Episode) -> str:
    ids = [line.id for line in episode.lines]
    return data.draw(st.sampled_from(ids)) if ids else f"{episode.id}/line1"


def _fields(data: st.DataObject, document: Document, kind: str, episode: Episode) -> Change:
    line = _a_line(data, episode)
    if kind == "text":
        return set_field(document, line, "text", data.draw(WORDS))
    if kind == "emotion":
        return set_field(document, line, "emotion", data.draw(st.sampled_from(EMOTIONS)))
    if kind == "speaker":
        return set_field(document, line, "speaker", data.draw(st.sampled_from(["hero", "Kane"])))
    if kind == "framing":
        shot = data.draw(st.sampled_from(episode.shots)).id if episode.shots else "ep01/shot1"
        return set_field(document, shot, "framing", data.draw(st.sampled_from(FRAMINGS)))
    if kind == "name":
        return set_field(document, "cast/hero", "name", data.draw(WORDS))
    return set_field(document, episode.id, "title", data.draw(WORDS))


def _lines(data: st.DataObject, document: Document, kind: str, episode: Episode) -> Change:
    line = _a_line(data, episode)
    first_or_after = data.draw(st.sampled_from(["", line]))
    shot = data.draw(st.sampled_from(episode.shots)).id if episode.shots else "ep01/shot1"
    match kind:
        case "add_line":
            speaker = data.draw(st.sampled_from(["cast/hero", "cast/villain"]))
            return lines.add_line(document, episode.id, first_or_after, speaker, data.draw(WORDS))
        case "remove_line":
            return lines.remove_line(document, line)
        case "move_line":
            return lines.move_line(document, line, data.draw(st.sampled_from(["", line])))
        case "split_line":
            return lines.split_line(document, line, data.draw(st.integers(0, 20)))
        case "merge_lines":
            return lines.merge_lines(document, line)
        case "add_shot":
            return lines.add_shot(document, shot, "She waits.", ("cast/hero",))
        case _:
            return lines.remove_shot(document, shot)


def _takes(data: st.DataObject, document: Document, kind: str, episode: Episode) -> Change:
    slot = Slot(_a_line(data, episode), data.draw(st.sampled_from(["speech", "performance"])))
    if kind == "pin":
        return pin(document, slot, data.draw(st.sampled_from(["t1", "t2"])))
    return unpin(document, slot) if kind == "unpin" else another_take(document, slot)


def _edit(data: st.DataObject, document: Document) -> Change:
    kind = data.draw(st.sampled_from(KINDS))
    episode = data.draw(st.sampled_from(document.episodes))
    if kind in ("pin", "unpin", "another_take"):
        return _takes(data, document, kind, episode)
    choose = _fields if KINDS.index(kind) < 6 else _lines
    return choose(data, document, kind, episode)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_sequence_of_edits_can_be_taken_back_step_by_step(data: st.DataObject) -> None:
    document = season(lines=data.draw(st.integers(1, 3)))
    document = first = with_line(document, "ep01/line1", direction=data.draw(WORDS))
    done: list[tuple[Document, Change]] = []
    refused: list[UserInputError] = []
    for _ in range(data.draw(st.integers(1, 12))):
        try:
            change = _edit(data, document)
        except UserInputError as exc:
            refused.append(exc)
            continue
        assert check(change.document) == ()
        assert apply_patch(document, change.forward) == change.document
        assert apply_patch(change.document, change.inverse) == document
        assert from_json(to_json(change.document)) == change.document
        assert apply_patch(empty(), tuple(parts(change.document))) == change.document
        done.append((document, change))
        document = change.document
    for before, change in reversed(done):
        document = apply_patch(document, change.inverse)
        assert document == before
    assert document == first
    assert all(fault.message and fault.remedy for fault in refused)


@settings(max_examples=60, deadline=None)
@given(text=WORDS.filter(lambda text: len(text.split()) > 1), at=st.integers(1, 23))
def test_the_halves_of_a_split_merge_to_the_same_words(text: str, at: int) -> None:
    document = with_line(season(), "ep01/line1", text=text.strip())
    try:
        halves = lines.split_line(document, "ep01/line1", at).document
    except UserInputError:
        return
    whole = lines.merge_lines(halves, "ep01/line1").document
    words = whole.episodes[0].lines[0].text
    assert unicodedata.is_normalized("NFC", words)
    joined, wanted = ("".join(t.split()) for t in (words, text))
    assert unicodedata.normalize("NFC", joined) == unicodedata.normalize("NFC", wanted)
    assert len(whole.episodes[0].shots) == len(document.episodes[0].shots)


def test_an_edit_changes_only_the_part_it_touches() -> None:
    document = season()
    change = set_field(document, "ep2/line1", "text", "No.")
    assert change.touched == ("episode:ep02",)
    assert change.document.episodes[0] is document.episodes[0]


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_no_id_is_ever_given_twice(data: st.DataObject) -> None:
    document = season(1, lines=data.draw(st.integers(1, 3)))
    episode = document.episodes[0]
    seen = {item.id for item in (*episode.lines, *episode.shots)}
    for _ in range(data.draw(st.integers(1, 16))):
        kind = data.draw(st.sampled_from([kind for kind in KINDS if KINDS.index(kind) > 5]))
        before = {item.id for item in (*episode.lines, *episode.shots)}
        try:
            change = (_takes if KINDS.index(kind) > 12 else _lines)(data, document, kind, episode)
        except UserInputError:
            continue
        document = change.document
        if data.draw(st.booleans()):
            document = from_json(to_json(document))
        episode = document.episodes[0]
        new = {item.id for item in (*episode.lines, *episode.shots)} - before
        assert not new & seen
        seen |= new


@pytest.mark.parametrize(
    "remove", [lines.remove_line, lambda d, id: lines.merge_lines(d, id[:-1] + "2")]
)
def test_a_new_line_inherits_no_pin_and_no_wanted_take(
    remove: Callable[[Document, str], Change],
) -> None:
    slot = Slot("ep01/line3", "speech")
    document = with_line(season(1), "ep01/line3", speaker="cast/hero")
    document = another_take(pin(document, slot, "t1").document, slot).document
    removed = remove(document, "ep01/line3")
    added = lines.add_line(removed.document, "ep01", "ep01/line2", "cast/hero", "Again.").document
    slots = {Slot(line.id, "speech") for line in added.episodes[0].lines}
    assert not {str(slot) for slot in slots} & {slot for slot, _ in added.pins}
    assert not {str(slot) for slot in slots} & {slot for slot, _ in added.takes_wanted}
    assert apply_patch(removed.document, removed.inverse) == document


def test_a_line_that_went_with_an_earlier_version_keeps_its_pin_too() -> None:
    document = pin(season(1), Slot("ep01/line7.0", "segment"), "t1").document
    added = lines.add_line(document, "ep01", "", "cast/hero", "Again.").document
    assert added.episodes[0].lines[0].id == "ep01/line8"


def test_fields_of_a_newer_version_are_kept() -> None:
    stored = json.loads(to_json(season()))
    stored["future"] = {"a": [1, "é"]}
    stored["episodes"][0]["lines"][1]["gesture"] = "nods"
    stored["cast"][0]["height_cm"] = 171
    read = from_json(json.dumps(stored))
    assert json.loads(to_json(read)) == stored
    edited = set_field(read, "ep01/line2", "text", "Changed.").document
    again = json.loads(to_json(edited))
    assert again["future"] == {"a": [1, "é"]}
    assert again["episodes"][0]["lines"][1]["gesture"] == "nods"
    assert again["cast"][0]["height_cm"] == 171


@pytest.mark.parametrize(
    ("address", "field", "value", "legal"),
    [
        ("ep01/line1", "emotion", "gloomy", EMOTIONS),
        ("ep01/shot1", "framing", "wide", FRAMINGS),
        ("ep01", "cliff", "hanger", CLIFF_TYPES),
        ("ep01/line1", "intensity", "101", ("0", "100")),
        ("ep01/line1", "intensity", "much", ("0", "100")),
        ("ep01/line1", "speaker", "Nobody", ("cast",)),
        ("ep01/line1", "text", "   ", ("text",)),
        ("ep01/line1", "colour", "red", ("text", "emotion", "speaker")),
        ("cast/hero", "voice.pitch", "500", ("50", "200")),
        ("cast/hero", "voice.colour", "1", ("voice.pitch", "voice.pace")),
        ("cast/hero", "look.seed", "red", ("0",)),
        ("cast/hero", "gender", "x", ("f", "m")),
        ("series", "quality", "best", ("final", "draft")),
        ("series", "words", "34", ("35", "120")),
        ("series", "words", "121", ("35", "120")),
        ("ep01/line9", "text", "x", ("ep01/line1", "ep01/line3")),
        ("ep09", "title", "x", ("ep01", "ep02")),
        ("cast/nobody", "name", "x", ("cast/hero", "cast/villain")),
        ("place/moon", "mood", "warm", ("place/a", "place/b")),
        ("", "title", "x", ("ep01",)),
    ],
)
def test_a_bad_value_names_the_legal_ones(
    address: str, field: str, value: str, legal: tuple[str, ...]
) -> None:
    with pytest.raises(UserInputError) as caught:
        set_field(season(), address, field, value)
    assert not [word for word in legal if word not in f"{caught.value}"]


APART = "Jose\u0301 has \u212bngst."  # accents apart from their letters, and a second form of one
TOGETHER = "José has Ångst."


def test_typed_text_enters_in_one_form() -> None:
    document = set_field(season(), "cast/hero", "name", APART).document
    assert document.member("cast/hero").name == TOGETHER
    document = set_field(document, "ep01/line2", "speaker", APART).document
    assert document.episodes[0].lines[1].speaker == "cast/hero"
    document = set_field(document, "cast/hero", "look.hair", APART).document
    assert document.member("cast/hero").look.traits == (("hair", TOGETHER),)
    added = lines.add_line(document, "ep01", "", "cast/hero", APART).document
    assert added.episodes[0].lines[0].text == TOGETHER
    beat = lines.add_shot(document, "ep01/shot1", APART, ()).document
    assert beat.episodes[0].shots[1].action == TOGETHER


def test_text_that_entered_otherwise_is_kept_as_it_is() -> None:
    document = with_line(season(), "ep01/line1", text=APART)
    assert from_json(to_json(document)) == document
    assert apply_patch(empty(), tuple(parts(document))) == document
    change = set_field(document, "ep01/line1", "emotion", "cold")
    assert apply_patch(change.document, change.inverse) == document


def test_a_number_with_a_point_of_a_newer_version_is_kept() -> None:
    stored = json.loads(to_json(season()))
    stored["episodes"][0]["warmth"] = 0.5
    assert json.loads(to_json(from_json(json.dumps(stored)))) == stored


@pytest.mark.parametrize("text", ["No\udcff.", "\ud83d"])
def test_half_a_character_does_not_enter_the_script(text: str) -> None:
    for act in (
        lambda: set_field(season(), "ep01/line1", "text", text),
        lambda: lines.add_line(season(), "ep01", "", "cast/hero", text),
        lambda: lines.add_shot(season(), "ep01/shot1", text, ()),
    ):
        with pytest.raises(UserInputError, match="control"):
            act()


def test_control_characters_do_not_enter_the_script() -> None:
    with pytest.raises(UserInputError, match="control"):
        set_field(season(), "ep01/line1", "text", "No\x00.")


def test_the_only_shot_of_an_episode_stays() -> None:
    document = lines.remove_line(season(lines=1), "ep01/line1").document
    with pytest.raises(UserInputError, match="only shot"):
        lines.remove_shot(document, "ep01/shot1")
    again = lines.add_line(document, "ep01", "", "cast/hero", "Again.").document
    assert check(again) == ()


def test_a_locked_episode_is_left_alone_until_it_is_unlocked() -> None:
    document = set_field(season(), "ep01", "locked", "yes").document
    for act in (
        lambda: set_field(document, "ep01/line1", "text", "x"),
        lambda: lines.remove_line(document, "ep01/line1"),
        lambda: lines.split_line(document, "ep01/line1", 5),
    ):
        with pytest.raises(UserInputError, match="locked=no"):
            act()
    assert set_field(document, "ep01", "locked", "no").document == season()


def _draft(document: Document) -> SeasonDraft:
    return SeasonDraft(document.series, document.cast, document.places, document.episodes)


def test_a_changed_episode_wins_over_a_new_draft_and_is_listed() -> None:
    base = season()
    mine = set_field(base, "ep01/line1", "text", "My words.").document
    theirs = with_line(with_line(base, "ep01/line1", text="Theirs."), "ep02/line1", text="New.")
    accepted = accept_draft(mine, _draft(theirs), _draft(base))
    after = accepted.change.document
    assert accepted.conflicts == ("ep01",)
    assert after.episodes[0] == mine.episodes[0]
    assert after.episodes[1] == theirs.episodes[1]
    assert apply_patch(after, accepted.change.inverse) == mine


def test_a_change_that_the_new_draft_does_not_dispute_is_no_conflict() -> None:
    base = season()
    mine = set_field(base, "cast/hero", "name", "Lin").document
    theirs = with_line(base, "ep02/line2", text="New.")
    accepted = accept_draft(mine, _draft(theirs), _draft(base))
    assert accepted.conflicts == ()
    assert accepted.change.document.member("cast/hero").name == "Lin"
    assert accepted.change.document.episodes == theirs.episodes


def test_a_locked_episode_stays_even_when_no_draft_was_accepted_before() -> None:
    mine = set_field(season(), "ep02", "locked", "yes").document
    theirs = with_line(season(), "ep02/line1", text="New.")
    accepted = accept_draft(mine, _draft(theirs), None)
    assert accepted.change.document.episodes[1] == mine.episodes[1]
    assert accepted.conflicts == ("ep02",)


def test_a_kept_episode_keeps_the_place_it_plays_in() -> None:
    base = season()
    mine = set_field(base, "ep01/line1", "text", "My words.").document
    used = {scene.place for scene in mine.episodes[0].scenes}
    theirs = _draft(base)
    theirs = replace(
        theirs,
        places=tuple(p for p in base.places if p.id not in used),
        episodes=(base.episodes[1],),
    )
    after = accept_draft(mine, theirs, _draft(base)).change.document
    assert mine.episodes[0] in after.episodes
    assert check(after) == ()
