"""What a Chinese premise says its hero wants: 要, 想, 决定, 发誓, 为 and what follows them."""

from __future__ import annotations

import re

from engine.writer.reading.deeds_zh import DeedsZh

_WANT = (
    ("(?:发誓|誓要|立誓|决心|决定|立志|打算|一心|誓)(?:一定)?要?", 4.0),
    ("(?:不惜一切(?:代价)?(?:也)?要?|不惜|只为|只想|她只要|他只要)", 3.6),
    ("(?<=[，。；])(?:只)?为了?(?=[给救还替查找治讨])|^为了?(?=[给救还替查找治讨])", 3.0),
    ("(?<![因认成作以])为(?=[救查找还])", 2.8),
    ("为了", 1.6),
    ("(?:必须|只有|唯一的办法是|她得|他得|我得)(?:要)?", 3.0),
    ("(?<![能只需主重不还])要(?![不求么是她他它我]死?)", 3.2),
    ("(?<![能只需主重])要(?=[让把])", 3.4),
    ("(?<![思妄理联料不猜])想(?:要)?(?![不到起象着法])", 2.8),
    (
        (
            "(?:回来|前来|归来|潜入[^，。]{0,8}|第一件事就是|开始|"
            "踏上[^，。]{0,6}路|偏要|得)(?=[查找救夺讨报复踏])"
        ),
        2.8,
    ),
    (
        (
            "(?:上山|下山|进山|进城|进京|出海|回乡|回村|北上|南下|四处|到处|一路|千里|连夜|独自)"
            "(?:去|来)?(?=[找寻查救讨追告报])"
        ),
        2.8,
    ),
    ("(?:就是|正是|全是|都是)为了", 3.0),
    ("(?:回来|归来|醒来)[^，。]{0,4}，(?=[查找救夺讨报])", 2.2),
)
_GOOD = re.compile(
    "(?:在[^，。]{1,10})?(?:当众|亲手|重新|亲自|一起|彻底|替|为|给|让|把|"
    "将|向|从|带着|抢在|在|用|靠)?[^，。]{0,8}?"
    "(?:找|查|救|夺|讨|揭|证明|报仇|复仇|保住|守|赢|打败|扳倒|拿回|带回|"
    "治|阻止|逃|洗清|还清|让|拆|见|公布|毁|翻|回到|"
    "考|捉|踏平|正名|看清|身败名裂|付出|血债|改写|改变|活下去|唤醒|学会|"
    "重振|开|卖|换|追|杀|打官司|听见|种|修|唱|跳|退婚|嫁|离婚)"
)
_BAD = re.compile(
    "(?:拆了$|[一二两三四五六七八九十]+(?![起定心举步点]|直走)|[^，。]{0,18}(?:知道?|记得|明白)$|命|死|的|了|么|是|有|不要|求|紧|点|害|被|嫁给(?!.*查)|结婚|生下)"
)
_DESCRIBES = re.compile("[个位名群些那这]$")
"""Before 要 in a description: 三个要吃了他的哥哥."""
MAX_HAN = 16


def goal_of(deeds: DeedsZh) -> str:
    """The goal in the premise's words, from its verb on; "" when there is none."""
    text, best, words = deeds.text, 0.0, ""
    for pattern, weight in _WANT:
        for hit in re.finditer(f"(?:{pattern})", text):
            rest = re.match(
                "(?:(?:拿着|带着|凭着?|靠着?|在)[^，。；]{1,14}，)?([^，。；！？：]{2,24})",
                text[hit.end() :],
            )
            if not rest or "○" in rest[1]:
                continue
            if _DESCRIBES.search(text[max(0, hit.start() - 2) : hit.start()]) and "的" in rest[1]:
                continue
            if hit[0] == "只有" and _somebody(deeds, hit.end()):
                continue
            phrase = _shortened(rest[1])
            if _BAD.match(phrase) or len(phrase) < 2 or _against(deeds, phrase):
                continue
            if deeds.hero.name and deeds.hero.name in phrase:
                continue
            if "的" in phrase and phrase.endswith(tuple(deeds.w.names) or ("○",)):
                continue
            phrase = _second(phrase, text[hit.end() :]) or phrase
            past = pattern.startswith("为了") and re.search(
                "了", text[hit.end() : hit.end() + 24].split("，")[0]
            )
            score = (
                weight
                - 3.0 * bool(past)
                + (1.2 if _GOOD.match(phrase) else -1.0)
                + _owner(deeds, hit.start())
            )
            score += 0.8 * hit.start() / max(1, len(text))
            if score > best:
                best, words = score, phrase
    return words if best >= 2.4 else ""


