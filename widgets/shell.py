"""The window's shell: top bar, docks in workspaces, status strip. Knows no panel's content."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QPainter, QPolygonF
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from widgets import icons
from widgets.data import JobsView, StatusView
from widgets.paint import box, put, state_glyph, width
from widgets.parts import Painted, Segments, button, column, label, row, set_tone, tool
from widgets.theme import DOCK_HEAD, STATUS_BAR, TOP_BAR, colour
from widgets.words import t

STATE_VERSION = 3
NEWS_MS = 8000
"""How long news stand in the strip; refusals stay."""
WORKSPACES = ("write", "cast", "cut", "deliver")
H, V = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
_LAYOUTS: Mapping[str, tuple[tuple[str, str, Qt.Orientation], ...]] = {
    # (dock, the dock it is split off, direction); the first one stands alone
    "write": (("premise", "", H), ("arc", "premise", H), ("script", "arc", H)),
    "cast": (("cast", "", H), ("voice", "cast", H)),
    "cut": (
        ("script", "", H), ("preview", "script", H), ("timeline", "script", V),
        ("inspector", "script", H),
    ),
    "deliver": (("deliver", "", H), ("export", "deliver", H), ("jobs", "deliver", V)),
}  # fmt: skip
_SHARES: Mapping[str, tuple[tuple[tuple[str, int], ...], Qt.Orientation]] = {
    # shares of 1440 x 900, from STUDIO's grid
    "write": ((("premise", 320), ("arc", 716), ("script", 394)), H),
    "cast": ((("cast", 990), ("voice", 445)), H),
    "cut": ((("script", 396), ("inspector", 610), ("preview", 424)), H),
    "deliver": ((("deliver", 1060), ("export", 375)), H),
}
_HEIGHTS: Mapping[str, tuple[tuple[str, int], ...]] = {
    "cut": (("script", 500), ("timeline", 320)),
    "deliver": (("deliver", 600), ("jobs", 220)),
}


class DockHead(QWidget):
    """A dock's title bar: name, a line about its content, its tools."""

    def __init__(self, title: str, tools: Sequence[QWidget]) -> None:
        super().__init__()
        self.setObjectName("dockhead")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(DOCK_HEAD)
        self.about = label("", "low")
        self.about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        inside = row(label(title, "strong"), margins=(12, 0, 6, 0))
        inside.addWidget(self.about, 1)
        for each in tools:
            inside.addWidget(each, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(inside)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Without a hint Qt ignores the fixed height."""
        return QSize(120, DOCK_HEAD)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As `sizeHint`."""
        return QSize(120, DOCK_HEAD)


class ContractStrip(Painted):
    """The season at a glance: one cell an episode, a broken one taller and red."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(30)
        self._view = StatusView()

    def show_view(self, view: StatusView) -> None:
        """Show which episodes keep the contract."""
        self._view = view
        kept = view.episodes - len(view.broken)
        text = t("Contract: {kept} of {all} episodes keep it", kept=kept, all=view.episodes)
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.setFixedWidth(round(self._before() + self._step() * view.episodes + 76))
        self.setVisible(view.episodes > 0)
        self.update()

    def _before(self) -> float:
        return width(t("Contract"), 11) + 8

    def _step(self) -> float:
        return min(6.0, 130 / max(1, self._view.episodes))

    def draw(self, painter: QPainter, w: float, h: float) -> None:
        """Cells and the count."""
        put(painter, t("Contract"), 0, 6, 80, 11, "low")
        x, step = self._before(), self._step()
        for number in range(1, self._view.episodes + 1):
            broken = number in self._view.broken
            here = number == self._view.current
            tall = 14 if broken else 10
            tone = (
                colour("failed") if broken else colour("hi" if here else "mid", 1 if here else 0.6)
            )
            painter.fillRect(QRectF(x, 15 - tall / 2, max(1.0, step - 2), tall), tone)
            x += step
        kept = self._view.episodes - len(self._view.broken)
        text = t("{kept} of {all}", kept=kept, all=self._view.episodes)
        put(painter, text, x + 6, 6, 70, 11, "mid")


class Mark(Painted):
    """Two ledges and a drop."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(26, 26)

    def draw(self, painter: QPainter, w: float, h: float) -> None:
        """The studio's mark."""
        draw_mark(painter, 0, 0)


def draw_mark(painter: QPainter, x: float, y: float) -> None:
    """The studio's mark, 26 x 26."""
    box(painter, QRectF(x, y, 26, 26), 6, "accent")
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour("on_accent"))
    corners = ((5, 8), (16, 8), (12.5, 13), (12.5, 21), (8.5, 21), (8.5, 13), (5, 13))
    painter.drawPolygon(QPolygonF([QPointF(x + a, y + b) for a, b in corners]))
    painter.drawEllipse(QPointF(x + 18.5, y + 17.5), 2.3, 2.3)


