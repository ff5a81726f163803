"""From a finished season and a profile to the orders of an export. Pure.

What an order depends on is in its facts and inputs and nowhere else; two profiles that want the
same file have orders with the same key, and it is made once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from engine.base.canon import Json, canonical_text
from engine.base.codec import encode
from engine.delivery import credentials, labels
from engine.delivery.expected import expected_of, to_json
from engine.delivery.marks import carries
from engine.delivery.names import stem
from engine.delivery.orders import Order, Package, facts
from engine.delivery.profiles import Profile
from engine.delivery.season import FinishedEpisode, FinishedSeason, Version, used
from engine.series.document import Document, Episode

_MASTER = (-14.0, -1.5, 256, True)
"""Loudness, peak, kbit/s and edit lists of the sound that masters have."""


def pack(season: FinishedSeason, profile: Profile, folder: str, studio: str) -> Package:
    """Everything that a profile wants. folder: where it goes; studio: its version."""
    packer = _Packer(season, profile, studio)
    return Package(profile.id, folder, tuple(packer.orders()))


class _Packer:
    def __init__(self, season: FinishedSeason, profile: Profile, studio: str) -> None:
        self._season, self._profile, self._studio = season, profile, studio
        self._document = season.document
        self._labels = profile.labels - labels.off(season.document.series)

    def orders(self) -> Iterator[Order]:
        """Episode by episode, then what belongs to the season."""
        for item in self._season.episodes:
            yield from self._episode(item)
        yield from self._whole()

    # -- one episode ------------------------------------------------------------------------------

    def _episode(self, item: FinishedEpisode) -> Iterator[Order]:
        profile, name = self._profile, stem(item.number)
        if profile.burned:
            yield self._video(item, f"{name}.mp4", item.video, burned=True)
        if profile.textless and item.clean is not None:
            file = f"{name}.textless.mp4" if profile.burned else f"{name}.mp4"
            yield self._video(item, file, item.clean, burned=False)
        yield self._cover(item)
        for form in profile.sidecars:
            yield self._order("sidecar", (f"{name}.{form}",), item, self._sidecar(item, form))
        if profile.stems:
            yield self._stems(item)
            yield self._audio(item)
        if profile.sheets:
            stills = tuple((cut.id, item.stills[cut.id]) for cut in item.cuts.cuts
                           if cut.id in item.stills)  # fmt: skip
            told = facts(episode=_told(self._document, item), cuts=_spans(item))
            yield self._order("sheet", (f"sheets/{name}.jpg",), item, told, stills)
        for form in profile.timelines:
            yield self._timeline(item, form)

    def _video(self, item: FinishedEpisode, file: str, pictures: Path, *, burned: bool) -> Order:
        profile, series = self._profile, self._document.series
        plain = (profile.lufs, profile.peak, profile.kbit, profile.edit_list) == _MASTER
        sounds: tuple[tuple[str, Path], ...]
        if plain and item.sound is not None:
            sounds, mix = (("sound", item.sound),), None
        else:
            sounds = self._sounds(item)
            mix = {"lufs": round(profile.lufs * 100), "peak": round(profile.peak * 100),
                   "kbit": profile.kbit, "cuts": encode(item.cuts)}  # fmt: skip
        title = self._document.episode(item.id).title
        told = facts(
            title=f"{series.title} {item.number:02d} {title}", language=series.language, mix=mix,
            edit_list=profile.edit_list, frame=list(profile.frame),
        )  # fmt: skip
        wide = profile.frame != (1080, 1920)
        order = self._order(
            "enlarged" if wide else "video", (file,), item, told,
            (("pictures", pictures), *sounds),
        )  # fmt: skip
        expected = expected_of(
            self._document, item, profile, burned=burned,
            labelled=burned and "opening" in self._labels, marked="metadata" in self._labels,
        )  # fmt: skip
        return replace(order, gate=to_json(expected))

    def _sounds(self, item: FinishedEpisode) -> tuple[tuple[str, Path], ...]:
        speech = tuple((f"speech {id}", used(v).file) for id, v in sorted(item.speech.items()))
        assert item.music is not None, "an episode that is finished has music"
        return (*speech, ("music", item.music))

    def _cover(self, item: FinishedEpisode) -> Order:
        told = facts(kilobytes=round(self._profile.cover_megabytes * 1000))
        files = (f"{stem(item.number)}.jpg",)
        return self._order("cover", files, item, told, (("cover", item.cover),))

    def _sidecar(self, item: FinishedEpisode, form: str) -> str:
        series, episode = self._document.series, self._document.episode(item.id)
        return facts(
            form=form, cues=_each(item.cuts.subtitles), language=series.language,
            title=f"{series.title} {item.number:02d} {episode.title}",
        )  # fmt: skip

    def _stems(self, item: FinishedEpisode) -> Order:
        folder, episode = f"stems/{stem(item.number)}", self._document.episode(item.id)
        speakers = tuple(dict.fromkeys(line.speaker for line in episode.lines))
        tracks = (*(f"dialogue-{id.rpartition('/')[2]}" for id in speakers),
                  "music", "effects", "m-and-e")  # fmt: skip
        files = tuple(f"{folder}/{stem(item.number)}-{track}.wav" for track in tracks)
        told = facts(
            cuts=encode(item.cuts), lufs=round(self._profile.lufs * 100),
            peak=round(self._profile.peak * 100),
            speakers=[[line.id, line.speaker] for line in episode.lines],
        )  # fmt: skip
        return self._order("stems", files, item, told, self._sounds(item))

    def _audio(self, item: FinishedEpisode) -> Order:
        """Sound without pictures, with the label of the law in front: heard, not seen."""
        told = facts(
            cuts=encode(item.cuts), lufs=round(self._profile.lufs * 100),
            peak=round(self._profile.peak * 100),
            label="audio" not in labels.off(self._document.series),
        )  # fmt: skip
        files = (f"audio/{stem(item.number)}.wav",)
        return self._order("audio", files, item, told, self._sounds(item))

    def _timeline(self, item: FinishedEpisode, form: str) -> Order:
        """A timeline names the files beside it; it reads none of them."""
        name = stem(item.number)
        media: dict[str, Json] = {}
        if self._profile.burned:
            media["burned"] = f"{name}.mp4"
        if self._profile.textless and item.clean is not None:
            media["textless"] = f"{name}.textless.mp4" if self._profile.burned else f"{name}.mp4"
        if self._profile.stems:
            media["stems"] = list(self._stems(item).files)
        takes = {id: [_version(v) for v in versions] for id, versions in item.segments.items()}
        told = facts(
            form=form, episode=_told(self._document, item), cuts=encode(item.cuts), media=media,
            takes=takes, frame=list(self._profile.frame),
            series=self._document.series.title, cast=[[m.id, m.name] for m in self._document.cast],
        )  # fmt: skip
        suffix = {"otio": "otio", "fcp7": "xml", "fcpxml": "fcpxml", "edl": "edl"}
        if form == "jianying":
            return self._draft(item, told)
        return self._order("timeline", (f"timelines/{name}.{suffix[form]}",), item, told)

    def _draft(self, item: FinishedEpisode, told: str) -> Order:
        """A draft holds its own media: the pictures without words where there are any."""
        name = stem(item.number)
        folder = f"timelines/jianying/{name}"
        files = tuple(
            f"{folder}/{file}"
            for file in ("draft_content.json", "draft_meta_info.json", f"{name}.mp4", f"{name}.m4a")
        )
        assert item.sound is not None, "an episode that is finished has a mix"
        inputs = (("pictures", item.clean or item.video), ("sound", item.sound))
        return self._order("draft", files, item, told, inputs)

    # -- the season -------------------------------------------------------------------------------

    def _whole(self) -> Iterator[Order]:
        profile, document = self._profile, self._document
        exported = [document.episode(item.id) for item in self._season.episodes]
        script: dict[str, Json] = {
            "series": encode(document.series), "cast": _each(document.cast),
            "places": _each(document.places), "episodes": _each(exported),
        }  # fmt: skip
        hero = document.cast[0].id
        shown = next((i for i in self._season.episodes if hero in i.portraits), None)
        if shown is not None:
            files = ("poster.jpg", "poster-3x4.jpg", "poster-1x1.jpg", "poster-2x3.jpg")
            told = facts(
                title=document.series.title, logline=document.series.logline,
                language=document.series.language, cast=_each(document.cast),
                label="" if "cover" in labels.off(document.series)
                else labels.opening_label(document.series.language),
            )  # fmt: skip
            plates = sorted(shown.plates.items())[:1]
            inputs = tuple(("plate", version.file) for _, version in plates)
            yield self._order("poster", files, None, told, inputs)
        yield self._order(
            "upload", ("upload.csv", "upload.json"), None,
            facts(script=script, profile=profile.id, seconds=[
                [i.number, i.cuts.frames] for i in self._season.episodes
            ]),
        )  # fmt: skip
        if profile.screenplay:
            papers = ("screenplay.fountain", "screenplay.pdf")
            yield self._order("screenplay", papers, None, facts(script=script))
        if profile.shots:
            told = facts(script=script, cuts=[
                [i.number, encode(i.cuts)] for i in self._season.episodes
            ])  # fmt: skip
            yield self._order("shots", ("shots.csv",), None, told)
        if profile.sheets:
            covers = tuple((f"{i.number:03d}", i.cover) for i in self._season.episodes)
            told = facts(season=[_told(document, i) for i in self._season.episodes],
                         title=document.series.title)  # fmt: skip
            yield self._order("sheet", ("sheets/season.jpg",), None, told, covers)

    # -- labels -----------------------------------------------------------------------------------

    def _order(
        self, kind: str, files: tuple[str, ...], item: FinishedEpisode | None, told: str,
        inputs: tuple[tuple[str, Path], ...] = (),
    ) -> Order:  # fmt: skip
        plain = Order(kind, files, item.number if item else 0, told, inputs)
        aigc = signed = ""
        if "metadata" in self._labels and any(carries(name) for name in files):
            series = self._document.series
            mark = labels.produce_id(series.title, series.seed, plain.number, plain.key)
            aigc = labels.aigc_json(labels.producer_of(series), mark, plain.key)
        if "credentials" in self._labels and any(
            name.rpartition(".")[2] in credentials.FORMATS for name in files
        ):
            signed = canonical_text(self._credentials(item, files[0]))
        return replace(plain, aigc=aigc, credentials=signed)

    def _credentials(self, item: FinishedEpisode | None, file: str) -> dict[str, Json]:
        series = self._document.series
        assets = list(_assets(item)) if item else []
        human = any(v.origin != "generated" for _, v, _ in assets)
        created = credentials.COMPOSITE if human else credentials.GENERATED
        title = f"{series.title} {file}" if item is None else f"{series.title} {item.number:02d}"
        told = [[name, v.id, mime] for name, v, mime in assets]
        return {"title": title, "created": created, "ingredients": told, "studio": self._studio}


def _assets(item: FinishedEpisode) -> Iterator[tuple[str, Version, str]]:
    """(slot, take in use, kind) of what an episode is made of; cuts follow from these."""
    for id, versions in sorted(item.speech.items()):
        yield f"{id}:speech", used(versions), "audio/wav"
    for id, version in sorted(item.plates.items()):
        yield f"{id}:plate", version, "image/openraster"
    for id, version in sorted(item.portraits.items()):
        yield f"{id}:portrait", version, "image/png"
    for id, versions in sorted(item.segments.items()):
        if used(versions).origin != "generated":
            yield f"{id}:segment", used(versions), "video/mp4"


def _each(items: Iterable[object]) -> list[Json]:
    return [encode(item) for item in items]


def _version(version: Version) -> dict[str, Json]:
    return {"take": version.id, "origin": version.origin, "used": version.used}


def _told(document: Document, item: FinishedEpisode) -> dict[str, Json]:
    """An episode's script, for those who show it in words."""
    episode: Episode = document.episode(item.id)
    found = encode(episode)
    assert isinstance(found, dict)
    return found


def _spans(item: FinishedEpisode) -> list[Json]:
    """(id, first frame, frames) of every cut."""
    found: list[Json] = []
    at = 0
    for cut in item.cuts.cuts:
        found.append([cut.id, at, cut.frames])
        at += cut.frames
    return found
