"""Who is against the hero of an English premise: deeds, hostile words and threats, added up."""

from __future__ import annotations

import re

from engine.writer.reading import lead_en, signs_en, weighing
from engine.writer.reading import nouns_en as nouns
from engine.writer.reading.beings import Being
from engine.writer.reading.deeds_en import Deeds
from engine.writer.reading.tokens_en import Mention

_WANTS = re.compile(
    r"(?:wants?|plans?|plots?|threatens?|intends?|schemes?|refuses?|"
    r"forbids?|demands?|orders?|needs?|"
    r"insists?|conspires?|hunts?|knows?|hides?|denies|denied|lies|lied|"
    r"closes?|sends?|sent|will|owns?|"
    r"hates?|swears?|vows?|gives?|buys?|bought|bids?|controls?|has|have|"
    r"is|are|would|offers?|claims?|"
    r"sees|keeps?|comes?|calls?)"
)
_STRONG = re.compile(
    r"^(?:let (?:her|his|my) \w+ (?:die|hang|drown|burn|starve|rot|take the blame)|"
    r"wants? (?:her|him|them|me|it|both|the|every|to (?:destroy|kill|"
    r"ruin|take|stop|silence|sell|"
    r"own|know|see|use|buy|close|tear|keep))|plots?|schemes?|conspir|"
    r"threaten|hunts?|is (?:behind|hunting|"
    r"killing|poisoning|stealing|selling|determined|about to (?:marry|"
    r"sell|destroy|take)|the (?:killer|man|"
    r"woman|one) (?:who|behind))|are (?:hunting|after|closing)|will "
    r"(?:stop at nothing|do anything|kill|have|"
    r"not let|never let|destroy|burn|take|expose|lose)|knows? (?:it|her|"
    r"his|exactly|the secret|my)|wants|has "
    r"(?:\w+ )?(?:sold|stolen|bought|taken|killed|lied|hidden|given "
    r"(?:her|him|them|me) (?:a|one|two|"
    r"three|\w+ )|married|ordered|been (?:stealing|killing|lying|"
    r"poisoning)|declared)|have (?:bought|sold|taken)|"
    r"hates?|needs her|needs his|intends|refus|forbid|forbad|closes in|"
    r"stands? in (?:the|her|his) way|"
    r"comes? for|came for|orders|order(?:ed)? |demands?|offers? (?:her|"
    r"him|them|me)|claims|denies|hides? the|"
    r"poured|watched (?:her|him|me|them) die|says? (?:she|he|it|they|"
    r"there|nothing|that)|is (?:after|a saint|loved|worshipped|"
    r"untouchable)|swears? to (?:ruin|destroy|kill)|signed|knew|is "
    r"wearing|is giving|covers? (?:it )?up)"
)
_KIN = {
    "husband": 1.2,
    "stepmother": 1.5,
    "boss": 1.2,
    "fiance": 1.0,
    "fiancé": 1.0,
    "uncle": 1.0,
    "ex-husband": 1.6,
    "stepfather": 1.3,
    "mother-in-law": 1.2,
    "ex": 1.0,
    "stepsister": 1.2,
    "manager": 1.0,
    "landlord": 1.2,
    "half-brother": 1.0,
    "master": 0.6,
    "employer": 0.8,
    "stepbrother": 1.0,
    "ex-wife": 1.0,
    "half-sister": 0.8,
    "cousin": 0.6,
}
_POWERFUL = nouns.words("powerful", "en.grammar")


_HELPS = re.compile(
    "hides|saves|saved|helps|helped|rescues|rescued|teaches|trains|shelters|"
    "protects|"
    "believes|raises|raised|finds her|finds him|heals|trusts|defends|loves|loved"
)
_LORDS = re.compile(
    r"drug lord|crime (?:boss|lord)|mob boss|loan shark|gang leader|serial "
    r"killer|cartel boss|ghost hunter"
    r"|slave trader|witch hunter|vice president|rival "
)


def weigh(deeds: Deeds, goal: str) -> None:
    """Set `foe` of every being. goal: the words of the hero's goal."""
    hero = deeds.hero
    dear = {b for b in deeds.m.beings if b.kin and b.owner is hero}
    for being in deeds.m.beings:
        being.foe = _own(being)
    for deed in deeds.deeds:
        agent, patient = deed.agent, deed.patient
        if agent is None or agent is hero or (agent is patient and deed.weight < 3):
            continue
        value = deed.weight * 0.5
        if patient is hero or (
            re.search(r"\b(?:her|his|my|their)\b", deed.thing[:16]) and patient is None
        ):
            value = deed.weight * 1.4
        elif patient in dear:
            value = deed.weight * 1.3
        elif patient is not None and patient is not agent:
            value = deed.weight * 0.8
        agent.foe += value
        if patient is not None and patient is not agent and patient is not hero:
            patient.foe -= 1.0
    for mention in deeds.m.all:
        if mention.being is not hero:
            mention.being.foe += _said(deeds, mention, goal)


