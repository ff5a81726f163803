"""What a project acknowledged it keeps, whatever happens to the process, the file or the disk."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from engine.base.errors import EnvironmentFault, ProjectError, StudioError, UserInputError
from engine.edits.fields import set_field
from engine.edits.takes import pin
from engine.project.project import Project
from engine.series.document import Document
from engine.series.takes import Slot, Take
from tests.graph.world import season

ROOT = Path(__file__).resolve().parents[2]
SPEECH = Slot("ep01/line1", "speech")


def _write(folder: Path, data: bytes) -> Path:
    path = folder / "take.bin"
    path.write_bytes(data)
    return path


def _add(project: Project, name: str, data: bytes) -> Take:
    take = Take(name, SPEECH, f"key {name}", "", "audio/wav")
    return project.add_take(take, {"blob": _write(project.scratch, data)})


def _title(project: Project, text: str) -> None:
    project.commit(set_field(project.document, "series", "title", text))


class Store(RuleBasedStateMachine):
    """A project beside the simplest thing that does the same: two lists."""

    @initialize()
    def begin(self) -> None:
        self.stack = contextlib.ExitStack()
        base = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        self.folder = base / "p.cliff"
        self.project = Project.create(self.folder, season(1))
        self.history: list[Document] = [season(1)]
        self.at = 0
        self.takes: list[tuple[str, bytes]] = []

    @rule(text=st.text("abce é秘\u0301😀", min_size=1, max_size=6).filter(str.strip))
    def edit(self, text: str) -> None:
        change = set_field(self.project.document, "ep01/line2", "text", text)
        self.project.commit(change)
        self.history[self.at + 1 :] = [change.document]
        self.at += 1

    @precondition(lambda self: self.takes)
    @rule(data=st.data())
    def pin(self, data: st.DataObject) -> None:
        change = pin(self.project.document, SPEECH, data.draw(st.sampled_from(self.takes))[0])
        self.project.commit(change)
        self.history[self.at + 1 :] = [change.document]
        self.at += 1

    @rule()
    def undo(self) -> None:
        assert (self.project.undo() is None) == (self.at == 0)
        self.at = max(0, self.at - 1)

    @rule()
    def redo(self) -> None:
        last = len(self.history) - 1
        assert (self.project.redo() is None) == (self.at == last)
        self.at = min(last, self.at + 1)

    @rule(content=st.binary(max_size=40))
    def add_take(self, content: bytes) -> None:
        name = f"t{len(self.takes)}"
        _add(self.project, name, content)
        self.takes.append((name, content))

    @rule()
    def reopen(self) -> None:
        self.project.close()
        self.project = Project.open(self.folder)

    @invariant()
    def same(self) -> None:
        if not hasattr(self, "project"):
            return
        assert self.project.document == self.history[self.at]
        assert [take.id for take in self.project.takes(SPEECH)] == [n for n, _ in self.takes]
        for name, content in self.takes:
            assert self.project.media.path(self.project.take(name).blob).read_bytes() == content
            assert self.project.take_for_key(f"key {name}") == self.project.take(name)

    def teardown(self) -> None:
        if hasattr(self, "project"):
            assert self.project.verify() == ()
            self.project.close()
            self.stack.close()


TestStore = Store.TestCase
TestStore.settings = settings(max_examples=25, stateful_step_count=16, deadline=None)


OPENS = """
import sys
from pathlib import Path
from engine.base.errors import StudioError
from engine.project.project import Project
try:
    project = Project.open(Path(sys.argv[1]))
except StudioError as exc:
    print(type(exc).__name__, exc)
else:
    print("open", flush=True)
    sys.stdin.read()
"""


def _other(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", OPENS, str(folder)],
        cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip


def test_a_second_process_is_told_who_has_the_project(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.cliff", season(1)):
        said, _ = _other(tmp_path / "p.cliff").communicate(timeout=60)
    assert said.startswith("ProjectError")
    assert str(os.getpid()) in said
    assert "Close it there" in said


def test_a_killed_process_does_not_keep_the_project(tmp_path: Path) -> None:
    folder = tmp_path / "p.cliff"
    Project.create(folder, season(1)).close()
    with _other(folder) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(ProjectError, match=str(other.pid)):
            Project.open(folder)
        other.send_signal(signal.SIGKILL)
        other.wait(60)
    with Project.open(folder) as project:
        assert project.verify() == ()


def _with_backup(folder: Path) -> str:
    """A project whose newest backup has the title Kept; returns that backup's name."""
    with Project.create(folder, season(1)) as project:
        _title(project, "Kept")
        for number in range(40):
            _add(project, f"t{number}", bytes([number]) * 100)
    Project.open(folder).close()
    return max(path.name for path in (folder / "backups").glob("*.db"))