class StatusStrip(QWidget):
    """What runs, how long, what failed; right: what undo takes back, and the machine."""

    stop_asked = Signal()
    failures_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("status")
        self.setFixedHeight(STATUS_BAR)
        self._glyph, self._bar = _Glyph(), _Bar()
        self._what, self._left = label(), label("", "mid")
        self._stop = tool("x", t("Stop; everything finished is kept"), self.stop_asked.emit,
                          name="stop-work", px=14)  # fmt: skip
        self._failed = button("", self.failures_asked.emit, kind="link", name="show-failures")
        self._said, self._undo, self._machine = label("", "mid"), label("", "mid"), label("", "mid")
        self._said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        inside = row(
            self._glyph, self._what, self._bar, self._left, self._stop, self._failed,
            margins=(12, 0, 12, 0), spacing=10,
        )  # fmt: skip
        inside.addWidget(self._said, 1)
        for each in (self._undo, self._machine):
            inside.addWidget(each)
        self.setLayout(inside)
        self._fade = QTimer(self)
        self._fade.setSingleShot(True)
        self._fade.setInterval(NEWS_MS)
        self._fade.timeout.connect(lambda: self.say(""))
        self.show_jobs(JobsView())

    def show_jobs(self, view: JobsView) -> None:
        """The total of what runs."""
        for each in (self._glyph, self._what, self._bar, self._left, self._stop):
            each.setVisible(view.running)
        self._what.setText(view.summary)
        self._left.setText(view.left)
        self._bar.show_share(view.share)
        self._failed.setVisible(view.failed > 0)
        self._failed.setText(t("{n} failed", n=view.failed))

    def show_view(self, view: StatusView) -> None:
        """What undo would do, and on what the studio runs."""
        self._undo.setText(t("Undo: {what}", what=view.undo) if view.undo else "")
        self._machine.setText(view.machine)

    def say(self, text: str, tone: str = "mid") -> None:
        """One line of news or a refusal; it stays until the next one."""
        set_tone(self._said, tone)
        self._said.setText(text)
        self._said.setToolTip(text)
        self._said.setAccessibleName(text)
        self._fade.start() if tone != "failed" and text else self._fade.stop()


class _Glyph(Painted):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(16, 16)

    def draw(self, painter: QPainter, w: float, h: float) -> None:
        """The ring of work."""
        state_glyph(painter, "rendering", 8, 8, 13)


