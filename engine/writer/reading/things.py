"""Objects, events, houses and places of a premise, to the slots that they fill."""

from __future__ import annotations

import re

from engine.writer.data import table
from engine.writer.story import Story

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
}

_MODIFIERS = (
    "clock|winter|summer|spring|autumn|title|royal|old|ancient|charity|masked|secret|family|music|"
    "lost|stolen|haunted|burnt|black|white|red|golden|silver|jade|broken|glass|ice|ghost|private|"
    "wedding|birthday|night|space|crystal|cursed|magic|flower|coal|gold|oil|diamond|murder|cooking|"
    "noodle|tea|fishing|harvest|parking|police|locked|sunken|forged|false|final|live|dead"
)
_NARROW = frozenset(("cruise", "boxing", "opera", "pocket", "design", "recipe", "fish", "car"))
_VERBS = frozenset(
    (
        "fight",
        "train",
        "race",
        "watch",
        "book",
        "ship",
        "mask",
        "map",
        "mine",
        "trial",
        "film",
        "file",
        "record",
        "ring",
        "phone",
        "dance",
        "report",
        "ship",
        "sail",
        "seal",
        "ward",
        "drug",
        "film",
        "farm",
        "play",
        "show",
        "drink",
        "bomb",
        "stage",
    )
)


def concrete_en(story: Story, others: list[str]) -> None:
    """Things and places worth showing, each with the word before it when that narrows it."""
    low, proper = story.text.lower(), " ".join(others).lower()
    heads = table("reading.toml")["en"]["things"]
    pattern = rf"\b(?:({_MODIFIERS}) |([a-z]+) )?({heads})s?\b(?! (?:debt|marriage|hand))"
    for hit in re.finditer(pattern, low):
        before = hit[1] or (hit[2] if hit[2] in _NARROW else "")
        whole = f"{before} {hit[3]}".strip()
        if (hit[3] == "fight" and not before) or f" {hit[3]} " in f" {proper} ":
            continue
        if hit[3] == "will" and hit[2] not in ("the", "last", "forged", "his", "her"):
            continue
        if hit[3] in _VERBS and hit[2] in (
            "to",
            "and",
            "will",
            "she",
            "he",
            "they",
            "who",
            "must",
            "can",
        ):
            continue
        if hit[3] == "crown" and low.startswith(" prince", hit.end()):
            continue
        whole += "s" * (hit[0].endswith("s") and not hit[3].endswith("s"))
        if not any(whole in value.lower() for _, value in story.named):
            story.note("thing", whole)


def concrete_zh(story: Story) -> None:
    """Things, places and events worth showing, with the name that a house or an event bears."""
    text, words = story.text, table("reading.toml")["zh"]
    found = [hit[0] for hit in re.finditer(words["things"], text)]
    for hit in re.finditer(f"([\u4e00-\u9fa5]{{1,6}}?)({words['heads']})", text):
        own = re.split(
            "[的在到被了把将和与入回进向从拿夺那这个是于要上下有往去让为丢扔接办开掉守整全抱嫁收]",
            hit[1],
        )[-1]
        if 1 <= len(own) <= 4:
            found.append(f"{own}{hit[2]}")
    found += re.findall(words["places"], text)
    kept = [w for w in dict.fromkeys(found) if not any(w != f and w in f for f in found)]
    for word in kept:
        story.note("thing", word)


def things(story: Story) -> None:
    """Put what the premise names into token, arena, asset and home."""
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
