"""Premise, arc and script."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from app import commands
from app.context import Context
from app.desks.drafting import (
    BASE_NOTE,
    Drafting,
    Written,
    base_of,
    draft_json,
)
from app.messages import refusal
from app.presenters import arc, premise, script
from app.presenters.choices import ROLES
from app.presenters.costs import charge
from app.presenters.shown import duration
from app.presenters.standins import words
from engine.api import Engine
from engine.base.errors import StudioError
from engine.series.document import Document, Episode
from engine.series.takes import Slot
from engine.work.costs import WRITING_NOTE
from engine.work.writing import Order
from engine.writer.dossier import dossier_from_json
from engine.writer.types import Dossier, SeasonDraft
from widgets.arc import ArcPanel
from widgets.data import EpisodeCard, PremiseView
from widgets.premise import PremisePanel
from widgets.script import ScriptPanel
from widgets.words import t


class WritingDesk(QObject):
    """Reads the premise while it is typed, asks the writer, takes the lead's words."""

    def __init__(
        self, context: Context, page: PremisePanel, board: ArcPanel, sheet: ScriptPanel
    ) -> None:
        super().__init__()
        self._context, self._page, self._board, self._sheet = context, page, board, sheet
        self._corrections: dict[str, str] = {}
        self._dossier: Dossier | None = None
        self._view = PremiseView(languages=premise.language_choices())
        self._loaded = ""
        self._drafting = Drafting(context, self._show_premise)
        self._typing: tuple[str, str, int, tuple[str, ...]] = ("", "", 0, ())
        page.changed.connect(self._read)
        page.corrected.connect(self._correct)
        page.write_asked.connect(self.write)
        page.make_asked.connect(self.make_season)
        page.stop_asked.connect(self.stop)
        page.engine_chosen.connect(self._engine_chosen)
        page.models_asked.connect(self._models_asked)
        board.chosen.connect(context.choose_episode)
        board.opened.connect(self._open_episode)
        board.asked.connect(self._episodes_asked)
        board.menu_asked.connect(self._menu)
        sheet.asked.connect(self._line_asked)
        sheet.typed.connect(self._typed)
        context.looked.connect(self.refresh)
        context.choices_changed.connect(self._show_premise)
        context.episode_changed.connect(self.refresh)
        context.subject_changed.connect(lambda: sheet.select(context.subject.id))
        context.line_asked.connect(sheet.edit)

    # -- showing ----------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the look."""
        context, shown = self._context, self._context.shown
        if shown is None:
            return
        if self._loaded != shown.document.series.premise:
            self._load(shown.document)
        self._page.show_view(self._premise_view(shown.document))
        self._board.show_cards(self._cards(), context.episode_id)
        episode = context.episode
        if episode is not None:
            self._sheet.show_view(script.script(shown, episode, self._proposed(episode)))
            self._sheet.select(context.subject.id)

    def _load(self, document: Document) -> None:
        """A project was opened: its premise and what was corrected in it."""
        series = document.series
        self._loaded = series.premise
        self._view = replace(
            self._view, text=series.premise, language=series.language, episodes=series.episodes,
            words=series.words, seed=series.seed,
        )  # fmt: skip
        self._corrections = {}
        if series.dossier:
            try:
                found = dossier_from_json(series.dossier)
                self._corrections = premise.corrections_of(found, series.premise, series.seed)
            except StudioError:
                self._corrections = {}
        self._page.show_view(self._view)
        self._read()

    def _premise_view(self, document: Document) -> PremiseView:
        choices = self._context.choices
        return replace(
            self._view,
            written=bool(document.episodes),
            estimate=self._estimate(document),
            engines=premise.engines(choices, document.series),
            trouble=premise.trouble_of(choices, document.series),
            busy=self._drafting.busy,
        )

    def _show_premise(self) -> None:
        shown = self._context.shown
        if shown is not None:
            self._page.show_view(self._premise_view(shown.document))

    def _estimate(self, document: Document) -> str:
        """Time and cost before anything starts."""
        shown = self._context.shown
        if self._drafting.busy:
            return self._progress()
        if shown is None or not document.episodes:
            return premise.before_writing(
                self._context.choices, document.series, self._page.episodes.value()
            )
        plan = shown.look.plan
        due = [s for s, a in plan.assets.items() if a.state not in ("fresh", "pinned")]
        missing = sum(shown.episode_state(e) not in ("fresh", "pinned") for e in document.episodes)
        if not missing:
            return t("The season is made and up to date.")
        left = sum(plan.nodes[slot].cost for slot in due)
        return t("Episodes still to make: {n}, about {time}, {cost}.", n=missing,
                 time=duration(max(1.0, left / 2000)), cost=charge(shown, due))  # fmt: skip

    def _progress(self) -> str:
        if not self._drafting.done:
            return t("The writer is at work …")
        return t("The writer is at work: episode {n} of {all}", n=self._drafting.done,
                 all=self._drafting.all)  # fmt: skip

    def _engine_chosen(self, role: str, engine: str) -> None:
        self._context.edit(commands.choose_engine(role, engine))

    def _models_asked(self) -> None:
        """The page of models, at the first choice that cannot work."""
        shown, choices = self._context.shown, self._context.choices
        chosen = [getattr(shown.document.series, role) for role in ROLES] if shown else []
        missing = next((id for id in chosen if choices.of(id).missing), "")
        self._context.models_asked.emit(missing)

    # -- the premise ------------------------------------------------------------------------------

    def _read(self) -> None:
        """Understand the premise as it stands in the editor, in the background."""
        page = self._page
        text, seed = page.text.toPlainText(), page.seed.value()
        language = page.language.value() if page.language.count() else "auto"
        corrections = dict(self._corrections)
        self._view = replace(
            self._view, text=text, language=language, episodes=page.episodes.value(),
            words=page.words.value(), seed=seed,
        )  # fmt: skip

        def act() -> Dossier | str:
            try:
                return premise.understood(text, language, seed, corrections)
            except StudioError as exc:
                return refusal(exc)

        self._context.session.read(act, self._understood)

    def _understood(self, found: Dossier | str) -> None:
        if isinstance(found, str):
            self._view = replace(self._view, fault=found if self._view.text.strip() else "")
            self._dossier = None
        else:
            self._dossier = found
            self._view = replace(self._view, fault="", cards=premise.cards(found))
        self._page.show_view(self._view)
        self.refresh()

    def _correct(self, card: str, value: str) -> None:
        self._corrections[card] = value
        self._read()

    # -- the writer -------------------------------------------------------------------------------

    def write(self) -> None:
        """Propose a season; the first one is accepted at once, there is nothing to lose."""
        self._write(make=False)

    def make_season(self) -> None:
        """Everything to joined episodes, in one go."""
        shown = self._context.shown
        if shown is not None and shown.document.episodes:
            self._context.make([e.id for e in shown.document.episodes])
            self._context.say(t("The season is being made. You can go on working."))
        else:
            self._write(make=True)

    def stop(self) -> None:
        """The writer shall stop."""
        self._drafting.stop()

    def _write(self, make: bool) -> None:
        if self._dossier is None or self._drafting.busy:
            self._page.show_fault(self._view.fault or t("Write a premise first."))
            return
        shown, view = self._context.shown, self._view
        writer = shown.document.series.writer if shown is not None else "planner"
        order = Order(self._dossier, view.episodes, view.words, view.seed, writer)
        self._drafting.start(order, lambda found: self._keep(found, make), self._refused)

    def _keep(self, found: Written, make: bool) -> None:
        """The first season is accepted at once, a later one is proposed."""
        draft = found.draft

        def act(engine: Engine) -> bool | None:
            if engine is not found.engine:
                return None  # another project was opened meanwhile
            base = base_of(engine)
            if engine.document.episodes:
                return base is not None
            engine.edit(commands.accept_season(draft, None))
            engine.set_note(BASE_NOTE, draft_json(draft))
            engine.set_note(WRITING_NOTE, found.record)
            return False

        def done(proposed: bool | None) -> None:
            self._context.proposal_record = found.record
            self._wrote(draft, proposed is True, make)
            if found.note:
                self._context.say(words(self._context.choices, found.note), "stale")

        self._context.session.ask(act, done, self._refused)

    def _refused(self, text: str) -> None:
        self.refresh()
        if text:
            self._page.show_fault(text)
        else:
            self._context.say(t("The writer stopped; nothing was changed."))

    def _wrote(self, draft: SeasonDraft, proposed: bool, make: bool) -> None:
        context = self._context
        if proposed:
            context.proposal, context.kept_lines = draft, set()
            self._propose_said()
        else:
            context.choose_episode(draft.episodes[0].id)
            context.say(t("{n} episodes are written. Read the arc, or make the season.",
                          n=len(draft.episodes)))  # fmt: skip
        if make:
            context.make([e.id for e in draft.episodes])
        self.refresh()

    def _propose_said(self) -> None:
        shown, proposal = self._context.shown, self._context.proposal
        assert proposal is not None
        if shown is None:
            return
        lines = sum(len(self._open_lines(e)) for e in shown.document.episodes)
        text = t("The writer proposes {n} other lines. Yours stay until you accept.", n=lines)
        self._context.say(text if lines else t("The writer would write it the same way again."))

    def _proposed(self, episode: Episode) -> Episode | None:
        """The writer's version of an episode, without what the lead declined."""
        proposal = self._context.proposal
        if proposal is None or episode.locked:
            return None
        theirs = next((e for e in proposal.episodes if e.id == episode.id), None)
        if theirs is None:
            return None
        lines = tuple(n for n in theirs.lines if n.id not in self._context.kept_lines)
        return replace(theirs, lines=lines)

    def _open_lines(self, episode: Episode) -> list[str]:
        """Lines of an episode for which there is a proposal."""
        theirs = self._proposed(episode)
        mine = {n.id: n.text for n in episode.lines}
        return [n.id for n in theirs.lines if mine.get(n.id, n.text) != n.text] if theirs else []

    def proposed_episodes(self) -> frozenset[str]:
        """Episodes in which the writer proposes other words."""
        shown = self._context.shown
        if shown is None or self._context.proposal is None:
            return frozenset()
        return frozenset(e.id for e in shown.document.episodes if self._open_lines(e))

    def _cards(self) -> list[EpisodeCard]:
        """The arc's cards with what is proposed now: a proposal changes no look."""
        proposed = self.proposed_episodes()
        return [replace(card, proposal=card.id in proposed) for card in self._context.cards]

    def accept_everything(self) -> None:
        """Accept the whole proposal; what the lead wrote or locked stays."""
        proposal, record = self._context.proposal, self._context.proposal_record
        if proposal is None:
            return

        def act(engine: Engine) -> bool:
            engine.edit(commands.accept_season(proposal, base_of(engine)))
            engine.set_note(BASE_NOTE, draft_json(proposal))
            engine.set_note(WRITING_NOTE, record)
            return True

        def done(_: bool) -> None:
            self._context.proposal = None
            self._context.say(t("The proposal is accepted; what you wrote stays."))
            self.refresh()

        self._context.session.ask(act, done)

    # -- the arc ----------------------------------------------------------------------------------

    def _open_episode(self, id: str) -> None:
        self._context.choose_episode(id)
        self._context.workspace_asked.emit("cut")

    def _episodes_asked(self, verb: str, ids: list[str]) -> None:
        context = self._context
        if context.shown is None or not (ids or verb == "accept"):
            return
        if verb == "accept":
            self.accept_everything()
        elif verb == "make":
            context.make(ids)
        elif verb in ("lock", "unlock"):
            locked = {e.id for e in context.shown.document.episodes if e.locked}
            context.edit(commands.lock(ids, not set(ids) <= locked))
        elif verb == "retake":
            slots = [
                Slot(line.id, "speech")
                for e in context.shown.document.episodes if e.id in ids for line in e.lines
            ]  # fmt: skip
            context.edit(commands.retake(slots), lambda: context.make(ids))

    def _menu(self, ids: list[str], at: QPoint) -> None:
        menu = QMenu(self._board)
        menu.addAction(t("Open in Cut"), lambda: self._open_episode(ids[0]))
        menu.addSeparator()
        menu.addAction(t("Make"), lambda: self._episodes_asked("make", ids))
        menu.addAction(t("Lock or unlock"), lambda: self._episodes_asked("lock", ids))
        menu.addAction(t("New takes of all voices"), lambda: self._episodes_asked("retake", ids))
        menu.popup(at)

    # -- the script -------------------------------------------------------------------------------

    def _typed(self, line: str, text: str) -> None:
        shown = self._context.shown
        if shown is None:
            return
        words, checks, faults = script.while_typing(shown.document, line, text)
        self._sheet.show_checks(words, shown.document.series.words, checks)
        self._sheet.show_faults(faults)
        broken = tuple(text for rows in faults.values() for text in rows)
        self._typing = (line, text, words, broken)
        self._context.cards = self.with_typing(arc.cards(shown, self.proposed_episodes()))
        self._board.show_cards(self._cards(), self._context.episode_id)
        self._context.cards_changed.emit()

    def with_typing(self, cards: list[EpisodeCard]) -> list[EpisodeCard]:
        """Cards counted with the words that stand in the editor and are not stored yet."""
        shown, (line, text, words, broken) = self._context.shown, self._typing
        episode = line.partition("/")[0]
        lines = {n.id: n.text for e in shown.document.episodes for n in e.lines} if shown else {}
        if lines.get(line, text) == text:
            return cards
        return [
            replace(card, words=words, faults=broken) if card.id == episode else card
            for card in cards
        ]

    def _line_asked(self, id: str, verb: str, value: str) -> None:
        context = self._context
        if verb == "select":
            context.choose(id)
        elif verb == "speak":
            self._speak(id)
        elif verb == "take":
            slot = Slot(id, "speech")
            context.edit(commands.retake([slot]), lambda: context.make_slots([slot]))
        elif verb == "import":
            context.choose(id, str(Slot(id, "speech")))
            context.workspace_asked.emit("import")
        elif verb in ("title", "cliff"):
            context.edit(commands.set_property(id, verb, value))
        elif verb in ("accept", "keep", "accept-all", "keep-all"):
            self._answer(id, verb)
        elif (build := commands.of_line(id, verb, value)) is not None:
            context.edit(build, (lambda: self._added(id)) if verb == "add" else None)

    def _added(self, after: str) -> None:
        """Put the cursor into the line that was added."""
        episode = self._context.episode
        if episode is None:
            return
        ids = [line.id for line in episode.lines]
        at = ids.index(after) + 1 if after in ids else 0
        if at < len(ids):
            self._sheet.edit(ids[at])

    def _answer(self, id: str, verb: str) -> None:
        context, proposal = self._context, self._context.proposal
        episode = context.episode
        if proposal is None or episode is None:
            return
        lines = self._open_lines(episode) if verb.endswith("all") else [id]
        if verb.startswith("accept") and lines:
            context.edit(commands.rewrite_lines(lines, proposal))
        context.kept_lines |= set(lines)
        self.refresh()

    def _speak(self, line: str) -> None:
        """Play the line's voice, or have it made and say so."""
        shown = self._context.shown
        if shown is None:
            return
        slot = Slot(line, "speech")
        file = shown.file(slot)
        if file and shown.state(slot) in ("fresh", "pinned"):
            self._context.hear_asked.emit(Path(file))
        else:
            self._context.make_slots([slot])
            self._context.say(t("This line is being spoken …"))
