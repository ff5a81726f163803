"""Pairs to learn from: what Bark says, and the semantic tokens from which it said it.

Bark speaks each sentence without a voice to continue, so that every row is another speaker. Pairs
are kept in a folder as they come: a training that was stopped goes on where it was.

Loads torch: for worker processes only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from transformers import AutoTokenizer, BarkModel, HubertModel

from engine.base.canon import digest
from engine.base.errors import MakeError, UserInputError
from engine.models.loading import Loadable, half_precision, load
from engine.voice.bark_stages import Row, Stages
from engine.voice.quantiser import (
    HEARD_HZ,
    SEMANTIC_HZ,
    at_token_rate,
    hubert_features,
    load_hubert,
    weights_digest,
)
from engine.voice.rates import lowered, raised

LEAST_S = 0.5
"""Utterances of less are left out: Bark said next to nothing."""
_FRUITLESS = 8
"""Batches in a row without one usable utterance, after which Bark is taken to be broken."""


@dataclass(frozen=True, slots=True)
class PairPlan:
    """What is made. texts: sentences, used again and again with other seeds. seconds: of speech
    wanted. batch: sentences spoken at once."""

    bark: Path
    hubert: Path
    texts: tuple[str, ...]
    seconds: float
    batch: int = 16
    seed: int = 1

    @property
    def identity(self) -> str:
        """Pairs of equal identity can be mixed; how many are wanted does not matter."""
        return digest({
            "bark": weights_digest(self.bark), "hubert": weights_digest(self.hubert),
            "texts": list(self.texts), "batch": self.batch, "seed": self.seed,
        })  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """One utterance. features: (T, width) float16 at the rate of tokens. tokens: (T,) int64."""

    features: Tensor
    tokens: Tensor


def make_pairs(
    plan: PairPlan,
    folder: Path,
    device: str,
    check: Callable[[], None],
    say: Callable[[float], None],
) -> int:
    """Fill `folder` until it holds the seconds wanted; returns how many semantic classes Bark has.

    check: called at every step of Bark. say: told the seconds there are.

    Raises:
        UserInputError: the folder holds pairs of another training. EnvironmentFault: a model is
            missing. MakeError: Bark says nothing that can be used.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _claim(folder, plan.identity)
    have, next_batch = _already(folder)
    speaker = _Speaker(plan, device)
    fruitless = 0
    while have < plan.seconds:
        say(have)
        check()
        pairs = speaker.pairs(next_batch, check)
        fruitless = 0 if pairs else fruitless + 1
        if fruitless >= _FRUITLESS:
            raise MakeError(
                "nothing-said", "Bark says nothing that can be learnt from.",
                "Verify its files: models verify",
            )  # fmt: skip
        _keep(folder, next_batch, pairs)
        have += sum(len(pair.tokens) for pair in pairs) / SEMANTIC_HZ
        next_batch += 1
    say(have)
    return speaker.classes


def read_pairs(folder: Path, seconds: float) -> Iterator[Pair]:
    """All pairs in the order in which they were made, until they come to so many seconds."""
    left = seconds * SEMANTIC_HZ
    for file in _shards(folder):
        found = load_file(file)
        for at in range(len(found) // 2):
            if left <= 0:
                return
            pair = Pair(found[f"{at}.features"], found[f"{at}.tokens"])
            left -= len(pair.tokens)
            yield pair


class _Speaker:
    """Bark and the ear that listens to it."""

    def __init__(self, plan: PairPlan, device: str) -> None:
        self._plan = plan
        kind = cast("Loadable[BarkModel]", BarkModel)
        model: torch.nn.Module = load(kind, plan.bark, dtype=half_precision(device))
        self._stages = Stages(cast("BarkModel", model.eval().to(device)))
        self._tokens = AutoTokenizer.from_pretrained(str(plan.bark), local_files_only=True)
        self._hubert: HubertModel = load_hubert(plan.hubert, device)

    @property
    def classes(self) -> int:
        return self._stages.settings.semantic_vocab

    def pairs(self, batch: int, check: Callable[[], None]) -> list[Pair]:
        """Utterances of batch number `batch`: the same ones whenever they are asked for."""
        first = batch * self._plan.batch
        rows = [self._row(first + n) for n in range(self._plan.batch)]
        found = []
        for heard in self._stages.speak(rows, check):
            check()
            if heard.ran_away or len(heard.semantic) < LEAST_S * SEMANTIC_HZ:
                continue
            sound = self._stages.sound(heard)
            if not np.isfinite(sound).all() or np.abs(sound).max(initial=0) < 1e-3:
                continue
            wave = lowered(raised(sound, self._stages.settings.rate), HEARD_HZ)
            tokens = torch.from_numpy(heard.semantic)
            features = at_token_rate(hubert_features(self._hubert, wave), len(tokens))
            found.append(Pair(features.half(), tokens))
        return found

    def _row(self, number: int) -> Row:
        lap, at = divmod(number, len(self._plan.texts))
        order = np.random.default_rng([self._plan.seed, lap]).permutation(len(self._plan.texts))
        text = self._plan.texts[int(order[at])]
        tokens = self._tokens(text, add_special_tokens=False)["input_ids"]
        return Row(tuple(tokens[:256]), None, seed=self._plan.seed * 1_000_003 + number)


def _claim(folder: Path, identity: str) -> None:
    """Mark the folder as this training's, or refuse another's."""
    mark = folder / "pairs.json"
    if not mark.exists():
        mark.write_text(json.dumps({"identity": identity}), "utf-8")
        return
    try:
        found = json.loads(mark.read_text("utf-8")).get("identity")
    except (ValueError, AttributeError):
        found = None
    if found != identity:
        raise UserInputError(
            "other-training", f"{folder} holds what another training made.",
            "Delete that folder, or name another file with --out.",
        )  # fmt: skip


def _already(folder: Path) -> tuple[float, int]:
    """Seconds of speech there are, and the number of the next batch."""
    files = _shards(folder)
    tokens = sum(len(t) for f in files for n, t in load_file(f).items() if n.endswith(".tokens"))
    return tokens / SEMANTIC_HZ, int(files[-1].stem.rpartition("-")[2]) + 1 if files else 0


def _shards(folder: Path) -> list[Path]:
    return sorted(folder.glob("pairs-*.safetensors"))


def _keep(folder: Path, batch: int, pairs: Sequence[Pair]) -> None:
    tensors = {}
    for at, pair in enumerate(pairs):
        tensors[f"{at}.features"] = pair.features.contiguous()
        tensors[f"{at}.tokens"] = pair.tokens.contiguous()
    file = folder / f"pairs-{batch:06d}.safetensors"
    aside = file.with_name(f".{file.name}.part")
    save_file(tensors, aside)
    aside.replace(file)
