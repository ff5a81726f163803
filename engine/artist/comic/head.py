"""Heads from recorded parts: what a change of viseme or lids leaves alone is not drawn again.

Drawing a head in ink takes about 45 ms of geometry in Python; replaying recorded parts a few. Each
part is kept by the character, the turn of the head and those face parameters that it depends on.
The hair in front, which takes half of the painting, is kept as pixels (`stamps`).
Everything is drawn in neutral light and graded to the plate afterwards, so parts serve every place.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

import skia

from engine.artist.comic.acting import values
from engine.artist.comic.face import FaceRig
from engine.artist.comic.hair import hidden_locks, paint_front, paint_tails
from engine.artist.comic.hairstyles import hair_of
from engine.artist.comic.ink import NEUTRAL, Art
from engine.artist.comic.skull import HeadView
from engine.artist.comic.spec import CALM, Character, Expression
from engine.artist.comic.stamps import Stamps

_BOUNDS = skia.Rect(-900, -900, 900, 2400)
_LIMIT = 400
_PLUMB = 1.6
"""How much of a head's roll its ornaments turn back: more than all, as they swing on."""
_JAW = ("mouth_open", "mouth_round")
_BROWS = ("brow_in", "brow_out", "furrow", "mouth_skew")


@dataclass(frozen=True, slots=True)
class Part:
    """A layer of the head: its name, the parameters it depends on, how it is drawn."""

    name: str
    needs: tuple[str, ...]
    draw: Callable[[FaceRig], None]


def _under(rig: FaceRig) -> None:
    if rig.who.hair != "high_ponytail":
        paint_tails(rig.art, hair_of(rig.who), rig.v, rig.who)
    hidden_locks(rig.art, hair_of(rig.who), rig.v, rig.who)
    ears = hair_of(rig.who).ears
    if ears == "shown":
        rig.ears()
    rig.skin_mass()
    if rig.turned and ears != "hidden":
        rig.ear(-rig.side)
    rig.nose()


def _eyes(rig: FaceRig) -> None:
    for side in (-1, 1):
        rig.eye(side)


def _brows(rig: FaceRig) -> None:
    rig.frown_lines()
    rig.blush_lines()
    for side in (-1, 1):
        rig.brow(side)
    if rig.who.has("scar"):
        rig.scar()
    rig.contour()
    rig.contour_ink()


def _front(rig: FaceRig) -> None:
    paint_front(rig.art, hair_of(rig.who), rig.v, rig.who, rig.contour())


def _dangles(rig: FaceRig) -> None:
    """Earrings and strings of beads hang plumb, and a little beyond, whatever the head does."""
    lean = -_PLUMB * rig.e.roll
    if rig.who.has("earrings"):
        rig.earrings(lean)
    if (dangle := hair_of(rig.who).dangle) is not None:
        dangle(rig.art, rig.v, rig.who, lean)


PARTS = (
    Part("under", (*_JAW, "blush"), _under),
    Part("gloom", ("gloom", "brow_in"), lambda rig: rig.forehead_gloom()),
    Part(
        "mouth",
        (*_JAW, "mouth_curve", "mouth_skew", "mouth_width", "teeth"),
        lambda rig: rig.mouth(),
    ),
    Part(
        "eyes",
        ("brow_in", "furrow", "eye_open", "lower_lid", "wince", "gaze_x", "gaze_y", "pupil",
         "blush", "tears"),
        _eyes,
    ),
    Part("brows", (*_BROWS, *_JAW, "blush", "wince"), _brows),
    Part("front", (), _front),
    Part("dangles", ("roll",), _dangles),
    Part(
        "over",
        (*_BROWS, "wince", "tears", "sweat", "vein", "eye_open", "lower_lid"),
        lambda rig: rig.over_hair(),
    ),
)  # fmt: skip


class HeadDrawer:
    """Draws heads onto canvases in head units; keeps recorded parts."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[object, ...], skia.Picture] = OrderedDict()
        self._stamps = Stamps()

    def draw(self, canvas: skia.Canvas, who: Character, face: Expression, yaw: float,
             weight: float) -> None:  # fmt: skip
        """The head, rolled about the neck. weight: factor of the line width."""
        view = HeadView(yaw, face.pitch)
        canvas.save()
        canvas.rotate(face.roll, 0.0, 100.0)
        for part in PARTS:
            picture = self._part(part, who, face, view, weight)
            if part.needs:
                canvas.drawPicture(picture)
            else:
                self._stamps.draw(canvas, (who, view, weight), picture)
        canvas.restore()

    def _part(
        self, part: Part, who: Character, face: Expression, view: HeadView, weight: float
    ) -> skia.Picture:
        key = (part.name, who, view, weight, values(face, part.needs))
        known = self._kept.get(key)
        if known is not None:
            self._kept.move_to_end(key)
            return known
        recorder = skia.PictureRecorder()
        art = Art(recorder.beginRecording(_BOUNDS), NEUTRAL, weight)
        rig = FaceRig(art, who, face if part.needs else CALM, view)
        part.draw(rig)
        picture = recorder.finishRecordingAsPicture()
        self._kept[key] = picture
        if len(self._kept) > _LIMIT:
            self._kept.popitem(last=False)
        return picture
