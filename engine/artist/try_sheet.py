"""A sheet of everything an artist makes of one character, to judge a look before a season is made.

Run as ``python -m engine.artist.try_sheet``: the request comes as JSON on stdin, events go to
stdout, one JSON object a line. With no models the comic artist's own drawings pass through the same
steps, which shows where a painter's pictures will stand.
"""

from __future__ import annotations

import json
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from engine.artist.comic.artist import ComicArtist
from engine.artist.cutout import Colours, on_ground
from engine.artist.diffusion.canvas import Canvas, Check
from engine.artist.diffusion.figures import DrawingTask, FaceTask
from engine.artist.diffusion.painter import Painter, SdxlPainter
from engine.artist.diffusion.plates import PlateTask
from engine.artist.drawing import Drawing, Expression, write_drawing, write_expression
from engine.artist.drawn import DrawnArtist, DrawnView
from engine.artist.guide import Guide, Person, part_face
from engine.artist.portrait import lay, portrait, strokes
from engine.artist.types import FRAME_H, FRAME_W, FaceState, FigureSpec, PlateLayers, SetSpec
from engine.artist.views import FACE_PARTS, PLAYED, PORTRAIT, View, parse_view
from engine.base.codec import decode
from engine.base.errors import StudioError, UserInputError
from engine.base.fs import write_atomic
from engine.base.offline import refuse_network
from engine.series.document import Look

NEAR, FAR = PORTRAIT, "far+85-stand"
TALL, FACE = 640, 210  # pixels of a picture's height, of a face
_GAP, _PAPER, _INK = 12, (246, 248, 250), (60, 50, 50)
_SHOTS = (  # framing, yaw, emotion, viseme, place in the frame
    ("bust", 25, "angry", "A", 42), ("extreme", 25, "broken", "M", 50),
    ("full", 85, "calm", "M", 56),
)  # fmt: skip
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who and where. seed: of the painter's noise."""

    who: Person
    place: SetSpec
    seed: int = 1


class Tracing:
    """A brush that leaves every canvas as it is: the comic artist's own picture."""

    def paint(self, canvases: Sequence[Canvas], check: Check) -> list[Colours]:
        """The canvases' pictures."""
        check()
        return [canvas.picture for canvas in canvases]


def sheet(painter: Painter, wanted: Wanted, tell: Tell) -> Colours:
    """Paint everything and lay it out. Raises what the painter raises."""
    near, far = parse_view(NEAR), parse_view(FAR)
    who, seed = wanted.who, wanted.seed
    tell("drawings")
    drawings = painter.drawings([DrawingTask(who, view, seed) for view in (near, far)], _on)
    tell("faces")
    tasks = [FaceTask(who, near, face, drawings[0], seed) for face in PLAYED]
    tasks.append(FaceTask(who, far, "calm", drawings[1], seed))
    faces = painter.expressions(tasks, _on)
    tell("a plate")
    (layers,) = painter.plates([PlateTask(wanted.place, seed)], _on)
    tell("the sheet")
    rows = [
        _titled("line art, comic artist, painter, cut out: near and far", _drawings(who, drawings)),
        _titled(
            f"{', '.join(PLAYED)}: comic artist, {', '.join(FACE_PARTS)}",
            _faces(who, near, drawings[0], faces),
        ),
        _titled("plate, its far layer; shots; portrait", _shots(wanted, layers, drawings, faces)),
    ]
    return _stacked(rows)


def _drawings(who: Person, drawings: Sequence[Drawing]) -> Colours:
    guide = Guide()
    tiles: list[Colours] = []
    for name, drawing in zip((NEAR, FAR), drawings, strict=True):
        page = on_ground(guide.figure(who, parse_view(name), drawing.place))
        ink = strokes(page, max(2.0, 2.3 * drawing.place.scale))
        tiles += [np.repeat(ink[..., None], 3, axis=2), page, on_ground(drawing.picture)]
        tiles.append(on_ground(drawing.picture, (70, 150, 60)))  # a halo would show on green
    return _row([_scaled(tile, TALL) for tile in tiles])


