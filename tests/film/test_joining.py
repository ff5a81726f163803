"""A film with sound, with and without edit lists: a flash and a beep come at the same moment."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from engine.editor.types import FPS
from engine.film.encoder import segment_writer, settings
from engine.film.joiner import LEAD, join
from engine.film.mix import encode_aac
from engine.film.waves import RATE, write_wave

FLASH = 45


@pytest.fixture(scope="module")
def flash(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A film whose picture turns bright at a frame, and a sound that begins then."""
    folder = tmp_path_factory.mktemp("flash")
    with segment_writer(folder / "v.mp4", settings("draft"), size=(96, 160)) as writer:
        for number in range(2 * FLASH):
            y, u, v = writer.target()
            y[:] = 200 if number >= FLASH else 20
            u[:] = v[:] = 128
            writer.write()
    sound = np.zeros((2 * FLASH * RATE // FPS, 2), np.float32)
    first = FLASH * RATE // FPS
    sound[first : first + 4800] = 0.5 * np.sin(np.arange(4800) * 0.13)[:, None]
    write_wave(sound, folder / "a.wav")
    return folder / "v.mp4", folder / "a.wav"


def moments(film: Path) -> tuple[float, float]:
    """Seconds at which the picture turns bright, and at which one hears something."""
    with av.open(str(film)) as source:
        seen = next(float(f.time) for f in source.decode(video=0)
                    if f.to_ndarray(format="gray").mean() > 100)  # fmt: skip
    with av.open(str(film)) as source:
        for frame in source.decode(audio=0):
            loud = np.abs(frame.to_ndarray()).max(axis=0) > 0.1
            if loud.any():
                return seen, float(frame.time) + int(np.argmax(loud)) / RATE
    raise AssertionError("nothing is heard")


@pytest.mark.parametrize("edit_list", [True, False])
def test_picture_and_sound_come_together(
    edit_list: bool, flash: tuple[Path, Path], tmp_path: Path
) -> None:
    pictures, wave = flash
    encode_aac(wave, tmp_path / "a.m4a", lead=0 if edit_list else LEAD)
    join([pictures], tmp_path / "a.m4a", tmp_path / "film.mp4", {}, edit_list=edit_list)
    seen, heard = moments(tmp_path / "film.mp4")
    assert abs(seen - heard) < 0.002
    assert (b"elst" in (tmp_path / "film.mp4").read_bytes()) == edit_list


def test_without_edit_lists_the_sound_has_no_gap(flash: tuple[Path, Path], tmp_path: Path) -> None:
    pictures, wave = flash
    encode_aac(wave, tmp_path / "a.m4a", lead=LEAD)
    join([pictures], tmp_path / "a.m4a", tmp_path / "film.mp4", {}, edit_list=False)
    with av.open(str(tmp_path / "film.mp4")) as source:
        times = [float(f.time) for f in source.decode(audio=0)]
    assert times[0] == 0
    assert np.allclose(np.diff(times), 1024 / RATE)
