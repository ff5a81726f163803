"""The model libraries: the build of torch that fits the card, and that a new set-up keeps them."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = (
    "bash", "sh", "dirname", "basename", "cat", "cksum", "tr", "rm", "mkdir", "cp", "chmod",
    "flock", "grep", "sed", "awk", "sort", "head", "cut", "sleep",
)  # fmt: skip
PYTHON = """#!/bin/sh
# Stands for Python: makes "environments" out of itself and writes down what pip is asked for.
case "$*" in
  "-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  "-m pip "*)
    echo "$*" >>"$PIP_LOG"
    case "$*" in *"$PIP_FAILS"*) exit 1 ;; esac
    ;;
  *"import torch"*) echo "torch works on the processor" ;;
  "-m app"*) echo "the studio runs" ;;
esac
exit 0
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The installers in a folder whose name has a space, and the few programs that they may use."""
    folder = tmp_path / "a clone"
    shutil.copytree(ROOT / "installer", folder / "installer")
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        assert found, name
        (tools / name).symlink_to(found)
    script(tools / "python3.11", PYTHON)
    uname(tools, "Linux", "x86_64")
    return folder


def script(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)


def uname(tools: Path, system: str, machine: str) -> None:
    script(tools / "uname", f'#!/bin/sh\n[ "$1" = -s ] && echo {system} || echo {machine}\n')


def run(clone: Path, name: str, *arguments: str, fails: str = "never") -> tuple[int, str, str]:
    done = subprocess.run(
        ["bash", str(clone / "installer" / name), *arguments], cwd=clone.parent, text=True,
        capture_output=True, timeout=60,
        env={"PATH": str(clone.parent / "tools"), "HOME": os.environ.get("HOME", "/"),
             "PIP_LOG": str(clone.parent / "pip.log"), "PIP_FAILS": fails},
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def nvidia(clone: Path, *rows: str) -> None:
    text = "\n".join(rows)
    script(clone.parent / "tools" / "nvidia-smi", f"#!/bin/sh\ncat <<'END'\n{text}\nEND\n")


def pip_log(clone: Path) -> list[str]:
    path = clone.parent / "pip.log"
    return path.read_text().splitlines() if path.exists() else []


@pytest.mark.parametrize(
    ("rows", "build"),
    [
        (("580.95.05, 8.9",), "cu130"),
        (("610.60, 7.5",), "cu130"),
        (("580.95.05, 6.1",), "cu126"),
        (("560.35.03, 9.0",), "cu126"),
        (("525.60.13, 8.0",), "cu126"),
        (("470.256.02, 8.6",), "cpu"),
        (("580.95.05, 6.1", "580.95.05, 12.0"), "cu130"),
    ],
)
def test_the_driver_and_the_card_choose_the_build(
    clone: Path, rows: tuple[str, ...], build: str
) -> None:
    nvidia(clone, *rows)
    code, out, error = run(clone, "models.sh", "--dry-run")
    assert code == 0, error
    assert out.startswith(f"torch for {build}: an NVIDIA card")
    assert f"https://download.pytorch.org/whl/{build}" in out
    assert ("too old" in out) == (build == "cpu")
    assert pip_log(clone) == [], "only said"
    assert not (clone / ".venv").exists()


def test_other_machines(clone: Path) -> None:
    tools = clone.parent / "tools"
    assert run(clone, "models.sh", "--dry-run")[1].startswith("torch for cpu: no graphics card")
    script(tools / "nvidia-smi", "#!/bin/sh\necho 'NVIDIA-SMI has failed'\nexit 9\n")
    script(tools / "rocm-smi", "#!/bin/sh\nexit 0\n")
    out = run(clone, "models.sh", "--dry-run")[1]
    assert out.startswith("torch for rocm7.2: an AMD card")
    assert "--no-deps xgrammar==" in out
    uname(tools, "Darwin", "arm64")
    out = run(clone, "models.sh", "--dry-run")[1]
    assert out.startswith("torch for mps")
    assert "--index-url" not in out
    uname(tools, "Darwin", "x86_64")
    code, _, error = run(clone, "models.sh", "--dry-run")
    assert code == 1
    assert "Intel" in error


def test_what_is_typed_wrong_is_said(clone: Path) -> None:
    code, _, error = run(clone, "models.sh", "--build", "cu99")
    assert code == 1
    assert "There is no build cu99" in error
    code, _, error = run(clone, "models.sh", "--faster")
    assert code == 1
    assert "--faster is not known" in error
    code, out, _ = run(clone, "models.sh", "--help")
    assert code == 0
    assert "--dry-run" in out


def test_the_pinned_versions_are_installed_once(clone: Path) -> None:
    nvidia(clone, "560.35.03, 8.9")
    code, out, error = run(clone, "models.sh")
    assert code == 0, error
    assert "torch works" in out
    base, torch, rest = pip_log(clone)
    assert "requirements.txt" in base
    assert "torch==" in torch
    assert torch.endswith("--index-url https://download.pytorch.org/whl/cu126")
    assert "requirements-models.txt" in rest
    pins = (clone / ".venv" / "model-pins.txt").read_text()
    assert "torch==" in pins
    assert "triton==" not in pins, "the build for CUDA brings its own"

    code, out, _ = run(clone, "models.sh")
    assert code == 0
    assert "installed already" in out
    code, out, error = run(clone, "run.sh")
    assert (code, out, error) == (0, "the studio runs\n", "")
    assert len(pip_log(clone)) == 3, "nothing is done twice"


def test_a_new_set_up_brings_the_model_libraries_back(clone: Path) -> None:
    nvidia(clone, "560.35.03, 8.9")
    assert run(clone, "models.sh", "--build", "cpu")[0] == 0
    requirements = clone / "installer" / "requirements.txt"
    requirements.write_text(requirements.read_text() + "\n")  # a newer version of the studio
    before = len(pip_log(clone))
    code, out, _ = run(clone, "run.sh")
    assert code == 0
    assert out.endswith("the studio runs\n")
    added = pip_log(clone)[before:]
    assert len(added) == 3
    assert added[1].endswith("/whl/cpu"), "the build that was chosen, not the one that is found"
    code, out, error = run(clone, "run.sh")
    assert (code, out, error) == (0, "the studio runs\n", "")


def test_a_failure_does_not_keep_the_studio_from_running(clone: Path) -> None:
    code, _, error = run(clone, "models.sh", fails="torch==")
    assert code == 1
    assert "run this again" in error
    code, out, error = run(clone, "run.sh")
    assert (code, out) == (0, "the studio runs\n")
    assert "bash installer/models.sh" in error
    requirements = clone / "installer" / "requirements.txt"
    requirements.write_text(requirements.read_text() + "\n")
    code, out, error = run(clone, "run.sh", fails="torch==")
    assert (code, out) == (0, "the studio runs\n")
    assert "bash installer/models.sh" in error
    assert run(clone, "models.sh")[0] == 0
    assert run(clone, "run.sh")[2] == ""


@pytest.fixture
def without_flock(clone: Path) -> Path:
    """The clone on a system that has no flock, as macOS."""
    (clone.parent / "tools" / "flock").unlink()
    return clone


def test_without_flock_a_folder_is_the_lock(without_flock: Path) -> None:
    code, out, error = run(without_flock, "models.sh", "--build", "cpu")
    assert code == 0, error
    assert "torch works" in out
    assert error.splitlines() == ["Setting up .venv (once) ..."]
    left = {path.name for path in without_flock.iterdir()}
    assert left == {"installer", ".venv"}, "the lock is given back"
    code, _, _ = run(without_flock, "models.sh", "--build", "cu126", fails="torch==")
    assert code == 1
    assert {path.name for path in without_flock.iterdir()} == left, "after a failure too"
    assert run(without_flock, "run.sh")[:2] == (0, "the studio runs\n")


def test_the_voice_workers_environment_needs_no_flock_either(without_flock: Path) -> None:
    home = without_flock.parent / "home"
    done = subprocess.run(
        ["bash", str(without_flock / "installer" / "qwen-tts.sh"), "--build", "cpu"], text=True,
        capture_output=True, check=False, timeout=60,
        env={"PATH": str(without_flock.parent / "tools"), "XDG_DATA_HOME": str(home),
             "PIP_LOG": str(without_flock.parent / "pip.log"), "PIP_FAILS": "never"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert len(pip_log(without_flock)) == 2
    assert [path.name for path in (home / "cliffhanger-studio").iterdir()] == ["qwen-tts"]


def test_a_lock_that_was_left_behind_says_how_to_remove_it(without_flock: Path) -> None:
    lock = without_flock / ".setup-lock.d"
    lock.mkdir()
    with subprocess.Popen(["true"]) as gone:
        gone.wait()
    (lock / "owner").write_text(f"{gone.pid}\n")
    code, _, error = run(without_flock, "models.sh", "--build", "cpu")
    assert code == 1
    assert f"rm -r '{lock}'" in error
    assert pip_log(without_flock) == []


def test_a_set_up_waits_for_the_other(without_flock: Path) -> None:
    lock = without_flock / ".setup-lock.d"
    lock.mkdir()
    (lock / "owner").write_text(f"{os.getpid()}\n")
    waiting = subprocess.Popen(
        ["bash", str(without_flock / "installer" / "models.sh"), "--build", "cpu"], text=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        env={"PATH": str(without_flock.parent / "tools"), "HOME": "/", "PIP_FAILS": "never",
             "PIP_LOG": str(without_flock.parent / "pip.log")},
    )  # fmt: skip
    with waiting:
        assert waiting.stderr is not None
        assert waiting.stderr.readline().startswith("Waiting for another set-up.")
        assert pip_log(without_flock) == []
        shutil.rmtree(lock)
        assert waiting.wait(60) == 0
    assert len(pip_log(without_flock)) == 3


def test_two_set_ups_at_once_make_one_environment(without_flock: Path) -> None:
    env = {"PATH": str(without_flock.parent / "tools"), "HOME": "/", "PIP_FAILS": "never",
           "PIP_LOG": str(without_flock.parent / "pip.log")}  # fmt: skip
    command = ["bash", str(without_flock / "installer" / "run.sh")]
    running = [
        subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(3)
    ]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    assert len(pip_log(without_flock)) == 1
