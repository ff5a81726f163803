"""The Bark speaker: many lines at once, each in its own voice, judged and tried again where bad.

Runs in worker processes only: it loads torch. Bark has no control of emotion, pitch or pace; see
`bark_acting` for what it is told and `bark_sound` for what is done to the sound.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import torch
from torch import nn
from transformers import AutoTokenizer, BarkModel, PreTrainedTokenizerBase

from engine.base.canon import Json, digest, file_digest
from engine.base.codec import encode
from engine.base.errors import MakeError, StudioError
from engine.models.loading import Loadable, half_precision, load
from engine.voice.audio_io import write_wav
from engine.voice.bark_acting import Acting, Piece, acting
from engine.voice.bark_batch import Batches
from engine.voice.bark_prompts import Prompt, cloned_prompt, house_prompt
from engine.voice.bark_sound import Samples, finished, joined
from engine.voice.bark_stages import Heard, Heat, Row, Stages
from engine.voice.checks import Verdict, judge
from engine.voice.forced import forced
from engine.voice.performance import neutral_from, neutral_request, neutral_to_json
from engine.voice.types import SAMPLE_RATE, SpeechRequest, Spoken

TRIES = 3
_GPU = MakeError(
    "gpu-memory", "Bark does not fit into the device's memory.",
    "Close other programs that use it, or choose the voice espeak.",
)  # fmt: skip


@dataclass
class _Part:
    """One clause on its way. best: the least bad sound so far."""

    piece: Piece
    tokens: tuple[int, ...]
    best: tuple[Verdict, Samples] | None = None
    verdicts: list[str] = field(default_factory=list)
    fits: bool = True

    @property
    def settled(self) -> bool:
        done = self.best is not None and not self.best[0].faults
        return done or not self.fits or len(self.verdicts) >= TRIES


@dataclass
class _Line:
    """One line on its way, or a voice's neutral reading."""

    request: SpeechRequest
    told: Acting
    prompt: Prompt
    origin: str  # of the prompt: a preset's name or a file's hash
    parts: list[_Part]

    def row(self, at: int) -> Row:
        """The next try at one of its parts: a seed for each, from nothing but the line itself."""
        part, told = self.parts[at], self.told
        facts = [encode(self.request), self.origin, at, len(part.verdicts)]
        heat = Heat(told.semantic, told.coarse, told.fine, told.ending)
        most = round((part.piece.expected_ms * 2.6 + 2000) * 49.9 / 1000)
        return Row(part.tokens, self.prompt, int(digest(facts)[:16], 16), heat, most)


