"""One beat to the lines of one episode: the fitting wordings, an ending that the next beat answers.

Keeps the series contract while it writes: words, lines, no sentence twice, the last is the cliff.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.base.errors import MakeError
from engine.text.measure import MAX_HAN_PER_EPISODE, han_count, letters, sentences, word_count
from engine.writer.data import Beat, beats, table
from engine.writer.planner import after
from engine.writer.story import Story
from engine.writer.wording import Wording, admits, guarded

_LINE = re.compile(r"(~|!!?(\w+) )?(\w)>(\w) ([^:]+): (.*)")
_TEASE = re.compile(r"!(\w+) (\w+)(?:>(\w))? ([^:]+): (.*)")
_FEWEST_LINES, _MIN_LINES, _MAX_LINES = 3, 4, 9
_TIGHT = 45
"""Spoken words an episode below which short endings are preferred."""
_MET = {"A": "ally", "K": "kmet"}
"""Facts by which the hero knows somebody."""
_ERAS = frozenset(
    f"{mark}{era}"
    for mark in ("", "!")
    for era in ("modern", "period", "palace", "fantasy", "campus", "hospital", "rural")
)
MIN_CLIFF_TYPES = 5
"""Types of ending a season has at least, when it has that many episodes."""


@dataclass(frozen=True, slots=True)
class Said:
    """A spoken line, or what is seen when `speaker` is "". template: what it was made from.

    acting: emotion of the document and intensity, where the mood is not one of the beats' words.
    others: further wordings that would fit.
    """

    speaker: str
    to: str
    mood: str
    text: str
    template: str = ""
    droppable: bool = False
    acting: tuple[str, int] | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ending:
    """A line that may end the episode."""

    line: Said
    cliff: str
    signature: bool
    tease: bool


@dataclass(frozen=True, slots=True)
class Script:
    """One episode: pictures and lines in order, the last one the cliffhanger of type `cliff`.

    source: the rows of the beat it was made from; empty where a model wrote. held: whether the
    hero is a captive.
    """

    beat: Beat
    rows: tuple[Said, ...]
    cliff: str
    source: tuple[str, ...] = ()
    held: bool = False

    @property
    def lines(self) -> tuple[Said, ...]:
        """Spoken lines."""
        return tuple(row for row in self.rows if row.speaker)


class Scriptwriter:
    """Writes the episodes of one story in order."""

    def __init__(self, story: Story, words: int) -> None:
        self._story = story
        self._words = words
        self.wording = Wording(story)
        self._rng = story.rng("wording")
        self._spoken: set[str] = set()
        self._cliffs: list[str] = []
        self._offers: list[set[str]] = []
        self._scenes: dict[str, tuple[str, ...]] = {}

    def write(self, plan: Sequence[str]) -> tuple[Script, ...]:
        """All episodes of a plan."""
        large, token = table("staging.toml")["bulky"], self._story.slots["token"]
        bulky = any(word in token for word in large) or self._story.props.get("token") in large
        facts = frozenset(self._story.flags) | ({"bulky"} if bulky else set())
        before: list[frozenset[str]] = []
        for id in plan:
            before.append(facts)
            facts = after(facts, beats()[id])
        self._scenes = {
            id: self._scene(id, _around(plan, at, before[at])) for at, id in enumerate(plan)
        }
        self._offers = self._offered(plan, before)
        return tuple(self._episode(plan, at, before[at]) for at in range(len(plan)))

    def _scene(self, id: str, known: set[str]) -> tuple[str, ...]:
        """The scene for this state: written for most of it, then by seed; its era counts little."""
        fitting = [
            scene
            for scene in beats()[id].said(self._story.tongue).scenes
            if admits(scene.guard, known)
        ]
        if not fitting:
            raise MakeError("no-scene", f"No scene of {id} fits the story.", "Try another --seed.")
        bound = [len(scene.guard - _ERAS) for scene in fitting]
        closest = [s for s, count in zip(fitting, bound, strict=True) if count == max(bound)]
        weights = [1 + len(scene.guard) for scene in closest]
        return self._rng.choices(closest, weights)[0].rows

    def _episode(self, plan: Sequence[str], at: int, facts: frozenset[str]) -> Script:
        beat = beats()[plan[at]]
        known = _around(plan, at, facts)
        rows, endings = self._body(beat, known)
        if at + 1 < len(plan):
            endings += self._teases(beat, beats()[plan[at + 1]], facts, known, rows)
        endings = _acquainted(endings, after(facts, beat), rows)
        fresh = [e for e in endings if not self._said(e.line.text)]
        if not fresh:
            raise MakeError("no-ending", f"No ending fits {beat.id}.", "Try another --seed.")
        worth = {id(e): self._worth(e, rows) for e in fresh}
        ending = max(fresh, key=lambda e: worth[id(e)])
        kept = self._unrepeated(self._within([*rows, ending.line]))
        kept = self._within(kept)  # a name put before a repeated line may be a word too much
        kept = self._unnamed(kept)
        for row in kept:
            self.wording.used[row.template] += bool(row.speaker)
            self._spoken.update(_marks(row.text) if row.speaker else ())
        self._cliffs.append(ending.cliff)
        held = "captive" in facts and "captive" not in beat.takes
        return Script(beat, tuple(kept), ending.cliff, self._scenes[beat.id], held)

    def _body(self, beat: Beat, facts: set[str]) -> tuple[list[Said], list[Ending]]:
        rows: list[Said] = []
        endings: list[Ending] = []
        for raw in self._scenes[beat.id]:
            if raw.startswith("@"):
                template = self._choose(raw[2:], facts)
                if template is not None:
                    self.wording.used[template] += 1
                    rows.append(Said("", "", "", self.wording.fill(template), template))
                continue
            hit = _LINE.match(raw)
            assert hit is not None, raw
            to = hit[4] if hit[4] != hit[3] else ""
            template, text = self._worded(hit[6], facts, hit[3], to)
            if template is None:
                continue
            others = tuple(o for o in self._choices(hit[6], facts) if o != template)
            said = Said(hit[3], hit[4], hit[5], text, template, hit[1] == "~", None, others)
            if hit[2]:
                endings.append(Ending(said, hit[2], raw.startswith("!!"), False))
            else:
                rows.append(said)
        return rows, endings

    def _teases(
        self, beat: Beat, coming: Beat, facts: frozenset[str], known: set[str], rows: list[Said]
    ) -> list[Ending]:
        """Endings by which the next beat announces itself to those who are here."""
        here = [row.speaker for row in rows if row.speaker]
        seen = known | set(after(facts, beat)) | {f"prev:{beat.id}"} | {f"here:{r}" for r in here}
        found: list[Ending] = []
        for raw in coming.said(self._story.tongue).teases:
            hit = _TEASE.match(raw)
            assert hit is not None, raw
            speaker = next((r for r in hit[2] if r in here), None)
            if speaker is None or (hit[3] and hit[3] not in here):
                continue
            to = hit[3] or next((r for r in reversed(here) if r != speaker), speaker)
            template, text = self._worded(hit[5], seen, speaker, to if to != speaker else "")
            if template is None:
                continue
            found.append(Ending(Said(speaker, to, hit[4], text, template), hit[1], False, True))
        return found

    def _choose(self, template: str, facts: set[str]) -> str | None:
        """The wording to use, see `_choices`; None where none fits."""
        return next(iter(self._choices(template, facts)), None)

    def _choices(self, template: str, facts: set[str]) -> list[str]:
        """The most specific wordings that fit: the least used first, then by seed."""
        fitting = [(len(c), text) for c, text in guarded(template) if admits(c, facts)]
        most = max((count for count, _ in fitting), default=0)
        return sorted(
            (text for count, text in fitting if count == most),
            key=lambda text: (self.wording.used[text], self._rng.random()),
        )

    def _worded(
        self, template: str, facts: set[str], speaker: str, to: str
    ) -> tuple[str | None, str]:
        """A wording and its words, the first that repeats nothing; None and "" where none fits."""
        options = self._choices(template, facts)
        for option in options:
            text = self.wording.fill(option, speaker, to)
            if not self._said(text):
                return option, text
        return (options[0], self.wording.fill(options[0], speaker, to)) if options else (None, "")

    def _worth(self, ending: Ending, rows: list[Said]) -> float:
        last = next((row.speaker for row in reversed(rows) if row.speaker), "")
        value = 1.0 * ending.tease + 2.1 * ending.signature
        value -= 1.6 * (ending.cliff in self._cliffs[-2:]) + 1.1 * self._cliffs.count(ending.cliff)
        value -= 2 * self.wording.used[ending.line.template]
        value -= 0.8 * (ending.line.speaker == last and ending.tease)
        if self._words < _TIGHT:
            value -= 0.4 * word_count(ending.line.text)
        value += 5.0 * min(MIN_CLIFF_TYPES, self._reachable(ending.cliff))
        return value + 0.5 * self._rng.random()

    def _reachable(self, cliff: str) -> int:
        """How many types of ending the season can still have when this episode ends this way."""
        sets = {frozenset((*self._cliffs, cliff))}
        for offer in self._offers[len(self._cliffs) + 1 :]:
            sets = {used | {new} for used in sets for new in offer} or sets
        return max(map(len, sets))

    def _offered(self, plan: Sequence[str], before: Sequence[frozenset[str]]) -> list[set[str]]:
        """The types by which each episode of a plan could end, before a word is chosen."""
        offers: list[set[str]] = []
        tongue = self._story.tongue
        for at, id in enumerate(plan):
            here: set[str] = set()
            offer: set[str] = set()
            facts = _around(plan, at, before[at])
            for hit in filter(None, map(_LINE.match, self._scenes[id])):
                if not hit[2]:
                    here.add(hit[3])
                elif any(admits(c, facts) for c, _ in guarded(hit[6])):
                    offer.add(hit[2])
            coming = beats()[plan[at + 1]].said(tongue).teases if at + 1 < len(plan) else ()
            offer |= {t[1] for t in filter(None, map(_TEASE.match, coming)) if here & set(t[2])}
            offers.append(offer)
        return offers

    # -- the contract -------------------------------------------------------------------------

    def _within(self, rows: list[Said]) -> list[Said]:
        """Droppable lines go first, then shorter wordings are taken, until the measure is kept.

        What is still too much loses last sentences, then inner lines; with few lines left last
        clauses go before a line does.
        """
        kept = list(rows)
        while not self._fits(kept):
            spoken = [row for row in kept[:-1] if row.speaker]
            loose = [row for row in spoken if row.droppable]
            if loose:
                kept.remove(loose[-1])
                continue
            shorter = self._tightened(spoken)
            if shorter is None:
                victim = max(spoken[1:] or spoken, key=lambda r: len(r.text))
                kept.remove(victim)
            else:
                kept[kept.index(shorter[0])] = shorter[1]
        return kept

    def _tightened(self, spoken: list[Said]) -> tuple[Said, Said] | None:
        """The line that loses most by another wording or its last sentence, and its new form."""
        tried: list[tuple[Said, Said]] = []
        for row in spoken:
            to = row.to if row.to != row.speaker else ""
            for other in row.others:
                text = self.wording.fill(other, row.speaker, to)
                if len(text) < len(row.text) and not self._said(text):
                    tried.append((row, replace(row, text=text, template=other, others=())))
        if not tried:
            long = [row for row in spoken if len(sentences(row.text)) > 1]
            tried = [(row, self._without(row, sentences(row.text)[-1])) for row in long]
        shorter = self.wording.tongue.shorter
        if not tried and len(spoken) < _FEWEST_LINES:
            tried = [(r, replace(r, text=shorter(r.text))) for r in spoken if shorter(r.text)]
        return max(tried, key=lambda pair: len(pair[0].text) - len(pair[1].text), default=None)

    def _without(self, row: Said, sentence: str) -> Said:
        """A line without one of its sentences."""
        return replace(
            row, text=self.wording.tongue.glue.join(s for s in sentences(row.text) if s != sentence)
        )

    def _fits(self, rows: list[Said]) -> bool:
        spoken = [row.text for row in rows if row.speaker]
        if len(spoken) <= 1:
            return True
        han = sum(han_count(text) for text in spoken)
        total = sum(word_count(text) for text in spoken)
        within = total <= self._words and han <= MAX_HAN_PER_EPISODE * self._words // 60
        return within and len(spoken) <= _MAX_LINES

    def _unrepeated(self, rows: list[Said]) -> list[Said]:
        """No sentence twice in a season: a repeated one is addressed to somebody, or goes."""
        kept: list[Said] = []
        here: set[str] = set()
        for at, row in enumerate(rows):
            if not row.speaker:
                kept.append(row)
                continue
            new = self._fresh(row, here)
            if new is None:
                left = sum(bool(r.speaker) for r in kept) + sum(
                    bool(r.speaker) for r in rows[at + 1 :]
                )
                if left >= _FEWEST_LINES and at + 1 < len(rows):
                    continue
                new = row
            here |= _marks(new.text)
            kept.append(new)
        return kept

    def _unnamed(self, rows: list[Said]) -> list[Said]:
        """Nobody calls the other by name in every line: of two running the second goes without.

        The first line and the cliffhanger keep theirs, and a line that would repeat another.
        """
        kept: list[Said] = []
        here: set[str] = set()
        named = True
        for at, row in enumerate(rows):
            if not row.speaker:
                kept.append(row)
                continue
            bare = self._bare(row)
            marks = _marks(bare)
            free = at + 1 < len(rows) and not marks & (self._spoken | here)
            free = free and len(marks) == len(sentences(bare))
            if bare != row.text and named and free and kept and kept[-1].speaker:
                row, named = replace(row, text=bare), False
            else:
                named = bare != row.text
            here |= _marks(row.text)
            kept.append(row)
        return kept

    def _bare(self, row: Said) -> str:
        """A line without the name of the one it is said to."""
        if row.to not in self._story.people or row.to == row.speaker:
            return row.text
        names = {self.wording.vocative(row.to, row.speaker), self.wording.short(row.to)}
        name = "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True))
        text = self.wording.tongue.bare(row.text, name)
        return text if word_count(text) > 1 else row.text

    def _fresh(self, row: Said, here: set[str]) -> Said | None:
        if not _marks(row.text) & (self._spoken | here):
            return row
        if row.to != row.speaker and row.to in self._story.people:
            name = self.wording.vocative(row.to, row.speaker)
            text = self.wording.tongue.called(self._story, name, row.text)
            tried = replace(row, text=text)
            if not _marks(tried.text) & (self._spoken | here):
                return tried
        for sentence in sentences(row.text):
            if _marks(sentence) & (self._spoken | here):
                row = self._without(row, sentence)
        return row if row.text else None

    def _said(self, text: str) -> bool:
        return bool(_marks(text) & self._spoken)


def _acquainted(endings: list[Ending], facts: frozenset[str], rows: list[Said]) -> list[Ending]:
    """Endings without a friend or keeper whom the hero has not met; all where no other is left."""
    strange = {
        who for who, met in _MET.items() if met not in facts and all(r.speaker != who for r in rows)
    }
    known = [e for e in endings if not strange & {e.line.speaker, e.line.to}]
    return known or endings


def _around(plan: Sequence[str], at: int, facts: frozenset[str]) -> set[str]:
    """What a wording of an episode may ask for: the facts, the beat before and the next one."""
    known = set(facts)
    if at:
        known.add(f"prev:{plan[at - 1].removeprefix('o_')}")
    if at + 1 < len(plan):
        known.add(f"next:{plan[at + 1]}")
    return known


def _marks(text: str) -> set[str]:
    """The sentences of a line in a form in which equal ones are equal."""
    return {letters(part) for part in sentences(text)} - {""}
