"""The tracks that hold clips: picture, dialogue, subtitles, effects; and the music."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from widgets.data import ShotClip, SpeechClip, TextClip
from widgets.paint import box, put, state_glyph, wave, width
from widgets.theme import RADIUS, TEXT, colour
from widgets.timeline.items import Layer, placed, pushed, reach, shots_between
from widgets.timeline.marks import mark, mixed
from widgets.timeline.tiles import texture

_TINY = 4  # narrower clips are plain boxes
_ASPECT = 0.62  # of a thumbnail
_LONG = 1024  # wider waveforms are drawn where they are exposed, not kept
_DIMMED = ("waiting", "failed")
_FACE = 18
_NO_PEN = Qt.PenStyle.NoPen


class Picture(Layer):
    """Shots as strips of thumbnails."""

    def draw(self, painter: QPainter, start: float, end: float) -> None:
        """Each shot; the ring of the selected one last."""
        row = self.stage.rows["picture"]
        chosen: QRectF | None = None
        for shot in shots_between(self.stage, start, end):
            first, frames = placed(self.stage, shot)
            area = self.area(first, frames, row.y + 2, row.h - 4)
            if area.width() > _TINY:
                area.adjust(1, 0, -1, 0)
            if self.stage.selected in (shot.id, shot.id.rpartition(".")[0], shot.shot):
                chosen = area
            self._film(painter, shot, area, start, end)
            if area.width() > _TINY:
                self._tags(painter, shot, area, self.seen(area, start, end))
        if chosen is not None:
            ring(painter, chosen)

    def _film(
        self, painter: QPainter, shot: ShotClip, area: QRectF, start: float, end: float
    ) -> None:
        if area.width() <= _TINY:
            painter.fillRect(area, mixed(shot.state, 0.55))
            return
        tall = int(area.height())
        tile = self.stage.tiles.thumb(
            shot.picture, round(tall * _ASPECT), tall, shot.state in _DIMMED, self.ratio
        )
        painter.setPen(_NO_PEN)
        if tile is None:
            painter.setBrush(colour("card2" if shot.state in _DIMMED else "card3"))
        else:
            painter.setBrush(texture(tile, area.x(), area.y(), self.ratio))
        painter.drawRoundedRect(self.seen(area, start, end, 16), RADIUS["s"], RADIUS["s"])

    def _tags(self, painter: QPainter, shot: ShotClip, area: QRectF, seen: QRectF) -> None:
        if shot.state == "rendering" and area.width() > 10:
            groove = QRectF(area.x() + 2, area.bottom() - 6, area.width() - 4, 4)
            box(painter, groove, 2, "void", alpha=0.7)
            groove.setWidth(groove.width() * min(1000, max(0, shot.share)) / 1000)
            box(painter, groove, 2, "rendering")
        px = TEXT["micro"]
        text = str(shot.number)
        wide = max(18.0, width(text, px, True) + 8)
        room = seen.width() - 6
        if shot.state != "fresh" and room < 18:
            box(painter, QRectF(area.x(), area.y(), area.width(), 3), 1.5, shot.state)
        if shot.state != "fresh" and room >= 18:
            tag = QRectF(seen.right() - 22, seen.y() + 4, 18, 16)
            box(painter, tag, RADIUS["s"], "void", alpha=0.82)
            state_glyph(painter, shot.state, tag.center().x(), tag.center().y(), 11)
            room -= 22
        if room >= wide:
            tag = QRectF(seen.x() + 4, seen.y() + 4, wide, 16)
            box(painter, tag, RADIUS["s"], "void", alpha=0.82)
            put(painter, text, tag.x(), tag.y() + 8 - px * 0.75, wide, px, "hi", bold=True,
                align="centre")  # fmt: skip


class Dialogue(Layer):
    """What is said, as sound: wave, face, stressed words."""

    def draw(self, painter: QPainter, start: float, end: float) -> None:
        """Clips in their speakers' tints, then all marks."""
        row, episode = self.stage.rows["dialogue"], self.stage.episode
        clips = episode.speech.between(*reach(self.stage, start, end))
        self.faded(painter, "dialogue")
        for clip in clips:
            area = self.area(pushed(self.stage, clip.first), clip.frames, row.y + 2, row.h - 4)
            if area.width() <= _TINY:
                painter.fillRect(area, mixed(clip.tint, 0.6))
                continue
            box(painter, area, RADIUS["s"], clip.tint, alpha=0.2)
            self._sound(painter, clip, area, start, end)
            if clip.id == self.stage.selected:
                ring(painter, area)
        last = -1e9
        for clip in clips:
            for frame in clip.marks:
                x = self.at(pushed(self.stage, frame))
                if x - last >= 6:
                    mark(painter, "stress", x, row.y + 6)
                    last = x

    def _sound(
        self, painter: QPainter, clip: SpeechClip, area: QRectF, start: float, end: float
    ) -> None:
        inner = area.adjusted(4, 4, -4, -4)
        if area.width() >= 44 and clip.picture:
            self._face(painter, clip, inner)
            inner.setLeft(inner.left() + _FACE + 4)
        if clip.state != "fresh" and inner.width() >= 24:
            state_glyph(painter, clip.state, inner.right() - 6, inner.center().y(), 10)
            inner.setRight(inner.right() - 16)
        if inner.width() < 3:
            return
        if not clip.levels:
            px = TEXT["caption"]
            top = inner.center().y() - px * 0.75
            put(painter, clip.text, inner.x(), top, inner.width(), px, "mid")
            return
        wide, tall = int(inner.width()), int(inner.height())
        if wide <= _LONG:
            tile = self.stage.tiles.wave(clip, wide, tall, self.ratio)
            painter.drawPixmap(inner.topLeft(), tile)
            return
        step = inner.width() / len(clip.levels)
        a = max(0, int((self.at(start) - inner.x()) / step) - 2)
        b = min(len(clip.levels), int((self.at(end) - inner.x()) / step) + 3)
        if a < b:
            part = QRectF(inner.x() + a * step, inner.y(), (b - a) * step, inner.height())
            wave(painter, clip.levels[a:b], part, clip.tint)

    def _face(self, painter: QPainter, clip: SpeechClip, inner: QRectF) -> None:
        disc = QRectF(inner.x(), round(inner.center().y() - _FACE / 2), _FACE, _FACE)
        tile = self.stage.tiles.thumb(clip.picture, _FACE, _FACE, False, self.ratio)
        painter.setPen(QPen(colour(clip.tint), 1))
        if tile is None:
            painter.setBrush(colour("card3"))
        else:
            painter.setBrush(texture(tile, disc.x(), disc.y(), self.ratio))
        painter.drawEllipse(disc)