def _truncated(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _odd(data: bytes) -> bytes:
    return data[: len(data) - 1000]


def _flipped(data: bytes) -> bytes:
    middle = bytes(byte ^ 0xFF for byte in data[2048:-2048])
    return data[:2048] + middle + data[-2048:]


def _header(data: bytes) -> bytes:
    return bytes(byte ^ 0xFF for byte in data[:100]) + data[100:]


def _emptied(_: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("damage", [_truncated, _odd, _flipped, _header, _emptied])
def test_a_damaged_database_names_a_backup_that_can_be_restored(tmp_path: Path, damage) -> None:
    folder = tmp_path / "p.cliff"
    backup = _with_backup(folder)
    database = folder / "project.db"
    database.write_bytes(damage(database.read_bytes()))
    with pytest.raises(ProjectError) as caught:
        Project.open(folder)
    assert caught.value.code == "damaged"
    assert backup in caught.value.remedy
    assert (Project.restore(folder, backup) / "project.db").is_file()
    with Project.open(folder) as project:
        assert project.document.series.title == "Kept"
        assert len(project.all_takes()) == 40
        assert project.verify() == ()


@pytest.mark.parametrize("seed", range(12))
def test_flipped_bytes_are_never_a_bug(tmp_path: Path, seed: int) -> None:
    """Damage opens, when it hit nothing that matters, or is told as damage."""
    folder = tmp_path / "p.cliff"
    backup = _with_backup(folder)
    data = bytearray((folder / "project.db").read_bytes())
    at = (seed * 7919 * 31) % (len(data) - 64)
    data[at : at + 64] = bytes(byte ^ 0x80 for byte in data[at : at + 64])
    (folder / "project.db").write_bytes(data)
    try:
        Project.open(folder).close()
    except ProjectError as exc:
        fault: StudioError | None = exc
    else:
        fault = None
    assert fault is None or backup in f"{fault}"


def test_the_newest_backup_is_named_also_after_edits_were_taken_back(tmp_path: Path) -> None:
    folder = tmp_path / "p.cliff"
    with Project.create(folder, season(1)) as project:
        for number in range(5):
            _title(project, f"Old {number}")
    with Project.open(folder) as project:
        for _ in range(4):
            project.undo()
        _title(project, "New")
    Project.open(folder).close()
    (folder / "project.db").write_bytes(b"x" * 9000)
    with pytest.raises(ProjectError) as caught:
        Project.open(folder)
    Project.restore(folder, caught.value.remedy.split()[-1])
    with Project.open(folder) as project:
        assert project.document.series.title == "New"


def test_nothing_new_makes_no_new_backup_and_old_ones_are_thinned(tmp_path: Path) -> None:
    folder = tmp_path / "p.cliff"
    Project.create(folder, season(1)).close()
    for number in range(9):
        with Project.open(folder) as project:
            _title(project, f"Title {number}")
    Project.open(folder).close()
    kept = sorted(path.name for path in (folder / "backups").iterdir())
    Project.open(folder).close()
    assert sorted(path.name for path in (folder / "backups").iterdir()) == kept
    assert len(kept) <= 6


def test_unfinished_copies_go_when_the_project_opens_and_nobody_else_has_it(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "p.cliff"
    backup = _with_backup(folder)
    left = [
        folder / "backups" / ".00000007-20260101T000000Z.db.tmp",
        folder / "backups" / ".00000007-20260101T000000Z.db.tmp-journal",
        folder / ".project.db.tmp",
    ]
    with Project.open(folder):
        for path in left:
            path.write_bytes(b"half a copy")
        with pytest.raises(ProjectError, match="open in another"):
            Project.open(folder)
        assert all(path.exists() for path in left)
    Project.open(folder).close()
    assert not any(path.exists() for path in left)
    assert [path.name for path in (folder / "backups").iterdir()] == [backup]


def test_a_copy_that_finds_no_room_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = tmp_path / "p.cliff"
    with Project.create(folder, season(1)) as project:
        with _small_files(8_192), pytest.raises(EnvironmentFault):
            project.back_up()
        assert list((folder / "backups").iterdir()) == []


def test_an_unknown_backup_is_answered_with_those_there_are(tmp_path: Path) -> None:
    backup = _with_backup(tmp_path / "p.cliff")
    with pytest.raises(UserInputError) as caught:
        Project.restore(tmp_path / "p.cliff", "yesterday")
    assert backup in caught.value.remedy


def test_missing_and_damaged_media_are_found(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.cliff", season(1)) as project:
        gone, short, flipped = (
            _add(project, name, name.encode() * 50) for name in ("gone", "short", "flipped")
        )
        assert project.verify() == ()
        paths = [project.media.path(take.blob) for take in (gone, short, flipped)]
        paths[0].unlink()
        paths[1].write_bytes(paths[1].read_bytes()[:-1])
        paths[2].write_bytes(b"x" + paths[2].read_bytes()[1:])
        problems = project.verify()
    assert len(problems) == 3
    for take, words in ((gone, "missing"), (short, "bytes instead of"), (flipped, "damaged")):
        assert any(take.blob[:12] in text and words in text for text in problems)


def test_something_else_in_the_folder_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UserInputError, match="already exists"):
        Project.create(tmp_path, season(1))
    with pytest.raises(UserInputError, match="not a project"):
        Project.open(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@contextlib.contextmanager
def _small_disk(folder: Path) -> Iterator[bool]:
    """Make `folder` a disk of 4 MB; False where that is not allowed."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "none", str(folder)]
    mounted = False
    if os.geteuid() == 0:
        mounted = subprocess.run(command, check=False, capture_output=True).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=True)


@contextlib.contextmanager
def _small_files(limit: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def _fill(path: Path) -> None:
    """Leave no byte free."""
    with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"\0" * 4096)


def _until_full(project: Project) -> list[str]:
    """Add takes until one is refused; the ids of those that were acknowledged."""
    done: list[str] = []
    try:
        for number in range(200):
            _one(project, f"t{number}")
            done.append(f"t{number}")
    except EnvironmentFault:
        return done
    pytest.fail("the disk never filled")


def _titles(project: Project, count: int) -> None:
    for number in range(count):
        _title(project, f"Full {number}")


def _one(project: Project, name: str) -> None:
    with tempfile.TemporaryDirectory() as elsewhere:
        path = _write(Path(elsewhere), os.urandom(100_000))
        project.add_take(Take(name, SPEECH, f"key {name}", "", "audio/wav"), {"blob": path})


def test_a_full_disk_loses_nothing_and_work_goes_on_when_there_is_room(tmp_path: Path) -> None:
    with _small_disk(tmp_path / "disk") as small:
        if not small:
            pytest.skip("mounting a small disk needs root; the next test stands in for it")
        reserve, filler = tmp_path / "disk" / "reserve", tmp_path / "disk" / "filler"
        reserve.write_bytes(b"\0" * 1_500_000)
        project = Project.create(tmp_path / "disk" / "p.cliff", season(1))
        _title(project, "Before")
        done = _until_full(project)
        assert done
        _fill(filler)
        with pytest.raises(EnvironmentFault, match="full"):
            _titles(project, 500)
        acknowledged = project.document
        assert [take.id for take in project.all_takes()] == done
        reserve.unlink()
        assert project.document == acknowledged
        _title(project, "After")
        _one(project, "later")
        project.close()
        with Project.open(project.folder) as again:
            assert again.document == replace(
                acknowledged, series=replace(acknowledged.series, title="After")
            )
            assert [take.id for take in again.all_takes()] == [*done, "later"]
            assert again.verify() == ()
            again.undo()
            assert again.document == acknowledged


def test_a_write_that_the_system_cuts_short_loses_nothing(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.cliff", season(1)) as project:
        _title(project, "Before")
        big = _write(tmp_path, os.urandom(100_000))
        with _small_files(90_000):
            with pytest.raises(EnvironmentFault):
                project.add_take(Take("big", SPEECH, "", "", "audio/wav"), {"blob": big})
            with pytest.raises(EnvironmentFault):
                _titles(project, 500)
        acknowledged = project.document
        assert project.all_takes() == ()
        _title(project, "After")
        _one(project, "later")
    with Project.open(tmp_path / "p.cliff") as project:
        assert project.document.series.title == "After"
        assert [take.id for take in project.all_takes()] == ["later"]
        assert project.verify() == ()
        project.undo()
        assert project.document == acknowledged


@pytest.mark.parametrize("left", [("LOCK",), ("LOCK", "project.db"), ("LOCK", "media")])
def test_a_project_whose_making_was_cut_short_can_be_made_again(
    tmp_path: Path, left: tuple[str, ...]
) -> None:
    folder = tmp_path / "p.cliff"
    folder.mkdir()
    for name in left:
        (folder / name).mkdir() if name == "media" else (folder / name).touch()
    Project.create(folder, season(1)).close()
    with pytest.raises(UserInputError, match="already exists"):
        Project.create(folder, season(2))
    with Project.open(folder) as project:
        assert project.document == season(1)


def test_the_first_document_is_found_behind_all_edits(tmp_path: Path) -> None:
    first = season()
    with Project.create(tmp_path / "p.cliff", first) as project:
        line = first.episodes[0].lines[0].id
        for text in ("One.", "Two.", "Three."):
            project.commit(set_field(project.document, line, "text", text))
        project.undo()
        assert project.first_document() == first
        assert project.document != first
