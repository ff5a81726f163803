"""Proper names of an English premise: which words are names, and whether of people or not.

Capitals are the only mark English gives, so everything here argues from position and neighbours.
Must not decide who plays which role.
"""

from __future__ import annotations

import re
from functools import cache

from engine.writer.data import lexicon, table
from engine.writer.reading.nouns_en import is_group, is_person, thing_words, words

_TITLES = re.compile(
    r"^(?:Crown |Dr\.? |Mr\.? |Mrs\.? |Ms\.? )?"
    r"(?:Prince|Princess|Agent|Sir|Madam|Master|Emperor|Empress|King|"
    r"Queen|Lord|Lady|General|Captain|Duke|Detective|"
    r"Governor|Senator|Mayor|Director|Judge|Inspector|Sheriff|Major|Colonel|Countess|Baron|"
    r"Congressman|Congresswoman|Councillor|Councilman|Councilwoman|Deputy|Warden|Sultan|Frau|Herr|"
    r"Señor|Señora|Monsieur|Signor|Signora|Comrade|Reverend|Pastor|Rabbi|Imam|Constable|Dame|Baroness|"
    r"Sergeant|Lieutenant|Commander|Admiral|Marshal|Don|Doña|Sister|Brother|Officer|"
    r"Professor|Chef|Nurse|Father|Elder|Alpha|Madame|Coach|Old|Crown "
    r"Prince|Abbot|Minister|Chief|Doctor|President|Chairman|Young Master|"
    r"Dr\.?|Mr\.?|Mrs\.?|Ms\.?) "
)
_TITLED = re.compile(
    r"\b(?:Sir|Dame|Lord|Lady|Baron|Baroness|Count|Countess|Mr|Mrs|Ms|Miss|Dr|Judge|Captain|Colonel|"
    r"General|Sergeant|Detective|Inspector|Senator|Professor|Father|Sister|Madame)\.? $"
)
_TRADESMAN = re.compile(
    "[A-Z][a-z]{2,}(?:maker|seller|driver|hunter|catcher|herder|man|men|woman|smith|keeper|maid|monger|wright)$"
)
_ARTISAN = re.compile(r"\w{3,}(?:ist|smith|maid|keeper|woman|naut|wright|monger)")
_TRADE = re.compile(r"\w+(?:er|or|man|woman|ist|naut|ess|ian|smith) ")
_NAME = re.compile(
    r"(?<![\w])(?:(?:St|Dr|Mr|Mrs|Ms)\. )?[A-ZÀ-Þ][a-zà-ÿ]+(?:['’][A-Z][a-z]+)?(?:-[a-z]+\b)?"
    r"(?:(?:[- ]| & |['’]s (?=(?:End|Landing|Hollow|Point|Creek|Gate|Rest|Crossing|Hope|Bend)\b)"
    r"| (?:de|da|dos|del|al|bin|van|von|el|la) )[A-ZÀ-Þ][a-zà-ÿ]+(?:-[a-z]+\b)?)*"
)


_COUNTED = re.compile(
    "(?:Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Eleven|Twelve|[A-Z][a-z]+teen|"
    "(?:Twen|Thir|For|Fif|Six|Seven|Eigh|Nine)ty(?:-[a-z]+)?|Hundreds?|Thousands?|Dozens?|Half|"
    "Neither|Either|Both|None|Whoever|Whatever|Somebody|Someone|Nobody|Everybody|Everyone)"
)
"""Numbers and quantifiers, a closed class, are no names where they open a sentence."""
_VERBS = "[a-z]+s|[a-z]+ed|had|will|can|could|knows|finds"
_PLACE_BEFORE = re.compile(
    r"(?:\b(?:(?:north|south|east|west) of|in|into|at|near|across|inside|outside|above|beyond|"
    r"below|around)|"
    r"\b(?:comes?|home|returns?|back|moves?|flees?|goes|sails?|sent|train|road|way|flight|bus|ticket|trip|boat|"
    r"ship|travels?|runs?|journey|relocates?) to|"
    r"\b(?:pack|town|village|city|island|kingdom|house|clan|court|people|"
    r"coast|port|king|queen|duke|"
    r"streets|slums|hills|forests|mountains|woods) of|\d{4}) $"
)


