"""Things and places that an English premise names, most telling first: what a season must show.

Every noun of the lexicon that stands as a noun, with the word that makes it one thing. People and
proper names are gathered elsewhere. Must not keep more than a season can show.
"""

from __future__ import annotations

import re
from functools import cache

from engine.writer.data import table
from engine.writer.reading import nouns_en as nouns
from engine.writer.reading.mentions_en import Mentions

MAX_OBJECTS = 12
MAX_UNLISTED = 4
_OWN = frozenset(("her", "his", "my", "their", "our", "its", "whose", "'s"))
_DET = frozenset(("a", "an", "the", "this", "that", "every", "each", "no", "another", "some"))
_IDIOM = re.compile(
    r"in (?:her|his|my|the) (?:hands?|way)|by (?:heart|hand)|at (?:stake|sea)"
    r"|on (?:air|paper|track)"
    r"|under (?:wraps)|out of (?:the )?(?:blue|hand)|turns? the tables?|behind bars|for (?:a )?song"
)
_LEADS = frozenset(("a", "an", "the", "her", "his", "my", "their", "'s"))
_MARKS = frozenset((",", ".", ";", "!", "?", ":", "—"))
_ADJECTIVE = re.compile("(?:ed|en|ic|al|ous|ful|less|ian|ive|y|st|ing|ld|ck|te|ue|an|rt|ap)$")
_ABSTRACT = re.compile(
    "(?:ness|tion|sion|ment|ity|ance|ence|ism|hood|ship|ing|ly|dom|age|ure|acy|ety|ency|ancy|th)$"
)
_MAKES_ONE = re.compile("(?:er|or|ion|ment|ance|ence|ity|ship|age|ure)$")
_WILL = re.compile("be|not|have|never|do|go|take|soon|die|kill|make|come")
_TALLY = re.compile(r"days?|weeks?|months?|years?|hours?|minutes?|nights?|times?")


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(w for w in table("objects.toml")["en"][key].split() if not w.endswith("?"))


@cache
def _heads() -> frozenset[str]:
    old = {w for w in re.split(r"[|?]", table("reading.toml")["en"]["things"]) if w.isalpha()}
    return (_words("heads") | old) - {"day", "night"}


def objects_en(mentions: Mentions) -> list[str]:
    """What is worth showing, in order of mention, `MAX_OBJECTS` at most."""
    taken = {at for m in mentions.all for at in range(m.first, m.last + 1)}
    found: dict[str, tuple[float, int]] = {}
    at, size = 0, len(mentions.tokens)
    while at < size:
        if at not in taken:
            phrase, score = _phrase(mentions, at, taken)
            if phrase:
                best = max(score, found.get(phrase, (0.0, at))[0])
                found[phrase] = (best, min(at, found.get(phrase, (0.0, at))[1]))
        at += 1
    heads = {phrase.split()[-1] for phrase in found if " " in phrase}
    rows = [(s, at, p) for p, (s, at) in found.items() if not (p in heads and " " not in p)]
    best_first = sorted(rows, key=lambda row: (-row[0], row[1]))[:MAX_OBJECTS]
    best_first += _unlisted(mentions, taken, found)[: max(0, MAX_OBJECTS - len(best_first))]
    return [phrase for _, _, phrase in sorted(best_first, key=lambda row: row[1])]


def _unlisted(
    mentions: Mentions, taken: set[int], found: dict[str, tuple[float, int]]
) -> list[tuple[float, int, str]]:
    """Nouns that no list knows, by their place between a determiner and the end of a phrase."""
    tokens, rows = mentions.tokens, dict[str, tuple[float, int, str]]()
    shown = " ".join(found)
    for at, token in enumerate(tokens[:-1]):
        low, after = token.low, tokens[at + 1].low
        lead = [tokens[i].low for i in (at - 1, at - 2) if i >= 0]
        bound = lead[:1] and (
            lead[0] in _LEADS or (lead[-1] in _LEADS and _ADJECTIVE.search(lead[0]))
        )
        if at in taken or not bound or token.text != low or low in shown or low in rows:
            continue
        ends = after in _MARKS or after in nouns.words("prepositions", "en.grammar") or after in (
            "and", "that", "who", "which", "but", "or", "nobody",
        )  # fmt: skip
        if ends and len(low) > 3 and not _dull(low):
            rows[low] = (0.5, at, low)
    return list(rows.values())[:MAX_UNLISTED]


