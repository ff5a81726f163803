"""The column of track names: it does not scroll through time."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolButton, QWidget

from widgets import icons
from widgets.paint import put, smooth
from widgets.parts import tool
from widgets.theme import TEXT, colour
from widgets.timeline.rows import HEADS, HEARD, RULER, TRACKS
from widgets.timeline.stage import Stage
from widgets.words import t

_SIDE = 24  # of a mute button


class Heads(QWidget):
    """Icon and name of each track; a mute button on what is heard."""

    muted = Signal(str, bool)

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._top = 0.0
        self.setFixedWidth(HEADS)
        self.buttons = {name: self._mute(name) for name in HEARD}

    def _mute(self, track: str) -> QToolButton:
        tips = {
            "dialogue": t("Mute dialogue"), "music": t("Mute music"), "effects": t("Mute effects"),
        }  # fmt: skip
        found = tool("volume", tips[track], checkable=True, name=f"mute-{track}", px=14)
        found.setFixedSize(_SIDE, _SIDE)
        face = QIcon(icons.pixmap("volume", "low", 14))
        face.addPixmap(icons.pixmap("mute", "accent_hi", 14), QIcon.Mode.Normal, QIcon.State.On)
        found.setIcon(face)
        found.setIconSize(QSize(14, 14))
        found.setParent(self)
        found.toggled.connect(lambda on: self._muted(track, on))
        return found

    def _muted(self, track: str, on: bool) -> None:
        (self._stage.muted.add if on else self._stage.muted.discard)(track)
        self.muted.emit(track, on)

    def settle(self, top: float) -> None:
        """Stand beside the tracks; `top` is how far they are scrolled."""
        self._top = top
        for track, button in self.buttons.items():
            row = self._stage.rows[track]
            y = round(row.y + top + (row.h - _SIDE) / 2)
            button.move(HEADS - _SIDE - 6, y)
            button.setVisible(y >= RULER - _SIDE / 2)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Names on the bands that go on to the right."""
        painter = smooth(QPainter(self))
        painter.setClipRect(0, RULER, HEADS, self.height() - RULER)
        px = TEXT["small"]
        for name, text, icon in TRACKS:
            row = self._stage.rows[name]
            y = row.y + self._top
            painter.fillRect(QRectF(0, y, HEADS, row.h), colour("card", 0.5))
            middle = y + row.h / 2
            tone = "low" if name in self._stage.muted else "mid"
            icons.draw(painter, icon, tone, 10, middle - 7, 14)
            room = HEADS - 31 - (_SIDE + 6 if name in HEARD else 4)
            put(painter, t(text), 30, middle - px * 0.75, room, px, tone)
        painter.end()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Fixed width, any height."""
        return QSize(HEADS, 120)
