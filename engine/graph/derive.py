"""From the document to the row of things that must be made. Pure; every entity's nodes are kept.

Between the script and expensive work stand projections that hold only what the work depends on:
a changed stage direction, logline or hook changes no recipe at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from engine.base.canon import Json, canonical_text, digest, joined
from engine.base.codec import encode
from engine.delivery.labels import off, opening_text, producer_of
from engine.delivery.profiles import wants_textless
from engine.editor.eras import era_of
from engine.editor.types import Cut, CutList, textless
from engine.graph.backends import Makers, standing_in
from engine.graph.drawn import (
    Drawn,
    Needs,
    drawing_nodes,
    drawn,
    drawn_inputs,
    missing_artist,
    needs_of_cover,
    needs_of_cut,
    plate,
    portrait,
)
from engine.graph.node import Node, node
from engine.graph.voiced import Voiced, clone_nodes, referenced, speech_nodes, voiced
from engine.series.document import Document, Episode, Look, Series, Voice
from engine.series.takes import Slot

_NOBODY_S_VOICE, _NO_LOOK = Voice(backend="espeak"), Look(backend="comic")
"""What stands for voices and looks where they do not matter. Part of every cut list's key."""
_ELSEWHERE = ("writer", "speaker", "artist", "producer_code", "licence", "tier", "labels_off",
              "encoder", "watermark")  # fmt: skip
"""What the series says that no cut depends on."""


@dataclass(frozen=True, slots=True)
class CutView:
    """A cut list that is known, with the digest of each cut. sha: content hash of its take."""

    sha: str
    cuts: CutList
    digests: tuple[str, ...]


def view_cuts(sha: str, cuts: CutList) -> CutView:
    """Prepare a cut list for planning."""
    return CutView(sha, cuts, tuple(_mark(cut) for cut in cuts.cuts))


def _mark(cut: Cut) -> str:
    """What names a cut's content; one without a prop is named as before there were any."""
    plain = encode(cut)
    assert isinstance(plain, dict)
    return digest(plain if cut.prop else {k: v for k, v in plain.items() if k != "prop"})


class Deriver:
    """Derives nodes and remembers them by the identity of the entities they came from."""

    def __init__(self, makers: Makers) -> None:
        self._makers = makers
        self._kept: dict[str, tuple[tuple[object, ...], tuple[Node, ...]]] = {}

    def series(self, document: Document) -> tuple[Node, ...]:
        """Portraits, plates and cloned voices."""
        wanted = tuple(t for t in document.takes_wanted if not t[0].startswith("ep"))
        cloned = referenced(document)
        inputs = (document.series, *document.cast, *document.places, wanted, cloned)
        return self._keep("series", inputs, lambda: self._series(document, dict(wanted), cloned))

    def episode(self, document: Document, episode: Episode) -> tuple[Node, ...]:
        """Speech, performances and the cut list of one episode."""
        wanted, cloned = _wanted(document, episode), referenced(document)
        inputs = (episode, document.series, document.cast, document.places, wanted, cloned)
        return self._keep(
            f"{episode.id}/script", inputs,
            lambda: self._script(document, episode, dict(wanted), cloned),
        )  # fmt: skip

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
        wanted, pinned = _wanted(document, episode), _pinned_drawings(document)
        inputs = (
            episode, document.series, document.cast, document.places, wanted, pinned,
            view.sha if view else None, dirty,
        )  # fmt: skip

        def make() -> tuple[Node, ...]:
            people = {m.id: drawn(self._makers, document.series, m) for m in document.cast}
            film = _Film(self._makers, document, episode, people, dict(wanted), pinned)
            return film.nodes(view, dirty)

        return self._keep(f"{episode.id}/film", inputs, make)

    def _keep(
        self, name: str, inputs: tuple[object, ...], make: Callable[[], tuple[Node, ...]]
    ) -> tuple[Node, ...]:
        known = self._kept.get(name)
        if known is not None and _same(known[0], inputs):
            return known[1]
        nodes = make()
        self._kept[name] = (inputs, nodes)
        return nodes

    def _series(
        self, document: Document, wanted: dict[str, int], cloned: frozenset[str]
    ) -> tuple[Node, ...]:
        makers, series = self._makers, document.series
        nodes: list[Node] = []
        for member in document.cast:
            nodes += portrait(makers, drawn(makers, series, member), wanted)
            nodes += clone_nodes(makers, series, member, member.id in cloned, wanted)
        nodes += [plate(makers, series, place, wanted) for place in document.places]
        return tuple(nodes)

    def _script(
        self, document: Document, episode: Episode, wanted: dict[str, int], cloned: frozenset[str]
    ) -> tuple[Node, ...]:
        makers, series = self._makers, document.series
        members = {member.id: member for member in document.cast}
        voices: dict[tuple[str, Voice], Voiced] = {}
        nodes: list[Node] = []
        for line in episode.lines:
            speaker = members[line.speaker]
            key = speaker.id, line.voice or speaker.voice
            if key not in voices:
                voices[key] = voiced(makers, series, speaker, key[1], speaker.id in cloned)
            nodes += speech_nodes(makers, series, line, voices[key], wanted)
        nodes.append(self._cut(document, episode, wanted))
        return tuple(nodes)

    def _cut(self, document: Document, episode: Episode, wanted: dict[str, int]) -> Node:
        slot = Slot(episode.id, "cut")
        params: dict[str, Json] = {
            "document": _as_ever(encode(script_of(document, episode))),
            "rules": self._makers.rules,
            "label": opening_text(document.series, self._makers.label),
            "take": wanted.get(str(slot), 0),
        }
        inputs = tuple((line.id, Slot(line.id, "performance")) for line in episode.lines)
        return node(slot, params, inputs=inputs, cost=120)


