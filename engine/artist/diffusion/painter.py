"""The diffusion artist's three kinds of work: plates, drawings, faces. Batches go through a brush.

A picture depends on its task and on the models alone, never on what is painted beside it. Worker
processes only, when the brush is SDXL; with another brush everything here runs without torch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from engine.artist.comic.artist import ComicArtist
from engine.artist.diffusion.canvas import Brush, Check
from engine.artist.diffusion.figures import DrawingTask, FaceTask, Figures
from engine.artist.diffusion.plates import PlateTask, behind_canvas, merged_canvas, plate_of
from engine.artist.drawing import Drawing, Expression
from engine.artist.types import PlateLayers


class Painter:
    """Paints with a brush over what the comic artist draws."""

    def __init__(self, brush: Brush, comic: ComicArtist | None = None) -> None:
        self._brush = brush
        self._comic = comic or ComicArtist()
        self._figures = Figures()

    def plates(self, tasks: Sequence[PlateTask], check: Check) -> list[PlateLayers]:
        """Backgrounds in layers of the canvas' size. Raises what the brush raises."""
        layers = [self._comic.plate(task.spec) for task in tasks]
        both = list(zip(tasks, layers, strict=True))
        painted = self._brush.paint([merged_canvas(task, plate) for task, plate in both], check)
        hidden = [
            behind_canvas(task, plate, page)
            for (task, plate), page in zip(both, painted, strict=True)
        ]
        found = iter(self._brush.paint([c for c in hidden if c is not None], check))
        behind = [None if canvas is None else next(found) for canvas in hidden]
        return [plate_of(*done) for done in zip(layers, painted, behind, strict=True)]

    def drawings(self, tasks: Sequence[DrawingTask], check: Check) -> list[Drawing]:
        """People on nothing, calm, in neutral light. Raises what the brush raises."""
        canvases = [self._figures.drawing_canvas(task) for task in tasks]
        painted = self._brush.paint(canvases, check)
        return [self._figures.drawing_of(*done) for done in zip(tasks, painted, strict=True)]

    def expressions(self, tasks: Sequence[FaceTask], check: Check) -> list[Expression]:
        """Faces of given drawings. Raises what the brush raises."""
        canvases = [self._figures.face_canvas(task) for task in tasks]
        painted = self._brush.paint(canvases, check)
        return [self._figures.expression_of(*done) for done in zip(tasks, painted, strict=True)]


class SdxlPainter(Painter):
    """The painter with SDXL and ControlNet.

    models: folder by id of the library. mode: fast8, fast4 or full; without its LoRA a fast mode
    is done in full, and `notes` says so.

    Raises:
        EnvironmentFault: when first used, if a model is missing, damaged or not safe to load.
    """

    def __init__(
        self,
        models: Mapping[str, Path],
        device: str,
        *,
        mode: str = "fast8",
        batch: int | None = None,
        relieve: Callable[[], None] | None = None,
    ) -> None:
        from engine.artist.diffusion.brush import SdxlBrush

        self._sdxl = SdxlBrush(models, device, mode=mode, batch=batch, relieve=relieve)
        super().__init__(self._sdxl)

    @property
    def mode(self) -> str:
        """The mode in which pictures are made."""
        return self._sdxl.mode

    @property
    def notes(self) -> tuple[str, ...]:
        """What was done otherwise than asked for, and why."""
        return self._sdxl.notes

    def unload(self) -> None:
        """Give the device back; models are loaded again when needed."""
        self._sdxl.unload()
