"""What an export came upon: the gate's findings with their frames, and what a check found."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from widgets.deliver_view import FileProblem, GateFinding, ResultView
from widgets.line_row import StateMark
from widgets.paint import picture
from widgets.parts import Painted, button, clear, column, label, row, set_tone
from widgets.words import t


class Still(Painted):
    """A frame from bytes; an empty place without any."""

    def __init__(self, still: bytes, wide: int = 72, tall: int = 128) -> None:
        super().__init__()
        self.setFixedSize(wide, tall)
        image = QImage.fromData(still)  # a small JPEG: the gate scales it before it keeps it
        if image.width() > 3 * wide:
            image = image.scaledToWidth(3 * wide, Qt.TransformationMode.SmoothTransformation)
        self._image = QPixmap.fromImage(image) if not image.isNull() else None

    def draw(self, painter: QPainter, w: float, h: float) -> None:
        """The frame."""
        picture(painter, self._image, QRectF(0, 0, w, h), 4, centre=0.5)


class FoundCard(QFrame):
    """One finding of the gate."""

    open_asked = Signal(str, int)
    release_asked = Signal(int)

    def __init__(self, found: GateFinding) -> None:
        super().__init__()
        self.setObjectName("fault" if found.stops else "warning")
        self.setAccessibleName(f"{found.where}: {found.text}")
        mark = StateMark(13)
        mark.show_state("failed" if found.stops else "stale")
        effect = t("Kept out of the export") if found.stops else t("Said, and exported")
        body = column(
            row(mark, label(found.where, "mid"), None,
                label(effect, "failed" if found.stops else "stale"), spacing=6),
            label(found.text, "strong", wrap=True), label(found.remedy, wrap=True),
            label(found.figures, "low", wrap=True), spacing=3,
        )  # fmt: skip
        acts = row(
            button(t("Open it"), lambda: self.open_asked.emit(found.episode, found.at_ms),
                   kind="small", name=f"found-open-{found.number}"), None, spacing=6,
        )  # fmt: skip
        if found.stops:
            acts.insertWidget(1, button(
                t("Release it all the same…"), lambda: self.release_asked.emit(found.number),
                kind="small", name=f"found-release-{found.number}",
            ))  # fmt: skip
        body.addStretch(1)
        body.addLayout(acts)
        inside = row(margins=(10, 8, 12, 8), spacing=12)
        if found.still:
            inside.addWidget(Still(found.still), 0, Qt.AlignmentFlag.AlignTop)
        inside.addLayout(body, 1)
        self.setLayout(inside)


class ProblemCard(QFrame):
    """A written file that is not as it should be."""

    def __init__(self, problem: FileProblem) -> None:
        super().__init__()
        self.setObjectName("fault")
        mark = StateMark(13)
        mark.show_state("failed")
        self.setLayout(
            column(
                row(mark, label(problem.file, "mid"), None, spacing=6),
                label(problem.text, "strong", wrap=True),
                label(problem.remedy, wrap=True),
                margins=(12, 8, 12, 8),
                spacing=3,
            )
        )


class FoundList(QWidget):
    """All of it, below its own heading; hidden while there is nothing to tell.

    Emits `open_asked(episode, at_ms)` and `release_asked(number)`.
    """

    open_asked = Signal(str, int)
    release_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._head, self._verdict = label("", "strong"), label("", "fresh", wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        inside = column(self._head, self._verdict, spacing=8)
        inside.addLayout(self._list)
        self.setLayout(inside)
        self._shown = ResultView()
        self.hide()

    def show_result(self, view: ResultView) -> None:
        """Show what came of the last export."""
        if view == self._shown:
            return
        self._shown = view
        clear(self._list)
        self._head.setText(t("What the gate found in the files") if view.found
                           else t("The written files"))  # fmt: skip
        self._verdict.setText(view.verdict)
        self._verdict.setVisible(bool(view.verdict))
        set_tone(self._verdict, view.verdict_tone)
        for found in view.found:
            card = FoundCard(found)
            card.open_asked.connect(self.open_asked)
            card.release_asked.connect(self.release_asked)
            self._list.addWidget(card)
        for text in view.failed:
            self._list.addWidget(ProblemCard(FileProblem(t("Not written"), text, "")))
        for problem in view.problems:
            self._list.addWidget(ProblemCard(problem))
        self.setVisible(view.worth_a_look or bool(view.verdict))
