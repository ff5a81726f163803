"""Proves on finished files what an export promised: their bytes, their marks, their credentials.

Trusts nothing but the files. Works on a folder that was exported (whose manifest says what each
file was) and on any single file, wherever it came from.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.base.canon import file_digest
from engine.delivery.boxes import aigc_of
from engine.delivery.credentials import FORMATS, read_credentials
from engine.delivery.ledger import MANIFEST, STUDIO, is_inside
from engine.delivery.marks import MARKED, records

FIELDS = (
    "Label", "ContentProducer", "ProduceID", "ReservedCode1", "ContentPropagator", "PropagateID",
    "ReservedCode2",
)  # fmt: skip
"""The seven fields of the record, GB 45438-2025 annex E."""
_LABEL_MS, _LABEL_SHARE = 2000, 0.05


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it should be. check: missing, bytes, record, credentials, label."""

    file: str
    check: str
    text: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was proved. marked, signed: files with a record, with credentials that hold."""

    files: int
    marked: int
    signed: int
    problems: tuple[Problem, ...]


_AGAIN = "Export again."
_OFF = "It was switched off, removed, or lost when another program wrote the file."


def verify(place: Path) -> Verdict:
    """Check an exported folder (of one profile or of several) or a single file.

    Raises:
        ValueError: it is neither.
    """
    if place.is_file():
        states = _states([place])
        return _summed([_file(place, place.name, frozenset({"metadata", "credentials"}), states)])
    folders = [place] if (place / MANIFEST).is_file() else sorted(
        folder for folder in place.iterdir() if (folder / MANIFEST).is_file()
    )  # fmt: skip
    if not folders:
        raise ValueError(f"{place} holds no {MANIFEST}")
    return _summed([one for folder in folders for one in _folder(folder)])


@dataclass(frozen=True, slots=True)
class _Seen:
    marked: bool
    signed: bool
    problems: tuple[Problem, ...]


def _summed(seen: list[_Seen]) -> Verdict:
    problems = tuple(problem for one in seen for problem in one.problems)
    marked, signed = sum(one.marked for one in seen), sum(one.signed for one in seen)
    return Verdict(len(seen), marked, signed, problems)


def _folder(folder: Path) -> Iterator[_Seen]:
    try:
        data: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
        ours = data["studio"] == STUDIO
        rows = [(str(r["path"]), str(r["sha256"])) for r in data["files"] if ours]
        carried = frozenset(map(str, data["labels"]["carried"]))
        shown = {str(e["video"]) for e in data["episodes"] if "opening" in carried}
    except (OSError, ValueError, KeyError, TypeError):
        yield _bad(MANIFEST, "missing", "The manifest cannot be read.", _AGAIN)
        return
    if not rows:
        yield _bad(MANIFEST, "missing", "The manifest lists no files.", _AGAIN)
    states = _states([folder / name for name, _ in rows if is_inside(name)])
    for name, sha in rows:
        file = folder / name
        if not is_inside(name):
            yield _bad(name, "missing", "The manifest names a file outside of its folder.", _AGAIN)
        elif not file.is_file():
            yield _bad(name, "missing", "The file is not there.", _AGAIN)
        else:
            seen = _file(file, name, carried, states)
            if name in shown and (wrong := label_fault(file)):
                problem = Problem(name, "label", wrong, _OFF)
                seen = _Seen(seen.marked, seen.signed, (*seen.problems, problem))
            if file_digest(file) != sha:
                changed = Problem(
                    name, "bytes", "The file is not the one that was exported.",
                    "Export again, or find out who changed it.",
                )  # fmt: skip
                seen = _Seen(seen.marked, seen.signed, (changed, *seen.problems))
            yield seen


def _bad(file: str, check: str, text: str, remedy: str) -> _Seen:
    return _Seen(False, False, (Problem(file, check, text, remedy),))


def _states(files: list[Path]) -> Mapping[Path, tuple[str, str]]:
    signable = [f for f in files if f.suffix.lower().lstrip(".") in FORMATS and f.is_file()]
    return read_credentials(signable)


def _file(
    file: Path, name: str, carried: frozenset[str], states: Mapping[Path, tuple[str, str]]
) -> _Seen:
    suffix = file.suffix.lower().lstrip(".")
    problems: list[Problem] = []
    marked = signed = False
    if suffix in MARKED:
        wrong = record_fault(file)
        marked = wrong == ""
        if wrong and "metadata" in carried:
            problems.append(Problem(name, "record", wrong, _OFF))
    if file in states:
        state, why = states[file]
        signed = state in ("Valid", "Trusted")
        if not signed and "credentials" in carried:
            text = f"The content credentials are {state.lower()}: {why}" if why else (
                "There are no content credentials."
            )  # fmt: skip
            problems.append(Problem(name, "credentials", text, _OFF))
    return _Seen(marked, signed, tuple(problems))


def label_fault(file: Path) -> str:
    """What is wrong with the visible label in the opening picture, "" when it is there."""
    import av  # loads libav: not needed for anything else here

    from engine.delivery.gate.looking import look_opening

    try:
        label = look_opening(file, _LABEL_MS, lambda: None)
    except (av.FFmpegError, ValueError, OSError) as exc:
        return f"The opening picture cannot be read: {exc}."
    if not label.height or label.held_ms < _LABEL_MS:
        return "The visible label is not in the opening picture for two seconds."
    if label.height < _LABEL_SHARE * 1080:
        least = round(_LABEL_SHARE * 1080)
        return f"The visible label is {label.height} pixels high, {least} are asked for."
    return ""


def record_fault(file: Path) -> str:
    """What is wrong with a file's record, "" when it is there once and whole."""
    try:
        found = aigc_of(file) if file.suffix.lower() == ".mp4" else records(file)
    except (ValueError, OSError) as exc:
        return f"The file cannot be read: {exc}."
    if not found:
        return "The record AIGC is missing."
    if len(found) > 1:
        return f"The record AIGC is there {len(found)} times, once is allowed."
    try:
        data = json.loads(found[0])
    except ValueError:
        return "The record AIGC is no JSON."
    if not isinstance(data, dict) or tuple(sorted(data)) != tuple(sorted(FIELDS)):
        return f"The record AIGC must have the fields {', '.join(FIELDS)}."
    if data["Label"] not in ("1", "2", "3") or not data["ProduceID"] or not data["ContentProducer"]:
        return "The record AIGC does not say that it is AI-made, by whom, or under which id."
    return ""
