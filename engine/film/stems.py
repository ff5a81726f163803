"""An episode's sound taken apart: dialogue by speaker, music, effects; together they are the mix.

The parts are those that `mix_episode` adds up. What its leveller and limiter do to the sum is done
to each part, so that a sound editor who adds them up gets the master back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.editor.types import FPS, CutList
from engine.film.mix import (
    SPEECH,
    UNDER_SPEECH,
    activity,
    bed_gain,
    bed_of,
    dialogue,
    effects,
    mastering,
    silences,
    walls,
)
from engine.film.rooms import airs
from engine.film.tones import Samples, fade, ramped
from engine.film.types import Loudness
from engine.film.waves import RATE, read_wave

_STEP = RATE // 100


@dataclass(frozen=True)
class Stems:
    """Samples at 48 kHz, shape (n, 2), all of one length. dialogue: by speaker."""

    dialogue: Mapping[str, Samples]
    music: Samples
    effects: Samples

    @property
    def music_and_effects(self) -> Samples:
        """What is left when nobody speaks: the bed for a dubbed version."""
        both: Samples = self.music + self.effects
        return both


def take_apart(
    cuts: CutList,
    speakers: Mapping[str, str],
    speech: Mapping[str, Path],
    bed: Path,
    loudness: Loudness,
) -> Stems:
    """The parts of an episode's mix. speakers: who speaks each line, by its id.

    Raises:
        MakeError: see `mix_episode`.
    """
    n = cuts.frames * RATE // FPS
    spoken: dict[str, Samples] = {}
    for who in dict.fromkeys(speakers[line.line] for line in cuts.lines):
        lines = tuple(line for line in cuts.lines if speakers[line.line] == who)
        voice = dialogue(lines, speech, n)
        spoken[who] = walls(lines, cuts.rooms, voice) + voice[:, None]
    whole = dialogue(cuts.lines, speech, n)
    talking = activity(cuts.lines, whole)
    music = bed_of(read_wave(bed), n)
    music *= ramped(bed_gain(talking) * silences(cuts.sounds, n), _STEP, n)[:, None]
    heard = effects(cuts.sounds, n, cuts.cliff)
    heard += airs(cuts.rooms, n, SPEECH)
    heard *= ramped(1 - UNDER_SPEECH * talking, _STEP, n)[:, None]
    for part in (music, heard):
        fade(part, 0, min(n, RATE // 4))
    total = music + heard
    for voice in spoken.values():
        total += voice
    gains = mastering(total, loudness)[0][:, None]
    parts = {who: voice * gains for who, voice in spoken.items()}
    return Stems(parts, music * gains, heard * gains)
