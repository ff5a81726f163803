"""The processes of an export: one that dies costs what it had, and the next is fresh."""

from __future__ import annotations

import multiprocessing
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from engine.delivery.crew import Crew
from engine.delivery.orders import Order, facts
from engine.delivery.performing import Job


def job(folder: Path, name: str) -> Job:
    told = facts(form="srt", cues=[], language="en", title="x")
    return Job(Order("sidecar", (name,), 1, told), folder)


@pytest.mark.parametrize("processes", [0, 1])
def test_jobs_come_back_in_their_order(processes: int, tmp_path: Path) -> None:
    work = [[job(tmp_path, "a.srt")], [job(tmp_path, "b.srt"), job(tmp_path, "c.srt")]]
    with closing(Crew(processes)) as crew:
        found = crew.carry_out(work, None, threading.Event())
    names = [[o.files[0].path for o in row] if row else None for row in found]
    assert names == [["a.srt"], ["b.srt", "c.srt"]]


def test_a_process_that_dies_is_told_and_replaced(tmp_path: Path) -> None:
    endless = tmp_path / "endless"
    os.mkfifo(endless)  # a picture that never comes
    told = facts(season=[{"number": 1, "title": "x"}], title="x")
    waiting = Job(Order("sheet", ("s.jpg",), 0, told, (("001", endless),)), tmp_path)
    with closing(Crew(1)) as crew, ThreadPoolExecutor(1) as thread:
        going = thread.submit(crew.carry_out, [[waiting]], None, threading.Event())
        while not (workers := multiprocessing.active_children()):
            assert not going.done()
        for worker in workers:
            worker.kill()
        (lost,) = going.result(60)
        assert lost is not None
        assert "ended before" in lost[0].error
        (found,) = crew.carry_out([[job(tmp_path, "c.srt")]], None, threading.Event())
        assert found is not None
        assert found[0].error == ""


def test_a_stopped_crew_gives_nothing(tmp_path: Path) -> None:
    stopped = threading.Event()
    stopped.set()
    with closing(Crew(1)) as crew:
        assert crew.carry_out([[job(tmp_path, "a.srt")]], None, stopped) == [None]
