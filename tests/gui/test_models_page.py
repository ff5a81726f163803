"""Models in the window, by hand: fetched, added, converted, chosen, stood in for, cloned with."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QWidget,
)

from app.studio import Studio
from engine.base.errors import Cancelled
from engine.models.library import Library
from engine.models.manifest import models
from engine.models.record import Endpoint
from engine.series.takes import Slot
from tests.gui.hands import click, find, key, opened, pause, small_project, until, write
from tests.models import tiny
from tests.models.fake_hub import FakeHub, serving
from widgets.cast import CastCard
from widgets.consent import ConsentDialog
from widgets.models import EngineItem, ModelsPage
from widgets.models_parts import LicenceDialog, ModelCard, OwnModelDialog
from widgets.parts import Choice

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
FETCHED = "encodec-24khz"


@pytest.fixture(autouse=True)
def _own_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, _own_places: None) -> None:
    monkeypatch.setenv("CLIFF_MODELS", str(tmp_path / "models"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return small_project(tmp_path / "p.cliff")


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    files = {
        "config.json": b"{}",
        "preprocessor_config.json": b"{}",
        "model.safetensors": (8).to_bytes(8, "little") + b"{}      " + bytes(8_000_000),
    }
    with serving(files, models()[FETCHED].repo) as running:
        monkeypatch.setenv("CLIFF_HUB", running.address)
        yield running


def _page(studio: Studio, engine: str = "") -> ModelsPage:
    """The page, opened with its key, looking at an engine."""
    studio.window.activateWindow()  # on a bare X server nobody gives the keyboard to a window
    assert until(studio.window.isActiveWindow, 10)
    key(studio.window, Qt.Key.Key_M, CTRL_SHIFT)
    assert studio.models.page is not None
    page = studio.models.page
    if engine:
        click(find(page, EngineItem, f"engine-{engine}"))
    return page


def _do(page: QWidget, model: str, verb: str) -> None:
    click(find(find(page, ModelCard, f"model-{model}"), QAbstractButton, f"do-{verb}"))


def _confirm(page: QWidget) -> None:
    click(find(find(page, QMessageBox, "confirm"), QAbstractButton, "confirm-go"))


def _choose_folder(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """The system's dialog for folders is not ours to click in."""
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))


def _state(page: ModelsPage, engine: str) -> str:
    return next(e.state_label for e in page._view.engines if e.id == engine)


