"""Delivery profiles as cards, labels as switches: what the lead chooses before an export.

Sizes and times are estimates; the shares they rest on were measured and stand beside them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from app.presenters.costs import charge
from app.presenters.shown import Shown, duration
from engine.delivery.labels import LAWS, off
from engine.delivery.profiles import Profile, profiles
from engine.editor.types import FPS
from engine.graph.plan import SETTLED
from engine.series.document import Series
from engine.series.takes import Slot
from engine.work.demand import whole_episode
from widgets.deliver_view import LabelSwitch, ProfileCard, SeriesField
from widgets.words import t

WORKERS = 2
"""Cores that the estimate of times reckons with, as everywhere in the window."""
SECONDS = 45.0
"""Length of an episode that is not cut yet: the middle of 30 to 60 s."""
BYTES = 420_000
"""Bytes of a second of a master before one is made: seasons of the embedded artist, 1080 x 1920."""
STEM_BYTES = 48_000 * 3 * 2
"""Bytes of a second of a stem: 48 kHz, 24 bit, two channels."""
EXPORT_MS, STEMS_MS = 180, 140
"""CPU milliseconds that a second of film takes in a master, the gate's look at it included, and in
stems: 118 s of film took 21.5 s for the universal profile, 58.8 s for the archive."""
ENLARGE_MS, ENLARGED = 4_000, 3.0
"""The same for a picture at twice the size (it is encoded anew), and how much larger it gets."""

LABEL_NAMES = {
    "opening": "Visible label in the opening", "cover": "Visible label on covers",
    "audio": "Audible label in sound files", "metadata": "Record AIGC in every file",
    "credentials": "Signed content credentials (C2PA)",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measures:
    """What was measured of a season's files. bytes: of all finished masters; frames: of them;
    free: bytes of the disk, -1 while unknown; exported: something lies in the export's folder."""

    bytes: int = 0
    frames: int = 0
    free: int = -1
    exported: bool = False


def wanted_ids(series: Series) -> tuple[str, ...]:
    """The chosen profiles, each once, in the order of the cards; unknown ids are left out."""
    if series.profile.strip() == "all":
        return tuple(id for id in profiles() if id != "archive-uhd")
    named = {part.strip() for part in series.profile.split(",")}
    return tuple(id for id in profiles() if id in named) or ("universal",)


def with_profile(series: Series, id: str, on: bool) -> str:
    """The series' profiles with one more or one less; the last one stays."""
    now = wanted_ids(series)
    wanted = [each for each in profiles() if (each in now or each == id) and (on or each != id)]
    return ",".join(wanted or now)


def with_label(series: Series, id: str, on: bool) -> str:
    """The labels that are switched off after one was switched."""
    dead = off(series) - {id} if on else off(series) | {id}
    return ",".join(name for name in LAWS if name in dead)


def profile_cards(shown: Shown, measures: Measures) -> tuple[ProfileCard, ...]:
    """Every profile there is, for this season."""
    series = shown.document.series
    now = wanted_ids(series)
    seconds = season_seconds(shown)
    rate = measures.bytes * FPS / measures.frames if measures.frames else BYTES
    voices = len({line.speaker for e in shown.document.episodes for line in e.lines})
    work = {clean: _work(shown, clean) for clean in (False, True)}
    cards = []
    for profile in sorted(profiles().values(), key=_last_archive):
        left, cost = work[profile.textless]
        size = size_of(profile, seconds, rate, voices)
        cards.append(
            ProfileCard(
                id=profile.id, name=t(profile.name), note=t(profile.note), makes=makes(profile),
                chosen=profile.id in now, size=t("about {size}", size=amount(size)),
                make=t("make: {time}", time=duration(left / 1000 / WORKERS)) if left else t("made"),
                export=t("export: {time}", time=duration(export_seconds(profile, seconds))),
                cost=cost,
            )
        )  # fmt: skip
    return tuple(cards)


def makes(profile: Profile) -> tuple[str, ...]:
    """What a profile writes, in a few words each; what sets it apart comes first."""
    wide, tall = profile.frame
    rows = (
        (True, f"{wide}×{tall}"),
        (profile.burned, t("words in the picture")),
        (profile.textless, t("pictures without words")),
        (profile.stems, t("stems")),
        (bool(profile.timelines), t("{n} timelines", n=len(profile.timelines))),
        (True, " ".join(name.upper() for name in profile.sidecars)),
        (True, f"{profile.lufs:g} LUFS".replace("-", "\N{MINUS SIGN}")),
        (profile.screenplay, t("screenplay")),
        (profile.shots, t("shot list")),
        (profile.sheets, t("contact sheets")),
        (not profile.edit_list, t("no edit lists")),
        (True, t("covers")),
        (bool(profile.upload), t("upload sheet")),
    )
    return tuple(text for there, text in rows if there)


