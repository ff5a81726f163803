"""The inspector: takes, reasons, fields, and files from outside."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QInputDialog

from app import commands
from app.context import Context
from app.presenters.inspector import file_of, inspector, slots_of
from engine.series.takes import Slot, Take
from engine.work.events import Look
from widgets.inspector import InspectorPanel
from widgets.words import t

SETTLE_MS = 600
"""Programs write a file in several steps: it is taken when it was left alone that long."""
_SUFFIX = {
    "image/png": ".png", "image/jpeg": ".jpg", "image/openraster": ".ora", "audio/wav": ".wav",
    "audio/mp4": ".m4a", "video/mp4": ".mp4", "application/json": ".json",
}  # fmt: skip
_FILTERS = {
    "speech": "*.wav *.mp3 *.m4a *.flac *.ogg", "music": "*.wav *.mp3 *.m4a *.flac *.ogg",
    "mix": "*.wav *.mp3 *.m4a *.flac", "portrait": "*.png *.jpg *.jpeg *.webp",
    "plate": "*.png *.jpg *.jpeg *.webp *.ora", "cover": "*.png *.jpg *.jpeg *.webp",
    "segment": "*.mp4 *.mov *.mkv", "master": "*.mp4 *.mov *.mkv",
}  # fmt: skip


class InspectingDesk(QObject):
    """Shows the subject and does what is asked of its slots."""

    def __init__(self, context: Context, panel: InspectorPanel) -> None:
        super().__init__()
        self._context, self._panel = context, panel
        self._why: tuple[str, ...] = ()
        self._why_for: tuple[str, Look | None] = ("", None)
        self._marks: dict[str, str] = {}
        self._flip = "a"
        self._watched: dict[str, Slot] = {}
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._file_changed)
        self._changed: set[str] = set()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._take_changed)
        panel.asked.connect(self._asked)
        context.looked.connect(self.refresh)
        context.subject_changed.connect(self._subject_changed)

    # -- showing ----------------------------------------------------------------------------------

    def _subject_changed(self) -> None:
        self._why, self._why_for = (), ("", None)
        self._marks.clear()
        self._panel.takes.marks.clear()
        self.refresh()

    def refresh(self) -> None:
        """Show the subject; reasons are asked for and shown when they are there."""
        shown = self._context.shown
        if shown is None or not self._panel.isVisible():
            return
        view = inspector(shown, self._context.subject, self._why)
        self._panel.show_view(view)
        if view.slot and view.state in ("stale", "failed", "waiting"):
            self._explain(view.slot, shown.look)

    def _explain(self, slot: str, look: Look) -> None:
        if self._why_for == (slot, look):
            return
        self._why_for = (slot, look)

        def done(rows: tuple[str, ...]) -> None:
            if self._why_for[0] == slot and rows != self._why:
                self._why = rows
                self.refresh()

        self._context.session.ask(lambda engine: engine.explain(Slot.parse(slot)), done)

    @property
    def slot(self) -> Slot | None:
        """The slot that is looked at."""
        shown, subject = self._context.shown, self._context.subject
        if shown is None:
            return None
        slots = [s for s, _ in slots_of(shown, subject.id)]
        return next((s for s in slots if str(s) == subject.slot), slots[0] if slots else None)

    # -- intents ----------------------------------------------------------------------------------

    def _asked(self, verb: str, value: str) -> None:
        context, slot = self._context, self.slot
        if verb == "slot":
            context.choose(context.subject.id, value)
        elif verb in ("set", "reset"):
            address, field, *rest = value.split("|", 2)
            context.edit(commands.set_property(address, field, rest[0] if rest else ""))
        elif verb == "lock":
            self._lock()
        elif verb == "models":
            context.models_asked.emit("")
        elif slot is not None:
            self._of_slot(verb, value, slot)

    def _of_slot(self, verb: str, value: str, slot: Slot) -> None:
        context = self._context
        if verb == "pin":
            context.edit(commands.use_take(slot, value))
        elif verb == "unpin":
            context.edit(commands.automatic(slot))
        elif verb == "take":
            context.edit(commands.retake([slot]), lambda: context.make_slots([slot]))
        elif verb == "take-note":
            self._take_with_note(slot)
        elif verb == "update":
            context.make_slots([slot])
        elif verb == "import":
            self.import_file(slot, value)
        elif verb == "copy":
            self._copy(slot)
        elif verb in ("a", "b"):
            self._mark(verb, value)
        elif verb == "compare":
            self.compare()
        elif (take := self._take(slot, value)) is not None:
            self._of_take(verb, take)

    def _of_take(self, verb: str, take: Take) -> None:
        if verb == "look":
            self._look(take)
        elif verb == "edit":
            self.edit_outside(take)
        elif verb == "save":
            self._save(take)

    def _take(self, slot: Slot, id: str) -> Take | None:
        engine = self._context.session.engine
        takes = engine.made(slot) if engine is not None else ()
        return next((x for x in takes if x.id == id), takes[-1] if takes and not id else None)

    def _path(self, take: Take) -> Path:
        engine = self._context.session.engine
        assert engine is not None
        return engine.path(take.blob)

    def _look(self, take: Take) -> None:
        """Let a take be heard, or seen in the place of the preview."""
        if take.mime == "audio/wav":
            self._context.hear_asked.emit(self._path(take))
            return
        engine = self._context.session.engine
        still = dict(take.parts).get("still", take.blob if take.mime.startswith("image/") else "")
        if still and engine is not None:
            letter = self._panel.takes.marks.get(take.id, "")
            self._context.picture_asked.emit(str(engine.path(still)), letter)

    def _lock(self) -> None:
        shown, head = self._context.shown, self._context.subject.id.partition("/")[0]
        episode = (
            next((e for e in shown.document.episodes if e.id == head), None) if shown else None
        )
        if episode is not None:
            self._context.edit(commands.lock([episode.id], not episode.locked))

    def _take_with_note(self, slot: Slot) -> None:
        text, ok = QInputDialog.getText(
            self._panel, t("New take"), t("What should be different? (kept with the take)")
        )
        if ok:
            engine = self._context.session.engine
            if engine is not None and text:
                self._context.session.ask(lambda e: e.set_note(f"take:{slot}", text))
            self._of_slot("take", "", slot)

    # -- comparing --------------------------------------------------------------------------------

    def _mark(self, letter: str, take: str) -> None:
        self._marks = {k: v for k, v in self._marks.items() if v != take and k != letter}
        self._marks[letter] = take
        self._show_marks()

    def _show_marks(self) -> None:
        marks = self._panel.takes.marks
        marks.clear()
        marks.update({take: letter.upper() for letter, take in self._marks.items()})
        self._panel.takes.viewport().update()

    def compare(self) -> None:
        """Flip between A and B: what is heard or, for pictures, used in the preview."""
        slot = self.slot
        engine = self._context.session.engine
        if slot is None or engine is None:
            return
        takes = engine.made(slot)
        if len(takes) < 2:
            return
        self._marks.setdefault("a", takes[-2].id)
        self._marks.setdefault("b", takes[-1].id)
        self._flip = "b" if self._flip == "a" else "a"
        self._show_marks()
        chosen = next((x for x in takes if x.id == self._marks[self._flip]), None)
        if chosen is not None:
            self._context.say(t("{letter} of A and B", letter=self._flip.upper()))
            self._look(chosen)
            ids = [x.id for x in takes]
            model = self._panel.takes.model()
            self._panel.takes.setCurrentIndex(model.index(ids.index(chosen.id), 0))

    # -- files ------------------------------------------------------------------------------------

    def import_file(self, slot: Slot, path: str = "") -> None:
        """Bring a file in as a human take and use it."""
        if not path:
            kinds = _FILTERS.get(slot.role, "*")
            path, _ = QFileDialog.getOpenFileName(
                self._panel, t("Import a file"), "", f"{t('Files')} ({kinds});;* (*)"
            )
        file = file_of(path)
        if file is None:
            return
        self._context.say(t("Importing {name} …", name=file.name))
        self._context.session.ask(
            lambda engine: engine.pin_file(slot, file),
            lambda _: self._context.say(t("{name} is in use here now.", name=file.name)),
        )

    def edit_outside(self, take: Take) -> None:
        """Open a copy in the program that the desktop uses; what is saved becomes a take."""
        engine = self._context.session.engine
        if engine is None:
            return
        folder = engine.folder / "cache" / "edit"
        folder.mkdir(parents=True, exist_ok=True)
        copy = folder / f"{take.slot.owner.replace('/', '-')}-{take.id}{_suffix(take)}"
        shutil.copyfile(self._path(take), copy)
        self._watched[str(copy)] = take.slot
        self._watcher.addPath(str(copy))
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy)))
        self._context.say(t("Save in the other program: the result is used here. {file}",
                            file=str(copy)))  # fmt: skip

    def _file_changed(self, path: str) -> None:
        self._changed.add(path)
        self._settle.start()

    def _take_changed(self) -> None:
        for path in self._changed:
            if Path(path).is_file():
                self._watcher.addPath(path)  # programs that save anew remove the watch
                self.import_file(self._watched[path], path)
        self._changed.clear()

    def _save(self, take: Take) -> None:
        path, _ = QFileDialog.getSaveFileName(self._panel, t("Save as a file…"), _suffix(take))
        if path:
            shutil.copyfile(self._path(take), path)
            self._context.say(t("Saved: {file}", file=path))

    def _copy(self, slot: Slot) -> None:
        shown = self._context.shown
        take = shown.best(slot) if shown is not None else None
        QGuiApplication.clipboard().setText(take.recipe if take is not None else "")
        self._context.say(t("The recipe is on the clipboard."))


def _suffix(take: Take) -> str:
    return _SUFFIX.get(take.mime, "")
