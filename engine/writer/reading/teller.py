"""The one who says "I": whether a premise has a teller, and what it tells of them.

A teller has no name unless one is said; gender and card come from the words around "I".
"""

from __future__ import annotations

import re

from engine.writer.reading import nouns_en as nouns
from engine.writer.reading.beings import Being

_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]|(?<![A-Za-z])['‘][^'’]{3,90}['’](?![A-Za-z])")
_NAMED = re.compile(
    r"\b(?:[Mm]y name is|I[’']m|I am|I was named|call me|I, )(?: called)? ?"
    r"([A-Z][a-z]+(?: [A-Z][a-z]+)?)\b(?! ?(?:is|was))"
)
_SAID = re.compile(
    r"\b(?:I(?:[’']m| am| was| used to be| became| become| work(?:ed)? as| play(?:ed)?)|[Aa]s|"
    r"I(?:[’']ve| have)? (?:spent|been) [\w ]{1,24} as|turns? me into|made me|called me|"
    r"hired me as|wake up (?:as|in the body of)|I, )(?: just| only| still| now)? "
    r"(?:a|an|the|his|her|their) "
    r"((?:[a-z'’-]+ ){0,3}[a-z-]+)(?=[ ,.;:—]|$)"
)
_HIS = re.compile(r"\bhis (?:new |young |fake |contract |secret )?(wife|bride|mistress|maid)\b")
_WED = re.compile(
    r"\b(?:marriage contract|contract marriage|I (?:have to |must |will |agreed to )?marr(?:y|ied)|"
    r"my (?:wedding|groom|fiancé|fiance|husband)|walk(?:ed)? down the aisle)\b"
)
_WOMAN = re.compile(
    r"\b(?:my (?:husband|boyfriend|ex-husband|fiancé|fiance|groom|wedding dress|mother-in-law)|"
    r"pregnant|his (?:wife|bride|daughter|sister|mistress|girlfriend|maid)|bride|"
    r"I(?:[’']m| am| was) (?:a |the |his |their )?(?:[\w-]+ ){0,2}(?:woman|girl|mother|daughter|"
    r"widow|queen|princess|sister|wife|maid|actress|waitress))\b"
)
_MAN = re.compile(
    r"\b(?:my (?:wife|girlfriend|ex-wife|fiancée|bride)|"
    r"I(?:[’']m| am| was) (?:a |the |her |their )?(?:[\w-]+ ){0,2}(?:man|boy|father|son|king|"
    r"prince|brother|husband|widower|guy))\b"
)


def tells(text: str) -> bool:
    """Whether the premise is told by its hero: I or my outside quotations."""
    bare = _QUOTED.sub(" ", text)
    return bool(re.search(r"\b(?:I|I[’'](?:m|ve|d|ll)|[Mm]y|me)\b", bare)) and bool(
        re.search(r"\bI\b|\bmy\b", bare) or bare.startswith("My ")
    )


def teller_en(text: str) -> Being:
    """The teller of an English premise."""
    bare = _QUOTED.sub(" ", text)
    told = Being(-1, extra={"i": "1"})
    name = _NAMED.search(bare)
    told.name = name[1] if name and name[1].split()[0] not in ("The", "Not", "In") else ""
    for said in _SAID.finditer(bare):
        words = said[1].split()
        at = next((i for i, w in enumerate(words) if nouns.is_person(w, sure=True)), -1)
        if at < 0:
            continue
        while at + 1 < len(words) and nouns.is_person(words[at + 1], sure=True):
            at += 1
        told.noun = " ".join(words[: at + 1])
        told.gender = nouns.gender_of_noun(words[at])
        break
    woman, man = len(_WOMAN.findall(bare)), len(_MAN.findall(bare))
    his = _HIS.search(bare)
    if woman != man or his:
        told.gender = told.gender or ("f" if woman > man or his else "m")
    elif not woman and _WED.search(bare) and re.search(r"\b(?:man|ceo|billionaire|king)\b", bare):
        told.gender = told.gender or "f"
    if not told.noun:
        told.noun = his[1] if his else _by_life(bare, told.gender)
    return told


def _by_life(text: str, gender: str) -> str:
    """A card from what the teller's life is about."""
    if _WED.search(text):
        return "groom" if gender == "m" else "bride"
    return "narrator"
