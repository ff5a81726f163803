"""The models of this machine: what is here, what a choice comes to, whose licence was accepted.

`resolve` is asked while a project opens and for every plan, so it reads no weights: it looks
whether the files are there with the sizes that were recorded. Hashing happens when a model comes
and when somebody verifies it. Nothing here opens a connection (`fetch`) or a weight (`loading`).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from engine.base.errors import EnvironmentFault, StudioError, UserInputError
from engine.base.fs import data_folder, disk_fault
from engine.models import manifest
from engine.models.environments import lacking
from engine.models.loading import refuse_unsafe
from engine.models.record import (
    ADDED,
    CONVERTED,
    FETCHED,
    Acceptance,
    Endpoint,
    Installed,
    Record,
    change_record,
    put_installed,
    read_record,
    table,
)
from engine.models.survey import Check, Tell, absent, changes, nothing, silent, survey
from engine.models.types import ADAPTER, ROLES, EngineSpec, Resolved

_ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}\Z")
_WITHIN = {"artist": "sdxl", "speaker": "bark"}
"""For a model of one's own: the engine of its role whose other models it works with."""


def default_root() -> Path:
    """Where models are kept: CLIFF_MODELS, or the user's folder for data on this system."""
    chosen = os.environ.get("CLIFF_MODELS", "")
    if chosen:
        return Path(chosen).expanduser().absolute()
    return data_folder() / "models"


