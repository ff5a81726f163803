"""What people type, turned into values or into a message that names the remedy."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from engine.base.errors import UserInputError
from engine.models.library import Library
from engine.models.types import ROLES
from engine.series.address import normal
from engine.series.takes import Slot
from engine.work.refusals import check_engine

_MAX_FILE_BYTES = 1 << 20


def premise_text(argument: str, *, must_be_file: bool = False) -> str:
    """The premise itself, or the content of the file it names."""
    try:
        is_file = len(argument) < 4096 and "\x00" not in argument and Path(argument).is_file()
    except OSError:
        is_file = False
    if not is_file:
        if must_be_file:
            raise UserInputError("no-file", f"{argument} is not a file.", "Name a readable file.")
        return argument
    path = Path(argument)
    if path.stat().st_size > _MAX_FILE_BYTES:
        raise UserInputError("too-long", f"{path} is larger than 1 MB.", "Cut it to a paragraph.")
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise UserInputError("binary", f"{path} is not text.", "Save it as UTF-8 text.") from exc
    except OSError as exc:
        raise UserInputError("unreadable", f"{path} cannot be read.", "Check its rights.") from exc


def episode_numbers(text: str | None, episodes: int) -> set[int] | None:
    """``1,3-5`` as numbers; None for all."""
    if text is None:
        return None
    found: set[int] = set()
    for part in text.split(","):
        hit = re.fullmatch(r"\s*(\d{1,4})(?:\s*-\s*(\d{1,4}))?\s*", part)
        if hit is None:
            raise UserInputError("only", f"--only {text!r} is not a list.", "Write it like 1,3-5.")
        found |= set(range(int(hit[1]), int(hit[2] or hit[1]) + 1))
    if not found or not found <= set(range(1, episodes + 1)):
        raise UserInputError(
            "only", f"--only {text} names episodes that are not there.",
            f"The season has episodes 1 to {episodes}.",
        )  # fmt: skip
    return found


def engines_of(options: Namespace) -> dict[str, str]:
    """The engines that were named, by role. Raises UserInputError for one that does not exist."""
    named = {role: str(id) for role in ROLES if (id := getattr(options, role, None))}
    for role, id in named.items():
        check_engine(Library().engines(), role, id)
    return named


def slot_of(text: str) -> Slot:
    """``ep3/line2:speech`` as a slot."""
    address, colon, role = text.rpartition(":")
    try:
        return Slot.parse(f"{normal(address)}{colon}{role}")
    except ValueError as exc:
        raise UserInputError("slot", f"{exc}.", "`status` lists every slot.") from exc


def values_of(arguments: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """``field=value`` pairs."""
    found: list[tuple[str, str]] = []
    for argument in arguments:
        field, equals, value = argument.partition("=")
        if not equals or not field.strip():
            raise UserInputError(
                "assignment", f"{argument!r} changes nothing.", 'Write field=value, like text="No."'
            )
        found.append((field.strip(), value))
    return tuple(found)
