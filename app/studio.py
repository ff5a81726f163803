"""The studio: builds the window, gives panels to desks, and owns what belongs to the whole."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox

from app import menus
from app.context import Context
from app.desks.casting import CastingDesk
from app.desks.cutting import CuttingDesk
from app.desks.delivering import DeliveryDesk
from app.desks.drafting import BASE_NOTE, draft_json, draft_of
from app.desks.inspecting import InspectingDesk
from app.desks.models import ModelsDesk
from app.desks.writing import WritingDesk
from app.media import Envelopes
from app.player import Player
from app.presenters import arc
from app.presenters.costs import so_far
from app.presenters.history import edit_words
from app.presenters.premise import understood
from app.presenters.shown import Shown
from app.presenters.standins import of_season
from app.presenters.start import SAMPLES, machine, start_view
from app.session import Session
from app.settings import Settings
from engine.delivery.names import slug
from engine.series.document import Document, Series
from engine.series.takes import Slot
from engine.work.events import Look
from engine.writer.dossier import clean_premise, detect_language, dossier_to_json
from widgets.arc import ArcPanel
from widgets.cast import CastBoard, VoicePanel
from widgets.data import StatusView
from widgets.deliver import ExportPanel
from widgets.deliver_board import DeliverBoard
from widgets.inspector import InspectorPanel
from widgets.jobs import JobsPanel
from widgets.pictures import Pictures
from widgets.premise import PremisePanel
from widgets.preview import PreviewPanel
from widgets.script import ScriptPanel
from widgets.shell import StudioWindow
from widgets.start import StartPage
from widgets.timeline import TimelinePanel
from widgets.words import t

COLLECT_MS, GATHER_MS = 10_000, 60
SAMPLE_EPISODES = 3


class Studio(QObject):
    """One window with one project. `language_chosen`: the window has to be made anew."""

    language_chosen = Signal(str)
    ready = Signal()  # a project is open and shown
    closed = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.pictures = Pictures()
        self.envelopes = Envelopes()
        self.session = Session()
        self.context = Context(self.session, settings, self.pictures)
        self.player = Player()
        self._due: list[Callable[[], None]] = []
        self._next_step = QTimer(self)
        self._next_step.setSingleShot(True)
        self._next_step.timeout.connect(self._step)
        self._gather = QTimer(self)  # envelopes that arrive together are shown once
        self._gather.setSingleShot(True)
        self._gather.setInterval(GATHER_MS)
        self.window = StudioWindow()
        self.start = StartPage(self.pictures)
        self._build_panels()
        self._connect()
        self.actions = menus.build(self)
        self._make_all = False
        self._draft_note = ""
        self._fresh = False
        self._is_closed = False
        self._collector = QTimer(self)
        self._collector.timeout.connect(lambda: gc.collect(1))
        self._collector.start(COLLECT_MS)
        self.models.refresh()
        self.show_start()

    # -- building ---------------------------------------------------------------------------------

    def _build_panels(self) -> None:
        pictures, window, context = self.pictures, self.window, self.context
        self.premise, self.arc = PremisePanel(), ArcPanel(pictures)
        self.script, self.inspector = ScriptPanel(pictures), InspectorPanel(pictures)
        self.cast, self.voice = CastBoard(pictures), VoicePanel(pictures)
        self.timeline, self.preview = TimelinePanel(pictures), PreviewPanel()
        self.board, self.export = DeliverBoard(pictures), ExportPanel(pictures)
        self.jobs = JobsPanel()
        for name, title, body, tools in (
            ("premise", t("Premise"), self.premise, ()), ("arc", t("Arc"), self.arc, ()),
            ("script", t("Script"), self.script, ()), ("cast", t("Cast"), self.cast, ()),
            ("voice", t("Voice"), self.voice, ()),
            ("inspector", t("Inspector"), self.inspector, ()),
            ("timeline", t("Timeline"), self.timeline, ()),
            ("preview", t("Preview"), self.preview, (self.preview.quality,)),
            ("deliver", t("Delivery"), self.board, ()), ("export", t("Export"), self.export, ()),
            ("jobs", t("Jobs"), self.jobs, (self.jobs.retry, self.jobs.stop)),
        ):  # fmt: skip
            window.add_dock(name, title, body, tools)
        self.preview.quality.choose("final")
        window.setCentralWidget(self.start)
        self.writing = WritingDesk(context, self.premise, self.arc, self.script)
        self.casting = CastingDesk(context, self.cast, self.voice)
        self.cutting = CuttingDesk(context, self.timeline, self.preview, self.player)
        self.inspecting = InspectingDesk(context, self.inspector)
        self.delivering = DeliveryDesk(
            context, self.board, self.export, self.jobs, window.status_strip
        )
        self.models = ModelsDesk(context, window)

    def _connect(self) -> None:
        session, context, window, start = self.session, self.context, self.window, self.start
        session.looked.connect(self._looked)
        self.envelopes.arrived.connect(self._gather.start)
        self._gather.timeout.connect(self._refresh_soon)
        session.opened.connect(self._opened)
        session.refused.connect(self._refused)
        session.broke.connect(self._broke)
        context.said.connect(window.status_strip.say)
        context.workspace_asked.connect(self._workspace_asked)
        context.models_asked.connect(self.models.open)
        context.choices_changed.connect(self._choices_changed)
        window.banner.models_asked.connect(self._stand_in_asked)
        context.looked.connect(self._show_status)
        context.episode_changed.connect(self._show_status)
        context.cards_changed.connect(self._show_status)
        window.workspace_chosen.connect(self.show_workspace)
        window.export_asked.connect(lambda: self.show_workspace("deliver"))
        window.closing.connect(self.close)
        window.status_strip.failures_asked.connect(lambda: self.show_dock("jobs"))
        window.undo_button.clicked.connect(lambda _=False: self.undo())
        window.redo_button.clicked.connect(lambda _=False: self.redo())
        start.write_asked.connect(lambda text: self.begin(text, make=False))
        start.make_asked.connect(lambda text: self.begin(text, make=True))
        start.read_asked.connect(self.begin_reading)
        start.open_asked.connect(self.choose_project)
        start.recent_chosen.connect(lambda path: self.open(Path(path)))
        start.sample_asked.connect(self.open_sample)
        start.language_chosen.connect(self.choose_language)

    # -- projects ---------------------------------------------------------------------------------

    def begin(self, text: str, make: bool) -> None:
        """A new season from a paragraph; make: everything, at once."""
        self.player.pause()
        self.start.show_fault("")
        self._make_all, self._fresh = make, True
        folder = self.settings.projects

        def build() -> tuple[Path, Document]:
            dossier = understood(text, "auto", 1, {})
            draft = draft_of(dossier, 20, 60, 1)
            self._draft_note = draft_json(draft)
            document = Document(draft.series, draft.cast, draft.places, draft.episodes)
            return _free(folder, draft.series.title), document

        self.session.create(build)

    def begin_reading(self, text: str) -> None:
        """A new project in which nothing is written yet: first see what was understood."""
        self.start.show_fault("")
        self._make_all, self._fresh = False, True
        folder = self.settings.projects

        def build() -> tuple[Path, Document]:
            clean = clean_premise(text)
            dossier = understood(clean, "auto", 1, {})
            series = Series(
                title="", premise=clean, language=detect_language(clean),
                dossier=dossier_to_json(dossier),
            )  # fmt: skip
            name = " ".join(clean.split()[:5])[:24]
            return _free(folder, name), Document(series)

        self.session.create(build)

    def open(self, folder: Path) -> None:
        """Open a project."""
        self.start.show_fault("")
        self._make_all, self._fresh = False, False
        engine = self.session.engine
        if engine is not None and engine.folder.resolve() == folder.resolve():
            self._show_panels()  # it is open already
        else:
            self.session.open(folder)

    def open_sample(self) -> None:
        """The sample season: short, so that it is made while one looks around."""
        folder = self.settings.projects / "Sample season.cliff"
        if (folder / "project.db").is_file():
            self.open(folder)
            return
        self._make_all, self._fresh = True, True

        def build() -> tuple[Path, Document]:
            text = list(SAMPLES.values())[-1]
            draft = draft_of(understood(text, "auto", 1, {}), SAMPLE_EPISODES, 60, 1)
            self._draft_note = draft_json(draft)
            return folder, Document(draft.series, draft.cast, draft.places, draft.episodes)

        self.session.create(build)

    def choose_project(self) -> None:
        """Ask for a project's folder."""
        found = QFileDialog.getExistingDirectory(
            self.window, t("Open a season (a folder that ends in .cliff)"),
            str(self.settings.projects),
        )  # fmt: skip
        if found:
            self.open(Path(found))

    def _opened(self, folder: str) -> None:
        if self._is_closed:
            return
        context = self.context
        context.shown, context.cards = None, []
        context.episode_id, context.wanted, context.also = "", (), ()
        context.proposal, context.proposal_record = None, ""
        self.writing.stop()
        self.models.refresh()
        context.choose("")
        if self._draft_note:
            note, self._draft_note = self._draft_note, ""
            self.session.ask(lambda engine: engine.set_note(BASE_NOTE, note))
        self.settings.remember(Path(folder))
        self.player.open(Path(folder) / "cache")
        self._show_panels()

    def _show_panels(self) -> None:
        self.start.hide()
        self.window.set_bars_visible(True)
        self.show_workspace("write" if self._fresh else (self.window.workspace or "write"))

    def show_start(self) -> None:
        """The first page."""
        self.window.set_bars_visible(False)
        for dock in self.window.docks.values():
            dock.hide()
        recent = self.settings.recent
        posters = tuple(str(p) for p in _posters())
        self.start.show_view(start_view(recent, self.settings.projects, posters))
        self.start.show_fault("")
        self.start.show()
        self.start.story.setFocus()
        self.window.setWindowTitle("Cliffhanger Studio")

    # -- looks ------------------------------------------------------------------------------------

    def _looked(self, look: Look) -> None:
        engine = self.session.engine
        if engine is None or self._is_closed:
            return
        context = self.context
        first = context.shown is None
        context.shown = Shown(look, engine, self.envelopes.get, context.choices)
        cards = arc.cards(context.shown, self.writing.proposed_episodes())
        context.cards = self.writing.with_typing(cards)
        ids = [e.id for e in look.document.episodes]
        if context.episode_id not in ids and ids:
            context.choose_episode(ids[0])
        if self._make_all and ids:
            self._make_all = False
            context.make(ids)
        if first:
            context.looked.emit()
            self._due = []
            self.ready.emit()
        else:
            self._refresh_soon()

    def _choices_changed(self) -> None:
        """Engines came or went: what is shown has their names and prices in it."""
        shown, context = self.context.shown, self.context
        if shown is not None:
            context.shown = replace(shown, choices=context.choices)
            self._refresh_soon()

    def _stand_in_asked(self) -> None:
        shown = self.context.shown
        self.models.open(of_season(shown)[1] if shown is not None else "")

    def _refresh_soon(self) -> None:
        """Show the look on every desk, one after the other."""
        if self._is_closed:
            return  # an envelope that came late
        self._due = [
            self.cutting.refresh, self.writing.refresh, self.inspecting.refresh,
            self.casting.refresh, self.delivering.refresh, self._show_status,
            self.models.follow,
        ]  # fmt: skip
        if not self._next_step.isActive():
            self._next_step.start()

    def _step(self) -> None:
        """One desk a turn of the event loop: between them the window paints and answers."""
        if self._due:
            self._due.pop(0)()
        if self._due:
            self._next_step.start()

    def _show_status(self) -> None:
        context, shown = self.context, self.context.shown
        if shown is None:
            return
        document, look = shown.document, shown.look
        episode = context.episode
        view = StatusView(
            title=document.series.title or t("New season"),
            kept=t("All changes kept"),
            undo=edit_words(look.undo, document),
            redo=edit_words(look.redo, document),
            machine=machine(shown),
            standins=of_season(shown)[0],
            broken=arc.broken(context.cards),
            episodes=len(document.episodes),
            current=episode.number if episode else 0,
        )
        self.window.show_status(view)
        menus.show_history(self, view)
        words = sum(card.words for card in context.cards)
        kept = sum(not card.faults for card in context.cards)
        text = t("{n} episodes · {w} words · {k} keep the contract", n=len(context.cards), w=words,
                 k=kept)  # fmt: skip
        cost = so_far(shown)
        self.window.about("arc", f"{text} · {cost}" if cost else text)
        if episode is not None:
            self.window.about("script", t("{n} lines", n=len(episode.lines)))
            self.window.about("timeline", t("Episode {n} · {title}", n=episode.number,
                                            title=episode.title))  # fmt: skip
        self.window.about("cast", t("{n} voices", n=len(document.cast)))

    def _refused(self, text: str) -> None:
        if self.context.shown is None or self.start.isVisible():
            self.start.show_fault(text)
        else:
            self.context.say(text, "failed")

    def _broke(self, trace: str) -> None:
        """A bug: say so, with what helps to find it; everything kept stays kept."""
        box = QMessageBox(self.window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(t("Something went wrong inside the studio. Everything you did is kept."))
        box.setDetailedText(trace)
        box.open()

    # -- the whole --------------------------------------------------------------------------------

    def show_workspace(self, name: str) -> None:
        """Arrange a workspace; what it shows is made first."""
        if self.context.shown is None and self.start.isVisible():
            return
        self.window.show_workspace(name)
        self._refresh_soon()

    def show_dock(self, name: str) -> None:
        """Bring one panel up, wherever it is."""
        self.window.docks[name].show()
        self.window.docks[name].raise_()
        self._refresh_soon()

    def _workspace_asked(self, name: str) -> None:
        if name == "import":
            slot = self.inspecting.slot
            if slot is not None:
                self.inspecting.import_file(slot)
            return
        self.show_workspace(name)

    def undo(self) -> None:
        """Take the last edit back."""
        self.script.store()
        self.session.ask(
            lambda engine: engine.undo(), lambda step: self._stepped("Undone: {what}", step)
        )

    def redo(self) -> None:
        """Do again what was undone."""
        self.session.ask(
            lambda engine: engine.redo(), lambda step: self._stepped("Redone: {what}", step)
        )

    def _stepped(self, text: str, step: tuple[str, tuple[Slot, ...]] | None) -> None:
        shown = self.context.shown
        if step is not None and shown is not None:
            self.context.say(t(text, what=edit_words(step[0], shown.document)))

    def choose_language(self, language: str) -> None:
        """Another language of the window."""
        if language != self.settings.language:
            self.settings.language = language
            self.settings.save()
            self.language_chosen.emit(language)

    def close(self) -> None:
        """Keep layouts, finish edits, stop everything that runs."""
        if self._is_closed:
            return
        self._is_closed = True
        self.models.close()
        self.delivering.close()
        self.script.store()
        self._collector.stop()
        self._due = []
        if self.context.shown is not None:
            self.settings.layouts = self.window.layouts()
        self.settings.geometry = bytes(self.window.saveGeometry().data())
        self.settings.save()
        self.player.close()
        self.session.close()
        self.pictures.close()
        self.envelopes.close()
        self.closed.emit()


def _free(folder: Path, title: str) -> Path:
    """A name for a new project that nothing has yet."""
    name = slug(title)
    found, number = folder / f"{name}.cliff", 2
    while found.exists():
        found, number = folder / f"{name} {number}.cliff", number + 1
    return found


def _posters() -> list[Path]:
    """Pictures for the first page."""
    folder = Path(str(files("resources").joinpath("posters")))
    return sorted(folder.glob("*.jpg"))
