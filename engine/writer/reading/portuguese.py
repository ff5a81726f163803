"""Reading a Portuguese premise: capitals show names, verbs and prepositions show who does what."""

from __future__ import annotations

import re

from engine.writer.data import Table, table
from engine.writer.reading import parts
from engine.writer.reading.beings import Being
from engine.writer.reading.classes import classify
from engine.writer.reading.folk import (
    Folk,
    Mention,
    foe_of,
    folk_of,
    hero_of,
    note_people,
    set_aside,
)
from engine.writer.story import Story, Thing

_NOT_SUFFERED = r"(?<!\bé )(?<!\bfoi )(?<!\bser )(?<!\bestá )(?<!\bsendo )"
"""Before an active verb: a participle of the same form follows these."""
_ARTICLES = {"m": "o", "f": "a"}
_OWN = re.compile(r"\b(?:(o|a) )?(seu|sua|meu|minha|seus|suas|meus|minhas) ((?:\w+-)?\w+)")
_FAMILY = {"meu": "seu", "minha": "sua", "meus": "seus", "minhas": "suas"}


def _words() -> Table:
    return table("reading_pt.toml")


def read(story: Story) -> None:
    """Fill the story from its premise."""
    words, text = _words(), story.text
    folk = folk_of("pt", text, _run, frozenset(words["words"]["links"].split()))
    _places(story, folk)
    note_people(story, folk)
    _fates(folk)
    _harm(folk)
    hero = hero_of(folk, bool(re.search(rf"\b(?:{words['words']['first']})\b", text.lower()))
                   and not any(b.name and not b.kin for b in folk.beings))  # fmt: skip
    hero.gender = hero.gender or _gender(hero, text)
    hero.kin = ""
    foe = foe_of(folk, hero)
    if foe is not None and foe.kin in ("daughter", "son"):
        foe.kin = ""  # somebody's child, seldom the hero's
    for being in folk.beings:
        being.gender = being.gender or _gender(being, "")
    others = [
        b for b in folk.beings if b.state == "captive" and b is not hero and "sought" not in b.extra
    ]
    classify(story, taken=not others)
    parts.assign(story, hero, foe, folk.beings)
    set_aside(story)
    _rank(story)
    story.loss.gender = _loss_gender(story, folk)
    if hero.noun:
        story.slots["job"] = hero.noun
        story.note("role", hero.noun)
    _flags(story)
    _goal(story, folk, hero)
    _wrong(story, folk, hero, foe)
    _things(story)


def _run(folk: Folk, at: int) -> int:
    """The end of a name: capitalised words, also joined by de, da, dos."""
    words, tokens = _words()["words"], folk.tokens
    small, joints = set(words["small"].split()), set(words["joints"].split())
    verbs = words["verbs"].split("|")

    def capital(look: int) -> bool:
        return (
            look < len(tokens)
            and tokens[look].text[:1].isupper()
            and (tokens[look].text.lower() not in small)
        )

    if not capital(at):
        return at
    opens = at == 0 or tokens[at - 1].text in ".!?:"
    known = tokens[at].text in folk.genders
    if opens and not known:
        if folk.word(at) in folk.jobs or folk.word(at) in folk.kin:
            return at
        if not capital(at + 1) and folk.word(at + 1) not in verbs:
            return at
    end = at + 1
    while capital(end) or (folk.word(end) in joints and capital(end + 1)):
        end += 1 if capital(end) else 2
    return end


def _places(story: Story, folk: Folk) -> None:
    """Names of places and houses are no people; they are worth showing."""
    heads = set(_words()["words"]["places"].split("|"))
    for mention in list(folk.mentions):
        being = mention.being
        head = being.name.split()[0].lower() if being.name else ""
        before = folk.word(mention.first - 1)
        alone = being.name.split()[0] not in folk.genders if being.name else False
        at = ("em", "no", "na", "à", "ao", "família", "do", "da") if not being.noun else ()
        if head in heads or (alone and (before in at or before in _events())):
            story.note("thing", being.name)
            folk.mentions.remove(mention)
            if being in folk.beings:
                folk.beings.remove(being)


def _events() -> frozenset[str]:
    """Words after which a capital names an event or a house, not a person."""
    words = _words()["words"]
    return frozenset((*words["events"].split(), *words["places"].split("|")))


