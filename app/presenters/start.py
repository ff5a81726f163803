"""The first page: samples, this machine, recent seasons."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from app.presenters.choices import ROLES
from app.presenters.deliver import _GIGABYTE
from app.presenters.shown import Shown
from engine.base.canon import Json
from engine.models.types import EMBEDDED
from widgets.data import RecentProject, StartView
from widgets.words import t

SAMPLES = {
    "Reborn physician": "Dr. Lin Mei, the best surgeon of the imperial hospital, was poisoned by "
    "her jealous fiancé. She wakes up three years earlier as the maid he despises, and she wants "
    "to expose him before the wedding.",
    "Contract marriage": "A bankrupt florist signs a one-year marriage contract with a cold CEO to "
    "save her brother, but his ex-wife knows a secret about the night her parents died.",
    "真千金归来": "苏晚是顾家流落在外的真千金，刚回家就被养母和假千金顾婷陷害，赶出家门，"
    "却没人知道她就是名震天下的鬼医。",
    "Secret daughter": "A CEO's secret daughter is kidnapped by her billionaire father's rival, "
    "but she has a hidden spiritual power.",
}


def start_view(recent: list[Path], projects: Path, posters: tuple[str, ...]) -> StartView:
    """What the first page shows."""
    return StartView(
        samples=tuple((t(name), text) for name, text in SAMPLES.items()),
        machine=_machine(projects),
        recent=tuple(found for path in recent[:3] if (found := recent_project(path))),
        posters=posters,
    )


def _machine(projects: Path) -> tuple[tuple[str, str, str], ...]:
    place = projects
    while not place.exists() and place != place.parent:
        place = place.parent
    free = shutil.disk_usage(place).free / _GIGABYTE
    cores = len(os.sched_getaffinity(0))
    return (
        ("fresh", t("Writer, voices, artist, editor"), t("built in, ready now")),
        ("fresh", t("Processor"), t("{n} cores", n=cores)),
        ("fresh" if free > 3 else "stale", t("Disk"),
         t("{n} GB free, a season needs about 2", n=f"{free:.0f}")),
        ("waiting", t("Graphics card"), t("not used. Everything works; pictures are drawn")),
    )  # fmt: skip


def recent_project(path: Path) -> RecentProject | None:
    """A project's title without opening it; None when it cannot be read."""
    import json

    try:
        address = f"file:{path / 'project.db'}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=0.2)) as database:
            row = database.execute("SELECT json FROM part WHERE path = 'series'").fetchone()
            covers = database.execute(
                "SELECT blob FROM take WHERE role = 'cover' ORDER BY seq DESC LIMIT 1"
            ).fetchone()
            masters = database.execute(
                "SELECT COUNT(DISTINCT owner) FROM take WHERE role = 'master'"
            ).fetchone()
        series: dict[str, Json] = json.loads(row[0]) if row else {}
    except (sqlite3.Error, ValueError, OSError):
        return None
    title = str(series.get("title") or path.stem)
    changed = datetime.fromtimestamp((path / "project.db").stat().st_mtime, UTC)
    about = t("{n} of {all} made", n=masters[0], all=series.get("episodes", 20))
    picture = str(path / "media" / covers[0][:2] / covers[0]) if covers else ""
    return RecentProject(str(path), title, f"{about} · {changed:%Y-%m-%d}", picture)


def machine(shown: Shown) -> str:
    """On what the season that is open is made: the embedded studio, or the models chosen."""
    series = shown.document.series
    chosen = {role: getattr(series, role) for role in ROLES}
    here = [shown.choices.of(id) for role, id in chosen.items() if id != EMBEDDED[role]]
    models = [choice.title for choice in here if not choice.missing]
    return " · ".join(models) if models else t("CPU only · embedded studio")
