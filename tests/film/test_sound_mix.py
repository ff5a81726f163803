"""The mix: length, places, levels, ducking, loudness, equal bytes."""

from __future__ import annotations

import wave
from dataclasses import replace

import av
import numpy as np
import pytest

from engine.base.errors import MakeError
from engine.editor.types import CutList, SoundCue, SpokenLine
from engine.film.loudness import integrated, true_peak
from engine.film.mix import activity, bed_gain, dialogue, encode_aac, mix_episode
from engine.film.music import compose_bed, write_bed
from engine.film.sounds import sound
from engine.film.types import Loudness
from engine.film.waves import read_wave, write_wave

RATE = 48_000
FRAMES = 360  # 12 s
KINDS = ("sting", "hit", "whoosh", "riser", "power", "door", "phone", "heart", "rain", "wind",
         "crowd", "tears")  # fmt: skip
TENSION = ((0, 30), (6000, 80), (12000, 100))


def speech(seconds: float, level: float, pitch: float):
    """Syllables of a voiced tone with 100 ms of silence at both ends."""
    t = np.arange(round(seconds * RATE)) / RATE
    tone = sum(np.sin(2 * np.pi * pitch * k * t) / k for k in range(1, 14))
    shape = (0.55 - 0.45 * np.cos(2 * np.pi * 4 * t)) * (t > 0.1) * (t < seconds - 0.1)
    return (level * tone * shape)[:, None].astype(np.float32)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sound")
    files = {}
    lines = []
    for i, (start, level) in enumerate(((1500, 0.2), (5000, 0.05), (8000, 0.4))):
        files[f"l{i}"] = folder / f"l{i}.wav"
        write_wave(speech(2.0, level, 120 + 60 * i), files[f"l{i}"])
        lines.append(SpokenLine(f"l{i}", start, start + 100, start + 1900))
    bed = folder / "bed.wav"
    write_bed(compose_bed(FRAMES, TENSION, 3, "tense"), bed)
    sounds = (SoundCue("hit", 4000, 80), SoundCue("sting", 8000, 90), SoundCue("heart", 500, 50))
    cuts = CutList("ep01", FRAMES, (), tuple(lines), (), sounds, TENSION)
    return cuts, files, bed, folder


def test_the_mix_reaches_its_loudness_and_exact_length(world):
    cuts, files, bed, folder = world
    out = folder / "mix.wav"
    report = mix_episode(cuts, files, bed, out, Loudness())
    made = read_wave(out)
    assert len(made) == FRAMES * RATE // 30
    assert integrated(made) == pytest.approx(-14, abs=0.3)
    assert true_peak(made) <= -2.0
    assert report.lufs == pytest.approx(-1400, abs=30)
    assert report.peak <= -200
    assert report.over_bed >= 600


def test_equal_inputs_give_equal_bytes(world):
    cuts, files, bed, folder = world
    outs = [folder / "one.wav", folder / "two.wav"]
    for out in outs:
        mix_episode(cuts, files, bed, out, Loudness())
        encode_aac(out, out.with_suffix(".m4a"))
    assert outs[0].read_bytes() == outs[1].read_bytes()
    assert outs[0].with_suffix(".m4a").read_bytes() == outs[1].with_suffix(".m4a").read_bytes()


def test_aac_keeps_format_length_and_peak(world):
    cuts, files, bed, folder = world
    wav, m4a = folder / "a.wav", folder / "a.m4a"
    mix_episode(cuts, files, bed, wav, Loudness())
    encode_aac(wav, m4a)
    with av.open(str(m4a)) as source:
        stream = source.streams.audio[0]
        assert (stream.codec_context.name, stream.rate, stream.channels) == ("aac", RATE, 2)
        rows = [f.to_ndarray() for f in source.decode(stream)]
    decoded = np.concatenate(rows, axis=1).T
    assert 0 <= len(decoded) - FRAMES * RATE // 30 <= 2048
    assert true_peak(decoded) <= -1.5
    assert integrated(decoded) == pytest.approx(-14, abs=0.5)


def test_takes_lie_at_their_places_with_silence_around(world):
    cuts, files, _, _ = world
    n = FRAMES * RATE // 30
    found = dialogue(cuts.lines, files, n)
    heard = np.zeros(n, bool)
    for line in cuts.lines:
        heard[line.start_ms * 48 : (line.start_ms + 2000) * 48] = True
        voiced = found[line.first_ms * 48 : line.last_ms * 48]
        assert np.abs(voiced).max() > 0.02
    assert not found[~heard].any()


