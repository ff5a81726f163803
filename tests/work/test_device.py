"""The worker that owns the graphics card: batches, cancelling, dying, memory, no network."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from engine.api import Engine
from engine.base.errors import MakeError, StudioError
from engine.edits.fields import set_field
from engine.models.library import Library
from engine.series.document import Document, Series
from engine.series.takes import Slot
from engine.work import device_makers, pool
from engine.work.demand import Demand
from engine.work.device_makers import DeviceWorkshop
from engine.work.events import Event
from engine.work.made import Made
from engine.work.protocol import Job
from tests.graph.world import season
from tests.voice.tiny_bark import tiny_folder

ROOT = Path(__file__).resolve().parents[2]


# -- what stays loaded -----------------------------------------------------------------------------


class Memory:
    """A card of so many MB; what is loaded takes some of it."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.held: dict[str, int] = {}
        self.log: list[str] = []

    def free(self) -> int:
        return self.size - sum(self.held.values())

    def bench(self, name: str, need: int) -> Callable[[Callable[[], None]], Weights]:
        return lambda relieve: Weights(self, name, need, relieve)


class Weights:
    """A bench that takes memory when it is first used, and asks the others when there is none."""

    def __init__(self, memory: Memory, name: str, need: int, relieve: Callable[[], None]) -> None:
        self._memory, self._name, self._need, self._relieve = memory, name, need, relieve

    def make_all(self, jobs: Sequence[Job], check: object) -> list[Made | StudioError]:
        memory = self._memory
        if self._name not in memory.held:
            if memory.free() < self._need:
                self._relieve()
            assert memory.free() >= self._need
            memory.held[self._name] = self._need
            memory.log.append(f"load {self._name}")
        return [MakeError(job.kind, "made nothing") for job in jobs]

    def unload(self) -> None:
        self._memory.held.pop(self._name, None)
        self._memory.log.append(f"unload {self._name}")


def job(kind: str, memory_mb: int) -> Job:
    return Job(1, kind, "x", "{}", json.dumps({"memory_mb": memory_mb}), (), "")


def use(workshop: DeviceWorkshop, memory: Memory, order: Sequence[tuple[str, int]]) -> list[str]:
    for kind, need in order:
        workshop.make_all((job(kind, need),), lambda: None)
    return memory.log


@pytest.mark.parametrize(
    ("size", "log"),
    [
        (30, ["load a", "load b", "load c"]),  # everything stays
        (16, ["load a", "load b", "unload a", "load c", "unload b", "load a"]),
        (9, ["load a", "unload a", "load b", "unload b", "load c", "unload c", "load a"]),
    ],
)
def test_weights_stay_while_they_fit_and_the_oldest_go_first(
    monkeypatch: pytest.MonkeyPatch, size: int, log: list[str]
) -> None:
    memory = Memory(size)
    benches = {kind: memory.bench(kind, 7) for kind in "abc"}
    monkeypatch.setattr(device_makers, "BENCHES", benches)
    workshop = DeviceWorkshop(memory.free)
    order = [("a", 7), ("b", 7), ("c", 7), ("a", 7)]
    assert use(workshop, memory, order) == log


def test_a_bench_that_runs_out_of_memory_has_the_others_unloaded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    memory = Memory(10)
    monkeypatch.setattr(
        device_makers, "BENCHES", {"a": memory.bench("a", 6), "b": memory.bench("b", 8)}
    )
    workshop = DeviceWorkshop(lambda: None)  # nobody knows how much is free
    assert use(workshop, memory, [("a", 6), ("b", 6)]) == ["load a", "unload a", "load b"]


# -- real batches ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("models")
    library = Library(base / "library")
    library.add("bark", tiny_folder(base / "bark"))
    return library.root


LINES = tuple(Slot(f"ep01/line{n}", "speech") for n in (1, 2, 3))


def spoken(speaker: str) -> Document:
    document = season(1, 3)
    return replace(document, series=Series("S", "p", "en", episodes=1, speaker=speaker))


