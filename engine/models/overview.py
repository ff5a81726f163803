"""Everything about models in rows: what the command line prints and a models page shows.

Only puts together what the library, the manifest and the hardware say.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.models import manifest
from engine.models.hardware import Hardware, fits
from engine.models.library import Library, get_command
from engine.models.types import EMBEDDED


@dataclass(frozen=True, slots=True)
class EngineRow:
    """A choice. state: ``embedded``, ``ready``, ``missing`` or ``damaged``; fits: in words.

    bytes: on disk, of what is here. download_mb: of the needed models that are not.
    """

    id: str
    role: str
    title: str
    state: str
    missing: str
    remedy: str
    languages: tuple[str, ...]
    fits: str
    needs: tuple[str, ...]
    optional: tuple[str, ...]
    bytes: int
    download_mb: int
    note: str


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A model. state: ``installed``, ``missing`` or ``damaged``, trouble says how.

    accepted_by, accepted_when: "" where nobody accepted the licence. get: what to type for it.
    """

    id: str
    title: str
    state: str
    trouble: str
    bytes: int
    download_mb: int
    folder: str
    origin: str
    repo: str
    commit: str
    licence: str
    licence_url: str
    accepted_by: str
    accepted_when: str
    gated: bool
    pickled: bool
    engines: tuple[str, ...]
    get: str
    note: str


def engine_rows(library: Library, hardware: Hardware) -> tuple[EngineRow, ...]:
    """All choices, role by role."""
    here = {model.id: model for model in library.installed()}
    rows = []
    for spec in library.engines().values():
        found = library.resolve(spec.id)
        damaged = any(library.state(model) not in ("missing", "installed") for model in spec.needs)
        state = "ready" if found.ready else "damaged" if damaged else "missing"
        if spec.id in EMBEDDED.values():
            state = "embedded"
        absent = [model for model in spec.needs if model not in here]
        rows.append(EngineRow(
            spec.id, spec.role, spec.title, state, found.missing, found.remedy, spec.languages,
            fits(spec, hardware), spec.needs, spec.optional,
            bytes=sum(here[model].size for model in spec.needs if model in here),
            download_mb=sum(manifest.models()[model].download_mb for model in absent),
            note=spec.note,
        ))  # fmt: skip
    order = tuple(EMBEDDED)
    return tuple(sorted(rows, key=lambda row: order.index(row.role)))


def model_rows(library: Library) -> tuple[ModelRow, ...]:
    """All models: those of the manifest, then those that were added beside it."""
    here = {model.id: model for model in library.installed()}
    known = manifest.models()
    engines = library.engines().values()
    rows = []
    for id in dict.fromkeys((*known, *here)):
        model, entry = here.get(id), known.get(id)
        state = library.state(id)
        accepted = library.licence(id)
        whole = state in ("missing", "installed")
        rows.append(ModelRow(
            id=id,
            title=entry.title if entry else id,
            state=state if whole else "damaged",
            trouble="" if whole else state,
            bytes=model.size if model else 0,
            download_mb=entry.download_mb if entry else 0,
            folder=model.folder if model else "",
            origin=model.origin if model else "",
            repo=entry.repo if entry else "",
            commit=model.commit if model else "",
            licence=entry.licence if entry else "as where it comes from",
            licence_url=entry.licence_url if entry else "",
            accepted_by=accepted.who if accepted else "",
            accepted_when=accepted.when if accepted else "",
            gated=entry.gated if entry else False,
            pickled=entry.pickled if entry else False,
            engines=tuple(s.id for s in engines if id in (*s.needs, *s.optional)),
            get=get_command(id),
            note=entry.note if entry else "",
        ))  # fmt: skip
    return tuple(rows)
