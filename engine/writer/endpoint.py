"""A season written by any OpenAI-compatible server: Ollama, llama.cpp, vLLM, transformers serve.

The same prompts, mending, choice and staging as for a model of this house; only that nothing an
answer promises can be relied on. What can be put right is, what cannot is asked for again, and
where that fails the embedded writer's episode stands in and the record says so. No torch here.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field

from engine.base import secrets
from engine.base.errors import EnvironmentFault
from engine.text.measure import is_chinese
from engine.writer.commission import Commission, Kept, commission, finish, keep_best
from engine.writer.endpoint_address import parse_address
from engine.writer.endpoint_answers import (
    FORMS,
    PLAN_FORM,
    SCREENPLAY_FORM,
    plan_schema,
    read_plan,
    read_screenplay,
    screenplay_schema,
)
from engine.writer.endpoint_http import TRANSIENT, Check, RefusedFault, Server
from engine.writer.prompts import Prompt, episode_prompt, labels_of, plan_prompt
from engine.writer.screenplay import FEWEST_INNER, Screenplay, repair
from engine.writer.season_plan import EpisodePlan, mend
from engine.writer.types import Dossier, ModelDraft
from engine.writer.word_budget import fits

ENGINE = "endpoint"
FORMATS = ("json_schema", "json_object", "text")
"""What the form of an answer is asked for by, the strictest first."""

_RETRIES = 2
_PLANNED = 5  # episodes planned at once
_EPISODE_TOKENS, _PLAN_TOKENS = 1400, 400
_GIVE_UP = 3  # texts in a row that a server never answered
_TEMPERATURE = 0.8
_LIST_S = 15.0


@dataclass(frozen=True, slots=True)
class _Request:
    """One text that is asked for. schema: what its JSON has to be."""

    body: dict[str, object]
    schema: dict[str, object]


@dataclass(slots=True)
class _Told:
    """What the record says of one episode beside what is kept of it."""

    asked: int = 0
    problems: list[str] = field(default_factory=list)
    understood: list[list[str]] = field(default_factory=list)  # of each candidate


class EndpointWriter:
    """Writes seasons through one server. Its key is in no record, error or representation."""

    def __init__(
        self, url: str, model: str = "", key: str | None = None, *, allow_remote: bool = False,
        candidates: int = 1, retries: int = _RETRIES, timeout_s: float = 300.0,
    ) -> None:  # fmt: skip
        """model: "" for the only one there is. key: None for the one that is kept for the address.

        allow_remote: the lead named this server knowing that premises leave the house's network.
        candidates: screenplays an episode is chosen from. retries: further answers asked for when
        one cannot be used. timeout_s: for one answer.

        Raises:
            UserInputError: the address cannot be used. EnvironmentFault: the keyring is locked.
        """
        self.origin = parse_address(url).origin
        found = secrets.find(self.origin) if key is None else key
        self._server = Server(url, found, allow_remote=allow_remote, timeout_s=timeout_s)
        self._list = Server(
            url, found, allow_remote=allow_remote, timeout_s=min(_LIST_S, timeout_s)
        )
        self._model, self._format = model, 0
        self._candidates, self._retries = max(1, candidates), max(0, retries)
        self._tokens = 0

    def models(self, check: Check = lambda: None) -> tuple[str, ...]:
        """The models that the server offers; () where it does not list them.

        Raises:
            UserInputError, EnvironmentFault: as `Server.post`; the remedy says what to do.
        """
        try:
            found = self._list.get("/models", check)
        except EnvironmentFault as exc:
            if exc.code == "endpoint-unknown":
                return ()
            raise
        rows = found.get("data") if isinstance(found, dict) else None
        ids = [row.get("id") for row in rows or () if isinstance(row, dict)]
        return tuple(name for name in ids if isinstance(name, str))

    def choose(self, check: Check = lambda: None) -> str:
        """The model that will write, as the server calls it.

        Raises:
            EnvironmentFault: it is not there, or none was named and there are several.
        """
        offered = self.models(check)
        known = ", ".join(offered[:12]) or "none"
        if not self._model:
            if len(offered) != 1:
                raise EnvironmentFault(
                    "endpoint-model", f"{self.origin} has these models: {known}.",
                    "Name the one that is to write.",
                )  # fmt: skip
            return offered[0]
        near = [m for m in offered if self._model in (m, m.partition(":")[0])]
        if offered and not near:
            raise EnvironmentFault(
                "endpoint-model", f"{self.origin} has no model called {self._model}.",
                f"It has: {known}. Load it there, or name another.",
            )  # fmt: skip
        return self._model if self._model in near or not near else near[0]

    def write(
        self, dossier: Dossier, *, episodes: int, words: int, seed: int,
        check: Callable[[], None], progress: Callable[[int, int], None],
    ) -> ModelDraft:  # fmt: skip
        """Write a season. check: called at least ten times a second while the server is waited for,
        may raise `Cancelled`. progress: texts done and texts in all, the plan counting as one.

        Raises:
            UserInputError: a number outside its range, or a server further away than allowed.
            EnvironmentFault: the server is not there, wants another key or model, or has stopped
                answering. MakeError: the season could not be finished.
        """
        started = time.monotonic()
        order = commission(dossier, episodes=episodes, words=words, seed=seed)
        self._tokens, model = 0, self.choose(check)
        progress(0, 1 + episodes)
        asking = _Asking(self._retries)
        plans, mends = self._plan(order, model, asking, check)
        progress(1, 1 + episodes)
        offered: list[list[Screenplay]] = []
        told: list[_Told] = []
        for entry in plans:
            screenplays, notes = self._episode(order, plans, entry, model, asking, check)
            offered.append(screenplays or [Screenplay()])
            told.append(notes)
            progress(1 + entry.number, 1 + episodes)
        kept = keep_best(order, plans, offered)
        draft, changes = finish(order, plans, [one.screenplay for one in kept])
        record = {
            "engine": ENGINE,
            "server": self.origin,
            "model": model,
            "format": FORMATS[self._format],
            "candidates": self._candidates,
            "plan": [asdict(entry) for entry in plans],
            "plan_mends": mends,
            "plan_problems": asking.problems,
            "episodes": [
                _recorded(number, one, notes, changes)
                for number, (one, notes) in enumerate(zip(kept, told, strict=True), 1)
            ],
            "season_mends": changes,
            "tokens": self._tokens,
            "seconds": round(time.monotonic() - started, 2),
        }
        return ModelDraft(draft, json.dumps(record, ensure_ascii=False))

    def _plan(
        self, order: Commission, model: str, asking: _Asking, check: Check
    ) -> tuple[tuple[EpisodePlan, ...], tuple[str, ...]]:
        """The mended plan, a few episodes at a time."""
        plans: list[EpisodePlan] = []
        season = len(order.skeleton)
        for first in range(1, season + 1, _PLANNED):
            last = min(season, first + _PLANNED - 1)
            prompt = plan_prompt(order, first, last, plans)
            system = _system(prompt, order, PLAN_FORM)
            schema = plan_schema(list(order.labels), last - first + 1)
            most = (last - first + 1) * _PLAN_TOKENS
            for attempt in asking.attempts():
                body = _body(model, system, prompt.user, most, order.seed + attempt)
                answer = asking.tried(self._answer, _Request(body, schema), check)
                found = read_plan(answer, order.labels, first) if answer is not None else ()
                if found:
                    plans += found[: last - first + 1]
                    break
                asking.problems.append(f"episodes {first} to {last}: {asking.why('no plan')}")
        return mend(plans, order.skeleton)

    def _episode(
        self, order: Commission, plans: Sequence[EpisodePlan], entry: EpisodePlan, model: str,
        asking: _Asking, check: Check,
    ) -> tuple[list[Screenplay], _Told]:  # fmt: skip
        """Usable screenplays of one episode, at most as many as there are candidates."""
        prompt = episode_prompt(order, plans, entry.number)
        system = _system(prompt, order, SCREENPLAY_FORM)
        schema = screenplay_schema(labels_of(order, entry.people))
        usable: list[Screenplay] = []
        told = _Told()
        for attempt in asking.attempts(self._candidates):
            told.asked += 1
            seed = order.seed * 1000 + entry.number * 20 + attempt
            body = _body(model, system, prompt.user, _EPISODE_TOKENS, seed)
            answer = asking.tried(self._answer, _Request(body, schema), check)
            if answer is None:
                told.problems.append(asking.why(""))
                continue
            written, done = read_screenplay(answer, order.labels)
            problem = _problem(written, order)
            if problem:
                told.problems += [problem, *done]
                continue
            usable.append(written)
            told.understood.append(list(done))
            if len(usable) == self._candidates:
                break
        return usable, told

    def _answer(self, request: _Request, check: Check) -> str:
        """What the model says, in the strictest form that this server has not refused yet."""
        while True:
            name = FORMATS[self._format]
            asked = dict(request.body)
            if name == "json_schema":
                wanted = {"name": "answer", "strict": True, "schema": request.schema}
                asked["response_format"] = {"type": name, "json_schema": wanted}
            elif name == "json_object":
                asked["response_format"] = {"type": name}
            try:
                return self._said(self._server.post("/chat/completions", asked, check))
            except RefusedFault:
                if self._format == len(FORMATS) - 1:
                    raise
                self._format += 1

    def _said(self, found: object) -> str:
        """The text of an answer. Raises EnvironmentFault for one of another form."""
        if isinstance(found, dict):
            usage, choices = found.get("usage"), found.get("choices")
            spent = usage.get("completion_tokens") if isinstance(usage, dict) else 0
            self._tokens += spent if isinstance(spent, int) else 0
            first = choices[0] if isinstance(choices, list) and choices else None
            message = first.get("message") if isinstance(first, dict) else None
            if isinstance(message, dict):
                content = message.get("content")
                return content if isinstance(content, str) else ""
        raise EnvironmentFault(
            "endpoint-answer", f"{self.origin} answers, but not as a chat.",
            "Is this the address of an OpenAI-compatible server?",
        )  # fmt: skip


class _Asking:
    """Counts in vain: how often to ask again, and when a server is to be given up."""

    def __init__(self, retries: int) -> None:
        self.problems: list[str] = []
        self._retries = retries
        self._last: EnvironmentFault | None = None
        self._silent = 0  # texts in a row without any answer
        self._answered = False

    def attempts(self, wanted: int = 1) -> range:
        """Attempts for one text. Raises EnvironmentFault when the last few had no answer."""
        self._silent = 0 if self._answered else self._silent + 1
        if self._silent > _GIVE_UP and self._last is not None:
            raise self._last
        self._answered = False
        return range(wanted + self._retries)

    def tried(
        self, ask: Callable[[_Request, Check], str], request: _Request, check: Check
    ) -> str | None:
        """An answer, None where the server failed in a way that may pass."""
        self._last = None
        try:
            answer = ask(request, check)
        except EnvironmentFault as exc:
            if exc.code not in TRANSIENT:
                raise
            self._last = exc
            return None
        self._answered = True
        return answer

    def why(self, otherwise: str) -> str:
        """What went wrong with the last attempt."""
        return self._last.message if self._last is not None else otherwise


def _body(model: str, system: str, user: str, tokens: int, seed: int) -> dict[str, object]:
    return {
        "model": model,
        "messages": [{"role": "system", "content": system}, {"role": "user", "content": user}],
        "max_tokens": tokens,
        "temperature": _TEMPERATURE,
        "seed": seed,
        "stream": False,
    }


def _system(prompt: Prompt, order: Commission, form: str) -> str:
    """The form stands here, since an episode's prompt has to end with its cliffhanger."""
    return f"{prompt.system}\n{FORMS[order.tongue]}{form}"


def _problem(written: Screenplay, order: Commission) -> str:
    """Why a screenplay cannot be used even when mended; "" when it can."""
    if not written.lines:
        return "no lines in the answer"
    mended, _ = repair(written, order.bounds)
    if len(mended.lines) <= FEWEST_INNER:
        return f"{len(mended.lines)} lines only"
    if is_chinese(" ".join(mended.texts)) != (order.tongue == "zh"):
        return "in another language"
    return "" if fits(mended.texts, order.bounds) else "too many words, whatever is left out"


def _recorded(number: int, one: Kept, told: _Told, changes: Sequence[str]) -> dict[str, object]:
    """What the record holds of one episode. changes: what `finish` had to do."""
    wrote = bool(told.understood)
    marks = (f"ep{number:02d}:", "season:")
    stood_in = any(c.startswith(marks) and c.endswith("is used") for c in changes)
    return {
        "episode": number,
        "embedded": stood_in,
        "chosen": one.chosen if wrote else None,
        "scores": [asdict(score) | {"total": score.total} for score in one.scores] if wrote else [],
        "understood": told.understood[one.chosen] if wrote else [],
        "repairs": one.repairs,
        "asked": told.asked,
        "problems": told.problems,
    }
