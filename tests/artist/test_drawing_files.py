"""Drawings and faces as files, and drawings that a person brings."""

from __future__ import annotations

import zipfile

import cv2
import numpy as np
import pytest

from engine.artist.drawing import (
    Drawing,
    Expression,
    import_drawing,
    load_drawing,
    load_expression,
    write_drawing,
    write_expression,
)
from engine.artist.guide import Guide, Placement
from engine.artist.views import FACE_PARTS, parse_view
from engine.base.errors import UserInputError

from .people import HEROINE, UNCLE, outline

PLACE = Placement(64, 48, -12.5, 3.25, 1.75)


def picture(seed):
    """Random premultiplied colours whose alpha is 0, 255 or between."""
    rng = np.random.default_rng(seed)
    alpha = rng.choice([0, 90, 255, 255], (48, 64, 1)).astype(np.uint8)
    colour = (rng.integers(0, 256, (48, 64, 3)) * alpha.astype(int) // 255).astype(np.uint8)
    return np.concatenate((colour, alpha), axis=2)


def test_what_is_written_is_read_back(tmp_path):
    file = tmp_path / "a.ora"
    write_drawing(Drawing(picture(1), PLACE), file)
    found = load_drawing(file)
    assert found.place == PLACE
    assert np.array_equal(found.picture[..., 3], picture(1)[..., 3])
    assert np.abs(found.picture.astype(int) - picture(1)).max() <= 1
    faces = {part: picture(n) for n, part in enumerate(FACE_PARTS)}
    write_expression(Expression(faces, PLACE), file)
    read = load_expression(file)
    assert tuple(read.faces) == FACE_PARTS
    assert all(np.abs(read.faces[p].astype(int) - faces[p]).max() <= 1 for p in FACE_PARTS)


def test_equal_drawings_give_equal_bytes_that_painters_can_open(tmp_path):
    one, other = tmp_path / "a.ora", tmp_path / "b.ora"
    for file in (one, other):
        write_drawing(Drawing(picture(2), PLACE), file)
    assert one.read_bytes() == other.read_bytes()
    with zipfile.ZipFile(one) as archive:
        assert archive.namelist()[0] == "mimetype"
        assert archive.read("mimetype") == b"image/openraster"
        assert b"data/figure.png" in archive.read("stack.xml")


@pytest.mark.parametrize("damage", ["cut", "no place", "other size", "no layer", "text"])
def test_damaged_files_are_refused(tmp_path, damage):
    file = tmp_path / "a.ora"
    write_drawing(Drawing(picture(3), PLACE), file)
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:900])
    elif damage == "text":
        file.write_text("no picture")
    else:
        with zipfile.ZipFile(file) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        if damage == "no place":
            parts["placement.json"] = b"{}"
        elif damage == "other size":
            parts["placement.json"] = parts["placement.json"].replace(b"64", b"63")
        else:
            del parts["data/figure.png"]
        with zipfile.ZipFile(file, "w") as archive:
            for name, data in parts.items():
                archive.writestr(name, data)
    with pytest.raises(UserInputError) as caught:
        load_drawing(file)
    assert caught.value.code == "not-drawing"


@pytest.mark.parametrize(("who", "view"), [(HEROINE, "near-60-stand"), (UNCLE, "far+85-hip")])
@pytest.mark.parametrize("factor", [0.6, 1.7])
def test_a_persons_own_drawing_is_fitted_to_the_comic_figure(tmp_path, who, view, factor):
    guide, wanted = Guide(), parse_view(view)
    place = guide.window(who, wanted)
    figure = guide.figure(who, wanted, place)
    straight = figure.copy()
    alpha = np.maximum(figure[..., 3:], 1).astype(int)
    straight[..., :3] = np.minimum(figure[..., :3].astype(int) * 255 // alpha, 255)
    large = cv2.resize(straight, None, fx=factor, fy=factor, interpolation=cv2.INTER_LINEAR)
    file = tmp_path / "mine.png"
    cv2.imwrite(str(file), cv2.copyMakeBorder(large, 31, 0, 57, 12, cv2.BORDER_CONSTANT))
    found = import_drawing(file, wanted, who, guide)
    assert found.place == place
    assert np.abs(np.subtract(outline(found.picture), outline(figure))).max() <= 3


def test_a_drawing_that_was_painted_over_keeps_its_place(tmp_path):
    guide, view = Guide(), parse_view("near+60-stand")
    place = guide.window(HEROINE, view)
    file = tmp_path / "a.ora"
    moved = np.roll(guide.figure(HEROINE, view, place), 40, axis=1)
    write_drawing(Drawing(moved, place), file)
    found = import_drawing(file, view, HEROINE, guide)
    assert np.abs(found.picture.astype(int) - moved).max() <= 1


def test_drawings_without_transparency_or_figure_are_refused(tmp_path):
    file, view = tmp_path / "mine.png", parse_view("near+60-stand")
    for page, code in (
        (np.full((80, 60, 3), 90, np.uint8), "no-alpha"),
        (np.zeros((80, 60, 4), np.uint8), "empty-picture"),
    ):
        cv2.imwrite(str(file), page)
        with pytest.raises(UserInputError) as caught:
            import_drawing(file, view, HEROINE)
        assert caught.value.code == code
        assert caught.value.remedy
