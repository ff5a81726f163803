"""What the timeline paints, when and how fast; and its lanes, which need no window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.widgets.timeline_world import VIEW, port, shown, spot
from widgets.data import TextClip
from widgets.pictures import Pictures
from widgets.timeline import TimelinePanel
from widgets.timeline.lanes import Episode, Lane, clock, trimmed
from widgets.timeline.rows import TRACKS, Rows


@pytest.fixture
def pictures(qtbot: QtBot) -> Iterator[Pictures]:
    """The pictures of a window, closed after the test."""
    found = Pictures()
    yield found
    found.close()


@pytest.fixture
def panel(qtbot: QtBot, pictures: Pictures) -> TimelinePanel:
    """A timeline in a window."""
    return shown(qtbot, pictures)


class Painted(QObject):
    """Counts the paint events of a widget and the widest place they cover."""

    def __init__(self) -> None:
        super().__init__()
        self.widest = 0
        self.count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Paint:
            self.count += 1
            self.widest = max(self.widest, *(r.width() for r in event.region()))
        return False


def test_playhead_moves_without_painting_the_scene(panel: TimelinePanel, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: panel.canvas.paints > 0)
    QApplication.processEvents()
    before, seen = panel.canvas.paints, Painted()
    port(panel).installEventFilter(seen)
    for frame in range(20, 60):
        panel.set_playhead(frame)
        QApplication.processEvents()
    port(panel).removeEventFilter(seen)
    assert panel.canvas.paints == before
    assert seen.count > 0
    assert seen.widest <= 40
    panel.select("cut1")
    QApplication.processEvents()
    assert panel.canvas.paints == before + 1


def test_pictures_are_shown_when_they_arrive(
    panel: TimelinePanel, qtbot: QtBot, pictures: Pictures, tmp_path: object
) -> None:
    file = str(tmp_path / "red.png")
    image = QPixmap(90, 160)
    image.fill(QColor(250, 0, 0))
    assert image.save(file)
    with qtbot.waitSignal(pictures.arrived):
        panel.show_view(
            replace(
                VIEW, shots=(*VIEW.shots[:3], replace(VIEW.shots[3], state="fresh", picture=file))
            )
        )
        QApplication.processEvents()
    at = spot(panel, 255, "picture")
    assert port(panel).grab().toImage().pixelColor(at).red() > 200


def test_every_state_track_and_zoom_can_be_painted(panel: TimelinePanel) -> None:
    states = ("fresh", "stale", "waiting", "rendering", "pinned", "failed")
    for state in states:
        panel.show_view(
            replace(
                VIEW,
                shots=tuple(replace(clip, state=state) for clip in VIEW.shots),
                speech=tuple(replace(clip, state=state) for clip in VIEW.speech),
                subtitles=tuple(replace(clip, state=state) for clip in VIEW.subtitles),
                sounds=tuple(replace(clip, state=state) for clip in VIEW.sounds),
                music=() if state == "waiting" else VIEW.music,
                music_state=state,
            )
        )
        for id in ("cut1", "line0", "cue1", "fx0"):
            panel.select(id)
            for scale in (0, 8, 40):
                panel.canvas.set_scale(scale)
                assert not panel.grab().isNull()


# without a window


def test_lane_finds_clips_that_overlap() -> None:
    lane = Lane([TextClip("long", 0, 100, ""), TextClip("a", 10, 5, ""), TextClip("b", 120, 5, "")])
    assert [clip.id for clip in lane.between(50, 60)] == ["long", "a"]
    assert [clip.id for clip in lane.between(100, 121)] == ["b"]
    assert [lane.at(frame) and lane.at(frame).id for frame in (12, 16, 99.5, 100, 124, 125)] == [
        "a", "long", "long", None, "b", None,
    ]  # fmt: skip


def test_trim_snaps_never_to_its_own_cut() -> None:
    episode = Episode(VIEW)
    shot = VIEW.shots[2]
    assert trimmed(shot, 211, episode.targets, 3).change == 1
    assert trimmed(shot, 205, episode.targets, 3).change == -6
    assert trimmed(shot, 205, episode.targets, 0).change == -5
    assert not trimmed(VIEW.shots[1], 70, (69,), 3).snapped  # held back by its words


def test_rows_fill_the_height_and_have_a_least_one() -> None:
    for height in (0, 120, 240, 300, 700):
        rows = Rows(height)
        every = [rows[name] for name, _, _ in TRACKS]
        assert all(a.bottom < b.y for a, b in pairwise(every))
        assert all(row.h >= 20 for row in every)
        assert rows.height == max(height, Rows(0).height)
        assert [rows.at(row.y) for row in every] == [row.name for row in every]


def test_clock_counts_frames() -> None:
    assert clock(3905, 30) == "2:10.05"
    assert clock(3905, 30, frames=False) == "2:10"
