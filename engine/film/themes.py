"""Who is heard and in what harmony: motifs of people, chords by tension, ends by cliffhanger. Pure.

A motif belongs to one person of one series: interval shape and rhythm come from the role, the turn
of each from the person's id, so that a season keeps them and two seasons do not share them.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from engine.film.tones import generator

ERAS = ("modern", "ancient", "supernatural")

# steps of the scale from the chord's root; a rhythm is in eighths. Heroes leap up and step down,
# villains creep around a semitone, those in power stand on fifths, friends turn about a third.
_SHAPES = {
    "hero": ((0, 4, 3, 2, 4), (0, 2, 4, 7, 6), (0, 4, 5, 4, 2, 3), (0, 3, 4, 2, 1, 0)),
    "villain": ((0, 1, 0, -1), (0, -1, 0, 1, -3), (0, 1, -1, 0), (2, 1, 0, 1, -2)),
    "power": ((0, 4, 7, 4), (0, 7, 4, 0), (4, 0, 4, 7), (0, 4, 0, -3)),
    "ally": ((2, 4, 2, 1, 0), (0, 1, 2, 4, 2), (4, 2, 1, 2), (2, 1, 2, 4, 5, 4)),
}
_RHYTHMS = {
    "hero": ((1, 3, 1, 1, 2, 4), (2, 1, 1, 2, 2, 4), (3, 1, 2, 1, 1, 4)),
    "villain": ((3, 1, 4, 4, 4), (4, 1, 3, 4, 4), (2, 2, 3, 1, 6)),
    "power": ((4, 4, 4, 6), (6, 2, 4, 6), (3, 1, 4, 8)),
    "ally": ((1, 1, 2, 2, 2, 4), (2, 1, 1, 2, 4, 4), (1, 2, 1, 2, 2, 4)),
}
_KINDS = {"traitor": "villain", "keeper": "ally"}
_PLAYERS = {
    "modern": {"hero": "piano", "villain": "cello", "power": "horn", "ally": "harp"},
    "ancient": {"hero": "zheng", "villain": "erhu", "power": "guqin", "ally": "xiao"},
    "supernatural": {"hero": "violin", "villain": "voice", "power": "bell", "ally": "harp"},
}
_OCTAVES = {"cello": 12, "horn": 12, "guqin": 12, "erhu": 24, "voice": 24, "violin": 36,
            "bell": 36, "piano": 36, "zheng": 36, "harp": 36, "xiao": 36}  # fmt: skip

# semitones above the key of the chord that stays at a cliffhanger, and who holds it
ENDINGS: dict[str, tuple[str, tuple[int, ...]]] = {
    "question": ("violin", (7, 12, 17, 24)),  # a fourth that waits for its third
    "reveal": ("horn", (0, 7, 11, 18)),  # a major seventh with a raised fourth
    "threat": ("cello", (0, 1, 7, 13)),  # a semitone over the ground
    "arrival": ("horn", (0, 7, 14, 19)),  # fifths upon fifths
    "decision": ("cello", (7, 10, 14, 17)),  # the dominant, open
    "discovery": ("bell", (0, 4, 8, 14)),  # whole tones
    "reversal": ("violin", (6, 9, 13, 18)),  # a tritone away from home
}


@dataclass(frozen=True, slots=True)
class Motif:
    """4 to 6 notes of one person. steps: of the scale; eighths: how long each is held.

    octave: semitones above the key at which it lies.
    """

    player: str
    steps: tuple[int, ...]
    eighths: tuple[int, ...]
    octave: int


def motif(seed: int, cast: str, role: str, era: str) -> Motif:
    """The motif of a person. seed: the series'. Equal arguments give equal motifs."""
    kind = _KINDS.get(role, role)
    kind = kind if kind in _SHAPES else "ally"
    rng = generator(seed, zlib.crc32(cast.encode()))
    shapes, rhythms = _SHAPES[kind], _RHYTHMS[kind]
    steps = list(shapes[int(rng.integers(len(shapes)))])
    eighths = rhythms[int(rng.integers(len(rhythms)))]
    place = 1 + int(rng.integers(len(steps) - 1))
    steps[place] += int(rng.choice([-1, 0, 1]))
    count = min(len(steps), len(eighths))
    player = _PLAYERS[era][kind]
    return Motif(player, tuple(steps[:count]), eighths[:count], _OCTAVES[player])


# degrees of the scale on which the bars of four stand, the calmest first
_CALM = ((0, 5, 2, 4), (0, 3, 5, 4), (0, 2, 3, 4))
_MOVED = ((0, 5, 3, 4), (0, 3, 1, 4), (0, 6, 5, 4))
_TENSE = ((0, 1, 0, 4), (0, 6, 1, 4), (0, 4, 1, 4))


def progression(tension: float, turn: int) -> tuple[int, ...]:
    """Degrees of four bars; the last asks for the first. turn: which of the possible ones."""
    choice = _CALM if tension < 0.4 else _MOVED if tension < 0.68 else _TENSE
    return choice[turn % len(choice)]


def pitch(scale: tuple[int, ...], step: int) -> int:
    """Semitones above the key of a step of the scale, in any octave."""
    octave, place = divmod(step, len(scale))
    return scale[place] + 12 * octave


def chord(scale: tuple[int, ...], degree: int, tension: float) -> tuple[int, ...]:
    """Semitones above the key: fifths where five tones are all there is, thirds else; the more
    tension the more of the neighbours sound."""
    if len(scale) == 5:
        steps = (degree, degree + 3, degree + 5)
        extra = degree + 1
    else:
        steps = (degree, degree + 2, degree + 4)
        extra = degree + (6 if tension < 0.6 else 1)
    notes = tuple(pitch(scale, s) for s in steps)
    return (*notes, pitch(scale, extra) + 12) if tension > 0.45 else notes
