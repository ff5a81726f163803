"""What an edit that put nothing out of date is answered with."""

from __future__ import annotations

import pytest

from app.cli.show import nothing_stale
from engine.series.takes import Slot
from engine.work.events import SlotStatus

STATES = {
    "ep01/line1:speech": "fresh", "ep01/line1:performance": "fresh",
    "ep01/line1.0:segment": "missing",
    "ep01/line11:speech": "outdated", "ep01:cut": "pinned", "ep02:cut": "waiting",
    "ep02/line1:speech": "failed", "cast/hero:portrait": "fresh", "cast/h:portrait": "missing",
}  # fmt: skip
FOUND = [SlotStatus(Slot.parse(slot), state, "") for slot, state in STATES.items()]


@pytest.mark.parametrize(
    ("address", "left"),
    [
        ("ep01/line1", "1 slot of ep01/line1 is"),
        ("ep01", "2 slots of ep01 are"),
        ("ep02", "2 slots of ep02 are"),
        ("ep01/shot7", "2 slots of ep01 are"),
        ("cast/hero", ""),
        ("cast/h", "1 slot of cast/h is"),
        ("series", "5 slots of series are"),
    ],
)
def test_what_is_still_to_be_made_is_counted_by_entity(address: str, left: str) -> None:
    made = "nothing that was made is out of date; "
    wanted = f"{made}{left} still to be made" if left else "nothing is out of date"
    assert nothing_stale(FOUND, address) == wanted
