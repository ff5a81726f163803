"""Split pictures: who stands in which panel, and how the panels lie and come in. No drawing.

Two or three windows with slanted gutters, as on a page. The one who speaks has the first panel; the
others come sliding in while it is already seen. A travel is a page of two panels over which the
camera goes from one to the other.
"""

from __future__ import annotations

from engine.editor.openings import Look
from engine.editor.parts import Part
from engine.editor.staging import Mark, stage
from engine.editor.types import Camera, Panel
from engine.editor.view import ShotView

SLIDE = 7
"""Frames in which a panel comes in."""
TRAVEL = 11
"""Frames in which the camera goes from panel to panel."""
_REST = 3  # frames before the camera travels
_SLANT = 34  # thousandths of the frame by which a gutter is slanted to each side
_STRIP = (512, 682)  # where a strip of eyes lies: below the chin, above the subtitles
_PAGE = ((-40, -40), (1040, -40), (1040, 1040), (-40, 1040))  # a panel larger than the frame
_IN, _STILL = Camera("push-in", 1000, 1060), Camera()

Corners = tuple[tuple[int, int], ...]


def marks_of(view: ShotView, order: tuple[str, ...], part: Part) -> tuple[Mark, ...]:
    """The people of a part, the first panel's first."""
    look = part.look
    if look.travel and part.before is not None:
        was = part.before
        before = stage(view, order, was.subject, was.framing, was.company)
        return (*before[:2], *stage(view, order, look.subject, look.framing, "alone"))
    if not look.split:
        return stage(view, order, look.subject, look.framing, look.company)
    found = list(stage(view, order, look.subject, look.framing, "alone"))
    for who, framing in _guests(view, look):
        found += stage(view, order, who, framing, "alone")
    return tuple(found)


def _guests(view: ShotView, look: Look) -> tuple[tuple[str, str], ...]:
    """Who else is seen, each with the size that fits the panels."""
    match look.split:
        case "detail":
            return ((look.subject, "extreme"),)
        case "all":
            others = [p for p in view.people if p != look.subject]
            return tuple((p, "bust") for p in others[:2])
        case _:
            other = view.partner if look.subject == view.subject else view.subject
            return ((other, look.framing),)


def panels_of(view: ShotView, part: Part, marks: tuple[Mark, ...]) -> tuple[Panel, ...]:
    """The panels of a part; none when its picture is whole."""
    look = part.look
    if look.travel and len(marks) > 1:
        last = len(marks) - 1
        side = "right" if marks[last].x > marks[0].x else "left"
        return (Panel((last,), _PAGE, Camera("push-in", 1000, 1040), _REST, side, push=True),)
    if not look.split or len(marks) < 2:
        return ()
    if look.split == "detail":
        return (Panel((1,), _strip(view), _IN, 2, "left" if view.seed % 2 else "right"),)
    if look.split == "all" and len(marks) == 3:
        return _three(view, marks)
    upright = view.timed.shot.effect == "phone" or view.seed // 23 % 3 == 0
    return _columns(marks) if upright else _rows(view)


def _rows(view: ShotView) -> tuple[Panel, ...]:
    """One above the other, parted by a slanted gutter."""
    slant = _SLANT if view.seed // 29 % 2 else -_SLANT
    left, right = 500 + slant, 500 - slant
    upper: Corners = ((-40, -40), (1040, -40), (1040, right), (-40, left))
    lower: Corners = ((-40, left), (1040, right), (1040, 1040), (-40, 1040))
    side = "right" if slant > 0 else "left"
    return Panel((0,), upper, _IN), Panel((1,), lower, _IN, 2, side)


def _columns(marks: tuple[Mark, ...]) -> tuple[Panel, ...]:
    """Side by side, each on the side on which he stands in the scene."""
    upper, lower = 500 + 2 * _SLANT, 500 - 2 * _SLANT
    left: Corners = ((-40, -40), (upper, -40), (lower, 1040), (-40, 1040))
    right: Corners = ((upper, -40), (1040, -40), (1040, 1040), (lower, 1040))
    first_left = marks[0].x < marks[1].x
    own, other = (left, right) if first_left else (right, left)
    return Panel((0,), own, _IN), Panel((1,), other, _IN, 2, "down" if first_left else "up")


def _strip(view: ShotView) -> Corners:
    """A band across the frame for a pair of eyes."""
    top, low = _STRIP
    slant = _SLANT if view.seed // 29 % 2 else -_SLANT
    return ((-40, top + slant), (1040, top - slant), (1040, low - slant), (-40, low + slant))


def _three(view: ShotView, marks: tuple[Mark, ...]) -> tuple[Panel, ...]:
    """Three bands; they come one after the other."""
    slant = _SLANT if view.seed // 29 % 2 else -_SLANT
    edges = [(-40, -40), (333 + slant, 333 - slant), (667 - slant, 667 + slant), (1040, 1040)]
    found = []
    for i in range(len(marks)):
        (top_left, top_right), (low_left, low_right) = edges[i], edges[i + 1]
        corners: Corners = (
            (-40, top_left), (1040, top_right), (1040, low_right), (-40, low_left),
        )  # fmt: skip
        side = "" if not i else "left" if i == 1 else "right"
        found.append(Panel((i,), corners, _IN, 0 if not i else 2 + 5 * (i - 1), side))
    return tuple(found)


def base_camera(before: Camera | None) -> Camera:
    """Where the camera rests before it travels: as it was left by the cut before."""
    if before is None:
        return _STILL
    return Camera("hold", before.zoom_to, before.zoom_to)
