"""The embedded artist: plates, bodies, heads and comic devices, drawn with skia.

Ink is drawn once in neutral light and kept; what a shot needs is that drawing moved into place and
graded to the light of its plate.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
import skia

from engine.artist.comic import contact, overlays
from engine.artist.comic.acting import expression_of
from engine.artist.comic.body import Figure
from engine.artist.comic.design import design
from engine.artist.comic.head import HeadDrawer
from engine.artist.comic.ink import NEUTRAL, Art, Light
from engine.artist.comic.limbs import build_of, floor_of
from engine.artist.comic.plates import PLATES, plate
from engine.artist.comic.poses import POSES, Pose, holding, resting
from engine.artist.comic.props.draw import draw_prop
from engine.artist.comic.raster import LEFT, TOP, Box, inked, lit, shifted
from engine.artist.comic.spec import CALM, Character
from engine.artist.types import (
    CANVAS_H,
    CANVAS_W,
    FRAME_H,
    FRAME_W,
    OVERSCAN,
    Cel,
    FaceState,
    FigureSpec,
    Picture,
    PlateLayers,
    PropSpec,
    SetSpec,
    air_of,
)
from engine.base.canon import canonical_text
from engine.base.codec import encode

HEAD = 220.0
"""Crown to chin in head units."""

FRAMING = {
    "extreme": (0.78, 0.37), "close": (0.335, 0.385), "bust": (0.25, 0.36),
    "medium": (0.185, 0.33), "cowboy": (0.15, 0.25), "full": (0.116, 0.175),
}  # fmt: skip
"""Head height as a share of the frame's height, and where the head's centre stands in it."""

FLOOR = 1400.0
"""Height of a grown woman's soles below the head's centre, in head units."""

_FLOOR = {"full": (1.0, 130), "cowboy": (0.6, 90), "medium": (0.35, 60), "bust": (0.12, 24)}
"""How much of a difference in height is seen, and the most of it in pixels."""

_GROUND = {"full": 1750, "cowboy": 1700, "medium": 1700}
"""Where the floor of who sits or lies low is at the lowest, pixels below the frame's top."""
_WRITTEN = 1300
"""Below this nothing of a face may lie: subtitles stand there (`film.subtitles.FLOORS`)."""
_SINKS = {"full": 1.0, "cowboy": 0.8, "medium": 0.4}
"""How much of the way down a head goes with a body that sits or kneels."""

_BACK = (1.16, 0.16)  # somebody seen from behind: so much larger and lower
_INK_BYTES = 90 << 20
_HANDS = 24


