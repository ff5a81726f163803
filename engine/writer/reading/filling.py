"""What a premise leaves open: things to slots, names from the banks, crime, twist, facts."""

from __future__ import annotations

import random
import re

from engine.writer.data import Table, lexicon, world
from engine.writer.story import Someone, Story, pick

_THINGS = {
    "en": {
        "token": r"\b((?:\w+ )?(?:pendant|necklace|ring|locket|diary|violin|key|watch|sword|hairpin"
                 r"|letter|mask|bracelet|seal|medal|music box|recipe book))\b",
        "arena": r"\b((?:\w+ )?(?:wedding|gala|auction|banquet|coronation|tournament|trial|birthday"
                 r"|election|finals?|contest|prom|premiere))\b",
        "asset": r"\b(?:the|her|his|their|family) ((?:family )?(?:company|empire|bakery|hotel"
                 r"|restaurant|clinic|vineyard|kingdom|throne|academy|hospital|business))\b",
        "home": r"\b(?:in|at|to|from|on) (?:a|the|her|his) ((?:\w+ )?(?:mansion|village|island"
                r"|temple|lighthouse|palace|farm))\b",
    },
    "zh": {
        "token": "(玉佩|戒指|项链|怀表|手镯|长命锁|玉镯|香囊|令牌|琵琶|古琴|账本)",
        "arena": "(寿宴|婚礼|拍卖会|宫宴|年会|订婚宴|发布会|擂台|决赛|校庆)",
        "asset": "(集团|公司|皇位|医院|酒店|兵符|祖宅|戏班|药铺|绣坊)",
        "home": "(侯府|老宅|豪门|宫中|王府|将军府)",
    },
}  # fmt: skip
_FATHERS = {"en": {"m": ["Victor", "Laurence", "Everett"], "f": ["Eleanor", "Diane"]}}


def classify(story: Story) -> None:
    """Era, inciting event and power by the first pattern that fits."""
    low = story.text.lower()
    classes = lexicon("classes")
    story.era = next(name for name, pattern in classes["era"] if re.search(pattern, low))
    story.flags.add(story.era)
    story.inciting = next(
        (name for name, pattern in classes["inciting"] if re.search(pattern, low)), "disgrace"
    )
    story.reborn = bool(re.search("reborn|rebirth|重生|second life|醒来", low))
    story.power = next(
        (name for name, pattern in classes["power"] if re.search(pattern, low)), "nerve"
    )


def things(story: Story) -> None:
    """Objects, events, organisations and places of the premise to the slots they fill."""
    text = story.text if story.tongue == "zh" else story.text.lower()
    for slot, pattern in _THINGS[story.tongue].items():
        hit = re.search(pattern, text)
        if not hit:
            continue
        word = re.sub(r"^(?:the|a|an|her|his|of|and|at|in|own|same) ", "", hit[1])
        story.note("thing", word)
        story.found.add(slot)
        bare = slot == "token" or story.tongue == "zh"
        story.slots[slot] = word if bare else f"the {word}"


def fill(story: Story) -> None:
    """Everything that is still open, by seed."""
    rng = story.rng("names")
    _genders(story)
    _kin(story)
    _names(story, rng)
    _crime(story, rng)
    _places(story, rng)
    _facts(story, rng)


def _genders(story: Story) -> None:
    people = story.people
    for role, gender in (("H", "f"), ("V", "m"), ("P", "m"), ("T", "f"), ("K", "f")):
        people[role].put(gender=gender)
    people["A"].put(gender="m" if people["H"].gender == "f" else "f")


def _kin(story: Story) -> None:
    power, low = story.people["P"], story.text.lower()
    ruler = next(
        (w for w in ("emperor", "king", "duke", "chairman") if re.search(rf"\b{w}\b", low)), ""
    )
    if ruler and not power.kin and not power.name:
        power.put(title=ruler)
        story.note("role", ruler)
        story.flags.add("ruler")
    claimed = power.source == "premise"  # a father the premise does not know would contradict it
    if not (power.kin or claimed or story.inciting == "bargain" or "ruler" in story.flags):
        elder = story.people["V"].kin in ("stepmother", "uncle", "father")
        power.kin = "grandfather" if elder else "father"
        story.flags.add("secretkin")


def _names(story: Story, rng: random.Random) -> None:
    people, bank = story.people, world("names")[story.tongue]
    taken = {p.name.split()[0] for p in people.values() if p.name}
    if story.tongue == "en":
        _pinyin(story, rng)
    for role in "HAPVTK":
        someone = people[role]
        if someone.name:
            taken.add(someone.name.split()[0])
            continue
        if story.tongue == "en":
            name = _english(role, someone, bank, taken, rng)
        else:
            name = _chinese(role, story, bank, taken, rng)
        someone.name = name
        taken.add(name.split()[0])


