"""A whole season looks and sounds as it did when it was last kept."""

from dataclasses import replace

import numpy as np
import pytest

from .keeper import LEAST_PSNR, psnr
from .season import HEIGHT, LEAST_ALIKE, WIDTH, Sample, alike, differences, keep, kept, sample


@pytest.fixture(scope="module")
def old():
    return kept()


@pytest.mark.slow
def test_the_season_is_what_it_was(old, tmp_path):
    assert differences(old, sample(tmp_path)) == []


def test_what_is_kept_is_read_as_it_was_written(old, tmp_path):
    keep(old, "again", tmp_path)
    assert differences(old, kept("again", tmp_path)) == []
    assert len(old.stills) == len(old.cuts) > 10


def test_its_pictures_tell_most_cuts_apart(old):
    stills = old.stills
    pairs = [(a, b) for i, a in enumerate(stills) for b in stills[i + 1 :]]
    same = sum(psnr(a, b) >= LEAST_PSNR for a, b in pairs)
    assert same <= len(pairs) // 50


def test_rounding_passes_and_a_missing_figure_does_not(old):
    noise = np.random.default_rng(1).integers(-2, 3, (HEIGHT, WIDTH, 3))
    noisy = tuple(np.clip(s + noise, 0, 255).astype(np.uint8) for s in old.stills)
    assert differences(old, replace(old, stills=noisy)) == []
    covered = old.stills[3].copy()
    covered[HEIGHT // 3 :, WIDTH // 3 : 2 * WIDTH // 3] = covered[0, 0]
    broken = (*old.stills[:3], covered, *old.stills[4:])
    found = differences(old, replace(old, stills=broken))
    assert [f.partition(":")[0] for f in found] == [old.cuts[3][0]]


def test_another_length_word_or_sound_is_told(old: Sample):
    longer = ((old.cuts[0][0], old.cuts[0][1] + 2), *old.cuts[1:])
    assert "frames" in differences(old, replace(old, cuts=longer))[0]
    assert "subtitles" in differences(old, replace(old, subtitles=("No.",)))[0]
    assert "sound" in differences(old, replace(old, loud=old.loud[4:]))[0]
    assert "cuts" in differences(old, replace(old, cuts=old.cuts[1:]))[0]


def test_a_step_more_or_less_is_no_difference(old):
    shifted = "".join(chr(ord(c) + 1) for c in old.loud)
    assert alike(old.loud, shifted) == 1
    assert alike(old.loud, "a" * len(old.loud)) < LEAST_ALIKE / 2
