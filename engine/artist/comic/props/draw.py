"""From a request to the picture of a thing: page, drawing, and the light of its plate."""

from __future__ import annotations

import skia

from engine.artist.comic.ink import Art, Light
from engine.artist.comic.props import THINGS
from engine.artist.comic.props.page import Page
from engine.artist.comic.raster import LEFT, TOP, WHOLE, drawn, inked, lit
from engine.artist.types import FRAME_H, FRAME_W, PROP_PHASES, Air, Cel, PropSpec
from engine.base.errors import MakeError

_WEIGHT = 1.0  # lines are given in pixels of the frame


def draw_prop(spec: PropSpec, light: Light, air: Air) -> Cel:
    """The picture of a thing in one phase, or of what stands still beneath it.

    Raises:
        MakeError: `no-prop` for a thing that nobody draws.
    """
    if spec.prop not in THINGS:
        raise MakeError("no-prop", f"There is no {spec.prop!r}.", f"Use {', '.join(THINGS)}.")
    draw, shines = THINGS[spec.prop]
    still = spec.phase < 0
    t = None if still else spec.phase % PROP_PHASES / PROP_PHASES

    def paint(canvas: skia.Canvas) -> None:
        canvas.save()
        canvas.translate(LEFT, TOP)
        art = Art(canvas, Light(light.x, light.y), _WEIGHT)
        draw(Page(art, t, air.ancient, air.dark / 100, air.ground, spec.seed))
        canvas.restore()

    picture, box = (drawn(WHOLE, paint), WHOLE) if still else inked(paint)
    if still or not shines:
        picture = lit(picture, box, light, LEFT + FRAME_W / 2, TOP + 0.42 * FRAME_H)
    return Cel(picture, box[0], box[1])
