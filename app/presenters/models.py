"""The models page in words: what is here, what is not, what it needs, whose licence it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.presenters.choices import OWN, ROLES, EngineChoice
from app.presenters.said import said
from engine.models.hardware import Hardware
from engine.models.overview import EngineRow, ModelRow
from engine.models.record import Endpoint
from engine.models.types import ADAPTER
from engine.series.document import Series
from widgets.models_view import EngineView, Licence, ModelsView, ModelView, ServerView
from widgets.words import t

_MB = 1_000_000
_STATES = {"embedded": "fresh", "ready": "fresh", "installed": "fresh", "missing": "waiting",
           "damaged": "failed"}  # fmt: skip
STATE_NAMES = {
    "embedded": "Built in", "ready": "Ready", "installed": "Here", "missing": "Not here",
    "damaged": "Damaged",
}  # fmt: skip
ROLE_NAMES = {"writer": "Writers", "speaker": "Voices", "artist": "Artists"}
WORK_NAMES = {
    "fetch": "Fetching", "add": "Reading", "convert": "Converting", "verify": "Checking",
    "remove": "Removing",
}  # fmt: skip
ORIGIN_NAMES = {
    "added": "your folder", "fetched": "fetched by the studio", "converted": "converted here",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Work:
    """What is being done with a model. done, whole: bytes, whole 0 while unknown."""

    verb: str
    done: int = 0
    whole: int = 0


@dataclass(frozen=True, slots=True)
class Findings:
    """What was read of the library and the machine, in the background.

    parts: bytes of downloads that were cut, by model. hardware: None until the drivers answered.
    """

    engines: tuple[EngineRow, ...] = ()
    models: tuple[ModelRow, ...] = ()
    hardware: Hardware | None = None
    folder: str = ""
    price: float = 0.0
    endpoint: Endpoint = field(default_factory=Endpoint)
    parts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Doings:
    """What is done and what came of it, by id of a model; of the page itself under ""."""

    work: Mapping[str, Work] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    news: Mapping[str, str] = field(default_factory=dict)


def page(found: Findings, series: Series | None, doings: Doings) -> ModelsView:
    """The whole page. series: the one that is open, for its choices and its language."""
    work, faults = doings.work, doings.faults
    models = {row.id: row for row in found.models}
    return ModelsView(
        roles=tuple((role, t(ROLE_NAMES[role])) for role in ROLES),
        engines=tuple(
            _engine(row, models, found, series, doings)
            for row in found.engines
            if row.role in ROLES
        ),
        card=_card(found.hardware),
        folder=found.folder,
        price=found.price,
        server=_server(found.endpoint, faults.get(OWN, "")),
        news=" ".join(_news(id, each) for id, each in work.items() if id not in models),
        fault=faults.get("", ""),
    )


def _news(id: str, work: Work) -> str:
    """Work on something that has no row of its own."""
    text = f"{id}: {t(WORK_NAMES[work.verb])}"
    return f"{text}, {size(work.done)} / {size(work.whole)}" if work.whole else text


def _engine(
    row: EngineRow, models: Mapping[str, ModelRow], found: Findings, series: Series | None,
    doings: Doings,
) -> EngineView:  # fmt: skip
    work = doings.work
    state, label = _STATES[row.state], t(STATE_NAMES[row.state])
    if row.id == OWN and not found.endpoint.url:
        state, label = "waiting", t("No server yet")
    loras = [id for id in models if id.startswith(f"{ADAPTER}-")] if row.role == "artist" else []
    names = (*row.needs, *row.optional, *loras) if row.needs else ()
    if any(name in work for name in names):
        state, label = "rendering", t("At work")
    facts = _facts(row, found)
    return EngineView(
        id=row.id,
        role=row.role,
        title=t(row.title),
        state=state,
        state_label=label,
        facts=facts,
        warning=_warning(row, series),
        note=t("Nothing to install: it is part of the studio.") if row.state == "embedded"
        else (t(row.note) if row.note else ""),
        models=tuple(
            _model(models[name], name not in row.needs, found.parts.get(name, 0), doings)
            for name in names if name in models
        ),
        chosen=series is not None and getattr(series, row.role) == row.id,
        can_choose=series is not None,
        get=_get(row, models, work),
        server=row.id == OWN,
    )  # fmt: skip


def _facts(row: EngineRow, found: Findings) -> tuple[tuple[str, str], ...]:
    languages = " ".join(row.languages) or t("any")
    fits = said(row.fits) if found.hardware is not None else t("looking at the card …")
    rows = [(t("Languages"), languages)]
    if row.needs:
        rows.append((t("Graphics card"), fits))
    if row.bytes:
        rows.append((t("On disk"), size(row.bytes)))
    if row.download_mb:
        rows.append((t("To fetch"), size(row.download_mb * _MB)))
    return tuple(rows)


def _warning(row: EngineRow, series: Series | None) -> str:
    choice = EngineChoice(row.id, row.role, row.title, languages=row.languages)
    if series is None or choice.speaks(series.language):
        return ""
    return t("This season is in {language}, which it was not made for.", language=series.language)


def _get(row: EngineRow, models: Mapping[str, ModelRow], work: Mapping[str, Work]) -> str:
    """Label of the button that fetches all that is missing, if all of it can be fetched."""
    due = due_models(row, models)
    if not due or any(name in work for name in row.needs):
        return ""
    if not all(models[name].repo for name in due):
        return ""
    return t("Fetch all it needs, {size}",
             size=size(sum(models[name].download_mb for name in due) * _MB))  # fmt: skip


def due_models(row: EngineRow, models: Mapping[str, ModelRow]) -> tuple[str, ...]:
    """Models that an engine needs and that are not whole here."""
    return tuple(n for n in row.needs if n in models and models[n].state != "installed")


def licences_due(models: Mapping[str, ModelRow], names: tuple[str, ...]) -> tuple[Licence, ...]:
    """Licences of these models that nobody accepted yet."""
    return tuple(
        Licence(n, t(models[n].title), models[n].licence, models[n].licence_url,
                t(models[n].note) if models[n].note else "")
        for n in names if not models[n].accepted_by and models[n].repo
    )  # fmt: skip


def _model(row: ModelRow, optional: bool, part: int, doings: Doings) -> ModelView:
    work, fault = doings.work.get(row.id), doings.faults.get(row.id, "")
    state, label = _STATES[row.state], t(STATE_NAMES[row.state])
    share, progress = -1, doings.news.get(row.id, "")
    if work is not None:
        state, label = "rendering", t(WORK_NAMES[work.verb])
        share = 1000 * work.done // work.whole if work.whole else 0
        progress = (
            t("{done} of {all}", done=size(work.done), all=size(work.whole)) if work.whole
            else t("beginning …")
        )  # fmt: skip
    elif part:
        label = t("Paused")
        progress = t("{size} of it is here", size=size(part))
    accepted = ""
    if row.accepted_by:
        accepted = t("accepted by {name} on {day}", name=row.accepted_by,
                     day=row.accepted_when[:10])  # fmt: skip
    elif row.repo:
        accepted = t("not accepted yet")
    return ModelView(
        id=row.id,
        title=t(row.title),
        state=state,
        state_label=label,
        facts=_about(row),
        licence=t(row.licence),
        address=row.licence_url,
        accepted=accepted,
        note=t(row.note) if row.note else "",
        optional=optional,
        actions=_actions(row, work, part),
        progress=progress,
        share=share,
        fault=fault or (said(row.trouble) if row.trouble else ""),
    )


def _about(row: ModelRow) -> str:
    if row.folder:
        origin = t(ORIGIN_NAMES.get(row.origin, row.origin))
        return f"{size(row.bytes)} · {origin} · {row.folder}"
    parts = [t("{size} to fetch", size=size(row.download_mb * _MB)) if row.download_mb else ""]
    parts.append(row.repo or t("yours to add"))
    if row.gated:
        parts.append(t("given to registered accounts only"))
    if row.pickled:
        parts.append(t("converted once after it came"))
    return " · ".join(part for part in parts if part)


def _actions(row: ModelRow, work: Work | None, part: int) -> tuple[str, ...]:
    if work is not None:
        return ("pause",) if work.verb == "fetch" else ("stop",)
    found: list[str] = []
    if row.repo and not row.accepted_by:
        found.append("accept")
    if row.repo and row.state != "installed":
        found.append("resume" if part else "fetch")
    if part:
        found.append("discard")
    if row.state != "installed":
        found.append("add")
    if row.state != "missing":
        found += ["verify", "remove"]
    return tuple(found)


def _card(hardware: Hardware | None) -> str:
    if hardware is None:
        return t("Looking at the graphics card …")
    card = hardware.card
    if card is None:
        return t("No graphics card that models can use. Models work on the processor, very slowly; "
                 "the embedded engines are made for it.")  # fmt: skip
    free = t("{n} GB free", n=f"{card.free_mb / 1024:.0f}") if card.free_mb else ""
    parts = (card.name, f"{card.total_mb / 1024:.0f} GB" if card.total_mb else "", free)
    return " · ".join(part for part in parts if part)


def _server(endpoint: Endpoint, fault: str) -> ServerView:
    said_ = ""
    if endpoint.url:
        said_ = t("Seasons are written by {model} at {address}.", address=endpoint.url,
                  model=endpoint.model or t("its only model"))  # fmt: skip
    return ServerView(endpoint.url, endpoint.model, endpoint.remote, said_, fault)


def size(count: int) -> str:
    """Bytes in words."""
    return f"{count / 1e9:.2f} GB" if count >= 100_000_000 else f"{count / 1e6:.1f} MB"
