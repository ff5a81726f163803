"""What only a season shows, and reading the subtitle files that were written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.delivery.gate.cues import judge_file, read_srt
from engine.delivery.gate.season import inspect_season
from engine.delivery.gate.sound import RATE as HEARD_RATE
from engine.delivery.gate.sound import Sound
from engine.delivery.gate.types import Cue, Inspection, LabelSeen, Seen
from engine.delivery.gate.voices import line_spectra
from engine.delivery.sidecars import srt
from engine.editor.types import SubtitleCue
from tests.delivery.films import EXPECTED, LINES, RATE, sound

KINDS = ("question", "reveal", "threat", "arrival")


def _episodes(**changes):
    """Four episodes with nothing wrong, but for the changes to the last one."""
    found = []
    for number, kind in enumerate(KINDS, 1):
        last = replace(LINES[2], text=f"Then whose hand is number {number}?")
        one = replace(
            EXPECTED, number=number, title=f"Letter {number}", cliff_type=kind,
            lines=(*LINES[:2], last), cliff=last.text,
        )  # fmt: skip
        found.append(replace(one, **changes) if number == len(KINDS) else one)
    return [(one, Inspection(())) for one in found]


def _checks(episodes, total=4):
    return {one.check for one in inspect_season(episodes, total)}


def test_a_whole_season_passes():
    assert _checks(_episodes()) == set()


@pytest.mark.parametrize(
    ("check", "changes"),
    [
        ("numbering", {"number": 5}),
        ("titles", {"title": "letter 1"}),
        ("titles", {"title": ""}),
        ("cliff_variety", {"cliff_type": "reveal"}),
        ("endings", {"lines": (replace(LINES[2], text="Then whose hand is number 1?"),)}),
    ],
)
def test_what_is_repeated_or_missing_is_found(check, changes):
    assert _checks(_episodes(**changes)) == {check}


def test_a_missing_episode_is_found():
    assert "numbering" in _checks(_episodes()[:3], total=4)


def test_one_speaker_alone_is_found():
    alone = [
        (replace(one, lines=tuple(replace(line, speaker="cast/a") for line in one.lines)), seen)
        for one, seen in _episodes()
    ]
    assert _checks(alone) == {"season_speakers"}


def _seen(level: int) -> Inspection:
    prints = tuple(bytes([level + 3 * i] * 64) for i in range(24))
    return Inspection((), seen=Seen("", 1, "", 1, (0, 0), (0, 0), (), (), LabelSeen(), prints))


def test_two_episodes_with_the_same_pictures_are_found():
    names = [one for one, _ in _episodes()]
    apart = list(zip(names, (_seen(level) for level in (0, 75, 150, 180)), strict=True))
    same = list(zip(names, (_seen(level) for level in (0, 75, 150, 150)), strict=True))
    assert "same_pictures" in _checks(same)
    assert "same_pictures" not in _checks(apart[:2], total=2)


def _voices(names: tuple[str, str, str]) -> Inspection:
    """What is heard when lines are declared as those of these people."""
    mono = sound()[:: RATE // HEARD_RATE].astype("float32")
    lines = tuple(replace(line, speaker=name) for line, name in zip(LINES, names, strict=True))
    heard = Sound(mono, mono[:0], mono[:0], -14, -2)
    return Inspection((), voices=line_spectra(heard, lines))


def test_voices_that_are_the_same_are_found():
    names = [one for one, _ in _episodes()]
    apart = [(one, _voices(("a", "b", "a"))) for one in names]
    alike = [(one, _voices(("a", "b", "c"))) for one in names]
    assert "voices" not in _checks(apart)
    [found] = [one for one in inspect_season(alike, 4) if one.check == "voices"]
    assert "a and c" in found.measured


def test_subtitles_are_read_without_their_markup(tmp_path):
    file = tmp_path / "one.srt"
    file.write_bytes(
        "\ufeff1\r\n00:00:01,500 --> 00:01:02,040\r\n<i>你来了，</i>\r\n真好。\r\n\r\n"
        "2\n01:00:00.000 --> 01:00:01.000\n{\\an8}Go.\n".encode()
    )
    assert read_srt(file) == (
        Cue(1500, 62_040, "你来了，\n真好。"), Cue(3_600_000, 3_601_000, "Go."),
    )  # fmt: skip


@pytest.mark.parametrize("text", ["1\nno times\nhello\n", "1\n00:00:01,0 --> 00:00:02,0\n\n"])
def test_a_damaged_subtitle_file_is_named(tmp_path, text):
    file = tmp_path / "one.srt"
    file.write_text(text)
    with pytest.raises(ValueError, match="no t"):
        read_srt(file)


def test_a_written_file_must_hold_the_subtitles_of_its_film(tmp_path):
    cues = (Cue(0, 900, "Who <are> you?"), Cue(1000, 2000, "你撒谎！"))
    expected = replace(EXPECTED, cues=cues)
    file = tmp_path / "one.srt"
    file.write_text(srt(tuple(SubtitleCue(c.start_ms, c.end_ms, c.text) for c in cues)), "utf-8")
    assert list(judge_file(file, expected)) == []
    for text in (file.read_text("utf-8").replace("你", "我"), "", "1\nno times\nhello\n"):
        file.write_text(text, "utf-8")
        assert [one.check for one in judge_file(file, expected)] == ["subtitle_file"]
