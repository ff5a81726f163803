"""Bark's three transformers on many rows at once, each row with a speaker and a seed of its own.

Transformers' own `generate` takes one speaker a batch. Here every row has its history: fixed places
in the semantic stage, left padding in the coarse one, a window of its own in the fine one. Nothing
of a row depends on the rows beside it, so that a line comes out the same in any company: exactly in
float32, up to rounding (which may flip a close draw) in half precision.

The cache grows (`DynamicCache`): a static one runs without an error and gives wrong logits, because
Bark cuts its causal mask by the cache's whole length.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from transformers import BarkModel, DynamicCache
from transformers.models.bark.modeling_bark import BarkCausalModel

from engine.voice.bark_prompts import Prompt, Vocabulary
from engine.voice.bark_settings import Settings, settings_of

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Heat:
    """Sampling temperatures of the three stages; 0 takes the likeliest code. ending: the
    probability of the end from which a row ends at once, 0 for never."""

    semantic: float = 0.7
    coarse: float = 0.7
    fine: float = 0.5
    ending: float = 0.2


@dataclass(frozen=True, slots=True)
class Row:
    """One stretch of speech. tokens: of the text, at most 256 are used. most: semantic codes
    (49.9 a second) after which it is stopped."""

    tokens: tuple[int, ...]
    prompt: Prompt | None
    seed: int = 0
    heat: Heat = Heat()
    most: int = 768


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of a row. codes: (8, frames) at 75 a second. ran_away: it never ended by itself."""

    semantic: NDArray[np.int64]
    codes: NDArray[np.int64]
    ran_away: bool


