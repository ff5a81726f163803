"""From the document to the row of things that must be made. Pure; every entity's nodes are kept.

Between the script and expensive work stand projections that hold only what the work depends on:
a changed stage direction, logline or hook changes no recipe at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from engine.base.canon import Json, canonical_text, digest, joined, nfc
from engine.base.codec import encode
from engine.editor.types import Cut, CutList
from engine.graph.node import Node, node
from engine.series.document import CastMember, Document, Episode, Line, Look, Place, Series, Voice
from engine.series.takes import Slot


@dataclass(frozen=True, slots=True)
class Makers:
    """What keys depend on beside the document: versions of the backends and their settings.

    encoder: canonical JSON of the encoder settings of final and of draft quality, in this order.
    label: the opening AI label's wording for the series' language, "" for none.
    """

    speaker: str
    artist: str
    rules: str
    encoder: tuple[str, str]
    label: str


@dataclass(frozen=True, slots=True)
class CutView:
    """A cut list that is known, with the digest of each cut. sha: content hash of its take."""

    sha: str
    cuts: CutList
    digests: tuple[str, ...]


def view_cuts(sha: str, cuts: CutList) -> CutView:
    """Prepare a cut list for planning."""
    return CutView(sha, cuts, tuple(digest(encode(cut)) for cut in cuts.cuts))


def spoken_text(text: str) -> str:
    """What reaches the voice: NFC, white space folded."""
    return " ".join(nfc(text).split())


class Deriver:
    """Derives nodes and remembers them by the identity of the entities they came from."""

    def __init__(self, makers: Makers) -> None:
        self._makers = makers
        self._kept: dict[str, tuple[tuple[object, ...], tuple[Node, ...]]] = {}

    def series(self, document: Document) -> tuple[Node, ...]:
        """Portraits and plates."""
        wanted = tuple(t for t in document.takes_wanted if not t[0].startswith("ep"))
        inputs = (*document.cast, *document.places, wanted)
        return self._keep("series", inputs, lambda: self._series(document, dict(wanted)))

    def episode(self, document: Document, episode: Episode) -> tuple[Node, ...]:
        """Speech, performances and the cut list of one episode."""
        wanted = _wanted(document, episode)
        inputs = (episode, document.series, document.cast, document.places, wanted)
        return self._keep(
            f"{episode.id}/script", inputs, lambda: self._script(document, episode, dict(wanted))
        )

    def film(
        self,
        document: Document,
        episode: Episode,
        view: CutView | None,
        dirty: frozenset[str] | None,
    ) -> tuple[Node, ...]:
        """Segments, music, mix, master and cover.

        view: the newest cut list, or None when there never was one. dirty: None when it is the
        valid one; otherwise the lines whose performance changes, and nodes that will follow from
        the new cut list are held.
        """
        wanted = _wanted(document, episode)
        inputs = (
            episode, document.series, document.cast, document.places, wanted,
            view.sha if view else None, dirty,
        )  # fmt: skip
        return self._keep(
            f"{episode.id}/film", inputs,
            lambda: self._film(document, episode, view, dirty, dict(wanted)),
        )  # fmt: skip

    def _keep(
        self, name: str, inputs: tuple[object, ...], make: Callable[[], tuple[Node, ...]]
    ) -> tuple[Node, ...]:
        known = self._kept.get(name)
        if known is not None and _same(known[0], inputs):
            return known[1]
        nodes = make()
        self._kept[name] = (inputs, nodes)
        return nodes

    def _series(self, document: Document, wanted: dict[str, int]) -> tuple[Node, ...]:
        return (
            *(self._portrait(member, wanted) for member in document.cast),
            *(self._plate(place, wanted) for place in document.places),
        )

    def _portrait(self, member: CastMember, wanted: dict[str, int]) -> Node:
        slot = Slot(member.id, "portrait")
        params: dict[str, Json] = {
            "artist": self._makers.artist,
            "look": encode(member.look),
            "gender": member.gender,
            "age": member.age,
            "take": wanted.get(str(slot), 0),
        }
        return node(slot, params, cost=300)

    def _plate(self, place: Place, wanted: dict[str, int]) -> Node:
        slot = Slot(place.id, "plate")
        params: dict[str, Json] = {
            "artist": self._makers.artist,
            "plate": place.plate,
            "time": place.time_of_day,
            "mood": place.mood,
            "seed": place.seed,
            "take": wanted.get(str(slot), 0),
        }
        return node(slot, params, cost=900)

    def _script(
        self, document: Document, episode: Episode, wanted: dict[str, int]
    ) -> tuple[Node, ...]:
        voices = {member.id: self._voiced(document.series, member) for member in document.cast}
        nodes: list[Node] = []
        for line in episode.lines:
            nodes += self._speech(document.series, line, voices[line.speaker], wanted)
        nodes.append(self._cut(document, episode, wanted))
        return tuple(nodes)

    def _voiced(self, series: Series, member: CastMember) -> dict[str, str]:
        """What all lines of a member have in common, as canonical JSON."""
        common: dict[str, Json] = {
            "speaker": self._makers.speaker,
            "language": series.language,
            "voice": encode(member.voice),
            "gender": member.gender,
            "age": member.age,
        }
        return {name: canonical_text(value) for name, value in common.items()}

    def _speech(
        self, series: Series, line: Line, voiced: dict[str, str], wanted: dict[str, int]
    ) -> tuple[Node, Node]:
        speech, performance = Slot(line.id, "speech"), Slot(line.id, "performance")
        voice = {**voiced, "text": canonical_text(spoken_text(line.text))}
        if line.voice:
            voice["voice"] = canonical_text(encode(line.voice))
        acting = {
            "emotion": canonical_text(line.emotion),
            "intensity": str(line.intensity),
            "take": str(wanted.get(str(speech), 0)),
        }
        letter = 11 if series.language.startswith("zh") else 3  # a Han character is a syllable
        return (
            node(speech, joined({**voice, **acting}), cost=150 + letter * len(line.text)),
            node(performance, joined(voice), inputs=(("speech", speech),), cost=100),
        )

    def _cut(self, document: Document, episode: Episode, wanted: dict[str, int]) -> Node:
        slot = Slot(episode.id, "cut")
        params: dict[str, Json] = {
            "document": encode(script_of(document, episode)),
            "rules": self._makers.rules,
            "label": self._makers.label,
            "take": wanted.get(str(slot), 0),
        }
        inputs = tuple((line.id, Slot(line.id, "performance")) for line in episode.lines)
        return node(slot, params, inputs=inputs, cost=120)

    def _film(
        self,
        document: Document,
        episode: Episode,
        view: CutView | None,
        dirty: frozenset[str] | None,
        wanted: dict[str, int],
    ) -> tuple[Node, ...]:
        cut = Slot(episode.id, "cut")
        if view is None:
            whole = node(
                Slot(episode.id, "master"),
                {},
                inputs=(("cut", cut),),
                held="waits for the cut list",
                cost=45_000,
            )
            return whole, self._cover(document, episode, wanted)
        draft = document.series.quality == "draft"
        fixed = {
            "artist": canonical_text(self._makers.artist),
            "encoder": canonical_text(self._makers.encoder[draft]),
        }
        people = {
            member.id: (canonical_text(member.id)[1:-1], canonical_text(_drawn(member)))
            for member in document.cast
        }
        segments = [
            self._segment(document, episode, item, {**fixed, "cut": f'"{mark}"'}, people, dirty,
                          wanted)
            for item, mark in zip(view.cuts.cuts, view.digests, strict=True)
        ]  # fmt: skip
        held = None if dirty is None else "waits for the new cut list"
        music = self._music(document, episode, view.cuts, held, wanted)
        mix = self._mix(episode, view.cuts, held, wanted)
        master = self._master(document, episode, segments, held)
        return (*segments, music, mix, master, self._cover(document, episode, wanted))

    def _segment(
        self,
        document: Document,
        episode: Episode,
        cut: Cut,
        fixed: dict[str, str],
        people: dict[str, tuple[str, str]],
        dirty: frozenset[str] | None,
        wanted: dict[str, int],
    ) -> Node:
        """fixed: parameters that are known. people: name and drawing of each member, by id.

        Both are canonical JSON.
        """
        slot = Slot(f"{episode.id}/{cut.id}", "segment")
        draft = document.series.quality == "draft"
        drawn = joined(dict(people[figure.cast] for figure in cut.figures))
        params = joined({**fixed, "cast": drawn, "take": str(wanted.get(str(slot), 0))})
        touched = dirty is not None and _shows(episode, cut, dirty)
        return node(
            slot,
            params,
            inputs=(("plate", Slot(cut.place, "plate")),),
            reads=(("cut", Slot(episode.id, "cut")),),
            payload=f'{{"cut":"{cut.id}"}}',
            cost=400 + cut.frames * (10 if draft else 27),
            held="waits for the new cut list" if touched else None,
        )

    def _music(
        self, document: Document, episode: Episode, cuts: CutList, held: str | None,
        wanted: dict[str, int],
    ) -> Node:  # fmt: skip
        slot = Slot(episode.id, "music")
        mood = next((p.mood for p in document.places if episode.scenes and
                     p.id == episode.scenes[0].place), "neutral")  # fmt: skip
        params: dict[str, Json] = {
            "frames": cuts.frames,
            "tension": encode_pairs(cuts.tension),
            "seed": document.series.seed,
            "mood": mood,
            "take": wanted.get(str(slot), 0),
        }
        return node(slot, params, cost=900, held=held)

    def _mix(
        self, episode: Episode, cuts: CutList, held: str | None, wanted: dict[str, int]
    ) -> Node:
        slot, music = Slot(episode.id, "mix"), Slot(episode.id, "music")
        params: dict[str, Json] = {
            "frames": cuts.frames,
            "lines": [encode(line) for line in cuts.lines],
            "sounds": [encode(sound) for sound in cuts.sounds],
            "take": wanted.get(str(slot), 0),
        }
        speech = tuple((line.line, Slot(line.line, "speech")) for line in cuts.lines)
        reads = (("cut", Slot(episode.id, "cut")),)
        return node(
            slot, params, inputs=(*speech, ("music", music)), reads=reads, cost=2000, held=held
        )

    def _master(
        self, document: Document, episode: Episode, segments: list[Node], held: str | None
    ) -> Node:
        slot = Slot(episode.id, "master")
        params: dict[str, Json] = {
            "title": episode.title,
            "series": document.series.title,
            "producer": document.series.producer,
            "seed": document.series.seed,
            "number": episode.number,
        }
        inputs = (
            *((f"{i:03d}", item.slot) for i, item in enumerate(segments)),
            ("mix", Slot(episode.id, "mix")),
        )
        return node(slot, params, inputs=inputs, cost=400, held=held)

    def _cover(self, document: Document, episode: Episode, wanted: dict[str, int]) -> Node:
        slot = Slot(episode.id, "cover")
        scene = episode.scenes[-1]
        subject = next((s.in_view[0] for s in reversed(episode.shots) if s.in_view),
                       document.cast[0].id)  # fmt: skip
        last = episode.lines[-1] if episode.lines else None
        params: dict[str, Json] = {
            "artist": self._makers.artist,
            "title": episode.title,
            "series": document.series.title,
            "number": episode.number,
            "language": document.series.language,
            "label": self._makers.label,
            "emotion": last.emotion if last else "neutral",
            "subject": _drawn(document.member(subject)),
            "take": wanted.get(str(slot), 0),
        }
        inputs = (
            ("plate", Slot(scene.place, "plate")),
            ("portrait", Slot(subject, "portrait")),
        )
        return node(slot, params, inputs=inputs, cost=700)


def script_of(document: Document, episode: Episode) -> Document:
    """What the cut of an episode depends on, and nothing else, as a document of its own."""
    used = {scene.place for scene in episode.scenes}
    lines = tuple(
        replace(line, direction="", voice=None, extra=())
        if line.direction or line.voice or line.extra
        else line
        for line in episode.lines
    )
    return Document(
        series=Series(title="", premise="", language=document.series.language,
                      seed=document.series.seed),
        cast=tuple(replace(m, voice=Voice(), look=Look(), extra=()) for m in document.cast),
        places=tuple(replace(p, extra=()) for p in document.places if p.id in used),
        episodes=(replace(episode, lines=lines, hook="", locked=False, extra=()),),
    )  # fmt: skip


def encode_pairs(pairs: tuple[tuple[int, int], ...]) -> list[list[int]]:
    """Pairs of integers as JSON."""
    return [[a, b] for a, b in pairs]


def _drawn(member: CastMember) -> dict[str, Json]:
    return {"look": encode(member.look), "gender": member.gender, "age": member.age}


def _wanted(document: Document, episode: Episode) -> tuple[tuple[str, int], ...]:
    owned = (f"{episode.id}/", f"{episode.id}:")
    return tuple(t for t in document.takes_wanted if t[0].startswith(owned))


def _shows(episode: Episode, cut: Cut, lines: frozenset[str]) -> bool:
    shot = next((s for s in episode.shots if s.id == cut.shot), None)
    return shot is None or shot.line in lines


def _same(known: tuple[object, ...], now: tuple[object, ...]) -> bool:
    return len(known) == len(now) and all(
        a is b or (not hasattr(a, "id") and a == b) for a, b in zip(known, now, strict=True)
    )
