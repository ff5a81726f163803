"""Reading an English premise: who it speaks of, what they do, who is who, what the hero wants."""

from __future__ import annotations

import re

from engine.writer.data import lexicon, table
from engine.writer.reading import foes_en, goal_en, matter_en, parts
from engine.writer.reading import nouns_en as nouns
from engine.writer.reading.beings import Being, Deed
from engine.writer.reading.classes import classify
from engine.writer.reading.deeds_en import Deeds
from engine.writer.reading.headline import body_en
from engine.writer.reading.mentions_en import Mentions
from engine.writer.reading.persons import template_en
from engine.writer.reading.things import concrete_en
from engine.writer.story import Story

_SECRET = re.compile(r"\b(?:secret|hidden|illegitimate|unwanted|long-lost|lost|real|true)\b")
_RULERS = re.compile(r"\b(emperor|king|duke|chairman)\b")
_FATE = (
    (
        "dead",
        (
            r"(?:died|dies|was (?:\w+ )?(?:killed|murdered|shot|drowned|hanged|"
            r"executed|poisoned)|drowned|"
            r"is (?:found )?(?:dead|killed|murdered)|killed (?:herself|himself)|never came back)"
        ),
    ),
    (
        "missing",
        (
            r"(?:vanished|vanishes|disappeared|disappears|went missing|goes "
            r"missing|(?:has |have |had )?gone missing|is missing|never returned|"
            r"has been missing)"
        ),
    ),
    (
        "captive",
        (
            r"(?:(?:who )?(?:was|is|has been|were|gets|got) (?:\w+ly )?(?:taken|kidnapped|abducted|"
            r"imprisoned|captured|held|arrested|jailed|sold|locked (?:up|away)|trapped)\b|"
            r"(?:taken|kidnapped|abducted|imprisoned|captured|held|arrested|jailed|sold)"
            r" (?:by|in|at|for|to|as|hostage|captive)\b)"
        ),
    ),
)


_FACING = {
    "husband": "wife", "ex-husband": "ex-wife", "wife": "husband", "ex-wife": "ex-husband",
    "fiancé": "bride", "fiance": "bride", "fiancée": "groom", "stepmother": "stepchild",
    "boss": "employee", "landlord": "tenant", "teacher": "student", "coach": "player",
}  # fmt: skip
"""What a hero without name or job is, by whom they face."""


def read(story: Story) -> None:
    """Fill the story from its premise."""
    mentions = Mentions(body_en(story.text))
    deeds = Deeds(mentions)
    hero = deeds.hero
    for name in mentions.people:
        story.note("name", name)
    for name in mentions.others:
        story.note("thing", name)
    fates(deeds)
    goal, _ = goal_en.goal_of(deeds, hero)
    foes_en.weigh(deeds, goal)
    foe = foes_en.foe_of(deeds, goal)
    if foe is None or (
        not foe.name and foe.noun.split()[-1:] in (["enemy"], ["rival"], ["nemesis"])
    ):
        foe = _house(story, mentions) or foe
    taken = any(
        d.patient is hero
        and d.verb in ("kidnap", "abduct", "imprison", "trap", "lock", "cage", "chain")
        for d in deeds.deeds
    )
    others = [b for b in mentions.beings if b.state == "captive"]
    classify(story, taken=taken or not others)
    _flags(story, hero)
    parts.assign(story, hero, foe, mentions.beings)
    hero.noun = hero.noun or ("" if hero.name or foe is None else _FACING.get(foe.said, ""))
    if hero.noun:
        story.people["H"].put(title=hero.noun)
        story.slots["job"] = hero.noun
        story.note("role", hero.noun)
    _goal(story, deeds, goal, foe)
    if foe is None:
        story.people["V"].put(title=_unseen(mentions.text))
    _wrong(story, deeds, foe)
    _power(story)
    concrete_en(story, mentions)
    parts.bystanders(story, hero, foe, mentions.beings)


