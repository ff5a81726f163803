"""Which engines can be chosen on this machine, in words: for every place where one is chosen.

Read from the library in the background and kept with the look, so that no panel asks the disk.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.presenters.said import said
from engine.models import manifest
from engine.models.library import Library
from engine.models.types import EMBEDDED, EngineSpec
from engine.series.document import CastMember, Series
from engine.work.backends import CLONING
from widgets.words import t

ROLES = ("writer", "speaker", "artist")
OWN = "endpoint"
"""The writer that needs a server instead of weights."""


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """One engine of a role. missing, remedy: why it cannot be used and what helps, "" when it can.

    languages: () for any. clones: takes voices from recordings; no_clone: what it lacks for that.
    """

    id: str
    role: str
    title: str
    missing: str = ""
    remedy: str = ""
    languages: tuple[str, ...] = ()
    clones: bool = False
    no_clone: str = ""

    def speaks(self, language: str) -> bool:
        """Whether a language (BCP-47) is among those it was made for."""
        return not self.languages or language.partition("-")[0] in self.languages


@dataclass(frozen=True, slots=True)
class Choices:
    """All engines of this machine, role by role. price: US dollars an hour of the machine."""

    engines: tuple[EngineChoice, ...] = ()
    price: float = 0.0

    def of(self, id: str) -> EngineChoice:
        """An engine by its id; one that nobody knows has its id for a title."""
        return next((e for e in self.engines if e.id == id), EngineChoice(id, "", id))

    def title(self, id: str) -> str:
        """An engine's name."""
        return self.of(id).title

    def offered(self, role: str) -> tuple[tuple[str, str], ...]:
        """(id, label) of the engines of a role, the embedded one first, missing ones marked."""
        return tuple((e.id, _marked(e)) for e in self.engines if e.role == role)

    def with_series(self, role: str, series: Series) -> tuple[tuple[str, str], ...]:
        """The same with "as the series" first, for one member of the cast."""
        own = self.title(getattr(series, role))
        return (("", t("as the series: {engine}", engine=own)), *self.offered(role))


def read_choices(library: Library) -> Choices:
    """What the library has now. Takes some stats of files: not for the window's thread."""
    specs = [spec for spec in library.engines().values() if spec.role in ROLES]
    ordered = sorted(specs, key=lambda s: (ROLES.index(s.role), s.id not in EMBEDDED.values()))
    return Choices(tuple(_choice(library, spec) for spec in ordered), library.hourly_price)


def _choice(library: Library, spec: EngineSpec) -> EngineChoice:
    found = library.resolve(spec.id)
    missing, remedy = said(found.missing), found.remedy
    if spec.id == OWN and not library.endpoint.url:
        missing, remedy = t("No server is named yet."), t("Name one on the models page.")
    here = {id for id, _ in found.folders}
    lacking = [m for m in CLONING.get(spec.id, ()) if m not in here]
    title = manifest.models()[lacking[0]].title if lacking else ""
    return EngineChoice(
        spec.id, spec.role, t(spec.title), missing, remedy, spec.languages, spec.id in CLONING,
        t("To clone voices it needs: {model}", model=t(title)) if lacking else "",
    )  # fmt: skip


def _marked(choice: EngineChoice) -> str:
    if not choice.missing:
        return choice.title
    mark = t("no server yet") if choice.id == OWN else t("not here")
    return f"{choice.title} · {mark}"


def speaker_of(series: Series, member: CastMember) -> str:
    """The engine that speaks for somebody."""
    return member.voice.backend or series.speaker


def artist_of(series: Series, member: CastMember) -> str:
    """The engine that draws somebody."""
    return member.look.backend or series.artist


def trouble(choices: Choices, ids: Iterable[str], language: str) -> str:
    """What is to be known of these choices: one that is missing, or made for other languages."""
    found = []
    for choice in map(choices.of, dict.fromkeys(ids)):
        if choice.missing:
            known = choice.missing.startswith(choice.title)
            text = choice.missing if known else f"{choice.title}: {choice.missing}"
            found.append(f"{text} ({choice.remedy})" if choice.remedy else text)
        elif not choice.speaks(language):
            found.append(t("{engine} was not made for the language of this season.",
                           engine=choice.title))  # fmt: skip
    return "\n".join(found)
