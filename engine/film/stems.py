"""An episode's sound taken apart: dialogue by speaker, music, effects; together they are the mix.

The parts are those that `mix_episode` adds up. What its leveller and limiter do to the sum is done
to each part, so that a sound editor who adds them up gets the master back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.editor.types import FPS, CutList
from engine.film.mix import activity, dialogue, mastering, under_speech, walls
from engine.film.tones import Samples, fade
from engine.film.types import Loudness
from engine.film.waves import RATE


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
    whole = np.zeros(n, np.float32)
    for who in dict.fromkeys(speakers[line.line] for line in cuts.lines):
        lines = tuple(line for line in cuts.lines if speakers[line.line] == who)
        voice = dialogue(lines, speech, n)
        whole += voice
        spoken[who] = walls(lines, cuts.rooms, voice) + voice[:, None]
    music, heard = under_speech(cuts, bed, activity(cuts.lines, whole), n)
    for part in (music, heard):
        fade(part, 0, min(n, RATE // 4))
    total = music + heard
    for voice in spoken.values():
        total += voice
    gains = mastering(total, loudness)[0][:, None]
    parts = {who: voice * gains for who, voice in spoken.items()}
    return Stems(parts, music * gains, heard * gains)
