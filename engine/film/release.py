"""An episode's sound as it leaves the studio: mixed to a loudness, encoded, checked after that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from engine.editor.types import CutList
from engine.film.loudness import true_peak
from engine.film.mix import BITRATE, encode_aac, mix_episode
from engine.film.types import Loudness
from engine.film.waves import read_wave

_ATTEMPTS, _MARGIN = 3, 20  # hundredths of a dB


def release_sound(
    cuts: CutList,
    speech: Mapping[str, Path],
    bed: Path,
    out_m4a: Path,
    wanted: Loudness,
    check: Callable[[], None],
    bitrate: int = BITRATE,
    lead: int = 0,
) -> Loudness:
    """Mix and encode an episode; returns the loudness reached and the peak after decoding.

    The mix itself (WAV) is not kept. lead: samples of silence in front of it. check: called
    between steps; may raise `Cancelled`.

    Raises:
        MakeError: see `mix_episode`.
    """
    wav, goal, left = out_m4a.with_suffix(".wav"), wanted, _ATTEMPTS
    try:
        while True:
            report = mix_episode(cuts, speech, bed, wav, goal)
            check()
            encode_aac(wav, out_m4a, bitrate, lead)
            peak, left = round(100 * true_peak(read_wave(out_m4a))), left - 1
            if peak <= wanted.peak or not left:
                return Loudness(report.lufs, peak)
            # AAC adds to some peaks more than its usual share: leave it that much more room
            goal = Loudness(goal.lufs, goal.peak - (peak - wanted.peak) - _MARGIN)
    finally:
        wav.unlink(missing_ok=True)
