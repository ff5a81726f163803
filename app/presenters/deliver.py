"""What an export would meet and write."""

from __future__ import annotations

import shutil
from pathlib import Path

from app.presenters.arc import faults_of, season_faults, violation_text
from app.presenters.jobs import slot_words
from app.presenters.shown import Shown, clock, duration
from engine.editor.types import FPS
from engine.series.takes import Slot
from widgets.data import DeliverView, EpisodeCard, Finding
from widgets.words import t

_GIGABYTE = 1e9
MOST, SINGLE = 40, 3


def deliver(shown: Shown, cards: list[EpisodeCard], folder: Path) -> DeliverView:
    """cards: the arc's, so that both show the same."""
    document = shown.document
    ready = [e for e in document.episodes if _ready(shown, e.id)]
    frames = sum(
        view.cuts.frames for e in ready if (view := shown.look.plan.cuts.get(e.id)) is not None
    )
    size = sum(_size(shown, e.id) for e in ready)
    free = _free(folder)
    plan = shown.look.plan
    left = sum(
        plan.nodes[s].cost for s, a in plan.assets.items() if a.state not in ("fresh", "pinned")
    )
    return DeliverView(
        title=document.series.title,
        facts=(
            (t("Episodes"), f"{len(ready)} / {len(document.episodes)}", clock(frames / FPS)),
            (t("Size"), f"{size / 1e6:.0f} MB", t("{n} GB free", n=f"{free / _GIGABYTE:.0f}")),
            (t("Still to make"), duration(left / 2000) if left else t("nothing"), t("no cost")),
            (t("Picture"), "1080×1920", "30 fps · H.264"),
            (t("Sound"), "−14 LUFS", "AAC 48 kHz"),
        ),
        picture=cards[0].picture if cards else "",
        findings=_findings(shown, cards),
        passed=_passed(shown, cards, len(ready)),
        episodes=tuple(cards),
        ready=len(ready),
        total=len(document.episodes),
        folder=str(folder),
    )


def _ready(shown: Shown, episode: str) -> bool:
    return all(shown.state(Slot(episode, role)) in ("fresh", "pinned")
               for role in ("master", "cover"))  # fmt: skip


def _size(shown: Shown, episode: str) -> int:
    file = shown.file(Slot(episode, "master"))
    try:
        return Path(file).stat().st_size if file else 0
    except OSError:
        return 0


def _free(folder: Path) -> int:
    place = folder
    while not place.exists() and place != place.parent:
        place = place.parent
    return shutil.disk_usage(place).free


def _findings(shown: Shown, cards: list[EpisodeCard]) -> tuple[Finding, ...]:
    found: list[Finding] = []
    pictures = {card.id: card.picture for card in cards}
    for episode in shown.document.episodes:
        name, picture = t("Episode {n}", n=episode.number), pictures.get(episode.id, "")
        found += [
            Finding(v.where, "failed", name, violation_text(v), t("Blocks the export"),
                    t("Open it"), picture)
            for v in faults_of(shown, episode)
        ]  # fmt: skip
    found += [
        Finding(str(slot), "failed", slot_words(shown, slot), t(text),
                t(remedy) or t("Blocks the export"), t("Try again"))
        for slot, (text, remedy) in shown.failed.items()
    ]  # fmt: skip
    series = shown.document.series
    found += [
        Finding("series", "stale", t("Season"), violation_text(v), t("Would be exported as it is"))
        for v in season_faults(shown.document.episodes, series.language, series.words)
        if v.where == "series"
    ]
    return (*found[:MOST], *_unmade([c for c in cards if c.state in ("stale", "waiting")]))


def _unmade(cards: list[EpisodeCard]) -> list[Finding]:
    """Episodes that an export would leave out; many of them are one finding."""
    if len(cards) > SINGLE:
        numbers = ", ".join(str(card.number) for card in cards)
        text = t("Episodes that are not made or out of date: {n}", n=len(cards))
        return [Finding("missing", "stale", text, numbers, t("Left out of the export"),
                        t("Make them"), cards[0].picture)]  # fmt: skip
    return [
        Finding(card.id, card.state, t("Episode {n}", n=card.number), card.state_label,
                t("Left out of the export"), t("Make it"), card.picture)
        for card in cards
    ]  # fmt: skip


def _passed(shown: Shown, cards: list[EpisodeCard], ready: int) -> tuple[str, ...]:
    kept = [card for card in cards if not card.faults]
    kinds = {card.kind for card in cards}
    found = [
        t("{n} of {all} episodes keep the contract", n=len(kept), all=len(cards)),
        t("{n} types of cliffhanger", n=len(kinds)),
    ]
    if ready:
        found += [
            t("Loudness −14 LUFS in {n} of {n} finished episodes", n=ready),
            t("Subtitles inside the safe area of every platform"),
            t("AI label in the picture and in the file"),
        ]
    return tuple(found)
