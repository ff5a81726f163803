"""An English goal from what is at stake, where the premise states none: taken, threatened, hidden.

Every rule answers one kind of harm or hope with what a hero does about it, in the premise's own
noun. Must not invent a stake: without a rule that fits, "" leaves the goal to the opening.
"""

from __future__ import annotations

import re

from engine.writer.reading import nouns_en as nouns
from engine.writer.reading.beings import Being

_STOP = (
    r"(?=\s?(?:[,.;:!?—–]|$|\b(?:and|but|or|for|from|to|into|in|on|at|by|with|who|that|which|while|"
    r"when|before|after|so|because|is|was|are|were|has|had|will|until|unless|without|as|off|away|"
    r"out|dry|back|over|under|since|than|if|she|he|they|it|we|you|where|just|then|during|through|using|belongs?)\b))"
)
_NP = rf"((?:the|her|his|my|our|their) (?:[\w'’&-]+ ){{0,4}}?[\w'’&-]+?){_STOP}"
_OWN = rf"((?:her|his|my|our|their) (?:[\w'’&-]+ ){{0,4}}?[\w'’&-]+?){_STOP}"
_FORMS = "(?:s|es|d|ed|ing)?"
_TAKE = (
    r"\b(?:stole|steals?|stolen|stealing|took over|takes? over|seiz\w+|swindl\w+ \w+ out of|"
    r"cheat\w+ \w+ out of|bleed|bleeds|bled|drain(?:s|ed)?|gambl\w+ away|embezzl\w+|usurp\w*|"
    r"confiscat\w+|grab(?:s|bed)|claims?|claimed|took|takes?|taken|inherit(?:s|ed) instead|sold|"
    r"sells|auction(?:s|ed) off|rob(?:s|bed) \w+ of|stripp?(?:s|ed) \w+ of|forg\w+)"
)
_THREAT = (
    r"\b(?:demolish\w*|bulldoz\w+|(?:tear|tears|tearing|tore) down|foreclos\w+ on|"
    r"shut(?:s|ting)? down|"
    r"clos(?:e|es|ing) (?:down )?|burn(?:s|ing|ed)? down|destroy(?:s|ing)?|flood(?:s|ing)|"
    r"buy(?:s|ing)?|sell(?:s|ing)?|evict\w* \w+ from|auction(?:s|ing)?(?: off)?|raz(?:e|es|ing)|"
    r"pav(?:e|es|ing) over|drill(?:s|ing)? (?:in|under)|take over|to take|poison(?:s|ing))"
)
_SAVE = rf"\b(?:could|can|might|would|to|will) (?:still )?(?:save|rescue|keep) {_NP}"
_HIDDEN = re.compile(
    r"\b(?:locked|forbidden|hidden|sealed|secret|off-limits|bricked-up|walled-up|boarded-up) "
    r"((?:[\w-]+ )?(?:wing|room|door|basement|attic|cellar|island|box|safe|vault|floor|drawer|"
    r"chamber|tower|house|garden|trunk|suitcase|file|cabin|shed|ward|lab|laboratory|tunnel|"
    r"staircase|passage|compartment|corridor))\b"
)
_LEARNS = re.compile(
    r"\b(?:discovers?|learns?|reali[sz]es?|finds out|overhears?|uncovers?|notices?|suspects?)"
    rf"(?: that| how)? {_NP}"
)
_BODY = frozenset(
    [
        "life",
        "heart",
        "eyes",
        "eye",
        "hand",
        "hands",
        "breath",
        "time",
        "words",
        "place",
        "seat",
        "name",
        "face",
        "mind",
        "soul",
        "head",
        "way",
        "part",
        "back",
        "side",
        "chance",
        "turn",
        "leave",
        "break",
        "note",
        "notice",
        "order",
        "orders",
        "picture",
        "call",
    ]
)
_OWNED = frozenset(
    [
        "company",
        "firm",
        "empire",
        "business",
        "studio",
        "band",
        "bakery",
        "restaurant",
        "hotel",
        "hospital",
        "clinic",
        "shop",
        "farm",
        "land",
        "house",
        "home",
        "fortune",
        "inheritance",
        "throne",
        "crown",
        "kingdom",
        "title",
        "job",
        "identity",
    ]
)
_DEAR = re.compile(
    r"\b(?:(takes?|took|kidnap(?:s|ped)|abduct(?:s|ed)|holds?|sold|sells)|"
    r"(wants?|collect|comes? for|threatens?|targets?|targeted)) "
    r"((?:her|his|my) (?:own |only |little |baby |younger |twin |youngest |eldest )?"
    r"(son|daughter|child|children|brother|sister|baby|niece|nephew|grandson|granddaughter))\b"
    r"(?! (?:to|into|dead|for)\b)"
)
_DEATH = re.compile(
    r"\bsame (?:accident|fate|death)|want(?:s|ed)? (?:her|him|me) dead|plot\w* to kill|plan\w* to "
    r"kill|kill (?:her|him|me)\b|must die|will be next|(?:second|another|own) coffin|next victim|"
    r"sentenced to (?:die|death)|(?:has|have|only) (?:\w+ ){1,3}(?:days|hours|weeks) to live|"
    r"hunt(?:s|ed|ing)? (?:her|him|me)\b|marked for death|"
    r"hired to kill (?:her|him|me)|"
    r"before (?:graduation|dawn|midnight)[^.]*(?:disappears?|dies?)|"
    r"(?:disappears?|dies?|vanish\w*) before"
)
_BLAMED = re.compile(
    r"\b(?:fram(?:ed|es)|blam(?:ed|es)|accus(?:ed|es)|suspend(?:ed|s)|disbarred|scapegoat|convict\w+|"
    r"wrongly|falsely|discredit\w*|expell?(?:ed|s)|court-martial\w*|struck off|"
    r"stripped of|disgraced|blam\w+|says? (?:she|he|I) (?:did|stole|killed|lied|took|started)|"
    r"that it was (?:she|he|her|him|me)|"
    r"doping scandal|plagiari\w+)\b"
)
_CONTEST = re.compile(
    r"\b(?:in|at|for|win|wins|before|enters?|to) ((?:the|a|an|this) (?:[\w'’-]+ ){0,3}?"
    r"(?:contest|competition|championships?|tournament|title|finals?|election|audition|race|derby|"
    r"cup|grand prix|olympics|bake-off|cook-off|duel|pageant|marathon|festival|scholarship))\b"
)
_TRAPPED = re.compile(
    r"\b(?:trapped|stranded|locked|snowed in|stuck|marooned|buried alive|held captive|imprisoned) "
    rf"(?:in|on|inside|under|aboard|at|with) {_NP}"
)
_PROPERTY = re.compile(
    r"\b(well|land|farm|house|home|shop|bakery|restaurant|rink|theatre|theater|cinema|school|garden|"
    r"orchard|vineyard|ranch|island|village|church|library|bookshop|bookstore|inn|hotel|bar|gym|"
    r"boat|forest|river|lake|hill|building|apartment|flat|diner|café|cafe|studio|mill|stable|field)\b"
)


