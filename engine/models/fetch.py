"""Downloads a model: the commit is pinned, every file is verified, whatever is cut goes on later.

Called by the lead's command only. Files come into a folder beside the final one and move there
together, so a model is there whole or not at all. A part is named by the content that it belongs
to: when the file changes on the hub, its part is dropped.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from fnmatch import fnmatchcase
from pathlib import Path

from engine.base.errors import EnvironmentFault, StudioError, UserInputError
from engine.base.fs import disk_fault
from engine.models import manifest
from engine.models.convert import convert_folder, need_libraries
from engine.models.download import Job, download, local_name, patiently
from engine.models.hub import Hub, Remote, the_hub
from engine.models.library import Library
from engine.models.loading import PICKLED, refuse_unsafe
from engine.models.record import FETCHED, Installed, locked
from engine.models.survey import KEPT, Check, Tell, nothing, silent, survey
from engine.models.types import Model

_SPARE = 200 << 20  # bytes that stay free on the disk


def fetch(
    library: Library, name: str, *, check: Check = nothing, tell: Tell = silent,
    newest: bool = False, hub: Hub | None = None, pause: Callable[[float], None] = time.sleep,
) -> Installed:  # fmt: skip
    """Download a model of the manifest and register it. What is here and whole stays.

    tell: bytes done, bytes in all. check: called at every chunk; a part is kept when it raises.
    newest: take the manifest's revision as it is now, not the commit that was pinned before.

    Raises:
        UserInputError: no such model, or its licence was not accepted. EnvironmentFault: no room,
        no connection, the hub refuses, or what came is not what was announced.
    """
    model = may_fetch(library, name)
    here = {found.id: found for found in library.installed()}.get(name)
    if here is not None and not newest and library.state(name) == "installed":
        return here
    final = library.folder_of(name)
    staging = library.staging_of(name)
    try:
        staging.parent.mkdir(parents=True, exist_ok=True)
        with locked(staging.with_name(f"{name}.lock"), wait=False):
            pinned = here.commit if here is not None and here.origin == FETCHED else ""
            if (
                pinned
                and not newest
                and final.exists()
                and not staging.exists()
                and not model.pickled
            ):
                final.rename(staging)  # damaged: keep what is whole
            revision = model.revision if newest or not pinned else pinned
            return _fetch(library, model, revision, staging, hub or the_hub(), check, tell, pause)
    except BlockingIOError as exc:
        raise EnvironmentFault(
            "busy", f"{name} is being fetched by another process.", "Wait until it is done."
        ) from exc
    except OSError as exc:
        raise disk_fault(exc, staging) from exc


def _fetch(
    library: Library, model: Model, revision: str, staging: Path, hub: Hub, check: Check,
    tell: Tell, pause: Callable[[float], None],
) -> Installed:  # fmt: skip
    try:
        commit = patiently(lambda: hub.commit(model.repo, revision), hub, check, pause)
        listing = patiently(lambda: hub.listing(model.repo, commit), hub, check, pause)
        wanted = choose(model, listing)
        staging.mkdir(exist_ok=True)
        need_room(staging, wanted, 2 if model.pickled else 1)
        whole = sum(remote.size for remote in wanted)
        job = Job(hub, model.repo, commit, staging, check, tell, pause, whole)
        files, done = [], 0
        for remote in wanted:
            files.append(download(job, remote, done))
            done += remote.size
    except StudioError as exc:
        raise _explained(exc, model) from exc
    final = library.folder_of(model.id)
    _settle(staging, final, {file.path for file in files}, model.pickled, check)
    pins = survey(final, check) if model.pickled else tuple(sorted(files, key=lambda f: f.path))
    return library.register(
        Installed(model.id, str(final), FETCHED, pins, repo=model.repo, commit=commit)
    )


def _settle(staging: Path, final: Path, files: set[str], pickled: bool, check: Check) -> None:
    """Move what came to where the model belongs; a pickle goes through its conversion."""
    if pickled:
        convert_folder(staging, final, check)
        shutil.rmtree(staging)
        refuse_unsafe(final)
        return
    for path in sorted(staging.rglob("*")):
        if path.is_file() and path.relative_to(staging).as_posix() not in files:
            path.unlink()  # of an earlier commit
    refuse_unsafe(staging)
    shutil.rmtree(final, ignore_errors=True)
    staging.rename(final)


def need_room(staging: Path, wanted: list[Remote], times: int) -> None:
    """Check the free space before anything is downloaded. times: 2 when a converted copy is made.

    Raises:
        EnvironmentFault: not enough.
    """
    whole = sum(remote.size for remote in wanted)
    here = sum(path.stat().st_size for path in staging.rglob("*") if path.is_file())
    need = whole * times - min(here, whole) + _SPARE
    free = shutil.disk_usage(staging).free
    if need > free:
        raise EnvironmentFault(
            "disk-full",
            f"{need / 1e9:.1f} GB are needed in {staging.parent}, {free / 1e9:.1f} are free.",
            "Free some space, or set CLIFF_MODELS to a folder on a larger disk.",
        )  # fmt: skip


def choose(model: Model, listing: tuple[Remote, ...]) -> list[Remote]:
    """The files of a commit that a model's entry asks for.

    Raises:
        EnvironmentFault: one is not there, or is not the one whose hash the manifest gives.
    """
    allowed = KEPT + PICKLED if model.pickled else KEPT
    chosen: dict[str, Remote] = {}
    for wanted in model.files:
        found = [
            remote
            for remote in listing
            if remote.path.endswith(allowed) and _matches(remote.path, wanted.path)
        ]
        if not found:
            raise EnvironmentFault(
                "changed-upstream", f"{model.repo} has no {wanted.path} any more.",
                f"Get the model elsewhere and add its folder: models add {model.id} FOLDER",
            )  # fmt: skip
        for remote in found:
            if wanted.sha256 and remote.sha256 != wanted.sha256:
                raise EnvironmentFault(
                    "changed-upstream",
                    f"{model.repo} has another {remote.path} than the one that is known.",
                    "Do not use it before you know why; a copy that you have can be added.",
                )
            chosen[local_name(remote.path)] = remote
    return list(chosen.values())


def may_fetch(library: Library, name: str) -> Model:
    """The entry of a model that can be fetched now; asks nothing of the hub.

    Raises:
        UserInputError: no such model, or its licence was not accepted. EnvironmentFault: it has to
        be converted and the libraries for that are not installed.
    """
    model = manifest.models().get(name)
    if model is None:
        raise UserInputError("unknown-model", f"No model is called {name}.", "See models list.")
    if not model.repo:
        raise UserInputError(
            "not-fetched", f"{model.title} cannot be fetched. {model.note}",
            f"Add its folder: models add {name} FOLDER",
        )  # fmt: skip
    if library.licence(name) is None:
        raise UserInputError(
            "licence", f"Nobody accepted the licence of {model.title} ({model.licence}) here.",
            f"Read {model.licence_url} and then: models accept {name}",
        )  # fmt: skip
    if model.pickled:
        need_libraries()
    return model


def _explained(exc: StudioError, model: Model) -> StudioError:
    """A refusal of the hub, in terms of the model."""
    page = f"https://huggingface.co/{model.repo}"
    if exc.code == "gated" and model.gated:
        return EnvironmentFault(
            "gated", f"{model.title} is given only to accounts that accepted its licence.",
            f"Accept it at {page}, make a token at https://huggingface.co/settings/tokens and set "
            "HF_TOKEN, or keep it: python -m keyring set cliffhanger-studio https://huggingface.co",
        )  # fmt: skip
    if exc.code == "gated":
        return EnvironmentFault(
            "gated", f"The hub does not give {model.repo} to you.", f"See {page}; set HF_TOKEN."
        )
    if exc.code == "gone":
        return EnvironmentFault("gone", exc.message, f"See {page}.")
    return exc


def _matches(path: str, pattern: str) -> bool:
    """Whether a path is what a pattern stands for; ``*`` does not reach into folders."""
    parts, wanted = path.split("/"), pattern.split("/")
    return len(parts) == len(wanted) and all(map(fnmatchcase, parts, wanted))
