"""Who is the hero of a Chinese premise, and who does what to whom."""

from __future__ import annotations

import re

from engine.writer.data import table
from engine.writer.reading import signs_zh, weighing
from engine.writer.reading.beings import Being, Deed
from engine.writer.reading.mentions_zh import Word, Words

_FRONT = (
    "传位于|交给|留给|托付给|抢在|拜|被|遭|让|给|叫|对|向|把|(?<![门大副武猛老小名悍女])将|和|与|跟|替|为|比|离|从|找|救|爱上|"
    "嫁给|撞见|看见|发现"
)
_BEHIND_FRONT = re.compile(f"(?:{_FRONT})[一二三四五六七八九十]?$")
_LONG_AGO = re.compile("[一二三四五六七八九十百千\\d]+年前，|当年，|前世，|上辈子，|那一年，|那年")
_RETURNS = re.compile(
    "(?:出狱|归来|重生|回国|醒来|[一二三四五六七八九十]+年后)[^，。]{0,4}，?$"
    "|(?:换了名字|改名|隐姓埋名|出狱|归来|重生|换了身份|换了张脸)"
)
_HAPPENS = re.compile("(?:店|铺|馆|房|屋|厂|院|楼|村|校|街|宅|庙|坟)(?:就|也|快|即将|马上)?要$")
"""What is about to happen to a place, by nobody who is named."""
_HERS = "丈夫|老公|男友|未婚夫|前夫|夫君|婆婆"
_HIS = "妻子|老婆|女友|未婚妻|前妻|丈母娘"


