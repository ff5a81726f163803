"""Details between the lines: a thing shown alone, chosen by what the beat is about and the era."""

from __future__ import annotations

import random
import re
from collections import Counter

from engine.writer.data import Table, shots, table
from engine.writer.scripting import Script
from engine.writer.story import Story
from engine.writer.tongues.registry import tongue_of
from engine.writer.tongues.tongue import agreed

Row = tuple[str, str, str]
"""Effect of the picture, words, thing of `PROPS` or ""."""
_ANCIENT = ("palace", "fantasy")
_AGREES = re.compile(r"\{token~([^{}]*)\}")


class Inserts:
    """The inserts of one season; none comes back before the others of its kind were shown."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._rng: random.Random = story.rng("inserts")
        self._used: Counter[str] = Counter()
        self._token = story.props.get("token") or self.thing(story.slots["token"])

    def next(self, script: Script) -> Row:
        """The next detail for an episode."""
        bank: Table = shots(self._story.tongue)["inserts"]
        focus = table("staging.toml")["focus"]
        kinds = sorted({focus[tag] for tag in script.beat.tags if tag in focus})
        own = [row for kind in kinds for row in self._fitting(bank[kind])]
        common = self._fitting(bank["any"])
        row = min(
            [*((0.0, row) for row in own), *((1.0, row) for row in common)],
            key=lambda r: (self._used[r[1][1]] + 0.5 * r[0], self._rng.random()),
        )[1]
        self._used[row[1]] += 1
        return row[0], self._worded(row[1]), row[2]

    def _worded(self, words: str) -> str:
        """The words of a detail with the story's token in them."""
        tongue, slots = tongue_of(self._story.tongue), self._story.slots
        gender = self._story.genders.get("token", "m")
        words = _AGREES.sub(lambda hit: agreed(hit[1], gender), words)
        token = tongue.slot(slots["token"])
        for mark, said in (
            ("{token:obl}", tongue.slot(slots.get("token:obl", slots["token"]))),
            ("{token:bare}", tongue.plain(slots["token"])),
            ("{token}", token),
        ):
            words = words.replace(mark, said)
        return words if tongue.id in ("en", "zh") else tongue.finished(words)

    def _fitting(self, rows: list[list[str]]) -> list[Row]:
        """The rows whose thing exists in this era; "token" becomes what the token looks like."""
        staging = table("staging.toml")
        era = "ancient" if self._story.era in _ANCIENT else "new"
        if self._story.era == "period":
            era = "period"
        unknown = staging["unknown"][era]
        found: list[Row] = []
        for effect, words, thing in rows:
            prop = self._token if thing == "token" else thing
            foreign = era == "ancient" and any(word in words for word in staging["modern"])
            if prop not in unknown and not foreign and (prop or thing != "token"):
                found.append((effect, words, prop))
        return found

    def thing(self, name: str) -> str:
        """The thing of `PROPS` that something of the story looks like, "" for none."""
        things = table("staging.toml")["things"]
        return next((thing for thing, cue in things.items() if re.search(cue, name.lower())), "")
