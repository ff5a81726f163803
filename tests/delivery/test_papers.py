"""What is read of a season: screenplay, shot list, upload sheets; nothing lost, nothing run."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.delivery.packing import pack
from engine.delivery.performing import Job, perform_all
from engine.delivery.profiles import profiles
from engine.delivery.season import FinishedSeason
from engine.delivery.shotlist import timecode
from engine.delivery.uploads import cell, shortened
from engine.series.document import Document
from tests.delivery.world import Store, finished, season


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> FinishedSeason:
    return finished(Store(tmp_path_factory.mktemp("media")), *season(2))


def written(whole: FinishedSeason, kind: str, folder: Path, profile: str = "archive") -> list[Path]:
    """The files of the season's order of a kind."""
    package = pack(whole, profiles()[profile], "", "0")
    order = next(o for o in package.orders if o.kind == kind and o.number == 0)
    assert perform_all([Job(order, folder)], None)[0].error == ""
    return [folder / name for name in order.files]


def changed(whole: FinishedSeason, text: str) -> FinishedSeason:
    """The season with another first line in its first episode."""
    document: Document = whole.document
    first = document.episodes[0]
    lines = (replace(first.lines[0], text=text), *first.lines[1:])
    episodes = (replace(first, lines=lines), *document.episodes[1:])
    return replace(whole, document=replace(document, episodes=episodes))


def test_the_screenplay_holds_every_line_and_its_speaker(
    two: FinishedSeason, tmp_path: Path
) -> None:
    fountain, pdf = written(two, "screenplay", tmp_path)
    text = fountain.read_text("utf-8")
    assert text.startswith("Title: ")
    names = {m.id: m.name for m in two.document.cast}
    for episode in two.document.episodes:
        for line in episode.lines:
            assert re.search(rf"^@{names[line.speaker]}\n(\(.*\)\n)?{re.escape(line.text)}$", text,
                             re.MULTILINE), line.text  # fmt: skip
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 2
    assert re.findall(r"^(?:INT|EXT)\. .+ - .+$", text, re.MULTILINE)
    assert pdf.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    "text", ["*whisper* to_me", "> CUT TO:", "@you", "INT. HERE", "# no", "===", "(aside)", "你好"]
)
def test_a_line_cannot_become_markup(two: FinishedSeason, tmp_path: Path, text: str) -> None:
    fountain, _ = written(changed(two, text), "screenplay", tmp_path)
    rows = fountain.read_text("utf-8").splitlines()
    at = rows.index(f"@{two.document.member(two.document.episodes[0].lines[0].speaker).name}")
    assert rows[at + 1].replace("\\", "") == text  # right below a speaker it is speech


def test_the_shot_list_has_a_row_a_cut_without_gaps(two: FinishedSeason, tmp_path: Path) -> None:
    (file,) = written(two, "shots", tmp_path)
    rows = list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))
    assert len(rows) == sum(len(item.cuts.cuts) for item in two.episodes)
    for item in two.episodes:
        mine = [r for r in rows if r["episode"] == str(item.number)]
        assert mine[0]["in"] == "00:00:00:00"
        assert [r["out"] for r in mine[:-1]] == [r["in"] for r in mine[1:]]
        assert mine[-1]["out"] == timecode(item.cuts.frames)
        assert {r["line"] for r in mine} - {""} == {
            line.text for line in two.document.episode(item.id).lines
        }
    assert any(row["rules"] for row in rows)


@pytest.mark.parametrize("profile", ["douyin", "tiktok", "youtube-shorts", "instagram-reels"])
def test_the_upload_sheet_keeps_the_platform_s_limits(
    two: FinishedSeason, tmp_path: Path, profile: str
) -> None:
    long = replace(two.document, series=replace(two.document.series, title="The Seal " * 30))
    sheet, data = written(replace(two, document=long), "upload", tmp_path, profile)
    rows = json.loads(data.read_text("utf-8"))
    wanted = profiles()[profile]
    assert [row["episode"] for row in rows] == [str(i.number) for i in two.episodes]
    for row in rows:
        assert len(row["title"]) <= wanted.title
        assert 1 <= len(row["hashtags"].split()) <= wanted.hashtags
        assert "AI" in row["description"]
        assert {f"set {flag}" for flag in wanted.upload} <= set(row)
    assert len(list(csv.DictReader(sheet.read_text("utf-8-sig").splitlines()))) == len(rows)


def test_no_cell_of_a_sheet_is_a_formula(two: FinishedSeason, tmp_path: Path) -> None:
    (file,) = written(changed(two, '=HYPERLINK("http://x")'), "shots", tmp_path)
    for row in csv.reader(file.read_text("utf-8-sig").splitlines()):
        assert not any(value.startswith(("=", "+", "-", "@")) for value in row)


@given(st.text())
def test_a_cell_keeps_its_words(text: str) -> None:
    assert cell(text).lstrip("'") == text.lstrip("'") or cell(text) == f"'{text}"
    assert not cell(text).startswith(("=", "+", "-", "@"))


@given(st.text(), st.integers(2, 60))
def test_a_shortened_text_is_a_beginning(text: str, most: int) -> None:
    found = shortened(text, most)
    assert len(found) <= most
    assert " ".join(text.split()).startswith(found.removesuffix("…").rstrip())
