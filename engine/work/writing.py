"""Having a season written: by the embedded planner at once, by a model in a process of its own.

What comes back is a proposal beside the document; accepting it is an edit like any other.
"""

from __future__ import annotations

import json
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from engine.base.canon import canonical_text, exact
from engine.base.codec import decode, encode
from engine.base.errors import Cancelled, MakeError
from engine.base.secrets import ENVIRONMENT as WRITER_KEY
from engine.models.library import Library
from engine.models.types import Resolved
from engine.work.costs import facts
from engine.work.pool import DEVICE, NICE, Pool, Worker, start_worker
from engine.work.protocol import Done, Failed, Job, Message, Progress, Stopped
from engine.writer.season import write_season
from engine.writer.types import Dossier, SeasonDraft

WRITING_WORKER = "engine.work.writing_worker"
CANDIDATES = 4
_WAIT_S = 0.1


@dataclass(frozen=True, slots=True)
class Order:
    """A season to be written. writer: id of the engine; candidates: drafts of each episode among
    which a model's are chosen."""

    dossier: Dossier
    episodes: int = 20
    words: int = 60
    seed: int = 1
    writer: str = "planner"
    candidates: int = CANDIDATES


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was written. record: JSON of how (engine, candidates and their scores, mends).

    note: what stands in for the writer that was chosen, and why; "" when it wrote itself.
    """

    draft: SeasonDraft
    record: str
    note: str = ""


def propose(
    order: Order, library: Library, progress: Callable[[int, int], None], cancel: threading.Event
) -> Proposal:
    """Write a season. progress: told of episodes done and of all, on the caller's thread.

    Raises:
        UserInputError, MakeError, EnvironmentFault: as the writer does. Cancelled: on request.
    """
    if order.writer == "planner":
        return _planned(order)
    found = library.resolve(order.writer)
    if not found.ready:
        note = f"planner stands in for {order.writer}: {found.missing} {found.remedy}".strip()
        return _planned(order, note)
    with tempfile.TemporaryDirectory(prefix="write-") as scratch:
        keys = (WRITER_KEY,) if found.engine == "endpoint" else ()
        worker = start_worker(WRITING_WORKER, NICE, DEVICE, keys)
        pool = Pool(1, workers=[worker])
        try:
            done = _written(pool, worker, _job(order, found, library, scratch), progress, cancel)
        finally:
            pool.close()
        draft = decode(SeasonDraft, json.loads(Path(done.file).read_text("utf-8")))
        record = json.loads(Path(dict(done.parts)["record"]).read_text("utf-8"))
    return Proposal(draft, exact({**record, **json.loads(facts(done, library.hourly_price))}))


def _planned(order: Order, note: str = "") -> Proposal:
    draft = write_season(order.dossier, episodes=order.episodes, words=order.words, seed=order.seed)
    return Proposal(draft, exact({"engine": "planner"}), note)


def _job(order: Order, found: Resolved, library: Library, scratch: str) -> Job:
    params = {
        "dossier": encode(order.dossier), "episodes": order.episodes, "words": order.words,
        "seed": order.seed, "candidates": order.candidates,
    }  # fmt: skip
    payload = {
        "engine": found.engine, "fingerprint": found.fingerprint, "models": dict(found.folders),
        "endpoint": encode(library.endpoint),
    }  # fmt: skip
    return Job(1, "write", "series", canonical_text(params), exact(payload), (), scratch)


def _written(
    pool: Pool, worker: Worker, job: Job, progress: Callable[[int, int], None],
    cancel: threading.Event,
) -> Done:  # fmt: skip
    pool.give(worker, (job,))
    while True:
        if cancel.is_set():
            pool.cancel((job.id,))
        for _, message in pool.collect(_WAIT_S):
            found = _heard(message, progress)
            if found is not None:
                return found


def _heard(message: Message, progress: Callable[[int, int], None]) -> Done | None:
    match message:
        case Done():
            return message
        case Progress():
            progress(message.done, message.total)
        case Failed():
            raise MakeError(message.code, message.message, message.remedy, detail=message.detail)
        case Stopped():
            raise Cancelled
    return None