def test_a_folder_on_disk_becomes_an_engine(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = _page(studio, "qwen3-4b")
    assert _state(page, "planner") == "Built in"
    assert _state(page, "qwen3-4b") == "Not here"
    _choose_folder(monkeypatch, tiny.weights(tmp_path / "qwen"))
    _do(page, "qwen3-4b", "add")
    assert until(lambda: _state(page, "qwen3-4b") == "Ready")
    assert until(lambda: not studio.context.choices.of("qwen3-4b").missing)
    _do(page, "qwen3-4b", "verify")
    progress = find(page, ModelCard, "model-qwen3-4b")._progress
    assert until(lambda: "every file is as it came" in progress.text())
    (tmp_path / "qwen" / "config.json").write_text('{"model_type": "tine"}')
    _do(page, "qwen3-4b", "verify")
    fault = find(find(page, ModelCard, "model-qwen3-4b"), QLabel, "model-fault")
    assert until(lambda: "other content" in fault.text())
    assert "add the folder again" in fault.text()
    assert until(lambda: _state(page, "qwen3-4b") == "Damaged")
    _do(page, "qwen3-4b", "remove")
    _confirm(page)
    assert until(lambda: _state(page, "qwen3-4b") == "Not here")
    assert (tmp_path / "qwen" / "model.safetensors").is_file()  # it was the lead's own folder


def test_pickled_weights_are_offered_a_conversion(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    page = _page(studio, "bark-small")
    _choose_folder(monkeypatch, tiny.pickled(tmp_path / "bark", {"w": torch.zeros(3)}))
    _do(page, "bark-small", "add")
    box = find(page, QMessageBox, "confirm")
    assert "once" in box.informativeText()
    fault = find(find(page, ModelCard, "model-bark-small"), QLabel, "model-fault")
    assert "run code when read" in fault.text()
    _confirm(page)
    assert until(lambda: _state(page, "bark-small") == "Ready", 60), fault.text()
    folder = Library().installed()[0].folder
    assert list(Path(folder).glob("*.safetensors"))
    assert not list(Path(folder).glob("*.bin"))


def test_a_licence_is_accepted_then_fetched_paused_and_gone_on_with(
    studio: Studio, hub: FakeHub
) -> None:
    held = threading.Event()
    hub.hold = (5_000_000, held)
    page = _page(studio, "bark")
    card = find(page, ModelCard, f"model-{FETCHED}")
    _do(page, FETCHED, "fetch")
    dialog = find(page, LicenceDialog, "licences")
    address = find(dialog, QLabel, f"licence-address-{FETCHED}")
    assert address.text().startswith("https://github.com/facebookresearch/encodec")
    assert address.textFormat() == Qt.TextFormat.PlainText
    accept = find(dialog, QAbstractButton, "licence-accept")
    name = find(dialog, QLineEdit, "licence-who")
    name.clear()
    assert not accept.isEnabled()
    write(name, "Mei Lin")
    key(name, Qt.Key.Key_Return)
    assert Library().licence(FETCHED) is None  # Enter is no signature
    click(accept)
    assert until(lambda: "of 8.0 MB" in card._progress.text())
    assert Library().licence(FETCHED).who == "Mei Lin"
    assert studio.context.settings.who == "Mei Lin"
    assert until(lambda: card._bar.value() > 300)
    _do(page, FETCHED, "pause")
    held.set()
    assert until(lambda: card._state.text() == "Paused"), card._fault.text()
    part = studio.models._found.parts[FETCHED]
    assert 0 < part < 8_000_000
    hub.hold = None
    _do(page, FETCHED, "resume")
    assert until(lambda: card._state.text() == "Here"), card._fault.text()
    assert Library().state(FETCHED) == "installed"
    ranges = [h["range"] for h in hub.asked("model.safetensors") if "range" in h]
    assert any(r != "bytes=0-" for r in ranges)  # it went on where it was


def test_a_part_can_be_discarded_and_faults_name_what_helps(studio: Studio, hub: FakeHub) -> None:
    Library().accept_licence(FETCHED, "Mei Lin")
    hub.corrupt = {"model.safetensors"}
    page = _page(studio, "bark")
    card = find(page, ModelCard, f"model-{FETCHED}")
    assert until(lambda: "Mei Lin" in card._licence.text())
    _do(page, FETCHED, "fetch")
    assert until(lambda: "other content" in card._fault.text())
    assert "Fetch it again" in card._fault.text()
    staging = Library().folder_of(FETCHED).with_name(f"{FETCHED}.fetching")
    _do(page, FETCHED, "discard")
    assert until(lambda: not staging.exists())
    assert until(lambda: card._state.text() == "Not here")


def test_a_model_of_ones_own_needs_a_name_that_will_do(studio: Studio, tmp_path: Path) -> None:
    page = _page(studio)
    click(find(page, QAbstractButton, "own-speaker"))
    dialog = find(page, OwnModelDialog, "own-model")
    write(find(dialog, QLineEdit, "own-name"), "My Voice")
    write(find(dialog, QLineEdit, "own-folder"), str(tiny.weights(tmp_path / "own")))
    click(find(dialog, QAbstractButton, "own-add"))
    fault = find(page, QLabel, "page-fault")
    assert "cannot be the name" in fault.text()
    assert "small letters" in fault.text()
    click(find(page, QAbstractButton, "own-speaker"))
    dialog = find(page, OwnModelDialog, "own-model")
    write(find(dialog, QLineEdit, "own-name"), "my-voice")
    write(find(dialog, QLineEdit, "own-folder"), str(tmp_path / "own"))
    click(find(dialog, QAbstractButton, "own-add"))
    assert until(lambda: studio.context.choices.of("my-voice").role == "speaker")
    assert fault.isHidden()


def test_the_hours_price_and_the_server_are_kept(studio: Studio) -> None:
    page = _page(studio, "endpoint")
    price = find(page, QLineEdit, "hourly-price")
    write(price, "3.50")
    key(price, Qt.Key.Key_Return)
    assert until(lambda: studio.context.choices.price == 3.5)
    write(price, "much")
    key(price, Qt.Key.Key_Return)
    assert until(lambda: "is no price" in find(page, QLabel, "page-fault").text())
    url, keep = find(page, QLineEdit, "server-url"), find(page, QAbstractButton, "server-keep")
    write(url, "http://me:secret@127.0.0.1/v1")
    click(keep)
    fault = find(page, QLabel, "server-fault")
    assert "may carry no name" in fault.text()
    write(url, "http://127.0.0.1:11434/v1")
    write(find(page, QLineEdit, "server-model"), "qwen3")
    click(keep)
    assert until(lambda: Library().endpoint == Endpoint("http://127.0.0.1:11434/v1", "qwen3"))
    assert until(lambda: not studio.context.choices.of("endpoint").missing)
    click(find(page, QAbstractButton, "server-forget"))
    assert until(lambda: not Library().endpoint.url)


def test_a_missing_voice_is_stood_in_for_in_full_view(studio: Studio, project: Path) -> None:
    opened(studio, project)
    assert until(lambda: bool(studio.premise._engines))
    assert studio.window.banner.isHidden()
    voices = find(studio.premise, Choice, "engine-speaker")
    voices.picked.emit("bark")
    assert until(lambda: studio.context.shown.document.series.speaker == "bark")
    said = find(studio.window.banner, QLabel, "stand-ins")
    assert "In place of Bark: The studio's six voices." in said.text()
    assert "models fetch bark" in said.text()
    assert until(lambda: "models fetch bark" in studio.premise._trouble.text())
    click(find(studio.window.banner, QAbstractButton, "banner-models"))
    page = studio.models.page
    assert page is not None
    assert until(lambda: page._current == "bark" and page.detail._title.text() == "Bark")
    assert until(page.detail._used.isVisible)
    click(studio.window.spaces.at("cut"))
    studio.context.choose(studio.context.episode.lines[0].id)
    assert until(lambda: "In place of Bark" in find(studio.inspector, QLabel, "standin").text())
    click(find(page, EngineItem, "engine-espeak"))
    click(find(page, QAbstractButton, "engine-use"))
    assert until(studio.window.banner.isHidden)
    assert until(page.detail._used.isVisible)
    studio.undo()
    assert until(studio.window.banner.isVisible)
    assert until(page.detail._use.isVisible)


def test_somebody_can_have_an_engine_of_their_own(studio: Studio, project: Path) -> None:
    opened(studio, project)
    click(studio.window.spaces.at("cast"))
    card = find(studio.cast, CastCard)
    click(card)
    hero = studio.context.shown.document.cast[0].id
    choice = find(studio.voice, Choice, "member-backend")
    assert choice.itemText(0).startswith("as the series")
    choice.picked.emit("bark")
    assert until(lambda: studio.context.shown.document.member(hero).voice.backend == "bark")
    assert until(lambda: "In place of Bark" in studio.voice._trouble.text())
    find(studio.voice, Choice, "member-artist").picked.emit("sdxl")
    assert until(lambda: studio.context.shown.document.member(hero).look.backend == "sdxl")
    assert until(lambda: "Stable Diffusion" in studio.window.banner._text.text())
    studio.undo()
    studio.undo()
    assert until(lambda: studio.context.shown.document.member(hero).voice.backend == "")
    assert until(studio.window.banner.isHidden)


def test_who_cannot_clone_says_who_can(studio: Studio, project: Path) -> None:
    opened(studio, project)
    click(studio.window.spaces.at("cast"))
    click(find(studio.voice, QAbstractButton, "clone-voice"))
    said = studio.window.status_strip._said
    assert until(lambda: "These can: Bark" in said.text())
    assert studio.models.page is not None
    assert studio.models.page.isVisible()
    assert studio.models.page._current == "bark"


@pytest.fixture
def cloning(tmp_path: Path) -> None:
    """Weights by name only: they are enough to be asked for consent, not to speak."""
    for name in ("bark", "hubert-base", "encodec-24khz", "bark-quantiser"):
        Library().add(name, tiny.weights(tmp_path / "weights" / name))


def test_a_voice_is_taken_with_consent_only_and_can_be_taken_away(
    studio: Studio, project: Path, tmp_path: Path, cloning: None
) -> None:
    from engine.voice.audio_io import write_wav
    from tests.voice.tiny_ears import spoken

    opened(studio, project)
    speaking = {n.speaker for e in studio.context.shown.document.episodes for n in e.lines}
    cast = next(m for m in studio.context.shown.document.cast if m.id not in speaking)
    click(studio.window.spaces.at("cast"))
    studio.context.choose(cast.id)
    assert until(lambda: studio.voice._id == cast.id)
    find(studio.voice, Choice, "member-backend").picked.emit("bark")
    assert until(lambda: Slot(cast.id, "reference") in studio.context.shown.look.plan.assets)
    click(find(studio.voice, QAbstractButton, "clone-voice"))
    dialog = find(studio.window, ConsentDialog, "consent")
    go = find(dialog, QAbstractButton, "consent-go")
    assert not go.isEnabled()
    assert "imitated by a machine" in find(dialog, QLabel, "consent-statement").text()
    short, voice = tmp_path / "short.wav", tmp_path / "lin.wav"
    samples = spoken(tmp_path)
    write_wav(short, samples[:48_000])
    write_wav(voice, samples)
    write(find(dialog, QLineEdit, "consent-file"), str(short))
    write(find(dialog, QLineEdit, "consent-speaker"), "Li Na")
    write(find(dialog, QLineEdit, "consent-recorder"), "Mei Lin")
    assert find(dialog, QLabel, "consent-lacking").text() == "Still needed: the tick"
    assert not go.isEnabled()
    tick = find(dialog, QCheckBox, "consent-tick")
    tick.setChecked(True)
    click(go)
    fault = find(dialog, QLabel, "consent-fault")
    assert "s of sound" in fault.text()
    assert not _pinned(studio, cast.id)
    write(find(dialog, QLineEdit, "consent-file"), str(voice))
    click(go)
    assert until(lambda: _pinned(studio, cast.id), 30), fault.text()
    said = find(studio.voice, QLabel, "cloned-from")
    assert until(lambda: "from lin.wav with the consent of Li Na" in said.text()), said.text()
    click(find(studio.voice, QAbstractButton, "unclone"))
    assert until(lambda: not _pinned(studio, cast.id))


def _pinned(studio: Studio, cast: str) -> bool:
    return f"{cast}:reference" in dict(studio.context.shown.document.pins)


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.llama(tmp_path_factory.mktemp("writer") / "llama")


def test_edits_do_not_wait_for_a_model_that_writes(
    studio: Studio, project: Path, writer: Path
) -> None:
    Library().add("llama-3.2-1b", writer)
    opened(studio, project)
    assert until(lambda: bool(studio.premise._engines))
    find(studio.premise, Choice, "engine-writer").picked.emit("llama-3.2-1b")
    assert until(lambda: studio.context.shown.document.series.writer == "llama-3.2-1b")
    assert until(lambda: studio.writing._dossier is not None)
    before = studio.context.shown.document.episodes
    click(find(studio.premise, QAbstractButton, "propose"))
    stop = find(studio.premise, QAbstractButton, "stop-writing")
    line = studio.context.episode.lines[0].id
    row = studio.script.row_of(line)
    write(row.text, "Enough.")
    key(row.text, Qt.Key.Key_Return)
    assert until(lambda: studio.context.episode.lines[0].text == "Enough.", 5)
    assert studio.writing._drafting.busy
    click(stop)
    assert until(lambda: not studio.writing._drafting.busy, 20)
    assert until(lambda: "writer stopped" in studio.window.status_strip._said.text())
    assert studio.context.proposal is None
    assert studio.context.shown.document.episodes[1:] == before[1:]
    assert find(studio.premise, QAbstractButton, "propose").isEnabled()


def test_closing_the_window_ends_what_runs(studio: Studio, hub: FakeHub) -> None:
    held = threading.Event()
    hub.hold = (5_000_000, held)
    Library().accept_licence(FETCHED, "Mei Lin")
    page = _page(studio, "bark")
    card = find(page, ModelCard, f"model-{FETCHED}")
    assert until(lambda: "Mei Lin" in card._licence.text())
    _do(page, FETCHED, "fetch")
    assert until(lambda: "of 8.0 MB" in card._progress.text())
    threading.Timer(0.3, held.set).start()
    studio.window.close()
    assert not [t for t in threading.enumerate() if t.name == "long" and t.is_alive()]
    assert not [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    pause(50)


def test_long_work_that_breaks_or_is_stopped_tells_whoever_waits(studio: Studio) -> None:
    session = studio.session
    broken: list[str] = []
    session.broke.disconnect()  # the box with the traceback is another test's
    session.broke.connect(broken.append)
    told: list[object] = []
    session.long(lambda _: 1 // 0, told.append, told.append)
    assert until(lambda: told == [None])
    assert "ZeroDivisionError" in broken[0]

    def wait(stop: threading.Event) -> None:
        stop.wait(20)
        raise Cancelled

    stop = session.long(wait, told.append, told.append)
    edited: list[int] = []
    session.run(lambda: 1, edited.append)
    assert until(lambda: edited == [1], 5)  # nothing waits for it
    stop.set()
    assert until(lambda: told == [None, None])
