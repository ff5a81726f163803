"""Qwen3-TTS behind the studio's own protocol: the engine for Mandarin, in a process of its own.

Its library pins versions that the studio does not have, so it lives in another environment
(``installer/qwen-tts.sh``) and is spoken to through `qwen_link`. House voices are designed once
from a description (`qwen_voices`), belong to nobody, and are kept; a cloned one comes from a
recording with consent. The Base model takes no direction: of an emotion only the level is made.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from engine.base.canon import Json, digest, file_digest
from engine.base.codec import encode
from engine.base.errors import EnvironmentFault, MakeError, StudioError, UserInputError
from engine.models.environments import environment_python
from engine.models.library import default_root
from engine.models.loading import refuse_unsafe
from engine.text.measure import spoken_ms
from engine.voice.alignment import spans
from engine.voice.audio_io import Samples, read_audio, write_wav
from engine.voice.checks import Verdict, judge
from engine.voice.performance import neutral_from, neutral_to_json
from engine.voice.qwen_link import Link, Patience
from engine.voice.qwen_voices import described, language, sample, speaks
from engine.voice.shaping import levelled, trimmed
from engine.voice.types import SAMPLE_RATE, SpeechRequest, Spoken
from engine.voice.voices import reading

MODELS = ("qwen3-tts-base", "qwen3-tts-design")
TRIES = 3
BATCH = 24
"""Lines in one batch; the worker halves it where memory does not suffice."""
_DESIGN_S = 20.0

Check = Callable[[], None]


def worker_command(models: Mapping[str, Path], device: str) -> list[str]:
    """How the worker is started. Raises EnvironmentFault: something is missing or unsafe."""
    python = environment_python(default_root())
    if not python.is_file():
        raise EnvironmentFault(
            "no-worker", f"Qwen3-TTS has no environment yet ({python}).",
            "Set it up: bash installer/qwen-tts.sh",
        )  # fmt: skip
    if MODELS[0] not in models:
        raise EnvironmentFault("no-model", f"Qwen3-TTS needs {MODELS[0]}.",
                               f"models fetch {MODELS[0]}")  # fmt: skip
    for name in MODELS:
        if name in models:
            refuse_unsafe(models[name])
            if (inner := models[name] / "speech_tokenizer").is_dir():
                refuse_unsafe(inner)  # its weights are loaded without being told to be safe
    script = Path(__file__).parent / "qwen_worker" / "serve.py"
    command = [str(python), "-I", str(script), str(models[MODELS[0]]), "--device", device]
    if MODELS[1] in models:
        command += ["--design", str(models[MODELS[1]])]
    return [*command, "--dtype", "float32" if device == "cpu" else "bfloat16"]


def device_without_torch() -> str:
    """Where the worker is told to run: CLIFF_DEVICE, or a GPU when its driver is there."""
    wanted = os.environ.get("CLIFF_DEVICE", "")
    if wanted:
        return wanted
    if sys.platform == "darwin":
        return "mps"
    there = any(Path(name).exists() for name in ("/dev/nvidia0", "/dev/kfd"))
    return "cuda" if there else "cpu"


@dataclass
class _Try:
    """One line on its way. best: the least bad sound so far, at 48 kHz."""

    request: SpeechRequest
    wav: Path
    voice: Path
    best: tuple[Verdict, Samples] | None = None
    tries: list[str] = field(default_factory=list)
    fault: StudioError | None = None

    @property
    def settled(self) -> bool:
        good = self.best is not None and not self.best[0].faults
        return good or len(self.tries) >= TRIES or self.fault is not None


class QwenSpeaker:
    """Speaks with Qwen3-TTS. Sampling is the model's own, over a whole batch: equal requests give
    equal voices, not equal bytes."""

    name = "qwen3-tts"

    def __init__(
        self,
        command: Sequence[str],
        voices: Path,
        *,
        fingerprint: str,
        patience: Patience | None = None,
    ) -> None:
        """command: see `worker_command`. voices: folder in which designed voices are kept.
        fingerprint: of the models; voices of others are not used. The worker starts when asked."""
        self.version = f"1 {fingerprint[:16]}"
        self._link = Link(command, patience=patience)
        self._voices = voices
        self._fingerprint = fingerprint
        self._neutrals: dict[Path, str] = {}

    def close(self) -> None:
        """End the worker."""
        self._link.close()

    def speak_all(
        self,
        requests: Sequence[SpeechRequest],
        prompts: Sequence[Path | None],
        wavs: Sequence[Path],
        check: Check,
    ) -> list[Spoken]:
        """See `BatchSpeaker.speak_all`. Alignment is None: the engine gives none.

        Raises:
            EnvironmentFault: the worker cannot be started or died twice.
        """
        lines = [
            _line(request, prompt or self._house(request), wav)
            for request, prompt, wav in zip(requests, prompts, wavs, strict=True)
        ]
        own = {line.voice: line.request for line, p in zip(lines, prompts, strict=True) if not p}
        faults = self._design(own, check)
        for line in lines:
            line.fault = line.fault or faults.get(line.voice)
        try:
            while left := [line for line in lines if not line.settled]:
                left.sort(key=lambda line: spoken_ms(line.request.text, line.request.language))
                for at in range(0, len(left), BATCH):
                    self._try(left[at : at + BATCH], check)
        finally:
            for line in lines:
                _raw(line.wav).unlink(missing_ok=True)
        return [self._spoken(line) for line in lines]

    def enrol(self, recording: Path, text: str, out: Path, check: Check) -> dict[str, Json]:
        """A voice of a recording (mono 16-bit WAV), for `prompts`. text: what is said in it, ""
        when unknown, which keeps the timbre and loses the manner.

        Raises:
            MakeError, EnvironmentFault: as `Link.ask`.
        """
        found = self._link.ask(
            {"do": "enrol", "wav": str(recording), "text": text, "out": str(out)}, check
        )
        return {"engine": self.name, "seconds": round(float(found.get("seconds", 0)), 2),
                "with_text": bool(text)}  # fmt: skip

    def _house(self, request: SpeechRequest) -> Path:
        """Where the designed voice of a request is kept."""
        told = {"describe": described(request), "sample": sample(request.language),
                "models": self._fingerprint}  # fmt: skip
        return self._voices / f"qwen-{digest(told)[:32]}.safetensors"

    def _design(
        self, wanted: Mapping[Path, SpeechRequest], check: Check
    ) -> dict[Path, StudioError]:
        """Make the voices that are not kept yet; the faults of those that cannot be made."""
        new = [p for p, r in wanted.items() if speaks(r.language) and not p.exists()]
        if not new:
            return {}
        self._voices.mkdir(parents=True, exist_ok=True)
        asked = [
            {
                "describe": described(wanted[path]), "text": sample(wanted[path].language),
                "language": language(wanted[path].language), "seed": int(path.stem[5:17], 16),
                "wav": str(path.with_suffix(".wav")), "out": str(path),
            }
            for path in new
        ]  # fmt: skip
        try:
            found = self._link.ask({"do": "design", "voices": asked, "most_s": _DESIGN_S}, check)
        except MakeError as exc:
            return dict.fromkeys(new, _designless(exc))
        told = _entries(found, "voices", len(new))
        return {
            path: _fault(entry["fault"])
            for path, entry in zip(new, told, strict=True)
            if "fault" in entry
        }

    def _try(self, lines: Sequence[_Try], check: Check) -> None:
        """Speak each line once; what is better than before is kept."""
        asked = [
            {
                "text": line.request.text, "language": language(line.request.language),
                "voice": str(line.voice), "wav": str(_raw(line.wav)),
            }
            for line in lines
        ]  # fmt: skip
        expected = [spoken_ms(line.request.text, line.request.language) for line in lines]
        seed = [[encode(line.request), len(line.tries)] for line in lines]
        most_s = max(expected) * 3 / 1000 + 3
        request = {
            "do": "speak", "lines": asked, "most_s": most_s,
            "seed": int(digest(seed)[:12], 16),
        }  # fmt: skip
        try:
            found = _entries(self._link.ask(request, check), "lines", len(lines))
        except MakeError as exc:
            found = [{"fault": {"code": exc.code, "message": exc.message}} for _ in lines]
        for line, entry, wanted in zip(lines, found, expected, strict=True):
            check()
            _take(line, entry, wanted, most_s)

    def _spoken(self, line: _Try) -> Spoken:
        """Finish a line: its level is the house voices', plus what the emotion asks for."""
        if line.best is None or not line.best[0].audible:
            fault = line.fault or MakeError(
                "nothing-said", f"{line.request.text!r} was not said in {len(line.tries)} tries.",
                "Change the words, or choose another voice engine.",
            )  # fmt: skip
            return Spoken(fault=fault)
        verdict, sound = line.best
        kept, _ = trimmed(sound)
        write_wav(line.wav, levelled(kept, _level(line.request)))
        notes: dict[str, Json] = {
            "tries": len(line.tries), "faults": list(verdict.faults),
            "voice": file_digest(line.voice),
        }  # fmt: skip
        return Spoken(None, self._neutral(line.voice), notes)

    def _neutral(self, voice: Path) -> str:
        """The voice at rest: what it said when it was designed. "" for a cloned one."""
        said = voice.with_suffix(".wav")
        if voice.parent != self._voices or not said.exists():
            return ""
        if voice not in self._neutrals:
            kept, _ = trimmed(read_audio(said))
            self._neutrals[voice] = neutral_to_json(neutral_from(levelled(kept, 0.0)))
        return self._neutrals[voice]