def _dull(low: str) -> bool:
    """Whether a word names nothing that can be seen: abstract, a verb, a measure of time."""
    one = nouns.singular(low)
    return bool(
        _ABSTRACT.search(one) or one in _words("abstract") or one in _words("common")
        or nouns.is_person(low, sure=False) or low in nouns.every_verb()
        or nouns.is_person(one, sure=True) or _TALLY.fullmatch(low)
    )  # fmt: skip


def _phrase(mentions: Mentions, at: int, taken: set[int]) -> tuple[str, float]:
    """The thing whose head stands at a token, and how telling it is; "" for none."""
    tokens = mentions.tokens
    token = tokens[at]
    low = token.low
    one = nouns.singular(low)
    head = low in _heads() or one in _heads()
    if not (head or one in _words("narrow")) or token.text != low:
        return "", 0.0
    before = tokens[at - 1].low if at else ""
    after = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if before in _words("before_verb") or _compound(mentions, at, taken):
        return "", 0.0
    around = f"{tokens[at - 2].low if at > 1 else ''} {before} {low}"
    if _IDIOM.search(around) or (before == "-"):
        return "", 0.0
    own = at - 1 not in taken and tokens[at - 1].text == before and before in _words("before")
    lead = tokens[at - 2].low if at > 1 else ""
    kind = bool(
        one in _words("common") and lead in (_DET | _OWN) and _MAKES_ONE.search(before)
    ) and before not in nouns.words("comparatives", "en.grammar")
    joined = own or kind or (
        before in _heads() and at - 1 not in taken and not _verbal(before)
    )  # fmt: skip
    numbered = after in _words("numbers") or re.fullmatch(r"\d{1,3}[a-z]?", after)
    counted = bool(numbered) and not (at + 2 < len(tokens) and _TALLY.fullmatch(tokens[at + 2].low))
    if not head and not (joined or counted):
        return "", 0.0
    lead = tokens[at - 2].low if joined and at > 1 else before
    bound = lead in _DET or lead in _OWN or lead in _words("numbers") or joined
    if not (bound or counted or _loose(before, low)):
        return "", 0.0
    phrase = f"{before} {low}" if joined else low
    if counted:
        phrase = f"{phrase} {after}"
    elif low in ("will", "well", "ring", "race", "match", "can") and not joined:
        phrase = f"the {low}"
        if _WILL.fullmatch(after) or before in (
            "as",
            "very",
            "so",
            "too",
            "how",
            "is",
            "was",
            "not",
        ):
            return "", 0.0
    score = 2.0 + 1.5 * joined + 1.0 * (lead in _OWN) + 1.0 * counted
    score -= 2.2 * (one in _words("common") and not joined)
    return phrase, score


def _loose(before: str, low: str) -> bool:
    """Whether a noun without determiner stands as one: after a preposition or an adjective."""
    if before in ("of", "for", "in", "on", "at", "with", "from", "by", "into", "under"):
        return True
    if low in nouns.every_verb() or low in _words("also_verbs"):
        return False
    plural = nouns.singular(low) != low
    adjective = bool(re.search(r"(?:ed|en|ic|al|ous|ful|less|ian|ive|y|st|er|ing)$", before))
    return plural or adjective or before == "own" or len(before) > 3


def _compound(mentions: Mentions, at: int, taken: set[int]) -> bool:
    """Whether the noun only stands before another: "space station", "hockey coach"."""
    tokens = mentions.tokens
    if at + 1 >= len(tokens):
        return False
    after = tokens[at + 1].low
    if at + 1 in taken:
        return next(m for m in mentions.all if m.first <= at + 1 <= m.last).kind == "noun" and (
            after not in nouns.words("determiners", "en.grammar")
        )
    one = nouns.singular(after)
    return (after in _heads() or one in _heads() or one in _words("narrow")) and (
        tokens[at].low in _words("before")
    )


def _verbal(word: str) -> bool:
    return bool(re.search("(?:[^s]s|ed|ing)$", word))
