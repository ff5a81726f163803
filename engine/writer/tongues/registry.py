"""Which language is which: ids of folders of lines, their tags, and the tongue of each."""

from __future__ import annotations

from engine.writer.tongues.chinese import Chinese
from engine.writer.tongues.english import English
from engine.writer.tongues.hindi import Hindi
from engine.writer.tongues.portuguese import Portuguese
from engine.writer.tongues.tongue import Tongue

_TONGUES: dict[str, Tongue] = {t.id: t for t in (English(), Chinese(), Hindi(), Portuguese())}


def tongue_of(id: str) -> Tongue:
    """The tongue of a folder of lines."""
    return _TONGUES[id]


def tongue_for(tag: str) -> str:
    """The folder of lines for a BCP 47 tag."""
    head = tag.lower().partition("-")[0]
    return head if head in _TONGUES else "en"
