"""Makers of pictures about the season: the poster in its crops, and contact sheets."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from engine.artist.comic.artist import ComicArtist
from engine.artist.ora import read_plate
from engine.base.codec import decode
from engine.delivery.orders import Order
from engine.delivery.shotlist import timecode
from engine.film.cache import PlaneCache
from engine.film.cover import over
from engine.film.pictures import Bgr, jpeg
from engine.film.poster import SIZES, cropped, draw_poster
from engine.film.text import Paragraph, Run, Sheet, Style
from engine.series.document import CastMember

_PLANES = 64 << 20
_WIDE, _TALL, _GAP, _WORDS = 216, 384, 14, 62
_COLUMNS = 8
_PAPER, _INK, _DIM = (24, 20, 22), (240, 240, 240), (170, 165, 168)
_SEEN = ("villain", "power", "hero")


def poster(order: Order, folder: Path) -> None:
    """``poster.jpg`` and its crops, the person the season is about in front."""
    told = json.loads(order.facts)
    cast = {m.role: m for m in (decode(CastMember, c) for c in told["cast"])}
    people = [cast[role] for role in _SEEN if role in cast] or list(cast.values())[:1]
    plate = order.input("plate")
    with tempfile.TemporaryDirectory() as cache:
        picture = draw_poster(
            read_plate(plate), plate.name, people, ComicArtist(),
            PlaneCache(_PLANES, Path(cache)), title=told["title"], logline=told["logline"],
            label=told["label"],
        )  # fmt: skip
    for name in order.files:
        size = SIZES[Path(name).stem.partition("-")[2] or "9x16"]
        (folder / name).write_bytes(jpeg(cropped(picture, size)))


def contact_sheet(order: Order, folder: Path) -> None:
    """A picture a cut with its time, or a cover an episode with its title."""
    told = json.loads(order.facts)
    if "cuts" in told:
        pictures = dict(order.inputs)
        rows = [
            (pictures.get(id), timecode(first), id)
            for id, first, _ in told["cuts"] if id in pictures
        ]  # fmt: skip
        title = f"{told['episode']['number']:02d}  {told['episode']['title']}"
    else:
        covers = [file for _, file in order.inputs]
        rows = [(file, f"{e['number']:02d}", e["title"])
                for file, e in zip(covers, told["season"], strict=True)]  # fmt: skip
        title = told["title"]
    (folder / order.files[0]).write_bytes(jpeg(sheet_of(title, rows)))


def sheet_of(title: str, rows: Sequence[tuple[Path | None, str, str]]) -> Bgr:
    """A contact sheet. rows: picture, first and second line of words."""
    columns = min(_COLUMNS, max(4, len(rows)))
    lines = -(-len(rows) // columns)
    width = columns * (_WIDE + _GAP) + _GAP
    height = 90 + lines * (_TALL + _WORDS + _GAP) + _GAP
    canvas = np.full((height, width, 3), _PAPER, np.uint8)
    words = Sheet(width, height)
    _say(words, title, _GAP, 22, width - 2 * _GAP, 40, _INK)
    for at, (file, first, second) in enumerate(rows):
        x = _GAP + at % columns * (_WIDE + _GAP)
        y = 90 + at // columns * (_TALL + _WORDS + _GAP)
        picture = None if file is None else cv2.imread(str(file), cv2.IMREAD_COLOR)
        if picture is not None:
            canvas[y : y + _TALL, x : x + _WIDE] = _fitted(np.asarray(picture, np.uint8))
        _say(words, first, x, y + _TALL + 4, _WIDE, 22, _INK)
        _say(words, second, x, y + _TALL + 32, _WIDE, 20, _DIM)
    over(canvas, words)
    return canvas


def _fitted(picture: Bgr) -> Bgr:
    return np.asarray(cv2.resize(picture, (_WIDE, _TALL), interpolation=cv2.INTER_AREA), np.uint8)


def _say(
    sheet: Sheet, text: str, x: int, y: int, width: int, size: int, colour: tuple[int, int, int]
) -> None:
    """One line of words, cut off where it does not fit."""
    style, laid = Style(size, align="left"), None
    while text:
        laid = Paragraph([Run(text, colour)], style, width)
        if laid.lines == 1:
            break
        text = text[: max(0, int(len(text) * 0.9) - 1)].rstrip("…") + "…" if len(text) > 2 else ""
    if text and laid is not None:
        laid.paint(sheet.canvas, x, y)
