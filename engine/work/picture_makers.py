"""Makers of what is seen: portraits, plates, segments, masters, covers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from engine.artist.comic.artist import ComicArtist
from engine.artist.drawn import DrawnArtist, DrawnView
from engine.artist.ora import read_plate, write_plate
from engine.artist.portrait import write_portrait
from engine.artist.types import Artist, FaceState, PlateLayers, SetSpec
from engine.artist.views import PORTRAIT
from engine.base.codec import decode
from engine.base.errors import MakeError
from engine.delivery.labels import aigc_json, produce_id
from engine.editor.codec import cutlist_from_json
from engine.editor.types import CutList, FaceKey, Figure, textless
from engine.film.cache import PlaneCache
from engine.film.cover import draw_cover
from engine.film.joiner import join
from engine.film.segment import render_segment
from engine.film.types import EncoderSettings
from engine.film.watermark import Luma, message_of, watermark
from engine.series.document import CastMember, Look
from engine.work.made import Check, Made
from engine.work.protocol import Job

_PLANE_BYTES = 160 << 20


class PictureMakers:
    """Keeps the artist's and the compositor's caches between jobs."""

    def __init__(self) -> None:
        self._artist: ComicArtist | None = None
        self._drawn: tuple[tuple[DrawnView, ...], DrawnArtist] | None = None
        self._planes: PlaneCache | None = None

    def makers(self) -> Mapping[str, Callable[[Job, Check], Made]]:
        """Maker by kind."""
        return {
            "portrait": self._portrait,
            "plate": self._plate,
            "segment": self._segment,
            "textless": self._segment,
            "master": self._master,
            "clean": self._clean,
            "cover": self._cover,
        }

    def _tools(self, job: Job) -> tuple[ComicArtist, PlaneCache]:
        if self._artist is None or self._planes is None:
            cache = Path(job.cache)
            self._artist = ComicArtist()
            self._planes = PlaneCache(_PLANE_BYTES, cache / "planes")
        return self._artist, self._planes

    def _artist_for(self, job: Job, cast: Mapping[str, Mapping[str, object]]) -> Artist:
        """Who draws this job's people: by hand of a model where it has drawings, else the comic
        artist. cast: what a recipe says of them, by id."""
        comic, _ = self._tools(job)
        drawings = _drawings(job, cast)
        if not drawings:
            return comic
        if self._drawn is None or self._drawn[0] != drawings:
            self._drawn = drawings, DrawnArtist(comic, drawings)
        return self._drawn[1]

    def _portrait(self, job: Job, check: Check) -> Made:
        check()
        params, given = json.loads(job.params), dict(job.inputs)
        artist: Artist = self._tools(job)[0]
        look, gender, age = Look(), "f", "young"  # a drawing shows whom it shows
        if "drawing" in given:
            faces = {"calm": Path(given["face"])}
            view: DrawnView = (look, gender, age, PORTRAIT, Path(given["drawing"]), faces)
            artist = DrawnArtist(self._tools(job)[0], (view,))
        else:
            look, gender, age = decode(Look, params["look"]), params["gender"], params["age"]
        file = Path(job.scratch) / "portrait.png"
        write_portrait(artist, look, gender, age, file)
        return Made(file, "image/png")

    def _plate(self, job: Job, check: Check) -> Made:
        check()
        params = json.loads(job.params)
        seed = params["seed"] + 7919 * params["take"]
        artist, _ = self._tools(job)
        layers = artist.plate(SetSpec(params["plate"], params["time"], params["mood"], seed))
        file = Path(job.scratch) / "plate.ora"
        write_plate(layers, file)
        return Made(file, "image/openraster")

    def _segment(self, job: Job, check: Check) -> Made:
        params, wanted = json.loads(job.params), json.loads(job.payload)["cut"]
        cut = next((c for c in _cuts(str(job.input("cut"))).cuts if c.id == wanted), None)
        if cut is None:
            raise MakeError(
                "no-cut", f"The cut list has no cut {wanted}.", "Cut the episode again."
            )
        if job.kind == "textless":
            cut = textless(cut)
        _, planes = self._tools(job)
        artist = self._artist_for(job, params["cast"])
        plate = job.input("plate")
        file, still = Path(job.scratch) / "segment.mp4", Path(job.scratch) / "still.jpg"
        frames = render_segment(
            cut,
            _layers(str(plate)),
            plate.name,
            {id: _member(id, drawn) for id, drawn in params["cast"].items()},
            artist,
            file,
            decode(EncoderSettings, json.loads(params["encoder"])),
            planes,
            check,
            still,
            _hider(params),
        )
        meta = json.dumps({"frames": frames})
        return Made(file, "video/mp4", (("still", still),), meta=meta)

    def _master(self, job: Job, check: Check) -> Made:
        check()
        params = json.loads(job.params)
        inputs = dict(job.inputs)
        names = sorted(n for n in inputs if n.isdigit())
        content = "".join(Path(inputs[n]).name for n in (*names, "mix"))
        mark = produce_id(params["series"], params["seed"], params["number"], content)
        metadata = {
            "title": f"{params['series']} {params['number']:02d} {params['title']}",
            "AIGC": aigc_json(params["producer"], mark, content),
        }
        file = Path(job.scratch) / "master.mp4"
        frames = join([Path(inputs[n]) for n in names], Path(inputs["mix"]), file, metadata)
        return Made(file, "video/mp4", meta=json.dumps({"frames": frames}))

    def _clean(self, job: Job, check: Check) -> Made:
        check()
        file = Path(job.scratch) / "clean.mp4"
        pieces = [Path(path) for name, path in sorted(job.inputs) if name.isdigit()]
        frames = join(pieces, None, file, {})
        return Made(file, "video/mp4", meta=json.dumps({"frames": frames}))

    def _cover(self, job: Job, check: Check) -> Made:
        check()
        params = json.loads(job.params)
        _, planes = self._tools(job)
        artist = self._artist_for(job, {"": params["subject"]})
        file = Path(job.scratch) / "cover.jpg"
        plate = job.input("plate")
        face = FaceState(params["emotion"], 4)
        draw_cover(
            _layers(str(plate)),
            plate.name,
            Figure("subject", "close", 50, 30, "stand", (FaceKey(0, face),)),
            {"subject": _member("subject", params["subject"])},
            artist,
            planes,
            title=params["title"],
            number=params["number"],
            series=params["series"],
            label=params["label"],
            wash=params["emotion"],
            out=file,
        )
        return Made(file, "image/jpeg")


def _drawings(job: Job, cast: Mapping[str, Mapping[str, object]]) -> tuple[DrawnView, ...]:
    """The drawings among a job's inputs, each with its faces. Names are those of `graph.drawn`.

    A cast of one whose id is "" owns every drawing.
    """
    views: dict[str, Path] = {}
    faces: dict[str, dict[str, Path]] = {}
    for name, path in job.inputs:
        kind, _, owner = name.partition(" ")
        if kind == "drawing":
            views[owner] = Path(path)
        elif kind == "face":
            view, _, face = owner.rpartition("/")
            faces.setdefault(view, {})[face] = Path(path)
    found: list[DrawnView] = []
    for owner, file in views.items():
        id, _, view = owner.rpartition("/")
        who = cast[""] if "" in cast else cast[id]
        look = decode(Look, who["look"])
        found.append((look, str(who["gender"]), str(who["age"]), view, file, faces.get(owner, {})))
    return tuple(found)


def _hider(params: Mapping[str, Any]) -> Callable[[Luma, int], None] | None:
    """What hides a recipe's watermark in a frame, None where none is wanted."""
    told = params.get("watermark")
    if told is None:
        return None
    found = watermark(told["id"])
    message = message_of(told["producer"], told["series"], told["seed"])
    return lambda luma, frame: found.embed(luma, message, frame)


@lru_cache(maxsize=2)
def _layers(path: str) -> PlateLayers:
    """A plate's layers; an episode's segments follow each other on a few plates."""
    return read_plate(Path(path))


@lru_cache(maxsize=2)
def _cuts(path: str) -> CutList:
    return cutlist_from_json(Path(path).read_text("utf-8"))


def _member(id: str, drawn: Mapping[str, object]) -> CastMember:
    """As much of a cast member as a drawing needs."""
    look = decode(Look, drawn["look"])
    return CastMember(id, "", "hero", str(drawn["gender"]), str(drawn["age"]), look=look)
