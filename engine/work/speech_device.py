"""Lines for the worker that owns the device: many jobs of one voice engine in one batch.

Joins jobs to a batch speaker as `sound_makers` joins them to the embedded one. The speaker is
loaded when first asked for and kept between calls; torch comes with it, not with this module.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from engine.base.errors import EnvironmentFault, MakeError, StudioError
from engine.voice.types import BatchSpeaker, SpeechRequest, Spoken
from engine.work.made import Check, Made
from engine.work.protocol import Job
from engine.work.sound_makers import speech_request


@dataclass(frozen=True, slots=True)
class Choice:
    """Which engine a job is for, as its payload says. models: (id, folder) pairs."""

    engine: str
    fingerprint: str
    models: tuple[tuple[str, str], ...]

    def folder(self, model: str) -> Path:
        """Raises EnvironmentFault when the payload names no such model."""
        found = dict(self.models).get(model)
        if found is None:
            raise EnvironmentFault(
                "no-model", f"{self.engine} needs the model {model}.", "Fetch it: models fetch"
            )
        return Path(found)


class Builder(Protocol):
    """Makes a speaker; raises StudioError."""

    def __call__(self, choice: Choice) -> BatchSpeaker:
        """See the class."""
        ...


def _bark(choice: Choice) -> BatchSpeaker:
    from engine.models.loading import device_name
    from engine.voice.bark import BarkSpeaker

    folder = choice.folder(choice.engine)
    return BarkSpeaker(folder, device_name(), fingerprint=choice.fingerprint)


def _qwen(choice: Choice) -> BatchSpeaker:
    from engine.voice.qwen import speaker

    folders = {model: Path(folder) for model, folder in choice.models}
    return speaker(folders, fingerprint=choice.fingerprint)


BUILDERS: Mapping[str, Builder] = {"bark": _bark, "bark-small": _bark, "qwen3-tts": _qwen}
"""Engines that speak in batches, by the id a lead chooses."""


class SpeechDevice:
    """Keeps one speaker, the one asked for last."""

    def __init__(self, builders: Mapping[str, Builder] = BUILDERS) -> None:
        self._builders = builders
        self._choice: Choice | None = None
        self._speaker: BatchSpeaker | None = None

    def make_all(self, jobs: Sequence[Job], check: Check) -> list[Made | StudioError]:
        """Speak all jobs of kind "speech"; results stand in their order.

        A fault of one line is its result; a speaker that cannot be loaded is the result of all its
        lines. Raises Cancelled.
        """
        results: dict[int, Made | StudioError] = {}
        groups: dict[Choice, list[int]] = {}
        for at, job in enumerate(jobs):
            choice = _choice(job)
            if isinstance(choice, StudioError):
                results[at] = choice
            else:
                groups.setdefault(choice, []).append(at)
        for choice, places in groups.items():
            found = self._group(choice, [jobs[at] for at in places], check)
            results |= dict(zip(places, found, strict=True))
        return [results[at] for at in range(len(jobs))]

    def unload(self) -> None:
        """Give the device's memory back."""
        closed = self._speaker
        self._choice, self._speaker = None, None
        close: Callable[[], None] | None = getattr(closed, "close", None)
        if close is not None:
            close()  # a speaker with a process of its own
        del closed
        gc.collect()  # modules of torch refer to each other

    def _group(self, choice: Choice, jobs: Sequence[Job], check: Check) -> list[Made | StudioError]:
        check()
        requests = [speech_request(json.loads(job.params)) for job in jobs]
        voices = [dict(job.inputs).get("voice") for job in jobs]
        wavs = [Path(job.scratch) / "speech.wav" for job in jobs]
        try:
            speaker = self._loaded(choice)
            spoken = speaker.speak_all(
                requests, [Path(v) if v else None for v in voices], wavs, check
            )
        except StudioError as fault:
            return [fault for _ in jobs]
        made: list[Made | StudioError] = []
        for request, wav, found in zip(requests, wavs, spoken, strict=True):
            check()
            made.append(_made(request, wav, found))
        return made

    def _loaded(self, choice: Choice) -> BatchSpeaker:
        if self._speaker is None or self._choice != choice:
            self.unload()
            build = self._builders.get(choice.engine)
            if build is None and choice.engine in dict(choice.models):
                build = _bark  # a Bark of the lead's own, added under a name of its own
            if build is None:
                raise EnvironmentFault(
                    "no-engine", f"There is no voice engine {choice.engine!r} here.",
                    f"Choose one of: espeak, {', '.join(self._builders)}.",
                )  # fmt: skip
            self._speaker = build(choice)
            self._choice = choice
        return self._speaker


def _choice(job: Job) -> Choice | StudioError:
    try:
        told: dict[str, Any] = json.loads(job.payload)
        models = tuple(sorted((str(k), str(v)) for k, v in dict(told.get("models", {})).items()))
        return Choice(str(told["engine"]), str(told.get("fingerprint", "")), models)
    except (ValueError, KeyError, TypeError) as exc:
        return MakeError("bad-payload", f"The job names no engine: {exc}.", "Make it again.")


def _made(request: SpeechRequest, wav: Path, found: Spoken) -> Made | StudioError:
    """A line's files: the take, its word times, the voice at rest."""
    if found.fault is not None:
        return found.fault
    try:
        alignment = dict(found.alignment) if found.alignment is not None else _times(wav, request)
    except StudioError as fault:
        return fault
    parts = [("alignment", wav.with_name("alignment.json"))]
    parts[0][1].write_text(json.dumps(alignment, ensure_ascii=False), "utf-8")
    if found.neutral:
        parts.append(("neutral", wav.with_name("neutral.json")))
        parts[1][1].write_text(found.neutral, "utf-8")
    return Made(wav, "audio/wav", tuple(parts), json.dumps(dict(found.notes), ensure_ascii=False))


def _times(wav: Path, request: SpeechRequest) -> dict[str, object]:
    """Word times where the engine gives none."""
    from engine.voice.forced import forced

    return forced(wav, request)
