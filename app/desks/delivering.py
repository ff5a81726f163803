"""Jobs, the gate, the choice of profiles and labels; exports are run by `app.desks.exporting`."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from app.context import Context
from app.desks.exporting import Exporting
from app.desks.queueing import Queueing
from app.presenters.deliver import deliver, masters
from app.presenters.jobs import jobs
from app.presenters.profiles import Measures, with_label, with_profile
from app.presenters.season import season
from app.presenters.standins import of_season
from engine.delivery.ledger import MANIFEST
from engine.delivery.names import slug
from engine.edits.fields import set_field
from engine.series.takes import Slot
from widgets.deliver import ExportPanel
from widgets.deliver_board import DeliverBoard
from widgets.jobs import JobsPanel
from widgets.shell import StatusStrip
from widgets.words import t


class DeliveryDesk(QObject):
    """Shows what runs and what stands in the way; takes the lead's choices for the export."""

    def __init__(
        self, context: Context, board: DeliverBoard, panel: ExportPanel, queue: JobsPanel,
        strip: StatusStrip,
    ) -> None:  # fmt: skip
        super().__init__()
        self._context, self._board, self._panel = context, board, panel
        self._queue, self._strip = queue, strip
        self._measures = Measures()
        self._measured: tuple[object, ...] = ()
        self.exporting = Exporting(context, board, panel)
        self.queueing = Queueing(context, self.exporting, panel)
        self._connect()

    def _connect(self) -> None:
        context, board, panel = self._context, self._board, self._panel
        board.asked.connect(self._asked)
        board.toggled.connect(self._toggled)
        board.page_changed.connect(self.refresh)
        panel.export_asked.connect(self.export)
        panel.folder_asked.connect(self._choose_folder)
        panel.open_asked.connect(lambda path: QDesktopServices.openUrl(QUrl.fromLocalFile(path)))
        panel.queue_asked.connect(self.queueing.show)
        panel.labels.switched.connect(self._switched)
        panel.labels.typed.connect(self._typed)
        self.exporting.ended.connect(self._ended)
        self._queue.asked.connect(self._job_asked)
        self._strip.stop_asked.connect(context.stop)
        context.looked.connect(self.refresh)

    def _ended(self) -> None:
        self._measured = ()  # files came
        self.refresh()

    def close(self) -> None:
        """At the end of the window."""
        self.queueing.close()

    def refresh(self) -> None:
        """Show jobs always, the export when it is seen."""
        context, shown = self._context, self._context.shown
        if shown is None:
            return
        context.settle()
        asked = {slot.owner for slot in context.also if slot.role == "clean"}
        view = jobs(shown, frozenset(context.wanted) | asked)
        self._strip.show_jobs(view)
        if self._queue.isVisible():
            self._queue.show_view(view)
        self.exporting.follow()
        self.queueing.follow()
        if self._board.isVisible() or self._panel.isVisible():
            self._measure()
            found = deliver(shown, context.cards, self.folder(), self._measures)
            self._board.show_view(found)
            self._panel.show_view(found)
            if self._board.page == "season":
                self._board.season.show_view(season(shown, context.cards))

    def _measure(self) -> None:
        """Look at files beside the window: a slow disk shall not hold it up."""
        shown = self._context.shown
        if shown is None:
            return
        files, frames = masters(shown)
        named = self._panel.folder.text().strip()
        folder = Path(named).expanduser() if named else self.folder()
        if (files, folder) == self._measured:
            return
        self._measured = (files, folder)

        def act() -> Measures:
            size = sum(_size(Path(file)) for file in files)
            there = any(p.is_file() for p in (folder / MANIFEST, *folder.glob(f"*/{MANIFEST}")))
            return Measures(size, frames, _free(folder), there)

        def told(found: Measures) -> None:
            if found != self._measures:
                self._measures = found
                self.refresh()

        self._context.session.read(act, told)

    def folder(self) -> Path:
        """Where an export goes unless the lead says otherwise."""
        engine = self._context.session.engine
        shown = self._context.shown
        name = slug(shown.document.series.title) if shown is not None else "season"
        place = engine.folder.parent if engine is not None else Path.home()
        return place / f"{name} export"

    def export(self, folder: str, force: bool) -> None:
        """Write the finished episodes."""
        out = Path(folder).expanduser() if folder.strip() else self.folder()
        self.exporting.export(out, force)

    # -- choices -----------------------------------------------------------------------------------

    def _toggled(self, id: str, on: bool) -> None:
        self._context.edit(
            lambda d: set_field(d, "series", "profile", with_profile(d.series, id, on)),
            self.refresh,
        )

    def _switched(self, id: str, on: bool) -> None:
        self._context.edit(
            lambda d: set_field(d, "series", "labels_off", with_label(d.series, id, on))
        )

    def _typed(self, field: str, text: str) -> None:
        self._context.edit(lambda d: set_field(d, "series", field, text))

    def _choose_folder(self) -> None:
        found = QFileDialog.getExistingDirectory(
            self._panel, t("Folder for the export"), str(self.folder().parent)
        )
        if found:
            self._panel.folder.setText(found)
            self._panel.folder.setModified(True)

    def _asked(self, verb: str, id: str) -> None:
        context = self._context
        if verb == "open":
            context.choose_episode(id)
            context.workspace_asked.emit("cut")
        elif id == "models":
            context.models_asked.emit(of_season(context.shown)[1] if context.shown else "")
        elif id == "missing":
            context.make([c.id for c in context.cards if c.state in ("stale", "waiting")])
        elif ":" in id:
            context.make_slots([Slot.parse(id)])
        elif any(c.id == id and not c.faults for c in context.cards):
            context.make([id])
        else:
            context.choose(id)
            context.workspace_asked.emit("write")
            context.line_asked.emit(id)

    def _job_asked(self, verb: str, id: str) -> None:
        if verb == "stop":
            self._context.stop()
        elif verb == "retry-all":
            self._context.aim(retry=True)
        elif verb == "retry":
            self._context.make_slots([Slot.parse(id)])


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _free(folder: Path) -> int:
    place = folder
    while not place.exists() and place != place.parent:
        place = place.parent
    return shutil.disk_usage(place).free
