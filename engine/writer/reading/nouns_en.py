"""English people nouns, kin and verb forms, prepared once from people.toml."""

from __future__ import annotations

import re
from functools import cache

from engine.writer.data import table

_SUFFIX = re.compile(r"\w{3,}(?:er|or|ist|ess|man|men|woman|women|ian|eer|smith|maid|keeper)s?$")
_VOWELS = "aeiou"


def words(key: str, group: str = "en") -> frozenset[str]:
    """A word list of people.toml, without the entries that are struck out."""
    return _words(key, group)


@cache
def _words(key: str, group: str) -> frozenset[str]:
    found = table("people.toml")
    for part in group.split("."):
        found = found[part]
    return frozenset(word for word in found[key].split() if not word.endswith("?"))


@cache
def kin() -> dict[str, str]:
    """Relations of a hero and the gender they imply, "" for either."""
    rows = table("people.toml")["en"]["kin"].split()
    return {word: gender for word, _, gender in (row.partition(":") for row in rows)}


@cache
def is_person(word: str, *, sure: bool) -> bool:
    """Whether a lower-case noun is somebody. sure: only listed ones, not by their ending."""
    one = singular(word)
    for key in ("female", "male", "neutral", "group", "hostile"):
        if word in words(key) or one in words(key):
            return True
    if word in kin() or one in kin():
        return True
    return not sure and bool(_SUFFIX.match(word)) and one not in words("not_person")


@cache
def thing_words() -> frozenset[str]:
    """Nouns for things that are no verbs as well."""
    rows = table("objects.toml")["en"]
    return frozenset(rows["heads"].split()) - frozenset(rows["also_verbs"].split())


def is_group(word: str) -> bool:
    """Whether it names more than one."""
    one = singular(word)
    many = word != one and is_person(one, sure=True) and not word.endswith("ss")
    return word in words("group") or many


def gender_of_noun(word: str) -> str:
    """f, m or ""."""
    one = singular(word)
    if kin().get(one):
        return kin()[one]
    if one in words("female") or (
        one.endswith(("woman", "ess")) and one not in ("boss", "princess")
    ):
        return "f"
    if one in words("male") or (one.endswith("man") and not one.endswith("woman")):
        return "m"
    return "f" if one == "princess" else ""


@cache
def singular(word: str) -> str:
    """The singular of a regular plural."""
    if word.endswith("men") and len(word) > 3:
        return f"{word[:-3]}man"
    if word.endswith("wives"):
        return f"{word[:-5]}wife"
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@cache
def verb_forms(key: str, group: str) -> dict[str, tuple[str, str, str]]:
    """Every form of the listed verbs: form to (lemma, kind, past).

    kind: base, s, ing, past, part (past participle) or both (past and participle alike).
    """
    found: dict[str, tuple[str, str, str]] = {}
    rows = table("people.toml")
    for part in group.split("."):
        rows = rows[part]
    for row in rows[key].split():
        if row.endswith("?"):
            continue
        lemma, past, part = (*row.split(":"), "", "")[:3]
        past, part = past or _past(lemma), part or past or _past(lemma)
        for form, kind in ((_ing(lemma), "ing"), (_third(lemma), "s"), (lemma, "base")):
            found[form] = (lemma, kind, past)
        if past == part:
            found[past] = (lemma, "both", past)
        else:
            found[past], found[part] = (lemma, "past", past), (lemma, "part", past)
    return found


@cache
def every_verb() -> dict[str, tuple[str, str, str]]:
    """Every form of every listed verb, harmful ones first."""
    return {
        **verb_forms("verbs", "en.hero"),
        **verb_forms("weak", "en.harm"),
        **verb_forms("verbs", "en.harm"),
    }


def _doubles(lemma: str) -> bool:
    short = bool(re.search(rf"[^{_VOWELS}][{_VOWELS}][bdgmnprtl]$", lemma))
    return short and (
        len(re.findall(rf"[{_VOWELS}]+", lemma)) == 1 or lemma in ("expel", "kidnap", "rebel")
    )


def _past(lemma: str) -> str:
    if lemma.endswith("e"):
        return f"{lemma}d"
    if re.search(rf"[^{_VOWELS}]y$", lemma):
        return f"{lemma[:-1]}ied"
    return f"{lemma}{lemma[-1]}ed" if _doubles(lemma) else f"{lemma}ed"


def _ing(lemma: str) -> str:
    if lemma.endswith("ie"):
        return f"{lemma[:-2]}ying"
    if lemma.endswith("e") and not lemma.endswith("ee"):
        return f"{lemma[:-1]}ing"
    return f"{lemma}{lemma[-1]}ing" if _doubles(lemma) else f"{lemma}ing"


def _third(lemma: str) -> str:
    if re.search("(?:s|sh|ch|x|z|o)$", lemma):
        return f"{lemma}es"
    if re.search(rf"[^{_VOWELS}]y$", lemma):
        return f"{lemma[:-1]}ies"
    return f"{lemma}s"
