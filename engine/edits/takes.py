"""Choosing takes: pin, back to automatic, ask for another one."""

from __future__ import annotations

from dataclasses import replace

from engine.base.errors import UserInputError
from engine.edits.change import Change, change
from engine.series.document import Document
from engine.series.takes import Slot


def pin(document: Document, slot: Slot, take_id: str) -> Change:
    """Use this take in this slot until it is unpinned, whatever its recipe says."""
    pins = {**dict(document.pins), str(slot): take_id}
    return change(f"pin {slot}", document, replace(document, pins=tuple(sorted(pins.items()))))


def unpin(document: Document, slot: Slot) -> Change:
    """Back to automatic. Raises UserInputError when the slot is not pinned."""
    pins = dict(document.pins)
    if str(slot) not in pins:
        listed = ", ".join(pins) or "none"
        raise UserInputError("not-pinned", f"{slot} is not pinned.", f"Pinned slots: {listed}.")
    del pins[str(slot)]
    return change(f"unpin {slot}", document, replace(document, pins=tuple(pins.items())))


def another_take(document: Document, slot: Slot) -> Change:
    """Ask for another take of a slot whose maker can vary."""
    if slot.role in ("performance", "cut", "master", "mix"):
        raise UserInputError(
            "no-variation",
            f"{slot} always comes out the same.",
            "Ask for another take of what it is made from.",
        )
    wanted = dict(document.takes_wanted)
    wanted[str(slot)] = wanted.get(str(slot), 0) + 1
    after = replace(document, takes_wanted=tuple(sorted(wanted.items())))
    return change(f"another take of {slot}", document, after)
