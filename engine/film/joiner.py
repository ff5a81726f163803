"""Joins segments and the episode's sound into one mp4 by copying packets: nothing is encoded.

Pictures are placed by whole frames. Audio comes from one file and is never cut: joined pieces of
AAC would drift by their priming samples.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer

from engine.base.errors import MakeError
from engine.base.fs import disk_fault
from engine.editor.types import FPS
from engine.film.encoder import TIMESCALE
from engine.film.waves import RATE

# Custom keys such as AIGC are written only with use_metadata_tags.
_FLAGS = "+faststart+use_metadata_tags"
LEAD = 2 * RATE // FPS - 1024
"""Samples: two frames, which pictures wait for B-frames, less the delay of the AAC encoder."""


def join(
    segments: Sequence[Path], audio: Path | None, out: Path, metadata: Mapping[str, str],
    *, edit_list: bool = True,
) -> int:  # fmt: skip
    """Write `out` (mp4) from segments in order and one AAC file; returns the number of frames.

    audio: None for pictures alone. edit_list: whether the muxer may write what is to be skipped at
    the start (the encoders' delays); YouTube and Instagram ask for files without. Those begin with
    the time that pictures wait for their decoder, and their sound must be led by `LEAD` samples
    of silence.

    Raises:
        MakeError: no segments, segments that were encoded differently, or an unreadable file.
        EnvironmentFault: `out` cannot be written.
    """
    if not segments:
        raise MakeError("no-segments", "An episode without pictures cannot be joined.")
    temporary = out.with_name(f".{out.name}.{os.getpid()}.tmp")
    try:
        with closing(_open_output(temporary, edit_list)) as target:
            target.metadata.update(metadata)
            if audio is None:
                frames = _copy(segments, None, target)
            else:
                with closing(_open(audio)) as sound:
                    frames = _copy(segments, sound, target, 0 if edit_list else LEAD)
        os.replace(temporary, out)  # whoever keeps the file makes it durable
    except OSError as exc:
        raise disk_fault(exc, out) from exc
    finally:
        temporary.unlink(missing_ok=True)
    return frames


def _open_output(path: Path, edit_list: bool) -> OutputContainer:
    options = {"movflags": _FLAGS, **TIMESCALE, **({} if edit_list else {"use_editlist": "0"})}
    return av.open(str(path), "w", format="mp4", options=options)


def _open(path: Path, *, probe: bool = True) -> InputContainer:
    """Open a file. probe: let libav decode a picture to learn everything about the stream.

    That takes 9 ms a file, and only the first segment's stream serves as a template.
    """
    try:
        if probe:
            return av.open(str(path), "r", format="mov")
        # PyAV's stub says list[str]; it takes one dictionary a stream
        blind = cast("list[str]", [{"skip_frame": "all"}])
        return av.open(str(path), "r", format="mov", stream_options=blind)
    except (av.FFmpegError, OSError) as exc:
        raise MakeError(
            "unreadable-media", f"{path.name} cannot be read: {exc.strerror}.", "Make it again."
        ) from exc


def _copy(
    segments: Sequence[Path], sound: InputContainer | None, target: OutputContainer, lead: int = 0
) -> int:
    with closing(_open(segments[0])) as first:
        template = first.streams.video[0]
        video = target.add_stream_from_template(template)
        extradata = bytes(template.codec_context.extradata or b"")
        base = template.time_base or Fraction(1, FPS)
        video.time_base = base
    voices = None if sound is None else _Sound(sound, target, lead)
    frames = 0
    for path in segments:
        with closing(_open(path, probe=False)) as source:
            stream = source.streams.video[0]
            if bytes(stream.codec_context.extradata or b"") != extradata:
                raise MakeError(
                    "unlike-segments",
                    f"{path.name} was encoded with other settings than its neighbours.",
                    "Make its segment again.",
                )
            start = frames
            for packet in source.demux(stream):
                if packet.dts is None or packet.pts is None:
                    continue
                shift = round(Fraction(start, FPS) / base)
                packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
                packet.stream = video
                target.mux(packet)
                frames += 1
        if voices is not None:
            voices.copy(Fraction(frames, FPS))
    if voices is not None:
        voices.copy(None)
    return frames


class _Sound:
    """The packets of a file's sound on their way into another."""

    def __init__(self, source: InputContainer, target: OutputContainer, lead: int) -> None:
        """lead: samples of silence in front, which are to lie before the first picture."""
        heard = source.streams.audio[0]
        self._target, self._lead = target, Fraction(lead, RATE)
        self._audio: AudioStream = target.add_stream_from_template(heard)
        self._packets: Iterator[av.Packet[AudioStream]] = iter(source.demux(heard))

    def copy(self, until: Fraction | None) -> None:
        """Copy up to a time, so that pictures and sound lie near each other in the file."""
        for packet in self._packets:
            if packet.dts is None or packet.time_base is None:
                continue
            reached = packet.dts * packet.time_base
            if self._lead and packet.pts is not None:
                back = round(self._lead / packet.time_base)
                packet.pts, packet.dts = packet.pts - back, packet.dts - back
            packet.stream = self._audio
            self._target.mux(packet)
            if until is not None and reached >= until:
                return
