"""Reading a Hindi premise: no capitals show names, but lists, postpositions and word order do."""

from __future__ import annotations

import re

from engine.writer.data import Table, table
from engine.writer.reading import parts
from engine.writer.reading.beings import Being
from engine.writer.reading.classes import classify
from engine.writer.reading.folk import Folk, foe_of, folk_of, hero_of, note_people, set_aside
from engine.writer.story import Story, Thing

_FEMALE_END = ("ा", "ी", "ि")
_OWN = re.compile("मेर([ाेी]) ")


def _words() -> Table:
    return table("reading_hi.toml")


def read(story: Story) -> None:
    """Fill the story from its premise."""
    words, text = _words(), story.text
    folk = folk_of("hi", text, _run, frozenset(words["words"]["links"].split()))
    _settings(story)
    note_people(story, folk)
    _fates(folk)
    _harm(folk)
    first = bool(re.search(rf"(?:^|\s)(?:{words['words']['first']})(?=[\s,।]|$)", text))
    hero = hero_of(folk, first and not any(b.name and not b.kin for b in folk.beings))
    hero.gender = hero.gender if hero.name.split()[:1] and hero.gender else _voice(hero, text)
    hero.kin = ""
    foe = foe_of(folk, hero)
    if foe is not None and foe.kin in ("daughter", "son"):
        foe.kin = ""  # somebody's child, seldom the hero's
    for being in folk.beings:
        being.gender = being.gender or _by_ending(being)
    held = [
        b for b in folk.beings if b.state == "captive" and b is not hero and "sought" not in b.extra
    ]
    classify(story, taken=not held)
    parts.assign(story, hero, foe, folk.beings)
    set_aside(story)
    _rank(story)
    found = next((b for b in folk.beings if story.loss.kin and b.said == story.loss.kin), None)
    story.loss.gender = found.gender if found else ""
    if hero.noun:
        story.slots["job"] = hero.noun
        story.note("role", hero.noun)
    if re.search("नाजायज़|गुप्त (?:बेटी|बेटा)|असली (?:बेटी|बेटा|वारिस)|बिछड़ी (?:हुई )?बेटी", text):
        story.flags.add("secretkin")
    _goal(story)
    _wrong(story, foe)
    _things(story)


def _run(folk: Folk, at: int) -> int:
    """The end of a name: known given names and surnames, or what "नाम" and kin point at."""
    words = _words()["names"]
    given, surnames = folk.genders, set(words["sur"].split())
    after = _words()["words"]["after"].split()
    cities = set(_words()["words"]["cities"].split())
    if at >= len(folk.tokens):
        return at
    word = folk.tokens[at].text
    if word in cities or word in folk.kin:
        return at
    if any(word in being.name.split() for being in folk.beings):
        return at + 1 + (folk.word(at + 1) in surnames)
    named = word in given and (word not in folk.jobs or folk.word(at + 1) in surnames)
    if not named and folk.word(at + 1) in surnames and word not in folk.jobs:
        plain = word not in after and word not in _words()["words"]["links"].split()
        named = plain and folk.tokens[at + 1].text not in ("देवी", "साहब")
    if not named and folk.word(at + 1) == "नाम" and folk.word(at + 2) in ("की", "का", "के"):
        named = True
    if not named and word in surnames and word not in folk.jobs:
        named = folk.word(at + 1) in after
    if not named and folk.word(at - 1) in folk.jobs and word not in folk.jobs:
        marked = folk.word(at + 1) in ("ने", "को", "की", "का", "के", "से", "अपने", "अपनी")
        named = marked and word not in _words()["words"]["common"].split()
    if not named:
        return at
    end = at + 1
    heads = set(_words()["words"]["places"].split())
    while end < len(folk.tokens) and (
        folk.tokens[end].text in surnames or folk.tokens[end].text in given
    ):
        end += 1
    return at if folk.word(end) in heads and end - at == 1 else end


def _settings(story: Story) -> None:
    """Cities, and places and houses by their heads: worth showing."""
    words = _words()["words"]
    for city in words["cities"].split():
        if re.search(rf"(?:^|\s){city}(?=[\s,।]|$)", story.text):
            story.note("thing", city)
    heads = "|".join(words["places"].split())
    given = "|".join((*_words()["names"]["f"].split(), *_words()["names"]["m"].split()))
    for hit in re.finditer(rf"(\S+) ({heads})(?=[\s,।]|$)", story.text):
        if re.search(rf"(?:^|\s)(?:{given}) $", story.text[: hit.start()]):
            continue
        if hit[1] in _words()["names"]["sur"].split() or hit[1] in (
            *_words()["names"]["f"].split(), *_words()["names"]["m"].split()
        ):  # fmt: skip
            story.note("thing", f"{hit[1]} {hit[2]}")


def _fates(folk: Folk) -> None:
    """Who is dead, missing or held by what follows the mention."""
    fate = _words()["fate"]
    for mention in folk.mentions:
        being = mention.being
        after = folk.text[folk.tokens[mention.last].end :].lstrip(" ,")
        if not being.kin and being.name:
            continue
        if being.kin and re.match(fate["sought"], after):
            being.state, being.extra["sought"] = being.state or "captive", "goal"
        before = folk.word(mention.first - 1)
        for state in ("dead", "missing", "captive"):
            if re.match(fate[state], after) or before in fate[f"{state}_before"].split():
                being.state = being.state or state


