"""A finished season as a folder: manifest, videos, subtitles, covers; whole files only.

Every file is written beside its place and moved there when it is complete, the manifest last, so a
reader never sees a torn file or a manifest that promises what is not there.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Collection
from pathlib import Path

from engine.base.errors import StudioError, UserInputError
from engine.base.fs import disk_fault, publish, write_atomic
from engine.delivery.manifest import STUDIO, manifest
from engine.delivery.sidecars import srt
from engine.series.document import Document
from engine.work.events import FinishedEpisode
from engine.writer.contract import check_episode


def ready_folder(out: Path) -> None:
    """Check, before any work, that a season can be written to `out`.

    Raises:
        UserInputError: a file, or a folder with other things in it.
        EnvironmentFault: it cannot be written.
    """
    if out.exists() and not out.is_dir():
        raise UserInputError("not-folder", f"{out} is a file.", "Name a folder with --out.")
    if out.is_dir() and any(out.iterdir()) and not _ours(out):
        raise UserInputError(
            "not-empty", f"{out} holds other things.", "Name an empty or new folder with --out."
        )
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / f".{os.getpid()}.tmp"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as exc:
        raise disk_fault(exc, out) from exc


def export_season(
    document: Document, finished: Collection[FinishedEpisode], out: Path, *, force: bool = False
) -> Path:
    """Write the finished episodes to `out`; returns the manifest's path.

    Raises:
        StudioError: nothing is finished, or the contract is broken (unless `force`).
    """
    if not finished:
        raise StudioError("nothing", "No episode is finished.", "Make the season first: render.")
    ready_folder(out)
    _gate(document, {item.id for item in finished}, force)
    for item in finished:
        name = f"ep{item.number:02d}"
        _place(item.video, out / f"{name}.mp4")
        _place(item.cover, out / f"{name}.jpg")
        write_atomic(out / f"{name}.srt", srt(item.cuts.subtitles).encode("utf-8"))
    text = manifest(document, {item.id: item.cuts for item in finished})
    path = out / "series.json"
    before = _written(path)
    write_atomic(path, text.encode("utf-8"))
    for name in before - _written(path):
        (out / name).unlink(missing_ok=True)  # of an earlier export that held more episodes
    return path


def _written(path: Path) -> set[str]:
    """Names of the files that a manifest lists; none that lies elsewhere than beside it."""
    try:
        episodes = json.loads(path.read_text("utf-8"))["episodes"]
        names = {str(e[kind]) for e in episodes for kind in ("video", "subtitles", "cover")}
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    return {name for name in names if Path(name).name == name}


def _gate(document: Document, ids: set[str], force: bool) -> None:
    series = document.series
    for episode in document.episodes:
        if episode.id in ids and not force:
            for broken in check_episode(episode, series.language, series.words):
                raise StudioError(
                    "contract",
                    f"{broken.where} breaks the contract: {broken.message}.",
                    "Edit it, or export with --force.",
                )


def _ours(out: Path) -> bool:
    try:
        found = json.loads((out / "series.json").read_text("utf-8"))
    except (OSError, ValueError):
        return all(item.name.startswith(".") for item in out.iterdir())
    return isinstance(found, dict) and found.get("studio") == STUDIO


def _place(source: Path, target: Path) -> None:
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        temporary.unlink(missing_ok=True)
        shutil.copyfile(source, temporary)
        publish(temporary, target)
    except OSError as exc:
        temporary.unlink(missing_ok=True)
        raise disk_fault(exc, target) from exc