class DeedsZh:
    """Reads who does what; sets `hero`."""

    def __init__(self, words: Words) -> None:
        self.w = words
        self.text = words.text
        self.harm = re.compile(table("people.toml")["zh"]["harm"])
        self.deeds: list[Deed] = []
        self.signs: dict[Being, weighing.Signs] = {}
        self.common: dict[Being, weighing.Signs] = {}
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
            self._choose(known=True)
            self.deeds = []
            self._find()
        self._genders()
        self._kin()

    def _teller(self) -> None:
        """What the one who says 我 is, and their gender, by their own words."""
        jobs = table("people.toml")["zh"]["jobs"]
        said = re.search(
            "我(?:[^，。的]{0,6}?)(?:就是|是|成了?|穿成|变成|当了?|做了?|干了?|作为|扮演|一个|身为)"
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
        first = self.main()
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
                score += 3.5 if not _LONG_AGO.match(self.text) else 2.0
            if after.startswith("的"):
                owned = next((w.being for w in self.w.all if 0 < w.start - word.end <= 4), None)
                score += (
                    2.5 if new and being.name and owned and owned.kin and len(seen) <= 2 else -1.6
                )
            if _BEHIND_FRONT.search(before):
                score -= 1.6
            knows = re.match("(?:才)?(?:知道|知情|发现|记得|相信|见过|听见|看见)", after)
            if not knows and re.search(
                "(?:只有|唯有|只剩)(?:[^，。]{0,9}的?[^，。]{0,4})?$", before
            ):
                score += 3.0
            verb = after[:12].split("，")[0].split("。")[0]
            if re.match("[^，。]{0,4}?(?:被|遭|惨遭)", verb):
                score += 2.5
            if re.match(f"[^，。]{{0,5}}?(?:{zh['hero']})", verb) and not after.startswith("的"):
                score += 1.8 if not re.match("[^，。]{0,2}要(?:她|他|它|求)", verb) else -1.5
            if word.kind == "name" and (_RETURNS.search(before) or _RETURNS.match(after)):
                score += 2.4
            score -= 5.0 * self.relative(word)
            score -= 3.0 * bool(re.search(f"(?:{zh['hostile']})的[^，。]{{0,4}}$", before))
            if re.search("(?:一个|一名|一只|一位)(?:[^，。]{0,6}的)?$", before) and word is first:
                score += 1.0
            being.lead += score

    def main(self) -> Word | None:
        """The first mention that can be the subject."""
        for word in self.w.all:
            before = self.text[max(0, word.start - 24) : word.start]
            after = self.text[word.end : word.end + 40]
            if after.startswith("的") or _BEHIND_FRONT.search(before):
                continue
            if (
                self.relative(word)
                or word.being.group
                or (word.being.state == "dead" and not word.being.name)
            ):
                continue
            return word
        return None

    def relative(self, word: Word) -> bool:
        """Whether a harm verb in a clause before 的 describes this one: 偷走她论文的导师."""
        start = self.w.clause(word.start)[0]
        head = self.text[start : word.start]
        hit = re.search("(.*)的[^的，。]{0,3}$", head) if "的" in head[-4:] else None
        if not hit or not self.harm.search(hit[1]):
            return False
        verb = self.harm.search(hit[1])
        inner = self.w.between(start, start + (verb.start() if verb else 0))
        if verb and re.search("[她他我][^，。的]{0,8}$", head[: verb.start()]):
            return False
        return not inner and "被" not in hit[1]

    def _choose(self, *, known: bool = False) -> None:
        """Set the hero: by place alone, then, once deeds are known, by all signs together."""
        score = {b: b.lead for b in self.w.beings}
        for deed in self.deeds:
            if deed.agent in score and deed.patient is not deed.agent:
                score[deed.agent] -= 3.2 * deed.weight / 3
            if deed.patient in score and not deed.patient.group:
                score[deed.patient] += 2.2 * deed.weight / 3
        if score and known:
            self.signs = signs_zh.of_hero(self, score)
            self.hero = weighing.likeliest("zh.hero", self.signs) or self.hero
        elif score:
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
        hero.gender = self._by_spouse()
        if hero.gender:
            return
        others = {b.gender for b in self.w.beings if b is not hero}
        mine = [p for p in pronouns if ("f" if p == "她" else "m") not in others] or pronouns
        if mine and mine[0] == "她" and self._all_of_another("她", "f"):
            hero.gender = "m"
        elif mine:
            hero.gender = "f" if mine[0] == "她" else "m"
        else:
            hero.gender = "f" if re.search("女|嫁|妃|娘|妹", self.text) else ""

    def _by_spouse(self) -> str:
        """The hero's gender by the first husband or wife who is nobody else's; "" for none."""
        for word in self.w.all:
            kind = re.fullmatch(f"({_HIS})|({_HERS})", word.being.said)
            owned = word.kind == "noun" and self.text[word.start - 1 : word.start] == "的" and any(
                w.end == word.start - 1 and w.being is not self.hero for w in self.w.all
            )  # fmt: skip
            if kind and word.being is not self.hero and not owned:
                return "m" if kind[1] else "f"
        return ""

    def _all_of_another(self, pronoun: str, gender: str) -> bool:
        """Whether somebody else of this gender is spoken of last before every such pronoun."""
        for hit in re.finditer(pronoun, self.text):
            before = [
                w.being for w in self.w.all
                if w.end <= hit.start() and w.being.name and w.being.gender in ("", gender)
            ]  # fmt: skip
            last = before[-1] if before else self.hero
            if last is self.hero or last.gender != gender or last.kin:
                return False
        return True

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
        covered = {at for w in self.w.all for at in range(w.start, w.end)}
        for hit in self.harm.finditer(self.text):
            if hit.start() in covered:
                continue
            deed = self._deed(hit)
            if deed:
                self.deeds.append(deed)

    def _deed(self, hit: re.Match[str]) -> Deed | None:
        start, end = self.w.clause(hit.start())
        head, tail = self.text[start : hit.start()], self.text[hit.end() : end]
        if _HAPPENS.search(head) or "谁" in head:
            return None
        weight = 1.6 if len(hit[0]) == 1 else 3.0
        inside = self.w.between(start, hit.start())
        passive = re.search("(?:被|遭|惨遭|遭到|让|叫)([^，。]*)$", head)
        if passive and ("被" in head or "遭" in head):
            return self._suffered(hit, start + passive.start(), inside)
        followed = self.w.between(hit.end(), end)
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
        doer = re.search("([她他我])[^，。的]{0,8}$", head)
        if relative and not agents and doer and described:
            victim = described.being
            agent = self._pronoun(doer[1], start) or self.before(start)
            same = agent is None or agent is victim
            return None if same else Deed(hit.start(), hit[0], agent, victim, "", weight)
        if relative and not agents:
            agent = (described or followed[-1]).being
            thing = relative[1]
        else:
            made = agents and re.search(
                "(?:让|派|命|叫|逼|令|指使|雇)(?:另一个|一个|人)?$",
                self.text[max(0, agents[0].start - 12) : agents[0].start],
            )
            named = agents[0].being if agents and not made else None
            agent = named or self._said_of_another(head, start) or self.before(start)
            thing = tail[:10]
        patient = self._patient(hit.end(), thing, followed, agent)
        if disposal and patient is None:
            held = [w for w in inside if w.start > start + disposal.start()]
            patient = (
                held[0].being if held else self.hero if re.search("[她他我]", disposal[1]) else None
            )
        if agent is patient is self.hero:
            agent = self._other_subject(start)
        if agent is None or agent is patient:
            return None
        return Deed(hit.start(), hit[0], agent, patient, thing, weight)

    def _suffered(self, hit: re.Match[str], mark: int, inside: list[Word]) -> Deed:
        """A deed in the passive, whose 被 stands at mark. inside: those before it in the clause."""
        weight = 1.6 if len(hit[0]) == 1 else 3.0
        tail = self.text[hit.end() : self.w.clause(hit.start())[1]][:10]
        agents = [w for w in inside if w.start > mark]
        patients = [w for w in inside if w.end <= mark and not self._genitive(w)]
        agent = agents[-1].being if agents else None
        if len(agents) > 1 and self._genitive(agents[-1]):
            agent = agents[-2].being
        patient = patients[-1].being if patients else self.before(self.w.clause(hit.start())[0])
        if re.search("的[^，。]{0,2}$", self.text[hit.end() : hit.end() + 6]) and not patients:
            patient = None
        return Deed(hit.start(), hit[0], agent, patient, f"被{tail}", weight)

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

    def _pronoun(self, word: str, start: int) -> Being | None:
        """Whom a pronoun before a verb means: the last of that gender who is named before it."""
        gender = {"她": "f", "他": "m"}.get(word, "")
        if not gender:
            return self.hero
        known = [
            w.being for w in self.w.all
            if w.start < start + 24 and w.kind == "name" and w.being.gender in ("", gender)
        ]  # fmt: skip
        sure = [b for b in known if b.gender == gender]
        found = sure or known
        return found[-1] if found else None

    def _other_subject(self, start: int) -> Being | None:
        """Who opens a clause before in the same sentence and is not the hero."""
        sentence = self.w.sentence(max(0, start - 1))
        found = [
            w.being for w in self.w.between(sentence, start)
            if w.being is not self.hero and not self._genitive(w)
            and w.start - self.w.clause(w.start)[0] <= 4
        ]  # fmt: skip
        return found[-1] if found else None

    def _said_of_another(self, head: str, start: int) -> Being | None:
        """Whom 她 or 他 means as the doer in a clause where it cannot mean the hero."""
        hit = re.match("(?:却|但|可|可是|而|结果|谁知|没想到)?([她他])(?!的|们)", head)
        if not hit:
            return None
        gender = "f" if hit[1] == "她" else "m"
        if not self.first_person and self.hero.gender in ("", gender):
            return None
        known = [
            w.being for w in self.w.all
            if w.end <= start and w.being is not self.hero and not w.being.group
            and w.being.alive and w.being.gender in ("", gender)
        ]  # fmt: skip
        return known[-1] if known else None

    def _within(self, word: Word) -> bool:
        """Whether somebody only acts inside a description: 全村人供出来的大学生."""
        rest = self.text[word.end : word.end + 14]
        hit = re.match("[^，。；]{2,10}的", rest)
        at = word.end + len(hit[0]) if hit else -1
        return at >= 0 and bool(self.w.between(at, at + 1))

    def _genitive(self, word: Word) -> bool:
        return self.text[word.end : word.end + 1] == "的"

    def before(self, start: int) -> Being | None:
        """The subject of the clauses before, in the same sentence."""
        sentence = self.w.sentence(max(0, start - 1))
        lead = [
            w
            for w in self.w.between(sentence, start)
            if not self._genitive(w)
            and not self._within(w)
            and not _BEHIND_FRONT.search(self.text[max(0, w.start - 8) : w.start])
        ]
        pronoun = re.search("[她他我](?!的|们)", self.text[sentence:start])
        if not lead:
            return self.hero
        if pronoun and pronoun.start() + sentence < lead[0].start:
            return self.hero
        return lead[0].being
