"""Files that a person brings: checked and converted in a worker, because they may be anything.

Each importer writes what a maker of that role would have written, so that everything that follows
from the slot works on it alike. What cannot be used is refused with a remedy.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import av
import cv2
import numpy as np

from engine.artist.drawing import import_drawing, write_drawing
from engine.artist.guide import Person
from engine.artist.ora import read_picture, read_plate, write_plate
from engine.artist.views import parse_view
from engine.base.codec import decode
from engine.base.errors import StudioError, UserInputError
from engine.editor.codec import cutlist_from_json
from engine.film.encoder import segment_writer
from engine.film.mix import encode_aac
from engine.film.planes import Target
from engine.film.types import HEIGHT, WIDTH, EncoderSettings
from engine.film.waves import write_wave
from engine.series.document import Look
from engine.voice.audio_io import read_audio, read_stereo, write_wav
from engine.voice.performance import performance_from_json
from engine.work.clone_device import import_reference
from engine.work.made import Check, Made
from engine.work.protocol import Job

Importer = Callable[[Job, Check], Made]
_NEUTRAL_LIGHT = json.dumps({"rim_power": 0.35})


def _speech(job: Job, check: Check) -> Made:
    check()
    file = Path(job.scratch) / "speech.wav"
    write_wav(file, read_audio(job.input("file")))
    return Made(file, "audio/wav")


def _sound(job: Job, check: Check) -> Made:
    """A bed or a whole mix: stereo WAV."""
    check()
    file = Path(job.scratch) / "sound.wav"
    write_wave(read_stereo(job.input("file")), file)
    return Made(file, "audio/wav")


def _mix(job: Job, check: Check) -> Made:
    wav = _sound(job, check).file
    file = Path(job.scratch) / "mix.m4a"
    encode_aac(wav, file)
    wav.unlink()
    return Made(file, "audio/mp4")


def _plate(job: Job, check: Check) -> Made:
    check()
    layers = read_plate(job.input("file"))
    lit = replace(layers, light=layers.light or _NEUTRAL_LIGHT)
    file = Path(job.scratch) / "plate.ora"
    write_plate(lit, file)
    return Made(file, "image/openraster")


def _drawing(job: Job, check: Check) -> Made:
    """A figure with a transparent ground, put where the comic artist draws that view."""
    check()
    params = json.loads(job.params)
    who = Person(decode(Look, params["look"]), params["gender"], params["age"])
    drawing = import_drawing(job.input("file"), parse_view(params["view"]), who)
    file = Path(job.scratch) / "drawing.ora"
    write_drawing(drawing, file)
    return Made(file, "image/openraster")


def _no_expression(job: Job, check: Check) -> Made:
    check()
    raise UserInputError(
        "no-expression", "A face alone cannot be replaced by a file.",
        "Import the drawing it belongs to, or ask for another take.",
    )  # fmt: skip


def _no_voice(job: Job, check: Check) -> Made:
    check()
    raise UserInputError(
        "no-voice", "A voice is taken from a recording.",
        f"Bring the recording: voices clone PROJECT {job.owner} FILE",
    )  # fmt: skip


def _picture(suffix: str, mime: str, width: int, height: int) -> Importer:
    """A flat picture, scaled and cut about its middle to the role's size."""

    def make(job: Job, check: Check) -> Made:
        check()
        source = job.input("file")
        picture = read_picture(source.read_bytes(), source.name)[..., :3]
        scale = max(width / picture.shape[1], height / picture.shape[0])
        size = (
            max(width, round(picture.shape[1] * scale)),
            max(height, round(picture.shape[0] * scale)),
        )
        large = cv2.resize(np.ascontiguousarray(picture), size, interpolation=cv2.INTER_AREA)
        x, y = (size[0] - width) // 2, (size[1] - height) // 2
        done, data = cv2.imencode(suffix, large[y : y + height, x : x + width])
        assert done
        file = Path(job.scratch) / f"picture{suffix}"
        file.write_bytes(data.tobytes())
        return Made(file, mime)

    return make