_WHOEVER = re.compile(r"\b[Ww]hoever ((?:\w+ ){0,2}?(?:wrote|sent|did|made|left|built|put) \w+)")
_FINDS = re.compile(
    r"\b(?:finds?|found|hears?|heard|receives?|received|digs? up|dug up|recogni[sz]es|spots|"
    r"catches|unearths|intercepts|stumbles on|stumbles upon|opens) "
    r"(?:a|an|the|another|(?:her|his|my) own) "
    rf"((?:[a-z'’-]+ ){{0,1}}?[a-z'’-]{{3,}}){_STOP}"
)
"""What somebody comes upon, which asks for the truth about it."""


def goal_from(text: str, foe: Being | None) -> tuple[str, str]:
    """A goal in the premise's person and what it is about, "" for none. {V}: the opponent."""
    low_foe = "{V}" if foe is not None else ""
    for rule in (_back, _dear, _saved, _kept, _hidden):
        found = rule(text)
        if found[0]:
            return found
    if _DEATH.search(text):
        return (f"stay alive and expose {low_foe}" if low_foe else "stay alive"), "the truth"
    return _later(text, low_foe)


def _later(text: str, foe: str) -> tuple[str, str]:
    """What weaker signs say is at stake."""
    if _BLAMED.search(text):
        return "clear {my} name", "the truth"
    contest = _CONTEST.search(text)
    if contest and not re.search(rf"\b(?:won|lost) {re.escape(contest[1])}", text):
        named = re.sub("^(?:a|an|this) ", "the ", contest[1])
        return f"win {named}", named
    trapped = _TRAPPED.search(text)
    if trapped:
        return f"get out of {trapped[1]} alive", "a way out"
    learns = _LEARNS.search(text)
    if learns and not _bodily(learns[1]):
        about = re.sub("^(?:her|his|my|our|their) ", "the ", learns[1])
        return f"bring the truth about {learns[1]} to light", f"the truth about {about}"
    if re.search(
        r"\b(?:forced|sold|made) (?:\w+ ){0,2}(?:to|into) (?:marry|marriage)|betrothed", text
    ):
        return "get out of this marriage", "the marriage contract"
    if re.search(r"\b(?:debts?|loan|owes?)\b", text):
        return "get free of this debt", "the debt"
    unknown = _WHOEVER.search(text)
    if unknown:
        said = unknown[1].replace(" it", " the " + _last_thing(text, unknown.start()), 1)
        return f"find out who {said}", "the truth"
    wanted = re.search(rf"\bwants {_NP}", text)
    young = (" boy", " girl", " child")
    if wanted and foe and (wanted[1].split()[-1] in nouns.kin() or wanted[1].endswith(young)):
        return f"keep {wanted[1]} safe", "a safe life"
    found = next((h for h in _FINDS.finditer(text) if _of_note(h[1])), None)
    if found:
        return f"find out the truth about the {found[1]}", f"the truth about the {found[1]}"
    humbled = re.search(
        r"thrown out|throws? \w+ out|fir(?:ed|es)\b|humiliat|jilt|dump|laugh|mock", text
    )
    if humbled and foe:
        return f"make {foe} answer for it", "the last word"
    return "", ""