class _Film:
    """The nodes of one episode's film: drawings, segments, music, mix, master and cover."""

    def __init__(
        self, makers: Makers, document: Document, episode: Episode, people: Mapping[str, Drawn],
        wanted: Mapping[str, int], pinned: frozenset[str],
    ) -> None:  # fmt: skip
        """people: everybody, by id. pinned: drawings that the lead chose."""
        self._makers = makers
        self._document = document
        self._episode = episode
        self._people = people
        self._wanted = wanted
        self._pinned = pinned
        self._draft = document.series.quality == "draft"

    def nodes(self, view: CutView | None, dirty: frozenset[str] | None) -> tuple[Node, ...]:
        """See `Deriver.film`."""
        cut = Slot(self._episode.id, "cut")
        cover, shown = self._cover()
        if view is None:
            whole = node(
                Slot(self._episode.id, "master"),
                {},
                inputs=(("cut", cut),),
                held="waits for the cut list",
                cost=45_000,
            )
            return *drawing_nodes(self._people, (shown,), self._wanted), whole, cover
        needs = [needs_of_cut(item) for item in view.cuts.cuts]
        fixed = {
            "artist": canonical_text(self._makers.artist),
            "encoder": canonical_text(self._encoder()),
            **self._watermark(),
        }
        segments = [
            self._segment(item, need, {**fixed, "cut": f'"{mark}"'}, dirty)
            for item, need, mark in zip(view.cuts.cuts, needs, view.digests, strict=True)
        ]
        drawings = drawing_nodes(self._people, (*needs, shown), self._wanted)
        held = None if dirty is None else "waits for the new cut list"
        return (
            *drawings, *segments, self._music(view.cuts, held), self._mix(view.cuts, held),
            self._master(segments, held), *self._clean(view, needs, fixed, dirty), cover,
        )  # fmt: skip

    def _watermark(self) -> dict[str, str]:
        """What is hidden in every frame, as a parameter that is there only where it is wanted."""
        series = self._document.series
        if series.watermark in ("", "none"):
            return {}
        told: dict[str, Json] = {
            "id": series.watermark,
            "version": self._makers.watermarks().get(series.watermark, ""),
            "producer": producer_of(series), "series": series.title, "seed": series.seed,
        }  # fmt: skip
        return {"watermark": canonical_text(told)}

    def _encoder(self) -> str:
        """Settings of the encoder: in hardware where the series asks for it and there is one."""
        wanted = self._document.series.encoder == "hardware"
        found = self._makers.hardware() if wanted else None
        return (found or self._makers.encoder)[self._draft]

    def _clean(
        self, view: CutView, needs: list[Needs], fixed: Mapping[str, str],
        dirty: frozenset[str] | None,
    ) -> tuple[Node, ...]:  # fmt: skip
        """The pictures without words, where a delivery profile wants them."""
        if not wants_textless(self._document.series.profile):
            return ()
        fixed = {**fixed, "encoder": canonical_text(self._makers.mezzanine)}
        pieces = [
            self._segment(
                item, need, {**fixed, "cut": f'"{_mark(textless(item))}"'}, dirty, "textless"
            )
            for item, need in zip(view.cuts.cuts, needs, strict=True)
        ]
        inputs = tuple((f"{i:03d}", item.slot) for i, item in enumerate(pieces))
        held = None if dirty is None else "waits for the new cut list"
        slot = Slot(self._episode.id, "clean")
        return *pieces, node(slot, {}, inputs=inputs, cost=300, held=held)

    def _segment(
        self, cut: Cut, need: Needs, fixed: Mapping[str, str], dirty: frozenset[str] | None,
        role: str = "segment",
    ) -> Node:  # fmt: skip
        """fixed: parameters that are known, as canonical JSON."""
        slot = Slot(f"{self._episode.id}/{cut.id}", role)
        people = [self._people[figure.cast] for figure in cut.figures]
        seen = joined({canonical_text(who.member.id)[1:-1]: who.text for who in people})
        params = joined({**fixed, "cast": seen, "take": str(self._wanted.get(str(slot), 0))})
        touched = dirty is not None and _shows(self._episode, cut, dirty)
        made = node(
            slot,
            params,
            inputs=(("plate", Slot(cut.place, "plate")), *drawn_inputs(self._people, need)),
            reads=(("cut", Slot(self._episode.id, "cut")),),
            payload=f'{{"cut":"{cut.id}"}}',
            cost=400 + cut.frames * (10 if self._draft else 27),
            held="waits for the new cut list" if touched else None,
        )
        return self._with_stand_in(made, need)

    def _with_stand_in(self, made: Node, need: Needs) -> Node:
        """While an artist is missing the embedded one draws all but what the lead chose."""
        missing = missing_artist(self._people, need)
        if missing is None:
            return made
        own = [item for item in made.inputs if not item[0].startswith(("drawing ", "face "))]
        chosen = drawn_inputs(self._people, need, self._pinned)
        stands = standing_in(self._makers.comic, missing)
        return made._replace(instead=made._replace(inputs=(*own, *chosen), standin=stands))

    def _music(self, cuts: CutList, held: str | None) -> Node:
        slot = Slot(self._episode.id, "music")
        scenes = self._episode.scenes
        mood = next((p.mood for p in self._document.places if scenes and p.id == scenes[0].place),
                    "neutral")  # fmt: skip
        params: dict[str, Json] = {
            "frames": cuts.frames,
            "tension": encode_pairs(cuts.tension),
            "seed": self._document.series.seed,
            "mood": mood,
            "themes": [encode(theme) for theme in cuts.themes],
            "cliff": cuts.cliff,
            "era": era_of(
                tuple(p.plate for p in self._document.places),
                tuple(p.mood for p in self._document.places),
            ),
            "take": self._wanted.get(str(slot), 0),
        }
        return node(slot, params, cost=900, held=held)

    def _mix(self, cuts: CutList, held: str | None) -> Node:
        slot, music = Slot(self._episode.id, "mix"), Slot(self._episode.id, "music")
        params: dict[str, Json] = {
            "frames": cuts.frames,
            "lines": [encode(line) for line in cuts.lines],
            "sounds": [encode(sound) for sound in cuts.sounds],
            "rooms": [encode(room) for room in cuts.rooms],
            "cliff": cuts.cliff,
            "take": self._wanted.get(str(slot), 0),
        }
        speech = tuple((line.line, Slot(line.line, "speech")) for line in cuts.lines)
        reads = (("cut", Slot(self._episode.id, "cut")),)
        return node(
            slot, params, inputs=(*speech, ("music", music)), reads=reads, cost=2000, held=held
        )

    def _master(self, segments: list[Node], held: str | None) -> Node:
        slot, series = Slot(self._episode.id, "master"), self._document.series
        params: dict[str, Json] = {
            "title": self._episode.title,
            "series": series.title,
            "producer": producer_of(series),
            "seed": series.seed,
            "number": self._episode.number,
        }
        inputs = (
            *((f"{i:03d}", item.slot) for i, item in enumerate(segments)),
            ("mix", Slot(self._episode.id, "mix")),
        )
        return node(slot, params, inputs=inputs, cost=400, held=held)

    def _cover(self) -> tuple[Node, Needs]:
        """The cover, and the drawings it shows."""
        episode, document = self._episode, self._document
        slot = Slot(episode.id, "cover")
        subject = next((s.in_view[0] for s in reversed(episode.shots) if s.in_view),
                       document.cast[0].id)  # fmt: skip
        last = episode.lines[-1] if episode.lines else None
        emotion = last.emotion if last else "neutral"
        who = self._people[subject]
        params: dict[str, Json] = {
            "artist": self._makers.artist,
            "title": episode.title,
            "series": document.series.title,
            "number": episode.number,
            "language": document.series.language,
            "label": "" if "cover" in off(document.series) else self._makers.label,
            "emotion": emotion,
            "subject": who.facts,
            "take": self._wanted.get(str(slot), 0),
        }
        need = needs_of_cover(subject, emotion)
        inputs = (
            ("plate", Slot(episode.scenes[-1].place, "plate")),
            ("portrait", Slot(subject, "portrait")),
            *drawn_inputs(self._people, need),
        )
        return self._with_stand_in(node(slot, params, inputs=inputs, cost=700), need), need


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
        cast=tuple(
            replace(m, voice=_NOBODY_S_VOICE, look=_NO_LOOK, extra=()) for m in document.cast
        ),
        places=tuple(replace(p, extra=()) for p in document.places if p.id in used),
        episodes=(replace(episode, lines=lines, hook="", locked=False, extra=()),),
    )  # fmt: skip


