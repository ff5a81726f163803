"""The material of one cut, ready to blend: the plate's layers and every figure's drawings.

Everything is fetched through the cache and made only when it is not there; heads are drawn when the
first frame asks for them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import cast
from zlib import crc32

import cv2
import numpy as np

from engine.artist.types import (
    CANVAS_H,
    CANVAS_W,
    PROP_PHASES,
    Artist,
    Cel,
    FaceState,
    FigureSpec,
    Other,
    Picture,
    PlateLayers,
    PropSpec,
    air_of,
)
from engine.base.canon import Json
from engine.base.errors import MakeError
from engine.editor.types import Cut, Figure
from engine.film import life
from engine.film.cache import PlaneCache
from engine.film.grade import graded_cel, graded_plate
from engine.film.layers import CEL_CELL, Layer, holes, make_layer, soften
from engine.film.lens import STILL as LENS_STILL
from engine.film.lens import Lens, lens_of
from engine.film.particles import FEW
from engine.series.document import CastMember

State = FaceState | int
"""What of a cut changes: a head's state, or the phase of a thing that moves by itself."""
VERSION = 2
"""Raise it when converted drawings change, so that no old one is found in the shared folder."""

_BACKGROUND_BLUR = {"extreme": 14.0, "close": 9.0, "bust": 5.0, "medium": 2.2}
_PROP_BLUR = 11.0
_NEAR_BLUR = 1.4  # of the background's blur
_BACK_BLUR, _BACK_SHADE = 3.0, 0.72
_BENT = 24  # bent drawings kept in one cut, about 1.5 MB each
_OUTDOORS = ("leaves", "petals", "rain", "snow", "embers")
"""Specks in the air by which one sees that there is wind."""
_COARSE = 4.0  # from this sigma on a plate is prepared at a quarter of its size
_SHARP = 1.5  # up to this sigma luma stays at full size


def background_blur(cut: Cut) -> float:
    """Sigma in pixels by which what stands behind the subject is out of focus."""
    if cut.prop:
        return _PROP_BLUR
    front = [f for f in cut.figures if not f.back]
    return _BACKGROUND_BLUR.get(front[0].framing, 0.0) if front else 0.0