def _last_thing(text: str, at: int) -> str:
    """The nearest noun with an article before a position: what "it" is."""
    known = re.findall(r"\b(?:a|an|the) (?:[a-z]+ )?([a-z]{4,})\b(?= [a-z]+)", text[:at])
    return known[-1] if known else "message"


def _of_note(thing: str) -> bool:
    """Whether what is found is a thing that raises a question."""
    last = thing.split()[-1]
    return not _bodily(thing) and last not in ("that", "way", "job", "work", "love", "courage")


def _bodily(phrase: str) -> bool:
    """Whether a noun phrase names a person or nothing that can be won or saved."""
    last = phrase.split()[-1].lower()
    if phrase.split()[-1][0].isupper() and set(phrase.lower().split()) & set(nouns.kin()):
        return True
    if last in _OWNED:
        return False
    return last in _BODY or last in nouns.kin() or nouns.is_person(last, sure=True)


def _the(phrase: str) -> str:
    return re.sub(r"^(?:her|his|my|our|their) (?:[\w-]+['’]s )?", "the ", phrase)


def _back(text: str) -> tuple[str, str]:
    away = re.search(rf"\b(?:sign|gambl|giv|deed|barter|drink)\w* {_NP} away\b", text)
    if away and not _bodily(away[1]):
        return f"win back {away[1]}", _the(away[1])
    for hit in re.finditer(rf"{_TAKE} {_OWN}", text):
        thing = hit[1]
        if not _bodily(thing):
            return f"get {thing} back", _the(thing)
    if re.search(rf"{_TAKE} (?:her|his|my) (?:place|seat|name|identity|life)\b", text):
        return "take back {my} life", "the name"
    return "", ""


def _dear(text: str) -> tuple[str, str]:
    """A child, brother or sister who is taken, or whom somebody comes for."""
    hit = _DEAR.search(text)
    if hit and hit[4] in nouns.kin():
        gone = hit[1] is not None
        goal = f"get {hit[3]} back" if gone else f"keep {hit[3]} safe"
        return goal, "a safe life"
    return "", ""


def _saved(text: str) -> tuple[str, str]:
    hit = re.search(_SAVE, text)
    if hit:
        return f"save {hit[1]}", "" if _bodily(hit[1]) else _the(hit[1])
    return "", ""


def _kept(text: str) -> tuple[str, str]:
    refused = re.search(
        r"\b(?:refus\w+|won[’']t|will not|never) to? ?(?:sell|leave|move|sign|give up)", text
    )
    if refused:
        places = [m for m in _PROPERTY.finditer(text) if _sure(text, m.start())]
        thing = places[0] if places else None
        named = re.search(rf"{re.escape(refused[0])} {_NP}", text)
        if named and not _bodily(named[1]):
            return f"keep {named[1]}", _the(named[1])
        if thing:
            return f"keep the {thing[1]}", f"the {thing[1]}"
    for hit in re.finditer(rf"{_THREAT} {_NP}", text):
        if _PROPERTY.search(hit[1]) and not _bodily(hit[1]):
            return f"save {hit[1]}", _the(hit[1])
    return "", ""


def _sure(text: str, at: int) -> bool:
    """Whether a place is a certain one: not after "a", nor after "a mountain"."""
    return not re.search(r"\b(?:an?|another) (?:[\w-]+ )?$", text[max(0, at - 24) : at])


def _hidden(text: str) -> tuple[str, str]:
    hit = _HIDDEN.search(text)
    if hit and not re.search(rf"wakes? (?:\w+ ){{0,3}}{re.escape(hit[0])}", text):
        return f"find out what is hidden in the {hit[1]}", f"the truth about the {hit[1]}"
    who = re.search(
        r"\bwho (killed|murdered|poisoned|framed|betrayed|pushed|shot) ((?:her|his|my) [\w-]+)",
        text,
    )
    if who:
        return f"find out who {who[1]} {who[2]}", "the truth"
    return "", ""
