"""Names in a Chinese premise: windows that could be a name, weighed by what stands around them.

Chinese marks names by nothing but surname and position. Left: the start of a clause, a job or a
relation; right: how the rest of the sentence parses when the name ends here. The segmenter's
dictionary votes against ordinary words, its person tag for names.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise

import rjieba

from engine.writer.data import lexicon, table

_HAN = "\u4e00-\u9fa5"
_NEVER = re.compile(
    "官$|里$|上$|下$|药$|汤$|丸$|茶$|家$|府$|总裁|集团|千金|师父|丈夫|后$|女$|宗$|门$|弟子|^向|^成为|^于|公司"
)
_DOUBLE = (
    "闻人|司空|澹台|濮阳|淳于|钟离|申屠|鲜于|万俟|公冶|柳生|宫本|佐藤|山本|松本|井上|小野|铃木|田中|渡边|高桥|织田|德川|丰臣|纳兰|欧阳|上官|司马|慕容|诸葛|皇甫|司徒|南宫|夏侯|独孤|长孙|宇文|令狐|"
    "端木|东方|百里|公孙|尉迟|轩辕|拓跋|呼延|西门|赫连"
)
_INSIDE = frozenset(
    "是被的和与在却把为了将从带向叫就而，。、！；：“”正不也已曾便要她他谁这那其所能会对只没每再又都还着过给让跟靠最很更"
)
_MEASURES = frozenset("张支段项封方包单")
_COUNTS = tuple("这那一二三两几每半了接")
"""张 is a measure in 这张桌子, a surname elsewhere."""
_NUMERALS = tuple("一二三四五六七八九十")
_OFFICE = re.compile("老师|老板|医生|教授|主任|院长|校长|警官|律师|师傅")
_CHILD_OF = re.compile(f"(?<=岁的)([{_HAN}])\\1")
"""A child by its pet name: 十岁的豆豆."""
_TRADE = re.compile(
    "[^成生漫擅特专延多身很更最见太的]长$|"
    f"(?<![的个有别那这些两三几多年路])[{_HAN}](?<![的个有别那这些两三几多老])[{_HAN}](?:员|师|匠)$"
    f"|(?<![的个有别那这些两三几多年路])[{_HAN}](?<![的个有别那这些两三几多老男女好坏新])(?<!大|客|情|证|病|敌|众|主)人$"
)
"""A trade by its ending: 理赔员, 驯象人."""
_MARKS = "，。；！？：、“”《》（）—…○"
_TITLED = (
    "大帅|少帅|督军|老爷子|老爷|太太|夫人|公子|少爷|小姐|姑娘|将军|先生|"
    "掌柜|氏|大夫|医生|老师|教授|主任|院长|总|老板|大人|"
    "阿婆|阿公|婶|嫂|伯|爷爷|爷|奶奶|婆婆|叔|姨|妈|姐|哥|师傅|师父|长老|"
    "嬷嬷|公公|太医|王爷|贵妃|妃|侯|相|队长|导演|导|警官|"
    "律师|厂长|村长|局长|科长|校长|秘书|娘子|婆|娘|姑姑|老太太|老太|二爷|"
    "三爷|四爷|六爷|九爷|尚书|太傅|掌门"
)
_GOES_ON = (
    "登基",
    "驾崩",
    "继位",
    "退位",
    "验出",
    "推开",
    "打开",
    "拿出",
    "走进",
    "看见",
    "发现",
    "得知",
    "成了",
    "成为",
    "变成",
    "回到",
    "醒来",
    "重生",
    "穿越",
    "决定",
    "必须",
    "每天",
    "从小",
    "因为",
    "为了",
    "一直",
    "已经",
    "终于",
    "突然",
    "忽然",
    "竟然",
    "只想",
    "带着",
    "抱着",
    "守着",
    "应聘",
    "临摹",
    "顶替",
    "抱着",
    "背着",
    "拿着",
    "坐在",
    "站在",
    "躺在",
    "意外",
    "被",
    "是",
    "在",
)
_ACTS = re.compile(
    "[放递端塞扔丢摘举骂摸绑掐咬剪撕砸烧埋刻贴挂铺盖关锁倒灌喂嫁打抽拿走看听说做写吃喝买卖跑追踢推拉抱背挖捡找接签收送穿换坐站躺爬跳唱演画读睡醒赢输救杀骗偷逃]"
    "[完中到了着过出起下上开掉成好错进回去光遍通断倒赢输]"
)
"""A verb of one character with its result: a name cannot end in its first half (周野|打完)."""
_LATIN = re.compile(f"(?<![A-Za-z])阿?[A-Z][a-z]+(?![A-Za-z])(?=[{_HAN}，。、：])")
"""A name in Latin letters among Chinese characters."""
_ELDEST = ("老爷子", "老太太", "老太爷", "老夫人")
_SERVANT = re.compile(
    "(?:宫女|丫鬟|丫头|侍女|婢女|女婢|小厮|书童|药童|奴婢|绣娘|花魁|歌姬|舞姬|狐妖|小妖)$"
)
"""Those who bear flowers and seasons for names: 宫女春桃."""
_MONK = re.compile(
    f"(?:僧|和尚|禅师|道长|师太|沙弥|尼姑|住持|法师)([{_HAN}]{{2}})(?=[，。被在把从、])"
)
_WHOM = re.compile(
    "(?:告诉|找到|救了|救出|爱上|嫁给|指向|遇到|遇见|遇上|发现|撞见|"
    "背叛|只有|帮助|害死|杀了|打败|面对|代替|之后|那天|那年|当晚|"
    "年后|天后|如今|今天|终于|原来|其实|少年|如果|当年|月后|日后|"
    "醒来|上海|夜里|没想到|直到|开始|岁的|"
    "[来去前]接|[来去]找|[来去]看|迎接|等到|抓住|杀死|抓走|带走|送走|推开|认出|看到|听见|收养|"
    "娶了|嫁了|救下|捡到|请来|绑了|撞上|陪着|守着|追上|喊|骂)$"
)
"""What ends before somebody who is named."""
_STRONG = ("d", "p", "c", "r", "m", "t", "l", "i", "y", "f")


def people_names(text: str) -> list[str]:
    """People named in the text, in order of first mention."""
    persons = {word for word, tag in tagged(text) if tag in ("nr", "nrfg", "nrt")}
    found: list[tuple[float, int, str]] = []
    for start, word in _windows(text):
        score = _score(text, start, word, persons)
        if score >= 4.4:
            found.append((score, start, word))
    kept: list[tuple[int, str]] = []
    used: set[int] = set()
    for _, start, word in sorted(found, key=lambda f: (-f[0], f[1], -len(f[2]))):
        span = set(range(start, start + len(word)))
        if not span & used:
            kept.append((start, word))
            used |= span
    kept += [(hit.start(1), hit[1]) for hit in _MONK.finditer(text)]
    kept += [(hit.start(), hit[0]) for hit in _CHILD_OF.finditer(text)]
    kept += [(hit.start(), hit[0]) for hit in _LATIN.finditer(text) if hit[0] not in _brand_words()]
    names = dict.fromkeys(
        word[:-1] if len(word) > 2 and _held(text, start + len(word) - 1) else word
        for start, word in sorted(kept)
    )
    return [n for n in names if not any(n != o and n in o for o in names)]


def _held(text: str, at: int) -> bool:
    """Whether a name's last character is the hand that holds something: 松本|手里."""
    return bool(
        re.match("手[里中上下]|身[边上后旁]|面前|眼[前里]|心[里中]|口中", text[at : at + 2])
    )


