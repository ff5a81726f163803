"""What an English premise says its hero wants: purpose clauses and vows, the best of them.

Every "to" or modal with a verb is a candidate; whose it is, where it stands and what it asks of
the hero decides. Returns the words of the premise, shortened to what can be said in one breath.
"""

from __future__ import annotations

import re

from engine.writer.reading import nouns_en as nouns
from engine.writer.reading.beings import Being
from engine.writer.reading.deeds_en import Deeds
from engine.writer.reading.objects_en import objects_en

_WANT = (
    (
        (
            r"(?:vows?|swears?|sworn|is determined|sets? out|has (?:a single "
            r"aim|one goal|one aim)|plans?|"
            r"decides?|resolves?|intends?|aims?)(?:,? \w+)? to"
        ),
        4.0,
    ),
    (
        (
            r"(?:wants?|hopes?|needs?|fights?|races?|struggles?|tries|tr(?:y|ied)|"
            r"has come|comes? back|returns?|"
            r"is ready|will stop at nothing|would do anything|seeks?|longs?|"
            r"prepares?)(?: \w+){0,2} to"
        ),
        3.5,
    ),
    (
        (
            r"(?:must|has to|have to|will have to|needs to|it is up to (?:her|him|"
            r"them) to|has only)"
        ),
        3.2,
    ),
    (r"(?:only (?:way|chance|hope)(?: \w+){0,3} (?:is|was) to)", 3.0),
    (r"(?:has|have|with|gives? (?:her|him|them|me)|until|only|is given)(?: \w+){0,5} to", 2.6),
    (r"(?:so (?:that )?(?:she|he|they|i) can)", 2.6),
    (
        (
            r"(?:single aim|only goal|one wish|mission|plan|chance|job|purpose|"
            r"task|quest)(?: is)?:? to"
        ),
        3.4,
    ),
    (r"(?:will|is going to)", 2.4),
    (r"(?:begins?|starts?|teams? up|joins forces|works?)(?: \w+){0,4} to", 2.4),
    (r"to", 1.8),
)
_BAD = nouns.words("no_goal", "en.grammar")
_GOOD = nouns.words("goal", "en.grammar")
_CUT = re.compile(
    r"\s*(?:[;.!?—:,]| -|, (?:and|but|while|who|which|when|where|with|as|"
    r"though|only|until|before|if|even|"
    r"because|not|or|unless|all|the|his|her)\b|,? (?:but|while|until|"
    r"unless|without|although|though|only to|"
    r"before (?=(?:the|her|his|she|he|they|it|someone|midnight|dawn|[A-Z])"
    r"\b)|when|whose|even as|even if|"
    r"and (?=(?:finds?|learns?|discovers?|must|is|has|realizes|the|his|"
    r"her (?:\w+ ){1,2}(?:is|are|has|wants)|"
    r"nobody|no one|falls|she|he|they|meets|soon|now|gets)\b)|or "
    r"(?=(?:lose|die|his|her|be|face)\b)|, ))"
)
_LOST = re.compile(
    r"\b(?:los(?:es?|t)|stole|steals|stolen|stripped of|robbed of|took|takes|sells|sold)"
    r" ((?:her|his|my) (?:[a-z'’-]+ ){0,2}?[a-z'’-]+)"
    r"(?=[,.;]| (?:and|but|on|in|at|to|when|the|from))"
)
_AUXILIARY = re.compile(r" (?:has|have|is|are|was|were)\b")
_ASKS = re.compile(r"\b(?:who|whom|what|that|where|why|how|whether|which|if|everyone|someone)\b")
_IT = re.compile(r"(\w+) it\b(?! (?:is|was|to|that|out|all|work))")
_GOT = re.compile(
    r"\b(?:finds?|found|inherit(?:s|ed)|buys?|bought|discover(?:s|ed)|steals?|stole|runs?|owns?|"
    r"loses?|lost|receives?|digs? up|wins?|won) (?:\w+ ){0,4}$"
)
_BACK = re.compile(r"\b((?:win|get|take|buy|earn|claim|steal|bring) )it back\b")
_ASKED = re.compile(r" (?:who|what|why|how|where|which)\b")
_ANYBODY = frozenset(
    ("somebody", "someone", "everybody", "everyone", "nobody", "whoever", "anybody", "anyone")
)
_NOTHING = re.compile(
    r"(?:find|learn|discover|see|hear|realize) (?:out )?that|stop at nothing|say (?:no|yes)"
)
_REFUSES = re.compile(r"\b(?:refuses?|refused|unable|afraid|nobody|no one) $|\b(?:refus\w+) to$")
_MADE_TO = re.compile(
    r"\b(?:forced|hired|told|ordered|sentenced|supposed|blackmailed|paid|asked|agrees?|used|about|"
    r"refuses?|unable|afraid|too \w+|allowed|invited|made|arrested|known|nobody|no one|sent)"
    r"(?: \w+){0,2}$",
    re.IGNORECASE,
)
_ARRIVES = re.compile(r"\b(?:wakes?|steps?|opens?|home|returns?|comes?|awakens?)\b[^.]{0,30}$")
MAX_WORDS = 11


