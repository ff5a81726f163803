"""Drawings in a film: where the comic figure stood, in its light; only its face changes."""

from __future__ import annotations

import subprocess
import sys

import cv2
import numpy as np
import pytest

from engine.artist.comic.artist import ComicArtist
from engine.artist.drawn import DrawnArtist
from engine.artist.portrait import portrait
from engine.artist.types import FaceState, SetSpec
from engine.series.document import FRAMINGS, Look

from .people import HEROINE, UNCLE, drawn_view, drawn_yaw, on_canvas, outline, spec_of

CALM = FaceState("calm", 4, "M")


@pytest.fixture(scope="module")
def comic():
    return ComicArtist()


@pytest.fixture(scope="module")
def views(tmp_path_factory, comic):
    folder = tmp_path_factory.mktemp("drawn")
    return [
        drawn_view(folder, HEROINE, "near+60-stand", ("calm", "angry", "joy"), comic),
        drawn_view(folder, HEROINE, "far+85-stand", ("calm", "angry"), comic),
        drawn_view(folder, UNCLE, "near-back", (), comic),
    ]


@pytest.fixture(scope="module")
def artist(comic, views):
    return DrawnArtist(comic, views)


@pytest.fixture(scope="module")
def light(comic):
    return comic.plate(SetSpec("rooftop", "night", "neutral", 1)).light


@pytest.mark.parametrize("framing", FRAMINGS)
@pytest.mark.parametrize("x", [50, 23])
def test_a_drawing_stands_where_the_comic_figure_stands(artist, comic, framing, x):
    spec = spec_of(HEROINE, framing, drawn_yaw(framing), x=x)
    one, other = (on_canvas(a.body(spec), a.head(spec, CALM)) for a in (artist, comic))
    assert np.abs(np.subtract(outline(one), outline(other))).max() <= 2
    both, either = (
        ((one[..., 3] > 127) & (other[..., 3] > 127)),
        (one[..., 3] | other[..., 3]) > 127,
    )
    assert both.sum() / either.sum() > 0.985


def test_somebody_from_behind_too(artist, comic):
    spec = spec_of(UNCLE, "close", 0, x=80, back=True)
    one, other = (on_canvas(a.body(spec), a.head(spec, CALM)) for a in (artist, comic))
    assert np.abs(np.subtract(outline(one), outline(other))).max() <= 3


