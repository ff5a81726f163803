"""Reading an English premise: names, relatives, harm, status, secret, power."""

from __future__ import annotations

import re

from engine.writer.data import lexicon, table
from engine.writer.reading.harm import opponent_en
from engine.writer.reading.proper import gender_of, proper_names
from engine.writer.story import Story

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
_MODIFIERS = (
    "clock|winter|summer|spring|autumn|title|royal|old|ancient|charity|masked|secret|family|music|"
    "lost|stolen|haunted|burnt|black|white|red|golden|silver|jade|broken|glass|ice|ghost|private|"
    "wedding|birthday|night|space|crystal|cursed|magic|flower|coal|gold|oil|diamond|murder|cooking"
)
_NARROW = frozenset(("cruise", "boxing", "opera", "pocket", "design", "recipe", "fish", "car"))
_VERBS = frozenset(("fight", "train", "race", "watch", "book", "ship", "mask", "map", "mine",
                    "film", "file", "record", "ring", "phone", "trial"))  # fmt: skip
_HELPS = "hides|saves|helps|rescues|teaches|trains|shelters|protects|believes|raises|finds"
_MALE_JOBS = ("man", "boy", "prince", "fisherman", "waiter", "swordsman")


def read(story: Story) -> None:
    """Fill the story from its premise."""
    text, low = story.text, story.text.lower()
    names, others = proper_names(text)
    for name in names:
        story.note("name", name)
    for name in others:
        story.note("thing", name)
    _hero(story, low)
    harmers = _harmers(story, low)
    foe = opponent_en(text, names)
    if foe:
        story.people["V"].put(name=foe)
    used = _relatives(story, text, low, harmers)
    _others(story, names, used | {foe}, text, low, harmers)
    _power(story, text)
    pronouns = set(re.findall(r"\b(?:he|his|him|she|her)\b", low))
    clear = pronouns and (pronouns <= {"he", "his", "him"} or pronouns <= {"she", "her"})
    for role, someone in story.people.items():
        found = gender_of(someone.name, text) if someone.name else ""
        if role == "H" and clear:
            found = gender_of(someone.name, text, sure=True) if someone.name else ""
        if not someone.kin:
            someone.gender = found or someone.gender
    _concrete(story, low, others)


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
    if re.search(r"\bmy (?:ex-)?husband\b", low):
        gender = "f"
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
        rf"\b([Hh]er|[Hh]is|[Mm]y|and|their|own) ((?:[\w-]+ ){{0,2}}?)({pattern})\b('s)?"
        r"(?:(?:,? (?:the )?(?:[Cc]rown [Pp]rince |[Pp]rince |Dr\. )?|, (?:[a-z]+ ){1,3})"
        r"([A-Z]\w+(?: [A-Z]\w+)?))?", text
    )  # fmt: skip
    used: set[str] = set()
    other = "his" if story.people["H"].gender == "f" else "her"
    for whose, before, word, owns, name in found:
        relation, gender = kin[word]
        if name and relation in ("cousin", "friend", "mentor", "boss"):
            gender = gender_of(name, text) or "m"
        if whose.lower() == other and relation != "rival":
            relation = ""
        title = next((status[w] for w in status if w in before), "")
        story.note("role", title)
        story.note("role", word)
        role = _role_of(story, relation, bool(word in harmers and not owns), name or word, text)
        if name and name == story.people["V"].name:
            role = "V"
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
        against = re.search("rival|enemy|villain|owned by|against", before)
        promised = story.inciting == "bargain" and re.search("marry", before)
        whose = re.search(r"\b(?:wife|daughter|son|heir|husband) of ", before)
        if (name.lower() in harmers or against) and not people["V"].name:
            people["V"].put(name=name)
        elif (promised or whose) and people["P"].name != name:
            kin = "husband" if whose and "wife" in whose[0] else ""
            people["P"].put(name=name, kin=kin)
        elif not people["H"].name:
            people["H"].put(name=name)
        elif re.search("ceo|billionaire|boss|king|husband|with|contract", before):
            people["P"].put(name=name)
        elif re.search(rf"{re.escape(name)} (?:{_HELPS})\b", text) and not people["A"].name:
            people["A"].put(name=name)
        else:
            continue
        used.add(name)
    order = "PVATK" if story.inciting == "bargain" else "VATK"
    for role in order.replace("V", "") if people["V"].kin else order:
        left = next((n for n in names if free(n)), None)
        if (
            left
            and not people[role].name
            and not re.search(r"(?:in|at|of|from) $", text[: text.find(left)][-5:])
        ):
            people[role].put(name=left)
            used.add(left)


def _concrete(story: Story, low: str, others: list[str]) -> None:
    """Things and places worth showing, each with the word before it when that narrows it."""
    proper = " ".join(others).lower()
    heads = table("reading.toml")["en"]["things"]
    pattern = rf"\b(?:({_MODIFIERS}) |([a-z]+) )?({heads})\b(?! (?:debt|marriage|hand))"
    for hit in re.finditer(pattern, low):
        before = hit[1] or (hit[2] if hit[2] in _NARROW else "")
        whole = f"{before} {hit[3]}".strip()
        if (hit[3] == "fight" and not before) or re.search(rf"\b{re.escape(hit[3])}\b", proper):
            continue
        if hit[3] == "will" and hit[2] not in ("the", "last", "forged"):
            continue
        if hit[3] in _VERBS and hit[2] in ("to", "and", "will", "she", "he", "they", "who"):
            continue
        if hit[3] == "crown" and low.startswith(" prince", hit.end()):
            continue
        if not any(whole in value.lower() for _, value in story.named):
            story.note("thing", whole)


def _power(story: Story, text: str) -> None:
    power = re.search(
        r"\b(?:hidden|secret|rare) ([\w-]+ (?:power|gift|skill|talent|sight|voice))", text
    )
    if power:
        story.slots["pow"] = power[1]
        story.found.add("pow")
        story.note("power", power[1])
    alias = re.search(r"\bsecretly (?:also )?(the [\w ]{3,24}?)(?:[,.;]| who| and|$)", text)
    if alias:
        story.slots["alias"] = alias[1]
        story.flags.add("alias")
        bare = ("thing", alias[1].removeprefix("the "))
        story.named = [entry for entry in story.named if entry != bare]
        story.note("thing", alias[1])
