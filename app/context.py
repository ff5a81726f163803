"""What the desks share: the session, the last look, what is chosen, what is asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.commands import Build
from app.presenters.choices import Choices
from app.presenters.inspector import Subject, document_episode
from app.presenters.shown import Shown
from app.session import Session
from app.settings import Settings
from engine.series.document import Episode
from engine.series.takes import Slot
from engine.work.demand import Demand, stage_demand, whole_episode
from engine.writer.types import SeasonDraft
from widgets.data import EpisodeCard
from widgets.pictures import Pictures


class Context(QObject):
    """One truth for selection and demand. Signals say what a desk must show anew."""

    looked = Signal()  # the engine showed something new
    subject_changed = Signal()
    cards_changed = Signal()  # counted anew while the lead types
    episode_changed = Signal()
    said = Signal(str, str)  # text, tone
    choices_changed = Signal()  # engines came, went, or cost otherwise
    models_asked = Signal(str)  # the page of models, with this engine looked at
    workspace_asked = Signal(str)
    line_asked = Signal(str)  # put the cursor into this line
    time_asked = Signal(int)  # put the playhead to this time of the chosen episode, ms
    hear_asked = Signal(Path)
    picture_asked = Signal(str, str)  # picture file and the letter of the comparison

    def __init__(self, session: Session, settings: Settings, pictures: Pictures) -> None:
        super().__init__()
        self.session, self.settings, self.pictures = session, settings, pictures
        self.shown: Shown | None = None
        self.choices = Choices()  # engines of this machine
        self.cards: list[EpisodeCard] = []
        self.episode_id = ""
        self.subject = Subject()
        self.wanted: tuple[str, ...] = ()  # episodes that shall be made, in this order
        self.also: tuple[Slot, ...] = ()  # single slots that shall be made first
        self.proposal: SeasonDraft | None = None
        self.proposal_record = ""  # how it was written
        self.kept_lines: set[str] = set()  # proposals that the lead declined

    @property
    def episode(self) -> Episode | None:
        """The chosen episode."""
        if self.shown is None:
            return None
        return document_episode(self.shown.document, self.episode_id)

    def say(self, text: str, tone: str = "mid") -> None:
        """News in the status strip."""
        self.said.emit(text, tone)

    def edit(self, build: Build, then: Callable[[], None] | None = None) -> None:
        """Commit an edit in its turn."""
        self.session.edit(build, then)

    # -- selection --------------------------------------------------------------------------------

    def choose_episode(self, id: str) -> None:
        """Work on this episode; what it shows is made first."""
        if id and id != self.episode_id:
            self.episode_id = id
            self.aim()
            self.episode_changed.emit()
        if id and self.subject.id.partition("/")[0] != id:
            self.choose(id)

    def choose(self, id: str, slot: str = "") -> None:
        """Make this the subject: every dock marks it."""
        if (id, slot) == (self.subject.id, self.subject.slot):
            return
        self.subject = Subject(id, slot)
        head = id.partition("/")[0]
        if head.startswith("ep") and head != self.episode_id:
            self.episode_id = head
            self.aim()
            self.episode_changed.emit()
        self.subject_changed.emit()

    # -- demand -----------------------------------------------------------------------------------

    def make(self, episodes: Collection[str]) -> None:
        """Make these episodes whole, after what is on screen; failed things are tried again."""
        self.wanted = tuple(dict.fromkeys((*self.wanted, *episodes)))
        self.aim(retry=True)

    def make_slots(self, slots: Collection[Slot]) -> None:
        """Make these and what they need, before anything else."""
        self.also = tuple(dict.fromkeys((*slots, *self.also)))
        self.aim(retry=True)

    def stop(self) -> None:
        """Nothing is wanted any more; everything finished is kept."""
        self.wanted, self.also = (), ()
        self.session.ask(lambda engine: engine.stop())
        self.aim()

    def settle(self) -> None:
        """Forget what was asked for and is there: a later edit shall not start it again."""
        if self.shown is None:
            return
        done = {c.id for c in self.cards if c.state in ("fresh", "pinned", "failed")}
        wanted = tuple(id for id in self.wanted if id not in done)
        ready = ("fresh", "pinned", "failed")
        also = tuple(slot for slot in self.also if self.shown.state(slot) not in ready)
        if (wanted, also) != (self.wanted, self.also):
            self.wanted, self.also = wanted, also
            self.aim()

    def aim(self, retry: bool = False) -> None:
        """Tell the engine what is wanted: what is on screen, then what was asked for."""
        if self.shown is None:
            return
        document = self.shown.document
        stage = stage_demand(document, self.episode_id)
        first = [self.episode_id] if self.episode_id in self.wanted else []
        order = dict.fromkeys((*first, *self.wanted))
        episodes = tuple(whole_episode(document.series, e) for e in order)
        tiers = (*stage.tiers, self.also, *episodes) if self.also else (*stage.tiers, *episodes)
        self.session.aim(Demand(tiers), retry)
