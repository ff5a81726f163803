"""From lines to scenes: places, shots, silent action, reactions, and the time everything takes.

Sixty spoken words fill half an episode. The other half is written here: what is seen before,
between and after the lines, so that the whole lasts about `TARGET_MS`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from engine.series.document import Caption, Line, Place, Scene, Shot
from engine.text.measure import spoken_ms
from engine.writer.data import lexicon, shots, table
from engine.writer.scripting import Said, Script
from engine.writer.story import ANCIENT, LONG, Story

TARGET_MS = 57_000
MIN_HOLD_MS, MAX_HOLD_MS = 900, 4_500
_AFTER_LINE_MS = 350
_WIDE = ("full", "cowboy")
_TALK = ("medium", "bust", "close", "bust")
_TIMES = (
    ("night", re.compile(r"night|midnight|a\.m\.|dark|夜|凌晨|灯")),
    ("dusk", re.compile(r"dusk|evening|sunset|黄昏|傍晚")),
    ("dawn", re.compile(r"dawn|morning|sunrise|清晨|天亮|黎明|晨")),
)  # fmt: skip
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Staged:
    """One episode on its feet."""

    lines: tuple[Line, ...]
    scenes: tuple[Scene, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class _Beat:
    """A shot before it has its length. weight: share of the silent time; 0 for a line."""

    shot: Shot
    weight: float


class Stager:
    """Stages the episodes of one story in order; knows who and what was already introduced."""

    def __init__(self, story: Story, captions: dict[str, tuple[str, str]]) -> None:
        """captions: letter of a role to (name, card) for its first appearance."""
        self._story = story
        self._captions = dict(captions)
        self._rng = story.rng("staging")
        self._used: dict[str, int] = {}
        self.places: dict[str, Place] = {}

    def stage(self, number: int, script: Script, extra: tuple[Caption, ...]) -> Staged:
        """Lines, shots and place of one episode. extra: captions its first shot has to carry."""
        id = f"ep{number:02d}"
        place = self._place(script)
        lines = tuple(
            Line(f"{id}/line{at}", _cast(row.speaker), row.text, *self._acting(row))
            for at, row in enumerate(script.lines, 1)
        )
        beats = self._beats(script, lines, place, extra)
        timed = _timed(beats, lines, "zh-CN" if self._story.tongue == "zh" else "en")
        numbered = tuple(replace(shot, id=f"{id}/shot{at}") for at, shot in enumerate(timed, 1))
        return Staged(lines, (Scene(f"{id}/scene1", place.id, numbered),), place)

    # -- places ---------------------------------------------------------------------------------

    def _place(self, script: Script) -> Place:
        staging = table("staging.toml")
        tongue = self._story.tongue
        source = script.source or script.beat.said(tongue).scenes[0].rows
        raw = " ".join(row for row in source if row.startswith("@"))
        plates, named = self._story.plates, _SLOT.findall(raw)
        slot = next((s for s in named if s in plates), staging["sets"].get(script.beat.id, "home"))
        plate, mood = plates[slot], staging["moods"].get(slot, "neutral")
        words = shots(tongue)["names"]
        names = words["any"] | words.get(self._story.era, {})
        name = self._story.slots.get(slot) or names.get(slot, slot)
        seen = " ".join(row.text for row in script.rows if not row.speaker).lower()
        time = next((time for time, pattern in _TIMES if pattern.search(seen)), "day")
        if script.beat.tension >= 8:
            mood = "tense"
        key = f"place/{slot}-{time}-{mood}"
        if key not in self.places:
            seed = 1 + sum(map(ord, slot)) % 97
            self.places[key] = Place(key, name, plate, time, mood, seed)
        return self.places[key]

    # -- shots ----------------------------------------------------------------------------------

    def _beats(
        self, script: Script, lines: tuple[Line, ...], place: Place, extra: tuple[Caption, ...]
    ) -> list[_Beat]:
        pictures = [row.text for row in script.rows if not row.speaker]
        cast = list(dict.fromkeys(_cast(row.speaker) for row in script.lines))
        opening = pictures[0] if pictures else place.name
        cards = (Caption(place.name, "place"), *extra)
        beats = [self._silent(opening, cast[:2], "full", 1.35, cards)]
        beats.append(self._insert(script))
        spoken = 0
        for row in script.rows:
            if not row.speaker:
                if row.text != opening:
                    beats.append(self._silent(row.text, cast[:1], "cowboy", 1.2, (), "power"))
                continue
            line = lines[spoken]
            spoken += 1
            last = spoken == len(lines)
            beats.append(self._spoken(row, line, spoken, last))
            if not last:
                beats += self._between(script, row, line, spoken, cast)
        beats.append(self._final(script, lines[-1]))
        return beats

    def _spoken(self, row: Said, line: Line, at: int, last: bool) -> _Beat:
        to = _cast(row.to) if row.to in LONG and row.to != row.speaker else ""
        framing = _TALK[at % len(_TALK)]
        if last or line.intensity >= 85:
            framing = "close"
        view = (line.speaker, to) if to and framing in ("medium", "bust") else (line.speaker,)
        shot = Shot("", line.id, view, framing, captions=self._card(row.speaker),
                    hold_ms=_AFTER_LINE_MS)  # fmt: skip
        return _Beat(shot, 0.0)

    def _between(
        self, script: Script, row: Said, line: Line, at: int, cast: list[str]
    ) -> list[_Beat]:
        """What the listener's face does, and now and then a detail."""
        listener = _cast(row.to) if row.to in LONG and row.to != row.speaker else ""
        beats: list[_Beat] = []
        if listener:
            beats.append(self._reaction(listener, line.emotion, at))
        elif len(cast) > 1:
            beats.append(
                self._reaction(next(c for c in cast if c != line.speaker), line.emotion, at)
            )
        if at % 3 == 0:
            beats.append(self._insert(script))
        return beats

    def _reaction(self, who: str, emotion: str, at: int) -> _Beat:
        staging = table("staging.toml")
        role = {f"cast/{LONG[letter]}": letter for letter in LONG}[who]
        answer = staging["answers"][emotion]
        if role == "V" and answer in ("tender", "soft"):
            answer = "calm"
        bank = shots(self._story.tongue)["reactions"]
        words = self._next(bank.get(answer, bank["neutral"]))
        framing = ("close", "bust", "extreme", "medium")[at % 4]
        effect = {"broken": "tears", "afraid": "impact"}.get(answer, "")
        return self._silent(
            words.replace("{name}", self._name(role)), [who], framing, 0.8, (), effect
        )

    def _insert(self, script: Script) -> _Beat:
        staging = table("staging.toml")
        bank = shots(self._story.tongue)["inserts"]
        kinds = [
            staging["focus"][tag] for tag in sorted(script.beat.tags) if tag in staging["focus"]
        ]
        options = [*(bank[kinds[0]] if kinds else ()), *bank["any"]]
        if self._story.era in ANCIENT:
            options = [o for o in options if not any(m in o[1] for m in staging["modern"])]
        effect, words = min(options, key=lambda o: (self._used.get(o[1], 0), self._rng.random()))
        self._used[words] = self._used.get(words, 0) + 1
        text = words.replace("{token}", self._story.slots["token"])
        who = _cast(script.lines[-1].speaker)
        return self._silent(text, [who], "extreme", 0.75, (), effect)

    def _final(self, script: Script, line: Line) -> _Beat:
        to = script.lines[-1].to
        who = _cast(to) if to in LONG and _cast(to) != line.speaker else line.speaker
        words = self._next(shots(self._story.tongue)["finals"][script.cliff])
        role = to if who != line.speaker else script.lines[-1].speaker
        words = words.replace("{name}", self._name(role))
        return self._silent(words, [who], "extreme", 1.1, (), "reveal")

    def _silent(
        self, action: str, view: list[str], framing: str, weight: float,
        captions: tuple[Caption, ...] = (), effect: str = "",
    ) -> _Beat:  # fmt: skip
        shot = Shot("", "", tuple(view), framing, action, effect, captions=captions, hold_ms=1)
        return _Beat(shot, weight)

    def _card(self, letter: str) -> tuple[Caption, ...]:
        """The name card at the first words of a person."""
        card = self._captions.pop(letter, None)
        return (Caption(f"{card[0]} | {card[1]}", "name"),) if card else ()

    def _acting(self, row: Said) -> tuple[str, int]:
        if row.acting is not None:
            return row.acting
        emotion, intensity = table("staging.toml")["emotions"].get(row.mood, ("neutral", 50))
        return str(emotion), int(intensity)

    def _next(self, options: list[str]) -> str:
        chosen = min(options, key=lambda o: (self._used.get(o, 0), self._rng.random()))
        self._used[chosen] = self._used.get(chosen, 0) + 1
        return chosen

    def _name(self, letter: str) -> str:
        name = self._story.people[letter].name
        if self._story.tongue == "zh":
            return name
        parts = name.split()
        return (
            parts[-1] if letter in "VP" and parts[0] not in lexicon("words")["pinyin"] else parts[0]
        )


