"""The first page: one paragraph in. Samples, this machine, recent seasons."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QLinearGradient, QPainter
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QWidget

from widgets.data import RecentProject, StartView
from widgets.paint import box, picture, put, state_glyph
from widgets.parts import Painted, Segments, button, clear, column, frame, label, row
from widgets.pictures import Pictures
from widgets.shell import Mark
from widgets.theme import colour
from widgets.words import language, t


class _Wall(Painted):
    """Three columns of what the studio makes, and its promise."""

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._pictures = pictures
        self._posters: tuple[str, ...] = ()
        self.setMinimumWidth(380)
        pictures.arrived.connect(self.update)

    def show_posters(self, posters: tuple[str, ...]) -> None:
        """Files of portrait pictures."""
        self._posters = posters
        self.update()

    def draw(self, painter: QPainter, w: float, h: float) -> None:
        """Posters that fade into the page."""
        painter.fillRect(QRectF(0, 0, w, h), colour("void"))
        wide = (w - 4 * 12) / 3
        tall = wide * 16 / 9
        at = 0
        for place in range(3):
            y = (-tall * 0.35, -tall * 0.62, -tall * 0.2)[place]
            while self._posters and y < h:
                file = self._posters[at % len(self._posters)]
                area = QRectF(12 + place * (wide + 12), y, wide, tall)
                picture(painter, self._pictures.get(file, 320), area, 10)
                y += tall + 12
                at += 1
        down = QLinearGradient(0, h * 0.4, 0, h)
        down.setColorAt(0, colour("void", 0.0))
        down.setColorAt(1, colour("void", 0.97))
        painter.fillRect(QRectF(0, 0, w, h), down)
        side = QLinearGradient(w * 0.55, 0, w, 0)
        side.setColorAt(0, colour("void", 0.0))
        side.setColorAt(1, colour("void", 1.0))
        painter.fillRect(QRectF(0, 0, w, h), side)
        put(painter, t("One paragraph in."), 40, h - 168, w - 60, 32, "hi", bold=True)
        put(painter, t("Twenty episodes out."), 40, h - 124, w - 60, 32, "hi", bold=True)
        text = t("Every word, voice, face and cut stays yours to change.")
        put(painter, text, 40, h - 70, w - 60, 15, "mid")


class _Recent(Painted):
    """One season that was open before."""

    chosen = Signal(str)

    def __init__(self, project: RecentProject, pictures: Pictures) -> None:
        super().__init__()
        self._project, self._pictures = project, pictures
        self.setFixedHeight(60)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(t("Open {title}", title=project.title))
        self.setToolTip(project.path)
        pictures.arrived.connect(self.update)

    def draw(self, painter: QPainter, w: float, h: float) -> None:
        """Cover, title, how far it is."""
        line = "accent_hi" if self.hasFocus() else ""
        box(painter, QRectF(0, 0, w, h), 6, "card2" if self.underMouse() else "card", line)
        cover = self._pictures.get(self._project.picture, 96)
        picture(painter, cover, QRectF(8, 8, 33, 44), 4)
        put(painter, self._project.title, 50, 11, w - 60, 13, "hi", bold=True)
        put(painter, self._project.detail, 50, 32, w - 60, 11, "mid")

    def mouseReleaseEvent(self, _event: object) -> None:  # noqa: N802 - Qt's name
        """Open it."""
        self.chosen.emit(self._project.path)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self._project.path)
        else:
            super().keyPressEvent(event)


class _Machine(Painted):
    """What this machine has."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[tuple[str, str, str], ...] = ()

    def show_rows(self, rows: tuple[tuple[str, str, str], ...]) -> None:
        """rows: (state, name, detail)."""
        self._rows = rows
        self.setFixedHeight(16 + 26 * len(rows) + 22)
        self.setAccessibleName(". ".join(f"{name}: {detail}" for _, name, detail in rows))
        self.update()

    def draw(self, painter: QPainter, w: float, h: float) -> None:
        """A row each."""
        box(painter, QRectF(0, 0, w, h), 6, "panel")
        put(painter, t("This machine"), 16, 9, 300, 12, "hi", bold=True)
        for at, (state, name, detail) in enumerate(self._rows):
            y = 34 + at * 26
            state_glyph(painter, state, 24, y + 9, 12)
            used = put(painter, name, 42, y, w - 60, 12)
            put(painter, detail, 42 + used + 10, y, w - used - 70, 12, "mid")


