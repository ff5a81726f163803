"""Names in a Chinese premise: surname windows whose neighbours fit, judged together.

Chinese marks names by nothing but surname and position, so every window is weighed by what stands
before and after it, by how often it occurs, and by the segmenter's person tag as a second vote.
"""

from __future__ import annotations

import re

import rjieba

from engine.writer.data import lexicon, table

_HAN = "\u4e00-\u9fa5"
_NEVER = re.compile("家$|府$|总裁|集团|千金|师父|丈夫|后$|女$|宗$|门$|弟子")
_DOUBLE = "纳兰|欧阳|上官|司马|慕容|诸葛|皇甫|司徒|南宫|夏侯|独孤|长孙|宇文|令狐|端木"
_INSIDE = frozenset(
    "是被的和与在却把为了将从带向叫就而，。、！；：“”正不也已曾便要她他谁这那其所能会对"
)


def people_names(text: str) -> list[str]:
    """People named in the text, in order of first mention."""
    tagged = {word for word, tag in rjieba.tag(text) if tag == "nr"}
    best: dict[int, tuple[int, str]] = {}
    for start, word in _windows(text):
        score = _score(text, start, word, tagged)
        if score >= 3 and score >= best.get(start, (0, ""))[0]:
            best[start] = (score, word)
    weights: dict[str, int] = {}
    for score, word in best.values():
        weights[word] = weights.get(word, 0) + score
    kept = [w for w in weights if not _loses(w, weights)]
    return sorted(kept, key=text.find)


def gender_zh(name: str, text: str) -> str:
    """f, m or "" by the words beside the name and its characters."""
    at = text.find(name)
    before = text[max(0, at - 5) : at]
    if re.search("女|妃|母|妹|姐|千金|校花|名伶|闺蜜|后$|白月光|妻", before):
        return "f"
    if re.search("师兄|王爷|太子|军阀|总裁|少爷|父|哥|弟|院长|将军|丈夫|夫$|公子", before):
        return "m"
    if re.search("大帅|少帅|督军|老爷|公子|少爷|将军|先生", name):
        return "m"
    if re.search("太太|夫人|小姐|姑娘|氏$", name) or re.search(
        "[婷雪娜莉薇晚瑶妍柔曼婉娇媚兰芳芸莲琳倩静姝妤儿]", name[1:]
    ):
        return "f"
    return ""


def _windows(text: str) -> list[tuple[int, str]]:
    """Every run that could be a name: surname and one or two characters, or a title."""
    words = table("reading.toml")["zh"]
    surnames = lexicon("words")["surnames_zh"] + "云柳苗厉尤阎祁褚蒋沐穆靳盛桑佟"
    titled = re.finditer(f"(?=([{surnames}])({words['titles']}))", text)
    found = [(hit.start(), hit[1] + hit[2]) for hit in titled]
    doubles = re.finditer(f"({_DOUBLE})[{_HAN}]{{1,2}}", text)
    found += [(hit.start(), hit[0][:size]) for hit in doubles for size in (3, len(hit[0]))]
    for hit in re.finditer(f"(?=([{surnames}][{_HAN}]{{1,2}}))", text):
        found += [(hit.start(), hit[1][:size]) for size in (2, len(hit[1]))]
    nouns = re.compile(words["nouns"])
    return [
        (start, word)
        for start, word in found
        if not _NEVER.search(word)
        and not any(
            noun.start() < start + len(word) and start < noun.end() for noun in nouns.finditer(text)
        )
    ]


def _score(text: str, start: int, word: str, tagged: set[str]) -> int:
    words = table("reading.toml")["zh"]
    if re.search(f"(?:{words['titles']})$", word):
        return 6
    if set(word) & _INSIDE:
        return 0
    kin = lexicon("kin_zh")
    before, after = text[max(0, start - 3) : start], text[start + len(word) :][:1]
    clear = not before or before[-1] in _INSIDE or before[-1] in words["before"]
    clear = clear or before[-2:] in kin or before in kin
    ends = not after or after in words["after"] or after in _INSIDE
    repeated = text.count(word) > 1
    score = 2 * clear + 2 * ends + repeated + 2 * (word in tagged)
    score += any(before.endswith(end) for end in kin)
    return score if (clear or word in tagged) and (ends or word in tagged) else 0


def _loses(word: str, weights: dict[str, int]) -> bool:
    """Whether a longer or shorter window over the same characters explains the text better."""
    return any(
        other != word
        and (word in other or other in word)
        and (weights[other], len(other)) > (weights[word], len(word))
        for other in weights
    )
