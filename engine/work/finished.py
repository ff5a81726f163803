"""From a plan to the finished season that delivery takes: which episodes, of which files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from engine.delivery.season import FinishedEpisode, FinishedSeason, Version
from engine.graph.plan import SETTLED, Plan, TakeIndex
from engine.series.document import Document, Episode
from engine.series.takes import Slot, Take
from engine.work.costs import NOTHING, Cost
from engine.work.demand import whole_episode


def finished_season(
    document: Document, plan: Plan, takes: TakeIndex, path: Callable[[str], Path],
    costs: Mapping[str, Cost],
) -> FinishedSeason:  # fmt: skip
    """The episodes of which everything that the series' profiles want is made and up to date.

    path: where the blob of a content hash lies. costs: by episode id.
    """
    find = _Finder(document, plan, takes, path)
    found = []
    for episode in document.episodes:
        wanted = whole_episode(document.series, episode.id)
        if episode.id in plan.cuts and all(plan.assets[s].state in SETTLED for s in wanted):
            found.append(find.episode(episode, costs.get(episode.id, NOTHING)))
    return FinishedSeason(document, tuple(found))


class _Finder:
    def __init__(
        self, document: Document, plan: Plan, takes: TakeIndex, path: Callable[[str], Path]
    ) -> None:
        self._document, self._plan, self._takes, self._path = document, plan, takes, path

    def episode(self, episode: Episode, cost: Cost) -> FinishedEpisode:
        cuts = self._plan.cuts[episode.id].cuts
        owners = {cut.id: f"{episode.id}/{cut.id}" for cut in cuts.cuts}
        stills = {id: self._part(Slot(owner, "segment"), "still") for id, owner in owners.items()}
        places = dict.fromkeys(scene.place for scene in episode.scenes)
        people = [member.id for member in self._document.cast]
        return FinishedEpisode(
            number=episode.number, id=episode.id,
            video=self._file(episode.id, "master"), cover=self._file(episode.id, "cover"),
            cuts=cuts, clean=self._maybe(episode.id, "clean"),
            sound=self._maybe(episode.id, "mix"), music=self._maybe(episode.id, "music"),
            segments={id: self._versions(Slot(o, "segment")) for id, o in owners.items()},
            speech={line.id: self._versions(Slot(line.id, "speech")) for line in episode.lines},
            stills={id: still for id, still in stills.items() if still is not None},
            plates=self._each(places, "plate"), portraits=self._each(people, "portrait"),
            dollars=cost.price, cpu_s=cost.cpu_ms / 1000,
        )  # fmt: skip

    def _each(self, owners: dict[str, None] | list[str], role: str) -> dict[str, Version]:
        found = {}
        for owner in owners:
            take = self._take(Slot(owner, role))
            if take is not None:
                found[owner] = self._version(take, take.id)
        return found

    def _take(self, slot: Slot) -> Take | None:
        asset = self._plan.assets.get(slot)
        return None if asset is None else asset.take

    def _file(self, owner: str, role: str) -> Path:
        take = self._take(Slot(owner, role))
        assert take is not None, f"{owner}:{role} is settled without a take"
        return self._path(take.blob)

    def _maybe(self, owner: str, role: str) -> Path | None:
        take = self._take(Slot(owner, role))
        return None if take is None else self._path(take.blob)

    def _part(self, slot: Slot, name: str) -> Path | None:
        take = self._take(slot)
        sha = None if take is None else dict(take.parts).get(name)
        return None if sha is None else self._path(sha)

    def _versions(self, slot: Slot) -> tuple[Version, ...]:
        """All takes of a slot, the one in use among them, oldest first; nothing twice."""
        current = self._take(slot)
        if current is None:
            return ()
        known = {take.id: take for take in self._takes.takes(slot)} | {current.id: current}
        return tuple(self._version(take, current.id) for take in known.values())

    def _version(self, take: Take, current: str) -> Version:
        return Version(
            take.id, self._path(take.blob), take.origin, take.backend, take.id == current
        )
