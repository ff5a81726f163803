"""Voices cloned from recordings, and the import of such recordings with their consent.

Recordings are checked when they are brought, so that what is refused is refused at once; cloning
loads models and runs where the models run.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from engine.base.errors import MakeError, StudioError, UserInputError
from engine.voice.audio_io import read_audio, write_wav
from engine.voice.consent import bound, checked, consent_from_json, consent_to_json
from engine.voice.reference import examined
from engine.work.made import Check, Made
from engine.work.protocol import Job

MIME = "application/x-safetensors"


def make_all(jobs: Sequence[Job], check: Check) -> list[Made | StudioError]:
    """A voice for each job, or the fault that kept it from being one, in the order of jobs.

    A job's inputs: "reference" (the recording), "reference.consent". Payload: {"engine",
    "fingerprint", "models": {id: folder}} and, where it is known, "series": its title.
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
    from engine.models.loading import device_name
    from engine.voice.cloning import clone

    payload = json.loads(job.payload)
    if payload.get("engine") != "bark":
        raise MakeError(
            "no-cloning", f"{payload.get('engine')} cannot be given a voice from a recording.",
            "Choose bark, or take the recording away.",
        )  # fmt: skip
    inputs = dict(job.inputs)
    record = inputs.get("reference.consent")
    consent = consent_from_json(Path(record).read_text("utf-8")) if record else None
    models = {name: Path(folder) for name, folder in payload["models"].items()}
    file = Path(job.scratch) / "voice.safetensors"
    notes = clone(job.input("reference"), consent, models, file, device_name(), check,
                  str(payload.get("series", "")))  # fmt: skip
    notes["fingerprint"] = str(payload.get("fingerprint", ""))
    return Made(file, MIME, meta=json.dumps(notes, ensure_ascii=False, sort_keys=True))


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
    facts = {"seconds": round(found.seconds, 2), "snr_db": round(found.snr_db, 1),
             "pitch_hz": found.pitch_hz}  # fmt: skip
    return Made(wav, "audio/wav", (("consent", part),), json.dumps(facts))
