"""What a user does in the window, and what follows from it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPlainTextEdit

from app.gui import Desktop
from app.settings import Settings
from app.studio import Studio
from engine.project.project import Project
from engine.series.takes import Slot
from tests.gui.hands import click, find, key, opened, pause, small_project, until, write
from widgets.cast import CastCard
from widgets.line_row import LineRow
from widgets.parts import Choice, Dial
from widgets.premise import Card
from widgets.theme import COLOURS, STATES, contrast


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return small_project(tmp_path / "p.cliff")


def _row(studio: Studio, number: int) -> LineRow:
    episode = studio.context.episode
    assert episode is not None
    found = studio.script.row_of(episode.lines[number].id)
    assert isinstance(found, LineRow)
    return found


def _lines(studio: Studio) -> list[str]:
    episode = studio.context.episode
    assert episode is not None
    return [line.text for line in episode.lines]


def test_a_paragraph_becomes_twenty_scripts(studio: Studio) -> None:
    write(studio.start.story, "A florist marries a cold CEO to save her brother from his enemies.")
    click(find(studio.start, QAbstractButton, "write"))
    assert until(lambda: studio.context.shown is not None and len(studio.context.cards) == 20)
    assert all(card.words <= 60 and not card.faults for card in studio.context.cards)
    assert studio.arc.model.rowCount() == 20
    assert until(lambda: not studio.start.isVisible())


def test_a_premise_that_says_nothing_is_refused_in_words(studio: Studio) -> None:
    button = find(studio.start, QAbstractButton, "write")
    assert not button.isEnabled()
    write(studio.start.story, "Hello.")
    click(button)
    assert until(lambda: "too short" in studio.start._fault.text())
    assert studio.start.isVisible()


def test_understanding_comes_before_writing(studio: Studio) -> None:
    write(studio.start.story, "Mei Lin, a nurse, must find her stolen brother before the wedding.")
    click(find(studio.start, QAbstractButton, "read"))
    assert until(lambda: studio.context.shown is not None), studio.start._fault.text()
    assert until(lambda: bool(studio.premise.findChildren(Card)))
    hero = studio.premise.findChildren(Card)[0]
    assert "Mei Lin" in hero.accessibleName()
    click(hero)
    field = find(hero, type(hero._line))
    write(field, "Mei Zhao")
    key(field, Qt.Key.Key_Return)
    assert until(lambda: "Mei Zhao" in studio.premise.findChildren(Card)[0].accessibleName())
    click(find(studio.premise, QAbstractButton, "propose"))
    assert until(lambda: len(studio.context.cards) == 20)
    assert studio.context.shown is not None
    assert "Mei Zhao" in [m.name for m in studio.context.shown.document.cast]


def test_words_are_counted_while_they_are_typed(studio: Studio, project: Path) -> None:
    opened(studio, project)
    row = _row(studio, 0)
    write(row.text, "word " * 70)
    assert "allowed" in row._faults.text()
    assert not row._faults.isHidden()
    assert studio.context.cards[0].words > 60
    assert studio.context.cards[0].faults
    key(row.text, Qt.Key.Key_Escape)
    assert studio.context.cards[0].words <= 60
    write(row.text, "Enough.")
    assert row._faults.isHidden()
    row.text.store()
    assert until(lambda: _lines(studio)[0] == "Enough.")


def test_every_way_to_shape_a_script_by_keyboard_and_menu(studio: Studio, project: Path) -> None:
    opened(studio, project)
    before = _lines(studio)
    row = _row(studio, 0)
    key(row.text, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert until(lambda: _lines(studio) == [before[1], before[0], *before[2:]])
    click(find(studio.script, QAbstractButton, "add-line"))
    assert until(lambda: len(_lines(studio)) == len(before) + 1)
    words = before[2].split()
    row = _row(studio, 2)
    row._ask("split", str(len(words[0])))
    assert until(lambda: _lines(studio)[2] == words[0])
    studio.undo()
    studio.undo()
    studio.undo()
    assert until(lambda: _lines(studio) == before)


def test_a_choice_of_emotion_is_an_edit(studio: Studio, project: Path) -> None:
    opened(studio, project)
    row = _row(studio, 1)
    row._emotion.picked.emit("angry")
    assert until(lambda: studio.context.episode.lines[1].emotion == "angry")
    key(row._level, Qt.Key.Key_5)
    assert until(lambda: studio.context.episode.lines[1].intensity == 90)


def test_a_new_word_is_spoken_without_asking(studio: Studio, project: Path) -> None:
    opened(studio, project)
    shown = studio.context
    slot = Slot("ep01/line1", "speech")
    assert until(lambda: shown.shown.state(slot) == "fresh")
    first = shown.shown.file(slot)
    write(_row(studio, 0).text, "Say that again.")
    _row(studio, 0).text.store()
    assert until(lambda: _lines(studio)[0] == "Say that again.")
    assert until(lambda: shown.shown.state(slot) == "fresh" and shown.shown.file(slot) != first)


def test_the_writer_proposes_and_never_overwrites(studio: Studio, project: Path) -> None:
    opened(studio, project)
    write(_row(studio, 0).text, "These words are mine.")
    _row(studio, 0).text.store()
    assert until(lambda: _lines(studio)[0] == "These words are mine.")
    mine = _lines(studio)
    studio.premise.seed.setValue(9)
    assert until(lambda: studio.writing._view.seed == 9)
    pause(300)
    click(find(studio.premise, QAbstractButton, "propose"))
    assert until(lambda: studio.context.proposal is not None)
    assert _lines(studio) == mine
    row = next(r for i in range(1, len(mine)) if not (r := _row(studio, i))._proposal.isHidden())
    number = [line.id for line in studio.context.episode.lines].index(row.id)
    click(find(row, QAbstractButton, "accept"))
    assert until(lambda: _lines(studio)[number] != mine[number])
    assert row._proposal.isHidden()
    click(find(studio.arc, QAbstractButton, "arc-accept"))
    assert until(lambda: studio.context.proposal is None)
    assert until(lambda: not studio.arc._accept.isVisible())
    assert _lines(studio)[0] == "These words are mine."


def test_undo_names_the_edit_and_survives_a_restart(desktop: Desktop, project: Path) -> None:
    studio = opened(desktop.show(), project)
    title = "A Better Title"
    field = studio.script._title
    write(field, title)
    key(field, Qt.Key.Key_Return)
    assert until(lambda: studio.context.episode.title == title)
    assert until(lambda: "title" in studio.actions.undo.text())
    studio.undo()
    assert until(lambda: studio.context.episode.title != title)
    studio.window.close()
    again = opened(desktop.show(), project)
    assert until(lambda: "title" in again.actions.redo.text())
    again.redo()
    assert until(lambda: again.context.episode.title == title)
    studio.window.deleteLater()


def test_an_own_picture_takes_a_places_place(studio: Studio, project: Path, tmp_path: Path) -> None:
    opened(studio, project)
    studio.show_workspace("cut")
    place = studio.context.shown.document.places[0]
    slot = Slot(place.id, "plate")
    studio.context.choose(place.id)
    mine = tmp_path / "mine.png"
    image = QImage(1080, 1920, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    assert image.save(str(mine))
    studio.inspector.asked.emit("import", str(mine))
    assert until(lambda: studio.context.shown.state(slot) == "pinned")
    studio.inspector.asked.emit("unpin", "")
    assert until(lambda: studio.context.shown.state(slot) != "pinned")
    assert len(studio.context.shown.archive.made(slot)) >= 1


def test_what_another_program_saves_becomes_a_take(
    studio: Studio, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[str] = []
    monkeypatch.setattr(
        "app.desks.inspecting.QDesktopServices.openUrl",
        lambda url: handed.append(url.toLocalFile()),
    )
    opened(studio, project)
    studio.show_workspace("cut")
    hero = studio.context.shown.document.cast[0].id
    slot = Slot(hero, "portrait")
    assert until(lambda: studio.context.shown.state(slot) == "fresh")
    studio.context.choose(hero)
    studio.inspector.asked.emit("edit", studio.session.engine.made(slot)[-1].id)
    assert handed
    painted = QImage(handed[0])
    painted.invertPixels()
    assert painted.save(handed[0])
    assert until(lambda: studio.context.shown.state(slot) == "pinned")
    assert until(lambda: len(studio.inspector._view.takes) == 2)
    click(find(studio.inspector, QAbstractButton, "compare"))
    assert until(lambda: studio.preview.picture.compared == "B")
    click(find(studio.inspector, QAbstractButton, "compare"))
    assert until(lambda: studio.preview.picture.compared == "A")


def test_a_voice_slider_is_one_edit_and_makes_lines_out_of_date(
    studio: Studio, project: Path
) -> None:
    opened(studio, project)
    studio.show_workspace("cast")
    assert until(lambda: bool(studio.cast.findChildren(CastCard)))
    dial = find(studio.voice, Dial, "voice-pitch")
    dial.setFocus()
    key(dial, Qt.Key.Key_Right)
    hero = studio.context.shown.document.cast[0]
    assert until(lambda: studio.context.shown.document.member(hero.id).voice.pitch == 101)
    assert until(lambda: "voice" in studio.actions.undo.text().lower())


def test_a_dragged_cut_makes_the_shot_longer(studio: Studio, project: Path) -> None:
    opened(studio, project)
    studio.show_workspace("cut")
    assert until(lambda: studio.player.frames > 0)
    before = studio.player.frames
    cut = studio.cutting._cuts.cuts[0]
    shot = next(s for s in studio.context.episode.shots if s.id == cut.shot)
    last = [c.id for c in studio.cutting._cuts.cuts if c.shot == shot.id][-1]
    studio.timeline.trimmed.emit(f"ep01/{last}", 30)
    assert until(
        lambda: (
            next(s for s in studio.context.episode.shots if s.id == shot.id).hold_ms
            == shot.hold_ms + 1000
        )
    )
    assert until(lambda: studio.player.frames > before)


def test_a_camera_set_by_hand_can_be_given_back(studio: Studio, project: Path) -> None:
    opened(studio, project)
    studio.show_workspace("cut")
    assert until(lambda: studio.cutting._cuts is not None)
    line = studio.context.episode.lines[0].id
    studio.context.choose(line)
    shot = next(s.id for s in studio.context.episode.shots if s.line == line)
    box = find(studio.inspector, Choice, "set-override:camera")
    box.picked.emit("push-in")

    def overrides() -> tuple[str, ...]:
        return next(s for s in studio.context.episode.shots if s.id == shot).overrides

    assert until(lambda: overrides() == ("camera=push-in",))
    assert until(
        lambda: any(d.rule == "human" for c in studio.cutting._cuts.cuts for d in c.decisions)
    )
    studio.inspector.asked.emit("reset", f"{shot}|override:camera")
    assert until(lambda: overrides() == ())


def test_the_preview_plays_before_anything_is_exported(studio: Studio, project: Path) -> None:
    opened(studio, project)
    studio.show_workspace("cut")
    assert until(lambda: studio.player.frames > 0)
    assert until(lambda: not studio.preview.picture.image.isNull())
    seen = studio.player.shown_frames
    click(studio.preview.play)
    assert until(lambda: studio.player.frame > 20)
    click(studio.preview.play)
    assert not studio.player.playing
    assert until(lambda: studio.player.shown_frames > seen)
    at = studio.player.frame
    studio.cutting.transport("back")
    assert studio.player.frame == at - 1
    studio.cutting.transport("next")
    assert studio.player.frame in studio.cutting._starts


def test_making_an_episode_shows_jobs_and_ends_fresh(studio: Studio, project: Path) -> None:
    opened(studio, project)
    key(studio.window, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    strip = studio.window.status_strip
    assert until(lambda: strip._what.isVisible() and "Episode 1" in strip._what.text())
    assert until(lambda: studio.context.cards[0].state == "fresh", 400)
    assert studio.context.cards[0].picture
    studio.show_workspace("deliver")
    button = find(studio.export, QAbstractButton, "export-now")
    assert until(lambda: studio.export.folder.text() and button.isEnabled())
    out = Path(studio.export.folder.text())
    click(button)
    assert until(lambda: studio.export.run.strip.isVisible())
    note = studio.export.findChild(QLabel, "export-note")
    assert until(note.isVisible, 200)
    assert "1 of 1 episodes are out" in note.text()
    assert sorted(p.name for p in out.glob("*.mp4")) == ["ep01.mp4"]
    before = (out / "ep01.mp4").stat().st_mtime_ns
    click(button)
    assert until(lambda: "0 files written" in note.text())
    assert (out / "ep01.mp4").stat().st_mtime_ns == before
    click(find(studio.export, QAbstractButton, "verify-files"))
    assert until(lambda: "Everything is whole" in note.text())


def test_a_killed_worker_leaves_window_and_season_whole(studio: Studio, project: Path) -> None:
    import os
    import signal

    opened(studio, project)
    studio.context.make(["ep01"])
    assert until(lambda: bool(studio.context.shown.look.running))
    pool = studio.session.engine._thread._pool
    for worker in pool.busy():
        os.kill(worker.process.pid, signal.SIGKILL)
    assert until(lambda: studio.context.cards[0].state == "fresh", 400)
    assert studio.window.isVisible()


def test_stopping_keeps_what_is_finished(studio: Studio, project: Path) -> None:
    opened(studio, project)
    studio.context.make(["ep01", "ep02"])
    assert until(lambda: studio.context.shown.look.running)
    click(find(studio.window, QAbstractButton, "stop-work"))
    assert studio.context.wanted == ()
    made = {t.id for s in studio.context.shown.look.plan.assets
            for t in studio.session.engine.made(s)}  # fmt: skip
    studio.window.close()
    with Project.open(project) as kept:
        assert made <= {take.id for take in kept.all_takes()}


def test_filtering_and_locking_many_episodes(studio: Studio, project: Path) -> None:
    opened(studio, project)
    studio.arc.board.selectAll()
    click(find(studio.arc, QAbstractButton, "arc-lock"))
    assert until(lambda: all(card.locked for card in studio.context.cards))
    assert until(lambda: _row(studio, 0).text.isReadOnly())
    write(_row(studio, 0).text, "Not allowed.")
    assert "Not allowed." not in _row(studio, 0).text.toPlainText()
    studio.arc._filter.picked.emit("all")
    assert studio.arc.model.rowCount() == 2


def test_four_workspaces_keep_their_own_docks(desktop: Desktop, project: Path) -> None:
    studio = opened(desktop.show(), project)
    wanted = {"write": "arc", "cast": "voice", "cut": "timeline", "deliver": "export"}
    for number, (name, dock) in enumerate(wanted.items(), 1):
        QTest.keyClick(studio.window, Qt.Key(Qt.Key.Key_0 + number),
                       Qt.KeyboardModifier.ControlModifier)  # fmt: skip
        assert until(lambda n=name: studio.window.workspace == n)
        assert studio.window.docks[dock].isVisible()
    studio.show_workspace("write")
    studio.window.docks["premise"].close()
    studio.window.close()
    again = opened(desktop.show(), project)
    again.show_workspace("write")
    assert until(lambda: again.window.docks["arc"].isVisible())
    assert not again.window.docks["premise"].isVisible()
    studio.window.deleteLater()


def test_another_language_is_the_same_project(desktop: Desktop, project: Path) -> None:
    studio = opened(desktop.show(), project)
    studio.choose_language("zh-CN")
    assert until(lambda: desktop.studio is not studio and desktop.studio is not None)
    assert until(lambda: desktop.studio.context.shown is not None)
    assert desktop.studio.window.docks["arc"].windowTitle() == "分集"
    desktop.settings.language = "en"


def test_the_sheet_of_shortcuts_lists_every_key(studio: Studio) -> None:
    keys = " ".join(row[0] for row in studio.actions.rows)
    for wanted in ("Ctrl+Z", "Space", "J", "K", "L", "G", "Shift+R", "Ctrl+1", "F6"):
        assert wanted in keys


def test_what_the_lead_writes_is_never_markup(studio: Studio, project: Path) -> None:
    opened(studio, project)
    row = _row(studio, 0)
    write(row.text, "<b>bold</b> & <img src='/etc/passwd'>")
    row.text.store()
    assert until(lambda: _lines(studio)[0].startswith("<b>bold"))
    assert row.text.toPlainText().startswith("<b>bold</b>")
    from PySide6.QtWidgets import QLabel

    formats = {each.textFormat() for each in studio.window.findChildren(QLabel)
               if each.objectName() != "qt_dockwidget_title"}  # fmt: skip
    assert formats <= {Qt.TextFormat.PlainText}


def test_every_control_has_a_name(studio: Studio, project: Path) -> None:
    opened(studio, project)
    for space in ("write", "cast", "cut", "deliver"):
        studio.show_workspace(space)
        pause(50)
        nameless = [
            (type(w).__name__, w.objectName())
            for w in studio.window.findChildren(QAbstractButton)
            if w.isVisible() and not (w.accessibleName() or w.text())
        ]
        assert not nameless, space


def test_state_colours_can_be_read_on_every_surface() -> None:
    for state in STATES:
        for surface in ("panel", "card", "card2"):
            assert contrast(state, surface) >= 4.5, (state, surface)
    for name in [n for n in COLOURS if n.startswith("speaker")]:
        assert contrast(name, "panel") >= 7


def test_a_season_too_new_or_damaged_is_told_on_the_first_page(
    studio: Studio, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.cliff"
    broken.mkdir()
    (broken / "project.db").write_bytes(b"not a database" * 99)
    studio.open(broken)
    assert until(lambda: bool(studio.start._fault.text()))
    assert studio.start.isVisible()


def test_settings_survive_nonsense(tmp_path: Path) -> None:
    file = tmp_path / "s.ini"
    file.write_bytes(b"\x00\xff[General]\nscale=banana\nlanguage=xx\nrecent=1")
    found = Settings(file)
    assert found.scale == 100
    assert found.language == "en"
    assert found.recent == []


def test_a_picture_that_is_none_leaves_a_place(studio: Studio, project: Path) -> None:
    opened(studio, project)
    cards = [replace(c, picture=str(project / "project.db")) for c in studio.context.cards]
    studio.arc.show_cards(cards, "ep01")
    pause(200)
    assert studio.window.isVisible()
    assert QPoint(0, 0) == studio.arc.rect().topLeft()
    assert find(studio.premise, QPlainTextEdit, "premise-text").toPlainText()
