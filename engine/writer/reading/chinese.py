"""Reading a Chinese premise. Names are overlapping surname windows whose edges fit, with the
segmenter's person tag as a second vote."""

from __future__ import annotations

import re

from engine.writer.data import lexicon, table
from engine.writer.reading.harm import opponent_zh
from engine.writer.reading.names_zh import gender_zh, people_names
from engine.writer.story import Story

_HARM = "绑架|赶出|陷害|背叛|毒死|害死|退婚|休|抛弃|羞辱|开除|流放|毒害|设计|出卖|诬陷|逼"
_POWERS = {"鬼医": "鬼医的医术", "神医": "神医的医术", "战神": "战神的身手", "黑客": "黑客的手段"}


def read(story: Story) -> None:
    """Fill the story from its premise."""
    text = story.text
    names = people_names(text)
    for name in names:
        story.note("name", name)
    story.people["H"].put(gender=_hero_gender(text))
    _owner(story, text)
    harm = re.search(f"被([^，。]{{1,16}}?)({_HARM})", text)
    harmers = harm[1] if harm else ""
    if harm:
        story.note("event", harm[2])
    foe = opponent_zh(text, names)
    if foe:
        story.people["V"].put(name=foe, gender=gender_zh(foe, text))
    opening = names[0] if names and names[0] != foe and text.find(names[0]) < 14 else ""
    if (
        opening
        and "的" not in text[: text.find(opening)]
        and "被" not in text[: text.find(opening)]
    ):
        story.people["H"].put(name=opening)
    used = _relatives(story, text, names, harmers)
    _others(story, names, used | {foe, story.people["H"].name}, harmers)
    for role, someone in story.people.items():
        if role != "H" and someone.name and not someone.kin:
            someone.gender = gender_zh(someone.name, text) or someone.gender
    if re.search("真千金|真少爷|亲生", text):
        story.flags.add("secretkin")
        story.people["P"].put(kin="father")
    _power(story, text)
    _concrete(story, text)


def _hero_gender(text: str) -> str:
    """By the pronoun that comes alone or first; else by the words for women."""
    pronouns = re.findall("[她他]", text)
    if pronouns:
        return "f" if pronouns[0] == "她" else "m"
    return "f" if re.search("女|千金|妃|公主|妻|嫁", text) else "m"


def _concrete(story: Story, text: str) -> None:
    """Things, places and events worth showing, with the name that a house or an event bears."""
    words = table("reading.toml")["zh"]
    found = [hit[0] for hit in re.finditer(words["things"], text)]
    for hit in re.finditer(f"([\u4e00-\u9fa5]{{1,6}}?)({words['heads']})", text):
        own = re.split(
            "[的在到被了把将和与入回进向从拿夺那这个是于要上下有往去让为丢扔接办开掉]", hit[1]
        )[-1]
        if 1 <= len(own) <= 4:
            found.append(f"{own}{hit[2]}")
    found += re.findall("上海|北平|北京|天津|香港|南京|广州|深圳|重庆|长安|洛阳|京城|百乐门", text)
    kept = [
        word for word in dict.fromkeys(found) if not any(word != f and word in f for f in found)
    ]
    for word in kept:
        story.note("thing", word)


def _owner(story: Story, text: str) -> None:
    hit = re.search(
        "(总裁|首富|董事长|皇帝|王爷|将军)[^，。]{0,6}?(?:藏|私生|秘密|失散)[^，。]{0,8}?(女儿|儿子)",
        text,
    )
    if hit:
        story.people["P"].put(gender="m", kin="father", title=hit[1])
        story.flags.add("secretkin")
        story.people["H"].gender = "f" if hit[2] == "女儿" else "m"
        story.note("role", hit[1])


def _relatives(story: Story, text: str, names: list[str], harmers: str) -> set[str]:
    kin = lexicon("kin_zh")
    surnames = lexicon("words")["surnames_zh"]
    people, used = story.people, set[str]()
    for word in sorted(kin, key=len, reverse=True):
        for hit in re.finditer(f"{word}([{surnames}][\u4e00-\u9fa5]{{1,2}})?", text):
            relation, gender = kin[word]
            name = next((n for n in names if hit[1] and hit[1].startswith(n)), "")
            if (word == "总裁" or relation == "father") and people["P"].kin:
                continue
            story.note("role", word)
            harmed = word in harmers
            if name and name == people["H"].name:
                used.add(name)
                continue
            if name and name == people["V"].name:
                people["V"].put(gender=gender, kin=relation if relation != "boss" else "")
                used.add(name)
                continue
            if relation == "rival":
                people["V"].put(name, gender)
            elif harmed and not people["V"].kin and relation in (
                "stepmother", "husband", "fiance", "uncle",
            ):  # fmt: skip
                people["V"].put(name, gender, relation)
            elif harmed or relation in ("sister", "friend", "brother"):
                people["T"].put(name, gender, relation)
            elif relation in ("father", "husband", "grandfather", "mother", "boss"):
                people["P"].put(name, gender, relation)
            elif relation in ("grandmother", "mentor"):
                people["K"].put(name, gender, relation)
            used.add(name)
    return used


def _others(story: Story, names: list[str], used: set[str], harmers: str) -> None:
    people = story.people
    order = "HPVATK" if story.inciting == "bargain" else "HVATKP"
    for name in names:
        if name in used:
            continue
        role = (
            "V"
            if name in harmers and not people["V"].name
            else next(
                (r for r in order if not people[r].name and not (r == "V" and people["V"].kin)),
                None,
            )
        )
        if role:
            people[role].put(name=name)
            used.add(name)


def _power(story: Story, text: str) -> None:
    hit = re.search("(鬼医|神医|战神|黑客|通灵眼|读心术|灵力|阴阳眼)", text)
    if hit:
        story.slots["pow"] = _POWERS.get(hit[1], hit[1])
        story.found.add("pow")
        story.note("power", hit[1])
    alias = re.search("就是(?:[^，。]{0,6}的)?([\u4e00-\u9fa5]{2,4}?)[。，]", text)
    alias = alias or re.search("他是[^，。]{0,6}的([\u4e00-\u9fa5]{2,4})[。，]", text)
    if alias and "家" not in alias[1]:
        story.slots["alias"] = alias[1]
        story.flags.add("alias")
        story.note("thing", alias[1])
