"""Processes that run model libraries: none reaches a machine, none is handed a key."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.base.offline import KEYS, without_keys

ROOT = Path(__file__).resolve().parents[2]
TRIES = """
import os, runpy, socket, sys
def tried():
    for reach in (
        lambda: socket.create_connection(("127.0.0.1", PORT)),
        lambda: socket.socket().connect(("127.0.0.1", PORT)),
        lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", PORT)),
        lambda: socket.create_server(("127.0.0.1", 0)),
        lambda: socket.getaddrinfo("localhost", 80),
        lambda: socket.gethostbyname("localhost"),
        lambda: socket.gethostbyaddr("127.0.0.1"),
    ):
        try: reach()
        except Exception as exc: yield getattr(exc, "code", repr(exc))
        else: yield "reached"
    a, b = socket.socketpair()
    a.send(b"x")
    yield b.recv(1).decode()
    yield os.environ["HF_HUB_OFFLINE"] + os.environ["TRANSFORMERS_OFFLINE"]
"""
REFUSED = [*["network"] * 7, "x", "11"]


@pytest.fixture
def port() -> Iterator[int]:
    """Of a server on this machine that anybody could reach."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def child(code: str, port: int) -> subprocess.Popen[str]:
    """Python that has `TRIES` and then runs `code`."""
    gone = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")
    return subprocess.Popen(
        [sys.executable, "-c", f"PORT = {port}\n{TRIES}{code}"], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env={k: v for k, v in os.environ.items() if k not in gone},
    )  # fmt: skip


def run(code: str, port: int, told: str = "") -> list[str]:
    """The lines that a child prints."""
    with child(code, port) as process:
        return process.communicate(told, timeout=120)[0].splitlines()


def test_a_process_that_refuses_the_network(port: int) -> None:
    before, after = (
        run(f"{first}os.environ.update(HF_HUB_OFFLINE='1', TRANSFORMERS_OFFLINE='1')\n"
            "print(*tried(), sep='\\n')", port)
        for first in ("", "from engine.base.offline import refuse_network; refuse_network()\n")
    )  # fmt: skip
    assert before[:2] == ["reached"] * 2, "nothing else keeps it from doing so"
    assert after == REFUSED


@pytest.mark.parametrize("module", ["engine.artist.try_sheet", "engine.voice.quantiser_training"])
def test_the_children_of_commands_refuse_it(module: str, port: int) -> None:
    code = (
        f"sys.argv = ['child']\n"
        f"try: runpy.run_module({module!r}, run_name='__main__')\n"
        "except (SystemExit, KeyError): pass\n"  # neither was asked for anything
        "print(*tried(), sep='\\n')"
    )
    assert run(code, port, told="{}") == REFUSED


def test_the_voice_worker_refuses_it(port: int, tmp_path: Path) -> None:
    script = ROOT / "engine" / "voice" / "qwen_worker" / "serve.py"
    code = (
        f"serve = runpy.run_path({str(script)!r})\n"
        "def load(*_): raise serve['Refused']('tried', ' '.join(tried()))\n"
        f"serve['main']([{str(tmp_path)!r}], load)"
    )
    with child(code, port) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write('{"id": 1, "do": "open"}\n')
        process.stdin.flush()
        while "fault" not in (answer := json.loads(process.stdout.readline())):
            assert "hello" in answer or "step" in answer
        process.stdin.write('{"do": "bye"}\n')
        process.stdin.flush()
    assert answer["fault"] == {"code": "tried", "message": " ".join(REFUSED)}


def test_keys_are_not_handed_on() -> None:
    here = {**dict.fromkeys(KEYS, "secret"), "PATH": "/bin"}
    assert {"HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "CLIFF_WRITER_KEY"} <= set(KEYS)
    assert without_keys(here) == {"PATH": "/bin"}
    kept = without_keys(here, ("CLIFF_WRITER_KEY",))
    assert kept == {"PATH": "/bin", "CLIFF_WRITER_KEY": "secret"}