def _cast(letter: str) -> str:
    return f"cast/{LONG[letter]}"


def _timed(beats: list[_Beat], lines: tuple[Line, ...], language: str) -> list[Shot]:
    """Silent shots share what the words leave of the target, each within its limits."""
    spoken = sum(spoken_ms(line.text, language) + _AFTER_LINE_MS for line in lines)
    open_ms = TARGET_MS - spoken
    total = sum(beat.weight for beat in beats) or 1.0
    shots: list[Shot] = []
    for beat in beats:
        if not beat.weight:
            shots.append(beat.shot)
            continue
        share = round(open_ms * beat.weight / total / 100) * 100
        shots.append(replace(beat.shot, hold_ms=max(MIN_HOLD_MS, min(MAX_HOLD_MS, share))))
    short = open_ms - sum(s.hold_ms for s in shots if not s.line)
    return _stretched(shots, short) if short > 1500 else shots


def _stretched(shots: list[Shot], missing_ms: int) -> list[Shot]:
    """Longer silences after the lines, when the silent shots are at their longest already."""
    spoken = [shot for shot in shots if shot.line]
    each = min(2200, missing_ms // max(1, len(spoken)) // 100 * 100)
    return [replace(s, hold_ms=s.hold_ms + each) if s.line else s for s in shots]
