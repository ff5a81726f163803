"""Scripts and states as text for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from engine.graph.plan import SETTLED, STATES
from engine.series.document import Episode
from engine.work.costs import Cost, total
from engine.work.events import SlotStatus
from engine.writer.contract import measure
from engine.writer.types import SeasonDraft


def script_text(draft: SeasonDraft) -> str:
    """A season as a person reads it."""
    names = {member.id: member.name for member in draft.cast}
    rows = [draft.series.title, draft.series.logline, ""]
    rows += [f"{m.name}: {m.caption}" for m in draft.cast]
    for episode in draft.episodes:
        rows += _episode(episode, names, draft.series.language)
    return "\n".join(rows)


def _episode(episode: Episode, names: dict[str, str], language: str) -> list[str]:
    words = measure(episode, language).words
    rows = ["", f"{episode.number}. {episode.title}  ({words} words, ends on {episode.cliff})"]
    lines = {line.id: line for line in episode.lines}
    for shot in episode.shots:
        cards = " ".join(f"[{card.text}]" for card in shot.captions)
        if shot.line:
            line = lines[shot.line]
            rows.append(f"  {names[line.speaker]} ({line.emotion}): {line.text} {cards}".rstrip())
        else:
            rows.append(f"    {shot.action} {cards}".rstrip())
    return rows


def status_text(found: Sequence[SlotStatus]) -> str:
    """States counted by episode, then what stands in the way."""
    groups: dict[str, Counter[str]] = {}
    for item in found:
        head = item.slot.owner.partition("/")[0]
        name = head if head.startswith("ep") else "season"
        groups.setdefault(name, Counter())[item.state] += 1
    rows = [f"{'':8}" + "".join(f"{state:>10}" for state in STATES)]
    for name, counts in groups.items():
        rows.append(f"{name:8}" + "".join(f"{counts[state] or '':>10}" for state in STATES))
    troubles = [item for item in found if item.state == "failed" or "earlier" in item.reason]
    rows += [f"{item.slot}: {item.reason}" for item in troubles]
    return "\n".join(rows)


def cost_text(costs: Mapping[str, Cost]) -> list[str]:
    """What the graphics card did for the season; nothing where it did nothing."""
    whole = total(costs.values())
    if not whole.device_ms:
        return []
    each = len(costs) or 1
    energy = f", {whole.energy_mj / 3.6e9:.3f} kWh" if whole.energy_mj else ""
    spent = f"{whole.device_ms / 1000:.1f} s in all, {whole.device_ms / 1000 / each:.2f} s"
    return [f"graphics card: {spent} and ${whole.price / each:.4f} an episode{energy}"]


def nothing_stale(found: Sequence[SlotStatus], address: str) -> str:
    """What to say of an edit of `address` that put nothing out of date: nothing may be made yet."""
    owned = [item for item in found if _belongs(item.slot.owner, address)]
    if not owned:  # a shot or a scene without pictures of its own yet
        address = address.partition("/")[0]
        owned = [item for item in found if _belongs(item.slot.owner, address)]
    left = sum(item.state not in SETTLED for item in owned)
    if not left:
        return "nothing is out of date"
    slots = "1 slot" if left == 1 else f"{left} slots"
    be = "is" if left == 1 else "are"
    return f"nothing that was made is out of date; {slots} of {address} {be} still to be made"


def _belongs(owner: str, address: str) -> bool:
    inside = owner.startswith((f"{address}/", f"{address}."))
    return address == "series" or owner == address or inside
