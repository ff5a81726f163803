"""Whatever is typed: it works, or one line says what is wrong and what to do."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.project.project import Project

ROOT = Path(__file__).resolve().parents[2]
PREMISE = "a CEO's secret daughter is kidnapped by her father's rival"
Done = subprocess.CompletedProcess[str]


def run(*arguments: str | Path, cwd: Path = ROOT, largest_file: int | None = None) -> Done:
    """Run a command. largest_file: bytes that a file may have, as on a disk without room."""
    limit = [] if largest_file is None else ["prlimit", f"--fsize={largest_file}"]
    path = os.pathsep.join(p for p in (str(ROOT), os.environ.get("PYTHONPATH", "")) if p)
    return subprocess.run(
        [*limit, sys.executable, "-m", "app", *map(str, arguments)],
        cwd=cwd, env={**os.environ, "PYTHONPATH": path}, text=True, capture_output=True,
        timeout=120, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def refused(done: Done, *codes: int) -> str:
    """Assert that a command was refused as it should be; what it said."""
    lines = done.stderr.splitlines()
    assert done.returncode in (codes or (1, 2)), done.stderr[-500:]
    assert len(lines) == 1, done.stderr[-1000:]
    assert "Traceback" not in done.stderr + done.stdout
    assert "a fault in the studio" not in done.stderr
    assert re.search(r"[.:!?] +\S", lines[0].partition(": ")[2]), f"no remedy: {lines[0]}"
    assert len(lines[0]) < 1000
    return lines[0]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a script of two episodes and nothing made."""
    folder = tmp_path_factory.mktemp("written") / "p.cliff"
    done = run("write", PREMISE, "--episodes", "2", "--project", folder)
    assert done.returncode == 0, done.stderr
    assert run("status", folder).returncode == 0  # whatever opens it first makes a backup
    return folder


@pytest.fixture
def project(written: Path, tmp_path: Path) -> Path:
    """A copy of it to change."""
    return Path(shutil.copytree(written, tmp_path / "p.cliff"))


@pytest.mark.parametrize(
    ("premise", "more"),
    [
        ("", ()),
        ("   \n\t ", ()),
        ("love", ()),
        ("!!! ... ???", ()),
        ("word " * 20_000, ()),
        (PREMISE, ("--episodes", "0")),
        (PREMISE, ("--episodes", "-3")),
        (PREMISE, ("--episodes", "1000")),
        (PREMISE, ("--words", "5")),
        (PREMISE, ("--words", "100000")),
        (PREMISE, ("--language", "xx-klingon")),
        (PREMISE, ("--episodes", "2", "--only", "9")),
        (PREMISE, ("--episodes", "2", "--only", "2-")),
        (PREMISE, ("--episodes", "2", "--only", "")),
    ],
)
def test_a_bad_request_is_refused_before_anything_is_made(
    tmp_path: Path, premise: str, more: tuple[str, ...]
) -> None:
    refused(run("make", premise, "--out", tmp_path / "o", *more), 2)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "premise",
    [
        "社長の隠し子である娘が、父の宿敵に誘拐され、秘められた力に目覚める。",
        "ابنة سرية لرئيس شركة يخطفها منافس والدها وتكتشف قوة خفية",
        "😀🔥 a CEO's secret daughter 😱 is kidnapped by her father's rival 💔",
        "a CEO's secret daughter\x07\x1b[31m is kidnapped\x7f by her father's rival",
        "😀😀😀😀",
        "一个总裁的私生女被父亲的对手绑架",
        "a CEO's \u202esecret\u202c daughter is kidnapped by her father's rival \ufeff",
    ],
)
def test_any_writing_system_works_or_is_refused_in_words(premise: str) -> None:
    done = run("write", premise, "--episodes", "1")
    if done.returncode == 0:
        assert done.stderr == ""
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", done.stdout)
    else:
        refused(done, 2)


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "premise.bin").write_bytes(bytes(range(256)) * 40)
    assert "UTF-8" in refused(run("make", tmp_path / "premise.bin", "--out", tmp_path / "o"), 2)


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "premise.txt").write_text("word " * 300_000)
    refused(run("make", tmp_path / "premise.txt", "--out", tmp_path / "o"), 2)


def _out_file(base: Path) -> Path:
    (base / "o").write_text("mine")
    return base / "o"


def _out_full(base: Path) -> Path:
    (base / "o").mkdir()
    (base / "o" / "mine.txt").write_text("mine")
    return base / "o"


def _out_inside_file(base: Path) -> Path:
    return _out_file(base) / "deeper" / "o"


def _out_nowhere(_: Path) -> Path:
    return Path("/proc/none/o")


