"""What the painter is given and what is made of its pictures, with a brush that paints nothing."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.artist.comic.artist import ComicArtist
from engine.artist.comic.plates import OLD, PLATES
from engine.artist.comic.spec import ACCESSORIES, HAIRS, OUTFITS
from engine.artist.diffusion.figures import DrawingTask, FaceTask
from engine.artist.diffusion.painter import Painter
from engine.artist.diffusion.plates import SIZE, PlateTask
from engine.artist.diffusion.prompts import (
    colour_name,
    faces_prompt,
    figure_prompt,
    plate_prompt,
)
from engine.artist.diffusion.settings import MODES, kind_of, mode_for, table
from engine.artist.guide import FAR_SIZE, NEAR_SIZE, TILE, Guide, Person
from engine.artist.types import CANVAS_H, CANVAS_W, SetSpec
from engine.artist.views import FACE_PARTS, PLAYED, parse_view
from engine.base.errors import EnvironmentFault
from engine.editor.grammar import POSES
from engine.series.document import MOODS, TIMES_OF_DAY, Look

from .people import HEROINE, UNCLE, Tracing, nothing

TINT, COLD = np.array((-20, -10, 30)), np.array((9, -6, 3))


class Tinting(Tracing):
    """A brush that makes everything redder and draws a frame, as no tracing would."""

    def paint(self, canvases, check):
        found = []
        for page in super().paint(canvases, check):
            red = np.clip(page + TINT, 0, 255).astype(np.uint8)
            found.append(cv2.rectangle(red, (0, 0), (60, 60), (0, 255, 0), -1))
        return found


@pytest.fixture(scope="module")
def comic():
    return ComicArtist()


def merged(plate):
    page = plate.far[..., :3].astype(int)
    for layer in (plate.mid, plate.near):
        rest = 255 - layer[..., 3:].astype(int)
        page = np.minimum(layer[..., :3] + (page * rest + 127) // 255, 255)
    return page


@pytest.mark.parametrize("name", ["bamboo", "car"])
def test_layers_of_a_plate_give_the_painting_again(comic, name):
    spec = SetSpec(name, "dusk", "neutral", 2)
    layers = comic.plate(spec)
    brush = Tinting()
    (found,) = Painter(brush, comic).plates([PlateTask(spec, 5)], nothing)
    assert found.light == layers.light
    for part in ("far", "mid", "near"):
        assert getattr(found, part).shape == (CANVAS_H, CANVAS_W, 4)
        alpha = getattr(found, part)[..., 3]
        assert np.array_equal(alpha, getattr(layers, part)[..., 3])
        assert (getattr(found, part)[..., :3] <= alpha[..., None]).all()
    wanted = np.clip(merged(layers) + TINT, 0, 255)
    small = [cv2.resize(p.astype(np.uint8)[120:], None, fx=0.25, fy=0.25,
                        interpolation=cv2.INTER_AREA) for p in (merged(found), wanted)]  # fmt: skip
    assert np.abs(small[0].astype(int) - small[1]).mean() < 4
    assert {canvas.picture.shape for canvas in brush.seen} == {(SIZE[1], SIZE[0], 3)}


def test_what_nearer_layers_hide_is_painted_behind_them(comic):
    """So that moved layers show no double: nothing of the middle one is left in the far one."""
    spec = SetSpec("bamboo", "day", "neutral", 1)
    layers = comic.plate(spec)
    brush = Tracing()
    (found,) = Painter(brush, comic).plates([PlateTask(spec, 1)], nothing)
    whole, behind = brush.seen
    assert whole.mask is None
    assert behind.mask is not None
    hidden = np.maximum(layers.mid[..., 3], layers.near[..., 3]) == 255
    assert hidden.mean() > 0.05
    shown = np.abs(found.far[hidden][:, :3].astype(int) - merged(layers)[hidden]).mean()
    own = np.abs(found.far[hidden][:, :3].astype(int) - layers.far[hidden][:, :3]).mean()
    assert own < 0.4 * shown
    free = cv2.dilate((np.maximum(layers.mid, layers.near)[..., 3] > 0).astype(np.uint8),
                      np.ones((81, 81))) == 0  # fmt: skip
    assert np.abs(found.far[free][:, :3].astype(int) - layers.far[free][:, :3]).mean() < 4


def test_a_sheet_of_faces_traced_from_the_comic_gives_the_comic_faces(comic):
    view = parse_view("near-25-stand")
    brush = Tracing()
    painter = Painter(brush, comic)
    (drawing,) = painter.drawings([DrawingTask(UNCLE, view, 1)], nothing)
    (found,) = painter.expressions([FaceTask(UNCLE, view, "sad", drawing, 1)], nothing)
    canvas = brush.seen[-1]
    assert canvas.picture.shape == (2 * TILE, 2 * TILE, 3)
    assert canvas.ink.shape == canvas.mask.shape == (2 * TILE, 2 * TILE)
    assert set(np.unique(canvas.mask)) == {0, 255}
    guide = Guide()
    share = guide.face_mask(UNCLE, view, found.place)
    assert tuple(found.faces) == FACE_PARTS
    for patch in found.faces.values():
        assert np.array_equal(patch[..., 3], np.round(share * 255).astype(np.uint8))
        assert (patch[..., :3] <= patch[..., 3:]).all()
    assert 0.2 < (share > 0.5).mean() < 0.6


def test_a_face_takes_the_tone_of_its_drawing(comic):
    """The coder moves colours a little; what was not to be painted shows by how much."""
    view = parse_view("near+60-stand")

    class Cold(Tracing):
        def paint(self, canvases, check):
            pages = super().paint(canvases, check)
            return [np.clip(page + COLD, 0, 255).astype(np.uint8)
                    for page in pages]  # fmt: skip

    (drawing,) = Painter(Tracing(), comic).drawings([DrawingTask(HEROINE, view, 1)], nothing)
    task = FaceTask(HEROINE, view, "soft", drawing, 1)
    one, other = (Painter(b, comic).expressions([task], nothing)[0] for b in (Tracing(), Cold()))
    for part in FACE_PARTS:
        assert np.abs(one.faces[part].astype(int) - other.faces[part]).mean() < 1


@pytest.mark.parametrize("who", [HEROINE, UNCLE], ids=["f", "m"])
@pytest.mark.parametrize("name", ["near+60-stand", "near-back", "far-85-stand", "far+85-point"])
def test_sizes_suit_the_model_and_hold_the_figure(who, name):
    """Nothing is cut but what no framing of the view shows: the lower part of near figures."""
    guide, view = Guide(), parse_view(name)
    place = guide.window(who, view)
    assert (place.width, place.height) in (NEAR_SIZE, FAR_SIZE)
    alpha = guide.figure(who, view, place)[..., 3]
    assert not alpha[:, [0, -1]].any()
    assert not alpha[0].any()
    assert alpha[-1].any() == name.startswith("near")
    assert alpha[20:].any(axis=1).mean() > 0.8 or alpha.any(axis=0).mean() > 0.9


def test_every_word_of_the_script_has_words_for_the_painter():
    words = table()
    assert set(words["places"]) == {name.removesuffix(OLD) for name in PLATES}
    assert set(words["times"]) == set(TIMES_OF_DAY)
    assert set(words["moods"]) == set(MOODS)
    assert set(words["hairs"]) == set(HAIRS)
    assert set(words["outfits"]) == set(OUTFITS)
    assert set(words["extras"]) == set(ACCESSORIES)
    assert set(words["poses"]) == set(POSES)
    assert set(PLAYED) <= set(words["faces"])
    for kind in words["kinds"]:
        assert 0 < kind_of(kind).strength <= 1
    assert set(words["modes"]) == set(MODES)


def test_prompts_are_short_enough_and_say_what_is_seen():
    dressed = Look(4, (("hair", "braids"), ("hair_rgb", "46,34,52"), ("outfit", "hanfu"),
                       ("outfit_rgb", "190,40,48"), ("accessories", "hairpin,scar")))  # fmt: skip
    who = Person(dressed, "f", "young")
    told, negative = figure_prompt(who, parse_view("far+85-crossed"))
    for word in ("braids", "red hanfu", "hairpin", "arms crossed", "full body", "woman", "right"):
        assert word in told
    assert "background" in negative
    assert "seen from behind" in figure_prompt(who, parse_view("near-back"))[0]
    prompts = [plate_prompt(SetSpec(p, "night", "tense", 1))[0] for p in PLATES]
    for seed in range(12):
        for gender in "fm":
            other = Person(Look(seed, (("accessories", "glasses,scar"),)), gender, "mature")
            views = ("far-85-chin", "near+25-stand", "near-back")
            prompts += [figure_prompt(other, parse_view(view))[0] for view in views]
            prompts += [faces_prompt(other, face)[0] for face in PLAYED]
    for prompt in prompts:
        # words, commas and hyphens; some words are two tokens, and two of the 77 are taken
        assert len(prompt.replace(",", " ,").replace("-", " - ").split()) <= 66
        assert "{" not in prompt
        assert ", ," not in prompt
    assert plate_prompt(SetSpec("moon", "day", "warm", 1)) == plate_prompt(
        SetSpec("street", "day", "warm", 1)
    )
    assert colour_name((20, 20, 24)) == "black"
    assert colour_name((200, 30, 40)) == "red"


def test_modes_fall_back_to_what_is_installed_and_say_so(tmp_path):
    needed = {"sdxl-base": tmp_path, "controlnet-lineart": tmp_path}
    mode, note = mode_for(needed, "fast8")
    assert (mode.name, mode.steps) == ("full", 30)
    assert "sdxl-lightning-8step" in note
    mode, note = mode_for({**needed, "sdxl-lightning-8": tmp_path}, "fast8")
    assert (mode.name, mode.steps, mode.guidance, note) == ("fast8", 8, 0.0, "")
    with pytest.raises(EnvironmentFault, match=r"sdxl-controlnet-lineart.*models fetch"):
        mode_for({"sdxl-base": tmp_path}, "full")
