"""Who is the hero of a Chinese premise, who does what to whom, and who is against the hero."""

from __future__ import annotations

import re

from engine.writer.data import table
from engine.writer.reading.beings import Being, Deed
from engine.writer.reading.mentions_zh import Word, Words

_FRONT = "抢在|拜|被|遭|让|给|叫|对|向|把|将|和|与|跟|替|为|比|离|从|找|救|爱上|嫁给|撞见|看见|发现"
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
_WANTS = re.compile(
    "(?:却|也|还|偏|又|竟|便|就)?(?:要(?!见|为)|想要|逼|派|命|催|放话|下令|"
    "步步紧逼|设局|设计|"
    "不许|不准|阻止|扬言|威胁|要挟|带人|笑着|盯上|买通|"
    "夺|抢|霸|强|陷|掐|签死亡证明|签的|背后|念)"
)


class DeedsZh:
    """Reads who does what; sets `hero`, and `foe` of everybody."""

    def __init__(self, words: Words) -> None:
        self.w = words
        self.text = words.text
        self.harm = re.compile(table("people.toml")["zh"]["harm"])
        self.deeds: list[Deed] = []
        self.first_person = bool(re.search("我(?!们)", self.text))
        self.hero = Being(-1, extra={"i": "1"})
        if self.first_person:
            name = next(
                (n for n in words.names if re.search(f"我(?:叫|是|名叫){n}", self.text)), ""
            )
            self.hero = next((b for b in words.beings if name and b.name == name), self.hero)
            self._teller()
        else:
            self._weigh()
            self._choose()
        self._find()
        if not self.first_person:
            self._choose()
            self.deeds = []
            self._find()
        self._genders()
        self._kin()

    def _teller(self) -> None:
        """What the one who says 我 is, and their gender, by their own words."""
        jobs = table("people.toml")["zh"]["jobs"]
        said = re.search(
            "我(?:[^，。]{0,6}?)(?:就是|是|成了?|穿成|变成|当了?|做了?|干了?|作为|扮演|一个|身为)"
            f"[^，。]{{0,24}}?({jobs})(?=[，。；、：]|$|的)",
            self.text,
        )
        said = said or re.search(f"(?:^|[。，])(?:一个|一名|作为|身为)?({jobs})我", self.text)
        hero, zh = self.hero, table("people.toml")["zh"]
        if said:
            hero.noun = said[1]
            other = next((b for b in self.w.beings if b.noun == said[1] and not b.name), None)
            if other is not None and other is not hero:
                self.w.beings.remove(other)
                self.w.all = [w for w in self.w.all if w.being is not other]
        hero.noun = hero.noun or "故事里的我"
        if not hero.gender:
            woman = "我(?:的)?(?:老公|丈夫|前夫|未婚夫|男友|婆婆|闺蜜|孩子他爸)|我(?:怀孕|嫁)|娶我"
            man = "我(?:的)?(?:老婆|妻子|前妻|未婚妻|女友|丈母娘|媳妇)|我娶|嫁给?我"
            if re.search(zh["female"], hero.noun) or re.search(woman, self.text):
                hero.gender = "f"
            elif re.search(zh["male"], hero.noun) or re.search(man, self.text):
                hero.gender = "m"

    # -- the hero -------------------------------------------------------------------------------

    def _weigh(self) -> None:
        first = self._main()
        zh = table("people.toml")["zh"]
        seen: set[Being] = set()
        for word in self.w.all:
            being, new = word.being, word.being not in seen
            seen.add(being)
            before = self.text[max(0, word.start - 24) : word.start]
            after = self.text[word.end : word.end + 40]
            score = 0.4
            if new:
                score += 1.0 - 0.4 * min(5, len(seen)) + 2.2 * bool(being.name)
                score -= 4.0 * being.group + 5.0 * (
                    being.state in ("dead", "missing") and not (being.name and word is first)
                )
                score -= 1.6 * (bool(being.kin) and not being.name)
                score -= 6.0 * bool(re.search(zh["hostile"], being.noun))
            lone = (
                not being.name
                and self.w.names
                and not re.search("(?:一个|一名|一只|那个)$", before)
            )
            if new and lone:
                score -= 1.2
            if word is first:
                score += 3.5
            if after.startswith("的"):
                owned = next((w.being for w in self.w.all if 0 < w.start - word.end <= 4), None)
                score += (
                    2.5 if new and being.name and owned and owned.kin and len(seen) <= 2 else -1.6
                )
            if re.search(f"(?:{_FRONT})$", before):
                score -= 1.6
            if re.search("(?:只有|唯有|只剩)(?:[^，。]{0,9}的?[^，。]{0,4})?$", before):
                score += 3.0
            verb = after[:12].split("，")[0].split("。")[0]
            if re.match("[^，。]{0,4}?(?:被|遭|惨遭)", verb):
                score += 2.5
            if re.match(f"[^，。]{{0,5}}?(?:{zh['hero']})", verb) and not after.startswith("的"):
                score += 1.8 if not re.match("[^，。]{0,2}要(?:她|他|它|求)", verb) else -1.5
            score -= 5.0 * self._relative(word)
            score -= 3.0 * bool(re.search(f"(?:{zh['hostile']})的[^，。]{{0,4}}$", before))
            if re.search("(?:一个|一名|一只|一位)(?:[^，。]{0,6}的)?$", before) and word is first:
                score += 1.0
            being.lead += score

    def _main(self) -> Word | None:
        """The first mention that can be the subject."""
        for word in self.w.all:
            before = self.text[max(0, word.start - 24) : word.start]
            after = self.text[word.end : word.end + 40]
            if after.startswith("的") or re.search(f"(?:{_FRONT})$", before):
                continue
            if (
                self._relative(word)
                or word.being.group
                or (word.being.state == "dead" and not word.being.name)
            ):
                continue
            return word
        return None

    def _relative(self, word: Word) -> bool:
        """Whether a harm verb in a clause before 的 describes this one: 偷走她论文的导师."""
        start = self.w.clause(word.start)[0]
        head = self.text[start : word.start]
        hit = re.search("(.*)的[^的，。]{0,3}$", head)
        if not hit or not self.harm.search(hit[1]):
            return False
        verb = self.harm.search(hit[1])
        inner = [w for w in self.w.all if start <= w.start < start + (verb.start() if verb else 0)]
        return not inner and "被" not in hit[1]

    def _choose(self) -> None:
        score = {b: b.lead for b in self.w.beings}
        for deed in self.deeds:
            if deed.agent in score and deed.patient is not deed.agent:
                score[deed.agent] -= 3.2 * deed.weight / 3
            if deed.patient in score and not deed.patient.group:
                score[deed.patient] += 1.6 * deed.weight / 3
        if score:
            self.hero = max(score, key=lambda b: (score[b], -b.at))
        if re.match("[她他](?!们)", self.text) and not self.hero.name:
            said = re.match(
                "[她他]是[^，。]{0,12}?(" + table("people.toml")["zh"]["jobs"] + ")(?=[，。])",
                self.text,
            )
            own = said and next((b for b in self.w.beings if b.noun.endswith(said[1])), None)
            self.hero = own or Being(-1, gender="f" if self.text[0] == "她" else "m")

    def _genders(self) -> None:
        hero = self.hero
        pronouns = re.findall("[她他]", self.text)
        if hero.gender:
            return
        others = {b.gender for b in self.w.beings if b is not hero}
        mine = [p for p in pronouns if ("f" if p == "她" else "m") not in others] or pronouns
        if mine:
            hero.gender = "f" if mine[0] == "她" else "m"
        elif re.search("丈夫|老公|男友|未婚夫|前夫|夫君|婆婆", self.text):
            hero.gender = "f"
        elif re.search("妻子|老婆|女友|未婚妻|前妻", self.text):
            hero.gender = "m"
        else:
            hero.gender = "f" if re.search("女|嫁|妃|娘|妹", self.text) else ""

    def _kin(self) -> None:
        """Only the hero's relatives keep their relation."""
        for word in self.w.all:
            being = word.being
            if not being.kin or being is self.hero:
                continue
            before = self.text[max(0, word.start - 6) : word.start]
            if word.kind == "name" and being.noun:
                before = before[: -len(being.noun)] if before.endswith(being.noun) else before
            owner = re.search("([^，。；的]{1,4})的(?:[^，。的]{0,3})$", before)
            if owner:
                whose = next(
                    (b for b in self.w.beings if b.name and owner[1].endswith(b.name)), None
                )
                if whose is not None and whose is not self.hero:
                    being.extra["kin"], being.kin = being.kin, ""
        if self.hero.kin:
            self.hero.extra["kin"], self.hero.kin = self.hero.kin, ""

    # -- deeds ----------------------------------------------------------------------------------

    def _find(self) -> None:
        for hit in self.harm.finditer(self.text):
            if any(w.start <= hit.start() < w.end for w in self.w.all):
                continue
            deed = self._deed(hit)
            if deed:
                self.deeds.append(deed)

    def _deed(self, hit: re.Match[str]) -> Deed | None:
        start, end = self.w.clause(hit.start())
        head, tail = self.text[start : hit.start()], self.text[hit.end() : end]
        weight = 1.6 if len(hit[0]) == 1 else 3.0
        inside = [w for w in self.w.all if start <= w.start < hit.start()]
        passive = re.search("(?:被|遭|惨遭|遭到|让|叫)([^，。]*)$", head)
        if passive and ("被" in head or "遭" in head):
            mark = start + passive.start()
            agents = [w for w in inside if w.start > mark]
            patients = [w for w in inside if w.end <= mark and not self._genitive(w)]
            agent = agents[-1].being if agents else None
            if len(agents) > 1 and self._genitive(agents[-1]):
                agent = agents[-2].being
            patient = patients[-1].being if patients else self.before(start)
            if re.search("的[^，。]{0,2}$", self.text[hit.end() : hit.end() + 6]) and not patients:
                patient = None
            return Deed(hit.start(), hit[0], agent, patient, f"被{tail[:10]}", weight)
        followed = [w for w in self.w.all if hit.end() <= w.start < end]
        described = next(
            (
                w
                for w in followed
                if re.fullmatch("[^，。]{0,8}?的[^的，。]{0,4}?", self.text[hit.end() : w.start])
            ),
            None,
        )
        relative = (
            re.match("([^，。]{0,8}?)的[^的，。]{0,3}?$", self.text[hit.end() : followed[-1].start])
            if followed
            else None
        )
        disposal = re.search("(?:把|将)([^，。]*)$", head)
        agents = [
            w
            for w in inside
            if not self._genitive(w) and not (disposal and w.start > start + disposal.start())
        ]
        if relative and not agents:
            agent = (described or followed[-1]).being
            thing = relative[1]
        else:
            made = agents and re.search(
                "(?:让|派|命|叫|逼|令|指使|雇)(?:另一个|一个|人)?$",
                self.text[max(0, agents[0].start - 12) : agents[0].start],
            )
            agent = agents[0].being if agents and not made else self.before(start)
            thing = tail[:10]
        patient = self._patient(hit.end(), thing, followed, agent)
        if disposal and patient is None:
            held = [w for w in inside if w.start > start + disposal.start()]
            patient = (
                held[0].being if held else self.hero if re.search("[她他我]", disposal[1]) else None
            )
        if agent is None or agent is patient:
            return None
        return Deed(hit.start(), hit[0], agent, patient, thing, weight)

    def _patient(
        self, at: int, thing: str, followed: list[Word], agent: Being | None
    ) -> Being | None:
        hit = re.match("了?([她他我])", thing)
        if hit:
            gender = {"她": "f", "他": "m"}.get(hit[1], "")
            if not gender or not agent or self.hero.gender in ("", gender):
                return self.hero
        near = [w for w in followed if w.start - at <= 2]
        return near[0].being if near else None

    def _genitive(self, word: Word) -> bool:
        return self.text[word.end : word.end + 1] == "的"

    def before(self, start: int) -> Being | None:
        """The subject of the clauses before, in the same sentence."""
        sentence = self.w.sentence(max(0, start - 1))
        lead = [
            w
            for w in self.w.all
            if sentence <= w.start < start
            and not self._genitive(w)
            and not re.search(f"(?:{_FRONT})$", self.text[max(0, w.start - 8) : w.start])
        ]
        pronoun = re.search("[她他我](?!的|们)", self.text[sentence:start])
        if not lead:
            return self.hero
        if pronoun and pronoun.start() + sentence < lead[0].start:
            return self.hero
        return lead[0].being

    # -- the opponent ---------------------------------------------------------------------------

    def foes(self, goal: str) -> Being | None:
        """The one most against the hero. goal: the words of the hero's goal."""
        zh, hero = table("people.toml")["zh"], self.hero
        for being in self.w.beings:
            being.foe = 3.5 * bool(re.search(zh["hostile"], being.noun))
            being.foe -= 2.0 * (being.noun in ("凶手", "真凶") and not being.name)
            being.foe += 0.8 * bool(_POWER.search(f"{being.noun} {being.name}"))
            being.foe += _KIN.get(being.kin, 0.0) - 1.2 * (being.kin in _GOOD and not being.name)
            being.foe -= 7.0 * (being.state in ("dead", "captive")) + 4.0 * (
                being.state == "missing"
            )
        for deed in self.deeds:
            if deed.agent is None or deed.agent is hero:
                continue
            value = deed.weight * (1.3 if deed.patient is hero else 1.0 if deed.patient else 0.9)
            deed.agent.foe += value
            if deed.patient is not None and deed.patient is not hero:
                deed.patient.foe -= 1.0
        for word in self.w.all:
            if word.being is not hero:
                word.being.foe += self._said(word, goal)
        for left, right in zip(self.w.all, self.w.all[1:], strict=False):
            if (
                left.being.group
                and self.text[left.end : right.start].startswith("的")
                and (right.start - left.end <= 6 and right.being is not hero)
            ):
                right.being.foe += 0.7 * max(0.0, left.being.foe)
                left.being.foe -= 2.5
        rest = [b for b in self.w.beings if b is not hero]
        top = max(rest, key=lambda b: (round(b.foe, 3), bool(b.name), -b.at), default=None)
        return top if top is not None and top.foe >= 0.3 else self._last(rest)

    def _last(self, rest: list[Being]) -> Being | None:
        """Where nothing speaks against anybody: the last who is no relative and no help."""
        left = [
            b
            for b in rest
            if b.alive
            and (not b.kin or b.kin in _KIN or b.kin == "children")
            and b.help <= 0
            and b.foe > -0.9
        ]
        left = [b for b in left if b.at > self.hero.at and (b.name or not b.group)]
        named = [b for b in left if b.name]
        if len(left) <= 2 or named:
            return max(named or left, key=lambda b: (b.foe, b.at), default=None)
        roles = [b for b in rest if b.alive and b.help <= 0 and b.kin not in _GOOD and b.foe > -1.5]
        return max(roles, key=lambda b: (b.foe + 0.4 * b.group, b.at), default=None)

    def _said(self, word: Word, goal: str) -> float:
        """What stands around one mention."""
        before = self.text[max(0, word.start - 24) : word.start]
        after = self.text[word.end : word.end + 40]
        score = 1.5 * self._relative(word)
        if before.endswith("不是"):
            score -= 4.5
        if re.search("而是[^，。]{0,12}$", before):
            score += 3.0
        if _GUILT.match(after[:30]) or re.search(
            "(?:而|，)[^，。]{0,8}的(?:正|就|竟)?是[^，。]{0,8}$", before
        ):
            score += 2.6
        score += 1.8 * bool(_WANTS.match(after))
        signs = table("people.toml")["zh"]["signs"]
        score += sum(
            float(row[1]) for row in signs["before"] if re.search(f"(?:{row[0]})$", before)
        )
        score += sum(float(row[1]) for row in signs["after"] if re.match(row[0], after))
        if re.search("(?:进了|嫁进|嫁入|混进|潜入|走进|进入)$", before) and re.match(
            "的?(?:宫|府|家|公司|集团|身边)", after
        ):
            score += 1.2
        if re.match("(?:手[里中上]|身上|家里|那里)(?:的|拿|夺|抢|偷|救)", after) or (
            before.endswith("从") and re.match("(?:手[里中]|身上|那里)", after)
        ):
            score += 2.4
        name = word.being.name or word.being.noun
        aims = f"(?:让|扳倒|揭|打败|踏平|杀|公布|向|赢|叫){name}|{name}(?:付出|的真面|身败|血债)"
        if name and name in goal and re.search(aims, goal):
            score += 2.5
        if re.match("(?:[^，。]{0,3})(?:救了|帮|护着|教她|教他|收留|相助)", after):
            score -= 1.5
            word.being.help += 2.0
        return score
