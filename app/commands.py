"""One function an intent of the lead: from a verb and a value to an edit of the document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from engine.base.errors import UserInputError
from engine.editor.types import FPS
from engine.edits import lines
from engine.edits.change import Change, change
from engine.edits.drafts import accept_draft
from engine.edits.fields import put, set_field, set_fields
from engine.edits.takes import another_take, pin, unpin
from engine.models.types import ROLES
from engine.series.address import find
from engine.series.document import CastMember, Document, Episode, Line, Shot, Voice
from engine.series.takes import Slot
from engine.writer.types import SeasonDraft

Build = Callable[[Document], Change]
TRIMMED = "trimmed_from"
"""Extra field of a shot: its length in milliseconds before a hand changed it."""


def of_line(line: str, verb: str, value: str) -> Build | None:
    """What a verb of the script panel does to a line; None when it is no edit."""
    if verb in ("text", "speaker", "emotion", "intensity", "direction"):
        return lambda d: set_field(d, line, verb, value)
    if verb in ("move-up", "move-down"):
        return lambda d: _moved(d, line, 1 if verb == "move-down" else -1)
    acts: dict[str, Build] = {
        "split": lambda d: lines.split_line(d, line, int(value)),
        "merge": lambda d: lines.merge_lines(d, line),
        "merge-back": lambda d: lines.merge_lines(d, _neighbour(d, line, -1)),
        "remove": lambda d: lines.remove_line(d, line),
        "add": lambda d: add_line(d, line, value),
    }
    return acts.get(verb)


def add_line(document: Document, after: str, text: str) -> Change:
    """Add a line after another one, spoken by whoever answers. An episode's id puts it first."""
    episode = _episode(document, after)
    words = text or _placeholder(document)
    known = [n for n in episode.lines if n.id == after]
    others = [n.speaker for n in episode.lines if not known or n.speaker != known[0].speaker]
    speaker = others[-1] if others else (episode.lines or _any(document))[0].speaker
    return lines.add_line(document, episode.id, after if known else "", speaker, words)


def _placeholder(document: Document) -> str:
    return "……" if document.series.language.startswith("zh") else "…"


def _any(document: Document) -> list[Line]:
    return [Line("", document.cast[0].id, "")]


def _episode(document: Document, id: str) -> Episode:
    found = find(document, id.partition("/")[0])
    assert isinstance(found, Episode)
    return found


def _neighbour(document: Document, line: str, step: int) -> str:
    ids = [n.id for n in _episode(document, line).lines]
    at = ids.index(line) + step
    if not 0 <= at < len(ids):
        raise UserInputError("no-neighbour", "There is no line before this one.", "")
    return ids[at]


def _moved(document: Document, line: str, step: int) -> Change:
    ids = [n.id for n in _episode(document, line).lines]
    rest = [id for id in ids if id != line]
    at = ids.index(line) + step
    if not 0 <= at <= len(rest):
        raise UserInputError("no-room", "The line stands at the end already.", "")
    return lines.move_line(document, line, rest[at - 1] if at else "")


def set_property(address: str, field: str, value: str) -> Build:
    """A field of the inspector. ``override:camera`` and ``override:effect`` go to the rules."""
    if field == "line-voice":
        return lambda d: _line_voice(d, address, value)
    if not field.startswith("override:"):
        return lambda d: set_field(d, address, field, value)
    kind = field.partition(":")[2]

    def build(document: Document) -> Change:
        shot = find(document, address)
        assert isinstance(shot, Shot)
        others = [o for o in shot.overrides if _kind(o) != kind]
        wish = [f"camera={value}" if kind == "camera" else f"{value} 60"] if value else []
        return _put(document, replace(shot, overrides=(*others, *wish)), f"{shot.id} {kind}")

    return build


def _line_voice(document: Document, address: str, base: str) -> Change:
    """Another voice for one line only; "" gives it back to the cast."""
    line = find(document, address)
    assert isinstance(line, Line)
    own = document.member(line.speaker).voice
    voice = replace(own, base=int(base)) if base else None
    return _put(document, replace(line, voice=voice), f"{address} voice")


def _kind(override: str) -> str:
    return "camera" if override.startswith("camera=") else "effect"


def _put(document: Document, new: Shot | CastMember | Line, label: str) -> Change:
    return change(label, document, put(document, new))


