"""The budget attention: what it must not change, and that what it changes comes out as derived."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from transformers import (
    AttentionInterface,
    AttentionMaskInterface,
    LlamaConfig,
    LlamaForCausalLM,
    LogitsProcessor,
    LogitsProcessorList,
    PreTrainedModel,
    Qwen3Config,
    Qwen3ForCausalLM,
)
from transformers.masking_utils import sdpa_mask

from engine.writer.budget_attention import (
    NAME,
    BudgetAttention,
    Schedule,
    budget_attention_forward,
)
from engine.writer.contract import check_season
from engine.writer.dossier import read_premise
from engine.writer.llama import LlamaWriter
from tests.writer import tiny
from tests.writer.premises import PREMISES

VOCABULARY, NEW = 97, 7
PROMPTS = (list(range(3, 26)), list(range(40, 51)), list(range(60, 77)))
SPANS = ((4, 9), (2, 5), (10, 15))
SHAPE = {
    "vocab_size": VOCABULARY, "hidden_size": 48, "intermediate_size": 64, "num_hidden_layers": 3,
    "num_attention_heads": 6, "num_key_value_heads": 2, "head_dim": 8, "initializer_range": 0.3,
    "pad_token_id": 0, "bos_token_id": 1, "eos_token_id": None,
}  # fmt: skip


def llama() -> PreTrainedModel:
    return LlamaForCausalLM(LlamaConfig(**SHAPE))


def qwen() -> PreTrainedModel:
    return Qwen3ForCausalLM(Qwen3Config(**SHAPE))


@pytest.fixture(params=[llama, qwen], ids=["llama", "qwen3"])
def model(request: pytest.FixtureRequest) -> PreTrainedModel:
    torch.manual_seed(11)
    make: Callable[[], PreTrainedModel] = request.param
    return make().eval()


class Counting(LogitsProcessor):
    """Counts every token as a word, and tells the steering."""

    def __init__(self, steering: BudgetAttention, budget: int = NEW) -> None:
        self.steering, self.budget, self.spent = steering, budget, 0

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        self.steering.step([1 - self.spent / self.budget] * len(input_ids))
        self.spent += 1
        return scores


def padded(prompts: Sequence[list[int]]) -> tuple[torch.Tensor, torch.Tensor, list[int]]:
    longest = max(map(len, prompts))
    pads = [longest - len(p) for p in prompts]
    ids = torch.tensor([[0] * n + p for n, p in zip(pads, prompts, strict=True)])
    mask = torch.tensor([[0] * n + [1] * len(p) for n, p in zip(pads, prompts, strict=True)])
    return ids, mask, pads


def decoded(
    model: PreTrainedModel,
    prompts: Sequence[list[int]],
    steering: BudgetAttention | None = None,
    spans: Sequence[tuple[int, int]] = (),
    **options: object,
) -> tuple[torch.Tensor, torch.Tensor]:
    """New tokens (rows, NEW) and their logits (rows, NEW, vocabulary), greedily."""
    ids, mask, pads = padded(prompts)
    processors = LogitsProcessorList()
    if steering is not None:
        moved = [(a + n, b + n) if a < b else (0, 0) for (a, b), n in zip(spans, pads, strict=True)]
        steering.begin(moved, pads)
        processors.append(Counting(steering))
    found = model.generate(
        ids, attention_mask=mask, max_new_tokens=NEW, do_sample=False, output_logits=True,
        return_dict_in_generate=True, logits_processor=processors, **options,
    )  # fmt: skip
    if steering is not None:
        steering.end()
    return found.sequences[:, ids.shape[1] :], torch.stack(found.logits, 1)


def test_without_a_batch_it_is_sdpa(model: PreTrainedModel) -> None:
    ids, mask, _ = padded(PROMPTS)
    before = model(ids, attention_mask=mask).logits
    tokens, logits = decoded(model, PROMPTS)
    BudgetAttention().attach(model)
    assert model.config._attn_implementation == NAME
    assert torch.equal(model(ids, attention_mask=mask).logits, before)
    again, same = decoded(model, PROMPTS)
    assert torch.equal(again, tokens)
    assert torch.equal(same, logits)


def test_a_bias_of_zero_changes_no_bit(model: PreTrainedModel) -> None:
    _, plain = decoded(model, PROMPTS)
    for schedule in (Schedule(1e-30, 1e-30), Schedule(limit=0)):
        steering = BudgetAttention(schedule)
        steering.attach(model)
        _, logits = decoded(model, PROMPTS, steering, SPANS)
        steering.detach()
        assert torch.equal(logits, plain)


def test_the_prompt_is_read_as_ever_and_what_follows_is_not(model: PreTrainedModel) -> None:
    _, plain = decoded(model, PROMPTS)
    steering = BudgetAttention(Schedule(0.4, 0.9))
    steering.attach(model)
    _, logits = decoded(model, PROMPTS, steering, SPANS)
    assert torch.equal(logits[:, 0], plain[:, 0])
    for row in range(len(PROMPTS)):
        assert not torch.allclose(logits[row, 1], plain[row, 1], atol=1e-3)


def test_rows_without_a_span_keep_every_bit(model: PreTrainedModel) -> None:
    _, plain = decoded(model, PROMPTS)
    steering = BudgetAttention(Schedule(0.4, 0.9))
    steering.attach(model)
    _, logits = decoded(model, PROMPTS, steering, ((0, 0), SPANS[1], (0, 0)))
    assert torch.equal(logits[0], plain[0])
    assert torch.equal(logits[2], plain[2])
    assert not torch.allclose(logits[1], plain[1], atol=1e-3)


def test_a_padded_batch_is_its_rows_one_by_one(model: PreTrainedModel) -> None:
    steering = BudgetAttention(Schedule(0.1, 0.6))
    steering.attach(model)
    tokens, logits = decoded(model, PROMPTS, steering, SPANS)
    for row, (prompt, span) in enumerate(zip(PROMPTS, SPANS, strict=True)):
        alone, single = decoded(model, [prompt], steering, [span])
        assert torch.equal(alone[0], tokens[row])
        torch.testing.assert_close(single[0], logits[row], atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("cache", ["dynamic", "static"])
def test_decoding_with_a_cache_is_one_pass_over_everything(
    model: PreTrainedModel, cache: str
) -> None:
    steering = BudgetAttention(Schedule(0.1, 0.6))
    steering.attach(model)
    kind = {} if cache == "dynamic" else {"cache_implementation": cache}
    tokens, logits = decoded(model, PROMPTS, steering, SPANS, disable_compile=True, **kind)
    ids, mask, pads = padded(PROMPTS)
    steering.begin([(a + n, b + n) for (a, b), n in zip(SPANS, pads, strict=True)], pads)
    for spent in range(NEW):
        steering.step([1 - spent / NEW] * len(PROMPTS))
    whole = model(
        torch.cat([ids, tokens], 1),
        attention_mask=torch.cat([mask, torch.ones_like(tokens)], 1),
        position_ids=(torch.cat([mask, torch.ones_like(tokens)], 1).cumsum(-1) - 1).clamp(0),
        use_cache=False,
    ).logits[:, ids.shape[1] - 1 : -1]
    torch.testing.assert_close(whole, logits, atol=1e-4, rtol=1e-4)


def test_without_a_cache_the_same_is_written(model: PreTrainedModel) -> None:
    steering = BudgetAttention(Schedule(0.1, 0.6))
    steering.attach(model)
    _, cached = decoded(model, PROMPTS, steering, SPANS)
    _, logits = decoded(model, PROMPTS, steering, SPANS, use_cache=False)
    torch.testing.assert_close(logits, cached, atol=1e-4, rtol=1e-4)


def test_a_model_gets_its_own_attention_back(model: PreTrainedModel) -> None:
    model.set_attn_implementation("eager")
    _, plain = decoded(model, PROMPTS)
    steering = BudgetAttention(Schedule(0.4, 0.9))
    steering.attach(model)
    decoded(model, PROMPTS, steering, SPANS)
    steering.begin(SPANS, (0, 0, 0))
    steering.detach()
    assert model.config._attn_implementation == "eager"
    assert torch.equal(decoded(model, PROMPTS)[1], plain)


def test_attaching_elsewhere_leaves_the_first_model(model: PreTrainedModel) -> None:
    steering, other = BudgetAttention(), llama().eval()
    steering.attach(model)
    steering.attach(other)
    assert model.config._attn_implementation == "sdpa"
    assert other.config._attn_implementation == NAME


def test_two_models_are_steered_apart() -> None:
    torch.manual_seed(3)
    first, second = llama().eval(), llama().eval()
    _, plain = decoded(second, PROMPTS)
    busy, idle = BudgetAttention(Schedule(0.4, 0.9)), BudgetAttention()
    busy.attach(first)
    idle.attach(second)
    busy.begin(SPANS, (0, 0, 0))
    busy.step([0.0] * 3)
    assert torch.equal(decoded(second, PROMPTS)[1], plain)


def test_attention_and_mask_are_registered_together(model: PreTrainedModel) -> None:
    BudgetAttention().attach(model)
    assert AttentionInterface()[NAME] is budget_attention_forward
    assert AttentionMaskInterface()[NAME] is sdpa_mask


def test_the_house_writer_is_steered_and_keeps_its_limits(tmp_path: Path) -> None:
    folder, dossier = tiny.llama(tmp_path / "model"), read_premise(PREMISES[2][0])

    def spoken(steering: BudgetAttention | None) -> list[list[str]]:
        writer = LlamaWriter(folder, "cpu", candidates=1, steering=steering)
        found = writer.write(
            dossier, episodes=2, words=60, seed=1, check=lambda: None, progress=lambda *_: None
        )
        episodes = found.draft.episodes
        assert check_season(episodes, dossier.language, 60, dossier.obligations) == ()
        return [[line.text for line in episode.lines] for episode in episodes]

    plain = spoken(None)
    assert spoken(BudgetAttention(Schedule(limit=0))) == plain
    assert spoken(BudgetAttention(Schedule(0.3, 0.9))) != plain


# -- the share -------------------------------------------------------------------------------------


class Layer(torch.nn.Module):
    """As much of an attention layer as the function looks at."""

    num_key_value_groups, is_causal, sliding_window = 3, True, None


def shares(
    steering: BudgetAttention | None, remaining: Sequence[float], spread: float = 1.0,
    dtype: torch.dtype = torch.float32, layer: Layer | None = None,
) -> torch.Tensor:  # fmt: skip
    """Shares of attention on the span, (rows, heads), for one query over 40 keys and two rows.

    With values that are 1 on the span and 0 elsewhere, the output of a head is the share itself.
    """
    rows, groups, heads, keys, size = 2, 2, 6, 40, 8
    draw = torch.Generator().manual_seed(5)
    query = (torch.randn(rows, heads, 1, size, generator=draw) * spread).to(dtype)
    key = torch.randn(rows, groups, keys, size, generator=draw).to(dtype)
    value = torch.zeros(rows, groups, keys, size, dtype=dtype)
    spans = ((6, 11), (20, 22))
    for row, (start, end) in enumerate(spans):
        value[row, :, start:end] = 1
    mask = torch.ones(rows, 1, 1, keys, dtype=torch.bool)
    mask[0, ..., :4] = False
    layer = (layer or Layer()).eval()
    if steering is not None:
        model = torch.nn.ModuleList([layer])
        model.config = LlamaConfig(**SHAPE)
        model.set_attn_implementation = lambda name: None
        steering.attach(model)
        steering.begin(spans, (4, 0))
        steering.step(remaining)
    out, _ = budget_attention_forward(layer, query, key, value, mask, scaling=size**-0.5)
    return out[:, 0, :, 0].float()


@given(
    st.floats(0, 1), st.floats(0, 1), st.floats(0.01, 0.3), st.floats(0.31, 0.9), st.floats(0, 3)
)
def test_the_share_is_the_target_unless_it_was_higher(
    first: float, second: float, least: float, most: float, spread: float
) -> None:
    schedule = Schedule(least, most, limit=60.0)
    plain = shares(None, (), spread)
    found = shares(BudgetAttention(schedule), (first, second), spread)
    for row, remaining in enumerate((first, second)):
        target = torch.full_like(plain[row], schedule.target(remaining))
        torch.testing.assert_close(
            found[row], torch.maximum(plain[row], target), atol=2e-5, rtol=1e-4
        )


def test_a_clipped_bias_multiplies_the_odds_and_no_more() -> None:
    plain = shares(None, ())
    found = shares(BudgetAttention(Schedule(0.95, 0.95, limit=0.5)), (1.0, 1.0))
    torch.testing.assert_close(torch.logit(found), torch.logit(plain) + 0.5)


def test_the_share_grows_as_the_words_run_out() -> None:
    mean = [
        shares(BudgetAttention(Schedule(0.05, 0.6)), (left, left)).mean().item()
        for left in (1.0, 0.75, 0.5, 0.25, 0.0)
    ]
    assert mean == sorted(set(mean))


def test_half_precision_hits_the_target_within_a_hundredth() -> None:
    found = shares(
        BudgetAttention(Schedule(0.7, 0.7, limit=60.0)), (0.5, 0.5), dtype=torch.bfloat16
    )
    torch.testing.assert_close(found, torch.full_like(found, 0.7), atol=0.01, rtol=0)


def test_other_keys_keep_their_proportions() -> None:
    draw = torch.Generator().manual_seed(8)
    query, key = torch.randn(1, 1, 1, 4, generator=draw), torch.randn(1, 1, 9, 4, generator=draw)
    value = torch.eye(9).view(1, 1, 9, 9)
    steering = BudgetAttention(Schedule(0.6, 0.6))
    steering.begin([(3, 5)], [0])
    steering.step([1.0])
    plain = torch.nn.functional.scaled_dot_product_attention(query, key, value, scale=0.5)
    after = steering.steered(plain.transpose(1, 2), query, key, value, None, 0.5)[0, 0, 0]
    ratio = after / plain[0, 0, 0]
    torch.testing.assert_close(ratio[3:5], ratio[3].expand(2))
    torch.testing.assert_close(ratio[[0, 1, 2, 5, 6, 7, 8]], ratio[0].expand(7))


def test_a_layer_with_a_sliding_window_is_left_alone() -> None:
    class Sliding(Layer):
        sliding_window = 8

    plain = shares(None, ())
    strong = Schedule(0.9, 0.95)
    assert torch.equal(shares(BudgetAttention(strong), (0, 0), layer=Sliding()), plain)
    assert not torch.equal(shares(BudgetAttention(strong), (0, 0)), plain)


# -- the schedule ----------------------------------------------------------------------------------


def test_the_target_is_linear_in_log_odds() -> None:
    schedule = Schedule(0.02, 0.15)
    odds = [torch.logit(torch.tensor(schedule.target(r))).item() for r in (1.0, 0.5, 0.0)]
    assert schedule.target(1.0) == pytest.approx(0.02)
    assert schedule.target(0.0) == pytest.approx(0.15)
    assert odds[1] == pytest.approx((odds[0] + odds[2]) / 2, rel=1e-5)
    assert schedule.target(-3) == schedule.target(0)
    assert schedule.target(7) == schedule.target(1)


@pytest.mark.parametrize(
    ("least", "most", "limit"), [(0, 0.1, 1), (0.3, 0.2, 1), (0.1, 1, 1), (0.1, 0.2, -1)]
)
def test_an_impossible_schedule_is_refused(least: float, most: float, limit: float) -> None:
    with pytest.raises(ValueError, match="shares"):
        Schedule(least, most, limit)


def test_wrong_rows_and_spans_are_refused(model: PreTrainedModel) -> None:
    steering = BudgetAttention()
    with pytest.raises(ValueError, match="no span"):
        steering.begin([(5, 4)], [0])
    with pytest.raises(ValueError, match="no span"):
        steering.begin([(2, 6)], [3])
    steering.begin([(2, 6)], [0])
    with pytest.raises(ValueError, match="2 rows"):
        steering.step([1.0, 0.5])
    steering.attach(model)
    steering.begin([(2, 6)], [0])
    steering.step([0.5])
    ids, mask, _ = padded(PROMPTS)
    with pytest.raises(ValueError, match="3 rows"):
        model(ids, attention_mask=mask)
