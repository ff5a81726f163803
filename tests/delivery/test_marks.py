"""The record of AI generation in every kind of file: there once, whole, and found by others."""

from __future__ import annotations

import json
import shutil
import subprocess
import wave
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from engine.delivery.boxes import aigc_of, boxes
from engine.delivery.labels import aigc_json
from engine.delivery.marks import carries, mark, records
from engine.delivery.sidecars import Sheet, sidecar
from engine.delivery.verify import record_fault
from engine.editor.types import SubtitleCue
from engine.film.joiner import join
from tests.delivery.world import Store

RECORD = aigc_json("工作室 & <Söhne> -- 'x'", "a" * 32, "content")
CUES = (SubtitleCue(0, 900, "Who & <what>?"), SubtitleCue(1000, 2000, "你撒谎！"))
KINDS = ("wav", "png", "jpg", "vtt", "ass", "ttml", "xml", "fcpxml", "edl", "fountain")


def plain(folder: Path, kind: str) -> Path:
    """A file of a kind, as it is before it is marked."""
    file = folder / f"plain.{kind}"
    if kind == "wav":
        with wave.open(str(file), "wb") as sound:
            sound.setparams((1, 3, 48_000, 0, "NONE", ""))
            sound.writeframes(b"\1\2\3" * 101)
    elif kind in ("png", "jpg"):
        cv2.imwrite(str(file), np.full((20, 30, 3), 90, np.uint8))
    elif kind in ("vtt", "ass", "ttml"):
        file.write_text(sidecar(kind, CUES, Sheet("The Seal", "en")), "utf-8")
    elif kind == "edl":
        file.write_text("TITLE: x\n\n", "utf-8")
    elif kind == "fountain":
        file.write_text("Title: The Seal\nAuthor: me\n\n# EPISODE 1\n", "utf-8")
    else:
        file.write_text('<?xml version="1.0"?>\n<x>words</x>\n', "utf-8")
    return file


@pytest.mark.parametrize("kind", KINDS)
def test_a_marked_file_holds_its_record_once(kind: str, tmp_path: Path) -> None:
    file = plain(tmp_path, kind)
    assert records(file) == ()
    assert "missing" in record_fault(file)
    mark(file, RECORD)
    assert records(file) == (RECORD,)
    assert record_fault(file) == ""
    mark(file, RECORD)
    assert "2 times" in record_fault(file)


@examples(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(producer=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40),
       kind=st.sampled_from(KINDS))  # fmt: skip
def test_any_producer_can_be_named(producer: str, kind: str, tmp_path: Path) -> None:
    record = aigc_json(producer, "b" * 32, "content")
    file = plain(tmp_path, kind)
    mark(file, record)
    (found,) = records(file)
    assert json.loads(found) == json.loads(record)


@pytest.mark.parametrize("kind", ["png", "jpg"])
def test_a_marked_picture_shows_the_same(kind: str, tmp_path: Path) -> None:
    file = plain(tmp_path, kind)
    before = cv2.imread(str(file))
    mark(file, RECORD)
    assert np.array_equal(before, cv2.imread(str(file)))


def test_a_marked_sound_is_as_long_as_before(tmp_path: Path) -> None:
    file = plain(tmp_path, "wav")
    mark(file, RECORD)
    with wave.open(str(file), "rb") as sound:
        assert sound.getnframes() == 101
        assert sound.readframes(101) == b"\1\2\3" * 101


@pytest.mark.parametrize("name", ["ep01.srt", "shots.csv", "upload.json"])
def test_formats_without_a_place_for_it_say_so(name: str, tmp_path: Path) -> None:
    assert not carries(name)
    (tmp_path / name).write_text("as it is")
    mark(tmp_path / name, RECORD)
    assert (tmp_path / name).read_text() == "as it is"


@pytest.mark.parametrize("kind", ["wav", "png", "jpg"])
def test_a_file_that_is_not_what_its_name_says_is_refused(kind: str, tmp_path: Path) -> None:
    file = tmp_path / f"x.{kind}"
    file.write_bytes(b"something else altogether, and long enough")
    with pytest.raises(ValueError, match="no "):
        mark(file, RECORD)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = Store(tmp_path_factory.mktemp("media"))
    file = store.folder / "film.mp4"
    join([store.video(20)], store.aac(), file, {"title": "The Seal 01", "AIGC": RECORD})
    return file


def test_the_boxes_of_a_film_hold_the_record_once(film: Path) -> None:
    assert aigc_of(film) == (RECORD,)
    kinds = [box.path for box in boxes(film)]
    assert kinds.index("moov") < kinds.index("mdat")


def _told(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
@pytest.mark.parametrize("kind", ["mp4", "png", "jpg"])
def test_exiftool_reads_the_record(kind: str, film: Path, tmp_path: Path) -> None:
    file = film
    if kind != "mp4":
        file = plain(tmp_path, kind)
        mark(file, RECORD)
    rows = json.loads(_told("exiftool", "-j", "-charset", "utf8", str(file)))[0]
    found = [v for name, v in rows.items() if name.upper() == "AIGC"]
    assert len(found) == 1
    value = found[0] if isinstance(found[0], dict) else json.loads(found[0])
    assert value == json.loads(RECORD)


@pytest.mark.skipif(shutil.which("ffprobe") is None, reason="ffprobe is not installed")
def test_ffprobe_reads_the_record(film: Path) -> None:
    text = _told("ffprobe", "-v", "error", "-show_entries", "format_tags", "-of", "json", str(film))
    assert json.loads(json.loads(text)["format"]["tags"]["AIGC"]) == json.loads(RECORD)


@pytest.mark.skipif(shutil.which("mediainfo") is None, reason="mediainfo is not installed")
def test_mediainfo_reads_the_record(film: Path) -> None:
    text = _told("mediainfo", "--Output=JSON", str(film))
    general = json.loads(text)["media"]["track"][0]
    assert json.loads(general["extra"]["AIGC"]) == json.loads(RECORD)


@pytest.mark.parametrize("cut", [4, 12, 40, 200])
def test_a_film_that_is_cut_off_is_told_apart_from_one_without_a_record(
    cut: int, film: Path, tmp_path: Path
) -> None:
    short = tmp_path / "short.mp4"
    short.write_bytes(film.read_bytes()[:-cut])
    assert "cannot be read" in record_fault(short)


@examples(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 2_000), byte=st.integers(0, 255))
def test_no_damage_of_the_boxes_breaks_the_reader(
    at: int, byte: int, film: Path, tmp_path: Path
) -> None:
    data = bytearray(film.read_bytes())
    data[at % len(data)] = byte
    hurt = tmp_path / "hurt.mp4"
    hurt.write_bytes(data)
    assert isinstance(record_fault(hurt), str)