def speaker(
    models: Mapping[str, Path], *, fingerprint: str, voices: Path | None = None
) -> QwenSpeaker:
    """The speaker of these models. voices: where designed voices are kept; by default beside the
    models. Raises EnvironmentFault."""
    command = worker_command(models, device_without_torch())
    kept = voices or default_root().parent / "designed-voices"
    return QwenSpeaker(command, kept, fingerprint=fingerprint)


def _line(request: SpeechRequest, voice: Path, wav: Path) -> _Try:
    line = _Try(request, wav, voice)
    try:
        language(request.language)
        if not spans(request.text):
            raise MakeError(
                "nothing-said", f"The line {request.text!r} has nothing to say.", "Write words."
            )
    except StudioError as exc:
        line.fault = exc
    return line


def _level(request: SpeechRequest) -> float:
    """What the emotion and the voice's energy ask for, in dB: the house voices' own table, which
    is the same for all languages but must be asked for one it knows."""
    return reading(replace(request, language="en")).level


def _raw(wav: Path) -> Path:
    return wav.with_name(f".{wav.name}.raw.wav")


def _take(line: _Try, entry: Mapping[str, Any], expected_ms: int, most_s: float) -> None:
    """Judge what was said; the least bad is kept."""
    raw = _raw(line.wav)
    try:
        if "fault" in entry:
            fault = _fault(entry["fault"])
            line.tries.append(fault.code)
            if fault.code == "bad-voice" or len(line.tries) >= TRIES:
                line.fault = fault if line.best is None else None
            return
        sound = read_audio(raw)
        ran_away = float(entry.get("seconds", 0)) >= most_s - 0.1
        verdict = judge(sound, SAMPLE_RATE, expected_ms, ran_away)
        line.tries.append(", ".join(verdict.faults) or "good")
        if line.best is None or verdict.badness < line.best[0].badness:
            line.best = (verdict, sound)
    except UserInputError:
        line.tries.append("no sound")


def _entries(found: Mapping[str, Any], name: str, count: int) -> list[Mapping[str, Any]]:
    """The answers of a list. Raises MakeError for another number than was asked for."""
    told = found.get(name)
    if (
        not isinstance(told, list)
        or len(told) != count
        or not all(isinstance(x, dict) for x in told)
    ):
        raise MakeError("bad-answer", "The voice worker answered something else.",
                        "Set it up again: installer/qwen-tts.sh")  # fmt: skip
    return told


def _fault(told: object) -> MakeError:
    told = told if isinstance(told, dict) else {}
    code, message = str(told.get("code", "failed")), str(told.get("message", "no reason given"))
    if code == "bad-voice":
        return MakeError(code, f"The voice cannot be used: {message}.", "Make the voice again.")
    return MakeError(code, f"Qwen3-TTS cannot say it: {message}.",
                     "Try again, or choose another voice engine.")  # fmt: skip


def _designless(exc: MakeError) -> MakeError:
    if exc.code != "no-design":
        return exc
    return MakeError("no-design", "A voice cannot be designed: the model for it is not here.",
                     f"models fetch {MODELS[1]}, or clone a voice.")  # fmt: skip
