"""The models page: what the lead asks of it, done in the background, and told to the engine.

Hashing, fetching and converting run in threads of their own that can be stopped; the page follows
them ten times a second at most. After every change the engine looks anew, so slots re-plan at once.
"""

from __future__ import annotations

import getpass
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from app import commands
from app.context import Context
from app.presenters.choices import OWN, Choices, read_choices
from app.presenters.models import (
    ROLE_NAMES,
    Doings,
    Findings,
    Work,
    due_models,
    licences_due,
    page,
)
from app.presenters.said import told
from engine.base import secrets
from engine.base.errors import Cancelled, StudioError, UserInputError
from engine.models import hardware, manifest
from engine.models.hardware import Hardware
from engine.models.library import Library
from engine.models.overview import engine_rows, model_rows
from engine.models.record import Endpoint
from engine.models.survey import Check, Tell
from engine.models.types import ADAPTER
from widgets.asking import confirm
from widgets.models import ModelsPage
from widgets.models_parts import LicenceDialog, OwnModelDialog
from widgets.words import t

if TYPE_CHECKING:
    from engine.writer.endpoint import EndpointWriter

TELL_MS = 100
Act = Callable[[Library, Check, Tell], str]
"""Work on a model; returns what is wrong with it, "" when all is well."""


class ModelsDesk(QObject):
    """Owns the page while it is open and all work on models."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__()
        self._context, self._window = context, window
        self.page: ModelsPage | None = None
        self._found = Findings()
        self._hardware: Hardware | None = None
        self._asked_card = False
        self._work: dict[str, Work] = {}
        self._stops: dict[str, threading.Event] = {}
        self._faults: dict[str, str] = {}
        self._news: dict[str, str] = {}
        self._told: dict[str, tuple[int, int]] = {}  # written by the threads that work
        self._timer = QTimer(self)
        self._timer.setInterval(TELL_MS)
        self._timer.timeout.connect(self._progress)
        context.looked.connect(self.follow)

    # -- showing ----------------------------------------------------------------------------------

    def open(self, engine: str = "") -> None:
        """Show the page; engine: the one to look at, "" for the chosen writer."""
        if self.page is None:
            self.page = ModelsPage(self._window)
            self.page.asked.connect(self._asked)
            self.page.detail.server.kept.connect(self._keep_server)
            self.page.detail.server.forgotten.connect(self._forget_server)
        if engine:
            self.page.look_at(engine)
        self.follow()
        self.page.show()
        self.page.activateWindow()
        self._changed()  # models may have come by another way meanwhile
        if not self._asked_card:
            self._asked_card = True
            self._context.session.long(lambda _: hardware.look(), self._card, self._no_card)

    def close(self) -> None:
        """Put the page away; the session ends what runs."""
        self._timer.stop()
        if self.page is not None:
            self.page.close()
            self.page.deleteLater()
            self.page = None

    def refresh(self) -> None:
        """Read the library anew: for the page and for every place where an engine is chosen."""
        card = self._hardware

        def act() -> tuple[Findings, Choices] | str:
            try:
                library = Library()
                return findings(library, card), read_choices(library)
            except StudioError as exc:
                return told(exc)

        self._context.session.read(act, self._read)

    def _read(self, found: tuple[Findings, Choices] | str) -> None:
        if isinstance(found, str):
            self._faults[""] = found
        else:
            self._found, choices = found
            if choices != self._context.choices:
                self._context.choices = choices
                self._context.choices_changed.emit()
        self.follow()

    def _card(self, found: Hardware) -> None:
        self._hardware = found
        self.refresh()

    def _no_card(self, _fault: StudioError | None) -> None:
        self._card(Hardware())

    def follow(self) -> None:
        """Show what is known now, if the page is seen."""
        if self.page is None or not self.page.isVisible():
            return
        shown = self._context.shown
        series = shown.document.series if shown is not None else None
        doings = Doings(self._work, self._faults, self._news)
        self.page.show_view(page(self._found, series, doings))

    # -- intents ----------------------------------------------------------------------------------

    def _asked(self, verb: str, id: str) -> None:
        self._faults.pop("", None)
        acts: dict[str, Callable[[str], None]] = {
            "accept": lambda m: self._with_licences((m,), lambda: None),
            "fetch": lambda m: self._fetch_all((m,)), "resume": lambda m: self._fetch_all((m,)),
            "pause": self._stop, "stop": self._stop, "discard": self._discard, "add": self._add,
            "verify": self._verify, "remove": self._remove, "use": self._use, "get": self._get,
            "own": self._own, "price": self._price,
        }  # fmt: skip
        acts[verb](id)

    def _use(self, engine: str) -> None:
        row = next(e for e in self._found.engines if e.id == engine)
        self._context.edit(commands.choose_engine(row.role, engine))

    def _get(self, engine: str) -> None:
        row = next(e for e in self._found.engines if e.id == engine)
        models = {each.id: each for each in self._found.models}
        self._fetch_all(due_models(row, models))

    def _fetch_all(self, names: tuple[str, ...]) -> None:
        """Fetch these, one after the other, once their licences are accepted."""
        self._with_licences(names, lambda: self._fetch(names))

    def _with_licences(self, names: tuple[str, ...], then: Callable[[], None]) -> None:
        due = licences_due({row.id: row for row in self._found.models}, names)
        if not due:
            then()
            return
        settings = self._context.settings
        dialog = LicenceDialog(self._parent(), due, settings.who or getpass.getuser())

        def accept(who: str) -> None:
            settings.who = who

            def act() -> str:
                library = Library()
                try:
                    for item in due:
                        library.accept_licence(item.model, who)
                except StudioError as exc:
                    return told(exc)
                return ""

            self._context.session.read(act, lambda fault: self._accepted(fault, then))

        dialog.accepted_by.connect(accept)
        dialog.open()

    def _accepted(self, fault: str, then: Callable[[], None]) -> None:
        if fault:
            self._faults[""] = fault
        self.refresh()
        if not fault:
            then()

    def _fetch(self, names: tuple[str, ...]) -> None:
        if not names:
            return
        name, rest = names[0], names[1:]

        def act(library: Library, check: Check, tell: Tell) -> str:
            # the libraries for connections are slow to load: only a download asks for them
            from engine.models.fetch import fetch, may_fetch

            for each in names:  # all of them before hours go by
                may_fetch(library, each)
            fetch(library, name, check=check, tell=tell)
            return ""

        self._run(name, "fetch", act, then=lambda: self._fetch(rest))

    def _add(self, model: str) -> None:
        found = QFileDialog.getExistingDirectory(self._parent(), t("Folder of the model"))
        if found:
            self._register(model, Path(found))

    def _own(self, role: str) -> None:
        hint = t("A character's own LoRA is called lora-NAME.") if role == "artist" else ""
        dialog = OwnModelDialog(self._parent(), t(ROLE_NAMES[role]), hint)

        def given(name: str, place: str) -> None:
            adapter = role == "artist" and name.startswith(f"{ADAPTER}-")
            self._register(name, Path(place), ADAPTER if adapter else role)

        dialog.given.connect(given)
        dialog.open()

    def _register(self, model: str, folder: Path, role: str = "", convert: bool = False) -> None:
        def act(library: Library, check: Check, tell: Tell) -> str:
            library.add(model, folder, convert=convert, role=role, check=check, tell=tell)
            return ""

        def otherwise(fault: StudioError) -> None:
            if fault.code == "pickled" and not convert:
                confirm(
                    self._parent(), t("These weights are pickled: reading them runs code."),
                    t("They can be made into safe ones, once: in a process of its own that has no "
                      "network and can write to one folder only. Convert them?"),
                    t("Convert them"), lambda: self._register(model, folder, role, True),
                )  # fmt: skip

        self._run(model, "convert" if convert else "add", act, otherwise=otherwise)

    def _verify(self, model: str) -> None:
        def act(library: Library, check: Check, tell: Tell) -> str:
            return "\n".join(trouble for _, trouble in library.verify(model, check, tell))

        def well() -> None:
            self._news[model] = t("All was read: every file is as it came.")
            self.follow()

        self._run(model, "verify", act, then=well)

    def _remove(self, model: str) -> None:
        row = next(each for each in self._found.models if each.id == model)
        ours = row.origin in ("fetched", "converted")
        detail = (
            t("Its files in {folder} are deleted.", folder=row.folder) if ours
            else t("The studio forgets it; its files in {folder} stay.", folder=row.folder)
        )  # fmt: skip

        def act(library: Library, _check: Check, _tell: Tell) -> str:
            library.remove(model)
            return ""

        confirm(self._parent(), t("Remove {model}?", model=_title(model)), detail, t("Remove"),
                lambda: self._run(model, "remove", act))  # fmt: skip

    def _discard(self, model: str) -> None:
        place = part_of(Library(), model)
        self._context.session.read(lambda: shutil.rmtree(place, ignore_errors=True),
                                   lambda _: self._changed())  # fmt: skip

    def _price(self, text: str) -> None:
        try:
            dollars = float(text.replace(",", ".").removeprefix("$"))
        except ValueError:
            self._faults[""] = t("{text} is no price. Write it as 3.50.", text=text)
            self.follow()
            return

        def act() -> str:
            try:
                Library().hourly_price = dollars
            except StudioError as exc:
                return told(exc)
            return ""

        def done(fault: str) -> None:
            self._faults[""] = fault
            self._changed()

        self._context.session.read(act, done)

    def _keep_server(self, url: str, model: str, key: str, remote: bool) -> None:
        def act(library: Library, _check: Check, _tell: Tell) -> str:
            if not url:
                raise UserInputError("endpoint-address", "No address is given.",
                                     "Such as http://127.0.0.1:11434/v1")  # fmt: skip
            writer = _server(url, model, key, remote=remote)
            if key:
                secrets.keep(writer.origin, key)
            library.endpoint = Endpoint(url, model, remote)
            return ""

        self._run(OWN, "add", act)

    def _forget_server(self) -> None:
        def act(library: Library, _check: Check, _tell: Tell) -> str:
            server = library.endpoint
            library.endpoint = Endpoint()
            if server.url:
                secrets.forget(_server(server.url, "", "", remote=True).origin)
            return ""

        self._run(OWN, "remove", act)

    # -- work -------------------------------------------------------------------------------------

    def _run(
        self, name: str, verb: str, act: Act, then: Callable[[], None] | None = None,
        otherwise: Callable[[StudioError], None] | None = None,
    ) -> None:  # fmt: skip
        """Do something with a model in a thread of its own; one thing at a time with each."""
        if name in self._work:
            return
        self._work[name] = Work(verb)
        self._faults.pop(name, None)
        self._news.pop(name, None)

        def tell(done: int, whole: int) -> None:
            self._told[name] = (done, whole)

        def perform(stop: threading.Event) -> str:
            def check() -> None:
                if stop.is_set():
                    raise Cancelled

            return act(Library(), check, tell)

        def done(trouble: str) -> None:
            self._end(name, trouble)
            if not trouble and then is not None:
                then()

        def failed(fault: StudioError | None) -> None:
            self._end(name, told(fault) if fault is not None else "")
            if fault is not None and otherwise is not None:
                otherwise(fault)

        self._stops[name] = self._context.session.long(perform, done, failed)
        self._timer.start()
        self.follow()

    def _progress(self) -> None:
        """Show how far everything is that is at work."""
        before = dict(self._work)
        for name, each in before.items():
            done, whole = self._told.get(name, (each.done, each.whole))
            self._work[name] = replace(each, done=done, whole=whole)
        if self._work != before:
            self.follow()

    def _stop(self, name: str) -> None:
        if name in self._stops:
            self._stops[name].set()

    def _end(self, name: str, fault: str) -> None:
        for each in (self._work, self._stops, self._told):
            each.pop(name, None)
        if not self._work:
            self._timer.stop()
        known = {row.id for row in self._found.models} | {OWN}
        if fault:
            self._faults[name if name in known else ""] = fault
        self._changed()

    def _changed(self) -> None:
        """The engine looks anew in its turn, then everything that shows engines does."""
        self._context.session.ask(lambda engine: engine.refresh_models())
        self.refresh()

    def _parent(self) -> QWidget:
        return self.page if self.page is not None else self._window


def findings(library: Library, card: Hardware | None) -> Findings:
    """All that the page shows. Reads no weights."""
    return Findings(
        engine_rows(library, card or Hardware()),
        model_rows(library),
        card,
        str(library.root),
        library.hourly_price,
        library.endpoint,
        {id: size for id in manifest.models() if (size := _bytes(part_of(library, id)))},
    )


def _server(url: str, model: str, key: str, *, remote: bool) -> EndpointWriter:
    """The writer of a server that is named; loaded when one is, as it brings connections along."""
    from engine.writer.endpoint import EndpointWriter

    return EndpointWriter(url, model, key, allow_remote=remote)


def part_of(library: Library, model: str) -> Path:
    """Where a download that was cut waits to be gone on with."""
    return library.folder_of(model).with_name(f"{model}.fetching")


def _bytes(folder: Path) -> int:
    try:
        return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    except OSError:
        return 0  # it is being moved to its place


def _title(model: str) -> str:
    known = manifest.models().get(model)
    return t(known.title) if known else model
