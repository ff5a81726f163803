"""What every presenter needs: a look by episode, states as the window shows them, pictures."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from app.presenters.choices import Choices
from engine.graph.plan import Asset
from engine.series.document import CastMember, Document, Episode
from engine.series.takes import Slot, Take
from engine.work.events import Look
from widgets.words import t

TINTS = 6
MASTER_ROLES = ("master", "cover")


class Archive(Protocol):
    """Where takes and their files are found; the engine is one."""

    def made(self, slot: Slot) -> tuple[Take, ...]:
        """All takes of a slot, oldest first."""
        ...

    def path(self, sha: str) -> Path:
        """The file with this content hash."""
        ...


@dataclass
class Shown:
    """One look prepared for presenting."""

    look: Look
    archive: Archive
    sounds: Callable[[str, int], tuple[int, ...]]  # envelope of a file; () until it is known
    choices: Choices = field(default_factory=Choices)  # engines of this machine
    running: frozenset[Slot] = field(init=False)
    failed: dict[Slot, tuple[str, str]] = field(init=False)
    by_episode: dict[str, list[Asset]] = field(init=False)
    segments: dict[str, list[Slot]] = field(init=False)

    def __post_init__(self) -> None:
        self.running = frozenset(self.look.running)
        self.failed = {
            f.slot: (f.message, f.remedy) for f in self.look.failures if f.slot is not None
        }
        self.by_episode, self.segments = {}, {}
        for slot, asset in self.look.plan.assets.items():
            if slot.owner.startswith("ep"):
                owner = slot.owner.partition("/")[0]
                self.by_episode.setdefault(owner, []).append(asset)
                if slot.role == "segment":
                    self.segments.setdefault(owner, []).append(slot)

    @property
    def document(self) -> Document:
        """The document of this look."""
        return self.look.document

    def asset(self, slot: Slot) -> Asset | None:
        """The state of a slot, None when there is no such slot now."""
        return self.look.plan.assets.get(slot)

    def state(self, slot: Slot) -> str:
        """The state of a slot as the window shows it."""
        asset = self.asset(slot)
        if slot in self.running:
            return "rendering"
        if asset is None or asset.state == "missing":
            return "waiting"
        if asset.state == "waiting":
            return "stale" if self.archive.made(slot) else "waiting"
        return {"outdated": "stale"}.get(asset.state, asset.state)

    def best(self, slot: Slot) -> Take | None:
        """The take in use, else the newest one: what can be shown meanwhile."""
        asset = self.asset(slot)
        if asset is not None and asset.take is not None:
            return asset.take
        made = self.archive.made(slot)
        return made[-1] if made else None

    def file(self, slot: Slot, part: str = "") -> str:
        """The file of the best take, or of one of its parts; "" when there is none."""
        take = self.best(slot)
        sha = "" if take is None else (dict(take.parts).get(part, "") if part else take.blob)
        return str(self.archive.path(sha)) if sha else ""

    def episode_state(self, episode: Episode) -> str:
        """One state for a whole episode: the most telling one."""
        assets = self.by_episode.get(episode.id, [])
        slots = {a.slot for a in assets}
        if slots & self.running:
            return "rendering"
        if any(a.state == "failed" for a in assets):
            return "failed"
        master = self.state(Slot(episode.id, "master"))
        if master == "fresh" and any(a.state == "pinned" for a in assets):
            return "pinned"
        return master

    def episode_share(self, episode: Episode) -> int:
        """Thousandths of the expected work of an episode that are done."""
        total = done = 0
        for asset in self.by_episode.get(episode.id, []):
            cost = self.look.plan.nodes[asset.slot].cost
            total += cost
            done += cost if asset.state in ("fresh", "pinned") else 0
        return 1000 * done // max(1, total)

    def episode_picture(self, episode: Episode) -> str:
        """The cover, else somebody who is in it."""
        cover = self.file(Slot(episode.id, "cover"))
        if cover:
            return cover
        people = [id for shot in reversed(episode.shots) for id in shot.in_view[:1]]
        for id in dict.fromkeys(people):
            if found := self.file(Slot(id, "portrait")):
                return found
        return ""


def tint(document: Document, cast: str) -> str:
    """The identity colour of a cast member, by its place in the cast."""
    ids = [member.id for member in document.cast]
    return f"speaker{ids.index(cast) % TINTS}" if cast in ids else "mid"


def member_of(document: Document, cast: str) -> CastMember | None:
    """A cast member, None when there is no such one."""
    return next((m for m in document.cast if m.id == cast), None)


def state_label(state: str) -> str:
    """The state in words."""
    return t(STATE_WORDS[state])


STATE_WORDS = {
    "fresh": "Up to date",
    "waiting": "Not made yet",
    "rendering": "Being made",
    "pinned": "Pinned",
    "stale": "Out of date",
    "failed": "Failed",
}


def duration(seconds: float) -> str:
    """A time left or a length in words: 40 s, 3 min, 1 h 5 min."""
    whole = round(seconds)
    if whole < 60:
        return t("{n} s", n=whole)
    minutes = round(whole / 60)
    if minutes < 60:
        return t("{n} min", n=minutes)
    return t("{h} h {n} min", h=minutes // 60, n=minutes % 60)


def clock(seconds: float) -> str:
    """m:ss."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}"


def title_of(document: Document, owner: str) -> str:
    """An entity in words: "Episode 3, line 2"."""
    head, _, rest = owner.partition("/")
    if head == "cast":
        member = member_of(document, "/".join(owner.split("/")[:2]))  # drawings of them: deeper
        return member.name if member else owner
    if head == "place":
        return next((p.name for p in document.places if p.id == owner), owner)
    episode = next((e for e in document.episodes if e.id == head), None)
    if episode is None:
        return owner
    place = t("Episode {n}", n=episode.number)
    if not rest:
        return place
    return f"{place} · {part_of(episode, rest)}"


def part_of(episode: Episode, rest: str) -> str:
    """A part of an episode in words: "line 2", "shot 4"."""
    base, _, piece = rest.partition(".")
    owner = f"{episode.id}/{base}"
    lines = [line.id for line in episode.lines]
    shots = [shot.id for shot in episode.shots]
    if piece:  # a cut: named after the shot or line that it shows
        name = next((s.id for s in episode.shots if owner in (s.line, s.id)), owner)
        number = shots.index(name) + 1 if name in shots else 0
        more = "" if piece == "0" else f".{int(piece) + 1}"
        return t("shot {n}", n=f"{number}{more}")
    if owner in lines:
        return t("line {n}", n=lines.index(owner) + 1)
    if owner in shots:
        return t("shot {n}", n=shots.index(owner) + 1)
    return rest


def pinned(document: Document, slots: Collection[Slot]) -> bool:
    """Whether one of these slots is pinned."""
    pins = {name for name, _ in document.pins}
    return any(str(slot) in pins for slot in slots)
