"""Pictures for docs/rules.md: real frames of what every rule and every action does.

python -m tests.editor.rule_pictures     draws docs/rules/*.jpg anew (about three minutes)

A rule is shown in the first of some real episodes in which it decides something; one that none of
them needs is tried in the small episode of `world`, made to ask for it. A picture is a row of four
frames from around the decision.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from engine.artist.comic.artist import ComicArtist
from engine.artist.types import PlateLayers, SetSpec
from engine.editor.cut import cut_episode
from engine.editor.rules import Rules, load_rules
from engine.editor.types import Cut, EditRequest
from engine.film.cache import PlaneCache
from engine.film.compositor import Compositor
from engine.film.pictures import to_bgr
from engine.film.planes import empty_target
from tests.editor.seasons import PREMISES, requests
from tests.editor.world import request, with_shot

FOLDER = Path(__file__).parents[2] / "docs" / "rules"
WIDTH, HEIGHT, QUALITY = 126, 224, 74
_OFFSETS = (-8, 1, 7, 20)
"""Frames from the decision."""

ACTIONS = {
    "hold": "hold", "push-in": "push-in 30", "pull-out": "pull-out 30", "pan": "pan 45",
    "drift": "drift 5", "punch": "punch 25", "cut closer": "cut closer", "cut wider": "cut wider",
    "cut listener": "cut listener", "cut detail": "cut detail", "insert": "insert listener for 27",
    "open": "open listener for 24", "framing": "framing=extreme", "over-shoulder": "over-shoulder",
    "alone": "alone", "pose": "pose=point", "split listener": "split listener",
    "split detail": "split detail", "split all": "split all", "travel": "travel listener",
    "whip": "whip 90", "shake": "shake 90 for 24", "blur": "blur 90 for 24",
    "flash": "flash 90 for 12", "speed": "speed 80 for 30", "focus": "focus 80 for 30",
    "rain": "rain 70", "snow": "snow 70", "petals": "petals 70", "embers": "embers 70",
    "sparkles": "sparkles 70", "gloom": "gloom 80", "aura": "aura 80", "vignette": "vignette 90",
    "dim": "dim 80", "freeze": "freeze", "drain": "drain 100", "invert": "invert 100 for 2",
    "letter": "letter hit for 40",
}  # fmt: skip
"""A picture's name, and the action that it shows."""


class Camera:
    """Composes single frames; keeps plates and drawings."""

    def __init__(self) -> None:
        self._artist, self._cache = ComicArtist(), PlaneCache(300 << 20)
        self._plates: dict[tuple[str, str], PlateLayers] = {}

    def frame(self, asked: EditRequest, cut: Cut, number: int) -> np.ndarray:
        """One frame of a cut, small, as BGR."""
        place = asked.document.place(cut.place)
        spec = SetSpec(place.plate, place.time_of_day, place.mood, place.seed)
        key = (str(spec), cut.place)
        if key not in self._plates:
            self._plates[key] = self._artist.plate(spec)
        cast = {member.id: member for member in asked.document.cast}
        target = empty_target(1080, 1920)
        film = Compositor(cut, self._plates[key], str(spec), cast, self._artist, self._cache)
        for n in range(max(0, number - 4), number + 1):
            film.compose(n, target)
        return cv2.resize(to_bgr(target), (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)

    def row(self, asked: EditRequest, cuts: tuple[Cut, ...], at: int) -> np.ndarray:
        """Frames from around frame `at` of the episode."""
        starts, start = [], 0
        for cut in cuts:
            starts.append(start)
            start += cut.frames
        tiles = []
        for offset in _OFFSETS:
            wanted = min(max(0, at + offset), start - 1)
            index = max(i for i, first in enumerate(starts) if first <= wanted)
            tiles.append(self.frame(asked, cuts[index], wanted - starts[index]))
            tiles.append(np.full((HEIGHT, 3, 3), 255, np.uint8))
        return np.hstack(tiles[:-1])


def slug(name: str) -> str:
    """A file's name."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def keep(name: str, picture: np.ndarray) -> None:
    """Write one picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = FOLDER / f"{slug(name)}.jpg"
    cv2.imwrite(str(file), picture, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])


