"""Reading a Chinese premise: who it speaks of, what they do, who is who, what the hero wants."""

from __future__ import annotations

import re

from engine.writer.reading import foes_zh, goal_zh, matter_zh, parts
from engine.writer.reading.beings import Being, Deed
from engine.writer.reading.classes import classify
from engine.writer.reading.deeds_zh import DeedsZh
from engine.writer.reading.headline import body_zh
from engine.writer.reading.mentions_zh import Words, kin_words
from engine.writer.reading.persons import template_zh
from engine.writer.reading.things import concrete_zh
from engine.writer.story import Loss, Story

_POWERS = {"鬼医": "鬼医的医术", "神医": "神医的医术", "战神": "战神的身手", "黑客": "黑客的手段"}
_OWNER = re.compile(
    "(总裁|首富|董事长|皇帝|王爷|将军|丞相)[^，。]{0,6}?(?:藏|私生|秘密|"
    "失散)[^，。]{0,8}?(女儿|儿子)"
)
_BEHIND = re.compile(
    "(蜡像|雕像|纸人|包裹|考勤表|打卡记录|钥匙|系统|机器|广播|棺材|镜子|画像|字条|死者|游戏|手机|照片|录音|视频|短信|信件?|日记|直播间?|电话|磁带|录像带?|包裹|纸条|邮件|监控)"
)
_HOUSEHOLD = re.compile(
    "(?:烧死|杀了|害死|屠了|灭了|杀死|毒死|屠尽|血洗)了?[她他我]?(?:的)?(?:全家|满门|一家|全族)"
    "|(?<![要想])(?:灭门|满门抄斩)"
)
_MURDER = re.compile("推|毒|杀|害|烧|勒|掐|捅|扔|丢|喂|活埋|撞|剖|灭")
_ACCUSES = re.compile(
    "(?:：|“|：“)[^。！？”]{0,8}?我的?([一-龥]{1,2}?)"
    "(?:要|想|会|把|正在|天天)?(?:杀|害|打|卖|骗|火化|毒|绑|关|抢|偷|埋|烧|追)"
)
_AWAY = re.compile("^(?:赶出|逐出|赶走|推下|推入|卖进|关进|关在|送进|卖给|扔下|扫地出门)")


def read(story: Story) -> None:
    """Fill the story from its premise."""
    words = Words(body_zh(story.text))
    deeds = DeedsZh(words)
    hero = deeds.hero
    for name in words.names:
        if any(being.name == name for being in words.beings):
            story.note("name", name)
    goal = goal_zh.goal_of(deeds)
    foe = foes_zh.foe_of(deeds, goal)
    foe = _accused(story, words, foe)
    held = [b for b in words.beings if b.state == "captive" and b is not hero]
    classify(story, taken=not held)
    _owner(story, hero)
    parts.assign(story, hero, foe, words.beings)
    if not story.loss.kin and _HOUSEHOLD.search(words.text):
        story.loss = Loss("家人", "", "dead")
    if hero.noun:
        story.slots["job"] = hero.noun
        story.note("role", hero.noun)
    if re.search("真千金|真少爷|亲生女儿|亲生儿子|私生女|私生子|流落在外|失散多年", story.text):
        story.flags.add("secretkin")
        story.people["P"].put(kin="father")
    if re.search("皇帝|皇上|陛下", story.text):
        story.flags.add("ruler")
    _wrong(story, deeds, foe)
    _power(story, story.text)
    concrete_zh(story, words)
    _goal(story, deeds, goal, foe)
    parts.bystanders(story, hero, foe, words.beings)


def _accused(story: Story, words: Words, foe: Being | None) -> Being | None:
    """Whom somebody accuses in their own words, where nobody acts against the hero."""
    text = body_zh(story.text)
    said = _ACCUSES.search(text) or re.search(
        "：[^。！？”]{0,10}是你的?(老公|丈夫|爸爸|儿子|妻子|老婆)", text
    )
    if said is None or (foe is not None and (foe.foe >= 1.0 or foe.name)):
        return foe
    before = [w for w in words.all if w.end <= said.start() and w.being.name != ""]
    speakers = [w for w in words.all if w.end <= said.start() and not w.being.name]
    told = speakers or before
    whose = (told[-1].being.noun or told[-1].being.name) if told else ""
    _, gender = kin_words().get(said[1], ("", ""))
    return Being(said.start(), noun=f"{whose}的{said[1]}" if whose else said[1], gender=gender)


