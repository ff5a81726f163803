"""Menu and keys: every command of the window in one place, with its shortcut."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QGridLayout, QInputDialog, QMenu, QVBoxLayout, QWidget

from app.presenters.inspector import slots_of
from app.settings import LANGUAGES, SCALES
from widgets.data import StatusView
from widgets.parts import label, scrolled
from widgets.shell import WORKSPACES
from widgets.words import t

if TYPE_CHECKING:
    from app.studio import Studio


@dataclass
class Actions:
    """Actions whose text follows the project."""

    undo: QAction
    redo: QAction
    rows: list[tuple[str, str]]  # (keys, words) for the sheet of shortcuts


def build(studio: Studio) -> Actions:
    """Make the menu and register every key."""
    window, menu = studio.window, QMenu(studio.window)
    window.menu_button.setMenu(menu)
    rows: list[tuple[str, str]] = []

    def add(into: QMenu | None, text: str, act: Callable[[], object], keys: str = "",
            name: str = "") -> QAction:  # fmt: skip
        if keys:
            rows.append((keys.replace(";", ","), text))
        return window.action(into, text, act, keys, name)

    file = menu.addMenu(t("Season"))
    add(file, t("New season…"), studio.show_start, "Ctrl+N", "new")
    add(file, t("Open…"), studio.choose_project, "Ctrl+O", "open-project")
    add(file, t("Open the sample season"), studio.open_sample)
    file.addSeparator()
    add(file, t("Export"), lambda: studio.show_workspace("deliver"), "Ctrl+E", "go-export")
    add(file, t("Several seasons one after the other…"), studio.delivering.queueing.show,
        name="batch")  # fmt: skip
    file.addSeparator()
    add(file, t("Close"), window.close, "Ctrl+Q", "quit")
    edit = menu.addMenu(t("Edit"))
    undo = add(edit, t("Undo"), studio.undo, "Ctrl+Z", "undo-action")
    redo = add(edit, t("Redo"), studio.redo, "Ctrl+Shift+Z; Ctrl+Y", "redo-action")
    edit.addSeparator()
    add(edit, t("Find and jump…"), lambda: jump(studio), "Ctrl+K; Ctrl+F", "jump")
    add(edit, t("Accept the whole proposal"), studio.writing.accept_everything,
        "Ctrl+Shift+Return", "accept-season")  # fmt: skip
    _make_menu(studio, menu, add)
    _play_menu(studio, menu, add)
    _view_menu(studio, menu, add)
    add(menu, t("Models…"), studio.models.open, "Ctrl+Shift+M", "models")
    add(menu, t("Shortcuts"), lambda: sheet(studio, rows), "?; F1", "shortcuts")
    return Actions(undo, redo, rows)


Add = Callable[..., QAction]


def _make_menu(studio: Studio, menu: QMenu, add: Add) -> None:
    make = menu.addMenu(t("Make"))
    context, inspector = studio.context, studio.inspector
    add(make, t("Make season"), studio.writing.make_season, "Ctrl+M", "make-all")
    add(make, t("Make this episode"), lambda: context.make([context.episode_id]), "Shift+R",
        "make-episode")  # fmt: skip
    add(make, t("Update what is selected"), lambda: inspector.asked.emit("update", ""), "R",
        "update-selected")  # fmt: skip
    add(make, t("New take"), lambda: inspector.asked.emit("take", ""), "T", "retake")
    add(make, t("Pin the selected take"),
        lambda: inspector.asked.emit("pin", inspector.takes.current()), "P", "pin")  # fmt: skip
    add(make, t("Lock or unlock the episode"), lambda: inspector.asked.emit("lock", ""), "Shift+P",
        "lock")  # fmt: skip
    add(make, t("Compare A/B"), lambda: inspector.asked.emit("compare", ""), "A; B", "flip")
    make.addSeparator()
    add(make, t("Stop"), context.stop, "Ctrl+.", "stop")


def _play_menu(studio: Studio, menu: QMenu, add: Add) -> None:
    play = menu.addMenu(t("Play"))
    for text, verb, keys in (
        (t("Play or pause"), "play", "Space"), (t("Back, again for faster"), "slower", "J"),
        (t("Pause"), "pause", "K"), (t("Forward, again for faster"), "faster", "L"),
        (t("Frame back"), "back", "Left"), (t("Frame forward"), "forward", "Right"),
        (t("Previous cut"), "prev", "Up"), (t("Next cut"), "next", "Down"),
        (t("To the start"), "first", "Home"), (t("To the end"), "last", "End"),
        (t("Loop this shot"), "loop", "I"), (t("What platforms cover"), "safe", "G"),
    ):  # fmt: skip
        act = add(play, text, lambda v=verb: studio.cutting.transport(v), keys, f"play-{verb}")
        if verb in ("back", "forward", "prev", "next", "first", "last"):
            # lists and fields need the arrows: these keys work in the preview and the timeline
            for panel in (studio.preview, studio.timeline):
                panel.addAction(act)
            act.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            studio.window.removeAction(act)
    add(play, t("Draft or finished pictures"), studio.cutting.toggle_quality, "D", "quality")


def _view_menu(studio: Studio, menu: QMenu, add: Add) -> None:
    window = studio.window
    view = menu.addMenu(t("View"))
    names = {"write": t("Write"), "cast": t("Cast"), "cut": t("Cut"), "deliver": t("Deliver")}
    for number, name in enumerate(WORKSPACES, 1):
        add(view, names[name], lambda n=name: studio.show_workspace(n), f"Ctrl+{number}",
            f"go-{name}")  # fmt: skip
    view.addSeparator()
    panels = view.addMenu(t("Panels"))
    for dock in window.docks.values():
        panels.addAction(dock.toggleViewAction())
    add(view, t("Reset this workspace"), window.reset_layout, name="reset-layout")
    add(view, t("Next panel"), lambda: window.next_dock(1), "F6", "next-dock")
    add(view, t("Previous panel"), lambda: window.next_dock(-1), "Shift+F6", "previous-dock")
    view.addSeparator()
    tongues = menu.addMenu("Language · 语言")
    for tag, name in zip(LANGUAGES, ("English", "简体中文"), strict=True):
        add(tongues, name, lambda x=tag: studio.choose_language(x), name=f"language-{tag}")
    scales = view.addMenu(t("Size of the window's text (after a restart)"))
    for value in SCALES:
        add(scales, f"{value} %", lambda v=value: _scale(studio, v))


def _scale(studio: Studio, value: int) -> None:
    studio.settings.scale = value
    studio.settings.save()
    studio.context.say(t("The new size is used from the next start on."))


def show_history(studio: Studio, view: StatusView) -> None:
    """The names of the edits that undo and redo act on."""
    actions = studio.actions
    actions.undo.setText(t("Undo: {what}", what=view.undo) if view.undo else t("Undo"))
    actions.redo.setText(t("Redo: {what}", what=view.redo) if view.redo else t("Redo"))
    actions.undo.setEnabled(bool(view.undo))
    actions.redo.setEnabled(bool(view.redo))


def jump(studio: Studio) -> None:
    """Go to an episode by number or to a line by its words."""
    shown = studio.context.shown
    if shown is None:
        return
    rows: dict[str, str] = {}
    for episode in shown.document.episodes:
        rows[f"{episode.number} · {episode.title}"] = episode.id
        for line in episode.lines:
            rows[f"{episode.number} · {line.text}"] = line.id
    found, ok = QInputDialog.getItem(
        studio.window, t("Find and jump…"), t("Episode, title or words"), list(rows), 0, True
    )
    if not ok or not found.strip():
        return
    wanted = found.casefold()
    hit = rows.get(found) or next((id for k, id in rows.items() if wanted in k.casefold()), "")
    if not hit:
        studio.context.say(t("Nothing was found for {words}.", words=found), "stale")
        return
    studio.context.choose(hit)
    if slots_of(shown, hit) and "/" in hit:
        studio.context.line_asked.emit(hit)


def sheet(studio: Studio, rows: list[tuple[str, str]]) -> None:
    """All keys on one page."""
    page = QDialog(studio.window)
    page.setObjectName("shortcut-sheet")
    page.setWindowTitle(t("Shortcuts"))
    page.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    body, grid = QWidget(), QGridLayout()
    half = -(-len(rows) // 2)
    for at, (keys, text) in enumerate(rows):
        column = 0 if at < half else 3
        grid.addWidget(label(keys, "strong"), at % half, column)
        grid.addWidget(label(text, "mid"), at % half, column + 1)
    grid.setColumnMinimumWidth(2, 40)
    grid.setContentsMargins(24, 20, 24, 20)
    grid.setVerticalSpacing(8)
    grid.setHorizontalSpacing(16)
    body.setLayout(grid)
    outer = QVBoxLayout(page)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(scrolled(body))
    page.resize(820, 560)
    page.open()
