"""Drawings and faces as files: OpenRaster pictures that know where they lie on a figure.

Krita and other painters open them layer by layer; the place travels in ``placement.json``. Files
from people are not trusted: sizes are checked before anything is unpacked. No model is needed here,
for workers that film a season read these files frame by frame.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import cast

import cv2
import numpy as np

from engine.artist.guide import Guide, Person, Placement
from engine.artist.ora import read_picture
from engine.artist.types import Picture
from engine.artist.views import FACE_PARTS, View
from engine.base.errors import UserInputError

_DATE = (1980, 1, 1, 0, 0, 0)
_MAX_BYTES = 160 << 20
_MAX_SIDE = 8192
_FIGURE = "figure"


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """One person in one view, calm, in neutral light, on nothing. picture: premultiplied BGRA."""

    picture: Picture
    place: Placement


@dataclass(frozen=True, slots=True, eq=False)
class Expression:
    """The face of a drawing in one family of faces.

    faces: by part of `FACE_PARTS`, premultiplied BGRA of the size of `place`; alpha is how much of
    the drawing below they cover, 0 outside the face.
    """

    faces: Mapping[str, Picture]
    place: Placement


def write_drawing(drawing: Drawing, path: Path) -> None:
    """Write an .ora; equal drawings give equal bytes."""
    _write({_FIGURE: drawing.picture}, drawing.place, path)


def write_expression(expression: Expression, path: Path) -> None:
    """Write an .ora of four layers; equal expressions give equal bytes."""
    _write({part: expression.faces[part] for part in FACE_PARTS}, expression.place, path)


def load_drawing(path: Path) -> Drawing:
    """Read what `write_drawing` wrote. Raises UserInputError."""
    layers, place = _read(path, (_FIGURE,))
    return Drawing(layers[_FIGURE], place)


def load_expression(path: Path) -> Expression:
    """Read what `write_expression` wrote. Raises UserInputError."""
    layers, place = _read(path, FACE_PARTS)
    return Expression(layers, place)


def import_drawing(path: Path, view: View, who: Person, guide: Guide | None = None) -> Drawing:
    """A person's own drawing of a view, fitted to where the comic artist draws that figure.

    A picture of the view's own size (a drawing that was painted over) keeps its place. Any other is
    scaled: its top and, for whole figures, its height come to those of the comic figure. Head and
    shoulders come to its width, and further if they would not reach the window's lower edge.

    Raises:
        UserInputError: not a picture, too large, without transparency, or empty.
    """
    picture = _figure_of(path)
    x, y, width, height = cv2.boundingRect(np.ascontiguousarray(picture[..., 3] > 8, np.uint8))
    if not width:
        raise UserInputError("empty-picture", f"{path.name} shows nothing.", "Draw a figure on it.")
    if (picture[..., 3] > 250).all():
        raise UserInputError(
            "no-alpha",
            f"{path.name} has no transparency: the figure cannot be told from its ground.",
            "Save it as PNG or OpenRaster with a transparent ground.",
        )
    draws = guide or Guide()
    place = draws.window(who, view)
    if picture.shape[:2] == (place.height, place.width):
        return Drawing(picture, place)
    known = draws.figure(who, view, place)[..., 3]
    kx, ky, kw, kh = cv2.boundingRect(np.ascontiguousarray(known > 8, np.uint8))
    whole = ky + kh < place.height
    factor = kh / height if whole else max(kw / width, kh / height)
    move = np.array(
        [[factor, 0, kx + kw / 2 - (x + width / 2) * factor], [0, factor, ky - y * factor]]
    )
    size = (place.width, place.height)
    if factor < 1:
        picture = _reduced(picture, factor)
        move[:, :2] = np.eye(2)
    fitted = cv2.warpAffine(picture, move, size, flags=cv2.INTER_LINEAR)
    return Drawing(cast("Picture", fitted), place)


def _reduced(picture: Picture, factor: float) -> Picture:
    size = max(1, round(picture.shape[1] * factor)), max(1, round(picture.shape[0] * factor))
    return cast("Picture", cv2.resize(picture, size, interpolation=cv2.INTER_AREA))


def _figure_of(path: Path) -> Picture:
    """The flat picture of a PNG, WebP or OpenRaster file."""
    try:
        with path.open("rb") as file:
            head = file.read(4)
        if path.stat().st_size > _MAX_BYTES:
            raise _too_large(path)
        if head != b"PK\x03\x04":
            return read_picture(path.read_bytes(), path.name)
        with zipfile.ZipFile(path) as archive:
            if sum(item.file_size for item in archive.infolist()) > _MAX_BYTES:
                raise _too_large(path)
            return read_picture(archive.read("mergedimage.png"), path.name)
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError) as exc:
        raise _damaged(path) from exc


def _write(layers: Mapping[str, Picture], place: Placement, path: Path) -> None:
    listed = "".join(f'<layer name="{n}" src="data/{n}.png"/>' for n in reversed(list(layers)))
    stack = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<image version="0.0.6" w="{place.width}" h="{place.height}"><stack>{listed}</stack>'
        "</image>\n"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as file:
        _add(file, "mimetype", b"image/openraster")
        _add(file, "stack.xml", stack.encode())
        for name, picture in layers.items():
            _add(file, f"data/{name}.png", _png(picture))
        _add(file, "placement.json", json.dumps(asdict(place), sort_keys=True).encode())
        _add(file, "mergedimage.png", _png(next(iter(layers.values()))))


def _read(path: Path, names: tuple[str, ...]) -> tuple[dict[str, Picture], Placement]:
    try:
        with zipfile.ZipFile(path) as file:
            if sum(item.file_size for item in file.infolist()) > _MAX_BYTES:
                raise _too_large(path)
            data = json.loads(file.read("placement.json"))
            place = Placement(
                int(data["width"]), int(data["height"]), float(data["left"]), float(data["top"]),
                float(data["scale"]),
            )  # fmt: skip
            layers = {n: read_picture(file.read(f"data/{n}.png"), path.name) for n in names}
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, OSError) as exc:
        raise _damaged(path) from exc
    size = (place.height, place.width)
    if place.scale <= 0 or max(size) > _MAX_SIDE or any(
        picture.shape[:2] != size for picture in layers.values()
    ):  # fmt: skip
        raise _damaged(path)
    return layers, place


def _png(picture: Picture) -> bytes:
    """Straight alpha, as PNG has it."""
    alpha = picture[..., 3:].astype(np.uint16)
    colour = (picture[..., :3].astype(np.uint16) * 255 + alpha // 2) // np.maximum(alpha, 1)
    straight = np.concatenate((np.minimum(colour, 255).astype(np.uint8), picture[..., 3:]), axis=2)
    done, data = cv2.imencode(".png", straight, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    assert done
    return data.tobytes()


def _add(file: zipfile.ZipFile, name: str, data: bytes) -> None:
    item = zipfile.ZipInfo(name, _DATE)
    item.external_attr = 0o644 << 16
    file.writestr(item, data)


def _damaged(path: Path) -> UserInputError:
    return UserInputError(
        "not-drawing", f"{path.name} is damaged or not a drawing of the studio.", "Make it again."
    )


def _too_large(path: Path) -> UserInputError:
    return UserInputError("too-large", f"{path.name} unpacks to too much.", "Scale it down.")
