"""Objects, events, houses and places of a premise, to the slots that they fill."""

from __future__ import annotations

import re

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
}  # fmt: skip


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
