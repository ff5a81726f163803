"""Faces follow the measured performance: strength, mouths, eyes, blinks."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from engine.editor.cut import cut_episode
from engine.editor.faces import SLACK
from engine.editor.rules import load_rules

from .world import request

OPEN = {"A", "E", "O", "U", "L"}


def waving(performance, turns):
    """The same take with an arousal that rises and falls `turns` times between -70 and 90."""
    count = len(performance.arousal)
    wave = [round(10 + 80 * math.sin(2 * math.pi * turns * i / count)) for i in range(count)]
    return replace(performance, arousal=tuple(wave))


def spoken(turns=1.0):
    """(line, performance, frame of the take's start in the cut, cut) of each cut of a line."""
    asked = request()
    takes = tuple((line, waving(p, turns)) for line, p in asked.performances)
    asked = replace(asked, performances=takes)
    known = dict(takes)
    made = cut_episode(asked, load_rules())
    starts = {line.line: line.start_ms * 30 / 1000 for line in made.lines}
    found, at = [], 0
    for c in made.cuts:
        line = f"ep03/{c.id.split('.')[0]}"
        if line in known:
            who = next(x for x in asked.episode.lines if x.id == line)
            found.append((who, known[line], round(starts[line]) - at, c))
        at += c.frames
    return found


def speakers(turns=1.0):
    for line, take, start, c in spoken(turns):
        for figure in c.figures:
            if figure.cast == line.speaker and not figure.back:
                yield line, take, start, c, figure


def state_at(figure, frame):
    return [k.state for k in figure.faces if k.frame <= frame][-1]


@pytest.mark.parametrize("turns", [0.5, 1.5])
def test_the_drawn_strength_is_the_measured_one_at_every_100_ms(turns):
    """Matches means: the drawn quarter is at most `SLACK` (0.75) quarters from the script's
    intensity moved by the measured arousal, 45 points a quarter, within 1 to 4."""
    compared = 0
    for line, take, start, c, figure in speakers(turns):
        base = min(4, max(1, round(line.intensity / 25)))
        first, last = take.words[0].start_ms, take.words[-1].end_ms
        for index, arousal in enumerate(take.arousal):
            frame = start + round((100 * index) * 30 / 1000)
            if not (first + 100 <= 100 * index <= last - 100 and 0 <= frame < c.frames):
                continue
            felt = min(4.0, max(1.0, base + arousal / 45))
            # a drawing stands for 67 ms, in which the measure moves a little
            beside = take.arousal[min(index + 1, len(take.arousal) - 1)] - arousal
            moved = abs(beside) / 45
            assert abs(state_at(figure, frame).strength - felt) <= SLACK + moved, (c.id, index)
            compared += 1
    assert compared > 60


def test_lips_meet_and_part_within_40_ms_of_the_sounds():
    compared = 0
    for _, take, start, c, figure in speakers():
        for key in figure.faces:
            ms = (key.frame + 1 - start) * 1000 / 30
            near = {
                p.viseme
                for p in take.phones
                if p.start_ms - 40 < ms + 33 and ms - 33 < p.end_ms + 40
            }
            if key.state.viseme in OPEN:
                assert near & OPEN, (c.id, key)
            if key.state.viseme == "M":
                assert not near or near & {"M", "F", "rest"}, (c.id, key)
            compared += 1
    assert compared > 40


def test_people_look_at_whom_they_speak_with():
    for _, take, start, c in spoken():
        for figure in c.figures:
            if figure.back:
                continue
            side = 1 if figure.yaw > 0 else -1
            words = [w.start_ms for w in take.words]
            for ms in words:
                frame = start + round(ms * 30 / 1000) + 2
                if 0 <= frame < c.frames - 2:
                    assert state_at(figure, frame).gaze in (side, 2), (c.id, figure.cast)


def test_eyes_leave_the_other_between_the_clauses():
    seen = set()
    for _, take, start, c, figure in speakers():
        for first, last in take.pauses:
            frame = start + round((first + last) / 2 * 30 / 1000)
            if 0 <= frame < c.frames:
                seen.add(state_at(figure, frame).gaze == (1 if figure.yaw > 0 else -1))
    assert seen == {False}


def test_blinks_last_as_long_as_a_humans():
    lengths = []
    for c in cut_episode(request(holds=(9000, 2500, 8000, 2500, 3000, 2500)), load_rules()).cuts:
        for figure in c.figures:
            keys = [*figure.faces]
            ends = [k.frame for k in keys[1:]] + [c.frames]
            shut = 0
            for key, end in zip(keys, ends, strict=True):
                if key.state.lids:
                    shut += end - key.frame
                elif shut:
                    lengths.append(shut)
                    shut = 0
    assert lengths
    assert all(100 <= n * 1000 / 30 <= 420 for n in lengths)