class Library:
    """The models in one folder. Cheap to make; safe to use from several processes at once."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = (root or default_root()).absolute()
        self._path = self.root / "library.json"
        self._seen: tuple[int, int, int] | None = None
        self._record = Record()

    # ------------------------------------------------------------------------------ what is here

    def installed(self) -> tuple[Installed, ...]:
        """All models that are recorded, whole or not, by id."""
        return tuple(model for _, model in sorted(self._read().installed.items()))

    def engines(self) -> Mapping[str, EngineSpec]:
        """All choices: the manifest's and those of models that were added under a role."""
        found = dict(manifest.engines())
        for model in self.installed():
            if model.role in ROLES and model.id not in found:
                found[model.id] = _own_engine(model)
        return found

    def adapters(self) -> Mapping[str, Installed]:
        """Characters' own LoRAs that are here and whole, by id."""
        found = {m.id: m for m in self.installed() if m.role == ADAPTER}
        return {id: m for id, m in found.items() if self.state(id) == "installed"}

    def state(self, model: str) -> str:
        """How a model is: ``installed``, ``missing``, or what is damaged, in words."""
        found = self._read().installed.get(model)
        if found is None:
            return "missing"
        if found.damaged:
            return f"{found.damaged[0]} has other content than when it came"
        return absent(Path(found.folder), found.files) or "installed"

    def resolve(self, engine_id: str) -> Resolved:
        """What a choice comes to now. Never raises; takes less than 5 ms and reads no weights."""
        try:
            return self._resolve(engine_id)
        except StudioError as exc:
            return Resolved(engine_id, missing=exc.message, remedy=exc.remedy)

    def _resolve(self, engine_id: str) -> Resolved:
        spec = self.engines().get(engine_id)
        if spec is None:
            return Resolved(
                engine_id, missing=f"No engine is called {engine_id}.", remedy="models list"
            )
        if not spec.needs:
            return Resolved(engine_id, manifest.embedded_version(engine_id))
        installed = self._read().installed
        for model in spec.needs:
            state = self.state(model)
            if state == "missing":
                missing = f"{_title(model)} is not on this machine."
                several = len(spec.needs) > 1 and engine_id in manifest.engines()
                remedy = f"models fetch {engine_id}" if several else get_command(model)
                return Resolved(engine_id, missing=missing, remedy=remedy)
            if state != "installed":
                missing = f"{_title(model)} is damaged: {state}."
                return Resolved(engine_id, missing=missing, remedy=f"models verify {model}")
        missing, remedy = lacking(engine_id, spec.role, default_root())
        if missing:
            return Resolved(engine_id, missing=missing, remedy=remedy)
        used = [
            installed[model]
            for model in (*spec.needs, *spec.optional)
            if model in spec.needs or self.state(model) == "installed"
        ]
        folders = tuple((model.id, model.folder) for model in used)
        own = [model for model in used if model.id not in spec.aside]
        aside = [model for model in used if model.id in spec.aside]
        return Resolved(
            engine_id, fingerprint(own), folders, aside=fingerprint(aside) if aside else ""
        )

    # ------------------------------------------------------------------------ coming and going

    def add(
        self, name: str, folder: Path, *, convert: bool = False, role: str = "",
        check: Check = nothing, tell: Tell = silent,
    ) -> Installed:  # fmt: skip
        """Register a folder that is on disk already; nothing is copied unless it is converted.

        name: a model, an engine that needs just one, or a new name together with a `role`.

        Raises:
            UserInputError: the name or the role will not do. EnvironmentFault: the folder holds no
            weights, pickled ones (unless converted), or wants code of its own run.
        """
        model = self._name_to_add(name, role)
        folder = folder.expanduser().absolute()
        origin = ADDED
        if convert:
            from engine.models.convert import convert_folder

            folder = convert_folder(folder, self.folder_of(model), check, tell)
            origin = CONVERTED
        refuse_unsafe(folder)
        if role == "writer":
            _need_language_model(folder)
        known = manifest.models().get(model)
        return self.register(Installed(
            id=model, folder=str(folder), origin=origin, files=survey(folder, check, tell),
            repo=known.repo if known else "", role="" if known else role,
        ))  # fmt: skip

    def register(self, model: Installed) -> Installed:
        """Record a model that lies in its folder, with the files that are pinned."""
        if not model.files:
            raise EnvironmentFault("no-weights", f"{model.folder} holds no weights.")
        model = replace(model, when=model.when or _now())
        change_record(self._path, lambda raw: put_installed(raw, model))
        return model

    def verify(
        self, name: str, check: Check = nothing, tell: Tell = silent
    ) -> tuple[tuple[str, str], ...]:
        """Read all files of a model, or of an engine's models, and compare with the pins.

        Returns: (model, what is the matter with one file and what to do), none when all is whole.
        """
        found: list[tuple[str, str]] = []
        for model in self._models_here(name):
            wrong = changes(Path(model.folder), model.files, check, tell)
            self._mark(model, tuple(wrong))
            remedy = _again(model)
            found += [(model.id, f"{trouble}. {remedy}") for trouble in wrong.values()]
        return tuple(found)

    def remove(self, name: str) -> bool:
        """Forget a model, and what came of a download that was not finished.

        Its files are deleted only if the studio put them there: then True.
        """
        model = self._read().installed.get(name)
        parts = self.staging_of(name) if _ID.match(name) else self.root / "nothing"
        if model is None and not parts.exists():
            raise self._no_model(name)
        deleted = _delete(parts)
        if model is not None:
            change_record(self._path, lambda raw: _drop(raw, name))
            ours = model.origin in (FETCHED, CONVERTED)
            if ours and Path(model.folder) == self.folder_of(name):
                deleted = _delete(self.folder_of(name)) or deleted
        return deleted

    def folder_of(self, model: str) -> Path:
        """Where the studio itself puts a model."""
        return self.root / "weights" / model

    def staging_of(self, model: str) -> Path:
        """Where a download of a model gathers until it is whole."""
        return self.root / "weights" / f"{model}.fetching"

    # --------------------------------------------------------------------- licences and the price

    def accept_licence(self, model: str, who: str, when: str = "") -> Acceptance:
        """Record that somebody accepted a model's licence. when: ISO 8601, now by default."""
        known = manifest.models().get(model)
        if known is None:
            raise self._no_model(model)
        if not who.strip():
            raise UserInputError("no-name", "Nobody is named.", "Say who accepts: --who NAME.")
        made = Acceptance(who.strip(), when or _now(), known.licence)
        row = {"who": made.who, "when": made.when, "licence": made.licence}
        change_record(self._path, lambda raw: table(table(raw, "licences"), model).update(row))
        return made

    def licence(self, model: str) -> Acceptance | None:
        """Who accepted the licence of a model and when; None when nobody did, or another text."""
        found = self._read().licences.get(model)
        known = manifest.models().get(model)
        return None if found and known and found.licence != known.licence else found

    @property
    def hourly_price(self) -> float:
        """US dollars for an hour of this machine; 0 when it is one's own."""
        return self._read().hourly_price

    @hourly_price.setter
    def hourly_price(self, dollars: float) -> None:
        if not 0 <= dollars < 10_000:
            raise UserInputError("bad-price", f"{dollars} is no price an hour.", "Use 0 to 9999.")
        change_record(self._path, lambda raw: raw.update(hourly_price=float(dollars)))

    @property
    def endpoint(self) -> Endpoint:
        """The server that writes when the writer is ``endpoint``; its url is "" until one is named.

        Its key, if it needs one, is in the machine's keyring.
        """
        return self._read().endpoint

    @endpoint.setter
    def endpoint(self, server: Endpoint) -> None:
        row = {"url": server.url, "model": server.model, "remote": server.remote}
        change_record(self._path, lambda raw: table(table(raw, "servers"), "writer").update(row))

    # -------------------------------------------------------------------------------- by itself

    def _read(self) -> Record:
        """The record, read again only when its file changed."""
        try:
            found = self._path.stat()
            seen = (found.st_mtime_ns, found.st_size, found.st_ino)
        except OSError:
            seen = None
        if seen != self._seen or seen is None:
            self._record, self._seen = read_record(self._path), seen
        return self._record

    def _mark(self, model: Installed, damaged: tuple[str, ...]) -> None:
        if damaged != model.damaged:
            marked = replace(model, damaged=damaged)
            change_record(self._path, lambda raw: put_installed(raw, marked))

    def _models_here(self, name: str) -> list[Installed]:
        """The recorded models that a name stands for: a model, or all that an engine uses."""
        installed = self._read().installed
        if name in installed:
            return [installed[name]]
        spec = self.engines().get(name)
        names = (*spec.needs, *spec.optional) if spec else ()
        found = [installed[model] for model in names if model in installed]
        if not found:
            raise self._no_model(name)
        return found

    def _name_to_add(self, name: str, role: str) -> str:
        if name in manifest.models():
            return name
        spec = manifest.engines().get(name)
        if spec is not None:
            if len(spec.needs) == 1:
                return spec.needs[0]
            if not spec.needs:
                raise UserInputError(
                    "no-weights", f"{name} needs no weights.", "Choose it as it is."
                )
            parts = ", ".join((*spec.needs, *spec.optional))
            raise UserInputError(
                "several-models",
                f"{name} is made of several models: {parts}.",
                "Add each by itself.",
            )
        if not _ID.match(name):
            raise UserInputError(
                "bad-name", f"{name!r} cannot be the name of a model.",
                "Use small letters, digits, dots and hyphens.",
            )  # fmt: skip
        if role not in (*ROLES, ADAPTER):
            raise UserInputError(
                "unknown-model", f"No model is called {name}.",
                f"See models list, or say what it is for: --as {'|'.join((*ROLES, ADAPTER))}.",
            )  # fmt: skip
        if (role == ADAPTER) != name.startswith(f"{ADAPTER}-"):
            raise UserInputError(
                "bad-name", f"{name!r} cannot be the name of such a model.",
                f"A character's LoRA, and nothing else, is called {ADAPTER}-NAME.",
            )  # fmt: skip
        return name

    def _no_model(self, name: str) -> UserInputError:
        if name in manifest.models() or name in self.engines():
            return UserInputError("not-installed", f"{name} is not on this machine.", "models list")
        return UserInputError("unknown-model", f"No model is called {name}.", "See models list.")


