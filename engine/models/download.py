"""Brings one file of a commit to disk: goes on after a cut, and keeps only what its hash says.

A part is named by the content that it belongs to, so that a file that changed on the hub starts
anew. Knows the hub and the disk; which files, and into which model, is `fetch`'s matter.
"""

from __future__ import annotations

import hashlib
import http.client
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from engine.base.errors import EnvironmentFault
from engine.base.fs import disk_fault, publish
from engine.models.hub import Broken, Hub, Remote
from engine.models.survey import CHUNK as READ
from engine.models.survey import Check, Tell
from engine.models.types import ModelFile

CHUNK = 1 << 20
TRIES = 5
_LONGEST_PAUSE_S = 30.0
_VARIANT = ".fp16.safetensors"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Job:
    """What all files of one download share. whole: bytes of all files, for `tell`."""

    hub: Hub
    repo: str
    commit: str
    folder: Path
    check: Check
    tell: Tell
    pause: Callable[[float], None]
    whole: int


def local_name(path: str) -> str:
    """Where a file goes: weights in half precision under the plain name, which is looked for."""
    if path.endswith(_VARIANT):
        return path.removesuffix(_VARIANT) + ".safetensors"
    return path


def download(job: Job, remote: Remote, done: int) -> ModelFile:
    """The file as it now lies in the folder, verified. done: bytes of the files before it.

    Raises:
        EnvironmentFault: no connection after several tries without progress, wrong content, or no
        room. StudioError: the hub refuses. Whatever `check` raises: the part is kept.
    """
    final = job.folder / local_name(remote.path)
    if final.is_file() and final.stat().st_size == remote.size:
        found = _verified(final, remote, job.check)
        if found is not None:
            job.tell(done + remote.size, job.whole)
            return found
    part = _part_of(final, remote)
    tries = 0
    while have_of(part) < remote.size or not part.exists():
        job.check()
        before, why = have_of(part), "the hub sent too little"
        try:
            _receive(job, remote, part, done)
        except Broken as exc:
            why = str(exc)
        if have_of(part) >= remote.size and part.exists():
            break
        tries = 0 if have_of(part) > before else tries + 1
        if tries >= TRIES:
            raise no_connection(job.hub, why)
        job.pause(min(2.0**tries, _LONGEST_PAUSE_S))
    found = _verified(part, remote, job.check)
    if found is None:
        part.unlink()
        raise EnvironmentFault(
            "corrupt", f"{remote.path} came with other content than the hub announced.",
            "Fetch it again; if it happens again, do not trust the connection.",
        )  # fmt: skip
    publish(part, final)
    return found


def patiently(act: Callable[[], T], hub: Hub, check: Check, pause: Callable[[float], None]) -> T:
    """Do something that may meet a broken connection, a few times."""
    tries = 0
    while True:
        check()
        try:
            return act()
        except Broken as exc:
            tries += 1
            if tries >= TRIES:
                raise no_connection(hub, str(exc)) from exc
        pause(min(2.0**tries, _LONGEST_PAUSE_S))


def no_connection(hub: Hub, why: str) -> EnvironmentFault:
    """What is said when trying again did not help."""
    return EnvironmentFault(
        "no-connection", f"The connection to {hub.address} does not hold: {why}.",
        "Run the same command again; it goes on where it stopped.",
    )  # fmt: skip


def have_of(part: Path) -> int:
    """Bytes that are here."""
    return part.stat().st_size if part.exists() else 0


def _part_of(final: Path, remote: Remote) -> Path:
    """The part of this content; parts of other contents are dropped."""
    part = final.with_name(f"{final.name}.{remote.key[:16]}.part")
    final.parent.mkdir(parents=True, exist_ok=True)
    for other in final.parent.iterdir():
        stale = other.name.startswith(f"{final.name}.") and other.suffix == ".part"
        if stale and (other != part or other.stat().st_size > remote.size):
            other.unlink()
    return part


def _receive(job: Job, remote: Remote, part: Path, done: int) -> None:
    """Append what the hub sends. Raises Broken when reading from it fails."""
    with job.hub.open(job.repo, job.commit, remote.path, have_of(part)) as (answer, start):
        try:
            with part.open("r+b" if start else "wb") as file:
                file.seek(start)
                have = start
                while have < remote.size:
                    chunk = _read(answer, min(CHUNK, remote.size - have))
                    if not chunk:
                        return
                    file.write(chunk)
                    have += len(chunk)
                    job.tell(done + have, job.whole)
                    job.check()
        except OSError as exc:
            raise disk_fault(exc, part) from exc


def _read(answer: http.client.HTTPResponse, most: int) -> bytes:
    """What has come by now, so that a slow line does not keep a request to stop waiting."""
    try:
        return answer.read1(most)
    except (OSError, http.client.HTTPException) as exc:
        raise Broken(str(exc) or type(exc).__name__) from exc


def _verified(path: Path, remote: Remote, check: Check) -> ModelFile | None:
    """The file with its SHA-256 if it is what the hub announced.

    Small files are known by git's name for them: SHA-1 of "blob", the size, NUL and the content.
    """
    sha = hashlib.sha256()
    blob = hashlib.sha1(f"blob {remote.size}\0".encode(), usedforsecurity=False)
    with path.open("rb") as file:
        while chunk := file.read(READ):
            check()
            sha.update(chunk)
            if remote.blob:
                blob.update(chunk)
    right = sha.hexdigest() == remote.sha256 if remote.sha256 else blob.hexdigest() == remote.blob
    return ModelFile(local_name(remote.path), remote.size, sha.hexdigest()) if right else None
