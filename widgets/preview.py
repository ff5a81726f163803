"""The preview: the episode as it stands, its transport, what platforms cover."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QMenu, QWidget

from widgets import icons
from widgets.paint import box, put, state_glyph, tag
from widgets.parts import Painted, Segments, button, column, label, row, tool
from widgets.theme import colour
from widgets.words import t

SAFE_AREAS = {
    "Shorts": (4.4, 15.0, 17.8, 35.0),
    "Reels": (6.0, 14.0, 6.0, 35.0),
    "TikTok": (11.1, 15.0, 17.8, 35.0),
    "Douyin": (11.1, 15.0, 17.8, 35.0),
    "Kuaishou": (11.1, 15.0, 17.8, 35.0),
}
"""What a platform's own controls may cover, in per cent of the frame: left, top, right, bottom.

Google's figures for vertical advertisements on YouTube (48, 288, 192, 672 of 1080 x 1920 pixels)
and Meta's for Reels (65, 269, 65, 672). The others publish none: for them stands the box that is
clear on all. They hold for the longest descriptions; organic posts cover less.
"""


class Screen(Painted):
    """The picture, nothing else: painted from the last frame that came."""

    clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("screen")
        self.setMinimumSize(180, 320)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(t("Picture"))
        self.image = QImage()
        self.note = ""
        self.badge = ""
        self.state = "fresh"
        self.safe = ""
        self.compared = ""

    def show_image(self, image: QImage) -> None:
        """A new frame."""
        self.image = image
        self.note = ""
        self.update()

    def show_note(self, text: str) -> None:
        """Words instead of a picture."""
        self.image = QImage()
        self.note = text
        self.update()

    def frame_area(self) -> QRectF:
        """Where the 9:16 picture stands."""
        w, h = self.width() - 16.0, self.height() - 16.0
        wide = min(w, h * 9 / 16)
        tall = wide * 16 / 9
        return QRectF((self.width() - wide) / 2, (self.height() - tall) / 2, wide, tall)

    def draw(self, painter: QPainter, w: float, h: float) -> None:
        """Letterbox, picture, overlays."""
        painter.fillRect(QRectF(0, 0, w, h), colour("void"))
        area = self.frame_area()
        if self.image.isNull():
            box(painter, area, 6, "card")
            rows = self.note.split("\n")
            for at, text in enumerate(rows):
                y = area.center().y() - 10 * len(rows) + at * 20
                put(painter, text, area.x() + 12, y, area.width() - 24, 12, "mid", align="centre")
            return
        size = QSizeF(self.image.size())
        if abs(size.width() * 16 - size.height() * 9) > size.width():  # a portrait: not stretched
            painter.fillRect(area, colour("card"))
            size.scale(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRectF(area.topLeft(), size)
            place.moveCenter(area.center())
            painter.drawImage(place, self.image)
        else:
            painter.drawImage(area, self.image)
        if self.badge:
            tag(painter, self.badge, area.x() + 10, area.y() + 10, 20)
        if self.compared:
            tag(painter, self.compared, area.center().x() - 10, area.y() + 10, 20)
        if self.state != "fresh":
            state_glyph(painter, self.state, area.right() - 20, area.y() + 20, 13, on_picture=True)
        if self.safe in SAFE_AREAS:
            self._overlay(painter, area)

    def _overlay(self, painter: QPainter, area: QRectF) -> None:
        left, top, right, bottom = (v / 100 for v in SAFE_AREAS[self.safe])
        w, h = area.width(), area.height()
        inner = area.adjusted(w * left, h * top, -w * right, -h * bottom)
        for part in (
            QRectF(area.x(), area.y(), w, h * top),
            QRectF(area.x(), inner.bottom(), w, h * bottom),
            QRectF(inner.right(), inner.y(), w * right, inner.height()),
        ):
            painter.fillRect(part, colour("void", 0.34))
        pen = QPen(colour("hi", 0.75), 1, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([4, 4])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(inner)
        for at, name in enumerate(("user", "plus", "text", "export")):
            y = area.y() + h * (0.5 + at * 0.07)
            icons.draw(painter, name, "hi", inner.right() + w * right / 2 - 9, y, 18)
        put(painter, self.safe, area.x() + w * left, inner.bottom() + 8, w * 0.6, 12, bold=True)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click plays and pauses."""
        self.clicked.emit()