@pytest.fixture(autouse=True)
def machine(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every engine of this file finds the library, and no card."""
    monkeypatch.setenv("CLIFF_MODELS", str(library))
    monkeypatch.setenv("CLIFF_DEVICE", "cpu")
    monkeypatch.setenv("OMP_NUM_THREADS", "1")  # tiny models are slower with two


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with Engine.create(tmp_path / "p.cliff", spoken("bark"), workers=1) as found:
        yield found


class Heard:
    """Counts takes and failures, and tells when there are enough."""

    def __init__(self, wanted: int) -> None:
        self.events: list[Event] = []
        self.enough = threading.Event()
        self._wanted = wanted

    def __call__(self, event: Event) -> None:
        if event.kind in ("take", "failed"):
            self.events.append(event)
            if len(self.events) == self._wanted:
                self.enough.set()

    def wait(self) -> list[Event]:
        assert self.enough.wait(500)
        return self.events


def speak(engine: Engine, wanted: int = 3) -> Heard:
    heard = Heard(wanted)
    engine.aim(Demand((LINES,)), heard)
    return heard


@pytest.mark.slow
def test_a_worker_that_dies_costs_nothing_but_its_batch_once(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard, thread = speak(engine), engine._thread

    def kill() -> int:
        device = thread._pool.device
        assert device is not None
        assert len(device.jobs) == 3, "the lines of an episode are one batch"
        device.process.kill()
        return device.process.pid

    first = thread.call(kill)
    assert [e.kind for e in heard.wait()] == ["take"] * 3
    assert thread.call(lambda: thread._pool.device.process.pid) != first
    assert {t.backend for slot in LINES for t in engine.takes(slot)} == {"bark"}


@pytest.mark.slow
def test_what_is_on_screen_does_not_wait_for_what_is_not(tmp_path: Path) -> None:
    with Engine.create(
        tmp_path / "p.cliff", spoken("bark"), workers=1, watcher=lambda _: None
    ) as engine:
        heard = Heard(3)
        engine.aim(Demand((LINES[:2],)), heard)
        engine.aim(Demand((LINES[2:], LINES[:2])), heard)  # another episode is shown now
        order = [event.slot for event in heard.wait()]
    assert order[0] == str(LINES[2])
    assert sorted(order[1:]) == [str(slot) for slot in LINES[:2]], "given up, and made afterwards"


@pytest.mark.slow
def test_the_card_can_be_lent_while_lines_are_spoken(engine: Engine) -> None:
    thread, heard = engine._thread, speak(engine)
    assert thread.call(lambda: len(thread._pool.device.jobs)) == 3
    with engine.lent_device(threading.Event()):
        assert thread.device_is_free
        spoken_before = len(heard.events)
        engine.apply(set_field(engine.document, "ep01/line1", "text", "Wait for me."))
        assert thread.call(lambda: thread._pool.device) is None, "it stays off the card"
        assert len(heard.events) == spoken_before
    heard.wait()
    assert {e.kind for e in heard.events} == {"take"}


@pytest.mark.slow
def test_what_kills_every_worker_fails_alone_with_its_reason(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = engine._thread._begin

    def killing(worker: pool.Worker, batch: Sequence[object]) -> None:
        begin(worker, batch)
        if any(job.owner == "ep01/line2" for job in worker.jobs.values()):
            worker.process.kill()

    monkeypatch.setattr(engine._thread, "_begin", killing)
    heard = Heard(2)
    engine.aim(Demand((LINES[:2],)), heard)
    events = {e.slot: e for e in heard.wait()}
    assert events["ep01/line1:speech"].kind == "take"
    assert events["ep01/line2:speech"].kind == "failed"
    assert "SIGKILL" in events["ep01/line2:speech"].message


@pytest.mark.slow
def test_a_cancelled_batch_answers_by_itself_and_its_models_stay(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.work.demand.BATCHES", {})  # one line a batch
    monkeypatch.setattr(pool, "CANCEL_GRACE_S", 240)  # nobody is killed in this test
    cancel, thread = threading.Event(), engine._thread
    started: list[int] = []

    def listen(event: Event) -> None:
        if event.stage == "speech" and event.kind == "take" and not started:  # models are loaded
            started.append(thread._pool.device.process.pid)
            cancel.set()

    report = engine.make(None, listen, cancel)
    assert report.cancelled
    assert 1 <= len([s for s in report.made if s.role == "speech"]) < 3
    assert thread.call(lambda: thread._pool.device.process.pid) == started[0]
    assert speak(engine, 1).wait()[0].kind == "take"


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("RuntimeError('CUDA error: an illegal memory access was encountered')", 70),
        ("torch.OutOfMemoryError('CUDA out of memory. Tried to allocate 2 GiB')", 0),
        ("ValueError('a bug')", 0),
    ],
)
def test_a_process_whose_card_is_lost_ends_and_others_go_on(fault: str, code: int) -> None:
    code_of = (
        "import torch\n"
        "from engine.work.device_worker import leave_if_broken\n"
        f"leave_if_broken({fault})\n"
    )
    done = subprocess.run([sys.executable, "-c", code_of], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == code
    assert ("illegal memory access" in done.stderr) == (code == 70)


def test_the_process_cannot_open_a_connection() -> None:
    code = (
        "import socket\n"
        "from engine.base.offline import refuse_network\n"
        "listening = socket.create_server(('127.0.0.1', 0))\n"
        "refuse_network()\n"
        "a, b = socket.socketpair(); a.send(b'x'); assert b.recv(1) == b'x'\n"
        "for reach in (lambda: socket.create_connection(listening.getsockname()),\n"
        "              lambda: socket.create_server(('127.0.0.1', 0))):\n"
        "    try: reach()\n"
        "    except Exception as exc: print(type(exc).__name__, exc.code)\n"
        "    else: print('reached')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["EnvironmentFault network"] * 2