def fingerprint(models: list[Installed]) -> str:
    """SHA-256 over path and hash of all files that an engine uses, in the order of their paths."""
    rows = sorted((f"{m.id}/{f.path}", f.sha256) for m in models for f in m.files)
    return hashlib.sha256("".join(f"{path}\0{sha}\n" for path, sha in rows).encode()).hexdigest()


def get_command(model: str) -> str:
    """What to type to get a model."""
    known = manifest.models().get(model)
    return f"models fetch {model}" if known and known.repo else f"models add {model} FOLDER"


def _own_engine(model: Installed) -> EngineSpec:
    """The engine that a model of one's own makes: in its role, with the rest of the usual one."""
    usual = manifest.engines().get(_WITHIN.get(model.role, ""))
    return EngineSpec(
        id=model.id,
        role=model.role,
        title=model.id,
        needs=(model.id, *(usual.needs[1:] if usual else ())),
        optional=usual.optional if usual else (),
        aside=usual.aside if usual else (),
        memory_mb=round(model.size / 1e6 * 1.3),
        note="Added on this machine.",
    )


def _need_language_model(folder: Path) -> None:
    """Check that a folder is a causal language model with its tokeniser, by its settings."""
    try:
        settings = json.loads((folder / "config.json").read_text("utf-8"))
    except (OSError, ValueError):
        settings = {}
    named = settings.get("architectures") if isinstance(settings, dict) else None
    kinds = [kind for kind in named if isinstance(kind, str)] if isinstance(named, list) else []
    if not any(kind.endswith(("ForCausalLM", "LMHeadModel")) for kind in kinds):
        raise EnvironmentFault(
            "no-writer", f"{folder} holds no causal language model ({', '.join(kinds) or 'none'}).",
            "A writer needs config.json with an architecture such as LlamaForCausalLM.",
        )  # fmt: skip
    if not any(folder.glob("tokenizer*")):
        raise EnvironmentFault(
            "no-tokeniser", f"{folder} has no tokeniser.", "Put tokenizer.json beside the weights."
        )


def _title(model: str) -> str:
    known = manifest.models().get(model)
    return known.title if known else model


def _again(model: Installed) -> str:
    if model.origin == FETCHED:
        return f"Fetch it again: models fetch {model.id}"
    return f"Put the file back, or add the folder again: models add {model.id} {model.folder}"


def _delete(folder: Path) -> bool:
    """Whether there was something to delete."""
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        return False
    except OSError as exc:
        raise disk_fault(exc, folder) from exc
    return True


def _drop(raw: dict[str, object], name: str) -> None:
    table(raw, "models").pop(name, None)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