class BarkSpeaker:
    """Speaks with Bark. Equal requests give equal bytes on the CPU, in whichever batch they come;
    in half precision equal up to a close draw now and then."""

    name = "bark"

    def __init__(self, folder: Path, device: str, *, fingerprint: str) -> None:
        """Load the model (about 4.4 GB in float32, moved to half precision on a GPU).

        Raises:
            EnvironmentFault: the folder is no Bark, or its weights are pickled.
            MakeError: it does not fit into the device's memory.
        """
        self.version = f"1 {fingerprint[:16]}"
        self._folder = folder
        self._tokenizer = load(cast("Loadable[PreTrainedTokenizerBase]", AutoTokenizer), folder)
        model = load(cast("Loadable[BarkModel]", BarkModel), folder, dtype=torch.float32)
        self.stages = Stages(_ready(model, device))
        self.batches = Batches(self.stages)
        self._neutrals: dict[str, str] = {}

    def speak(self, request: SpeechRequest, wav: Path) -> dict[str, object]:
        """One line in its house voice; see `Speaker.speak`. Raises StudioError."""
        (found,) = self._all([request], [None], [wav], lambda: None, neutral=False)
        if found.fault is not None:
            raise found.fault
        return dict(found.alignment) if found.alignment else forced(wav, request)

    def speak_all(
        self,
        requests: Sequence[SpeechRequest],
        prompts: Sequence[Path | None],
        wavs: Sequence[Path],
        check: Callable[[], None],
    ) -> list[Spoken]:
        """See `BatchSpeaker.speak_all`."""
        return self._all(requests, prompts, wavs, check, neutral=True)

    def _all(
        self,
        requests: Sequence[SpeechRequest],
        prompts: Sequence[Path | None],
        wavs: Sequence[Path],
        check: Callable[[], None],
        *,
        neutral: bool,
    ) -> list[Spoken]:
        lines = [self._line(r, p) for r, p in zip(requests, prompts, strict=True)]
        good = [line for line in lines if isinstance(line, _Line)]
        rest = self._at_rest(good) if neutral else {}
        self._make([*good, *rest.values()], check)
        for key, line in rest.items():
            self._neutrals[key] = self._baseline(line)
        return [
            self._spoken(line, wav, neutral) if isinstance(line, _Line) else Spoken(fault=line)
            for line, wav in zip(lines, wavs, strict=True)
        ]

    def _line(self, request: SpeechRequest, clone: Path | None) -> _Line | StudioError:
        try:
            told = acting(request, clone is not None)
            if clone is None:
                origin = told.preset
                prompt = house_prompt(self._folder, origin, self.stages.vocabulary)
            else:
                prompt = cloned_prompt(clone, self.stages.vocabulary)
                origin = file_digest(clone)
        except StudioError as fault:
            return fault
        parts = [_Part(piece, self._tokens(piece.text)) for piece in told.pieces]
        return _Line(request, told, prompt, origin, parts)

    def _tokens(self, text: str) -> tuple[int, ...]:
        return tuple(self._tokenizer.encode(text, add_special_tokens=False))

    def _at_rest(self, lines: Sequence[_Line]) -> dict[str, _Line]:
        """The neutral readings that are still wanted, by voice."""
        found: dict[str, _Line] = {}
        for line in lines:
            key = _voice(line)
            if key in self._neutrals or key in found:
                continue
            request = neutral_request(line.request)
            told = acting(request, line.origin != line.told.preset)
            parts = [_Part(piece, self._tokens(piece.text)) for piece in told.pieces]
            found[key] = _Line(request, told, line.prompt, line.origin, parts)
        return found

    def _make(self, lines: Sequence[_Line], check: Callable[[], None]) -> None:
        """Try every part until it is good or has been tried `TRIES` times."""
        while left := [
            (line, at) for line in lines for at, part in enumerate(line.parts) if not part.settled
        ]:
            found = self.batches.speak([line.row(at) for line, at in left], check)
            for (line, at), heard in zip(left, found, strict=True):
                check()
                self._judge(line.parts[at], heard)

    def _judge(self, part: _Part, heard: Heard | None) -> None:
        if heard is None:
            part.fits = False
            return
        rate = self.stages.settings.rate
        sound = self.stages.sound(heard)
        verdict = judge(sound, rate, part.piece.expected_ms, heard.ran_away)
        part.verdicts.append(", ".join(verdict.faults) or "good")
        if part.best is None or verdict.badness < part.best[0].badness:
            part.best = (verdict, sound)

    def _sound(self, line: _Line) -> Samples | StudioError:
        """The finished take of a line, from the best of each part."""
        if not all(part.fits for part in line.parts):
            return _GPU
        best = [part.best for part in line.parts if part.best and part.best[0].audible]
        if len(best) < len(line.parts):
            return MakeError(
                "nothing-heard",
                f"Bark said nothing in {TRIES} tries at {line.request.text!r}.",
                "Try another take, or change the line or the voice.",
            )
        rate = self.stages.settings.rate
        pauses = [part.piece.pause_ms for part in line.parts]
        return finished(joined([sound for _, sound in best], pauses, rate), rate, line.told)

    def _spoken(self, line: _Line, wav: Path, neutral: bool) -> Spoken:
        sound = self._sound(line)
        notes = _notes(line, 0 if isinstance(sound, StudioError) else len(sound))
        if isinstance(sound, StudioError):
            return Spoken(notes=notes, fault=sound)
        half = wav.with_name(f"{wav.name}.part")
        write_wav(half, sound)
        os.replace(half, wav)
        rest = self._neutrals[_voice(line)] if neutral else ""
        # word times are left to others, but only here it is known that a laugh may come first
        times = forced(wav, line.request, led=True) if line.told.led else None
        return Spoken(times, rest, notes)

    def _baseline(self, line: _Line) -> str:
        """JSON of the voice at rest; "" where it would not say the neutral sentence."""
        sound = self._sound(line)
        return "" if isinstance(sound, StudioError) else neutral_to_json(neutral_from(sound))


def _voice(line: _Line) -> str:
    """What a voice at rest depends on."""
    return digest([encode(neutral_request(line.request)), line.origin])


def _notes(line: _Line, samples: int) -> Mapping[str, Json]:
    return {
        "seconds": round(samples / SAMPLE_RATE, 2),
        "voice": line.origin,
        "tries": [len(part.verdicts) for part in line.parts],
        "verdicts": [list(part.verdicts) for part in line.parts],
        "limited": list(line.told.clipped),
    }


def _ready(model: BarkModel, device: str) -> BarkModel:
    """On its device, the transformers in half precision. The codec stays in float32: it takes a
    thousandth of the time, and bfloat16 codebooks would be heard as noise."""
    half = half_precision(device)
    try:
        return _moved(model, device, half)
    except torch.OutOfMemoryError as exc:
        raise _GPU from exc


def _moved(model: BarkModel, device: str, half: torch.dtype) -> BarkModel:
    stages: tuple[nn.Module, ...] = (model.semantic, model.coarse_acoustics, model.fine_acoustics)
    for stage in stages:
        stage.to(half)
    whole: nn.Module = model
    whole.to(device).eval()
    return model