@pytest.mark.parametrize("out", [_out_file, _out_full, _out_inside_file, _out_nowhere])
def test_a_season_never_goes_over_something_else(
    tmp_path: Path, out: Callable[[Path], Path]
) -> None:
    refused(run("make", PREMISE, "--episodes", "1", "--out", out(tmp_path)))
    mine = [path.read_text() for path in tmp_path.rglob("*") if path.is_file()]
    assert mine in ([], ["mine"])


def test_another_premise_does_not_go_into_the_same_project(tmp_path: Path, project: Path) -> None:
    other = "a maid takes revenge on the prince who betrayed her family"
    done = run("make", other, "--episodes", "2", "--project", project, "--out", tmp_path / "o")
    assert "--project" in refused(done, 2)


COMMANDS: tuple[tuple[str, ...], ...] = (
    ("render",), ("status",), ("verify",), ("undo",), ("redo",), ("edit", "ep01", "title=x"),
    ("takes", "ep01:cut"), ("explain", "ep01:cut"), ("take", "ep01:music"), ("unpin", "ep01:cut"),
    ("pin", "ep01:cut", "abc"), ("restore", "yesterday.db"),
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_an_unknown_project_is_refused(tmp_path: Path, command: tuple[str, ...]) -> None:
    name, *rest = command
    refused(run(name, tmp_path / "none.cliff", *rest), 2)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_project_names_its_backup_and_comes_back(project: Path) -> None:
    assert run("edit", project, "ep1", "title=Mine").returncode == 0
    assert run("status", project).returncode == 0
    database = project / "project.db"
    database.write_bytes(database.read_bytes()[:5000])
    said = refused(run("status", project), 1)
    assert run("restore", project, said.split()[-1]).returncode == 0
    assert "Mine" in _title(project)


def _damage(folder: Path, statement: str) -> None:
    connection = sqlite3.connect(folder / "project.db")
    assert connection.execute(statement).rowcount > 0
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("damage", "command"),
    [
        ("journal SET inverse = substr(inverse, 5)", "undo"),
        ("journal SET inverse = CAST(x'5b5bff' AS TEXT)", "undo"),
        ("part SET json = CAST(x'7bff' AS TEXT) WHERE path = 'cast'", "status"),
        ("part SET json = replace(json, 'cast/', 'cbst/') WHERE path = 'cast'", "status"),
        ("meta SET value = CAST(x'ff' AS TEXT) WHERE name = 'revision'", "verify"),
    ],
)
def test_damage_that_opens_names_its_backup_and_comes_back(
    project: Path, damage: str, command: str
) -> None:
    assert run("edit", project, "ep1", "title=Mine").returncode == 0
    assert run("status", project).returncode == 0
    _damage(project, f"UPDATE {damage}")
    said = refused(run(command, project), 1)
    assert "damaged" in said
    assert run("restore", project, said.split()[-1]).returncode == 0
    assert run("undo", project).stdout.startswith("undone: ep01 title")


def test_a_disk_without_room_is_told(project: Path) -> None:
    said = refused(run("status", project, largest_file=0), 1)
    assert "cannot be written" in said
    assert run("status", project).returncode == 0


def _title(folder: Path) -> str:
    with Project.open(folder) as project:
        return project.document.episodes[0].title


def test_a_second_process_is_refused_by_name(project: Path) -> None:
    with Project.open(project):
        assert str(os.getpid()) in refused(run("edit", project, "ep01", "title=x"), 1)


@pytest.mark.parametrize(
    ("command", "legal"),
    [
        (("explain", "ep01/line99:speech"), "status"),
        (("explain", "nonsense"), "status"),
        (("takes", "ep01/line1:smell"), "status"),
        (("take", "ep01:cut"), "what it is made from"),
        (("take", "ep77:music"), "status"),
        (("unpin", "ep01/line1:speech"), "none"),
        (("pin", "ep01/line1:speech", "0123"), "none"),
        (("pin", "ep77/line1:speech", "0123"), "status"),
        (("pin", "ep01/line1:speech", "/no/such.wav"), "file"),
        (("edit", "ep77", "title=x"), "ep01"),
        (("edit", "ep01/line99", "text=x"), "ep01/line1"),
        (("edit", "moon", "text=x"), "series"),
        (("edit", "ep01/line1", "emotion=gloomy"), "desperate"),
        (("edit", "ep01/line1", "text="), "text"),
        (("edit", "ep01/line1", "text=a\x1bb"), "control"),
        (("edit", "ep01/line1", "colour=red"), "emotion"),
        (("edit", "ep01/line1", "text"), "field=value"),
        (("edit", "cast/hero", "look.seed=red"), "number"),
        (("edit", "cast/hero", "voice.pitch=9999"), "200"),
        (("render", "--only", "9"), "1 to 2"),
        (("restore", "yesterday.db"), "Backups"),
    ],
)
def test_a_bad_name_or_value_is_answered_with_what_there_is(
    written: Path, command: tuple[str, ...], legal: str
) -> None:
    name, *rest = command
    assert legal in refused(run(name, written, *rest), 2)