class ComicArtist:
    """Draws everything the film asks for. Equal requests give equal bytes."""

    name = "comic"
    version = "3"

    def __init__(self) -> None:
        self._heads = HeadDrawer()
        self._ink: OrderedDict[tuple[object, ...], tuple[Picture, Box]] = OrderedDict()
        self._before: OrderedDict[tuple[object, ...], skia.Picture] = OrderedDict()
        self._held = 0

    def plate(self, spec: SetSpec) -> PlateLayers:
        """Draw a background in three layers; an unknown template is drawn as the street."""
        name = spec.plate if spec.plate in PLATES else "street"
        found = plate(name, spec.time_of_day, spec.mood, spec.seed, OVERSCAN)
        layers = [_layer(getattr(found, part)) for part in ("far", "mid", "near")]
        layers[0][..., 3] = 255
        light = json.dumps(asdict(found.light), sort_keys=True, separators=(",", ":"))
        air = canonical_text(encode(found.air))
        return PlateLayers(layers[0], layers[1], layers[2], light, air)

    def body(self, spec: FigureSpec) -> Cel:
        """The figure without its head: hair behind, clothes, arms, hands."""
        who = design(spec.look, spec.gender, spec.age)
        key = (
            "body",
            who,
            sunk(spec),
            spec.framing,
            spec.yaw,
            pose_of(spec),
            spec.back,
            spec.holds,
            _touched(spec),
        )

        def paint(canvas: skia.Canvas) -> None:
            with _placed(canvas, spec):
                _figure(canvas, who, spec).draw_body()

        return self._cel(key, spec, paint)

    def head(self, spec: FigureSpec, state: FaceState) -> Cel:
        """The head in one state, to be laid over `body` of the same spec; with hands before it."""
        who = design(spec.look, spec.gender, spec.age)
        pose = pose_of(spec)
        turned = spec.back or pose.turned
        own: tuple[object, ...] = (CALM if turned else state, pose.nod)
        if _over(pose):
            own = (*own, spec.pose, spec.holds, _touched(spec))
        key = ("head", who, sunk(spec), spec.framing, spec.yaw, turned, *own)

        def paint(canvas: skia.Canvas) -> None:
            with _placed(canvas, spec):
                self._head(canvas, who, spec, state)

        return self._cel(key, spec, paint)

    def prop(self, spec: PropSpec) -> Cel:
        """A thing shown alone. Raises MakeError for an unknown one."""
        return draw_prop(spec, light_of(spec.light), air_of(spec.air))

    def lowered(self, spec: FigureSpec) -> int:
        """As `sunk`, and the lower place of somebody seen from behind."""
        return sunk(spec) + (round(_BACK[1] * FRAME_H) if spec.back else 0)

    def overlay(self, kind: str, phase: int, wash: str, seed: int) -> Picture:
        """A comic device over the whole frame. Raises MakeError for an unknown kind."""
        return overlays.overlay(kind, phase, wash, seed)

    def _head(
        self, canvas: skia.Canvas, who: Character, spec: FigureSpec, state: FaceState
    ) -> None:
        pose = pose_of(spec)
        if spec.back or pose.turned:
            _figure(canvas, who, spec).head()
            return
        face = expression_of(state)
        if pose.nod:
            face = replace(face, pitch=min(1.5, face.pitch + pose.nod))
        self._heads.draw(canvas, who, face, spec.yaw / 100, _weight(spec))
        if _over(pose):
            canvas.drawPicture(self._hands(who, spec))

    def _hands(self, who: Character, spec: FigureSpec) -> skia.Picture:
        """The forearms and hands before a head, recorded: the same for all its faces."""
        key = (who, spec.framing, spec.yaw, spec.pose, spec.holds, _touched(spec))
        known = self._before.pop(key, None)
        if known is None:
            recorder = skia.PictureRecorder()
            canvas = recorder.beginRecording(skia.Rect(-900, -900, 900, 2400))
            _figure(canvas, who, spec).draw_over()
            known = recorder.finishRecordingAsPicture()
        self._before[key] = known
        if len(self._before) > _HANDS:
            self._before.popitem(last=False)
        return known

    def _cel(
        self, key: tuple[object, ...], spec: FigureSpec, paint: Callable[[skia.Canvas], None]
    ) -> Cel:
        picture, box = self._kept(key, paint)
        light = light_of(spec.light)
        centre_y = TOP + middle_of(spec) * FRAME_H
        shone = lit(picture, box, light, LEFT + FRAME_W / 2, centre_y)
        return shifted(shone, box, round((spec.x - 50) / 200 * FRAME_W) * 2)

    def _kept(
        self, key: tuple[object, ...], paint: Callable[[skia.Canvas], None]
    ) -> tuple[Picture, Box]:
        """The ink of a drawing in the middle of the frame, in neutral light."""
        known = self._ink.get(key)
        if known is not None:
            self._ink.move_to_end(key)
            return known
        found = inked(paint)
        self._ink[key] = found
        self._held += found[0].nbytes
        while self._held > _INK_BYTES and len(self._ink) > 1:
            _, (old, _) = self._ink.popitem(last=False)
            self._held -= old.nbytes
        return found


class _placed:  # noqa: N801 - a context manager used like a function
    """Head units on the canvas: origin at the head's centre, scaled to the framing."""

    def __init__(self, canvas: skia.Canvas, spec: FigureSpec) -> None:
        self._canvas, self._spec = canvas, spec

    def __enter__(self) -> None:
        self._canvas.save()
        self._canvas.translate(LEFT + FRAME_W / 2, TOP + middle_of(self._spec) * FRAME_H)
        scale = scale_of(self._spec)
        self._canvas.scale(scale, scale)

    def __exit__(self, *_: object) -> None:
        self._canvas.restore()


