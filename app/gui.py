"""Entry of the window: the Qt application, its style, and a window anew in another language."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.messages import speak
from app.settings import Settings
from app.studio import Studio
from widgets.theme import style_sheet


class Desktop:
    """The application and its one window."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.studio: Studio | None = None

    def show(self, project: Path | None = None) -> Studio:
        """Make the window in the language of the settings."""
        speak(self.settings.language)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.setStyleSheet(style_sheet())
        studio = Studio(self.settings)
        self.studio = studio
        studio.language_chosen.connect(self._again)
        window = studio.window
        if not window.restoreGeometry(self.settings.geometry):
            window.resize(1440, 900)
        window.set_layouts(self.settings.layouts)
        window.show()
        if project is not None:
            studio.open(project)
        return studio

    def _again(self, _language: str) -> None:
        """The same project in a new window; nothing is asked, nothing is lost."""
        old, qt = self.studio, QApplication.instance()
        if old is None or qt is None:
            return
        engine = old.session.engine
        project = engine.folder if engine is not None else None
        old.window.hide()
        old.close()
        old.window.deleteLater()
        QTimer.singleShot(0, qt, lambda: self.show(project))


def application(arguments: Sequence[str]) -> QApplication:
    """The Qt application, set up once."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    made = QApplication([sys.argv[0], *arguments])
    made.setApplicationName("Cliffhanger Studio")
    made.setStyle("Fusion")  # one look everywhere; the theme replaces its colours
    made.setEffectEnabled(Qt.UIEffect.UI_AnimateTooltip, False)
    gc.disable()  # a collection in the engine's thread would destroy Qt objects there
    return made


def run(project: Path | None = None) -> int:
    """Open the window and stay until it is closed."""
    settings = Settings()
    if settings.scale != 100:
        os.environ.setdefault("QT_SCALE_FACTOR", f"{settings.scale / 100:g}")
    qt = application([])
    desktop = Desktop(settings)
    desktop.show(project)
    code = qt.exec()
    if desktop.studio is not None:
        desktop.studio.close()
    return code