def test_quiet_and_loud_takes_come_closer_but_stay_in_order(world):
    cuts, files, _, _ = world
    found = dialogue(cuts.lines, files, FRAMES * RATE // 30)
    level = [
        20 * np.log10(np.sqrt(np.mean(found[x.first_ms * 48 : x.last_ms * 48] ** 2)))
        for x in cuts.lines
    ]
    assert level[1] < level[0] < level[2]
    assert level[2] - level[1] < 10  # 18 dB apart as recorded


def test_the_bed_ducks_nine_decibels_with_attack_and_release(world):
    cuts, _, _, _ = world
    lines = cuts.lines[:1]
    gain = 20 * np.log10(bed_gain(activity(lines, np.zeros(RATE * 6, np.float32))))
    first, last = lines[0].first_ms // 10, lines[0].last_ms // 10
    assert gain[first - 9] == pytest.approx(0, abs=0.2)
    assert gain[first + 1] == pytest.approx(-9, abs=0.2)
    assert gain[last] == pytest.approx(-9, abs=0.2)
    assert gain[last + 31] == pytest.approx(0, abs=0.2)
    assert -7 < gain[last + 15] < -2


def test_an_episode_without_speech_is_still_mixed(world):
    cuts, _, bed, folder = world
    out = folder / "silent.wav"
    report = mix_episode(replace(cuts, lines=()), {}, bed, out, Loudness())
    assert report.lufs == pytest.approx(-1400, abs=50)


def test_a_silent_bed_stays_silent(world):
    cuts, files, _, folder = world
    bed, out = folder / "none.wav", folder / "plain.wav"
    write_wave(np.zeros((100, 2), np.float32), bed)
    mix_episode(replace(cuts, sounds=()), files, bed, out, Loudness())
    assert not read_wave(out)[: RATE // 2].any()


def test_a_short_or_foreign_bed_is_looped_and_resampled(world):
    cuts, files, _, folder = world
    bed, out = folder / "foreign.wav", folder / "looped.wav"
    with wave.open(str(bed), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(22_050)
        tone = 8000 * np.sin(np.arange(22_050) / 20)
        file.writeframes(tone.astype("<i2").tobytes())
    mix_episode(cuts, files, bed, out, Loudness())
    assert np.abs(read_wave(out)[-RATE : -RATE // 2]).max() > 0.01


def test_missing_and_damaged_sounds_are_named(world):
    cuts, files, bed, folder = world
    bad = folder / "bad.wav"
    bad.write_bytes(b"RIFF....WAVEnonsense")
    with pytest.raises(MakeError, match=r"bad\.wav"):
        mix_episode(cuts, files | {"l1": bad}, bed, folder / "x.wav", Loudness())
    with pytest.raises(MakeError, match="l0"):
        mix_episode(cuts, {}, bed, folder / "x.wav", Loudness())


def test_waves_survive_the_file(tmp_path):
    rng = np.random.default_rng(1)
    made = rng.uniform(-0.9, 0.9, (1000, 2)).astype(np.float32)
    write_wave(made, tmp_path / "w.wav")
    assert np.abs(read_wave(tmp_path / "w.wav") - made).max() < 2**-22


def test_twenty_four_bits_are_read_as_they_were_written(tmp_path):
    whole = np.array([0, 1, -1, 255, 256, -256, 65_536, -65_537, 2**23 - 1, -(2**23)])
    write_wave((whole / 2.0**23).astype(np.float32).reshape(-1, 2), tmp_path / "w.wav")
    with wave.open(str(tmp_path / "w.wav"), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getnframes()) == (2, 3, 5)
        raw = file.readframes(5)
    assert [int.from_bytes(raw[i : i + 3], "little", signed=True) for i in range(0, 30, 3)] == [
        *whole
    ]
    assert np.array_equal(read_wave(tmp_path / "w.wav").reshape(-1) * 2.0**23, whole)


def test_beds_of_one_season_share_their_material_and_nothing_else():
    first = compose_bed(FRAMES, TENSION, 9, "tense")
    longer = compose_bed(FRAMES + 7, TENSION, 9, "tense")
    compose_bed(FRAMES, TENSION, 11, "warm")
    assert len(longer) > len(first)
    assert np.array_equal(first, compose_bed(FRAMES, TENSION, 9, "tense"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_sound_is_heard_bounded_and_ends_softly(kind):
    made = sound(kind)
    assert made.shape[1] == 2
    assert 0.3 * RATE < len(made) < 5 * RATE
    assert np.abs(made).max() == pytest.approx(1, abs=1e-3)
    assert np.abs(made[-20:]).max() < 0.02
    assert abs(float(made.mean())) < 0.02


@pytest.mark.parametrize("kind", ["rain", "heart", "riser"])
def test_sounds_take_the_length_asked_for(kind):
    assert len(sound(kind, 2500)) == 120_000


@pytest.mark.parametrize("mood", ["neutral", "warm", "cold", "tense", "tender", "eerie"])
def test_beds_are_smooth_whole_and_their_own(mood):
    made = compose_bed(FRAMES, TENSION, 9, mood)
    assert made.shape == (FRAMES * RATE // 30, 2)
    assert np.abs(made).max() < 0.75
    assert np.abs(np.diff(made, axis=0)).max() < 0.15  # a plucked string begins at once
    assert np.array_equal(made, compose_bed(FRAMES, TENSION, 9, mood))
    assert not np.array_equal(made, compose_bed(FRAMES, TENSION, 10, mood))


def test_the_bed_follows_the_tension():
    made = compose_bed(1200, ((0, 15), (18_000, 15), (22_000, 95), (40_000, 95)), 4, "tense")
    calm, tense = made[: 15 * RATE], made[25 * RATE : 38 * RATE]
    change = [np.abs(np.diff(x, axis=0)).mean() for x in (calm, tense)]
    assert change[1] > 1.3 * change[0]
