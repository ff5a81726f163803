"""The visible label of a finished file: there, too short, too small, or cut out."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from engine.delivery.labels import opening_label, opening_text
from engine.delivery.verify import label_fault
from engine.series.document import Series
from tests.delivery.films import Film, write

SILENCE = np.zeros((2, 48_000), np.float32)


@pytest.mark.parametrize(
    ("film", "told"),
    [
        (Film(), ""),
        (Film(label=0), "not in the opening picture"),
        (Film(label_frames=20), "not in the opening picture"),
        (Film(label=0.8), "pixels high"),
    ],
    ids=["whole", "none", "short", "small"],
)
def test_the_label_is_measured_in_the_picture(film: Film, told: str, tmp_path: Path) -> None:
    write(tmp_path / "film.mp4", film, SILENCE)
    found = label_fault(tmp_path / "film.mp4")
    assert told in found
    assert (found == "") == (told == "")


def test_a_film_without_its_opening_has_lost_the_label(tmp_path: Path) -> None:
    write(tmp_path / "film.mp4", Film(), SILENCE)
    with (
        av.open(str(tmp_path / "film.mp4")) as source,
        av.open(str(tmp_path / "cut.mp4"), "w") as target,
    ):
        stream = source.streams.video[0]
        copy = target.add_stream_from_template(stream)
        first = None
        for packet in source.demux(stream):
            late = packet.pts is not None and packet.pts * stream.time_base >= 3
            if packet.dts is None or (first is None and not (late and packet.is_keyframe)):
                continue
            first = packet.dts if first is None else first
            packet.pts, packet.dts, packet.stream = packet.pts - first, packet.dts - first, copy
            target.mux(packet)
    assert "not in the opening picture" in label_fault(tmp_path / "cut.mp4")


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.mp4").write_bytes(b"no film")
    assert "cannot be read" in label_fault(tmp_path / "x.mp4")


def test_the_opening_names_tier_and_number_and_the_label_unless_it_is_off() -> None:
    series = Series("t", "p", "zh-CN", tier="其他微短剧", licence="（京）网微剧备字2026第001号")
    text = opening_text(series, opening_label("zh-CN"))
    assert text == "AI生成\n其他微短剧 · 备案号 （京）网微剧备字2026第001号"
    assert opening_text(Series("t", "p", "en", labels_off="opening"), "AI-generated") == ""
