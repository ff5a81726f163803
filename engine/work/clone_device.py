"""Voices cloned from recordings, and the import of such recordings with their consent.

Recordings are checked when they are brought, so that what is refused is refused at once; cloning
loads models and runs where the models run.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from engine.base.canon import Json
from engine.base.errors import MakeError, StudioError, UserInputError
from engine.voice.audio_io import read_audio, write_wav
from engine.voice.consent import (
    Consent,
    bound,
    checked,
    consent_from_json,
    consent_to_json,
    require,
)
from engine.voice.reference import Reference, best_part, evened, examined
from engine.work.made import Check, Made
from engine.work.protocol import Job

MIME = "application/x-safetensors"
Payload = Mapping[str, object]
Way = Callable[[Path, Consent | None, Payload, Path, Check], Mapping[str, Json]]
"""Recording, consent, payload, the file to write, check: to what was measured."""
_HEARD_S = 12.0


class CloneDevice:
    """Makes voices. Keeps nothing loaded: a series has six voices, and needs them once."""

    def make_all(self, jobs: Sequence[Job], check: Check) -> list[Made | StudioError]:
        """See `make_all`."""
        return make_all(jobs, check)

    def unload(self) -> None:
        """Nothing is loaded."""


def make_all(jobs: Sequence[Job], check: Check) -> list[Made | StudioError]:
    """A voice for each job, or the fault that kept it from being one, in the order of jobs.

    A job's inputs: "reference" (the recording), "reference.consent". Payload: {"engine",
    "fingerprint", "models": {id: folder}} and, where they are known, "series": its title, and
    "transcript": what is said in the recording (of use to qwen3-tts only).
    """
    made: list[Made | StudioError] = []
    for job in jobs:
        check()
        try:
            made.append(_voice(job, check))
        except StudioError as exc:
            made.append(exc)
    return made


def _voice(job: Job, check: Check) -> Made:
    payload = json.loads(job.payload)
    engine = str(payload.get("engine", ""))
    if engine not in _WAYS:
        raise MakeError(
            "no-cloning", f"{engine} cannot be given a voice from a recording.",
            f"Choose one of {', '.join(_WAYS)}, or take the recording away.",
        )  # fmt: skip
    record = dict(job.inputs).get("reference.consent")
    consent = consent_from_json(Path(record).read_text("utf-8")) if record else None
    file = Path(job.scratch) / "voice.safetensors"
    notes = _WAYS[engine](job.input("reference"), consent, payload, file, check)
    facts = {**notes, "fingerprint": str(payload.get("fingerprint", ""))}
    return Made(file, MIME, meta=json.dumps(facts, ensure_ascii=False, sort_keys=True))


def _with_bark(
    recording: Path, consent: Consent | None, payload: Payload, out: Path, check: Check
) -> Mapping[str, Json]:
    from engine.models.loading import device_name
    from engine.voice.cloning import clone

    scope = str(payload.get("series", ""))
    return clone(recording, consent, _models(payload), out, device_name(), check, scope)


def _with_qwen(
    recording: Path, consent: Consent | None, payload: Payload, out: Path, check: Check
) -> Mapping[str, Json]:
    from engine.voice.qwen import speaker

    require(consent, recording, str(payload.get("series", "")))
    check()
    found = examined(read_audio(recording))
    text = str(payload.get("transcript", ""))
    part = found.samples if text else best_part(found.samples, _HEARD_S)  # words go with all of it
    heard = out.with_name("heard.wav")
    write_wav(heard, evened(part))
    qwen = speaker(_models(payload), fingerprint=str(payload.get("fingerprint", "")))
    try:
        notes = qwen.enrol(heard, text, out, check)
    finally:
        qwen.close()
        heard.unlink(missing_ok=True)
    return {**notes, **_measured(found)}


_WAYS: Mapping[str, Way] = {"bark": _with_bark, "bark-small": _with_bark, "qwen3-tts": _with_qwen}


def _models(payload: Payload) -> dict[str, Path]:
    models = payload.get("models")
    assert isinstance(models, Mapping)
    return {str(name): Path(str(folder)) for name, folder in models.items()}


def _measured(found: Reference) -> dict[str, Json]:
    return {"brought_s": round(found.seconds, 2), "snr_db": round(found.snr_db, 1),
            "pitch_hz": found.pitch_hz}  # fmt: skip


def import_reference(job: Job, check: Check) -> Made:
    """A recording with its consent: 48 kHz WAV, and the record bound to it as part "consent".

    Input "file": the recording. Payload: {"consent": {fields of `Consent`}}; its sha256 may be
    empty, which binds it here.

    Raises:
        UserInputError: unfit to be cloned, no consent, or consent for another recording.
    """
    check()
    source = job.input("file")
    record = json.loads(job.payload).get("consent")
    if not record:
        raise UserInputError(
            "no-consent", f"Nobody has agreed to {source.name} being imitated.",
            "Record the consent of the person who is heard.",
        )  # fmt: skip
    consent = checked(record)
    samples = read_audio(source)
    check()
    found = examined(samples)
    wav, part = Path(job.scratch) / "reference.wav", Path(job.scratch) / "consent.json"
    write_wav(wav, samples)
    part.write_text(consent_to_json(bound(consent, source, wav)), "utf-8")
    facts = _measured(found)
    return Made(wav, "audio/wav", (("consent", part),), json.dumps(facts))
