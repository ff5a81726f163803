"""Who of the premise plays which of the six parts, and whom the hero has lost.

Hero and opponent are decided before; here the others find the part that fits what they are to the
hero. Nobody dead or missing gets a living part.
"""

from __future__ import annotations

import re

from engine.writer.reading.beings import Being
from engine.writer.story import Loss, Someone, Story

_ABOVE = (
    "father",
    "mother",
    "grandfather",
    "husband",
    "wife",
    "boss",
    "employer",
    "stepfather",
    "dad",
    "mom",
    "parent",
)
_NEAR = (
    "sister",
    "brother",
    "friend",
    "cousin",
    "stepsister",
    "partner",
    "colleague",
    "stepmother",
    "assistant",
    "roommate",
    "manager",
    "half-sister",
    "half-brother",
    "stepbrother",
)
_OLD = (
    "grandmother",
    "mentor",
    "aunt",
    "teacher",
    "godmother",
    "grandma",
    "neighbour",
    "neighbor",
    "master",
    "professor",
    "tutor",
    "coach",
)
_LOVE = ("fiance", "fiancee", "lover", "boyfriend", "girlfriend", "groom", "bride")
_YOUNG = (
    "daughter",
    "son",
    "child",
    "granddaughter",
    "grandson",
    "niece",
    "nephew",
    "baby",
    "children",
    "siblings",
    "parents",
    "family",
    "twin",
)
_WED = ("husband", "wife", "fiance", "fiancee", "lover", "ex-husband", "ex-wife", "ex")
_ALIKE = {
    "fiancé": "fiance",
    "ex-fiancé": "fiance",
    "fiancée": "fiancee",
    "dad": "father",
    "mom": "mother",
    "mum": "mother",
    "ex-husband": "husband",
    "ex-wife": "wife",
    "grandma": "grandmother",
    "grandpa": "grandfather",
    "boyfriend": "lover",
    "girlfriend": "lover",
    "ex-boyfriend": "lover",
    "ex-girlfriend": "lover",
    "stepsister": "sister",
    "half-sister": "sister",
    "half-brother": "brother",
    "stepbrother": "brother",
    "employer": "boss",
    "ex": "lover",
    "groom": "fiance",
    "parent": "father",
}
_RANK = re.compile(
    r"ceo|billionaire|boss|king|queen|emperor|empress|duke|chair|president|"
    r"director|prince|"
    r"general|lord|governor|总裁|皇帝|皇上|太子|王爷|世子|"
    r"首富|董事长|院长|将军|总$|王$|侯|老爷"
)
_SEEN = re.compile(
    r"witness|gardener|old |servant|maid|nurse|monk|priest|beggar|嬷嬷|老|婆|证人|管家|太监|更夫"
)


def assign(story: Story, hero: Being, foe: Being | None, beings: list[Being]) -> None:
    """Put everybody into the story. beings: everyone the premise speaks of."""
    people = story.people
    people["H"].put(name=hero.name, gender=hero.gender, title=hero.noun)
    if foe is not None:
        _opponent(story, foe)
    if foe is not None and not foe.name and foe.kin in _WED:
        _named_mate(foe, [b for b in beings if b is not hero and b is not foe])
        people["V"].put(foe.name, foe.gender)
    _losses(story, hero, beings, foe)
    rest = [b for b in beings if b is not hero and b is not foe and b.alive]
    rest = [b for b in rest if b.state != "captive" or b.kin not in _YOUNG]
    rest = [b for b in rest if b.state != "gone"]
    _owner(story, hero, foe)
    for being in sorted(rest, key=lambda b: (not b.name, -b.foe * bool(b.name), b.at)):
        if being.group or (not being.name and not being.kin and not _worth(being)):
            continue
        part = _part(story, being)
        if not being.name and not part:
            continue
        if part and not people[part].name and not people[part].kin and not people[part].title:
            people[part].put(being.name, being.gender, _alike(being.kin), _title(being))


def _named_mate(foe: Being, rest: list[Being]) -> None:
    """A husband or lover without name is the one person who is named and nothing else."""
    bare = [b for b in rest if b.name and not b.noun and not b.kin and not b.group and b.alive]
    if len(bare) == 1 and bare[0].gender in ("", foe.gender) and bare[0].help <= 0:
        foe.name, bare[0].state = bare[0].name, "gone"