def goal_of(deeds: Deeds, hero: Being) -> tuple[str, float]:
    """The hero's goal as the premise words it, from its verb on, and how sure it is."""
    text = deeds.m.text
    best: tuple[float, int, str] = (0.0, 0, "")
    for pattern, weight in _WANT:
        for hit in re.finditer(rf"\b{pattern} (?:\w+ly )?(?=([a-z]+)\b)", text, re.IGNORECASE):
            verb = hit[1].lower()
            asks = verb in ("know", "learn", "understand") and _ASKED.match(text, hit.end(1))
            verb = "find" if asks else verb
            if _no_aim(text, hit, verb):
                continue
            score = weight + (1.2 if verb in _GOOD else -1.4) + _owner(deeds, hit.start(), hero)
            score += 0.6 * (hit.start() / max(1, len(text))) - _unwilling(text, hit, pattern)
            if verb == "find" and _ARRIVES.search(text[: hit.start()]):
                score -= 2.2
            words = shortened(text[hit.start(1) :])
            if asks:
                words = f"find out {words.partition(' ')[2]}"
            if words in ("find out", "give up", "wake up", "go back", "stay alive"):
                continue
            if len(words.split()) < 2:
                score -= 1.5
            if score > best[0] and words:
                best = (score, hit.start(1), words)
    return (_named(best[2], text, best[1], deeds), best[0]) if best[0] >= 2.2 else ("", 0.0)


def _no_aim(text: str, hit: re.Match[str], verb: str) -> bool:
    """Whether a verb after "to" or a modal is nobody's aim: no verb at all, a state, a negation."""
    if verb == "not" or verb in _BAD or (verb.endswith("ing") and verb != "bring"):
        return True
    if nouns.is_person(verb, sure=True) and verb != "host":
        return True
    if _NOTHING.match(text[hit.start(1) : hit.start(1) + 24].lower()):
        return True
    return bool(re.search(r"\bnever $", text[: hit.start()])) or " never " in f" {hit[0]} "


def _unwilling(text: str, hit: re.Match[str], pattern: str) -> float:
    """What speaks against an aim: that somebody refuses it, or was made or told to do it."""
    before = text[max(0, hit.start() - 12) : hit.start()] + hit[0].rstrip()
    further = text[max(0, hit.start() - 30) : hit.start()]
    further += "" if pattern == "to" else hit[0].rsplit(" to", 1)[0]
    return 3.0 * bool(_REFUSES.search(before)) + 2.0 * bool(_MADE_TO.search(further))


def _named(words: str, text: str, at: int, deeds: Deeds) -> str:
    """The goal with what was lost in place of the "it" that is to come back."""
    lost = _LOST.search(text)
    if lost:
        words = _BACK.sub(lambda hit: f"{hit[1]}{lost[1]} back", words)
    if not _IT.match(words):
        return words
    places = [(text.rfind(thing, 0, at), thing) for thing in objects_en(deeds.m)]
    said = [(bool(_GOT.search(text[: max(0, w)])), w, thing) for w, thing in places]
    _, where, thing = max(said, default=(False, -1, ""))
    bare = thing.removeprefix("the ")
    return _IT.sub(lambda hit: f"{hit[1]} the {bare}", words) if where >= 0 else words