def trim(shot: str, frames: int) -> Build:
    """Make a shot longer or shorter by whole frames; what follows moves along."""

    def build(document: Document) -> Change:
        found = find(document, shot)
        assert isinstance(found, Shot)
        length = max(0 if found.line else 200, found.hold_ms + round(frames * 1000 / FPS))
        extra = {TRIMMED: str(found.hold_ms), **dict(found.extra)}
        new = replace(found, hold_ms=length, extra=tuple(sorted(extra.items())))
        return _put(document, new, f"{shot} hold_ms")

    return build


def give_back(shot: str) -> Build:
    """Forget what a hand did to a shot: its overrides and its length."""

    def build(document: Document) -> Change:
        found = find(document, shot)
        assert isinstance(found, Shot)
        extra = dict(found.extra)
        hold = int(extra.pop(TRIMMED, str(found.hold_ms)))
        new = replace(found, overrides=(), hold_ms=hold, extra=tuple(sorted(extra.items())))
        return _put(document, new, f"{shot} rules")

    return build


def by_hand(shot: Shot) -> bool:
    """Whether a hand decided something of how a shot is cut."""
    return bool(shot.overrides) or trimmed(shot)


def trimmed(shot: Shot) -> bool:
    """Whether a hand moved the end of a shot."""
    return TRIMMED in dict(shot.extra)


def set_voice(cast: str, field: str, value: str) -> Build:
    """A property of a cast member's voice; "reset" gives its own values back."""

    def build(document: Document) -> Change:
        if field != "reset":
            return set_field(document, cast, f"voice.{field}", value)
        member = document.member(cast)
        voice = Voice(base=member.voice.base, backend=member.voice.backend)
        return _put(document, replace(member, voice=voice), f"{cast} voice")

    return build


def choose_engine(role: str, engine: str) -> Build:
    """Who writes, speaks or draws for the whole series. role: writer, speaker or artist."""
    return lambda d: set_field(d, "series", role, engine)


def choose_artist(cast: str, engine: str) -> Build:
    """Who draws one member; "" for the series' own artist."""
    return lambda d: set_field(d, cast, "look.backend", engine)


def another_look(cast: str) -> Build:
    """Draw a person anew: another seed of the look."""
    return lambda d: set_field(d, cast, "look.seed", str(d.member(cast).look.seed + 1))


def lock(episodes: Sequence[str], on: bool) -> Build:
    """Lock or unlock episodes."""

    def build(document: Document) -> Change:
        chosen = tuple(replace(e, locked=on) if e.id in episodes else e for e in document.episodes)
        names = ", ".join(episodes)
        verb = "lock" if on else "unlock"
        return change(f"{verb} {names}", document, replace(document, episodes=chosen))

    return build


def retake(slots: Sequence[Slot]) -> Build:
    """Ask for another take of each of these slots, as one edit."""

    def build(document: Document) -> Change:
        after = document
        for slot in slots:
            after = another_take(after, slot).document
        label = f"another take of {slots[0]}" + (f" +{len(slots) - 1}" if len(slots) > 1 else "")
        return change(label, document, after)

    return build


def use_take(slot: Slot, take: str) -> Build:
    """Pin a take."""
    return lambda d: pin(d, slot, take)


def automatic(slot: Slot) -> Build:
    """Back to automatic."""
    return lambda d: unpin(d, slot)


def rewrite_lines(line_ids: Sequence[str], proposal: SeasonDraft) -> Build:
    """Accept the writer's words for these lines."""
    theirs = {n.id: n for e in proposal.episodes for n in e.lines}

    def build(document: Document) -> Change:
        after = document
        for id in line_ids:
            new = theirs[id]
            values = (("text", new.text), ("emotion", new.emotion),
                      ("intensity", str(new.intensity)))  # fmt: skip
            after = set_fields(after, id, values).document
        label = f"accept {line_ids[0]}" + (f" +{len(line_ids) - 1}" if len(line_ids) > 1 else "")
        return change(label, document, after)

    return build


def accept_season(proposal: SeasonDraft, base: SeasonDraft | None) -> Build:
    """Accept a whole proposal; what the lead wrote or locked stays, and so do chosen engines."""

    def build(document: Document) -> Change:
        kept = base and _with_engines(base, document)
        return accept_draft(document, _with_engines(proposal, document), kept).change

    return build


def _with_engines(draft: SeasonDraft, document: Document) -> SeasonDraft:
    """A draft with the engines of the document: no writer chooses them."""
    chosen = {role: getattr(document.series, role) for role in ROLES}
    return replace(draft, series=replace(draft.series, **chosen))