class StartPage(QWidget):
    """Emits what the lead wants to begin with."""

    write_asked = Signal(str)
    make_asked = Signal(str)
    read_asked = Signal(str)
    open_asked = Signal()
    recent_chosen = Signal(str)
    sample_asked = Signal()
    language_chosen = Signal(str)

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self.setObjectName("shell")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._pictures = pictures
        self._wall, self._machine = _Wall(pictures), _Machine()
        self.story = QPlainTextEdit()
        self.story.setProperty("kind", "story")
        self.story.setObjectName("start-premise")
        self.story.setAccessibleName(t("Premise"))
        self.story.setPlaceholderText(t("Who wants what, and who stands in the way?"))
        self.story.setFixedHeight(130)
        self.story.setTabChangesFocus(True)
        self._fault = label("", "failed", wrap=True, name="start-fault")
        self._samples, self._recent = QHBoxLayout(), QHBoxLayout()
        self._more = button(t("Open…"), self.open_asked.emit, kind="link", name="open")
        page = QHBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self._wall, 42)
        page.addWidget(self._form(), 58)

    def _form(self) -> QWidget:
        tongue = Segments([("en", "English"), ("zh-CN", "简体中文")])
        tongue.choose(language())
        tongue.chosen.connect(self.language_chosen)
        write = button(t("Write the season"), self._write, kind="big", icon="spark", name="write")
        make = button(t("Write and make everything"), self._make, name="make", icon="film")
        make.setMinimumHeight(40)
        read = button(t("See what is understood first"), self._read, kind="link", name="read")
        about = label(t("Scripts in seconds, a finished season in minutes. "
                        "Nothing leaves this computer."), "mid", wrap=True)  # fmt: skip
        self._starters = [write, make, read]
        self.story.textChanged.connect(self._tell_starters)
        self._tell_starters()
        go = row(write, make, read, None, spacing=12)
        inside = column(
            row(Mark(), label("Cliffhanger Studio", "lead"), None, tongue), None,
            label(t("What is your story?"), "display"),
            label(t("A sentence is enough. Say who wants what, and who stands in the way."), "mid"),
            self.story, self._fault, self._samples, 4, go, about, 12, self._machine, 8,
            row(label(t("Recent"), "strong"), None, self._more), self._recent, None,
            margins=(48, 32, 48, 24), spacing=10,
        )  # fmt: skip
        holder = QWidget()
        holder.setLayout(inside)
        holder.setMaximumWidth(780)
        holder.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        return frame(row(holder), "plain")

    def _tell_starters(self) -> None:
        for each in self._starters:
            each.setEnabled(bool(self.story.toPlainText().strip()))

    def show_view(self, view: StartView) -> None:
        """Samples, machine and recent seasons."""
        self._wall.show_posters(view.posters)
        self._machine.show_rows(view.machine)
        clear(self._samples)
        self._samples.addWidget(label(t("Try"), "low"))
        for name, premise in view.samples:
            each = button(name, kind="small")
            each.clicked.connect(lambda _=False, text=premise: self.story.setPlainText(text))
            self._samples.addWidget(each)
        self._samples.addStretch(1)
        clear(self._recent)
        for project in view.recent[:3]:
            card = _Recent(project, self._pictures)
            card.chosen.connect(self.recent_chosen)
            self._recent.addWidget(card, 1)
        sample = button(t("Open the sample season"), self.sample_asked.emit, icon="film",
                        name="sample")  # fmt: skip
        if not view.recent:
            self._recent.addWidget(sample)
            self._recent.addStretch(1)

    def show_fault(self, text: str) -> None:
        """Why it did not begin, and what helps."""
        self._fault.setText(text)
        self._fault.setVisible(bool(text))

    def _write(self) -> None:
        self.write_asked.emit(self.story.toPlainText())

    def _read(self) -> None:
        self.read_asked.emit(self.story.toPlainText())

    def _make(self) -> None:
        self.make_asked.emit(self.story.toPlainText())
