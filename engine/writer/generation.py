"""Many rows of text from one causal language model, each under its own grammar.

Prompts are padded on the left to one length, so that all rows write at the same position; with
more rows than memory they are cut into batches, and a batch that does not fit is halved. Used in
worker processes only.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import cast

import torch
from jinja2 import TemplateError
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    GenerationConfig,
    GenerationMixin,
    LogitsProcessorList,
    PreTrainedModel,
    PreTrainedTokenizerBase,
)

from engine.base.errors import EnvironmentFault, MakeError
from engine.models.loading import Loadable, half_precision, load
from engine.writer.decoding import USUAL, RowChooser, Taste
from engine.writer.prompts import Prompt
from engine.writer.rows import Grammars, Row
from engine.writer.steering import Span, Steering

_ROWS_ON_CPU, _MOST_ROWS = 32, 256
_DATE = "26 Jul 2024"
"""What Llama's chat form is told of the day: always the same, so that equal seeds write equally."""
_USUAL_TOKENS = 1_200
"""Tokens a row is expected to write at most; only to guess how many rows fit at once."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One row to be written. begin: makes its state anew. stream: names its random numbers."""

    prompt: Prompt
    begin: Callable[[], Row]
    stream: str


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, one text a row, and how many tokens that took."""

    texts: tuple[str, ...]
    prompt_tokens: int
    tokens: int


class Generator:
    """A loaded model with its tokenizer and grammars."""

    def __init__(
        self, folder: Path, device: str, steering: Steering | None = None, taste: Taste = USUAL
    ) -> None:
        """Load a model. How its makers would have it drawn from is left aside: see `decoding`.

        Raises:
            EnvironmentFault: as `loading.load`, or the model has no token that ends a text.
        """
        tokenizer = load(cast("Loadable[PreTrainedTokenizerBase]", AutoTokenizer), folder)
        kind = cast("Loadable[PreTrainedModel]", AutoModelForCausalLM)
        self._hold(load(kind, folder, dtype=half_precision(device)), tokenizer, device)
        self._draw(steering, taste)

    @classmethod
    def of(
        cls, model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, device: str,
        steering: Steering | None = None, taste: Taste = USUAL,
    ) -> Generator:  # fmt: skip
        """A model that is already in memory, in whatever precision it has.

        Raises:
            EnvironmentFault: the model has no token that ends a text.
        """
        found = cls.__new__(cls)
        found._hold(model, tokenizer, device)
        found._draw(steering, taste)
        return found

    def _hold(
        self, model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, device: str
    ) -> None:
        """Put the model in its place, and read from it what rows have to know."""
        self._tokenizer, self._model, self._device = tokenizer, model, device
        module: torch.nn.Module = model
        try:
            module.to(device).eval()
        except torch.OutOfMemoryError:
            raise MakeError(
                "no-memory", "The writing model does not fit into the card's memory.",
                "Close other programs, or choose a smaller model.",
            ) from None  # fmt: skip
        cast("GenerationMixin", model).generation_config = GenerationConfig.from_dict({})
        self._stop = self._stop_token()
        width = int(model.config.get_text_config().vocab_size)
        self.grammars = Grammars(tokenizer, width, self._stop)

    def _draw(self, steering: Steering | None, taste: Taste) -> None:
        """How tokens are drawn from now on."""
        self._steering, self._taste = steering, taste
        if steering is not None:
            steering.attach(self._model)

    @property
    def context(self) -> int:
        """Tokens the model can look back on, prompt and answer together."""
        return int(getattr(self._model.config, "max_position_embeddings", 0) or 1 << 20)

    def length(self, prompt: Prompt) -> int:
        """Tokens of a prompt."""
        return len(self._encoded(prompt)[0])

    def write(
        self, asked: Sequence[Asked], most: int, seed: int, check: Callable[[], None],
        finished: Callable[[int], None],
    ) -> Written:  # fmt: skip
        """Write all rows. most: tokens no row can exceed, by its grammar. finished: told how many
        rows are whole.

        Raises:
            EnvironmentFault: the model's context is too short. MakeError: no memory for one row.
        """
        encoded = [self._encoded(one.prompt) for one in asked]
        longest = max(len(tokens) for tokens, _ in encoded)
        if longest + most > self.context:
            raise EnvironmentFault(
                "context",
                f"The model looks back on {self.context:,} tokens; this needs {longest + most:,}.",
                "Choose a model with a longer context, or fewer words an episode.",
            )
        texts: list[str] = []
        tokens, size = 0, self._rows_at_once(longest)
        while len(texts) < len(asked):
            before = len(texts)
            part = slice(before, before + size)
            told = partial(_told, finished, before)
            try:
                rows, count = self._batch(
                    asked[part], encoded[part], longest, most, seed, check, told
                )
            except torch.OutOfMemoryError:
                if size == 1:
                    raise MakeError(
                        "no-memory", "There is not enough memory to write one episode.",
                        "Close other programs, or choose a smaller model.",
                    ) from None  # fmt: skip
                size = max(1, min(size, len(asked)) // 2)
                continue
            texts += [row.text for row in rows]
            tokens += count
        return Written(tuple(texts), sum(len(row) for row, _ in encoded), tokens)

    def _batch(
        self, asked: Sequence[Asked], encoded: Sequence[tuple[list[int], Span]], longest: int,
        most: int, seed: int, check: Callable[[], None], finished: Callable[[int], None],
    ) -> tuple[list[Row], int]:  # fmt: skip
        rows = [one.begin() for one in asked]
        chooser = RowChooser(
            rows, [random.Random(f"{seed}|{one.stream}") for one in asked], self._stop, check,
            finished, self._steering, self._taste,
        )  # fmt: skip
        pads = [longest - len(tokens) for tokens, _ in encoded]
        ids = [[self._stop] * pad + tokens for pad, (tokens, _) in zip(pads, encoded, strict=True)]
        mask = [[0] * pad + [1] * (longest - pad) for pad in pads]
        config = GenerationConfig.from_dict(
            {"max_new_tokens": most + 1, "do_sample": False, "num_beams": 1, "use_cache": True,
             "eos_token_id": self._stop, "pad_token_id": self._stop}
        )  # fmt: skip
        if self._steering is not None:
            spans = [
                (start + pad, end + pad) if end > start else (0, 0)
                for pad, (_, (start, end)) in zip(pads, encoded, strict=True)
            ]
            self._steering.begin(spans, pads)
        try:
            with torch.inference_mode():
                cast("GenerationMixin", self._model).generate(
                    input_ids=torch.tensor(ids, device=self._device),
                    attention_mask=torch.tensor(mask, device=self._device),
                    generation_config=config,
                    logits_processor=LogitsProcessorList([chooser]),
                )
        finally:
            if self._steering is not None:
                self._steering.end()
        for row in rows:
            if not row.finished:
                raise MakeError("unfinished", "The model stopped in the middle of a text.")
        return rows, chooser.tokens

    def _encoded(self, prompt: Prompt) -> tuple[list[int], Span]:
        """Tokens of a prompt, and which of them are the planned cliffhanger."""
        text, special = self._rendered(prompt)
        fast = self._tokenizer.is_fast
        found = self._tokenizer(
            text, add_special_tokens=special, return_offsets_mapping=fast, verbose=False
        )
        tokens = [int(token) for token in found["input_ids"]]
        start, end = prompt.landing
        at = text.rfind(prompt.user[start:end]) if end > start else -1
        if at < 0 or not fast:
            return tokens, (0, 0)
        inside = [
            place
            for place, (low, high) in enumerate(found["offset_mapping"])
            if low < at + end - start and high > at
        ]
        return tokens, (inside[0], inside[-1] + 1) if inside else (0, 0)

    def _rendered(self, prompt: Prompt) -> tuple[str, bool]:
        """The prompt in the model's own chat form, and whether special tokens are still missing."""
        if not self._tokenizer.chat_template:
            return f"{prompt.system}\n\n{prompt.user}\n\n", True
        system = {"role": "system", "content": prompt.system}
        user = {"role": "user", "content": prompt.user}
        joined = {"role": "user", "content": f"{prompt.system}\n\n{prompt.user}"}
        try:
            return self._chat([system, user]), False
        except TemplateError:  # some models have no system role
            return self._chat([joined]), False

    def _chat(self, messages: list[dict[str, str]]) -> str:
        rendered = self._tokenizer.apply_chat_template(
            messages, tokenize=False, add_generation_prompt=True, enable_thinking=False,
            date_string=_DATE,
        )  # fmt: skip
        return str(rendered)

    def _stop_token(self) -> int:
        """The token by which rows end and are padded; no grammar ever offers it.

        Raises:
            EnvironmentFault: the model has none.
        """
        for known in (
            self._tokenizer.eos_token_id,
            self._model.config.eos_token_id,
            self._tokenizer.pad_token_id,
        ):
            first = known[0] if isinstance(known, list) and known else known
            if isinstance(first, int):
                return first
        raise EnvironmentFault(
            "no-end", "The model has no token that ends a text.", "Choose another model."
        )

    def _rows_at_once(self, prompt: int) -> int:
        """Rows that should fit into memory, from the card's size, so that equal machines agree."""
        if not self._device.startswith("cuda"):
            return _ROWS_ON_CPU
        config = self._model.config.get_text_config()
        heads = getattr(config, "num_key_value_heads", None) or config.num_attention_heads
        width = getattr(config, "head_dim", None) or (
            config.hidden_size // config.num_attention_heads
        )
        cache = 2 * config.num_hidden_layers * heads * width * self._model.dtype.itemsize
        weights = sum(p.numel() * p.element_size() for p in self._model.parameters())
        whole = torch.cuda.get_device_properties(self._device).total_memory
        fit = int((0.8 * whole - weights) / (cache * (prompt + _USUAL_TOKENS)))
        return max(1, min(_MOST_ROWS, fit))


def _told(finished: Callable[[int], None], before: int, done: int) -> None:
    """Tell of rows of one batch as of all of them."""
    finished(before + done)
