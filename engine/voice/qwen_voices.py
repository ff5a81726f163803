"""How Qwen3-TTS is told of a voice: a person who does not exist, in words (``qwen.toml``)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from engine.base.errors import UserInputError
from engine.voice.types import SpeechRequest

_NOTICED = 12  # per cent from which a voice's setting is told


def described(request: SpeechRequest) -> str:
    """Who speaks, for the model: a person who does not exist."""
    table, voice = _table(), request.voice
    row = table["voice"][voice.base % 6]
    if row["gender"] != request.gender:
        row = table["voice"][(voice.base + 3) % 6]
    parts = [table["ages"][request.age][request.gender], row["describe"]]
    for name, (less, more) in table["shades"].items():
        value = int(getattr(voice, name))
        if abs(value - 100) >= _NOTICED:
            parts.append(more if value > 100 else less)
    return f"The voice of {'; '.join(parts)}. Natural, clean studio recording, no accent."


def language(tag: str) -> str:
    """The model's name of a language. Raises UserInputError."""
    return str(_language(tag)["name"])


def sample(tag: str) -> str:
    """What a designed voice says once; "" for a language the model does not speak."""
    return str(_table()["languages"].get(_tongue(tag), {}).get("sample", ""))


def speaks(tag: str) -> bool:
    """Whether the model speaks a language."""
    return _tongue(tag) in _table()["languages"]


def _language(tag: str) -> dict[str, Any]:
    known = _table()["languages"]
    if _tongue(tag) not in known:
        raise UserInputError(
            "no-language", f"Qwen3-TTS does not speak {tag}.", f"Use {', '.join(known)}."
        )
    found: dict[str, Any] = known[_tongue(tag)]
    return found


def _tongue(tag: str) -> str:
    return tag.lower().partition("-")[0]


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("resources").joinpath("voice", "qwen.toml").read_text("utf-8"))
