"""Things shown alone: one drawing for each of `document.PROPS`, by its id.

`THINGS` says who draws a thing and whether its moving part shines of itself, so that the plate's
light does not darken it.
"""

from __future__ import annotations

from collections.abc import Callable

from engine.artist.comic.props import arms, jewels, paper, rooms, vessels
from engine.artist.comic.props.page import Page

Draw = Callable[[Page], None]
THINGS: dict[str, tuple[Draw, bool]] = {
    "phone": (rooms.phone, True), "letter": (paper.letter, False),
    "contract": (paper.contract, False), "pendant": (jewels.pendant, False),
    "ring": (jewels.ring, True), "hairpin": (jewels.hairpin, False),
    "locket": (jewels.locket, False), "watch": (jewels.watch, False),
    "clock": (jewels.clock, False), "key": (jewels.key, True), "lock": (jewels.lock, True),
    "door": (rooms.door, True), "glass": (vessels.glass, False), "cup": (vessels.cup, False),
    "bottle": (vessels.bottle, False), "knife": (arms.knife, True), "sword": (arms.sword, True),
    "chain": (jewels.chain, False), "lamp": (vessels.lamp, True), "bulb": (vessels.bulb, True),
    "candle": (vessels.candle, True), "curtain": (rooms.curtain, False),
    "window": (rooms.window, False), "photograph": (paper.photograph, True),
    "book": (paper.book, False), "ledger": (paper.ledger, False), "box": (paper.box_, True),
    "seal": (vessels.seal, True), "scroll": (paper.scroll, False),
    "flowers": (vessels.flowers, False), "mask": (vessels.mask, False), "shoe": (arms.shoe, True),
    "hand": (arms.hand, False), "blood": (arms.blood, False),
    "medicine": (vessels.medicine, False), "needle": (arms.needle, True),
    "screen": (rooms.screen, True), "card": (paper.card, True),
    "headlights": (rooms.headlights, True), "feet": (arms.feet, False),
    "shadow": (arms.shadow, False), "tape": (rooms.tape, False),
    "recorder": (rooms.recorder, True), "gun": (arms.gun, True), "bag": (rooms.bag, True),
    "money": (paper.money, False), "map": (paper.map_, False),
    "instrument": (rooms.instrument, False), "file": (paper.file, False),
    "rope": (arms.rope, False),
}  # fmt: skip
