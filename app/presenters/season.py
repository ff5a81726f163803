"""The season page: every episode in figures, and what they come to."""

from __future__ import annotations

from app.presenters.costs import money
from app.presenters.profiles import is_ready
from app.presenters.shown import Shown, clock, duration
from engine.editor.types import FPS
from engine.work.costs import Cost, season_cost
from widgets.data import EpisodeCard
from widgets.deliver_view import SeasonRow, SeasonView
from widgets.words import t


def season(shown: Shown, cards: list[EpisodeCard]) -> SeasonView:
    """cards: the arc's, so that both show the same."""
    costs = season_cost(shown.document, shown.look.plan, shown.look.writing)
    rows = tuple(_row(shown, card, costs.get(card.id, Cost())) for card in cards)
    whole = sum(row.seconds for row in rows)
    price = sum(row.cost for row in rows)
    time = sum(cost.cpu_ms + cost.device_ms for cost in costs.values()) / 1000
    ready = sum(is_ready(shown, card.id) for card in cards)
    return SeasonView(
        rows,
        (
            (t("Episodes ready"), f"{ready} / {len(rows)}"),
            (t("Length"), clock(whole)),
            (t("Spoken words"), f"{sum(row.words for row in rows):,}"),
            (t("Types of cliffhanger"), str(len({row.kind for row in rows}))),
            (t("Work in it"), duration(time)),
            (t("Cost"), money(price) if price else t("no cost")),
        ),
    )  # fmt: skip


def _row(shown: Shown, card: EpisodeCard, cost: Cost) -> SeasonRow:
    view = shown.look.plan.cuts.get(card.id)
    seconds = view.cuts.frames / FPS if view is not None else 0.0
    return SeasonRow(
        id=card.id, number=card.number, title=card.title, seconds=seconds,
        length=clock(seconds) if seconds else "–", words=card.words, limit=card.limit,
        kind=card.kind, kind_label=card.kind_label, ending=card.ending, cost=cost.price,
        cost_label=money(cost.price) if cost.price else t("no cost"), state=card.state,
        state_label=card.state_label, broken=bool(card.faults), picture=card.picture,
    )  # fmt: skip
