"""Damage inside a database that SQLite finds whole, and a disk without room: told, never a bug."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.base.errors import EnvironmentFault, ProjectError
from engine.edits.fields import set_field
from engine.edits.takes import pin
from engine.graph.plan import Planner
from engine.project.project import Project
from engine.series.takes import Slot, Take
from tests.graph.world import MAKERS, cut_of, season
from tests.project.test_store import _fill, _small_disk, _small_files

SPEECH = Slot("ep01/line1", "speech")


def _project(folder: Path) -> str:
    """A project with two edits, a pinned take and a backup; returns the backup's name."""
    with Project.create(folder, season(1)) as project:
        file = project.scratch / "take"
        file.write_bytes(b"sound")
        project.add_take(Take("t1", SPEECH, "key", "", "audio/wav"), {"blob": file})
        project.commit(set_field(project.document, "ep01/line2", "text", "Never."))
        project.commit(pin(project.document, SPEECH, "t1"))
    Project.open(folder).close()
    return max(path.name for path in (folder / "backups").glob("*.db"))


def _change(folder: Path, statement: str, *values: object) -> None:
    connection = sqlite3.connect(folder / "project.db")
    try:
        assert connection.execute(statement, values).rowcount > 0
        connection.commit()
    finally:
        connection.close()


def _comes_back(folder: Path, fault: ProjectError, backup: str) -> None:
    """The fault names the backup, and that brings everything back."""
    assert fault.code == "damaged"
    assert folder.name in fault.message
    assert backup in fault.remedy
    Project.restore(folder, fault.remedy.split()[-1])
    with Project.open(folder) as project:
        assert project.verify() == ()
        assert project.document.pins
        assert project.undo() is not None
        assert project.undo() is not None
        assert project.document == season(1)


@pytest.mark.parametrize(
    "row",
    [
        "",
        '[["pins","[]"]',
        '[["pins"]]',
        '[["pins",7]]',
        "7",
        '[["pigs","[]"]]',
        '[["pins","[[]]"]]',
        '[["order","[1]"]]',
        '[["order","[]"]]',
        '[["cast","[]"]]',
        '[["episode:ep01","{}"]]',
        '[["episode:ep01",""]]',
        '[["series","{\\"schema\\":\\"Series.0\\"}"]]',
    ],
)
def test_a_damaged_edit_is_not_taken_back(tmp_path: Path, row: str) -> None:
    folder = tmp_path / "p.cliff"
    backup = _project(folder)
    _change(folder, "UPDATE journal SET inverse = ? WHERE seq = 2", row)
    with Project.open(folder) as project:
        before = project.document
        with pytest.raises(ProjectError) as caught:
            project.undo()
        assert "history" in caught.value.message
        assert project.document == before
        project.commit(set_field(before, "series", "title", "Work goes on"))
    with Project.open(folder) as project:
        assert project.document.series.title == "Work goes on"
    _comes_back(folder, caught.value, backup)


def test_a_backup_that_was_copied_with_the_damage_is_not_named(tmp_path: Path) -> None:
    folder = tmp_path / "p.cliff"
    backup = _project(folder)
    with Project.open(folder) as project:
        project.commit(set_field(project.document, "series", "title", "Later"))
    _change(folder, "UPDATE journal SET inverse = substr(inverse, 2) WHERE seq = 3")
    with Project.open(folder) as project, pytest.raises(ProjectError) as caught:
        project.undo()
    assert len(list((folder / "backups").glob("*.db"))) == 2
    _comes_back(folder, caught.value, backup)


def test_a_damaged_edit_is_found_before_it_is_needed(tmp_path: Path) -> None:
    folder = tmp_path / "p.cliff"
    _project(folder)
    _change(folder, "UPDATE journal SET forward = substr(forward, 2) WHERE seq = 1")
    with Project.open(folder) as project:
        assert project.verify() == ("edit 1 of its history is unreadable",)


@pytest.mark.parametrize(
    "cell",
    [
        "part SET json = {} WHERE path = 'cast'",
        "part SET json = {} WHERE path = 'episode:ep01'",
        "part SET path = {} WHERE path = 'places'",
        "take SET json = {}",
        "meta SET value = {} WHERE name = 'revision'",
    ],
)
@pytest.mark.parametrize("value", ["CAST(x'7b22ff22' AS TEXT)", "x'7b22ff22'", "'{'"])
def test_bytes_that_are_no_text_are_told_at_opening(tmp_path: Path, cell: str, value: str) -> None:
    folder = tmp_path / "p.cliff"
    backup = _project(folder)
    _change(folder, f"UPDATE {cell.format(value)}")
    with pytest.raises(ProjectError) as caught:
        Project.open(folder)
    assert caught.value.message.isprintable()
    _comes_back(folder, caught.value, backup)


