"""Portuguese wordings: every row can be read, every choice in it closed, every mark well formed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from engine.text.measure import spaced_words
from engine.writer.data import beats, shots, spoken, table
from engine.writer.wording import guarded

ROW = re.compile(r"(~|!!?(\w+) )?([HVPATK])>([HVPATK]) ([^:]+): (.+)")
TEASE = re.compile(r"!(\w+) ([HVPATK]+)(?:>([HVPATK]))? ([^:]+): (.+)")
CHOICE = re.compile(r"<([^<>]*)>")
AGREES = re.compile(r"\{(\w+)~([^{}]*)\}")
CLIFFS = {"question", "reveal", "threat", "arrival", "decision", "discovery", "reversal"}
LONGEST_ROW, LONGEST_ENDING = 13, 16
"""Words of a wording in its longest choice, a slot counted as one."""
POWERS = {f"{{{slot}}}" for slot in ("sign", "demo", "use", "save", "cost", "reveal", "tell")}
SPLIT = re.compile(
    r"\b(?:de|em|por) (?:o|a|os|as) |\ba (?:o|os|as) |\bao a |\bà o "
    r"|\b(?:de|em) (?:el|est|ess|aquel)[ae]s? |\b(?:de|em) (?:isto|isso|aquilo) "
)
"""Prepositions that Portuguese runs into the article or pronoun after them."""


def _wordings() -> Iterator[tuple[str, bool, str]]:
    """(beat, whether it ends an episode, wording) of everything spoken."""
    for id, lines in spoken("pt").items():
        for row in (row for scene in lines.scenes for row in scene.rows):
            hit = ROW.fullmatch(row)
            assert hit is not None or row.startswith("@"), (id, row)
            if hit is not None:
                yield from ((id, bool(hit[2]), text) for _, text in guarded(hit[6]))
        for row in lines.teases:
            hit = TEASE.fullmatch(row)
            assert hit is not None, (id, row)
            yield from ((id, True, text) for _, text in guarded(hit[5]))


def _chosen(text: str) -> Iterator[str]:
    """Every way in which the choices of a wording can fall."""
    parts = CHOICE.split(text)
    options = [part.split("|") if at % 2 else [part] for at, part in enumerate(parts)]
    yield from ("".join(one) for one in product(*options))


def _said(text: str) -> str:
    """A wording with its first forms and a name for every slot."""
    text = AGREES.sub(lambda hit: hit[2].split("/")[0], text)
    return re.sub(r"\{[^{}]*\}", "Nome", text)


def test_every_opening_is_worded() -> None:
    """Whatever a premise begins with, Portuguese can begin with it."""
    classes = {need for beat in beats().values() for need in beat.needs if need[:3] == "in:"}
    played = {n for id in spoken("pt") if id[:2] == "o_" for n in beats()[id].needs}
    assert {need for need in classes if "/" not in need} <= played


def test_moods_and_types_are_known() -> None:
    """A mood that the staging does not know has no face, and a type no last look."""
    moods = set(table("staging.toml")["emotions"])
    for id, lines in spoken("pt").items():
        hits = [ROW.fullmatch(row) for scene in lines.scenes for row in scene.rows]
        said = {(hit[2], hit[5]) for hit in hits if hit is not None}
        said |= {(hit[1], hit[4]) for hit in map(TEASE.fullmatch, lines.teases) if hit is not None}
        assert {mood for _, mood in said} <= moods, id
        assert {kind for kind, _ in said if kind} <= CLIFFS, id


def test_a_scene_has_enough_to_say_and_ends_in_three_ways() -> None:
    """Fewer than four rows make no episode; two types of ending leave the season no choice."""
    for id, lines in spoken("pt").items():
        for scene in lines.scenes:
            hits = [hit for hit in map(ROW.fullmatch, scene.rows) if hit is not None]
            assert sum(not hit[2] for hit in hits) >= 4, id
            assert len({hit[2] for hit in hits if hit[2]}) >= 3, id


def test_titles_are_said_once() -> None:
    """Two episodes of one name would be one episode twice."""
    titles = [title for lines in spoken("pt").values() for title in lines.titles]
    assert len(titles) == len(set(titles))
    assert all(len(lines.titles) >= 4 for lines in spoken("pt").values())
    assert not [title for title in titles if "{" in title]


def test_every_combination_is_a_sentence_of_one_breath() -> None:
    """However the choices fall: closed by a mark, no stray signs, short enough for the screen."""
    for id, ends, text in _wordings():
        if text in POWERS:
            continue
        for one in map(_said, _chosen(text)):
            assert one[-1] in ".?!", (id, one)
            assert not re.search(r"[<>{}|~/]|\s[,.?!]|,[.?!,]|  ", one), (id, one)
            longest = LONGEST_ENDING if ends else LONGEST_ROW
            assert len(spaced_words(one)) <= longest, (id, one)


def test_words_that_agree_have_their_forms() -> None:
    """Masculine and feminine, or also the two plurals; neither with a choice inside."""
    for id, _, text in _wordings():
        for of, forms in AGREES.findall(text):
            assert forms.count("/") in (1, 3), (id, of, forms)
            assert of in "HVPATK" or of.islower(), (id, of)


def test_prepositions_run_into_what_follows() -> None:
    """No "de o", "em ela", "por a": before slots the tongue does it, elsewhere the author."""
    for id, _, text in _wordings():
        for one in map(_said, _chosen(text)):
            assert not SPLIT.search(f"{one.lower()} "), (id, one)


def test_what_is_seen_names_the_person_once() -> None:
    """A look belongs to one face: every reaction and last look says whose."""
    seen = shots("pt")
    for bank in (seen["reactions"], seen["finals"]):
        for mood, looks in bank.items():
            assert [one for one in looks if one.count("{name}") != 1] == [], mood
            assert len(looks) == len(set(looks)) >= 10, mood