@pytest.mark.parametrize("framing", ["extreme", "bust", "cowboy"])
def test_a_tracing_looks_like_its_original_in_any_light(artist, comic, light, framing):
    spec = spec_of(HEROINE, framing, drawn_yaw(framing), x=44, light=light)
    for state in (CALM, FaceState("angry", 4, "A")):
        one, other = (on_canvas(a.body(spec), a.head(spec, state)) for a in (artist, comic))
        small = [cv2.resize(page[..., :3], None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
                 for page in (one, other)]  # fmt: skip
        # an extreme close-up enlarges the drawing four times: its line is finer
        most = 2.2 if framing == "extreme" else 1.2
        assert np.abs(small[0].astype(int) - small[1]).mean() < most


@pytest.mark.parametrize("framing", ["extreme", "close", "medium", "full"])
def test_nothing_but_the_face_changes_with_the_face(artist, light, framing):
    spec = spec_of(HEROINE, framing, drawn_yaw(framing), x=58, light=light)
    body = artist.body(spec)
    bare = on_canvas(body)
    for state in (FaceState("angry", 4, "A"), FaceState("angry", 3, "M", lids=2), CALM):
        head = artist.head(spec, state)
        page = on_canvas(body, head)
        covered = on_canvas(head)[..., 3] > 0
        assert np.array_equal(page[~covered], bare[~covered])
        assert np.array_equal(page[..., 3], bare[..., 3])
        assert covered.any()
    left, top, right, bottom = outline(on_canvas(head))
    figure = outline(bare)
    share = 0.75 if framing == "extreme" else 0.3  # there a face fills most of the canvas
    whole = (figure[2] - figure[0]) * (figure[3] - figure[1])
    assert (right - left) * (bottom - top) < share * whole


def test_faces_mouths_and_blinks_are_different_pictures(artist):
    spec = spec_of(HEROINE, "close", 60)
    states = [FaceState(e, 4, v, lids) for e in ("calm", "angry", "joy") for v in "MEA"
              for lids in (0, 2)]  # fmt: skip
    assert len({artist.head(spec, state).picture.tobytes() for state in states}) == len(states)


def test_a_blink_shuts_the_eyes_and_leaves_the_mouth(artist):
    spec = spec_of(HEROINE, "close", 60)
    one, other = (artist.head(spec, FaceState("angry", 4, "A", lids)) for lids in (0, 2))
    assert (one.x, one.y, one.picture.shape) == (other.x, other.y, other.picture.shape)
    differs = np.abs(one.picture.astype(int) - other.picture).max(axis=(1, 2)) > 12
    rows = np.flatnonzero(differs)
    height = one.picture.shape[0]
    assert len(rows) > height / 20
    assert rows.max() < 0.62 * height


def test_tilt_gaze_and_half_shut_lids_are_not_drawn(artist):
    spec = spec_of(HEROINE, "bust", 60)
    plain = artist.head(spec, FaceState("joy", 4, "E"))
    turned = artist.head(spec, FaceState("joy", 4, "E", lids=1, gaze=-1, tilt=1))
    assert np.array_equal(plain.picture, turned.picture)


def test_a_face_that_was_not_drawn_is_the_calm_one(artist):
    spec = spec_of(HEROINE, "medium", 85)
    assert np.array_equal(
        artist.head(spec, FaceState("joy", 4, "E")).picture,
        artist.head(spec, FaceState("calm", 4, "E")).picture,
    )


def test_who_has_no_drawing_is_drawn_by_the_comic_artist(artist, comic):
    for spec in (spec_of(UNCLE, "bust", 60), spec_of(HEROINE, "bust", -60)):
        for one, other in (
            (artist.body(spec), comic.body(spec)),
            (artist.head(spec, CALM), comic.head(spec, CALM)),
        ):
            assert (one.x, one.y) == (other.x, other.y)
            assert np.array_equal(one.picture, other.picture)


def test_cels_lie_on_even_pixels_and_are_premultiplied(artist, light):
    for framing in FRAMINGS:
        spec = spec_of(HEROINE, framing, drawn_yaw(framing), x=37, light=light)
        for cel in (artist.body(spec), artist.head(spec, FaceState("angry", 4, "O"))):
            assert not any(n % 2 for n in (cel.x, cel.y, *cel.picture.shape[:2]))
            assert (cel.picture[..., :3] <= cel.picture[..., 3:]).all()


def test_the_version_follows_the_content_of_files_not_their_names(comic, views, tmp_path):
    look, gender, age, view, file, faces = views[0]
    copy = tmp_path / "copy.ora"
    copy.write_bytes(file.read_bytes())
    version = DrawnArtist(comic, views).version
    assert (
        DrawnArtist(comic, [(look, gender, age, view, copy, faces), *views[1:]]).version == version
    )
    copy.write_bytes(views[1][4].read_bytes())
    assert (
        DrawnArtist(comic, [(look, gender, age, view, copy, faces), *views[1:]]).version != version
    )
    other = (Look(99), gender, age, view, file, faces)
    assert DrawnArtist(comic, [other, *views[1:]]).version != version


def test_a_portrait_is_made_of_the_drawing(comic, tmp_path):
    known = drawn_view(tmp_path, HEROINE, "near+25-stand", ("calm",), comic)
    one = portrait(DrawnArtist(comic, [known]), HEROINE.look, HEROINE.gender, HEROINE.age)
    other = portrait(comic, HEROINE.look, HEROINE.gender, HEROINE.age)
    assert one.shape == other.shape == (960, 720, 4)
    assert 0 < np.abs(one.astype(int) - other).mean() < 1.5


def test_filming_drawings_needs_no_torch():
    rooms = "engine.artist.drawn, engine.artist.diffusion.painter, engine.work.picture_device"
    code = f"import sys, {rooms}; assert not {{'torch', 'diffusers'}} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
