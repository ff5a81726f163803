"""What an export came to: progress as a strip, the gate's findings and the check in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.presenters.shown import clock
from engine.delivery.export import Exported, Progress
from engine.delivery.gate.types import Finding
from engine.delivery.profiles import profiles
from engine.delivery.verify import Verdict
from widgets.deliver_view import FileProblem, GateFinding, ResultView, RunRow, RunView
from widgets.words import t

_ID = re.compile(r"cast/[\w-]+")


@dataclass
class Run:
    """An export under way. Episodes come in order, so what was passed by without news is kept out.

    numbers: of the episodes that are exported; wanted: ids of the profiles.
    """

    wanted: tuple[str, ...]
    numbers: tuple[int, ...]
    states: dict[tuple[str, int], str] = field(default_factory=dict)
    share: int = 0
    now: int = 0

    def __post_init__(self) -> None:
        self.now = self.numbers[0] if self.numbers else 0

    def hear(self, news: Progress) -> None:
        """Take in one piece of news."""
        self.share = 1000 * news.done // max(1, news.total)
        if news.number != self.now:
            last = news.number == 0
            for number in self.numbers:
                if last or number < news.number:
                    for id in self.wanted:
                        self.states.setdefault((id, number), "failed")
            self.now = news.number
        if news.number:
            self.states[news.profile, news.number] = "fresh"

    def view(self) -> RunView:
        """The strip as it is now."""
        rows = tuple(
            RunRow(id, t(profiles()[id].name), tuple(self._state(id, n) for n in self.numbers))
            for id in self.wanted
        )
        text = (t("Writing and looking at episode {n} …", n=self.now) if self.now
                else t("Writing what belongs to the season …"))  # fmt: skip
        return RunView(True, self.share or -1, text, rows)

    def _state(self, profile: str, number: int) -> str:
        waiting = "rendering" if number == self.now else "waiting"
        return self.states.get((profile, number), waiting)


def result(
    done: Exported, ids: Mapping[int, str], people: Mapping[str, str],
    verdict: Verdict | None = None,
) -> ResultView:  # fmt: skip
    """Findings and faults of an export; what keeps an episode out comes first. ids: of the
    episodes by number. people: names by id, which figures may hold."""
    merged: dict[tuple[str, int, int, str], tuple[Finding, list[str]]] = {}
    for refused in done.refused:
        for found in refused.findings:
            key = (found.check, found.number, found.at_ms, found.measured)
            merged.setdefault(key, (found, []))[1].append(refused.profile)
    for note in done.notes:
        merged.setdefault((note.check, note.number, note.at_ms, note.measured), (note, []))
    every = [_found(f, tuple(dict.fromkeys(names)), ids, people) for f, names in merged.values()]
    empty = [r for r in done.refused if not r.findings]
    failed = [*done.failed]
    failed += [t("Episode {n} could not be written for {name}.", n=r.number,
                 name=t(profiles()[r.profile].name)) for r in empty if not done.failed]  # fmt: skip
    return ResultView(
        tuple(sorted(every, key=lambda each: (not each.stops, each.number or len(ids) + 1))),
        problems(verdict), tuple(failed), *proof(verdict),
    )  # fmt: skip


def problems(verdict: Verdict | None) -> tuple[FileProblem, ...]:
    """What the check of the files did not like."""
    if verdict is None:
        return ()
    return tuple(FileProblem(p.file, t(p.text), t(p.remedy)) for p in verdict.problems)


def proof(verdict: Verdict | None) -> tuple[str, str]:
    """(what the check proved, its tone); ("", "fresh") before one was asked for."""
    if verdict is None:
        return "", "fresh"
    text = t("Checked {n} files: {marked} with the record AIGC, {signed} signed.",
             n=verdict.files, marked=verdict.marked, signed=verdict.signed)  # fmt: skip
    if verdict.problems:
        return f"{text} {t('{n} problems', n=len(verdict.problems))}", "failed"
    return f"{text} {t('Everything is whole.')}", "fresh"


def outcome(done: Exported, episodes: int) -> tuple[str, str]:
    """(what came of it in a sentence or two, its tone). episodes: that were to be exported."""
    held = {r.number for r in done.refused}
    if done.cancelled:
        return t("Stopped. {n} files are written; everything finished is kept.",
                 n=len(done.written)), "stale"  # fmt: skip
    parts = [t("{n} of {all} episodes are out.", n=episodes - len(held), all=episodes)]
    parts.append(t("{new} files written, {kept} unchanged.", new=len(done.written),
                   kept=done.kept))  # fmt: skip
    if held:
        numbers = ", ".join(str(n) for n in sorted(held))
        parts.append(t("Kept out by the gate: {numbers}.", numbers=numbers))
    if done.failed:
        parts.append(t("{n} files could not be written.", n=len(done.failed)))
    return " ".join(parts), "fresh" if done.whole else "failed"


def _found(
    found: Finding, names: tuple[str, ...], ids: Mapping[int, str], people: Mapping[str, str]
) -> GateFinding:
    where = t("Episode {n}", n=found.number) if found.number else t("Season")
    if found.at_ms >= 0:
        where += f" · {clock(found.at_ms // 1000)}"
    if names:
        where += " · " + ", ".join(t(profiles()[name].name) for name in names)
    measured = _ID.sub(lambda hit: people.get(hit[0], hit[0]), found.measured)
    figures = t("measured {measured}, wanted {limit}", measured=measured, limit=found.limit)
    return GateFinding(
        found.number, ids.get(found.number, "cast" if found.check == "voices" else ""),
        found.at_ms, where, t(found.text), t(found.remedy), figures if found.measured else "",
        found.severity == "stop" and bool(names), names, found.still,
    )  # fmt: skip
