"""Whose voice a recording holds, and that this person agreed to its use. No record, no cloning.

A record is bound to one recording by its hash: another recording, even of the same person, needs
another record. It says what was agreed to; it cannot prove who agreed, and claims no more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from engine.base.canon import Json, exact, file_digest, nfc
from engine.base.codec import decode, encode
from engine.base.errors import UserInputError

MEANS = ("own-voice", "written", "recorded")
"""How it was given: the person at the desk is the one heard; on paper; spoken into a recording."""
SELF = "self"
"""The relation of somebody who clones their own voice."""

STATEMENTS: Mapping[str, str] = {
    "en": "I am the person heard in this recording, or I have that person's agreement. The voice"
    " may be imitated by a machine to speak the lines of the series named here, and nothing else."
    " This agreement can be withdrawn; voices and takes made from it are then to be deleted.",
    "zh": "录音中的人是我本人，或者我已得到此人的同意。此声音可由机器模仿，"
    "仅用于为此处所列的剧集配音，不作他用。此同意可以撤回；撤回后，由其制成的声音和录音应予删除。",
}
"""What is shown and accepted, by language."""


@dataclass(frozen=True, slots=True)
class Consent:
    """One agreement.

    speaker: who is heard. relation: of that person to the one at the desk, "self" for the same.
    statement: the text that was shown and accepted. given_at: ISO 8601 with an offset. means: one
    of `MEANS`. scope: title of the series. recorded_by: who was at the desk. sha256: of the
    recording as it was brought, "" until it is imported. kept_sha256: of the same recording as the
    project keeps it. evidence_sha256: of the written consent or the recorded statement.
    """

    speaker: str
    relation: str
    statement: str
    given_at: str
    means: str
    scope: str
    recorded_by: str
    sha256: str = ""
    kept_sha256: str = ""
    evidence_sha256: str = ""


def consent_to_json(consent: Consent) -> str:
    """Sorted JSON; equal records give equal bytes."""
    return exact(encode(consent))


def consent_from_json(text: str) -> Consent:
    """Read and check a record.

    Raises:
        UserInputError: it is unreadable or incomplete; says what is missing.
    """
    try:
        return checked(json.loads(text))
    except json.JSONDecodeError as exc:
        raise _refused(f"The consent record is unreadable: {exc}.") from exc


def checked(data: Json | object) -> Consent:
    """The record that `data` holds, when it is whole. Raises UserInputError."""
    try:
        consent = decode(Consent, data)
    except ValueError as exc:
        raise _refused(f"The consent record is unreadable: {exc}.") from exc
    consent = replace(consent, **{name: nfc(getattr(consent, name)).strip() for name in _SAID})
    for name in _SAID:
        if not getattr(consent, name):
            raise _refused(f"The consent record does not say {_SAID[name]}.")
    if consent.means not in MEANS:
        raise _refused(f"Consent is not given by {consent.means!r} but by: {', '.join(MEANS)}.")
    if (consent.means == "own-voice") != (consent.relation == SELF):
        raise _refused("Only one's own voice needs nobody else's consent.")
    if consent.means != "own-voice" and not consent.evidence_sha256:
        raise _refused("The written or spoken consent itself is missing.")
    for digest in (consent.sha256, consent.kept_sha256, consent.evidence_sha256):
        if digest and not (len(digest) == 64 and set(digest) <= set("0123456789abcdef")):
            raise _refused(f"{digest!r} is not the hash of a file.")
    _time(consent.given_at)
    return consent


def bound(consent: Consent, brought: Path, kept: Path) -> Consent:
    """The record of a recording that is imported: `brought` by a person, `kept` by the project.

    Raises:
        UserInputError: the record belongs to another recording.
    """
    found = file_digest(brought)
    if consent.sha256 and consent.sha256 != found:
        raise _other(brought)
    return replace(consent, sha256=found, kept_sha256=file_digest(kept))


def require(consent: Consent | None, recording: Path, scope: str = "") -> Consent:
    """The record, when it covers this recording. scope: title of the series it is used in.

    Raises:
        UserInputError: there is none, or it covers another recording or series.
    """
    if consent is None:
        raise UserInputError(
            "no-consent", f"Nobody has agreed to {recording.name} being imitated.",
            "Record the consent of the person who is heard.",
        )  # fmt: skip
    if file_digest(recording) not in (consent.sha256, consent.kept_sha256):
        raise _other(recording)
    if scope and nfc(scope).strip() != consent.scope:
        raise UserInputError(
            "other-series", f"The consent is for {consent.scope!r}, not for {scope!r}.",
            "Ask the person who is heard again, for this series.",
        )  # fmt: skip
    return consent


_SAID = {
    "speaker": "who is heard",
    "relation": "how that person is related to the one at the desk",
    "statement": "what was agreed to",
    "given_at": "when",
    "means": "how",
    "scope": "for which series",
    "recorded_by": "who recorded it",
}


def _time(text: str) -> None:
    try:
        when = datetime.fromisoformat(text)
    except ValueError as exc:
        raise _refused(f"{text!r} is not a date and time.") from exc
    if when.tzinfo is None:
        raise _refused(f"{text!r} does not say in which time zone.")


def _other(recording: Path) -> UserInputError:
    return UserInputError(
        "other-recording", f"The consent was given for another recording than {recording.name}.",
        "Use that recording, or record the consent for this one.",
    )  # fmt: skip


def _refused(message: str) -> UserInputError:
    return UserInputError("bad-consent", message, "Fill in the consent again.")