def decisions(asked: EditRequest, rules: Rules) -> Iterator[tuple[str, int, tuple[Cut, ...]]]:
    """(rule, frame of the episode, cuts) of every decision."""
    cuts, start = cut_episode(asked, rules).cuts, 0
    for cut in cuts:
        for decision in cut.decisions:
            yield decision.rule, start + decision.frame, cuts
        start += cut.frames


def draw_rules(camera: Camera, episodes: list[EditRequest]) -> set[str]:
    """A picture of every rule that decides something; returns those that never do."""
    wanted = {rule.name for rule in load_rules().rules} | {"long take"}
    for asked in episodes:
        for rule, at, cuts in decisions(asked, load_rules()):
            if rule in wanted:
                wanted.discard(rule)
                keep(rule, camera.row(asked, cuts, at))
    return wanted


def staged() -> list[EditRequest]:
    """Small episodes that ask for what real ones seldom do."""
    found = [request()]
    effects = ("chase", "arrival", "door", "tears", "power", "reveal", "phone", "impact")
    found += [
        with_shot(request(), shot, effect=effect, in_view=("cast/v",))
        for effect in effects
        for shot in ("ep03/shot4", "ep03/shot10")
    ]
    for mood, time, plate in (
        ("cold", "night", "street"), ("tender", "day", "bamboo"), ("cold", "day", "temple"),
        ("tense", "night", "rooftop"), ("tense", "night", "banquet"),
    ):  # fmt: skip
        base = request()
        places = tuple(replace(p, mood=mood, time_of_day=time, plate=plate)
                       for p in base.document.places)  # fmt: skip
        found.append(replace(base, document=replace(base.document, places=places)))
    first = request()
    one, two = first.episode.scenes
    found.append(request(scenes=(replace(one, shots=one.shots[1:]), two)))
    for number in range(20, 30):  # another id is another throw of the dice
        moved = with_shot(request(tension=7), "ep03/shot7", id=f"ep03/shot{number}")
        found.append(with_shot(moved, "ep03/shot8", id=f"ep03/shot{number + 10}", effect=""))
    found.append(with_shot(request(), "ep03/shot7", effect="", hold_ms=4000))
    found.append(with_shot(request(), "ep03/shot10", effect="", hold_ms=4000))
    holds = (3500, 2600, 4200, 2600, 3000, 2500)
    found += [request(tension=tension, holds=holds) for tension in (2, 4, 6, 8, 9, 10)]
    return found


def draw_actions(camera: Camera) -> None:
    """A picture of every action, in one line of the small episode."""
    for name, action in ACTIONS.items():
        shot = "ep03/shot7" if name == "split all" else "ep03/shot5"
        asked = with_shot(request(), shot, in_view=("cast/v", "cast/h", "cast/p")[
            : 3 if name == "split all" else 2])  # fmt: skip
        start = "start" if shot == "ep03/shot7" else "start and words > 9"
        timed = "at_ms >= 1200 and at_ms < 1500" if shot == "ep03/shot7" else "pause"
        verb = action.partition(" ")[0].partition("=")[0]
        early = verb in ("hold", "push-in", "pull-out", "pan", "drift", "punch", "pose")
        across = verb in ("open", "framing", "over-shoulder", "alone", "whip")
        when = "start and emotion == smug" if across else start if early else timed
        when = when if shot == "ep03/shot7" else f"({when}) and emotion == smug"
        rules = load_rules(f'[[rule]]\nname = "r"\nwhen = "{when}"\ndo = ["{action}"]\n')
        at = next((at for rule, at, _ in decisions(asked, rules) if rule == "r"), None)
        if at is not None:
            if verb == "whip":
                at += 6
            keep(f"action {name}", camera.row(asked, cut_episode(asked, rules).cuts, at))


def main() -> None:
    """Draw everything and say which rule decided nothing."""
    camera = Camera()
    episodes = [one for name in PREMISES for one in requests(name, (1, 9, 17))]
    missing = draw_rules(camera, [*episodes, *staged()])
    draw_actions(camera)
    print("no picture:", ", ".join(sorted(missing)) or "none")


if __name__ == "__main__":
    main()