def _pinyin(story: Story, rng: random.Random) -> None:
    """One naming culture a script: a premise with Chinese names gets no Victor Hale."""
    pinyin = set(lexicon("words")["pinyin"])
    named = [v.split()[0] for k, v in story.named if k == "name"]
    family = next((n for n in named if n in pinyin), None)
    if family is None:
        return
    own = story.people["V"].name.split()[:1]
    rulers = own[0] if own and own[0] in pinyin else "Zhao"
    for role, name in (
        ("H", f"{family} Shuang"), ("A", pick(rng, ["Pei Lang", "Han Zhuo"])),
        ("P", f"{rulers} Rui"), ("V", "Zhao Cheng"), ("T", "Su Yan"), ("K", "Granny Mo"),
    ):  # fmt: skip
        if not story.people[role].name:
            story.people[role].name = name


def _fresh(values: list[str], taken: set[str], rng: random.Random) -> str:
    return pick(rng, [v for v in values if v.split()[0] not in taken] or values)


def _english(role: str, someone: Someone, bank: Table, taken: set[str], rng: random.Random) -> str:
    if role == "H":
        return f"{_fresh(bank[someone.gender], taken, rng)} {pick(rng, bank['sur'])}"
    if role == "A":
        return _fresh(bank[someone.gender], taken, rng)
    if role == "P":
        first = _FATHERS["en"][someone.gender]
        return f"{_fresh(first, taken, rng)} {pick(rng, bank['psur'])}"
    if role == "V":
        return f"{_fresh(bank['V'][someone.gender], taken, rng)} {pick(rng, bank['vsur'])}"
    if role == "T":
        return _fresh(bank["T"] if someone.gender == "f" else ["Julian Voss", "Marcus Lorne"],
                      taken, rng)  # fmt: skip
    return _fresh(bank["K"] if someone.gender == "f" else ["Old Amos"], taken, rng)


def _chinese(role: str, story: Story, bank: Table, taken: set[str], rng: random.Random) -> str:
    someone = story.people[role]
    if role in "HA":
        return _fresh(bank[someone.gender], taken, rng)
    if role == "P":
        own = story.people["H"].name[:1]
        family = pick(rng, bank["psur"]) if "secretkin" in story.flags else own
        surnames = lexicon("words")["surnames_zh"]
        house = re.search(f"([{surnames}])家", story.text)
        return f"{house[1] if house else family}{pick(rng, bank['pgiv'])}"
    if role == "V":
        return _fresh(bank["V"][someone.gender], taken, rng)
    return _fresh(bank["T" if role == "T" else "K"], taken, rng)


def _crime(story: Story, rng: random.Random) -> None:
    low = story.text.lower()
    crime = pick(rng, ["fire", "crash"] if story.era == "modern" else ["poison", "frame"])
    if re.search("poison|毒", low):
        crime = "poison"
    if re.search("framed|forge|陷害|冤", low) and story.era == "palace":
        crime = "frame"
    name, did, ghost = world("crimes")[crime][story.tongue]
    evidence = world("evidence")[crime][story.tongue]
    story.slots.update(crime=name, did=did, ghost=ghost, evi=evidence)
    story.crime = crime


def _places(story: Story, rng: random.Random) -> None:
    bank, column = world("places")[story.era], story.column
    for slot in ("cage", "arena", "hide", "asset", "home", "deadline"):
        story.slots.setdefault(slot, pick(rng, bank[slot])[column])
    rest = [row[column] for row in bank["arena"] if row[column] != story.slots["arena"]]
    rng.shuffle(rest)
    story.slots["arena0"], story.slots["arena1"] = rest[0], rest[1]
    story.slots.setdefault("token", pick(rng, world("tokens")[story.era])[column])
    story.slots.setdefault("pow", world("powers")[story.power]["name"][column])


def _facts(story: Story, rng: random.Random) -> None:
    power, hero = story.people["P"], story.people["H"]
    kin = power.kin
    story.slots["vicword"] = "father" if kin == "mother" else "mother"
    twists = ["order"]
    rival = story.people["V"]
    stranger = rival.kin not in ("husband", "fiance", "brother", "son", "uncle", "grandfather")
    if "secretkin" in story.flags and kin == "father" and rival.gender == "m" and stranger:
        twists.append("blood")
    story.twist = pick(rng, twists)
    child = {
        ("father", "f"): ("daughter", "女儿"), ("father", "m"): ("son", "儿子"),
        ("grandfather", "f"): ("granddaughter", "孙女"), ("grandfather", "m"): ("grandson", "孙子"),
    }.get((kin, hero.gender), ("family", "亲人"))  # fmt: skip
    spouse = {"f": ("wife", "太太"), "m": ("husband", "丈夫")}[hero.gender]
    story.slots["child"] = child[story.column]
    story.slots["spouse"] = spouse[story.column]
    story.slots["ptitle"] = power.title or ("man", "大人物")[story.column]
    story.flags |= {
        f"pow:{story.power}", f"rel:{kin or 'none'}", f"tw:{story.twist}", f"in:{story.inciting}",
        f"H:{hero.gender}", f"crime:{story.crime}",
    }  # fmt: skip
    if kin in ("father", "mother", "grandfather"):
        story.flags.add("parent")
    if story.power in lexicon("classes")["mystic"]:
        story.flags.add("mystic")
    if story.reborn:
        story.flags.add("reborn")
