"""An export under way: a bar, what is written now, and a strip of episodes for each profile."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QProgressBar, QWidget

from widgets.deliver_view import RunRow, RunView
from widgets.paint import box, put, state_glyph, width
from widgets.parts import Painted, button, column, label, row
from widgets.words import t

_TALL, _NAME = 22, 104


class RunStrip(Painted):
    """A row a profile, a cell an episode: waiting, being written, done, or kept out."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[RunRow, ...] = ()

    def show_rows(self, rows: tuple[RunRow, ...]) -> None:
        """Show how far every profile is."""
        if rows != self._rows:
            self._rows = rows
            self.setFixedHeight(_TALL * len(rows))
            done = [f"{r.name}: {sum(s == 'fresh' for s in r.states)} / {len(r.states)}"
                    for r in rows]  # fmt: skip
            self.setAccessibleName(", ".join(done))
            self.setToolTip("\n".join(done))
            self.update()

    def draw(self, painter: QPainter, w: float, h: float) -> None:
        """Names, cells, counts."""
        for at, each in enumerate(self._rows):
            y = at * _TALL
            put(painter, each.name, 0, y + 2, _NAME - 8, 11, "mid")
            done = sum(state == "fresh" for state in each.states)
            count = f"{done}/{len(each.states)}"
            end = w - width(count, 11) - 8
            step = min(20.0, (end - _NAME) / max(1, len(each.states)))
            for number, state in enumerate(each.states):
                self._cell(painter, QRectF(_NAME + number * step, y + 4, step - 2, 12), state)
            put(painter, count, end + 8, y + 2, w - end - 8, 11, "mid")

    @staticmethod
    def _cell(painter: QPainter, area: QRectF, state: str) -> None:
        if state == "waiting":
            box(painter, area, 2, "card3")
        elif state == "fresh":
            box(painter, area, 2, "fresh")
        elif area.width() >= 9:
            state_glyph(painter, state, area.center().x(), area.center().y(), 11)
        else:
            box(painter, area.adjusted(0, -2, 0, 2), 1, state)


class RunPanel(QWidget):
    """Visible while an export runs. Emits `stop_asked`."""

    stop_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._text = label("", "strong", wrap=True, name="export-running")
        self._bar, self.strip = QProgressBar(), RunStrip()
        self._bar.setTextVisible(False)
        tip = t("Stop; everything finished is kept")
        self.stop = button(
            t("Stop"), self.stop_asked.emit, kind="small", icon="x", name="export-stop", tip=tip
        )
        head = row(spacing=8)
        head.addWidget(self._text, 1)
        head.addWidget(self.stop)
        inside = column(spacing=8)
        inside.addLayout(head)
        inside.addWidget(self._bar)
        inside.addWidget(self.strip)
        self.setLayout(inside)
        self.hide()

    def show_view(self, view: RunView) -> None:
        """How far it is."""
        self.setVisible(view.running)
        self._text.setText(view.text)
        self._bar.setRange(0, 0 if view.share < 0 else 1000)
        self._bar.setValue(max(0, view.share))
        self._bar.setAccessibleName(t("{n} % done", n=max(0, view.share) // 10))
        self.strip.setVisible(bool(view.rows))
        self.strip.show_rows(view.rows)
