"""Which processes are handed the keys of servers: the one that writes through a server, its key."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from engine.base.errors import MakeError
from engine.base.offline import KEYS
from engine.models.library import Library
from engine.work.pool import DEVICE, start_worker
from engine.work.writing import Order, propose
from engine.writer.dossier import read_premise
from tests.models import tiny

TELL = """
import os, sys
print("keys:", *(k for k, v in sorted(os.environ.items()) if v == "secret"), flush=True)
"""


@pytest.fixture
def telling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A module that tells which keys its process has."""
    for name in KEYS:
        monkeypatch.setenv(name, "secret")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "telling.py").write_text(TELL)
    return "telling"


def test_workers_have_none(telling: str) -> None:
    worker = start_worker(telling, 0, DEVICE)
    assert worker.process.wait(60) == 0
    worker.pipe.close()
    with worker.errors as said:
        said.seek(0)
        assert said.read().decode().strip() == "keys:"


@pytest.mark.parametrize(
    ("writer", "told"), [("endpoint", "keys: CLIFF_WRITER_KEY"), ("qwen3-4b", "keys:")]
)
def test_only_a_server_that_writes_costs_a_key(
    telling: str, writer: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.work.writing.WRITING_WORKER", telling)
    library = Library(tmp_path / "models")
    library.add("qwen3-4b", tiny.weights(tmp_path / "weights"))
    order = Order(read_premise("A waitress is framed by her husband."), 1, writer=writer)
    with pytest.raises(MakeError) as caught:
        propose(order, library, lambda _done, _total: None, threading.Event())
    assert caught.value.code == "worker-died"
    assert str(caught.value.params["detail"]).strip() == told
