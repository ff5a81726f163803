"""The tracks as items of a scene whose x is counted in frames; they paint in pixels."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from widgets.data import ShotClip
from widgets.paint import box, put, smooth, width
from widgets.theme import RADIUS, TEXT, colour
from widgets.timeline.lanes import clock
from widgets.timeline.marks import dots, mark, mixed
from widgets.timeline.rows import PAD, RULER
from widgets.timeline.stage import Stage
from widgets.words import t

_MARK_GAP = 9  # pixels below which a mark of the rule is left out
_LABEL = 58  # pixels a label of the ruler needs


class Layer(QGraphicsItem):
    """An item that is painted in pixels from the first frame on, only where it is exposed."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage = stage
        self.ratio = 1.0
        self._area = QRectF()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.setAcceptedMouseButtons(self.acceptedMouseButtons().NoButton)

    def place(self) -> None:
        """Take the size of the episode at this scale."""
        self.prepareGeometryChange()
        pad = PAD / self.stage.scale
        frames = self.stage.episode.view.frames
        self._area = QRectF(-pad, 0, frames + 2 * pad, self.stage.rows.height)

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        """The whole episode."""
        return self._area

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Undo the scale of x, so that nothing is drawn stretched, then draw."""
        world = painter.worldTransform()
        painter.save()
        k = world.m22()
        painter.setWorldTransform(QTransform(k, 0, 0, k, world.dx(), world.dy()))
        self.ratio = painter.device().devicePixelRatio()
        # `QGraphicsView.render` exposes all of an item, the clip tells what is in sight
        clip, exposed = painter.clipBoundingRect(), option.exposedRect
        start = max(exposed.left(), clip.left() / self.stage.scale)
        end = min(exposed.right(), clip.right() / self.stage.scale)
        painter.setClipRect(clip)  # the same as a path would make every fill slow
        if start < end:
            self.draw(smooth(painter), start, end)
        painter.restore()

    def draw(self, painter: QPainter, start: float, end: float) -> None:
        """Paint what lies between two frames."""
        raise NotImplementedError

    def at(self, frame: float) -> int:
        """The pixel of a frame."""
        return round(frame * self.stage.scale)

    def area(self, first: int, frames: int, top: int, tall: int, gap: int = 0) -> QRectF:
        """The box of a clip; `gap` pixels stay free on its right."""
        x = self.at(first)
        return QRectF(x, top, max(1, self.at(first + frames) - x - gap), tall)

    def seen(self, area: QRectF, start: float, end: float, margin: int = 0) -> QRectF:
        """The part of a clip that is in sight. A path of 100 000 px would be slow."""
        left = max(area.left(), self.at(start) - margin)
        return QRectF(
            left, area.y(), min(area.right(), self.at(end) + margin) - left, area.height()
        )

    def faded(self, painter: QPainter, track: str) -> None:
        """Dim a track that is muted."""
        painter.setOpacity(0.35 if track in self.stage.muted else 1.0)


class Floor(Layer):
    """The lanes below all clips, and the column of what is selected."""

    def draw(self, painter: QPainter, start: float, end: float) -> None:
        """A band a track and a faint column."""
        stage, rows = self.stage, self.stage.rows
        left, right = self.at(start) - 1, self.at(end) + 1
        tone = colour("card", 0.5)
        for row in rows.rows.values():
            painter.fillRect(QRectF(left, row.y, right - left, row.h), tone)
        found = stage.episode.find(stage.selected)
        if found is None:
            return
        clip = found[1]
        first, frames = clip.first, clip.frames
        if isinstance(clip, ShotClip):
            first, frames = placed(stage, clip)
        top = rows["cuts"].y
        column = self.area(first, frames, top, rows.height - top)
        painter.fillRect(column, colour("accent_hi", 0.09))


class Ruler(Layer):
    """Time above the tracks. It stays at the top when they scroll."""

    def draw(self, painter: QPainter, start: float, end: float) -> None:
        """Ticks and times."""
        view = self.stage.episode.view
        left, right = self.at(start) - 1, self.at(end) + 1
        painter.fillRect(QRectF(left, 0, right - left, RULER), colour("panel"))
        major, minor = steps(view.rate, self.stage.scale)
        low, faint, px = colour("low"), colour("card3"), TEXT["micro"]
        first = max(0, int(start) // minor * minor)
        first = max(0, first - (major if first >= major else first))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for frame in range(first, min(int(end) + 1, view.frames) + 1, minor):
            whole = frame % major == 0
            x = self.at(frame)
            painter.fillRect(QRectF(x, 8 if whole else 16, 1, 14 if whole else 6),
                             low if whole else faint)  # fmt: skip
            if whole and x + _LABEL / 2 < self.at(view.frames):
                text = clock(frame, view.rate, frames=major < view.rate)
                put(painter, text, x + 5, 2, _LABEL, px, "low")


def steps(rate: int, scale: float) -> tuple[int, int]:
    """Frames between labels and between ticks of a ruler."""
    parts = [part for part in (1, 2, 5, 6, 10, 12, 15, 30) if rate % part == 0 and part < rate]
    wide = [rate * s for s in (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600)]
    every = [*parts, *wide]
    major = next((step for step in every if step * scale >= _LABEL), every[-1])
    minor = next((step for step in every if major % step == 0 and step * scale >= 7), major)
    return major, minor


def placed(stage: Stage, shot: ShotClip) -> tuple[int, int]:
    """First frame and length of a shot while one is being trimmed: followers ripple."""
    trim = stage.trim
    if trim is None or shot.first < trim.shot.first:
        return shot.first, shot.frames
    if shot.id == trim.shot.id:
        return shot.first, shot.frames + trim.change
    return shot.first + trim.change, shot.frames


def pushed(stage: Stage, frame: int) -> int:
    """Where something that begins at `frame` stands while a shot before it is being trimmed."""
    trim = stage.trim
    if trim is None or frame < trim.shot.first + trim.shot.frames:
        return frame
    return frame + trim.change


def reach(stage: Stage, start: float, end: float) -> tuple[float, float]:
    """Between which frames lies what may show, wherever a trim has pushed it."""
    change = 0 if stage.trim is None else stage.trim.change
    return start - max(0, change), end - min(0, change)


def shots_between(stage: Stage, start: float, end: float) -> Sequence[ShotClip]:
    """The shots that may show, wherever a trim has pushed them."""
    return stage.episode.shots.between(*reach(stage, start, end))


class Cuts(Layer):
    """Where shots meet, and who said so; lines run down through what is seen and heard."""

    def draw(self, painter: QPainter, start: float, end: float) -> None:
        """Lines first, marks over them; marks of a hand win where there is no room."""
        stage, row = self.stage, self.stage.rows["cuts"]
        beside = 8 / stage.scale
        shots = [s for s in shots_between(stage, start - beside, end + beside) if s.first > 0]
        places = [(self.at(placed(stage, shot)[0]), shot.by_hand) for shot in shots]
        top = row.bottom - 4
        tall = stage.rows["dialogue"].bottom - top
        column, solid = dots(tall, self.ratio), mixed("low", 0.75)
        last = -_MARK_GAP
        for x, by_hand in places:
            if by_hand:
                painter.fillRect(QRectF(x, top, 1, tall), solid)
            elif x - last >= _MARK_GAP:
                painter.drawPixmap(x, top, column)
                last = x
        middle, last = row.y + row.h / 2, -_MARK_GAP
        for x, by_hand in places:
            if not by_hand and x - last >= _MARK_GAP:
                mark(painter, "rule", x + 0.5, middle)
                last = x
        for x, by_hand in places:
            if by_hand:
                mark(painter, "hand", x + 0.5, middle)


class Ghost(Layer):
    """What a hand on the edge of a shot is doing: old edge, new edge, change in frames."""

    def draw(self, painter: QPainter, _start: float, _end: float) -> None:
        """Over everything else."""
        trim = self.stage.trim
        if trim is None:
            return
        rows, row = self.stage.rows, self.stage.rows["picture"]
        old = self.at(trim.shot.first + trim.shot.frames)
        new = self.at(trim.end)
        low, high = min(old, new), max(old, new)
        painter.fillRect(QRectF(low, row.y, high - low, row.h), colour("accent_hi", 0.28))
        painter.drawPixmap(old, row.y, dots(row.h, self.ratio))
        top = rows["cuts"].y
        tone = colour("accent_hi" if trim.snapped else "hi")
        painter.fillRect(QRectF(new - 1, top, 2, rows.height - top), tone)
        ring = self.area(trim.shot.first, trim.shot.frames + trim.change, row.y, row.h)
        box(painter, ring, RADIUS["s"], line="accent_hi", thick=2)
        text, px = t("{change} f", change=f"{trim.change:+d}"), TEXT["caption"]
        wide = width(text, px, True) + 14
        at = QRectF(new + 8, row.y + 6, wide, 20)
        box(painter, at, RADIUS["s"], "accent")
        put(painter, text, at.x(), at.y() + 10 - px * 0.75, wide, px, "on_accent", bold=True,
            align="centre")  # fmt: skip
