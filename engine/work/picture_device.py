"""Makes plates, drawings and faces on the device: jobs of one kind and engine in one batch.

Runs in the worker process that owns the device. Torch is imported when the first picture is made.
One job that cannot be made fails alone; what the device as a whole lacks fails them all.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.artist.comic.design import design
from engine.artist.diffusion.figures import DrawingTask, FaceTask
from engine.artist.diffusion.plates import PlateTask
from engine.artist.drawing import load_drawing, write_drawing, write_expression
from engine.artist.guide import Person
from engine.artist.ora import write_plate
from engine.artist.types import SetSpec
from engine.artist.views import PLAYED, parse_view
from engine.base.canon import digest
from engine.base.codec import decode
from engine.base.errors import MakeError, StudioError
from engine.series.document import Look
from engine.work.made import Check, Made
from engine.work.protocol import Job

if TYPE_CHECKING:
    from engine.artist.diffusion.painter import SdxlPainter

ORA = "image/openraster"
Task = PlateTask | DrawingTask | FaceTask
KINDS = ("plate", "drawing", "expression")


class PictureDevice:
    """Keeps the painter and its models between calls.

    relieve: unloads other models of this process when memory is short.
    """

    def __init__(self, relieve: Callable[[], None] | None = None) -> None:
        self._relieve = relieve
        self._painter: SdxlPainter | None = None
        self._held: object = None

    def make_all(self, jobs: Sequence[Job], check: Check) -> list[Made | StudioError]:
        """Make jobs that share kind and engine; results in their order.

        Raises Cancelled; what the device lacks is returned for every job.
        """
        check()
        tasks: dict[int, Task] = {}
        found: dict[int, Made | StudioError] = {}
        for at, job in enumerate(jobs):
            try:
                tasks[at] = task_of(job)
            except StudioError as exc:
                found[at] = exc
        try:
            made = self._paint([jobs[at] for at in tasks], list(tasks.values()), check)
            found.update(zip(tasks, made, strict=True))
        except StudioError as exc:
            found.update(dict.fromkeys(tasks, exc))
        return [found[at] for at in range(len(jobs))]

    def unload(self) -> None:
        """Give the device back."""
        if self._painter is not None:
            self._painter.unload()
        self._painter, self._held = None, None

    def _paint(self, jobs: Sequence[Job], tasks: list[Task], check: Check) -> list[Made]:
        if not jobs:
            return []
        painter, begun = self._ready(jobs[0]), time.monotonic()
        files = _made(painter, jobs, tasks, check)
        meta = {
            "mode": painter.mode,
            "notes": list(painter.notes),
            "seconds": round((time.monotonic() - begun) / len(jobs), 3),
        }
        return [Made(file, ORA, meta=json.dumps(meta)) for file in files]

    def _ready(self, job: Job) -> SdxlPainter:
        """The painter for a job's models, loaded anew when they are others than before."""
        from engine.artist.diffusion.painter import SdxlPainter
        from engine.models.loading import device_name

        payload = json.loads(job.payload)
        mode, models = payload.get("mode", "fast8"), payload["models"]
        wanted = (mode, tuple(sorted(models.items())))
        if self._painter is None or self._held != wanted:
            self.unload()
            folders = {id: Path(folder) for id, folder in models.items()}
            self._painter = SdxlPainter(folders, device_name(), mode=mode, relieve=self._relieve)
            self._held = wanted
        return self._painter


def task_of(job: Job) -> Task:
    """What a job asks of the painter. Raises StudioError."""
    params: Mapping[str, Any] = json.loads(job.params)
    if job.kind == "plate":
        spec = SetSpec(params["plate"], params["time"], params["mood"], params["seed"])
        return PlateTask(spec, _seed("plate", params["plate"], params["seed"], params["take"]))
    if job.kind not in KINDS:
        raise MakeError("no-maker", f"The painter does not make a {job.kind}.")
    who = Person(decode(Look, params["look"]), params["gender"], params["age"])
    design(who.look, who.gender, who.age)  # a look that cannot be drawn fails this job alone
    try:
        view = parse_view(params["view"])
    except ValueError as exc:
        raise MakeError("no-view", f"{exc}.") from exc
    # one noise a person: views and faces of one take agree with each other
    seed = _seed("person", params["look"], params["gender"], params["age"], params["take"])
    if job.kind == "drawing":
        return DrawingTask(who, view, seed)
    if params["face"] not in PLAYED:
        raise MakeError("no-face", f"There is no face {params['face']!r}.")
    return FaceTask(who, view, params["face"], load_drawing(job.input("drawing")), seed)


def _seed(*recipe: Any) -> int:  # noqa: ANN401 - JSON of any shape
    return int(digest(list(recipe))[:12], 16)


def _made(
    painter: SdxlPainter, jobs: Sequence[Job], tasks: Sequence[Task], check: Check
) -> list[Path]:
    """Paint and write; nothing is written before all is painted."""
    files = [Path(job.scratch) / f"{job.kind}.ora" for job in jobs]
    plates = [task for task in tasks if isinstance(task, PlateTask)]
    drawings = [task for task in tasks if isinstance(task, DrawingTask)]
    faces = [task for task in tasks if isinstance(task, FaceTask)]
    if plates:
        for layers, file in zip(painter.plates(plates, check), files, strict=True):
            write_plate(layers, file)
    elif drawings:
        for drawing, file in zip(painter.drawings(drawings, check), files, strict=True):
            write_drawing(drawing, file)
    else:
        for expression, file in zip(painter.expressions(faces, check), files, strict=True):
            write_expression(expression, file)
    return files