def _fates(folk: Folk) -> None:
    """Who is dead, missing or held by what stands around the mention."""
    fate = _words()["fate"]
    for mention in folk.mentions:
        being = mention.being
        after = folk.text[folk.tokens[mention.last].end :].lstrip(" ,").lower()
        before = folk.text[: folk.tokens[mention.first].start].lower()
        after = re.sub(
            "^(?:que |já |foi |é |está )", lambda h: h[0] if h[0][0] in "fé" else "", after
        )
        if re.match(f"(?:{fate['dead']})\\b", after) or (
            not being.name and re.search(fate["dead_of"], before)
        ):
            being.state = being.state or "dead"
        elif re.match(f"(?:{fate['missing']})\\b", after):
            being.state = being.state or "missing"
        elif being.kin and (
            re.match(f"(?:{fate['captive']})\\b", after) or re.search(fate["captive_of"], before)
        ):
            being.state = being.state or "captive"


def _harm(folk: Folk) -> None:
    """Who does harm: before an active verb, after "por" of a passive one, after "contra"."""
    low = folk.text.lower()
    for present, preterite, stem in _verbs():
        active = rf"{_NOT_SUFFERED}\b(?:{present}|{preterite})\b(?! (?:por|pel[oa]s?)\b)"
        for hit in re.finditer(active, low):
            agent = folk.before(hit.start(), within=folk.sentence(hit.start()))
            if agent and not _another(folk, agent, hit.start()):
                agent.being.foe += 3
        for hit in re.finditer(rf"\b{stem}[oa]s?\b(?=([^.;]{{0,60}}?)\b(?:por|pel[oa]s?)\b)", low):
            by = folk.after(hit.end() + len(hit[1]))
            if by and by.first - _token_at(folk, hit.end()) < 14:
                by.being.foe += 3.2
    for hit in re.finditer(rf"\b(?:{_words()['harm']['plans']})", low):
        agent = folk.before(hit.start(), within=folk.sentence(hit.start()))
        if agent:
            agent.being.foe += 1.9
    for hit in re.finditer(rf"\b(?:{_words()['harm']['against']})\b", low):
        against = folk.after(hit.end())
        if against and folk.tokens[against.first].start - hit.end() < 24:
            against.being.foe += 1.5
    for being in folk.beings:
        being.foe += 2 * (being.kin == "rival") + 0.6 * (being.kin in ("stepmother", "stepfather"))


def _another(folk: Folk, agent: Mention, verb: int) -> bool:
    """Whether "quem", or "que" after somebody unnamed, is the subject of a verb."""
    between = folk.text[folk.tokens[agent.last].end : verb].lower().split()
    return "quem" in between or ("que" in between and between.index("que") > 1)


def _token_at(folk: Folk, position: int) -> int:
    return next((n for n, t in enumerate(folk.tokens) if t.start >= position), len(folk.tokens))


def _verbs() -> list[tuple[str, str, str]]:
    rows = (row.split() for row in _words()["harm"]["verbs"].split(";"))
    return [(row[0], row[1], row[2]) for row in rows]


def _gender(being: Being, text: str) -> str:
    """By the last letter of the first name; of the hero also by the pronouns of the premise."""
    words, low = _words()["words"], text.lower()
    female = len(re.findall(rf"\b(?:{words['feminine']})\b", low))
    male = len(re.findall(rf"\b(?:{words['masculine']})\b", low))
    first = being.name.split()[0] if being.name else ""
    if first:
        return "f" if first.endswith(("a", "e")) else "m"
    return "" if female == male else "f" if female > male else "m"


def _loss_gender(story: Story, folk: Folk) -> str:
    found = next((b for b in folk.beings if story.loss.kin and b.said == story.loss.kin), None)
    return found.gender if found else ""


def _rank(story: Story) -> None:
    """Titles that rule by their key, so that the language's own words for them are used."""
    titles = _words()["titles"]
    power = story.people["P"]
    if power.title.lower() in titles and not power.kin:
        power.title = titles[power.title.lower()]
        story.flags.add("ruler")


def _flags(story: Story) -> None:
    if re.search(
        r"\b(?:filh[oa]|herdeir[oa]) (?:secret[oa]|bastard[oa]|perdid[oa]|ilegítim[oa]|não "
        r"reconhecid[oa])|verdadeir[oa] (?:filh[oa]|herdeir[oa])",
        story.text.lower(),
    ):
        story.flags.add("secretkin")


