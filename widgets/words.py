"""Words of the window in the lead's language. English text is its own key."""

from __future__ import annotations

from collections.abc import Mapping

_FAMILIES = {"en": "Noto Sans CJK KR", "zh-CN": "Noto Sans CJK SC"}
"""One design in two regional cuts: KR has proportional Latin punctuation, SC the Chinese forms."""


class _Catalogue:
    """The language in use. One for the process: a window is made anew when it changes."""

    def __init__(self) -> None:
        self.language = "en"
        self.table: Mapping[str, str] = {}


_current = _Catalogue()


def use(language: str, table: Mapping[str, str]) -> None:
    """Show everything that is made from now on in this language."""
    _current.language = language
    _current.table = table


def language() -> str:
    """BCP-47 tag of the window's language."""
    return _current.language


def family() -> str:
    """The font family for the window's language."""
    return _FAMILIES.get(_current.language, _FAMILIES["en"])


def t(text: str, /, **values: object) -> str:
    """`text` in the window's language with ``{name}`` places filled in."""
    found = _current.table.get(text, text)
    return found.format(**values) if values else found
