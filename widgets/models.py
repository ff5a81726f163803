"""The models page: engines role by role at the left, all about the chosen one at the right."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from widgets.line_row import StateMark
from widgets.models_parts import ModelCard, Page, ServerForm, fresh, selectable
from widgets.models_view import EngineView, ModelsView, ModelView
from widgets.paint import box, put, state_glyph
from widgets.parts import (
    Painted,
    button,
    clear,
    column,
    frame,
    hairline,
    label,
    row,
    scrolled,
)
from widgets.words import t

LIST_WIDE = 340


class EngineItem(Painted):
    """One engine in the list. Emits `chosen`."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(44)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._view, self._selected = EngineView("", "", "", "waiting", ""), False

    def show_engine(self, view: EngineView, selected: bool) -> None:
        """Show this engine."""
        self._view, self._selected = view, selected
        self.setObjectName(f"engine-{view.id}")
        about = ", ".join(part for part in (view.state_label, view.warning) if part)
        self.setAccessibleName(f"{view.title}, {about}")
        self.setToolTip(view.title)
        self.update()

    def draw(self, painter: QPainter, w: float, h: float) -> None:
        """State, title, state in words."""
        view = self._view
        line = "accent_hi" if self._selected or self.hasFocus() else ""
        box(painter, self.rect().toRectF(), 6, "card2" if self._selected else "card", line)
        state_glyph(painter, view.state, 16, h / 2, 13)
        put(painter, view.title, 32, 5, w - 40, 12, "hi", bold=view.chosen)
        text = f"{view.state_label} · {t('in this season')}" if view.chosen else view.state_label
        tone = "stale" if view.warning else "mid"
        put(painter, f"{text} · {t('other languages')}" if view.warning else text, 32, 23, w - 40,
            11, tone)  # fmt: skip

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Show it at the right."""
        self.chosen.emit(self._view.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter and the space bar choose."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self._view.id)
        else:
            super().keyPressEvent(event)


class EngineDetail(QWidget):
    """All about one engine. Emits `asked(verb, model)` and `engine_asked(verb)`: use or get."""

    asked = Signal(str, str)
    engine_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._mark, self._state = StateMark(14), label("", "mid")
        self._title, self._note = label("", "title", wrap=True), label("", "mid", wrap=True)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(4)
        self._facts.setColumnStretch(1, 1)
        self._warn = label("", "stale", wrap=True, name="language-warning")
        self._warning = frame(column(self._warn, margins=(12, 8, 10, 8)), "warning")
        self._use = button(t("Use it for this season"), lambda: self.engine_asked.emit("use"),
                           icon="check", name="engine-use")  # fmt: skip
        self._used = label(t("Chosen for this season"), "fresh")
        self._get = button("", lambda: self.engine_asked.emit("get"), kind="primary",
                           icon="import", name="engine-get")  # fmt: skip
        self.server = ServerForm()
        self._models = fresh(QVBoxLayout())
        self._cards: dict[str, ModelCard] = {}
        head = row(self._mark, spacing=10)
        head.addWidget(self._title, 1)
        head.addWidget(self._state)
        inside = column(head, self._note, margins=(20, 16, 20, 16), spacing=10)
        inside.addLayout(self._facts)
        inside.addWidget(self._warning)
        inside.addLayout(row(self._get, self._use, self._used, None))
        inside.addWidget(self.server)
        inside.addLayout(self._models)
        inside.addStretch(1)
        self.setLayout(inside)
        self._engine = ""
        self._fact_rows: tuple[tuple[str, str], ...] = ()

    def show_engine(self, view: EngineView) -> None:
        """Show this engine."""
        self._mark.show_state(view.state)
        self._state.setText(view.state_label)
        self._title.setText(view.title)
        self._note.setText(view.note)
        self._note.setVisible(bool(view.note))
        self._warn.setText(view.warning)
        self._warning.setVisible(bool(view.warning))
        self._use.setVisible(view.can_choose and not view.chosen)
        self._used.setVisible(view.chosen)
        self._get.setText(view.get)
        self._get.setAccessibleName(view.get)
        self._get.setVisible(bool(view.get))
        self.server.setVisible(view.server)
        if view.facts != self._fact_rows:
            self._show_facts(view.facts)
        self._show_models(view)

    def _show_facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        while (item := self._facts.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for at, (name, value) in enumerate(facts):
            self._facts.addWidget(label(name, "mid"), at, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(label(value, wrap=True), at, 1)
        self._fact_rows = facts

    def _show_models(self, view: EngineView) -> None:
        if (view.id, [m.id for m in view.models]) != (self._engine, list(self._cards)):
            clear(self._models)
            self._cards = {}
            for optional, head in ((False, t("What it needs")), (True, t("What it can use too"))):
                self._add_models([m for m in view.models if m.optional == optional], head)
            self._engine = view.id
        for model in view.models:
            self._cards[model.id].show_model(model)

    def _add_models(self, models: list[ModelView], head: str) -> None:
        if models:
            self._models.addSpacing(4)
            self._models.addWidget(label(head, "strong"))
        for model in models:
            card = ModelCard()
            card.setObjectName(f"model-{model.id}")
            card.asked.connect(lambda verb, id=model.id: self.asked.emit(verb, id))
            self._models.addWidget(card)
            self._cards[model.id] = card


class ModelsPage(Page):
    """Emits `asked(verb, id)`: a model's verbs, use and get (engine), own (role), price (text)."""

    asked = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("models-page")
        self.setWindowTitle(t("Models"))
        self._view, self._current = ModelsView(), ""
        self._items: dict[str, EngineItem] = {}
        self._list = fresh(QVBoxLayout())
        self._list.setSpacing(4)
        self.detail = EngineDetail()
        self.detail.asked.connect(self.asked)
        self.detail.engine_asked.connect(lambda verb: self.asked.emit(verb, self._current))
        self._card, self._folder = label("", "mid", wrap=True), selectable("low")
        self._fault, self._news = selectable("failed", "page-fault"), label("", "rendering")
        self._price = QLineEdit()
        self._price.setObjectName("hourly-price")
        self._price.setAccessibleName(t("Price of an hour in US dollars"))
        self._price.setFixedWidth(80)
        self._price.editingFinished.connect(self._priced)
        self._build()
        self.resize(1100, 820)

    def _build(self) -> None:
        left = QWidget()
        inside = column(margins=(14, 14, 10, 14), spacing=4)
        inside.addLayout(self._list)
        inside.addStretch(1)
        left.setLayout(inside)
        listed = scrolled(left)
        listed.setFixedWidth(LIST_WIDE)
        body = QWidget()
        body.setObjectName("panel")
        body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        shown = scrolled(self.detail)
        across = row(listed, spacing=0)
        across.addWidget(shown, 1)
        body.setLayout(across)
        words = column(self._card, self._folder, self._news, self._fault, spacing=2)
        price = row(label(t("An hour of this machine costs, in US dollars"), "mid"), self._price)
        foot = row(margins=(16, 10, 16, 12), spacing=16)
        foot.addLayout(words, 1)
        foot.addLayout(price)
        foot.addWidget(button(t("Close"), self.close, name="models-close"))
        outer = column(spacing=0)
        outer.addWidget(body, 1)
        outer.addWidget(hairline())
        outer.addLayout(foot)
        self.setLayout(outer)

    def show_view(self, view: ModelsView) -> None:
        """Show the machine's engines; the one that is looked at stays."""
        self._view = view
        if [e.id for e in view.engines] != list(self._items):
            self._make_list(view)
        if self._current not in self._items:
            self._current = next(
                (e.id for e in view.engines if e.chosen), next(iter(self._items), "")
            )
        for engine in view.engines:
            self._items[engine.id].show_engine(engine, engine.id == self._current)
            if engine.id == self._current:
                self.detail.show_engine(engine)
        self.detail.server.show_server(view.server)
        self._card.setText(view.card)
        self._folder.setText(t("Kept in {folder}", folder=view.folder) if view.folder else "")
        for target, text in ((self._fault, view.fault), (self._news, view.news)):
            target.setText(text)
            target.setVisible(bool(text))
        if not self._price.hasFocus():
            self._price.setText(f"{view.price:.2f}")

    def look_at(self, engine: str) -> None:
        """Show this engine at the right."""
        self._current = engine
        if self._view.engines:
            self.show_view(self._view)

    def _make_list(self, view: ModelsView) -> None:
        clear(self._list)
        self._items = {}
        for role, name in view.roles:
            self._list.addWidget(label(name, "strong"))
            for engine in (e for e in view.engines if e.role == role):
                item = EngineItem()
                item.chosen.connect(self.look_at)
                self._list.addWidget(item)
                self._items[engine.id] = item
            own = button(t("Add one of your own…"), partial(self.asked.emit, "own", role),
                         kind="link", name=f"own-{role}")  # fmt: skip
            self._list.addLayout(row(own, None))
            self._list.addSpacing(8)

    def _priced(self) -> None:
        if self._price.isModified():
            self._price.setModified(False)
            self.asked.emit("price", self._price.text().strip())
