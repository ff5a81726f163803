"""One export at a time: what it needs first, how far it is, what came of it, what is released."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.context import Context
from app.messages import refusal
from app.presenters.exported import Run, outcome, result
from app.presenters.profiles import lacking, wanted_ids
from engine.api import Engine
from engine.base.errors import StudioError
from engine.delivery.export import Exported, Progress
from engine.delivery.verify import Verdict, verify
from widgets.asking import confirm
from widgets.deliver import ExportPanel
from widgets.deliver_board import DeliverBoard
from widgets.deliver_view import ResultView, RunView
from widgets.words import t

Then = Callable[[bool, str], None]
Facts = tuple[tuple[str, ...], tuple[int, ...], dict[int, str]]
"""Of a season that is exported: ids of profiles, episodes' numbers, their ids by number."""


class Exporting(QObject):
    """Runs exports in a thread of their own; the window stays what it is."""

    ended = Signal()  # buttons that gave way come back
    moved = Signal()  # an export is further

    def __init__(self, context: Context, board: DeliverBoard, panel: ExportPanel) -> None:
        super().__init__()
        self._context, self._board, self._panel = context, board, panel
        self._run: Run | None = None
        self._stop: threading.Event | None = None
        self._first: tuple[Path, bool] | None = None  # what is exported once the rest is made
        self._turn = 0  # an export of an earlier project is not heard any more
        self._out, self._force = Path(), False
        self._released: set[tuple[str, int]] = set()
        self._done: Exported | None = None
        self._ids: dict[int, str] = {}
        self._then: Then | None = None
        panel.stop_asked.connect(self.stop)
        panel.verify_asked.connect(self.verify)
        panel.found_asked.connect(lambda: board.show_page("gate"))
        board.gate.found.release_asked.connect(self.ask_release)
        board.gate.found.open_asked.connect(self.open_at)
        context.session.opened.connect(lambda _: self.forget())

    @property
    def running(self) -> bool:
        """Whether an export is under way, or waits for what it needs."""
        return self._stop is not None or self._first is not None

    @property
    def share(self) -> int:
        """Thousandths of the export that are done, -1 before it began."""
        return self._run.share if self._run is not None else -1

    # -- before ------------------------------------------------------------------------------------

    def export(self, out: Path, force: bool, then: Then | None = None) -> None:
        """Write the finished episodes; what their profiles still want is made first.

        then: told on the window's thread whether everything is out, and what is to be said.
        """
        shown = self._context.shown
        if self.running or shown is None:
            return
        self._then = then
        slots = lacking(shown)
        if slots:
            self._first = out, force
            self._panel.show_run(RunView(True, -1, t("Making the pictures without words …")))
            self._context.make_slots(slots)
            return
        self._begin(out, force)

    def follow(self) -> None:
        """What was to be made first may be there now."""
        shown = self._context.shown
        if self._first is None or shown is None:
            return
        out, force = self._first
        slots = lacking(shown)
        if not slots:
            self._first = None
            self._begin(out, force)
            return
        closure = shown.look.plan.closure(slots)
        if set(closure) & set(shown.failed):
            self._first = None
            self._end(t("Pictures without words could not be made; Jobs tells why."), "failed")
            return
        share = 1000 - round(
            1000 * sum(shown.state(s) not in ("fresh", "pinned") for s in closure)
            / max(1, len(closure))
        )  # fmt: skip
        self._panel.show_run(RunView(True, share, t("Making the pictures without words …")))

    # -- during ------------------------------------------------------------------------------------

    def _begin(self, out: Path, force: bool) -> None:
        if out != self._out:
            self._released.clear()
        self._out, self._force, self._turn = out, force, self._turn + 1
        self._panel.show_run(RunView(True, -1, t("Writing …")))
        turn = self._turn
        self._stop = threading.Event()  # until the work has one of its own

        def facts(engine: Engine) -> Facts:
            document = engine.document
            numbers = tuple(item.number for item in engine.finished().episodes)
            ids = {e.number: e.id for e in document.episodes}
            return wanted_ids(document.series), numbers, ids

        # in order with the edits, so that a choice made a moment ago counts
        self._context.session.ask(facts, partial(self._work, turn), lambda text: self._fail(text))

    def _work(self, turn: int, facts: Facts) -> None:
        session, engine = self._context.session, self._context.session.engine
        if turn != self._turn or self._stop is None or engine is None:
            return
        if self._stop.is_set():
            self._end(t("Stopped."), "stale")
            return
        wanted, numbers, self._ids = facts
        run = self._run = Run(wanted, numbers)
        out, force, release = self._out, self._force, frozenset(self._released)
        self._panel.show_run(run.view())

        def heard(news: Progress) -> None:
            session.later(lambda: self._heard(run, news))

        def act(stop: threading.Event) -> Exported:
            return engine.export(out, release=release, force=force, say=heard, cancel=stop)

        self._stop = session.long(
            act, lambda done: self._finished(turn, len(numbers), done),
            lambda fault: self._broke(turn, fault),
        )  # fmt: skip

    def _heard(self, run: Run, news: Progress) -> None:
        run.hear(news)
        if run is self._run and not (self._stop is not None and self._stop.is_set()):
            self._panel.show_run(run.view())
            self.moved.emit()

    def stop(self) -> None:
        """Stop after the pieces under way; what is written stays."""
        if self._first is not None:
            self._first = None
            self._context.stop()
            self._end(t("Stopped."), "stale")
        elif self._stop is not None:
            self._stop.set()
            share = self._run.share if self._run else -1
            self._panel.show_run(RunView(True, share, t("Stopping after the piece under way …")))

    def forget(self) -> None:
        """Another project is open: what runs for the old one stops unheard."""
        if self._stop is not None:
            self._stop.set()
        self._turn += 1
        self._run, self._stop, self._first, self._done = None, None, None, None
        self._then = None
        self._released.clear()
        self._panel.folder.setModified(False)
        self._board.gate.show_result(ResultView())
        self._end("", "low")

    # -- after -------------------------------------------------------------------------------------

    def _finished(self, turn: int, episodes: int, done: Exported) -> None:
        if turn != self._turn:
            return
        self._done = done
        view = result(done, self._ids, self._people())
        text, tone = outcome(done, episodes)
        self._board.show_result(view)
        self._end(text, tone, done=not done.cancelled, found=view.worth_a_look, whole=done.whole)

    def _broke(self, turn: int, fault: StudioError | None) -> None:
        if turn == self._turn:
            self._fail(refusal(fault) if fault is not None else t("The export broke off."))

    def _fail(self, text: str) -> None:
        self._end(text, "failed")

    def _end(
        self, text: str, tone: str, *, done: bool = False, found: bool = False, whole: bool = False
    ) -> None:  # fmt: skip
        self._stop, self._run = None, None
        self._panel.show_run(RunView())
        self._panel.say(text, tone, done=done, found=found)
        then, self._then = self._then, None
        if then is not None:
            then(whole, text)
        self.ended.emit()

    def _people(self) -> dict[str, str]:
        shown = self._context.shown
        return {m.id: m.name for m in shown.document.cast} if shown is not None else {}

    def verify(self, folder: str) -> None:
        """Read every written file again, in the background."""
        place = Path(folder)
        self._panel.say(t("Reading every file …"), done=True)

        def told(found: Verdict | None) -> None:
            done = self._done or Exported({})
            view = result(done, self._ids, self._people(), found)
            self._board.gate.show_result(view)
            if view.problems:
                self._board.show_page("gate")
            self._panel.say(view.verdict, view.verdict_tone, done=True, found=view.worth_a_look)

        def act(_stop: threading.Event) -> Verdict | None:
            try:
                return verify(place)
            except (ValueError, OSError):
                return None

        def answer(found: Verdict | None) -> None:
            if found is None:
                self._panel.say(t("There is no export in this folder."), "failed")
            else:
                told(found)

        self._context.session.long(act, answer, lambda _: self._panel.say("", done=True))

    def ask_release(self, number: int) -> None:
        """Ask before an episode goes out that the gate kept out; it is recorded."""
        if self.running:
            return
        confirm(
            self._panel.window(),
            t("Release episode {n} although the gate found something?", n=number),
            t("It is exported as it is. The season's manifest will say that you released it, and "
              "what was found."),
            t("Release it"), lambda: self.release(number), keep=t("Keep it back"), name="release",
        )  # fmt: skip

    def release(self, number: int) -> None:
        """Export again with this episode; whatever is written already is kept as it is."""
        if self._done is None or self.running:
            return
        self._released |= {(r.profile, number) for r in self._done.refused if r.number == number}
        self._begin(self._out, self._force)

    def open_at(self, episode: str, at_ms: int) -> None:
        """The cut, with the playhead where something was found."""
        context = self._context
        if episode == "cast":
            context.workspace_asked.emit("cast")
            return
        if not episode:
            self._board.show_page("season")
            return
        context.choose_episode(episode)
        context.workspace_asked.emit("cut")
        if at_ms >= 0:
            context.time_asked.emit(at_ms)
