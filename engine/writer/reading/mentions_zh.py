"""Who is mentioned where in a Chinese premise: names, relations, jobs, groups, pronouns.

Longest match from the left; a job or a relation right before a name is the same person.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from engine.writer.data import table
from engine.writer.reading.beings import Being
from engine.writer.reading.names_zh import gender_zh, people_names

_CLAUSE = "，。；！？：、“”——"
_HOUSES = re.compile(
    "(?:首富|豪门|富商|世家)"
    "?[郁容祝晏云贺聂骆邵戚殷纪孙高吴徐朱胡郭何马沈顾霍傅陆江苏林萧裴谢宋叶秦周许温程赵楚姜白王李张陈韩唐方冯魏蒋薛柳罗夏钟厉司穆靳盛孟杜段花][家府]"
    "(?!人|里的|族|产|庭|教|具|务|乡|常|世|小女|大小姐|"
    "大少爷|少爷|千金|二少|三少|三姐|姐|兄|父|嫡|庶|"
    "长女)"
)
_ANY_HOUSE = re.compile(f"(?=({_HOUSES.pattern}))")
_PARENTS = {
    "妈": ("mother", "f"), "娘": ("mother", "f"), "爸": ("father", "m"), "爹": ("father", "m"),
}  # fmt: skip
_PREMISES = ("府", "店", "铺", "馆", "坊", "摊", "站")
"""After a trade or a title these make a place: 丞相府, 裁缝店."""
_SLAIN = "害死|毒死|杀死|杀害|逼死|撞死|勒死|谋害|杀了"
_CORPSE = re.compile(
    "(?:具|尸体|死者|遗体|尸首)(?:就|竟|竟然|正)?是(?:[她他我]|自己)?(?:的|失踪[^，。]{0,4}的)?$"
)
_AGAIN = re.compile("转世|重生|穿越|醒来|复活|还魂|投胎|又活")
"""Who died and lives on."""
_BECAME = re.compile(
    "[^。！？]{0,12}(?:(?:转世|重生|穿越?|投胎|化)(?:成|为|到)了?|摇身一变成了|改名叫?|化名)"
    "[^，。]{0,10}(?:的)?|[^。]{0,10}，成了[^，。]{0,8}的?"
)
"""What stands between somebody and who they have become."""
_FAR = 40
"""Characters between two mentions over which no rule makes them one."""
_CALLED = re.compile("，?(?:只)?(?:说|自称)?(?:自己)?[她他]?(?:名字)?(?:叫做?|名叫|名为|自称)")
_OWNED = re.compile(
    "儿子|女儿|孙子|孙女|侄子|侄女|外甥|小舅子|大舅哥|小姨子|女婿|儿媳|妻子|老婆|弟弟|妹妹|表弟|表妹|千金|公子"
)
"""Relatives who belong to whoever stands right before them: 院长小舅子."""
_NOT_AFTER = {
    "将军": "府",
    "王爷": "府",
    "国公": "府",
    "侯": "府",
    "校长": "室",
    "院长": "室",
    "学生": "会(?!主席)",
    "医生": "办",
    "公司": "楼",
    "老师": "傅",
    "孤儿": "院",
    "大学": "生",
    "公主": "府|殿",
    "孩子": "们",
    "对手": "戏",
    "银行": "卡|家",
    "学校": "门",
    "医院": "门|里",
    "家族": "企业|测试|生意",
    "组织": "部",
    "凶手": "锏",
    "老板": "娘",
    "首富": "之",
    "女人": "心",
}


@dataclass
class Word:
    """One mention: its span, who it is, what kind: name, noun or pron."""

    start: int
    end: int
    being: Being
    kind: str
    owned: str = ""  # pronoun or name that owns it, as said


@cache
def kin_words() -> dict[str, tuple[str, str]]:
    """Chinese relation to (english relation, gender)."""
    rows = table("people.toml")["zh"]["kin"].split("|")
    return {word: (kin, gender) for word, kin, gender in (row.split(":") for row in reversed(rows))}


@cache
def _nouns() -> dict[str, re.Pattern[str]]:
    """Nouns for people by their first character, the longest first."""
    zh = table("people.toml")["zh"]
    every = {
        *zh["jobs"].split("|"),
        *zh["groups"].split("|"),
        *kin_words(),
        *zh["hostile"].split("|"),
    }
    every -= {"爸", "妈", "爹", "恶毒"}
    heads: dict[str, list[str]] = {}
    for word in sorted(every, key=lambda w: (-len(w), w)):
        heads.setdefault(word[0], []).append(word)
    return {head: re.compile("|".join(words)) for head, words in heads.items()}


@cache
def _fate() -> dict[str, re.Pattern[str]]:
    """What around somebody says that they are dead, missing or held."""
    rows = table("people.toml")["zh"]["dead"]
    before = {key: re.compile(f"(?:{rows[key]})$") for key in ("before", "missing")}
    after = {key: re.compile(rows[key]) for key in ("after", "missing_after", "captive_after")}
    slain = re.compile(f"(?:{_SLAIN})(?:了|过)?(?:自己|她|他|我)?(的)?$")
    return {**before, **after, "slain": slain}


def spoken_out(text: str) -> str:
    """The text with quotations and titles of works blanked, positions kept."""
    blank = re.sub('[“「『"《][^”」』"》]*[”」』"》]', lambda hit: "○" * len(hit[0]), text)
    blank = re.sub(
        "(?<=[躬喊叫吼嚷骂答写着字话]：)[^，。！？]{1,4}(?=[，！])",
        lambda hit: "○" * len(hit[0]),
        blank,
    )
    return re.sub(
        "(?<=：)[^。！？]*[我你][^。！？]*|(?<=[说道问]：)[^。！？]*"
        "|(?<=[问说诉喊][她他我]：)[^。！？]*",
        lambda hit: "○" * len(hit[0]),
        blank,
    )


class Words:
    """Everybody mentioned in a text."""

    def __init__(self, text: str) -> None:
        self.text = spoken_out(text)
        self.names = people_names(self.text)
        self.beings: list[Being] = []
        self.all: list[Word] = []
        self._said: dict[Being, list[Word]] = {}
        self._marks = [at for at, mark in enumerate(self.text) if mark in "，。；！？："]
        self._ends_of = [at for at in self._marks if self.text[at] not in "，："]
        self._scan()
        for word in self.all:
            self._said.setdefault(word.being, []).append(word)
        self._join()
        self._states()

    def _scan(self) -> None:
        names = sorted(self.names, key=lambda n: (-len(n), n))
        nouns, by_name, text = _nouns(), dict[str, Being](), self.text
        by_head: dict[str, list[str]] = {}
        for name in names:
            by_head.setdefault(name[0], []).append(name)
        houses = {hit.start(): hit for hit in _ANY_HOUSE.finditer(text)}
        heads = {*by_head, *nouns, *_PARENTS, *(text[at] for at in houses)}
        worth = re.compile(f"[{''.join(map(re.escape, sorted(heads)))}]")
        at = 0
        while head := worth.search(text, at):
            at = head.start()
            here = by_head.get(text[at], ())
            name = next((n for n in here if text.startswith(n, at)), "")
            if name:
                being = by_name.get(name)
                if being is None:
                    being = by_name[name] = Being(at, name=name, gender=gender_zh(name, text))
                    self.beings.append(being)
                self.all.append(Word(at, at + len(name), being, "name"))
                at += len(name)
                at += self._parent_of(name, at)
                continue
            house = houses.get(at)
            if house and not self._middle(at):
                being = next((b for b in self.beings if b.noun == house[1]), None)
                if being is None:
                    being = Being(at, noun=house[1], group=True, extra={"house": house[1]})
                    self.beings.append(being)
                self.all.append(Word(at, house.end(1), being, "noun"))
                at = house.end(1)
                continue
            if text[at] in _PARENTS and self._own_parent(at):
                at += 1
                continue
            known = nouns.get(text[at])
            hit = known.match(text, at) if known else None
            if hit and not self._inside(hit):
                self.all.append(self._noun(hit))
                at = hit.end()
                continue
            at += 1

    def _own_parent(self, at: int) -> bool:
        """Whether 妈 or 爸 after a pronoun stands here: 我妈. Notes that parent."""
        here = self.text[at]
        if here not in _PARENTS or self.text[max(0, at - 1) : at] not in ("我", "她", "他"):
            return False
        if self.text[at + 1 : at + 2] in ("妈", "爸", "娘", "爹", "家", "的", "亲"):
            return False
        key, gender = _PARENTS[here]
        being = next((b for b in self.beings if b.kin == key and b.said == here), None)
        if being is None:
            said = f"{here}{here}"
            being = Being(at, noun=said, kin=key, gender=gender, said=said)
            self.beings.append(being)
        self.all.append(Word(at, at + 1, being, "noun"))
        return True

    def _parent_of(self, name: str, at: int) -> int:
        """How many characters here make a name somebody's parent: 小满|妈. Notes that parent."""
        here = self.text[at : at + 1]
        if here not in _PARENTS or self.text[at + 1 : at + 2] in ("妈", "爸", "娘", "家"):
            return 0
        self.all.pop()
        whole = f"{name}{here}"
        being = next((b for b in self.beings if b.name == whole), None)
        if being is None:
            key, gender = _PARENTS[here]
            being = Being(at - len(name), name=whole, kin=key, gender=gender, said=here)
            self.beings.append(being)
        self.all.append(Word(at - len(name), at + 1, being, "name"))
        return 1

    def _middle(self, at: int) -> bool:
        """Whether the character before makes the surname here part of another word."""
        return self.text[max(0, at - 1) : at] in ("小", "老", "大", "阿")

    def _inside(self, hit: re.Match[str]) -> bool:
        word, rest = hit[0], self.text[hit.end() : hit.end() + 8]
        bad = _NOT_AFTER.get(word, "")
        if bad and re.match(bad, rest):
            return True
        if word in ("女人", "男人", "老人") and rest.startswith("心"):
            return True
        if word == "天后" and self.text[max(0, hit.start() - 1) : hit.start()] in tuple(
            "一二三四五六七八九十几数百半"
        ):
            return True
        if word == "太医" and rest[:1] == "院":
            return True
        if rest[:1] in _PREMISES and word not in ("人", "老人"):
            return True
        if word == "孩子" and rest[:1] == "气":
            return True
        return word in ("大哥", "大姐") and rest[:1] == "大"

    def _noun(self, hit: re.Match[str]) -> Word:
        zh, word = table("people.toml")["zh"], hit[0]
        being = Being(hit.start(), noun=word)
        before = self.text[max(0, hit.start() - 3) : hit.start()]
        modifier = re.search(
            "(年轻|真|假|副|过气|退役|失明|失聪|哑巴|天才|冷面|残疾|落魄|盲眼|独眼|女|男|老|小|实习|前|鬼)$",
            before,
        )
        if modifier and modifier[1] not in ("前", "老", "小"):
            being.noun = modifier[1] + word
        if word in kin_words():
            being.kin, being.gender = kin_words()[word]
            being.said = word
        if not being.gender:
            being.gender = (
                "f"
                if re.search(zh["female"], being.noun)
                else "m"
                if re.search(zh["male"], being.noun)
                else ""
            )
        if being.kin in ("boss", "manager", "mentor", "rival", "friend"):
            being.gender = ""
        counted = re.search("[两三四五六七八九十几数百千](?:位|个|名|只|群)$", before)
        being.group = word in zh["groups"].split("|") or bool(counted)
        self.beings.append(being)
        start = hit.start() - (len(being.noun) - len(word))
        return Word(start, hit.end(), being, "noun")

    def _join(self) -> None:
        """A relation or job right before a name, and 是/就是 between them."""
        for left, right in [*zip(self.all, self.all[1:], strict=False)] * 2:
            if left.being is right.being or right.start - left.end > _FAR:
                continue
            gap = self.text[left.end : right.start]
            if self._settled(left, right, gap):
                continue
            called = gap == "" or (
                not left.being.kin and not left.being.name and _CALLED.fullmatch(gap)
            )
            if right.kind == "name" and left.kind == "noun" and called and not left.being.group:
                self._merge(right.being, left.being)
            elif (
                left.kind == "noun"
                and right.kind == "noun"
                and gap == ""
                and not (left.being.kin and right.being.kin in ("lover", "rival"))
                and (
                    left.being.kin
                    or right.being.kin
                    or right.being.name
                    or left.being.group
                    or re.search(table("people.toml")["zh"]["hostile"], left.being.noun)
                )
            ):
                self._merge(right.being, left.being, keep_group=True)
            elif (
                left.kind == "name"
                and right.kind == "noun"
                and gap == ""
                and (not self.text[right.end :].startswith("的") or right.being.kin == "")
            ):
                self._merge(left.being, right.being)
            elif re.fullmatch(
                "(?:就|正|竟|竟然|其实|原来)?是(?:她|他|一个|一名|全村最穷的|个)?", gap
            ) and (left.kind == "name" and right.kind == "noun" and self._ends(right)):
                owner = re.search("[她他]$", gap)
                if not owner:
                    self._merge(left.being, right.being)
            elif (
                left.kind == "name" and right.being.kin and self._ends(right) and not left.being.kin
                and re.fullmatch("，?(?:就|正|竟|竟然|其实|原来|也)?是[她他我]的", gap)
            ):  # fmt: skip
                self._merge(left.being, right.being)
            elif (
                re.fullmatch("[，]?(?:就|正|竟|竟然|其实|原来)?是[^，。；]{0,16}的", gap)
                and "不是" not in gap
                and (self._ends_all(right) and not re.search("是[她他我]的$", gap))
            ):
                self._merge(
                    right.being if right.being.name and not left.being.name else left.being,
                    left.being if right.being.name and not left.being.name else right.being,
                )
        self._again()
        self._titled()
        self._revealed()

    def _settled(self, left: Word, right: Word, gap: str) -> bool:
        """Whether one became the other, or the right one belongs to the left one's office."""
        whole = not right.being.group or gap.endswith("的")
        if left.kind == "name" and whole and _BECAME.fullmatch(gap) and self._ends_all(right):
            self._merge(left.being, right.being)
            left.being.group = False
            return True
        owned = right.kind == "noun" and left.kind == "noun" and gap == ""
        if owned and left.being.noun and not left.being.kin and _OWNED.fullmatch(right.being.said):
            right.being.extra["kin"], right.being.kin = right.being.kin, ""
            return True
        return False

    def _revealed(self) -> None:
        """Somebody nameless at the end of a sentence is the new name that opens the next."""
        for left, right in zip(self.all, self.all[1:], strict=False):
            bare = left.being.noun in ("女人", "男人", "女孩", "男孩", "姑娘", "少年", "陌生人")
            new = right.kind == "name" and not right.being.noun and right.being.at == right.start
            if not bare or left.being.name or left.being.group or not new:
                continue
            fits = right.being.gender in ("", left.being.gender)
            if fits and self.text[left.end : right.start] in ("。", "——", "："):
                self._merge(right.being, left.being)

    def _titled(self) -> None:
        """孟总监 is 孟婕 when one of that surname has that office or that relation."""
        houses: dict[str, list[Being]] = {}
        for being in self.beings:
            if being.name:
                houses.setdefault(being.name[0], []).append(being)
        for being in [b for b in self.beings if len(b.name) >= 2]:
            title = being.name[1:]
            for other in houses[being.name[0]]:
                if other.name != being.name and title in (other.noun, other.said):
                    self._merge(other, being)
                    break

    def _ends_all(self, word: Word) -> bool:
        """Whether the clause ends after the word, or after the name that follows it."""
        same = [w.end for w in self.all if w.being is word.being and w.start <= word.end <= w.end]
        return self.text[max(same) : max(same) + 1] in ("", *_CLAUSE)

    def _ends(self, word: Word) -> bool:
        return self.text[word.end : word.end + 1] in ("", *_CLAUSE)

    def _again(self) -> None:
        """The same noun said again is the same one."""
        seen: dict[str, Being] = {}
        for word in self.all:
            noun = word.being.noun if word.kind == "noun" else ""
            if noun and noun in seen and not (seen[noun].group or word.being.group):
                self._merge(seen[noun], word.being)
            elif word.being.noun:
                seen.setdefault(word.being.noun, word.being)

    def _merge(self, kept: Being, gone: Being, *, keep_group: bool = False) -> None:
        if kept is gone:
            return
        kept.at = min(kept.at, gone.at)
        both = kept.noun and gone.noun and gone.noun not in kept.noun
        kept.noun = f"{gone.noun}{kept.noun}" if both and not kept.name else kept.noun or gone.noun
        kept.name = kept.name or gone.name
        kept.gender = kept.gender or gone.gender
        kept.kin, kept.said = kept.kin or gone.kin, kept.said or gone.said
        kept.state = kept.state or gone.state
        kept.group = (kept.group or (keep_group and gone.group)) and not kept.name
        moved = self._said.pop(gone, [])
        for word in moved:
            word.being = kept
        self._said.setdefault(kept, []).extend(moved)
        self.beings = [being for being in self.beings if being is not gone]

    def _states(self) -> None:
        """Who is dead, missing or held, by the words around."""
        for word in self.all:
            state = self._state(word)
            word.being.state = word.being.state or state

    def _state(self, word: Word) -> str:
        """dead, missing, captive or "", by the words around one mention."""
        dead = _fate()
        whole = self.text[max(0, word.start - 24) : word.start]
        before = re.sub("[她他我](?:的)?$", "", whole)
        after = self.text[word.end : word.end + 40]
        clause, here = re.split("[。；！？]", after)[0], re.split("[，。；]", after)[0]
        again = _AGAIN.search(clause)
        slain = dead["slain"].search(whole)
        if slain and not (slain[1] and not word.being.kin):
            return "dead"
        if not again and (
            dead["before"].search(before) or _CORPSE.search(whole) or dead["after"].match(clause)
        ):
            return "dead"
        if dead["missing"].search(before) or dead["missing_after"].match(here):
            return "missing"
        return "captive" if dead["captive_after"].match(here) else ""

    def between(self, start: int, end: int) -> list[Word]:
        """The mentions that begin from one position up to another one."""
        first = bisect_left(self.all, start, key=lambda word: word.start)
        found = []
        for word in self.all[first:]:
            if word.start >= end:
                break
            found.append(word)
        return found

    def clause(self, at: int) -> tuple[int, int]:
        """Start and end of the comma clause around a position."""
        before = bisect_left(self._marks, at)
        start = self._marks[before - 1] + 1 if before else 0
        return start, self._marks[before] if before < len(self._marks) else len(self.text)

    def sentences_before(self, at: int) -> int:
        """How many sentences and half-sentences end before a position."""
        return bisect_left(self._ends_of, at)

    def sentence(self, at: int) -> int:
        """Start of the sentence around a position."""
        before = bisect_left(self._ends_of, at)
        return self._ends_of[before - 1] + 1 if before else 0
