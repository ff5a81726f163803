"""Which fonts the burned-in words are set in, and the promise that every letter has a shape.

Only fonts of the system are used. A letter without a glyph is a fault of the machine that names
the package to install; an empty box is never drawn.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

import skia

from engine.base.errors import EnvironmentFault

SANS = ("Noto Sans CJK SC",)
SERIF = ("Noto Serif CJK SC", "Noto Sans CJK SC")
DEVANAGARI = ("Noto Sans Devanagari", "Lohit Devanagari")


class Script(NamedTuple):
    """A script: a letter that proves the font, and the Debian package that brings it."""

    sample: str
    package: str


_BY_LANGUAGE = {"hi": Script("क", "fonts-lohit-deva"), "mr": Script("क", "fonts-lohit-deva")}
_LATIN_AND_HAN = Script("字", "fonts-noto-cjk")


@cache
def manager() -> skia.FontMgr:
    """The system's fonts."""
    return skia.FontMgr()


@cache
def collection() -> skia.textlayout.FontCollection:
    """The fonts as the paragraph layout wants them."""
    found = skia.textlayout.FontCollection()
    found.setDefaultFontManager(manager())
    return found


@cache
def _installed() -> frozenset[str]:
    fonts = manager()
    return frozenset(str(fonts.getFamilyName(i)) for i in range(fonts.countFamilies()))


@cache
def families(serif: bool = False) -> tuple[str, ...]:
    """The installed families to set words in, in order of preference."""
    wanted = (*(SERIF if serif else SANS), *DEVANAGARI)
    return tuple(f for f in wanted if f in _installed())


def require_fonts(language: str) -> None:
    """Make sure that `language` (BCP-47) can be written.

    Raises:
        EnvironmentFault: naming the Debian package that is missing.
    """
    needed = [_LATIN_AND_HAN]
    if (script := _BY_LANGUAGE.get(language.split("-")[0].lower())) is not None:
        needed.append(script)
    for script in needed:
        if not _has_glyph(script.sample):
            raise _missing(script.sample, script.package)


def require_glyphs(text: str) -> None:
    """Make sure that every letter of `text` has a shape in some installed font.

    Raises:
        EnvironmentFault: naming the letter and the Debian package that may have it.
    """
    for letter in text:
        category = unicodedata.category(letter)
        if category[0] == "Z" or category in ("Cc", "Cf") or "\ufe00" <= letter <= "\ufe0f":
            continue
        if not _has_glyph(letter):
            raise _missing(letter, _package(letter))


def _package(letter: str) -> str:
    name = unicodedata.name(letter, "")
    if name.startswith("DEVANAGARI"):
        return "fonts-lohit-deva"
    return "fonts-noto-cjk" if name.startswith(("CJK", "HIRAGANA", "KATAKANA")) else "fonts-noto"


def _missing(letter: str, package: str) -> EnvironmentFault:
    return EnvironmentFault(
        "font-missing",
        f"No installed font has the letter {letter} (U+{ord(letter):04X}).",
        f"Install {package}: sudo apt-get install {package}",
        package=package,
    )


@lru_cache(maxsize=8192)
def _has_glyph(letter: str) -> bool:
    code = ord(letter)
    for family in families():
        face = manager().matchFamilyStyle(family, skia.FontStyle.Bold())
        if face is not None and face.unicharToGlyph(code):
            return True
    other = manager().matchFamilyStyleCharacter("", skia.FontStyle.Bold(), ["en"], code)
    return other is not None and bool(other.unicharToGlyph(code))