def _faces(who: Person, view: View, drawing: Drawing, faces: Sequence[Expression]) -> Colours:
    """A column a family: the comic artist's open mouth above, then the painter's four parts."""
    guide, columns = Guide(), []
    for family, expression in zip(PLAYED, faces, strict=False):
        place = expression.place
        comic = on_ground(guide.figure(who, view, place, part_face(family, "open")))
        factor = place.scale / drawing.place.scale
        x, y = ((b - a) * place.scale for a, b in (
            (place.left, drawing.place.left), (place.top, drawing.place.top)))  # fmt: skip
        move = np.array([[factor, 0, x], [0, factor, y]])
        base = cv2.warpAffine(drawing.picture, move, (place.width, place.height))
        page = on_ground(np.asarray(base, np.uint8)).astype(np.uint16)
        tiles: list[Colours] = [comic]
        for part in FACE_PARTS:
            patch = expression.faces[part]
            rest = 255 - patch[..., 3:].astype(np.uint16)
            tiles.append(np.minimum(patch[..., :3] + page * rest // 255, 255).astype(np.uint8))
        columns.append(np.concatenate([_scaled(tile, FACE) for tile in tiles]))
    return _row(columns)


def _shots(
    wanted: Wanted, layers: PlateLayers, drawings: Sequence[Drawing], faces: Sequence[Expression]
) -> Colours:
    who, whole, empty = wanted.who, _framed(layers), np.zeros_like(layers.far)
    tiles = [whole, _framed(PlateLayers(layers.far, empty, empty, ""))]
    with tempfile.TemporaryDirectory() as folder:
        artist = DrawnArtist(ComicArtist(), _written(Path(folder), who, drawings, faces))
        for framing, yaw, emotion, viseme, x in _SHOTS:
            spec = FigureSpec(who.look, who.gender, who.age, framing, x, yaw, "stand", layers.light)
            tiles.append(_framed(layers, artist, spec, FaceState(emotion, 4, viseme)))
        card = portrait(artist, who.look, who.gender, who.age)
    return _row([_scaled(tile, TALL) for tile in (*tiles, np.ascontiguousarray(card[..., :3]))])


def _written(
    folder: Path, who: Person, drawings: Sequence[Drawing], faces: Sequence[Expression]
) -> list[DrawnView]:
    """The files that a film would read."""
    for name, drawing in zip((NEAR, FAR), drawings, strict=True):
        write_drawing(drawing, folder / name)
    for number, expression in enumerate(faces):
        write_expression(expression, folder / f"{number}")
    near = {face: folder / f"{number}" for number, face in enumerate(PLAYED)}
    far = {"calm": folder / f"{len(PLAYED)}"}
    return [
        (who.look, who.gender, who.age, name, folder / name, files)
        for name, files in ((NEAR, near), (FAR, far))
    ]


def _framed(
    layers: PlateLayers,
    artist: DrawnArtist | None = None,
    spec: FigureSpec | None = None,
    state: FaceState | None = None,
) -> Colours:
    """What the camera sees of a plate, with somebody between its layers."""
    page = np.zeros((FRAME_H, FRAME_W, 4), np.uint8)
    lay(page, layers.far, 0, 0)
    lay(page, layers.mid, 0, 0)
    if artist is not None and spec is not None and state is not None:
        for cel in (artist.body(spec), artist.head(spec, state)):
            lay(page, cel.picture, cel.x, cel.y)
    lay(page, layers.near, 0, 0)
    return np.ascontiguousarray(page[..., :3])


def _scaled(page: Colours, height: int) -> Colours:
    width = round(page.shape[1] * height / page.shape[0])
    return np.asarray(cv2.resize(page, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def _row(tiles: Sequence[Colours]) -> Colours:
    parts = []
    for tile in tiles:
        parts += [tile, np.full((tile.shape[0], _GAP, 3), _PAPER, np.uint8)]
    return np.concatenate(parts[:-1], axis=1)


def _titled(title: str, row: Colours) -> Colours:
    head = np.full((36, row.shape[1], 3), _PAPER, np.uint8)
    cv2.putText(head, title, (0, 24), cv2.FONT_HERSHEY_SIMPLEX, 0.6, _INK, 1, cv2.LINE_AA)
    return np.concatenate((head, row))


def _stacked(rows: Sequence[Colours]) -> Colours:
    width = max(row.shape[1] for row in rows)
    parts = [
        cv2.copyMakeBorder(
            row, _GAP, _GAP, _GAP, _GAP + width - row.shape[1], cv2.BORDER_CONSTANT, value=_PAPER
        )
        for row in rows
    ]
    return np.concatenate([np.asarray(part, np.uint8) for part in parts])


def _on() -> None:
    """Nobody asks this process to stop: it is ended."""


def make(request: Mapping[str, Any], tell: Tell) -> tuple[str, ...]:
    """Make the sheet of a request; returns the painter's notes.

    request: models (folder by id, none for the comic artist), mode, look, gender, age, plate, time,
    mood, seed, out.
    """
    models = {id: Path(folder) for id, folder in request["models"].items()}
    painter: Painter
    if models:
        from engine.models.loading import device_name

        painter = SdxlPainter(models, device_name(), mode=request["mode"])
    else:
        painter = Painter(Tracing())
    look = decode(Look, request["look"])
    wanted = Wanted(
        Person(look, request["gender"], request["age"]),
        SetSpec(request["plate"], request["time"], request["mood"], request["seed"]),
    )
    page = sheet(painter, wanted, tell)
    done, data = cv2.imencode(".png", page)
    if not done:
        raise UserInputError("no-sheet", "The sheet is too large for a PNG.")
    write_atomic(Path(request["out"]), data.tobytes())
    return painter.notes if isinstance(painter, SdxlPainter) else ()


def main() -> int:
    """Entry of the process. Ctrl-C is the business of who started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    begun = time.monotonic()

    def say(**event: object) -> None:
        sys.stdout.write(json.dumps(event) + "\n")
        sys.stdout.flush()

    try:
        notes = make(json.load(sys.stdin), lambda what: say(doing=what))
    except StudioError as exc:
        say(code=exc.code, message=exc.message, remedy=exc.remedy, exit=exc.exit_code)
        return exc.exit_code
    say(done=True, seconds=round(time.monotonic() - begun, 1), notes=list(notes))
    return 0


if __name__ == "__main__":
    refuse_network()
    sys.exit(main())
