"""Reading an English premise: names, relatives, harm, status, secret, power."""

from __future__ import annotations

import re

from engine.writer.data import lexicon
from engine.writer.story import Story

_NOT_NAMES = frozenset(
    [
        "a",
        "an",
        "the",
        "when",
        "after",
        "on",
        "in",
        "but",
        "her",
        "his",
        "she",
        "he",
        "five",
        "years",
        "ten",
        "reborn",
        "by",
        "no",
        "one",
        "and",
        "for",
        "to",
        "only",
        "now",
        "once",
        "this",
        "that",
        "then",
        "if",
        "with",
        "from",
        "as",
        "at",
        "it",
        "they",
        "their",
        "who",
        "every",
        "last",
        "tonight",
        "while",
        "before",
        "until",
        "each",
        "both",
        "two",
        "three",
        "young",
        "old",
        "poor",
        "rich",
        "secret",
        "hidden",
        "forced",
        "sold",
        "framed",
        "kidnapped",
        "betrayed",
        "because",
        "since",
        "although",
        "having",
        "being",
        "born",
    ]
)
_TITLES = re.compile(
    r"^(?:Crown |Dr\.? |Mr\.? |Mrs\.? )?"
    r"(?:Prince|Princess|Emperor|Empress|King|Queen|Lord|Lady|General|Captain|Duke|Detective|"
    r"Professor|Chef|Nurse|Doctor|President|Chairman|Young Master) "
)
_NAME = re.compile(r"\b[A-Z][a-z]+(?:[- ][A-Z][a-z]+)*")
_HOSTILE_KIN = (
    "husband",
    "fiance",
    "fiancee",
    "uncle",
    "boss",
    "stepmother",
    "brother",
    "stepfather",
)
_MALE_JOBS = ("man", "boy", "prince", "fisherman", "waiter", "swordsman")


def read(story: Story) -> None:
    """Fill the story from its premise."""
    text, low = story.text, story.text.lower()
    names = _names(text)
    for name in names:
        story.note("name", name)
    _hero(story, low)
    harmers = _harmers(story, low)
    used = _relatives(story, text, low, harmers)
    _others(story, names, used, text, low, harmers)
    _power(story, low)


def _names(text: str) -> list[str]:
    jobs = lexicon("words")["jobs"]
    found: list[str] = []
    for raw in _NAME.findall(text):
        name = raw
        while name and name.split()[0].lower() in _NOT_NAMES:
            name = name.partition(" ")[2]
        name = _TITLES.sub("", name)
        if " " in name and name.split()[0].lower() in jobs:
            name = name.split(" ", 1)[1]
        if name and name.lower() not in jobs and not re.search(rf"\bthe {re.escape(name)}", text):
            found.append(name)
    return list(dict.fromkeys(found))


def _hero(story: Story, low: str) -> None:
    male = re.search(r"\b(he|his|him)\b", low) and not re.search(r"\b(she|her)\b", low)
    gender = "m" if male else "f"
    children, status, words = lexicon("child"), lexicon("status"), lexicon("words")
    owned = re.search(
        r"\b(?:an?|the)?\s*([\w-]+)'s ((?:[\w-]+ ){0,2})"
        r"(daughter|son|wife|heiress|granddaughter|grandson)\b", low
    )  # fmt: skip
    if owned and owned.start() < 60:
        gender = children[owned[3]]
        kin = {"wife": "husband", "granddaughter": "grandfather", "grandson": "grandfather"}
        story.people["P"].put(gender="m", kin=kin.get(owned[3], "father"),
                              title=str(status.get(owned[1], owned[1])))  # fmt: skip
        story.note("role", owned[3])
        story.note("role", owned[1])
        if re.search("secret|hidden|illegitimate|unwanted|lost", owned[2]):
            story.flags.add("secretkin")
    else:
        job = re.search(rf"\b({'|'.join(words['jobs'])})\b", low[:90])
        if job:
            story.note("role", job[1])
            story.slots["job"] = job[1]
            gender = "f" if job[1] in words["female"] else gender
            gender = "m" if job[1] in _MALE_JOBS else gender
    story.people["H"].put(gender=gender)


