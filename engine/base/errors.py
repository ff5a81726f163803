"""One taxonomy of errors: what went wrong, with which values, and what the lead can do about it.

A known fault of the world (bad input, full disk, missing font) is a `StudioError`; anything else
that escapes is a bug. `Cancelled` is neither: it is never shown.
"""

from __future__ import annotations


class StudioError(Exception):
    """A known fault. `code` is stable, `message` is one line, `remedy` says what to do.

    `exit_code` is what the command line returns for it: 1 something failed, 2 bad input.
    """

    exit_code = 1

    def __init__(self, code: str, message: str, remedy: str = "", **params: object) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.remedy = remedy
        self.params = params

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class UserInputError(StudioError):
    """What the lead typed or named cannot be used (exit 2)."""

    exit_code = 2


class EnvironmentFault(StudioError):
    """The machine lacks something: disk space, a font, a library."""


class ProjectError(StudioError):
    """The project on disk is locked, damaged, too new or missing a file."""


class MakeError(StudioError):
    """One asset could not be made; it fails its own slot only."""


class Cancelled(BaseException):
    """Work was stopped on request."""
