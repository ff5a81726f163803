"""The batch of several seasons: its list, whose turn it is, and who does the work.

The season that is open in the window is made and exported through the session; every other one by
a process of its own (`app.batch`), because a project belongs to one process at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from app.batch import Batch
from app.context import Context
from app.desks.exporting import Exporting
from app.presenters.profiles import is_ready, lacking
from app.presenters.shown import Shown, duration
from widgets.deliver_queue import QueueDialog
from widgets.deliver_view import QueueRow, QueueView
from widgets.words import t


@dataclass
class _Item:
    path: Path
    state: str = "waiting"
    text: str = ""
    share: int = -1

    @property
    def out(self) -> Path:
        """Where it is exported: beside the project, so that two of one title do not meet."""
        return self.path.parent / f"{self.path.name.removesuffix('.cliff')} export"


class Queueing(QObject):
    """Keeps the list over restarts; starts nothing by itself."""

    def __init__(self, context: Context, exporting: Exporting, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._exporting, self._parent = context, exporting, parent
        self._items = [
            _Item(Path(path), "fresh" if done else "waiting", t("Exported.") if done else "")
            for path, done in context.settings.queue
        ]
        self._now: _Item | None = None
        self._here = False  # the one whose turn it is, is the one in the window
        self._running = False
        self._batch = Batch(self)
        self._batch.told.connect(self._told)
        self._batch.ended.connect(self._ended)
        self._dialog: QueueDialog | None = None
        exporting.moved.connect(self.follow)
        context.session.opened.connect(lambda _: self._project_changed())

    def show(self) -> None:
        """Open the list."""
        if self._dialog is None:
            self._dialog = QueueDialog(self._parent)
            self._dialog.asked.connect(self._asked)
        self._show()
        self._dialog.show()
        self._dialog.activateWindow()

    def close(self) -> None:
        """At the end of the window; the list stays for the next time."""
        self._running = False
        self._batch.close()
        self._keep()
        if self._dialog is not None:
            self._dialog.close()

    def follow(self) -> None:
        """The season in the window moves on: is it made, and can it be exported?"""
        shown, item = self._context.shown, self._now
        if not self._here or item is None or shown is None:
            return
        if self._exporting.running:
            item.share, item.text = self._exporting.share, t("Exporting …")
            self._show()
            return
        unmade = _unmade(shown)
        if unmade and shown.failed:
            self._ended(False, t("{n} failed", n=len(shown.failed)) + ". "
                        + t("Open the season to see why."))  # fmt: skip
        elif unmade:
            item.share = shown.look.share
            left = shown.look.eta_s
            item.text = t("Making the season …") + (f" {duration(left)}" if left > 0 else "")
            self._show()
        else:
            item.text = t("Exporting …")
            self._exporting.export(item.out, False, self._ended)

    # -- the list ----------------------------------------------------------------------------------

    def _asked(self, verb: str, path: str) -> None:
        if verb == "start":
            self._start()
        elif verb == "stop":
            self._stop()
        elif verb == "add":
            self._add(path)
        elif verb == "folder":
            out = next(i.out for i in self._items if str(i.path) == path)
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(out)))
        else:
            self._move(verb, path)
        self._keep()
        self._show()

    def _add(self, path: str) -> None:
        if not path:
            path = QFileDialog.getExistingDirectory(
                self._dialog, t("Open a season (a folder that ends in .cliff)"),
                str(self._context.settings.projects),
            )  # fmt: skip
        found = Path(path).resolve() if path else None
        if found is None or any(item.path == found for item in self._items):
            return
        item = _Item(found)
        if not (found / "project.db").is_file():
            item.state, item.text = "failed", t("There is no season in this folder.")
        self._items.append(item)

    def _move(self, verb: str, path: str) -> None:
        at = next(i for i, item in enumerate(self._items) if str(item.path) == path)
        item = self._items[at]
        if item is self._now:
            return
        self._items.remove(item)
        if verb in ("up", "down"):
            self._items.insert(max(0, at + (1 if verb == "down" else -1)), item)

    def _keep(self) -> None:
        self._context.settings.queue = [(str(i.path), i.state == "fresh") for i in self._items]
        self._context.settings.save()

    # -- the turn ----------------------------------------------------------------------------------

    def _start(self) -> None:
        if all(item.state == "fresh" for item in self._items):
            for item in self._items:
                item.state = "waiting"  # all again: what is there is kept
        for item in self._items:
            if item.state == "failed" and (item.path / "project.db").is_file():
                item.state = "waiting"
        self._running = True
        self._advance()

    def _advance(self) -> None:
        self._now, self._here = None, False
        item = next((i for i in self._items if i.state == "waiting"), None)
        if item is None or not self._running:
            self._running = False
            self._keep()
            self._show()
            return
        self._now = item
        item.state, item.text, item.share = "rendering", t("Begins …"), -1
        self._show()
        if item.path == self._open_project():
            self._begin_here(item)
        else:
            self._batch.start(item.path, item.out)

    def _begin_here(self, item: _Item) -> None:
        shown = self._context.shown
        if self._exporting.running or shown is None:
            self._ended(False, t("Another export of this season is under way."))
            return
        self._here = True
        unmade = _unmade(shown)
        if unmade:
            self._context.make(unmade)
        self.follow()

    def _told(self, share: int, text: str) -> None:
        if self._now is not None:
            self._now.share, self._now.text = share, text
            self._show()

    def _ended(self, whole: bool, text: str) -> None:
        item = self._now
        if item is None:
            return
        item.state, item.text, item.share = "fresh" if whole else "failed", text, -1
        if not self._running:
            item.state = item.state if whole else "waiting"
        self._keep()
        self._advance()

    def _stop(self) -> None:
        self._running = False
        if self._batch.running:
            self._batch.stop()
        elif self._exporting.running:
            self._exporting.stop()
        else:
            self._context.stop()
            self._ended(False, t("Stopped; everything finished is kept."))

    def _project_changed(self) -> None:
        """The season whose turn it is went out of the window: it is begun anew, by a process."""
        item = self._now
        if item is None or self._batch.running:
            return
        item.state = "waiting"
        if self._running:
            self._advance()

    def _open_project(self) -> Path | None:
        engine = self._context.session.engine
        return engine.folder.resolve() if engine is not None else None

    def _show(self) -> None:
        if self._dialog is None:
            return
        recent = tuple(
            (str(path), path.name.removesuffix(".cliff")) for path in self._context.settings.recent
        )
        rows = tuple(
            QueueRow(str(i.path), i.path.name.removesuffix(".cliff"), i.state, i.text, i.share,
                     str(i.out))
            for i in self._items
        )  # fmt: skip
        current = self._open_project()
        self._dialog.show_view(
            QueueView(rows, self._running, str(current) if current else "", recent)
        )


def _unmade(shown: Shown) -> list[str]:
    """Ids of episodes that are not made; pictures without words are made by the export itself."""
    later = {slot.owner for slot in lacking(shown)}
    return [
        e.id for e in shown.document.episodes if e.id not in later and not is_ready(shown, e.id)
    ]