class Stages:
    """A loaded Bark. Not to be used by two threads at once."""

    def __init__(self, model: BarkModel) -> None:
        self.model = model
        self.settings: Settings = settings_of(model.generation_config)

    @property
    def vocabulary(self) -> Vocabulary:
        """What codes a prompt may hold."""
        return Vocabulary(self.settings.semantic_vocab, self.settings.codebook)

    def speak(self, rows: Sequence[Row], check: Callable[[], None]) -> list[Heard]:
        """All rows through all stages. check: called before every step, may raise.

        Raises:
            torch.OutOfMemoryError: too many rows for the device.
        """
        with torch.inference_mode(), watched(self.model, check):
            semantic, ran_away = self.semantic(rows)
            fine = self.fine(rows, self.coarse(rows, semantic))
        return [
            Heard(_plain(said), _plain(codes), away)
            for said, codes, away in zip(semantic, fine, ran_away, strict=True)
        ]

    def semantic(self, rows: Sequence[Row]) -> tuple[list[Tensor], list[bool]]:
        """Codes of each row up to its end, and whether it had to be stopped."""
        s, model = self.settings, self.model.semantic
        embed = model.input_embeds_layer
        text = self._filled([[t + s.text_offset for t in row.tokens] for row in rows], s.text_pad)
        none = np.zeros(0, np.int64)
        told = [row.prompt.semantic[-s.text_length :] if row.prompt else none for row in rows]
        history = self._filled(told, s.semantic_pad)
        infer = torch.full((len(rows), 1), s.semantic_infer, device=model.device)
        step = _Stepper(model)
        logits = step(inputs_embeds=torch.cat([embed(text) + embed(history), embed(infer)], 1))

        most = min(max(row.most for row in rows), s.semantic_most)
        draw = _Draw(rows, "semantic", most, model.device)
        allowed = torch.tensor([*range(s.semantic_vocab), s.semantic_pad], device=model.device)
        limits = torch.tensor([row.most for row in rows], device=model.device)
        endings = torch.tensor([row.heat.ending for row in rows], device=model.device)
        ended = torch.zeros(len(rows), dtype=torch.bool, device=model.device)
        said: list[Tensor] = []
        for at in range(most):
            scores = _or_end(logits[:, allowed].float(), endings)
            picked = allowed[draw(scores, at)]
            stopped = limits <= at
            ended = ended | (~stopped & (picked == s.semantic_pad))
            picked = torch.where(ended | stopped, s.semantic_pad, picked)
            said.append(picked)
            if bool((ended | (limits <= at + 1)).all()):
                break
            logits = step(input_ids=picked[:, None])
        codes = torch.stack(said, 1)
        counts = [int(n) for n in (codes != s.semantic_pad).sum(1)]
        return [line[:n] for line, n in zip(codes, counts, strict=True)], [
            not bool(e) for e in ended
        ]

    def coarse(self, rows: Sequence[Row], semantic: Sequence[Tensor]) -> list[Tensor]:
        """(2, frames) of each row: the first two codebooks, in windows of 60 codes."""
        s, model = self.settings, self.model.coarse_acoustics
        lines = [
            _Line(self, row, codes.to(model.device))
            for row, codes in zip(rows, semantic, strict=True)
        ]
        draw = _Draw(rows, "coarse", max((line.wanted for line in lines), default=0), model.device)
        done = 0
        while left := [n for n, line in enumerate(lines) if line.wanted > done]:
            windows = [lines[n].window(done) for n in left]
            step = _Stepper(model, [len(w) for w in windows])
            count = min(s.window, max(lines[n].wanted for n in left) - done)
            logits = step(input_ids=_left_padded(windows, s.coarse_pad))
            for at in range(count):
                low = s.semantic_vocab + (at % 2) * s.codebook
                scores = logits[:, low : low + s.codebook].float()
                picked = draw(scores, done + at, left) + low
                for n, code in zip(left, picked, strict=True):
                    lines[n].heard.append(code)
                if at + 1 < count:
                    logits = step(input_ids=picked[:, None])
            done += count
        return [line.codes() for line in lines]

    def fine(self, rows: Sequence[Row], coarse: Sequence[Tensor]) -> list[Tensor]:
        """(8, frames) of each row: all codebooks."""
        s, model = self.settings, self.model.fine_acoustics
        sheets = [
            _Sheet(s, row, codes.to(model.device)) for row, codes in zip(rows, coarse, strict=True)
        ]
        for turn in range(max((sheet.turns for sheet in sheets), default=0)):
            left = [n for n, sheet in enumerate(sheets) if sheet.turns > turn]
            places = [sheets[n].place(turn) for n in left]
            page = torch.stack([sheets[n].page(turn) for n in left])
            for book in range(2, s.fine_books):
                stage = f"fine {turn} {book}"
                draw = _Draw([rows[n] for n in left], stage, s.fine_input, model.device)
                scores = model(book, page).logits[..., : s.codebook].float()
                found = draw.all(scores)
                for n, (_, fill) in enumerate(places):
                    page[n, fill:, book] = found[n, fill:]
            for n, filled in zip(left, page, strict=True):
                sheets[n].write(turn, filled)
        return [sheet.codes() for sheet in sheets]

    def sound(self, heard: Heard) -> Samples:
        """Mono samples at `settings.rate` of one row, alone: EnCodec's LSTM hears padding."""
        codec = self.model.codec_model
        if not heard.codes.shape[1]:
            return np.zeros(0, np.float32)
        with torch.inference_mode():
            codes = torch.from_numpy(heard.codes).to(self.model.device)
            sound = codec.decoder(codec.quantizer.decode(codes[:, None]))
        found: Samples = sound.float().cpu().numpy().reshape(-1)
        return found

    def _filled(self, lines: Sequence[Sequence[int] | NDArray[np.int64]], pad: int) -> Tensor:
        """(rows, text_length) with `pad` behind each line."""
        table = np.full((len(lines), self.settings.text_length), pad, np.int64)
        for row, line in zip(table, lines, strict=True):
            row[: min(len(line), len(row))] = line[: len(row)]
        return torch.from_numpy(table).to(self.model.device)