class Subtitles(Layer):
    """What is read."""

    def draw(self, painter: QPainter, start: float, end: float) -> None:
        """Chips with their text."""
        row, px = self.stage.rows["subtitles"], TEXT["caption"]
        for cue in self.stage.episode.subtitles.between(*reach(self.stage, start, end)):
            first = pushed(self.stage, cue.first)
            area = self.area(first, cue.frames, row.y + 3, row.h - 6, gap=1)
            if area.width() <= _TINY:
                painter.fillRect(area, colour("card3"))
                continue
            box(painter, area, RADIUS["s"], "card3")
            seen = self.seen(area, start, end)
            x, room = seen.x() + 5, seen.width() - 9
            if cue.state != "fresh" and room >= 10:
                state_glyph(painter, cue.state, x + 5, area.center().y(), 10)
                x, room = x + 14, room - 14
            if room >= 12:
                tone = "low" if cue.state == "waiting" else "hi"
                put(painter, cue.text, x, area.center().y() - px * 0.75, room, px, tone)
            if cue.id == self.stage.selected:
                ring(painter, area)


class Effects(Layer):
    """Sounds by name; the name of a short one runs on over its end while there is room."""

    def draw(self, painter: QPainter, start: float, end: float) -> None:
        """Where each begins and ends, and what it is."""
        row, lane = self.stage.rows["effects"], self.stage.episode.sounds
        self.faded(painter, "effects")
        name = 160 / self.stage.scale  # a name may stick out to the right
        for sound in lane.between(*reach(self.stage, start - name, end)):
            first = pushed(self.stage, sound.first)
            area = self.area(first, sound.frames, row.y + 3, row.h - 6, gap=1)
            if area.width() > _TINY:
                box(painter, area, RADIUS["s"], "card3")
            painter.fillRect(QRectF(area.x(), area.y() + 2, 2, area.height() - 4), colour("low"))
            following = lane.next_first(sound.first)
            last = self.stage.episode.view.frames if following is None else following
            edge = self.at(pushed(self.stage, last))
            x = max(area.x(), self.at(start)) + 7
            self._name(painter, sound, x, max(edge, area.right()) - x - 4, area.center().y())
            if sound.id == self.stage.selected:
                ring(painter, area)

    def _name(self, painter: QPainter, sound: TextClip, x: float, room: float, y: float) -> None:
        px = TEXT["caption"]
        if sound.state != "fresh" and room >= 10:
            state_glyph(painter, sound.state, x + 5, y, 10)
            x, room = x + 14, room - 14
        if room >= 16:
            tone = "low" if sound.state == "waiting" else "mid"
            put(painter, sound.text, x, y - px * 0.75, room, px, tone)


class Music(Layer):
    """The music's level over the whole episode."""

    def draw(self, painter: QPainter, start: float, end: float) -> None:
        """One bar every three pixels, the loudest level that falls into it."""
        row, view = self.stage.rows["music"], self.stage.episode.view
        self.faded(painter, "music")
        whole = self.area(0, view.frames, row.y + 2, row.h - 4)
        seen = self.seen(whole, start, end, 16)
        if seen.width() <= 0:
            return
        box(painter, seen, RADIUS["s"], "mid", alpha=0.13)
        if not view.music:
            if view.music_state != "fresh":
                state_glyph(painter, view.music_state, seen.center().x(), whole.center().y(), 12)
            return
        levels, middle, half = view.music, whole.center().y(), whole.height() / 2 - 3
        each = len(levels) / max(1.0, whole.width())
        first = max(4, int(seen.left() - whole.left()) // 3 * 3 + 1)
        bars: list[QLineF] = []
        for x in range(first, int(min(seen.right() - whole.left(), whole.width() - 3)), 3):
            at = int(x * each)
            loud = max(levels[at : max(at + 1, int((x + 3) * each))], default=0)
            tall = max(0.75, loud / 100 * half)
            at_x = whole.left() + x + 0.5
            bars.append(QLineF(at_x, middle - tall, at_x, middle + tall))
        painter.setPen(QPen(colour("mid", 0.6), 1.5))
        painter.drawLines(bars)
        if view.music_state != "fresh":
            state_glyph(painter, view.music_state, seen.right() - 12, middle, 11, on_picture=True)


def ring(painter: QPainter, area: QRectF) -> None:
    """The mark of what is selected."""
    box(painter, area.adjusted(-1.5, -1.5, 1.5, 1.5), RADIUS["s"] + 1, line="accent_hi", thick=2)