def _harm(folk: Folk) -> None:
    """Who does harm: the one with ने, else the subject of the clause; and whom it is against."""
    harm = _words()["harm"]
    for hit in re.finditer(harm["stems"], folk.text):
        start = folk.sentence(hit.start())
        agents = [
            m for m in folk.mentions
            if start <= folk.tokens[m.first].start < hit.start() and _ergative(folk, m)
        ]  # fmt: skip
        if agents:
            agents[-1].being.foe += 3
            continue
        subjects = [
            m for m in folk.mentions
            if start <= folk.tokens[m.first].start < hit.start()
            and folk.word(m.last + 1) not in ("को", "का", "की", "के", "से", "पर", "में", "ही")
            and (m.being.name or m.being.kin)
        ]  # fmt: skip
        if subjects:
            subjects[-1].being.foe += 1.9
    for hit in re.finditer(rf"(?:{harm['against']})", folk.text):
        near = folk.before(hit.start())
        if near and hit.start() - folk.tokens[near.last].end <= 3:
            near.being.foe += 1.6
    for mention in folk.mentions:
        word, then = folk.word(mention.last + 1), folk.word(mention.last + 2)
        if word == "से" and then in ("धोखा", "बदला"):
            mention.being.foe += 2.2
    for being in folk.beings:
        being.foe += 2 * (being.kin == "rival") + 0.6 * (being.kin in ("stepmother", "stepfather"))


def _ergative(folk: Folk, mention: object) -> bool:
    at = getattr(mention, "last", 0)
    return folk.word(at + 1) == "ने" or (folk.word(at + 2) == "ने" and folk.word(at + 1) == "जी")


def _voice(hero: Being, text: str) -> str:
    """The hero's gender by the verbs and nouns of the premise."""
    words = _words()["words"]
    female = len(re.findall(f"(?:{words['feminine']})(?=[\\s,।]|$)", text))
    male = len(re.findall(f"(?:{words['masculine']})(?=[\\s,।]|$)", text))
    if female != male:
        return "f" if female > male else "m"
    return hero.gender or _by_ending(hero)


def _by_ending(being: Being) -> str:
    first = being.name.split()[0] if being.name else ""
    if not first:
        return ""
    return "f" if first.endswith(_FEMALE_END) else "m"


def _rank(story: Story) -> None:
    """Titles that rule by their key, so that the language's own words for them are used."""
    titles, power = _words()["titles"], story.people["P"]
    if power.title in titles and not power.kin:
        power.title = titles[power.title]
        story.flags.add("ruler")


def _goal(story: Story) -> None:
    """The clause of an infinitive that is wanted, sworn or come for."""
    stop = _words()["goal"]["stop"]
    wanted = re.compile(
        r"(\S+)(ना|नी|ने) (?=चाहत|चाहती|होगा|होगी|है(?:[\s।]|$)|पड़ेगा|पड़ेगी|हूँ|का फ़ैसला|का फैसला"
        r"|की क़सम|की कसम|की ठान|की कोशिश|लौट|आई है|आया है|आती है|आता है|निकल)"
    )
    female = story.people["H"].gender == "f"
    for hit in wanted.finditer(story.text):
        then = story.text[hit.end() :].lstrip()
        if re.match("चाहता|आता|आया" if female else "चाहती|आती|आई", then):
            continue
        before = re.split(stop, story.text[: hit.start()])[-1].strip()
        before = re.split("(?:^| )(?:है|हैं|था|थी|थे|ताकि|के बाद|और अब) ", before)[-1]
        clause = _without_subject(before, story)
        words = clause.split()
        if not 1 <= len(words) <= 8:
            continue
        clause = _OWN.sub(lambda own: f"अपन{own[1]} ", clause)
        story.goal = f"{clause} {hit[1]}ना"
        story.must = f"{clause} {hit[1]}{'नी' if hit[2] == 'नी' else 'ना'}"
        return


def _without_subject(clause: str, story: Story) -> str:
    """The clause without the words for the hero at its head."""
    hero = story.people["H"]
    own = (*hero.name.split(), *hero.title.split())
    small = ("और", "अब", "वह", "वो", "उसे", "मुझे", "मैं", "फिर", "भी")
    words = clause.split()
    while words and (words[0] in small or words[0] in own):
        named = words.pop(0) not in small
        if named and words[:1] == ["को"]:
            words.pop(0)
    return " ".join(words)


def _wrong(story: Story, foe: Being | None) -> None:
    """What the opponent did to the hero, by the first cue of the premise."""
    if foe is None or foe.foe < 3:
        return
    for pattern, phrase in _words()["wrong"].items():
        if re.search(pattern, story.text):
            story.wrong = phrase
            return


def _things(story: Story) -> None:
    """Put what the premise names into token and arena, and note what to show."""
    words = _words()
    female = set(words["things_gender"]["f"].split())
    oblique = dict(pair.split("=") for pair in words["things_gender"]["oblique"].split())
    for slot, pattern in words["things"].items():
        hit = re.search(pattern, story.text)
        if not hit:
            continue
        word = hit[1].strip()
        head = word.split()[-1]
        story.note("thing", head)
        story.found.add(slot)
        said = oblique.get(head, head)
        story.put(slot, Thing(word, "f" if head in female else "m", "", word.replace(head, said)))
    for word in words["concrete"]["words"].split():
        if re.search(rf"(?:^|\s){word}(?=[\s,।]|$)", story.text):
            story.note("thing", word)
