"""Pictures from files, scaled in the background and kept: no panel reads a file while it paints."""

from __future__ import annotations

import zipfile

from PySide6.QtCore import (
    QBuffer,
    QIODevice,
    QObject,
    QRunnable,
    QSize,
    Qt,
    QThreadPool,
    Signal,
)
from PySide6.QtGui import QImage, QImageReader, QPixmap, QPixmapCache


class _Note(QObject):
    done = Signal(str, QImage)


class _Load(QRunnable):
    """Reads one file at one size."""

    def __init__(self, key: str, file: str, wide: int, note: _Note) -> None:
        super().__init__()
        self._key, self._file, self._wide, self._note = key, file, wide, note

    def run(self) -> None:
        """Decode and scale; a file that cannot be read gives an empty image."""
        inside = _thumbnail(self._file)
        reader = QImageReader(inside) if inside is not None else QImageReader(self._file)
        reader.setDecideFormatFromContent(True)
        full = reader.size()
        if full.isValid() and full.width() > self._wide:
            tall = max(1, round(full.height() * self._wide / full.width()))
            reader.setScaledSize(QSize(self._wide, tall))
        image = reader.read()
        if image.width() > self._wide:
            image = image.scaledToWidth(self._wide, Qt.TransformationMode.SmoothTransformation)
        self._note.done.emit(self._key, image)


def _thumbnail(file: str) -> QBuffer | None:
    """The flattened picture of an OpenRaster file, None for any other file."""
    try:
        with open(file, "rb") as raw:  # noqa: PTH123 - four bytes of it
            if raw.read(2) != b"PK":
                return None
        with zipfile.ZipFile(file) as archive:
            data = archive.read("mergedimage.png")
    except (OSError, KeyError, zipfile.BadZipFile):
        return None
    found = QBuffer()
    found.setData(data)
    found.open(QIODevice.OpenModeFlag.ReadOnly)
    return found


class Pictures(QObject):
    """Gives pictures at a width; says `arrived` when one that was asked for is there."""

    arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        QPixmapCache.setCacheLimit(96 * 1024)  # kB
        self._note = _Note(self)
        self._note.done.connect(self._keep)
        self._asked: set[str] = set()
        self._missing: set[str] = set()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)

    def get(self, file: str, wide: int) -> QPixmap | None:
        """The picture in `file`, about `wide` pixels wide, or None until it has arrived."""
        if not file:
            return None
        key = f"{file}@{wide}"
        found = QPixmap()
        if QPixmapCache.find(key, found):
            return found
        if key not in self._asked and key not in self._missing:
            self._asked.add(key)
            self._pool.start(_Load(key, file, wide, self._note))
        return None

    def close(self) -> None:
        """Wait for what is being read."""
        self._pool.clear()
        self._pool.waitForDone()

    def _keep(self, key: str, image: QImage) -> None:
        self._asked.discard(key)
        if image.isNull():
            self._missing.add(key)
            return
        QPixmapCache.insert(key, QPixmap.fromImage(image))
        self.arrived.emit()
