"""Makers of what is heard: speech, performance, music, mix."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from engine.base.codec import decode
from engine.base.errors import StudioError
from engine.editor.codec import cutlist_from_json
from engine.editor.types import Theme
from engine.film.music import compose_bed, write_bed
from engine.film.release import release_sound
from engine.film.types import Loudness
from engine.series.document import Voice
from engine.voice.espeak import EspeakSpeaker
from engine.voice.forced import forced
from engine.voice.performance import (
    measure,
    neutral_from_json,
    neutral_of,
    performance_to_json,
)
from engine.voice.types import SpeechRequest
from engine.work.made import Check, Made
from engine.work.protocol import Job


class SoundMakers:
    """Keeps the speaker, and with it each voice's neutral reading, between jobs."""

    def __init__(self) -> None:
        self._speaker = EspeakSpeaker()

    def makers(self) -> Mapping[str, Callable[[Job, Check], Made]]:
        """Maker by kind."""
        return {
            "speech": self._speech,
            "performance": self._performance,
            "music": self._music,
            "mix": self._mix,
        }

    def _speech(self, job: Job, check: Check) -> Made:
        check()
        wav, alignment = Path(job.scratch) / "speech.wav", Path(job.scratch) / "alignment.json"
        found = self._speaker.speak(speech_request(json.loads(job.params)), wav)
        alignment.write_text(json.dumps(found, ensure_ascii=False), "utf-8")
        return Made(wav, "audio/wav", (("alignment", alignment),))

    def _performance(self, job: Job, check: Check) -> Made:
        check()
        request = speech_request(json.loads(job.params))
        inputs = dict(job.inputs)
        speech = Path(inputs["speech"])
        if "speech.alignment" in inputs:
            alignment = json.loads(Path(inputs["speech.alignment"]).read_text("utf-8"))
        else:
            alignment = _times(speech, request)
        if "speech.neutral" in inputs:
            neutral = neutral_from_json(Path(inputs["speech.neutral"]).read_text("utf-8"))
        else:
            neutral = neutral_of(self._speaker, request)
        found = measure(speech, request.text, alignment, neutral)
        file = Path(job.scratch) / "performance.json"
        file.write_text(performance_to_json(found), "utf-8")
        return Made(file, "application/json")

    def _music(self, job: Job, check: Check) -> Made:
        check()
        params = json.loads(job.params)
        tension = tuple((at, level) for at, level in params["tension"])
        seed = params["seed"] + 7919 * params["take"]
        themes = tuple(decode(Theme, theme) for theme in params.get("themes", ()))
        bed = compose_bed(
            params["frames"], tension, seed, params["mood"], themes,
            params.get("era", "modern"), params.get("cliff", "question"),
        )  # fmt: skip
        file = Path(job.scratch) / "bed.wav"
        write_bed(bed, file)
        return Made(file, "audio/wav")

    def _mix(self, job: Job, check: Check) -> Made:
        check()
        cuts = cutlist_from_json(job.input("cut").read_text("utf-8"))
        speech = {line.line: job.input(line.line) for line in cuts.lines}
        sound = Path(job.scratch) / "mix.m4a"
        reached = release_sound(cuts, speech, job.input("music"), sound, Loudness(), check)
        meta = json.dumps({"lufs": reached.lufs, "peak": reached.peak})
        return Made(sound, "audio/mp4", meta=meta)


def _times(wav: Path, request: SpeechRequest) -> dict[str, object] | None:
    """Word times of a recording; None where espeak cannot read its text, and `measure` guesses."""
    try:
        return forced(wav, request)
    except StudioError:
        return None


def speech_request(params: Mapping[str, object]) -> SpeechRequest:
    """The request a recipe stands for; a performance's recipe carries no acting."""
    intensity, take = params.get("intensity", 50), params.get("take", 0)
    assert isinstance(intensity, int)
    assert isinstance(take, int)
    return SpeechRequest(
        text=str(params["text"]),
        language=str(params["language"]),
        voice=decode(Voice, params["voice"]),
        gender=str(params["gender"]),
        age=str(params["age"]),
        emotion=str(params.get("emotion", "neutral")),
        intensity=intensity,
        take=take,
    )
