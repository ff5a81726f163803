"""A local causal language model writes the season: a plan, then all episodes in one batch.

Any model that transformers loads as a causal LM: Llama 3.2, or one of Qwen3's kind for Mandarin.
The word limit does not rest on the model, see `rows` and `word_budget`. Imported in worker
processes; torch is imported when a model is loaded.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from engine.base.errors import EnvironmentFault
from engine.models.loading import refuse_unsafe
from engine.writer.commission import Commission, Kept, commission, finish, keep_best
from engine.writer.prompts import episode_prompt, labels_of, plan_prompt
from engine.writer.screenplay import parse
from engine.writer.screenplay_grammar import (
    Alphabet,
    alphabet,
    plan_bytes,
    screenplay_bytes,
)
from engine.writer.season_plan import EpisodePlan, mend, parse_plan
from engine.writer.steering import Steering
from engine.writer.types import Dossier, ModelDraft

if TYPE_CHECKING:
    from engine.writer.generation import Generator, Written

ENGINE = "llama"
_ACT = 5  # episodes planned in one row: acts are planned beside each other, each seeing the outline
_SPARE = 32  # tokens by which a plan's prompt may grow with the number of its last episode


class LlamaWriter:
    """Writes seasons with one model, which it holds in memory as long as it lives."""

    def __init__(
        self, folder: Path, device: str, *, fingerprint: str = "", candidates: int = 4,
        steering: Steering | None = None,
    ) -> None:  # fmt: skip
        """folder: the model, safetensors. device: as `loading.device_name`. fingerprint: hash of
        the weights, for the record. candidates: screenplays an episode is chosen from, 1 and up.

        Raises:
            EnvironmentFault: the folder cannot be used, see `loading.load`.
        """
        refuse_unsafe(folder)
        from engine.writer.generation import Generator

        self._hold(Generator(folder, device, steering), folder.name, fingerprint, candidates)

    @classmethod
    def of(cls, generator: Generator, name: str, *, candidates: int = 4) -> LlamaWriter:
        """A writer with a model that is already in memory. name: of the model, for the record."""
        found = cls.__new__(cls)
        found._hold(generator, name, "", candidates)
        return found

    def _hold(self, generator: Generator, name: str, fingerprint: str, candidates: int) -> None:
        self._generator = generator
        self._name = name
        self._fingerprint = fingerprint
        self._candidates = max(1, candidates)

    def write(
        self, dossier: Dossier, *, episodes: int, words: int, seed: int,
        check: Callable[[], None], progress: Callable[[int, int], None],
    ) -> ModelDraft:  # fmt: skip
        """Write a season; equal arguments give an equal draft on the same machine.

        check: called before every token, may raise `Cancelled`. progress: texts done and texts in
        all, the plan counting as one.

        Raises:
            UserInputError: a number outside its range. MakeError: the season could not be finished.
        """
        started = time.monotonic()
        order = commission(dossier, episodes=episodes, words=words, seed=seed)
        whole = 1 + episodes * self._candidates
        progress(0, whole)
        plans, mends, planned = self._plan(order, check)
        progress(1, whole)
        written = self._episodes(order, plans, check, lambda done: progress(1 + done, whole))
        texts = iter(written.texts)
        offered = [
            [parse(next(texts), order.labels) for _ in range(self._candidates)] for _ in plans
        ]
        kept = keep_best(order, plans, offered)
        draft, changes = finish(order, plans, [one.screenplay for one in kept])
        progress(whole, whole)
        record = {
            "engine": ENGINE,
            "model": self._name,
            "fingerprint": self._fingerprint,
            "candidates": self._candidates,
            "plan": [asdict(entry) for entry in plans],
            "plan_mends": mends,
            "episodes": [_kept(number, one) for number, one in enumerate(kept, 1)],
            "season_mends": changes,
            "prompt_tokens": sum(one.prompt_tokens for one in (planned, written)),
            "tokens": sum(one.tokens for one in (planned, written)),
            "seconds": round(time.monotonic() - started, 2),
        }
        return ModelDraft(draft, json.dumps(record, ensure_ascii=False))

    def _plan(
        self, order: Commission, check: Callable[[], None]
    ) -> tuple[tuple[EpisodePlan, ...], tuple[str, ...], Written]:
        """The mended plan, an act or as much as the model's context holds in each row."""
        from engine.writer.generation import Asked
        from engine.writer.rows import PlanRow

        grammars, season = self._generator.grammars, len(order.skeleton)
        labels, letters = list(order.labels), _alphabet(order)
        each = plan_bytes(order.tongue, labels)
        rest = self._generator.length(plan_prompt(order, season, season))
        size = min(_ACT, self._fitting(rest, each))
        asked: list[Asked] = []
        for first in range(1, season + 1, size):
            last = min(season, first + size - 1)
            begin = partial(PlanRow, grammars, letters, labels, last - first + 1, season)
            asked.append(Asked(plan_prompt(order, first, last), begin, f"plan{first}"))
        written = self._generator.write(asked, size * each + _SPARE, order.seed, check, _unheard)
        plans: list[EpisodePlan] = []
        for at, text in enumerate(written.texts):
            plans += parse_plan(text, order.labels, 1 + at * size)
        mended, mends = mend(plans, order.skeleton)
        return mended, mends, written

    def _episodes(
        self, order: Commission, plans: Sequence[EpisodePlan], check: Callable[[], None],
        finished: Callable[[int], None],
    ) -> Written:  # fmt: skip
        """All candidates of all episodes, those of one episode next to each other."""
        from engine.writer.generation import Asked
        from engine.writer.rows import ScreenplayRow

        grammars, letters, bounds = self._generator.grammars, _alphabet(order), order.bounds
        asked: list[Asked] = []
        for entry in plans:
            prompt = episode_prompt(order, plans, entry.number)
            labels = labels_of(order, entry.people)

            begin = partial(ScreenplayRow, grammars, letters, labels, bounds)
            asked += [
                Asked(prompt, begin, f"ep{entry.number}|{at}") for at in range(self._candidates)
            ]
        most = screenplay_bytes(bounds, list(order.labels))
        return self._generator.write(asked, most, order.seed, check, finished)

    def _fitting(self, prompt: int, each: int) -> int:
        """How many episodes can be planned in one go."""
        found = (self._generator.context - prompt - 2 * _SPARE) // each
        if found < 1:
            raise EnvironmentFault(
                "context",
                f"The model looks back on {self._generator.context:,} tokens only.",
                "Choose a model with a longer context.",
            )
        return found


def _alphabet(order: Commission) -> Alphabet:
    """The letters of a season."""
    return alphabet(order.tongue, "".join((*order.labels, *order.dossier.obligations)))


def _unheard(done: int) -> None:
    """A plan is one text, there is nothing to tell of it before it is whole."""


def _kept(number: int, one: Kept) -> dict[str, object]:
    """What the record holds of one episode."""
    return {
        "episode": number,
        "chosen": one.chosen,
        "scores": [asdict(score) | {"total": score.total} for score in one.scores],
        "repairs": one.repairs,
    }
