"""One phrase about the hero in three persons: as the hero says it, said to the hero, said of them.

A phrase is kept as a template with marks for the hero ({i} {me} {my} {mine} {myself}, Chinese
{我}); `told` renders it. Must not decide what the phrase is: that is `goals`.
"""

from __future__ import annotations

import re

_MARKS = {
    "she": "{i}",
    "he": "{i}",
    "i": "{i}",
    "herself": "{myself}",
    "himself": "{myself}",
    "myself": "{myself}",
    "themselves": "{myself}",
    "hers": "{mine}",
    "mine": "{mine}",
    "my": "{my}",
    "me": "{me}",
    "him": "{me}",
}
_VOICES = {
    "f": frozenset(("she", "her", "hers", "herself")),
    "m": frozenset(("he", "him", "his", "himself")),
    "i": frozenset(("i", "me", "my", "mine", "myself")),
    "they": frozenset(("they", "them", "their", "themselves")),
}
_FORMS = {
    "i": {"i": "I", "me": "me", "my": "my", "mine": "mine", "myself": "myself"},
    "you": {"i": "you", "me": "you", "my": "your", "mine": "yours", "myself": "yourself"},
    "f": {"i": "she", "me": "her", "my": "her", "mine": "hers", "myself": "herself"},
    "m": {"i": "he", "me": "him", "my": "his", "mine": "his", "myself": "himself"},
}
_AFTER_OBJECT = re.compile(
    "to|from|and|for|in|on|at|with|before|after|by|again|back|away|as|out|up|down|off|who|that|when"
    "|while|if|because|or|but|into|over|until|once|so|under|through|against|about|alive|first"
    "|tonight|forever|instead|alone|too|dead|free"
)
_STAYS = frozenset(("always", "perhaps", "this", "yes", "thus", "his", "its", "was"))
_IRREGULAR = {
    "is": ("am", "are"),
    "was": ("was", "were"),
    "has": ("have", "have"),
    "does": ("do", "do"),
    "isn't": ("am not", "aren't"),
}
_BEFORE_KIN = "^|为|给|替|让|向|把|找到|找回|救出|救回|救|查清|查明|夺回|守护|保护"
KIN_ZH = (
    "父亲|母亲|爸爸|妈妈|哥哥|弟弟|姐姐|妹妹|丈夫|妻子|女儿|儿子|爷爷|"
    "奶奶|外婆|外公|姥姥|姥爷|师父|"
    "师兄|师姐|师妹|师弟|师尊|师傅|父母|爹娘|家人|孩子|闺蜜|恋人|爱人|"
    "未婚夫|未婚妻|叔叔|姑姑|舅舅|养父|养母|恩师|双胞胎妹妹|双胞胎姐姐|"
    "妹|哥|姐|弟"
)


def template_en(phrase: str, voice: str, *, own: bool = True) -> str:
    """The phrase with marks for its hero.

    voice: how it speaks of the hero: f, m, i or they. own: whether the hero does what it says.
    """
    named = _VOICES[voice]
    words = re.findall(r"[\w'’-]+|\W+", phrase)
    spoken = [at for at, word in enumerate(words) if word[0].isalnum()]
    out = list(words)
    for order, at in enumerate(spoken):
        low = words[at].lower()
        if low not in named:
            continue
        after = words[spoken[order + 1]].lower() if order + 1 < len(spoken) else ""
        gap = "".join(words[at + 1 : spoken[order + 1]]) if after else "."
        free = not after or gap.strip() or bool(_AFTER_OBJECT.fullmatch(after))
        if low in ("her", "his", "their") and not (low == "her" and free):
            out[at] = "{my}"
        elif low in ("her", "him", "them", "me"):
            # the object of the goal's own verb is never its doer
            other = own and order <= 1 and voice != "i"
            out[at] = words[at] if other else "{me}"
        elif low in ("they",):
            out[at] = "{i}"
        else:
            out[at] = _MARKS[low]
    return "".join(out)


def told_en(template: str, person: str) -> str:
    """A template as said by person: i (the hero), you (to the hero), f or m (of the hero)."""
    forms = _FORMS[person]

    def subject(hit: re.Match[str]) -> str:
        verb = hit[2]
        if person in "iyou" and person != "f":
            verb = _verb(verb, person)
        return f"{forms['i']} {verb}"

    text = template
    if person in ("i", "you"):
        text = re.sub(r"(\{i\}) ([\w'’]+)", subject, text)
    return re.sub(r"\{(i|me|my|mine|myself)\}", lambda hit: forms[hit[1]], text)


def _verb(verb: str, person: str) -> str:
    """A verb of the third person as it follows I or you."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb][0 if person == "i" else 1]
    if verb in _STAYS or not verb.endswith("s") or verb.endswith("ss"):
        return verb
    if verb.endswith("ies"):
        return f"{verb[:-3]}y"
    return verb[:-2] if re.search("(?:ss|sh|ch|x|z|o)es$", verb) else verb[:-1]


def template_zh(phrase: str, voice: str) -> str:
    """The phrase with {我} for its hero. voice: the hero's pronoun: 她, 他 or 我."""
    marked = re.sub(
        f"{voice}(?!们)",
        lambda hit: hit[0] if voice != "我" and _object_zh(phrase, hit) else "{我}",
        phrase,
    )
    if "{我}" in marked or "自己" in marked:
        return marked
    kin = re.compile(
        f"(^|为|给|替|让|向|把|找到|找回|救出|救回|救|查清|查明|夺回|守护|保护)({KIN_ZH})(?!人|们)"
    )
    return kin.sub(lambda hit: f"{hit[1]}{{我}}{hit[2]}", marked, count=1)


def _object_zh(phrase: str, hit: re.Match[str]) -> bool:
    """Whether the pronoun is what the phrase's own verb acts on, and so somebody else."""
    rest = phrase[hit.end() :]
    return hit.start() <= 3 and not re.match(f"的|{KIN_ZH}|自己", rest)


def told_zh(template: str, pronoun: str) -> str:
    """A template with the pronoun 我, 你, 她 or 他."""
    return template.replace("{我}", pronoun)


def three(template: str, tongue: str, gender: str) -> tuple[str, str, str]:
    """A template as the hero says it, as it is said to the hero, and of the hero."""
    if tongue == "zh":
        third = "他" if gender == "m" else "她"
        return told_zh(template, "我"), told_zh(template, "你"), told_zh(template, third)
    return told_en(template, "i"), told_en(template, "you"), told_en(template, gender or "f")