def gender_zh(name: str, text: str) -> str:
    """f, m or "" by the words beside the name and its characters."""
    at = text.find(name)
    before, after = text[max(0, at - 5) : at], text[at + len(name) : at + len(name) + 3]
    if re.search(
        "女|妃|母|妹|姐|千金|校花|名伶|闺蜜|后$|白月光|妻|娘$|婆$|护士$|保姆$|寡妇$|妈妈$|绣娘",
        before,
    ):
        return "f"
    if re.search("总裁|院长|董事长|主任|队长|校长", before) and "她" in text and "他" not in text:
        return "f"
    if re.search(
        "师兄|王爷|太子|军阀|总裁|少爷|父|哥|弟|院长|将军|丈夫|夫$|公子|"
        "书生|拳王|少年|男|老头|和尚|道士",
        before,
    ):
        return "m"
    if re.search("大帅|少帅|督军|老爷|公子|少爷|将军|先生|爷$|叔$|伯$|哥$|公公|王爷|侯$", name):
        return "m"
    if re.search("太太|夫人|小姐|姑娘|氏$|婆$|婶$|嫂$|姨$|娘$|奶|妈$|姐$|妃$|嬷", name):
        return "f"
    if re.match("(?:是|这个|一个)?女", after):
        return "f"
    if re.search(
        "[婷雪娜莉薇晚瑶妍柔曼婉娇媚兰芳芸莲琳倩静姝妤儿梅莺燕娟霞珍玲蓉萍妹凤菲嫣]", name[1:]
    ):
        return "f"
    return "m" if re.search("[刚强伟军勇磊毅铁柱虎龙鹏雄彪杰峰霸豪]", name[1:]) else ""


