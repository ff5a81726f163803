"""Which language a premise is in: by its script, and among Latin ones by words and letters."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_PORTUGUESE = re.compile(
    r"(?<!\w)(?:de|da|do|das|dos|que|não|uma|um|e|é|em|no|na|com|para|por|pelo|pela|seu|sua|ela"
    r"|ele|mas|os|as|ao|à|quando|depois|após|foi|mãe|pai|filha|irmã|mais|quer|sem)(?!\w)"
)
_ENGLISH = re.compile(
    r"(?<!\w)(?:the|and|of|a|an|to|in|her|his|she|he|who|that|is|was|with|by|for|from|on|must|it"
    r"|when|after|but|has|at|as|into|they|their|not|my|i)(?!\w)"
)
_SPANISH = re.compile(
    r"(?<!\w)(?:el|la|los|las|y|del|una|un|su|con|pero|ella|él|muy|más|es|en|por|para|quiere)(?!\w)"
)
_TILDES = re.compile("[ãõçêôâ]")
"""Letters of Portuguese that Spanish and English do not have."""


def language_of(premise: str) -> tuple[str, str]:
    """The tag of the language and its name in words; the tag is "" for one nobody can tell."""
    scripts: dict[str, int] = {}
    for ch, times in Counter(premise).items():
        if ch.isalpha():
            name = unicodedata.name(ch, "UNKNOWN").split()[0]
            scripts[name] = scripts.get(name, 0) + times
    if not scripts:
        return "", "no script"
    top = max(scripts, key=lambda name: scripts[name])
    if scripts.get("HIRAGANA", 0) + scripts.get("KATAKANA", 0) > 0.1 * sum(scripts.values()):
        top = "HIRAGANA"
    if top in ("CJK", "IDEOGRAPHIC"):
        return "zh-CN", "Mandarin"
    if top == "DEVANAGARI":
        return "hi", "Hindi"
    if top == "LATIN":
        return _latin(premise.lower())
    return "", f"{top.title()} script"


def _latin(low: str) -> tuple[str, str]:
    """Portuguese where its words and letters outweigh those of its neighbours, else English."""
    portuguese = len(_PORTUGUESE.findall(low)) + 2 * len(_TILDES.findall(low))
    if portuguese > len(_ENGLISH.findall(low)) and portuguese >= len(_SPANISH.findall(low)):
        return "pt-BR", "Portuguese"
    return "en", "English"