def scale_of(spec: FigureSpec) -> float:
    share = FRAMING.get(spec.framing, FRAMING["medium"])[0]
    return share * FRAME_H / HEAD * (_BACK[0] if spec.back else 1.0)


def middle_of(spec: FigureSpec) -> float:
    """Where the head's centre stands, as a share of the frame's height: low for short people."""
    place = FRAMING.get(spec.framing, FRAMING["medium"])[1] + (_BACK[1] if spec.back else 0.0)
    return place + sunk(spec) / FRAME_H


def sunk(spec: FigureSpec) -> int:
    """Pixels by which a head stands lower than a grown woman's, so that feet share a floor.

    All of the difference in a full figure, less in closer framings, none in close-ups; lower again
    by what a body loses that sits, kneels or lies.
    """
    share, most = _FLOOR.get(spec.framing, (0.0, 0))
    build, scale = build_of(design(spec.look, spec.gender, spec.age)), scale_of(spec)
    short = FLOOR - build.sole_y
    lower = max(-most, min(most, short * scale * share))
    floor = floor_of(build, pose_of(spec).legs)
    if spec.framing in _SINKS and floor < build.sole_y and not spec.back:
        centre = FRAMING[spec.framing][1] * FRAME_H
        room = _WRITTEN - HEAD * scale / 2 - centre
        ground = _GROUND[spec.framing] - floor * scale - centre
        if ground > 0:  # where the floor is seen at all
            room = min(room, ground)
        lower = max(lower, min(lower + (build.sole_y - floor) * scale * _SINKS[spec.framing], room))
    return 2 * round(lower / 2)


def pose_of(spec: FigureSpec) -> Pose:
    """The pose of a figure with what it holds; an unknown one stands."""
    pose = POSES.get(spec.pose, POSES["stand"])
    if spec.back:
        return POSES["stand"] if pose.legs != "stand" else pose
    pose = resting(pose, spec.legs) if spec.legs else pose
    return holding(pose, spec.holds) if spec.holds else pose


def _over(pose: Pose) -> bool:
    return pose.near.over or pose.far.over


def _figure(canvas: skia.Canvas, who: Character, spec: FigureSpec) -> Figure:
    """The figure of a spec on a canvas in head units, its hands where the other one is."""
    art = Art(canvas, NEUTRAL, _weight(spec))
    figure = Figure(art, who, CALM, spec.yaw / 100, pose_of(spec), back=spec.back)
    figure.holds = spec.holds
    partner = _touched(spec)
    if partner is not None:
        figure.aims = contact.aims(spec.pose, figure, partner)
    return figure


def _touched(spec: FigureSpec) -> contact.Partner | None:
    """The other one as the figure's own drawing measures it."""
    other = spec.other
    if other is None:
        return None
    there = replace(
        spec,
        look=other.look,
        gender=other.gender,
        age=other.age,
        pose=other.pose,
        holds="",
        other=None,
        legs=other.legs,
    )
    scale = scale_of(spec)
    return contact.Partner(
        design(other.look, other.gender, other.age),
        round((other.x - spec.x) / 100 * FRAME_W / scale, 2),
        round((sunk(there) - sunk(spec)) / scale, 2),
        -spec.yaw / 100,
    )


def _weight(spec: FigureSpec) -> float:
    """Line weight in head units: never hair-thin on small figures, never thick in close-ups."""
    return min(1.45, max(0.9, 1.9 / scale_of(spec)))


@lru_cache(maxsize=64)
def light_of(text: str) -> Light:
    data = json.loads(text) if text else {}
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}
    return Light(**values)


def _layer(image: skia.Image) -> Picture:
    """A skia image as a picture of exactly the canvas' size."""
    picture = np.zeros((image.height(), image.width(), 4), np.uint8)
    info = skia.ImageInfo.MakeN32Premul(image.width(), image.height())
    image.readPixels(info, picture, image.width() * 4, 0, 0)
    if picture.shape[:2] != (CANVAS_H, CANVAS_W):
        picture = np.asarray(
            cv2.resize(picture, (CANVAS_W, CANVAS_H), interpolation=cv2.INTER_LINEAR), np.uint8
        )
    return picture
