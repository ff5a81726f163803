"""Parts of the models page: a model with what can be done, the server's form, what is asked."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFrame,
    QLabel,
    QLineEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from widgets.line_row import StateMark
from widgets.models_view import Licence, ModelView, ServerView
from widgets.parts import button, column, frame, label, row
from widgets.words import t

ACTIONS = ("accept", "fetch", "resume", "pause", "stop", "discard", "add", "verify", "remove")


def action_names() -> dict[str, str]:
    """What the buttons of a model say."""
    return {
        "accept": t("Accept the licence…"), "fetch": t("Fetch"), "resume": t("Go on"),
        "pause": t("Pause"), "stop": t("Stop"), "discard": t("Discard the part"),
        "add": t("Add a folder…"), "verify": t("Check all files"), "remove": t("Remove…"),
    }  # fmt: skip


def selectable(tone: str = "mid", name: str = "") -> QLabel:
    """Plain text that can be copied: addresses and folders are never links."""
    found = label("", tone, wrap=True, name=name)
    found.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return found


class Page(QDialog):
    """A dialog in which Enter presses no button by itself: fetching and accepting want a click."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc closes; Enter ends a field's editing and no more."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
        else:
            super().keyPressEvent(event)


class ModelCard(QWidget):
    """One model: state, size, licence, work, and its buttons. Emits `asked(verb)`."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._mark, self._state = StateMark(13), label("", "mid")
        self._title, self._facts = label("", "strong", wrap=True), selectable("low")
        self._licence, self._note = selectable("low"), label("", "low", wrap=True)
        self._bar, self._progress = QProgressBar(), label("", "rendering")
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._fault = selectable("failed", "model-fault")
        head = row(self._mark, spacing=8)
        head.addWidget(self._title, 1)
        head.addWidget(self._state)
        work = row(spacing=10)
        work.addWidget(self._bar, 1)
        work.addWidget(self._progress)
        self._buttons = {
            verb: button(text, partial(self.asked.emit, verb), kind="small", name=f"do-{verb}")
            for verb, text in action_names().items()
        }
        inside = column(head, self._facts, self._licence, self._note, margins=(14, 10, 12, 10),
                        spacing=4)  # fmt: skip
        inside.addLayout(work)
        inside.addWidget(self._fault)
        inside.addSpacing(2)
        inside.addLayout(row(*self._buttons.values(), None, spacing=6))
        self.setLayout(column(frame(inside, "well")))

    def show_model(self, view: ModelView) -> None:
        """Show this model."""
        self.setAccessibleName(f"{view.title}, {view.state_label}")
        self._mark.show_state(view.state)
        self._title.setText(view.title)
        self._state.setText(view.state_label)
        self._facts.setText(view.facts)
        rows = (t("Licence: {name}", name=view.licence), view.accepted, view.address)
        self._licence.setText(" · ".join(part for part in rows if part))
        for target, text in (
            (self._note, view.note), (self._fault, view.fault), (self._progress, view.progress),
        ):  # fmt: skip
            target.setText(text)
            target.setVisible(bool(text))
        self._bar.setVisible(view.share >= 0)
        self._bar.setValue(max(0, view.share))
        for verb, each in self._buttons.items():
            each.setVisible(verb in view.actions)


class ServerForm(QFrame):
    """Address, model and key of the server that writes. Emits `kept(url, model, key, remote)`."""

    kept = Signal(str, str, str, bool)
    forgotten = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("well")
        self._url, self._model, self._key = QLineEdit(), QLineEdit(), QLineEdit()
        self._key.setEchoMode(QLineEdit.EchoMode.Password)
        self._remote = QCheckBox(t("It may stand outside this network: premises are sent there"))
        self._remote.setObjectName("server-remote")
        self._said, self._fault = selectable("mid"), selectable("failed", "server-fault")
        self._forget = button(t("Forget it"), self.forgotten.emit, name="server-forget")
        inside = column(self._said, margins=(14, 10, 12, 12), spacing=6)
        for name, text, field, hint in (
            ("server-url", t("Address"), self._url, "http://127.0.0.1:11434/v1"),
            ("server-model", t("Model"), self._model, t("its only one")),
            ("server-key", t("Key"), self._key, t("kept in the keyring; empty for none")),
        ):  # fmt: skip
            field.setObjectName(name)
            field.setAccessibleName(text)
            field.setPlaceholderText(hint)
            caption = label(text, "mid")
            caption.setFixedWidth(90)
            line = row(caption)
            line.addWidget(field, 1)
            inside.addLayout(line)
        inside.addWidget(self._remote)
        inside.addWidget(self._fault)
        keep = button(t("Use this server"), self._keep, kind="primary", name="server-keep")
        inside.addLayout(row(keep, self._forget, None))
        self.setLayout(inside)
        self._shown = ServerView()

    def show_server(self, view: ServerView) -> None:
        """Show what is kept; fields that are being typed in stay."""
        if (view.url, view.model, view.remote) != (
            self._shown.url, self._shown.model, self._shown.remote,
        ):  # fmt: skip
            self._url.setText(view.url)
            self._model.setText(view.model)
            self._remote.setChecked(view.remote)
        self._shown = view
        self._said.setText(view.said)
        self._said.setVisible(bool(view.said))
        self._fault.setText(view.fault)
        self._fault.setVisible(bool(view.fault))
        self._forget.setVisible(bool(view.url))

    def _keep(self) -> None:
        url, model = self._url.text().strip(), self._model.text().strip()
        self.kept.emit(url, model, self._key.text(), self._remote.isChecked())
        self._key.clear()


class LicenceDialog(Page):
    """Licences with their addresses, and who accepts them. Emits `accepted_by(name)`."""

    accepted_by = Signal(str)

    def __init__(self, parent: QWidget, rows: tuple[Licence, ...], who: str) -> None:
        super().__init__(parent)
        self.setObjectName("licences")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(t("Accept the licence"))
        inside = column(margins=(20, 18, 20, 16), spacing=10)
        text = t("These weights are made by others. Read their licence first; the studio keeps who "
                 "accepted it and when.")  # fmt: skip
        inside.addWidget(label(text, "mid", wrap=True))
        for item in rows:
            address = selectable("mid", f"licence-address-{item.model}")
            address.setText(item.address or t("The model's page names no address."))
            block = column(label(item.title, "strong", wrap=True), label(item.name, wrap=True),
                           address, margins=(14, 10, 12, 10), spacing=2)  # fmt: skip
            if item.note:
                block.addWidget(label(item.note, "low", wrap=True))
            inside.addWidget(frame(block, "notice"))
        self._who = QLineEdit(who)
        self._who.setObjectName("licence-who")
        self._who.setAccessibleName(t("Your name"))
        line = row(label(t("Your name"), "mid"))
        line.addWidget(self._who, 1)
        inside.addLayout(line)
        inside.addStretch(1)
        self._accept = button(t("I accept"), self._done, kind="primary", name="licence-accept")
        inside.addLayout(row(None, button(t("Cancel"), self.reject), self._accept))
        self.setLayout(inside)
        self._who.textChanged.connect(lambda _: self._follow())
        self._follow()
        self.resize(520, 0)

    def _follow(self) -> None:
        self._accept.setEnabled(bool(self._who.text().strip()))

    def _done(self) -> None:
        self.accepted_by.emit(self._who.text().strip())
        self.close()


class OwnModelDialog(Page):
    """A name and a folder for a model that no list knows. Emits `given(name, folder)`."""

    given = Signal(str, str)

    def __init__(self, parent: QWidget, role: str, hint: str = "") -> None:
        super().__init__(parent)
        self.setObjectName("own-model")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(t("A model of your own"))
        self._name, self._folder = QLineEdit(), QLineEdit()
        self._name.setObjectName("own-name")
        self._name.setPlaceholderText(t("small letters, digits, dots and hyphens"))
        self._folder.setObjectName("own-folder")
        self._add = button(t("Add it"), self._done, kind="primary", name="own-add")
        choose = button(t("Choose…"), self._choose, kind="small")
        inside = column(
            label(t("For: {role}", role=role), "strong"),
            label(t("A folder with safetensors and their settings, as transformers or diffusers "
                    "read them. It stays where it is."), "mid", wrap=True),
            margins=(20, 18, 20, 16), spacing=10,
        )  # fmt: skip
        if hint:
            inside.addWidget(label(hint, "mid", wrap=True))
        for text, parts in ((t("Name"), (self._name,)), (t("Folder"), (self._folder, choose))):
            caption = label(text, "mid")
            caption.setFixedWidth(60)
            line = row(caption)
            for each in parts:
                each.setAccessibleName(each.accessibleName() or text)
                line.addWidget(each, 1 if isinstance(each, QLineEdit) else 0)
            inside.addLayout(line)
        inside.addStretch(1)
        inside.addLayout(row(None, button(t("Cancel"), self.reject), self._add))
        self.setLayout(inside)
        for field in (self._name, self._folder):
            field.textChanged.connect(lambda _: self._follow())
        self._follow()
        self.resize(520, 0)

    def _choose(self) -> None:
        found = QFileDialog.getExistingDirectory(self, t("Folder of the model"))
        if found:
            self._folder.setText(found)

    def _follow(self) -> None:
        self._add.setEnabled(bool(self._name.text().strip() and self._folder.text().strip()))

    def _done(self) -> None:
        self.given.emit(self._name.text().strip(), self._folder.text().strip())
        self.close()


def fresh(layout: QVBoxLayout) -> QVBoxLayout:
    """A layout without margins of its own."""
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    return layout
