"""From a recording to a cast member's voice: nothing is taken before its consent is filled in."""

from __future__ import annotations

import getpass
import json
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from app.context import Context
from app.presenters.choices import Choices, speaker_of
from app.presenters.said import told
from engine.api import Engine
from engine.base.canon import file_digest
from engine.base.errors import StudioError, UserInputError
from engine.series.document import CastMember
from engine.series.takes import Slot
from engine.voice.consent import STATEMENTS
from engine.voice.reference import LONGEST_S, SHORTEST_S
from widgets import words
from widgets.cast import VoicePanel
from widgets.consent import ConsentDialog
from widgets.models_view import ConsentForm, ConsentView
from widgets.words import t


class Cloning:
    """Asks for a recording with its consent and brings it in."""

    def __init__(self, context: Context, panel: VoicePanel, then: Callable[[], None]) -> None:
        """then: called when a recording is in use."""
        self._context, self._panel, self._then = context, panel, then
        self.dialog: ConsentDialog | None = None

    def ask(self, cast: str) -> None:
        """The consent page, or what is needed before anybody can be cloned."""
        context, shown = self._context, self._context.shown
        if shown is None:
            return
        document, choices = shown.document, context.choices
        member = document.member(cast)
        engine = speaker_of(document.series, member)
        lacking = hindrance(choices, engine)
        if lacking:
            context.say(lacking, "stale")
            context.models_asked.emit(engine if choices.of(engine).clones else cloner(choices))
            return
        self.dialog = ConsentDialog(self._panel.window(), self._view(member, engine))
        self.dialog.given.connect(lambda form: self._bring(cast, form))
        self.dialog.destroyed.connect(self._gone)
        self.dialog.open()

    def _gone(self) -> None:
        self.dialog = None

    def _view(self, member: CastMember, engine: str) -> ConsentView:
        shown = self._context.shown
        assert shown is not None
        tongue = "zh" if words.language().startswith("zh") else "en"
        return ConsentView(
            member=member.name,
            engine=self._context.choices.title(engine),
            scope=shown.document.series.title,
            statement=STATEMENTS[tongue],
            recorded_by=self._context.settings.who or getpass.getuser(),
            limits=t("{engine} takes the voice from {low} to {high} seconds of speech of one "
                     "person, without music or noise.", low=round(SHORTEST_S),
                     engine=self._context.choices.title(engine), high=round(LONGEST_S)),
        )  # fmt: skip

    def _bring(self, cast: str, form: ConsentForm) -> None:
        """Check and import in a thread of its own; the page stays until it is in use."""
        session = self._context.session
        engine = session.engine
        if engine is None:
            return
        self._context.settings.who = form.recorded_by
        session.long(_import(engine, cast, form), lambda _: self._brought(form), self._failed)

    def _brought(self, form: ConsentForm) -> None:
        if self.dialog is not None:
            self.dialog.close()
        name = Path(form.file).name
        self._context.say(t("{name} is in use here now.", name=name))
        self._then()

    def _failed(self, fault: StudioError | None) -> None:
        if self.dialog is not None:
            self.dialog.show_fault(told(fault) if fault is not None else "")


def name_note(take: str) -> str:
    """The note that keeps how a recording's file was called."""
    return f"recording:{take}"


def hindrance(choices: Choices, engine: str) -> str:
    """Why this engine cannot clone anybody here and now, with what helps; "" when it can."""
    choice = choices.of(engine)
    if not choice.clones:
        able = ", ".join(e.title for e in choices.engines if e.clones)
        return t("{engine} cannot take a voice from a recording. These can: {able}.",
                 engine=choice.title, able=able)  # fmt: skip
    return choice.missing or choice.no_clone


def cloner(choices: Choices) -> str:
    """An engine that can clone: one that is ready, else the first."""
    able = [e for e in choices.engines if e.clones]
    ready = [e for e in able if not e.missing]
    return (ready or able)[0].id if able else ""


def _import(
    engine: Engine, cast: str, form: ConsentForm
) -> Callable[[threading.Event], tuple[Slot, ...]]:
    def act(_stop: threading.Event) -> tuple[Slot, ...]:
        slot, file = Slot(cast, "reference"), Path(form.file)
        facts = json.dumps({"consent": consent_record(form)}, ensure_ascii=False)
        stale = engine.pin_file(slot, file, facts)
        engine.set_note(name_note(dict(engine.document.pins).get(str(slot), "")), file.name)
        return stale

    return act


def consent_record(form: ConsentForm) -> dict[str, str]:
    """The fields of `engine.voice.consent.Consent`; reads the evidence for its hash.

    Raises:
        UserInputError: the evidence is not there.
    """
    evidence = ""
    if form.evidence:
        file = Path(form.evidence)
        if not file.is_file():
            raise UserInputError("no-file", f"{file} is not a file.", "Name the consent's file.")
        evidence = file_digest(file)
    return {
        "speaker": form.speaker,
        "relation": form.relation,
        "statement": form.statement,
        "given_at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "means": form.means,
        "scope": form.scope,
        "recorded_by": form.recorded_by,
        "evidence_sha256": evidence,
    }
