"""The window's words: loads a language's table and hands it to the widgets."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from engine.base.errors import StudioError
from widgets import words
from widgets.words import t


def speak(language: str) -> None:
    """Use this language for everything that is made from now on."""
    words.use(language, _table(language))


@lru_cache(4)
def _table(language: str) -> Mapping[str, str]:
    if language == "en":
        return {}
    file = files("resources").joinpath("words", f"{language}.json")
    table = json.loads(file.read_text("utf-8"))
    return {str(key): str(value) for key, value in table.items()}


def refusal(error: StudioError) -> str:
    """A known fault in one line: what happened and what helps."""
    return f"{t(error.message)} {t(error.remedy)}".strip()
