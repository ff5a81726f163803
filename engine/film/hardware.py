"""Encoders in hardware: which of them works on this machine, and what each is told.

Found by trying: a library may name an encoder for a device that is not there. All get closed
groups of one length and no scene cuts, as joining by copying packets needs it; their pictures at
the same size are larger or worse than those of x264, so a lead asks for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import cast

import av
import numpy as np
from av.video.codeccontext import VideoCodecContext

from engine.film.types import HEIGHT, WIDTH, EncoderSettings

SOFTWARE = "libx264"
_OPTIONS: Mapping[str, Mapping[str, str]] = {
    "h264_nvenc": {"preset": "p4", "tune": "hq", "rc": "vbr", "cq": "{q}", "profile": "high",
                   "strict_gop": "1", "no-scenecut": "1", "forced-idr": "1", "b_ref_mode": "0"},
    "h264_qsv": {"preset": "medium", "global_quality": "{q}", "profile": "high",
                 "idr_interval": "0", "adaptive_i": "0", "adaptive_b": "0"},
    "h264_videotoolbox": {"q": "{v}", "profile": "high", "allow_sw": "0"},
    "h264_amf": {"quality": "balanced", "rc": "cqp", "qp_i": "{q}", "qp_p": "{q}", "qp_b": "{q}",
                 "profile": "high"},
}  # fmt: skip
"""By encoder, in order of preference: the options of libavcodec's wrappers. {q} is a quality like
x264's constant rate factor, {v} one from 1 to 100."""


def options_of(wanted: EncoderSettings) -> dict[str, str]:
    """The options of a hardware encoder for these settings; raises KeyError for another one."""
    values = {"q": str(wanted.crf + 2), "v": str(max(1, 100 - 2 * wanted.crf))}
    found = {name: text.format(**values) for name, text in _OPTIONS[wanted.codec].items()}
    return {**found, "g": str(wanted.gop), "bf": str(wanted.bframes), "flags": "+cgop"}


@cache
def probed() -> str:
    """The first hardware encoder that encodes a picture here, "" when there is none."""
    return next((codec for codec in _OPTIONS if _works(codec)), "")


def _works(codec: str) -> bool:
    """Whether an encoder takes a film's frames and gives packets."""
    try:
        context = cast("VideoCodecContext", av.CodecContext.create(codec, "w"))
        context.width, context.height, context.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        context.time_base, context.framerate = Fraction(1, 30), Fraction(30)
        context.options = options_of(EncoderSettings(codec=codec))
        frame = av.VideoFrame(WIDTH, HEIGHT, "yuv420p")
        for plane in frame.planes:
            np.frombuffer(memoryview(plane), np.uint8)[:] = 90
        packets = []
        for number in range(4):
            frame.pts = number
            packets += context.encode(frame)
        packets += context.encode(None)
    except (av.FFmpegError, ValueError, OSError):  # not built in, or no device, or it is busy
        return False
    return bool(packets)
