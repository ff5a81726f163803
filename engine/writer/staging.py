"""From lines to scenes: places, shots, silent action, reactions, and the time everything takes.

Sixty spoken words fill half an episode. The other half is written here: what is seen before,
between and after the lines, so that the whole lasts about `TARGET_MS`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from engine.series.document import Caption, Line, Place, Scene, Shot
from engine.text.measure import spoken_ms
from engine.writer.data import shots, table
from engine.writer.inserts import Inserts
from engine.writer.scripting import Said, Script
from engine.writer.settings import Settings
from engine.writer.story import LONG, Story
from engine.writer.tongues.registry import tongue_of
from engine.writer.tongues.tongue import agreed

TARGET_MS = 57_000
MIN_HOLD_MS, MAX_HOLD_MS = 900, 4_500
OPENING_MS = 2_400
"""The first picture at most: the first words fall within three seconds."""
_AFTER_LINE_MS = 350
_TALK = ("medium", "bust", "close", "bust")
_STRONG = 65
"""Intensity of a line from which its listener's face is worth a shot of its own."""
_LAST_LOOK = {"arrival": "arrival", "threat": "impact", "question": "", "decision": ""}
"""What the last picture asks for by the type of ending; the others reveal."""
_HITS = re.compile(
    "blade|blow|slam|crash|shatter|shot|strik|burst|falls|knees|刀|剑|砸|碎|倒|跪|撞|枪|扑"
    "|lâmina|golpe|estilhaça|quebra|tiro|cai |joelhos|bate|गिर|टूट|गोली|चाकू|तलवार|घुटन|धमाक|टकर"
)
"""Pictures that hit."""
_PERSON = re.compile(r"\{([HVPATK])[#!:}]")
_AGREES = re.compile(r"\{name~([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Staged:
    """One episode on its feet. place: of its first scene."""

    lines: tuple[Line, ...]
    scenes: tuple[Scene, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class _Beat:
    """A shot before it has its length. weight: share of the silent time; 0 for a line.

    place: id of another place that begins with this shot, "" where the scene goes on.
    """

    shot: Shot
    weight: float
    place: str = ""


class Stager:
    """Stages the episodes of one story in order; knows who and what was already introduced."""

    def __init__(self, story: Story, captions: dict[str, tuple[str, str]]) -> None:
        """captions: letter of a role to (name, card) for its first appearance."""
        self._story = story
        self._captions = dict(captions)
        self._rng = story.rng("staging")
        self._used: dict[str, int] = {}
        self._settings = Settings(story)
        self._inserts = Inserts(story)

    @property
    def places(self) -> dict[str, Place]:
        """Every place used so far, by id."""
        return self._settings.places

    def stage(self, number: int, script: Script, extra: tuple[Caption, ...]) -> Staged:
        """Lines, shots and places of one episode.

        extra: captions it has to carry: a thing beside its picture, the rest at the beginning.
        """
        id = f"ep{number:02d}"
        lines = tuple(
            Line(f"{id}/line{at}", _cast(row.speaker), row.text, *self._acting(row))
            for at, row in enumerate(script.lines, 1)
        )
        beats = self._beats(script, lines, extra)
        timed = _timed(beats, lines, tongue_of(self._story.tongue).tag)
        numbered = [replace(shot, id=f"{id}/shot{at}") for at, shot in enumerate(timed, 1)]
        starts = [at for at, beat in enumerate(beats) if beat.place]
        scenes = tuple(
            Scene(f"{id}/scene{n}", beats[start].place, tuple(numbered[start:end]))
            for n, (start, end) in enumerate(zip(starts, [*starts[1:], len(beats)], strict=True), 1)
        )
        return Staged(lines, scenes, self.places[scenes[0].place])

    # -- shots ----------------------------------------------------------------------------------

    def _beats(
        self, script: Script, lines: tuple[Line, ...], extra: tuple[Caption, ...]
    ) -> list[_Beat]:
        parts = self._parts(script)
        place = self._place(script, parts[0], None)
        cast = _speakers(parts[0])
        opening = next((row.text for row in parts[0] if not row.speaker), place.name)
        things = [note for note in extra if self._inserts.thing(note.text)]
        cards = (Caption(place.name, "place"), *(note for note in extra if note not in things))
        told = _told(parts[0][0]) if not parts[0][0].speaker else []
        beats = [
            replace(self._silent(opening, told or cast[:2], "full", 1.0, cards), place=place.id)
        ]
        spoken = 0
        for number, part in enumerate(parts):
            cast = _speakers(part) or cast
            rows = part[1:] if part and not part[0].speaker else part
            if number:
                place = self._place(script, part, place)
                card = (Caption(place.name, "place"),)
                first = self._silent(part[0].text, _told(part[0]) or cast[:2], "full", 1.1, card)
                beats.append(replace(first, place=place.id))
            for at, row in enumerate(rows):
                if not row.speaker:
                    beats.append(self._picture(row, rows[at + 1 :], cast))
                    continue
                line = lines[spoken]
                spoken += 1
                last = spoken == len(lines)
                beats.append(self._spoken(row, line, spoken, last))
                beats += [self._note(note) for note in things]
                things = []
                if not last:
                    beats += self._between(script, row, line, spoken, cast)
        beats.append(self._final(script, lines[-1]))
        return beats

    def _parts(self, script: Script) -> list[list[Said]]:
        """The rows by scene: a picture that names another place begins a new one."""
        parts: list[list[Said]] = [[]]
        here = ""
        for row in script.rows:
            slot = "" if row.speaker else self._settings.named(row)
            spoken = any(r.speaker for r in parts[-1])
            if slot and slot != here and spoken:
                parts.append([])
            here = slot or here
            parts[-1].append(row)
        whole = [part for part in parts if any(row.speaker for row in part)]
        return whole or parts[:1]

    def _place(self, script: Script, part: list[Said], before: Place | None) -> Place:
        slots = [self._settings.named(row) for row in part if not row.speaker]
        slot = next(filter(None, slots), "") or self._settings.usual(script.beat.id, script.held)
        seen = " ".join(row.text for row in part if not row.speaker)
        return self._settings.place(slot, seen, script.beat.tension, before)

    def _picture(self, row: Said, coming: list[Said], cast: list[str]) -> _Beat:
        """Silent action between the lines: on whom it tells of, else on who speaks next."""
        nearest = [_cast(r.speaker) for r in coming if r.speaker]
        view = _told(row) or nearest[:1] or cast[:1]
        effect = "impact" if _HITS.search(row.text.lower()) else ""
        if "{sign}" in row.template:
            effect = "power"
        return self._silent(row.text, view, "cowboy", 1.2, (), effect)

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
        """What the listener's face does where the words hit, and a detail where they do not."""
        listener = _cast(row.to) if row.to in LONG and row.to != row.speaker else ""
        others = [c for c in cast if c != line.speaker]
        who = listener or next(iter(others), "")
        detail = at % 3 == 1 and (line.intensity < _STRONG or not who)
        beats = [self._reaction(who, line, at)] if who and not detail else []
        if detail or at % 4 == 3:
            beats.append(self._insert(script))
        return beats

    def _reaction(self, who: str, line: Line, at: int) -> _Beat:
        staging = table("staging.toml")
        role = {f"cast/{LONG[letter]}": letter for letter in LONG}[who]
        answer = staging["answers"][line.emotion]
        if role == "V" and answer in ("tender", "soft"):
            answer = "calm"
        bank = shots(self._story.tongue)["reactions"]
        words = self._next(bank.get(answer, bank["neutral"]))
        framing = ("close", "bust", "extreme", "medium")[at % 4]
        effect = {"broken": "tears", "afraid": "impact"}.get(answer, "")
        view = [who, line.speaker] if framing == "medium" else [who]
        return self._silent(self._seen(words, role), view, framing, 0.8, (), effect)

    def _insert(self, script: Script) -> _Beat:
        """A thing alone; a detail that no thing shows stays on who speaks last."""
        effect, words, prop = self._inserts.next(script)
        view = [] if prop else [_cast(script.lines[-1].speaker)]
        shot = self._silent(words, view, "extreme", 0.75, (), effect)
        return replace(shot, shot=replace(shot.shot, prop=prop))

    def _note(self, note: Caption) -> _Beat:
        """A thing that the premise names and nobody mentions, alone with its name."""
        shot = self._silent(note.text, [], "extreme", 0.75, (note,), "object")
        return replace(shot, shot=replace(shot.shot, prop=self._inserts.thing(note.text)))

    def _final(self, script: Script, line: Line) -> _Beat:
        to = script.lines[-1].to
        who = _cast(to) if to in LONG and _cast(to) != line.speaker else line.speaker
        words = self._next(shots(self._story.tongue)["finals"][script.cliff])
        role = to if who != line.speaker else script.lines[-1].speaker
        words = self._seen(words, role)
        effect = _LAST_LOOK.get(script.cliff, "reveal")
        return self._silent(words, [who], "extreme", 1.1, (), effect)

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

    def _seen(self, words: str, letter: str) -> str:
        """What is seen of somebody: {name}, and {name~masculine/feminine} by agreement."""
        tongue, someone = tongue_of(self._story.tongue), self._story.people[letter]
        words = _AGREES.sub(lambda hit: agreed(hit[1], someone.gender), words)
        words = words.replace("{name}", tongue.seen(self._story, letter))
        return tongue.finished(words) if tongue.id not in ("en", "zh") else words


def _cast(letter: str) -> str:
    return f"cast/{LONG[letter]}"


def _told(row: Said) -> list[str]:
    """Whom a picture tells of, two at most."""
    return [_cast(letter) for letter in dict.fromkeys(_PERSON.findall(row.template))][:2]


def _speakers(rows: list[Said]) -> list[str]:
    """Who speaks in these rows, in order."""
    return list(dict.fromkeys(_cast(row.speaker) for row in rows if row.speaker))


def _timed(beats: list[_Beat], lines: tuple[Line, ...], language: str) -> list[Shot]:
    """Silent shots share what the words leave of the target, each within its limits."""
    spoken = sum(spoken_ms(line.text, language) + _AFTER_LINE_MS for line in lines)
    open_ms = TARGET_MS - spoken
    total = sum(beat.weight for beat in beats[1:]) or 1.0
    shots: list[Shot] = []
    for at, beat in enumerate(beats):
        if not beat.weight:
            shots.append(beat.shot)
            continue
        share = round((open_ms - OPENING_MS) * beat.weight / total / 100) * 100
        longest = MAX_HOLD_MS if at else OPENING_MS
        shots.append(replace(beat.shot, hold_ms=max(MIN_HOLD_MS, min(longest, share))))
    short = open_ms - sum(s.hold_ms for s in shots if not s.line)
    return _stretched(shots, short) if short > 1500 else shots


def _stretched(shots: list[Shot], missing_ms: int) -> list[Shot]:
    """Longer silences after the lines, when the silent shots are at their longest already."""
    spoken = [shot for shot in shots if shot.line]
    each = min(2200, missing_ms // max(1, len(spoken)) // 100 * 100)
    return [replace(s, hold_ms=s.hold_ms + each) if s.line else s for s in shots]
