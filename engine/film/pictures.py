"""Stills of any frame through the film's own compositor: previews, contact sheets, tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.artist.types import FRAME_H, FRAME_W, Artist, PlateLayers
from engine.editor.types import Cut
from engine.film.cache import PlaneCache
from engine.film.compositor import Compositor
from engine.film.planes import Target, empty_target
from engine.series.document import CastMember

Bgr = NDArray[np.uint8]


def frame_picture(
    cut: Cut,
    number: int,
    plate: PlateLayers,
    plate_key: str,
    cast: Mapping[str, CastMember],
    artist: Artist,
    cache: PlaneCache,
) -> Bgr:
    """Frame `number` of a cut, 1920 x 1080 x 3 (blue, green, red).

    The background may stand up to half a pixel from where it stands in the film, where it moves
    on twos.
    """
    target = empty_target(FRAME_W, FRAME_H)
    Compositor(cut, plate, plate_key, cast, artist, cache).compose(number, target)
    return to_bgr(target)


def frame_png(
    cut: Cut,
    number: int,
    plate: PlateLayers,
    plate_key: str,
    cast: Mapping[str, CastMember],
    artist: Artist,
    cache: PlaneCache,
) -> bytes:
    """The same as `frame_picture`, as a PNG file's bytes."""
    picture = frame_picture(cut, number, plate, plate_key, cast, artist, cache)
    return cv2.imencode(".png", picture)[1].tobytes()


def jpeg(picture: Bgr, quality: int = 92) -> bytes:
    """A picture as a JPEG file's bytes. quality: 1 to 100."""
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


def to_bgr(target: Target) -> Bgr:
    """BT.709 limited planes as a picture to look at."""
    height, width = target[0].shape
    y = (target[0].astype(np.float32) - 16) * np.float32(255 / 219)
    u, v = (
        (cv2.resize(p, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.float32) - 128)
        * np.float32(255 / 224)
        for p in target[1:]
    )
    red, blue = y + np.float32(1.5748) * v, y + np.float32(1.8556) * u
    green = y - np.float32(0.1873) * u - np.float32(0.4681) * v
    return _cast(np.stack([blue, green, red], axis=-1))


def _cast(picture: NDArray[np.float32]) -> Bgr:
    return cast("Bgr", np.clip(picture + 0.5, 0, 255).astype(np.uint8))