def label_switches(series: Series) -> tuple[LabelSwitch, ...]:
    """Every label with the law that asks for it."""
    dead = off(series)
    carried = {label for id in wanted_ids(series) for label in profiles()[id].labels}
    carried |= {"cover"} if "opening" in carried else set()
    if any(profiles()[id].stems for id in wanted_ids(series)):
        carried.add("audio")
    return tuple(
        LabelSwitch(id, t(LABEL_NAMES[id]), t(law), id not in dead, id in carried)
        for id, law in LAWS.items()
    )


def series_fields(series: Series) -> tuple[SeriesField, ...]:
    """Who answers for the season, and under which registration."""
    return (
        SeriesField("producer", t("Producer"), series.producer, t("stands in every file's record")),
        SeriesField("producer_code", t("Producer's code"), series.producer_code,
                    t("unified social credit code, if there is one")),
        SeriesField("licence", t("Licence number"), series.licence,
                    t("shown in the opening; platforms in China ask for it")),
        SeriesField("tier", t("Tier"), series.tier, t("key, ordinary or other (NRTA)")),
    )  # fmt: skip


def season_seconds(shown: Shown, ids: Collection[str] | None = None) -> float:
    """Length of the season, or of some episodes: what is cut as it is cut, the rest reckoned."""
    cuts, frames, unknown = shown.look.plan.cuts, 0, 0
    for episode in shown.document.episodes:
        if ids is not None and episode.id not in ids:
            continue
        view = cuts.get(episode.id)
        frames, unknown = (frames + view.cuts.frames, unknown) if view else (frames, unknown + 1)
    return frames / FPS + unknown * SECONDS


def size_of(profile: Profile, seconds: float, rate: float, voices: int) -> float:
    """Bytes of a season for a profile. rate: bytes of a second of a master; voices: speakers."""
    large = ENLARGED if profile.frame[0] > 1080 else 1.0
    found = seconds * rate * large * (profile.burned + profile.textless)
    if profile.stems:
        found += seconds * STEM_BYTES * (voices + 3)
    return found


def export_seconds(profile: Profile, seconds: float) -> float:
    """How long an export for a profile takes when nothing of it is there."""
    each = EXPORT_MS + (ENLARGE_MS if profile.frame[0] > 1080 else 0)
    each = each * (profile.burned + profile.textless) + STEMS_MS * profile.stems
    return max(1.0, seconds * each / 1000 / WORKERS)


def lacking(shown: Shown) -> list[Slot]:
    """What finished episodes still want since a profile without words was chosen."""
    found: list[Slot] = []
    for episode in shown.document.episodes:
        slots = whole_episode(shown.document.series, episode.id)
        if len(slots) > 2 and all(_settled(shown, s) for s in slots if s.role != "clean"):
            found += [s for s in slots if not _settled(shown, s)]
    return found


def is_ready(shown: Shown, episode: str) -> bool:
    """Whether everything that the series' profiles deliver of an episode is made."""
    return all(_settled(shown, s) for s in whole_episode(shown.document.series, episode))


def _last_archive(profile: Profile) -> int:
    """Platforms in the order of their names between the one for all and the archives."""
    return ("universal", "", "archive", "archive-uhd").index(
        profile.id if profile.id in ("universal", "archive", "archive-uhd") else ""
    )


def _settled(shown: Shown, slot: Slot) -> bool:
    return shown.state(slot) in SETTLED


def _work(shown: Shown, clean: bool) -> tuple[int, str]:
    """(CPU ms, cost) of what is not made yet. clean: pictures without words are wanted too."""
    plan = shown.look.plan
    roles = ("master", "cover", "clean") if clean else ("master", "cover")
    roots = [Slot(e.id, role) for e in shown.document.episodes for role in roles]
    every = plan.closure([slot for slot in roots if slot in plan.assets])
    due = [slot for slot in every if plan.assets[slot].state not in SETTLED]
    left = sum(plan.nodes[slot].cost for slot in due)
    if clean and not _plans_clean(shown):
        left += _textless_cost(shown)
    return left, charge(shown, due)


def _plans_clean(shown: Shown) -> bool:
    return any(slot.role == "clean" for slot in shown.look.plan.assets)


def _textless_cost(shown: Shown) -> int:
    """Pictures without words take as long as those with words, which the plan knows."""
    nodes = shown.look.plan.nodes
    return sum(nodes[s].cost for found in shown.segments.values() for s in found if s in nodes)


def amount(size: float) -> str:
    """Bytes for a person, in decimal units as platforms count."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{max(1, size / 1e6):.0f} MB"