def _goal(story: Story, folk: Folk, hero: Being) -> None:
    """The infinitive phrase after the hero's verb of wanting, else after "para"."""
    goal = _words()["goal"]
    verb = r"(\w+(?:[aei]r|or|r-se|[áê]-l[oa]s?)\b.*)"
    for lead in (goal["lead"], r"\bpara"):
        for hit in re.finditer(rf"\b(?:{lead}) (?:se )?(?={verb})", story.text):
            by = folk.before(hit.start(), within=folk.sentence(hit.start()))
            gap = folk.text[folk.tokens[by.last].end : hit.start()].lower() if by else ""
            if by and by.being is not hero and not re.search(r"\b(?:ela|ele|eu)\b", gap):
                continue
            phrase = _trimmed(hit[1], goal["stop"])
            if len(phrase.split()) > 1 and not re.match(r"(?:ser|ter|estar|ir|casar) ", phrase):
                story.goal = _template(phrase)
                story.want = _want(phrase)
                story.genders["want"] = "f" if story.want.startswith("a") else "m"
                return


def _trimmed(phrase: str, stop: str) -> str:
    """A goal without what follows it: one verb with what belongs to it, nine words at most."""
    parts = [part.strip() for part in re.split(stop, phrase) if part and part.strip()]
    first = parts[0] if parts else ""
    if len(first.split()) < 2 and len(parts) > 1 and re.match(r"\w+[aei]r\b", parts[1]):
        first = parts[1]
    first = " ".join(first.split()[:9])
    return re.sub(r" (?:de|da|do|em|na|no|com|para|e|que|o|a|sua|seu|por|quem)$", "", first)


def _template(phrase: str) -> str:
    """The phrase with the hero's own in three persons."""

    def owned(hit: re.Match[str]) -> str:
        pronoun, noun = hit[2], hit[3]
        female, many = "a" in pronoun[-2:], pronoun.endswith("s")
        yours = _FAMILY.get(pronoun, pronoun)
        mine = {v: k for k, v in _FAMILY.items()}[yours]
        article = ("as" if many else "a") if female else ("os" if many else "o")
        lead = f"{hit[1]} " if hit[1] else ""
        theirs = (f"{article} {noun} {of}" for of in ("dela", "dele"))
        return f"{{{lead}{mine} {noun};{lead}{yours} {noun};{';'.join(theirs)}}}"

    return re.sub(r"\bque é\b", "que {sou;é;é;é}", _OWN.sub(owned, phrase))


def _want(phrase: str) -> str:
    """What the goal is about: the noun phrase after its verb, where it has an article."""
    hit = re.match(r"\S+ ((?:o|a|os|as) \w+(?: d[eoa]s? (?:[oa] )?[\w-]+)?)", phrase)
    return hit[1] if hit and not re.search(r"\b(?:que|se)$", hit[1]) else ""


def _wrong(story: Story, folk: Folk, hero: Being, foe: Being | None) -> None:
    """What the opponent did to the hero: a preterite verb with the hero or what was the hero's."""
    if foe is None:
        return
    low = story.text.lower()
    for present, preterite, stem in _verbs():
        if preterite in ("planejou", "matou", "assassinou", "armou", "tirou", "trocou", "tomou",
                         "forçou", "obrigou", "prendeu", "acusou"):  # fmt: skip
            continue
        object_ = preterite in ("roubou", "vendeu", "queimou", "usurpou", "destruiu")
        owned = rf"\b(?:{present}|{preterite}) (?:[oa] )?((?:seu|sua|meu|minha) ([\w-]+))"
        taken = re.search(owned, low)
        if taken and object_ and taken[2] not in folk.kin:
            story.wrong = f"{preterite} {_template(taken[1])}"
            return
        suffered = re.search(rf"\b{stem}[oa] (?:\w+ ){{0,4}}?(?:por|pel[oa])\b", low)
        struck = re.search(rf"\b(?:a|o|la|lo|me) (?:{present}|{preterite})\b", low)
        if (suffered or struck) and not object_:
            story.wrong = f"{{me {preterite};te {preterite};a {preterite};o {preterite}}}"
            return


def _things(story: Story) -> None:
    """Put what the premise names into token, arena, asset and home, and note what to show."""
    words, low = _words(), story.text.lower()
    female = set(words["things_gender"]["f"].split())
    for slot, pattern in words["things"].items():
        hit = re.search(pattern, low)
        if not hit:
            continue
        word = re.sub(r" (?:d[eoa])$", "", hit[1])
        gender = "f" if word.split()[0] in female else "m"
        story.note("thing", word.split()[0])
        story.found.add(slot)
        story.put(slot, Thing(f"{_ARTICLES[gender]} {word}", gender))
    for hit in re.finditer(rf"\b(?:{words['concrete']['words'].replace(' ', '|')})\b", low):
        if not any(hit[0] in value.lower() for _, value in story.named):
            story.note("thing", hit[0])
