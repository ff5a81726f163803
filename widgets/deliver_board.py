"""The wide part of delivery: profiles, the gate, the season, one page at a time."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from widgets.deliver_gate import GatePage
from widgets.deliver_profiles import ProfilesPage
from widgets.deliver_season import SeasonPage
from widgets.deliver_view import DeliverView, ResultView
from widgets.parts import Segments, column, row
from widgets.pictures import Pictures
from widgets.words import t

PAGES = ("profiles", "gate", "season")


class DeliverBoard(QWidget):
    """Emits `asked(verb, id)` as the gate does, `toggled(profile, on)` and `page_changed`."""

    asked = Signal(str, str)
    toggled = Signal(str, bool)
    page_changed = Signal()

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self.profiles, self.gate = ProfilesPage(), GatePage(pictures)
        self.season = SeasonPage(pictures)
        self.pages = QStackedWidget()
        for each in (self.profiles, self.gate, self.season):
            self.pages.addWidget(each)
        self.tabs = Segments(
            [("profiles", t("Profiles")), ("gate", t("Gate")), ("season", t("Season"))],
            "segments",
        )  # fmt: skip
        self.tabs.chosen.connect(self.show_page)
        self.tabs.choose("profiles")
        self.profiles.toggled.connect(self.toggled)
        self.gate.asked.connect(self.asked)
        self.season.opened.connect(lambda id: self.asked.emit("open", id))
        inside = column(row(self.tabs, None, margins=(12, 10, 12, 0)), spacing=0)
        inside.addWidget(self.pages, 1)
        self.setLayout(inside)
        self._findings = -1

    @property
    def page(self) -> str:
        """The page that is seen."""
        return PAGES[self.pages.currentIndex()]

    def show_page(self, name: str) -> None:
        """Bring a page up."""
        self.tabs.choose(name)
        self.pages.setCurrentIndex(PAGES.index(name))
        self.page_changed.emit()

    def show_view(self, view: DeliverView) -> None:
        """Show profiles and gate."""
        self.profiles.show_cards(view.profiles)
        self.gate.show_view(view)
        if len(view.findings) != self._findings:
            self._findings = len(view.findings)
            name = t("Gate · {n}", n=self._findings) if self._findings else t("Gate")
            self.tabs.at("gate").setText(name)
            self.tabs.at("gate").setAccessibleName(name)

    def show_result(self, view: ResultView) -> None:
        """What came of the last export; brought up when it wants a person."""
        self.gate.show_result(view)
        if view.worth_a_look:
            self.show_page("gate")
