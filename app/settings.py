"""What the window remembers between runs: language, scale, layouts, recent projects."""

from __future__ import annotations

import json
import os
from pathlib import Path

from PySide6.QtCore import QByteArray, QLocale, QSettings, QStandardPaths

RECENT = 8
LANGUAGES = ("en", "zh-CN")
SCALES = (90, 100, 110, 125, 150)


class Settings:
    """Typed access to one INI file. A damaged file counts as an empty one."""

    def __init__(self, file: Path | None = None) -> None:
        """file: where to keep them; the user's configuration folder without it."""
        folder = QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.GenericConfigLocation
        )
        path = file or Path(folder) / "cliffhanger-studio" / "studio.ini"
        self._store = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def language(self) -> str:
        """The window's language: as chosen, else as the desktop speaks."""
        system = "zh-CN" if QLocale.system().language() == QLocale.Language.Chinese else "en"
        found = str(self._store.value("language", system))
        return found if found in LANGUAGES else "en"

    @language.setter
    def language(self, value: str) -> None:
        self._store.setValue("language", value)

    @property
    def scale(self) -> int:
        """Per cent."""
        found = str(self._store.value("scale", "100"))
        return int(found) if found.isdigit() and int(found) in SCALES else 100

    @scale.setter
    def scale(self, value: int) -> None:
        self._store.setValue("scale", str(value))

    @property
    def who(self) -> str:
        """Who sits here, as typed last: accepts licences, records consent."""
        return str(self._store.value("who", ""))

    @who.setter
    def who(self, value: str) -> None:
        self._store.setValue("who", value)

    @property
    def recent(self) -> list[Path]:
        """Projects that were open and still are there, newest first."""
        rows = str(self._store.value("recent", "")).split("\n")
        return [Path(row) for row in rows if row and (Path(row) / "project.db").is_file()]

    def remember(self, project: Path) -> None:
        """Put a project first in the list."""
        rows = [str(project.resolve()), *(str(p) for p in self.recent)]
        self._store.setValue("recent", "\n".join(list(dict.fromkeys(rows))[:RECENT]))

    @property
    def queue(self) -> list[tuple[str, bool]]:
        """Projects of the batch in their order, and whether each is exported."""
        try:
            rows = json.loads(str(self._store.value("queue", "[]")))
            return [(str(path), bool(done)) for path, done in rows]
        except (ValueError, TypeError):
            return []

    @queue.setter
    def queue(self, rows: list[tuple[str, bool]]) -> None:
        self._store.setValue("queue", json.dumps(rows, ensure_ascii=False))

    @property
    def geometry(self) -> bytes:
        """Place and size of the window."""
        return _bytes(self._store.value("geometry"))

    @geometry.setter
    def geometry(self, value: bytes) -> None:
        self._store.setValue("geometry", QByteArray(value))

    @property
    def layouts(self) -> dict[str, bytes]:
        """Where docks stand, by workspace."""
        self._store.beginGroup("layouts")
        found = {name: _bytes(self._store.value(name)) for name in self._store.childKeys()}
        self._store.endGroup()
        return {name: state for name, state in found.items() if state}

    @layouts.setter
    def layouts(self, states: dict[str, bytes]) -> None:
        for name, state in states.items():
            self._store.setValue(f"layouts/{name}", QByteArray(state))

    @property
    def projects(self) -> Path:
        """Where new projects are made."""
        found = os.environ.get("CLIFFHANGER_PROJECTS")
        kind = QStandardPaths.StandardLocation.MoviesLocation
        movies = QStandardPaths.writableLocation(kind) or str(Path.home())
        return Path(found) if found else Path(movies) / "Cliffhanger Studio"

    def save(self) -> None:
        """Write what changed."""
        self._store.sync()


def _bytes(value: object) -> bytes:
    return bytes(value.data()) if isinstance(value, QByteArray) else b""