def _segment(job: Job, check: Check) -> Made:
    """A clip, scaled to cover the frame and cut or held to the length of the shot it replaces."""
    settings, frames = _wanted(job)
    source = job.input("file")
    file = Path(job.scratch) / "segment.mp4"
    written = 0
    try:
        with (
            av.open(
                str(source), format=_demuxer(source), options={"protocol_whitelist": "file"}
            ) as clip,
            segment_writer(file, settings) as writer,
        ):
            for frame in clip.decode(video=0):
                check()
                _paint(writer.target(), _covering(frame))
                writer.write()
                written += 1
                if written == frames:
                    break
            for _ in range(frames - written if written else 0):
                writer.write()  # the last picture is held
    except (av.FFmpegError, IndexError) as exc:
        raise _damaged(source) from exc
    if not written:
        raise _damaged(source)
    return Made(file, "video/mp4")


def _wanted(job: Job) -> tuple[EncoderSettings, int]:
    """Settings and length of the segment that is replaced, from its recipe."""
    params, payload = json.loads(job.params), json.loads(job.payload)
    cuts = cutlist_from_json(job.input("cut").read_text("utf-8"))
    frames = next(c.frames for c in cuts.cuts if c.id == payload["cut"])
    return decode(EncoderSettings, json.loads(params["encoder"])), frames


def _covering(frame: av.VideoFrame) -> av.VideoFrame:
    scale = max(WIDTH / frame.width, HEIGHT / frame.height)
    width, height = round(frame.width * scale / 2) * 2, round(frame.height * scale / 2) * 2
    picture = np.asarray(
        frame.to_ndarray(format="bgr24", width=max(width, WIDTH), height=max(height, HEIGHT)),
        np.uint8,
    )
    x, y = (picture.shape[1] - WIDTH) // 2, (picture.shape[0] - HEIGHT) // 2
    cut = np.ascontiguousarray(picture[y : y + HEIGHT, x : x + WIDTH])
    made = av.VideoFrame.from_ndarray(cut, format="bgr24")
    return made.reformat(format="yuv420p", dst_colorspace="ITU709")


def _paint(target: Target, frame: av.VideoFrame) -> None:
    for plane, wanted in zip(frame.planes, target, strict=True):
        rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
        np.copyto(wanted, rows[: wanted.shape[0], : wanted.shape[1]])


def _demuxer(source: Path) -> str:
    """The container by its first bytes, never by its name."""
    with source.open("rb") as file:
        head = file.read(12)
    if head[4:8] == b"ftyp":
        return "mov"
    if head[:4] == b"\x1aE\xdf\xa3":
        return "matroska"
    raise UserInputError(
        "not-video", f"{source.name} is not a video file.", "Use MP4, MOV, MKV or WebM."
    )


def _text(check_text: Callable[[str], object]) -> Importer:
    """A JSON document of ours, checked by reading it."""

    def make(job: Job, check: Check) -> Made:
        check()
        source = job.input("file")
        try:
            check_text(source.read_text("utf-8"))
        except (StudioError, UnicodeDecodeError) as exc:
            raise UserInputError(
                "bad-json", f"{source.name} cannot be used: {exc}", "Export it again."
            ) from exc
        file = Path(job.scratch) / "document.json"
        shutil.copyfile(source, file)
        return Made(file, "application/json")

    return make


def _master(job: Job, check: Check) -> Made:
    check()
    raise UserInputError(
        "no-master", "A whole episode cannot be replaced by a file.",
        "Pin its segments, its mix or its lines instead.",
    )  # fmt: skip


def _damaged(source: Path) -> UserInputError:
    return UserInputError(
        "damaged-video", f"{source.name} is damaged or holds no pictures.", "Export it again."
    )


IMPORTERS: Mapping[str, Importer] = {
    "reference": import_reference,
    "voice": _no_voice,
    "drawing": _drawing,
    "expression": _no_expression,
    "speech": _speech,
    "performance": _text(performance_from_json),
    "portrait": _picture(".png", "image/png", 720, 960),
    "plate": _plate,
    "cut": _text(cutlist_from_json),
    "segment": _segment,
    "music": _sound,
    "mix": _mix,
    "master": _master,
    "cover": _picture(".jpg", "image/jpeg", WIDTH, HEIGHT),
}
