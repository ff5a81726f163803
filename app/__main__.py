"""Entry of the studio, ``python -m app``: alone it opens the window, with a command it obeys.

A project's folder as the only argument is opened in the window. Nothing heavy is imported before it
is known what is wanted.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

_BEGAN_S = time.perf_counter()


def main() -> int:
    """Open the window or run a command; returns the exit code."""
    arguments = sys.argv[1:]
    project = Path(arguments[0]) if len(arguments) == 1 else None
    wants_window = not arguments or arguments == ["--smoke"] or _is_project(project)
    if not wants_window:
        from app.cli.main import run

        return run(arguments)
    if not _has_screen():
        print("There is no screen here, so the window cannot open.", file=sys.stderr)
        print("On the command line: make, write, render, export; --help tells more.",
              file=sys.stderr)  # fmt: skip
        return 2 if arguments else _help()
    if arguments == ["--smoke"]:
        from app import smoke

        return smoke.run(_BEGAN_S)
    from app import gui

    return gui.run(project)


def _help() -> int:
    from app.cli.main import run

    return run([])


def _is_project(path: Path | None) -> bool:
    return path is not None and (path / "project.db").is_file()


def _has_screen() -> bool:
    """On X11 and Wayland a variable tells; other systems always have one."""
    if sys.platform in ("darwin", "win32"):
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in names)


if __name__ == "__main__":
    sys.exit(main())
