"""Reading a Chinese premise. Names are overlapping surname windows whose edges fit, with the
segmenter's person tag as a second vote."""

from __future__ import annotations

import re

import rjieba

from engine.writer.data import lexicon
from engine.writer.story import Story

_EDGE = frozenset(
    "是被的和与在却把为了将从带向叫就而，。、！；：“”一同陷绑背毒害退抛羞夺设合调踩赶替正不也已曾便要"
)
_BEFORE = "妃师头人女总"
_NEVER = re.compile("家$|府$|氏$|总裁|集团|千金|师父|丈夫|后$|女$")
_HARM = "绑架|赶出|陷害|背叛|毒死|害死|退婚|休|抛弃|羞辱|开除|流放|毒害|设计|出卖|诬陷|逼"
_POWERS = {"鬼医": "鬼医的医术", "神医": "神医的医术", "战神": "战神的身手", "黑客": "黑客的手段"}


def read(story: Story) -> None:
    """Fill the story from its premise."""
    text = story.text
    names = _names(text)
    for name in names:
        story.note("name", name)
    story.people["H"].put(gender="f" if re.search("她|女|千金|妃|公主|妻", text) else "m")
    _owner(story, text)
    harm = re.search(f"被([^，。]{{1,16}}?)({_HARM})", text)
    harmers = harm[1] if harm else ""
    if harm:
        story.note("event", harm[2])
    used = _relatives(story, text, names, harmers)
    _others(story, names, used, harmers)
    if re.search("真千金|真少爷|亲生", text):
        story.flags.add("secretkin")
        story.people["P"].put(kin="father")
    _power(story, text)


def _names(text: str) -> list[str]:
    kin = lexicon("kin_zh")
    surnames = lexicon("words")["surnames_zh"]
    found: list[tuple[int, str]] = []
    for hit in re.finditer(f"(?=([{surnames}][\u4e00-\u9fa5]{{1,2}}))", text):
        before = text[max(0, hit.start() - 3) : hit.start()]
        for word in (hit[1], hit[1][:2]):
            after = text[hit.start() + len(word) : hit.start() + len(word) + 1]
            clear = not before or before[-1] in _EDGE or before[-2:] in kin or before in kin
            clear = clear or before[-1] in _BEFORE
            if len(word) > 1 and after in _EDGE and not set(word) & _EDGE and clear:
                if not _NEVER.search(word):
                    found.append((hit.start(), word))
                break
    known = {word for _, word in found}
    for word, tag in rjieba.tag(text):
        if tag == "nr" and 2 <= len(word) <= 3 and word[0] in surnames and not _NEVER.search(word):
            at = text.find(word)
            if not any(word in other or other in word for other in known):
                found.append((at, word))
    return list(dict.fromkeys(word for _, word in sorted(found)))


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
    for name in names:
        if name in used:
            continue
        role = (
            "V"
            if name in harmers and not people["V"].name
            else next(
                (r for r in "HPVATK" if not people[r].name and not (r == "V" and people["V"].kin)),
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
