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

# Custom keys such as AIGC are written only with use_metadata_tags.
_FLAGS = "+faststart+use_metadata_tags"


def join(segments: Sequence[Path], audio: Path, out: Path, metadata: Mapping[str, str]) -> int:
    """Write `out` (mp4) from segments in order and one AAC file; returns the number of frames.

    Raises:
        MakeError: no segments, segments that were encoded differently, or an unreadable file.
        EnvironmentFault: `out` cannot be written.
    """
    if not segments:
        raise MakeError("no-segments", "An episode without pictures cannot be joined.")
    temporary = out.with_name(f".{out.name}.{os.getpid()}.tmp")
    try:
        with closing(_open_output(temporary)) as target, closing(_open(audio)) as sound:
            target.metadata.update(metadata)
            frames = _copy(segments, sound, target)
        os.replace(temporary, out)  # whoever keeps the file makes it durable
    except OSError as exc:
        raise disk_fault(exc, out) from exc
    finally:
        temporary.unlink(missing_ok=True)
    return frames


def _open_output(path: Path) -> OutputContainer:
    return av.open(str(path), "w", format="mp4", options={"movflags": _FLAGS, **TIMESCALE})


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


def _copy(segments: Sequence[Path], sound: InputContainer, target: OutputContainer) -> int:
    with closing(_open(segments[0])) as first:
        template = first.streams.video[0]
        video = target.add_stream_from_template(template)
        extradata = bytes(template.codec_context.extradata or b"")
        base = template.time_base or Fraction(1, FPS)
        video.time_base = base
    heard = sound.streams.audio[0]
    audio = target.add_stream_from_template(heard)
    packets = iter(sound.demux(heard))
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
        _copy_audio(packets, audio, target, Fraction(frames, FPS))
    _copy_audio(packets, audio, target, None)
    return frames


def _copy_audio(
    packets: Iterator[av.Packet[AudioStream]],
    audio: AudioStream,
    target: OutputContainer,
    until: Fraction | None,
) -> None:
    """Copy sound up to a time, so that pictures and sound lie near each other in the file."""
    for packet in packets:
        if packet.dts is None or packet.time_base is None:
            continue
        reached = packet.dts * packet.time_base
        packet.stream = audio
        target.mux(packet)
        if until is not None and reached >= until:
            return
