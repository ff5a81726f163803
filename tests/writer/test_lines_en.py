"""English wordings: every row can be read, chosen in any state, filled and said in one breath."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib.resources import files

import pytest

from engine.text.measure import spaced_words
from engine.writer.data import beats, spoken, table
from engine.writer.dossier import read_premise
from engine.writer.season import story_for
from engine.writer.wording import Wording, guarded

ROW = re.compile(r"(~|!!?(\w+) )?([HVPATK])>([HVPATK]) ([^:]+): (.+)")
TEASE = re.compile(r"!(\w+) ([HVPATK]+)(?:>([HVPATK]))? ([^:]+): (.+)")
CHOICE = re.compile(r"<([^<>]*)>")
CLIFFS = {"question", "reveal", "threat", "arrival", "decision", "discovery", "reversal"}
LONGEST_ROW, LONGEST_ENDING = 13, 20
"""Words of a wording in its longest choice, a slot counted as one to four words."""
SLOT_WORDS = {"goal": 4, "goal_you": 4, "goal_she": 4, "wrong": 3, "wrong_you": 3,
              "wrong_she": 3, "crime": 3, "evi": 3, "vic": 2, "want": 2}  # fmt: skip
POWERS = ("sign", "demo", "use", "save", "cost", "reveal", "tell")


@pytest.fixture(scope="module")
def wording() -> Wording:
    """A story in which every optional slot is filled."""
    dossier = read_premise(
        "Waitress Clara Bishop is framed by hotel heir Julian Frost. No one knows she is secretly "
        "the Orchid, and she will win back the harbor inn.", "en", 3
    )  # fmt: skip
    story = story_for(dossier, episodes=20, words=60, seed=3)
    story.slots.setdefault("alias", "the Orchid")
    return Wording(story)


def _wordings() -> Iterator[tuple[str, str, str]]:
    """(beat, kind of row, wording) of everything spoken; kind: "", "~" or the type of an ending."""
    for id, lines in spoken("en").items():
        for scene in lines.scenes:
            for row in scene.rows:
                if row.startswith("@"):
                    continue
                hit = ROW.fullmatch(row)
                assert hit is not None, (id, row)
                kind = hit[2] or (hit[1] or "")
                yield from ((id, kind, text) for _, text in guarded(hit[6]))
        for row in lines.teases:
            hit = TEASE.fullmatch(row)
            assert hit is not None, (id, row)
            yield from ((id, hit[1], text) for _, text in guarded(hit[5]))


def _longest(text: str) -> int:
    text = re.sub(r"\{[HVPATK](?:[#!]|:\w+)?\}", "Name", text)
    text = re.sub(r"\{(\w+)\}", lambda hit: "word " * SLOT_WORDS.get(hit[1], 1), text)
    fixed = len(spaced_words(CHOICE.sub("", text)))
    return fixed + sum(
        max(len(spaced_words(option)) for option in hit.split("|")) for hit in CHOICE.findall(text)
    )


def test_every_opening_is_worded() -> None:
    """Whatever a premise begins with, English can begin with it, and words no unknown beat."""
    assert set(spoken("en")) <= set(beats())
    classes = {need for beat in beats().values() for need in beat.needs if need[:3] == "in:"}
    played = {n for id in spoken("en") if id[:2] == "o_" for n in beats()[id].needs}
    assert {need for need in classes if "/" not in need} <= played


def test_rows_name_known_moods_and_types() -> None:
    """A row that the writer cannot read would be lost in the middle of a scene."""
    moods = set(table("staging.toml")["emotions"])
    for id, lines in spoken("en").items():
        rows = [row for scene in lines.scenes for row in scene.rows if not row.startswith("@")]
        found = [(hit[5], hit[2]) for hit in map(ROW.fullmatch, rows) if hit]
        assert {mood for mood, _ in found} <= moods, id
        assert {kind for _, kind in found if kind} <= CLIFFS, id
        assert len(lines.titles) >= 4, id


def test_every_scene_can_end_in_three_ways() -> None:
    """Types of ending vary over a season only when each scene offers several."""
    for id, lines in spoken("en").items():
        for scene in lines.scenes:
            kinds = Counter(hit[2] for hit in map(ROW.fullmatch, scene.rows) if hit and hit[2])
            assert len(kinds) >= 3, (id, kinds)


def test_rows_have_several_wordings_for_every_state() -> None:
    """Three ways to say a row for each set of guards; an ending or a gift may have fewer."""
    for id, lines in spoken("en").items():
        for scene in lines.scenes:
            for hit in filter(None, map(ROW.fullmatch, scene.rows)):
                sets: dict[frozenset[str], list[str]] = defaultdict(list)
                for guard, text in guarded(hit[6]):
                    sets[guard].append(text)
                for guard, texts in sets.items():
                    ways = sum(_ways(text) for text in texts)
                    gift = any(f"{{{slot}}}" in text for slot in POWERS for text in texts)
                    assert ways >= 3 or hit[2] or gift, (id, sorted(guard), hit[0])


def _ways(text: str) -> int:
    ways = 1
    for options in CHOICE.findall(text):
        ways *= len(options.split("|"))
    return ways


def test_wordings_are_short_enough_to_say() -> None:
    """Viewers read along: a line is at most about eleven words, an ending one breath."""
    for id, kind, text in _wordings():
        limit = LONGEST_ENDING if kind in CLIFFS else LONGEST_ROW + 3
        assert _longest(text) <= limit, (id, text)


def test_wordings_leave_nothing_unfilled(wording: Wording) -> None:
    """No brace, angle or bar reaches the viewer, whichever choice is taken."""
    for id, _, text in _wordings():
        said = wording.fill(text, "H", "V")
        assert not re.search(r"[{}<>|]", said), (id, said)
        assert said[-1] in ".?!\u2026", (id, said)
        assert said == said.strip(), (id, said)
        assert not re.search(r"  | [,.?!](?!\.)", said), (id, said)


def test_no_sentence_belongs_to_two_beats() -> None:
    """A sentence of four words or more without a slot or a choice is said in one beat only."""
    owner: dict[str, str] = {}
    for id, _, text in _wordings():
        for sentence in re.split(r"(?<=[.?!]) +", text):
            if "{" in sentence or "<" in sentence or len(sentence.split()) < 4:
                continue
            assert owner.setdefault(sentence.casefold(), id) == id, (sentence, id)


def test_looks_between_the_lines_do_not_repeat() -> None:
    """What is seen of listeners is worded once each, twelve ways or more."""
    path = files("resources").joinpath("writer", "lines", "en", "shots.toml")
    shots = tomllib.loads(path.read_text("utf-8"))
    rows = [row for bank in ("reactions", "finals") for row in shots[bank].values()]
    seen = [words for row in rows for words in row]
    assert len(seen) == len(set(seen))
    assert all(len(row) >= 12 for row in rows)
