"""Carries out orders: makes files in a folder of their own, marks, signs and inspects them.

Runs in worker processes (or in place, for tests). Nothing it writes lies where the lead looks.
"""

from __future__ import annotations

import json
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from engine.base.canon import file_digest
from engine.base.errors import StudioError
from engine.delivery import credentials
from engine.delivery.credentials import Identity
from engine.delivery.expected import from_json
from engine.delivery.gate.types import Inspection, Seen
from engine.delivery.marks import mark
from engine.delivery.orders import Maker, Order

MAKERS: Mapping[str, str] = {
    "video": "engine.delivery.masters:video",
    "cover": "engine.delivery.masters:cover",
    "sidecar": "engine.delivery.papers:subtitles",
    "stems": "engine.delivery.stems:stems",
    "audio": "engine.delivery.stems:audio",
    "poster": "engine.delivery.sheets:poster",
    "sheet": "engine.delivery.sheets:contact_sheet",
    "enlarged": "engine.delivery.masters:enlarged",
    "timeline": "engine.delivery.timelines:timeline",
    "draft": "engine.delivery.drafts:draft",
    "upload": "engine.delivery.uploads:upload_sheets",
    "shots": "engine.delivery.shotlist:shot_list",
    "screenplay": "engine.delivery.screenplay:screenplay",
}
"""Where the maker of each kind is: a module, loaded when first needed, and a function of it."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was made. path: relative to the profile's folder."""

    path: str
    sha256: str
    bytes: int


@dataclass(frozen=True)
class Outcome:
    """What came of an order. error: why it failed, with its remedy; "" when it did not.

    inspections: by what the gate was told (`Order.gate`), what it found.
    """

    files: tuple[Written, ...] = ()
    inspections: Mapping[str, Inspection] = field(default_factory=dict)
    error: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """An order, where its files are made, and what the first of them shall be for every profile
    that wants it."""

    order: Order
    folder: Path
    gates: tuple[str, ...] = ()


def maker_of(kind: str) -> Maker:
    """The maker of a kind; raises KeyError."""
    module, _, name = MAKERS[kind].partition(":")
    found: Maker = getattr(import_module(module), name)
    return found


def perform_all(jobs: Sequence[Job], by: Identity | None) -> list[Outcome]:
    """Carry out jobs one after the other. What the gate saw of a picture serves all whose packets
    are the same, so jobs with the same pictures belong together."""
    found: list[Outcome] = []
    seen: Seen | None = None
    for job in jobs:
        outcome, seen = _perform(job, by, seen)
        found.append(outcome)
    return found


def _perform(job: Job, by: Identity | None, seen: Seen | None) -> tuple[Outcome, Seen | None]:
    """Make an order's files. by: who signs, None to leave files unsigned."""
    order, folder = job.order, job.folder
    inspections: dict[str, Inspection] = {}
    try:
        for name in order.files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
        maker_of(order.kind)(order, folder)
        files = tuple(_finished(order, folder, name, by) for name in order.files)
        for gate in job.gates:
            inspections[gate] = _inspected(folder / order.files[0], gate, seen)
            seen = inspections[gate].seen or seen
    except StudioError as exc:
        return Outcome(error=exc.message, remedy=exc.remedy), seen
    except Exception as exc:  # noqa: BLE001 - a bug in one maker must cost its own files only
        at = traceback.extract_tb(exc.__traceback__)[-1]
        text = f"{type(exc).__name__}: {exc} ({Path(at.filename).name}, line {at.lineno})."
        return Outcome(error=text, remedy="This is a fault in the studio; report it."), seen
    return Outcome(files, inspections), seen


def _inspected(file: Path, gate: str, seen: Seen | None) -> Inspection:
    from engine.delivery.gate.inspecting import inspect_video

    return inspect_video(file, from_json(gate), lambda: None, seen)


def _finished(order: Order, folder: Path, name: str, by: Identity | None) -> Written:
    file = folder / name
    if order.aigc:
        mark(file, order.aigc)
    if order.credentials and by is not None and file.suffix.lstrip(".") in credentials.FORMATS:
        told = json.loads(order.credentials)
        ingredients = tuple((a, b, c) for a, b, c in told["ingredients"])
        manifest = credentials.manifest_of(
            told["title"], told["created"], ingredients, told["studio"]
        )
        credentials.sign(file, manifest, by)
    return Written(name, file_digest(file), file.stat().st_size)
