"""Why a slot is as it is, in words: the recipe of its newest take against the recipe of today."""

from __future__ import annotations

import json
from collections.abc import Iterator

from engine.graph.plan import Plan, TakeIndex
from engine.series.takes import Slot


def explain(plan: Plan, takes: TakeIndex, slot: Slot) -> tuple[str, ...]:
    """Reasons, one a line, most telling first. Raises KeyError for an unknown slot."""
    asset, item = plan.assets[slot], plan.nodes[slot]
    known = takes.takes(slot)
    rows = [f"{slot} is {asset.state}" + (f": {asset.reason}" if asset.reason else "")]
    if item.standin:
        rows.append(item.standin)
    if asset.take is not None:
        rows.append(f"take {asset.take.id}, {asset.take.origin}, one of {len(known)}")
    if asset.state in ("fresh", "missing", "failed") or not known:
        return tuple(rows)
    old = next((t for t in reversed(known) if t.recipe), None)
    if old is None:
        return tuple(rows)
    if asset.key is None:
        rows += [
            f"input {name} ({source}) is {plan.assets[source].state}"
            for name, source in item.inputs
            if source in plan.assets and plan.assets[source].value is None
        ]
        return tuple(rows)
    now = json.loads(item.recipe(asset.values))
    rows += list(_differences(json.loads(old.recipe), now))
    return tuple(rows)


def _differences(old: object, new: object, path: str = "") -> Iterator[str]:
    """Leaves that differ, as ``path: old -> new``."""
    if isinstance(old, dict) and isinstance(new, dict):
        for name in sorted({*old, *new}):
            yield from _differences(old.get(name), new.get(name), f"{path}.{name}".lstrip("."))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for at, (a, b) in enumerate(zip(old, new, strict=True)):
            yield from _differences(a, b, f"{path}[{at}]")
    elif old != new:
        yield f"{path}: {_short(old)} -> {_short(new)}"


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."
