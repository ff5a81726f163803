"""Makers of what is seen and heard whole: videos with their sound, and covers.

Pictures are copied packet by packet; only sound that a profile wants louder or softer, or at
another rate, is mixed and encoded again, from the takes and never from a finished file.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from engine.base.codec import decode
from engine.base.errors import MakeError
from engine.delivery.orders import Order
from engine.editor.types import CutList
from engine.film.enlarging import enlarge
from engine.film.joiner import LEAD, join
from engine.film.pictures import jpeg
from engine.film.release import release_sound
from engine.film.types import Loudness


def video(order: Order, folder: Path) -> None:
    """One mp4: pictures of a master, sound as the profile wants it, the record of the labels."""
    told = json.loads(order.facts)
    out = folder / order.files[0]
    sound = _sound(order, told, folder)
    metadata = {"title": told["title"]}
    if order.aigc:
        metadata["AIGC"] = order.aigc
    join([order.input("pictures")], sound, out, metadata, edit_list=told["edit_list"])


def enlarged(order: Order, folder: Path) -> None:
    """As `video`, the pictures drawn larger: decoded, enlarged (Lanczos) and encoded again."""
    told = json.loads(order.facts)
    width, height = told["frame"]
    wide = folder / f"{order.files[0]}.wide.mp4"
    enlarge(order.input("pictures"), wide, width, height)
    video(replace(order, inputs=tuple(
        (name, wide if name == "pictures" else file) for name, file in order.inputs
    )), folder)  # fmt: skip
    wide.unlink()


def sounds(order: Order) -> tuple[dict[str, Path], Path]:
    """Speech by line, and music, of an order that has them as inputs."""
    inputs = dict(order.inputs)
    speech = {
        name.removeprefix("speech "): file
        for name, file in inputs.items()
        if name.startswith("speech ")
    }
    return speech, inputs["music"]


def _sound(order: Order, told: Mapping[str, Any], folder: Path) -> Path:
    mix = told["mix"]
    if mix is None:
        return order.input("sound")
    out = folder / f"{order.files[0]}.m4a"
    speech, music = sounds(order)
    cuts = decode(CutList, mix["cuts"])
    wanted = Loudness(mix["lufs"], mix["peak"])
    lead = 0 if told["edit_list"] else LEAD
    release_sound(cuts, speech, music, out, wanted, lambda: None, mix["kbit"] * 1000, lead)
    return out


def cover(order: Order, folder: Path) -> None:
    """A cover as it was drawn; encoded again only when the platform wants it smaller."""
    source, out = order.input("cover"), folder / order.files[0]
    most = json.loads(order.facts)["kilobytes"] * 1000
    if source.stat().st_size <= most:
        shutil.copyfile(source, out)
        return
    picture = cv2.imread(str(source), cv2.IMREAD_COLOR)
    if picture is None:
        raise MakeError("bad-cover", f"{source.name} is no picture.", "Make the cover again.")
    for quality in range(90, 20, -10):
        data = jpeg(np.asarray(picture, np.uint8), quality)
        if len(data) <= most or quality == 30:
            out.write_bytes(data)
            return
