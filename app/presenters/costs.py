"""What making things costs, in words. Says "no cost" only where truly nothing is charged."""

from __future__ import annotations

from collections.abc import Iterable

from app.presenters.shown import Shown, duration
from engine.graph.node import Node
from engine.series.takes import Slot, Take
from engine.work.costs import Cost, cost_of, season_cost, total
from widgets.words import t

_HOUR_MS = 3_600_000
_CENT = 0.01
_WATT_HOUR_MJ = 3_600_000


def charge(shown: Shown, slots: Iterable[Slot]) -> str:
    """What making these slots will be charged: an estimate, from the lead's price of an hour."""
    nodes = shown.look.plan.nodes
    return charge_of(shown, (nodes[slot] for slot in slots if slot in nodes))


def charge_of(shown: Shown, nodes: Iterable[Node]) -> str:
    """The same for things of the plan."""
    expected = sum(node.cost for node in nodes if node.engine)
    price = shown.choices.price
    if not expected or not price:
        return t("no cost")
    return t("about {money}", money=money(price * expected / _HOUR_MS))


def rate(shown: Shown) -> str:
    """What is charged while work goes on: by the hour when something is still to be modelled."""
    plan, price = shown.look.plan, shown.choices.price
    due = price and any(
        plan.nodes[slot].engine
        for slot, asset in plan.assets.items()
        if asset.state not in ("fresh", "pinned")
    )
    return t("{money} an hour", money=money(price)) if due else t("no cost")


def money(dollars: float) -> str:
    """US dollars; what is less than ten cents with the digits that tell something."""
    if dollars >= 10 * _CENT or not dollars:
        return f"${dollars:,.2f}"
    return f"${dollars:.4f}" if dollars >= _CENT / 100 else f"< ${_CENT / 100:.4f}"


def spent(shown: Shown) -> tuple[tuple[str, str, str], ...]:
    """What the takes in use have cost: (name, value, detail) rows for the season."""
    costs = season_cost(shown.document, shown.look.plan, shown.look.writing)
    whole = total(costs.values())
    if not whole.device_ms:
        return ((t("Cost so far"), t("nothing"), t("no graphics card was used")),)
    rows = [(t("Graphics card"), duration(whole.device_ms / 1000), _energy(whole))]
    each = whole.price / max(1, len(costs))
    rows.append((t("Price so far"), money(whole.price) if whole.price else t("nothing"),
                 t("{money} an episode", money=money(each)) if whole.price
                 else t("no price of an hour is set")))  # fmt: skip
    return tuple(rows)


def so_far(shown: Shown) -> str:
    """What the season's takes in use cost, in one line; "" when no model made any."""
    return _words(total(season_cost(shown.document, shown.look.plan, shown.look.writing).values()))


def of_episode(shown: Shown, episode: str) -> str:
    """What the takes in use of one episode cost, with its share of what all episodes use."""
    found = season_cost(shown.document, shown.look.plan, shown.look.writing).get(episode, Cost())
    return _words(found)


def of_take(shown: Shown, take: Take) -> str:
    """Which engine made a take, and what that cost."""
    name = shown.choices.title(take.backend) if take.backend else ""
    return " · ".join(part for part in (name, _words(cost_of(take))) if part)


def _words(cost: Cost) -> str:
    if not cost.device_ms:
        return ""
    parts = (
        t("{time} of the graphics card", time=_short(cost.device_ms)), _energy(cost),
        money(cost.price) if cost.price else "",
    )  # fmt: skip
    return " · ".join(part for part in parts if part)


def _short(milliseconds: float) -> str:
    """Seconds with a digit where that tells something."""
    if milliseconds < 10_000:
        return t("{n} s", n=f"{milliseconds / 1000:.1f}")
    return duration(milliseconds / 1000)


def _energy(cost: Cost) -> str:
    if not cost.energy_mj:
        return ""
    hours = cost.energy_mj / _WATT_HOUR_MJ
    return f"{hours:.1f} Wh" if hours >= 1 else f"{cost.energy_mj / 1000:.0f} J"