def _own(being: Being) -> float:
    said = f"{being.noun} {being.extra.get('also', '')}".split()
    words = set(said) | {nouns.singular(w) for w in said}
    score_ = 3.0 * bool(_LORDS.search(being.noun))
    title = being.extra.get("title", "").lower()
    score = 3.5 * bool(words & nouns.words("hostile"))
    score += score_ + 2.5 * bool(words & nouns.words("cruel"))
    score += 0.7 * bool((words | set(title.split())) & _POWERFUL)
    score += _KIN.get(being.kin, 0.0)
    if being.kin in (
        "father",
        "mother",
        "daughter",
        "son",
        "child",
        "grandmother",
        "grandfather",
        "granddaughter",
        "grandson",
        "baby",
        "niece",
        "nephew",
    ):
        score -= 1.0
    score -= 6.0 * (being.state in ("dead", "captive")) + 3.0 * (being.state == "missing")
    return score


_OWNS = re.compile(
    r"'s (?:men|soldiers|thugs|lies|lie|trap|army|guards|henchmen|orders|schemes?|revenge|crimes?|"
    r"victims?|gang|son or|permission|consent|control|thumb|rules|secret)"
)
_FROM = re.compile(r"(?:take|steal|win|reclaim|wrest) (?:\w+ ){1,3}from$")
_LOST_TO = re.compile(r"\blos(?:e|es|t|ing) (?:\w+ ){1,4}to$")
_AGAINST = re.compile(
    r"(?:rival|enemy|nemesis|against|revenge on|stand up to|at the hands of|owned by|run by|"
    r"hunted by|wanted by|ruled by|because of|thanks to|defeat|overthrow|blame|from|controlled by)$"
)
_AIMED = re.compile(
    r"(?:expose|destroy|defeat|challenge|ruin|unmask|punish|outwit|beat|kill|stop|bankrupt|fight|"
    r"confront|topple|dethrone|make|bring down|take down|escape|humiliate|jail|catch|answer to)"
    r"(?: that| the| down)?$"
)
_ENEMY = re.compile(r"\b(?:enemy|rival|nemesis)$")
_MEANT = re.compile(r"(?:meant|intended|reserved|destined) for$")
_DEAR = re.compile(
    r"(?:with the help of|help from|teams up with|together with|falls (?:in love )?(?:with|for)|"
    r"save|saves|rescue|protect|for|bring home|marry|marries|find|avenge|to save|cure|friend|"
    r"love with)$"
)


def _said(deeds: Deeds, mention: Mention, goal: str) -> float:
    """What stands around one mention."""
    start = mention.first - bool(mention.det)
    before = [deeds.low(i) for i in range(max(0, start - 4), start)]
    after = " ".join(deeds.low(i) for i in range(mention.last + 1, mention.last + 9))
    after = re.sub(r"^, (?:[^,]{3,40}, )?", "", after)
    after = re.sub(r"^(?:,? ?who |,? ?that |,? ?which )", "", after)
    after = re.sub(r"^(?:\w+ly |also |now |already |secretly |still )+", "", after)
    far = " ".join(deeds.low(i) for i in range(max(0, start - 6), start))
    alone = not mention.being.name and lead_en.fragment(deeds, mention)
    score = -2.0 * alone + 2.0 * bool(_FROM.search(far)) + 2.6 * bool(_LOST_TO.search(far))
    if _ENEMY.search(mention.being.noun) and mention.own in ("f", "m"):
        whose = deeds.ref.get(
            mention.first - 1 - len(mention.mods), deeds.ref.get(mention.first - 1)
        )
        if whose is not deeds.hero and (deeds.first_person or whose is not None):
            return score - 6.0
    if mention.genitive:
        score -= 0.9 * bool(mention.being.kin)
        return score + 3.0 * bool(_OWNS.match(after))
    if _STRONG.match(after):
        score += 2.6
    elif _WANTS.match(after):
        score += 0.5
    doing, _ = deeds.after(mention.last + 1)
    if doing and _HELPS.fullmatch(doing[-1]):
        score -= 2.0
        mention.being.help += 2.0
    return score + _led(before, mention.being, goal)


def _led(before: list[str], being: Being, goal: str) -> float:
    """What the words before a mention say of it."""
    lead, score = " ".join(before), 0.0
    if _AGAINST.search(lead):
        score += 1.6 if lead.endswith("from") else 2.6
    if re.search(r"(?:orders?|wishes|will|laws?) of$", lead):
        score += 3.0
    if (
        being.group
        and re.search(r"\b(?:save|free|rescue|protect)\b", goal)
        and (being.noun and being.noun in goal)
    ):
        score -= 6.0
    if _AIMED.search(lead):
        name = being.name or being.noun
        score += 3.0 if name and name.split()[-1].lower() in goal.lower() else 1.2
    if before and before[-1] in ("but", "while", "until", "unless", "before", "as", "and"):
        score += 0.9 if before[-1] not in ("and", "as") else 0.3
    if _MEANT.search(lead):
        return score + 2.0
    return score - 1.4 * bool(_DEAR.search(lead))


def foe_of(deeds: Deeds, goal: str) -> Being | None:
    """The one most against the hero by all signs together, None when nobody is.

    goal: the words of the hero's goal; `weigh` has to come before.
    """
    return weighing.likeliest_or_nobody("en.foe", signs_en.of_foe(deeds, goal))