def encode_pairs(pairs: tuple[tuple[int, int], ...]) -> list[list[int]]:
    """Pairs of integers as JSON."""
    return [[a, b] for a, b in pairs]


def _as_ever(script: Json) -> Json:
    """Without what was not always in the document, where it says nothing about the cut.

    Who writes, speaks and draws is no matter of the cut; a shot without a prop is one as of old.
    """
    assert isinstance(script, dict)
    series = {name: v for name, v in script["series"].items() if name not in _ELSEWHERE}
    for episode in script["episodes"]:
        for scene in episode["scenes"]:
            for shot in scene["shots"]:
                if not shot["prop"]:
                    del shot["prop"]
    return {**script, "series": series}


def _pinned_drawings(document: Document) -> frozenset[str]:
    """Drawings and expressions that the lead chose."""
    roles = (":drawing", ":expression")
    return frozenset(slot for slot, _ in document.pins if slot.endswith(roles))


def _wanted(document: Document, episode: Episode) -> tuple[tuple[str, int], ...]:
    owned = (f"{episode.id}/", f"{episode.id}:", "cast/")
    return tuple(t for t in document.takes_wanted if t[0].startswith(owned))


def _shows(episode: Episode, cut: Cut, lines: frozenset[str]) -> bool:
    shot = next((s for s in episode.shots if s.id == cut.shot), None)
    return shot is None or shot.line in lines


def _same(known: tuple[object, ...], now: tuple[object, ...]) -> bool:
    return len(known) == len(now) and all(
        a is b or (not hasattr(a, "id") and a == b) for a, b in zip(known, now, strict=True)
    )