_OF_DEATH = re.compile(
    r"['’]s (?:\w+ )?(?:death|grave|murder|body|burial|funeral|killer|ashes|ghost|corpse|suicide|"
    r"tomb|memory)\b"
)
_DEATH_OF = re.compile(
    r"(?:death|murder|body|grave|ghost|killing|ashes|loss|killer|corpse|memory) of "
    r"(?:her |his |my |their )?(?:\w+ )?$"
)
_KILLED = re.compile(
    r"(?:killed|murdered|drowned|poisoned|shot|executed|hanged|slaughtered|buried) "
    r"(?:her|his|my|their) (?:\w+ ){0,2}$"
)
_LET = re.compile(r"\blet (?:her|his|my|their) (?:\w+ )?$")
_TAKEN = re.compile(
    r"(?:kidnapped|abducted|took|takes|kidnaps|imprisoned|arrested|holds|holding|seized) "
    r"(?:her|his|my|their|your) (?:\w+ ){0,2}$"
)


def fates(deeds: Deeds) -> None:
    """Who is dead, missing or held by what is said after or around them."""
    text, hero = deeds.m.text, deeds.hero
    for mention in deeds.m.all:
        being, tokens = mention.being, deeds.tokens
        after = text[tokens[mention.last].end :]
        before = text[: tokens[mention.first].start].lower()
        being.state = being.state or _fate(before, after, related=bool(being.kin))
    if not hero.gender:
        banks = table("worlds.toml")["names"]["en"].values()
        first = hero.name.split()[:1]
        genders = (g for bank in banks for g in "mf" if first and first[0] in bank[g])
        hero.gender = next(genders, "")
    if hero.state and not hero.name:
        hero.state = ""


def _fate(before: str, after: str, *, related: bool) -> str:
    """dead, missing, captive or "", by the words around one mention."""
    if _OF_DEATH.match(after) or _DEATH_OF.search(before):
        return "dead"
    if related and (_KILLED.search(before) or (_LET.search(before) and after.startswith(" die"))):
        return "dead"
    if related and _TAKEN.search(before):
        return "captive"
    for state, pattern in _FATE:
        lead = r"(?:,? who)? (?:was |has been |had |is )?"
        lead = r",?(?: who)?,? " if state == "captive" else lead
        if re.match(lead + pattern, after):
            return state
    return ""


_AGAINST = re.compile(r"\b(?:enemy|against|owned by|fights?|sues?|by|from)\b[^.;]{0,30}$")
_GREEDY = re.compile(
    r"[^.;]{0,30}\b(?:wants|bought|stole|sold|destroy\w*|plans|will|has bought|threatens|owns|"
    r"is buying)\b"
)


def _house(story: Story, mentions: Mentions) -> Being | None:
    """A house, firm or sect that is against the hero, where no person is."""
    for name in mentions.others:
        at = story.text.find(name)
        before, after = story.text[max(0, at - 40) : at], story.text[at + len(name) :][:44]
        if _AGAINST.search(before) or _GREEDY.match(after):
            return Being(0, noun=name, group=True, extra={"house": name})
    return None


def _flags(story: Story, hero: Being) -> None:
    kin = hero.extra.get("kin") or hero.kin
    if (kin and _SECRET.search(f"{hero.noun} ")) or re.search(
        r"\b(?:secret|illegitimate|long-lost) (?:daughter|son|heir|heiress|child)\b",
        story.text.lower(),
    ):
        story.flags.add("secretkin")
    ruler = _RULERS.search(story.text.lower())
    if (ruler and ruler[1] != "king") or re.search(
        r"\b(?:the|old|young|mad) king\b", story.text.lower()
    ):
        story.flags.add("ruler")
    if (
        nouns.kin().get(hero.noun.split()[-1] if hero.noun else "", None) is not None
        and not hero.gender
    ):
        hero.gender = nouns.gender_of_noun(hero.noun.split()[-1])


def _voice(deeds: Deeds) -> str:
    if deeds.first_person:
        return "i"
    return deeds.hero.gender or "f"


def _goal(story: Story, deeds: Deeds, goal: str, foe: Being | None) -> None:
    """The premise's own goal, else one from what is at stake; a loss without one has its own."""
    if goal:
        story.goal = template_en(goal, _voice(deeds))
        story.want = goal_en.want_of(goal)
        return
    goal, want = matter_en.goal_from(deeds.m.text, foe)
    strong = goal.startswith(("get ", "save ", "keep ", "find out who"))
    if not goal and foe is not None and not story.loss.kin and _deadly(deeds, foe):
        story.goal, story.want = "make {V} pay for it", "justice"
        return
    if not goal and foe is not None and not story.loss.kin and story.inciting == "disgrace":
        goal, want = _against(deeds, foe)
    if goal and (strong or not story.loss.kin or story.loss.state == "captive"):
        story.goal, story.want = template_en(goal, _voice(deeds), own=False), want


