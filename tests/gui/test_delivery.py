"""Delivery in the window, by mouse and keyboard: profiles, labels, findings, the batch."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QWidget,
)

from app.gui import Desktop
from app.studio import Studio
from engine.series.document import Series
from tests.gui.hands import click, find, key, opened, small_project, until, write
from widgets.deliver_view import GateFinding, ResultView


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_project(tmp_path_factory.mktemp("written") / "mine.cliff")


@pytest.fixture
def deliver(studio: Studio, written: Path, tmp_path: Path) -> Studio:
    project = shutil.copytree(written, tmp_path / "projects" / "mine.cliff")
    opened(studio, project)
    studio.show_workspace("deliver")
    return studio


def _series(studio: Studio) -> Series:
    assert studio.context.shown is not None
    return studio.context.shown.document.series


def _profile(studio: Studio) -> str:
    return _series(studio).profile


def test_profiles_are_chosen_by_click_and_by_key_and_taken_back(deliver: Studio) -> None:
    reels = find(deliver.board, QAbstractButton, "profile-instagram-reels")
    click(reels)
    assert until(lambda: _profile(deliver) == "universal,instagram-reels")
    universal = find(deliver.board, QAbstractButton, "profile-universal")
    universal.setFocus()
    key(universal, Qt.Key.Key_Space)
    assert until(lambda: _profile(deliver) == "instagram-reels")
    click(reels)  # the last one stays: an export for nobody is none
    assert until(lambda: reels.isChecked())
    assert _profile(deliver) == "instagram-reels"
    key(deliver.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert until(lambda: _profile(deliver) == "universal,instagram-reels")
    assert until(universal.isChecked)


def _answer(studio: Studio, name: str, button: str) -> str:
    box = find(studio.window, QMessageBox, name)
    told = f"{box.text()} {box.informativeText()}"
    if button:
        click(find(box, QAbstractButton, button))
    else:
        key(box, Qt.Key.Key_Escape)
    assert until(lambda: not box.isVisible(), 5)
    return told


def test_a_label_goes_off_after_its_law_was_read_and_a_number_is_an_edit(
    deliver: Studio,
) -> None:
    switch = find(deliver.export, QCheckBox, "label-opening")
    assert switch.isChecked()
    switch.click()
    assert "GB 45438-2025, 5.4" in _answer(deliver, "label-off", "")
    assert switch.isChecked()
    assert _series(deliver).labels_off == ""
    switch.click()
    _answer(deliver, "label-off", "label-off-go")
    assert until(lambda: _series(deliver).labels_off == "opening")
    assert until(lambda: not switch.isChecked())
    switch.click()  # on again without a question
    assert until(lambda: _series(deliver).labels_off == "")
    field = find(deliver.export, QLineEdit, "series-licence")
    write(field, "No. 2026-118")
    key(field, Qt.Key.Key_Return)
    assert until(lambda: _series(deliver).licence == "No. 2026-118")


def _still() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (90, 160), (200, 40, 40)).save(kept, "JPEG")
    return kept.getvalue()


def test_a_finding_leads_to_its_time_and_asks_before_it_is_released(deliver: Studio) -> None:
    found = GateFinding(
        2, "ep02", 1500, "Episode 2 · 0:01", "The picture is black.", "Look at the shot.",
        "measured 2 s, wanted 0.5 s", stops=True, profiles=("universal",), still=_still(),
    )  # fmt: skip
    deliver.board.show_result(ResultView((found,)))
    assert deliver.board.page == "gate"
    click(find(deliver.board, QAbstractButton, "found-release-2"))
    assert "manifest" in _answer(deliver, "release", "")
    click(find(deliver.board, QAbstractButton, "found-open-2"))
    assert until(lambda: deliver.window.workspace == "cut")
    assert deliver.context.episode_id == "ep02"


def test_the_season_page_sorts_and_opens_an_episode(deliver: Studio) -> None:
    click(find(deliver.board, QAbstractButton, "segments-season"))
    table = deliver.board.season.table
    assert until(lambda: table.model().rowCount() == 2)
    table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    first = table.model().index(0, 0)
    assert table.model().data(first) == "2"
    click(table.viewport(), table.visualRect(first).center())
    assert until(lambda: deliver.window.workspace == "cut")
    assert deliver.context.episode_id == "ep02"


def _titles(dialog: QDialog) -> list[str]:
    names = [w.accessibleName() for w in dialog.findChildren(QWidget, "card") if w.isVisible()]
    return [name.partition(".")[0] for name in names]


def test_the_batch_tells_what_went_wrong_and_survives_a_restart(
    deliver: Studio, desktop: Desktop, tmp_path: Path
) -> None:
    damaged = tmp_path / "projects" / "damaged.cliff"
    damaged.mkdir()
    (damaged / "project.db").write_bytes(b"no database at all, but as long as one begins " * 40)
    click(find(deliver.export, QAbstractButton, "open-queue"))
    dialog = find(deliver.window, QDialog, "queue")
    deliver.delivering.queueing._asked("add", str(damaged))
    click(find(dialog, QAbstractButton, "queue-start"))
    assert until(lambda: not dialog.findChild(QAbstractButton, "queue-stop").isVisible(), 30)

    def said() -> str:
        return " ".join(w.text() for w in dialog.findChildren(QLabel) if w.isVisible())

    assert until(lambda: "damaged" in said(), 10)
    assert "backup" in said()
    click(find(dialog, QAbstractButton, "queue-add-current"))
    assert until(lambda: _titles(dialog) == ["damaged", "mine"])
    click(find(dialog, QAbstractButton, "queue-up-1"))
    assert until(lambda: _titles(dialog) == ["mine", "damaged"])
    click(find(dialog, QAbstractButton, "queue-remove-1"))
    click(find(dialog, QAbstractButton, "queue-start"))  # the one in the window is made here
    assert until(lambda: "Making the season" in said())
    assert set(deliver.context.wanted) == {"ep01", "ep02"}
    click(find(dialog, QAbstractButton, "queue-stop"))
    assert until(lambda: "Stopped" in said())
    assert not deliver.context.wanted
    deliver.delivering.queueing._asked("add", str(damaged))
    assert until(lambda: _titles(dialog) == ["mine", "damaged"])
    project = deliver.session.engine.folder
    deliver.window.close()
    again = opened(desktop.show(), project)
    again.show_workspace("deliver")
    click(find(again.export, QAbstractButton, "open-queue"))
    listed = find(again.window, QDialog, "queue")
    assert until(lambda: _titles(listed) == ["mine", "damaged"])
    deliver.window.deleteLater()
