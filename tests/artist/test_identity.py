"""A cast is told apart by outline and colour; each member stays the same from shot to shot."""

from __future__ import annotations

from itertools import combinations

import cv2
import numpy as np
import pytest

from engine.artist.comic.artist import ComicArtist, scale_of
from engine.artist.comic.raster import LEFT, TOP
from engine.artist.types import FRAME_W, FaceState, FigureSpec
from engine.writer.casting import cast_season
from engine.writer.dossier import read_premise

from .people import on_canvas

PREMISES = {
    "modern": "A cleaner at a hospital learns that the chairman is her father.",
    "ancient": "废妃重生回到宫中，誓要向害死她全家的皇后复仇。",
}
SHOTS = (
    (25, "stand", FaceState("calm", 2)),
    (85, "clasp", FaceState("broken", 3)),
)
BANDS = 12
REACH = 1750  # pixels of a full figure from the crown to below the soles


def descriptor(artist, member, yaw, pose, state):
    """Breadth, mean colour (Lab) and reach of the figure in bands from the top of the picture.

    Everything is a share: breadths of the tallest figure's height, colours of Lab's range.
    """
    spec = FigureSpec(member.look, member.gender, member.age, "full", 50, yaw, pose, "")
    page = on_canvas(artist.body(spec), artist.head(spec, state))[TOP : TOP + REACH]
    alpha = page[..., 3] > 127
    lab = cv2.cvtColor(page[..., :3].astype(np.float32) / 255, cv2.COLOR_BGR2LAB)
    lab = lab * (0.4 / 100, 1 / 100, 1 / 100)
    rows = np.flatnonzero(alpha.any(axis=1))
    found = [rows[0] / REACH * 2]
    for band in range(BANDS):
        part = slice(band * REACH // BANDS, (band + 1) * REACH // BANDS)
        inside = alpha[part]
        found.append(inside.sum() / inside.shape[0] / FRAME_W)
        found.extend(lab[part][inside].mean(axis=0) if inside.any() else (0, 0, 0))
    return np.array(found)


@pytest.mark.parametrize("world", PREMISES)
def test_nobody_is_taken_for_another(world):
    artist = ComicArtist()
    cast = cast_season(read_premise(PREMISES[world]), 3)
    seen = {m.id: [descriptor(artist, m, *shot) for shot in SHOTS] for m in cast}
    middles = {who: np.mean(found, axis=0) for who, found in seen.items()}
    for who, found in seen.items():
        nearest = min(np.linalg.norm(middles[who] - middles[o]) for o in middles if o != who)
        spread = np.mean([np.linalg.norm(one - middles[who]) for one in found])
        assert spread < nearest / 3, (who, spread / nearest)


def test_no_two_of_a_cast_wear_one_family_of_colour():
    for text in PREMISES.values():
        for seed in (1, 2):
            cast = cast_season(read_premise(text), seed)
            cloth = {}
            for m in cast:
                rgb = [int(v) for v in dict(m.look.traits)["outfit_rgb"].split(",")]
                pixel = np.array([[rgb[::-1]]], np.float32) / 255
                cloth[m.id] = cv2.cvtColor(pixel, cv2.COLOR_BGR2LAB)[0, 0]
            for one, two in combinations(cloth, 2):
                assert np.linalg.norm(cloth[one] - cloth[two]) > 18, (one, two)


def test_people_of_one_shot_stand_on_one_floor():
    artist = ComicArtist()
    cast = cast_season(read_premise(PREMISES["modern"]), 3)
    soles, crowns = [], []
    for m in cast:
        spec = FigureSpec(m.look, m.gender, m.age, "full", 50, 25, "stand", "")
        cel = artist.body(spec)
        soles.append(cel.y + cel.picture.shape[0])
        crowns.append(artist.head(spec, FaceState()).y)
    assert max(soles) - min(soles) < 60 * scale_of(spec) + LEFT
    assert max(crowns) - min(crowns) > 100, "heights are seen"