@cache
def _people() -> frozenset[str]:
    """What stands before a name."""
    zh = table("people.toml")["zh"]
    words = {*zh["jobs"].split("|"), *(row.split(":")[0] for row in zh["kin"].split("|"))}
    words |= {
        "村霸",
        "恶霸",
        "毒枭",
        "混混",
        "绑匪",
        "伴娘",
        "伴郎",
        "站长",
        "电报员",
        "小伙子",
        "小女",
        "长女",
        "次女",
        "少卿",
        "名妓",
        "千金",
        "庶女",
        "嫡女",
        "庶姐",
        "影后",
        "影帝",
        "主播",
        "队长",
        "小妹",
        "三妹",
        "四妹",
        "兽医",
        "女友",
        "男友",
        "主任",
        "学生",
        "大师",
        "天才",
        "闺女",
        "搭档",
        "花匠",
        "叫",
        "名叫",
        "化名",
    }
    return frozenset(words)


@cache
def _brand_words() -> frozenset[str]:
    """Latin words that name a make or a town."""
    en = table("reading.toml")["en"]
    return frozenset((*en["brands"].split("|"), *en["towns"].split("|"), "App", "Wifi", "Offer"))


@cache
def _last() -> frozenset[str]:
    return frozenset((*(word[-1] for word in _people()), *"员师匠人长"))


def _after_title(before: str) -> bool:
    """Whether a text ends in a job, a relation or 叫."""
    people = _people()
    if _TRADE.search(before):
        return True
    return before[-1:] in _last() and (
        before[-1:] in people or before[-2:] in people or before[-3:] in people
        or before[-4:] in people or before[-5:] in people
    )  # fmt: skip


@lru_cache(maxsize=4)
def tagged(text: str) -> tuple[tuple[str, str], ...]:
    """The words of a text with their tags, as the segmenter cuts it."""
    return tuple(rjieba.tag(text))


@lru_cache(maxsize=4)
def listed(text: str) -> tuple[tuple[int, str], ...]:
    """The things of the lexicon that stand in a text, each with its place."""
    known = re.compile(table("objects.toml")["zh"]["things"])
    return tuple((hit.start(), hit[0]) for hit in known.finditer(text))


@cache
def _behind_title() -> re.Pattern[str]:
    """Two to five characters behind one that may end a job or a relation."""
    return re.compile(f"(?<=[{''.join(sorted(_last()))}])(?=([{_HAN}]{{2,5}}))")


