"""One open project for the window: the engine behind a queue, so that the window never waits.

Edits go to a thread of their own, in order; what the engine shows comes back as signals. A look
that was not taken yet is replaced by a newer one: a slow window gets fewer looks, never older ones.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from app.messages import refusal
from engine.api import Engine
from engine.base.errors import Cancelled, StudioError
from engine.edits.change import Change
from engine.series.document import Document
from engine.work.demand import Demand
from engine.work.events import Event, Look

T = TypeVar("T")
Watcher = Callable[[Look], None]
GRACE_S = 3.0
"""How long the end waits for long work that was asked to stop; what it keeps is whole always."""


class Session(QObject):
    """Owns the engine between `open` and `close`. Signals arrive on the window's thread."""

    looked = Signal(object)  # Look
    opened = Signal(str)  # project folder
    refused = Signal(str)  # why something was not done, with the remedy
    broke = Signal(str)  # a bug: its traceback
    _news = Signal()
    _ready = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.engine: Engine | None = None
        self._queue = ThreadPoolExecutor(1, "edits")
        self._readers = ThreadPoolExecutor(1, "reading")
        self._long: dict[threading.Thread, threading.Event] = {}
        self._guard = threading.Lock()
        self._fresh: Look | None = None
        self._turn = 0  # of the project that is open or being opened
        self._shown: Engine | None = None  # whose looks are delivered: the window knows it
        self._closed = False
        self._news.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._ready.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    # -- opening and closing -----------------------------------------------------------------------

    def open(self, folder: Path) -> None:
        """Open a project in the background."""
        self._switch(lambda watcher: Engine.open(folder, watcher=watcher))

    def create(self, folder: Callable[[], tuple[Path, Document]]) -> None:
        """Make a project of what `folder` gives: where, and the first document."""

        def act(watcher: Watcher) -> Engine:
            place, document = folder()
            return Engine.create(place, document, watcher=watcher)

        self._switch(act)

    def _switch(self, start: Callable[[Watcher], Engine]) -> None:
        def act() -> Engine:
            self._turn += 1
            engine = start(partial(self._watch, self._turn))
            old, self.engine = self.engine, engine
            if old is not None:
                old.close()
            engine.warm()
            return engine

        def opened(engine: Engine) -> None:
            self.opened.emit(str(engine.folder))
            self._shown = engine
            self._deliver()

        self.run(act, opened)

    def close(self) -> None:
        """Finish queued edits, stop the engine. Nothing acknowledged is lost."""
        self._closed = True
        for stop in self._long.values():
            stop.set()
        for thread in list(self._long):
            thread.join(GRACE_S)
        self._queue.submit(self._shut).result()
        self._queue.shutdown(wait=True)
        self._readers.shutdown(wait=True)

    def _shut(self) -> None:
        if self.engine is not None:
            self.engine.close()
            self.engine = None

    # -- asking ----------------------------------------------------------------------------------

    def edit(
        self, build: Callable[[Document], Change], then: Callable[[], None] | None = None
    ) -> None:
        """Commit an edit in its turn; `then` follows on the window's thread."""

        def act() -> None:
            if self.engine is not None:
                self.engine.edit(build)

        self.run(act, (lambda _: then()) if then else None)

    def ask(
        self, act: Callable[[Engine], T], then: Callable[[T], None] | None = None,
        otherwise: Callable[[str], None] | None = None,
    ) -> None:  # fmt: skip
        """Anything else of the engine, in order with the edits. otherwise: told of a refusal."""

        def perform() -> T | None:
            return act(self.engine) if self.engine is not None else None

        def deliver(found: T | None) -> None:
            if then is not None and found is not None:
                then(found)

        self.run(perform, deliver, otherwise)

    def run(
        self, act: Callable[[], T], then: Callable[[T], None] | None = None,
        otherwise: Callable[[str], None] | None = None,
    ) -> None:  # fmt: skip
        """Run `act` in its turn; faults become `refused` or `broke`."""
        if not self._closed:
            self._queue.submit(self._perform, act, then, otherwise)

    def read(self, act: Callable[[], T], then: Callable[[T], None]) -> None:
        """Work out something for the window that touches no project: beside the edits."""
        if not self._closed:
            self._readers.submit(self._perform, act, then)

    def long(
        self, act: Callable[[threading.Event], T], then: Callable[[T], None],
        otherwise: Callable[[StudioError | None], None],
    ) -> threading.Event:  # fmt: skip
        """Work that may take minutes, in a thread of its own, so that edits need not wait for it.

        act: is given the event that is returned; set, it asks the work to stop. otherwise: told of
        a refusal, or None when the work was stopped or broke.
        """
        stop = threading.Event()

        def perform() -> None:
            try:
                found = act(stop)
            except StudioError as exc:
                fault = exc
                self.later(lambda: otherwise(fault))
            except Cancelled:
                self.later(lambda: otherwise(None))
            except Exception:  # noqa: BLE001 - shown as a bug with its traceback, never swallowed
                if not self._closed:
                    self.broke.emit(traceback.format_exc())
                self.later(lambda: otherwise(None))
            else:
                self.later(lambda: then(found))

        if not self._closed:
            self._long = {t: each for t, each in self._long.items() if t.is_alive()}
            thread = threading.Thread(target=perform, name="long", daemon=True)
            self._long[thread] = stop
            thread.start()
        return stop

    def later(self, act: Callable[[], None]) -> None:
        """Do something on the window's thread; for work that has progress to tell."""
        if not self._closed:
            self._ready.emit(act)

    def aim(self, demand: Demand, retry: bool = False) -> None:
        """Want this, in this order, from now on."""
        self.ask(lambda engine: engine.aim(demand, _unheard, retry=retry))

    def _perform(
        self, act: Callable[[], T], then: Callable[[T], None] | None,
        otherwise: Callable[[str], None] | None = None,
    ) -> None:  # fmt: skip
        try:
            found = act()
        except StudioError as exc:
            text = refusal(exc)
            self.refused.emit(text)
            if otherwise is not None:
                self._ready.emit(lambda: otherwise(text))
        except Cancelled:
            return
        except Exception as exc:  # noqa: BLE001 - shown as a bug with its traceback, never swallowed
            text = str(exc)
            self.broke.emit(traceback.format_exc())
            if otherwise is not None:
                self._ready.emit(lambda: otherwise(text))  # whoever waits must not wait for ever
        else:
            if then is not None:
                self._ready.emit(lambda: then(found))

    def _answer(self, act: Callable[[], None]) -> None:
        """On the window's thread; answers that come after the end are dropped."""
        if not self._closed:
            act()

    # -- what the engine shows -------------------------------------------------------------------

    def _watch(self, turn: int, look: Look) -> None:
        """On an engine thread. turn: which project it belongs to; an old one is not heard."""
        if turn != self._turn:
            return
        with self._guard:
            waiting, self._fresh = self._fresh is not None, look
        if not waiting and not self._closed:
            self._news.emit()

    def _deliver(self) -> None:
        if self._shown is not self.engine:
            return  # a look of a project that `opened` did not tell of yet: it waits
        with self._guard:
            look, self._fresh = self._fresh, None
        if look is not None and not self._closed:
            self.looked.emit(look)


def _unheard(_event: Event) -> None:
    """The window looks instead of listening."""