class _Bar(Painted):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(140, 6)
        self._share = 0

    def show_share(self, share: int) -> None:
        """share: thousandths."""
        if share != self._share:
            self._share = share
            self.setAccessibleName(t("{n} % done", n=share // 10))
            self.update()

    def draw(self, painter: QPainter, w: float, h: float) -> None:
        """Groove and share."""
        box(painter, QRectF(0, 0, w, h), h / 2, "card3")
        box(painter, QRectF(0, 0, max(h, w * self._share / 1000), h), h / 2, "rendering")


class Banner(QWidget):
    """Below the top bar: which embedded engines work in place of chosen ones. Stays while so."""

    models_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("warning")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._text = label("", "stale", wrap=True, name="stand-ins")
        inside = row(margins=(12, 4, 12, 4))
        inside.addWidget(self._text, 1)
        inside.addWidget(button(t("Models…"), self.models_asked.emit, kind="small",
                                name="banner-models"))  # fmt: skip
        self.setLayout(inside)
        self.hide()

    def say(self, text: str) -> None:
        """A line each; "" when everything is made as chosen."""
        self._text.setText(text)
        self.setVisible(bool(text))


class StudioWindow(QMainWindow):
    """Docks in four workspaces below one bar. Emits what the lead asks of the shell itself."""

    workspace_chosen = Signal(str)
    export_asked = Signal()
    closing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("studio")
        self.setMinimumSize(1100, 640)
        options = QMainWindow.DockOption.AllowNestedDocks | QMainWindow.DockOption.AllowTabbedDocks
        self.setDockOptions(options)
        self.docks: dict[str, QDockWidget] = {}
        self.heads: dict[str, DockHead] = {}
        self._saved: dict[str, QByteArray] = {}
        self.workspace = ""
        self._title, self._kept = label("", "strong"), label("", "low")
        self.undo_button = tool("undo", t("Undo"), name="undo")
        self.redo_button = tool("redo", t("Redo"), name="redo")
        self.menu_button = QToolButton()
        self.spaces = Segments(
            [("write", t("Write")), ("cast", t("Cast")), ("cut", t("Cut")),
             ("deliver", t("Deliver"))], "workspaces",
        )  # fmt: skip
        self.contract = ContractStrip()
        self.status_strip, self.banner = StatusStrip(), Banner()
        self._bar = QWidget()
        self._build_bars()

    def _build_bars(self) -> None:
        bar = self._bar
        bar.setObjectName("topbar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        bar.setFixedHeight(TOP_BAR)
        self.menu_button.setIcon(icons.icon("dots", "hi", 16))
        self.menu_button.setFixedSize(30, 26)
        self.menu_button.setToolTip(t("Menu"))
        self.menu_button.setAccessibleName(t("Menu"))
        self.menu_button.setObjectName("menu")
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        export = button(t("Export"), self.export_asked.emit, kind="primary", icon="export",
                        name="export", tip=t("Export the season (Ctrl+E)"))  # fmt: skip
        left = QWidget()
        left.setLayout(row(Mark(), self.menu_button, self._title, self._kept, None, spacing=10))
        right = QWidget()
        right.setLayout(
            row(None, self.undo_button, self.redo_button, self.contract, export, spacing=10)
        )
        inside = QHBoxLayout(bar)
        inside.setContentsMargins(14, 0, 12, 0)
        inside.setSpacing(10)
        inside.addWidget(left, 1)
        inside.addWidget(self.spaces, 0, Qt.AlignmentFlag.AlignVCenter)
        inside.addWidget(right, 1)
        top = QWidget()
        top.setLayout(column(bar, self.banner, spacing=0))
        self.setMenuWidget(top)
        self.spaces.chosen.connect(self.workspace_chosen)
        strip = self.statusBar()
        strip.setSizeGripEnabled(False)
        strip.setFixedHeight(STATUS_BAR)
        strip.setContentsMargins(0, 0, 0, 0)
        strip.addWidget(self.status_strip, 1)

    # -- docks ------------------------------------------------------------------------------------

    def add_dock(self, name: str, title: str, body: QWidget, tools: Sequence[QWidget] = ()) -> None:
        """A panel that can be moved, floated, tabbed and hidden."""
        dock = QDockWidget(title)
        dock.setObjectName(name)
        menu = tool("x", t("Hide {panel}", panel=title), dock.close, px=14)
        head = DockHead(title, (*tools, menu))
        dock.setTitleBarWidget(head)
        panel = QWidget()
        panel.setObjectName("panel")
        panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(body)
        dock.setWidget(panel)
        self.docks[name], self.heads[name] = dock, head
        self.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
        dock.hide()

    def about(self, name: str, text: str) -> None:
        """The line beside a dock's name."""
        self.heads[name].about.setText(text)

    def show_workspace(self, name: str) -> None:
        """Arrange the docks of a workspace as they were left there."""
        if self.workspace:
            self._saved[self.workspace] = self.saveState(STATE_VERSION)
        self.workspace = name
        self.spaces.choose(name)
        kept = self._saved.get(name)
        if kept is None or not self.restoreState(kept, STATE_VERSION):
            self.arrange(name)

    def arrange(self, name: str) -> None:
        """Put a workspace's docks where they belong."""
        for dock in self.docks.values():
            dock.setFloating(False)
            self.removeDockWidget(dock)
        for each, beside, direction in _LAYOUTS[name]:
            if beside:
                self.splitDockWidget(self.docks[beside], self.docks[each], direction)
            else:
                self.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, self.docks[each])
            self.docks[each].show()
        own = [dock for dock, _, _ in _LAYOUTS[name]]
        for other, dock in self.docks.items():
            if other not in own:
                # hidden, but in the layout: a saved state tells only of docks that are in it
                self.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
                dock.hide()
        shares, direction = _SHARES[name]
        scale = max(0.5, self.width() / 1440)
        self.resizeDocks(
            [self.docks[n] for n, _ in shares], [round(s * scale) for _, s in shares], direction
        )
        if heights := _HEIGHTS.get(name):
            self.resizeDocks([self.docks[n] for n, _ in heights], [s for _, s in heights], V)

    def layouts(self) -> dict[str, bytes]:
        """Where the docks stand in every workspace, to be kept."""
        if self.workspace:
            self._saved[self.workspace] = self.saveState(STATE_VERSION)
        return {name: bytes(state.data()) for name, state in self._saved.items()}

    def set_layouts(self, states: Mapping[str, bytes]) -> None:
        """Take over what `layouts` gave in an earlier run."""
        self._saved = {name: QByteArray(state) for name, state in states.items()}

    def reset_layout(self) -> None:
        """Back to the house's arrangement of this workspace."""
        self._saved.pop(self.workspace, None)
        self.arrange(self.workspace)

    def next_dock(self, step: int) -> None:
        """Move the keyboard to the next visible dock."""
        shown = [d for d in self.docks.values() if d.isVisible()]
        shown.sort(key=lambda d: (d.mapTo(self, d.rect().topLeft()).x(), d.y()))
        focus: QWidget | None = self.focusWidget()
        inside_of = [d for d in shown if focus is not None and d.isAncestorOf(focus)]
        at = shown.index(inside_of[0]) if inside_of else -1
        target = shown[(at + step) % len(shown)].widget()
        if target is not None:
            inside = target.nextInFocusChain()
            while inside is not None and not (
                target.isAncestorOf(inside) and inside.focusPolicy() != Qt.FocusPolicy.NoFocus
                and inside.isVisible()
            ):  # fmt: skip
                inside = inside.nextInFocusChain()
                if inside is target:
                    return
            if inside is not None:
                inside.setFocus(Qt.FocusReason.TabFocusReason)

    def set_bars_visible(self, on: bool) -> None:
        """The first page has the window for itself."""
        self._bar.setVisible(on)
        if not on:
            self.banner.hide()
        self.statusBar().setVisible(on)

    # -- the bars ---------------------------------------------------------------------------------

    def show_status(self, view: StatusView) -> None:
        """Top bar and status strip."""
        _elide(self._title, view.title, 220)
        self._kept.setText(view.kept)
        self.setWindowTitle(f"{view.title} · {view.kept}" if view.title else view.kept)
        self.contract.show_view(view)
        self.status_strip.show_view(view)
        self.banner.say("" if self._bar.isHidden() else view.standins)
        self.undo_button.setEnabled(bool(view.undo))
        self.redo_button.setEnabled(bool(view.redo))
        self.undo_button.setToolTip(t("Undo: {what}", what=view.undo) + " (Ctrl+Z)")
        self.redo_button.setToolTip(t("Redo: {what}", what=view.redo) + " (Ctrl+Shift+Z)")

    def action(
        self, menu: QMenu | None, text: str, act: Callable[[], object], keys: str = "",
        name: str = "",
    ) -> QAction:  # fmt: skip
        """A command of the window, with a shortcut that works wherever the focus is."""
        found = QAction(text, self)
        found.setObjectName(name)
        if keys:
            found.setShortcuts([QKeySequence(k.strip()) for k in keys.split(";")])
            found.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        found.triggered.connect(lambda _checked=False: act())
        self.addAction(found)
        if menu is not None:
            menu.addAction(found)
        return found

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell whoever owns the engine before the window goes."""
        self.closing.emit()
        super().closeEvent(event)


def _elide(target: QLabel, text: str, room: int) -> None:
    metrics = target.fontMetrics()
    target.setText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, room))
    target.setToolTip(text)
