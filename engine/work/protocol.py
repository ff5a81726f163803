"""Messages between the engine and its workers: JSON, one frame each, media by path.

Nothing is pickled: a worker's reply is data, whatever happened to the worker. All but
ASCII is escaped, so that file names arrive as they are, also those that are no text.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from engine.base.codec import decode, encode


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to make. inputs: (name, path of its main file or of a part "name.part").

    scratch: folder of its own into which everything is written. cache: folder shared by workers,
    "" for none.
    """

    id: int
    kind: str
    owner: str
    params: str
    payload: str
    inputs: tuple[tuple[str, str], ...]
    scratch: str
    cache: str = ""

    def input(self, name: str) -> Path:
        """The path of one input; raises KeyError."""
        return Path(dict(self.inputs)[name])


@dataclass(frozen=True, slots=True)
class Done:
    """What was made: the main file, its parts, facts about it as JSON.

    device_ms, energy_mj: this job's share of the graphics card's time and energy (millijoules, 0
    where nothing tells it).
    """

    job: int
    file: str
    mime: str
    parts: tuple[tuple[str, str], ...] = ()
    meta: str = "{}"
    cpu_ms: int = 0
    device_ms: int = 0
    energy_mj: int = 0


@dataclass(frozen=True, slots=True)
class Failed:
    """Why it could not be made. bug: True when the studio is to blame; detail: its traceback."""

    job: int
    code: str
    message: str
    remedy: str = ""
    bug: bool = False
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Stopped:
    """The job was cancelled, or the worker told to go."""

    job: int


@dataclass(frozen=True, slots=True)
class Cancel:
    """Stop this job at the next step."""

    job: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Jobs of one kind and engine, to be made together. Each is answered by itself."""

    jobs: tuple[Job, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long job is."""

    job: int
    done: int
    total: int


Message = Job | Done | Failed | Stopped | Cancel | Batch | Progress
_KINDS: dict[str, type[Message]] = {
    "job": Job, "done": Done, "failed": Failed, "stopped": Stopped, "cancel": Cancel,
    "batch": Batch, "progress": Progress,
}  # fmt: skip
_NAMES = {kind: name for name, kind in _KINDS.items()}


def send(pipe: Connection, message: Message) -> None:
    """Send one message; raises OSError when the other side is gone."""
    body = [_NAMES[type(message)], encode(message)]
    pipe.send_bytes(json.dumps(body).encode("ascii"))


def receive(pipe: Connection) -> Message:
    """Read one message; raises EOFError when the other side is gone."""
    name, body = json.loads(pipe.recv_bytes())
    return decode(_KINDS[name], body)
