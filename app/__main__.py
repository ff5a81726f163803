"""Entry of the studio, ``python -m app``: arguments go to the command line."""

from __future__ import annotations

import sys


def main() -> int:
    """Run a command; returns the exit code."""
    from app.cli.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