class _Line:
    """One row of the coarse stage: what it is told of, what it has said so far."""

    def __init__(self, stages: Stages, row: Row, semantic: Tensor) -> None:
        s = stages.settings
        self._s = s
        self.wanted = floor(len(semantic) * s.ratio / 2) * 2
        self._most_semantic = floor(s.coarse_history / s.ratio)
        before, spoken = self._history(row.prompt, semantic.device)
        self._base = len(before)
        self._semantic = torch.cat([before, semantic])
        self._before = spoken
        self.heard: list[Tensor] = []

    def _history(self, prompt: Prompt | None, device: torch.device) -> tuple[Tensor, Tensor]:
        """Semantic and interleaved coarse codes of the prompt's end, as long as there is room."""
        if prompt is None:
            none = torch.zeros(0, dtype=torch.long, device=device)
            return none, none
        s = self._s
        offset = s.semantic_vocab + s.codebook * np.arange(2)[:, None]
        flat = (prompt.coarse + offset).T.reshape(-1)
        whole = len(prompt.semantic)
        count = min(self._most_semantic, whole - whole % 2, floor(len(flat) / s.ratio))
        flat = flat[-round(count * s.ratio) :][:-2] if count else flat[:0]  # as Suno's own code
        told = prompt.semantic[-count:] if count else prompt.semantic[:0]
        return torch.from_numpy(told).to(device), torch.from_numpy(flat).to(device)

    def window(self, done: int) -> Tensor:
        """What the model reads before code number `done`."""
        s = self._s
        at = self._base + round(done / s.ratio)
        told = self._semantic[max(0, at - self._most_semantic) :][: s.coarse_input]
        pad = torch.full((s.coarse_input - len(told),), s.coarse_pad, device=told.device)
        infer = torch.full((1,), s.coarse_infer, device=told.device)
        said = torch.stack(self.heard) if self.heard else self._before[:0]
        return torch.cat([told, pad, infer, torch.cat([self._before, said])[-s.coarse_history :]])

    def codes(self) -> Tensor:
        if not self.wanted:
            return self._before.new_zeros((2, 0))
        flat = torch.stack(self.heard[: self.wanted]) - self._s.semantic_vocab
        return torch.remainder(flat, self._s.codebook).view(-1, 2).T


class _Sheet:
    """One row of the fine stage: a table of codes that is filled in windows of 1024 frames.

    Frames behind the row's own end are empty in every company: the stage looks both ways.
    """

    def __init__(self, settings: Settings, row: Row, coarse: Tensor) -> None:
        s = settings
        self._s = s
        history = row.prompt.fine[:, -s.fine_history :].T if row.prompt else np.zeros((0, 8))
        before = torch.from_numpy(history.astype(np.int64)).to(coarse.device)
        self._before, self._count = len(before), coarse.shape[1]
        whole = max(s.fine_input, self._before + self._count)
        self._table = coarse.new_full((whole, s.fine_books), s.codebook)
        self._table[: self._before] = before[:, : s.fine_books]
        self._table[self._before : self._before + self._count, :2] = coarse.T
        over = self._count - (s.fine_input - self._before)
        self.turns = (max(0, ceil(over / s.fine_history)) + 1) if self._count else 0

    def place(self, turn: int) -> tuple[int, int]:
        """Where the window begins, and from which of its frames it is filled."""
        s = self._s
        start = min(turn * s.fine_history, len(self._table) - s.fine_input)
        fill = min(self._before + turn * s.fine_history, len(self._table) - s.fine_history)
        return start, fill - start

    def page(self, turn: int) -> Tensor:
        start, _ = self.place(turn)
        return self._table[start : start + self._s.fine_input]

    def write(self, turn: int, filled: Tensor) -> None:
        start, fill = self.place(turn)
        self._table[start + fill : start + self._s.fine_input, 2:] = filled[fill:, 2:]

    def codes(self) -> Tensor:
        return self._table[self._before : self._before + self._count].T


