"""A question before something is done; it does not block."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from widgets.words import t


def confirm(
    parent: QWidget, text: str, detail: str, verb: str, act: Callable[[], object], *,
    keep: str = "", name: str = "confirm",
) -> None:  # fmt: skip
    """Ask before something is done. verb: what the button says that does it.

    keep: what the other button says, which is then the one that Enter presses: for what is better
    left alone; "" for plain Cancel. name: of the question, its button is called ``{name}-go``.
    """
    box = QMessageBox(parent)
    box.setObjectName(name)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.setInformativeText(detail)
    go = box.addButton(verb, QMessageBox.ButtonRole.AcceptRole)
    go.setObjectName(f"{name}-go")
    other = box.addButton(keep or t("Cancel"), QMessageBox.ButtonRole.RejectRole)
    if keep:
        box.setIcon(QMessageBox.Icon.Warning)
        box.setDefaultButton(other)
        box.setEscapeButton(other)
    box.buttonClicked.connect(lambda chosen: act() if chosen is go else None)
    box.open()
