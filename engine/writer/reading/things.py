"""Objects, events, houses and places of a premise, to the slots that they fill."""

from __future__ import annotations

import re

from engine.writer.data import table
from engine.writer.reading.headline import body_zh
from engine.writer.reading.mentions_en import Mentions
from engine.writer.reading.mentions_zh import Words
from engine.writer.reading.objects_en import objects_en
from engine.writer.reading.objects_zh import objects_zh
from engine.writer.story import Story

_THINGS = {
    "en": {
        "token": r"(?<!['’])\b((?:\w+ )?(?:pendant|necklace|ring|locket|diary|violin|key|watch"
        r"|sword|hairpin"
        r"|letter|mask|bracelet|seal|medal|music box|recipe book))\b",
        "arena": r"(?<!['’])\b((?:\w+ )?(?:wedding|gala|auction|banquet|coronation|tournament"
        r"|trial|birthday"
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


def concrete_en(story: Story, mentions: Mentions) -> None:
    """Note the things and places worth showing."""
    for phrase in objects_en(mentions):
        if not any(f" {phrase} " in f" {value.lower()} " for _, value in story.named):
            story.note("thing", phrase)


def concrete_zh(story: Story, words: Words) -> None:
    """Note the things, places and events worth showing, each with the name that it bears."""
    for title in re.findall("《([^》]{2,10})》", body_zh(story.text)):
        story.note("thing", title)
    for hit in re.finditer("(?<![A-Za-z])[A-Za-z]{2,12}(?![A-Za-z])", words.text):
        if hit[0] not in words.names:
            story.note("thing", hit[0])
    for word in objects_zh(words, _named_zh(words.text)):
        story.note("thing", word)


def _named_zh(text: str) -> list[str]:
    """Listed things and places, and houses and events with their own name."""
    words = table("reading.toml")["zh"]
    found = [hit[0] for hit in re.finditer(words["things"], text)]
    for hit in re.finditer(f"([\u4e00-\u9fa5]{{1,6}}?)({words['heads']})", text):
        own = re.split(
            "[的在到被了把将和与入回进向从拿夺那这个是于要上下有往去让为丢扔接办开掉守整全抱嫁收]",
            hit[1],
        )[-1]
        if 1 <= len(own) <= 4:
            found.append(f"{own}{hit[2]}")
    found += re.findall(words["places"], text)
    return [w for w in dict.fromkeys(found) if not any(w != f and w in f for f in found)]


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