class _Stepper:
    """One causal model with its growing cache; left padding where rows are of unequal length."""

    def __init__(self, model: BarkCausalModel, lengths: Sequence[int] = ()) -> None:
        self._model = model
        self._cache = DynamicCache(config=model.config)
        names = inspect.signature(model.forward).parameters
        self._name = "cache" if "cache" in names else "past_key_values"  # renamed in 5.24
        self._mask: Tensor | None = None
        if len(set(lengths)) > 1:
            places = torch.arange(max(lengths), device=model.device)[None]
            pads = max(lengths) - torch.tensor(lengths, device=model.device)[:, None]
            self._mask = (places >= pads).long()

    def __call__(self, **inputs: Tensor) -> Tensor:
        """(rows, vocabulary): logits of the next code."""
        options: dict[str, object] = {self._name: self._cache, "use_cache": True, **inputs}
        if self._mask is not None:
            (given,) = inputs.values()
            past = self._cache.get_seq_length()
            if past:
                self._mask = torch.nn.functional.pad(self._mask, (0, given.shape[1]), value=1)
            places = (self._mask.cumsum(1) - 1).clamp(min=0)
            options |= {"attention_mask": self._mask, "position_ids": places[:, past:]}
        logits: Tensor = self._model(**options).logits
        return logits[:, -1]


class _Draw:
    """Chance, row by row: one uniform number a code, from the row's own seed and nothing else."""

    def __init__(self, rows: Sequence[Row], stage: str, count: int, device: torch.device) -> None:
        name = stage.partition(" ")[0]
        heats = [float(getattr(row.heat, name)) for row in rows]
        self._heat = torch.tensor(heats, device=device)
        self._device = device
        self._noise: Tensor | None = None
        if any(heats):
            key = list(stage.encode())
            found = [np.random.default_rng([r.seed, *key]).random(count, np.float32) for r in rows]
            self._noise = torch.from_numpy(np.stack(found)).to(device)

    def __call__(self, scores: Tensor, at: int, rows: Sequence[int] | None = None) -> Tensor:
        """The code of each row's step `at`; rows: which rows `scores` are of, None for all."""
        if self._noise is None:
            return scores.argmax(-1)
        keep = slice(None) if rows is None else torch.tensor(rows, device=self._device)
        return _sampled(scores, self._heat[keep], self._noise[keep, at])

    def all(self, scores: Tensor) -> Tensor:
        """The codes of all places at once. scores: (rows, count, codes)."""
        if self._noise is None:
            return scores.argmax(-1)
        return _sampled(scores, self._heat[:, None], self._noise)


def _sampled(scores: Tensor, heat: Tensor, chance: Tensor) -> Tensor:
    """The first code whose cumulated probability passes `chance`, 0 to 1."""
    likeliest = scores.argmax(-1)
    odds = torch.softmax(scores / heat.clamp(min=1e-3)[..., None], -1).cumsum(-1)
    aim = (chance[..., None] * odds[..., -1:]).contiguous()
    found = torch.searchsorted(odds, aim, right=True)[..., 0].clamp(max=scores.shape[-1] - 1)
    return torch.where(heat > 0, found, likeliest)


def _or_end(scores: Tensor, endings: Tensor) -> Tensor:
    """Where the end (last column) is likely enough, nothing else is left."""
    sure = (torch.softmax(scores, -1)[:, -1] > endings) & (endings > 0)
    only = torch.full_like(scores, -torch.inf)
    only[:, -1] = scores[:, -1]
    return torch.where(sure[:, None], only, scores)


def _left_padded(lines: Sequence[Tensor], pad: int) -> Tensor:
    most = max(len(line) for line in lines)
    return torch.stack(
        [torch.nn.functional.pad(line, (most - len(line), 0), value=pad) for line in lines]
    )


@contextmanager
def watched(model: BarkModel, check: Callable[[], None]) -> Iterator[None]:
    """While it lasts, `check` is called before every step of every stage."""
    stages = (model.semantic, model.coarse_acoustics, model.fine_acoustics)
    hooks = [s.layers[0].register_forward_pre_hook(lambda *_: check()) for s in stages]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()


def _plain(codes: Tensor) -> NDArray[np.int64]:
    found: NDArray[np.int64] = codes.cpu().numpy().astype(np.int64)
    return found