def _against(deeds: Deeds, foe: Being) -> tuple[str, str]:
    """A goal where nothing is asked for: an answer from who did harm, else the truth about them."""
    harmed = any(d.agent is foe and d.patient is deeds.hero and d.weight >= 3 for d in deeds.deeds)
    if harmed:
        return "make {V} answer for it", "justice"
    return "find out what {V} is hiding", "the truth"


def _deadly(deeds: Deeds, foe: Being) -> bool:
    """Whether the opponent tried to kill the hero, or burned and killed what was the hero's."""
    return any(
        d.agent is foe and d.verb in _MURDER and (d.patient is deeds.hero or _OWNED.search(d.thing))
        for d in deeds.deeds
    )


_MURDER = frozenset(
    ("push", "drown", "poison", "bury", "burn", "kill", "shoot", "stab", "strangle", "murder")
)
_OWNED = re.compile(r"^(?:her|his|my) ")


def _unseen(text: str) -> str:
    """What to call an opponent whom nobody has seen, by the thing that they stand behind."""
    thing = re.search(
        r"\b(phone|letters?|video|messages?|photos?|photographs?|recording|app|note|diary|livestream|"
        r"calls?|voice|emails?|"
        r"(?:\w+ )?machine|radio|mirror|doll|elevator|clock|piano|camera|game|jukebox|"
        r"tape|package|broadcast|painting|website)\b",
        text,
    )
    if thing:
        return f"the one behind the {thing[1]}"
    strange = re.search(
        r"\b[Tt]he (ship|house|island|hotel|train|forest|lake|tower|school|city|sea|mountain)\b"
        r"[^.;]{0,60}\b(?:keeps?|wants?|calls?|knows|whispers?|speaks?|hunts?|remembers)\b",
        text,
    )
    if strange:
        return f"the voice of the {strange[1]}"
    against = re.search(
        r"\b(?:against|outrun|outlive|survive|fight|escape) (the (?:[a-z]+ ){0,1}?"
        r"(?:things?|creatures?|beasts?|monsters?|machines?|voices?|shadows?|dead|infected)"
        r"(?: in the [a-z]+| below| outside)?)",
        text,
    )
    return against[1] if against else ""


def _wrong(story: Story, deeds: Deeds, foe: Being | None) -> None:
    """What the opponent did to the hero, as a past verb phrase."""
    if foe is None:
        return
    best: Deed | None = None
    for deed in deeds.deeds:
        if deed.agent is foe and deed.patient is deeds.hero and deed.weight >= 3 and best is None:
            best = deed
    if best is None:
        return
    entry = next(
        (e for e in nouns.verb_forms("verbs", "en.harm").values() if e[0] == best.verb), None
    )
    if entry is None:
        return
    token = deeds.low(best.at)
    passive = not best.thing or (
        nouns.verb_forms("verbs", "en.harm")[token][1] in ("both", "part")
        and (deeds.passive_at(best.at))
    )
    if passive:
        tail = best.thing if re.match("(?:for|of|from|in|at|into|out) ", best.thing) else ""
        phrase = f"{entry[2]} {{me}} {template_en(tail, _voice(deeds), own=False)}".strip()
    else:
        phrase = f"{entry[2]} {template_en(best.thing, _voice(deeds), own=False)}"
    if "{" in phrase and len(phrase.split()) <= 9:
        story.wrong = phrase


def _power(story: Story) -> None:
    text = story.text
    power = re.search(
        r"\b(?:hidden|secret|rare) ([\w-]+ (?:power|gift|skill|talent|sight|voice))", text
    )
    if power:
        story.slots["pow"] = power[1]
        story.found.add("pow")
        story.note("power", power[1])
    alias = re.search(
        r"\b(?:secretly (?:also )?|better known as |known as |called )(the "
        r"[\w ]{3,24}?)"
        r"(?:[,.;]| who| and|$)",
        text,
    )
    if alias and alias[1].split()[-1].lower() not in lexicon("words")["jobs"]:
        story.slots["alias"] = alias[1]
        story.flags.add("alias")
        bare = ("thing", alias[1].removeprefix("the "))
        story.named = [entry for entry in story.named if entry != bare]
        story.note("thing", alias[1])
