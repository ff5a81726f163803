"""Views and faces: every figure of a cut list has one, and its name says which."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.artist.guide import part_face
from engine.artist.types import FaceState
from engine.artist.views import (
    FACE_PARTS,
    FACES,
    MOUTHS,
    NEAR,
    PLAYED,
    PORTRAIT,
    YAWS,
    face_of,
    mouth_of,
    parse_view,
    view_of,
)
from engine.editor.grammar import POSES
from engine.series.document import EMOTIONS, FRAMINGS
from engine.voice.types import VISEMES


@given(st.sampled_from(FRAMINGS), st.integers(-100, 100), st.sampled_from(POSES), st.booleans())
def test_names_can_be_read_back(framing, yaw, pose, back):
    view = view_of(framing, yaw, pose, back=back)
    assert parse_view(view.name) == view
    assert view.yaw in YAWS


@given(st.sampled_from(FRAMINGS), st.integers(-100, 100), st.sampled_from(POSES))
def test_nobody_is_turned_the_other_way(framing, yaw, pose):
    drawn = view_of(framing, yaw, pose).yaw
    assert drawn * yaw >= 0
    assert abs(drawn - yaw) <= 40


def test_near_views_serve_every_pose_and_backs_every_framing():
    assert {view_of(f, 60, pose).name for f in NEAR for pose in POSES} == {"near+60-stand"}
    assert {view_of(f, 10, "hip", back=True).name for f in FRAMINGS} == {"near-back"}
    assert parse_view(PORTRAIT).name == PORTRAIT == view_of("bust", 25, "stand").name


@pytest.mark.parametrize("name", ["", "near", "near+5-stand", "middle+60-stand", "far+60-"])
def test_other_names_are_refused(name):
    with pytest.raises(ValueError, match="is not a view"):
        parse_view(name)


def test_every_emotion_and_viseme_has_a_face():
    assert set(FACES) == set(EMOTIONS)
    assert set(FACES.values()) == set(PLAYED)
    assert all(FACES[emotion] == family for family, emotion in PLAYED.items())
    assert {mouth_of(FaceState(viseme=v)) for v in VISEMES} == set(MOUTHS)
    assert {face_of(FaceState(e, 0)) for e in EMOTIONS} == {"calm"}


def test_the_parts_of_a_face_differ_where_they_should():
    for family in PLAYED:
        mouths = [part_face(family, part).mouth_open for part in MOUTHS]
        assert mouths == sorted(mouths)
        assert mouths[0] == 0 < mouths[1] < mouths[2]
        assert part_face(family, "blink").eye_open == 0
        heads = {
            (part_face(family, part).roll, part_face(family, part).pitch) for part in FACE_PARTS
        }
        assert len(heads) == 1
