"""``models try``: one character by one artist on one sheet."""

from __future__ import annotations

import subprocess
import sys

import cv2
import pytest

from app.cli import models_try
from app.cli.main import run
from engine.api import Engine
from engine.artist.try_sheet import FACE, FAR, NEAR, TALL
from engine.artist.views import FACE_PARTS, PLAYED, parse_view
from engine.base.errors import UserInputError
from engine.series.document import CastMember, Document, Look, Place, Series


def test_the_comic_artist_can_be_tried_without_any_model(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("CLIFF_MODELS", str(tmp_path / "models"))
    out = tmp_path / "sheet.png"
    assert run(["models", "try", "comic", "--out", str(out)]) == 0
    page = cv2.imread(str(out))
    assert page.shape[1] >= len(PLAYED) * FACE
    assert page.shape[0] >= 2 * TALL + (1 + len(FACE_PARTS)) * FACE
    assert page.std() > 20
    said = capsys.readouterr()
    assert str(out) in said.out
    assert "faces" in said.err


def test_near_and_far_are_views():
    assert [parse_view(name).name for name in (NEAR, FAR)] == [NEAR, FAR]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["try", "nobody"], 2),
        (["try", "bark"], 2),
        (["try", "sdxl"], 1),
        (["try", "comic", "--member", "Mei"], 2),
    ],
)
def test_what_cannot_be_tried_is_said(tmp_path, capsys, monkeypatch, arguments, code):
    monkeypatch.setenv("CLIFF_MODELS", str(tmp_path / "models"))
    assert run(["models", *arguments, "--out", str(tmp_path / "x.png")]) == code
    assert capsys.readouterr().err.startswith("models: ")
    assert not (tmp_path / "x.png").exists()


def test_the_painters_own_fault_comes_through(tmp_path):
    request = {"models": {}, "mode": "fast8", "look": {"traits": [["hair", "green"]]},
               "gender": "f", "age": "young", "plate": "street", "time": "day", "mood": "warm",
               "seed": 1, "out": str(tmp_path / "x.png")}  # fmt: skip
    with pytest.raises(UserInputError) as caught:
        models_try._child(request, "x.png")
    assert caught.value.code == "bad-trait"
    assert not list(tmp_path.iterdir())


def test_the_character_is_found_in_a_project_by_name_or_id(tmp_path):
    cast = (CastMember("cast/h", "Mei", "hero", "f", "young", look=Look(8)),
            CastMember("cast/v", "Shen Bo", "villain", "m", "elder"))  # fmt: skip
    place = Place("place/temple", "the temple", "temple", "dawn")
    folder = tmp_path / "a.cliff"
    with Engine.create(folder, Document(Series("A", "b", "en"), cast, (place,))):
        pass
    assert models_try._chosen(str(folder), None) == (cast[0], place)
    for name in ("Shen Bo", "shen bo", "cast/v", "v"):
        assert models_try._chosen(str(folder), name) == (cast[1], place)
    with pytest.raises(UserInputError, match=r"Nobody is called 'Lin'.*Mei, Shen Bo"):
        models_try._chosen(str(folder), "Lin")


def test_the_command_line_loads_no_model_library():
    code = (
        "import sys; from app.cli.parser import parser; parser(); from app.cli import models_try; "
        "assert not {'torch', 'cv2', 'engine.artist', 'engine.api'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