def test_a_place_takes_any_plate_there_is_and_no_other(project: Path) -> None:
    with Project.open(project) as opened:
        place = opened.document.places[0].id
    said = refused(run("edit", project, place, "plate=moon base"), 2)
    plates = said.partition("Plates: ")[2].rstrip(".").split(", ")
    assert {"warehouse", "palace", "car"} <= set(plates)
    assert run("edit", project, place, f"plate= {plates[-1]}", "mood=eerie").returncode == 0
    with Project.open(project) as opened:
        assert opened.document.places[0].plate == plates[-1]


def test_nothing_finished_is_no_season(project: Path, tmp_path: Path) -> None:
    assert "render" in refused(run("export", project, "--out", tmp_path / "o"), 1)


def test_an_edit_prints_what_it_puts_out_of_date_and_undo_takes_it_back(project: Path) -> None:
    def states() -> list[str]:
        return run("status", project, "--json").stdout.splitlines()

    before = states()
    edited = run("edit", project, "ep1/line2", "text=I am not who you think I am.")
    assert edited.returncode == 0
    assert edited.stdout == (
        "nothing that was made is out of date; 2 slots of ep01/line2 are still to be made\n"
    )
    undone = run("undo", project)
    assert undone.stdout.startswith("undone: ep01/line2 text")
    assert states() == before
    assert run("redo", project).stdout.startswith("done again: ep01/line2 text")
    again = run("edit", project, "ep1/line2", "text=I am not who you think I am.")
    assert again.stdout == "ep01/line2 is like that already\n"
    assert run("undo", project).returncode == 0
    assert run("undo", project).stdout == "nothing to undo\n"


@pytest.mark.parametrize(
    ("address", "values", "said"),
    [
        ("ep1/line1", "direction=slowly", "2 slots of ep01/line1 are"),
        ("cast/hero", "caption=the heir", "1 slot of cast/hero is"),
        ("ep01/shot1", "action=She waits.", "slots of ep01 are"),
        ("ep1", "hook=Who?", "slots of ep01 are"),
        ("series", "logline=Short.", "slots of series are"),
    ],
)
def test_an_edit_of_what_was_never_made_says_how_much_is_to_be_made(
    project: Path, address: str, values: str, said: str
) -> None:
    told = run("edit", project, address, values).stdout
    assert told.startswith("nothing that was made is out of date; ")
    assert said in told
    assert told.endswith(" still to be made\n")
    rows = [json.loads(row) for row in run("status", project, "--json").stdout.splitlines()]
    left = [row for row in rows if row["state"] in ("missing", "waiting")]
    undone = run("undo", project).stdout.splitlines()
    assert f"; {len(left)} slots of series are still to be made" in undone[-1]


@pytest.mark.parametrize("arguments", [("--help",), ("make", "--help"), ("edit", "--help")])
def test_help_answers_without_loading_what_makes_pictures(arguments: tuple[str, ...]) -> None:
    code = (
        "import sys; from app.cli.main import run; code = run(sys.argv[1:]); "
        "print([m for m in ('numpy', 'cv2', 'engine.api') if m in sys.modules]); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT, text=True, capture_output=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0
    assert "usage" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_reader_that_goes_away_is_no_error(project: Path) -> None:
    command = [sys.executable, "-m", "app", "status", str(project), "--json"]
    with subprocess.Popen(
        command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        json.loads(process.stdout.readline())
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(60) in (0, 1)


def _text_as_sound(base: Path) -> Path:
    (base / "a.wav").write_text("this is not sound\n" * 50)
    return base / "a.wav"


def _short_png(base: Path) -> Path:
    import cv2
    import numpy as np

    noise = np.random.default_rng(1).integers(0, 255, (1920, 1080, 3), np.uint8)
    path = base / "plate.png"
    assert cv2.imwrite(str(path), noise)
    path.write_bytes(path.read_bytes()[:20_000])
    return path


def _nothing(base: Path) -> Path:
    (base / "empty.wav").touch()
    return base / "empty.wav"


@pytest.mark.parametrize(
    ("role", "file"),
    [
        ("speech", _text_as_sound), ("speech", _nothing), ("speech", _short_png),
        ("plate", _short_png), ("plate", _text_as_sound), ("portrait", _short_png),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_not_pinned(
    project: Path, tmp_path: Path, role: str, file: Callable[[Path], Path]
) -> None:
    rows = [json.loads(row) for row in run("status", project, "--json").stdout.splitlines()]
    slot = next(row["slot"] for row in rows if row["slot"].endswith(f":{role}"))
    refused(run("pin", project, slot, file(tmp_path)))
    assert run("takes", project, slot).stdout == "no takes yet\n"
    assert run("undo", project).stdout == "nothing to undo\n"