class Scene:
    """The layers of one cut. Raises MakeError when somebody in it is not in the cast.

    A thing shown alone takes the place of a figure: what stands still is its body, what moves its
    head.
    """

    def __init__(
        self,
        cut: Cut,
        plate: PlateLayers,
        plate_key: str,
        cast: Mapping[str, CastMember],
        artist: Artist,
        cache: PlaneCache,
    ) -> None:
        self.cut = cut
        self.blur = background_blur(cut)
        self.half = self.blur > _SHARP
        self._artist, self._cache = artist, cache
        self._plate, self._plate_key = plate, plate_key
        self.lens = lens_of(cut)
        self._heads: dict[tuple[int, State], Layer] = {}
        self._bent: dict[tuple[int, State | None, life.Pose], Layer] = {}
        self._windy = any(s.removesuffix(FEW) in _OUTDOORS for s in air_of(plate.air).specks)
        order = [i for i, f in enumerate(cut.figures) if not f.back][::-1]
        self.order = (*order, *(i for i, f in enumerate(cut.figures) if f.back))
        self.specs = tuple(_spec(f, cut, plate, cast) for f in cut.figures)
        self.low = tuple(artist.lowered(spec) for spec in self.specs)
        self.bodies = tuple(self._body(i) for i in range(len(self.specs)))
        if cut.prop:
            self.order, self.bodies = (0,), (self._thing(-1),)
        self.far = self._background("far", self.blur)
        self.mid = self._background("mid", self.blur)
        self.near = self._nothing() if cut.prop else self._front()
        self.holes = holes(self.mid, (CANVAS_W, CANVAS_H))

    def head(self, figure: int, state: State) -> Layer:
        """The head of the `figure`-th figure of the cut in one state, or a thing's moving part."""
        known = self._heads.get((figure, state))
        if known is None:
            known = self._thing(state) if isinstance(state, int) else self._face(figure, state)
            self._heads[figure, state] = known
        return known

    def poses(self, frame: int) -> tuple[life.Pose, ...]:
        """How every figure is bent by breath and wind in `frame`; who is out of focus is still."""
        if self.cut.prop:
            return (life.STILL,)
        return tuple(
            life.STILL
            if f.back
            else life.pose(
                f, frame, self.cut.seed + crc32(f.cast.encode()) % 9973, windy=self._windy
            )
            for f in self.cut.figures
        )

    def bent_head(self, figure: int, state: State, pose: life.Pose) -> Layer:
        """As `head`, lifted by a breath, with loose hair aside."""
        layer = self.head(figure, state)
        if pose == life.STILL:
            return layer
        key = (figure, state, pose)
        if key not in self._bent:
            self._keep(key, life.bent_head(layer, self._stand(figure), pose))
        return self._bent[key]

    def bent_body(self, figure: int, pose: life.Pose) -> Layer:
        """The body of a figure as a breath lifts it."""
        layer = self.bodies[figure]
        if pose == life.STILL:
            return layer
        key = (figure, None, pose)
        if key not in self._bent:
            self._keep(key, life.bent_body(layer, self._stand(figure), pose))
        return self._bent[key]

    def _stand(self, figure: int) -> life.Stand:
        return self.specs[figure], self.low[figure]

    def _keep(self, key: tuple[int, State | None, life.Pose], layer: Layer) -> None:
        self._bent[key] = layer
        while len(self._bent) > _BENT:
            del self._bent[next(iter(self._bent))]

    def states(self, frame: int) -> tuple[State, ...]:
        """The state of every figure's head in `frame`; a thing moves on threes."""
        if self.cut.prop:
            return (frame // 3 % PROP_PHASES,)
        return tuple(
            next(k.state for k in reversed(f.faces) if k.frame <= max(frame, f.faces[0].frame))
            for f in self.cut.figures
        )

    def _maker(self) -> tuple[str, str, int]:
        return self._artist.name, self._artist.version, VERSION

    def _body(self, figure: int) -> Layer:
        spec = self.specs[figure]
        recipe = ["body", *self._maker(), _plain(spec)]
        return self._cache.layer(recipe, lambda: _cel(self._artist.body(spec), spec))

    def _face(self, figure: int, state: FaceState) -> Layer:
        spec = self.specs[figure]
        recipe = ["head", *self._maker(), _plain(spec), _plain(state)]
        return self._cache.layer(recipe, lambda: _cel(self._artist.head(spec, state), spec))

    def _thing(self, phase: int) -> Layer:
        plate, cut = self._plate, self.cut
        spec = PropSpec(cut.prop, plate.light, plate.air, cut.seed % 997, phase)
        recipe: Json = ["prop", *self._maker(), cut.wash, cast("Json", dataclasses.asdict(spec))]

        def make() -> Layer:
            cel = self._artist.prop(spec)
            picture = cast_picture(cel.picture)
            if cut.wash != "neutral":
                picture = graded_cel(picture, cel.y, cut.wash)
            layer = make_layer(picture, opaque=False, half=False, cell=CEL_CELL)
            return dataclasses.replace(layer, x=layer.x + cel.x, y=layer.y + cel.y)

        return self._cache.layer(recipe, make)

    def _front(self) -> Layer:
        return self._background("near", self.blur * _NEAR_BLUR)

    def _nothing(self) -> Layer:
        return make_layer(np.zeros((4, 4, 4), np.uint8), opaque=False, half=False)

    def _background(self, name: str, sigma: float) -> Layer:
        wash = self.cut.wash
        lens = LENS_STILL if name == "near" else self.lens
        recipe: Json = [
            "plate", VERSION, self._plate_key, name, wash, round(sigma * 100),
            round(lens.factor * 100), round(lens.aside),
        ]  # fmt: skip

        def make() -> Layer:
            picture = cast_picture(getattr(self._plate, name))
            if not picture[..., 3].any():
                return make_layer(picture, opaque=False, half=False)
            picture = _seen(picture, lens, wash, sigma)
            return make_layer(picture, opaque=name == "far", half=sigma > _SHARP)

        return self._cache.layer(recipe, make)


def _seen(picture: Picture, lens: Lens, wash: str, sigma: float) -> Picture:
    """A layer of a plate through its lens, under its wash, out of focus: what is much so is done at
    a quarter of the size."""
    if sigma < _COARSE:
        return soften(graded_plate(lens.seen(picture), wash), sigma)
    height, width = picture.shape[:2]
    small = cv2.resize(picture, (width // 4, height // 4), interpolation=cv2.INTER_AREA)
    small = soften(graded_plate(lens.seen(cast("Picture", small)), wash), sigma / 4)
    return cast("Picture", cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR))


def _spec(
    figure: Figure, cut: Cut, plate: PlateLayers, cast: Mapping[str, CastMember]
) -> FigureSpec:
    member = cast.get(figure.cast)
    if member is None:
        raise MakeError("no-such-cast", f"Cut {cut.id} shows {figure.cast}, not in the cast.")
    if not figure.faces:
        raise MakeError("no-face", f"Cut {cut.id} gives {figure.cast} no face.")
    return FigureSpec(
        look=member.look,
        gender=member.gender,
        age=member.age,
        framing=figure.framing,
        x=figure.x,
        yaw=figure.yaw,
        pose=figure.pose,
        light=plate.light,
        wash=cut.wash,
        back=figure.back,
        holds=figure.holds,
        other=_other(figure, cut, cast),
        legs=figure.legs,
    )


def _other(figure: Figure, cut: Cut, cast: Mapping[str, CastMember]) -> Other | None:
    """Whom a figure touches, as its own drawing needs to know it."""
    found = next((f for f in cut.figures if figure.touches and f.cast == figure.touches), None)
    member = cast.get(figure.touches) if found else None
    if found is None or member is None:
        return None
    return Other(member.look, member.gender, member.age, found.x, found.pose, found.legs)


def _plain(value: FigureSpec | FaceState) -> Json:
    return cast("Json", dataclasses.asdict(value))


def cast_picture(value: object) -> Picture:
    """A drawing as it came from the artist, checked: BGRA, 8 bit."""
    if not isinstance(value, np.ndarray) or value.dtype != np.uint8 or value.ndim != 3:
        raise MakeError("bad-drawing", "A drawing is not an 8-bit picture.")
    if value.shape[2] != 4:
        raise MakeError("bad-drawing", f"A drawing has {value.shape[2]} channels instead of 4.")
    return cast("Picture", value)


def _cel(cel: Cel, spec: FigureSpec) -> Layer:
    """A cel as a layer; somebody seen from behind in front of the camera is dark and soft."""
    picture, x, y = cast_picture(cel.picture), cel.x, cel.y
    if spec.wash != "neutral":
        picture = graded_cel(picture, y, spec.wash)
    if spec.back:
        edge = 2 * round(_BACK_BLUR * 1.5)
        padding = (edge, edge), (edge, edge), (0, 0)
        picture = np.pad(picture, padding)
        x, y = x - edge, y - edge
        gain = np.array([_BACK_SHADE, _BACK_SHADE, _BACK_SHADE, 1.0], np.float32)
        shaded = cv2.transform(picture, np.diag(gain))
        picture = soften(cast("Picture", shaded), _BACK_BLUR)
    layer = make_layer(picture, opaque=False, half=False, cell=CEL_CELL)
    return dataclasses.replace(layer, x=layer.x + x, y=layer.y + y)