def _harmers(story: Story, low: str) -> str:
    """The words that name who did harm."""
    harm = re.search(rf"\b({lexicon('words')['harm']})\b(?:[\w ]{{0,25}}?)\bby ([^.;]+)", low)
    agents = harm[2] if harm else ""
    if harm:
        story.note("event", harm[1])
    kin = "|".join(re.escape(k) for k in lexicon("kin"))
    for clause in re.split(r"[:;,.]| and ", low):
        acted = re.search(
            r"\b(poison|murder|kill|betray|stole|steal|frame|forge|sold|cheat|drain|watched)",
            clause,
        )
        if acted and re.search(rf"\b({kin})\b", clause):
            agents += f" {clause}"
        elif re.search(r"\b(watched (?:her|him)|poured|betrayed|framed|stole)", clause):
            agents += " " + " ".join(re.findall(r"her ([a-zé]+), ", low))
    return agents


def _relatives(story: Story, text: str, low: str, harmers: str) -> set[str]:
    kin = lexicon("kin")
    status = lexicon("status")
    pattern = "|".join(re.escape(k) for k in sorted(kin, key=len, reverse=True))
    found = re.findall(
        rf"\b(her|his|and|their|own) ((?:[\w-]+ ){{0,2}}?)({pattern})\b('s)?"
        r"(?:,? (?:the )?(?:[Cc]rown [Pp]rince |[Pp]rince |Dr\. )?([A-Z]\w+(?: [A-Z]\w+)?))?", text
    )  # fmt: skip
    used: set[str] = set()
    other = "his" if story.people["H"].gender == "f" else "her"
    for whose, before, word, owns, name in found:
        relation, gender = kin[word]
        if whose == other and relation != "rival":
            relation = ""
        title = next((status[w] for w in status if w in before), "")
        story.note("role", title)
        story.note("role", word)
        role = _role_of(story, relation, bool(word in harmers and not owns), name or word, text)
        if relation == "rival":
            relation = ""
        story.people[role].put(name=name, gender=gender, kin=relation, title=title)
        if name:
            used.add(name)
    if "rival" in low:
        story.people["V"].put(gender="m")
    return used


def _role_of(story: Story, kin: str, harmed: bool, name: str, text: str) -> str:
    people = story.people
    if kin == "rival":
        return "V"
    if harmed and not people["V"].name and not people["V"].kin and kin in _HOSTILE_KIN:
        return "V"
    if harmed:
        return "T" if not people["T"].kin else "V"
    if kin in ("father", "mother", "husband", "grandfather", "boss") and not people["P"].name:
        return "P"
    if kin in ("grandmother", "mentor", "aunt"):
        return "K"
    if kin in ("sister", "friend", "brother", "cousin", "stepmother"):
        return "T"
    if not kin:
        hostile = r"[^.]{0,30}\b(?:wants|plots|hates|threat|steal|ruin|gone)"
        return "V" if re.search(re.escape(name) + hostile, text) else "T"
    return "P"


def _others(
    story: Story, names: list[str], used: set[str], text: str, low: str, harmers: str
) -> None:
    people = story.people

    def free(name: str) -> bool:
        return name not in used and name.split()[0] not in used and not any(name in u for u in used)

    for name in names:
        if not free(name):
            continue
        at = text.find(name)
        before = low[max(0, at - 28) : at]
        against = re.search("rival|enemy|villain|marry|owned by|against", before)
        if (name.lower() in harmers or against) and not people["V"].name:
            people["V"].put(name=name)
        elif not people["H"].name:
            people["H"].put(name=name)
        elif re.search("ceo|billionaire|boss|king|husband|with|contract", before):
            people["P"].put(name=name)
        else:
            continue
        used.add(name)
    for role in "PVATK":
        left = next((n for n in names if free(n)), None)
        if (
            left
            and not people[role].name
            and not re.search(r"(?:in|at|of|from) $", text[: text.find(left)][-5:])
        ):
            people[role].put(name=left)
            used.add(left)


def _power(story: Story, low: str) -> None:
    power = re.search(
        r"\b(?:hidden|secret|rare) ([\w-]+ (?:power|gift|skill|talent|sight|voice))", low
    )
    if power:
        story.slots["pow"] = power[1]
        story.found.add("pow")
        story.note("power", power[1])
    alias = re.search(r"\bsecretly (?:also )?(the [\w ]{3,24}?)(?:[,.;]| who| and|$)", low)
    if alias:
        story.slots["alias"] = alias[1]
        story.flags.add("alias")
        story.note("thing", alias[1])
