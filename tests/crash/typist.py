"""A lead who edits as fast as the studio acknowledges, in the real window. Run by the kill test."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from app.gui import Desktop, application
from app.settings import Settings
from engine.edits.fields import set_field
from tests.gui.hands import until

LINE = "ep01/line1"


def main(project: Path, first: int) -> None:
    """Count upwards in a line; every acknowledged number is printed."""
    qt = application([])
    desktop = Desktop(Settings(project.parent / "studio.ini"))
    studio = desktop.show(project)
    if not until(lambda: studio.context.shown is not None):
        sys.exit(1)
    numbers = itertools.count(first)

    def edit() -> None:
        number = next(numbers)

        def acknowledged() -> None:
            print(number, flush=True)
            edit()

        studio.context.edit(lambda d: set_field(d, LINE, "text", f"Word {number}."), acknowledged)

    edit()
    qt.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
