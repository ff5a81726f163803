"""What an export would meet and write."""

from __future__ import annotations

import json
from pathlib import Path

from app.presenters.arc import faults_of, season_faults, violation_text
from app.presenters.costs import charge, spent
from app.presenters.jobs import slot_words
from app.presenters.profiles import (
    Measures,
    amount,
    is_ready,
    label_switches,
    lacking,
    profile_cards,
    series_fields,
    wanted_ids,
)
from app.presenters.shown import Shown, clock, duration
from app.presenters.standins import of_season
from engine.delivery.profiles import profiles
from engine.editor.types import FPS
from engine.series.takes import Slot
from widgets.data import EpisodeCard
from widgets.deliver_view import DeliverView, Finding
from widgets.words import t

_GIGABYTE = 1e9
MOST, SINGLE = 40, 3


def deliver(
    shown: Shown, cards: list[EpisodeCard], folder: Path, measures: Measures | None = None
) -> DeliverView:
    """cards: the arc's, so that both show the same. measures: of files, as far as known."""
    document, known = shown.document, measures or Measures()
    ready = [e for e in document.episodes if is_ready(shown, e.id)]
    frames = sum(
        view.cuts.frames for e in ready if (view := shown.look.plan.cuts.get(e.id)) is not None
    )
    plan = shown.look.plan
    due = [slot for slot, a in plan.assets.items() if a.state not in ("fresh", "pinned")]
    left, cost = sum(plan.nodes[slot].cost for slot in due), charge(shown, due)
    names = [t(profiles()[id].name) for id in wanted_ids(document.series)]
    free = t("{n} GB free", n=f"{known.free / _GIGABYTE:.0f}") if known.free >= 0 else ""
    return DeliverView(
        title=document.series.title,
        facts=(
            (t("Episodes"), f"{len(ready)} / {len(document.episodes)}", clock(frames / FPS)),
            (t("For"), names[0] if len(names) == 1 else t("{n} profiles", n=len(names)), ""),
            (t("Size of the masters"), amount(known.bytes) if known.bytes else "–", free),
            (t("Still to make"), duration(left / 2000) if left else t("nothing"), cost),
            *spent(shown),
        ),
        picture=cards[0].picture if cards else "",
        findings=_findings(shown, cards, left, cost),
        passed=_passed(shown, cards, len(ready)),
        episodes=tuple(cards),
        ready=len(ready),
        total=len(document.episodes),
        folder=str(folder),
        profiles=profile_cards(shown, known),
        labels=label_switches(document.series),
        fields=series_fields(document.series),
        make_first=_make_first(shown),
        exported=known.exported,
    )  # fmt: skip


def masters(shown: Shown) -> tuple[tuple[str, ...], int]:
    """(files of the finished masters, frames that are in them), to be measured elsewhere."""
    files, frames = [], 0
    for episode in shown.document.episodes:
        slot = Slot(episode.id, "master")
        view = shown.look.plan.cuts.get(episode.id)
        if shown.state(slot) in ("fresh", "pinned") and view is not None:
            files.append(shown.file(slot))
            frames += view.cuts.frames
    return tuple(files), frames


def _make_first(shown: Shown) -> str:
    """What finished episodes lack for the chosen profiles."""
    slots = lacking(shown)
    if not slots:
        return ""
    plan = shown.look.plan
    due = [s for s in plan.closure(slots) if plan.assets[s].state not in ("fresh", "pinned")]
    time = duration(max(1.0, sum(plan.nodes[s].cost for s in due) / 2000))
    return t("{n} episodes have no pictures without words yet: about {time}, {cost}.",
             n=len({s.owner for s in slots}), time=time, cost=charge(shown, due))  # fmt: skip


def _findings(shown: Shown, cards: list[EpisodeCard], left: int, cost: str) -> tuple[Finding, ...]:
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
    due = [c for c in cards if c.state in ("stale", "waiting")]
    return (*found[:MOST], *_standing_in(shown), *_unmade(due, left, cost))


def _standing_in(shown: Shown) -> list[Finding]:
    """Engines that were chosen and are not here: the season can be exported without them."""
    text, _ = of_season(shown)
    return [
        Finding("models", "stale", t("Engines"), row, t("Would be exported as it is"),
                t("Models…"))
        for row in text.splitlines()
    ]  # fmt: skip


def _unmade(cards: list[EpisodeCard], left: int, cost: str) -> list[Finding]:
    """Episodes that an export would leave out; many of them are one finding."""
    if len(cards) > SINGLE:
        rows = ((t("Not made yet"), [c for c in cards if c.state == "waiting"]),
                (t("Out of date"), [c for c in cards if c.state == "stale"]))  # fmt: skip
        texts = [
            f"{name}: {', '.join(str(c.number) for c in found)}" for name, found in rows if found
        ]
        return [Finding("missing", "stale", t("{n} episodes", n=len(cards)), ". ".join(texts),
                        t("Left out of the export"), t("Make {n} · about {time}, {cost}",
                        n=len(cards), time=duration(max(1.0, left / 2000)), cost=cost),
                        cards[0].picture)]  # fmt: skip
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
        found += _measured(shown)
    return tuple(found)


def _measured(shown: Shown) -> list[str]:
    """What the makers measured of finished episodes."""
    levels: list[int] = []
    labelled = whole = 0
    for episode in shown.document.episodes:
        if not is_ready(shown, episode.id):
            continue
        whole += 1
        mix = shown.best(Slot(episode.id, "mix"))
        if mix is not None:
            levels.append(int(json.loads(mix.meta).get("lufs", 0)))
        view = shown.look.plan.cuts.get(episode.id)
        if view is not None and any(x.kind == "label" for x in view.cuts.cuts[0].titles):
            labelled += 1
    found = [t("AI label in the opening picture: {n} of {all} finished episodes", n=labelled,
               all=whole)]  # fmt: skip
    if levels and all(levels):
        low, high = f"{min(levels) / 100:.1f}", f"{max(levels) / 100:.1f}"
        found.append(t("Loudness as measured: {low} to {high} LUFS", low=low, high=high))
    return found
