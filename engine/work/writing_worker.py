"""The process in which a model writes a season: one job, then it ends and its memory is free.

Unless the writer is a server that the lead named, the process cannot open a connection.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from engine.base.canon import exact
from engine.base.codec import decode, encode
from engine.base.errors import Cancelled, EnvironmentFault
from engine.base.offline import refuse_network
from engine.models.energy import Energy
from engine.work.made import Check, Made
from engine.work.protocol import Job, Message, Progress, Stopped, receive, send
from engine.work.worker import Control, connect, done, failure
from engine.writer.types import Dossier

Told = Callable[[int, int], None]


def write(job: Job, check: Check, progress: Told) -> Made:
    """Write the season that the job asks for."""
    params, payload = json.loads(job.params), json.loads(job.payload)
    dossier = decode(Dossier, params["dossier"])
    wanted = {name: params[name] for name in ("episodes", "words", "seed")}
    if payload["engine"] == "endpoint":
        from engine.writer.endpoint import EndpointWriter

        server = payload["endpoint"]
        if not server.get("url"):
            raise EnvironmentFault(
                "no-endpoint", "No server is named that could write.",
                "Name one: models endpoint http://127.0.0.1:11434/v1 MODEL",
            )  # fmt: skip
        writer = EndpointWriter(
            server["url"], server.get("model", ""), allow_remote=bool(server.get("remote")),
            candidates=params["candidates"],
        )  # fmt: skip
        found = writer.write(dossier, **wanted, check=check, progress=progress)
    else:
        from engine.models.loading import device_name
        from engine.writer.budget_attention import BudgetAttention
        from engine.writer.llama import LlamaWriter

        folder = Path(next(iter(payload["models"].values())))
        model = LlamaWriter(
            folder, device_name(), fingerprint=payload["fingerprint"],
            candidates=params["candidates"], steering=BudgetAttention(),
        )  # fmt: skip
        found = model.write(dossier, **wanted, check=check, progress=progress)
    draft, record = Path(job.scratch) / "draft.json", Path(job.scratch) / "record.json"
    draft.write_text(exact(encode(found.draft)), "utf-8")
    record.write_text(found.record, "utf-8")
    return Made(draft, "application/json", (("record", record),))


def run(pipe: Connection) -> None:
    """Serve one job."""
    try:
        job = receive(pipe)
    except EOFError:
        return
    assert isinstance(job, Job)
    if json.loads(job.payload)["engine"] != "endpoint":
        refuse_network()
    reply: Message
    energy, began = Energy(), time.monotonic()
    before = energy.read_mj()
    try:
        made = write(
            job, Control(pipe, job.id).check,
            lambda count, total: send(pipe, Progress(job.id, count, total)),
        )  # fmt: skip
        ours = 0 if json.loads(job.payload)["engine"] == "endpoint" else 1
        spent = round((time.monotonic() - began) * 1000), energy.read_mj() - before
        reply = done(job, made, 0, ours * spent[0], ours * spent[1])
    except Cancelled:
        reply = Stopped(job.id)
    except Exception as exc:  # noqa: BLE001 - whatever it is, the engine tells the lead
        reply = failure(job, exc)
    with contextlib.suppress(BrokenPipeError):
        send(pipe, reply)
    with contextlib.suppress(EOFError, OSError):
        receive(pipe)  # the files are read before this process and its folder go


if __name__ == "__main__":
    run(connect())