def bystanders(story: Story, hero: Being, foe: Being | None, beings: list[Being]) -> None:
    """Note those without a part, so that nobody the premise speaks of is forgotten."""
    cast = {p.title for p in story.people.values() if p.title} | {
        p.kin for p in story.people.values()
    }
    for being in beings:
        if being is hero or being.name or not being.noun:
            continue
        if being is foe and not being.group:
            continue
        word = being.noun.split()[-1] if story.tongue == "en" else being.noun
        if word not in ("man", "woman", "people", "men") and (
            not any(word in said for said in cast) or being.group
        ):
            story.note("thing", word)


def _alike(kin: str) -> str:
    return _ALIKE.get(kin, kin)


def _title(being: Being) -> str:
    noun = being.noun if being.noun != being.said else ""
    words = noun.split()
    return "" if words and words[-1] == being.said else noun


def _opponent(story: Story, foe: Being) -> None:
    kin = "" if foe.kin in ("rival", "enemy", "nemesis") else _alike(foe.kin)
    title = _title(foe) if kin else foe.noun
    if foe.group and foe.noun:
        title = {"en": f"head of the {foe.noun}", "zh": f"{foe.noun}的话事人"}[story.tongue]
        kin = ""
    name = "" if foe.group or foe.extra.get("house") else foe.name
    if foe.extra.get("house"):
        house = foe.extra["house"]
        title = {"en": f"head of {house}", "zh": f"{house}之主"}[story.tongue]
    story.people["V"].put(name, foe.gender, kin, title)
    story.people["V"].said = foe.said if kin else ""


def _losses(story: Story, hero: Being, beings: list[Being], foe: Being | None) -> None:
    """The nearest of the hero's people who is dead, missing or held."""
    lost = [b for b in beings if b is not hero and b is not foe and b.kin and b.state]
    order = {"dead": 0, "missing": 1, "captive": 2}
    lost.sort(key=lambda b: (order[b.state], b.at))
    if lost:
        being = lost[0]
        story.loss = Loss(being.said or being.kin, being.name, being.state)


def _owner(story: Story, hero: Being, foe: Being | None) -> None:
    """Whose child the hero is, when the premise says so: "a CEO's secret daughter"."""
    owner, kin = hero.owner, hero.extra.get("kin") or hero.kin
    if owner is None or owner is foe or not kin or not owner.alive or owner is hero:
        return
    relation = {
        "daughter": "father",
        "son": "father",
        "child": "father",
        "heir": "father",
        "heiress": "father",
        "wife": "husband",
        "granddaughter": "grandfather",
        "grandson": "grandfather",
    }.get(kin, "")
    if relation:
        relation = "mother" if relation == "father" and owner.gender == "f" else relation
        story.people["P"].put(owner.name, owner.gender or "m", relation, owner.noun)


def _worth(being: Being) -> bool:
    """Whether somebody without name or relation is more than a bystander."""
    return being.lead > 0.6 or being.help > 0 or being.foe > 0.6 or bool(_SEEN.search(being.noun))


def _part(story: Story, being: Being) -> str:
    people = story.people

    def free(part: str) -> bool:
        someone: Someone = people[part]
        return not (someone.name or someone.kin or someone.title)

    wishes: list[str]
    if being.kin in _YOUNG:
        wishes = []
    elif being.kin in _ABOVE:
        wishes = ["P", "T"]
    elif being.kin in _LOVE:
        wishes = ["P", "A"] if story.inciting == "bargain" else ["A", "P"]
    elif being.foe >= 2.4 or being.kin in _NEAR:
        wishes = ["T", "K"] if being.foe >= 1.0 or being.kin else ["A", "T"]
    elif being.kin in _OLD:
        wishes = ["K", "A"]
    elif being.help > 0:
        wishes = ["A", "K"]
    elif _RANK.search(f"{being.noun} {being.name} {being.extra.get('title', '')}".lower()):
        wishes = ["P", "A", "K"]
    elif _SEEN.search(being.noun):
        wishes = ["K", "A"]
    else:
        other = story.people["H"].gender != being.gender
        wishes = ["A", "K", "T"] if other else ["K", "A", "T"]
        if not being.name:
            wishes = wishes[:1]
    return next((part for part in wishes if free(part)), "")
