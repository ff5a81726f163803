"""Runs one command and turns every fault into one line with its remedy and an exit code.

0: done. 1: something failed, which is named. 2: bad input.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence

from app.cli.parser import parser
from engine.base.errors import StudioError

USAGE = 2


def run(arguments: Sequence[str]) -> int:
    """Run the command that was typed."""
    top = parser()
    try:
        options = top.parse_args(arguments)
    except SystemExit as exc:
        return exc.code if isinstance(exc.code, int) else USAGE
    if options.command is None:
        top.print_help()
        return 0
    try:
        if options.command == "models":  # has nothing to do with a project
            from app.cli.models import models

            return models(options)
        from app.cli.commands import COMMANDS

        return COMMANDS[options.command](options)
    except StudioError as exc:
        print(f"{options.command}: {exc}", file=sys.stderr)
        return exc.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 1
    except OSError as exc:
        print(f"{options.command}: {exc.strerror or exc}: {exc.filename or ''}", file=sys.stderr)
        return 1
    except Exception as exc:  # noqa: BLE001 - the last line of defence: a bug, told as one
        if os.environ.get("CLIFF_DEBUG"):
            traceback.print_exc()
        print(
            f"{options.command}: a fault in the studio ({type(exc).__name__}: {exc}). "
            "Set CLIFF_DEBUG=1 to see where; nothing that was finished is lost.",
            file=sys.stderr,
        )
        return 1