class Scrubber(Painted):
    """The whole episode as a line with its cuts; drag to look anywhere."""

    sought = Signal(int)
    scrubbing = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("scrubber")
        self.setFixedHeight(26)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.frames, self.frame = 0, 0
        self.cuts: tuple[int, ...] = ()
        self.loop: tuple[int, int] | None = None
        self._held = False

    def show_state(self, frame: int, frames: int) -> None:
        """Where the playhead is."""
        if (frame, frames) != (self.frame, self.frames):
            self.frame, self.frames = frame, frames
            self.setAccessibleName(t("Frame {n} of {all}", n=frame, all=frames))
            self.update()

    def _x(self, frame: float) -> float:
        return 16 + (self.width() - 32) * frame / max(1, self.frames - 1)

    def draw(self, painter: QPainter, w: float, h: float) -> None:
        """Line, loop, cuts, knob."""
        middle = h / 2
        box(painter, QRectF(16, middle - 2, w - 32, 4), 2, "card3")
        if self.loop is not None:
            a, b = self._x(self.loop[0]), self._x(self.loop[1])
            box(painter, QRectF(a, middle - 5, max(2, b - a), 10), 2, "accent_bg")
        x = self._x(self.frame)
        box(painter, QRectF(16, middle - 2, max(4, x - 16), 4), 2, "accent_hi")
        for cut in self.cuts:
            painter.fillRect(QRectF(self._x(cut), middle - 5, 1, 10), colour("low"))
        painter.setPen(QPen(colour("accent_hi"), 1) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(colour("hi"))
        painter.drawEllipse(QPointF(x, middle), 6, 6)

    def _seek(self, event: QMouseEvent) -> None:
        share = (event.position().x() - 16) / max(1, self.width() - 32)
        frame = round(min(1.0, max(0.0, share)) * max(0, self.frames - 1))
        if frame != self.frame:
            self.sought.emit(frame)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take hold."""
        self._held = True
        self.scrubbing.emit(True)
        self._seek(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Look along."""
        if self._held:
            self._seek(event)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Let go: the exact frame."""
        self._held = False
        self.scrubbing.emit(False)


class PreviewPanel(QWidget):
    """Screen and transport. Emits `asked(verb)`.

    verbs: play, prev, next, back, forward, loop, safe:NAME, mute:TRACK, draft, final.
    """

    asked = Signal(str)
    sought = Signal(int)
    scrubbing = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.picture, self.scrubber = Screen(), Scrubber()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._time, self._shot, self._length = (
            label("0:00.00"),
            label("", "low"),
            label("0:00.00", "low"),
        )
        self.play = button("", lambda: self._ask("play"), kind="round", name="play")
        self.play.setFixedSize(36, 36)
        self.quality = Segments([("draft", t("Draft")), ("final", t("Final"))])
        self.quality.chosen.connect(self._ask)
        self._loop = tool("loop", t("Loop this shot"), lambda: self._ask("loop"), checkable=True,
                          name="loop")  # fmt: skip
        self._safe = tool("safe", t("What platforms cover (G)"), self._safe_menu, name="safe")
        self._mute = tool("volume", t("Tracks"), self._mute_menu, name="tracks")
        self._muted: set[str] = set()
        self.picture.clicked.connect(lambda: self._ask("play"))
        self.scrubber.sought.connect(self.sought)
        self.scrubber.scrubbing.connect(self.scrubbing)
        self.sound_note = label("", "low", wrap=True)
        self.sound_note.hide()
        self._build()
        self.show_playing(False)

    def _build(self) -> None:
        steps = (
            ("prev", "prev", t("Previous cut (Up)")),
            ("back", "back", t("Frame back (Left)")),
            ("forward", "fwd", t("Frame forward (Right)")),
            ("next", "next", t("Next cut (Down)")),
        )
        keys = [
            tool(icon, tip, partial(self._ask, verb), name=f"step-{verb}")
            for verb, icon, tip in steps
        ]
        times = row(self._time, None, self._shot, None, self._length, margins=(16, 0, 16, 0))
        bar = row(
            self._safe, self._mute, None, keys[0], keys[1], self.play, keys[2], keys[3], None,
            self._loop, margins=(12, 2, 12, 10), spacing=6,
        )  # fmt: skip
        inside = column(spacing=2)
        inside.addWidget(self.picture, 1)
        inside.addWidget(self.scrubber)
        inside.addLayout(times)
        inside.addLayout(bar)
        inside.addWidget(self.sound_note)
        self.setLayout(inside)

    def show_state(self, frame: int, frames: int, rate: int, shot: str) -> None:
        """Where the playhead is, in words too."""
        self.scrubber.show_state(frame, frames)
        self._time.setText(timecode(frame, rate))
        self._length.setText(timecode(frames, rate))
        if self._shot.text() != shot:
            self._shot.setText(shot)

    def show_playing(self, playing: bool, speed: float = 1.0) -> None:
        """Which way the button would go."""
        name = "pause" if playing else "play"
        self.play.setIcon(icons.icon(name, "void", 16))
        text = t("Pause") if playing else t("Play")
        more = f" {speed:g}×" if playing and speed != 1 else ""
        self.play.setToolTip(f"{text}{more} (Space)")
        self.play.setAccessibleName(text)

    def show_loop(self, loop: tuple[int, int] | None) -> None:
        """The stretch that is repeated."""
        self.scrubber.loop = loop
        self._loop.setChecked(loop is not None)
        self._loop.setIcon(icons.icon("loop", "accent_hi" if loop else "mid"))
        self.scrubber.update()

    def show_muted(self, tracks: set[str]) -> None:
        """Tracks that are not heard."""
        self._muted = set(tracks)
        self._mute.setIcon(icons.icon("mute" if tracks else "volume", "mid"))

    def next_safe(self) -> None:
        """The next platform's overlay, then none."""
        names = ["", *SAFE_AREAS]
        self._set_safe(names[(names.index(self.picture.safe) + 1) % len(names)])

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows step; the window's own keys do the rest."""
        verbs = {Qt.Key.Key_Left: "back", Qt.Key.Key_Right: "forward", Qt.Key.Key_Up: "prev",
                 Qt.Key.Key_Down: "next"}  # fmt: skip
        verb = verbs.get(Qt.Key(event.key()))
        if verb:
            self._ask(verb)
        else:
            super().keyPressEvent(event)

    def _safe_menu(self) -> None:
        menu = QMenu(self)
        for name in ("", *SAFE_AREAS):
            act = menu.addAction(name or t("None"), partial(self._set_safe, name))
            act.setCheckable(True)
            act.setChecked(name == self.picture.safe)
        self._popup(menu, self._safe)

    def _set_safe(self, name: str) -> None:
        self.picture.safe = name
        self._safe.setIcon(icons.icon("safe", "accent_hi" if name else "mid"))
        self.picture.update()

    def _mute_menu(self) -> None:
        menu = QMenu(self)
        for track, text in (
            ("dialogue", t("Dialogue")), ("music", t("Music")), ("effects", t("Effects")),
        ):  # fmt: skip
            act = menu.addAction(text, partial(self._ask, f"mute:{track}"))
            act.setCheckable(True)
            act.setChecked(track not in self._muted)
        self._popup(menu, self._mute)

    def _popup(self, menu: QMenu, anchor: QWidget) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        at = anchor.mapToGlobal(QPointF(0, -menu.sizeHint().height()).toPoint())
        menu.popup(at)

    def _ask(self, verb: str) -> None:
        self.asked.emit(verb)


def timecode(frame: int, rate: int) -> str:
    """Minutes, seconds and frames: 0:34.14."""
    seconds, rest = divmod(frame, max(1, rate))
    return f"{seconds // 60}:{seconds % 60:02d}.{rest:02d}"
