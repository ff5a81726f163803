"""Who is against the hero of a Chinese premise: deeds, hostile words and threats, added up."""

from __future__ import annotations

import re
from functools import cache

from engine.writer.data import table
from engine.writer.reading import signs_zh, weighing
from engine.writer.reading.beings import Being
from engine.writer.reading.deeds_zh import DeedsZh
from engine.writer.reading.mentions_zh import Word

_KIN = {
    "stepmother": 1.5,
    "husband": 0.8,
    "fiance": 1.0,
    "boss": 1.0,
    "mother-in-law": 1.2,
    "uncle": 1.0,
    "stepfather": 1.0,
    "manager": 0.8,
    "mentor": 0.4,
    "rival": 3.0,
    "brother-in-law": 0.5,
    "sister-in-law": 0.8,
    "father-in-law": 0.6,
    "lover": 0.4,
    "parents": 0.5,
}
_GOOD = (
    "daughter",
    "son",
    "child",
    "mother",
    "grandmother",
    "grandfather",
    "granddaughter",
    "grandson",
    "sister",
    "brother",
    "father",
)
_POWER = re.compile(
    "院长|董事长|总裁|太后|皇帝|皇后|贵妃|丞相|宰相|王爷|摄政王|将军|掌门|"
    "长老|司令|大帅|督军|"
    "主任|村长|老板|总$|九千岁|千岁|国师|太师|主席|少佐|房东|族长|魔尊|师尊|知府"
)
_GUILT = re.compile(
    "[，]?(?:才|就|正|竟|竟然|却|便)?是[^。；]{0,16}?(?:嫌疑人|凶手|真凶|"
    "仇人|主谋|幕后|元凶|罪魁|"
    "当年|害|卖|杀|偷|抢|骗|逃|间谍)"
)
_CLEARED = re.compile("[^，。]{0,2}(?:脱罪|洗白|洗钱|逃脱|掩盖|顶罪|作伪证|圆谎)")
"""What is done for somebody guilty."""
_ARMED = re.compile("[^，。]{0,2}(?:带着|拿着|举着|握着|藏着|持)[^，。]{0,2}(?:炸弹|刀|枪|炸药|毒)")
_WANTS = re.compile(
    "，?(?:却|也|还|偏|又|竟|便|就)?(?:要(?!见|为)|想要|逼|派|命|催|放话|下令|"
    "步步紧逼|设局|设计|"
    "不许|不准|阻止|扬言|威胁|要挟|带人|笑着|盯上|买通|"
    "夺|抢|霸|强|陷|掐|签死亡证明|签的|背后|念)"
)


def foe_of(deeds: DeedsZh, goal: str) -> Being | None:
    """The one most against the hero by all signs together, None when nobody is.

    goal: the words of the hero's goal.
    """
    weigh(deeds, goal)
    return weighing.likeliest_or_nobody("zh.foe", signs_zh.of_foe(deeds, goal))


def weigh(deeds: DeedsZh, goal: str) -> None:
    """Set `foe` of every being. goal: the words of the hero's goal."""
    zh, hero = table("people.toml")["zh"], deeds.hero
    for being in deeds.w.beings:
        being.foe = 3.5 * bool(re.search(zh["hostile"], being.noun))
        being.foe -= 2.0 * (being.noun in ("凶手", "真凶") and not being.name)
        being.foe += 0.8 * bool(_POWER.search(f"{being.noun} {being.name}"))
        being.foe += _KIN.get(being.kin, 0.0) - 1.2 * (being.kin in _GOOD and not being.name)
        being.foe -= 7.0 * (being.state in ("dead", "captive")) + 4.0 * (being.state == "missing")
    for deed in deeds.deeds:
        if deed.agent is None or deed.agent is hero:
            continue
        value = deed.weight * (1.3 if deed.patient is hero else 1.0 if deed.patient else 0.9)
        deed.agent.foe += value
        if deed.patient is not None and deed.patient is not hero:
            deed.patient.foe -= 1.0
    for word in deeds.w.all:
        if word.being is not hero:
            word.being.foe += _said(deeds, word, goal)
    for left, right in zip(deeds.w.all, deeds.w.all[1:], strict=False):
        if (
            left.being.group
            and deeds.text[left.end : right.start].startswith("的")
            and (right.start - left.end <= 6 and right.being is not hero)
        ):
            right.being.foe += 0.7 * max(0.0, left.being.foe)
            left.being.foe -= 2.5


@cache
def _signs() -> tuple[list[tuple[re.Pattern[str], float]], list[tuple[re.Pattern[str], float]]]:
    """What right before and right after somebody speaks for the opponent, and how much."""
    rows = table("people.toml")["zh"]["signs"]
    return (
        [(re.compile(f"(?:{sign})$"), float(value)) for sign, value in rows["before"]],
        [(re.compile(sign), float(value)) for sign, value in rows["after"]],
    )


def _said(deeds: DeedsZh, word: Word, goal: str) -> float:
    """What stands around one mention."""
    before = deeds.text[max(0, word.start - 24) : word.start]
    after = deeds.text[word.end : word.end + 40]
    score = 1.5 * deeds.relative(word)
    if before.endswith("不是"):
        score -= 4.5
    if re.search("而是[^，。]{0,12}$", before):
        score += 3.0
    dear = word.being.kin in _GOOD
    score += 1.8 * bool(re.match("(?:让|命|逼|令|勒令)[她他我]", after))
    score -= 6.0 * bool(re.match("的(?:脸|名字|指纹|声音|笔迹)(?:就|竟)?是[她他我]自己", after))
    score -= 1.5 * bool(re.search("(?:留给|送给|传给)[^，。]{0,10}$", before))
    if _GUILT.match(after[:30]) or (
        not dear and re.search("(?:而|，)[^，。]{0,8}的，?(?:正|就|竟)?是[^，。]{0,8}$", before)
    ):
        score += 2.6
    score += 1.8 * bool(_WANTS.match(after)) + 2.5 * bool(_ARMED.match(after))
    score -= 2.0 * bool(
        re.search("男孩|女孩|婴儿|孩子|小孩", word.being.noun) and not word.being.name
    )
    score += 2.0 * word.being.noun.startswith("假")
    cleared = before.endswith("帮") or re.search("[帮替为给][^，。]{1,4}$", before)
    score += 4.0 * bool(cleared and _CLEARED.match(after))
    before_signs, after_signs = _signs()
    score += sum(value for sign, value in before_signs if sign.search(before))
    score += sum(value for sign, value in after_signs if sign.match(after))
    if re.search("(?:进了|嫁进|嫁入|混进|潜入|走进|进入)$", before) and re.match(
        "的?(?:宫|府|家|公司|集团|身边)", after
    ):
        score += 1.2
    if re.match("(?:手[里中上]|身上|家里|那里)(?:的|拿|夺|抢|偷|救)", after) or (
        before.endswith("从") and re.match("(?:手[里中]|身上|那里)", after)
    ):
        score += 2.4
    name = word.being.name or word.being.noun
    aims = (
        f"还给[^，。]{{0,3}}{name}|"
        f"(?:让|扳倒|揭|打败|踏平|杀|公布|向|赢|叫){name}|{name}(?:付出|的真面|身败|血债)"
    )
    if name and name in goal and re.search(aims, goal):
        score += 2.5
    if re.match("(?:[^，。]{0,3})(?:救了|帮|护着|教她|教他|收留|相助)", after):
        score -= 1.5
        word.being.help += 2.0
    return score
