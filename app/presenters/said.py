"""What the engine says of models, in the window's language. What is not known stays as it is."""

from __future__ import annotations

import re

from engine.base.errors import StudioError
from widgets.words import t

PATTERNS = (
    "{model} is not on this machine.",
    "{model} is damaged: {what}.",
    "{file} has other content than when it came",
    "{file} is missing",
    "{file} has {n} bytes instead of {m}",
    "Nobody accepted the licence of {model} ({licence}) here.",
    "{folder} has pickled weights ({file}), which run code when read.",
    "{folder} holds no weights.",
    "{folder} is not there.",
    "{folder} wants to run code of its own ({file}: auto_map).",
    "{folder} holds no causal language model ({what}).",
    "{folder} has no tokeniser.",
    "{model} is being fetched by another process.",
    "{need} GB are needed in {folder}, {free} are free.",
    "{model} is given only to accounts that accepted its licence.",
    "{name} cannot be the name of a model.",
    "{name} is no address of a server.",
    "The connection to {hub} does not hold: {why}.",
    "{file} came with other content than the hub announced.",
    "{file} could not be converted: {why}",
    "{folder} holds no pickled weights.",
    "fits when {n} GB are free",
    "too large: needs {n} GB, this card has {m}",
    "cloning needs {model}: {remedy}",
    "The recording holds {n} s of sound.",
    "The recording is clipped ({n} of it at the limit).",
    "The consent record does not say {what}.",
)
"""Sentences with places, as the engine's rooms write them; their Chinese is in the table."""


def said(text: str) -> str:
    """A sentence of the engine; those without places are looked up as they are."""
    found = t(text)
    if found != text:
        return found
    for pattern in PATTERNS:
        hit = _matcher(pattern).fullmatch(text)
        if hit is not None:
            return t(pattern, **{name: said(value) for name, value in hit.groupdict().items()})
    return text


def told(fault: StudioError) -> str:
    """A known fault: what happened and what helps."""
    return f"{said(fault.message)} {said(fault.remedy)}".strip()


def _matcher(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", pattern)
    words = (re.escape(p) if at % 2 == 0 else f"(?P<{p}>.+?)" for at, p in enumerate(parts))
    return re.compile("".join(words), re.DOTALL)
