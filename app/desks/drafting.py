"""Having a season written while the window stays live: by the planner at once, by a model in a
process of its own, in a thread that no edit waits for. What comes back is a proposal.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace

from app.context import Context
from app.presenters.said import told
from engine.api import Engine
from engine.base.codec import decode, encode
from engine.base.errors import StudioError
from engine.models.library import Library
from engine.models.types import EMBEDDED
from engine.work.writing import Order, propose
from engine.writer.dossier import dossier_to_json
from engine.writer.season import write_season
from engine.writer.types import Dossier, SeasonDraft

BASE_NOTE = "accepted-draft"
"""How the season was written: engine, candidates and their scores."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a writer made, for which project. note: what stood in for the chosen writer."""

    engine: Engine
    draft: SeasonDraft
    record: str
    note: str


class Drafting:
    """One season being written at a time."""

    def __init__(self, context: Context, follow: Callable[[], None]) -> None:
        """follow: called on the window's thread when something changed."""
        self._context, self._follow = context, follow
        self._stop: threading.Event | None = None
        self.done, self.all = 0, 0  # episodes

    @property
    def busy(self) -> bool:
        """Whether the writer is at work."""
        return self._stop is not None

    def stop(self) -> None:
        """Ask the writer to stop; nothing of what it wrote is kept."""
        if self._stop is not None:
            self._stop.set()

    def start(
        self, order: Order, then: Callable[[Written], None], otherwise: Callable[[str], None]
    ) -> None:
        """Write. otherwise: told why nothing came, "" when it was stopped."""
        session = self._context.session
        engine = session.engine
        if engine is None or self.busy:
            return
        self.done, self.all = 0, order.episodes

        def progress(done: int, whole: int) -> None:
            # a model writes every episode several times: its texts are told in episodes
            session.later(lambda: self._tell(done * order.episodes // max(1, whole)))

        def act(stop: threading.Event) -> Written:
            with ExitStack() as held:
                if order.writer != EMBEDDED["writer"]:
                    held.enter_context(engine.lent_device(stop))
                found = propose(order, Library(), progress, stop)
            return Written(engine, with_dossier(found.draft, order.dossier), found.record,
                           found.note)  # fmt: skip

        def done(found: Written) -> None:
            self._stop = None
            if session.engine is engine:
                then(found)

        def failed(fault: StudioError | None) -> None:
            self._stop = None
            otherwise(told(fault) if fault is not None else "")

        self._stop = session.long(act, done, failed)
        self._follow()

    def _tell(self, done: int) -> None:
        self.done = done
        if self.busy:
            self._follow()


def draft_of(dossier: Dossier, episodes: int, words: int, seed: int) -> SeasonDraft:
    """A season by the planner from a dossier."""
    return with_dossier(write_season(dossier, episodes=episodes, words=words, seed=seed), dossier)


def with_dossier(draft: SeasonDraft, dossier: Dossier) -> SeasonDraft:
    """A draft with what it was written from, so that corrections are kept."""
    return replace(draft, series=replace(draft.series, dossier=dossier_to_json(dossier)))


def draft_json(draft: SeasonDraft) -> str:
    """A draft as text, to be kept as the base of the next merge."""
    return json.dumps(encode(draft), ensure_ascii=False)


def base_of(engine: Engine) -> SeasonDraft | None:
    """The draft that was accepted last."""
    text = engine.note(BASE_NOTE)
    if not text:
        document = engine.first_document()  # a season that was made with its first draft
        if not document.episodes:
            return None
        return SeasonDraft(document.series, document.cast, document.places, document.episodes)
    return decode(SeasonDraft, json.loads(text))
