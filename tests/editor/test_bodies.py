"""Bodies in cuts: what the script's words make people do, who sits, who touches, what is held."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.editor.cut import cut_episode
from engine.editor.gestures import NONE, read, stations
from engine.editor.rules import load_rules
from engine.series.document import CastMember, Place, Scene, Shot

from .world import request, with_shot

ROOMY = ("bust", "medium", "cowboy", "full")
NAMES = {"h": "Tessa Hollis", "v": "Lucian Voss", "k": "宋采薇", "w": "秦华裳"}


@pytest.fixture(scope="module")
def rules():
    return load_rules()


@pytest.mark.parametrize(
    ("text", "people", "pose", "who", "whom", "holds"),
    [
        ("Tessa folds both arms.", ("h",), "crossed", "h", "", ""),
        ("Tessa goes down. One knee, then the other.", ("h",), "kneel", "h", "", ""),
        ("The hall. Voss slaps Tessa.", ("h", "v"), "slap", "v", "h", ""),
        ("Voss's hand closes on Tessa's.", ("h", "v"), "pull", "v", "h", ""),
        ("Tessa holds Voss by the arm.", ("h", "v"), "pull", "h", "v", ""),
        ("Voss hands the file to Tessa.", ("h", "v"), "give", "v", "h", "file"),
        ("Voss lowers the cup without drinking.", ("v",), "", "v", "", "cup"),
        ("Voss does not look back.", ("v",), "leave", "v", "", ""),
        ("宋采薇捂住了嘴。", ("k",), "cover", "k", "", ""),
        ("秦华裳一巴掌扇在宋采薇脸上。", ("k", "w"), "slap", "w", "k", ""),
        ("宋采薇跪下。", ("k", "w"), "kneel", "k", "", ""),
        ("宋采薇松开那张纸，死死抓住秦华裳的手。", ("k", "w"), "pull", "k", "w", ""),
        ("秦华裳端起茶。", ("w",), "", "w", "", "cup"),
    ],
)
def test_the_scripts_words_say_who_does_what(text, people, pose, who, whom, holds):
    found = read(text, people, "", NAMES)
    assert (found.pose, found.who, found.whom, found.holds) == (pose, who, whom, holds)


@pytest.mark.parametrize(
    "text",
    [
        "Nobody sits.",
        "Voss does not sit.",
        "Voss's gaze drops to the floor.",
        "Tessa looks away.",
        "没有人跪下。",
        "秦华裳盯着那人的背影。",
    ],
)
def test_what_is_not_done_is_not_shown(text):
    assert read(text, ("v", "h"), "", NAMES).pose == ""


def test_what_somebody_out_of_view_does_is_not_given_to_another():
    assert read("Tessa covers her mouth.", ("v",), "", NAMES) == NONE


def shown(made, shot):
    return [c for c in made.cuts if c.shot == shot and not c.panels]


@pytest.mark.parametrize(
    ("text", "pose", "answer"),
    [
        ("Victor slaps Lena.", "slap", "slapped"),
        ("Victor embraces Lena.", "embrace", "embraced"),
        ("Victor grabs Lena by the collar.", "grab", "stand"),
        ("Victor lays a hand on Lena's shoulder.", "comfort", "stand"),
        ("Victor hands the letter to Lena.", "give", "take"),
    ],
)
def test_two_who_touch_are_seen_together_at_arms_length(rules, text, pose, answer):
    asked = with_shot(request(), "ep03/shot4", action=text, effect="", framing="extreme")
    cut = next(c for c in shown(cut_episode(asked, rules), "ep03/shot4") if len(c.figures) == 2)
    doer, other = cut.figures
    assert (doer.cast, doer.pose, doer.touches) == ("cast/v", pose, "cast/h")
    assert (other.cast, other.pose) == ("cast/h", answer)
    assert doer.framing == other.framing == "cowboy"
    assert (doer.x - 50) * (other.x - 50) < 0
    assert doer.yaw * (other.x - doer.x) > 0, "the one who touches looks at the other"
    if pose == "slap":
        assert other.faces[0].state.emotion == "pained"
        assert other.yaw * doer.yaw > 0, "the blow turns the face away"
    if pose == "give":
        assert doer.holds == "letter"


def test_a_gesture_makes_the_picture_wide_enough_and_a_human_keeps_the_last_word(rules):
    knelt = with_shot(request(), "ep03/shot12", action="Lena kneels.")
    first = shown(cut_episode(knelt, rules), "ep03/shot12")[0].figures[0]
    assert (first.framing, first.pose) == ("full", "kneel")
    asked = with_shot(knelt, "ep03/shot12", overrides=("framing=bust", "pose=point"))
    first = shown(cut_episode(asked, rules), "ep03/shot12")[0].figures[0]
    assert (first.framing, first.pose) == ("bust", "point")


def test_a_thing_seen_alone_is_then_in_the_hand_and_of_its_time(rules):
    asked = with_shot(request(), "ep03/shot10", prop="cup", effect="object")
    asked = with_shot(asked, "ep03/shot11", framing="medium")
    palace = replace(
        asked.document,
        places=tuple(replace(p, plate="palace") for p in asked.document.places),
    )
    for document, thing in ((asked.document, "cup"), (palace, "cup-old")):
        made = cut_episode(replace(asked, document=document), rules)
        seen = [f for c in shown(made, "ep03/shot11") for f in c.figures if f.framing in ROOMY]
        assert {f.holds for f in seen if f.cast == "cast/p" and not f.back} == {thing}
        assert {f.holds for f in seen if f.cast != "cast/p"} <= {""}


CAST = {
    "h": CastMember("h", "Lena", "hero"),
    "v": CastMember("v", "Victor", "villain", "m"),
}


def scene(*actions):
    shots = [Shot(f"s{i}", in_view=("h", "v"), action=a) for i, a in enumerate(actions)]
    return Scene("scene", "place", tuple(shots))


def everywhere(plate, *actions):
    place = Place("place", "there", plate)
    return {s for seed in range(0, 4000, 7) for s in stations(scene(*actions), place, CAST, seed)}


def test_rank_and_place_decide_who_sits_and_who_kneels():
    assert everywhere("palace", "They wait.") == {("h", "kneel"), ("v", "sit")}
    assert everywhere("office", "They wait.") == {("v", "sit")}
    assert everywhere("street", "They wait.") == set()


def test_who_walks_about_does_not_sit():
    assert everywhere("office", "Victor crosses the room.") <= {("h", "sit")}


def test_somebody_sits_through_the_whole_scene(rules):
    asked = request()
    places = tuple(replace(p, plate="office") for p in asked.document.places)
    asked = replace(asked, document=replace(asked.document, places=places))
    for n in range(6):
        moved = tuple(
            replace(s, id=f"ep03/scene{n}{i}") for i, s in enumerate(asked.episode.scenes)
        )
        episode = replace(asked.episode, scenes=moved)
        here = replace(
            asked, episode=episode, document=replace(asked.document, episodes=(episode,))
        )
        of = {shot.id: s.id for s in moved for shot in s.shots}
        legs = {}
        for cut in cut_episode(here, rules).cuts:
            for f in cut.figures:
                if f.framing in ROOMY and not f.back:
                    legs.setdefault((of[cut.shot], f.cast), set()).add(f.legs)
        assert all(len(found) == 1 for found in legs.values())
