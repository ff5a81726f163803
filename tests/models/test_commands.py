"""``models`` as it is typed: tables, exit codes, one line with a remedy, Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from engine.models.library import Library
from engine.models.manifest import models
from tests.models import tiny
from tests.models.fake_hub import FakeHub, serving

ROOT = Path(__file__).resolve().parents[2]
MODEL = "sdxl-vae-fp16"
Done = subprocess.CompletedProcess[str]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "models"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[FakeHub]:
    folder = tiny.weights(tmp_path / "source")
    content = {"config.json": (folder / "config.json").read_bytes(),
               "diffusion_pytorch_model.safetensors": (folder / "model.safetensors").read_bytes()
               }  # fmt: skip
    with serving(content, models()[MODEL].repo) as running:
        yield running


def environment(home: Path, hub: FakeHub | None = None) -> dict[str, str]:
    more = {"CLIFF_HUB": hub.address if hub else "http://127.0.0.1:9", "HF_TOKEN": "none"}
    return {**os.environ, "CLIFF_MODELS": str(home), "PYTHONPATH": str(ROOT), **more}


def run(home: Path, *arguments: str | Path, hub: FakeHub | None = None) -> Done:
    return subprocess.run(
        [sys.executable, "-m", "app", "models", *map(str, arguments)], cwd=ROOT, text=True,
        env=environment(home, hub), capture_output=True, timeout=60, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def test_the_table_and_the_object_say_the_same(home: Path, tmp_path: Path) -> None:
    folder = tiny.weights(tmp_path / "bark")
    assert run(home, "add", "bark", folder).returncode == 0
    assert run(home, "accept", "bark", "--who", "Mei Lin").returncode == 0
    text = run(home, "list")
    assert text.returncode == 0
    rows = {line.split()[0]: line for line in text.stdout.splitlines() if line.strip()}
    assert "Mei Lin" in rows["bark"]
    assert "installed" in rows["bark"]
    assert "missing" in rows["sdxl-base"]
    found = json.loads(run(home, "list", "--json").stdout)
    engines = {row["id"]: row for row in found["engines"]}
    assert engines["bark"]["state"] == "ready"
    assert engines["espeak"]["state"] == "embedded"
    assert engines["sdxl"]["remedy"] == "models fetch sdxl", "one command brings all it needs"
    known = {row["id"]: row for row in found["models"]}
    assert known["bark"]["accepted_by"] == "Mei Lin"
    assert known["bark"]["folder"] == str(folder)
    assert known["hubert-base"]["engines"] == ["bark", "bark-small"]


def test_from_the_licence_to_the_removal(home: Path, hub: FakeHub) -> None:
    refused = run(home, "fetch", MODEL, hub=hub)
    assert refused.returncode == 2
    assert f"models accept {MODEL}" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1

    accepted = run(home, "accept", MODEL)
    assert accepted.returncode == 0
    assert models()[MODEL].licence_url in accepted.stdout
    fetched = run(home, "fetch", MODEL, hub=hub)
    assert fetched.returncode == 0, fetched.stderr
    assert f"{MODEL} is here" in fetched.stdout

    assert run(home, "verify", MODEL).stdout == f"{MODEL} is whole\n"
    weights = home / "weights" / MODEL / "diffusion_pytorch_model.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    broken = run(home, "verify", MODEL)
    assert broken.returncode == 1
    assert "diffusion_pytorch_model.safetensors has other content" in broken.stdout
    assert f"models fetch {MODEL}" in broken.stdout
    assert "damaged" in run(home, "list").stdout

    assert run(home, "fetch", MODEL, hub=hub).returncode == 0
    assert run(home, "verify", MODEL).returncode == 0
    assert "deleted" in run(home, "remove", MODEL).stdout
    assert not weights.exists()


def test_ctrl_c_keeps_the_part_and_says_how_to_go_on(home: Path, hub: FakeHub) -> None:
    library = Library(home)
    library.accept_licence(MODEL, "Mei Lin")
    go_on = Event()
    hub.hold = (120, go_on)  # more than the settings have, less than the weights
    with subprocess.Popen(
        [sys.executable, "-m", "app", "models", "fetch", MODEL], cwd=ROOT, text=True,
        env=environment(home, hub), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as running:  # fmt: skip
        until = time.monotonic() + 30
        while not list(home.rglob("diffusion_*.part")) and time.monotonic() < until:
            assert running.poll() is None
            time.sleep(0.01)
        running.send_signal(signal.SIGINT)
        go_on.set()
        out, error = running.communicate(timeout=30)
    assert running.returncode == 1, error
    assert f"Go on with: models fetch {MODEL}" in out
    assert "Traceback" not in error
    assert list(home.rglob("diffusion_*.part"))
    hub.hold = None
    assert run(home, "fetch", MODEL, hub=hub).returncode == 0
    assert library.resolve("sdxl").missing.startswith("Stable Diffusion XL")


def test_a_model_of_ones_own(home: Path, tmp_path: Path) -> None:
    folder = tiny.weights(tmp_path / "mine")
    unknown = run(home, "add", "mine", folder)
    assert unknown.returncode == 2
    assert "--as" in unknown.stderr
    assert run(home, "add", "mine", folder, "--as", "speaker").returncode == 0
    assert Library(home).resolve("mine").ready
    assert "mine" in run(home, "list").stdout
    assert "its files stay" in run(home, "remove", "mine").stdout


def test_the_price_of_an_hour(home: Path) -> None:
    assert run(home, "price").stdout == "$0.00 an hour\n"
    assert run(home, "price", "3.50").stdout == "$3.50 an hour\n"
    assert Library(home).hourly_price == 3.5
    assert run(home, "price", "--", "-1").returncode == 2
    assert run(home, "price", "cheap").returncode == 2


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("fetch", "nonsense"), 2),
        (("fetch", "endpoint"), 2),
        (("fetch", "style-lora"), 2),
        (("fetch", "sdxl"), 2),
        (("verify", "bark"), 2),
        (("remove", "nonsense"), 2),
        (("accept", "nonsense"), 2),
        (("accept", "bark", "--who", ""), 2),
        (("add", "bark", "/nowhere"), 1),
        (("add", "sdxl", "/nowhere"), 2),
        (("add", "bark", "/etc", "--convert"), 1),
        ((), 2),
    ],
)
def test_what_does_not_work_is_one_line_with_a_remedy(
    home: Path, arguments: tuple[str, ...], code: int
) -> None:
    done = run(home, *arguments)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert "fault in the studio" not in done.stderr
    if arguments:
        assert len(done.stderr.splitlines()) == 1


def test_a_hub_that_is_not_there_is_one_line(home: Path) -> None:
    Library(home).accept_licence(MODEL, "Mei Lin")
    code = (
        "import engine.models.download as d; d._LONGEST_PAUSE_S = 0\n"
        f"from app.cli.main import run; raise SystemExit(run(['models', 'fetch', '{MODEL}']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT, env=environment(home), capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 1
    assert "goes on where it stopped" in done.stderr
    assert len(done.stderr.splitlines()) == 1
