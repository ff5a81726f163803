"""Hindi and Portuguese: grammar that follows the people and things of a story, and seasons."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.series.document import PROPS
from engine.text.measure import sentences, spoken_ms
from engine.writer.contract import check_season
from engine.writer.data import spoken, table
from engine.writer.dossier import LANGUAGES, detect_language, read_premise, story_of
from engine.writer.reading.languages import language_of
from engine.writer.scripting import _LINE, _TEASE
from engine.writer.season import write_season
from engine.writer.story import Thing
from engine.writer.tongues import matter
from engine.writer.tongues.registry import tongue_of
from engine.writer.wording import Wording, guarded

READINGS = tomllib.loads(Path(__file__).with_name("readings_more.toml").read_text("utf-8"))[
    "premise"
]
WRITTEN = [row for row in READINGS if row["language"] in LANGUAGES]
TEXTS = {tag: [r["text"] for r in READINGS if r["language"] == tag] for tag in ("hi", "pt-BR")}
ERAS = ("modern", "period", "palace", "fantasy", "campus", "hospital", "rural")
POWERS = ("spirit", "mind", "heal", "tech", "fight", "foresee", "craft", "nerve")
_MARK = re.compile(r"\{([^{}]*)\}")
_PERSON = re.compile(r"[HVPATK](?:#|!|:\S+)?|vic(?::\S+)?")


def _wording(tag: str, at: int = 0) -> Wording:
    return Wording(story_of(TEXTS[tag][at], tag, 1))


def _gendered(word: Wording, hero: str) -> Wording:
    word.story.people["H"].gender = hero
    return word


@pytest.mark.parametrize(("hero", "said"), [("f", "Estou perdida."), ("m", "Estou perdido.")])
def test_a_word_agrees_with_the_hero(hero: str, said: str) -> None:
    assert _gendered(_wording("pt-BR"), hero).fill("Estou {H~perdido/perdida}.", "H") == said


def test_a_word_agrees_with_a_thing() -> None:
    words = _wording("pt-BR")
    words.story.put("token", Thing("as chaves", "fp"))
    assert words.fill("{token} {token~é meu/é minha/são meus/são minhas}.") == (
        "As chaves são minhas."
    )


@pytest.mark.parametrize(
    ("before", "thing", "after"),
    [
        ("Gosto de {token}.", "o pingente", "Gosto do pingente."),
        ("Acredite em {token}.", "a carta", "Acredite na carta."),
        ("Trocou tudo por {token}.", "a carta", "Trocou tudo pela carta."),
        ("Volte a {token}.", "a ilha", "Volte à ilha."),
        ("Antes de {token}, fale.", "meia-noite", "Antes de meia-noite, fale."),
        ("De {token} não abro mão.", "os anéis", "Dos anéis não abro mão."),
        ("É hora de o rei saber.", "a carta", "É hora de o rei saber."),
    ],
)
def test_a_preposition_runs_into_the_article_of_a_slot_only(
    before: str, thing: str, after: str
) -> None:
    words = _wording("pt-BR")
    words.story.put("token", Thing(thing, "f"))
    assert words.fill(before) == after


def test_a_postposition_takes_the_oblique() -> None:
    words = _wording("hi")
    words.story.put("home", Thing("पुराना घाट", "m", "dock", "पुराने घाट"))
    words.story.put("hide", Thing("हवेली", "f", "mansion"))
    assert words.fill("{home:obl} में आओ, {hide:obl} में नहीं।") == "पुराने घाट में आओ, हवेली में नहीं।"


@pytest.mark.parametrize(
    ("kin", "direct", "oblique"),
    [
        ("father", "मेरे पिता", "मेरे पिता"),
        ("brother", "मेरा भाई", "मेरे भाई"),
        ("grandmother", "मेरी दादी", "मेरी दादी"),
    ],
)
def test_a_possessive_agrees_in_gender_respect_and_case(
    kin: str, direct: str, oblique: str
) -> None:
    words = _wording("hi")
    words.story.people["P"].kin = kin
    assert words.fill("{P}", "H", "A") == direct
    assert words.fill("{P:obl} को", "H", "A") == f"{oblique} को"
    assert words.fill("{P:obl} को", "A", "H") == f"{oblique.replace('मेर', 'तुम्हार')} को"


def test_elders_are_spoken_of_with_respect() -> None:
    words = _wording("hi")
    words.story.people["P"].kin, words.story.people["P"].gender = "father", "m"
    words.story.people["V"].gender, words.story.people["V"].kin = "m", ""
    assert words.fill("{P:उसने} कहा, {P~आया/आई/आए/आईं}।") == "उन्होंने कहा, आए।"
    assert words.fill("{V:उसने} कहा, {V~आया/आई/आए/आईं}।") == "उसने कहा, आया।"


def test_a_goal_is_told_in_three_persons() -> None:
    story = story_of(
        "A bolsista Iara Tavares entra no Colégio Santa Cecília com nome falso para descobrir quem "
        "empurrou seu irmão da torre. Bernardo Lacerda sabe o segredo dela.", "pt-BR", 1,
    )  # fmt: skip
    assert story.slots["goal"] == "descobrir quem empurrou meu irmão da torre"
    assert story.slots["goal_you"] == "descobrir quem empurrou seu irmão da torre"
    assert story.slots["goal_she"] == "descobrir quem empurrou o irmão dela da torre"


def test_an_infinitive_of_hindi_has_its_forms() -> None:
    story = story_of("नर्स मीरा अपने भाई को बचाना चाहती है। सर्जन विक्रम ने उसे धोखा दिया।", "hi", 1)
    assert story.slots["goal"] == "अपने भाई को बचाना"
    assert story.slots["goal:obl"] == "अपने भाई को बचाने"
    assert story.slots["wrong_you"] == "तुम्हें धोखा दिया"


@pytest.mark.parametrize("row", WRITTEN, ids=lambda row: row["hero"])
def test_a_premise_is_understood(row: dict[str, str]) -> None:
    assert detect_language(row["text"]) == row["language"]
    dossier = read_premise(row["text"])
    assert dossier.people[0].name.value == row["hero"]
    assert dossier.people[0].gender.value == row["gender"]
    assert dossier.people[1].name.value == row["villain"]
    assert dossier.era.value in row["era"].split()
    assert dossier.inciting.value in row["inciting"].split()


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("She wants the truth about the fire in São Paulo and João will not tell her.", "en"),
        ("Ela quer a verdade sobre o incêndio e o pai não conta.", "pt-BR"),
        ("वह सच जानना चाहती है", "hi"),
    ],
)
def test_the_language_is_told_by_script_and_small_words(text: str, tag: str) -> None:
    assert language_of(text)[0] == tag


def test_an_era_has_everything_a_story_may_need() -> None:
    for tongue in ("hi", "pt"):
        for era in ERAS:
            for slot in ("cage", "arena", "hide", "home"):
                rows = matter.places(tongue, era, slot)
                assert len([row for row in rows if row.picture]) >= 3, (tongue, era, slot)
            for slot in ("asset", "deadline"):
                assert len(matter.places(tongue, era, slot)) >= 3
            assert set(matter.sets(tongue, era)) == set(matter.sets("en", "modern"))
            assert {t.picture for t in matter.tokens(tongue, era)} <= {*PROPS, ""}
            named = [c.name for c in matter.crimes(tongue, era)]
            assert len([name for name in named if name.gender]) >= 3, (tongue, era)
        for power in POWERS:
            for slot in ("sign", "demo", "use", "save", "cost", "reveal", "tell"):
                assert len(matter.power_words(tongue, power, slot)) >= 3


def _texts(tongue: str) -> Iterator[tuple[str, str]]:
    for id, lines in spoken(tongue).items():
        for raw in (row for scene in lines.scenes for row in scene.rows):
            if raw.startswith("@"):
                yield id, raw
                continue
            hit = _LINE.match(raw)
            assert hit is not None, raw
            assert hit[5] in table("staging.toml")["emotions"], raw
            yield from ((id, words) for _, words in guarded(hit[6]))
        for raw in lines.teases:
            hit = _TEASE.match(raw)
            assert hit is not None, raw
            yield from ((id, words) for _, words in guarded(hit[5]))


@pytest.mark.parametrize("tongue", ["hi", "pt"])
def test_every_mark_of_the_lines_is_known(tongue: str) -> None:
    tag = tongue_of(tongue).tag
    known = {*_wording(tag).story.slots, *("vic", "kinword", "alias", "job")}
    known |= {"sign", "demo", "use", "save", "cost", "reveal", "tell"}
    for id, text in _texts(tongue):
        for mark in _MARK.findall(text):
            of, agrees, forms = mark.partition("~")
            if agrees:
                assert of in {*known, *"HVPATK"}, (id, text)
                assert "/" in forms, (id, text)
            elif not _PERSON.fullmatch(mark):
                assert re.sub(":(?:obl|bare|must)$", "", mark) in known, (id, text)


@pytest.mark.parametrize(
    ("text", "tag"), [("मैं उसका सच सबके सामने लाना", "hi"), ("Eu vou contar a verdade hoje", "pt-BR")]
)
def test_six_words_take_between_two_and_three_seconds(text: str, tag: str) -> None:
    assert 2_000 < spoken_ms(text, tag) < 3_000


SEASONS = [(tag, at) for tag in ("hi", "pt-BR") if tag in LANGUAGES for at in range(0, 12, 2)]


@pytest.mark.parametrize(("tag", "at"), SEASONS)
def test_a_season_keeps_the_contract(tag: str, at: int) -> None:
    dossier = read_premise(TEXTS[tag][at])
    draft = write_season(dossier, seed=1 + at)
    assert draft.series.language == tag
    assert check_season(draft.episodes, tag, 60, dossier.obligations) == ()
    said = [part for e in draft.episodes for line in e.lines for part in sentences(line.text)]
    seen = [shot.action for e in draft.episodes for shot in e.shots]
    cards = [c.text for e in draft.episodes for shot in e.shots for c in shot.captions]
    for words in (*said, *seen, *cards, draft.series.logline, draft.series.title):
        assert not re.search(r"[{}~<>\x01]|\|\|", words), words
