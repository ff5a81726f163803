"""Small drawings that are kept: thumbnails cut to a tile, round portraits, waveforms."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPixmap, QTransform

from widgets.data import SpeechClip
from widgets.paint import cropped, smooth, wave
from widgets.pictures import Pictures
from widgets.theme import colour

THUMB = 96  # pixels wide as read from the file
DIM = 0.62
_MOST_TILES = 512
_MOST_PIXELS = 12_000_000  # of waveforms, 4 bytes each


class Tiles:
    """Keeps what is costly to draw, in device pixels, until it changes."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures
        self._thumbs: dict[tuple[str, int, int, bool, float], QPixmap] = {}
        self._waves: dict[str, tuple[tuple[object, ...], QPixmap]] = {}
        self._pixels = 0

    def thumb(self, file: str, wide: int, tall: int, dim: bool, ratio: float) -> QPixmap | None:
        """A picture cropped to a tile, None until it has been read."""
        key = (file, wide, tall, dim, ratio)
        found = self._thumbs.get(key)
        if found is not None:
            return found
        image = self._pictures.get(file, THUMB)
        if image is None or image.isNull():
            return None
        if len(self._thumbs) >= _MOST_TILES:
            self._thumbs.clear()
        found = _blank(wide, tall, ratio)
        painter = smooth(QPainter(found))
        area = QRectF(0, 0, wide, tall)
        painter.drawPixmap(area, image, cropped(image, wide / max(1, tall), 0.4))
        if dim:
            painter.fillRect(area, colour("void", DIM))
        painter.end()
        found.setDevicePixelRatio(1)  # a brush counts its own pixels: see `texture`
        self._thumbs[key] = found
        return found

    def wave(self, clip: SpeechClip, wide: int, tall: int, ratio: float) -> QPixmap:
        """The waveform of a clip in its speaker's tint."""
        key = (clip.levels, clip.tint, wide, tall, ratio)
        kept = self._waves.get(clip.id)
        if kept is not None:
            if kept[0] == key:
                return kept[1]
            self._pixels -= kept[1].width() * kept[1].height()
        if self._pixels > _MOST_PIXELS:
            self._waves.clear()
            self._pixels = 0
        found = _blank(wide, tall, ratio)
        painter = smooth(QPainter(found))
        wave(painter, clip.levels, QRectF(0, 0, wide, tall), clip.tint)
        painter.end()
        self._waves[clip.id] = (key, found)
        self._pixels += found.width() * found.height()
        return found


def texture(tile: QPixmap, x: float, y: float, ratio: float) -> QBrush:
    """A brush that repeats a tile from a point on: fills rounded shapes without clipping."""
    brush = QBrush(tile)
    brush.setTransform(QTransform.fromTranslate(x, y).scale(1 / ratio, 1 / ratio))
    return brush


def _blank(wide: int, tall: int, ratio: float) -> QPixmap:
    found = QPixmap(max(1, round(wide * ratio)), max(1, round(tall * ratio)))
    found.setDevicePixelRatio(ratio)
    found.fill(Qt.GlobalColor.transparent)
    return found
