"""The timeline under a real mouse and keyboard, offscreen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.widgets.timeline_world import (
    ALT,
    CTRL,
    KEY,
    LEFT,
    NONE,
    RIGHT,
    SHIFT,
    VIEW,
    hover,
    move,
    port,
    said,
    shown,
    spot,
    take_edge,
    wheel,
)
from widgets.data import TimelineView
from widgets.pictures import Pictures
from widgets.timeline import TimelinePanel


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


# selecting and opening


@pytest.mark.parametrize(
    ("track", "frame", "id"),
    [
        ("picture", 100, "cut1"), ("dialogue", 30, "line0"), ("subtitles", 180, "cue1"),
        ("effects", 105, "fx0"), ("cuts", 60, "cut1"),
    ],
)  # fmt: skip
def test_click_selects_the_clip_under_it(
    panel: TimelinePanel, track: str, frame: int, id: str
) -> None:
    chosen, sought = said(panel.selected), said(panel.sought)
    QTest.mouseClick(port(panel), LEFT, NONE, spot(panel, frame, track))
    assert chosen == [id]
    assert not sought
    assert panel.canvas.stage.selected == id


def test_click_near_an_edge_still_selects(panel: TimelinePanel) -> None:
    chosen, cut = said(panel.selected), said(panel.trimmed)
    QTest.mouseClick(port(panel), LEFT, NONE, spot(panel, 150, "picture") - QPoint(3, 0))
    assert chosen == ["cut1"]
    assert not cut


def test_double_click_opens(panel: TimelinePanel) -> None:
    opened = said(panel.opened)
    QTest.mouseDClick(port(panel), LEFT, NONE, spot(panel, 100, "picture"))
    assert opened == ["cut1"]


def test_right_click_asks_for_a_menu_at_the_pointer(panel: TimelinePanel) -> None:
    asked, sought = said(panel.menu_asked), said(panel.sought)
    at = spot(panel, 30, "dialogue")
    QTest.mouseClick(port(panel), RIGHT, NONE, at)
    QTest.mouseClick(port(panel), RIGHT, NONE, spot(panel, 130, "dialogue"))  # nothing is there
    assert asked == [("line0", port(panel).mapToGlobal(at))]
    assert not sought


def test_selecting_from_outside_tells_nobody_and_shows_the_clip(panel: TimelinePanel) -> None:
    chosen = said(panel.selected)
    panel.canvas.set_scale(20, 0)
    panel.select("cut3")
    assert not chosen
    assert 0 <= panel.canvas.pixel_of(210) < port(panel).width()
    assert "Shot 4, Waiting" in panel.accessibleDescription()
    panel.select("no such clip")
    assert "Nothing selected" in panel.accessibleDescription()


# seeking


def test_ruler_drag_seeks_at_every_frame_change(panel: TimelinePanel) -> None:
    sought = said(panel.sought)
    QTest.mousePress(port(panel), LEFT, NONE, spot(panel, 10, "ruler"))
    for frame in (20, 20, 21, 280, 100):
        move(panel, spot(panel, frame, "ruler"))
    move(panel, QPoint(-500, 5))
    move(panel, QPoint(9000, 5))
    panel.set_playhead(3)  # the hand is stronger
    QTest.mouseRelease(port(panel), LEFT, NONE, spot(panel, 299, "ruler"))
    assert sought == [10, 20, 21, 280, 100, 0, 299]
    assert panel.playhead() == 299
    panel.set_playhead(3)
    assert panel.playhead() == 3


def test_click_on_a_bare_place_seeks(panel: TimelinePanel) -> None:
    sought, chosen = said(panel.sought), said(panel.selected)
    QTest.mouseClick(port(panel), LEFT, NONE, spot(panel, 130, "dialogue"))
    QTest.mouseClick(port(panel), LEFT, NONE, spot(panel, 200, "music"))
    assert sought == [130, 200]
    assert not chosen


def test_escape_takes_the_playhead_back(panel: TimelinePanel) -> None:
    panel.set_playhead(50)
    sought = said(panel.sought)
    QTest.mousePress(port(panel), LEFT, NONE, spot(panel, 10, "ruler"))
    move(panel, spot(panel, 90, "ruler"))
    QTest.keyClick(port(panel), KEY.Key_Escape)
    move(panel, spot(panel, 120, "ruler"))
    QTest.mouseRelease(port(panel), LEFT, NONE, spot(panel, 120, "ruler"))
    assert sought == [10, 90, 50]


def test_view_follows_the_playhead_out_of_sight(panel: TimelinePanel) -> None:
    panel.canvas.set_scale(20, 0)
    panel.set_playhead(200)
    assert 0 <= panel.canvas.pixel_of(200) < port(panel).width() / 2
    assert panel.canvas.playhead.isVisible()
    at = panel.canvas.horizontalScrollBar().value()
    panel.set_playhead(202)
    assert panel.canvas.horizontalScrollBar().value() == at
    panel.canvas.horizontalScrollBar().setValue(at - 3000)
    panel.set_playhead(202)  # it did not move: whoever scrolled away stays there
    assert not panel.canvas.playhead.isVisible()
    panel.set_playhead(203)
    assert panel.canvas.playhead.isVisible()
    panel.canvas.horizontalScrollBar().setValue(0)
    assert not panel.canvas.playhead.isVisible()


# trimming


def test_edge_drag_trims_to_the_frame(panel: TimelinePanel) -> None:
    cut, scale = said(panel.trimmed), panel.canvas.stage.scale
    end = take_edge(panel, 210, 60)
    trim = panel.canvas.stage.trim
    assert trim is not None
    assert trim.change == round(60 / scale)
    assert not cut  # nothing is told before the hand lets go
    QTest.mouseRelease(port(panel), LEFT, NONE, end)
    assert cut == [("cut2", round(60 / scale))]
    assert panel.canvas.stage.trim is None


def test_edge_snaps_to_the_end_of_speech_unless_alt_is_held(panel: TimelinePanel) -> None:
    scale = panel.canvas.stage.scale
    by = round(8 * scale) + 4  # the speech ends 8 frames after the cut
    free = round(by / scale)
    assert free != 8
    cut = said(panel.trimmed)
    QTest.mouseRelease(port(panel), LEFT, NONE, take_edge(panel, 60, by))
    QTest.mouseRelease(port(panel), LEFT, ALT, take_edge(panel, 60, by, ALT))
    QTest.keyClick(panel, KEY.Key_S)
    QTest.mouseRelease(port(panel), LEFT, NONE, take_edge(panel, 60, by))
    assert cut == [("cut0", 8), ("cut0", free), ("cut0", free)]
    assert not panel.bar.snap.isChecked()


def test_edge_snaps_to_a_stressed_word(panel: TimelinePanel) -> None:
    cut, scale = said(panel.trimmed), panel.canvas.stage.scale
    QTest.mouseRelease(port(panel), LEFT, NONE, take_edge(panel, 60, round(-20 * scale) - 4))
    assert cut == [("cut0", -20)]


def test_escape_takes_the_edge_back(panel: TimelinePanel) -> None:
    cut = said(panel.trimmed)
    end = take_edge(panel, 210, 60)
    QTest.keyClick(port(panel), KEY.Key_Escape)
    assert panel.canvas.stage.trim is None
    move(panel, end + QPoint(30, 0))
    QTest.mouseRelease(port(panel), LEFT, NONE, end)
    assert not cut


def test_fixed_shot_is_only_made_longer(panel: TimelinePanel) -> None:
    cut = said(panel.trimmed)
    QTest.mouseRelease(port(panel), LEFT, NONE, take_edge(panel, 150, -120))
    assert not cut
    QTest.mouseRelease(port(panel), LEFT, NONE, take_edge(panel, 150, 60))
    assert [id for id, _ in cut] == ["cut1"]
    assert cut[0][1] > 0


def test_no_shot_is_trimmed_away(panel: TimelinePanel) -> None:
    cut = said(panel.trimmed)
    QTest.mouseRelease(port(panel), LEFT, NONE, take_edge(panel, 210, -800, ALT))
    assert cut == [("cut2", -59)]


def test_edge_has_a_split_cursor(panel: TimelinePanel) -> None:
    hover(panel, spot(panel, 180, "picture"))
    assert port(panel).cursor().shape() == Qt.CursorShape.ArrowCursor
    hover(panel, spot(panel, 150, "picture") + QPoint(4, 0))
    assert port(panel).cursor().shape() == Qt.CursorShape.SplitHCursor
    hover(panel, spot(panel, 150, "picture") + QPoint(8, 0))
    assert port(panel).cursor().shape() == Qt.CursorShape.ArrowCursor


def test_trim_outlives_new_data_only_if_the_shot_is_the_same(panel: TimelinePanel) -> None:
    end = take_edge(panel, 210, 60)
    panel.show_view(replace(VIEW, shots=(*VIEW.shots[:3], replace(VIEW.shots[3], share=9))))
    assert panel.canvas.stage.trim is not None
    panel.show_view(replace(VIEW, shots=(*VIEW.shots[:2], replace(VIEW.shots[2], frames=55))))
    assert panel.canvas.stage.trim is None
    QTest.mouseRelease(port(panel), LEFT, NONE, end)


# wheel and zoom


@pytest.mark.parametrize("x", [40, 300, 700])
def test_wheel_zoom_keeps_the_frame_under_the_pointer(panel: TimelinePanel, x: int) -> None:
    before = panel.canvas.frame_at(x)
    for _ in range(4):
        wheel(panel, QPoint(x, 60), 1, CTRL)
    scale = panel.canvas.stage.scale
    assert scale == pytest.approx(panel.canvas.fit_scale() * 1.25**4, rel=0.02)
    assert abs(panel.canvas.frame_at(x) - before) * scale <= 4  # each notch rounds to a pixel
    for _ in range(40):
        wheel(panel, QPoint(x, 60), 1, CTRL)
    assert panel.canvas.stage.scale == 40
    for _ in range(40):
        wheel(panel, QPoint(x, 60), -1, CTRL)
    assert panel.canvas.stage.scale == panel.canvas.fit_scale()


def test_wheel_scrolls_time_and_shift_the_tracks(panel: TimelinePanel) -> None:
    panel.resize(1011, 200)  # too low for all tracks
    panel.canvas.set_scale(20, 0)
    wheel(panel, QPoint(300, 60), -1)
    assert panel.canvas.horizontalScrollBar().value() > 0
    assert panel.canvas.top() == 0
    wheel(panel, QPoint(300, 60), -1, SHIFT)
    assert panel.canvas.top() < 0
    sought = said(panel.sought)
    QTest.mouseClick(port(panel), LEFT, NONE, QPoint(100, 5))  # the ruler stayed at the top
    assert sought


def test_slider_buttons_and_fit(panel: TimelinePanel) -> None:
    fit = panel.canvas.fit_scale()
    panel.bar.zoom.setValue(1000)
    assert panel.canvas.stage.scale == pytest.approx(40)
    QTest.mouseClick(panel.bar.findChild(QWidget, "timeline-out"), LEFT)
    assert panel.canvas.stage.scale < 40
    QTest.mouseClick(panel.bar.fit, LEFT)
    assert panel.canvas.stage.scale == pytest.approx(fit)
    assert panel.bar.zoom.value() == 0
    panel.resize(1300, 312)
    assert panel.canvas.stage.scale > fit
    assert (
        panel.canvas.horizontalScrollBar().maximum() <= panel.canvas.horizontalScrollBar().minimum()
    )


@pytest.mark.parametrize("tall", [180, 278, 312, 500])
def test_whole_episode_needs_no_scroll_bar(panel: TimelinePanel, tall: int) -> None:
    panel.resize(1011, tall)
    bar = panel.canvas.horizontalScrollBar()
    assert bar.maximum() == bar.minimum()
    panel.canvas.set_scale(20)
    assert bar.maximum() > bar.minimum()
    assert (panel.canvas.verticalScrollBar().maximum() > 0) == (tall < 278)
    panel.zoom_to_fit()
    assert bar.maximum() == bar.minimum()
    assert panel.canvas.pixel_of(0) == 8


def test_same_episode_keeps_zoom_place_and_playhead(panel: TimelinePanel) -> None:
    panel.canvas.set_scale(10, 0)
    panel.set_playhead(150)
    scroll = panel.canvas.horizontalScrollBar().value()
    panel.show_view(replace(VIEW, frames=310))
    assert panel.canvas.stage.scale == 10
    assert panel.playhead() == 150
    assert panel.canvas.horizontalScrollBar().value() == scroll
    panel.show_view(replace(VIEW, frames=100))
    assert panel.playhead() == 99
    panel.show_view(replace(VIEW, episode="ep2"))
    assert panel.playhead() == 0
    assert panel.canvas.stage.scale == panel.canvas.fit_scale()


# sound, keys, words


def test_mute_buttons_say_what_they_mute(panel: TimelinePanel) -> None:
    muted = said(panel.muted)
    for track in ("dialogue", "music", "effects"):
        QTest.mouseClick(panel.heads.buttons[track], LEFT)
    QTest.mouseClick(panel.heads.buttons["music"], LEFT)
    assert muted == [("dialogue", True), ("music", True), ("effects", True), ("music", False)]
    panel.set_muted("effects", False)
    assert len(muted) == 4
    assert panel.canvas.stage.muted == {"dialogue"}


def test_keys_move_the_playhead(panel: TimelinePanel) -> None:
    sought = said(panel.sought)
    keys = [
        KEY.Key_Left, KEY.Key_Right, KEY.Key_Right, KEY.Key_Left, KEY.Key_Down, KEY.Key_Down,
        KEY.Key_Up, KEY.Key_End, KEY.Key_Right, KEY.Key_Down, KEY.Key_Up, KEY.Key_Home,
    ]  # fmt: skip
    for key in keys:
        QTest.keyClick(panel, key)
    assert sought == [1, 2, 1, 60, 150, 60, 299, 210, 0]


def test_keys_with_ctrl_are_left_to_the_window(panel: TimelinePanel) -> None:
    sought = said(panel.sought)
    QTest.keyClick(panel, KEY.Key_Right, CTRL)
    QTest.keyClick(panel, KEY.Key_S, CTRL)
    assert not sought
    assert panel.bar.snap.isChecked()


def test_enter_opens_and_menu_key_asks(panel: TimelinePanel) -> None:
    opened, asked = said(panel.opened), said(panel.menu_asked)
    QTest.keyClick(panel, KEY.Key_Return)
    QTest.keyClick(panel, KEY.Key_Menu)
    assert not opened
    panel.select("line1")
    QTest.keyClick(panel, KEY.Key_Return)
    QTest.keyClick(panel, KEY.Key_Menu)
    # systems send this besides the key: it must not ask twice
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(panel, QContextMenuEvent(reason, QPoint(5, 5), QPoint(5, 5)))
    assert opened == ["line1"]
    assert [id for id, _ in asked] == ["line1"]
    assert port(panel).rect().contains(port(panel).mapFromGlobal(asked[0][1]))


def test_panel_tells_those_who_do_not_see_it(panel: TimelinePanel) -> None:
    assert panel.focusPolicy() == Qt.FocusPolicy.StrongFocus
    assert panel.accessibleName() == "Timeline"
    panel.select("cut1")
    panel.set_playhead(95)
    assert panel.accessibleDescription() == (
        "Selected: Shot 2, Out of date. Frame 95 of 300, at 0:03.05."
    )
    for button in (*panel.heads.buttons.values(), panel.bar.snap, panel.bar.fit, panel.bar.zoom):
        assert button.accessibleName()


def test_tips_are_plain_text(panel: TimelinePanel) -> None:
    text = panel.canvas.asked(QPointF(spot(panel, 180, "dialogue")))
    assert "&lt;b&gt;No." in text
    assert "<b>" not in text
    assert panel.canvas.asked(QPointF(spot(panel, 180, "music"))) == ""
    assert "breath" in panel.canvas.asked(QPointF(spot(panel, 180, "picture")))


def test_nothing_to_show_shows_the_note(panel: TimelinePanel) -> None:
    sought = said(panel.sought)
    panel.show_view(TimelineView("ep9", note="No script yet."))
    note = panel.findChild(QWidget, "timeline-empty")
    assert note.isVisible()
    assert note.text() == "No script yet."
    assert not panel.canvas.isVisible()
    assert not panel.bar.zoom.isEnabled()
    QTest.keyClick(panel, KEY.Key_Right)
    panel.set_playhead(50)
    assert not sought
    assert panel.playhead() == 0
    panel.show_view(replace(VIEW, note="Draft voices."))
    assert panel.canvas.isVisible()
    assert panel.bar.note.text() == "Draft voices."
