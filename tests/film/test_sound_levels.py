"""Loudness, true peak and limiter against signals whose values are known by definition."""

from __future__ import annotations

import numpy as np
import pytest

from engine.film.loudness import SILENCE, Leveller, integrated, limited, true_peak
from engine.film.tones import faded

RATE = 48_000


def sine(level_db: float, seconds: float, freq: float = 997.0, phase: float = 0.0):
    t = np.arange(round(seconds * RATE)) / RATE
    one = 10 ** (level_db / 20) * np.sin(2 * np.pi * freq * t + phase)
    return np.stack([one, one], axis=1).astype(np.float32)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [  # EBU Tech 3341, table 1, cases 1 to 5
        (((-23, 20),), -23.0),
        (((-33, 20),), -33.0),
        (((-36, 10), (-23, 60), (-36, 10)), -23.0),
        (((-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)), -23.0),
        (((-26, 20), (-20, 20.1), (-26, 20)), -23.0),
    ],
)
def test_ebu_3341_cases(parts, expected):
    signal = np.concatenate([sine(level, seconds, 1000.0) for level, seconds in parts])
    assert integrated(signal) == pytest.approx(expected, abs=0.1)


def test_one_channel_at_full_scale_reads_minus_three():
    signal = sine(0, 10)  # BS.1770-5: a 997 Hz sine at 0 dBFS in one channel is -3.01 LKFS
    signal[:, 1] = 0
    assert integrated(signal) == pytest.approx(-3.01, abs=0.05)


def test_silence_and_clicks_are_gated():
    assert integrated(np.zeros((RATE, 2), np.float32)) == SILENCE
    assert integrated(np.zeros((10, 2), np.float32)) == SILENCE


@pytest.mark.parametrize(
    ("freq", "phase"),
    [(RATE / 4, np.pi / 4), (RATE / 6, np.pi / 3), (RATE / 8, 0.3), (997.0, 0.0)],
)
def test_true_peak_is_found_between_samples(freq, phase):
    # EBU Tech 3341, cases 15 to 19: within +0.2 and -0.4 dB
    # (faded in and out: a sine that starts at once overshoots by itself)
    signal = faded(sine(-6, 0.5, freq, phase), 2000, 2000)
    assert -6.4 <= true_peak(signal) <= -5.8


def test_limiter_keeps_its_ceiling_and_leaves_quiet_parts_alone():
    rng = np.random.default_rng(5)
    signal = (rng.standard_normal((RATE * 2, 2)) * 0.05).astype(np.float32)
    signal[RATE : RATE + 2000] *= 14
    made = limited(signal, 0.5)
    assert true_peak(made) <= 20 * np.log10(0.5) + 0.05
    assert np.array_equal(made[: RATE - 2000], signal[: RATE - 2000])
    assert np.array_equal(made[RATE + 4000 :], signal[RATE + 4000 :])


def test_limiter_returns_what_needs_no_limiting():
    quiet = sine(-20, 0.5)
    assert limited(quiet, 0.5) is quiet


def test_limiter_does_not_distort():
    loud = sine(0, 1.0)
    made = limited(loud, 0.5)[4800:-4800, 0].astype(np.float64)
    t = np.arange(len(made))
    basis = np.stack([f(2 * np.pi * 997 * t / RATE) for f in (np.sin, np.cos)], axis=1)
    fit = basis @ np.linalg.lstsq(basis, made, rcond=None)[0]
    assert np.sqrt(np.mean((made - fit) ** 2) / np.mean(fit**2)) < 0.002


@pytest.fixture(scope="module")
def syllables():
    rng = np.random.default_rng(3)
    t = np.arange(RATE * 12) / RATE
    shape = np.maximum(0, np.sin(2 * np.pi * 2.2 * t)) ** 3 * (t % 4 < 3)
    voice = shape * np.sin(2 * np.pi * 140 * t) + 0.02 * rng.standard_normal(len(t))
    return np.stack([voice, 0.8 * voice], axis=1).astype(np.float32) * 0.2


@pytest.mark.parametrize("gain_db", [-6.0, 3.0, 9.0])
def test_loudness_behind_the_limiter_is_told_without_making_it(syllables, gain_db):
    level, gain = Leveller(syllables), 10 ** (gain_db / 20)
    made = level.made(gain, 0.5)
    assert integrated(made) == pytest.approx(level.told(gain, 0.5), abs=0.15)
    assert true_peak(made) <= 20 * np.log10(0.5) + 0.05


def test_what_needs_no_limiter_is_only_made_louder(syllables):
    made = Leveller(syllables).made(1.5, 0.9)
    assert np.allclose(made, syllables * np.float32(1.5), atol=1e-7)


def test_a_leveller_asked_for_less_than_before_says_the_same_as_a_new_one(syllables):
    used = Leveller(syllables)
    used.told(4.0, 0.5)
    assert used.told(1.2, 0.5) == pytest.approx(Leveller(syllables).told(1.2, 0.5), abs=0.01)