@lru_cache(maxsize=4)
def _ended(text: str) -> frozenset[tuple[int, str]]:
    """Names of two characters, with their place, that the segmenter ends before a verb."""
    found, at = [], 0
    pairs = (*tagged(text), ("", ""), ("", ""))
    for (word, tag), (after, kind), (_, then) in zip(pairs, pairs[1:], pairs[2:], strict=False):
        verb = kind in ("v", "p") and len(after) == 1
        behind = at + len(word) + 1
        given = text[behind : behind + 1] in _MARKS or (
            then in ("v", "d", "p") and not _ACTS.match(text, behind - 1)
        )
        if tag == "nr" and len(word) == 2 and verb and not given:
            found.append((at, word))
        at += len(word)
    return frozenset(found)


@cache
def _with_title() -> re.Pattern[str]:
    """A surname with a title: 周老师."""
    return re.compile(f"[{_surnames()}](?:{_TITLED})")


@cache
def _surnames() -> str:
    return str(lexicon("words")["surnames_zh"]) + (
        "夜凤郁晏鹿檀容云柳苗厉尤阎祁褚蒋沐穆靳盛桑佟石丘花岳宁乔简易严牛白燕沙关武池秋水湛虞景单齐耿冷岑向扶洛墨司蓝麦游殷包左崔邵侯江鲍涂邢裘解聂晏连卫蔺洪龚覃"
    )


def _windows(text: str) -> list[tuple[int, str]]:
    """Every run that could be a name: surname and given, title, nickname, a word after a job."""
    surnames = _surnames()
    titled = re.finditer(f"(?=([{surnames}](?:{_TITLED})))", text)
    found = [(hit.start(), hit[1]) for hit in titled]
    for hit in re.finditer(f"(?=((?:{_DOUBLE})[{_HAN}]{{1,2}}))", text):
        found += [(hit.start(), hit[1][:3]), (hit.start(), hit[1])]
    for hit in re.finditer(f"(?=([{surnames}][{_HAN}]{{1,2}}))", text):
        found += [(hit.start(), hit[1][:size]) for size in (2, len(hit[1]))]
    for hit in re.finditer(f"(?=([阿小老][{_HAN}]|大[{surnames}]))", text):
        found.append((hit.start(), hit[1]))
    for hit in _behind_title().finditer(text):
        if _after_title(text[max(0, hit.start() - 5) : hit.start()]):
            found += [(hit.start(), hit[1][:size]) for size in range(2, len(hit[1]) + 1)]
    nouns = re.compile(table("reading.toml")["zh"]["nouns"])
    things = {at for at, word in listed(text) if len(word) == 2}
    ended = _ended(text)
    covered = {at for hit in nouns.finditer(text) for at in range(*hit.span())}
    return [
        (start, word)
        for start, word in dict.fromkeys(found)
        if not (_NEVER.search(word) and not (word[-1] == "宗" and len(word) == 3))
        and not (word[0] in _MEASURES and text[max(0, start - 1) : start] in _COUNTS)
        and not (
            word[-1] in _NUMERALS and text[start + len(word) : start + len(word) + 1] in _NUMERALS
        )
        and not (word[0] == "许" and text[max(0, start - 1) : start] in tuple("不也允或准特几"))
        and word not in _DOUBLE.split("|")
        and not (len(word) == 3 and word[0] in "小老" and word[1] != word[2])
        and not (
            len(word) == 2
            and text[start + 2 : start + 3] in _NUMERALS
            and text[start + 3 : start + 4] in _MARKS
        )
        and not (len(word) == 3 and (start in things or (start, word[:2]) in ended))
        and not (len(word) == 3 and _ACTS.match(text, start + 2))
        and (
            word[1:] in _ELDEST
            or covered.isdisjoint(range(start, start + len(word)))
            or (bool(_OFFICE.fullmatch(word[1:])) and start not in covered)
        )
    ]