def _owner(deeds: Deeds, at: int, hero: Being) -> float:
    """Whether the one who wants is the hero: plus for hero, minus for somebody else."""
    index = next((i for i, t in enumerate(deeds.tokens) if t.start >= at), len(deeds.tokens))
    for i in range(index - 1, -1, -1):
        low = deeds.low(i)
        if low in (".", "!", "?", ";"):
            break
        being = None
        if low in _ANYBODY:
            return -2.4
        if low in ("she", "he", "they", "i") and i in deeds.ref:
            being = deeds.ref[i]
        mention = deeds.mention_at(i)
        if mention and mention.last == i and not mention.genitive:
            start = mention.first - bool(mention.det)
            if deeds.low(start - 1) in (
                "of",
                "by",
                "with",
                "from",
                "for",
                "against",
                "in",
                "to",
                "at",
                "on",
                "under",
            ):
                continue
            if (
                deeds.low(mention.last + 1) in ("who", "whose", "that")
                and mention.being is not hero
            ):
                continue
            being = mention.being
        if being is hero:
            return 1.0
        if being is not None:
            after = deeds.low(i + 1)
            if not deeds.verbal(after):
                continue
            return -2.4
    return 0.3


def shortened(rest: str) -> str:
    """A verb phrase up to where its clause ends, at most `MAX_WORDS` words."""
    cut = _CUT.search(rest)
    wordy = _AUXILIARY.search(rest[: cut.start()] if cut else rest)
    if wordy and not _ASKS.search(rest[: wordy.start()]):
        cut = wordy
    words = (rest[: cut.start()] if cut else rest).strip(" ,\"”'").split()
    short = len(words) <= MAX_WORDS
    if len(words) > MAX_WORDS:
        at = next(
            (
                i
                for i in range(MAX_WORDS, 4, -1)
                if words[i].lower()
                in (
                    "for",
                    "with",
                    "from",
                    "in",
                    "at",
                    "on",
                    "that",
                    "who",
                    "by",
                    "during",
                    "and",
                    "to",
                )
            ),
            MAX_WORDS,
        )
        words = words[:at]
    while words and words[-1].lower() in (
        "she",
        "he",
        "they",
        "i",
        "the",
        "a",
        "an",
        "of",
        "and",
        "to",
        "for",
        "my",
        "with",
        "in",
        "by",
        "from",
        "at",
        "who",
        "that",
        "on",
    ):
        words.pop()
    while not short and words and words[-1].lower() in ("her", "his"):
        words.pop()
    return " ".join(words)


def want_of(goal: str) -> str:
    """What the goal is about, as a short noun phrase that anybody can say; "" for none."""
    hit = re.match(
        r"(?:\w+ (?:(?:back|out|up|down|off|who|what|where|why) )?(?:for |from |into |to )?)"
        r"((?:the|a|an|her|his|my|their|your|this) (?:[\w'’-]+ ){0,3}?[\w'’-]+?)"
        r"(?= (?:of|from|in|on|at|to|that|who|for|with|by|before|back|away|and|as|under|into|alive|"
        r"again|she|he|they|i|without|which|is|was|killed|forged|himself|herself)\b|$)"
        r"(?: (of (?:the |her |his )?[\w'’-]+))?",
        goal,
    )
    if not hit:
        name = re.match(r"\w+ (?:back |out )?([A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*)", goal)
        return (
            name[1]
            if name
            else "the truth"
            if re.match("(?:find|discover|learn|uncover|prove|know|reveal|expose|solve|ask)", goal)
            else ""
        )
    words = hit[1].split()
    if words[0].lower() in ("her", "his", "my", "their", "your"):
        owned = " ".join(words[1:])
        if words[-1].lower() in nouns.kin():
            return ""
        owned = re.sub(r"^\w+['’]s ", "", owned)
        return f"the {owned}" if owned else ""
    return hit[1]
