"""Jobs, the gate and the export."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from app.context import Context
from app.presenters.deliver import deliver
from app.presenters.jobs import jobs
from app.presenters.standins import of_season
from engine.api import Engine
from engine.delivery.names import slug
from engine.series.takes import Slot
from widgets.deliver import ExportPanel, GatePanel
from widgets.jobs import JobsPanel
from widgets.shell import StatusStrip
from widgets.words import t


class DeliveryDesk(QObject):
    """Shows what runs and what stands in the way; writes the finished season."""

    def __init__(
        self, context: Context, gate: GatePanel, panel: ExportPanel, queue: JobsPanel,
        strip: StatusStrip,
    ) -> None:  # fmt: skip
        super().__init__()
        self._context, self._gate, self._panel = context, gate, panel
        self._queue, self._strip = queue, strip
        gate.asked.connect(self._asked)
        panel.export_asked.connect(self.export)
        panel.folder_asked.connect(self._choose_folder)
        panel.open_asked.connect(lambda path: QDesktopServices.openUrl(QUrl.fromLocalFile(path)))
        queue.asked.connect(self._job_asked)
        strip.stop_asked.connect(context.stop)
        context.looked.connect(self.refresh)

    def refresh(self) -> None:
        """Show jobs always, the gate when it is seen."""
        context, shown = self._context, self._context.shown
        if shown is None:
            return
        context.settle()
        view = jobs(shown, frozenset(context.wanted))
        self._strip.show_jobs(view)
        if self._queue.isVisible():
            self._queue.show_view(view)
        if self._gate.isVisible() or self._panel.isVisible():
            found = deliver(shown, context.cards, self.folder())
            self._gate.show_view(found)
            self._panel.show_view(found)

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
        self._panel.say(t("Writing …"))

        def act(engine: Engine) -> tuple[int, Path]:
            count = len(engine.finished().episodes)
            done = engine.export(out, force=force)
            return count - len({r.number for r in done.refused}), out

        def done(found: tuple[int, Path]) -> None:
            left = len(self._context.cards) - found[0]
            text = t("Written: {n} episodes, left out: {left}. {folder}", n=found[0], left=left,
                     folder=str(found[1]))  # fmt: skip
            self._panel.say(text, "fresh", done=True)

        self._context.session.ask(act, done, lambda text: self._panel.say(text, "failed"))

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