_THING_BEFORE = re.compile(
    r"\b(?:finals?|semi-finals?|seasons?|episodes?|cast|hosts?|winners?|set|issues?|pages|copy|"
    r"copies|bottle|shares|employees?|headquarters|lobby|deck|crew|wreck|captain of the) of $"
    r"|\b(?:a|an|the|same|her|his|my|their)(?: [a-z]+)? (?:black|white|red|silver|blue|grey|gray|"
    r"green|yellow|vintage|battered|second-hand|parked|rusty|rented|borrowed|stolen|armoured|"
    r"aboard|called the|named the) $"
)
"""What stands before the name of a show, a ship or a car, not of a person."""


def proper_names(text: str) -> tuple[list[str], list[str]]:
    """People, and other proper names, each in order of first mention, without titles."""
    people: list[str] = []
    others: list[str] = []
    for hit in _NAME.finditer(text):
        name, start = _trimmed(hit[0], hit.start(), text)
        if not name:
            continue
        (others if _is_no_person(name, start, text) else people).append(name)
    full = [name for name in dict.fromkeys(people) if not _part_of(name, people)]
    return full, [n for n in dict.fromkeys(others) if not any(n in p for p in full)]


def gender_of(name: str, text: str, *, sure: bool = False) -> str:
    """f, m or "" by title, the noun before it and first name; by its ending unless `sure`."""
    bank = table("reading.toml")["en"]
    first, before = name.split()[0], ""
    at = text.find(name)
    while at >= 0:
        before += f"{text[max(0, at - 14) : at]}|"
        at = text.find(name, at + 1)
    if re.search(rf"\b(?:{bank['female_titles']})\.? \|", before):
        return "f"
    if re.search(r"\b(?:King|Prince|Lord|Duke|Emperor|Mr|Sir)\.? \|", before):
        return "m"
    if re.search(r"\b(?:mother|girl|woman|wife|daughter|actress|bride|maid),? \|", before):
        return "f"
    if re.fullmatch(bank["female"], first):
        return "f"
    if first in _given():
        return _given()[first]
    if (
        not sure
        and re.search("(?:a|elle|ette|lyn|ine)$", first)
        and not re.fullmatch(bank["male_a"], first)
    ):
        return "f"
    return ""


def _trimmed(raw: str, start: int, text: str) -> tuple[str, int]:
    """The name without what only stands before it, "" when nothing is left of it."""
    jobs, small = lexicon("words")["jobs"], table("reading.toml")["en"]["small"].split()
    name = raw
    opens = start == 0 or bool(re.search(r"[.!?:;\"“]\s*$", text[:start]))
    while name and name.split()[0].lower() in small:
        name, opens = name.partition(" ")[2], False
    if opens and name and _COUNTED.fullmatch(name.split()[0]):
        name, opens = name.partition(" ")[2], False
    name = _TITLES.sub("", re.sub("^Ex-[a-z]+ ", "", name))
    head = name.split()[0].lower() if " " in name else ""
    if opens and head and _ARTISAN.fullmatch(head) and head.capitalize() not in _given():
        name, opens = name.split(" ", 1)[1], False
    if opens and " " not in name and _common(name) and not _again(name, text):
        return "", start
    if opens and _TRADESMAN.fullmatch(name) and not _again(name, text):
        return "", start
    if opens and head and is_person(head, sure=True) and head not in ("grace", "mother", "angel"):
        name, opens = name.split(" ", 1)[1], False
    if opens and len(name.split()) > 2 and _TRADE.match(name):
        name = name.split(" ", 1)[1]
    if re.fullmatch(table("reading.toml")["en"]["never"], name):
        return "", start
    if " " in name and name.split()[0].lower() in jobs:
        name, opens = name.split(" ", 1)[1], False
    if not name or name.lower() in jobs or (opens and not _opens_as_name(name, start, text)):
        return "", start
    return name, text.find(name, start)


