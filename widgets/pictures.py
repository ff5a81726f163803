"""Pictures from files, scaled in the background and kept: no panel reads a file while it paints."""

from __future__ import annotations

import zipfile
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import (
    QBuffer,
    QIODevice,
    QObject,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QImage, QImageReader, QPixmap, QPixmapCache

GATHER_MS = 50


class _Note(QObject):
    done = Signal(str, QImage)


def read(file: str, wide: int) -> QImage:
    """Decode and scale; a file that cannot be read gives an empty image."""
    inside = _thumbnail(file)
    reader = QImageReader(inside) if inside is not None else QImageReader(file)
    reader.setDecideFormatFromContent(True)
    full = reader.size()
    if full.isValid() and full.width() > wide:
        reader.setScaledSize(QSize(wide, max(1, round(full.height() * wide / full.width()))))
    image = reader.read()
    if image.width() > wide:
        image = image.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation)
    return image


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
        self._pool = ThreadPoolExecutor(1, "pictures")
        self._soon = QTimer(self)  # many pictures that arrive together are painted once
        self._soon.setSingleShot(True)
        self._soon.setInterval(GATHER_MS)
        self._soon.timeout.connect(self.arrived)

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
            self._pool.submit(self._load, key, file, wide)
        return None

    def close(self) -> None:
        """Wait for what is being read."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _load(self, key: str, file: str, wide: int) -> None:
        self._note.done.emit(key, read(file, wide))

    def _keep(self, key: str, image: QImage) -> None:
        self._asked.discard(key)
        if image.isNull():
            self._missing.add(key)
            return
        QPixmapCache.insert(key, QPixmap.fromImage(image))
        if not self._soon.isActive():
            self._soon.start()
