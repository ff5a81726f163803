"""Every word that the window shows has its Chinese, with the same places to fill in."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

from app.presenters.arc import _TEXTS
from app.presenters.history import _FIELDS, _SERIES, _VERBS
from app.presenters.jobs import ROLE_WORDS
from app.presenters.premise import _PERSON_NAMES
from app.presenters.profiles import LABEL_NAMES
from app.presenters.reasons import _RECIPE_WORDS
from app.presenters.shown import STATE_WORDS
from app.presenters.start import SAMPLES
from engine.delivery.gate.findings import checks, finding
from engine.delivery.labels import LAWS
from engine.delivery.profiles import profiles
from engine.editor.grammar import CAMERA, OVERLAYS, SOUNDS
from engine.series.document import CLIFF_TYPES, EMOTIONS, FRAMINGS, MOODS, TIMES_OF_DAY
from widgets.theme import STATES

ROOT = Path(__file__).resolve().parents[2]
TABLE: dict[str, str] = json.loads((ROOT / "resources" / "words" / "zh-CN.json").read_text("utf-8"))


def _written() -> set[str]:
    """Texts that are handed to `t` as they stand."""
    found: set[str] = set()
    for room in ("app", "widgets"):
        for path in (ROOT / room).rglob("*.py"):
            for item in ast.walk(ast.parse(path.read_text("utf-8"))):
                called = isinstance(item, ast.Call) and isinstance(item.func, ast.Name)
                if called and item.func.id == "t" and item.args:
                    text = item.args[0]
                    if isinstance(text, ast.Constant) and isinstance(text.value, str):
                        found.add(text.value)
    return found


FOUND = [finding(check, 1, "", "") for check in checks()]
NAMED = {
    *EMOTIONS, *FRAMINGS, *MOODS, *TIMES_OF_DAY, *CAMERA, *OVERLAYS, *SOUNDS, *STATES, *SAMPLES,
    *(kind.capitalize() for kind in CLIFF_TYPES), *ROLE_WORDS.values(), *STATE_WORDS.values(),
    *_TEXTS.values(), *_VERBS.values(), *_FIELDS.values(), *_RECIPE_WORDS.values(),
    *_SERIES.values(), *LABEL_NAMES.values(), *LAWS.values(),
    *(text for p in profiles().values() for text in (p.name, p.note)),
    *(text for each in FOUND for text in (each.text, each.remedy)),
    *_PERSON_NAMES.values(), "generated", "human", "imported", "read", "inferred", "default",
}  # fmt: skip


@pytest.mark.parametrize("text", sorted(_written() | NAMED))
def test_a_text_has_its_chinese(text: str) -> None:
    assert text in TABLE
    assert set(re.findall(r"\{(\w+)\}", TABLE[text])) == set(re.findall(r"\{(\w+)\}", text))


def test_no_chinese_is_left_over() -> None:
    assert not [value for value in TABLE.values() if not value.strip()]


def test_the_window_never_shows_its_own_names_for_things() -> None:
    shown = {value for value in TABLE.values() if re.search(r"\bep\d\d|/line|:speech", value)}
    assert not shown