def _opens_as_name(name: str, start: int, text: str) -> bool:
    """Whether a capitalised run that opens a sentence is more than the sentence's first word."""
    if " " in name:
        return True
    rest = text[start + len(name) :]
    if text[max(0, start - 2) : start] == ": " and re.match("[.!?]|$", rest):
        return True
    if _again(name, text):
        return True
    if re.search("(?:ed|ing|ly)$", name):
        return False
    verbs = table("reading.toml")["en"]["verbs"]
    return bool(re.match(rf"(?:['’]s|,| (?:(?:{verbs})\b|[a-z]+[^s\W]s (?!later|ago)))", rest))


def _again(name: str, text: str) -> bool:
    """Whether the name stands inside a sentence too, after a small letter or a comma."""
    at = text.find(name)
    while at >= 0:
        before, after = text[max(0, at - 2) : at], text[at + len(name) : at + len(name) + 1]
        if re.fullmatch("[a-z,] ", before) and not after.isalnum():
            return True
        at = text.find(name, at + 1)
    return False


def _is_no_person(name: str, start: int, text: str) -> bool:
    places = table("reading.toml")["en"]["places"]
    lead = re.search(r"([a-z]+) $", text[max(0, start - 16) : start])
    if lead and " " in name and is_person(lead[1], sure=True) and not is_group(lead[1]):
        return False
    if _TITLED.search(text[max(0, start - 16) : start]):
        return False
    towns = _towns()
    if len(name.split()) == 2 and name.split()[0] in _given() and name.split()[1] not in towns:
        return False
    if re.search(rf"(?:^| )(?:{places})$", name) or name.startswith("St. ") or "&" in name:
        return True
    if name in towns or (" " in name and name.split()[-1] in towns and text.count(name) == 1):
        return True
    if name in _half_towns() and not re.match(
        rf"['’]s|,? (?:who|is|was|has|must|{_VERBS})\b", text[start + len(name) :]
    ):
        return True
    before = text[max(0, start - 40) : start]
    spoken = is_person(name.split()[-1].lower(), sure=True) and not is_group(
        name.split()[-1].lower()
    )
    if spoken and re.search(r"\b[Tt]he $", before):
        return False
    if re.search(r"\b[Tt]he $", before) or _THING_BEFORE.search(before) or name in _brands():
        return True
    if name.split()[-1] in ("Broadway", "Hollywood", "Christmas", "Easter", "Halloween"):
        return True
    once = text.count(name) == 1
    after = text[start + len(name) :]
    return (
        once
        and bool(_PLACE_BEFORE.search(text[max(0, start - 22) : start]))
        and (not after.startswith(("'s", "’s")))
    )


@cache
def _given() -> dict[str, str]:
    """Given names that are only a woman's or only a man's, with f or m."""
    bank = table("reading.toml")["en"]
    found = dict.fromkeys(bank["women"].split(), "f")
    return found | dict.fromkeys(bank["men"].split(), "m")


def _common(name: str) -> bool:
    """Whether a word that opens a sentence is a thing, a time or a weather, and no given name."""
    low = name.lower()
    en = table("reading.toml")["en"]
    if name in _given() or re.fullmatch(en["female"], name):
        return False
    return low in thing_words() or low in words("weather", "en.grammar")


@cache
def _brands() -> frozenset[str]:
    return frozenset(table("reading.toml")["en"]["brands"].split("|"))


@cache
def _towns() -> frozenset[str]:
    return frozenset(table("reading.toml")["en"]["towns"].split("|"))


@cache
def _half_towns() -> frozenset[str]:
    """Places that are given names too: places only where nothing makes them act."""
    return frozenset(table("reading.toml")["en"]["half_towns"].split("|"))


def _part_of(name: str, people: list[str]) -> bool:
    return any(name != other and name in other.split() for other in people)
