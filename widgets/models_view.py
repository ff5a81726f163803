"""View data of the models page and of consent: what presenters hand over, already worded."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ModelView:
    """One model of an engine. state: a state of the theme; share: thousandths, -1 for no work.

    actions: of accept, fetch, resume, pause, discard, add, verify, remove. fault: what went wrong
    last, with what helps.
    """

    id: str
    title: str
    state: str
    state_label: str
    facts: str
    licence: str = ""
    address: str = ""
    accepted: str = ""
    note: str = ""
    optional: bool = False
    actions: tuple[str, ...] = ()
    progress: str = ""
    share: int = -1
    fault: str = ""


@dataclass(frozen=True, slots=True)
class EngineView:
    """One choice of a role. facts: (name, value). chosen: it works for the season now.

    warning: why it may not do. get: label of what fetches all that it needs, "" for nothing to get.
    """

    id: str
    role: str
    title: str
    state: str
    state_label: str
    facts: tuple[tuple[str, str], ...] = ()
    warning: str = ""
    note: str = ""
    models: tuple[ModelView, ...] = ()
    chosen: bool = False
    can_choose: bool = False
    get: str = ""
    server: bool = False


@dataclass(frozen=True, slots=True)
class ServerView:
    """The server that writes. fault: what is wrong with it. keyed: a key is kept for it."""

    url: str = ""
    model: str = ""
    remote: bool = False
    said: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class ModelsView:
    """The models page. roles: (role, name) in order. price: US dollars an hour."""

    roles: tuple[tuple[str, str], ...] = ()
    engines: tuple[EngineView, ...] = ()
    card: str = ""
    folder: str = ""
    price: float = 0.0
    server: ServerView = ServerView()
    news: str = ""  # work on a model that has no row yet
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence that is to be accepted before a model is fetched."""

    model: str
    title: str
    name: str
    address: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ConsentForm:
    """What was filled in about a recording. means: own-voice, written or recorded."""

    file: str
    speaker: str
    relation: str
    means: str
    evidence: str
    recorded_by: str
    statement: str
    scope: str


@dataclass(frozen=True, slots=True)
class ConsentView:
    """What the consent page shows. member: whose voice in the story; scope: title of the series."""

    member: str
    engine: str
    scope: str
    statement: str
    recorded_by: str = ""
    limits: str = ""
