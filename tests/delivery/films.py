"""Small films of a few seconds for the gate: two people, four subtitles, a label, cuts, music."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np

from engine.delivery.gate.types import Cue, Expected, Spoken
from engine.delivery.labels import aigc_json
from engine.film.loudness import integrated

W, H, FPS, FRAMES, RATE = 540, 960, 30, 210, 48_000
CUTS = (40, 90, 150)
LINES = (
    Spoken("cast/a", "You kept the letter.", 1100, 2400),
    Spoken("cast/b", "I burned it, Mara.", 2600, 3900),
    Spoken("cast/a", "Then whose hand is this?", 4300, 6300),
)
CUES = (
    Cue(1100, 2400, "You kept the letter."),
    Cue(2600, 3300, "I burned it,"),
    Cue(3367, 3900, "Mara."),
    Cue(4300, 6300, "Then whose hand is this?"),
)
EXPECTED = Expected(
    number=3, title="The Letter", language="en", lines=LINES, cues=CUES,
    cliff="Then whose hand is this?", cliff_type="question",
    cuts_ms=tuple(round(c * 1000 / FPS) for c in CUTS), frames=FRAMES, label="AI-generated",
    frame=(W, H), seconds=(3.0, 75.0), gop_ms=500,
)  # fmt: skip
RECORD = aigc_json("Studio", "0123456789abcdef", "content")


@dataclass(frozen=True)
class Film:
    """What to make. burned: lettering of the cues; label: letters' scale, 0 for none; black,
    frozen: (first, last + 1) frames; bars: rows of black above and below; late_ms: subtitles come
    so much later than they should.
    """

    burned: bool = True
    label: float = 1.6
    label_frames: int = 65
    black: tuple[int, int] = (0, 0)
    frozen: tuple[int, int] = (0, 0)
    bars: int = 0
    late_ms: int = 0


def _write(picture: np.ndarray, text: str, scale: float, y: int, x: int = -1) -> None:
    (width, _), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_DUPLEX, scale, 5)
    at = ((W - width) // 2 if x < 0 else x, y)
    letters = np.zeros_like(picture)
    cv2.putText(letters, text, at, cv2.FONT_HERSHEY_DUPLEX, scale, 255, 5, cv2.LINE_AA)
    picture[cv2.dilate(letters, np.ones((7, 7), np.uint8)) > 100] = 16
    picture[letters > 100] = 235


def _luma(index: int, film: Film) -> np.ndarray:
    """A frame: a slope of grey that is another one in each shot, discs that wander over it."""
    if film.frozen[0] <= index < film.frozen[1]:
        index = film.frozen[0]
    shot = sum(index >= cut for cut in CUTS)
    slope = np.linspace(50 + 45 * (shot % 3), 190 - 40 * (shot % 2), H, dtype=np.float32)
    picture = np.repeat(slope[:, None], W, axis=1).astype(np.uint8)
    for disc in range(4):
        x = (90 + 130 * disc + (shot + 1) * index * (2 + disc)) % W
        y = 140 + 190 * disc + 30 * shot
        cv2.circle(picture, (x, y), 60, 40 + 50 * ((disc + shot) % 4), -1, cv2.LINE_AA)
    ms = index * 1000 / FPS - film.late_ms
    for cue in CUES if film.burned else ():
        if cue.start_ms <= ms < cue.end_ms:
            _write(picture, cue.text, 1.05, 750)
    if film.label and index < film.label_frames:
        _write(picture, "AI-generated", film.label, 120, 40)
    if film.bars:
        picture[: film.bars] = picture[-film.bars :] = 16
    if film.black[0] <= index < film.black[1]:
        picture[:] = 16
    return np.clip(picture, 16, 235)


def voice(speaker: str, first_ms: int, last_ms: int, samples: np.ndarray, gain: float = 1) -> None:
    """Adds a buzz with a mouth's resonances, four syllables a second, to mono samples."""
    first, last = first_ms * RATE // 1000, last_ms * RATE // 1000
    t = np.arange(last - first) / RATE
    pitch, mouth = (120, 700) if speaker == "cast/a" else (210, 1500)
    sound = sum(
        np.sin(2 * np.pi * pitch * k * t) * np.exp(-(((pitch * k - mouth) / 600) ** 2))
        for k in range(1, 22)
    )
    sound = sound * (0.55 + 0.45 * np.sin(2 * np.pi * 4 * t))
    samples[first:last] += gain * 0.3 * sound / np.sqrt((sound**2).mean())


