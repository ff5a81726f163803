"""The consent page: nobody's voice is taken from a recording before all of this is filled in."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QWidget

from widgets.models_parts import Page, selectable
from widgets.models_view import ConsentForm, ConsentView
from widgets.parts import Choice, button, column, frame, label, row, scrolled
from widgets.words import t

SELF = "self"
SOUNDS = "*.wav *.mp3 *.m4a *.flac *.ogg"


class ConsentDialog(Page):
    """Emits `given(ConsentForm)` when all is filled in; stays until `finish` or `show_fault`."""

    given = Signal(object)

    def __init__(self, parent: QWidget, view: ConsentView) -> None:
        super().__init__(parent)
        self.setObjectName("consent")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(t("Clone a voice"))
        self._view = view
        self._file, self._evidence = QLineEdit(), QLineEdit()
        self._speaker, self._relation = QLineEdit(), QLineEdit()
        self._recorder = QLineEdit(view.recorded_by)
        self._means = Choice()
        self._means.offer(
            [("own-voice", t("It is my own voice")),
             ("written", t("In writing: I have the signed consent")),
             ("recorded", t("Spoken: I have the recorded statement"))], "own-voice",
        )  # fmt: skip
        self._tick = QCheckBox(t("I have read this, and it is so"))
        self._tick.setObjectName("consent-tick")
        self._fault = selectable("failed", "consent-fault")
        self._lacking = label("", "low", wrap=True, name="consent-lacking")
        self._go = button(t("Use this voice"), self._done, kind="primary", name="consent-go")
        self._evidence_row, self._relation_row = QWidget(), QWidget()
        self._busy = False
        self._build()
        self._connect()
        self._follow()
        self.resize(640, 640)

    def _build(self) -> None:
        view = self._view
        statement = selectable("body", "consent-statement")
        statement.setText(view.statement)
        inside = column(
            label(t("The voice of {name}", name=view.member), "title", wrap=True),
            label(view.limits, "mid", wrap=True), margins=(22, 18, 22, 14), spacing=10,
        )  # fmt: skip
        choose = button(
            t("Choose…"), lambda: self._choose(self._file, SOUNDS), name="consent-choose"
        )
        proof = button(t("Choose…"), lambda: self._choose(self._evidence, "*"))
        plain = QWidget
        for holder, text, field, name, more in (
            (plain(), t("Recording"), self._file, "file", choose),
            (plain(), t("Consent given"), self._means, "means", None),
            (plain(), t("Who is heard"), self._speaker, "speaker", None),
            (self._relation_row, t("Relation to you"), self._relation, "relation", None),
            (self._evidence_row, t("Its file"), self._evidence, "evidence", proof),
            (plain(), t("Your name"), self._recorder, "recorder", None),
        ):  # fmt: skip
            field.setObjectName(f"consent-{name}")
            field.setAccessibleName(text)
            inside.addWidget(_filled(holder, text, field, more))
        self._relation.setPlaceholderText(t("a friend, a hired voice, a colleague …"))
        self._evidence.setPlaceholderText(t("only its fingerprint is kept with the season"))
        block = column(statement, label(t("For the series: {title}", title=view.scope), "strong",
                                        wrap=True),
                       self._tick, margins=(16, 12, 14, 10), spacing=10)  # fmt: skip
        inside.addWidget(frame(block, "notice"))
        inside.addStretch(1)
        body = QWidget()
        body.setLayout(inside)
        words = column(self._fault, self._lacking, spacing=2)
        foot = row(margins=(22, 10, 22, 14))
        foot.addLayout(words, 1)
        foot.addWidget(button(t("Cancel"), self.reject, name="consent-cancel"))
        foot.addWidget(self._go)
        outer = column(spacing=0)
        outer.addWidget(scrolled(body), 1)
        outer.addLayout(foot)
        self.setLayout(outer)
        self._fault.hide()

    def _connect(self) -> None:
        for field in (self._file, self._speaker, self._relation, self._evidence, self._recorder):
            field.textChanged.connect(lambda _: self._follow())
        self._means.picked.connect(lambda _: self._follow())
        self._tick.toggled.connect(lambda _: self._follow())

    def _choose(self, field: QLineEdit, kinds: str) -> None:
        found, _ = QFileDialog.getOpenFileName(
            self, t("Choose a file"), "", f"{t('Files')} ({kinds});;* (*)"
        )
        if found:
            field.setText(found)

    def form(self) -> ConsentForm:
        """What is filled in."""
        means = self._means.value()
        own = means == "own-voice"
        return ConsentForm(
            file=self._file.text().strip(),
            speaker=self._speaker.text().strip(),
            relation=SELF if own else self._relation.text().strip(),
            means=means,
            evidence="" if own else self._evidence.text().strip(),
            recorded_by=self._recorder.text().strip(),
            statement=self._view.statement,
            scope=self._view.scope,
        )

    def show_fault(self, text: str) -> None:
        """Why it was not taken; everything that was filled in stays."""
        self._busy = False
        self._fault.setText(text)
        self._fault.setVisible(bool(text))
        self._follow()

    def _follow(self) -> None:
        """What is still lacking, and whether it can be used."""
        form = self.form()
        for holder in (self._relation_row, self._evidence_row):
            holder.setVisible(form.means != "own-voice")
        lacking = [
            text
            for text, there in (
                (t("the recording"), form.file), (t("who is heard"), form.speaker),
                (t("who that is to you"), form.relation),
                (t("the file of the consent"), form.evidence or form.means == "own-voice"),
                (t("your name"), form.recorded_by), (t("the tick"), self._tick.isChecked()),
            )
            if not there
        ]  # fmt: skip
        self._lacking.setText(t("Still needed: {what}", what=", ".join(lacking)) if lacking else "")
        self._go.setEnabled(not lacking and not self._busy)

    def _done(self) -> None:
        self._busy = True
        self._fault.hide()
        self._go.setEnabled(False)
        self._lacking.setText(t("The recording is being looked at …"))
        self.given.emit(self.form())


def _filled(holder: QWidget, text: str, field: QWidget, more: QWidget | None) -> QWidget:
    """A row of the form: name, field, and perhaps a button."""
    caption = label(text, "mid")
    caption.setFixedWidth(110)
    line = row(caption)
    line.addWidget(field, 1)
    if more is not None:
        line.addWidget(more)
    holder.setLayout(line)
    return holder
