"""Jobs: what runs, what waits, what failed and what helps."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from widgets.data import JobRow, JobsView
from widgets.paint import box, put, state_glyph
from widgets.parts import Painted, button, column, label, row, scrolled
from widgets.words import t


class _Row(QWidget):
    """One job."""

    asked = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._line = _Line()
        self._act = button("", self._ask, kind="small")
        self.setFixedHeight(32)
        inside = row(margins=(12, 0, 12, 0))
        inside.addWidget(self._line, 1)
        inside.addWidget(self._act)
        self.setLayout(inside)
        self._job = JobRow("", "waiting", "")

    def show_job(self, job: JobRow) -> None:
        """Show this job."""
        self._job = job
        self._line.show_job(job)
        self.setAccessibleName(f"{t(job.state)}: {job.text}. {job.detail}")
        self._act.setVisible(bool(job.remedy))
        self._act.setText(job.remedy)

    def _ask(self) -> None:
        self.asked.emit("open" if self._job.state != "failed" else "retry", self._job.id)


class _Line(Painted):
    def __init__(self) -> None:
        super().__init__()
        self._job = JobRow("", "waiting", "")

    def show_job(self, job: JobRow) -> None:
        """Show this job."""
        if job != self._job:
            self._job = job
            self.setToolTip(job.detail)
            self.update()

    def draw(self, painter: QPainter, w: float, h: float) -> None:
        """Glyph, words, bar, detail."""
        job = self._job
        state_glyph(painter, job.state, 8, h / 2, 13)
        middle = min(w * 0.5, 430)
        tone = "failed" if job.state == "failed" else "hi"
        put(painter, job.text, 24, h / 2 - 9, middle - 32, 12, tone)
        if job.share >= 0:
            box(painter, QRectF(middle, h / 2 - 2.5, w * 0.22, 5), 2.5, "card3")
            share = max(5.0, w * 0.22 * job.share / 1000)
            box(painter, QRectF(middle, h / 2 - 2.5, share, 5), 2.5, "rendering")
            middle += w * 0.22 + 14
        put(painter, job.detail, middle, h / 2 - 9, w - middle, 12, "mid")


class JobsPanel(QWidget):
    """Emits `asked(verb, id)`: stop, retry (id), retry-all, open (id)."""

    asked = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[_Row] = []
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 4, 0, 4)
        self._list.setSpacing(0)
        self._empty = label(t("Nothing is being made. What you make will show here, with the "
                              "time left."), "mid", wrap=True)  # fmt: skip
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stop = button(t("Stop"), lambda: self.asked.emit("stop", ""), kind="small", icon="x",
                           name="jobs-stop")  # fmt: skip
        self.retry = button(t("Try failed ones again"), lambda: self.asked.emit("retry-all", ""),
                            kind="small", icon="refresh", name="jobs-retry")  # fmt: skip
        body = QWidget()
        inside = column(spacing=0)
        inside.addLayout(self._list)
        inside.addStretch(1)
        body.setLayout(inside)
        self._scroll = scrolled(body)
        self.setLayout(column(self._empty, self._scroll, spacing=0))

    def show_view(self, view: JobsView) -> None:
        """Show all jobs; rows are reused."""
        self._empty.setVisible(not view.rows)
        self._scroll.setVisible(bool(view.rows))
        self.stop.setVisible(view.running)
        self.retry.setVisible(view.failed > 0)
        while len(self._rows) < len(view.rows):
            each = _Row()
            each.asked.connect(self.asked)
            self._rows.append(each)
            self._list.addWidget(each)
        for at, each in enumerate(self._rows):
            each.setVisible(at < len(view.rows))
            if at < len(view.rows):
                each.show_job(view.rows[at])