@pytest.mark.parametrize(
    "cell",
    [
        "journal SET inverse = CAST(x'5b5bff' AS TEXT)",
        "journal SET label = CAST(x'ff' AS TEXT)",
        "meta SET value = CAST(x'ff' AS TEXT) WHERE name = 'head'",
        "meta SET value = 'two' WHERE name = 'head'",
    ],
)
def test_bytes_that_are_no_text_are_told_when_an_edit_is_taken_back(
    tmp_path: Path, cell: str
) -> None:
    folder = tmp_path / "p.cliff"
    backup = _project(folder)
    _change(folder, f"UPDATE {cell}")
    with Project.open(folder) as project, pytest.raises(ProjectError) as caught:
        project.undo()
    _comes_back(folder, caught.value, backup)


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        ("part", '"speaker":"cast/hero"', '"speaker":"cast/hdro"'),
        ("part", '"in_view":["cast/hero"]', '"in_view":["cast/hgro"]'),
        ("part", '"place":"place/b"', '"place":"place/c"'),
        ("part", '"id":"ep01"', '"id":"ep11"'),
        ("part", '["ep01"]', '["ep11"]'),
        ("part", '"t1"', '"t3"'),
    ],
)
def test_a_name_that_leads_nowhere_is_damage(
    tmp_path: Path, table: str, old: str, new: str
) -> None:
    folder = tmp_path / "p.cliff"
    backup = _project(folder)
    _change(folder, f"UPDATE {table} SET json = replace(json, ?, ?)", old, new)
    with pytest.raises(ProjectError) as caught:
        Project.open(folder)
    _comes_back(folder, caught.value, backup)


@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_a_flipped_bit_is_read_or_told(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("bits") / "p.cliff"
    _project(folder)
    column, table = data.draw(
        st.sampled_from([("json", "part"), ("json", "take"), ("inverse", "journal")])
    )
    connection = sqlite3.connect(folder / "project.db")
    rows = connection.execute(f"SELECT rowid, {column} FROM {table}" if table != "part" else
                              "SELECT path, json FROM part").fetchall()  # fmt: skip
    key, text = data.draw(st.sampled_from(rows))
    flipped = bytearray(text.encode())
    flipped[data.draw(st.integers(0, len(flipped) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    name = "path" if table == "part" else "rowid"
    connection.execute(
        f"UPDATE {table} SET {column} = CAST(? AS TEXT) WHERE {name} = ?", (bytes(flipped), key)
    )
    connection.commit()
    connection.close()
    try:
        with Project.open(folder) as project:
            Planner(MAKERS, lambda _: cut_of(season(1).episodes[0], {})).plan(
                project.document, project
            )
            while project.undo() is not None:
                pass
    except ProjectError as exc:
        told = f"{exc}"
    else:
        told = ""
    assert told == "" or folder.name in told or "newer version" in told


@pytest.mark.parametrize("limit", [0, 4_096, 40_000])
def test_a_disk_without_room_is_told_at_opening_and_the_project_opens_later(
    tmp_path: Path, limit: int
) -> None:
    folder = tmp_path / "p.cliff"
    _project(folder)
    for backup in (folder / "backups").iterdir():
        backup.unlink()
    with _small_files(limit), pytest.raises(EnvironmentFault) as caught:
        Project.open(folder)
    assert caught.value.remedy
    with Project.open(folder) as project:
        assert project.verify() == ()
    assert [path.suffix for path in (folder / "backups").iterdir()] == [".db"]


def test_a_full_disk_is_told_at_opening(tmp_path: Path) -> None:
    with _small_disk(tmp_path / "disk") as small:
        if not small:
            pytest.skip("mounting a small disk needs root; the test before stands in for it")
        folder, filler = tmp_path / "disk" / "p.cliff", tmp_path / "disk" / "filler"
        _project(folder)
        _fill(filler)
        with pytest.raises(EnvironmentFault, match="full") as caught:
            Project.open(folder)
        assert "Free some space" in caught.value.remedy
        filler.unlink()
        with Project.open(folder) as project:
            assert project.verify() == ()
