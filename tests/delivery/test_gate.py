"""The gate finds what is wrong with a finished film, and nothing in one that is right."""

from __future__ import annotations

import json
import struct
from dataclasses import replace

import numpy as np
import pytest

from engine.base.codec import decode, encode
from engine.base.errors import Cancelled
from engine.delivery.boxes import boxes
from engine.delivery.gate.findings import checks
from engine.delivery.gate.inspecting import inspect_video
from engine.delivery.gate.packets import video_digest
from engine.delivery.gate.types import Expected
from tests.delivery.films import (
    CUES,
    EXPECTED,
    LINES,
    Film,
    at_loudness,
    shifted,
    sound,
    voice,
    write,
)


def _nothing() -> None:
    return None


def _found(inspection) -> set[str]:
    return {one.check for one in inspection.findings if one.severity == "stop"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("gate")


@pytest.fixture(scope="module")
def stereo():
    return at_loudness(sound(), -14.0)


@pytest.fixture(scope="module")
def good(folder, stereo):
    """A film with nothing wrong."""
    return write(folder / "good.mp4", Film(), stereo)


@pytest.fixture(scope="module")
def inspected(good):
    """What the gate makes of it."""
    return inspect_video(good, EXPECTED, _nothing)


def test_a_sound_film_passes(inspected):
    assert inspected.findings == ()
    assert inspected.passed
    assert inspected.figures["frames"] == EXPECTED.frames
    assert inspected.figures["lufs"] == pytest.approx(-14, abs=0.4)


PICTURES = {
    "black and letterboxed": (Film(black=(100, 130), bars=80), {"black", "active_picture"}),
    "frozen and unlabelled": (Film(frozen=(68, 200), label=0), {"frozen", "label"}),
    "late words, small label": (Film(late_ms=700, label=0.7), {"label_size", "subtitle_time"}),
    "short label, no words": (Film(label_frames=30, burned=False), {"label", "subtitle_seen"}),
}


@pytest.mark.parametrize("name", PICTURES)
def test_damaged_pictures_are_found(folder, stereo, name):
    film, wanted = PICTURES[name]
    file = write(folder / f"{name}.mp4", film, stereo)
    found = inspect_video(file, EXPECTED, _nothing)
    assert wanted <= _found(found)
    first = next(one for one in found.findings if one.check in wanted)
    times = {one.check: one.at_ms for one in found.findings}
    assert times.get("black", 3333) == pytest.approx(3333, abs=40)
    assert first.number == 3
    assert first.at_ms >= 0
    assert first.still.startswith(b"\xff\xd8")
    assert first.text.endswith(".")
    assert first.remedy.endswith(".")


def test_words_in_a_textless_film_are_found(good, folder, stereo, inspected):
    clean = replace(EXPECTED, burned=False)
    assert "textless" in _found(inspect_video(good, clean, _nothing, inspected.seen))
    file = write(folder / "clean.mp4", Film(burned=False), stereo)
    assert _found(inspect_video(file, clean, _nothing)) == set()


def _muted() -> np.ndarray:
    return sound(lines=())


def _one_line_lost() -> np.ndarray:
    return sound(lines=LINES[1:])


def _gap() -> np.ndarray:
    mono = sound()
    mono[: 48_000 * 2] = 0
    return mono


SOUNDS = {
    "muted": (_muted, -14.0, {"speech"}),
    "a line is lost": (_one_line_lost, -14.0, {"line"}),
    "gone": (_gap, -14.0, {"silence"}),
    "too quiet": (sound, -17.0, {"loudness"}),
    "too loud": (sound, -11.5, {"loudness"}),
}


@pytest.mark.parametrize("name", SOUNDS)
def test_damaged_sound_is_found_without_decoding_the_same_pictures(good, folder, inspected, name):
    make, lufs, wanted = SOUNDS[name]
    file = write(folder / f"{name}.mp4", None, at_loudness(make(), lufs), source=good)
    assert video_digest(file) == inspected.seen.digest
    found = inspect_video(file, EXPECTED, _nothing, inspected.seen)
    assert found.seen is inspected.seen
    assert wanted <= _found(found)


def test_peaks_are_found(good, folder, stereo, inspected):
    loud = stereo.copy()
    loud[:, 96_000:96_024] = 0.99
    file = write(folder / "peaks.mp4", None, loud, source=good)
    assert "peak" in _found(inspect_video(file, EXPECTED, _nothing, inspected.seen))


def test_two_voices_at_once_are_found(good, inspected):
    lines = (LINES[0], replace(LINES[1], first_ms=2100), LINES[2])
    found = inspect_video(good, replace(EXPECTED, lines=lines), _nothing, inspected.seen)
    assert "one_voice" in _found(found)


def test_a_voice_where_nobody_speaks_is_found(good, folder, inspected):
    mono = sound(lines=LINES[:2])
    voice("cast/b", 4300, 6300, mono)
    silent = replace(EXPECTED, lines=LINES[:2], cues=CUES[:3])
    file = write(folder / "stray.mp4", None, at_loudness(mono, -14.0), source=good)
    heard = inspect_video(file, silent, _nothing, inspected.seen)
    assert "stray_voice" in {one.check for one in heard.findings}


def test_sound_that_starts_late_or_ends_early_is_found(good, folder, stereo, inspected):
    late = write(folder / "late.mp4", None, stereo, source=good, sound_late_ms=120, edit_list=True)
    assert "av_start" in _found(inspect_video(late, EXPECTED, _nothing, inspected.seen))
    short = write(folder / "short.mp4", None, stereo[:, :-24_000], source=good)
    assert "av_length" in _found(inspect_video(short, EXPECTED, _nothing, inspected.seen))


def test_a_lost_record_and_edit_lists_are_found(good, folder, stereo, inspected):
    bare = write(folder / "bare.mp4", None, stereo, source=good, record="")
    assert _found(inspect_video(bare, EXPECTED, _nothing, inspected.seen)) == {"aigc"}
    unmarked = replace(EXPECTED, marked=False)
    assert _found(inspect_video(bare, unmarked, _nothing, inspected.seen)) == set()
    lists = write(folder / "lists.mp4", None, stereo, source=good, edit_list=True)
    assert _found(inspect_video(lists, EXPECTED, _nothing, inspected.seen)) == set()
    none = replace(EXPECTED, edit_list="none")
    assert _found(inspect_video(lists, none, _nothing, inspected.seen)) == {"edit_list"}


@pytest.mark.parametrize("share", [0.001, 0.3, 0.9])
def test_a_truncated_file_is_found(good, folder, share):
    data = good.read_bytes()
    file = folder / "cut.mp4"
    file.write_bytes(data[: int(len(data) * share)])
    assert "file" in _found(inspect_video(file, EXPECTED, _nothing))


def test_damaged_packets_are_found(good, folder):
    data = bytearray(good.read_bytes())
    mdat = next(box for box in boxes(good) if box.path == "mdat")
    middle = mdat.body + mdat.length // 2
    data[middle : middle + 4000] = bytes(4000)
    file = folder / "torn.mp4"
    file.write_bytes(data)
    assert "decodes" in _found(inspect_video(file, EXPECTED, _nothing))


def test_an_index_behind_the_media_is_found(good, folder, inspected):
    data = good.read_bytes()
    parts = {b.path: data[b.at : b.body + b.length] for b in boxes(good) if "/" not in b.path}
    file = folder / "slow.mp4"
    # players need the offsets moved as well; what counts here is the order
    file.write_bytes(parts["ftyp"] + parts["mdat"] + parts["moov"])
    assert "faststart" in _found(inspect_video(file, EXPECTED, _nothing))


def test_a_turned_picture_is_found(good, folder, inspected):
    data = bytearray(good.read_bytes())
    head = next(box for box in boxes(good) if box.path == "moov/trak/tkhd")
    struct.pack_into(">5i", data, head.body + 40, 0, 1 << 16, 0, -(1 << 16), 0)
    file = folder / "turned.mp4"
    file.write_bytes(data)
    assert "frame_size" in _found(inspect_video(file, EXPECTED, _nothing, inspected.seen))


LIMITS = {
    "frame_size": replace(EXPECTED, frame=(1080, 1920)),
    "frame_rate": replace(EXPECTED, fps=(50.0, 60.0)),
    "gop": replace(EXPECTED, gop_ms=300),
    "duration": replace(EXPECTED, seconds=(15.0, 75.0)),
    "duration_plan": replace(EXPECTED, frames=260),
    "megabytes": replace(EXPECTED, megabytes=0.01),
    "cuts": replace(EXPECTED, cuts_ms=(700, 2000, 3900, 5900)),
    "subtitle_place": replace(EXPECTED, safe=(60, 288, 1020, 1248)),
    "words": replace(EXPECTED, max_words=8),
    "subtitle_rows": replace(EXPECTED, line=10),
    "reading_speed": replace(EXPECTED, cps=5.0),
    "cliff_text": replace(EXPECTED, cliff="You kept the letter."),
    "cliff_type": replace(EXPECTED, cliff_type="surprise"),
    "subtitle_text": replace(EXPECTED, lines=(*LINES[:2], replace(LINES[2], text="Then whose?"))),
    "subtitle_time": shifted(-300),
}


@pytest.mark.parametrize("check", LIMITS)
def test_each_limit_is_held_against_the_file(good, inspected, check):
    seen = None if check == "subtitle_time" else inspected.seen
    assert check in _found(inspect_video(good, LIMITS[check], _nothing, seen))


def test_pictures_are_looked_at_again_when_the_subtitles_are_others(good, inspected):
    found = inspect_video(good, shifted(-600), _nothing, inspected.seen)
    assert found.seen is not inspected.seen


def test_it_can_be_stopped(good):
    calls = 0

    def stop() -> None:
        nonlocal calls
        calls += 1
        if calls == 5:
            raise Cancelled

    with pytest.raises(Cancelled):
        inspect_video(good, EXPECTED, stop)


def test_what_is_no_film_is_found(folder):
    file = folder / "list.mp4"
    file.write_text("ffconcat version 1.0\nfile good.mp4\n")
    found = inspect_video(file, EXPECTED, _nothing)
    assert "file" in _found(found)
    assert found.seen is None
    assert {one.check for one in found.findings} <= checks()


def test_expectations_travel_as_json():
    assert decode(Expected, json.loads(json.dumps(encode(EXPECTED)))) == EXPECTED
