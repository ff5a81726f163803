"""Encoders in hardware: found by trying, and then as good for joining as the software one."""

from __future__ import annotations

from pathlib import Path

import av
import pytest

from engine.film.encoder import segment_writer
from engine.film.hardware import SOFTWARE, options_of, probed
from engine.film.joiner import join
from engine.film.types import EncoderSettings


@pytest.mark.parametrize("codec", ["h264_nvenc", "h264_qsv", "h264_videotoolbox", "h264_amf"])
def test_every_encoder_is_told_to_close_its_groups(codec: str) -> None:
    told = options_of(EncoderSettings(codec=codec, gop=15, bframes=2))
    assert told["g"] == "15"
    assert told["bf"] == "2"
    assert "cgop" in told["flags"]
    assert not any("{" in value for value in told.values())


def test_software_has_no_options_of_hardware() -> None:
    with pytest.raises(KeyError):
        options_of(EncoderSettings(codec=SOFTWARE))


def test_what_is_found_makes_segments_that_can_be_joined(tmp_path: Path) -> None:
    codec = probed() or SOFTWARE  # where there is no such device the fallback is tried
    pieces = []
    for number in range(2):
        file = tmp_path / f"{number}.mp4"
        with segment_writer(file, EncoderSettings(codec=codec)) as writer:
            for at in range(20):
                for plane in writer.target():
                    plane[:] = 60 + 40 * number + at
                writer.write()
        pieces.append(file)
    assert join(pieces, None, tmp_path / "whole.mp4", {}) == 40
    with av.open(str(tmp_path / "whole.mp4")) as film:
        assert len(list(film.decode(video=0))) == 40
