"""What an earlier export left: its manifest, and which of its files are still what they were.

A file counts as kept when its recipe is the wanted one and its bytes are those that were written;
whatever somebody changed in the folder is written again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.base.canon import file_digest
from engine.delivery.orders import Order
from engine.delivery.performing import Written

STUDIO = "Cliffhanger Studio"
MANIFEST = "series.json"


@dataclass(frozen=True)
class Ledger:
    """The files of a folder by path: (recipe key, hash, size); episodes by number."""

    files: Mapping[str, tuple[str, str, int]] = field(default_factory=dict)
    episodes: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    released: Mapping[int, Any] = field(default_factory=dict)

    def kept(self, order: Order, folder: Path) -> tuple[Written, ...] | None:
        """The order's files if all are there and untouched, else None."""
        found: list[Written] = []
        for name in order.files:
            recipe, sha, size = self.files.get(name, ("", "", -1))
            file = folder / name
            try:
                whole = recipe == order.key and file.stat().st_size == size
                if not whole or file_digest(file) != sha:
                    return None
            except OSError:
                return None
            found.append(Written(name, sha, size))
        return tuple(found)


def read_ledger(folder: Path) -> Ledger:
    """What the manifest in `folder` says; empty when there is none that can be read.

    Names that lead out of the folder are left out: a manifest from a stranger deletes nothing.
    """
    try:
        data = json.loads((folder / MANIFEST).read_text("utf-8"))
        if not isinstance(data, dict) or data.get("studio") != STUDIO:
            return Ledger()
        files = {
            str(row["path"]): (str(row["recipe"]), str(row["sha256"]), int(row["bytes"]))
            for row in data.get("files", ())
            if is_inside(str(row["path"]))
        }
        episodes = {int(e["number"]): e for e in data["episodes"]}
        released = {int(r["episode"]): r for r in data.get("released", ())}
    except (OSError, ValueError, KeyError, TypeError):
        return Ledger()
    return Ledger(files | _plain(data), episodes, released)


def _plain(data: Mapping[str, Any]) -> dict[str, tuple[str, str, int]]:
    """Files that a manifest names without a recipe, as exports once did: never kept."""
    listed = {str(row["path"]) for row in data.get("files", ())}
    names = [str(e[k]) for e in data["episodes"] for k in ("video", "subtitles", "cover") if k in e]
    return {n: ("", "", -1) for n in names if n not in listed and is_inside(n)}


def is_inside(name: str) -> bool:
    """Whether a manifest's path stays inside its folder."""
    path = Path(name)
    return bool(name) and not path.is_absolute() and ".." not in path.parts and "\\" not in name


def gone(before: Ledger, now: Iterable[str]) -> list[str]:
    """Files of the earlier export that this one does not have."""
    return sorted(before.files.keys() - set(now))
