"""Plates as OpenRaster files, so that Krita and other painters open them layer by layer.

OpenRaster 0.0.6: a zip with an uncompressed ``mimetype`` first, ``stack.xml`` and PNG layers. The
light that falls on figures travels in ``light.json``, what moves in ``air.json``. Files from people
are not trusted: sizes are checked before anything is unpacked, and nothing is written to disk.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import cast

import cv2
import numpy as np

from engine.artist.types import CANVAS_H, CANVAS_W, Air, Picture, PlateLayers
from engine.base.codec import decode
from engine.base.errors import UserInputError

_NAMES = ("far", "mid", "near")
_DATE = (1980, 1, 1, 0, 0, 0)
_MAX_BYTES = 80 << 20
_MAX_PIXELS = 60_000_000
_STACK = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<image version="0.0.6" w="{w}" h="{h}"><stack>'
    '<layer name="near" src="data/near.png"/><layer name="mid" src="data/mid.png"/>'
    '<layer name="far" src="data/far.png"/></stack></image>\n'
)


def write_plate(layers: PlateLayers, path: Path) -> None:
    """Write an .ora; equal layers give equal bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as file:
        _add(file, "mimetype", b"image/openraster")
        _add(file, "stack.xml", _STACK.format(w=CANVAS_W, h=CANVAS_H).encode())
        for name in _NAMES:
            _add(file, f"data/{name}.png", _png(getattr(layers, name)))
        _add(file, "light.json", layers.light.encode())
        if layers.air:
            _add(file, "air.json", layers.air.encode())
        flat = layers.far
        for name in ("mid", "near"):
            flat = _over(flat, getattr(layers, name))
        _add(file, "mergedimage.png", _png(flat))


def read_plate(path: Path) -> PlateLayers:
    """Read an .ora, or any PNG, JPEG or WebP picture as a single far layer that covers the canvas.

    Raises:
        UserInputError: not a picture, truncated, or too large.
    """
    try:
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as exc:
        raise UserInputError("unreadable", f"{path} cannot be read.", "Check the file.") from exc
    if head == b"PK\x03\x04":
        return _read_layers(path)
    if path.stat().st_size > _MAX_BYTES:
        raise UserInputError("too-large", f"{path.name} is larger than 80 MB.", "Scale it down.")
    far = _covering(read_picture(path.read_bytes(), path.name))
    far[..., 3] = 255
    empty = np.zeros_like(far)
    return PlateLayers(far, empty, empty.copy(), "")


def read_picture(data: bytes, name: str) -> Picture:
    """A picture as premultiplied BGRA. Raises UserInputError when it is none or damaged."""
    found = None
    if data:
        try:
            found = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
        except cv2.error:
            found = None
    if found is None or found.size == 0:
        raise UserInputError(
            "not-picture", f"{name} is damaged or not a picture.", "Use PNG, JPEG, WebP or ORA."
        )
    if found.shape[0] * found.shape[1] > _MAX_PIXELS:
        raise UserInputError("too-large", f"{name} has too many pixels.", "Scale it down.")
    if found.dtype == np.uint16:
        found = (found // 256).astype(np.uint8)
    if found.ndim == 2:
        found = cv2.cvtColor(found, cv2.COLOR_GRAY2BGRA)
    elif found.shape[2] == 3:
        found = cv2.cvtColor(found, cv2.COLOR_BGR2BGRA)
    return _premultiplied(cast("Picture", found))


def _read_layers(path: Path) -> PlateLayers:
    try:
        with zipfile.ZipFile(path) as file:
            if sum(item.file_size for item in file.infolist()) > 4 * _MAX_BYTES:
                raise UserInputError(
                    "too-large", f"{path.name} unpacks to too much.", "Save it with fewer layers."
                )
            names = set(file.namelist())
            if "data/far.png" in names:
                layers = [
                    _covering(read_picture(file.read(f"data/{name}.png"), path.name))
                    if f"data/{name}.png" in names
                    else np.zeros((CANVAS_H, CANVAS_W, 4), np.uint8)
                    for name in _NAMES
                ]
            elif "mergedimage.png" in names:
                flat = _covering(read_picture(file.read("mergedimage.png"), path.name))
                layers = [flat, np.zeros_like(flat), np.zeros_like(flat)]
            else:
                raise UserInputError(
                    "not-picture", f"{path.name} holds no layers.", "Save it as OpenRaster."
                )
            light = file.read("light.json").decode() if "light.json" in names else ""
            air = file.read("air.json").decode() if "air.json" in names else ""
            json.loads(light or "{}")
            decode(Air, json.loads(air or "{}"))
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, NotImplementedError) as exc:
        raise UserInputError(
            "damaged-picture", f"{path.name} is damaged.", "Save it again as OpenRaster."
        ) from exc
    layers[0][..., 3] = 255
    return PlateLayers(layers[0], layers[1], layers[2], light, air)


def _covering(picture: Picture) -> Picture:
    """Scaled and cut about its middle so that it covers the canvas."""
    height, width = picture.shape[:2]
    if (height, width) == (CANVAS_H, CANVAS_W):
        return picture
    scale = max(CANVAS_W / width, CANVAS_H / height)
    size = max(CANVAS_W, round(width * scale)), max(CANVAS_H, round(height * scale))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    large = np.asarray(cv2.resize(picture, size, interpolation=way), np.uint8)
    x, y = (size[0] - CANVAS_W) // 2, (size[1] - CANVAS_H) // 2
    return np.ascontiguousarray(large[y : y + CANVAS_H, x : x + CANVAS_W])


def _premultiplied(picture: Picture) -> Picture:
    alpha = picture[..., 3:].astype(np.uint16)
    colour = (picture[..., :3].astype(np.uint16) * alpha + 127) // 255
    return np.concatenate((colour.astype(np.uint8), picture[..., 3:]), axis=2)


def _straight(picture: Picture) -> Picture:
    alpha = picture[..., 3:].astype(np.uint16)
    colour = (picture[..., :3].astype(np.uint16) * 255 + alpha // 2) // np.maximum(alpha, 1)
    return np.concatenate((np.minimum(colour, 255).astype(np.uint8), picture[..., 3:]), axis=2)


def _over(below: Picture, above: Picture) -> Picture:
    rest = 255 - above[..., 3:].astype(np.uint16)
    mixed = above.astype(np.uint16) + (below.astype(np.uint16) * rest + 127) // 255
    return np.minimum(mixed, 255).astype(np.uint8)


def _png(picture: Picture) -> bytes:
    done, data = cv2.imencode(".png", _straight(picture), [cv2.IMWRITE_PNG_COMPRESSION, 1])
    assert done
    return data.tobytes()


def _add(file: zipfile.ZipFile, name: str, data: bytes) -> None:
    item = zipfile.ZipInfo(name, _DATE)
    item.external_attr = 0o644 << 16
    file.writestr(item, data)