def _score(text: str, start: int, word: str, tagged: set[str]) -> float:
    before, rest = text[max(0, start - 5) : start], text[start + len(word) : start + len(word) + 12]
    job = _after_title(before)
    left = max(_left(before, job=job), 1.2 * (word in tagged and word[0] in _surnames()))
    if left < 1 or not _people().isdisjoint((word, word[:1], word[:2])):
        return 0.0
    right = max(_right(rest), 2.6 * bool(_ACTS.match(rest)))
    titled = bool(_with_title().fullmatch(word))
    nick = word[0] in "阿小老大" and len(word) == 2
    firm = job and len(word) == 3 and word[0] in _surnames()
    if right < (0.4 if titled else 1.0 if nick or firm else 1.5):
        return 0.0
    inner = "阿" in word[1:] and not (len(word) == 3 and word[1] == "阿" and word[0] in _surnames())
    if not titled and (word[1] in "女男府家" or inner or word[0] in "无当不没府家院们之"):
        return 0.0
    if len(word) > 3 and not titled and word[0] in _surnames() and not re.match(_DOUBLE, word):
        return 0.0
    surname = word[0] in _surnames() or word[:2] in _DOUBLE
    if set(word[1:]) & _INSIDE and not (right == 3 and job):
        return 0.0
    if word[0] in _INSIDE and not titled:
        return 0.0
    known = known_word(word)
    score = left + right + 1.6 * (word in tagged) + 1.2 * (text.count(word) > 1)
    if titled:
        return score + 2.0 - 2.0 * (word in ("于是", "白妃", "江总"))
    if nick:
        odd = known and word[1] not in _surnames() and not (job and word[0] == "阿")
        return (score + 0.6 - 4.0 * odd) * (job or word[0] != "大")
    if not surname:
        plain = any(a == b for a, b in pairwise(word))
        if len(word) > 3 and not (plain or word in tagged):
            return 0.0
        if any(tag[0] in "vdparm" for _, tag in rjieba.tag(word)) and not plain:
            return 0.0
        servant = bool(_SERVANT.search(before)) and len(word) == 2
        common = (1.0 if servant else 6.0) * (known and not plain)
        return score - 0.9 + 1.6 * plain + 1.0 * servant - common if job else 0.0
    return score + 0.8 * (len(word) == 3) - (0.9 if job else 5.0) * known


@cache
def known_word(word: str) -> bool:
    """Whether the dictionary knows the word as something else than a name."""
    parts = rjieba.cut(word, False)
    if len(parts) != 1:
        return False
    return all(tag not in ("nr", "nrfg", "nrt") for _, tag in rjieba.tag(word))


def _left(before: str, *, job: bool) -> float:
    if job:
        return 3.0
    if not before or before[-1] in _MARKS:
        return 2.4
    if before[-1] in _INSIDE or before[-1] in table("reading.toml")["zh"]["before"]:
        return 1.8
    if _WHOM.search(before):
        return 2.0
    return 0.0


@lru_cache(maxsize=2048)
def _cut_ahead(rest: str) -> tuple[tuple[str, str], ...]:
    """How a sentence goes on, in words with their tags."""
    return tuple(rjieba.tag(rest))


def _right(rest: str) -> float:
    """How well the sentence goes on when a name ends here."""
    if not rest or rest[0] in _MARKS:
        return 3.0
    if rest[0] in "家府氏" or rest.startswith(("集团", "公司", "企业", "家族")):
        return -3.0
    if rest.startswith(("着", "了", "过", "们", "子", "性", "者", "地")) or re.match(
        "得(?![了知到罪])", rest
    ):
        return -3.0
    if rest[0] == "得":
        return 2.4
    pairs = _cut_ahead(rest[:6])
    word, tag = pairs[0]
    following = pairs[1][1] if len(pairs) > 1 else ""
    if word == "的":
        return 2.6
    if rest.startswith(_GOES_ON):
        return 3.2
    if word in ("和", "与") and following in ("v", "d", "p"):
        return 0.5
    if tag == "v" and word[0] not in _INSIDE:
        return (
            2.6
            if len(word) > 1 or word in "是要想在有把被让去说死用"
            else (
                2.0
                if word in table("reading.toml")["zh"]["after"]
                or following in ("uz", "ul", "p", "r", "m")
                else 1.2
            )
        )
    if tag.startswith(_STRONG) or word[0] in _INSIDE:
        return 2.4
    return (
        1.5
        if (tag == "n" and len(word) > 1) or word[0] in table("reading.toml")["zh"]["after"]
        else 0.4
    )
