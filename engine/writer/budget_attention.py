"""Attention that looks harder at the planned cliffhanger the fewer words are left. It only steers.

The word limit is kept by the grammar and the budget processor, never here: attention moves
probabilities and can forbid nothing.

**The bias.** One head at one query token gives key j the logit s_j and the weight
exp(s_j) / sum_i exp(s_i). Let S = sum of exp(s_j) over the *span* (the plan's cliffhanger sentence
in the prompt) and R the sum over all other keys that may be seen. The share that the span has is

    psi = S / (S + R),   so   psi / (1 - psi) = S / R   and   logit(psi) = log S - log R.

Adding b to every logit of the span makes S into S e^b and leaves R, hence

    psi' = S e^b / (S e^b + R),   logit(psi') = logit(psi) + b.

So the one bias that moves the share from psi to psi* is exactly b = logit(psi*) - logit(psi);
within the span and within the rest the weights keep their proportions. It is clipped,

    b = clip(logit(psi*) - logit(psi), 0, b_max):

never below 0 (a head that looks at the span already is left alone) and never above b_max (a head
that looks elsewhere for a reason, such as at the first token, is nudged and not broken).

**The target** grows as the remaining share r of the word budget falls from 1 to 0; it is linear in
log odds, so that with psi at rest the bias grows by the same amount for every word spent:

    logit(psi*(r)) = r logit(psi*(1)) + (1 - r) logit(psi*(0)).

**Cost.** psi is exact, per layer, head and row, from the logits of the query token alone: one query
against all keys is what decoding computes anyway, and the steered output comes from those logits.
The prompt's own pass is left untouched.

**Related work.** InstABoost adds a constant bias to an instruction's keys in all layers and heads
and warns that too much suppresses needed context (arXiv:2506.13734). SpotLight adds
log(psi* / psi) where a span's share is below a fixed target (arXiv:2505.12025); for small shares
this is nearly the bias above, which is exact for all. Selective Prompt Anchoring shows that
attention to the prompt thins out as text is generated (arXiv:2408.09121), hence the growth.
A target that depends on the remaining length was found in none of them; docs/models.md has the
ablation.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import torch
from transformers import AttentionInterface, AttentionMaskInterface
from transformers.integrations.sdpa_attention import sdpa_attention_forward
from transformers.masking_utils import sdpa_mask

from engine.writer.steering import Span

if TYPE_CHECKING:
    from transformers import PreTrainedModel

NAME = "cliffhanger-budget"
"""What the attention is called in the registries of transformers."""

Rule = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
"""(log odds of the share, target share) to a bias; both broadcast to (rows, heads, queries)."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """The share that the span is to have: `least` with all words left, `most` with none.

    limit: b_max, the largest bias, in nats. 1.5 to 2 was best in the ablation, 4 cost perplexity.
    """

    least: float = 0.02
    most: float = 0.15
    limit: float = 2.0

    def __post_init__(self) -> None:
        if not 0 < self.least <= self.most < 1 or self.limit < 0:
            raise ValueError("shares lie between 0 and 1, the first not above the second")

    def target(self, remaining: float) -> float:
        """psi*(r). remaining: the share of the word budget that is left, clipped to 0..1."""
        left = min(1.0, max(0.0, remaining))
        odds = left * _logit(self.least) + (1 - left) * _logit(self.most)
        return 1 / (1 + math.exp(-odds))

    def bias(self, log_odds: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        """clip(logit(target) - log_odds, 0, limit), in nats."""
        return (torch.logit(target) - log_odds).clamp(0, self.limit)


class BudgetAttention:
    """A `Steering`: biases each row toward its span, by what is left of its word budget.

    Of the steps since `begin`, step n steers the query of the n-th token after the prompt; a pass
    over several tokens (without a cache) is steered like the same passes one by one.
    """

    def __init__(self, schedule: Schedule | None = None, rule: Rule | None = None) -> None:
        """rule: another bias than the schedule's, for comparisons."""
        self.schedule = schedule or Schedule()
        self._rule = rule or self.schedule.bias
        self._model: PreTrainedModel | None = None
        self._before = ""
        self._batch = 0
        self._rows = torch.empty(0, dtype=torch.long)
        self._spans = torch.empty(0, 2, dtype=torch.long)
        self._steps: list[list[float]] = []  # targets of the rows that have a span
        self._targets: torch.Tensor | None = None  # the same for the pass that runs

    def attach(self, model: PreTrainedModel) -> None:
        """Put the attention into a model; outside `begin` and `end` it stays plain SDPA."""
        self.detach()
        AttentionInterface.register(NAME, budget_attention_forward)
        AttentionMaskInterface.register(NAME, sdpa_mask)  # without it, left padding is lost
        self._model, self._before = model, model.config._attn_implementation
        model.set_attn_implementation(NAME)
        _STEERINGS.update((module, self) for module in model.modules())

    def detach(self) -> None:
        """Give the model the attention back that it had before; nothing when none is attached."""
        self.end()
        if self._model is not None:
            for module in self._model.modules():
                _STEERINGS.pop(module, None)
            self._model.set_attn_implementation(self._before)
            self._model = None

    def begin(self, spans: Sequence[Span], pads: Sequence[int]) -> None:
        """A batch starts. spans: as tokens of the padded row; an empty one leaves its row alone.

        Raises:
            ValueError: a span that is reversed or lies in the padding.
        """
        for (start, end), pad in zip(spans, pads, strict=True):
            if start > end or (start < end and start < pad):
                raise ValueError(f"no span: {start} to {end} after {pad} of padding")
        rows = [row for row, (start, end) in enumerate(spans) if start < end]
        self._batch, self._steps, self._targets = len(spans), [], None
        self._rows = torch.tensor(rows, dtype=torch.long)
        self._spans = torch.tensor([spans[row] for row in rows]).reshape(-1, 2)

    def step(self, remaining: Sequence[float]) -> None:
        """The share of its word budget that each row has left, for the token that comes next."""
        if len(remaining) != self._batch:
            raise ValueError(f"{len(remaining)} rows were counted, {self._batch} are steered")
        targets = [self.schedule.target(left) for left in remaining]
        self._steps.append([targets[row] for row in self._rows.tolist()])
        self._targets = None

    def end(self) -> None:
        """Leave every row alone until the next `begin`."""
        self.begin((), ())

    def steered(
        self,
        plain: torch.Tensor,
        query: torch.Tensor,
        key: torch.Tensor,
        value: torch.Tensor,
        mask: torch.Tensor | None,
        scaling: float,
    ) -> torch.Tensor:
        """`plain` with the heads replaced whose bias is above 0.

        plain: (rows, queries, heads, size). query: (rows, heads, queries, size). key, value:
        (rows, key heads, keys, size). mask: (rows or 1, 1, queries, keys), true or 0 where a key
        is seen; None for causal. The last queries are those of the tokens after the prompt.
        """
        queries = min(query.shape[2], len(self._steps))
        if not queries or not len(self._rows):
            return plain
        if query.shape[0] != self._batch:
            raise ValueError(f"{query.shape[0]} rows are decoded, {self._batch} are steered")
        self._rows, self._spans = self._rows.to(query.device), self._spans.to(query.device)
        rows = slice(None) if len(self._rows) == self._batch else self._rows
        if mask is not None:
            mask = (mask if mask.shape[0] == 1 else mask[rows])[:, :, -queries:]
        logits = _logits(query[rows, :, -queries:], key[rows], mask, scaling)
        mixed, touched = self._mixed(logits, value[rows])
        result = plain.clone()
        result[rows, -queries:] = torch.where(touched, mixed, plain[rows, -queries:])
        return result

    def _mixed(
        self, logits: torch.Tensor, value: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Output of the biased heads, (rows, queries, heads, size), and where the bias is not 0."""
        rows, heads, queries, keys = logits.shape
        at = torch.arange(keys, device=logits.device)
        span = (at >= self._spans[:, :1]) & (at < self._spans[:, 1:])
        span = span.view(rows, 1, 1, keys)
        nothing = torch.finfo(logits.dtype).min
        log_odds = logits.masked_fill(~span, nothing).logsumexp(-1)
        log_odds = log_odds - logits.masked_fill(span, nothing).logsumexp(-1)
        if self._targets is None or self._targets.shape[-1] != queries:  # once for all layers
            steps = torch.tensor(self._steps[-queries:], device=logits.device)
            self._targets = steps.T.unsqueeze(1)
        bias = self._rule(log_odds, self._targets).expand(rows, heads, queries).unsqueeze(-1)
        weights = (logits + bias * span).softmax(-1).to(value.dtype)
        groups = value.shape[1]
        mixed = weights.reshape(rows, groups, -1, keys) @ value
        mixed = mixed.reshape(rows, heads, queries, -1)
        return mixed.transpose(1, 2), (bias > 0).transpose(1, 2)


_STEERINGS: WeakKeyDictionary[torch.nn.Module, BudgetAttention] = WeakKeyDictionary()
"""Whose each attention module is: transformers calls a function by name and passes the module."""


def budget_attention_forward(
    module: torch.nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    dropout: float = 0.0,
    scaling: float | None = None,
    is_causal: bool | None = None,
    position_bias: torch.Tensor | None = None,
    **kwargs: object,
) -> tuple[torch.Tensor, None]:
    """Scaled dot-product attention as transformers has it, then what the steering changes of it.

    Layers with a sliding window stay as they are: their caches forget the prompt.
    """
    plain, _ = sdpa_attention_forward(
        module, query, key, value, attention_mask,
        dropout, scaling, is_causal, position_bias, **kwargs,
    )  # fmt: skip
    steering = _STEERINGS.get(module)
    if steering is None or module.training or getattr(module, "sliding_window", None):
        return plain, None
    scale = query.shape[-1] ** -0.5 if scaling is None else scaling
    return steering.steered(plain, query, key, value, attention_mask, scale), None


def _logits(
    query: torch.Tensor, key: torch.Tensor, mask: torch.Tensor | None, scaling: float
) -> torch.Tensor:
    """Masked attention logits in float32, (rows, heads, queries, keys)."""
    rows, heads, queries, size = query.shape
    groups, keys = key.shape[1], key.shape[2]
    grouped = query.reshape(rows, groups, heads // groups * queries, size)
    logits = (grouped @ key.transpose(-1, -2)).float().reshape(rows, heads, queries, keys)
    logits = logits * scaling
    if mask is None:
        mask = torch.ones(queries, keys, dtype=torch.bool, device=key.device)
        mask = mask.tril(keys - queries)
    if mask.dtype == torch.bool:
        return logits.masked_fill(~mask, torch.finfo(logits.dtype).min)
    return logits + mask.float()


def _logit(share: float) -> float:
    return math.log(share / (1 - share))
