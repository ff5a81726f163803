"""Who speaks and how."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from app import commands
from app.context import Context
from app.desks.cloning import Cloning, name_note
from app.presenters.cast import cast_cards
from app.presenters.choices import artist_of, speaker_of
from app.presenters.shown import Shown
from engine.series.takes import Slot
from widgets.cast import CastBoard, VoicePanel
from widgets.words import t


class CastingDesk(QObject):
    """Shows voices, lets them be heard and changed."""

    def __init__(self, context: Context, board: CastBoard, panel: VoicePanel) -> None:
        super().__init__()
        self._context, self._board, self._panel = context, board, panel
        self._current = ""
        self.cloning = Cloning(context, panel, self._brought)
        self._names: dict[str, str] = {}  # of recordings' files, by take
        self._waiting = ""  # a line to be heard as soon as it is spoken
        board.chosen.connect(self._choose)
        board.play_asked.connect(lambda _cast, line: self._hear(line))
        panel.asked.connect(self._asked)
        context.looked.connect(self.refresh)
        context.choices_changed.connect(self.refresh)
        context.subject_changed.connect(self._follow)

    def refresh(self) -> None:
        """Show the cast."""
        shown = self._context.shown
        if shown is None or not (self._board.isVisible() or self._panel.isVisible()):
            self._play_waiting()
            return
        self._ask_names(shown)
        cards = cast_cards(shown, self._names)
        ids = [card.id for card in cards]
        if self._current not in ids:
            self._current = ids[0] if ids else ""
        self._board.show_cards(cards, self._current)
        card = next((c for c in cards if c.id == self._current), None)
        self._panel.show_card(card, cards)
        self._play_waiting()

    def _ask_names(self, shown: Shown) -> None:
        """How the recordings that voices are taken from were called; shown when it is known."""
        for slot, take in shown.document.pins:
            if slot.endswith(":reference") and take not in self._names:
                self._names[take] = ""
                self._ask_name(take)

    def _ask_name(self, take: str) -> None:
        def named(name: str) -> None:
            if name:
                self._names[take] = name
                self.refresh()

        self._context.session.ask(lambda engine: engine.note(name_note(take)), named)

    def _brought(self) -> None:
        """A recording came: its name is kept a moment after it is in use."""
        self._names = {take: name for take, name in self._names.items() if name}
        self.refresh()

    def _choose(self, cast: str) -> None:
        self._current = cast
        self._context.choose(cast)
        self.refresh()

    def _follow(self) -> None:
        if self._context.subject.id.startswith("cast/"):
            self._current = self._context.subject.id
            self.refresh()

    def _asked(self, cast: str, verb: str, value: str) -> None:
        context = self._context
        if verb == "hear":
            self._hear(value)
        elif verb == "look":
            slot = Slot(cast, "portrait")
            context.edit(commands.another_look(cast), lambda: context.make_slots([slot]))
        elif verb == "clone":
            self.cloning.ask(cast)
        elif verb == "unclone":
            context.edit(commands.automatic(Slot(cast, "reference")), lambda: self._again(cast))
        elif verb == "models":
            self._models_asked(cast)
        elif verb == "artist":
            slot = Slot(cast, "portrait")
            context.edit(commands.choose_artist(cast, value), lambda: context.make_slots([slot]))
        else:
            context.edit(commands.set_voice(cast, verb, value), lambda: self._again(cast))

    def _models_asked(self, cast: str) -> None:
        """The page of models, at the engine of this member that cannot work."""
        shown, choices = self._context.shown, self._context.choices
        if shown is not None:
            member, series = shown.document.member(cast), shown.document.series
            used = (speaker_of(series, member), artist_of(series, member))
            missing = next((id for id in used if choices.of(id).missing), used[0])
            self._context.models_asked.emit(missing)

    def _again(self, cast: str) -> None:
        """After a change of voice: speak one line in it, so that it can be heard."""
        shown = self._context.shown
        if shown is None:
            return
        card = next((c for c in cast_cards(shown) if c.id == cast), None)
        if card is not None and card.auditions:
            self._waiting = card.auditions[0].line
            self._context.make_slots([Slot(a.line, "speech") for a in card.auditions])

    def _hear(self, line: str) -> None:
        self._waiting = line
        shown = self._context.shown
        if shown is not None and shown.state(Slot(line, "speech")) not in ("fresh", "pinned"):
            self._context.make_slots([Slot(line, "speech")])
            self._context.say(t("This line is being spoken …"))
        self._play_waiting()

    def _play_waiting(self) -> None:
        shown = self._context.shown
        if not self._waiting or shown is None:
            return
        slot = Slot(self._waiting, "speech")
        if shown.state(slot) in ("fresh", "pinned"):
            self._waiting = ""
            self._context.hear_asked.emit(Path(shown.file(slot)))