def _somebody(deeds: DeedsZh, at: int) -> bool:
    """Whether 只有 says who alone does something, not what has to be done: 只有奶奶攥紧了."""
    return deeds.text[at : at + 1] in tuple("她他我你") or bool(deeds.w.between(at, at + 8))


def _against(deeds: DeedsZh, phrase: str) -> bool:
    """Whether it is somebody's wish to harm the hero: 要杀我的反派."""
    if re.search("逼[她他我]|给自己的", phrase):
        return True
    return bool(re.match("(?:亲手|当众)?[杀害毁娶抓嫁](?:了|死|掉|进)?[她他我]", phrase)) or (
        bool(deeds.harm.match(phrase)) and bool(re.match("[^，。]{1,4}[她他我]的", phrase))
    )


def _second(phrase: str, rest: str) -> str:
    """The end of a plan in two steps, with the name of whom it is done to."""
    step = re.match("[^，。]{2,24}，(?:再|然后|最后|最终)([^，。；！？]{3,16})", rest)
    if not step:
        return ""
    whom = re.match("让([^，。]{2,3}?)(?=一|慢|先|亲|也|爬|尝|坐|当|做|相)", phrase)
    return re.sub("[她他]", whom[1], step[1], count=1) if whom else step[1]


def _owner(deeds: DeedsZh, at: int) -> float:
    """Plus when the one who wants is the hero, minus when it is somebody else."""
    start = deeds.w.clause(at)[0]
    if re.search(
        "(?:村里|公司|学校|上面|上级|政府|县里|镇上|厂里|朝廷|集团|单位|医院)$",
        deeds.text[start:at],
    ):
        return -2.6
    here = [
        w for w in deeds.w.all if start <= w.start < at and deeds.text[w.end : w.end + 1] != "的"
    ]
    pronoun = re.search("([她他我])[^的]{0,4}$", deeds.text[start:at])
    if pronoun:
        same = {"她": "f", "他": "m"}.get(pronoun[1], "")
        return 1.0 if not same or deeds.hero.gender in ("", same) else -2.0
    if here:
        return 1.0 if here[-1].being is deeds.hero or here[0].being is deeds.hero else -2.6
    before = deeds.before(start)
    return 0.6 if before is deeds.hero or before is None else -0.8


def _shortened(phrase: str) -> str:
    phrase = re.sub("^(?:自己|也|再|去|来|一定)*要?(?=.{3})", "", phrase)
    phrase = re.split("(?<=.{4})(?:却|但|可是|而|直到|之前$|时$|后$)", phrase)[0]
    return phrase[:MAX_HAN] if len(phrase) <= MAX_HAN + 4 else ""


def want_of(goal: str) -> str:
    """What the goal is about, in a few characters; "" for nothing that can be said alone."""
    hit = re.search(
        "(?:找到|找回|夺回|拿回|讨回|保住|守住|查清|查出|揭开|揭穿|救出|救回|"
        "赢得|赢下|得到|守护|公布|找|"
        "夺|救|查)([^，。]{2,10})$",
        goal,
    )
    if hit:
        words = re.sub("^(?:她|他|我|自己)(?:的)?", "", hit[1])
        if re.search("是谁|怎么|谁|到底", words):
            return "真相"
        if len(words) <= 8:
            return words
    return (
        "公道" if re.search("讨|仇|血债", goal) else "真相" if re.search("查|揭|真", goal) else ""
    )
