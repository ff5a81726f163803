"""Models, costs and stand-ins in words: nothing is called free, ready or chosen that is not."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app import commands
from app.desks.cloning import cloner, consent_record, hindrance
from app.messages import speak
from app.presenters import cast, costs, models, premise, standins
from app.presenters.choices import Choices, EngineChoice, read_choices, trouble
from app.presenters.history import edit_words
from app.presenters.inspector import Subject, inspector
from app.presenters.jobs import left_words
from app.presenters.said import said
from app.presenters.shown import Shown
from engine.base.canon import file_digest
from engine.base.errors import UserInputError
from engine.edits.fields import set_field
from engine.graph.backends import Backend, Makers
from engine.graph.plan import Planner
from engine.models.hardware import Card, Hardware
from engine.models.library import Library
from engine.models.overview import engine_rows, model_rows
from engine.models.record import Endpoint
from engine.project.project import Project
from engine.series.document import Document, Series
from engine.series.takes import Slot, Take
from engine.voice.consent import checked
from engine.work.events import Look
from engine.writer.dossier import read_premise
from engine.writer.season import write_season
from tests.graph.world import MAKERS, cut_of
from tests.models import tiny
from widgets.models_view import ConsentForm, EngineView

PREMISE = "A CEO's secret daughter is kidnapped by her father's rival, but she has a hidden power."
MISSING = "Bark is not on this machine. (models fetch bark)"
CHOICES = Choices(
    (
        EngineChoice("espeak", "speaker", "Six voices"),
        EngineChoice("bark", "speaker", "Bark", clones=True),
        EngineChoice("comic", "artist", "Comic"),
    ),
    price=3.6,
)  # fmt: skip


@pytest.fixture(autouse=True)
def _english() -> None:
    speak("en")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "models")


def _document(speaker: str = "espeak") -> Document:
    draft = write_season(read_premise(PREMISE), episodes=2)
    return Document(replace(draft.series, speaker=speaker), draft.cast, draft.places,
                    draft.episodes)  # fmt: skip


def _makers(missing: str) -> Makers:
    def find(_role: str, id: str) -> Backend:
        return Backend(id, f"{id} 1", device=True, clones=True, missing=missing)

    return replace(MAKERS, engines=find)


def _shown(project: Project, missing: str = "", choices: Choices = CHOICES) -> Shown:
    planner = Planner(_makers(missing), lambda _: cut_of(project.document.episodes[0]))
    plan = planner.plan(project.document, project)
    return Shown(Look(project.document, plan), _Archive(project), lambda *_: (), choices)


class _Archive:
    """Takes and files of a project."""

    def __init__(self, project: Project) -> None:
        self.made, self.path = project.takes, project.media.path


def _page(library: Library, series: Series | None = None, **more: object) -> dict[str, EngineView]:
    found = models.Findings(
        engine_rows(library, Hardware()), model_rows(library), Hardware(), str(library.root),
        **more,
    )  # fmt: skip
    return {e.id: e for e in models.page(found, series, models.Doings()).engines}


def test_embedded_engines_have_nothing_to_install(library: Library) -> None:
    shown = _page(library)
    for id in ("planner", "espeak", "comic"):
        assert shown[id].state_label == "Built in"
        assert shown[id].note.startswith("Nothing to install")
        assert not shown[id].models
        assert not shown[id].get
        assert not shown[id].can_choose  # no season is open


def test_a_missing_engine_says_what_it_takes(library: Library) -> None:
    bark = _page(library, _document().series)["bark"]
    assert (bark.state, bark.state_label) == ("waiting", "Not here")
    assert bark.get == "Fetch all it needs, 4.50 GB"
    assert bark.can_choose
    assert not bark.chosen
    (needed, *optional) = bark.models
    assert needed.actions == ("accept", "fetch", "add")
    assert "not accepted yet" in needed.accepted
    assert all(m.optional for m in optional)
    brought = next(m for m in optional if m.id == "bark-quantiser")
    assert brought.actions == ("add",)  # nobody publishes it


def test_an_engine_for_other_languages_warns(library: Library) -> None:
    chinese = replace(_document().series, language="zh-CN")
    shown = _page(library, chinese)
    assert "zh-CN" in shown["llama-3.2-3b"].warning
    assert not shown["bark"].warning
    assert not shown["qwen3-4b"].warning
    assert not _page(library, _document().series)["llama-3.2-3b"].warning


def test_what_was_added_can_be_checked_and_removed(tmp_path: Path, library: Library) -> None:
    folder = tiny.weights(tmp_path / "bark")
    library.add("bark", folder)
    library.accept_licence("bark", "Mei Lin", "2026-11-25T10:00:00+00:00")
    bark = _page(library)["bark"]
    assert bark.state_label == "Ready"
    assert not bark.get
    model = bark.models[0]
    assert model.actions == ("verify", "remove")
    assert model.accepted == "accepted by Mei Lin on 2026-11-25"
    assert str(folder) in model.facts
    (folder / "model.safetensors").write_bytes(b"other")
    damaged = _page(library)["bark"]
    assert (damaged.state, damaged.state_label) == ("failed", "Damaged")
    assert "bytes instead of" in damaged.models[0].fault


def test_a_cut_download_can_go_on(library: Library) -> None:
    model = _page(library, parts={"bark": 2_000_000})["bark"].models[0]
    assert model.state_label == "Paused"
    assert model.progress == "2.0 MB of it is here"
    assert {"resume", "discard"} < set(model.actions)
    assert "fetch" not in model.actions


def test_work_shows_its_bytes_and_can_be_stopped(library: Library) -> None:
    found = models.Findings(engine_rows(library, Hardware()), model_rows(library))
    work = {"bark": models.Work("fetch", 1_500_000_000, 4_500_000_000)}
    view = next(e for e in models.page(found, None, models.Doings(work)).engines if e.id == "bark")
    assert view.state == "rendering"
    assert not view.get
    model = view.models[0]
    assert (model.progress, model.share) == ("1.50 GB of 4.50 GB", 333)
    assert model.actions == ("pause",)
    other = models.page(
        found, None, models.Doings({"mine": models.Work("add", 5_000_000, 9_000_000)})
    )
    assert other.news == "mine: Reading, 5.0 MB / 9.0 MB"


def test_licences_are_asked_for_once(library: Library) -> None:
    rows = {row.id: row for row in model_rows(library)}
    assert [x.model for x in models.licences_due(rows, ("bark", "bark-quantiser"))] == ["bark"]
    library.accept_licence("bark", "Mei Lin")
    rows = {row.id: row for row in model_rows(library)}
    assert models.licences_due(rows, ("bark",)) == ()


def test_the_card_is_named(library: Library) -> None:
    rows = engine_rows(library, Hardware((Card("Card X", "cuda", 81920, 40960),)))
    found = models.Findings(rows, model_rows(library),
                            Hardware((Card("Card X", "cuda", 81920, 40960),)))  # fmt: skip
    view = models.page(found, None, models.Doings())
    assert view.card == "Card X · 80 GB · 40 GB free"
    sdxl = next(e for e in view.engines if e.id == "sdxl")
    assert ("Graphics card", "fits") in sdxl.facts


def test_a_server_is_missing_until_it_is_named(library: Library) -> None:
    assert read_choices(library).of("endpoint").missing == "No server is named yet."
    assert _page(library)["endpoint"].state == "waiting"
    library.endpoint = Endpoint("http://127.0.0.1:11434/v1", "qwen3")
    assert not read_choices(library).of("endpoint").missing
    assert _page(library, endpoint=library.endpoint)["endpoint"].state == "fresh"


def test_choices_begin_with_the_embedded_one_and_mark_what_is_missing(library: Library) -> None:
    choices = read_choices(library)
    for role, embedded in (("writer", "planner"), ("speaker", "espeak"), ("artist", "comic")):
        offered = choices.offered(role)
        assert offered[0][0] == embedded
        assert all("not here" in text or "no server" in text for _, text in offered[1:])
    rows = premise.engines(choices, _document("bark").series)
    assert [(r.field, r.value) for r in rows] == [
        ("writer", "planner"), ("speaker", "bark"), ("artist", "comic"),
    ]  # fmt: skip
    said_ = premise.trouble_of(choices, _document("bark").series)
    assert said_ == "Bark is not on this machine. (models fetch bark)"
    assert trouble(choices, ("planner", "espeak"), "zh-CN") == ""


def test_who_can_clone_and_what_is_lacking(tmp_path: Path, library: Library) -> None:
    choices = read_choices(library)
    assert "These can: Bark" in hindrance(choices, "espeak")
    assert hindrance(choices, "bark") == "Bark is not on this machine."
    assert cloner(choices) == "bark"
    library.add("bark", tiny.weights(tmp_path / "b"))
    assert "HuBERT" in hindrance(read_choices(library), "bark")
    for name in ("hubert-base", "encodec-24khz", "bark-quantiser"):
        library.add(name, tiny.weights(tmp_path / name))
    assert hindrance(read_choices(library), "bark") == ""


def test_stand_ins_are_said_with_names_and_remedy(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.cliff", _document("bark")) as project:
        shown = _shown(project, MISSING)
        text, engine = standins.of_season(shown)
        assert text == (
            "In place of Bark: Six voices. Bark is not on this machine. (models fetch bark)"
        )
        assert engine == "bark"
        line = shown.document.episodes[0].lines[0]
        view = inspector(shown, Subject(line.id), ())
        assert view.standin == text
        cards = {c.id: c for c in cast.cast_cards(shown)}
        assert cards[line.speaker].standin == text
        ready = _shown(project)
        assert standins.of_season(ready) == ("", "")
        assert not inspector(ready, Subject(line.id), ()).standin


def test_the_sentence_of_a_writer_that_is_missing_is_read_too() -> None:
    text = "planner stands in for bark: Bark is not on this machine.. models fetch bark"
    assert standins.words(CHOICES, text) == (
        "In place of Bark: planner. Bark is not on this machine. (models fetch bark)"
    )


def test_no_cost_is_said_only_where_nothing_is_charged(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.cliff", _document("bark")) as project:
        shown = _shown(project)
        slot = Slot(project.document.episodes[0].lines[0].id, "speech")
        expected = 3.6 * shown.look.plan.nodes[slot].cost / 3_600_000
        assert costs.charge(shown, [slot]) == f"about {costs.money(expected)}"
        assert costs.charge(shown, [Slot("ep01", "music")]) == "no cost"
        assert costs.rate(shown) == "$3.60 an hour"
        own = replace(shown, choices=replace(CHOICES, price=0))
        assert costs.charge(own, [slot]) == costs.rate(own) == "no cost"
        standing = _shown(project, MISSING)
        assert costs.charge(standing, [slot]) == costs.rate(standing) == "no cost"
    assert left_words(90, "$3.60 an hour") == "2 min left · $3.60 an hour"


@pytest.mark.parametrize(
    ("dollars", "text"),
    [(0, "$0.00"), (12.345, "$12.35"), (0.25, "$0.25"), (0.009, "$0.0090"), (1e-6, "< $0.0001")],
)
def test_money(dollars: float, text: str) -> None:
    assert costs.money(dollars) == text


def test_what_a_take_cost_is_shown_with_it_and_with_the_season(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.cliff", _document("bark")) as project:
        before = _shown(project)
        slot = Slot(project.document.episodes[0].lines[0].id, "speech")
        assert costs.spent(before)[0][1:] == ("nothing", "no graphics card was used")
        key = before.look.plan.assets[slot].key
        assert key is not None
        wav = tmp_path / "a.wav"
        wav.write_bytes(b"RIFF")
        facts = {"device_ms": 2500, "price": 0.25, "energy_mj": 500_000}
        take = Take("1" * 16, slot, key, "", "audio/wav", meta=json.dumps(facts), backend="bark")
        project.add_take(take, {"blob": wav})
        shown = _shown(project)
        view = inspector(shown, Subject(slot.owner), ())
        assert view.cost == "In use: Bark · 2.5 s of the graphics card · 500 J · $0.25"
        rows = costs.spent(shown)
        assert rows[0] == ("Graphics card", "2 s", "500 J")
        assert rows[1] == ("Price so far", "$0.25", "$0.12 an episode")
        assert costs.so_far(shown) == "2.5 s of the graphics card · 500 J · $0.25"
        assert costs.so_far(before) == ""
        assert costs.of_episode(shown, "ep01").endswith("$0.25")
        assert costs.of_episode(shown, "ep02") == ""


def test_before_a_model_writes_nobody_promises_seconds(library: Library, tmp_path: Path) -> None:
    series = replace(_document().series, writer="qwen3-4b")
    assert "few seconds" in premise.before_writing(read_choices(library), series, 20)  # missing
    library.add("qwen3-4b", tiny.weights(tmp_path / "q"))
    library.hourly_price = 2.0
    assert "$2.00 an hour" in premise.before_writing(read_choices(library), series, 20)


def test_accepting_a_season_keeps_the_engines_that_were_chosen() -> None:
    first = write_season(read_premise(PREMISE), episodes=2)
    document = Document(first.series, first.cast, first.places, first.episodes)
    chosen = set_field(document, "series", "speaker", "bark").document
    second = write_season(read_premise(PREMISE), episodes=2, seed=2)
    after = commands.accept_season(second, first)(chosen).document
    assert after.series.speaker == "bark"
    assert after.series.seed == 2  # a choice of engines is no work on the season's settings
    assert commands.accept_season(second, None)(chosen).document.series.speaker == "bark"


def test_choices_are_edits_with_names() -> None:
    document = _document()
    change = commands.choose_engine("speaker", "bark")(document)
    assert change.document.series.speaker == "bark"
    assert edit_words(change.label, document) == "Season: voices"
    hero = document.cast[0].id
    drawn = commands.choose_artist(hero, "sdxl")(document).document
    assert drawn.member(hero).look.backend == "sdxl"
    voiced = commands.set_voice(hero, "backend", "bark")(document).document
    assert voiced.member(hero).voice.backend == "bark"


def test_what_the_engine_says_is_said_in_chinese() -> None:
    speak("zh-CN")
    try:
        assert said("Bark is not on this machine.") == "Bark 不在本机。"
        assert said("too large: needs 8 GB, this card has 6") == "太大：需要 8 GB，此显卡有 6 GB"
        assert said("Bark is damaged: a.bin is missing.") == "Bark 已损坏：缺少 a.bin。"
        assert said("Something that nobody foresaw.") == "Something that nobody foresaw."
    finally:
        speak("en")


def test_a_consent_form_becomes_a_whole_record(tmp_path: Path) -> None:
    paper = tmp_path / "signed.pdf"
    paper.write_bytes(b"signed")
    form = ConsentForm("a.wav", "Li Na", "a friend", "written", str(paper), "Mei Lin", "Yes.", "S")
    consent = checked(consent_record(form))
    assert consent.evidence_sha256 == file_digest(paper)
    assert (consent.speaker, consent.means, consent.scope) == ("Li Na", "written", "S")
    own = checked(consent_record(replace(form, means="own-voice", relation="self", evidence="")))
    assert own.evidence_sha256 == ""
    with pytest.raises(UserInputError):
        consent_record(replace(form, evidence=str(tmp_path / "lost.pdf")))
