"""Where and when scenes play: a place slot of the story to a set with its light and mood.

Words of the picture decide first; where they say nothing, the habits of the place do, by seed.
"""

from __future__ import annotations

import re

from engine.series.document import Place
from engine.writer.data import table
from engine.writer.scripting import Said
from engine.writer.story import Story, pick
from engine.writer.tongues.registry import tongue_of

_TIMES = (
    ("night", re.compile(r"\bnight\b|midnight|\ba\.m\.|\bdark\b|\bmoon|torch"
                         "|夜|凌晨|三更|月光|火把|烛"
                         "|noite|madrugada|luar|lua cheia|tocha|escur|रात|चाँदनी|अँधेर|मशाल")),
    ("dusk", re.compile(r"\bdusk\b|evening|sunset|黄昏|傍晚|夕阳|日落"
                        "|entardecer|crepúsculo|pôr do sol|शाम|साँझ|सूर्यास्त")),
    ("dawn", re.compile(r"\bdawn\b|sunrise|daybreak|清晨|天亮|黎明|拂晓|破晓"
                        "|amanhecer|alvorada|nascer do sol|भोर|तड़के|सुबह|सूर्योदय")),
    ("day", re.compile(r"\bnoon\b|\bday\b|morning|sunlight|\bsun\b|正午|白天|早晨|晨|日光|太阳"
                       r"|\bmanhã|meio-dia|\bdia\b|\bsol\b|दोपहर|दिन|धूप")),
)  # fmt: skip
_SLOT = re.compile(r"\{([a-z]+[01]?)(?::obl|:bare)?\}")
_TENSE = 8
"""From this tension on a place is shown tense."""


class Settings:
    """The places of one season, each made once. places: by id, in order of first use."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._rng = story.rng("settings")
        self.places: dict[str, Place] = {}

    def named(self, picture: Said) -> str:
        """The place slot in a picture's words, "" when they name none."""
        found = _SLOT.findall(picture.template)
        return next((slot for slot in found if slot in self._story.plates), "")

    def usual(self, beat: str, held: bool) -> str:
        """Where a beat plays when no picture says it. held: whether the hero is a captive."""
        slot = "cage" if held else str(table("staging.toml")["sets"].get(beat, "home"))
        return slot if slot in self._story.plates else "home"

    def place(self, slot: str, seen: str, tension: int, before: Place | None = None) -> Place:
        """The set for a slot. seen: all that is seen there, in words; before: the scene before."""
        staging = table("staging.toml")
        mood = "tense" if tension >= _TENSE else staging["moods"].get(slot, "neutral")
        time = next((time for time, pattern in _TIMES if pattern.search(seen.lower())), "")
        if not time:
            habits = staging["times"].get(slot, staging["times"]["any"])
            time = before.time_of_day if before else pick(self._rng, habits)
        key = f"place/{slot}-{time}-{mood}"
        if key not in self.places:
            name = tongue_of(self._story.tongue).card(self._story.slots.get(slot, slot))
            seed = 1 + sum(map(ord, slot)) % 97
            self.places[key] = Place(key, name, self._plate(slot), time, mood, seed)
        return self.places[key]

    def _plate(self, slot: str) -> str:
        """The drawing of a place, of the time before machines in eras that have none."""
        plate = self._story.plates[slot]
        return plate + "-old" * (plate in table("staging.toml")["old"].get(self._story.era, ()))
