"""People and views that the artist's tests draw, and a brush that paints nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from engine.artist.comic.artist import ComicArtist
from engine.artist.cutout import Colours
from engine.artist.diffusion.canvas import Canvas, Check
from engine.artist.diffusion.figures import DrawingTask, FaceTask
from engine.artist.diffusion.painter import Painter
from engine.artist.drawing import write_drawing, write_expression
from engine.artist.drawn import DrawnView
from engine.artist.guide import Person
from engine.artist.types import CANVAS_H, CANVAS_W, Cel, FigureSpec, Picture
from engine.artist.views import parse_view, view_of
from engine.series.document import Look

HEROINE = Person(Look(3), "f", "young")
UNCLE = Person(Look(5), "m", "mature")


class Tracing:
    """A brush that gives back what it is given: the comic artist's own picture."""

    def __init__(self) -> None:
        self.seen: list[Canvas] = []

    def paint(self, canvases: Sequence[Canvas], check: Check) -> list[Colours]:
        check()
        self.seen += canvases
        return [canvas.picture for canvas in canvases]


def nothing() -> None:
    """A check that lets everything go on."""


def drawn_view(
    folder: Path,
    who: Person,
    view: str,
    faces: Sequence[str] = (),
    comic: ComicArtist | None = None,
) -> DrawnView:
    """A view whose files are tracings of the comic artist's drawing."""
    painter = Painter(Tracing(), comic)
    (drawing,) = painter.drawings([DrawingTask(who, parse_view(view), 1)], nothing)
    stem = f"{who.gender}{who.look.seed}{view}"
    file = folder / f"{stem}.ora"
    write_drawing(drawing, file)
    tasks = [FaceTask(who, parse_view(view), face, drawing, 1) for face in faces]
    written = {}
    for face, expression in zip(faces, painter.expressions(tasks, nothing), strict=True):
        written[face] = folder / f"{stem}-{face}.ora"
        write_expression(expression, written[face])
    return who.look, who.gender, who.age, view, file, written


def spec_of(who: Person, framing: str, yaw: int, *, x: int = 50, light: str = "",
            back: bool = False, pose: str = "stand") -> FigureSpec:  # fmt: skip
    """A figure as it stands in a cut."""
    return FigureSpec(who.look, who.gender, who.age, framing, x, yaw, pose, light, back=back)


def drawn_yaw(framing: str) -> int:
    """A turn that a drawing has exactly."""
    return view_of(framing, 99, "stand").yaw


def on_canvas(*cels: Cel) -> Picture:
    """Cels over each other on an empty canvas, premultiplied."""
    page = np.zeros((CANVAS_H, CANVAS_W, 4), np.uint8)
    for cel in cels:
        height, width = cel.picture.shape[:2]
        part = page[cel.y : cel.y + height, cel.x : cel.x + width]
        rest = 255 - cel.picture[..., 3:].astype(np.uint16)
        part[:] = np.minimum(cel.picture + (part * rest + 127) // 255, 255)
    return page


def outline(picture: Picture) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is more there than not."""
    solid = np.ascontiguousarray(picture[..., 3] > 127, np.uint8)
    x, y, width, height = cv2.boundingRect(solid)
    return x, y, x + width, y + height