def _goal(story: Story, deeds: DeedsZh, goal: str, foe: Being | None) -> None:
    """The premise's own goal, else one from what is at stake; a loss without one has its own."""
    if goal:
        story.goal = template_zh(goal, _voice(deeds))
        story.want = goal_zh.want_of(goal)
        return
    text = deeds.text
    if foe is None:
        thing = _BEHIND.search(text)
        story.people["V"].put(title=f"{thing[1]}背后的人" if thing else "")
    things = [value for kind, value in story.named if kind == "thing"]
    goal, want = matter_zh.goal_from(text, foe, things)
    strong = goal.startswith(("夺回", "保住", "守住", "拿到"))
    if not goal and _deadly(deeds, foe) and not story.loss.kin:
        story.goal, story.want = "让{V}血债血偿", "公道"
        return
    if not goal and foe is not None and not story.loss.kin and story.inciting == "disgrace":
        harmed = any(
            d.agent is foe and d.patient is deeds.hero and d.weight >= 3 for d in deeds.deeds
        )
        goal, want = ("让{V}付出代价", "公道") if harmed else ("看清{V}的真面目", "真相")
    if goal and (strong or not story.loss.kin or story.loss.state == "captive"):
        marked = goal if "{" in goal else template_zh(goal, _voice(deeds))
        story.goal, story.want = marked, want


def _deadly(deeds: DeedsZh, foe: Being | None) -> bool:
    """Whether the opponent has tried to kill the hero."""
    return any(
        d.agent is foe and d.patient is deeds.hero and _MURDER.match(d.verb) for d in deeds.deeds
    )


def _voice(deeds: DeedsZh) -> str:
    if deeds.first_person:
        return "我"
    return "他" if deeds.hero.gender == "m" else "她"


def _owner(story: Story, hero: Being) -> None:
    hit = _OWNER.search(story.text)
    if hit and story.text.find(hero.name or "") <= hit.end():
        story.people["P"].put(gender="m", kin="father", title=hit[1])
        story.flags.add("secretkin")
        story.people["H"].gender = "f" if hit[2] == "女儿" else "m"
        story.note("role", hit[1])


def _wrong(story: Story, deeds: DeedsZh, foe: Being | None) -> None:
    """What the opponent did to the hero, as a verb phrase without its subject."""
    if foe is None:
        return
    done: Deed | None = next(
        (d for d in deeds.deeds if d.agent is foe and d.patient is deeds.hero and len(d.verb) > 1),
        None,
    )
    if done is None:
        return
    verb, thing = re.sub("[她他我]$", "", done.verb), done.thing
    if thing.startswith("被") or re.fullmatch("了?(?:[她他我]|自己)", thing):
        tail = (
            re.sub("^了?(?:[她他我]|自己)", "", thing) if not thing.startswith("被") else thing[1:]
        )
        place = tail if _AWAY.match(verb) and len(tail) <= 6 else ""
        story.wrong = f"把{{我}}{verb}{place}" if _AWAY.match(verb) else f"{verb}{{我}}"
    elif thing and len(thing) <= 9:
        told = re.sub("^(了?)[她他我](?:的)?", r"\1{我}的", thing)
        story.wrong = (
            f"{verb}{told if re.search('[她他我]', told) else '{我}的' + thing.removeprefix('了')}"
        )
    elif not thing:
        story.wrong = f"{verb}{{我}}"


def _power(story: Story, text: str) -> None:
    hit = re.search("(鬼医|神医|战神|黑客|通灵眼|读心术|灵力|阴阳眼)", text)
    if hit:
        story.slots["pow"] = _POWERS.get(hit[1], hit[1])
        story.found.add("pow")
        story.note("power", hit[1])
    alias = re.search("她?就是(?:[^，。]{0,6}的)?([\u4e00-\u9fa5]{2,4}?)[。，]", text)
    alias = alias or re.search("他是[^，。]{0,6}的([\u4e00-\u9fa5]{2,4})[。，]", text)
    if alias and not re.search("家|当年|亲|人$|父|母", alias[1]):
        story.slots["alias"] = alias[1]
        story.flags.add("alias")
        story.note("thing", alias[1])