def sound(lines: tuple[Spoken, ...] = LINES, seconds: float = FRAMES / FPS) -> np.ndarray:
    """Mono: soft music and the lines."""
    t = np.arange(round(seconds * RATE)) / RATE
    music = 0.04 * (np.sin(2 * np.pi * 110 * t) + np.sin(2 * np.pi * 164.8 * t))
    for line in lines:
        voice(line.speaker, line.first_ms, line.last_ms, music)
    return music


def at_loudness(mono: np.ndarray, lufs: float) -> np.ndarray:
    """Stereo at a loudness, by the editing room's own measure, which the gate does not use."""
    stereo = np.stack((mono, mono)).astype(np.float32)
    return stereo * 10 ** ((lufs - integrated(stereo.T)) / 20)


def write(
    file: Path, film: Film | None, stereo: np.ndarray, *, source: Path | None = None,
    record: str = RECORD, edit_list: bool = False, sound_late_ms: int = 0,
) -> Path:  # fmt: skip
    """An MP4 file of a film (or of the pictures of another file) with sound (channels, samples)."""
    flags = "faststart+use_metadata_tags"
    options = {"movflags": flags} if edit_list else {"movflags": flags, "use_editlist": "0"}
    with av.open(str(file), "w", format="mp4", options=options) as box:
        if record:
            box.metadata["AIGC"] = record
        origin = av.open(str(source)) if source else None
        if origin is not None:
            video = box.add_stream_from_template(origin.streams.video[0])
        else:
            video = box.add_stream("libx264", rate=FPS)
            video.width, video.height, video.pix_fmt = W, H, "yuv420p"
            video.options = {
                "preset": "superfast", "crf": "23", "g": "15", "bf": "0", "profile": "high",
                "threads": "1",
            }  # fmt: skip
            coded = video.codec_context
            coded.colorspace = coded.color_primaries = coded.color_trc = coded.color_range = 1
        audio = box.add_stream("aac", rate=RATE, layout="stereo")
        audio.bit_rate = 128_000
        if origin is not None:
            for packet in origin.demux(video=0):
                if packet.dts is not None:
                    packet.stream = video
                    box.mux(packet)
            origin.close()
        else:
            grey = np.full((H // 2, W), 128, np.uint8)
            for index in range(FRAMES):
                luma = _luma(index, film or Film())
                frame = av.VideoFrame.from_ndarray(np.concatenate((luma, grey)), format="yuv420p")
                frame.pts, frame.time_base = index, Fraction(1, FPS)
                box.mux(video.encode(frame))
            box.mux(video.encode(None))
        # an encoder's first 1024 samples are silence; without an edit list they must be after 0
        primed = 0 if edit_list else 1024
        _mux_sound(box, audio, stereo.astype(np.float32), sound_late_ms * RATE // 1000 + primed)
    return file


def _mux_sound(box, audio, stereo: np.ndarray, late: int) -> None:
    for first in range(0, stereo.shape[1], 1024):
        part = np.ascontiguousarray(stereo[:, first : first + 1024])
        frame = av.AudioFrame.from_ndarray(part, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = RATE, first + late, Fraction(1, RATE)
        box.mux(audio.encode(frame))
    box.mux(audio.encode(None))


def shifted(ms: int) -> Expected:
    """What should be, with the subtitles later by so much."""
    cues = tuple(Cue(c.start_ms + ms, c.end_ms + ms, c.text) for c in CUES)
    return replace(EXPECTED, cues=cues)
