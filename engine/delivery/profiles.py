"""Delivery profiles: what a platform wants of a season. Data in ``resources/profiles``; pure.

A profile names no maker: it says what must come out, and `engine.delivery.packing` works out from
it which files there are and which of them several profiles share.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from engine.base.errors import UserInputError

WORDS = ("burned", "textless", "both")
SIDECARS = ("srt", "vtt", "ass", "ttml")
TIMELINES = ("otio", "fcp7", "fcpxml", "edl", "jianying")
_SIZES = ((1080, 1920), (2160, 3840))


@dataclass(frozen=True, slots=True)
class Profile:
    """One way to deliver a season.

    words: where subtitles and titles are: burned into the picture, in textless pictures beside
    them, or both masters. frame: width and height in pixels. edit_list: whether the file may have
    one. lufs, peak: loudness in LUFS and the highest true peak in dBTP. kbit: AAC.
    safe: left, top, right, bottom in pixels of 1080 x 1920. line: letters a subtitle line, by
    language. seconds, megabytes: limits of one episode. title, hashtags: limits of the sheet.
    labels: which labels it carries. upload: flags to set when uploading.
    """

    id: str
    name: str
    platform: str = ""
    note: str = ""
    words: str = "burned"
    frame: tuple[int, int] = (1080, 1920)
    edit_list: bool = True
    lufs: float = -14.0
    peak: float = -1.5
    kbit: int = 256
    stems: bool = False
    sidecars: tuple[str, ...] = ("srt",)
    safe: tuple[int, int, int, int] = (60, 288, 1020, 1632)
    line: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    cover_megabytes: float = 8
    labels: frozenset[str] = frozenset({"opening", "metadata", "credentials"})
    seconds: float = 900
    megabytes: float = 4096
    title: int = 100
    hashtags: int = 5
    upload: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    screenplay: bool = False
    shots: bool = False
    sheets: bool = False
    timelines: tuple[str, ...] = ()

    @property
    def burned(self) -> bool:
        """Whether it has masters with words in the picture."""
        return self.words != "textless"

    @property
    def textless(self) -> bool:
        """Whether it has masters without words in the picture."""
        return self.words != "burned"


@cache
def profiles() -> Mapping[str, Profile]:
    """All profiles by id, in the order of their ids, the universal one first.

    Raises:
        ValueError: a file is not a profile; it names the file.
    """
    found: dict[str, Profile] = {}
    folder = files("resources").joinpath("profiles")
    names = sorted(f.name for f in folder.iterdir() if f.name.endswith(".toml"))
    for name in sorted(names, key=lambda n: n != "universal.toml"):
        id = name.removesuffix(".toml")
        try:
            found[id] = read_profile(id, folder.joinpath(name).read_text("utf-8"))
        except (ValueError, KeyError, TypeError) as exc:
            raise ValueError(f"profiles/{name}: {exc}") from exc
    return MappingProxyType(found)


def read_profile(id: str, text: str) -> Profile:
    """A profile from TOML.

    Raises:
        ValueError: a value that no profile can have; the text names it.
    """
    data = tomllib.loads(text)
    picture, sound, subs = data["picture"], data["sound"], data["subtitles"]
    limits, extras = data["limits"], data.get("extras", {})
    labels = frozenset(name for name, on in data["label"].items() if on)
    return Profile(
        id=id, name=str(data["name"]), platform=str(data["platform"]), note=str(data["note"]),
        words=_among("words", picture["words"], WORDS),
        frame=_frame(picture["frame"]),
        edit_list=_among("edit_list", picture["edit_list"], ("keep", "none")) == "keep",
        lufs=_within("lufs", sound["lufs"], -30, -9), peak=_within("peak", sound["peak"], -9, -0.5),
        kbit=round(_within("kbit", sound["kbit"], 96, 512)), stems=bool(sound.get("stems", False)),
        sidecars=tuple(_among("files", f, SIDECARS) for f in subs["files"]),
        safe=_safe(subs["safe"]), line=MappingProxyType(dict(subs["line"])),
        cover_megabytes=float(data["cover"]["megabytes"]), labels=labels,
        seconds=float(limits["seconds"]), megabytes=float(limits["megabytes"]),
        title=int(limits["title"]), hashtags=int(limits["hashtags"]),
        upload=MappingProxyType({k: _flag(v) for k, v in data["upload"].items()}),
        screenplay=bool(extras.get("screenplay", False)), shots=bool(extras.get("shots", False)),
        sheets=bool(extras.get("sheets", False)),
        timelines=tuple(_among("timelines", t, TIMELINES) for t in extras.get("timelines", ())),
    )  # fmt: skip


def chosen(ids: str) -> tuple[Profile, ...]:
    """The profiles of a list of ids separated by commas, each once; "all" is every one of them
    but the archive at twice the size, which alone costs more than all others.

    Raises:
        UserInputError: naming the ids there are.
    """
    known = profiles()
    wanted = [part.strip() for part in ids.split(",") if part.strip()]
    if wanted == ["all"]:
        wanted = [id for id in known if id != "archive-uhd"]
    for id in wanted:
        if id not in known:
            raise UserInputError(
                "no-profile", f"There is no profile {id!r}.", f"Profiles: {', '.join(known)}, all."
            )
    return tuple(known[id] for id in dict.fromkeys(wanted or ["universal"]))


def wants_textless(ids: str) -> bool:
    """Whether one of these profiles needs pictures without words; unknown ids need nothing."""
    known = profiles()
    names = known if ids.strip() == "all" else {part.strip() for part in ids.split(",")}
    return any(known[id].textless for id in names if id in known)


def _among(name: str, value: object, legal: tuple[str, ...]) -> str:
    if value not in legal:
        raise ValueError(f"{name} must be one of {', '.join(legal)}, not {value!r}")
    return str(value)


def _within(name: str, value: object, least: float, most: float) -> float:
    if not isinstance(value, int | float) or not least <= value <= most:
        raise ValueError(f"{name} must lie between {least} and {most}, not {value!r}")
    return float(value)


def _frame(value: object) -> tuple[int, int]:
    for size in _SIZES:
        if value == list(size):
            return size
    raise ValueError(f"frame must be one of {', '.join(map(str, _SIZES))}, not {value!r}")


def _safe(value: object) -> tuple[int, int, int, int]:
    if isinstance(value, list) and len(value) == 4 and all(isinstance(v, int) for v in value):
        left, top, right, bottom = value
        if 0 <= left < right <= 1080 and 0 <= top < bottom <= 1920:
            return left, top, right, bottom
    raise ValueError(f"safe must be left, top, right, bottom inside 1080 x 1920, not {value!r}")


def _flag(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
