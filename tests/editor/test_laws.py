"""What holds for every episode, whatever its shots, lines and takes."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.editor.cut import cut_episode
from engine.editor.faces import MOST_STATES
from engine.editor.grammar import EFFECTS_ASKED, SOUNDS
from engine.editor.layout import LEAST, MOST, SHORTEST
from engine.editor.rules import load_rules
from engine.editor.types import EditRequest
from engine.series.document import EMOTIONS, FRAMINGS, MOODS, Episode, Line, Scene, Shot
from engine.voice.types import Marker
from tests.editor.world import CAST, performance, request

PEOPLE = tuple(m.id for m in CAST)
WORDS = ("no", "father", "watch", "me", "signature", "half-brother", "don't", "你", "真相")
MARKS = ("", ",", ".", "...", "!", "?", " —", "，", "。", "……")


@st.composite
def shots(draw, number: int, line: str) -> Shot:
    people = draw(st.lists(st.sampled_from(PEOPLE), max_size=3, unique=True))
    return Shot(
        f"ep01/shot{number}",
        line,
        tuple(people),
        draw(st.sampled_from(FRAMINGS)),
        effect=draw(st.sampled_from(("", *EFFECTS_ASKED[1:]))),
        hold_ms=draw(st.integers(0, 9000)),
        overrides=draw(
            st.sampled_from(((), ("-cut",), ("cut listener 30", "+rain"), ("framing=full", "hold")))
        ),
    )


@st.composite
def episodes(draw) -> EditRequest:
    base = request()
    lines, takes, scenes, number = [], [], [], 0
    for scene in range(draw(st.integers(1, 3))):
        row = []
        for _ in range(draw(st.integers(1, 4))):
            number += 1
            id = ""
            if draw(st.booleans()) and len(lines) < 7:
                id = f"ep01/line{len(lines) + 1}"
                text = " ".join(
                    draw(st.sampled_from(WORDS)) + draw(st.sampled_from(MARKS))
                    for _ in range(draw(st.integers(1, 9)))
                )
                line = Line(
                    id, draw(st.sampled_from(PEOPLE)), text, draw(st.sampled_from(EMOTIONS)),
                    draw(st.integers(0, 100)),
                )  # fmt: skip
                take = performance(text)
                extra = draw(
                    st.lists(st.builds(Marker, st.sampled_from(("peak", "surge", "pause", "drop")),
                                       st.integers(0, take.duration_ms), st.integers(0, 100)),
                             max_size=8)
                )  # fmt: skip
                lines.append(line)
                takes.append((id, replace(take, markers=(*take.markers, *extra))))
            row.append(draw(shots(number, id)))
        place = "place/door" if scene % 2 else "place/roof"
        scenes.append(Scene(f"ep01/scene{scene}", place, tuple(row)))
    episode = Episode(
        "ep01", 1, "One", tension=draw(st.integers(0, 10)), lines=tuple(lines),
        scenes=tuple(scenes),
    )  # fmt: skip
    mood = draw(st.sampled_from(MOODS))
    places = tuple(replace(p, mood=mood) for p in base.document.places)
    document = replace(base.document, places=places, episodes=(episode,))
    return EditRequest(document, episode, tuple(takes), "AI-generated")


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(episodes())
def test_every_cut_list_is_whole_and_legal(asked):
    made = cut_episode(asked, load_rules())
    assert sum(c.frames for c in made.cuts) == made.frames
    assert made.frames >= LEAST
    # silences can only be shortened so far: one second of action, a breath behind each line
    spoken = sum(p.duration_ms for _, p in asked.performances) * 30 // 1000
    if spoken + 60 * len(asked.episode.shots) < MOST:
        assert made.frames <= MOST
    assert len({c.id for c in made.cuts}) == len(made.cuts)
    for c in made.cuts:
        assert c.frames >= SHORTEST
        assert sum(len({k.state for k in f.faces}) for f in c.figures) <= MOST_STATES
        for figure in c.figures:
            assert 0 <= figure.x <= 100
            frames = [k.frame for k in figure.faces]
            assert frames[0] == 0
            assert frames == sorted(set(frames))
            if not figure.back:
                assert max(b - a for a, b in pairwise([*frames, c.frames])) <= 105
        for item in (*c.cues, *c.titles):
            assert 0 <= item.first < item.last <= c.frames
        for effect in c.effects:
            assert 0 <= effect.first < effect.first + effect.frames <= c.frames
    for one, two in pairwise(made.subtitles):
        assert one.end_ms <= two.start_ms
    assert {s.kind for s in made.sounds} <= set(SOUNDS)
    times = [at for at, _ in made.tension]
    assert times == sorted(set(times))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(episodes())
def test_every_word_is_subtitled(asked):
    made = cut_episode(asked, load_rules())
    written = "".join("".join(line.text.split()) for shot in asked.episode.shots
                      for line in asked.episode.lines if line.id == shot.line)  # fmt: skip
    assert "".join("".join(s.text.split()) for s in made.subtitles) == written
